package join

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

var (
	errToken = domain.Problem(domain.ErrUnauthenticated, "invalid-token",
		"The token isn't valid for this session or has expired. Join the session again.")
	errTooSoon = domain.Problem(domain.ErrConflict, "not-closed",
		"The solutions are available once the session is closed. Try again then.")
	errNoSolutions = domain.Problem(domain.ErrConflict, "no-solutions",
		"Your teacher isn't sharing the solutions of this session.")
)

type solution struct {
	QuestionID  string          `json:"questionId"`
	Solution    json.RawMessage `json:"solution"`
	Accepted    []any           `json:"accepted,omitempty"` // see domain.KeyEntry.Accepted
	Points      float64         `json:"points"`
	Explanation string          `json:"explanation,omitempty"`
}

// getSolutions returns the answer key to a session's participants after the close,
// if the teacher chose so.
func (j *joins) getSolutions(w http.ResponseWriter, r *http.Request) {
	items, err := j.solutions(r)
	if err != nil {
		httpapi.WriteError(w, r, err)
		return
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Items []solution `json:"items"`
	}{items})
}

func (j *joins) solutions(r *http.Request) ([]solution, error) {
	token, ok := httpapi.Bearer(r)
	if !ok {
		return nil, domain.ErrUnauthenticated
	}
	now := j.clock()
	t, err := j.tickets.Open(token, now)
	if err != nil || t.Session != r.PathValue("sid") {
		return nil, errToken
	}
	s, err := j.session(r)
	for waited := false; ; waited = true {
		if err != nil {
			return nil, err
		}
		var erased bool
		if erased, err = j.erased(r.Context(), s, t.Participant); err != nil {
			return nil, err
		}
		if erased {
			return nil, errToken
		}
		if s.Feedback != domain.FeedbackAfterClose {
			return nil, errNoSolutions
		}
		wait, closed := s.SettlesIn(j.clock())
		if closed && wait == 0 {
			break
		}
		if !closed || waited {
			return nil, errTooSoon
		}
		// For a moment after the close answers still count: those under way,
		// and those accepted by an instance that hasn't seen the close yet.
		// Requests for the solutions wait until then.
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
			return nil, fmt.Errorf("waiting for a session's last answers: %w", domain.ErrUnavailable)
		}
		s, err = shown(r, j.sessions.Reload)
	}
	paper, err := j.papers.Get(r.Context(), s.ID)
	if err != nil {
		return nil, err
	}
	key, err := j.store.AnswerKey(r.Context(), s.ID)
	if err != nil {
		return nil, err
	}
	items := make([]solution, 0, len(paper.Questions))
	for _, q := range paper.Questions {
		k, ok := key.Question(q.ID)
		if !ok || !s.Shows(q.ID) {
			continue
		}
		items = append(items, solution{q.ID, k.Solution(), k.Accepted(), q.Points, k.Explanation})
	}
	return items, nil
}
