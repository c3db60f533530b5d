package events

import "github.com/cleanslate-edu/cleanslate/shared/domain"

// An IdentityJob asks identity to bring the identity provider to what is stored of a
// member or of an invitee of an org, or of an organization, which is none's. What that is,
// is read from the data, never from the message.
type IdentityJob struct {
	Org          string `json:"org,omitempty"`
	Member       string `json:"member,omitempty"`
	Invitee      string `json:"invitee,omitempty"`
	Organization string `json:"organization,omitempty"`
}

// Encode returns the bytes that are published.
func (j IdentityJob) Encode() []byte { return encode(j) }

// ParseIdentity reads a message of identity-work. The error is ErrPoison.
func ParseIdentity(m Message) (IdentityJob, error) {
	var j IdentityJob
	if err := decode(m.Data, &j); err != nil || j.Organization == "" && !domain.IsOrg(j.Org) || j.Organization != "" && j.Org != "" {
		return IdentityJob{}, ErrPoison
	}
	if !domain.IsID(j.Member + j.Invitee + j.Organization) { // one of them, since an id has one length
		return IdentityJob{}, ErrPoison
	}
	return j, nil
}
