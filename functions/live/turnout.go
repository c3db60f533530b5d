package live

import (
	"context"
	"sync"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// A turnout is contents that nothing was opened for.
type turnout struct {
	*lesson.Turnout
	mu *sync.Mutex // the board's
}

func (t *turnout) session() *domain.Session { return t.Session }
func (t *turnout) maxScore() float64        { return 0 } // no counts view shows it
func (t *turnout) late() bool               { return t.Late() }

func (t *turnout) counts(string) (countsEvent, error) {
	return countsEvent{Participants: t.Present(), Answered: t.Answered()}, nil
}

// apply returns no events: each counts view makes its own.
func (t *turnout) apply(_ context.Context, all []update) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range all {
		switch {
		case n.err != nil:
			return nil, n.err
		case n.session != nil:
			t.Session = n.session
		case n.seat != nil && n.seat.Value.Erased:
			t.Leave(n.seat.ID)
		case n.seat != nil && !n.seat.Removed && !n.seat.Current:
			t.Restrict(n.seat.ID, n.seat.Value.Restricted != "")
		case n.participant != nil && n.participant.Removed:
			t.Leave(n.participant.ID)
		case n.participant != nil && !n.participant.Current:
			t.Join(n.participant.ID)
		case n.chunk != nil && !n.chunk.Current && !n.chunk.Removed:
			t.Add(n.chunk.Value)
		}
	}
	return nil, nil
}
