// Package logging writes log lines the way Cloud Logging reads them: one JSON object per
// line, with a severity, a message and a time, and with the trace and the id of the
// request that the line is about.
//
// The entries and the local stack set it up once, through package environ; all others
// call log/slog, with the request's context where they have it. Since join and answer
// link it, it imports the standard library only. It must never add anything to a line
// that its caller didn't put there, except the ids of the request and the version.
//
// What a line may hold is one rule for all callers. Its message is a constant, and an
// error's text names what was being done and the kind of failure. Nothing in it is of a
// person or a lesson: no name, address, title or answer, no id of a session, a
// participant, a member or a question set, no path and no token. The person on call has
// to find the school or the incident that an alert is about, so lines of background work
// may name an org, an incident, a notice or a message, each by its id and as an attribute
// of that name; the line of a request never does. (TestLogAttributes in package
// functions.)
package logging

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
)

// Critical is the level of what needs a person at once: a panic.
const Critical = slog.LevelError + 4

// Options of New.
type Options struct {
	Level   slog.Leveler // what is less is not written; nil: INFO
	Project string       // the Google Cloud project that traces belong to; empty: lines have no trace
	Version string       // of the service, in every line; empty: none
	Human   bool         // lines for a terminal instead of JSON
}

// New returns a logger that writes to w.
func New(w io.Writer, o Options) *slog.Logger {
	var lines slog.Handler
	if o.Human {
		lines = slog.NewTextHandler(w, &slog.HandlerOptions{Level: o.Level})
	} else {
		lines = slog.NewJSONHandler(w, &slog.HandlerOptions{Level: o.Level, ReplaceAttr: rename})
	}
	if o.Version != "" {
		// Formatted once, here, and not with each line.
		lines = lines.WithAttrs([]slog.Attr{slog.String("version", o.Version)})
	}
	return slog.New(&handler{lines, o.Project})
}

// ParseLevel returns the level that a severity of Cloud Logging's names: DEBUG,
// INFO, WARNING, ERROR or CRITICAL.
func ParseLevel(name string) (slog.Level, error) {
	for _, l := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError, Critical} {
		if strings.EqualFold(name, severity(l)) {
			return l, nil
		}
	}
	return 0, fmt.Errorf("a level is DEBUG, INFO, WARNING, ERROR or CRITICAL")
}

// severity returns Cloud Logging's word for a level:
// https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity
func severity(l slog.Level) string {
	switch {
	case l < slog.LevelInfo:
		return "DEBUG"
	case l < slog.LevelWarn:
		return "INFO"
	case l < slog.LevelError:
		return "WARNING"
	case l < Critical:
		return "ERROR"
	}
	return "CRITICAL"
}

// rename replaces the names of slog's own attributes with those that Cloud Logging expects:
// https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
// A caller's attribute with one of these names is renamed, because a duplicate
// name makes the line unreadable.
func rename(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.LevelKey:
		if l, ok := a.Value.Any().(slog.Level); ok {
			return slog.String("severity", severity(l))
		}
	case slog.MessageKey:
		a.Key = "message"
	case slog.TimeKey:
		if a.Value.Kind() == slog.KindTime {
			a.Value = slog.TimeValue(a.Value.Time().UTC().Round(time.Microsecond))
		}
	case "message", "severity":
		a.Key += "_"
	}
	return a
}

// A handler adds the request that a context belongs to.
type handler struct {
	slog.Handler
	project string
}

func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if q, ok := ctx.Value(requestKey{}).(*Request); ok {
		r = r.Clone()
		r.AddAttrs(q.attrs(ctx, h.project)...)
	}
	return h.Handler.Handle(ctx, r)
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &handler{h.Handler.WithAttrs(attrs), h.project}
}

// WithGroup puts the request's attributes into the group too, where Cloud
// Logging doesn't look for them.
func (h *handler) WithGroup(name string) slog.Handler {
	return &handler{h.Handler.WithGroup(name), h.project}
}
