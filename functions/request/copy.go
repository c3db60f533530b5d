package request

import (
	"context"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// copy has find carry out what was granted that needs students' keys: give the requester what
// opens copies, or store a correction. What was asked for before isn't asked again.
func (h *handler) copy(ctx context.Context, o *opened) error {
	if !o.Copies() && !o.Corrects() {
		return nil
	}
	s, err := h.findOf(ctx, o)
	if err != nil || s == nil || !s.CopiedAt.IsZero() {
		return err
	}
	sealed, err := s.grant(o)
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

// grant seals for find what was granted.
func (s *search) grant(o *opened) (sealed []byte, err error) {
	var granted domain.Granting
	if granted.Meant, err = o.meant(); err != nil {
		return nil, err
	}
	if granted.Correction, err = o.correction(); err != nil {
		return nil, err
	}
	return s.key.SealJSON(seal.FindPath(s.ID), seal.Granted, granted)
}

// copied returns domain.ErrCopyOpen or domain.ErrCorrectionOpen as long as find hasn't carried
// out what was granted, and asks for it again: a crash may have come between a decision and
// that, or the search is over under whose key it was.
func (h *handler) copied(r *http.Request, who domain.Principal, o *opened) error {
	if !o.Copies() && !o.Corrects() || o.State != domain.RequestDecided {
		return nil
	}
	ctx := r.Context()
	s, err := h.findOf(ctx, o)
	if err != nil || s != nil && !s.CopiedAt.IsZero() {
		return err
	}
	if s == nil {
		err = h.copyAnew(r, who, o)
	} else {
		err = h.copy(ctx, o)
	}
	if err != nil {
		return err
	}
	if o.Corrects() {
		return domain.ErrCorrectionOpen
	}
	return domain.ErrCopyOpen
}

// renew begins the time again in which the requester can save the copies that were granted:
// they missed it, or somebody with their link used up the codes. Asked again at once, it
// does nothing more.
func (h *handler) renew(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	if o.State != domain.RequestDone || !o.Copies() {
		return domain.ErrNoCopies
	}
	if h.Clock().Sub(o.Queue.RenewedAt) < domain.RequestMailEvery {
		err = h.copy(r.Context(), o) // should a crash have come between the two
	} else {
		err = h.copyAnew(r, who, o)
	}
	if err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// copyAnew has the copies made that were granted, under the key of a search for nobody,
// which takes the place of the last one.
func (h *handler) copyAnew(r *http.Request, who domain.Principal, o *opened) error {
	ctx := r.Context()
	s, err := h.begin(ctx, o, domain.Find{Org: o.Org, Request: o.ID, By: who.Member(), State: domain.FindDone}, domain.FindQuery{})
	if err != nil {
		return err
	}
	// It is stored with the search: nobody asks for it again once the request is done.
	if s.Granted, err = s.grant(o); err != nil {
		return err
	}
	kind := domain.RequestMailKind("")
	if o.State == domain.RequestDone {
		kind = domain.RequestMailDone
	}
	if err := h.workFound(r, who, o, kind, "", &s.Find, func(q *domain.Request, _ *domain.Find, now time.Time) ([]domain.Entry, error) {
		if q.Queue.Find != o.Queue.Find {
			return nil, domain.ErrPrecondition // somebody else did it meanwhile
		}
		return q.Renew(s.ID, who.Member(), now)
	}); err != nil {
		return err
	}
	return h.copy(ctx, o)
}

// A copyView is the copy that the requester gets.
type copyView struct {
	Ready    bool       `json:"ready"`
	Students int        `json:"students"`
	Until    *time.Time `json:"until"` // null: the request isn't done
}

func (h *handler) copyView(o *opened, s *search) (*copyView, error) {
	if !o.Copies() {
		return nil, nil
	}
	meant, err := o.meant()
	return &copyView{s != nil && !s.CopiedAt.IsZero(), len(meant), httpapi.TimeOrNull(o.CopiesUntil())}, err
}
