package live

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// events builds server-sent events (WHATWG HTML, 9.2).
type events struct {
	bytes   []byte
	err     error
	counted map[int]bool // questions whose counts changed
}

func (e *events) send(name string, data any) {
	b, err := json.Marshal(data)
	if err != nil {
		e.err = errors.Join(e.err, fmt.Errorf("encoding a %s event failed", name))
		return
	}
	e.bytes = fmt.Appendf(e.bytes, "event: %s\ndata: %s\n\n", name, b)
}

func (e *events) erased(pid string, byParent bool) {
	e.send("participantErased", struct {
		ID       string `json:"id"`
		ByParent bool   `json:"byParent,omitempty"`
	}{pid, byParent})
}

func (e *events) joined(p *lesson.ParticipantView) {
	e.send("participantJoined", struct {
		Participant *lesson.ParticipantView `json:"participant"`
	}{p})
}

func (e *events) session(s *lesson.Session, maxScore float64) {
	e.send("session", struct {
		Session  *lesson.Session `json:"session"`
		MaxScore float64         `json:"maxScore"` // every participant's
	}{s, maxScore})
}

// count notes that the counts of questions changed.
func (e *events) count(questions ...int) {
	if e.counted == nil {
		e.counted = make(map[int]bool)
	}
	for _, q := range questions {
		e.counted[q] = true
	}
}

type answersEvent struct {
	Items     []answerItem            `json:"items"`
	Questions []domain.QuestionCounts `json:"questions"`
}

type answerItem struct {
	ParticipantID string             `json:"participantId"`
	QuestionID    string             `json:"questionId"`
	Answer        *lesson.AnswerView `json:"answer"`
	Score         float64            `json:"score"` // the participant's, with this answer
}

// answers adds the answers that are new or newly graded, each as it is now, and
// all counts that changed.
func (e *events) answers(l *lesson.Board, changes []lesson.Change) {
	a := answersEvent{Items: make([]answerItem, 0, len(changes))}
	seen := make(map[lesson.Change]bool, len(changes))
	for _, c := range changes {
		if seen[c] {
			continue
		}
		seen[c] = true
		e.count(c.Question)
		if v := c.Participant.Answer(c.Question); v != nil && l.Holds(c.Participant) {
			a.Items = append(a.Items, answerItem{c.Participant.ID, l.Paper.Questions[c.Question].ID, v, c.Participant.Score()})
		}
	}
	if len(e.counted) == 0 {
		return
	}
	a.Questions = l.Counts(func(q int) bool { return e.counted[q] })
	e.send("answers", a)
}

// A countsEvent is all that a counts view shows.
type countsEvent struct {
	Session      *lesson.Session        `json:"session"`
	Participants int                    `json:"participants"`
	Answered     map[string]int         `json:"answered"` // by question
	Shown        *domain.QuestionCounts `json:"shown"`    // null: results are hidden
}
