package domain

import "time"

// An Org is a school or another institution that runs sessions under one
// agreement.
type Org struct {
	ID         string
	Name       string
	Country    string // ISO 3166-1 alpha-2
	Region     string // state or province, ISO 3166-2: "US-NY"; empty: not said
	Timezone   string // IANA name
	Language   string // "en", "de", "fr" or "es"; empty: the country's
	State      OrgState
	LeftAt     time.Time  // when the contract ended before its agreements did; zero: it didn't
	Policy     Policy     // in force
	Announced  *Announced // nil: no change of it is announced
	Agreements []Agreement
	Holidays   []string         // days on which it doesn't work: "2026-11-27"
	Revision   int              // rises by one with every change of the facts above, but the policy's
	Created    string           // the id of the request that added it; empty: a command did
	Entries    int              // the number of the last entry of its history, where that isn't Revision
	Spent      map[string]Spent // what was changed on the last day on which anything was, by who did

	ConsentVersion int  // of the text that parents consent to; 0: there is none
	OfAge          bool // students who are, by the agreements, may say so themselves

	PolicyVersions int          // how many were published, withdrawn ones included
	Mailing        []Announcing // that its people have yet to be sent
	Told           []string     // ids of changes of ownership that Mailing has had
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
	MaxParticipants int       // per session; 0: DefaultMaxParticipants
	PrivacyContact  string    // a role's e-mail address, published to students
	Purposes        []string  // what the data is kept for, published
	Clause          string    // of the agreement that says so, published
	Revision        int       // rises by one with every change
	Version         int       // its number among the org's
	Since           time.Time // when it came into force
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

// OrgIDMax is the longest id of an org, in characters.
const OrgIDMax = 64

// IsOrg reports whether s can be an org's id: Auth0's are "org_" and letters and
// digits. It becomes a part of document paths, where Firestore keeps what begins
// with underscores to itself.
func IsOrg(s string) bool { return isName(s, OrgIDMax) }
