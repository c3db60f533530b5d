package teacher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/grade"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A board is one session with everything in it opened: what a teacher sees. It
// lives as long as the request or the stream that shows it, and opens every
// value once. It is not safe for concurrent use.
type board struct {
	session *domain.Session
	paper   *domain.Paper
	answers *domain.AnswerKey
	private *seal.SessionKey
	vault   Vault

	participants map[string]*participant
	erased       map[string]bool
	log          domain.Log
	noted        int // of those who flood the log
	tallies      map[string]*domain.Tally
}

type participant struct {
	participantView
	key    seal.Key
	opens  bool // whether the vault still has the key
	scores map[string]domain.Score
	grades map[string]domain.Grade
	total  float64
}

type participantView struct {
	ID       string                 `json:"id"`
	Alias    *string                `json:"alias"` // null: can't be opened any more
	JoinedAt time.Time              `json:"joinedAt"`
	Score    float64                `json:"score"`
	MaxScore float64                `json:"maxScore"`
	Answers  map[string]*answerView `json:"answers"`
}

type answerView struct {
	Response   json.RawMessage `json:"response"`
	Revision   int             `json:"revision"`
	ReceivedAt time.Time       `json:"receivedAt"`
	Correct    *bool           `json:"correct"`
	Points     *float64        `json:"points"`
	Graded     bool            `json:"graded,omitempty"` // by hand
}

// newBoard opens a session's key: the one KMS call.
func (t *desk) newBoard(ctx context.Context, s *domain.Session) (*board, error) {
	b := &board{
		session: s, vault: t.Vault,
		participants: make(map[string]*participant),
		erased:       make(map[string]bool),
		tallies:      make(map[string]*domain.Tally),
	}
	var err error
	if b.paper, b.answers, err = t.content(ctx, s.ID); err != nil {
		return nil, err
	}
	for i := range b.paper.Questions {
		q := &b.paper.Questions[i]
		b.tallies[q.ID] = domain.NewTally(q, norm.NFKC.String)
	}
	b.log.Limit = domain.FloodLimit(len(b.paper.Questions))
	wrapped, err := t.Vault.SessionKey(ctx, s.ID)
	if err != nil {
		return nil, notThere(err)
	}
	raw, err := t.SessionKeys.Unwrap(ctx, seal.SessionPath(s.ID), wrapped.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("unwrapping a session key: %w", err)
	}
	if b.private, err = seal.ParseSessionKey(raw); err != nil {
		return nil, err
	}
	return b, nil
}

// join adds participants, or brings their grades up to date, and returns the new
// ones. boxes holds their keys. Boxes are opened on all processors, since that
// costs most.
func (b *board) join(joined []domain.Participant, boxes map[string]store.Boxes) []*participant {
	var added []*participant
	var sealed []domain.Participant
	for _, p := range joined {
		if old := b.participants[p.ID]; old != nil {
			b.regrade(old, p)
			continue
		}
		if b.erased[p.ID] || boxes[p.ID].Erased {
			continue
		}
		v := &participant{
			participantView: participantView{ID: p.ID, JoinedAt: p.JoinedAt.UTC(), MaxScore: b.maxScore(), Answers: map[string]*answerView{}},
			scores:          map[string]domain.Score{},
		}
		b.participants[p.ID] = v
		added = append(added, v)
		sealed = append(sealed, p)
	}
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(added))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(added); i += workers {
				b.open(added[i], sealed[i], boxes[sealed[i].ID])
			}
		})
	}
	wg.Wait()
	return added
}

// open opens what belongs to one participant. What doesn't open is left out: its
// key may have been erased a moment ago, and one student's fault must not hide the
// others.
func (b *board) open(v *participant, p domain.Participant, boxes store.Boxes) {
	path := seal.ParticipantPath(b.session.ID, p.ID)
	key, err := b.private.OpenBox(path, boxes.Session)
	if err != nil {
		return
	}
	v.key, v.opens = key, true
	if alias, err := key.Open(path, seal.Alias, p.Alias); err == nil {
		s := string(alias)
		v.Alias = &s
	}
	v.grades = b.openGrades(key, p)
}

func (b *board) openGrades(key seal.Key, p domain.Participant) map[string]domain.Grade {
	grades, err := grade.Open(key, b.session.ID, p.ID, p.Grades)
	if err != nil {
		return nil
	}
	return grades
}

// maxScore returns the points of all questions that were shown.
func (b *board) maxScore() float64 {
	sum := 0.0
	for _, q := range b.paper.Questions {
		if b.session.Shows(q.ID) {
			sum += q.Points
		}
	}
	return sum
}

// follow adopts a newer state of the session, in which more questions may have
// been shown.
func (b *board) follow(s *domain.Session) {
	b.session = s
	most := b.maxScore()
	for _, p := range b.participants {
		p.MaxScore = most
	}
}

// leave removes a participant whose data was erased and returns the questions
// whose counts changed.
func (b *board) leave(pid string) (questions []string, known bool) {
	b.erased[pid] = true
	p := b.participants[pid]
	if p == nil {
		return nil, false
	}
	for question := range p.Answers {
		b.uncount(p, question)
		questions = append(questions, question)
	}
	delete(b.participants, pid)
	return questions, true
}

// add folds in a chunk of the log and returns the answers that count now and
// didn't before.
func (b *board) add(c domain.Chunk) []domain.Winner {
	if !domain.Counts(c.At, b.session.ClosedAt) {
		return nil
	}
	return b.log.Add(c)
}

// show opens and counts an answer. It reports whether it could: the participant
// may not be known yet.
func (b *board) show(w domain.Winner) bool {
	p := b.participants[w.Participant]
	if p == nil || !p.opens {
		return false
	}
	path := seal.ParticipantPath(b.session.ID, p.ID)
	response, err := p.key.Open(path, seal.Answer(w.Question, w.Revision), w.Sealed)
	if err != nil {
		return false
	}
	tally := b.tallies[w.Question]
	if tally == nil {
		return false
	}
	b.uncount(p, w.Question)
	p.Answers[w.Question] = &answerView{Response: response, Revision: w.Revision, ReceivedAt: w.At.UTC()}
	b.count(p, w.Question)
	return true
}

// count scores an answer and adds it to its question's counts.
func (b *board) count(p *participant, question string) {
	a := p.Answers[question]
	var score domain.Score
	if key, ok := b.answers.Question(question); ok {
		score = key.Score(a.Response, norm.NFKC.String)
	}
	a.Graded = false
	if g, ok := p.grades[question]; ok && g.Revision == a.Revision {
		a.Graded = true
		q, _ := b.paper.Question(question)
		score = domain.Score{Scored: true, Points: g.Points, Correct: g.Points >= q.Points}
	}
	a.Correct, a.Points = nil, nil
	if score.Scored {
		a.Correct, a.Points = &score.Correct, &score.Points
	}
	p.scores[question] = score
	p.total += score.Points
	p.Score = math.Round(p.total*100) / 100
	b.tallies[question].Add(a.Response, score)
}

// uncount reverses count.
func (b *board) uncount(p *participant, question string) {
	a := p.Answers[question]
	if a == nil {
		return
	}
	score := p.scores[question]
	p.total -= score.Points
	b.tallies[question].Remove(a.Response, score)
}

// regrade applies grades that a teacher has given by hand in the meantime.
func (b *board) regrade(p *participant, now domain.Participant) []string {
	if !p.opens {
		return nil
	}
	grades := b.openGrades(p.key, now)
	var changed []string
	for question := range p.Answers {
		if p.grades[question] != grades[question] {
			changed = append(changed, question)
		}
	}
	for _, question := range changed {
		b.uncount(p, question)
	}
	p.grades = grades
	for _, question := range changed {
		b.count(p, question)
	}
	return changed
}

// sorted returns the participants in the order in which they joined.
func (b *board) sorted() []*participant {
	all := make([]*participant, 0, len(b.participants))
	for _, p := range b.participants {
		all = append(all, p)
	}
	slices.SortFunc(all, func(x, y *participant) int {
		if c := x.JoinedAt.Compare(y.JoinedAt); c != 0 {
			return c
		}
		return strings.Compare(x.ID, y.ID)
	})
	return all
}

// counts returns the counts of some questions, in the paper's order.
func (b *board) counts(some func(question string) bool) []domain.QuestionCounts {
	counts := make([]domain.QuestionCounts, 0, len(b.paper.Questions))
	for _, q := range b.paper.Questions {
		if some(q.ID) {
			counts = append(counts, b.tallies[q.ID].Counts())
		}
	}
	return counts
}

type resultsView struct {
	Session      *sessionView            `json:"session"`
	Participants []*participantView      `json:"participants"`
	Questions    []domain.QuestionCounts `json:"questions"`
}

// results returns everything on the board.
func (b *board) results(session *sessionView) *resultsView {
	v := &resultsView{Session: session, Participants: make([]*participantView, 0, len(b.participants))}
	for _, p := range b.sorted() {
		v.Participants = append(v.Participants, &p.participantView)
	}
	v.Questions = b.counts(func(string) bool { return true })
	return v
}

// load fills a new board with what is stored now.
func (t *desk) load(ctx context.Context, s *domain.Session) (*board, error) {
	b, err := t.newBoard(ctx, s)
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	var participants []domain.Participant
	var boxes map[string]store.Boxes
	var errs [4]error
	wg.Go(func() { participants, errs[0] = t.Store.Participants(ctx, s.ID) })
	wg.Go(func() { boxes, errs[1] = t.Vault.AllBoxes(ctx, s.ID) })
	wg.Go(func() {
		for c, err := range t.Store.Chunks(ctx, s.ID) {
			if err != nil {
				errs[2] = err
				return
			}
			b.add(c)
		}
	})
	var seats map[string]domain.Seat
	if s.HasSeats {
		wg.Go(func() { seats, errs[3] = t.Store.Seats(ctx, s.ID, time.Time{}) })
	}
	wg.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	// Participants who are to be erased are hidden at once, even under a hold.
	for pid, seat := range seats {
		if seat.Erased {
			b.leave(pid)
		}
	}
	// Those who joined while the boxes were being read have theirs by now.
	var late []string
	for _, p := range participants {
		if _, ok := boxes[p.ID]; !ok {
			late = append(late, p.ID)
		}
	}
	if len(late) > 0 {
		more, err := t.Vault.BoxesOf(ctx, s.ID, late)
		if err != nil {
			return nil, err
		}
		maps.Copy(boxes, more)
	}
	b.join(participants, boxes)
	for w := range b.log.Winners {
		b.show(w)
	}
	t.stopFloods(ctx, b)
	return b, nil
}

// stopFloods has those turned away who wrote more than anybody may. Where that
// fails, the teacher is shown what there is all the same: whoever reads the log
// next tries again.
func (t *desk) stopFloods(ctx context.Context, b *board) {
	for _, pid := range b.log.Floods()[b.noted:] {
		if err := t.Store.ChangeSeat(ctx, b.session.ID, pid, func(seat *domain.Seat) { seat.Flooded = true }); err != nil {
			return
		}
		b.noted++
	}
}
