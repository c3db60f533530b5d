package httpapi

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Whatever the headers and the query say, it is read within its limits or
// refused with a problem.
func FuzzRequest(f *testing.F) {
	f.Add("Bearer abc", "0123456789abcdefghijkl", `"1", W/"2"`, "pageSize=10&pageToken=abc")
	f.Add("bearer  a b", "short", "*", "pageSize=-1")
	f.Add("Basic eDp5", "with\ttab-0123456789abcdef", `"1,2"`, "pageSize=1&pageSize=2&pageToken=%00")
	f.Add("", "", "", "%zz;=&pageSize=1e9")
	f.Fuzz(func(t *testing.T, authorization, key, tags, query string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL = &url.URL{Path: "/", RawQuery: query}
		r.Header["Authorization"], r.Header["Idempotency-Key"] = []string{authorization}, []string{key}
		r.Header["If-Match"], r.Header["If-None-Match"], r.Header["Content-Type"] = []string{tags}, []string{tags}, []string{authorization}
		if token, ok := Bearer(r); ok && !visible(token) {
			t.Errorf("%q gives the token %q", authorization, token)
		}
		if k, err := IdempotencyKey(r, true); err == nil && (len(k) < IdempotencyKeyMin || len(k) > IdempotencyKeyMax || !visible(k)) ||
			err != nil && !errors.Is(err, domain.ErrInvalid) {
			t.Errorf("%q gives the key %q, %v", key, k, err)
		}
		size, token, err := Page(r, 20, 100)
		if err == nil && (size < 1 || size > 100 || len(token) > pageTokenMax || token != "" && !visible(token)) ||
			err != nil && !errors.Is(err, domain.ErrInvalid) && !errors.Is(err, domain.ErrMalformed) {
			t.Errorf("%q gives a page of %d from %q, %v", query, size, token, err)
		}
		for _, revision := range []int{1, 2, 50} {
			named := strings.Contains(tags, ETag(revision)) || strings.TrimSpace(tags) == "*"
			if IfMatch(r)(revision) && !named {
				t.Errorf("If-Match %q lets revision %d be changed", tags, revision)
			}
		}
		if IfNoneMatch(r, ETag(1)) && !strings.ContainsAny(tags, `1*`) {
			t.Errorf("If-None-Match %q names revision 1", tags)
		}
		if isJSON(r.Header) && !strings.Contains(strings.ToLower(authorization), "application/json") {
			t.Errorf("%q is taken for JSON", authorization)
		}
	})
}
