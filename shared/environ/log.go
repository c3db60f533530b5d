package environ

import (
	"io"
	"log/slog"
	"os"

	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// SetLogger makes log/slog, and log with it, write to stderr what Cloud Logging
// reads, from the level on that LogLevel names. Every entry calls it first.
func SetLogger() { setLogger(os.Stderr) }

func setLogger(w io.Writer) {
	level, err := slog.LevelInfo, error(nil)
	if name := os.Getenv(LogLevel); name != "" {
		level, err = logging.ParseLevel(name)
	}
	slog.SetDefault(logging.New(w, logging.Options{Level: level, Project: ProjectID(), Version: os.Getenv(Release)}))
	// net/http and the framework log errors with package log.
	slog.SetLogLoggerLevel(slog.LevelWarn)
	if err != nil {
		slog.Error("the log level can't be read", "variable", LogLevel, "error", err.Error())
	}
}
