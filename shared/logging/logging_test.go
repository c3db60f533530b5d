package logging

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// line returns what one call of f writes, as Cloud Logging would read it.
func line(t *testing.T, o Options, f func(*slog.Logger)) map[string]any {
	t.Helper()
	var b bytes.Buffer
	f(New(&b, o))
	if strings.Count(b.String(), "\n") != 1 || !strings.HasSuffix(b.String(), "\n") {
		t.Fatalf("not one line: %q", b.String())
	}
	var l map[string]any
	if err := json.Unmarshal(b.Bytes(), &l); err != nil {
		t.Fatalf("%v in %s", err, b.String())
	}
	return l
}

func TestLine(t *testing.T) {
	t.Parallel()
	begin := time.Now().Add(-time.Millisecond)
	l := line(t, Options{}, func(log *slog.Logger) { log.Warn("a thing", "n", 3, "of", "x\ny") })
	if l["severity"] != "WARNING" || l["message"] != "a thing" || l["n"] != 3.0 || l["of"] != "x\ny" || len(l) != 5 {
		t.Errorf("line %v", l)
	}
	at, err := time.Parse(time.RFC3339, l["time"].(string))
	if err != nil || at.Before(begin) || at.After(time.Now().Add(time.Millisecond)) || !strings.HasSuffix(l["time"].(string), "Z") {
		t.Errorf("time %v", l["time"])
	}
}

func TestLevels(t *testing.T) {
	t.Parallel()
	for level, want := range map[slog.Level]string{
		slog.LevelDebug: "DEBUG", slog.LevelInfo: "INFO", slog.LevelInfo + 1: "INFO", slog.LevelWarn: "WARNING", slog.LevelError: "ERROR", Critical: "CRITICAL", Critical + 9: "CRITICAL",
	} {
		l := line(t, Options{Level: slog.LevelDebug}, func(log *slog.Logger) { log.Log(t.Context(), level, "x") })
		if l["severity"] != want {
			t.Errorf("%v is %v, want %s", level, l["severity"], want)
		}
		if got, err := ParseLevel(strings.ToLower(want)); err != nil || severity(got) != want {
			t.Errorf("%s is read as %v, %v", want, got, err)
		}
	}
	for _, name := range []string{"", "WARN", "LOUD", "INFO+1"} {
		if l, err := ParseLevel(name); err == nil {
			t.Errorf("%q is read as %v", name, l)
		}
	}
	var b bytes.Buffer
	New(&b, Options{Level: slog.LevelWarn}).Info("x")
	if b.Len() > 0 {
		t.Errorf("below the level: %s", &b)
	}
}

// An attribute with one of Cloud Logging's names would appear twice.
func TestReservedNames(t *testing.T) {
	t.Parallel()
	l := line(t, Options{}, func(log *slog.Logger) { log.Info("a thing", "message", "another", "severity", 7) })
	if l["message"] != "a thing" || l["message_"] != "another" || l["severity"] != "INFO" || l["severity_"] != 7.0 {
		t.Errorf("line %v", l)
	}
}

func TestRequestLine(t *testing.T) {
	t.Parallel()
	header := map[string][]string{"Traceparent": {"00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"}}
	ctx := WithRequest(t.Context(), &Request{ID: "0123", Header: header})
	l := line(t, Options{Project: "school"}, func(log *slog.Logger) { log.With("a", 1).InfoContext(ctx, "x", "b", 2) })
	if l["requestId"] != "0123" || l["logging.googleapis.com/trace"] != "projects/school/traces/0af7651916cd43dd8448eb211c80319c" ||
		l["logging.googleapis.com/spanId"] != "00f067aa0ba902b7" || l["logging.googleapis.com/trace_sampled"] != true || l["a"] != 1.0 || l["b"] != 2.0 {
		t.Errorf("line %v", l)
	}
	traced := WithSpan(ctx, Span{"1af7651916cd43dd8448eb211c80319c", "10f067aa0ba902b7", true})
	l = line(t, Options{Project: "school"}, func(log *slog.Logger) { log.InfoContext(traced, "x") })
	if l["requestId"] != "0123" || l["logging.googleapis.com/trace"] != "projects/school/traces/1af7651916cd43dd8448eb211c80319c" ||
		l["logging.googleapis.com/spanId"] != "10f067aa0ba902b7" {
		t.Errorf("in a span: %v", l)
	}
	l = line(t, Options{}, func(log *slog.Logger) { log.InfoContext(traced, "x") })
	if l["requestId"] != "0123" || len(l) != 4 {
		t.Errorf("without a project: %v", l)
	}
	var b bytes.Buffer
	New(&b, Options{Human: true}).WarnContext(ctx, "a thing", "n", 3)
	if got := b.String(); !strings.Contains(got, `level=WARN msg="a thing" n=3 requestId=0123`) {
		t.Errorf("for people: %s", got)
	}
}

func TestSpanOf(t *testing.T) {
	t.Parallel()
	const id, span = "0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7"
	for _, tt := range []struct {
		name          string
		parent, cloud string
		want          Span
		none          bool
	}{
		{name: "sampled", parent: "00-" + id + "-" + span + "-01", want: Span{id, span, true}},
		{name: "not sampled", parent: "00-" + id + "-" + span + "-00", want: Span{id, span, false}},
		{name: "other flags", parent: "00-" + id + "-" + span + "-03", want: Span{id, span, true}},
		{name: "a later version", parent: "01-" + id + "-" + span + "-01-more", want: Span{id, span, true}},
		{name: "a later version, glued", parent: "01-" + id + "-" + span + "-01more", none: true},
		{name: "too long", parent: "00-" + id + "-" + span + "-01-more", none: true},
		{name: "version ff", parent: "ff-" + id + "-" + span + "-01", none: true},
		{name: "capitals", parent: "00-" + strings.ToUpper(id) + "-" + span + "-01", none: true},
		{name: "no digits", parent: "00-" + strings.Replace(id, "0a", "/x", 1) + "-" + span + "-01", none: true},
		{name: "nothing but zeros", parent: "00-" + strings.Repeat("0", 32) + "-" + span + "-01", none: true},
		{name: "no span", parent: "00-" + id + "-" + strings.Repeat("0", 16) + "-01", none: true},
		{name: "a sign in the flags", parent: "00-" + id + "-" + span + "-+1", none: true},
		{name: "too short", parent: "00-" + id + "-" + span, none: true},
		{name: "one dash moved", parent: "00-" + id[:31] + "-" + span + "1-01", none: true},
		{name: "text", parent: "ada was here", none: true},
		{name: "none", none: true},
		{name: "Google's", cloud: id + "/74;o=1", want: Span{id, "000000000000004a", true}},
		{name: "Google's, largest", cloud: id + "/18446744073709551615;o=0", want: Span{id, "ffffffffffffffff", false}},
		{name: "Google's, trace only", cloud: id, want: Span{Trace: id}},
		{name: "Google's, span 0", cloud: id + "/0;o=1", want: Span{Trace: id, Sampled: true}},
		{name: "Google's, capitals", cloud: strings.ToUpper(id) + "/1", want: Span{id, "0000000000000001", false}},
		{name: "Google's, too short", cloud: id[1:] + "/1", none: true},
		{name: "Google's, no number", cloud: id + "/ada", none: true},
		{name: "Google's, too large", cloud: id + "/18446744073709551616", none: true},
		{name: "both", parent: "00-" + id + "-" + span + "-01", cloud: strings.Repeat("1", 32) + "/1", want: Span{id, span, true}},
		{name: "the better one is broken", parent: "x", cloud: id + "/74;o=1", want: Span{id, "000000000000004a", true}},
	} {
		header := make(map[string][]string)
		if tt.parent != "" {
			header["Traceparent"] = []string{tt.parent}
		}
		if tt.cloud != "" {
			header["X-Cloud-Trace-Context"] = []string{tt.cloud}
		}
		if got, ok := SpanOf(header); ok == tt.none || got != tt.want {
			t.Errorf("%s: %+v, %v", tt.name, got, ok)
		}
	}
	twice := map[string][]string{"Traceparent": {"00-" + id + "-" + span + "-01", "00-" + id + "-" + span + "-01"}}
	if got, ok := SpanOf(twice); ok {
		t.Errorf("two headers: %v", got)
	}
}

func TestNewID(t *testing.T) {
	t.Parallel()
	for n, want := range map[uint64]string{0: "0000000000000000", 0xfedcba9876543210: "fedcba9876543210", 1: "0000000000000001"} {
		if got := NewID(func() uint64 { return n }); got != want {
			t.Errorf("%x is %s", n, got)
		}
	}
}

// A panic is logged by its type and place, never by its value.
func TestPanic(t *testing.T) {
	t.Parallel()
	const secret = "Ada's answer"
	for _, value := range []any{secret, errors.New(secret), struct{ Text string }{secret}} {
		l := line(t, Options{}, func(log *slog.Logger) {
			defer func() { Panic(context.Background(), log, "test", recover()) }()
			panics(value, secret)
		})
		stack, _ := l["stack_trace"].(string)
		if l["severity"] != "CRITICAL" || l["message"] != "panic" || l["function"] != "test" || l["type"] == "" || l["@type"] == nil {
			t.Errorf("line %v", l)
		}
		// The form of runtime/debug.Stack, from where it happened.
		lines := strings.Split(stack, "\n")
		if len(lines) < 6 || !strings.HasPrefix(lines[0], "panic: ") || lines[1] != "" || lines[2] != "goroutine 1 [running]:" ||
			!strings.HasSuffix(lines[3], "logging.panics(...)") || !strings.HasPrefix(lines[4], "\t") || !strings.Contains(lines[4], "logging_test.go:") {
			t.Errorf("stack\n%s", stack)
		}
		if strings.Contains(stack, secret) || strings.Contains(stack, "{0x") {
			t.Errorf("the stack has a value in it:\n%s", stack)
		}
	}
}

//go:noinline
func panics(value any, _ string) { panic(value) }

func BenchmarkNewID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewID(func() uint64 { return 1 })
	}
}

// Each line names the version, once, also within a group's attributes.
func TestVersion(t *testing.T) {
	t.Parallel()
	l := line(t, Options{Version: "v1.2.3"}, func(log *slog.Logger) { log.With("a", 1).Info("x") })
	if l["version"] != "v1.2.3" || l["a"] != 1.0 {
		t.Errorf("line %v", l)
	}
	var b bytes.Buffer
	New(&b, Options{Version: "v1.2.3", Human: true}).Info("x")
	if !strings.Contains(b.String(), "version=v1.2.3") {
		t.Errorf("line %s", &b)
	}
}
