package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"reflect"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Decode reads the body of r, one JSON value of at most limit bytes, into the
// struct that v points to.
//
// It is stricter than encoding/json: names are matched exactly, a name given
// twice, invalid UTF-8, a lone surrogate, data after the value and nesting
// deeper than maxDepth are refused, and null is refused unless the field is a
// pointer, a [Field] or reads JSON itself.
//
// The error is a *domain.Error of kind ErrMediaType, ErrTooLarge, ErrMalformed
// or ErrInvalid; the latter names each field by its JSON pointer. No detail
// quotes the body.
func Decode(w http.ResponseWriter, r *http.Request, limit int64, v any) error {
	body, err := ReadBody(w, r, limit)
	if err != nil {
		return err
	}
	return Unmarshal(w, body, v)
}

// ReadBody is the first half of Decode: it reads a body of JSON, but not what is
// in it.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if !isJSON(r.Header) {
		return nil, domain.Problem(domain.ErrMediaType, "unsupported-media-type",
			"Send the body as JSON in UTF-8, uncompressed, with Content-Type: application/json.")
	}
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	rw := wrapped(w)
	if rw != nil {
		n := r.ContentLength
		if n < 0 {
			n = limit // it may be anything up to that
		}
		if err := rw.admit(n * bodyCost); err != nil {
			return nil, err
		}
	}
	body, err := readAll(w, r, limit)
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, tooLarge(limit)
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, errSlow // and not err, which holds the client's address
		}
		if ctx := r.Context().Err(); ctx != nil {
			return nil, fmt.Errorf("reading the body: %w", ctx)
		}
		return nil, domain.Problem(domain.ErrMalformed, "malformed", "The body ended early. Send the request again.")
	}
	if rw != nil {
		rw.m.bodies.haveBody(rw)
	}
	return body, nil
}

// readAll reads the body of r, of at most limit bytes.
func readAll(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if n := r.ContentLength; n >= 0 && n <= limit {
		body := make([]byte, n)
		_, err := io.ReadFull(r.Body, body)
		return body, err
	}
	return io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
}

// isJSON reports whether the headers announce JSON in UTF-8, not compressed.
func isJSON(h http.Header) bool {
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return false
	}
	ct := h.Get("Content-Type")
	if ct == "application/json" {
		return true
	}
	t, params, err := mime.ParseMediaType(ct)
	charset, given := params["charset"]
	return err == nil && t == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}

func tooLarge(limit int64) error {
	return domain.Problem(domain.ErrTooLarge, "too-large",
		"The body is larger than %d KiB. Send less at once.", limit>>10)
}

// Unmarshal is the second half of Decode. It makes room for what v will take until
// the request that w answers ends.
func Unmarshal(w http.ResponseWriter, data []byte, v any) error {
	c := checker{data: data}
	if err := c.check(shapeOf(reflect.TypeOf(v).Elem())); err != nil {
		return err
	}
	if rw := wrapped(w); rw != nil {
		if err := rw.admit(int64(c.decoded) * decodedCost); err != nil {
			return err
		}
	}
	err := json.Unmarshal(data, v)
	if err == nil {
		return nil
	}
	// What the check can't see: types that read JSON themselves.
	if e, ok := errors.AsType[*domain.Error](err); ok {
		return e
	}
	pointer := ""
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && e.Field != "" {
		pointer = "/" + strings.ReplaceAll(e.Field, ".", "/")
	}
	return domain.Invalid(domain.FieldError{Pointer: pointer, Detail: "This has the wrong type or is out of range."})
}

// A Field is a member of the body of a PATCH that may be absent, null or a
// value, and where each means something else.
type Field[T any] struct {
	Sent  bool // false: absent
	Value *T   // nil when absent or null
}

// UnmarshalJSON implements [json.Unmarshaler].
func (f *Field[T]) UnmarshalJSON(b []byte) error {
	f.Sent = true
	return json.Unmarshal(b, &f.Value)
}

func (*Field[T]) fieldType() reflect.Type { return reflect.TypeFor[*T]() }
