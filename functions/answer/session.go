package answer

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A cachedSession is a session with what is special about its participants.
type cachedSession struct {
	*domain.Session
	seats map[string]domain.Seat // shared with later readings: never changed
}

// seatBytes is about what a seat takes in memory.
const seatBytes = 128

func (s *cachedSession) size() int { return seatBytes * len(s.seats) }

// loadSession reads a session and, where it has any, its seats: all of them at first,
// and from then on those that changed since the old one was read.
func (a *answers) loadSession(ctx context.Context, sid string, old *cachedSession) (*cachedSession, error) {
	var changed map[string]domain.Seat
	var failed error
	var reading sync.WaitGroup
	known := old != nil && old.HasSeats
	if known {
		reading.Go(func() { changed, failed = a.store.Seats(ctx, sid, old.ReadAt.Add(-answerlog.SeatsReach)) })
	}
	s, err := a.store.Session(ctx, sid)
	reading.Wait()
	if err != nil {
		return nil, err
	}
	if s.HasSeats && !known {
		changed, failed = a.store.Seats(ctx, sid, time.Time{})
	}
	if failed != nil {
		return nil, failed
	}
	r := &cachedSession{s, changed}
	if known {
		r.seats = with(old.seats, changed)
	}
	return r, nil
}

// with returns the old seats with those that changed.
func with(old, changed map[string]domain.Seat) map[string]domain.Seat {
	for pid, seat := range changed {
		if was, ok := old[pid]; !ok || was != seat {
			all := maps.Clone(old)
			maps.Copy(all, changed)
			return all
		}
	}
	return old
}
