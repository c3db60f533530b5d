package request

import (
	"context"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// copy has find give the requester what opens the copies that were granted. What was asked
// for before isn't asked again.
func (h *handler) copy(ctx context.Context, o *opened) error {
	if !o.Copies() {
		return nil
	}
	s, err := h.findOf(ctx, o)
	if err != nil || s == nil || !s.CopiedAt.IsZero() {
		return err
	}
	meant, err := o.meant()
	if err != nil {
		return err
	}
	sealed, err := s.key.SealJSON(seal.FindPath(s.ID), seal.Granted, meant)
	if err != nil {
		return err
	}
	if _, err := h.Store.ChangeFind(ctx, s.ID, func(f *domain.Find) (bool, error) {
		if len(f.Granted) > 0 {
			return false, nil
		}
		f.Granted = sealed
		return true, nil
	}); err != nil {
		return err
	}
	// If the message is lost, a tick asks for it.
	_ = h.Publisher.Send(ctx, events.FindWork, events.FindJob{Find: s.ID, Copy: true}.Encode())
	return nil
}

// copied returns domain.ErrCopyOpen as long as the copies that were granted aren't ready,
// and asks for them again: a crash may have come between a decision and that.
func (h *handler) copied(ctx context.Context, o *opened) error {
	if !o.Copies() || o.State != domain.RequestDecided {
		return nil
	}
	s, err := h.findOf(ctx, o)
	if err != nil || s != nil && !s.CopiedAt.IsZero() {
		return err
	}
	if err := h.copy(ctx, o); err != nil {
		return err
	}
	return domain.ErrCopyOpen
}

// A copyView is the copy that the requester gets.
type copyView struct {
	Ready    bool `json:"ready"`
	Students int  `json:"students"`
}

func (h *handler) copyView(o *opened, s *search) (*copyView, error) {
	if !o.Copies() {
		return nil, nil
	}
	meant, err := o.meant()
	return &copyView{s != nil && !s.CopiedAt.IsZero(), len(meant)}, err
}
