package join

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// seatCounters count sessions' participants without a document that every join would have
// to write: what Firestore counted, at most a second ago, plus those who join
// through this instance. One instance never exceeds a session's cap; several
// together may admit a few more, namely those who join within that second.
type seatCounters struct {
	count func(ctx context.Context, sid string) (int, error)
	clock domain.Clock

	mu       sync.Mutex
	counters map[string]*seatCounter
}

type seatCounter struct {
	gate    chan struct{} // held by the join that is counting, for all that wait
	counted time.Time     // guarded by gate

	// Guarded by seatCounters.mu.
	taken    int // participants, and joins under way
	underway int
}

// A seat is taken by a join that is under way.
type seat struct {
	counters *seatCounters
	counter  *seatCounter
}

func newSeatCounters(clock domain.Clock, count func(context.Context, string) (int, error)) *seatCounters {
	return &seatCounters{count: count, clock: clock, counters: make(map[string]*seatCounter)}
}

// take takes one of a session's seats. It returns nil when none is left.
func (c *seatCounters) take(ctx context.Context, sid string, seats int) (*seat, error) {
	m := c.of(sid)
	select {
	case m.gate <- struct{}{}:
		defer func() { <-m.gate }()
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a count of participants: %w", ctx.Err())
	}
	if now := c.clock(); now.Sub(m.counted) >= cache.Age || now.Before(m.counted) {
		if err := c.recount(ctx, sid, m); err != nil {
			return nil, err
		}
		m.counted = now
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.taken >= seats {
		return nil, nil
	}
	m.taken++
	m.underway++
	return &seat{c, m}, nil
}

// recount counts a session's participants again. Nobody can take a seat meanwhile.
func (c *seatCounters) recount(ctx context.Context, sid string, m *seatCounter) error {
	c.mu.Lock()
	quiet := m.underway == 0
	c.mu.Unlock()
	n, err := c.count(ctx, sid)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if quiet {
		m.taken = n
	} else {
		// The count may or may not include the joins under way.
		m.taken = max(m.taken, n)
	}
	return nil
}

func (c *seatCounters) of(sid string) *seatCounter {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.counters[sid]
	if m == nil {
		c.evict()
		m = &seatCounter{gate: make(chan struct{}, 1)}
		c.counters[sid] = m
	}
	return m
}

// evict drops, of a few sessions, those that nobody is joining.
func (c *seatCounters) evict() {
	if len(c.counters) < sessionsKept {
		return
	}
	const look = 16
	seen := 0
	for sid, m := range c.counters {
		if seen++; seen > look {
			return
		}
		if m.underway == 0 {
			delete(c.counters, sid)
		}
	}
}

// end records how a join ended: whether there is, or may be, one participant more.
// It does nothing for a nil seat.
func (s *seat) end(kept bool) {
	if s == nil {
		return
	}
	s.counters.mu.Lock()
	defer s.counters.mu.Unlock()
	s.counter.underway--
	if !kept {
		s.counter.taken--
	}
}
