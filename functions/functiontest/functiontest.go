// Package functiontest runs the functions behind one address, as the load
// balancer does in the cloud, and offers what a lesson needs: a school with
// teachers, sessions with every kind of question, students who join and answer.
//
// Tests call it, functions never do. Nothing in it stands in for a function or for the
// store: it uses Google's Firestore emulator, the Cloud KMS and Auth0 stand-ins, and
// checks every exchange against the OpenAPI document. It must never be given a project
// that is not the test's own.
package functiontest

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/emulators/storage"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The orgs of every School.
const (
	North    = "org_north"
	South    = "org_south"
	Operator = "org_operator"
)

// The people of every School, by their e-mail addresses. Grace and Alan
// administer their orgs, Ada, Linus and Mary teach, and Nemo's org isn't known.
// Ops is of the operator's org; Alan was granted the same permission by mistake.
const (
	Ada   = "ada@north.example"
	Linus = "linus@north.example"
	Mary  = "mary@north.example"
	Grace = "grace@north.example"
	Alan  = "alan@south.example"
	Nemo  = "nemo@nowhere.example"
	Ops   = "ops@cleanslate.example"
)

var (
	teach = []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete}
	lead  = append([]string{domain.OrgAdmin}, teach...)
)

var people = []auth0.User{
	{Sub: "auth0|ada", Email: Ada, Org: North, Permissions: teach},
	{Sub: "auth0|linus", Email: Linus, Org: North, Permissions: teach},
	{Sub: "auth0|mary", Email: Mary, Org: North, Permissions: teach},
	{Sub: "auth0|grace", Email: Grace, Org: North, Permissions: lead},
	{Sub: "auth0|alan", Email: Alan, Org: South, Permissions: append([]string{domain.PlatformIncidents, domain.PlatformOrgs}, lead...)},
	{Sub: "auth0|ops", Email: Ops, Org: Operator, Permissions: []string{domain.PlatformIncidents, domain.PlatformOrgs}},
	{Sub: "auth0|nemo", Email: Nemo, Org: "org_nowhere", Permissions: lead},
}

// MemberID is the id under which the store knows a person.
func MemberID(email string) string {
	for _, p := range people {
		if p.Email == email {
			return domain.MemberID(p.Org, p.Sub)
		}
	}
	panic("functiontest: there is nobody called " + email)
}

// services are what all Schools of a process share.
type services struct {
	kms     *kms.Server
	people  *auth0.Provider
	issuer  string
	objects *storage.Server
}

// start brings the services up once. They end with the process.
var start = sync.OnceValues(func() (*services, error) {
	keys, err := Emulators()
	if err != nil {
		return nil, err
	}
	objects, err := storage.Ensure()
	if err != nil {
		return nil, err
	}
	provider, issuer, err := SignIn(auth0.Options{Users: people})
	return &services{kms: keys, people: provider, issuer: issuer, objects: objects}, err
})

// A Clock is the system's, moved forward by a test. The functions go by it;
// only Firestore has its own.
type Clock struct{ offset atomic.Int64 }

// Now is the time by the clock.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }
