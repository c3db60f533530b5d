package teacher

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// deleteSession hides a session's data at once. Until the day that it answers
// with it can be restored; the day is counted from the first deletion.
func (t *desk) deleteSession(w http.ResponseWriter, r *http.Request, who caller) error {
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
func mayDelete(who caller, s *domain.Session) error {
	if !who.sees(s) || hidden(s) && s.State != domain.Deleted {
		return errNotFound
	}
	if !who.owns(s) {
		return errNotOwner
	}
	return nil
}

// restoreSession undoes a deletion. The session comes back closed.
func (t *desk) restoreSession(w http.ResponseWriter, r *http.Request, who caller) error {
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
func mayRestore(who caller, s *domain.Session) error {
	if s.Org == who.Org && s.State == domain.Erased {
		// The tombstone names no owner, and says nothing that the caller,
		// who knows its id, doesn't know.
		return errTooLate
	}
	if !who.sees(s) {
		return errNotFound
	}
	if !who.owns(s) {
		return errNotOwner
	}
	if s.State == domain.Erasing {
		return errTooLate
	}
	return nil
}

// eraseParticipant erases one student for good, without a restore window:
// nothing of theirs opens any more when it answers, unless a legal hold stops it,
// and then it is hidden.
func (t *desk) eraseParticipant(w http.ResponseWriter, r *http.Request, who caller) error {
	s, err := t.session(r, who)
	if err != nil {
		return err
	}
	pid := r.PathValue("pid")
	if !domain.IsID(pid) {
		return errNotFound
	}
	if err := t.joined(r.Context(), s.ID, pid); err != nil {
		return err
	}
	out, err := t.Lifecycle.Request(r.Context(), domain.Subject{
		Kind: domain.SubjectParticipant, Org: s.Org, Session: s.ID, ID: pid,
	}, domain.GroundSchool)
	if err != nil {
		return err
	}
	writeErasure(w, out.Receipt, out.Hold != nil)
	return nil
}
