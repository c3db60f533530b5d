package rights

import (
	"errors"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
)

// erase starts a student's erasure, at their own request or a parent's. By the time it responds they
// are hidden, and no ticket is issued to them any more; what they send with one that they
// have is refused within a second. Retention destroys the data, unless a legal hold stops
// it. Repeating the request is harmless.
func (h *handler) erase(w http.ResponseWriter, r *http.Request) error {
	s, err := h.subject(r)
	gone := errors.Is(err, errErased)
	if gone && (s.session == nil || s.session.State == domain.Erased) {
		// Erased together with the whole session, whose receipt is the school's.
		httpapi.WriteErasure(w, "erased", nil)
		return nil
	}
	if err != nil && !gone {
		return err
	}
	who := s.who()
	var out lifecycle.Outcome
	if gone {
		// Nothing is left against which the token's key could be checked, so nothing is
		// begun because of it.
		out, err = h.Lifecycle.Asked(r.Context(), who)
	} else {
		ground := domain.GroundSubject
		if s.parent {
			ground = domain.GroundParent
		}
		out, err = h.Lifecycle.Ask(r.Context(), who, ground)
	}
	if err != nil {
		return err
	}
	if out.More {
		// If the message is lost, the next tick finds the request.
		_ = h.Publisher.Send(r.Context(), events.RetentionWork, events.FormalErasure(who))
	}
	httpapi.WriteErasure(w, out.State(), out.Receipt)
	return nil
}

// who names the student for what erases.
func (s *subject) who() domain.Subject {
	return domain.Subject{Kind: domain.SubjectParticipant, Org: s.session.Org, Session: s.Session, ID: s.Participant}
}
