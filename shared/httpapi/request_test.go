package httpapi

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestBearer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		headers []string
		token   string
		ok      bool
	}{
		{nil, "", false},
		{[]string{""}, "", false},
		{[]string{"Bearer"}, "", false},
		{[]string{"Bearer "}, "", false},
		{[]string{"Bearer abc"}, "abc", true},
		{[]string{"bearer  abc"}, "abc", true},
		{[]string{"Basic abc"}, "", false},
		{[]string{"Bearer a b"}, "", false},
		{[]string{"Bearer a\tb"}, "", false},
		{[]string{"Bearer ä"}, "", false},
		{[]string{"Bearer abc", "Bearer def"}, "", false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Authorization"] = tt.headers
		token, ok := Bearer(r)
		if ok != tt.ok || ok && token != tt.token {
			t.Errorf("%q: %q, %t", tt.headers, token, ok)
		}
	}
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	key := strings.Repeat("k", 22)
	for _, tt := range []struct {
		headers  []string
		required bool
		key      string
		ok       bool
	}{
		{nil, false, "", true},
		{nil, true, "", false},
		{[]string{""}, false, "", false},
		{[]string{key}, true, key, true},
		{[]string{key[1:]}, true, "", false},
		{[]string{strings.Repeat("k", 128)}, true, strings.Repeat("k", 128), true},
		{[]string{strings.Repeat("k", 129)}, true, "", false},
		{[]string{key + " k"}, true, "", false},
		{[]string{key + "é"}, true, "", false},
		{[]string{key, key}, true, "", false},
	} {
		r := httptest.NewRequest("POST", "/", nil)
		r.Header["Idempotency-Key"] = tt.headers
		got, err := IdempotencyKey(r, tt.required)
		if got != tt.key || (err == nil) != tt.ok || err != nil && !errors.Is(err, domain.ErrInvalid) {
			t.Errorf("%q required %t: %q, %v", tt.headers, tt.required, got, err)
		}
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query string
		size  int
		token string
		ok    bool
	}{
		{"", 20, "", true},
		{"pageSize=1", 1, "", true},
		{"pageSize=100&pageToken=abc_-=", 100, "abc_-=", true},
		{"pageSize=101", 0, "", false},
		{"pageSize=0", 0, "", false},
		{"pageSize=-1", 0, "", false},
		{"pageSize=ten", 0, "", false},
		{"pageSize=", 0, "", false},
		{"pageSize=1&pageSize=2", 0, "", false},
		{"pageToken=", 0, "", false},
		{"pageToken=a%20b", 0, "", false},
		{"pageToken=" + strings.Repeat("a", 513), 0, "", false},
		{"pageToken=a&pageToken=b", 0, "", false},
	} {
		size, token, err := Page(httptest.NewRequest("GET", "/?"+tt.query, nil), 20, 100)
		if size != tt.size || token != tt.token || (err == nil) != tt.ok || err != nil && !errors.Is(err, domain.ErrInvalid) && !errors.Is(err, domain.ErrMalformed) {
			t.Errorf("%s: %d, %q, %v", tt.query, size, token, err)
		}
	}
}
