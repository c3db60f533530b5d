package domain

import "time"

// A Participant is one student in one session, as the database holds them.
type Participant struct {
	ID           string
	JoinedAt     time.Time
	ConsentBasis string // the agreement under which the data is collected
	Alias        []byte // sealed
	Grades       []byte // sealed; empty: none

	// RenamedAt is when the student, or a parent for them, last corrected their alias, zero if
	// never, and Renames how often. What it was before is kept nowhere.
	RenamedAt time.Time
	Renames   int

	Parent ParentActs

	// Correction is what is to be read beside their work, as the school decided about a request
	// to correct it, sealed; empty: nothing. CorrectedAt is when that was decided.
	Correction  []byte
	CorrectedAt time.Time
}

// CorrectionMax is how long a correction may be, in characters.
const CorrectionMax = 1000

// Disclosable reports whether p may be counted in what leaves the school or reaches the
// operator, however large the group is, given whether what they left is restricted. Whatever
// gives out statistics asks this, and nothing else.
func (p *Participant) Disclosable(restricted bool) bool {
	return !restricted && !p.Parent.Refuses().Disclosure
}

// RenamesMax is how often a student may correct their alias. Each time every view of
// the session is sent the new one.
const RenamesMax = 20

// GradesMax is how many grades one request may give.
const GradesMax = 500

// A Grade is what a teacher gave by hand for one answer. It applies to the
// revision it was given for and to no other.
type Grade struct {
	Revision int     `json:"revision"`
	Points   float64 `json:"points"`
}
