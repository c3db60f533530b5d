package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"google.golang.org/api/option"
	"google.golang.org/grpc"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/java"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/emulators/mail"
	emulator "github.com/cleanslate-edu/cleanslate/emulators/pubsub"
	"github.com/cleanslate-edu/cleanslate/emulators/storage"
	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/export"
	"github.com/cleanslate-edu/cleanslate/functions/find"
	"github.com/cleanslate-edu/cleanslate/functions/identity"
	"github.com/cleanslate-edu/cleanslate/functions/incident"
	"github.com/cleanslate-edu/cleanslate/functions/join"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/functions/org"
	"github.com/cleanslate-edu/cleanslate/functions/request"
	"github.com/cleanslate-edu/cleanslate/functions/retention"
	"github.com/cleanslate-edu/cleanslate/functions/rights"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/functions/watch"
	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/bucket"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	keys "github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	sender "github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/publish"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

// project is the local stack's Google Cloud project. Google's emulators treat ids that begin with "demo-" as projects
// that exist nowhere else.
const project = "demo-cleanslate"

const keyRing = "projects/" + project + "/locations/europe-west3/keyRings/cleanslate/cryptoKeys/"

// The Cloud KMS keys.
const (
	sessionKey    = keyRing + "session"
	orgKey        = keyRing + "org"
	contactKey    = keyRing + "contact"
	invitationKey = keyRing + "invitation"
	requestKey    = keyRing + "request"
	mailKey       = keyRing + "mail"
	receiptKey    = keyRing + "receipt"
	// receiptVersion signs receipts.
	receiptVersion = receiptKey + "/cryptoKeyVersions/1"
)

// archives is the bucket of schools' archives.
const archives = project + "-archives"

// A stack is everything that runs.
type stack struct {
	options
	quiet  bool // start silently: the output belongs to a command
	clock  clock
	keeper *keeper // nil: everything ends with the process
	tracer *trace.Tracer
	failed chan error // what ended unexpectedly

	origin, manageURL, auth0Domain string
	tickets                        []byte
	vars                           []string // VARIABLE=value, in the order in which they are printed
	stops                          []func() error
	cancel                         context.CancelFunc
}

func (s *stack) say(format string, args ...any) {
	if !s.quiet {
		fmt.Printf(format+"\n", args...)
	}
}

// onStop registers how to stop what was just started.
func (s *stack) onStop(f func() error) { s.stops = append(s.stops, f) }

// stop stops everything, in reverse order of starting.
func (s *stack) stop() error {
	if s.cancel != nil {
		s.cancel()
	}
	var errs []error
	for i := len(s.stops) - 1; i >= 0; i-- {
		errs = append(errs, s.stops[i]())
	}
	return errors.Join(errs...)
}

// environ returns what a command needs to know: the emulators' variables, and those that the functions read in the
// cloud.
func (s *stack) environ() []string {
	return append(s.vars,
		"CLEANSLATE_URL="+s.origin,
		"CLEANSLATE_MANAGE="+s.manageURL,
		environ.Project+"="+project,
		environ.TicketSecret+"="+base64.StdEncoding.EncodeToString(s.tickets),
		environ.KMSSessionKey+"="+sessionKey,
		environ.KMSOrgKey+"="+orgKey,
		environ.KMSContactKey+"="+contactKey,
		environ.KMSInvitationKey+"="+invitationKey,
		environ.KMSRequestKey+"="+requestKey,
		environ.KMSMailKey+"="+mailKey,
		environ.KMSReceiptKey+"="+receiptVersion,
		environ.Archives+"="+archives,
		environ.Auth0Audience+"="+audience,
		environ.Auth0Client+"="+client,
		environ.Auth0Manager+"="+manager,
		environ.Auth0Secret+"="+password,
		environ.Auth0Teacher+"="+roleTeacher,
		environ.Auth0Administrator+"="+roleAdministrator,
		environ.Auth0Operator+"="+roleOperator,
		environ.Auth0Connections+"="+connection,
		environ.Origin+"="+s.origin,
		environ.OperatorOrg+"="+operatorOrg,
		environ.SMTPSecurity+"="+string(s.smtp().Security),
		environ.SMTPFrom+"="+s.smtp().From,
	)
}

func (s *stack) start(ctx context.Context) error {
	s.failed = make(chan error, 8)
	running, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	front, err := s.listen(s.addr)
	if err != nil {
		return err
	}
	back, err := s.listen(s.manage)
	if err != nil {
		return err
	}
	s.origin, s.manageURL = "http://"+front.Addr().String(), "http://"+back.Addr().String()

	if err := s.startTraces(running); err != nil {
		return err
	}
	if err := s.openData(); err != nil {
		return err
	}
	if err := s.startEmulators(ctx); err != nil {
		return err
	}
	if err := s.startKMS(); err != nil {
		return err
	}
	if err := s.startStorage(); err != nil {
		return err
	}
	if err := s.startAuth0(); err != nil {
		return err
	}
	sink, err := s.startMail()
	if err != nil {
		return err
	}
	client, err := pubsub.NewClient(ctx, project, option.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("connecting to Pub/Sub: %w", err)
	}
	s.onStop(client.Close)
	if err := createTopics(ctx, client, project); err != nil {
		return fmt.Errorf("creating the topics: %w", err)
	}
	handler, subscribers, err := s.functions(ctx)
	if err != nil {
		return err
	}
	if err := s.startEvents(ctx, client, s.keeper.events(subscribers)); err != nil {
		return err
	}
	ticks := &scheduler{clock: &s.clock, client: client}
	go ticks.run(running)
	if s.keeper != nil {
		go s.keeper.run(running)
	}

	s.serve(front, s.keeper.requests(handler))
	s.serve(back, s.keeper.requests(newManage(&s.clock, sink, ticks)))
	s.announce()
	return nil
}

// openData opens the data folder, if one is wanted. Services outside this process keep their own data.
func (s *stack) openData() (err error) {
	if s.data == "" {
		return nil
	}
	for _, name := range []string{"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST"} {
		if os.Getenv(name) != "" {
			return fmt.Errorf("-data works only with emulators that this command starts, but %s names another: unset it", name)
		}
	}
	if s.keeper, err = openKeeper(s.data, &s.clock); err != nil {
		return fmt.Errorf("opening the data folder: %w", err)
	}
	return nil
}

func (s *stack) announce() {
	for _, v := range s.vars {
		s.say("%s", v)
	}
	if s.traces != "" {
		s.say("traces         %s", s.traces)
	} else {
		s.say("traces         not written: make run TRACES=traces.jsonl")
	}
	s.say("management     %s  (/mail, /clock, /tick/{topic}, /healthz)", s.manageURL)
	if s.seed {
		s.say("sign in as     %s (password %q)", demoUsers[0].Email, password)
	} else {
		s.say("sign in as     nobody: infra/deploy.md says how the operator begins, and web/e2e/zero.test.ts does it")
	}
	s.say("teachers       %s/teach/", s.origin)
	s.say("students       %s/", s.origin)
	s.say("ready %s", s.origin)
}

// listen opens a port early, so that clients that know it wait instead of failing.
func (s *stack) listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("can't listen on %s (%w): stop what uses it, or choose another address with -addr and -manage", addr, err)
	}
	s.onStop(func() error {
		l.Close() // the server may have closed it
		return nil
	})
	return l, nil
}

// serve serves requests for a name of this machine until stop, which lets requests in progress finish. Streams don't
// end on their own: they are cut.
func (s *stack) serve(l net.Listener, h http.Handler) {
	server := &http.Server{Handler: onlyLocal(h), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- err
		}
	}()
	s.onStop(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
		return nil
	})
}

// export sets a variable for the clients in this process and for the command, and for printing.
func (s *stack) export(name, value string) {
	os.Setenv(name, value)
	s.vars = append(s.vars, name+"="+value)
}

// outside reports whether a variable names a service that is already running; if so, it will be printed.
func (s *stack) outside(name string) bool {
	v := os.Getenv(name)
	if v != "" {
		s.vars = append(s.vars, name+"="+v)
	}
	return v != ""
}

func (s *stack) startEmulators(ctx context.Context) error {
	var progress io.Writer
	if !s.quiet {
		progress = os.Stderr
	}
	if !s.outside("FIRESTORE_EMULATOR_HOST") {
		s.say("starting Google's Firestore emulator")
		heap := "2g" // make test leaves more than half a million documents in it
		if s.long {
			heap = "3g"
		}
		e, err := firestore.Start(ctx, firestore.Options{Heap: heap, Benchmark: s.long, Progress: progress})
		if err != nil {
			return err
		}
		s.onStop(e.Stop)
		s.watch("the Firestore emulator", e)
		if s.keeper != nil {
			s.onStop(s.keeper.close)
			if err := s.keeper.restore(ctx, e.Host()); err != nil {
				return err
			}
		}
		s.export("FIRESTORE_EMULATOR_HOST", e.Host())
	}
	if !s.outside("PUBSUB_EMULATOR_HOST") {
		s.say("starting Google's Pub/Sub emulator")
		e, err := emulator.Start(ctx, emulator.Options{Progress: progress})
		if err != nil {
			return err
		}
		s.onStop(e.Stop)
		s.watch("the Pub/Sub emulator", e)
		s.export("PUBSUB_EMULATOR_HOST", e.Host())
	}
	return nil
}

// watch stops the stack if an emulator ends unexpectedly.
func (s *stack) watch(name string, e *java.Emulator) {
	go func() {
		<-e.Done()
		s.failed <- fmt.Errorf("%s: %w", name, e.Err())
	}()
}

func (s *stack) startKMS() error {
	if s.outside("KMS_EMULATOR_HOST") {
		return nil
	}
	o := kms.Options{Now: s.clock.now, Rand: rand.Reader}
	if s.keeper != nil {
		o.File = s.keeper.keys()
	}
	server, err := kms.New(o)
	if err != nil {
		return err
	}
	for _, name := range []string{sessionKey, orgKey, contactKey, invitationKey, requestKey, mailKey} {
		if err := server.EnsureKey(name); err != nil {
			return err
		}
	}
	if err := server.EnsureSigningKey(receiptKey); err != nil {
		return err
	}
	l, err := s.listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		if err := server.Serve(l); err != nil && !errors.Is(err, grpc.ErrServerStopped) {
			s.failed <- err
		}
	}()
	s.onStop(func() error { server.Stop(); return nil })
	s.export("KMS_EMULATOR_HOST", l.Addr().String())
	return nil
}

// startStorage starts an emulator of Cloud Storage. It keeps its objects in memory, with or without a data folder: what an
// archive is made of can be made again.
func (s *stack) startStorage() error {
	if s.outside(storage.HostEnv) {
		return nil
	}
	e, err := storage.Start(archives)
	if err != nil {
		return err
	}
	s.onStop(func() error { e.Stop(); return nil })
	s.export(storage.HostEnv, e.Host())
	return nil
}

func (s *stack) startAuth0() error {
	if s.outside(environ.Auth0Domain) {
		s.auth0Domain = os.Getenv(environ.Auth0Domain)
		if !strings.Contains(s.auth0Domain, "://") {
			s.auth0Domain = "https://" + s.auth0Domain
		}
		return nil
	}
	l, err := s.listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	s.auth0Domain = "http://" + l.Addr().String()
	p, err := auth0.New(s.auth0Domain, auth0.Options{
		Users: s.users(),
		Clients: []auth0.Client{{
			ID:           client,
			RedirectURIs: []string{"http://127.0.0.1:*/teach/", "http://localhost:*/teach/"},
			LogoutURIs:   []string{"http://127.0.0.1:*/teach/", "http://localhost:*/teach/"},
			Origins:      []string{"http://127.0.0.1:*", "http://localhost:*"},

			InitiateLoginURI: s.origin + "/teach/",
		}},
		Audiences: []string{audience},
		// What a person signs in with who follows infra/deploy.md, and a command such as infra/factor.
		Managers: []auth0.Manager{{ID: "cleanslate-operator", Secret: password, Scopes: []string{
			"read:users", "read:organizations", "read:authentication_methods", "delete:authentication_methods", "update:users",
			"create:organization_invitations",
		}}, {ID: manager, Secret: password, Scopes: account.Scopes}},
		Roles:         demoRoles,
		Organizations: s.organizations(),
		Invited:       s.sendInvitation,
		MFAClaim:      mfaClaim,
		AddressClaim:  addrClaim,
		ClosedClaim:   closedClaim,
		Enrolled:      s.tellOfFactor,
		Now:           s.clock.now,
		Rand:          rand.Reader,
	})
	if err != nil {
		return err
	}
	s.serve(l, p)
	s.export(environ.Auth0Domain, s.auth0Domain)
	return nil
}

// users are those who have an account at the identity provider: without the seed nobody.
func (s *stack) users() []auth0.User {
	if !s.seed {
		return nil
	}
	return demoUsers
}

// organizations are those at the identity provider: without the seed the operator's alone, as Terraform creates it.
func (s *stack) organizations() (all []auth0.Organization) {
	for _, o := range demoOrgs(s.clock.now()) {
		if s.seed || o.ID == operatorOrg {
			all = append(all, auth0.Organization{ID: o.ID, Name: o.Name})
		}
	}
	return all
}

// sendInvitation sends the mail that Auth0 sends.
func (s *stack) sendInvitation(to auth0.User, from, link string) error {
	return s.send("invitation", to.Email, "cleanslate: you are invited to "+to.OrgName,
		from+" invites you to cleanslate. Set up your account here, within seven days:\n\n"+link+"\n")
}

// tellOfFactor sends the mail that the tenant's Action sends (terraform/foundation/auth0), in English alone.
func (s *stack) tellOfFactor(u auth0.User) error {
	return s.send("factor", u.Email, "cleanslate: second factor set up",
		"A second factor was set up for your cleanslate account. If that was you, there is nothing to do.\n"+
			"If it wasn't you, somebody has your password: change it now, and tell your school's administrator.\n")
}

// send sends a mail of the identity provider's.
func (s *stack) send(what, to, subject, text string) error {
	mails, err := sender.New(s.smtp())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	sent, result := mails.Send(ctx, sender.Message{
		ID: what + "-" + strings.ToLower(rand.Text()), To: to, Language: "en", Subject: subject, Text: text,
	})
	if sent != domain.SentAccepted {
		return errors.New(result)
	}
	return nil
}

func (s *stack) startMail() (*mail.Server, error) {
	if s.outside("SMTP_HOST") {
		return nil, nil
	}
	l, err := s.listen("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := mail.New(mail.Options{Now: s.clock.now})
	go func() {
		if err := server.Serve(l); err != nil {
			s.failed <- err
		}
	}()
	s.onStop(server.Close)
	s.export("SMTP_HOST", l.Addr().String())
	return server, nil
}

// smtp returns how mail is sent: in plain text to the sink, or, as the environment says, to a server outside.
func (s *stack) smtp() sender.Config {
	c := sender.Config{
		Host: os.Getenv(environ.SMTPHost), Security: sender.Security(os.Getenv(environ.SMTPSecurity)),
		Username: os.Getenv(environ.SMTPUsername), Password: os.Getenv(environ.SMTPPassword),
		From: os.Getenv(environ.SMTPFrom), FromName: "cleanslate", Clock: s.clock.now,
	}
	if c.Security == "" {
		c.Security = sender.None
	}
	if c.From == "" {
		c.From = "privacy@cleanslate.example"
	}
	return c
}

// functions wires every function as its entry does in the cloud, but with the movable clock, and routes to them as the
// load balancer does; event functions are keyed by the topics that they subscribe to.
func (s *stack) functions(ctx context.Context) (http.Handler, map[string]events.Handler, error) {
	if s.keeper != nil {
		s.tickets = s.keeper.data.TicketSecret
	} else {
		s.tickets = make([]byte, ticket.SecretSize)
		if _, err := rand.Read(s.tickets); err != nil {
			return nil, nil, err
		}
	}
	tickets, err := ticket.New(s.tickets)
	if err != nil {
		return nil, nil, err
	}
	db, err := store.Open(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.onStop(db.Close)
	log, err := answerlog.Open(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.onStop(log.Close)
	vault, err := store.OpenVault(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.onStop(vault.Close)
	audits, err := store.OpenAudit(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.onStop(audits.Close)
	wrap, err := keys.Dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	s.onStop(wrap.Close)
	tokens, err := auth.New(auth.Config{Issuer: auth.IssuerURL(s.auth0Domain), Audience: audience, Clock: s.clock.now})
	if err != nil {
		return nil, nil, err
	}
	if s.seed {
		seeder := &seeder{store: db, vault: vault, org: wrap.Key(orgKey), contact: wrap.Key(contactKey), rand: rand.Reader, now: s.clock.now()}
		if err := seeder.seed(ctx); err != nil {
			return nil, nil, err
		}
	}

	out, err := publish.Dial(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.onStop(out.Close)
	objects, err := bucket.Dial(ctx, archives)
	if err != nil {
		return nil, nil, err
	}
	life := lifecycle.New(db, vault, audits, s.clock.now, rand.Reader).WithArchives(objects)
	signer := wrap.Signer(receiptVersion)
	mails, err := sender.New(s.smtp())
	if err != nil {
		return nil, nil, err
	}
	contacts := wrap.Key(contactKey)
	breaches := breach.New(breach.Deps{Store: db, Vault: vault, ContactKeys: contacts, Publisher: out, Operator: operatorOrg, Clock: s.clock.now})
	notifies := notify.New(notify.Deps{
		Store: db, Vault: vault, ContactKeys: contacts, OrgKeys: wrap.Key(orgKey), MailKeys: wrap.Key(mailKey), Mail: mails, Publisher: out, Clock: s.clock.now,
		Origin: s.origin,
	})
	accounts, err := account.New(account.Config{
		Issuer: auth.IssuerURL(s.auth0Domain), ClientID: manager, ClientSecret: password, App: client,
		Roles: map[domain.Role]string{
			domain.RoleTeacher: roleTeacher, domain.RoleAdministrator: roleAdministrator, domain.RoleOperator: roleOperator,
		},
		Connections: []string{connection},
	})
	if err != nil {
		return nil, nil, err
	}
	identities := identity.New(identity.Deps{Store: db, Addresses: wrap.Key(invitationKey), Accounts: accounts, Clock: s.clock.now})
	finds := find.New(find.Deps{
		Store: db, Vault: vault, Audit: audits, SessionKeys: wrap.Key(sessionKey), Publisher: out, Clock: s.clock.now, Rand: rand.Reader,
	})
	exports := export.New(export.Deps{
		Store: db, Vault: vault, Audit: audits, Objects: objects, SessionKeys: wrap.Key(sessionKey), Publisher: out, Clock: s.clock.now, Rand: rand.Reader,
	})
	retains := retention.New(retention.Deps{Lifecycle: life, Publisher: out, Signer: signer})

	mux := http.NewServeMux()
	joins := join.New(join.Deps{Store: db, Vault: vault, Tickets: tickets, Clock: s.clock.now, Rand: rand.Reader})
	mux.Handle("/v1/sessions/{sid}/changes", watch.New(watch.Deps{Store: db, Clock: s.clock.now}))
	mux.Handle("/v1/join", joins)
	mux.Handle("/v1/rejoin", joins)
	mux.Handle("/v1/codes/{code}", joins)
	mux.Handle("/v1/sessions/{sid}/state", joins)
	mux.Handle("/v1/sessions/{sid}/solutions", joins)
	mux.Handle("/v1/answers", answer.New(answer.Deps{Store: log, Tickets: tickets, Clock: s.clock.now, Rand: rand.Reader}))
	own := s.tracer.Handler("rights", rights.New(rights.Deps{
		Store: db, Vault: vault, Lifecycle: life, Publisher: out, Tickets: tickets, RequestKeys: wrap.Key(requestKey), MailKeys: wrap.Key(mailKey),
		Clock: s.clock.now, Rand: rand.Reader,
	}))
	for _, path := range []string{"/v1/me", "/v1/me/export", "/v1/me/refusals", "/v1/requests/{id}/verify", "/v1/requests/{id}/code", "/v1/requests/{id}/copy"} {
		mux.Handle(path, own)
	}
	queue := s.tracer.Handler("request", request.New(request.Deps{
		Store: db, Vault: vault, Audit: audits, RequestKeys: wrap.Key(requestKey), MailKeys: wrap.Key(mailKey), SessionKeys: wrap.Key(sessionKey),
		Lifecycle: life, Publisher: out, Tokens: tokens, Operator: operatorOrg, Clock: s.clock.now, Rand: rand.Reader,
	}))
	mux.Handle("/v1/requests/", queue)
	for _, path := range []string{"/v1/requests", "/v1/requests/{id}"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if httpapi.SignedIn(r) {
				queue.ServeHTTP(w, r)
			} else {
				own.ServeHTTP(w, r)
			}
		})
	}
	incidents := s.tracer.Handler("incident", incident.New(incident.Deps{
		Store: db, Vault: vault, Audit: audits, ContactKeys: contacts, Publisher: out, Tokens: tokens, Operator: operatorOrg,
		Clock: s.clock.now, Rand: rand.Reader,
	}))
	mux.Handle("/v1/incidents", incidents)
	mux.Handle("/v1/incidents/", incidents)
	mux.Handle("/v1/notices/public", incidents)
	orgs := s.tracer.Handler("org", org.New(org.Deps{
		Store: db, Vault: vault, Audit: audits, ContactKeys: wrap.Key(contactKey), OrgKeys: wrap.Key(orgKey), Invitations: wrap.Key(invitationKey), Lifecycle: life, Publisher: out, Signer: signer,
		Tokens: tokens, Operator: operatorOrg, Clock: s.clock.now, Rand: rand.Reader,
	}))
	for _, path := range []string{
		"/v1/profile", "/v1/profile/", "/v1/policy", "/v1/policy/", "/v1/records", "/v1/ownerships", "/v1/ownerships/", "/v1/newsletters", "/v1/newsletters/", "/v1/unsubscribe", "/v1/departures", "/v1/retention/", "/v1/holds", "/v1/holds/", "/v1/disclosures", "/v1/disclosures/", "/v1/usage", "/v1/erasures", "/v1/receipts", "/v1/receipts/", "/v1/orphans",
		"/v1/org", "/v1/org/", "/v1/orgs", "/v1/orgs/", "/v1/organizations", "/v1/organizations/", "/v1/sessions/{sid}/participants/{pid}", "/v1/audit", "/v1/audit/",
	} {
		mux.Handle(path, orgs)
	}
	lives := s.tracer.Handler("live", live.New(live.Deps{
		Store: db, Vault: vault, Audit: audits, SessionKeys: wrap.Key(sessionKey), OrgKeys: wrap.Key(orgKey), Objects: objects,
		Tokens: tokens, Clock: s.clock.now, Rand: rand.Reader, Origin: s.origin,
	}))
	mux.Handle("/v1/sessions/{sid}/results/stream", lives)
	mux.Handle("/v1/org/exports/{id}/archive", lives)
	mux.Handle("/v1/", s.tracer.Handler("teacher", teacher.New(teacher.Deps{
		Store: db, Vault: vault, Audit: audits, SessionKeys: wrap.Key(sessionKey), OrgKeys: wrap.Key(orgKey),
		Tokens: tokens, Clock: s.clock.now, Rand: rand.Reader, Origin: s.origin,
	})))
	for _, name := range []string{"answer", "incident", "join", "live", "org", "request", "rights", "teacher", "watch"} {
		mux.Handle("/v1/version/"+name, httpapi.Version(name, environ.Version()))
	}
	mux.Handle("/v1/openapi.yaml", httpapi.OpenAPI())
	mux.Handle("/problems/", httpapi.ProblemPages())
	mux.Handle("/", newWeb(s.web, s.auth0Domain))
	return mux, map[string]events.Handler{
		events.RetentionTick: retains, events.RetentionPlan: retains, events.RetentionWork: retains,
		events.BreachTick: breaches, events.BreachWork: breaches, events.NotifyMail: notifies, events.IdentityWork: identities, events.FindWork: finds,
		events.ExportWork: exports,
	}, nil
}
