package domain

import "time"

// An Erasure is an erasure in progress.
type Erasure struct {
	ID      string
	Receipt string // id of the receipt that it leaves
	Subject Subject
	Rule    Rule
	Ground  ErasureGround // of a formal one
	Clause  string        // of the agreement by which it expired
	// RequestedAt is when a formal erasure was requested, or when expiry began.
	RequestedAt time.Time
	// KeysDeletedAt is when the last key was deleted, zero before.
	KeysDeletedAt time.Time
	Destroying    bool // a key may be gone: there is no way back
	Keys          int  // participants' keys deleted so far
}

// Formal reports whether e was requested by someone entitled to it. Formal
// erasures have no restore window and yield only to legal holds.
func (e *Erasure) Formal() bool { return e.Rule == RuleFormal }

// An ErasureGround is the ground on which a formal erasure was requested.
type ErasureGround string

const (
	GroundSubject   ErasureGround = "data-subject" // whom the data is about: a student or a member (GDPR art. 17)
	GroundSchool    ErasureGround = "school"       // the school's request (promise P21)
	GroundParent    ErasureGround = "parent"       // a parent's request (promise P20)
	GroundNoConsent ErasureGround = "no-consent"   // a child's data, collected without consent or beyond it (promise P29)
)

// IsErasureGround reports whether g is one of the grounds.
func IsErasureGround(g ErasureGround) bool {
	switch g {
	case GroundSubject, GroundSchool, GroundParent, GroundNoConsent:
		return true
	}
	return false
}

// A Receipt says what was erased, when and why. It holds nothing personal: its ids are
// random and refer to nothing any more.
//
// What was sealed can be brought back by whoever has its ciphertext and its key. So a
// receipt of format 2 says when each of them is gone everywhere, and IrrecoverableAt is
// the earlier. One of format 1 had no KeysGoneAt and named that as IrrecoverableAt. Both
// are read; only format 2 is written.
type Receipt struct {
	Format      int         `json:"format"`
	ID          string      `json:"id"`
	Org         string      `json:"org"`
	Kind        SubjectKind `json:"kind"`
	Session     string      `json:"session,omitempty"`
	Participant string      `json:"participant,omitempty"`
	QuestionSet string      `json:"questionSet,omitempty"`
	// Follows is the receipt of the same erasure that this one completes: since
	// then the student's records have left the session's answer log too.
	Follows     string        `json:"follows,omitempty"`
	Rule        Rule          `json:"rule"`
	Ground      ErasureGround `json:"ground,omitempty"`
	Clause      string        `json:"clause,omitempty"`
	Counts      Counted       `json:"counts"`
	RequestedAt time.Time     `json:"requestedAt"`
	// KeysDeletedAt is when the keys were deleted; what they sealed was out
	// of reach from then on. ErasedAt is when the documents were gone.
	KeysDeletedAt time.Time `json:"keysDeletedAt"`
	ErasedAt      time.Time `json:"erasedAt"`
	// KeysGoneAt is when the keys have left every backup, and no ticket that
	// carries one can be opened. PlainUntil is when the documents, sealed or
	// not, have left every backup; null while one student's sealed answers
	// still stand among those of others.
	KeysGoneAt      time.Time  `json:"keysGoneAt,omitzero"`
	PlainUntil      *time.Time `json:"plainUntil"`
	IrrecoverableAt time.Time  `json:"irrecoverableAt"`
}

// AwaitsRewrite reports whether sealed records of what was erased are still to leave the
// answer log.
func (r *Receipt) AwaitsRewrite() bool {
	return r.Format > 1 && r.Kind == SubjectParticipant && r.PlainUntil == nil
}

// FollowUp returns the receipt that completes r, whose records had left the answer log by
// now. What it counts is nothing: r counted it.
func (r *Receipt) FollowUp(now time.Time) Receipt {
	next := *r
	next.ID, next.Follows = derivedID("rewritten\x00", r.ID), r.ID
	next.Counts = Counted{}
	next.ErasedAt = cutTime(now)
	next.settle(next.ErasedAt)
	return next
}

// settle sets when r's documents, which were gone at the given time, have left the backups.
func (r *Receipt) settle(gone time.Time) {
	until := gone.Add(BackupLife)
	r.PlainUntil = &until
	r.IrrecoverableAt = r.KeysGoneAt
	if until.Before(r.IrrecoverableAt) {
		r.IrrecoverableAt = until
	}
}

// Consistent reports whether r's times agree with each other, as those of every receipt
// of its format do.
func (r *Receipt) Consistent() bool {
	if r.Format == 1 {
		return r.KeysGoneAt.IsZero() && r.PlainUntil != nil && r.Follows == ""
	}
	want := r.KeysGoneAt
	if r.PlainUntil != nil && r.PlainUntil.Before(want) {
		want = *r.PlainUntil
	}
	alone := r.Kind == SubjectParticipant && r.Follows == ""
	return r.Format == 2 && !r.KeysGoneAt.IsZero() && r.IrrecoverableAt.Equal(want) && (r.PlainUntil == nil) == alone
}

// cutTime cuts a time to the microseconds that Firestore keeps.
func cutTime(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Counted is how much was erased.
type Counted struct {
	Participants int `json:"participants"`
	Answers      int `json:"answers"` // records, changed answers included
	Documents    int `json:"documents"`
}

// NewReceipt returns the receipt of an erasure that was completed at now. LastTicket is
// when the last ticket of what was erased may have been issued, zero if there
// were none. Times are cut to the microseconds that Firestore keeps.
func NewReceipt(e *Erasure, counts Counted, lastTicket, now time.Time) Receipt {
	r := Receipt{
		Format: 2, ID: e.Receipt, Org: e.Subject.Org, Kind: e.Subject.Kind, Session: e.Subject.Session,
		Rule: e.Rule, Ground: e.Ground, Clause: e.Clause, Counts: counts, RequestedAt: cutTime(e.RequestedAt),
		KeysDeletedAt: cutTime(e.KeysDeletedAt), ErasedAt: cutTime(now),
		KeysGoneAt: cutTime(KeysGoneAt(e.KeysDeletedAt, lastTicket)),
	}
	switch e.Subject.Kind {
	case SubjectParticipant:
		r.Participant = e.Subject.ID
		r.IrrecoverableAt = r.KeysGoneAt
		return r
	case SubjectQuestionSet:
		// Nothing of it is sealed: it is there as long as its document.
		r.QuestionSet = e.Subject.ID
		r.KeysGoneAt = r.ErasedAt.Add(BackupLife)
	}
	// A member's id can be derived from their account: it is left out, and
	// the receipt's own id is random.
	r.settle(r.ErasedAt)
	return r
}
