package teacher

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// deleteSession hides a session's data at once. Until the day that it answers
// with it can be restored; the day is counted from the first deletion.
func (t *desk) deleteSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := t.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	now := t.Clock().UTC()
	s, err := t.change(r, who, mayDelete, func(s *domain.Session) error {
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

// mayDelete lets in the owner, of a deleted session too.
func mayDelete(who domain.Principal, s *domain.Session) error {
	if !who.Sees(s) || s.Hidden() && s.State != domain.Deleted {
		return errNotFound
	}
	if !who.Owns(s) {
		return errNotOwner
	}
	return nil
}

// restoreSession undoes a deletion. The session comes back closed.
func (t *desk) restoreSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := t.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	now := t.Clock().UTC()
	s, err := t.change(r, who, mayRestore, func(s *domain.Session) error {
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
	return t.writeSession(w, r, who, http.StatusOK, s)
}

var errTooLate = domain.Problem(domain.ErrGone, "restore-window-over",
	"The time in which this session could be restored is over. What it held is gone for good.")

// mayRestore lets in the owner. Of what is being erased, or has been, the answer
// is that it is too late.
func mayRestore(who domain.Principal, s *domain.Session) error {
	if s.Org == who.Org && s.State == domain.Erased {
		// The tombstone names no owner, and says nothing that the caller,
		// who knows its id, doesn't know.
		return errTooLate
	}
	if !who.Sees(s) {
		return errNotFound
	}
	if !who.Owns(s) {
		return errNotOwner
	}
	if s.State == domain.Erasing {
		return errTooLate
	}
	return nil
}
