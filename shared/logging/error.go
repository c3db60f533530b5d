package logging

import (
	"errors"
	"log/slog"
)

// Error returns the attributes of a line about err: error, its text, and cause where
// err wraps an error with a method LogCause. Alerts and runbooks search the cause: a
// text may be reworded.
func Error(err error) slog.Attr {
	attrs := []slog.Attr{slog.String("error", err.Error())}
	var of interface{ LogCause() string }
	if errors.As(err, &of) {
		attrs = append(attrs, slog.String("cause", of.LogCause()))
	}
	return slog.Attr{Value: slog.GroupValue(attrs...)}
}
