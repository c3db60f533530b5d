package lesson

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/sheet"
)

// An Export is a session's results as they leave as a file, in full as JSON.
type Export struct {
	ExportedAt   time.Time          `json:"exportedAt"`
	Session      *Session           `json:"session"`
	Questions    []domain.Question  `json:"questions"`
	Participants []*ParticipantView `json:"participants"`
}

// Export returns everything on the board as a file has it.
func (b *Board) Export(session *Session, now time.Time) *Export {
	e := &Export{ExportedAt: now, Session: session, Questions: domain.Join(b.Paper, b.Key), Participants: make([]*ParticipantView, 0)}
	for _, p := range b.Sorted() {
		e.Participants = append(e.Participants, b.Participant(p))
	}
	return e
}

// Sheet returns the table of an export: one row for each student, with the response and its
// points for each question.
func (b *Board) Sheet(participants []*ParticipantView) *sheet.Sheet {
	s := &sheet.Sheet{Header: []string{"Name", "Joined", "Name corrected", "Parent refuses", "Score", "Maximum", "Note"}}
	for i, q := range b.Paper.Questions {
		n := strconv.Itoa(i + 1)
		s.Header = append(s.Header, n+". "+q.Prompt, n+". Points")
	}
	for _, p := range participants {
		row := []any{nil, p.JoinedAt.Format(time.RFC3339), nil, refused(p), p.Score, p.MaxScore, nil}
		if p.Restricted { // kept, and not used
			row = []any{nil, p.JoinedAt.Format(time.RFC3339), nil, refused(p), nil, nil, "Restricted"}
		}
		if p.Correction != nil {
			row[6] = "Corrected: " + p.Correction.Text
		}
		if p.Alias != nil {
			row[0] = *p.Alias
		}
		if p.RenamedAt != nil {
			row[2] = p.RenamedAt.Format(time.RFC3339)
		}
		for i := range b.Paper.Questions {
			q := &b.Paper.Questions[i]
			a := p.Answers[q.ID]
			if a == nil {
				row = append(row, nil, nil)
				continue
			}
			var points any
			if a.Points != nil {
				points = *a.Points
			}
			row = append(row, q.Cell(a.Response), points)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// OpenCopy is Open for a session of whose paper and answer key there is a copy.
func (r *Reader) OpenCopy(s *domain.Session, paper *domain.Paper, key *domain.AnswerKey, private *seal.SessionKey) *Board {
	b := newBoard(s)
	b.private = private
	b.lay(paper, key)
	return b
}

// FillCopy puts onto a board of OpenCopy everybody who is in the session now and joined by
// the given time, and what a copy of the log says that they answered. Of somebody who left
// meanwhile there is nothing.
func (r *Reader) FillCopy(ctx context.Context, b *Board, by time.Time, chunks iter.Seq2[domain.Chunk, error]) error {
	sid := b.Session.ID
	all, err := r.Store.Participants(ctx, sid)
	if err != nil {
		return err
	}
	participants := all[:0]
	for _, p := range all {
		if !p.JoinedAt.After(by) {
			participants = append(participants, p)
		}
	}
	boxes, err := r.Vault.AllBoxes(ctx, sid)
	if err != nil {
		return err
	}
	seats, err := r.Store.Seats(ctx, sid, time.Time{})
	if err != nil {
		return err
	}
	for pid, seat := range seats {
		if seat.Erased {
			b.Leave(pid, seat.ByParent)
		}
		b.Restrict(pid, seat.Restricted != "")
	}
	// Whoever has no box is erased, whatever their document says.
	there := make([]domain.Participant, 0, len(participants))
	for _, p := range participants {
		if box, ok := boxes[p.ID]; ok && !box.Erased {
			there = append(there, p)
		}
	}
	b.Admit(b.OpenAll(there, boxes))
	for c, err := range chunks {
		if err != nil {
			return err
		}
		b.Add(c)
		clear(b.awaiting) // nobody joins any more
	}
	return nil
}

// refused names what a student's parent refuses, nil if that is nothing.
func refused(p *ParticipantView) any {
	var all []string
	r := p.Parent.Refuses()
	if r.Collection {
		all = append(all, "collection")
	}
	if r.Disclosure {
		all = append(all, "disclosure")
	}
	if all == nil {
		return nil
	}
	return strings.Join(all, ", ")
}
