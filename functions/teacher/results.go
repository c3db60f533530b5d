package teacher

import (
	"context"
	"errors"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

func (h *handler) getResults(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	s, err := h.session(r, who)
	if err != nil {
		return err
	}
	session, err := h.lessons.View(ctx, s, who)
	if err != nil {
		return err
	}
	var opened domain.Opened
	return httpapi.Large(ctx, w, who.Member(), func() ([]byte, error) {
		b, err := h.load(ctx, s)
		if err == nil {
			err = httpapi.CheckMemory()
		}
		if err != nil {
			return nil, err
		}
		opened = b.Opened()
		body := make([]byte, 0, b.Size()+b.Size()/4)
		for piece, err := range b.Results(session) {
			if err != nil {
				return nil, errors.New("encoding results failed")
			}
			body = append(body, piece...)
		}
		return body, nil
	}, func() error {
		if err := h.enter(ctx, who, s, domain.ActResults, opened); err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		return nil
	})
}

// load returns a board with what is stored now.
func (h *handler) load(ctx context.Context, s *domain.Session) (*lesson.Board, error) {
	b, err := h.lessons.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	b.LimitLog()
	if err := h.lessons.Fill(ctx, b, nil); err != nil {
		return nil, err
	}
	h.stopFloods(ctx, b)
	return b, nil
}

// stopFloods has participants refused who wrote more than anyone may. If that fails, the
// teacher is shown the results all the same: the next read of the log tries again.
func (h *handler) stopFloods(ctx context.Context, b *lesson.Board) {
	for _, pid := range b.Floods() {
		if err := h.Store.ChangeSeat(ctx, b.Session.ID, pid, func(seat *domain.Seat) { seat.Flooded = true }); err != nil {
			return
		}
	}
}
