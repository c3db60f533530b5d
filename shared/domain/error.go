package domain

import (
	"errors"
	"fmt"
)

// The kinds of error. Package httpapi maps each to one HTTP status and to a
// problem document (RFC 9457); nothing else decides on a status.
var (
	ErrMalformed       = errors.New("malformed request")       // 400
	ErrUnauthenticated = errors.New("not authenticated")       // 401
	ErrForbidden       = errors.New("not permitted")           // 403
	ErrNotFound        = errors.New("not found")               // 404
	ErrMethod          = errors.New("method not allowed")      // 405
	ErrConflict        = errors.New("conflict")                // 409
	ErrGone            = errors.New("gone")                    // 410
	ErrPrecondition    = errors.New("changed in the meantime") // 412
	ErrTooLarge        = errors.New("too large")               // 413
	ErrMediaType       = errors.New("unsupported media type")  // 415
	ErrInvalid         = errors.New("invalid")                 // 422
	ErrTooMany         = errors.New("too many requests")       // 429
	ErrUnavailable     = errors.New("temporarily unavailable") // 503
)

// An Error is an error that a person may be shown. Slug names the problem for
// programs (the last part of the problem's type, "/problems/<slug>"), Detail
// says to a person what to do next. Neither may hold anything personal, since
// both reach logs and other people's screens.
type Error struct {
	Kind   error
	Slug   string
	Detail string
	Fields []FieldError

	// Challenge is the value of WWW-Authenticate that goes with
	// ErrUnauthenticated. Empty means a plain Bearer challenge.
	Challenge string

	// OfAge is the age from which on students may say themselves that they are of age, where
	// a consent is missing. 0: nobody may.
	OfAge int
}

// A FieldError says what is wrong with one part of a request's body. Pointer is
// a JSON pointer (RFC 6901) into it. Detail never quotes the value.
type FieldError struct {
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
}

func (e *Error) Error() string { return e.Slug + ": " + e.Detail }

// Unwrap returns the kind, so that errors.Is(err, ErrNotFound) works.
func (e *Error) Unwrap() error { return e.Kind }

// Problem returns an Error of the given kind.
func Problem(kind error, slug, format string, args ...any) *Error {
	return &Error{Kind: kind, Slug: slug, Detail: fmt.Sprintf(format, args...)}
}

// Invalid returns an ErrInvalid that names what is wrong, field by field.
func Invalid(fields ...FieldError) *Error {
	return &Error{
		Kind:   ErrInvalid,
		Slug:   "invalid",
		Detail: "Some values are invalid. See the list of errors, correct them and send the request again.",
		Fields: fields,
	}
}
