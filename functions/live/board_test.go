package live_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// Where no memory is left, a view is told when to come back.
func TestNoMemory(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { d.Memory = 1 }})
	l := s.Open(functiontest.Start{})
	if r := l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(503, "live-full"); r.Header.Get("Retry-After") == "" {
		t.Errorf("%v", r.Header)
	}
}

// unwrapping counts what opening costs.
type unwrapping struct {
	lesson.Unwrapper
	n atomic.Int32
}

func (u *unwrapping) Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error) {
	u.n.Add(1)
	return u.Unwrapper.Unwrap(ctx, path, wrapped)
}

// All views of a session share one board, which is opened once, and again when the
// last of them has gone.
func TestOneBoard(t *testing.T) {
	t.Parallel()
	var u unwrapping
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { u.Unwrapper, d.SessionKeys = d.SessionKeys, &u }})
	l := s.Open(functiontest.Start{})
	l.Join("Ada").Record("choice", `"b"`)
	var views []*functiontest.Stream
	for range 4 {
		st, _ := open(t, l)
		views = append(views, st)
	}
	if n := u.n.Load(); n != 1 {
		t.Errorf("4 views opened the session %d times", n)
	}
	bo := l.Join("Bo")
	bo.Record("choice", `"a"`)
	for _, st := range views {
		st.Want("participantJoined", &struct{}{})
		st.Close()
	}
	for began := time.Now(); u.n.Load() == 1 && time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) {
		st, _ := open(t, l) // shares the board until the function has noticed
		st.Close()
	}
	if n := u.n.Load(); n != 2 {
		t.Errorf("after the last view had gone, the session was opened %d times", n)
	}
}

// An instance serves only so many views of one session.
func TestTooManyViews(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	var first *functiontest.Stream
	for range 40 {
		st := l.Watch(s.Token(functiontest.Ada))
		new(page).next(t, st, "snapshot")
		if first == nil {
			first = st
		}
	}
	l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(409, "too-many-views")
	first.Close()
	new(page).next(t, l.WatchLater(s.Token(functiontest.Ada)), "snapshot")
}
