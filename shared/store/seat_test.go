package store

import (
	"errors"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestSeats(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	session := newSession(t, s)
	sid := session.ID
	hasSeats := func() bool {
		t.Helper()
		got, err := s.Session(ctx, sid)
		if err != nil {
			t.Fatal(err)
		}
		return got.HasSeats
	}
	if seat, err := s.Seat(ctx, sid, "nobody"); err != nil || seat != (domain.Seat{}) || hasSeats() {
		t.Fatalf("before there was any: %+v, %v", seat, err)
	}
	change := func(pid string, change func(*domain.Seat)) {
		t.Helper()
		if err := s.ChangeSeat(ctx, sid, pid, change); err != nil {
			t.Fatal(err)
		}
	}
	change("nothing special", func(*domain.Seat) {})
	change("a", func(seat *domain.Seat) { seat.Dismissed, seat.TimeFactor = true, 1.5 })
	if !hasSeats() {
		t.Error("the session doesn't say that it has seats")
	}
	change("b", func(seat *domain.Seat) { seat.Flooded = true })
	want := map[string]domain.Seat{"a": {Dismissed: true, TimeFactor: 1.5}, "b": {Flooded: true}}
	all, err := s.Seats(ctx, sid, time.Time{})
	if err != nil || !maps.Equal(all, want) {
		t.Errorf("got %+v, %v", all, err)
	}

	// What is newer than a time of Firestore's clock. What isn't a change has
	// none.
	got, err := s.Session(ctx, sid)
	if err != nil {
		t.Fatal(err)
	}
	change("b", func(*domain.Seat) {})
	if newer, err := s.Seats(ctx, sid, got.ReadAt); err != nil || len(newer) != 0 {
		t.Errorf("without a change newer are %+v, %v", newer, err)
	}
	change("a", func(seat *domain.Seat) { seat.Erased, seat.Dismissed = true, false })
	want["a"] = domain.Seat{Erased: true, TimeFactor: 1.5}
	if newer, err := s.Seats(ctx, sid, got.ReadAt); err != nil || !maps.Equal(newer, map[string]domain.Seat{"a": want["a"]}) {
		t.Errorf("newer are %+v, %v", newer, err)
	}
	if n, err := s.CountErased(ctx, sid); n != 1 || err != nil {
		t.Errorf("counted %d, %v", n, err)
	}

	// Storing the whole session keeps its mark.
	if _, err := s.UpdateSession(ctx, sid, func(s *domain.Session) error { s.Title = "Other"; return nil }); err != nil || !hasSeats() {
		t.Errorf("after a change of the session it has no seats: %v", err)
	}
	// Neither an erased session nor an unknown one gets any.
	if _, err := s.UpdateSession(ctx, sid, func(s *domain.Session) error { s.State = domain.Erased; return nil }); err != nil {
		t.Fatal(err)
	}
	change("c", func(seat *domain.Seat) { seat.Erased = true })
	if err := s.ChangeSeat(ctx, newID(t), "c", func(seat *domain.Seat) { seat.Erased = true }); err != nil {
		t.Errorf("of no session: %v", err)
	}
	if all, err := s.Seats(ctx, sid, time.Time{}); err != nil || !maps.Equal(all, want) {
		t.Errorf("in the end %+v, %v", all, err)
	}
}

// When a whole class comes at once, one request marks the session, and nobody waits for
// it.
func TestSeatsOfAClassAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	session := newSession(t, s)
	const class = 60
	var wg sync.WaitGroup
	errs := make([]error, class)
	for i := range errs {
		pid := newID(t)
		wg.Go(func() {
			errs[i] = s.ChangeSeat(t.Context(), session.ID, pid, func(seat *domain.Seat) { seat.Erased = true })
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if n, err := s.CountErased(t.Context(), session.ID); n != class || err != nil {
		t.Errorf("counted %d, %v", n, err)
	}
}
