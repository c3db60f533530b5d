package domain

import (
	"slices"
	"time"
)

// SessionsRate is how many sessions one member may open within SessionsRateTime: many times
// what a day of lessons takes. Each has a code of its own, and keys.
const (
	SessionsRate     = 500
	SessionsRateTime = 24 * time.Hour
)

// A Session is one run of a question set with a class.
type Session struct {
	ID         string
	Org        string
	Owner      string   // member id
	CoTeachers []string // member ids
	Title      string
	Code       string
	// GivenCode stays when Code is given up: who comes back to a session that is over, by the
	// words of their secret, names it by that. Other sessions may have had the same.
	GivenCode string
	Mode      Mode
	Feedback  Feedback
	Shuffle   bool
	State     State
	Locked    bool // no new joins
	PublicKey []byte
	HasSeats  bool // there is, or may be, something special about participants

	// CurrentQuestion and Shown belong to teacher-paced sessions: the
	// question that takes answers now, and those that students may see.
	CurrentQuestion string
	Shown           []string

	// Version rises with every change that students can see.
	Version int

	QuestionCount int
	Set           SetVersion // of which it is a run

	CreatedAt time.Time
	ClosesAt  time.Time // zero: no end set; judged by the injected clock
	ClosedAt  time.Time // Firestore's clock; zero: not closed yet
	// EndedAt is when the session closed by the injected clock: what
	// retention counts from. ActiveAt is when retention last saw activity,
	// zero until it has looked.
	EndedAt   time.Time
	ActiveAt  time.Time
	DeletedAt time.Time
	// FirstDeletedAt stays when a session is restored and deleted again, so
	// that the final date stays too.
	FirstDeletedAt time.Time

	// Invitation lets one colleague of the owner become a co-teacher.
	Invitation Invitation

	// Request is a digest of the request that created s, so that a retry
	// is told from another use of the same Idempotency-Key.
	Request []byte

	// ReadAt is Firestore's read time of this snapshot: the R of the close
	// rule (see Counts).
	ReadAt time.Time
}

// A SetVersion is a question set as it was at one time. It may have changed since, or be gone.
type SetVersion struct {
	Set     string `json:"questionSet"`
	Version int    `json:"version"`
}

// An Invitation is open until ExpiresAt to whoever holds the token that Hash is
// the SHA-256 of. The zero Invitation is open to nobody. The token of one that was
// made with an Idempotency-Key follows from the key and Salt, so that a retry gets
// it again, but nobody does once the invitation is used up.
type Invitation struct {
	Hash      []byte
	Salt      string
	ExpiresAt time.Time
}

// Mode says who decides which question is answered.
type Mode string

const (
	SelfPaced    Mode = "self-paced"
	TeacherPaced Mode = "teacher-paced"
)

// Feedback says when a student learns whether an answer was right.
type Feedback string

const (
	FeedbackNone       Feedback = "none"
	FeedbackImmediate  Feedback = "immediate"
	FeedbackAfterClose Feedback = "after-close"
)

// A State is a stage in the life of a session.
type State string

const (
	Draft   State = "draft"
	Open    State = "open"
	Paused  State = "paused"
	Closed  State = "closed"
	Deleted State = "deleted"
	Erasing State = "erasing"
	Erased  State = "erased"
)

// StateAt returns the session's state at now: an open or paused session whose
// ClosesAt has come is closed, although nobody closed it.
func (s *Session) StateAt(now time.Time) State {
	if (s.State == Open || s.State == Paused) && !s.ClosesAt.IsZero() && !now.Before(s.ClosesAt) {
		return Closed
	}
	return s.State
}

// VersionAt returns the version that students are told: 2 × Version, one more when
// the session has closed by the clock. The even steps leave room for that, so
// that a session whose end is moved after it has passed doesn't come back under
// the version, and the ETag, of its closed state.
func (s *Session) VersionAt(now time.Time) int {
	if s.StateAt(now) != s.State {
		return 2*s.Version + 1
	}
	return 2 * s.Version
}

// NextChange returns when the clock alone next changes what VersionAt returns, zero
// if it doesn't after now.
func (s *Session) NextChange(now time.Time) time.Time {
	if (s.State == Open || s.State == Paused) && now.Before(s.ClosesAt) {
		return s.ClosesAt
	}
	return time.Time{}
}

// TaughtBy reports whether the member owns or co-teaches s.
func (s *Session) TaughtBy(member string) bool {
	return s.Owner == member || slices.Contains(s.CoTeachers, member)
}

// Hidden reports whether deletion hides s from everything but restore.
func (s *Session) Hidden() bool {
	switch s.State {
	case Draft, Open, Paused, Closed:
		return false
	}
	return true
}

// TakesAnswersTo reports whether question is the one, or one of those, that s
// takes answers to.
func (s *Session) TakesAnswersTo(question string) bool {
	return s.Mode != TeacherPaced || s.CurrentQuestion == question
}

// Shows reports whether students may see the question.
func (s *Session) Shows(question string) bool {
	return s.Mode != TeacherPaced || slices.Contains(s.Shown, question)
}

// Visible returns those of the questions that students may see, in their order.
func (s *Session) Visible(questions []PaperQuestion) []PaperQuestion {
	shown := make([]PaperQuestion, 0, len(questions))
	for _, q := range questions {
		if s.Shows(q.ID) {
			shown = append(shown, q)
		}
	}
	return shown
}

// RestorableUntil returns when the deletion of s becomes final under o's policy,
// counted from the first deletion and after RestoreMonthsMax months at the latest
// (promise P24). It is zero if s was never deleted.
func (s *Session) RestorableUntil(o *Org) time.Time {
	if s.FirstDeletedAt.IsZero() {
		return time.Time{}
	}
	return o.RestorableUntil(s.FirstDeletedAt)
}

// RestorableUntil returns when a deletion at the given time becomes final. A policy
// that doesn't say how long to keep data isn't trusted about the window either.
func (p Policy) RestorableUntil(deletedAt time.Time) time.Time {
	if !deletedAt.After(p.FinalUntil) {
		return p.FinalUntil // or before: it has been
	}
	until, longest := p.Restore().After(deletedAt), AddMonths(deletedAt, RestoreMonthsMax)
	if until.After(longest) || !p.KeptIsValid() {
		return longest
	}
	return until
}

// CanBecome reports whether a teacher may move a session from s to next.
// Staying in a state is allowed, so that a retry is harmless.
func (s State) CanBecome(next State) bool {
	switch s {
	case Draft:
		return next == Draft || next == Open
	case Open, Paused:
		return next == Open || next == Paused || next == Closed
	case Closed:
		return next == Closed
	}
	return false
}

// The close rule. Answers and the close of their session are stamped by Firestore's
// clock, and a session snapshot knows when it was read, so that "recorded" and what is
// counted can't disagree:
//
//   - an answer that was admitted by a snapshot read at R is acknowledged at
//     once if its chunk's time is at most R + AckSlack, since a close after R
//     leaves it within CloseGrace;
//   - otherwise the session is read again, and the answer is acknowledged
//     unless Counts says no.
const (
	AckSlack   = 2 * time.Second
	CloseGrace = 3 * time.Second
)

// Counts reports whether an answer stored at the given time counts in a session
// that was closed at closedAt (zero: not closed).
func Counts(at, closedAt time.Time) bool {
	return closedAt.IsZero() || !at.After(closedAt.Add(CloseGrace))
}

// SettlesIn returns how long it takes from now until no answer that reaches Firestore
// counts any more, so that the solution helps nobody any more; at most CloseGrace. Closed
// is false while s is open. After a teacher's close it goes by Firestore's clock. At an
// end that was set, every instance closes the session by its own clock; waiting as long
// covers clocks that differ, and an end that was moved a moment ago.
func (s *Session) SettlesIn(now time.Time) (wait time.Duration, closed bool) {
	if s.StateAt(now) != Closed {
		return 0, false
	}
	wait = CloseGrace
	if !s.ClosedAt.IsZero() && !Counts(s.ReadAt, s.ClosedAt) {
		wait = 0
	} else if !s.ClosedAt.IsZero() {
		wait = min(wait, s.ClosedAt.Add(CloseGrace).Sub(s.ReadAt)+1)
	}
	if !s.ClosesAt.IsZero() {
		wait = min(wait, max(0, s.ClosesAt.Add(CloseGrace).Sub(now)))
	}
	return wait, true
}

// OpenMax is how far ahead a session's set end may be, and for how long a code is
// reserved for a session without one.
const OpenMax = 365 * 24 * time.Hour

// WaitMax is how many seconds a request may wait for a session to change.
const WaitMax = 25

// TicketLife is how long a participant's token outlives the session's close.
const TicketLife = 14 * 24 * time.Hour

// IdleClose is how long a session may lie idle before it is closed.
const IdleClose = 30 * 24 * time.Hour

// TicketExpiry returns when a token issued at now for s expires: TicketLife after
// the session closes. A session without a set end is taken to run as long as it
// may lie idle; joining again with the same key gets a token that lasts longer.
func (s *Session) TicketExpiry(now time.Time) time.Time {
	end := s.ClosesAt
	if end.IsZero() {
		end = now.Add(IdleClose)
	}
	return end.Add(TicketLife)
}
