package lesson

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A Turnout counts who is in a session and who answered what, from the log alone:
// nothing is opened, and nothing kept of what was answered. It can't tell that somebody
// took an answer back. It is not safe for concurrent use.
type Turnout struct {
	Session *domain.Session

	places   map[string]int // of a question in answered
	answered []int          // by the participants who are present
	people   map[string]*attendance
	present  int
	latest   time.Time
}

// An attendance is what is known of one participant.
type attendance struct {
	joined, left bool
	restricted   bool     // what they left is kept and not used
	answered     []uint64 // a bit for each question, by its place
}

func (a *attendance) present() bool { return a.joined && !a.left && !a.restricted }

// TurnoutStore is what is read for a Turnout.
type TurnoutStore interface {
	ParticipantIDs(ctx context.Context, sid string) iter.Seq2[string, error]
	Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error)
	ChunkHeads(ctx context.Context, sid string) func(func(domain.Chunk, error) bool)
}

// ReadTurnout returns the turnout of a session as it is stored.
func ReadTurnout(ctx context.Context, from TurnoutStore, s *domain.Session) (*Turnout, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &Turnout{Session: s, places: make(map[string]int), people: make(map[string]*attendance)}
	var seats map[string]domain.Seat
	var participants []string
	var errs [2]error
	var reading sync.WaitGroup
	if s.HasSeats {
		reading.Go(func() { seats, errs[0] = from.Seats(ctx, s.ID, time.Time{}) })
	}
	reading.Go(func() {
		for id, err := range from.ParticipantIDs(ctx, s.ID) {
			if err != nil {
				errs[1] = err
				return
			}
			participants = append(participants, id)
		}
	})
	var failed error
	for c, err := range from.ChunkHeads(ctx, s.ID) {
		if err != nil {
			failed = err
			break
		}
		t.Add(c)
	}
	reading.Wait()
	if err := errors.Join(failed, errs[0], errs[1]); err != nil {
		return nil, err
	}
	// Participants who are to be erased are left out at once, even under a hold.
	for pid, seat := range seats {
		if seat.Erased {
			t.Leave(pid)
		}
		t.Restrict(pid, seat.Restricted != "")
	}
	for _, pid := range participants {
		t.Join(pid)
	}
	return t, nil
}

func (t *Turnout) of(pid string) *attendance {
	a := t.people[pid]
	if a == nil {
		a = new(attendance)
		t.people[pid] = a
	}
	return a
}

// Join adds a participant, with what they answered before it was known that they
// had joined.
func (t *Turnout) Join(pid string) {
	t.change(t.of(pid), func(a *attendance) { a.joined = true })
}

// Leave takes a participant out for good whose data was erased, or is to be.
func (t *Turnout) Leave(pid string) {
	t.change(t.of(pid), func(a *attendance) { a.left = true })
}

// Restrict takes a participant out as long as what they left is kept and not used.
func (t *Turnout) Restrict(pid string, restricted bool) {
	if t.of(pid).restricted != restricted {
		t.change(t.of(pid), func(a *attendance) { a.restricted = restricted })
	}
}

// change changes a and counts what follows.
func (t *Turnout) change(a *attendance, how func(*attendance)) {
	t.count(a, -1)
	how(a)
	t.count(a, 1)
}

func (t *Turnout) count(a *attendance, by int) {
	if !a.present() {
		return
	}
	t.present += by
	for i := range t.answered {
		if a.has(i) {
			t.answered[i] += by
		}
	}
}

func (a *attendance) has(place int) bool {
	return place/64 < len(a.answered) && a.answered[place/64]&(1<<(place%64)) != 0
}

// Add counts a chunk of the log, which may come more than once.
func (t *Turnout) Add(c domain.Chunk) {
	if !domain.Counts(c.At, t.Session.ClosedAt) {
		return
	}
	if c.At.After(t.latest) {
		t.latest = c.At
	}
	for i := range c.Records {
		place, ok := t.places[c.Records[i].Question]
		if !ok {
			place = len(t.answered)
			t.places[c.Records[i].Question] = place
			t.answered = append(t.answered, 0)
		}
		a := t.of(c.Records[i].Participant)
		if a.has(place) {
			continue
		}
		for place/64 >= len(a.answered) {
			a.answered = append(a.answered, 0)
		}
		a.answered[place/64] |= 1 << (place % 64)
		if a.present() {
			t.answered[place]++
		}
	}
}

// Late is as Board.Late.
func (t *Turnout) Late() bool { return !domain.Counts(t.latest, t.Session.ClosedAt) }

// Present returns how many participants are in the session.
func (t *Turnout) Present() int { return t.present }

// Answered returns how many answered each question that has been answered.
func (t *Turnout) Answered() map[string]int {
	answered := make(map[string]int, len(t.places))
	for question, place := range t.places {
		if n := t.answered[place]; n > 0 {
			answered[question] = n
		}
	}
	return answered
}
