package live

import (
	"context"
	"maps"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// results are contents with everything opened.
type results struct {
	*lesson.Board
	board *board
}

func (r *results) session() *domain.Session { return r.Session }
func (r *results) maxScore() float64        { return r.MaxScore() }
func (r *results) late() bool               { return r.Stale() }

func (r *results) counts(question string) (countsEvent, error) {
	e := countsEvent{Participants: r.Present(), Answered: r.Board.Answered()}
	place, ok := r.Place(question)
	if !ok {
		return e, lesson.ErrNotFound
	}
	e.Shown = &r.Counts(func(q int) bool { return q == place })[0]
	e.Shown.CorrectRate = nil // which no projector shows
	return e, nil
}

func (r *results) apply(ctx context.Context, all []update) ([]byte, error) {
	l := r.Board
	var e events
	left := make(map[string]bool) // and whether a parent asked for it
	restricted := make(map[string]bool)
	joined := make(map[string]domain.Participant)
	s := l.Session
	for _, n := range all {
		switch {
		case n.err != nil:
			return nil, n.err
		case n.session != nil:
			s = n.session
		case n.seat != nil && n.seat.Value.Erased:
			// Participants who are to be erased are hidden at once, even under a hold.
			left[n.seat.ID] = n.seat.Value.ByParent
		case n.seat != nil && !n.seat.Removed && !n.seat.Current:
			restricted[n.seat.ID] = n.seat.Value.Restricted != ""
		case n.participant != nil && n.participant.Removed:
			if _, known := left[n.participant.ID]; !known {
				left[n.participant.ID] = false
			}
		case n.participant != nil && !n.participant.Current:
			joined[n.participant.ID] = n.participant.Value
		}
	}
	r.board.mu.Lock()
	for pid, is := range restricted {
		l.Restrict(pid, is)
	}
	r.board.mu.Unlock()
	newcomers, err := r.newcomers(ctx, joined)
	if err != nil {
		return nil, err
	}
	r.board.mu.Lock()
	defer r.board.mu.Unlock()
	l.Session = s
	if l.Stale() {
		return nil, nil // it is filled again
	}
	for _, pid := range slices.Sorted(maps.Keys(left)) {
		questions, known := l.Leave(pid, left[pid])
		e.count(questions...)
		if known {
			e.erased(pid, left[pid])
		}
	}
	var changes []lesson.Change
	for _, p := range joined {
		changes = append(changes, l.Regrade(&p)...)
	}
	for _, p := range joined {
		if renamed := l.Rename(&p); renamed != nil {
			e.joined(l.Participant(renamed)) // it replaces the one with the same id
		}
	}
	added := l.Admit(newcomers)
	for _, p := range added {
		e.joined(l.Participant(p))
	}
	changes = append(changes, l.Settle(added)...)
	for _, n := range all {
		if n.chunk != nil && !n.chunk.Current && !n.chunk.Removed {
			changes = append(changes, l.Add(n.chunk.Value)...)
		}
	}
	e.answers(l, changes)
	return e.bytes, e.err
}

// newcomers opens what belongs to those who aren't on the board yet.
func (r *results) newcomers(ctx context.Context, joined map[string]domain.Participant) ([]*lesson.Participant, error) {
	var sealed []domain.Participant
	var ids []string
	for pid, p := range joined {
		if !r.Has(pid) {
			sealed = append(sealed, p)
			ids = append(ids, pid)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	boxes, err := r.board.hub.Vault.BoxesOf(ctx, r.board.sid, ids)
	if err != nil {
		return nil, err
	}
	opened := r.OpenAll(sealed, boxes)
	slices.SortFunc(opened, lesson.ByJoining)
	return opened, nil
}
