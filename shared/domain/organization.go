package domain

import "time"

// An Organization is what a school is at the identity provider, created before the
// school is added: its id there is the one that the school's Org will have.
type Organization struct {
	ID      string
	Name    string // the school's, which the login page shows
	MadeAt  time.Time
	Refused bool   // the identity provider didn't accept the last try
	Org     string // its id at the identity provider; empty: it waits to be created
}

const (
	// OrganizationKept is how long there is time to add the school. Then the organization
	// is nobody's, and only the identity provider knows of it.
	OrganizationKept = 24 * time.Hour
	// OrganizationsMax is how many may be asked for within OrganizationKept.
	OrganizationsMax = 20
)

// EndsAt returns when o is forgotten.
func (o Organization) EndsAt() time.Time { return o.MadeAt.Add(OrganizationKept) }

// Waits reports whether the identity provider is still to be told.
func (o Organization) Waits() bool { return o.Org == "" }

// Handle is its name at the identity provider, which nobody is shown: lowercase letters
// and digits, the same for every try, and no other organization's.
func (o Organization) Handle() string { return "school-" + o.ID }
