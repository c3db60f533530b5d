package lesson

import (
	"cmp"
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

// A Board is one session with everything in it opened, each value once: what a teacher
// sees. It keeps only what is shown, compactly: no documents, and nothing sealed but the
// answers of participants that it doesn't know yet. It is not safe for concurrent use.
type Board struct {
	Session *domain.Session
	Paper   *domain.Paper
	Key     *domain.AnswerKey

	private  *seal.SessionKey
	log      domain.Log
	place    map[string]int // of a question in the paper
	tallies  []*domain.Tally
	people   map[string]*Participant
	erased   map[string]bool
	byParent map[string]bool            // of them, those whose parent asked for it
	awaiting map[string][]domain.Winner // answers of participants who are not there yet, by participant

	restricted map[string]bool // whose data is kept and not used: nothing of theirs is opened
	stale      bool            // somebody on the board is restricted now, or no longer
}

// A Participant is one on a board.
type Participant struct {
	ID        string
	JoinedAt  time.Time
	RenamedAt time.Time // zero: never
	Parent    domain.ParentActs
	// Restricted says that what they left is kept and not used: nothing of it is here.
	Restricted  bool
	CorrectedAt time.Time // when correction was decided; zero: there is none

	correction string  // that is to be read beside their work
	alias      *string // nil: can't be opened any more
	key        seal.Key
	opens      bool // whether the vault still has the key
	// disclosable: see domain.Participant.Disclosable.
	disclosable bool
	grades      map[string]domain.Grade
	total       float64
	answers     []answer // by the question's place; nil before the first
}

// An answer is one that counts.
type answer struct {
	response string // JSON; empty: there is no answer
	at       int64  // microseconds since 1970
	score    domain.Score
	revision uint8
	graded   bool // by hand
}

// A Change names an answer that is new on a board, or scored again.
type Change struct {
	Participant *Participant
	Question    int // its place in the paper
}

// Open opens a session's key, the one KMS call, and returns its board with nobody
// on it.
func (r *Reader) Open(ctx context.Context, s *domain.Session) (*Board, error) {
	paper, key, err := r.Content(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	b := newBoard(s)
	b.lay(paper, key)
	if b.private, err = r.Private(ctx, s.ID); err != nil {
		return nil, err
	}
	return b, nil
}

func newBoard(s *domain.Session) *Board {
	return &Board{
		Session: s, place: make(map[string]int), people: make(map[string]*Participant),
		erased: make(map[string]bool), byParent: make(map[string]bool), awaiting: make(map[string][]domain.Winner),
		restricted: make(map[string]bool),
	}
}

// lay puts the questions on a new board.
func (b *Board) lay(paper *domain.Paper, key *domain.AnswerKey) {
	b.Paper, b.Key = paper, key
	for i := range b.Paper.Questions {
		q := &b.Paper.Questions[i]
		b.place[q.ID] = i
		b.tallies = append(b.tallies, domain.NewTally(q, norm.NFKC.String))
	}
}

// Private opens a session's key, the one KMS call.
func (r *Reader) Private(ctx context.Context, sid string) (*seal.SessionKey, error) {
	wrapped, err := r.Vault.SessionKey(ctx, sid)
	if err != nil {
		return nil, NotThere(err)
	}
	raw, err := r.SessionKeys.Unwrap(ctx, seal.SessionPath(sid), wrapped.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("unwrapping a session key: %w", err)
	}
	return seal.ParseSessionKey(raw)
}

// chunksAhead is how many chunks are read before those who answered are known.
const chunksAhead = 8

// Fill reads everybody and every answer that is stored onto a new board. After
// each chunk of answers it calls check, unless that is nil, and ends with its
// error.
func (r *Reader) Fill(ctx context.Context, b *Board, check func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sid := b.Session.ID
	var participants []domain.Participant
	var boxes map[string]store.Boxes
	var seats map[string]domain.Seat
	var errs [3]error
	var reading sync.WaitGroup
	reading.Go(func() { participants, errs[0] = r.Store.Participants(ctx, sid) })
	reading.Go(func() { boxes, errs[1] = r.Vault.AllBoxes(ctx, sid) })
	if b.Session.HasSeats {
		reading.Go(func() { seats, errs[2] = r.Store.Seats(ctx, sid, time.Time{}) })
	}
	chunks := make(chan domain.Chunk, chunksAhead)
	failed := make(chan error, 1)
	go func() {
		defer close(chunks)
		for c, err := range r.Store.Chunks(ctx, sid) {
			if err != nil {
				failed <- err
				return
			}
			select {
			case chunks <- c:
			case <-ctx.Done():
				return
			}
		}
	}()
	reading.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	// Participants who are to be erased are hidden at once, even under a hold.
	for pid, seat := range seats {
		if seat.Erased {
			b.Leave(pid, seat.ByParent)
		}
		b.Restrict(pid, seat.Restricted != "")
	}
	// Those who joined while the boxes were being read have theirs by now.
	var late []string
	for _, p := range participants {
		if _, ok := boxes[p.ID]; !ok {
			late = append(late, p.ID)
		}
	}
	if len(late) > 0 {
		more, err := r.Vault.BoxesOf(ctx, sid, late)
		if err != nil {
			return err
		}
		maps.Copy(boxes, more)
	}
	b.Settle(b.Admit(b.OpenAll(participants, boxes)))
	participants, boxes = nil, nil
	for c := range chunks {
		b.Add(c)
		if check != nil {
			if err := check(); err != nil {
				return err
			}
		}
	}
	select {
	case err := <-failed:
		return err
	default:
		return ctx.Err()
	}
}

// LimitLog makes Floods name the participants who wrote more than anyone may. It is
// called before the board is filled.
func (b *Board) LimitLog() { b.log.Limit = domain.FloodLimit(len(b.Paper.Questions)) }

// Floods are the participants who wrote more than the limit.
func (b *Board) Floods() []string { return b.log.Floods() }

// OpenAll opens what belongs to participants, whose keys boxes holds. It changes
// nothing on the board, and may be called while others read it. Boxes are opened on
// all processors, since that costs most.
func (b *Board) OpenAll(sealed []domain.Participant, boxes map[string]store.Boxes) []*Participant {
	opened := make([]*Participant, 0, len(sealed))
	for _, p := range sealed {
		if !boxes[p.ID].Erased {
			one := &Participant{ID: p.ID, JoinedAt: p.JoinedAt.UTC(), Restricted: b.restricted[p.ID], disclosable: p.Disclosable(b.restricted[p.ID])}
			if !one.Restricted {
				one.RenamedAt, one.Parent = p.RenamedAt.UTC(), p.Parent.UTC()
			}
			opened = append(opened, one)
		}
	}
	byID := make(map[string]*domain.Participant, len(sealed))
	for i := range sealed {
		byID[sealed[i].ID] = &sealed[i]
	}
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(opened))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(opened); i += workers {
				p := opened[i]
				b.open(p, byID[p.ID], boxes[p.ID])
			}
		})
	}
	wg.Wait()
	return opened
}

// open opens what belongs to one participant. What doesn't open is left out: its
// key may have been erased a moment ago, and one student's fault must not hide the
// others.
func (b *Board) open(p *Participant, sealed *domain.Participant, boxes store.Boxes) {
	if p.Restricted {
		return
	}
	key, err := b.private.OpenBox(seal.ParticipantPath(b.Session.ID, p.ID), boxes.Session)
	if err != nil {
		return
	}
	p.key, p.opens = key, true
	p.alias = b.openAlias(p, sealed)
	p.grades = b.openGrades(p, sealed)
	b.openCorrection(p, sealed)
}

func (b *Board) openCorrection(p *Participant, sealed *domain.Participant) {
	if len(sealed.Correction) == 0 {
		return
	}
	text, err := p.key.Open(seal.ParticipantPath(b.Session.ID, p.ID), seal.Correction, sealed.Correction)
	if err != nil {
		return
	}
	p.correction, p.CorrectedAt = string(text), sealed.CorrectedAt.UTC()
}

// Restrict notes whether what a participant left is kept and not used. Where that changes
// for somebody on the board, the board is out of date: it is to be filled again.
func (b *Board) Restrict(pid string, restricted bool) {
	if b.restricted[pid] == restricted {
		return
	}
	b.restricted[pid] = restricted
	b.stale = b.stale || b.people[pid] != nil
}

// Stale reports whether the board has to be filled again.
func (b *Board) Stale() bool { return b.stale || b.Late() }

func (b *Board) openAlias(p *Participant, sealed *domain.Participant) *string {
	alias, err := p.key.Open(seal.ParticipantPath(b.Session.ID, p.ID), seal.Alias, sealed.Alias)
	if err != nil {
		return nil
	}
	s := string(alias)
	return &s
}

func (b *Board) openGrades(p *Participant, sealed *domain.Participant) map[string]domain.Grade {
	if len(sealed.Grades) == 0 {
		return nil
	}
	grades, err := grade.Open(p.key, b.Session.ID, p.ID, sealed.Grades)
	if err != nil {
		return nil
	}
	return grades
}

// OpenBox opens the key of one participant, who need not be on the board.
func (b *Board) OpenBox(pid string, box []byte) (seal.Key, error) {
	return b.private.OpenBox(seal.ParticipantPath(b.Session.ID, pid), box)
}

// Admit adds participants whom OpenAll opened, but for those who are on the board
// or have left it, and returns the added ones.
func (b *Board) Admit(opened []*Participant) []*Participant {
	return slices.DeleteFunc(opened, func(p *Participant) bool {
		if b.erased[p.ID] || b.people[p.ID] != nil {
			return true
		}
		b.people[p.ID] = p
		return false
	})
}

// Settle adds the answers that arrived before their participants, who were just admitted.
func (b *Board) Settle(added []*Participant) []Change {
	var changes []Change
	if len(b.awaiting) == 0 {
		return nil
	}
	for _, p := range added {
		for _, w := range b.awaiting[p.ID] {
			changes = b.show(changes, p, w)
		}
		delete(b.awaiting, p.ID)
	}
	return changes
}

// Size returns about how many bytes what people sent takes in memory, for comparing one board with another.
func (b *Board) Size() int {
	const each, perAnswer = 300, 56 // what holds them, without what they wrote
	n := each * len(b.people)
	for _, p := range b.people {
		n += perAnswer * len(p.answers)
		for i := range p.answers {
			n += len(p.answers[i].response)
		}
	}
	return n
}

// Has reports whether a participant is on the board.
func (b *Board) Has(pid string) bool { return b.people[pid] != nil }

// Holds reports whether p is on the board.
func (b *Board) Holds(p *Participant) bool { return b.people[p.ID] == p }

// Regrade applies the grades that a teacher has given a participant by hand in the
// meantime.
func (b *Board) Regrade(sealed *domain.Participant) []Change {
	p := b.people[sealed.ID]
	if p == nil || !p.opens {
		return nil
	}
	grades := b.openGrades(p, sealed)
	var changes []Change
	for i := range p.answers {
		question := b.Paper.Questions[i].ID
		if p.answers[i].response != "" && p.grades[question] != grades[question] {
			changes = append(changes, Change{p, i})
		}
	}
	for _, c := range changes {
		b.uncount(p, c.Question)
	}
	p.grades = grades
	for _, c := range changes {
		b.count(p, c.Question)
	}
	return changes
}

// Rename applies a name that was corrected in the meantime, what the school decided is to be
// read beside the work, and what a parent did. It
// returns nil if the board has it already, or isn't to show it.
func (b *Board) Rename(sealed *domain.Participant) *Participant {
	p := b.people[sealed.ID]
	if p == nil || !p.opens {
		return nil
	}
	renamed, acts := sealed.RenamedAt.After(p.RenamedAt), sealed.Parent.UTC()
	corrected := sealed.CorrectedAt.After(p.CorrectedAt)
	if !renamed && !corrected && acts == p.Parent {
		return nil
	}
	if corrected {
		b.openCorrection(p, sealed)
	}
	if renamed {
		p.alias, p.RenamedAt = b.openAlias(p, sealed), sealed.RenamedAt.UTC()
	}
	p.Parent = acts
	return p
}

// MaxScore returns the points of all questions that were shown.
func (b *Board) MaxScore() float64 {
	sum := 0.0
	for _, q := range b.Paper.Questions {
		if b.Session.Shows(q.ID) {
			sum += q.Points
		}
	}
	return sum
}

// Leave removes a participant whose data was erased, perhaps at a parent's word, and returns
// the questions whose counts changed.
func (b *Board) Leave(pid string, byParent bool) (questions []int, known bool) {
	b.erased[pid] = true
	if byParent {
		b.byParent[pid] = true
	}
	delete(b.awaiting, pid)
	p := b.people[pid]
	if p == nil {
		return nil, false
	}
	for i := range p.answers {
		if p.answers[i].response != "" {
			b.uncount(p, i)
			questions = append(questions, i)
		}
	}
	delete(b.people, pid)
	return questions, true
}

// Late reports whether the board has an answer that was stored too late after a close of
// which it learned only later.
func (b *Board) Late() bool { return !domain.Counts(b.log.Latest(), b.Session.ClosedAt) }

// Add folds in a chunk of the log and returns the answers that are new.
func (b *Board) Add(c domain.Chunk) []Change {
	if !domain.Counts(c.At, b.Session.ClosedAt) {
		return nil
	}
	var changes []Change
	for _, w := range b.log.Add(c) {
		switch p := b.people[w.Participant]; {
		case p != nil:
			changes = b.show(changes, p, w)
		case !b.erased[w.Participant]:
			b.awaiting[w.Participant] = append(b.awaiting[w.Participant], w)
		}
	}
	return changes
}

// show opens and counts an answer, and adds to changes what it changed. One that
// doesn't open is none, but no earlier one counts in its place.
func (b *Board) show(changes []Change, p *Participant, w domain.Winner) []Change {
	i, ok := b.place[w.Question]
	if !ok || !p.opens {
		return changes
	}
	path := seal.ParticipantPath(b.Session.ID, p.ID)
	response, err := p.key.Open(path, seal.Answer(w.Question, w.Revision), w.Sealed)
	if p.answers == nil {
		p.answers = make([]answer, len(b.Paper.Questions))
	}
	b.uncount(p, i)
	before := p.answers[i]
	p.answers[i] = answer{}
	switch {
	case err == nil && w.Revision <= math.MaxUint8:
		p.answers[i] = answer{response: string(response), revision: uint8(w.Revision), at: w.At.UnixMicro()}
		b.count(p, i)
	case before.response == "":
		return changes
	}
	return append(changes, Change{p, i})
}

// count scores an answer and adds it to its question's counts.
func (b *Board) count(p *Participant, question int) {
	a, q := &p.answers[question], &b.Paper.Questions[question]
	if a.response == "" {
		return
	}
	a.score, a.graded = b.Key.Judge(q, json.RawMessage(a.response), int(a.revision), p.grades[q.ID], norm.NFKC.String)
	p.total += a.score.Points
	b.tallies[question].Add(json.RawMessage(a.response), a.score)
}

// uncount reverses count.
func (b *Board) uncount(p *Participant, question int) {
	a := &p.answers[question]
	if a.response == "" {
		return
	}
	p.total -= a.score.Points
	b.tallies[question].Remove(json.RawMessage(a.response), a.score)
}

// Sorted returns the participants in the order in which they joined.
func (b *Board) Sorted() []*Participant { return slices.SortedFunc(maps.Values(b.people), ByJoining) }

// ByJoining compares participants by when they joined.
func ByJoining(x, y *Participant) int {
	return cmp.Or(x.JoinedAt.Compare(y.JoinedAt), strings.Compare(x.ID, y.ID))
}
