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
}

// UTC returns a with its times in UTC.
func (a ParentActs) UTC() ParentActs {
	a.CorrectedAt = utcOrZero(a.CorrectedAt)
	return a
}

// utcOrZero returns t in UTC: of the zero time there is one form only, that omitzero knows.
func utcOrZero(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}
