package httpapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// counting serves routes with counts and a clock that the test moves.
func counting(level slog.Level) (h *middleware, logs *logBuffer, clock *time.Time) {
	logs, clock = new(logBuffer), new(time.Time)
	*clock = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	h = Wrap("test", routes(), Options{
		Counts: true, Logger: logging.New(logs, logging.Options{Level: level}), Clock: func() time.Time { return *clock },
	}).(*middleware)
	return h, logs, clock
}

func times(n int, h http.Handler, method, path string) {
	for range n {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
	}
}

// countsIn returns what the lines of counts say.
func countsIn(t *testing.T, logs *logBuffer) (all []map[string]map[string]int) {
	t.Helper()
	for line := range strings.Lines(logs.String()) {
		var l struct {
			Severity, Message, Function string
			Counts                      map[string]map[string]int
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if l.Counts != nil {
			if l.Severity != "INFO" || l.Message != "requests" || l.Function != "test" {
				t.Errorf("line %s", line)
			}
			all = append(all, l.Counts)
		}
	}
	return all
}

func TestCounts(t *testing.T) {
	t.Parallel()
	h, logs, clock := counting(slog.LevelInfo)
	times(1000, h, "GET", "/v1/things/"+marker+"?q="+marker)
	times(3, h, "PUT", "/v1/things/"+marker)
	times(2, h, "GET", "/"+marker)
	*clock = clock.Add(countFor - 1)
	times(1, h, "GET", "/v1/things/a")
	if logs.String() != "" {
		t.Fatalf("logged before the time: %s", logs)
	}
	*clock = clock.Add(1)
	times(1, h, "GET", "/v1/things/a")
	got := countsIn(t, logs)
	if len(got) != 1 || got[0]["GET /v1/things/{id}"]["200"] != 1002 || got[0]["PUT /v1/things/{id}"]["204"] != 3 || got[0][""]["404"] != 2 || len(got[0]) != 3 {
		t.Errorf("counted %v", got)
	}
	if strings.Contains(logs.String(), marker) || strings.Count(logs.String(), "\n") != 1 {
		t.Errorf("logged %s", logs)
	}

	// What comes after it is counted again, from its first request on.
	*clock = clock.Add(time.Hour)
	times(2, h, "GET", "/v1/things/a")
	*clock = clock.Add(countFor / 2)
	if got := countsIn(t, logs); len(got) != 1 {
		t.Fatalf("counted %v", got)
	}
	h.flush()
	if got := countsIn(t, logs); len(got) != 2 || got[1]["GET /v1/things/{id}"]["200"] != 2 || !strings.Contains(logs.String(), `"seconds":30`) {
		t.Errorf("counted %v", got)
	}
	h.flush()
	if got := countsIn(t, logs); len(got) != 2 {
		t.Errorf("nothing happened, and it says %v", got[2:])
	}
}

// Failures are shown, but not thousands that are alike.
func TestCountsShowFailures(t *testing.T) {
	t.Parallel()
	h, logs, clock := counting(slog.LevelInfo)
	for range 3 {
		times(failuresShown+5, h, "GET", "/v1/away")
		times(2, h, "GET", "/v1/fails")
		*clock = clock.Add(countFor)
		times(1, h, "GET", "/v1/things/a")
	}
	l := logs.String()
	if away, fails := strings.Count(l, `"status":503`), strings.Count(l, `"status":500`); away != 3*failuresShown || fails != 3*2 {
		t.Errorf("%d and %d failures are shown, want %d and 6", away, fails, 3*failuresShown)
	}
	for _, c := range countsIn(t, logs) {
		if c["GET /v1/away"]["503"] != failuresShown+5 || c["GET /v1/fails"]["500"] != 2 {
			t.Errorf("counted %v", c)
		}
	}
}

func TestCountsAtDebugLevel(t *testing.T) {
	t.Parallel()
	h, logs, _ := counting(slog.LevelDebug)
	times(3, h, "GET", "/v1/things/a")
	if n := strings.Count(logs.String(), `"severity":"DEBUG"`); n != 3 {
		t.Errorf("%d lines for 3 requests: %s", n, logs)
	}
}
