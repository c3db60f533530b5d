package functiontest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/export"
	"github.com/cleanslate-edu/cleanslate/functions/find"
	"github.com/cleanslate-edu/cleanslate/functions/incident"
	"github.com/cleanslate-edu/cleanslate/functions/join"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/functions/org"
	"github.com/cleanslate-edu/cleanslate/functions/request"
	"github.com/cleanslate-edu/cleanslate/functions/retention"
	"github.com/cleanslate-edu/cleanslate/functions/rights"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/functions/watch"
	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/bucket"
	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
	"github.com/cleanslate-edu/cleanslate/shared/version"
)

// Options change what a School is made of. Each function gets what the School
// would use and may alter it.
type Options struct {
	Join    func(*join.Deps)
	Watch   func(*watch.Deps)
	Answer  func(*answer.Deps)
	Teacher func(*teacher.Deps)
	Live    func(*live.Deps)
	Rights  func(*rights.Deps)
	Org     func(*domain.Org) // of the org called North
	Faults  *Faults
	// Instances is how many instances of each function take requests in turn, each with
	// connections and caches of its own; zero: one.
	Instances int
}

// A School is the functions, behind one address, with a project of their own and
// two orgs in it.
type School struct {
	URL      string
	Project  string
	Clock    *Clock
	Store    *store.Store
	Vault    *store.Vault
	Audit    *store.Audit
	Secret   []byte // the tickets' secret
	Tickets  *ticket.Secrets
	Contract *contract.Validator

	Lifecycle *lifecycle.Lifecycle
	Signer    *kms.Signer // of receipts
	Contacts  *kms.Key    // what orgs' contact keys are wrapped with
	Members   *kms.Key    // what members' keys are wrapped with
	Invited   *kms.Key    // what invitees' addresses are wrapped with
	Requests  *kms.Key    // what schools' keys for requests are wrapped with
	Mails     *kms.Key    // what mails to requesters are wrapped with
	Sessions  *kms.Key    // what sessions' private keys are wrapped with
	Archives  *bucket.Bucket
	Published Published

	tb        testing.TB
	shared    *services
	transport *http.Transport
	client    *client.Client

	mu   sync.Mutex
	sets map[string]string // ids of the question sets that Open made, by author
}

// New makes a School that ends with the test.
func New(tb testing.TB, o Options) *School {
	tb.Helper()
	shared, err := start()
	if err != nil {
		tb.Fatal(err)
	}
	s := &School{tb: tb, shared: shared, Clock: new(Clock), Contract: contract.New(tb), sets: make(map[string]string)}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	project := "demo-" + s.NewID()
	s.Project = project
	check := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	s.Store, err = store.Open(ctx, project, o.Faults.dial(tb, os.Getenv("FIRESTORE_EMULATOR_HOST"))...)
	check(err)
	log, err := answerlog.Open(ctx, project, o.Faults.intercept()...)
	check(err)
	tb.Cleanup(func() {
		if err := log.Close(); err != nil {
			tb.Error(err)
		}
	})
	s.Vault, err = store.OpenVault(ctx, project, o.Faults.dial(tb, os.Getenv("FIRESTORE_EMULATOR_HOST"))...)
	check(err)
	s.Audit, err = store.OpenAudit(ctx, project, o.Faults.dial(tb, os.Getenv("FIRESTORE_EMULATOR_HOST"))...)
	check(err)
	keys, err := kms.Dial(ctx, o.Faults.dial(tb, os.Getenv("KMS_EMULATOR_HOST"))...)
	check(err)
	if o.Faults == nil { // which close their connections themselves
		tb.Cleanup(func() {
			if err := errors.Join(s.Store.Close(), s.Vault.Close(), s.Audit.Close(), keys.Close()); err != nil {
				tb.Error(err)
			}
		})
	}
	ring := "projects/" + project + "/locations/test/keyRings/cleanslate/cryptoKeys/"
	check(shared.kms.EnsureKey(ring + "session"))
	check(shared.kms.EnsureKey(ring + "org"))
	check(shared.kms.EnsureKey(ring + "contact"))
	check(shared.kms.EnsureKey(ring + "invitation"))
	check(shared.kms.EnsureKey(ring + "request"))
	check(shared.kms.EnsureKey(ring + "mail"))
	check(shared.kms.EnsureSigningKey(ring + "receipt"))
	archives := project + "-archives"
	shared.objects.EnsureBucket(archives)
	s.Archives, err = bucket.Dial(ctx, archives)
	check(err)
	s.Lifecycle = lifecycle.New(s.Store, s.Vault, s.Audit, s.Clock.Now, rand.Reader).WithArchives(s.Archives)
	s.Contacts, s.Members = keys.Key(ring+"contact"), keys.Key(ring+"org")
	s.Invited = keys.Key(ring + "invitation")
	s.Requests, s.Mails = keys.Key(ring+"request"), keys.Key(ring+"mail")
	s.Sessions = keys.Key(ring + "session")
	s.Signer = keys.Signer(ring + "receipt/cryptoKeyVersions/1")
	tokens, err := auth.New(auth.Config{Issuer: auth.IssuerURL(shared.issuer), Audience: Audience, Clock: s.Clock.Now})
	check(err)
	s.Secret = make([]byte, ticket.SecretSize)
	rand.Read(s.Secret)
	s.Tickets, err = ticket.New(s.Secret)
	check(err)
	for _, school := range []domain.Org{newOrg(North, "DE", s.Clock.Now()), newOrg(South, "US", s.Clock.Now()), newOrg(Operator, "DE", s.Clock.Now())} {
		if o.Org != nil && school.ID == North {
			o.Org(&school)
		}
		check(s.Store.CreateOrg(ctx, school, nil))
		_, err := contact.New(s.Vault, s.Contacts).Ensure(ctx, school.ID, rand.Reader)
		check(err)
	}

	srv := httptest.NewUnstartedServer(nil)
	s.URL = "http://" + srv.Listener.Addr().String()
	instances := []http.Handler{s.functions(o, databases{s.Store, log, s.Vault, s.Audit}, keys, tokens)}
	for range o.Instances - 1 {
		var d databases
		d.store, err = store.Open(ctx, project)
		check(err)
		d.log, err = answerlog.Open(ctx, project)
		check(err)
		d.vault, err = store.OpenVault(ctx, project)
		check(err)
		d.audit, err = store.OpenAudit(ctx, project)
		check(err)
		tb.Cleanup(func() {
			if err := errors.Join(d.store.Close(), d.log.Close(), d.vault.Close(), d.audit.Close()); err != nil {
				tb.Error(err)
			}
		})
		instances = append(instances, s.functions(o, d, keys, tokens))
	}
	var turn atomic.Uint64
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		instances[turn.Add(1)%uint64(len(instances))].ServeHTTP(w, r)
	})
	srv.Start()
	tb.Cleanup(srv.Close)
	s.transport = &http.Transport{MaxIdleConnsPerHost: 64}
	tb.Cleanup(s.CloseIdleConnections)
	s.client = &client.Client{Origin: s.URL, HTTP: &http.Client{Transport: s.Contract.RoundTripper(s.transport)}}
	return s
}

// databases are the connections of one instance.
type databases struct {
	store *store.Store
	log   *answerlog.Log
	vault *store.Vault
	audit *store.Audit
}

// functions returns one instance of each function.
func (s *School) functions(o Options, d databases, keys *kms.Client, tokens *auth.Verifier) http.Handler {
	published := publisher{&s.Published, o.Faults}
	life := s.Lifecycle
	if d.store != s.Store {
		life = lifecycle.New(d.store, d.vault, d.audit, s.Clock.Now, rand.Reader).WithArchives(s.Archives)
	}
	ring := "projects/" + s.Project + "/locations/test/keyRings/cleanslate/cryptoKeys/"
	return routes(
		watch.New(with(watch.Deps{Store: d.store, Clock: s.Clock.Now}, o.Watch)),
		join.New(with(join.Deps{Store: d.store, Vault: d.vault, Tickets: s.Tickets, Clock: s.Clock.Now, Rand: rand.Reader}, o.Join)),
		answer.New(with(answer.Deps{Store: d.log, Tickets: s.Tickets, Clock: s.Clock.Now, Rand: rand.Reader}, o.Answer)),
		rights.New(with(rights.Deps{
			Store: d.store, Vault: d.vault, Lifecycle: life, Publisher: published, Tickets: s.Tickets, RequestKeys: s.Requests, MailKeys: s.Mails,
			Clock: s.Clock.Now, Rand: rand.Reader,
		}, o.Rights)),
		org.New(org.Deps{
			Store: d.store, Vault: d.vault, Audit: d.audit, ContactKeys: s.Contacts, OrgKeys: keys.Key(ring + "org"), Invitations: s.Invited, Lifecycle: life, Publisher: published, Signer: s.Signer,
			Tokens: tokens, Operator: Operator, Clock: s.Clock.Now, Rand: rand.Reader,
		}),
		incident.New(incident.Deps{
			Store: d.store, Vault: d.vault, Audit: d.audit, ContactKeys: s.Contacts, Publisher: published,
			Tokens: tokens, Operator: Operator, Clock: s.Clock.Now, Rand: rand.Reader,
		}),
		request.New(request.Deps{
			Store: d.store, Vault: d.vault, Audit: d.audit, RequestKeys: s.Requests, MailKeys: s.Mails, SessionKeys: s.Sessions,
			Lifecycle: life, Publisher: published, Tokens: tokens, Operator: Operator, Clock: s.Clock.Now, Rand: rand.Reader,
		}),
		live.New(with(live.Deps{
			Store: d.store, Vault: d.vault, Audit: d.audit, Objects: s.Archives, SessionKeys: keys.Key(ring + "session"), OrgKeys: keys.Key(ring + "org"),
			Tokens: tokens, Clock: s.Clock.Now, Rand: rand.Reader, Origin: s.URL,
		}, o.Live)),
		teacher.New(with(teacher.Deps{
			Store: d.store, Vault: d.vault, Audit: d.audit, SessionKeys: keys.Key(ring + "session"), OrgKeys: keys.Key(ring + "org"),
			Tokens: tokens, Clock: s.Clock.Now, Rand: rand.Reader, Origin: s.URL,
		}, o.Teacher)))
}

func with[T any](deps T, change func(*T)) T {
	if change != nil {
		change(&deps)
	}
	return deps
}

// routes is the load balancer's path routing.
func routes(watch, join, answer, rights, org, incident, request, live, teacher http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/v1/sessions/{sid}/changes", watch)
	mux.Handle("/v1/join", join)
	mux.Handle("/v1/rejoin", join)
	mux.Handle("/v1/codes/{code}", join)
	mux.Handle("/v1/sessions/{sid}/state", join)
	mux.Handle("/v1/sessions/{sid}/solutions", join)
	mux.Handle("/v1/answers", answer)
	for _, path := range []string{"/v1/me", "/v1/me/export", "/v1/me/refusals", "/v1/requests/{id}/verify", "/v1/requests/{id}/code", "/v1/requests/{id}/copy"} {
		mux.Handle(path, rights)
	}
	mux.Handle("/v1/requests/", request)
	for _, path := range []string{"/v1/requests", "/v1/requests/{id}"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if httpapi.SignedIn(r) {
				request.ServeHTTP(w, r)
			} else {
				rights.ServeHTTP(w, r)
			}
		})
	}
	for _, path := range []string{
		"/v1/profile", "/v1/profile/", "/v1/policy", "/v1/policy/", "/v1/records", "/v1/ownerships", "/v1/ownerships/", "/v1/newsletters", "/v1/newsletters/", "/v1/unsubscribe", "/v1/departures", "/v1/retention/", "/v1/holds", "/v1/holds/", "/v1/disclosures", "/v1/disclosures/", "/v1/usage", "/v1/erasures", "/v1/receipts", "/v1/receipts/", "/v1/orphans",
		"/v1/org", "/v1/org/", "/v1/orgs", "/v1/orgs/", "/v1/organizations", "/v1/organizations/", "/v1/sessions/{sid}/participants/{pid}", "/v1/audit", "/v1/audit/",
	} {
		mux.Handle(path, org)
	}
	mux.Handle("/v1/incidents", incident)
	mux.Handle("/v1/incidents/", incident)
	mux.Handle("/v1/notices/public", incident)
	for _, name := range []string{"answer", "incident", "join", "live", "org", "request", "rights", "teacher", "watch"} {
		mux.Handle("/v1/version/"+name, httpapi.Version(name, version.Version{Version: "v1.2.3", Commit: "c0ffee"}))
	}
	mux.Handle("/v1/openapi.yaml", httpapi.OpenAPI())
	mux.Handle("/v1/sessions/{sid}/results/stream", live)
	mux.Handle("/v1/org/exports/{id}/archive", live)
	mux.Handle("/v1/", teacher)
	return mux
}

func newOrg(id, country string, now time.Time) domain.Org {
	region := ""
	if country == "US" {
		region = "US-NY"
	}
	return domain.Org{
		ID: id, Name: id, Country: country, Region: region, Timezone: "UTC", State: domain.OrgActive,
		Policy:     domain.Policy{KeptDays: 180, RestoreMonths: 6, PrivacyContact: "privacy@north.example"},
		Agreements: []domain.Agreement{{ID: "agreement-1", SignedAt: now.AddDate(-1, 0, 0)}},
	}
}

// Tick runs a tick of retention with all of its parts. Retain does the work that they
// publish.
func (s *School) Tick(ctx context.Context) {
	s.tb.Helper()
	handle := retention.New(retention.Deps{Lifecycle: s.Lifecycle, Publisher: &s.Published, Signer: s.Signer})
	for parts := [][]byte{nil}; len(parts) > 0; parts = s.Published.Take(events.RetentionPlan) {
		for _, data := range parts {
			if err := handle(ctx, events.Message{Data: data}); err != nil {
				s.tb.Fatal(err)
			}
		}
	}
}

// Retain hands to retention what was published for it, until nothing is left to
// do at once.
func (s *School) Retain(ctx context.Context) {
	s.tb.Helper()
	handle := retention.New(retention.Deps{Lifecycle: s.Lifecycle, Publisher: &s.Published, Signer: s.Signer})
	for work := s.Published.Take(events.RetentionWork); len(work) > 0; work = s.Published.Take(events.RetentionWork) {
		for _, data := range work {
			if err := handle(ctx, events.Message{Data: data}); err != nil {
				s.tb.Fatal(err)
			}
		}
	}
}

// Mail does what breach and notify do with the letters that wait: they count as sent.
func (s *School) Mail(ctx context.Context) {
	s.tb.Helper()
	var ids []string
	for id, err := range s.Store.OpenLetters(ctx) {
		if err != nil {
			s.tb.Fatal(err)
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		if _, err := s.Store.ChangeLetter(ctx, id, func(l *domain.Letter, _ domain.Org) (bool, error) {
			l.State, l.DoneAt = domain.NoticeSent, s.Clock.Now()
			return true, nil
		}); err != nil {
			s.tb.Fatal(err)
		}
	}
}

// CodeOf returns the code that verifies a request, as notify would mail it.
func (s *School) CodeOf(ctx context.Context, request string) string {
	s.tb.Helper()
	return s.Envelope(ctx, request).Code
}

// Envelope opens what is to be mailed for a request. It is empty where nothing is.
func (s *School) Envelope(ctx context.Context, request string) (e requestmail.Envelope) {
	s.tb.Helper()
	r, err := s.Store.Request(ctx, request)
	if err != nil {
		s.tb.Fatal(err)
	}
	m, err := s.Store.ChangeRequestMail(ctx, r.Mail, func(*domain.RequestMail) bool { return false })
	if err != nil {
		s.tb.Fatal(err)
	}
	if len(m.Wrapped) == 0 {
		return e
	}
	if e, err = requestmail.Unwrap(ctx, s.Mails, m.ID, m.Wrapped); err != nil {
		s.tb.Fatal(err)
	}
	return e
}

// Look hands to breach what was published for it: the notices of an incident are
// there afterwards.
func (s *School) Look(ctx context.Context) {
	s.tb.Helper()
	handle := breach.New(breach.Deps{Store: s.Store, Vault: s.Vault, ContactKeys: s.Contacts, Publisher: &s.Published, Operator: Operator, Clock: s.Clock.Now})
	for work := s.Published.Take(events.BreachWork); len(work) > 0; work = s.Published.Take(events.BreachWork) {
		for _, data := range work {
			if err := handle(ctx, events.Message{Data: data}); err != nil {
				s.tb.Fatal(err)
			}
		}
	}
}

// Search hands to find what was published for it, until nothing is left to look through.
func (s *School) Search(ctx context.Context) {
	s.tb.Helper()
	handle := s.Finder(s.Audit)
	for work := s.Published.Take(events.FindWork); len(work) > 0; work = s.Published.Take(events.FindWork) {
		for _, data := range work {
			if err := handle(ctx, events.Message{Data: data}); err != nil {
				s.tb.Fatal(err)
			}
		}
	}
}

// Archive hands to export what was published for it, until the archive is made.
func (s *School) Archive(ctx context.Context) {
	s.tb.Helper()
	handle := s.Exporter(s.Archives)
	for work := s.Published.Take(events.ExportWork); len(work) > 0; work = s.Published.Take(events.ExportWork) {
		for _, data := range work {
			if err := handle(ctx, events.Message{Data: data}); err != nil {
				s.tb.Fatal(err)
			}
		}
	}
}

// Exporter returns the function export, which stores what it makes in objects.
func (s *School) Exporter(objects export.Objects) events.Handler {
	return export.New(export.Deps{
		Store: s.Store, Vault: s.Vault, Audit: s.Audit, Objects: objects, SessionKeys: s.Sessions, Publisher: &s.Published, Clock: s.Clock.Now, Rand: rand.Reader,
	})
}

// Finder returns the function find, which enters what it opens in the audit that is given.
func (s *School) Finder(entries audit.Entries) events.Handler {
	return find.New(find.Deps{
		Store: s.Store, Vault: s.Vault, Audit: entries, SessionKeys: s.Sessions, Publisher: &s.Published, Clock: s.Clock.Now, Rand: rand.Reader,
	})
}

// Documents returns all documents of the three databases, as JSON, by name.
func (s *School) Documents(ctx context.Context) map[string]string {
	s.tb.Helper()
	all := make(map[string]string)
	for _, database := range []string{"(default)", "vault", "audit"} {
		for doc, err := range firestore.Documents(ctx, os.Getenv("FIRESTORE_EMULATOR_HOST"), s.Project, database) {
			if err != nil {
				s.tb.Fatal(err)
			}
			all[doc.Name] = string(doc.JSON)
		}
	}
	return all
}

// NewID makes a random id.
func (s *School) NewID() string {
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		s.tb.Fatal(err)
	}
	return id
}

// Token makes an access token for an hour, with all permissions of the person
// and a second factor given just now.
func (s *School) Token(email string) string { return s.TokenWith(email, auth0.TokenOptions{}) }

// TokenWith makes another access token. Its times are those of the School's clock.
func (s *School) TokenWith(email string, o auth0.TokenOptions) string {
	s.tb.Helper()
	if o.Expiry.IsZero() {
		o.Expiry = s.Clock.Now().Add(time.Hour)
	}
	if o.MFAAt.IsZero() {
		o.MFAAt = s.Clock.Now()
	}
	token, err := s.shared.people.Token(email, o)
	if err != nil {
		s.tb.Fatal(err)
	}
	return token
}

// CloseIdleConnections ends the connections over which nothing is under way.
func (s *School) CloseIdleConnections() { s.transport.CloseIdleConnections() }

// A Request is one to a function.
type Request struct {
	Token  string            // sent as bearer token
	Key    string            // sent as Idempotency-Key
	Body   any               // sent as JSON; a string as it stands
	Header map[string]string // added at last
	Bad    bool              // breaks the contract on purpose
}

// A Reply is what came back.
type Reply struct {
	*client.Response
	tb testing.TB
}

// Try makes a request. It may be called from any goroutine.
func (s *School) Try(ctx context.Context, method, path string, q Request) (*Reply, error) {
	if q.Bad {
		ctx = contract.Bad(ctx)
	}
	resp, err := s.client.Send(ctx, client.Request{Method: method, Path: path, Token: q.Token, Key: q.Key, Body: q.Body, Header: q.Header})
	if err != nil {
		return nil, err
	}
	return &Reply{resp, s.tb}, nil
}

// Do makes a request that must be answered, with whatever status.
func (s *School) Do(method, path string, q Request) *Reply {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reply, err := s.Try(ctx, method, path, q)
	if err != nil {
		s.tb.Fatal(err)
	}
	return reply
}

// Want ends the test unless the reply has the status.
func (r *Reply) Want(status int) *Reply {
	r.tb.Helper()
	if r.Status != status {
		r.tb.Fatalf("%s: %d, want %d\n%.1000s", r.Request, r.Status, status, r.Body)
	}
	return r
}

// WantProblem ends the test unless the reply is this problem.
func (r *Reply) WantProblem(status int, slug string) *Reply {
	r.tb.Helper()
	r.Want(status)
	if got := r.Problem(); got != slug {
		r.tb.Fatalf("%s: %d %q, want %q", r.Request, r.Status, got, slug)
	}
	return r
}

// Problem is the slug of a problem document, empty for anything else.
func (r *Reply) Problem() string { return r.Response.Problem().Type }

// Alike returns all of the reply that tells one answer from another: status,
// headers and body, without the date and the request's id.
func (r *Reply) Alike() string {
	header := r.Header.Clone()
	body := string(r.Body)
	if id := header.Get(httpapi.RequestID); id != "" {
		body = strings.Replace(body, id, "", 1)
	}
	header.Del(httpapi.RequestID)
	header.Del("Date")
	return fmt.Sprintf("%d %v\n%s", r.Status, header, body)
}

// JSON decodes the reply.
func (r *Reply) JSON(v any) {
	r.tb.Helper()
	if err := r.Response.JSON(v); err != nil {
		r.tb.Fatal(err)
	}
}

// NewKey makes an Idempotency-Key.
func NewKey() string { return client.NewKey() }

// Objects returns the objects of the project's archives, by name.
func (s *School) Objects(ctx context.Context) map[string][]byte {
	s.tb.Helper()
	return s.shared.objects.Objects(s.Project + "-archives")
}
