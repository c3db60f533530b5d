package functiontest_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

var histories = flag.Int("histories", 3, "how many sessions of each kind are raced for")

// A history is what was asked of one session, by whom, when, and what came back. It may be written to from any
// goroutine.
type history struct {
	mu   sync.Mutex
	ops  []porcupine.Operation
	from time.Time
}

// never is the end of a call that got no answer.
const never = 1 << 62

func newHistory() *history { return &history{from: time.Now()} }

// do records a call and what it returns. If there is no answer, nobody knows whether or when it took effect.
func (h *history) do(client int, input any, call func() (output any, known bool)) {
	began := time.Since(h.from)
	output, known := call()
	ended := time.Since(h.from)
	if !known {
		ended = never
	}
	h.add(client, input, output, began, ended)
}

func (h *history) add(client int, input, output any, began, ended time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ops = append(h.ops, porcupine.Operation{ClientId: client, Input: input, Output: output, Call: int64(began), Return: int64(ended)})
}

// String counts what came back.
func (h *history) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	count := make(map[string]int)
	for _, op := range h.ops {
		what := fmt.Sprint(op.Input)
		if _, ok := op.Input.(action); !ok {
			what = strings.TrimPrefix(fmt.Sprintf("%T", op.Input), "functiontest_test.")
		}
		switch out, ok := op.Output.(bool); {
		case op.Return == never:
			what += " unknown"
		case ok:
			what += fmt.Sprint(" ", out)
		}
		count[what]++
	}
	return fmt.Sprint(count)
}

// check fails the test unless the history is linearizable: unless there is an order of all calls, in which none comes
// before one that had ended when it began, and in which the model, called one by one, returns the same answers.
func (h *history) check(t *testing.T, m porcupine.NondeterministicModel) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	model := m.ToModel()
	result, info := porcupine.CheckOperationsVerbose(model, h.ops, time.Minute)
	if result == porcupine.Ok {
		return
	}
	picture := filepath.Join(t.ArtifactDir(), "history.html")
	if err := porcupine.VisualizePath(model, info, picture); err != nil {
		t.Error(err)
	}
	t.Errorf("%s: no order explains %d operations; with -artifacts there is a picture at %s", result, len(h.ops), picture)
}
