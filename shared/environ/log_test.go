package environ

import (
	"bytes"
	"encoding/json"
	"log"
	"log/slog"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// The level and the project come from the environment, for log/slog and for package log.
// Not parallel: both are global.
func TestSetLogger(t *testing.T) {
	old := slog.Default()
	defer func() {
		slog.SetDefault(old)
		slog.SetLogLoggerLevel(slog.LevelInfo)
	}()
	for level, want := range map[string]string{
		"":        "INFO WARNING log ERROR",
		"DEBUG":   "DEBUG INFO WARNING log ERROR",
		"warning": "WARNING log ERROR",
		"ERROR":   "ERROR",
		"loud":    "LOG_LEVEL INFO WARNING log ERROR", // said, and INFO
	} {
		t.Setenv(LogLevel, level)
		t.Setenv(Project, "school")
		t.Setenv(Release, "v1.2.3")
		var b bytes.Buffer
		setLogger(&b)
		header := map[string][]string{"X-Cloud-Trace-Context": {"0af7651916cd43dd8448eb211c80319c/1"}}
		ctx := logging.WithRequest(t.Context(), &logging.Request{ID: "1", Header: header})
		slog.DebugContext(ctx, "x")
		slog.InfoContext(ctx, "x")
		slog.WarnContext(ctx, "x")
		log.Print("x")
		slog.ErrorContext(ctx, "x")
		var got []string
		for text := range strings.Lines(b.String()) {
			var l map[string]any
			if err := json.Unmarshal([]byte(text), &l); err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			if l["version"] != "v1.2.3" {
				t.Errorf("line without a version: %s", text)
			}
			name, _ := l["severity"].(string)
			switch {
			case l["variable"] != nil:
				name = l["variable"].(string)
			case l["requestId"] == nil && name == "WARNING":
				name = "log"
			case l["logging.googleapis.com/trace"] != "projects/school/traces/0af7651916cd43dd8448eb211c80319c":
				t.Errorf("line %s", text)
			}
			got = append(got, name)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q writes %s, want %s", level, s, want)
		}
		if level == "loud" && strings.Contains(b.String(), level) {
			t.Errorf("the value is in the log: %s", &b)
		}
	}
}
