package breachtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
)

// A Call is a request to incident.
type Call struct {
	As    string              // an e-mail address; empty: nobody
	Token *auth0.TokenOptions // nil: an hour from now, with a second factor given just now
	Key   string              // sent as Idempotency-Key
	Match string              // sent as If-Match
	Body  any                 // sent as JSON
	Bad   bool                // breaks the contract on purpose
}

// Do makes a request that must be answered, with whatever status.
func (w *World) Do(method, path string, c Call) (int, []byte, http.Header) {
	w.t.Helper()
	var body io.Reader
	if c.Body != nil {
		b, err := json.Marshal(c.Body)
		w.Must(err)
		body = bytes.NewReader(b)
	}
	ctx := w.t.Context()
	if c.Bad {
		ctx = contract.Bad(ctx)
	}
	r, err := http.NewRequestWithContext(ctx, method, w.url+path, body)
	w.Must(err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.As != "" {
		o := auth0.TokenOptions{Expiry: w.Clock().Add(time.Hour), MFAAt: w.Clock()}
		if c.Token != nil {
			o = *c.Token
		}
		token, err := services.people.Token(c.As, o)
		w.Must(err)
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if c.Key != "" {
		r.Header.Set("Idempotency-Key", c.Key)
	}
	if c.Match != "" {
		r.Header.Set("If-Match", c.Match)
	}
	resp, err := w.client.Do(r)
	w.Must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	w.Must(err)
	return resp.StatusCode, b, resp.Header
}

// Ask makes a request that must succeed.
func (w *World) Ask(method, path string, c Call, into any) http.Header {
	w.t.Helper()
	status, body, header := w.Do(method, path, c)
	if status >= 300 {
		w.t.Fatalf("%s %s: %d %s", method, path, status, body)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			w.t.Fatalf("%s %s: %v in %s", method, path, err, body)
		}
	}
	return header
}

// Refused makes a request that must end with a problem, and returns its pointers.
func (w *World) Refused(method, path string, c Call, status int, slug string) []string {
	w.t.Helper()
	got, body, header := w.Do(method, path, c)
	var p struct {
		Type   string
		Errors []struct{ Pointer string }
	}
	json.Unmarshal(body, &p)
	if got != status || p.Type != "/problems/"+slug {
		w.t.Fatalf("%s %s: %d %s, want %d %s", method, path, got, body, status, slug)
	}
	if status == 401 && header.Get("WWW-Authenticate") == "" {
		w.t.Fatalf("%s %s: 401 without a challenge", method, path)
	}
	var pointers []string
	for _, e := range p.Errors {
		pointers = append(pointers, e.Pointer)
	}
	return pointers
}
