package httpapi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Bearer returns the token of r's Authorization header (RFC 6750). It reports
// false when there is none, more than one, or another scheme.
func Bearer(r *http.Request) (string, bool) {
	values := r.Header["Authorization"]
	if len(values) != 1 {
		return "", false
	}
	const scheme = "Bearer "
	v := values[0]
	if len(v) <= len(scheme) || !strings.EqualFold(v[:len(scheme)], scheme) {
		return "", false
	}
	token := strings.TrimLeft(v[len(scheme):], " ")
	return token, visible(token)
}

// SignedIn reports whether somebody reads with an access token, whoever it is for: a JWT
// begins as every JSON object does in base64, and no other secret that is sent as Bearer
// does. So the load balancer tells them apart, too (terraform/routes.json).
func SignedIn(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.Header.Get("Authorization"), "Bearer eyJ")
}

// The length of an Idempotency-Key in characters. 22 characters of base64 hold
// 128 bits, and participants' keys are boxed under what is derived from it.
const (
	IdempotencyKeyMin = 22
	IdempotencyKeyMax = 128
)

// IdempotencyKey returns r's Idempotency-Key, or "" when it is neither given nor
// required. The error is of kind domain.ErrInvalid.
func IdempotencyKey(r *http.Request, required bool) (string, error) {
	values := r.Header["Idempotency-Key"]
	if len(values) == 0 && !required {
		return "", nil
	}
	if len(values) == 1 && IsIdempotencyKey(values[0]) {
		return values[0], nil
	}
	return "", domain.Problem(domain.ErrInvalid, "idempotency-key-invalid",
		"Send one Idempotency-Key header with %d to %d random visible ASCII characters, and the same one when you repeat the request.",
		IdempotencyKeyMin, IdempotencyKeyMax)
}

// IsIdempotencyKey reports whether k may be an Idempotency-Key, and so a participant's secret.
func IsIdempotencyKey(k string) bool {
	return len(k) >= IdempotencyKeyMin && len(k) <= IdempotencyKeyMax && visible(k)
}

// ErrKeyReused refuses an Idempotency-Key that came with another request before.
var ErrKeyReused = domain.Problem(domain.ErrInvalid, "idempotency-key-reused",
	"This Idempotency-Key was used for another request. Make a new one for each.")

// visible reports whether s is of visible ASCII characters only, and not empty.
func visible(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != ""
}

// PageSizeMax is the most items that a page of a list has.
const PageSizeMax = 100

// pageTokenMax is the longest page token in characters.
const pageTokenMax = 512

// Page returns the page that r asks for by ?pageSize= and ?pageToken=. The token
// is what WriteList gave out, and not checked further. The error is of kind
// domain.ErrInvalid for the size and domain.ErrMalformed for the token.
func Page(r *http.Request, defaultSize, maxSize int) (size int, token string, err error) {
	q := r.URL.Query()
	size = defaultSize
	if s := q["pageSize"]; len(s) > 0 {
		size, err = strconv.Atoi(s[0])
		if len(s) > 1 || err != nil || size < 1 || size > maxSize {
			return 0, "", domain.Problem(domain.ErrInvalid, "invalid",
				"pageSize is a whole number from 1 to %d. Change it or leave it out.", maxSize)
		}
	}
	if t := q["pageToken"]; len(t) > 0 {
		if len(t) > 1 || len(t[0]) > pageTokenMax || !visible(t[0]) {
			return 0, "", domain.Problem(domain.ErrMalformed, "page-token",
				"The page token isn't valid. Start from the first page.")
		}
		token = t[0]
	}
	return size, token, nil
}
