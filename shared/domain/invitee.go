package domain

import "time"

// An Invitee is somebody whom an org asks to become a member. The identity provider sends
// the invitation, and lets in whoever accepts it.
type Invitee struct {
	ID      string
	Org     string
	Role    Role
	State   InviteeState
	By      string // member id
	MadeAt  time.Time
	Refused bool   // the identity provider didn't accept the last try
	Address []byte // wrapped for identity alone; empty once it was used (promise P32)
	Ticket  string // its id at the identity provider; empty: none yet
	// Until is when the delivery that is at it counts as failed.
	Until time.Time
}

// InviteeState says how far their invitation is.
type InviteeState string

const (
	InviteeWaits     InviteeState = "waiting" // to be sent
	InviteeSent      InviteeState = "sent"
	InviteeWithdrawn InviteeState = "withdrawn" // at the identity provider, too, once it no longer Waits
)

const (
	// InviteeKept is how long an invitation can be accepted. Whatever became of it,
	// nothing of it is kept longer.
	InviteeKept = 7 * 24 * time.Hour
	// InviteesMax is how many invitations of an org may be open.
	InviteesMax = 200
	// InviteesSent is how many may be made within InviteeKept, withdrawn ones included:
	// each is a mail to somebody who didn't ask for it.
	InviteesSent = 400
)

// EndsAt returns when i can't be accepted any more.
func (i Invitee) EndsAt() time.Time { return i.MadeAt.Add(InviteeKept) }

// Waits reports whether the identity provider is still to be told.
func (i Invitee) Waits() bool {
	return i.State == InviteeWaits || i.State == InviteeWithdrawn && (i.Ticket != "" || len(i.Address) > 0)
}

// Over reports whether i was withdrawn, everywhere. It stays until EndsAt, so that the
// request that made it, sent again, doesn't bring it back.
func (i Invitee) Over() bool { return i.State == InviteeWithdrawn && !i.Waits() }
