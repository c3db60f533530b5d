package watch

import (
	"context"
	"fmt"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// quiet is a database in which nothing happens.
type quiet struct{ Store }

func (quiet) WatchSession(ctx context.Context, _ string) func(yield func(*domain.Session, error) bool) {
	return func(yield func(*domain.Session, error) bool) {
		<-ctx.Done()
		yield(nil, ctx.Err())
	}
}

// Pages that come and go leave sessions behind for a moment. However many, an instance listens to no more than it may,
// and never drops one that somebody waits for.
func TestSessionsAreBounded(t *testing.T) {
	t.Parallel()
	w := &watcher{store: quiet{}, lessons: make(map[string]*lesson)}
	seat := func(n int) *lesson {
		t.Helper()
		l, err := w.seat(fmt.Sprint(n), true)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	var waiting []*lesson
	for n := range 3 * sessionsMax {
		l := seat(n)
		if n%4 == 0 && len(waiting) < waitersMax-1 {
			waiting = append(waiting, l)
		} else {
			w.leave(l)
		}
		if len(w.lessons) > sessionsMax {
			t.Fatalf("%d sessions after %d", len(w.lessons), n)
		}
	}
	if len(w.lessons) != sessionsMax {
		t.Errorf("%d sessions in the end, want %d: those that somebody asks for again within seconds are kept", len(w.lessons), sessionsMax)
	}
	for _, l := range waiting {
		if w.lessons[l.id] != l {
			t.Fatalf("the session %s was dropped while somebody waited", l.id)
		}
		w.leave(l)
		w.drop(l)
	}
}
