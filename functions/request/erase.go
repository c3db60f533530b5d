package request

import (
	"context"
	"errors"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// An erasureView is how far somebody's erasure is whom a decision is about.
type erasureView struct {
	Session     string  `json:"session"`
	Participant string  `json:"participant"`
	State       string  `json:"state"` // asked, erasing, held or erased
	Receipt     *string `json:"receipt"`
}

// meant returns whom a decision is about.
func (o *opened) meant() (meant []domain.Meant, err error) {
	if len(o.Queue.Scope) > 0 {
		err = o.key.OpenJSON(seal.RequestPath(o.ID), seal.Scope, o.Queue.Scope, &meant)
	}
	return meant, err
}

// erase asks for the erasures that were granted, as anybody entitled to does: each is
// noted, which hides the student at once, and retention carries it out. What was asked for
// before isn't asked again. This function destroys nothing.
func (h *handler) erase(ctx context.Context, o *opened) error {
	if !o.Erases() {
		return nil
	}
	meant, err := o.meant()
	if err != nil {
		return err
	}
	for _, m := range meant {
		subject := m.Subject(o.Org)
		if whole, err := h.withSession(ctx, subject); err != nil {
			return err
		} else if whole {
			continue
		}
		out, err := h.Lifecycle.Ask(ctx, subject, o.ErasureGround())
		if err != nil {
			return err
		}
		if out.More {
			// If the message is lost, the next tick finds the erasure.
			_ = h.Publisher.Send(ctx, events.RetentionWork, events.FormalErasure(subject))
		}
	}
	return nil
}

// withSession reports whether a student's session is erased as a whole, them included.
func (h *handler) withSession(ctx context.Context, s domain.Subject) (bool, error) {
	session, err := h.Store.Session(ctx, s.Session)
	if errors.Is(err, domain.ErrNotFound) {
		return true, nil
	}
	return err == nil && session.State == domain.Erased, err
}

// erasures returns how far the erasures are that were granted.
func (h *handler) erasures(ctx context.Context, o *opened) ([]erasureView, error) {
	views := []erasureView{}
	if !o.Erases() {
		return views, nil
	}
	meant, err := o.meant()
	if err != nil {
		return nil, err
	}
	for _, m := range meant {
		subject := m.Subject(o.Org)
		out, err := h.Lifecycle.Asked(ctx, subject)
		if err == nil && out == (lifecycle.Outcome{}) {
			out, err = h.asked(ctx, subject)
		}
		if err != nil {
			return nil, err
		}
		v := erasureView{m.Session, m.Participant, out.State(), nil}
		if out.Receipt != nil {
			v.Receipt = &out.Receipt.ID
		} else if out == (lifecycle.Outcome{}) {
			v.State = "asked"
		}
		views = append(views, v)
	}
	return views, nil
}

// asked returns what happened to a student about whom no erasure is noted: they may have
// gone with their session, whose receipt it is then.
func (h *handler) asked(ctx context.Context, s domain.Subject) (lifecycle.Outcome, error) {
	whole, err := h.withSession(ctx, s)
	if err != nil || !whole {
		return lifecycle.Outcome{}, err
	}
	return h.Lifecycle.Asked(ctx, domain.Subject{Kind: domain.SubjectSession, Org: s.Org, Session: s.Session})
}

// receipts returns the receipts of what was erased, and asks again for what nobody asked
// for: a crash may have come between a decision and that. The error is
// domain.ErrErasureOpen if something isn't erased yet.
func (h *handler) receipts(ctx context.Context, o *opened) ([]string, error) {
	if err := h.erase(ctx, o); err != nil {
		return nil, err
	}
	views, err := h.erasures(ctx, o)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, v := range views {
		if v.Receipt == nil {
			return nil, domain.ErrErasureOpen
		}
		ids = append(ids, *v.Receipt)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}
