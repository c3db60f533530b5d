package teacher

import (
	"context"
	"errors"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

func (t *desk) getResults(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	s, err := t.session(r, who)
	if err != nil {
		return err
	}
	b, err := t.load(ctx, s)
	if err != nil {
		return err
	}
	session, err := t.lessons.View(ctx, s, who)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	for piece, err := range b.Results(session) {
		if err != nil {
			return errors.New("encoding results failed")
		}
		w.Write(piece) // whoever has left needs no error
	}
	return nil
}

// load returns a board with what is stored now.
func (t *desk) load(ctx context.Context, s *domain.Session) (*lesson.Board, error) {
	b, err := t.lessons.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	b.LimitLog()
	if err := t.lessons.Fill(ctx, b, nil); err != nil {
		return nil, err
	}
	t.stopFloods(ctx, b)
	return b, nil
}

// stopFloods has those turned away who wrote more than anybody may. Where that
// fails, the teacher is shown what there is all the same: whoever reads the log
// next tries again.
func (t *desk) stopFloods(ctx context.Context, b *lesson.Board) {
	for _, pid := range b.Floods() {
		if err := t.Store.ChangeSeat(ctx, b.Session.ID, pid, func(seat *domain.Seat) { seat.Flooded = true }); err != nil {
			return
		}
	}
}
