package request

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// correction returns what is to be read beside the work of those who are meant; empty:
// nothing.
func (o *opened) correction() (string, error) { return o.correctionOf(&o.Request) }

// correctionOf is correction of the request as it is stored in q.
func (o *opened) correctionOf(q *domain.Request) (string, error) {
	if len(q.Queue.Correction) == 0 {
		return "", nil
	}
	text, err := o.key.Open(seal.RequestPath(o.ID), seal.Correction, q.Queue.Correction)
	return string(text), err
}

// restrict notes of those who are meant that what they left is kept and not used, as was
// granted, unless that was lifted since. It can be done again, and says nothing of who is
// erased.
func (h *handler) restrict(ctx context.Context, o *opened) error {
	if !o.Restricts() || !o.Queue.LiftedAt.IsZero() {
		return nil
	}
	room := true
	if err := h.seats(ctx, o, func(seat *domain.Seat) { room = seat.Restrict(o.ID) && room }); err != nil {
		return err
	}
	if !room {
		return errRestrictions
	}
	// It may have been lifted while that was noted.
	now, err := h.Store.Request(ctx, o.ID)
	if err != nil || now.Queue.LiftedAt.IsZero() {
		return err
	}
	return h.unseat(ctx, o)
}

// unseat lifts what restrict noted.
func (h *handler) unseat(ctx context.Context, o *opened) error {
	return h.seats(ctx, o, func(seat *domain.Seat) { seat.Lift(o.ID) })
}

var errRestrictions = domain.Problem(domain.ErrConflict, "conflict",
	"Somebody who is meant is restricted by as many requests as possible. Lift one of those, then repeat this.")

// seats changes the seats of those who are meant.
func (h *handler) seats(ctx context.Context, o *opened, change func(*domain.Seat)) error {
	meant, err := o.meant()
	if err != nil {
		return err
	}
	for _, m := range meant {
		if err := h.Store.ChangeSeat(ctx, m.Session, m.Participant, change); err != nil {
			return err
		}
	}
	return nil
}

// lift lifts the restriction that a request led to, in two steps: the first tells the
// requester, the second, days later, does it, and is recorded then. Each can be asked for
// again.
func (h *handler) lift(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	before, now := o.Queue.LiftableAt, h.Clock().UTC()
	if o.LiftDue(now) {
		if !httpapi.IfMatch(r)(o.Queue.Revision) {
			return domain.ErrPrecondition
		}
		if err := h.unseat(r.Context(), o); err != nil {
			return err
		}
	}
	kind := domain.RequestMailKind("")
	if before.IsZero() {
		kind = domain.RequestMailLifting
	}
	if err := h.work(r, who, o, kind, func(q *domain.Request, now time.Time) ([]domain.Entry, error) {
		if !q.Queue.LiftableAt.Equal(before) {
			return nil, domain.ErrPrecondition // somebody else told them meanwhile
		}
		return q.Lift(who.Member(), now)
	}); err != nil {
		return err
	}
	if !o.Queue.LiftedAt.IsZero() {
		// A decision that was repeated meanwhile may have noted it again.
		if err := h.unseat(r.Context(), o); err != nil {
			return err
		}
	}
	return h.show(w, r, who, o)
}

// A restrictionView is the restriction that a decision led to.
type restrictionView struct {
	Students   int        `json:"students"`
	Stands     bool       `json:"stands"`     // for all of them who are still there
	LiftableAt *time.Time `json:"liftableAt"` // null: the requester wasn't told that it is to be lifted
	LiftedAt   *time.Time `json:"liftedAt"`   // null: it wasn't
}

func (h *handler) restrictionView(ctx context.Context, o *opened) (*restrictionView, error) {
	if !o.Restricts() {
		return nil, nil
	}
	meant, err := o.meant()
	if err != nil {
		return nil, err
	}
	v := &restrictionView{len(meant), o.Queue.LiftedAt.IsZero(), httpapi.TimeOrNull(o.Queue.LiftableAt), httpapi.TimeOrNull(o.Queue.LiftedAt)}
	for _, m := range meant {
		if !v.Stands {
			break
		}
		if v.Stands, err = h.stands(ctx, o, m); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// stands reports whether somebody is restricted by a request, or gone.
func (h *handler) stands(ctx context.Context, o *opened, m domain.Meant) (bool, error) {
	seat, err := h.Store.Seat(ctx, m.Session, m.Participant)
	if err != nil || seat.Erased || seat.RestrictedBy(o.ID) {
		return true, err
	}
	s, err := h.Store.Session(ctx, m.Session)
	if errors.Is(err, domain.ErrNotFound) {
		return true, nil
	}
	return err == nil && s.State == domain.Erased, err
}

// A correctionView is the correction that a decision led to.
type correctionView struct {
	Text     string `json:"text"`
	Students int    `json:"students"`
	Shown    bool   `json:"shown"` // beside their work
}

func (o *opened) correctionView(s *search) (*correctionView, error) {
	if !o.Corrects() {
		return nil, nil
	}
	text, err := o.correction()
	if err != nil {
		return nil, err
	}
	meant, err := o.meant()
	return &correctionView{text, len(meant), o.State == domain.RequestDone || s != nil && !s.CopiedAt.IsZero()}, err
}
