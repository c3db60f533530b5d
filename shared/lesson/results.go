package lesson

import (
	"encoding/json"
	"iter"
	"math"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// A ParticipantView is a participant as teachers see them.
type ParticipantView struct {
	ID       string    `json:"id"`
	Alias    *string   `json:"alias"` // null: can't be opened any more
	JoinedAt time.Time `json:"joinedAt"`
	// RenamedAt is when the student, or a parent for them, last corrected their alias. What
	// it was before, nobody is told.
	RenamedAt *time.Time `json:"renamedAt,omitempty"`
	// Parent is what a parent did with a code.
	Parent domain.ParentActs `json:"parent,omitzero"`
	// Restricted says that what they left is kept and not used: nothing of it is shown.
	Restricted bool `json:"restricted,omitempty"`
	// Correction is what is to be read beside their work, as the school decided.
	Correction *CorrectionView `json:"correction,omitempty"`

	Score    float64                `json:"score"`
	MaxScore float64                `json:"maxScore"`
	Answers  map[string]*AnswerView `json:"answers"`
}

// A CorrectionView is what the school decided is to be read instead of something in a
// participant's work.
type CorrectionView struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// An AnswerView is an answer as teachers see it.
type AnswerView struct {
	Response   json.RawMessage `json:"response"`
	Revision   int             `json:"revision"`
	ReceivedAt time.Time       `json:"receivedAt"`
	Correct    *bool           `json:"correct"`
	Points     *float64        `json:"points"`
	Graded     bool            `json:"graded,omitempty"` // by hand
}

// Score returns a participant's points.
func (p *Participant) Score() float64 { return math.Round(p.total*100) / 100 }

// Answer returns a participant's answer to a question by its place, nil if there is
// none.
func (p *Participant) Answer(question int) *AnswerView {
	if p.answers == nil || p.answers[question].response == "" {
		return nil
	}
	a := p.answers[question]
	v := &AnswerView{
		Response: json.RawMessage(a.response), Revision: int(a.revision), ReceivedAt: time.UnixMicro(a.at).UTC(), Graded: a.graded,
	}
	if a.score.Scored {
		v.Correct, v.Points = &a.score.Correct, &a.score.Points
	}
	return v
}

// Participant returns a participant as teachers see them.
func (b *Board) Participant(p *Participant) *ParticipantView {
	v := &ParticipantView{
		ID: p.ID, Alias: p.alias, JoinedAt: p.JoinedAt, RenamedAt: httpapi.TimeOrNull(p.RenamedAt), Parent: p.Parent,
		Score: p.Score(), MaxScore: b.MaxScore(), Answers: make(map[string]*AnswerView), Restricted: p.Restricted,
	}
	if p.correction != "" {
		v.Correction = &CorrectionView{p.correction, p.CorrectedAt}
	}
	for i := range p.answers {
		if a := p.Answer(i); a != nil {
			v.Answers[b.Paper.Questions[i].ID] = a
		}
	}
	return v
}

// Opened counts what the board shows of participants.
func (b *Board) Opened() domain.Opened {
	n := domain.Opened{Participants: b.Present()}
	for _, p := range b.people {
		for i := range p.answers {
			if p.answers[i].response != "" {
				n.Answers++
			}
		}
	}
	return n
}

// Counts returns the counts of some questions, in the paper's order.
func (b *Board) Counts(some func(question int) bool) []domain.QuestionCounts {
	counts := make([]domain.QuestionCounts, 0, len(b.tallies))
	for i, t := range b.tallies {
		if some(i) {
			counts = append(counts, t.Counts())
		}
	}
	return counts
}

// Place returns where a question stands in the paper.
func (b *Board) Place(question string) (place int, ok bool) {
	place, ok = b.place[question]
	return place, ok
}

// Present returns how many participants are on the board, but for those who are restricted.
func (b *Board) Present() int {
	n := 0
	for _, p := range b.people {
		if !p.Restricted {
			n++
		}
	}
	return n
}

// Left returns how many were in the session and left: what they wrote was erased, or is to be.
func (b *Board) Left() int { return len(b.erased) }

// LeftByParent returns how many of those who left did so at a parent's word.
func (b *Board) LeftByParent() int { return len(b.byParent) }

// Answered returns how many answered each question that has been answered.
func (b *Board) Answered() map[string]int {
	answered := make(map[string]int)
	for i, t := range b.tallies {
		if n := t.Answered(); n > 0 {
			answered[b.Paper.Questions[i].ID] = n
		}
	}
	return answered
}

// All is for Counts.
func All(int) bool { return true }

// pieceSize is about how large a piece of Results is.
const pieceSize = 16 << 10

// Results returns everything on the board as JSON, in pieces: however large the session
// is, it takes no memory. A piece is valid until the next. Between two of them the board
// may change: each participant is shown as of their piece, unless they have left, and the
// counts as of the end.
func (b *Board) Results(session *Session) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		piece := make([]byte, 0, pieceSize+pieceSize/4)
		add := func(v any) error {
			encoded, err := json.Marshal(v)
			piece = append(piece, encoded...)
			return err
		}
		people := b.Sorted()
		piece = append(piece, `{"session":`...)
		err := add(session)
		piece = append(piece, `,"participants":[`...)
		first := true
		for _, p := range people {
			if !b.Holds(p) {
				continue
			}
			if !first {
				piece = append(piece, ',')
			}
			first = false
			if err == nil {
				err = add(b.Participant(p))
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if len(piece) >= pieceSize {
				if !yield(piece, nil) {
					return
				}
				piece = piece[:0]
			}
		}
		piece = append(piece, `],"left":`...)
		if err == nil {
			err = add(b.Left())
		}
		piece = append(piece, `,"leftByParent":`...)
		if err == nil {
			err = add(b.LeftByParent())
		}
		piece = append(piece, `,"questions":`...)
		if err == nil {
			err = add(b.Counts(All))
		}
		piece = append(piece, '}')
		yield(piece, err)
	}
}
