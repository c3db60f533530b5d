package rights

import (
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

var errRenames = domain.Problem(domain.ErrConflict, "too-many-names",
	"You have corrected your name as often as a session allows. Ask your teacher if it is still wrong.")

// rename corrects a student's alias, by the rules of a join. Teachers see that it was
// corrected, and whether a parent did it. What it was before is gone: it is sealed under the same key, and kept nowhere.
func (h *handler) rename(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Alias string `json:"alias"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	alias, wrong := domain.ParseAlias(in.Alias)
	if wrong != nil {
		return domain.Invalid(*wrong)
	}
	s, err := h.shown(r)
	if err != nil {
		return err
	}
	if alias != s.alias {
		path := seal.ParticipantPath(s.Session, s.Participant)
		by := func(stored []byte) bool { // the same request, sent twice
			name, err := s.Key.Open(path, seal.Alias, stored)
			return err == nil && string(name) == alias
		}
		now := h.Clock().UTC().Truncate(time.Microsecond) // as Firestore keeps it
		s.participant, err = h.Store.Rename(r.Context(), s.Session, s.Participant, s.Key.Seal(path, seal.Alias, []byte(alias)), by, s.parent, now)
		switch {
		case errors.Is(err, domain.ErrNotFound):
			return errErased
		case errors.Is(err, domain.ErrConflict):
			return errRenames
		case err != nil:
			return err
		}
		s.alias = alias
	}
	v := s.view()
	if v.Consent, err = h.consent(r.Context(), s); err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, v)
	return nil
}
