package logging

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"strconv"
	"strings"
)

// A Request is what the lines about one request have in common.
type Request struct {
	ID     string
	Header map[string][]string // its trace is read from here, once there is a line to write
}

type requestKey struct{}

// WithRequest returns a context whose lines are about r.
func WithRequest(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// NewID makes a request's id of 64 random bits, as 16 hexadecimal digits. It
// tells requests apart and is no secret, so that a fast generator does.
func NewID(rand func() uint64) string {
	const digits = "0123456789abcdef"
	var id [16]byte
	n := rand()
	for i := range id {
		id[i] = digits[n>>60]
		n <<= 4
	}
	return string(id[:])
}

func (r *Request) attrs(project string) []slog.Attr {
	attrs := make([]slog.Attr, 0, 4)
	attrs = append(attrs, slog.String("requestId", r.ID))
	if project == "" {
		return attrs
	}
	t, ok := traceOf(r.Header)
	if !ok {
		return attrs
	}
	attrs = append(attrs, slog.String("logging.googleapis.com/trace", "projects/"+project+"/traces/"+t.id))
	if t.span != "" {
		attrs = append(attrs, slog.String("logging.googleapis.com/spanId", t.span))
	}
	return append(attrs, slog.Bool("logging.googleapis.com/trace_sampled", t.sampled))
}

// A trace is where a request stands in a trace.
type trace struct {
	id      string // 32 hexadecimal digits
	span    string // 16 of them; may be empty
	sampled bool
}

// traceOf returns the trace that the headers name, by W3C's traceparent or else
// by Google's older header. What isn't well-formed is none: the client may have
// written it.
func traceOf(header map[string][]string) (trace, bool) {
	if t, ok := parent(only(header["Traceparent"])); ok {
		return t, true
	}
	return cloudTrace(only(header["X-Cloud-Trace-Context"]))
}

func only(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}

// parent reads a traceparent: https://www.w3.org/TR/trace-context/#traceparent-header
func parent(s string) (trace, bool) {
	const version, id, span, flags = 0, 3, 36, 53 // where they begin
	const end = flags + 2
	if len(s) < end || s[id-1] != '-' || s[span-1] != '-' || s[flags-1] != '-' ||
		len(s) > end && (s[:2] == "00" || s[end] != '-') {
		return trace{}, false
	}
	t := trace{id: s[id : span-1], span: s[span : flags-1]}
	f, err := strconv.ParseUint(s[flags:end], 16, 8)
	if err != nil || !isHex(s[version:2]) || s[:2] == "ff" || !isHex(s[flags:end]) || !isID(t.id) || !isID(t.span) {
		return trace{}, false
	}
	t.sampled = f&1 == 1
	return t, true
}

// cloudTrace reads an X-Cloud-Trace-Context, "TRACE_ID/SPAN_ID;o=OPTIONS", whose
// span is a decimal number: https://cloud.google.com/trace/docs/trace-context#legacy-http-header
func cloudTrace(s string) (trace, bool) {
	s, options, _ := strings.Cut(s, ";")
	id, span, hasSpan := strings.Cut(s, "/")
	t := trace{id: strings.ToLower(id), sampled: options == "o=1"}
	if len(t.id) != 32 || !isID(t.id) {
		return trace{}, false
	}
	if hasSpan {
		n, err := strconv.ParseUint(span, 10, 64)
		if err != nil {
			return trace{}, false
		}
		if n != 0 {
			t.span = hex.EncodeToString(binary.BigEndian.AppendUint64(nil, n))
		}
	}
	return t, true
}

// isID reports whether s is of lower-case hexadecimal digits that aren't all zero.
func isID(s string) bool { return isHex(s) && strings.Trim(s, "0") != "" }

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
