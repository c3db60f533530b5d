package domain

import "time"

// An Org is a school or another institution that runs sessions under one
// agreement.
type Org struct {
	ID         string
	Name       string
	Country    string // ISO 3166-1 alpha-2
	Timezone   string // IANA name
	Language   string // "en", "de", "fr" or "es"; empty: the country's
	State      OrgState
	LeftAt     time.Time // when the contract ended before its agreements did; zero: it didn't
	Policy     Policy
	Agreements []Agreement
}

// OrgState says whether an org may still collect anything.
type OrgState string

const (
	OrgActive OrgState = "active"
	OrgLeft   OrgState = "left" // the contract has ended
	// An org that is being erased, or of which a tombstone is left.
	OrgErasing OrgState = "erasing"
	OrgErased  OrgState = "erased"
)

// An Agreement is a written agreement with a school, kept on file. It is the
// basis on which children's data is collected (the school's consent on the
// parents' behalf).
type Agreement struct {
	ID       string
	SignedAt time.Time
	EndsAt   time.Time // zero: until terminated
	// Clauses are what it says about notice of a breach, Holidays the days
	// ("2026-11-27") on which the school doesn't work.
	Clauses  []ClauseTerm
	Holidays []string
}

// A Policy is what an org agreed to for its sessions' data.
type Policy struct {
	// A closed session's data is kept for KeptMonths calendar months and
	// KeptDays days, between KeptMin and KeptMax.
	KeptMonths int
	KeptDays   int
	// A deletion can be undone for RestoreMonths calendar months and
	// RestoreDays days, at most RestoreMonthsMax months together.
	RestoreMonths   int
	RestoreDays     int
	MaxParticipants int      // per session; 0: DefaultMaxParticipants
	PrivacyContact  string   // a role's e-mail address, published to students
	Purposes        []string // what the data is kept for, published
	Clause          string   // of the agreement that says so, published
	Revision        int      // rises by one with every change
	// FinalUntil is the latest deletion that was final when the policy was
	// last changed: a longer window doesn't bring it back.
	FinalUntil time.Time
}

// Kept returns how long a closed session's data is kept.
func (p Policy) Kept() Period { return Period{p.KeptMonths, p.KeptDays} }

// Restore returns how long a deletion can be undone.
func (p Policy) Restore() Period { return Period{p.RestoreMonths, p.RestoreDays} }

// DefaultMaxParticipants bounds a session unless the org's policy says more.
const DefaultMaxParticipants = 5000

// ParticipantCap returns how many participants one of o's sessions takes.
func (o Org) ParticipantCap() int {
	if o.Policy.MaxParticipants > 0 {
		return o.Policy.MaxParticipants
	}
	return DefaultMaxParticipants
}

// Agreement returns the id of the agreement that is in force at now. Without one
// nothing may be collected (promise P30).
func (o Org) Agreement(now time.Time) (id string, ok bool) {
	if o.State != OrgActive {
		return "", false
	}
	for _, a := range o.Agreements {
		if !a.SignedAt.After(now) && (a.EndsAt.IsZero() || now.Before(a.EndsAt)) {
			return a.ID, true
		}
	}
	return "", false
}

// A Member is a person of an org who signs in: a teacher or an administrator.
type Member struct {
	ID      string
	Org     string
	State   MemberState
	Profile []byte // sealed; empty: none
}

// MemberState says whether a member may act.
type MemberState string

const (
	MemberActive  MemberState = "active"
	MemberRevoked MemberState = "revoked"
	MemberErasing MemberState = "erasing"
	MemberErased  MemberState = "erased" // a tombstone: an old token must not bring them back
)

// A Profile is what a member told about themselves. It is sealed under the
// member's own key.
type Profile struct {
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
	Locale string `json:"locale,omitempty"`
}

// OrgIDMax is the longest id of an org, in characters.
const OrgIDMax = 64

// IsOrg reports whether s can be an org's id: Auth0's are "org_" and letters and
// digits. It becomes a part of document paths, where Firestore keeps what begins
// with underscores to itself.
func IsOrg(s string) bool { return isName(s, OrgIDMax) }
