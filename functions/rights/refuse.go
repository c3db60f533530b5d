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
// Answers are refused within a second. The student and the teacher see it. Sending it again
// changes nothing.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Collection *bool `json:"collection"`
		Disclosure *bool `json:"disclosure"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	var missing []domain.FieldError
	for pointer, v := range map[string]*bool{"/collection": in.Collection, "/disclosure": in.Disclosure} {
		if v == nil {
			missing = append(missing, domain.FieldError{Pointer: pointer, Detail: "Say whether it is refused: true or false."})
		}
	}
	if len(missing) > 0 {
		return domain.Invalid(missing...)
	}
	s, err := h.shown(r)
	if err != nil {
		return err
	}
	if !s.parent {
		return errParents
	}
	now := h.Clock().UTC().Truncate(time.Microsecond) // as Firestore keeps it
	p, err := h.Store.Refuse(r.Context(), s.Session, s.Participant, domain.Refusals{Collection: *in.Collection, Disclosure: *in.Disclosure}, now)
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
