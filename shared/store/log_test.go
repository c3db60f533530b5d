package store

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// newLog opens a Log on what s stores.
func newLog(t *testing.T, project string) *answerlog.Log {
	t.Helper()
	l, err := answerlog.Open(context.Background(), project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// A Log reads what a Store reads, every field of it.
func TestLogReadsAsStore(t *testing.T) {
	t.Parallel()
	ctx, project := t.Context(), "demo-"+newID(t)
	s, err := Open(context.Background(), project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	l := newLog(t, project)
	for round := -1; round < 3; round++ {
		stored, id := new(domain.Session), newID(t)
		(&filler{t: t, round: round}).fill(reflect.ValueOf(stored).Elem())
		if round == 2 {
			stored = new(domain.Session)
		}
		if _, err := s.session(id).Set(ctx, sessionDocOf(stored)); err != nil {
			t.Fatal(err)
		}
		want, err := s.Session(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Session(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if got.ReadAt.Before(want.ReadAt) || got.ReadAt.Sub(want.ReadAt) > time.Minute {
			t.Errorf("read at %v, after %v", got.ReadAt, want.ReadAt)
		}
		got.ReadAt = want.ReadAt
		if !reflect.DeepEqual(got, want) {
			t.Errorf("round %d:\n got %+v\nwant %+v", round, got, want)
		}
	}
}

func TestLogContentAndSeats(t *testing.T) {
	t.Parallel()
	ctx, project := t.Context(), "demo-"+newID(t)
	s, err := Open(context.Background(), project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	l := newLog(t, project)
	sid := newID(t)
	for _, missing := range []func() error{
		func() error { _, err := l.Session(ctx, sid); return err },
		func() error { _, err := l.Paper(ctx, sid); return err },
		func() error { _, err := l.AnswerKey(ctx, sid); return err },
	} {
		if err := missing(); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("what isn't there: %v", err)
		}
	}
	if seats, err := l.Seats(ctx, sid, time.Time{}); err != nil || len(seats) != 0 {
		t.Errorf("no seats: %v, %v", seats, err)
	}
	session := &domain.Session{ID: sid, Org: "org", Owner: "owner", Code: "BCDFGH", State: domain.Open}
	const content = `{"questions":[{"id":"q1","kind":"trueFalse","prompt":"?"}]}`
	if err := s.CreateSession(ctx, session, []byte(content), []byte(content)); err != nil {
		t.Fatal(err)
	}
	paper, err := l.Paper(ctx, sid)
	want, wantErr := s.Paper(ctx, sid)
	if err != nil || wantErr != nil || !reflect.DeepEqual(paper, want) {
		t.Errorf("the paper is %+v, %v, want %+v, %v", paper, err, want, wantErr)
	}
	key, err := l.AnswerKey(ctx, sid)
	wantKey, wantErr := s.AnswerKey(ctx, sid)
	if err != nil || wantErr != nil || !reflect.DeepEqual(key, wantKey) {
		t.Errorf("the answer key is %+v, %v, want %+v, %v", key, err, wantKey, wantErr)
	}
	change := func(pid string, seat domain.Seat) {
		t.Helper()
		if err := s.ChangeSeat(ctx, sid, pid, func(s *domain.Seat) { *s = seat }); err != nil {
			t.Fatal(err)
		}
	}
	erased, slow := newID(t), newID(t)
	change(erased, domain.Seat{Erased: true})
	read, err := l.Session(ctx, sid)
	if err != nil {
		t.Fatal(err)
	}
	change(slow, domain.Seat{Dismissed: true, Flooded: true, TimeFactor: 1.5})
	for after, want := range map[time.Time]map[string]domain.Seat{
		{}:                        {erased: {Erased: true}, slow: {Dismissed: true, Flooded: true, TimeFactor: 1.5}},
		read.ReadAt:               {slow: {Dismissed: true, Flooded: true, TimeFactor: 1.5}},
		time.Now().Add(time.Hour): {},
	} {
		if seats, err := l.Seats(ctx, sid, after); err != nil || !reflect.DeepEqual(seats, want) {
			t.Errorf("seats after %v: %+v, %v, want %+v", after, seats, err, want)
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := l.Session(ended, sid); !errors.Is(err, domain.ErrUnavailable) {
		t.Errorf("a call that ended: %v", err)
	}
}
