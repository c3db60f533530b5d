package rights

import (
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

var (
	errParents = domain.Problem(domain.ErrForbidden, "parents-only",
		"Only a parent can refuse this, with the code that the teacher gives out. Ask the teacher for one.")
	errLifts = domain.Problem(domain.ErrConflict, "too-many-lifts",
		"This was refused and lifted as often as a session allows. What is refused stays refused. Ask the school.")
)

// refuse notes what a parent refuses, or no longer does: that more is collected of the
// student in this session, and that anything is given away which the service doesn't need.
// What isn't named stays: another of a parent's devices may have refused it. Answers are
// refused within a second. The student and the teacher see it. Sending it again
// changes nothing.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Collection *bool `json:"collection"`
		Disclosure *bool `json:"disclosure"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	if in.Collection == nil && in.Disclosure == nil {
		return domain.Invalid(domain.FieldError{Pointer: "/collection", Detail: "Say what is refused, or no longer: collection, disclosure or both."})
	}
	s, err := h.shown(r)
	if err != nil {
		return err
	}
	if !s.parent {
		return errParents
	}
	now := h.Clock().UTC().Truncate(time.Microsecond) // as Firestore keeps it
	p, err := h.Store.Refuse(r.Context(), s.Session, s.Participant, func(stand domain.Refusals) domain.Refusals {
		if in.Collection != nil {
			stand.Collection = *in.Collection
		}
		if in.Disclosure != nil {
			stand.Disclosure = *in.Disclosure
		}
		return stand
	}, now)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return errErased
	case errors.Is(err, domain.ErrConflict):
		return errLifts
	case err != nil:
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, p.Parent.UTC())
	return nil
}
