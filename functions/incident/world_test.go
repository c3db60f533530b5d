package incident_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	sink "github.com/cleanslate-edu/cleanslate/emulators/mail"
	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/incident"
	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
	keys "github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// What all tests share. The provider's clock stands still: when a token ends and
// when its second factor was is said by the test that asks for it.
var (
	kmsServer *kms.Server
	provider  *auth0.Provider
	issuer    string
)

func TestMain(m *testing.M) {
	flag.Parse()
	err := start()
	// The tests wait for an emulator more than they compute.
	if err == nil && flag.Lookup("test.parallel").Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		err = flag.Set("test.parallel", strconv.Itoa(4*runtime.GOMAXPROCS(0)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// start brings up what all tests share. It ends with the process.
func start() (err error) {
	if _, err = firestore.Ensure(context.Background()); err != nil {
		return err
	}
	if kmsServer, err = kms.New(kms.Options{}); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go kmsServer.Serve(l)
	if err := os.Setenv("KMS_EMULATOR_HOST", l.Addr().String()); err != nil {
		return err
	}
	if l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	issuer = "http://" + l.Addr().String()
	if provider, err = auth0.New(issuer, auth0.Options{
		Users: people, Clients: []auth0.Client{{ID: "test"}}, Audiences: []string{audience}, MFAClaim: auth.MFAClaim,
		Now: func() time.Time { return monday },
	}); err != nil {
		return err
	}
	go http.Serve(l, provider)
	return nil
}

const (
	north    = "org_north"
	south    = "org_south"
	operator = "org_operator"

	grace   = "grace@north.example"
	ada     = "ada@north.example"
	alan    = "alan@south.example"
	mallory = "mallory@south.example" // was granted by mistake what only the operator's people may
	ops     = "ops@cleanslate.example"

	audience = "https://api.cleanslate.test"
)

var people = []auth0.User{
	{Sub: "auth0|grace", Email: grace, Org: north, Permissions: []string{domain.IncidentsManage}},
	{Sub: "auth0|ada", Email: ada, Org: north, Permissions: []string{domain.SessionsWrite, domain.OrgAdmin}},
	{Sub: "auth0|alan", Email: alan, Org: south, Permissions: []string{domain.IncidentsManage}},
	{Sub: "auth0|mallory", Email: mallory, Org: south, Permissions: []string{domain.PlatformIncidents}},
	{Sub: "auth0|ops", Email: ops, Org: operator, Permissions: []string{domain.PlatformIncidents}},
}

// A world is a project of its own with three orgs, the three functions of a
// breach, a mail server, and between the functions a bus that does what Pub/Sub
// may do.
type world struct {
	t       testing.TB
	project string
	now     time.Time
	data    *store.Store
	vault   *store.Vault
	contact *keys.Key
	mail    *sink.Server
	bus     *bus
	deps    struct {
		breach   breach.Deps
		notify   notify.Deps
		incident incident.Deps
	}
	url    string
	client *http.Client
	mu     sync.Mutex
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// monday is when the tests begin: 12:00 in UTC, 13:00 in Berlin, 7:00 in New York.
var monday = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

func newID(t testing.TB) string {
	t.Helper()
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func newWorld(t testing.TB) *world {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	w := &world{t: t, project: "demo-" + newID(t), now: monday}
	var err error
	w.data, err = store.Open(ctx, w.project)
	w.must(err)
	w.vault, err = store.OpenVault(ctx, w.project)
	w.must(err)
	wrap, err := keys.Dial(ctx)
	w.must(err)
	t.Cleanup(func() { w.must(errors.Join(w.data.Close(), w.vault.Close(), wrap.Close())) })
	name := "projects/" + w.project + "/locations/test/keyRings/cleanslate/cryptoKeys/contact"
	w.must(kmsServer.EnsureKey(name))
	w.contact = wrap.Key(name)

	w.org(domain.Org{ID: north, Name: "North School", Country: "DE", Timezone: "Europe/Berlin"}, "office@north.example")
	w.org(domain.Org{ID: south, Name: "South Academy", Country: "US", Timezone: "America/New_York", Agreements: []domain.Agreement{{
		ID: "a", SignedAt: monday.AddDate(-1, 0, 0), Clauses: []domain.ClauseTerm{
			{ID: domain.ClauseNY2D}, {ID: domain.ClauseNDPA, Within: &domain.Within{Count: 48, Unit: domain.Hours}, Source: "agreement a, § 3"},
			{ID: domain.ClauseSOPPASchool}, {ID: domain.ClauseSOPPAParents},
		}}}}, "office@south.example")
	w.org(domain.Org{ID: operator, Name: "cleanslate", Country: "DE", Timezone: "Europe/Berlin", Language: "en"}, "office@cleanslate.example")

	tokens, err := auth.New(auth.Config{Issuer: auth.IssuerURL(issuer), Audience: audience, Clock: w.clock})
	w.must(err)

	ml, err := net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	w.mail = sink.New(sink.Options{Now: w.clock, MaxMessages: 10_000})
	go w.mail.Serve(ml)
	t.Cleanup(func() { w.mail.Close() })
	sender, err := mail.New(mail.Config{
		Host: ml.Addr().String(), Security: mail.None, From: "privacy@cleanslate.example", FromName: "cleanslate",
		Timeout: 5 * time.Second, Clock: w.clock,
	})
	w.must(err)

	w.bus = &bus{}
	w.deps.breach = breach.Deps{Store: w.data, Vault: w.vault, ContactKeys: w.contact, Publisher: w.bus, Clock: w.clock}
	w.deps.notify = notify.Deps{Store: w.data, Vault: w.vault, ContactKeys: w.contact, Mail: sender, Publisher: w.bus, Clock: w.clock}
	w.deps.incident = incident.Deps{
		Store: w.data, Vault: w.vault, ContactKeys: w.contact, Publisher: w.bus, Tokens: tokens, Operator: operator, Clock: w.clock, Rand: rand.Reader,
	}
	w.wire()

	srv := httptest.NewServer(incident.New(w.deps.incident))
	t.Cleanup(srv.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	w.url, w.client = srv.URL, &http.Client{Transport: contract.New(t).RoundTripper(transport)}
	return w
}

// wire connects the bus with the functions, as their deps are now.
func (w *world) wire() {
	w.bus.handlers = map[string]events.Handler{
		events.BreachTick: breach.New(w.deps.breach), events.BreachWork: breach.New(w.deps.breach), events.NotifyMail: notify.New(w.deps.notify),
	}
}

// org stores an org with its contact, as signing a contract does.
func (w *world) org(o domain.Org, email string) {
	w.t.Helper()
	ctx := w.t.Context()
	o.State = domain.OrgActive
	key, err := seal.NewKey(rand.Reader)
	w.must(err)
	wrapped, err := w.contact.Wrap(ctx, seal.ContactKeyPath(o.ID), key.Bytes())
	w.must(err)
	w.must(w.vault.CreateContactKey(ctx, o.ID, store.WrappedKey{Wrapped: wrapped}))
	var sealed []byte
	if email != "" {
		b, err := json.Marshal(contact.Contact{Email: email})
		w.must(err)
		sealed = key.Seal(seal.OrgPath(o.ID), seal.Contact, b)
	}
	w.must(w.data.CreateOrg(ctx, o, sealed))
}

// session stores a session with students who each gave so many answers.
func (w *world) session(org string, created time.Time, students, answers int) string {
	w.t.Helper()
	ctx := w.t.Context()
	sid := newID(w.t)
	w.must(w.data.CreateSession(ctx, &domain.Session{
		ID: sid, Org: org, Owner: newID(w.t), Title: "t", Code: sid[:6], Mode: domain.SelfPaced, State: domain.Open, CreatedAt: created,
	}, []byte("{}"), []byte("{}")))
	var records []domain.Record
	for range students {
		p := domain.Participant{ID: newID(w.t), JoinedAt: created, Alias: []byte("sealed")}
		w.must(w.data.CreateParticipant(ctx, sid, p))
		for k := range answers {
			records = append(records, domain.Record{Participant: p.ID, Question: fmt.Sprint("q", k), Revision: 1, Sealed: []byte("sealed")})
		}
	}
	if len(records) > 0 {
		_, err := w.data.AppendChunk(ctx, sid, newID(w.t), records)
		w.must(err)
	}
	return sid
}

// A bus carries messages as Pub/Sub does: at least once, in no order.
type bus struct {
	handlers map[string]events.Handler

	mu       sync.Mutex
	queue    []carried
	poisoned []error

	// Copies is how often each message is delivered, 0: once. Shuffle takes
	// messages in random order. Together has the copies of every other message,
	// by chance, delivered at the same time; it wants shuffle.
	copies   int
	together bool
	shuffle  *mathrand.Rand

	delivered, again int
}

type carried struct {
	topic string
	data  []byte
	tries int
}

// Send is the functions' Publisher.
func (b *bus) Send(_ context.Context, topic string, messages ...[]byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range messages {
		b.queue = append(b.queue, carried{topic: topic, data: bytes.Clone(m)})
	}
	return nil
}

func (b *bus) next() (m carried, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return m, false
	}
	k := 0
	if b.shuffle != nil {
		k = b.shuffle.IntN(len(b.queue))
	}
	m = b.queue[k]
	b.queue = append(b.queue[:k], b.queue[k+1:]...)
	return m, true
}

// settle delivers until nothing is left. What fails five times is given up, as
// it comes to the dead-letter topic.
func (b *bus) settle(ctx context.Context) {
	for {
		m, ok := b.next()
		if !ok {
			return
		}
		errs := make(chan error, max(b.copies, 1))
		together := b.together && b.shuffle.IntN(2) == 0
		for range cap(errs) {
			if together {
				go func() { errs <- b.deliver(ctx, m) }()
			} else {
				errs <- b.deliver(ctx, m)
			}
		}
		var failed error
		for range cap(errs) {
			failed = errors.Join(failed, <-errs)
		}
		b.mu.Lock()
		b.delivered++
		b.again += cap(errs) - 1
		if failed != nil {
			if m.tries++; m.tries < 5 {
				b.queue = append(b.queue, m)
				b.again++
			} else {
				b.poisoned = append(b.poisoned, failed)
			}
		}
		b.mu.Unlock()
	}
}

func (b *bus) deliver(ctx context.Context, m carried) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("crashed: %v", v)
		}
	}()
	return b.handlers[m.topic](ctx, events.Message{ID: "1", Data: m.data})
}

func (w *world) settle() {
	w.t.Helper()
	w.bus.settle(w.t.Context())
	if len(w.bus.poisoned) > 0 {
		w.t.Fatalf("given up: %v", w.bus.poisoned)
	}
}

// tick is Cloud Scheduler's.
func (w *world) tick() {
	w.t.Helper()
	w.must(w.bus.Send(w.t.Context(), events.BreachTick, nil))
	w.settle()
}

// A call is a request to the API.
type call struct {
	as     string // an e-mail address; empty: nobody
	token  *auth0.TokenOptions
	key    string
	match  string
	body   any
	broken bool // breaks the contract on purpose
}

type object = map[string]any

func (w *world) do(method, path string, c call) (int, []byte, http.Header) {
	w.t.Helper()
	var body io.Reader
	if c.body != nil {
		b, err := json.Marshal(c.body)
		w.must(err)
		body = bytes.NewReader(b)
	}
	ctx := w.t.Context()
	if c.broken {
		ctx = contract.Bad(ctx)
	}
	r, err := http.NewRequestWithContext(ctx, method, w.url+path, body)
	w.must(err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.as != "" {
		o := auth0.TokenOptions{Expiry: w.clock().Add(time.Hour), MFAAt: w.clock()}
		if c.token != nil {
			o = *c.token
		}
		token, err := provider.Token(c.as, o)
		w.must(err)
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if c.key != "" {
		r.Header.Set("Idempotency-Key", c.key)
	}
	if c.match != "" {
		r.Header.Set("If-Match", c.match)
	}
	resp, err := w.client.Do(r)
	w.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	w.must(err)
	return resp.StatusCode, b, resp.Header
}

// ask makes a request that must succeed.
func (w *world) ask(method, path string, c call, into any) http.Header {
	w.t.Helper()
	status, body, header := w.do(method, path, c)
	if status >= 300 {
		w.t.Fatalf("%s %s: %d %s", method, path, status, body)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			w.t.Fatalf("%s %s: %v in %s", method, path, err, body)
		}
	}
	return header
}

// refused makes a request that must end with a problem, and gives its pointers.
func (w *world) refused(method, path string, c call, status int, slug string) []string {
	w.t.Helper()
	got, body, header := w.do(method, path, c)
	var p struct {
		Type   string
		Errors []struct{ Pointer string }
	}
	json.Unmarshal(body, &p)
	if got != status || p.Type != "/problems/"+slug {
		w.t.Fatalf("%s %s: %d %s, want %d %s", method, path, got, body, status, slug)
	}
	if status == 401 && header.Get("WWW-Authenticate") == "" {
		w.t.Fatalf("%s %s: 401 without a challenge", method, path)
	}
	var pointers []string
	for _, e := range p.Errors {
		pointers = append(pointers, e.Pointer)
	}
	return pointers
}

type incidentView struct {
	ID, State, Title, Org string
	Outcome               *string
	Revision, Updates     int
	Affected              *struct {
		Orgs, Sessions, People, Records int
		ErasedSince                     struct{ Receipts, People, Records int }
		Readable, Complete              bool
	}
	Clocks struct{ ReportedAt, DiscoveredAt, AwareAt, ConfirmedAt *time.Time }
	Delays []struct{ Ground, Authority string }
}

type noticeView struct {
	ID, Org, Kind, Channel, State string
	Number, Escalated, Attempts   int
	Clause                        struct{ ID, Source string }
	StartsAt, Deadline, DoneAt    *time.Time
	Missed, Met, Stopped          bool
	Missing                       []string
	Result                        *string
}

// texts are a narrative that lacks nothing.
func texts() object {
	return object{"en": object{
		"nature": "A bucket with exports was public.", "consequences": "Somebody may know who took part.", "measures": "The bucket was closed.",
		"recommendations": "You need not do anything.", "investigation": "We read the access logs.",
	}}
}

func report(change func(object)) object {
	o := object{
		"title": "Export bucket was public", "drill": false, "occurredFrom": monday.Add(-10 * time.Hour), "occurredUntil": monday.Add(-time.Hour),
		"categories": []string{"aliases", "answers"}, "keysInReach": "no", "texts": texts(),
		"contact":  object{"name": "Privacy office", "email": "privacy@cleanslate.example"},
		"reporter": object{"name": "Grace", "email": grace},
	}
	if change != nil {
		change(o)
	}
	return o
}

// report files an incident and lets everything come to rest.
func (w *world) report(as string, change func(object)) incidentView {
	w.t.Helper()
	var i incidentView
	w.ask("POST", "/v1/incidents", call{as: as, body: report(change)}, &i)
	w.settle()
	return w.incident(as, i.ID)
}

func (w *world) incident(as, id string) (i incidentView) {
	w.t.Helper()
	w.ask("GET", "/v1/incidents/"+id, call{as: as}, &i)
	return i
}

func (w *world) patch(as, id string, body object) {
	w.t.Helper()
	w.ask("PATCH", "/v1/incidents/"+id, call{as: as, body: body}, nil)
	w.settle()
}

// notices returns an incident's notices by clause, channel, kind and number:
// "gdpr-33-2 mail", "platform public update 1", "ny-2d mail escalation 50".
func (w *world) notices(as, id string) map[string]noticeView {
	w.t.Helper()
	all := make(map[string]noticeView)
	for token := ""; ; {
		var page struct {
			Items         []noticeView
			NextPageToken *string
		}
		path := "/v1/incidents/" + id + "/notices?pageSize=7"
		if token != "" {
			path += "&pageToken=" + token
		}
		w.ask("GET", path, call{as: as}, &page)
		for _, n := range page.Items {
			name := n.Clause.ID + " " + n.Channel
			if n.Kind != "notice" {
				name += fmt.Sprint(" ", n.Kind, " ", n.Number)
			}
			if _, twice := all[name]; twice && n.Org == north {
				w.t.Errorf("%s is there twice", name)
			}
			all[name] = n
		}
		if page.NextPageToken == nil {
			return all
		}
		token = *page.NextPageToken
	}
}

// states writes notices as "clause channel: state", for comparing.
func states(all map[string]noticeView) map[string]string {
	got := make(map[string]string)
	for name, n := range all {
		got[name] = n.State
	}
	return got
}

// mails returns the captured mails, each as its recipients and subject.
func (w *world) mails() []string {
	var all []string
	for _, m := range w.mail.Messages() {
		if m.Problem != "" {
			w.t.Errorf("a mail can't be read: %s", m.Problem)
		}
		all = append(all, strings.Join(m.To, ",")+": "+m.Subject)
	}
	return all
}

func (w *world) kinds(as, id string) (kinds map[string]int, verified bool) {
	w.t.Helper()
	kinds = make(map[string]int)
	for token := ""; ; {
		var page struct {
			Items []struct {
				N     int
				Kind  string
				Facts map[string]string
			}
			NextPageToken *string
			Verified      bool
		}
		path := "/v1/incidents/" + id + "/timeline?pageSize=9"
		if token != "" {
			path += "&pageToken=" + token
		}
		w.ask("GET", path, call{as: as}, &page)
		for _, e := range page.Items {
			kinds[e.Kind]++
			if (e.Facts["percent"] != "") != (e.Kind == "escalated") || (e.Facts["target"] != "") != (e.Kind == "missed") {
				w.t.Errorf("entry %d, %s, says %v", e.N, e.Kind, e.Facts)
			}
		}
		if page.NextPageToken == nil {
			return kinds, page.Verified
		}
		token = *page.NextPageToken
	}
}

// audit returns how often who did what, by the audit log of an org.
func (w *world) audit(t testing.TB, org string) map[string]int {
	t.Helper()
	db, err := raw.NewClient(t.Context(), w.project)
	w.must(err)
	defer db.Close()
	all, err := db.Collection("audit/" + org + "/entries").Documents(t.Context()).GetAll()
	w.must(err)
	got := make(map[string]int)
	for _, snap := range all {
		d := snap.Data()
		got[fmt.Sprint(d["what"], " ", d["who"])]++
		if d["purpose"] != "incident" || !strings.HasPrefix(fmt.Sprint(d["path"]), "incidents/") {
			t.Errorf("logged as %v", d)
		}
	}
	return got
}
