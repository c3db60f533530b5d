package auth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

type answered struct{}

func (answered) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// The issuer learns that somebody asks for its keys, and nothing else (promise P38).
func TestKeysAreFetchedWithNothing(t *testing.T) {
	t.Parallel()
	issuer, err := url.Parse("https://cleanslate.eu.auth0.com/")
	if err != nil {
		t.Fatal(err)
	}
	const keys = "https://cleanslate.eu.auth0.com/.well-known/jwks.json"
	for _, tt := range []struct {
		what, method, url, body, header string
		good                            bool
	}{
		{"the keys", "GET", keys, "", "", true},
		{"a query", "GET", keys + "?member=ada", "", "", false},
		{"a name", "GET", strings.Replace(keys, "://", "://ada@", 1), "", "", false},
		{"a body", "GET", keys, "ada", "", false},
		{"a header", "GET", keys, "", "Cookie", false},
		{"another method", "POST", keys, "", "", false},
	} {
		var body *strings.Reader
		r, err := http.NewRequestWithContext(t.Context(), tt.method, tt.url, nil)
		if tt.body != "" {
			body = strings.NewReader(tt.body)
			r, err = http.NewRequestWithContext(t.Context(), tt.method, tt.url, body)
		}
		if err != nil {
			t.Fatal(err)
		}
		if tt.header != "" {
			r.Header.Set(tt.header, "ada")
		}
		resp, err := fetcher{issuer, answered{}}.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		if tt.good != (err == nil) || !tt.good && !errors.Is(err, errTells) {
			t.Errorf("%s: %v", tt.what, err)
		}
	}
}
