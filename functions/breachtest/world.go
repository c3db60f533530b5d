package breachtest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	sink "github.com/cleanslate-edu/cleanslate/emulators/mail"
	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/incident"
	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
	keys "github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// The people of every World, by their e-mail addresses. Grace and Alan manage their
// schools' incidents, Ops the operator's. Ada may do everything else at North, and
// Mallory was granted by mistake what only the operator's people may.
const (
	Grace   = "grace@north.example"
	Ada     = "ada@north.example"
	Alan    = "alan@south.example"
	Mallory = "mallory@south.example"
	Ops     = "ops@cleanslate.example"
)

// The orgs of every World.
const (
	North    = "org_north"
	South    = "org_south"
	Operator = "org_operator"
)

var people = []auth0.User{
	{Sub: "auth0|grace", Email: Grace, Org: North, Permissions: []string{domain.IncidentsManage}},
	{Sub: "auth0|ada", Email: Ada, Org: North, Permissions: []string{domain.SessionsWrite, domain.OrgAdmin}},
	{Sub: "auth0|alan", Email: Alan, Org: South, Permissions: []string{domain.IncidentsManage}},
	{Sub: "auth0|mallory", Email: Mallory, Org: South, Permissions: []string{domain.PlatformIncidents}},
	{Sub: "auth0|ops", Email: Ops, Org: Operator, Permissions: []string{domain.PlatformIncidents}},
}

// Monday is when every World begins: 12:00 in UTC, 13:00 in Berlin, 7:00 in New York.
var Monday = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

// A World is a project of its own with three orgs, the three functions of a
// breach, a mail server, and a Bus between the functions.
type World struct {
	Project   string
	Store     *store.Store
	Vault     *store.Vault
	Audits    *store.Audit
	Mail      *sink.Server
	Bus       *Bus
	Envelopes *keys.Key // what mails to requesters are wrapped with

	// What the functions behind the Bus are made of, from the next Wire on.
	Breach breach.Deps
	Notify notify.Deps

	t       testing.TB
	contact *keys.Key
	members *keys.Key
	client  *client.Client

	mu  sync.Mutex
	now time.Time
}

// Clock returns the time by which the functions go. It stands still until Advance.
func (w *World) Clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Advance moves the clock.
func (w *World) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// Must ends the test on an error.
func (w *World) Must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// NewID returns a random id.
func NewID(t testing.TB) string {
	t.Helper()
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// New returns a World that ends with the test.
func New(t testing.TB) *World {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	w := &World{t: t, Project: "demo-" + NewID(t), now: Monday}
	var err error
	w.Store, err = store.Open(ctx, w.Project)
	w.Must(err)
	w.Vault, err = store.OpenVault(ctx, w.Project)
	w.Must(err)
	w.Audits, err = store.OpenAudit(ctx, w.Project)
	w.Must(err)
	wrap, err := keys.Dial(ctx)
	w.Must(err)
	t.Cleanup(func() { w.Must(errors.Join(w.Store.Close(), w.Vault.Close(), w.Audits.Close(), wrap.Close())) })
	ring := "projects/" + w.Project + "/locations/test/keyRings/cleanslate/cryptoKeys/"
	for _, name := range []string{"contact", "org", "mail"} {
		w.Must(services.kms.EnsureKey(ring + name))
	}
	w.contact, w.members, w.Envelopes = wrap.Key(ring+"contact"), wrap.Key(ring+"org"), wrap.Key(ring+"mail")

	w.Org(domain.Org{ID: North, Name: "North School", Country: "DE", Timezone: "Europe/Berlin", Policy: domain.Policy{PrivacyContact: "privacy@north.example"}}, "office@north.example")
	w.Org(domain.Org{ID: South, Name: "South Academy", Country: "US", Timezone: "America/New_York", Agreements: []domain.Agreement{{
		ID: "a", SignedAt: Monday.AddDate(-1, 0, 0), Clauses: []domain.ClauseTerm{
			{ID: domain.ClauseNY2D}, {ID: domain.ClauseNDPA, Within: &domain.Within{Count: 48, Unit: domain.Hours}, Source: "agreement a, § 3"},
			{ID: domain.ClauseSOPPASchool}, {ID: domain.ClauseSOPPAParents},
		}}}}, "office@south.example")
	w.Org(domain.Org{ID: Operator, Name: "cleanslate", Country: "DE", Timezone: "Europe/Berlin", Language: "en"}, "office@cleanslate.example")

	tokens, err := auth.New(auth.Config{Issuer: auth.IssuerURL(services.issuer), Audience: functiontest.Audience, Clock: w.Clock})
	w.Must(err)

	ml, err := net.Listen("tcp", "127.0.0.1:0")
	w.Must(err)
	w.Mail = sink.New(sink.Options{Now: w.Clock, MaxMessages: 10_000})
	go w.Mail.Serve(ml)
	t.Cleanup(func() { w.Mail.Close() })
	sender, err := mail.New(mail.Config{
		Host: ml.Addr().String(), Security: mail.None, From: "privacy@cleanslate.example", FromName: "cleanslate",
		Timeout: 5 * time.Second, Clock: w.Clock,
	})
	w.Must(err)

	w.Bus = new(Bus)
	w.Breach = breach.Deps{Store: w.Store, Vault: w.Vault, ContactKeys: w.contact, Publisher: w.Bus, Operator: Operator, Clock: w.Clock}
	w.Notify = notify.Deps{Store: w.Store, Vault: w.Vault, ContactKeys: w.contact, OrgKeys: w.members, MailKeys: w.Envelopes, Mail: sender, Publisher: w.Bus, Clock: w.Clock, Origin: Origin}
	w.Wire()

	srv := httptest.NewServer(incident.New(incident.Deps{
		Store: w.Store, Vault: w.Vault, Audit: w.Audits, ContactKeys: w.contact, Publisher: w.Bus, Tokens: tokens, Operator: Operator, Clock: w.Clock, Rand: rand.Reader,
	}))
	t.Cleanup(srv.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	w.client = &client.Client{Origin: srv.URL, HTTP: &http.Client{Transport: contract.New(t).RoundTripper(transport)}}
	return w
}

// Origin is where the web app is, for links in mails.
const Origin = "https://cleanslate.example"

// Wire connects the Bus with the functions, made of what Breach and Notify are now.
func (w *World) Wire() {
	w.Bus.Handlers = map[string]events.Handler{
		events.BreachTick: breach.New(w.Breach), events.BreachWork: breach.New(w.Breach), events.NotifyMail: notify.New(w.Notify),
	}
}

// Org stores an org with its contact, as signing a contract does.
func (w *World) Org(o domain.Org, email string) {
	w.t.Helper()
	ctx := w.t.Context()
	o.State = domain.OrgActive
	key, err := seal.NewKey(rand.Reader)
	w.Must(err)
	wrapped, err := w.contact.Wrap(ctx, seal.ContactKeyPath(o.ID), key.Bytes())
	w.Must(err)
	w.Must(w.Vault.CreateContactKey(ctx, o.ID, store.WrappedKey{Wrapped: wrapped}))
	var sealed []byte
	if email != "" {
		b, err := json.Marshal(contact.Contact{Email: email})
		w.Must(err)
		sealed = key.Seal(seal.OrgPath(o.ID), seal.Contact, b)
	}
	w.Must(w.Store.CreateOrg(ctx, o, sealed))
}

// Member stores an active member of an org with their profile, and returns their id. One
// without a name has none.
func (w *World) Member(org string, p domain.Profile) string {
	w.t.Helper()
	m := domain.Member{ID: NewID(w.t), Org: org, State: domain.MemberActive, Role: domain.RoleTeacher}
	if p.Name != "" {
		var err error
		m.Profile, err = profile.Seal(w.t.Context(), w.Vault, w.members, rand.Reader, org, m.ID, p)
		w.Must(err)
	}
	w.Must(w.Store.CreateMember(w.t.Context(), m))
	return m.ID
}

// Teach makes members the owner and the co-teachers of a session.
func (w *World) Teach(sid, owner string, others ...string) {
	w.t.Helper()
	_, err := w.Store.UpdateSession(w.t.Context(), sid, func(s *domain.Session) error {
		s.Title, s.Owner, s.CoTeachers = "Title "+sid, owner, others
		return nil
	})
	w.Must(err)
}

// Session stores a session with students who each gave so many answers.
func (w *World) Session(org string, created time.Time, students, answers int) string {
	w.t.Helper()
	ctx := w.t.Context()
	sid := NewID(w.t)
	w.Must(w.Store.CreateSession(ctx, &domain.Session{
		ID: sid, Org: org, Owner: NewID(w.t), Title: "t", Code: sid[:6], Mode: domain.SelfPaced, State: domain.Open, CreatedAt: created,
	}, []byte("{}"), []byte("{}")))
	var records []domain.Record
	for range students {
		p := domain.Participant{ID: NewID(w.t), JoinedAt: created, Alias: []byte("sealed")}
		w.Must(w.Store.CreateParticipant(ctx, sid, p))
		for k := range answers {
			records = append(records, domain.Record{Participant: p.ID, Question: fmt.Sprint("q", k), Revision: 1, Sealed: []byte("sealed")})
		}
	}
	if len(records) > 0 {
		_, err := w.Store.AppendChunk(ctx, sid, NewID(w.t), records)
		w.Must(err)
	}
	return sid
}

// Settle delivers messages until none is left. None may be given up.
func (w *World) Settle() {
	w.t.Helper()
	w.Bus.Settle(w.t.Context())
	if len(w.Bus.Poisoned) > 0 {
		w.t.Fatalf("given up: %v", w.Bus.Poisoned)
	}
}

// Tick triggers a tick, as Cloud Scheduler does, and settles.
func (w *World) Tick() {
	w.t.Helper()
	w.Must(w.Bus.Send(w.t.Context(), events.BreachTick, nil))
	w.Settle()
}

// Poison sends messages to a topic that can't be parsed. All of them must be given up as
// poison.
func (w *World) Poison(topic, incident string) {
	w.t.Helper()
	for _, data := range []string{
		"{", "null", `{"incident":"` + incident + `","org":"../x"}`, `{"incident":"` + incident + `","notice":"` + incident + `","to":"x@y.example"}`, "\xff\x00",
		strings.Repeat("[", 3000),
	} {
		w.Must(w.Bus.Send(w.t.Context(), topic, []byte(data)))
	}
	w.Bus.Settle(w.t.Context())
	if len(w.Bus.Poisoned) != 6 {
		w.t.Errorf("%d messages came to the dead letter, want 6", len(w.Bus.Poisoned))
	}
	for _, err := range w.Bus.Poisoned {
		if !errors.Is(err, events.ErrPoison) {
			w.t.Errorf("given up as %v", err)
		}
	}
	w.Bus.Poisoned = nil
}
