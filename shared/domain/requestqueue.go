package domain

import (
	"crypto/hmac"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A RequestQueue is what a school does about a request in its queue.
type RequestQueue struct {
	Clocks []RequestClock // empty until the first look after it was verified

	// Identity says how the school knows that the requester is who they say: what was
	// seen, never a copy of it, nor a word about it.
	Identity   IdentityCheck // empty: nothing is noted
	IdentityAt time.Time

	Extension  ExtensionGround // empty: it wasn't extended
	ExtendedAt time.Time

	Decision  Decision // empty: it isn't decided
	Ground    string   // of a refusal, whole or in part: a RefusalGround's id
	DecidedAt time.Time
	Answer    []byte // sealed under the request's key: a RequestAnswer

	Receipts []string // ids of what was erased for it
	DoneAt   time.Time

	Forwards []RequestForward // in their order

	// Find is the last search for whom it is about; empty: there was none.
	Find string
	// Correction is what is to be read beside the work of those it was decided about, sealed
	// under the request's key; empty: nothing.
	Correction []byte
	// LiftableAt is from when the restriction that it led to may be lifted, which the requester
	// was told; zero: they weren't. LiftedAt is when it was.
	LiftableAt time.Time
	LiftedAt   time.Time
	// RenewedAt is when the time for the copies began again; zero: it didn't.
	RenewedAt time.Time
	// Scope is whom it was decided about, sealed under the request's key: a list of Meant;
	// empty: nobody was searched for.
	Scope []byte

	Revision int     // rises with every change
	Timeline []Entry // chained; at most RequestEntriesMax
}

// An IdentityCheck is how a requester was identified.
type IdentityCheck string

const (
	IdentityKnown    IdentityCheck = "known"    // in person, to somebody at the school
	IdentityDocument IdentityCheck = "document" // they showed a document
	IdentityOnFile   IdentityCheck = "on-file"  // their address or number is what the school has of them
	IdentityAccount  IdentityCheck = "account"  // they signed in to an account at the school
	IdentityDetails  IdentityCheck = "details"  // they knew what only that person knows
	IdentityFailed   IdentityCheck = "failed"   // none of these
)

// IdentityChecks lists all of them.
var IdentityChecks = []IdentityCheck{IdentityKnown, IdentityDocument, IdentityOnFile, IdentityAccount, IdentityDetails, IdentityFailed}

// A Decision is what a school answers.
type Decision string

const (
	DecisionGranted Decision = "granted"
	DecisionPartly  Decision = "partly"
	DecisionRefused Decision = "refused"
)

// Decisions lists all of them.
var Decisions = []Decision{DecisionGranted, DecisionPartly, DecisionRefused}

// A RequestAnswer is a decision as the requester reads it.
type RequestAnswer struct {
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`  // paragraphs, divided by empty lines
	Words    string `json:"words"` // those in it that the school wrote
}

// A RequestForward is a request's way from one org to another.
type RequestForward struct {
	From, To string
	At       time.Time
}

// RequestCopyID derives the id of what opens, for the requester, what is held about one
// student, with the key of a search.
func RequestCopyID(find, participant string) string {
	return derivedID("request copy\x00", find+"\x00", participant)
}

// keptFrom returns from when what was found of a request that is done is kept.
func (q *RequestQueue) keptFrom() time.Time {
	if q.RenewedAt.After(q.DoneAt) {
		return q.RenewedAt
	}
	return q.DoneAt
}

// RequestForwardID derives the id of the box of a request's key that an org gets to which
// the request is forwarded.
func RequestForwardID(request, org string) string {
	return derivedID("request forward\x00", request+"\x00", org)
}

// Limits of what is done about a request.
const (
	RequestAnswerMax   = RequestTextMax // characters of what the school writes
	RequestReceiptsMax = 100            // that one request leads to
	CopyCodesADay      = 5              // that are mailed for a request's copies
	// LiftNotice is how long before a restriction is lifted the requester is told.
	LiftNotice         = 3 * 24 * time.Hour
	RequestForwardsMax = 4   // between orgs: then people have to talk
	RequestEntriesMax  = 200 // of its timeline, which has some dozens at most
	// RequestChecksMax is how many entries there may be for the identity to be noted again,
	// for another search or other marks: the rest of the timeline is for what can't wait, such as a
	// missed deadline.
	RequestChecksMax = RequestEntriesMax / 2
)

// What is refused about a request.
var (
	ErrRequestDecided = Problem(ErrConflict, "request-decided",
		"This request is decided already. Reload it and read what was decided.")
	ErrRequestUndecided = Problem(ErrConflict, "request-undecided",
		"This request isn't decided, or was done already. Reload it and check.")
	ErrIdentityUnchecked = Problem(ErrConflict, "identity-unchecked",
		"Note first how you know who asks. Nobody gets another person's data, or has it erased.")
	ErrNothingToExtend = Problem(ErrConflict, "nothing-to-extend",
		"No clause lets the time for this request be extended now: none allows it, it was extended before, or the first time is over.")
	// ErrErasureOpen refuses to call done what isn't erased yet.
	ErrErasureOpen = Problem(ErrConflict, "erasure-open",
		"Not everybody who is meant is erased yet. It takes minutes, or as long as a legal hold stands. Record it then.")
	// ErrNotRestricted refuses to lift what there isn't.
	ErrNotRestricted = Problem(ErrConflict, "not-restricted",
		"This request led to no restriction. Reload it and check.")
	// ErrLiftTooSoon refuses to lift a restriction before the requester had time to read that.
	ErrLiftTooSoon = Problem(ErrConflict, "lift-too-soon",
		"The requester was told that the restriction is to be lifted. Lift it from the time on that they were told.")
	// ErrNoCopies refuses to begin the time for copies again where none were granted.
	ErrNoCopies = Problem(ErrConflict, "no-copies",
		"No copies were granted with this request, or the answer isn't done. Reload it and check.")
	ErrNotForwarded = Problem(ErrConflict, "not-forwarded",
		"This request can't be forwarded there: it is there already, was decided, or went back and forth too often.")

	errRequestRoom = Problem(ErrConflict, "conflict", "Too much was done about this request already. Decide it, or ask the operator.")
)

// Queued reports whether r is, or was, in an org's queue: its address was verified.
func (r *Request) Queued() bool {
	return r.State == RequestOpen || r.State == RequestDecided || r.State == RequestDone
}

// Note numbers and chains the entries that come next on r's timeline, and adds them. The
// error is ErrConflict if it has no room for them.
func (r *Request) Note(entries []Entry) error {
	q := &r.Queue
	n, head := len(q.Timeline), []byte(nil)
	if n+len(entries) > RequestEntriesMax {
		return errRequestRoom
	}
	if n > 0 {
		head = q.Timeline[n-1].Hash
	}
	if len(entries) > 0 {
		q.Timeline = append(q.Timeline, appendTo(&n, &head, entries)...)
		q.Revision++
	}
	return nil
}

// VerifyTimeline checks that no entry of r's timeline was changed, moved or taken out from
// between others.
func (r *Request) VerifyTimeline() error {
	var c Chain
	for _, e := range r.Queue.Timeline {
		if err := c.Add(e); err != nil {
			return err
		}
	}
	return nil
}

// Begin starts r's clocks, which run from its receipt, unless they run already, and returns
// what that adds to its timeline. Actor is who notices: a function or a member.
func (r *Request) Begin(o Org, actor string, now time.Time) ([]Entry, error) {
	if !r.Queued() || len(r.Queue.Clocks) > 0 {
		return nil, nil
	}
	clocks, err := o.RequestClocks(r.Kind, r.ReceivedAt)
	if err != nil {
		return nil, err
	}
	r.Queue.Clocks = clocks
	return []Entry{r.entry(EntryReceived, r.ReceivedAt, actor, now, map[string]string{"due": factTime(r.DueAt())})}, nil
}

func (r *Request) entry(kind EntryKind, at time.Time, actor string, now time.Time, facts map[string]string) Entry {
	return Entry{At: at, RecordedAt: now, Actor: actor, Kind: kind, Facts: facts}
}

// factTime writes a time as timelines have it.
func factTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// A ClockAlarm is what a look at a request's clocks finds about one of them.
type ClockAlarm struct {
	RequestClock
	Alarm
}

// Watch checks r's clocks at now and records what it finds. It returns them all, in order,
// and what that adds to the timeline.
func (r *Request) Watch(actor string, now time.Time) ([]ClockAlarm, []Entry) {
	alarms := make([]ClockAlarm, len(r.Queue.Clocks))
	var entries []Entry
	for i := range r.Queue.Clocks {
		c := &r.Queue.Clocks[i]
		a := c.Watch(!c.MetAt.IsZero(), c.MetAt, false, now)
		alarms[i] = ClockAlarm{*c, a}
		if a.Percent > 0 {
			entries = append(entries, r.entry(EntryEscalated, now, actor, now, map[string]string{
				"clause": c.Clause, "deadline": factTime(c.Deadline), "percent": strconv.Itoa(a.Percent),
			}))
		}
		if a.Missed {
			entries = append(entries, r.entry(EntryMissed, c.Deadline, actor, now, map[string]string{"clause": c.Clause, "deadline": factTime(c.Deadline)}))
		}
	}
	return alarms, entries
}

// DueAt returns when the first of r's clocks is over; zero: none runs.
func (r *Request) DueAt() (due time.Time) {
	for _, c := range r.Queue.Clocks {
		if due.IsZero() || c.Deadline.Before(due) {
			due = c.Deadline
		}
	}
	return due
}

// Identify notes how the requester was identified.
func (r *Request) Identify(how IdentityCheck, actor string, now time.Time) ([]Entry, error) {
	if r.State != RequestOpen {
		return nil, ErrRequestDecided
	}
	if r.Queue.Identity == how {
		return nil, nil
	}
	if len(r.Queue.Timeline) >= RequestChecksMax {
		return nil, errRequestRoom
	}
	r.Queue.Identity, r.Queue.IdentityAt = how, now
	return []Entry{r.entry(EntryIdentity, now, actor, now, map[string]string{"identity": string(how)})}, nil
}

// Search records that somebody searches for whom r is about, in place of an earlier search.
func (r *Request) Search(find, actor string, now time.Time) ([]Entry, error) {
	if r.State != RequestOpen {
		return nil, ErrRequestDecided
	}
	if len(r.Queue.Timeline) >= RequestChecksMax {
		return nil, errRequestRoom
	}
	r.Queue.Find = find
	return []Entry{r.entry(EntrySearched, now, actor, now, map[string]string{})}, nil
}

// Mark records that somebody marked who is meant among those whom the last search found.
func (r *Request) Mark(found []Found, actor string, now time.Time) ([]Entry, error) {
	if r.State != RequestOpen {
		return nil, ErrRequestDecided
	}
	if len(r.Queue.Timeline) >= RequestChecksMax {
		return nil, errRequestRoom
	}
	count := func(m FoundMark) string {
		n := 0
		for _, f := range found {
			if f.Mark == m {
				n++
			}
		}
		return strconv.Itoa(n)
	}
	return []Entry{r.entry(EntryMarked, now, actor, now, map[string]string{"meant": count(FoundMeant), "excluded": count(FoundExcluded)})}, nil
}

// Erases reports whether what was decided about r erases those who are meant.
func (r *Request) Erases() bool {
	return r.Kind == RequestDelete && r.granted()
}

// Copies reports whether what was decided about r gives the requester a copy of what is
// held about those who are meant.
func (r *Request) Copies() bool {
	return (r.Kind == RequestKnow || r.Kind == RequestPort) && r.granted()
}

// granted reports whether r was decided about somebody, and not refused.
func (r *Request) granted() bool {
	return len(r.Queue.Scope) > 0 && (r.Queue.Decision == DecisionGranted || r.Queue.Decision == DecisionPartly)
}

// Corrects reports whether what was decided about r is to be read beside the work of those
// who are meant.
func (r *Request) Corrects() bool {
	return r.Kind == RequestCorrect && r.granted() && len(r.Queue.Correction) > 0
}

// Restricts reports whether what was decided about r has the data of those who are meant
// kept and not used: a restriction (GDPR art. 18), or an objection to their use in results
// and statistics (art. 21), as long as the school didn't lift it.
func (r *Request) Restricts() bool {
	return (r.Kind == RequestRestrict || r.Kind == RequestObject) && r.granted()
}

// LiftDue reports whether Lift at now lifts the restriction that r led to.
func (r *Request) LiftDue(now time.Time) bool {
	q := &r.Queue
	return r.Restricts() && (r.State == RequestDecided || r.State == RequestDone) && q.LiftedAt.IsZero() &&
		!q.LiftableAt.IsZero() && !now.Before(q.LiftableAt)
}

// Lift lifts the restriction that r led to: first the requester is told (art. 18(3)), and
// from LiftNotice after that it is done.
func (r *Request) Lift(actor string, now time.Time) ([]Entry, error) {
	q := &r.Queue
	switch {
	case !r.Restricts() || r.State != RequestDecided && r.State != RequestDone:
		return nil, ErrNotRestricted
	case !q.LiftedAt.IsZero():
		return nil, nil
	case q.LiftableAt.IsZero():
		q.LiftableAt = now.Add(LiftNotice)
		return []Entry{r.entry(EntryLifting, now, actor, now, map[string]string{"liftable": factTime(q.LiftableAt)})}, nil
	case now.Before(q.LiftableAt.Add(-LiftNotice).Add(RequestMailEvery)):
		return nil, nil // the same request, sent twice
	case now.Before(q.LiftableAt):
		return nil, ErrLiftTooSoon
	}
	q.LiftedAt = now
	return []Entry{r.entry(EntryLifted, now, actor, now, map[string]string{})}, nil
}

// CopiesUntil returns until when the requester can save copies; zero: there are none, or
// not yet.
func (r *Request) CopiesUntil() time.Time {
	if r.State != RequestDone || !r.Copies() {
		return time.Time{}
	}
	return r.Queue.keptFrom().Add(FindKept)
}

// Renew begins the time for copies again, with a search under whose key they are made
// again, and takes back the codes that were mailed. So it does for what else find has to
// carry out of a decision, where the search is over that it was decided by.
func (r *Request) Renew(find, actor string, now time.Time) ([]Entry, error) {
	if !(r.Copies() || r.Corrects() && r.State == RequestDecided) || r.State != RequestDecided && r.State != RequestDone {
		return nil, ErrNoCopies
	}
	r.Queue.Find, r.Code = find, RequestCode{}
	if r.State == RequestDone {
		r.Queue.RenewedAt = now
	}
	return []Entry{r.entry(EntryRenewed, now, actor, now, map[string]string{})}, nil
}

// MailCopyCode stores a new code for copies, of which hash is kept, unless one was mailed
// not long ago, or too many. It reports whether it did.
func (r *Request) MailCopyCode(hash []byte, now time.Time) bool {
	if !r.TakesCopyCode(now) || r.CopyCodesOver(now) {
		return false
	}
	r.Code = RequestCode{Hash: hash, SentAt: now, Mailed: append(r.Code.mailed(now), now)}
	return true
}

// mailed returns the times within RequestDay at which codes were mailed.
func (c *RequestCode) mailed(now time.Time) (lately []time.Time) {
	for _, at := range c.Mailed {
		if at.Add(RequestDay).After(now) {
			lately = append(lately, at)
		}
	}
	return lately
}

// TakesCopyCode reports whether enough time has passed for another code for copies.
func (r *Request) TakesCopyCode(now time.Time) bool {
	return now.Before(r.CopiesUntil()) && !now.Before(r.Code.SentAt.Add(RequestMailEvery))
}

// CopyCodesOver reports whether no more codes for copies are mailed today: whoever has
// only the link could use up their tries for as long as there are more.
func (r *Request) CopyCodesOver(now time.Time) bool { return len(r.Code.mailed(now)) >= CopyCodesADay }

// EnterCopy tries a code for copies with the hash of what somebody entered. A wrong code
// counts, and a right one is good until its time is over. Changed reports whether r has to
// be stored.
func (r *Request) EnterCopy(hash []byte, now time.Time) (result CodeResult, changed bool) {
	c := &r.Code
	if !now.Before(r.CopiesUntil()) || len(c.Hash) == 0 || c.Tries >= RequestCodeTries || !now.Before(c.SentAt.Add(RequestCodeValid)) {
		return CodeOver, false
	}
	if !hmac.Equal(hash, c.Hash) {
		c.Tries++
		return CodeWrong, true
	}
	return CodeRight, false
}

// ErasureGround returns the ground on which what r asks for is erased.
func (r *Request) ErasureGround() ErasureGround {
	switch r.From {
	case FromParent:
		return GroundParent
	case FromTeacher:
		return GroundSchool
	}
	return GroundSubject
}

// Extends reports whether the time of c can be extended at now.
func (c RequestClock) Extends(now time.Time) bool {
	return !c.LongestAt.IsZero() && !c.Extended && c.MetAt.IsZero() && now.Before(c.Deadline)
}

// Extend extends the time of every clause that allows it, once. The requester has to be
// told within the first time, so that it can't be done after that.
func (r *Request) Extend(ground ExtensionGround, actor string, now time.Time) ([]Entry, error) {
	if r.State == RequestDone {
		return nil, ErrRequestDecided
	}
	var entries []Entry
	for i := range r.Queue.Clocks {
		if c := &r.Queue.Clocks[i]; c.Extends(now) {
			c.Deadline, c.Extended, c.Escalated = c.LongestAt, true, 0
			// What of the longer time is gone already was known when it was extended.
			c.Escalated = EscalatedAt(c.StartsAt, c.Deadline, now)
			entries = append(entries, r.entry(EntryExtended, now, actor, now, map[string]string{
				"clause": c.Clause, "deadline": factTime(c.Deadline), "ground": string(ground),
			}))
		}
	}
	if len(entries) == 0 {
		return nil, ErrNothingToExtend
	}
	r.Queue.Extension, r.Queue.ExtendedAt = ground, now
	return entries, nil
}

// CheckDecision returns what is wrong with a decision about r by o, with the pointers of
// the API. Text is what the school writes, correction what is to be read beside somebody's
// work; empty: nothing.
func (r *Request) CheckDecision(o Org, d Decision, ground, text, correction string) []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !slices.Contains(Decisions, d) {
		bad("/decision", "Decide granted, partly or refused.")
	}
	known := slices.ContainsFunc(o.RefusalGrounds(r.Kind), func(g RefusalGround) bool { return g.ID == ground })
	switch {
	case d == DecisionGranted && ground != "":
		bad("/ground", "What is granted has no ground of a refusal. Leave it out.")
	case (d == DecisionPartly || d == DecisionRefused) && !known:
		bad("/ground", "Name one of the grounds on which the law lets this request be refused.")
	}
	if strings.TrimSpace(text) == "" || !isMessage(text, RequestAnswerMax) {
		bad("/text", "Tell the requester in 1 to 4,000 characters what you decided and why.")
	}
	if correction != "" && (r.Kind != RequestCorrect || d == DecisionRefused || !isMessage(correction, CorrectionMax)) {
		bad("/correction", "Say in at most 1,000 characters what is to be read instead, where you grant a correction; leave it out otherwise.")
	}
	return wrong
}

// A RequestScope is whom a decision is about, as far as somebody was searched for.
type RequestScope struct {
	Sealed []byte // a list of Meant; empty: nobody was searched for, or nobody is meant
	Meant  int    // how many
	// Correction is what is to be read beside their work, sealed; empty: nothing.
	Correction []byte
}

// Decide records a decision, which CheckDecision found nothing wrong with. What is refused
// is done with that, and about nobody.
func (r *Request) Decide(d Decision, ground string, answer []byte, scope RequestScope, actor string, now time.Time) ([]Entry, error) {
	switch {
	case r.State != RequestOpen:
		return nil, ErrRequestDecided
	case d != DecisionRefused && (r.Queue.Identity == "" || r.Queue.Identity == IdentityFailed):
		return nil, ErrIdentityUnchecked
	}
	facts := map[string]string{"decision": string(d)}
	if ground != "" {
		facts["ground"] = ground
	}
	if d != DecisionRefused && len(scope.Sealed) > 0 {
		r.Queue.Scope, r.Queue.Correction = scope.Sealed, scope.Correction
		facts["meant"] = strconv.Itoa(scope.Meant)
	}
	entries := []Entry{r.entry(EntryDecided, now, actor, now, facts)}
	r.Queue.Decision, r.Queue.Ground, r.Queue.Answer, r.Queue.DecidedAt = d, ground, answer, now
	r.State = RequestDecided
	if d == DecisionRefused {
		entries = append(entries, r.finish(actor, now)...)
	}
	return entries, nil
}

// Complete records that what was decided is carried out, and the receipts of what was
// erased for it.
func (r *Request) Complete(receipts []string, actor string, now time.Time) ([]Entry, error) {
	if r.State != RequestDecided {
		return nil, ErrRequestUndecided
	}
	r.Queue.Receipts = receipts
	facts := map[string]string{}
	if len(receipts) > 0 {
		facts["receipts"] = strings.Join(receipts, ", ")
	}
	return append([]Entry{r.entry(EntryDone, now, actor, now, facts)}, r.finish(actor, now)...), nil
}

// finish stops the clocks: a requester is answered once what was decided is done.
func (r *Request) finish(actor string, now time.Time) []Entry {
	_, entries := r.Watch(actor, now) // what was missed by now
	r.State, r.Queue.DoneAt = RequestDone, now
	for i := range r.Queue.Clocks {
		c := &r.Queue.Clocks[i]
		if c.MetAt = now; c.MissedAt.IsZero() {
			entries = append(entries, r.entry(EntryMet, now, actor, now, map[string]string{"clause": c.Clause, "deadline": factTime(c.Deadline)}))
		}
	}
	return entries
}

// Forward moves r to another org, whose clauses count from then on: from the receipt, as
// before. The identity is that org's to check, and a search its own.
func (r *Request) Forward(to Org, actor string, now time.Time) ([]Entry, error) {
	q := &r.Queue
	if r.State != RequestOpen || to.ID == r.Org || len(q.Forwards) >= RequestForwardsMax {
		return nil, ErrNotForwarded
	}
	clocks, err := to.RequestClocks(r.Kind, r.ReceivedAt)
	if err != nil {
		return nil, err
	}
	from := r.Org
	q.Forwards = append(q.Forwards, RequestForward{r.Org, to.ID, now})
	q.Clocks, q.Identity, q.IdentityAt = clocks, "", time.Time{}
	q.Extension, q.ExtendedAt, q.Find = "", time.Time{}, ""
	r.Org = to.ID
	return []Entry{r.entry(EntryForwarded, now, actor, now, map[string]string{"from": from, "org": to.ID})}, nil
}
