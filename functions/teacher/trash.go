package teacher

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// deleteSession hides a session's data at once. It can be restored until the time
// in the response, which counts from the first deletion.
func (h *handler) deleteSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	now := h.Clock().UTC()
	s, err := h.change(r, who, mayDelete, func(s *domain.Session) error {
		if s.State == domain.Deleted {
			return nil // a retry
		}
		s.Take(domain.Step{To: domain.Deleted}, now)
		return nil
	})
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		State           domain.State `json:"state"`
		RestorableUntil time.Time    `json:"restorableUntil"`
	}{s.State, s.RestorableUntil(org.Policy)})
	return nil
}

// mayDelete admits the owner, also of a session that is already deleted.
func mayDelete(who domain.Principal, s *domain.Session) error {
	if !who.Sees(s) || s.Hidden() && s.State != domain.Deleted {
		return lesson.ErrNotFound
	}
	if !who.Owns(s) {
		return errNotOwner
	}
	return nil
}

// restoreSession undoes a deletion. The session comes back closed.
func (h *handler) restoreSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	now := h.Clock().UTC()
	s, err := h.change(r, who, mayRestore, func(s *domain.Session) error {
		if s.State == domain.Closed && !s.FirstDeletedAt.IsZero() {
			return nil // a retry
		}
		if s.State != domain.Deleted {
			return wrongState("The session isn't deleted, so there is nothing to restore.")
		}
		if !now.Before(s.RestorableUntil(org.Policy)) {
			return errTooLate
		}
		s.State, s.DeletedAt = domain.Closed, time.Time{}
		s.Version++
		return nil
	})
	if err != nil {
		return err
	}
	return h.writeSession(w, r, who, http.StatusOK, s)
}

var errTooLate = domain.Problem(domain.ErrGone, "restore-window-over",
	"The time to restore this session has passed. Its data is gone for good.")

// mayRestore admits the owner, and refuses what is being erased or has been.
func mayRestore(who domain.Principal, s *domain.Session) error {
	if s.Org == who.Org && s.State == domain.Erased {
		// The tombstone names no owner and tells nothing new to a caller who
		// knows the id.
		return errTooLate
	}
	if !who.Sees(s) {
		return lesson.ErrNotFound
	}
	if !who.Owns(s) {
		return errNotOwner
	}
	if s.State == domain.Erasing {
		return errTooLate
	}
	return nil
}
