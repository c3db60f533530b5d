package request

import (
	"context"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// correction returns what is to be read beside the work of those who are meant; empty:
// nothing.
func (o *opened) correction() (string, error) {
	if len(o.Queue.Correction) == 0 {
		return "", nil
	}
	text, err := o.key.Open(seal.RequestPath(o.ID), seal.Correction, o.Queue.Correction)
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
	return nil
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
// requester, the second, days later, does it. Each can be asked for again.
func (h *handler) lift(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	before := o.Queue.LiftableAt
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
		if err := h.seats(r.Context(), o, func(seat *domain.Seat) { seat.Lift(o.ID) }); err != nil {
			return err // the same again does what is left
		}
	}
	return h.show(w, r, who, o)
}

// A restrictionView is the restriction that a decision led to.
type restrictionView struct {
	Students   int        `json:"students"`
	LiftableAt *time.Time `json:"liftableAt"` // null: the requester wasn't told that it is to be lifted
	LiftedAt   *time.Time `json:"liftedAt"`   // null: it wasn't
}

func (o *opened) restrictionView() (*restrictionView, error) {
	if !o.Restricts() {
		return nil, nil
	}
	meant, err := o.meant()
	return &restrictionView{len(meant), httpapi.TimeOrNull(o.Queue.LiftableAt), httpapi.TimeOrNull(o.Queue.LiftedAt)}, err
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
