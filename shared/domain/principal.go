package domain

import (
	"io"
	"slices"
	"time"
)

// The permissions that an access token may carry.
const (
	SessionsWrite     = "sessions:write"
	ResultsRead       = "results:read"
	DataDelete        = "data:delete"
	IncidentsManage   = "incidents:manage"
	RightsManage      = "rights:manage"
	OrgAdmin          = "org:admin"
	PlatformIncidents = "platform:incidents"
	PlatformOrgs      = "platform:orgs"
)

// A Principal is who an access token speaks for.
type Principal struct {
	Subject     string    // at the identity provider; never logged, never a path
	Org         string    // the organization signed in to
	Permissions []string  // granted by the identity provider
	MFAAt       time.Time // when the second factor was given; zero: never
	Address     string    // AddressDigest of their e-mail address; empty: the identity provider hasn't verified it
	Expiry      time.Time // when the token ends
}

// May reports whether p holds the permission.
func (p Principal) May(permission string) bool {
	return slices.Contains(p.Permissions, permission)
}

// Operates reports whether p may act on incidents of every org. The permission
// counts in the operator's own org only, whoever else was granted it by mistake.
func (p Principal) Operates(operatorOrg string) bool {
	return p.of(operatorOrg) && p.May(PlatformIncidents)
}

// Enrolls reports whether p may add schools, change them and end their contracts,
// which counts in the operator's own org only too.
func (p Principal) Enrolls(operatorOrg string) bool {
	return p.of(operatorOrg) && p.May(PlatformOrgs)
}

// Confirmed reports whether address is the e-mail address that the identity provider has
// verified to be p's: mail to any other could reach somebody who never asked for it.
func (p Principal) Confirmed(address string) bool {
	return p.Address != "" && p.Address == AddressDigest(address)
}

func (p Principal) of(operatorOrg string) bool { return operatorOrg != "" && p.Org == operatorOrg }

// Role returns the role whose permissions p has.
func (p Principal) Role() Role {
	switch {
	case p.May(PlatformIncidents), p.May(PlatformOrgs):
		return RoleOperator
	case p.May(OrgAdmin):
		return RoleAdministrator
	}
	return RoleTeacher
}

// Member returns the id of p's member document.
func (p Principal) Member() string { return MemberID(p.Org, p.Subject) }

// NewID makes the id of what p creates: from the request's Idempotency-Key, if it
// has one, so that a retry finds what the first try made.
func (p Principal) NewID(rand io.Reader, kind, key string) (string, error) {
	if key == "" {
		return NewID(rand)
	}
	return CreatedID(kind, p.Org, p.Member(), key), nil
}

// Sees reports whether p may see the session: their own, one that they co-teach, or any
// in the org that they administer.
func (p Principal) Sees(s *Session) bool {
	return s.Org == p.Org && (s.TaughtBy(p.Member()) || p.May(OrgAdmin))
}

// Owns reports whether p may act as the session's owner: because they are, or because
// they administer its org.
func (p Principal) Owns(s *Session) bool {
	return s.Org == p.Org && (s.Owner == p.Member() || p.May(OrgAdmin))
}

// SecondFactorAge is how old a second factor may be on the routes that require one.
const SecondFactorAge = 15 * time.Minute

// RequireSecondFactor returns an error unless p gave a second factor within
// SecondFactorAge before now. The challenge is RFC 9470's; acr_values is what
// the identity provider calls a second factor.
func (p Principal) RequireSecondFactor(now time.Time) error {
	if age := now.Sub(p.MFAAt); !p.MFAAt.IsZero() && age <= SecondFactorAge && age >= -time.Minute {
		return nil
	}
	return &Error{
		Kind:   ErrUnauthenticated,
		Slug:   "second-factor-required",
		Detail: "This requires a second factor from the last 15 minutes. Sign in again with your second factor, then repeat the request.",
		Challenge: `Bearer error="insufficient_user_authentication", ` +
			`error_description="A second factor from the last 15 minutes is required", ` +
			`acr_values="http://schemas.openid.net/pape/policies/2007/06/multi-factor", max_age="900"`,
	}
}
