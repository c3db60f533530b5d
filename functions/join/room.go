package join

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Rooms count sessions' participants without a document that every join would have
// to write: what Firestore counted, at most a second ago, plus those who join
// through this instance. One instance never exceeds a session's cap; several
// together may admit a few more, namely those who join within that second.
type rooms struct {
	count func(ctx context.Context, sid string) (int, error)
	clock domain.Clock

	mu    sync.Mutex
	rooms map[string]*room
}

type room struct {
	gate    chan struct{} // held by the one who takes a seat, and so counts for all who wait
	counted time.Time     // guarded by gate

	// Guarded by rooms.mu.
	taken    int // participants, and joins under way
	underway int
}

// A seat is taken by a join that is under way.
type seat struct {
	rooms *rooms
	room  *room
}

func newRooms(clock domain.Clock, count func(context.Context, string) (int, error)) *rooms {
	return &rooms{count: count, clock: clock, rooms: make(map[string]*room)}
}

// take takes one of a session's seats. It returns nil when none is left.
func (r *rooms) take(ctx context.Context, sid string, seats int) (*seat, error) {
	m := r.room(sid)
	select {
	case m.gate <- struct{}{}:
		defer func() { <-m.gate }()
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a count of participants: %w", ctx.Err())
	}
	if now := r.clock(); now.Sub(m.counted) >= store.CacheAge || now.Before(m.counted) {
		if err := r.recount(ctx, sid, m); err != nil {
			return nil, err
		}
		m.counted = now
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if m.taken >= seats {
		return nil, nil
	}
	m.taken++
	m.underway++
	return &seat{r, m}, nil
}

// recount counts a session's participants again. Nobody can take a seat meanwhile.
func (r *rooms) recount(ctx context.Context, sid string, m *room) error {
	r.mu.Lock()
	quiet := m.underway == 0
	r.mu.Unlock()
	n, err := r.count(ctx, sid)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if quiet {
		m.taken = n
	} else {
		// The count may or may not include the joins under way.
		m.taken = max(m.taken, n)
	}
	return nil
}

func (r *rooms) room(sid string) *room {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.rooms[sid]
	if m == nil {
		r.evict()
		m = &room{gate: make(chan struct{}, 1)}
		r.rooms[sid] = m
	}
	return m
}

// evict drops one of a few sessions that nobody is about to enter.
func (r *rooms) evict() {
	if len(r.rooms) < sessionsKept {
		return
	}
	const look = 16
	seen := 0
	for sid, m := range r.rooms {
		if seen++; seen > look {
			return
		}
		if m.underway == 0 {
			delete(r.rooms, sid)
		}
	}
}

// end records how a join ended: whether there is, or may be, one participant more.
// It does nothing for a nil seat.
func (s *seat) end(kept bool) {
	if s == nil {
		return
	}
	s.rooms.mu.Lock()
	defer s.rooms.mu.Unlock()
	s.room.underway--
	if !kept {
		s.room.taken--
	}
}
