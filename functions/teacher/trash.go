package teacher

import (
	"context"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// deleteSession hides a session's data at once. It can be restored until the time
// in the response, which counts from the first deletion. One with a student in it who is
// restricted stays.
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
		if err := h.mayTrash(r.Context(), s); err != nil {
			return err
		}
		s.Take(domain.Step{To: domain.Deleted}, now)
		return nil
	})
	if err != nil {
		return err
	}
	writeDeleted(w, s.RestorableUntil(&org))
	return nil
}

var errKept = domain.Problem(domain.ErrConflict, "restricted",
	"What a student wrote in this session is restricted: it is kept for whoever asked for that (GDPR art. 18). Have the restriction lifted first, by those who answer requests about data in your school. Unless it is, the session is erased when its time is over.")

// mayTrash refuses to delete what is kept since somebody asked for that.
func (h *handler) mayTrash(ctx context.Context, s *domain.Session) error {
	if !s.HasSeats {
		return nil
	}
	seats, err := h.Store.Seats(ctx, s.ID, time.Time{})
	if err != nil {
		return err
	}
	for _, seat := range seats {
		if seat.Kept() {
			return errKept
		}
	}
	return nil
}

func writeDeleted(w http.ResponseWriter, until time.Time) {
	httpapi.WriteJSON(w, http.StatusOK, struct {
		State           domain.State `json:"state"`
		RestorableUntil time.Time    `json:"restorableUntil"`
	}{domain.Deleted, until.UTC()})
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
		if !now.Before(s.RestorableUntil(&org)) {
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

var (
	errTooLate = domain.Problem(domain.ErrGone, "restore-window-over",
		"The time to restore this session has passed. Its data is gone for good.")
	errSetTooLate = domain.Problem(domain.ErrGone, "restore-window-over",
		"The time to restore this question set has passed. It is gone for good.")
)

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

// deleteQuestionSet puts a set into the trash. It can be restored until the time in the
// response.
func (h *handler) deleteQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	now := h.storedNow()
	q, err := h.changeQuestionSet(r, who, func(q *store.QuestionSet) error {
		if q.Erasing {
			return lesson.ErrNotFound
		}
		q.Delete(now)
		return nil
	})
	if err != nil {
		return err
	}
	writeDeleted(w, org.RestorableUntil(q.DeletedAt))
	return nil
}

// restoreQuestionSet takes a set out of the trash. One that isn't in it stays as it is, so
// that a retry does no harm.
func (h *handler) restoreQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	now := h.Clock().UTC()
	q, err := h.changeQuestionSet(r, who, func(q *store.QuestionSet) error {
		if q.Erasing || q.Hidden() && !now.Before(org.RestorableUntil(q.DeletedAt)) {
			return errSetTooLate
		}
		q.Restore()
		return nil
	})
	if err != nil {
		return err
	}
	return h.writeQuestionSet(w, r, who, http.StatusOK, q)
}
