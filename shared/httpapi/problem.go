package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// A problem is a problem document (RFC 9457).
type problem struct {
	Type      string              `json:"type"`
	Title     string              `json:"title"`
	Status    int                 `json:"status"`
	Detail    string              `json:"detail"`
	Errors    []domain.FieldError `json:"errors,omitempty"`
	OfAge     int                 `json:"ofAge,omitempty"`
	RequestID string              `json:"requestId,omitempty"`
}

// The kinds of error, each with its status and with the slug and the detail of
// an error that brings none of its own.
var kinds = []struct {
	kind   error
	status int
	slug   string
	detail string
}{
	{domain.ErrMalformed, http.StatusBadRequest, "malformed", "The request can't be read. Correct it and send it again."},
	{domain.ErrUnauthenticated, http.StatusUnauthorized, "not-authenticated", "Sign in or join first, then send the token with the request."},
	{domain.ErrForbidden, http.StatusForbidden, "forbidden", "Your account isn't allowed to do this. Ask an administrator of your school."},
	{domain.ErrNotFound, http.StatusNotFound, "not-found", "There is nothing here, or nothing you have access to. Check the address."},
	{domain.ErrMethod, http.StatusMethodNotAllowed, "method-not-allowed", "This address doesn't support that method. The Allow header lists those it does."},
	{domain.ErrConflict, http.StatusConflict, "conflict", "The current state doesn't allow this. Reload it and check."},
	{domain.ErrGone, http.StatusGone, "gone", "This was erased and can't be brought back."},
	{domain.ErrPrecondition, http.StatusPreconditionFailed, "changed", "Someone else has changed this. Load it again, then repeat your change."},
	{domain.ErrTooLarge, http.StatusRequestEntityTooLarge, "too-large", "The request is too large. Send less at a time."},
	{domain.ErrMediaType, http.StatusUnsupportedMediaType, "unsupported-media-type", "Send the body as JSON with Content-Type: application/json."},
	{domain.ErrInvalid, http.StatusUnprocessableEntity, "invalid", "Some values are invalid. Correct them and send the request again."},
	{domain.ErrTooMany, http.StatusTooManyRequests, "too-many-requests", "Too many requests. Wait as long as the Retry-After header says, then try again."},
	{domain.ErrUnavailable, http.StatusServiceUnavailable, "unavailable", unavailable},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "unavailable", unavailable},
	{context.Canceled, http.StatusServiceUnavailable, "unavailable", unavailable},
}

const (
	unavailable = "This doesn't work at the moment. Wait as long as the Retry-After header says, then send the same request again."
	internal    = "Something went wrong on our side. Try again in a minute."
)

// RetryAfter is the Retry-After of a 503 and a 429, in seconds. Clients add a
// random share of their own.
const RetryAfter = "2"

// problemOf returns the document that err becomes and the challenge of a 401, if
// err brings one. An error of no known kind becomes an internal one, and none
// of its text is shown.
func problemOf(err error) (p problem, challenge string) {
	e, own := errors.AsType[*domain.Error](err)
	if own {
		err = e // its kind, whatever caused it
	}
	for _, k := range kinds {
		if !errors.Is(err, k.kind) {
			continue
		}
		slug := k.slug
		p = problem{Status: k.status, Detail: k.detail}
		if own {
			if e.Slug != "" {
				slug = e.Slug
			}
			if e.Detail != "" {
				p.Detail = e.Detail
			}
			p.Errors, p.OfAge, challenge = e.Fields, e.OfAge, e.Challenge
		}
		p.Type = "/problems/" + slug
		p.Title = title(slug, k.slug)
		return p, challenge
	}
	return problem{
		Type:   "/problems/internal",
		Title:  title("internal", ""),
		Status: http.StatusInternalServerError,
		Detail: internal,
	}, ""
}

// WriteError answers r with err as a problem document, which within [Wrap] holds
// the request's id. What is answered 500 or 503 is logged with err's text, which
// therefore holds nothing personal: within Wrap in the request's line, elsewhere
// in a line of its own.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	p, challenge := problemOf(err)
	h := w.Header()
	rw := wrapped(w)
	if rw != nil {
		p.RequestID = rw.request.ID
		h[RequestID] = []string{p.RequestID}
	}
	switch p.Status {
	case http.StatusUnauthorized:
		h["Www-Authenticate"] = []string{challengeOf(r, challenge)}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h["Retry-After"] = []string{RetryAfter}
	}
	if p.Status >= http.StatusInternalServerError {
		report(rw, r, p.Status, err)
	}
	h["Cache-Control"] = noStore
	delete(h, "Etag")
	delete(h, "Content-Disposition")
	body, err := json.Marshal(p)
	if err != nil {
		panic("httpapi: a problem is always JSON")
	}
	write(w, p.Status, problemType, body)
}

// challengeOf returns the value of WWW-Authenticate: RFC 6750, section 3,
// requires no error code if the request had no token.
func challengeOf(r *http.Request, challenge string) string {
	switch {
	case challenge != "":
		return challenge
	case r != nil && r.Header.Get("Authorization") != "":
		return `Bearer error="invalid_token"`
	}
	return "Bearer"
}

// wrapped returns the response that Wrap made, nil outside of it.
func wrapped(w http.ResponseWriter) *response {
	for {
		switch t := w.(type) {
		case *response:
			return t
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return nil
		}
	}
}

// report hands err to the line that Wrap logs for this request, or logs it.
func report(w *response, r *http.Request, status int, err error) {
	if w != nil {
		w.err = err
		return
	}
	ctx := context.Background()
	if r != nil {
		ctx = r.Context()
	}
	slog.ErrorContext(ctx, "request failed", "status", status, logging.Error(err))
}
