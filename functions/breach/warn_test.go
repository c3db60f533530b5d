package breach_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/infra/deployment"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// written collects what is logged.
type written struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(p)
}

// take returns what was logged since it was called last.
func (w *written) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.buf.Reset()
	return strings.Split(strings.TrimSpace(w.buf.String()), "\n")
}

// The alert breach-clause counts log lines by their fields: it finds those of real
// incidents from three quarters of a clause's time on, at every tick until the notice is
// out, and nothing of a person is in them. Not parallel: the log is global.
func TestWarnings(t *testing.T) {
	metrics, err := deployment.Stack("../../terraform").LogMetrics()
	if err != nil {
		t.Fatal(err)
	}
	filter, err := deployment.ParseFilter(metrics["breach-clause"])
	if err != nil {
		t.Fatal(err)
	}
	lines, old := &written{}, slog.Default()
	slog.SetDefault(logging.New(lines, logging.Options{}))
	defer slog.SetDefault(old)

	w := breachtest.New(t)
	var ids []string
	for _, drill := range []bool{false, true} {
		i := w.Report(breachtest.Grace, func(o object) { o["texts"], o["drill"] = object{}, drill })
		w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
		ids = append(ids, i.ID)
	}
	counted := func() (clauses []string) {
		for _, l := range lines.take() {
			e := deployment.EntryOf("breach", l)
			if !filter.Match(e) {
				continue
			}
			fields := e["jsonPayload"].(map[string]any)
			if fields["incident"] != ids[0] {
				t.Errorf("counted for another incident: %s", l)
			}
			for _, personal := range []string{breachtest.Grace, "Grace", "office", "privacy@", "bucket"} {
				if strings.Contains(l, personal) {
					t.Errorf("%q is in the log: %s", personal, l)
				}
			}
			clauses = append(clauses, fields["clause"].(string))
		}
		return clauses
	}
	all := []string{"gdpr-33-1", "gdpr-33-2", "platform"}
	for _, at := range []struct {
		hours int
		want  []string
	}{
		{17, nil},                   // 71 % of 24 h, 24 % of 72
		{19, []string{"gdpr-33-2"}}, // 79 %
		{20, []string{"gdpr-33-2"}}, // again
		{53, []string{"gdpr-33-2"}}, // missed; 74 % of 72 h
		{55, all},                   // 76 %
		{80, all},                   // missed
	} {
		w.Advance(breachtest.Monday.Add(time.Duration(at.hours) * time.Hour).Sub(w.Clock()))
		lines.take()
		w.Tick()
		got := counted()
		slices.Sort(got) // a delivered escalation has the clocks looked at again
		if got = slices.Compact(got); !slices.Equal(got, at.want) {
			t.Errorf("after %d h the alert counts %q, want %q", at.hours, got, at.want)
		}
	}
	// Once the notices are out, it is quiet.
	texts := breachtest.Texts()["en"].(object)
	texts["reasons"] = "The log came late."
	w.Patch(breachtest.Grace, ids[0], object{"texts": object{"de": texts, "en": texts}})
	lines.take()
	w.Tick()
	if got := counted(); got != nil {
		t.Errorf("all were told, and the alert counts %q", got)
	}
}
