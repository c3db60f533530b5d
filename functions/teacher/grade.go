package teacher

import (
	"fmt"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/grade"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// errRestricted refuses to work with what is kept and not used.
var errRestricted = domain.Problem(domain.ErrConflict, "restricted",
	"What one of these students wrote is restricted: it is kept, and not used. It can't be graded until the school lifts that.")

type gradeView struct {
	ParticipantID string   `json:"participantId"`
	QuestionID    string   `json:"questionId"`
	Revision      int      `json:"revision"`
	Points        *float64 `json:"points"` // null takes the grade back
}

func (h *handler) putGrades(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Grades []gradeView `json:"grades"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	s, err := h.session(r, who)
	if err != nil {
		return err
	}
	b, err := h.lessons.Open(r.Context(), s)
	if err != nil {
		return err
	}
	byParticipant, err := checkGrades(b.Paper, in.Grades)
	if err != nil {
		return err
	}
	var pids []string
	for pid := range byParticipant {
		pids = append(pids, pid)
	}
	boxes, err := h.Vault.BoxesOf(r.Context(), s.ID, pids)
	if err != nil {
		return err
	}
	keys := make(map[string]seal.Key, len(pids))
	for _, pid := range pids {
		if keys[pid], err = b.OpenBox(pid, boxes[pid].Session); err != nil {
			return lesson.ErrNotFound // erased, or never there
		}
	}
	if s.HasSeats {
		seats, err := h.Store.Seats(r.Context(), s.ID, time.Time{})
		if err != nil {
			return err
		}
		for _, pid := range pids {
			if seats[pid].Restricted != "" {
				return errRestricted
			}
		}
	}
	counts := domain.Opened{Participants: len(pids), Answers: len(in.Grades)}
	if err := h.enter(r.Context(), who, s, domain.ActGrades, counts); err != nil {
		return err
	}
	for pid, grades := range byParticipant {
		key := keys[pid]
		err := h.Store.ChangeGrades(r.Context(), s.ID, pid, func(sealed []byte) ([]byte, error) {
			all, err := grade.Open(key, s.ID, pid, sealed)
			if err != nil {
				return nil, err
			}
			for _, g := range grades {
				if g.Points == nil {
					delete(all, g.QuestionID)
					continue
				}
				all[g.QuestionID] = domain.Grade{Revision: g.Revision, Points: *g.Points}
			}
			return grade.Seal(key, s.ID, pid, all)
		})
		if err != nil {
			return lesson.NotThere(err)
		}
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Items []gradeView `json:"items"`
	}{in.Grades})
	return nil
}

// checkGrades groups valid grades by participant.
func checkGrades(paper *domain.Paper, grades []gradeView) (map[string][]gradeView, error) {
	if n := len(grades); n < 1 || n > domain.GradesMax {
		return nil, domain.Invalid(domain.FieldError{Pointer: "/grades", Detail: "Give 1 to 500 grades at a time."})
	}
	by := make(map[string][]gradeView)
	var wrong []domain.FieldError
	for i, g := range grades {
		fault := func(field, detail string) {
			wrong = append(wrong, domain.FieldError{Pointer: fmt.Sprintf("/grades/%d/%s", i, field), Detail: detail})
		}
		q, ok := paper.Question(g.QuestionID)
		switch {
		case !domain.IsID(g.ParticipantID):
			fault("participantId", "This isn't the id of a participant.")
		case !ok:
			fault("questionId", "The session has no such question.")
		case g.Revision < 1 || g.Revision > domain.RevisionMax:
			fault("revision", "Name the revision of the answer that is graded, 1 to 50.")
		case g.Points != nil && q.Points == 0:
			fault("points", "The question has no points to give.")
		case g.Points != nil && (*g.Points < 0 || *g.Points > q.Points):
			fault("points", "Give at least 0 points and at most those of the question.")
		}
		by[g.ParticipantID] = append(by[g.ParticipantID], g)
	}
	if len(wrong) > 0 {
		return nil, domain.Invalid(wrong[:min(len(wrong), 100)]...)
	}
	return by, nil
}
