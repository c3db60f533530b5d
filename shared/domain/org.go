package domain

import "time"

// An Org is a school or another institution that runs sessions under one
// agreement.
type Org struct {
	ID         string
	Name       string
	Country    string // ISO 3166-1 alpha-2
	Timezone   string // IANA name
	State      OrgState
	Policy     Policy
	Agreements []Agreement
}

// OrgState says whether an org may still collect anything.
type OrgState string

const (
	OrgActive OrgState = "active"
	OrgLeft   OrgState = "left" // the contract has ended
)

// An Agreement is a written agreement with the school that is on file. It is the
// basis on which children's data is collected (the school's consent on the
// parents' behalf).
type Agreement struct {
	ID       string
	SignedAt time.Time
	EndsAt   time.Time // zero: until terminated
}

// A Policy is what an org agreed to about its sessions' data.
type Policy struct {
	KeptDays        int    // days that a closed session's data is kept; 1 to 3650
	RestoreMonths   int    // calendar months that a deletion can be undone; 0 to 6
	MaxParticipants int    // a session; 0: DefaultMaxParticipants
	PrivacyContact  string // a role's e-mail address, published to students
}

// DefaultMaxParticipants bounds a session unless the org's policy says more.
const DefaultMaxParticipants = 5000

// RestoreMonthsMax is the longest time that a deletion may stay restorable
// (promise P24).
const RestoreMonthsMax = 6

// ParticipantCap is how many participants one of o's sessions takes.
func (o Org) ParticipantCap() int {
	if o.Policy.MaxParticipants > 0 {
		return o.Policy.MaxParticipants
	}
	return DefaultMaxParticipants
}

// Agreement gives the id of the agreement that is in force at now. Without one
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
	Profile []byte // sealed; empty: nothing told
}

// MemberState says whether a member may act.
type MemberState string

const (
	MemberActive  MemberState = "active"
	MemberRevoked MemberState = "revoked"
)

// A Profile is what a member may have told about themselves. It is sealed under
// the member's own key.
type Profile struct {
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
	Locale string `json:"locale,omitempty"`
}
