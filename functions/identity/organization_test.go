package identity_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type organization struct {
	ID, State string
	Refused   bool
	Org       *string
}

// organize asks for an organization, as the operator.
func (w *tenant) organize(name, key string) *functiontest.Reply {
	w.t.Helper()
	return w.s.Do("POST", "/v1/organizations", functiontest.Request{
		Token: w.s.Token(functiontest.Ops), Body: object{"name": name}, Key: key,
	})
}

func (w *tenant) organization(id string) (o organization) {
	w.t.Helper()
	w.as(functiontest.Ops, "GET", "/v1/organizations/"+id, nil).Want(200).JSON(&o)
	return o
}

// made returns what the identity provider calls an organization: it has one with that
// name already, or the test fails.
func (w *tenant) made(id string) string {
	w.t.Helper()
	before := w.organization(id)
	if before.State != "made" || before.Org == nil || before.Refused || !strings.HasPrefix(*before.Org, "org_") {
		w.t.Fatalf("the organization: %+v", before)
	}
	there, err := w.accounts.Organize(w.t.Context(), domain.Organization{ID: id}.Handle(), "Another")
	if err != nil || there != *before.Org {
		w.t.Errorf("the provider has %q, %v, want %s", there, err, *before.Org)
	}
	return there
}

// A school is added, and its first administrator invited, with nothing done by hand at the
// identity provider.
func TestOrganization(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	key := functiontest.NewKey()
	var asked, again organization
	w.organize("Harbour School", key).Want(202).JSON(&asked)
	if asked.State != "waiting" || asked.Org != nil {
		t.Errorf("before identity: %+v", asked)
	}
	messages := w.s.Published.Take(events.IdentityWork)
	for _, data := range messages {
		if bytes.Contains(data, []byte("Harbour")) {
			t.Errorf("a message holds a name: %s", data)
		}
		for range 2 { // it comes twice
			if err := w.deliver(data); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(messages) != 1 {
		t.Errorf("%d messages", len(messages))
	}
	org := w.made(asked.ID)
	w.organize("Harbour School", key).Want(202).JSON(&again)
	if again.ID != asked.ID || again.Org == nil || *again.Org != org {
		t.Errorf("asked for again: %+v", again)
	}
	if left := w.s.Published.Take(events.IdentityWork); len(left) != 0 {
		t.Errorf("identity is told again: %s", left)
	}
	w.organize("Another School", key).WantProblem(422, "idempotency-key-reused")

	w.as(functiontest.Ops, "POST", "/v1/orgs", object{
		"id": org, "name": "Harbour School", "country": "DE", "timezone": "Europe/Berlin",
		"contacts": object{"office": "o@harbour.example", "privacy": "p@harbour.example", "incident": ""},
		"policy":   object{"kept": "P6M", "restore": "P6M", "purposes": []string{"teaching"}, "clause": "7", "maxParticipants": 0},
	}).Want(201)
	w.as(functiontest.Ops, "POST", "/v1/orgs/"+org+"/members", object{"email": invited, "role": "administrator"}).Want(202)
	w.work()
	if len(w.links) != 1 {
		t.Fatalf("invitations: %v", w.links)
	}
	if link, err := url.Parse(w.links[0]); err != nil || link.Query().Get("organization") != org || link.Query().Get("organization_name") != "Harbour School" {
		t.Errorf("link %s, %v", w.links[0], err)
	}

	w.as(functiontest.Grace, "POST", "/v1/organizations", object{"name": "Mine"}).WantProblem(403, "forbidden")
	w.as(functiontest.Grace, "GET", "/v1/organizations/"+asked.ID, nil).WantProblem(403, "forbidden")
	w.s.Do("POST", "/v1/organizations", functiontest.Request{Token: w.s.TokenWith(functiontest.Ops, auth0.TokenOptions{NoMFA: true}), Body: object{"name": "East"}}).Want(401)
	w.as(functiontest.Ops, "GET", "/v1/organizations/"+w.s.NewID(), nil).WantProblem(404, "not-found")
	for _, name := range []string{"", strings.Repeat("x", domain.OrgNameMax+1), "\u202e"} {
		w.s.Do("POST", "/v1/organizations", functiontest.Request{Token: w.s.Token(functiontest.Ops), Body: object{"name": name}, Bad: true}).WantProblem(422, "invalid")
	}

	// A day later it is forgotten here, and a message that comes so late does nothing.
	w.s.Clock.Advance(domain.OrganizationKept + time.Minute)
	w.s.Tick(t.Context())
	w.as(functiontest.Ops, "GET", "/v1/organizations/"+asked.ID, nil).WantProblem(404, "not-found")
	if err := w.deliver(messages[0]); err != nil {
		t.Error(err)
	}
	if all, err := w.s.Store.Organizations(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("after a day: %+v, %v", all, err)
	}
	w.as(functiontest.Ops, "GET", "/v1/orgs/"+org, nil).Want(200)
}

// One that waited for too long isn't created any more.
func TestOrganizationEnds(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	var asked organization
	w.organize("Harbour School", functiontest.NewKey()).Want(202).JSON(&asked)
	w.s.Clock.Advance(domain.OrganizationKept)
	for _, data := range w.s.Published.Take(events.IdentityWork) {
		if err := w.deliver(data); err != nil {
			t.Error(err)
		}
	}
	if o := w.organization(asked.ID); o.State != "waiting" {
		t.Errorf("after its end: %+v", o)
	}
}

// A delivery that is cut off anywhere is made again, and comes to the same organization;
// so do two at once.
func TestOrganizationCrash(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	for at := 1; ; at++ {
		broke := false
		for _, after := range []bool{false, true} {
			var asked organization
			w.organize(fmt.Sprintf("School %d %v", at, after), functiontest.NewKey()).Want(202).JSON(&asked)
			data := w.s.Published.Take(events.IdentityWork)[0]
			w.fuse.set(at, after)
			if w.deliver(data) != nil {
				broke = true
			}
			w.fuse.set(0, false)
			for range 2 {
				if err := w.deliver(data); err != nil {
					t.Fatalf("at %d, %v: %v", at, after, err)
				}
			}
			w.made(asked.ID)
		}
		if !broke {
			if at < 3 {
				t.Errorf("only %d calls were cut off", at-1)
			}
			break
		}
	}
	// Two deliveries create it at once. The fuse isn't made for two.
	id := w.s.NewID()
	ids := make([]string, 4)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			var err error
			if ids[i], err = w.accounts.Organize(t.Context(), domain.Organization{ID: id}.Handle(), "East"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, other := range ids {
		if other != ids[0] || !domain.IsOrg(other) {
			t.Errorf("at once: %v", ids)
		}
	}
}

// The provider's rate limit is waited for; what it refuses is shown. The next tick has both
// tried again.
func TestOrganizationIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newTenant(t, []string{"create:organizations"}) // and not the ways to sign in
	var asked organization
	w.organize("Harbour School", functiontest.NewKey()).Want(202).JSON(&asked)
	try := func(want error, refused bool) {
		t.Helper()
		all := w.s.Published.Take(events.IdentityWork)
		if len(all) != 1 {
			t.Fatalf("messages: %s", all)
		}
		if err := w.deliver(all[0]); !errors.Is(err, want) || strings.Contains(err.Error(), "Harbour") {
			t.Errorf("%v, want %v", err, want)
		}
		if o := w.organization(asked.ID); o.State != "waiting" || o.Refused != refused || o.Org != nil {
			t.Errorf("after %v: %+v", want, o)
		}
		w.s.Clock.Advance(time.Hour)
		w.s.Tick(t.Context())
	}
	w.limited.Store(1)
	try(domain.ErrUnavailable, false)
	w.manageAs("some")
	try(account.ErrRefused, true)
	w.manageAs("all")
	w.limited.Store(1)
	try(domain.ErrUnavailable, false)
	w.work()
	w.made(asked.ID)
}

func TestOrganizationsAreBounded(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	for range domain.OrganizationsMax {
		if err := w.s.Store.CreateOrganization(t.Context(), domain.Organization{ID: w.s.NewID(), Name: "East", Org: "org_east", MadeAt: w.s.Clock.Now()}, nil); err != nil {
			t.Fatal(err)
		}
	}
	w.organize("West", functiontest.NewKey()).WantProblem(409, "too-many-organizations")
	w.s.Clock.Advance(domain.OrganizationKept)
	w.s.Tick(t.Context())
	w.organize("West", functiontest.NewKey()).Want(202)
}
