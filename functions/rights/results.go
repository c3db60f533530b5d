package rights

import (
	"context"
	"math"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// results are what a student's answers earned, as their teacher sees it.
type results struct {
	Score     float64        `json:"score"`
	MaxScore  float64        `json:"maxScore"` // of all questions that were shown
	Questions []resultedView `json:"questions"`
}

// A resultedView is what one answer earned. Correct and Points are null for what earns
// nothing, a poll say, and for what waits to be graded by hand.
type resultedView struct {
	ID        string   `json:"id"`
	Correct   *bool    `json:"correct"`
	Points    *float64 `json:"points"`
	MaxPoints float64  `json:"maxPoints"`
}

// results scores what counts of a student's answers, as far as the session's feedback
// allows: with immediate feedback what is answered, after the close everything that was
// shown, and without feedback nothing, ever. Grades that a teacher gave are among
// everything held all the same.
func (h *handler) results(ctx context.Context, s *subject, paper *domain.Paper, winners map[string]domain.Winner, grades map[string]domain.Grade) (*results, error) {
	// For a moment after the close answers still count: a score would help them.
	wait, closed := s.session.SettlesIn(h.Clock())
	closed = closed && wait == 0
	switch s.session.Feedback {
	case domain.FeedbackImmediate:
	case domain.FeedbackAfterClose:
		if !closed {
			return nil, nil
		}
	default:
		return nil, nil
	}
	key, err := h.Store.AnswerKey(ctx, s.Session)
	if err != nil {
		return nil, err
	}
	path := seal.ParticipantPath(s.Session, s.Participant)
	r := &results{Questions: []resultedView{}}
	for i := range paper.Questions {
		q := &paper.Questions[i]
		if !s.session.Shows(q.ID) {
			continue
		}
		r.MaxScore += q.Points
		v := resultedView{ID: q.ID, MaxPoints: q.Points}
		w, answered := winners[q.ID]
		if answered {
			response, err := s.Key.Open(path, seal.Answer(w.Question, w.Revision), w.Sealed)
			if err != nil {
				continue // teachers don't see it either
			}
			if score, _ := key.Judge(q, response, w.Revision, grades[q.ID], norm.NFKC.String); score.Scored {
				v.Correct, v.Points = &score.Correct, &score.Points
				r.Score += score.Points
			}
		} else if !closed {
			continue
		}
		r.Questions = append(r.Questions, v)
	}
	r.Score = math.Round(r.Score*100) / 100
	return r, nil
}
