package domain

import (
	"slices"
	"sort"
	"time"
)

// A Subject is what retention acts on: one session, one student in a session,
// one question set, one member, or an org with everything in it.
type Subject struct {
	Kind    SubjectKind `json:"kind"`
	Org     string      `json:"org"`
	Session string      `json:"session,omitempty"` // of a session or participant
	ID      string      `json:"id,omitempty"`      // of a participant, question set or member
}

// SubjectKind is the kind of a Subject.
type SubjectKind string

const (
	SubjectSession     SubjectKind = "session"
	SubjectParticipant SubjectKind = "participant"
	SubjectQuestionSet SubjectKind = "questionSet"
	SubjectMember      SubjectKind = "member"
	SubjectOrg         SubjectKind = "org"
)

// Valid reports whether s names what its kind needs, and nothing else.
func (s Subject) Valid() bool {
	session, id := IsID(s.Session), IsID(s.ID)
	if !IsOrg(s.Org) {
		return false
	}
	switch s.Kind {
	case SubjectSession:
		return session && s.ID == ""
	case SubjectParticipant:
		return session && id
	case SubjectQuestionSet, SubjectMember:
		return s.Session == "" && id
	case SubjectOrg:
		return s.Session == "" && s.ID == ""
	}
	return false
}

// ErasureID derives the id of the erasure of s, so that however often it is begun
// there is one erasure and one receipt.
func (s Subject) ErasureID() string {
	return derivedID("erasure\x00", string(s.Kind)+"\x00", s.Org+"\x00", s.Session+"\x00", s.ID)
}

// A Rule says why retention does something.
type Rule string

const (
	RuleEnd      Rule = "closes-at"      // the end that the teacher set has come
	RuleIdle     Rule = "idle"           // nothing happened for IdleClose
	RuleDraft    Rule = "draft"          // a draft lay for DraftLife
	RulePolicy   Rule = "policy"         // kept as long as the org's policy says
	RuleWindow   Rule = "restore-window" // the deletion can't be undone any more
	RuleLeft     Rule = "org-left"       // the org's contract has ended (promise P26)
	RuleContract Rule = "contract"       // OrgKept after the contract
	RuleFormal   Rule = "formal"         // a formal erasure: no restore window
	RuleRewrite  Rule = "rewrite"        // records of erased students leave the answer log; of no receipt
)

// A Step is one thing that retention does to a subject.
type Step struct {
	Subject Subject
	To      State // Closed, Deleted or Erased
	Rule    Rule
	Due     time.Time // by the rule
	At      time.Time // when it happens: later than due if a hold stops it for a time
	Hold    string    // the hold that stops it; empty: none
}

// How long things are kept whatever the org's policy says. IdleClose is one more.
const (
	DraftLife = 180 * 24 * time.Hour
	// LateWrites is how long after its end a session may still be written to
	// by a request that was under way.
	LateWrites = time.Minute
)

var (
	// OrgKept is how long an org is kept after its contract.
	OrgKept = Period{Months: 12}
	// HoldKept is how long a hold is on record after it ended, AuditKept how
	// long an entry of the audit log is.
	HoldKept = Period{Months: 36}
	// ReceiptsKept is how long the operator keeps the receipts of an org that was erased,
	// with their chain: ten calendar years.
	ReceiptsKept = Period{Months: 120}
	AuditKept    = Period{Months: 36}
)

// BackupLife is how long the backups and the point-in-time recovery of either
// database reach back.
const BackupLife = 7 * 24 * time.Hour

// TicketSecretLife is how long a ticket secret exists at most: 90 days during
// which tickets are sealed under it and 90 as the previous one, after which its
// version is destroyed in Secret Manager. (An alert fires when the rotation is
// late.) Whoever had a student's own ticket and the secret could open what that
// student wrote, as long as it is stored anywhere.
const TicketSecretLife = 180 * 24 * time.Hour

// KeysGoneAt returns when no key is left anywhere, if the last was deleted at
// keysDeleted and the last ticket may have been issued at lastTicket: BackupLife
// after the deletion, and not before the secret of that ticket is destroyed. LastTicket
// is zero where there are no tickets.
func KeysGoneAt(keysDeleted, lastTicket time.Time) time.Time {
	at := keysDeleted.Add(BackupLife)
	if lastTicket.IsZero() {
		return at
	}
	if t := lastTicket.Add(TicketSecretLife); t.After(at) {
		return t
	}
	return at
}

// End records that s has ended by now.
func (s *Session) End(now time.Time) {
	if !s.EndedAt.IsZero() {
		return
	}
	s.EndedAt = now
	if !s.ClosesAt.IsZero() && s.ClosesAt.Before(now) {
		s.EndedAt = s.ClosesAt
	}
}

// ended returns when s ended. Sessions from before EndedAt was stored have only
// Firestore's time.
func (s *Session) ended() time.Time {
	if s.EndedAt.IsZero() {
		return s.ClosedAt
	}
	return s.EndedAt
}

// KeptUntil returns when o's policy deletes s, zero while s hasn't ended.
func (s *Session) KeptUntil(o *Org) time.Time {
	if s.ended().IsZero() {
		return time.Time{}
	}
	return o.ends(func(p Policy) time.Time {
		if !p.KeptIsValid() {
			return time.Time{}
		}
		return p.Kept().After(s.ended())
	})
}

// NextStep returns the next step that retention takes on s automatically, if any.
func (s *Session) NextStep(o *Org) (Step, bool) {
	step := Step{Subject: Subject{Kind: SubjectSession, Org: s.Org, Session: s.ID}}
	found := false
	consider := func(to State, rule Rule, due time.Time) {
		if !due.IsZero() && (!found || due.Before(step.Due)) {
			step.To, step.Rule, step.Due, found = to, rule, due, true
		}
	}
	switch s.State {
	case Draft:
		consider(Deleted, RuleDraft, s.CreatedAt.Add(DraftLife))
		consider(Deleted, RuleLeft, o.LeftAt)
	case Open, Paused:
		active := s.CreatedAt
		if s.ActiveAt.After(active) {
			active = s.ActiveAt
		}
		consider(Closed, RuleEnd, s.ClosesAt)
		consider(Closed, RuleIdle, active.Add(IdleClose))
		consider(Deleted, RuleLeft, o.LeftAt)
	case Closed:
		consider(Deleted, RulePolicy, s.KeptUntil(o))
		consider(Deleted, RuleLeft, o.LeftAt)
	case Deleted:
		consider(Erased, RuleWindow, s.RestorableUntil(o))
	case Erasing:
		consider(Erased, RuleWindow, s.ended())
	}
	return step, found
}

// IsQuiet reports whether nobody writes to s any more, and what is deleted of it stays
// deleted.
func (s *Session) IsQuiet(now time.Time) bool {
	switch s.State {
	case Erased:
		return true
	case Closed, Deleted:
		return !s.ended().IsZero() && !now.Before(s.ended().Add(LateWrites))
	}
	return false
}

// Take applies the step to s at the given time. Erasing takes more than a change
// to the session and isn't done here.
func (s *Session) Take(step Step, at time.Time) {
	s.State = step.To
	if step.To == Closed && step.Rule == RuleIdle {
		at = step.Due
	}
	s.End(at)
	if step.To == Deleted {
		s.DeletedAt = at
		if s.FirstDeletedAt.IsZero() {
			s.FirstDeletedAt = at
		}
		s.Invitation = Invitation{}
	}
	s.Version++
}

// Steps returns all steps that retention takes on s automatically between from, which
// is now, and until, each with its effect on the next. A step that a hold stops
// is the last.
func (s *Session) Steps(o *Org, holds []Hold, from, until time.Time) []Step {
	var steps []Step
	for after := *s; ; {
		step, ok := after.NextStep(o)
		if !ok || !step.schedule(holds, from, until) {
			return steps
		}
		steps = append(steps, step)
		if step.Hold != "" || step.To == Erased {
			return steps
		}
		after.Take(step, step.At)
	}
}

// schedule sets when a step that is due happens, and reports whether that is by
// until. Closing a session takes nothing away, so nothing stops it.
func (step *Step) schedule(holds []Hold, from, until time.Time) bool {
	step.At = step.Due
	if from.After(step.At) {
		step.At = from
	}
	for step.To != Closed {
		h := HeldBy(holds, step.Subject, step.Rule == RuleFormal, step.At)
		if h == nil {
			break
		}
		if h.EndsAt().After(until) {
			step.Hold = h.ID
			break
		}
		step.At = h.EndsAt()
	}
	return !step.At.After(until)
}

// QuestionSetSteps returns all steps that retention takes on a question set by
// itself. DeletedAt is zero while it isn't deleted.
func QuestionSetSteps(o *Org, id string, deletedAt time.Time, holds []Hold, from, until time.Time) []Step {
	var steps []Step
	subject := Subject{Kind: SubjectQuestionSet, Org: o.ID, ID: id}
	if deletedAt.IsZero() {
		step := Step{Subject: subject, To: Deleted, Rule: RuleLeft, Due: o.LeftAt}
		if o.LeftAt.IsZero() || !step.schedule(holds, from, until) {
			return nil
		}
		steps, deletedAt = append(steps, step), step.At
		if step.Hold != "" {
			return steps
		}
	}
	step := Step{Subject: subject, To: Erased, Rule: RuleWindow, Due: o.RestorableUntil(deletedAt)}
	if step.schedule(holds, from, until) {
		steps = append(steps, step)
	}
	return steps
}

// Step returns the step that retention takes on o: it is erased OrgKept after its
// contract.
func (o *Org) Step(holds []Hold, from, until time.Time) (Step, bool) {
	end := o.ContractEnd()
	if end.IsZero() || o.State == OrgErasing || o.State == OrgErased {
		return Step{}, false
	}
	step := Step{Subject: Subject{Kind: SubjectOrg, Org: o.ID}, To: Erased, Rule: RuleContract, Due: OrgKept.After(end)}
	return step, step.schedule(holds, from, until)
}

// FormalStep returns the step of a formal erasure that was requested and isn't done:
// it happens at once, or when the hold that stops it ends. No hold stops one that has
// destroyed a key.
func FormalStep(e *Erasure, holds []Hold, from, until time.Time) (Step, bool) {
	step := Step{Subject: e.Subject, To: Erased, Rule: e.Rule, Due: e.RequestedAt}
	if e.Formal() {
		step.Rule = RuleFormal
	}
	if e.Destroying {
		holds = nil
	}
	return step, step.schedule(holds, from, until)
}

// TickCap returns how many deletions and erasures one tick may begin automatically in
// an org with that many sessions. A policy set by mistake hits the cap before it
// has done much; a person then confirms or corrects the policy.
func TickCap(sessions int) int { return max(TickCapMin, sessions/20) }

// TickCapMin is the cap of a small org.
const TickCapMin = 500

// PlanMonthsMax is how far ahead a plan may look.
const PlanMonthsMax = 240

// The latest starts of what may be due by at. They narrow a query; the steps
// decide.

// LatestEnd bounds the ends of sessions that p deletes by at.
func (p Policy) LatestEnd(at time.Time) time.Time { return p.Kept().latestStart(at) }

// LatestDeletion bounds the deletions that p makes final by at.
func (p Policy) LatestDeletion(at time.Time) time.Time {
	r := p.Restore()
	if r.Months >= RestoreMonthsMax || !p.KeptIsValid() {
		r = RestoreMax
	}
	if t := r.latestStart(at); t.After(p.FinalUntil) {
		return t
	}
	return p.FinalUntil
}

// FinalAt returns the latest deletion that p has made final by now, to the
// microsecond.
func (p Policy) FinalAt(now time.Time) time.Time {
	// Of later deletions the windows end later, if only by the hour.
	bound := p.LatestDeletion(now).Truncate(time.Microsecond)
	if p.RestorableUntil(bound).After(now) {
		const days = 10 // of which the bound is at most too late
		n := sort.Search(int(days*24*time.Hour/time.Microsecond), func(n int) bool {
			return !p.RestorableUntil(bound.Add(-time.Duration(n) * time.Microsecond)).After(now)
		})
		bound = bound.Add(-time.Duration(n) * time.Microsecond)
	}
	return bound
}

// Leave removes a member who leaves the org from s. What was theirs is deleted
// (promise P26) and belongs to nobody until it is erased: an administrator of the
// org can restore it.
func (s *Session) Leave(member string, now time.Time) {
	s.CoTeachers = slices.DeleteFunc(s.CoTeachers, func(id string) bool { return id == member })
	if s.Owner != member {
		return
	}
	s.Owner = Nobody
	switch s.State {
	case Draft, Open, Paused, Closed:
		s.Take(Step{To: Deleted}, now)
	}
}
