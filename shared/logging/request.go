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

// NewID makes a request's id of 64 random bits, as 16 hexadecimal digits. It tells
// requests apart and is no secret, so a fast generator suffices.
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

type spanKey struct{}

// WithSpan returns a context whose lines are about the span, whatever the
// request's headers say.
func WithSpan(ctx context.Context, s Span) context.Context {
	return context.WithValue(ctx, spanKey{}, s)
}

// attrs returns what each line about r has. A span of the context's counts more
// than r's headers.
func (r *Request) attrs(ctx context.Context, project string) []slog.Attr {
	attrs := make([]slog.Attr, 0, 4)
	attrs = append(attrs, slog.String("requestId", r.ID))
	if project == "" {
		return attrs
	}
	s, ok := ctx.Value(spanKey{}).(Span)
	if !ok {
		s, ok = SpanOf(r.Header)
	}
	if !ok {
		return attrs
	}
	attrs = append(attrs, slog.String("logging.googleapis.com/trace", "projects/"+project+"/traces/"+s.Trace))
	if s.ID != "" {
		attrs = append(attrs, slog.String("logging.googleapis.com/spanId", s.ID))
	}
	return append(attrs, slog.Bool("logging.googleapis.com/trace_sampled", s.Sampled))
}

// A Span is where a request stands in a trace.
type Span struct {
	Trace   string // 32 hexadecimal digits
	ID      string // 16 of them; may be empty
	Sampled bool
}

// SpanOf returns the span that the headers name, by W3C's traceparent or else by
// Google's older header. What isn't well-formed is none: the client may have
// written it.
func SpanOf(header map[string][]string) (Span, bool) {
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
func parent(s string) (Span, bool) {
	const version, id, span, flags = 0, 3, 36, 53 // where they begin
	const end = flags + 2
	if len(s) < end || s[id-1] != '-' || s[span-1] != '-' || s[flags-1] != '-' ||
		len(s) > end && (s[:2] == "00" || s[end] != '-') {
		return Span{}, false
	}
	t := Span{Trace: s[id : span-1], ID: s[span : flags-1]}
	f, err := strconv.ParseUint(s[flags:end], 16, 8)
	if err != nil || !isHex(s[version:2]) || s[:2] == "ff" || !isHex(s[flags:end]) || !isID(t.Trace) || !isID(t.ID) {
		return Span{}, false
	}
	t.Sampled = f&1 == 1
	return t, true
}

// cloudTrace reads an X-Cloud-Trace-Context, "TRACE_ID/SPAN_ID;o=OPTIONS", whose
// span is a decimal number: https://cloud.google.com/trace/docs/trace-context#legacy-http-header
func cloudTrace(s string) (Span, bool) {
	s, options, _ := strings.Cut(s, ";")
	id, span, hasSpan := strings.Cut(s, "/")
	t := Span{Trace: strings.ToLower(id), Sampled: options == "o=1"}
	if len(t.Trace) != 32 || !isID(t.Trace) {
		return Span{}, false
	}
	if hasSpan {
		n, err := strconv.ParseUint(span, 10, 64)
		if err != nil {
			return Span{}, false
		}
		if n != 0 {
			t.ID = hex.EncodeToString(binary.BigEndian.AppendUint64(nil, n))
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
