package breachtest

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
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
func (w *World) Do(method, path string, c Call) *client.Response {
	w.t.Helper()
	r := client.Request{Method: method, Path: path, Key: c.Key, Match: c.Match, Body: c.Body}
	if c.As != "" {
		o := auth0.TokenOptions{Expiry: w.Clock().Add(time.Hour), MFAAt: w.Clock()}
		if c.Token != nil {
			o = *c.Token
		}
		var err error
		r.Token, err = services.people.Token(c.As, o)
		w.Must(err)
	}
	ctx := w.t.Context()
	if c.Bad {
		ctx = contract.Bad(ctx)
	}
	resp, err := w.client.Send(ctx, r)
	w.Must(err)
	return resp
}

// Ask makes a request that must succeed.
func (w *World) Ask(method, path string, c Call, into any) http.Header {
	w.t.Helper()
	resp := w.Do(method, path, c)
	if resp.Status >= 300 {
		w.t.Fatalf("%s %s: %d %s", method, path, resp.Status, resp.Body)
	}
	if into != nil {
		w.Must(resp.JSON(into))
	}
	return resp.Header
}

// Refused makes a request that must end with a problem, and returns its pointers.
func (w *World) Refused(method, path string, c Call, status int, slug string) []string {
	w.t.Helper()
	resp := w.Do(method, path, c)
	p := resp.Problem()
	if p.Status != status || p.Type != slug {
		w.t.Fatalf("%s %s: %d %s, want %d %s", method, path, resp.Status, resp.Body, status, slug)
	}
	if status == 401 && resp.Header.Get("WWW-Authenticate") == "" {
		w.t.Fatalf("%s %s: 401 without a challenge", method, path)
	}
	return p.Pointers()
}
