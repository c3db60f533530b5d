package domain

import (
	"fmt"
	"slices"
	"time"
)

// A Member is a person of an org who signs in: a teacher or an administrator.
type Member struct {
	ID      string
	Org     string
	State   MemberState
	Role    Role   // a teacher's, an administrator's or the operator's
	Profile []byte // sealed; empty: none
	Mail    MailChoice
	// Week is the ISO week in which the member was last active, such as "2026-W49".
	// Nothing more exact is kept. Empty: never.
	Week string
	// Wanted counts what is to be changed about the member at the identity provider, and
	// Applied what was. Refused says that it didn't accept the last change.
	Wanted  int
	Applied int
	Refused bool
	// Leaving says that they asked to leave: as a colleague's successor they don't count
	// any more.
	Leaving bool
	Stored  time.Time // when the document was last written, by Firestore's clock
}

// Waits reports whether the identity provider is still to be told of a change.
func (m Member) Waits() bool { return m.Wanted > m.Applied }

// Want notes that something about m is to be changed at the identity provider.
func (m *Member) Want() { m.Wanted, m.Refused = m.Wanted+1, false }

// IsMemberRole reports whether members of an org may have the role, by whether it is the
// operator's own.
func IsMemberRole(r Role, operators bool) bool {
	if operators {
		return r == RoleOperator
	}
	return r == RoleTeacher || r == RoleAdministrator
}

// above are the permissions that no teacher's role has.
var above = []string{OrgAdmin, IncidentsManage, RightsManage, PlatformIncidents, PlatformOrgs}

// Duties returns the roles that m has, by what their token says or on record, without which
// an org is nobody's to decide about.
func (m Member) Duties(token Role) []Role {
	var all []Role
	for _, r := range []Role{RoleAdministrator, RoleOperator} {
		if m.Role == r || token == r {
			all = append(all, r)
		}
	}
	return all
}

// Narrow returns the permissions of a token without those that m's role no longer has:
// tokens outlive a change of the role by up to an hour.
func (m Member) Narrow(permissions []string) []string {
	if m.Wanted == 0 || m.Role != RoleTeacher {
		return permissions
	}
	return slices.DeleteFunc(slices.Clone(permissions), func(p string) bool { return slices.Contains(above, p) })
}

// MemberState says whether a member may act.
type MemberState string

const (
	MemberActive      MemberState = "active"
	MemberRevoked     MemberState = "revoked"     // suspended by an administrator
	MemberDeactivated MemberState = "deactivated" // they deleted their profile (promise P23)
	MemberErasing     MemberState = "erasing"
	MemberErased      MemberState = "erased" // a tombstone: an old token must not bring them back
)

// WeekOf returns the ISO week of t in UTC, such as "2026-W49".
func WeekOf(t time.Time) string {
	year, week := t.UTC().ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// A Profile is what a member told about themselves. It is sealed under the
// member's own key.
type Profile struct {
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
	Locale string `json:"locale,omitempty"`
}

// A MailChoice is which mail a member wants beside what they must be told.
type MailChoice struct {
	News    bool // about what is new
	Service bool // about planned outages and changed rules
}

// NameMax is how many characters a member's name may have.
const NameMax = 80

// Check returns what is wrong with p, with the pointers of the API.
func (p Profile) Check() []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !IsLine(p.Name, NameMax) {
		bad("/name", "Enter the name by which colleagues know you, in one line of 1 to 80 characters.")
	}
	if p.Email != "" && !IsAddress(p.Email) {
		bad("/email", "Enter a plain e-mail address, such as ada@school.example, or none.")
	}
	if !slices.Contains(Languages, p.Locale) {
		bad("/locale", "The language is en, de, fr or es.")
	}
	return wrong
}
