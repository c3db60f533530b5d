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
	GroundSubject   ErasureGround = "data-subject" // the student themselves (GDPR art. 17)
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
type Receipt struct {
	Format      int           `json:"format"` // 1
	ID          string        `json:"id"`
	Org         string        `json:"org"`
	Kind        SubjectKind   `json:"kind"`
	Session     string        `json:"session,omitempty"`
	Participant string        `json:"participant,omitempty"`
	QuestionSet string        `json:"questionSet,omitempty"`
	Rule        Rule          `json:"rule"`
	Ground      ErasureGround `json:"ground,omitempty"`
	Clause      string        `json:"clause,omitempty"`
	Counts      Counted       `json:"counts"`
	RequestedAt time.Time     `json:"requestedAt"`
	// KeysDeletedAt is when the keys were deleted; what they sealed was out
	// of reach from then on. ErasedAt is when the documents were gone.
	KeysDeletedAt time.Time `json:"keysDeletedAt"`
	ErasedAt      time.Time `json:"erasedAt"`
	// IrrecoverableAt is when what was sealed can't be recovered any more,
	// even from a backup; PlainUntil is when what was stored without a
	// key, such as titles and questions, has left the backups.
	IrrecoverableAt time.Time `json:"irrecoverableAt"`
	PlainUntil      time.Time `json:"plainUntil"`
}

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
	cut := func(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
	r := Receipt{
		Format: 1, ID: e.Receipt, Org: e.Subject.Org, Kind: e.Subject.Kind, Session: e.Subject.Session,
		Rule: e.Rule, Ground: e.Ground, Clause: e.Clause, Counts: counts, RequestedAt: cut(e.RequestedAt),
		KeysDeletedAt: cut(e.KeysDeletedAt), ErasedAt: cut(now),
		IrrecoverableAt: cut(IrrecoverableAt(e.KeysDeletedAt, lastTicket)), PlainUntil: cut(now.Add(BackupLife)),
	}
	switch e.Subject.Kind {
	case SubjectParticipant:
		r.Participant = e.Subject.ID
	case SubjectQuestionSet:
		r.QuestionSet = e.Subject.ID
	}
	// A member's id can be derived from their account: it is left out, and
	// the receipt's own id is random.
	return r
}
