package domain

import (
	"encoding/base64"
	"time"
)

// A parent's code lets whoever holds it act for one student of one session: see what is
// held, correct it, copy it, erase it, and refuse. A teacher gives it out. It is a secret
// of 128 bits, like that of a join, and opens that student's key and no other.

const (
	// ParentCodesADay is how many codes may be given out for a student within 24 hours,
	// ParentCodesMax how many in all. Each ends the one before.
	ParentCodesADay = 5
	ParentCodesMax  = 20
)

// ParentCodeID derives the id of a parent's code of session sid from its secret, which is
// stored nowhere.
func ParentCodeID(sid, secret string) string {
	return derivedID("parent\x00", sid+"\x00", secret)
}

// ParentSecret writes the 128 bits of an id as the secret of a parent's code: in base64url,
// like the secret of a join, so that the same twelve words stand for it. It is empty for
// what isn't an id.
func ParentSecret(id string) string {
	b, ok := DecodeID(id)
	if !ok {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// ParentActs are what a parent did with a code: when, and nothing else. Zero: nothing.
type ParentActs struct {
	CorrectedAt time.Time `json:"correctedAt,omitzero"` // the alias, the last time

	// When they last refused that more is collected, and that anything is given away which the
	// service doesn't need, and when they last lifted that. A refusal stands until it is lifted.
	CollectionRefusedAt time.Time `json:"collectionRefusedAt,omitzero"`
	CollectionLiftedAt  time.Time `json:"collectionLiftedAt,omitzero"`
	DisclosureRefusedAt time.Time `json:"disclosureRefusedAt,omitzero"`
	DisclosureLiftedAt  time.Time `json:"disclosureLiftedAt,omitzero"`

	Corrections int `json:"-"` // how often the alias was corrected: RenamesMax at most, whatever the student used up
	Lifts       int `json:"-"` // how often a refusal was lifted
}

// LiftsMax is how often the refusals for a student may be lifted. Each change is sent to
// every view of the session; refusing is always possible.
const LiftsMax = 20

// Refusals are what a parent refuses. Nothing is given away beyond the service but counts: of
// those whose disclosure is refused there are none (see Participant.Disclosable).
type Refusals struct {
	Collection bool `json:"collection"`
	Disclosure bool `json:"disclosure"`
}

// Refuses returns the refusals that stand.
func (a *ParentActs) Refuses() Refusals {
	stands := func(refused, lifted time.Time) bool { return !refused.IsZero() && !refused.Before(lifted) }
	return Refusals{
		Collection: stands(a.CollectionRefusedAt, a.CollectionLiftedAt),
		Disclosure: stands(a.DisclosureRefusedAt, a.DisclosureLiftedAt),
	}
}

// Refuse notes what a parent refuses from now on. It reports false, and notes nothing, if
// that lifts a refusal once more than may be.
func (a *ParentActs) Refuse(r Refusals, now time.Time) bool {
	stood, next := a.Refuses(), *a
	note := func(stood, refuse bool, refused, lifted *time.Time) {
		switch {
		case refuse && !stood:
			*refused = later(now, *lifted)
		case !refuse && stood:
			*lifted = later(now, *refused)
			next.Lifts++
		}
	}
	note(stood.Collection, r.Collection, &next.CollectionRefusedAt, &next.CollectionLiftedAt)
	note(stood.Disclosure, r.Disclosure, &next.DisclosureRefusedAt, &next.DisclosureLiftedAt)
	if next.Lifts > LiftsMax {
		return false
	}
	*a = next
	return true
}

// later returns t, or a moment after before if t isn't after it.
func later(t, before time.Time) time.Time {
	if t.After(before) {
		return t
	}
	return before.Add(time.Microsecond)
}

// UTC returns a with its times in UTC.
func (a ParentActs) UTC() ParentActs {
	for _, t := range []*time.Time{&a.CorrectedAt, &a.CollectionRefusedAt, &a.CollectionLiftedAt, &a.DisclosureRefusedAt, &a.DisclosureLiftedAt} {
		*t = utcOrZero(*t)
	}
	return a
}

// utcOrZero returns t in UTC: of the zero time there is one form only, that omitzero knows.
func utcOrZero(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}
