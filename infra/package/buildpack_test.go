package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/emulators/mail"
	"github.com/cleanslate-edu/cleanslate/emulators/pubsub"
	"github.com/cleanslate-edu/cleanslate/emulators/storage"
	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/infra/deployment"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	stack    = deployment.Stack("../../terraform")
	audience = "https://api.cleanslate.test"
	org      = "org_north"
	ada      = "ada@north.example"
)

// sourceDir is where the buildpack moves the sources (lib.go of cmd/go/functions_framework: fnSourceDir).
const sourceDir = "serverless_function_source_code"

// buildpackMain is the main that it writes: its declarative template, except for the address, since a test's process
// must not be reachable from other machines.
const buildpackMain = `package main

import (
	"log"
	"net/http"
	"os"

	// Blank import the function package to run the init(), which is where
	// declarative function signatures are expected to be registered.
	_ %q

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
)

func main() {
	// Don't invoke the function for reserved URLs.
	http.HandleFunc("/robots.txt", http.NotFound)
	http.HandleFunc("/favicon.ico", http.NotFound)

	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	if err := funcframework.StartHostPort("127.0.0.1", port); err != nil {
		log.Fatalf("Function failed to start: %%v\n", err)
	}
}
`

// buildpack builds an archive as Google's Go buildpack does, but offline, and returns the program.
func buildpack(t *testing.T, name string, b []byte) *process.Program {
	t.Helper()
	app := t.TempDir()
	source := filepath.Join(app, sourceDir)
	files := unzip(t, b)
	for f, text := range files {
		if strings.HasPrefix(f, ".google") {
			t.Errorf("%s: the buildpack doesn't move such files", f)
		}
		if err := writeFile(filepath.Join(source, filepath.FromSlash(f)), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}

	// converter/get_package: the root folder, all its files, is one package, and that imports the framework.
	fset := token.NewFileSet()
	//lint:ignore SA1019 The buildpack calls it.
	packages, err := parser.ParseDir(fset, source, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) != 1 {
		t.Fatalf("the root folder has %d packages, the buildpack expects one", len(packages))
	}
	framework, fnPackage := false, ""
	for name, p := range packages {
		fnPackage = name
		for _, f := range p.Files {
			for _, i := range f.Imports {
				framework = framework || i.Path.Value == `"github.com/GoogleCloudPlatform/functions-framework-go/functions"`
			}
		}
	}
	if !framework {
		t.Fatal("the root package doesn't import the framework: the buildpack would treat it as a non-declarative function")
	}
	if _, err := os.Stat(filepath.Join(app, fnPackage)); err == nil {
		t.Fatalf("the buildpack would mistake the folder %s for the package of that name", fnPackage)
	}

	// lib.go, createMainGoMod.
	mod := strings.TrimSpace(offline(t, source, "list", "-m"))
	if first, _, _ := strings.Cut(mod, "/"); !strings.Contains(first, ".") {
		t.Fatalf("the module %s has no dot in its first element", mod)
	}
	if v := offline(t, source, "list", "-m", "-f", "{{.Version}}", "github.com/GoogleCloudPlatform/functions-framework-go"); !strings.HasPrefix(v, "v1.9.") {
		t.Errorf("the framework's version is now %s: check that the buildpack's template hasn't changed, then update this test", v)
	}
	main := filepath.Join(source, "functions.local", "app")
	if err := writeFile(filepath.Join(main, "main.go"), fmt.Appendf(nil, buildpackMain, mod)); err != nil {
		t.Fatal(err)
	}
	offline(t, source, "mod", "tidy")
	for _, f := range []string{"go.mod", "go.sum"} {
		after, err := os.ReadFile(filepath.Join(source, f))
		if err != nil {
			t.Fatal(err)
		}
		if string(after) != files[f] {
			t.Errorf("the buildpack changes %s: versions would be chosen in the cloud", f)
		}
	}
	// The buildpack doesn't write this: it tells the test the port.
	if err := writeFile(filepath.Join(main, "report.go"), []byte(process.Reporter)); err != nil {
		t.Fatal(err)
	}
	p := &process.Program{Path: filepath.Join(app, "main"), Target: strings.ToUpper(name[:1]) + name[1:]}
	// Without paths in them, packages that archives share are compiled once.
	offline(t, source, "build", "-trimpath", "-o", p.Path, "./functions.local/app")
	return p
}

// offline runs the go command as the buildpack does, but without network access: packaging must have fetched what it
// needs.
func offline(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// A cloud is the emulators, and the environment that Terraform would set for a function that runs on them.
type cloud struct {
	project   string
	variables map[string]string // by name: those that Terraform sets
	emulators []string          // NAME=host
	token     string            // Ada's
	mail      *mail.Server
}

// serve listens on loopback until the test ends.
func serve(t *testing.T, run func(net.Listener) error, stop func()) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go run(l)
	t.Cleanup(stop)
	return l.Addr().String()
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	ctx := t.Context()
	databases, err := firestore.Ensure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := pubsub.Ensure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := kms.New(kms.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keyHost := serve(t, keys.Serve, keys.Stop)
	objects, err := storage.Ensure()
	if err != nil {
		t.Fatal(err)
	}
	sink := mail.New(mail.Options{})
	mailHost := serve(t, sink.Serve, func() { sink.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	issuer := "http://" + l.Addr().String()
	people, err := auth0.New(issuer, auth0.Options{
		Users:   []auth0.User{{Sub: "auth0|ada", Email: ada, Org: org, Permissions: []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete}}},
		Clients: []auth0.Client{{ID: "test"}}, Audiences: []string{audience}, MFAClaim: auth.MFAClaim,
	})
	if err != nil {
		t.Fatal(err)
	}
	go http.Serve(l, people)
	token, err := people.Token(ada, auth0.TokenOptions{Expiry: time.Now().Add(time.Hour), MFAAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	c := &cloud{
		project: "demo-" + strings.ToLower(rand.Text()), token: token, mail: sink,
		emulators: []string{"FIRESTORE_EMULATOR_HOST=" + databases, "PUBSUB_EMULATOR_HOST=" + messages, "KMS_EMULATOR_HOST=" + keyHost, storage.HostEnv + "=" + objects.Host(),
			"TRACE_EMULATOR_HOST=127.0.0.1:1"}, // nobody: what is sampled is lost
	}
	objects.EnsureBucket(c.project + "-archives")
	ring := "projects/" + c.project + "/locations/europe-west3/keyRings/cleanslate/cryptoKeys/"
	for _, k := range []string{"session", "org", "contact", "invitation", "request", "mail"} {
		if err := keys.EnsureKey(ring + k); err != nil {
			t.Fatal(err)
		}
	}
	if err := keys.EnsureSigningKey(ring + "receipt"); err != nil {
		t.Fatal(err)
	}
	secret := func() string {
		b := make([]byte, 32)
		rand.Read(b)
		return base64.StdEncoding.EncodeToString(b)
	}
	c.variables = map[string]string{
		"GOOGLE_CLOUD_PROJECT": c.project,
		"TICKET_SECRET":        secret(), "TICKET_SECRET_PREVIOUS": secret(),
		"KMS_SESSION_KEY": ring + "session", "KMS_ORG_KEY": ring + "org", "KMS_CONTACT_KEY": ring + "contact", "KMS_INVITATION_KEY": ring + "invitation",
		"KMS_REQUEST_KEY": ring + "request", "KMS_MAIL_KEY": ring + "mail",
		"KMS_RECEIPT_KEY": ring + "receipt/cryptoKeyVersions/1",
		"AUTH0_DOMAIN":    issuer, "AUTH0_AUDIENCE": audience, "ORIGIN": "https://cleanslate.example",
		"AUTH0_CLIENT": "web", "AUTH0_MANAGER": "identity", "AUTH0_SECRET": "secret", "AUTH0_ROLE_TEACHER": "rol_1", "AUTH0_ROLE_ADMINISTRATOR": "rol_2", "AUTH0_ROLE_OPERATOR": "rol_3", "AUTH0_CONNECTIONS": "con_1",
		"ARCHIVE_BUCKET": c.project + "-archives", "OPERATOR_ORG": "org_operator", "TRACE_RATIO": "0.01",
		"SMTP_HOST": mailHost, "SMTP_SECURITY": "none", "SMTP_FROM": "notices@cleanslate.example", "SMTP_USERNAME": "", "SMTP_PASSWORD": "",
	}
	db, err := store.Open(ctx, c.project)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.CreateOrg(ctx, domain.Org{
		ID: org, Name: "North School", Country: "DE", Timezone: "Europe/Berlin", State: domain.OrgActive,
		Policy:     domain.Policy{KeptDays: 180, RestoreMonths: 6, PrivacyContact: "privacy@north.example"},
		Agreements: []domain.Agreement{{ID: "agreement-1", SignedAt: time.Now().AddDate(-1, 0, 0)}},
	}, nil); err != nil {
		t.Fatal(err)
	}
	return c
}

// start starts a function with only the environment that function_<name>.tf sets and the container adds, and the
// emulators' addresses.
func (c *cloud) start(t *testing.T, p *process.Program, name string) *process.Process {
	t.Helper()
	e, err := stack.Environment(name)
	if err != nil {
		t.Fatal(err)
	}
	env := slices.Clone(c.emulators)
	// Without an Eventarc trigger every function is deployed as an HTTP function.
	env = append(env, "FUNCTION_SIGNATURE_TYPE=http", "K_SERVICE="+name, "LOG_EXECUTION_ID=true")
	for _, v := range e.All() {
		value, ok := c.variables[v]
		if !ok {
			t.Fatalf("function_%s.tf sets %s: add its value to newCloud", name, v)
		}
		env = append(env, v+"="+value)
	}
	log := new(bytes.Buffer)
	proc, err := p.Start(t.Context(), process.Options{Env: env, Log: log})
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	t.Cleanup(func() {
		if err := proc.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("%s wrote:\n%s", name, log)
		}
	})
	return proc
}

// TestBuildpack builds every archive as Google Cloud does and runs a lesson on the resulting programs.
func TestBuildpack(t *testing.T) {
	t.Parallel()
	dir := root(t)
	names, err := functions(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := newCloud(t)
	urls := make(map[string]string)
	for _, name := range names { // one after the other: each build uses all processors
		b, err := archive(t.Context(), dir, name)
		if err != nil {
			t.Fatal(err)
		}
		urls[name] = c.start(t, buildpack(t, name, b), name).URL()
	}
	l := &lesson{t: t, c: c, urls: urls}
	l.run()
	for _, e := range []struct{ function, topic, data string }{
		{"retention", "retention-plan", `{"plan":{}}`}, // a tick publishes, and there are no topics
		{"breach", "breach-tick", ""},
	} {
		if urls[e.function] != "" {
			l.push(e.function, e.topic, e.data, true)
		}
	}
	for _, function := range []string{"retention", "breach", "notify", "identity", "find", "export"} {
		if urls[function] != "" {
			l.push(function, "poison", "{", false)
		}
	}
	if urls["request"] != "" {
		l.get("request", "/v1/requests", "", 401, nil)
	}
	if urls["incident"] != "" {
		l.get("incident", "/v1/notices/public", "", 200, nil)
	}
	for _, name := range names {
		if !l.called[name] {
			t.Errorf("%s was not called: add a call to it above", name)
		}
	}
}

// A lesson is a client of the functions' processes that calls, for each request, the one that the load balancer would choose.
type lesson struct {
	t      *testing.T
	c      *cloud
	urls   map[string]string
	called map[string]bool
}

func (l *lesson) run() {
	var set, session struct{ ID, Code string }
	l.post("teacher", "/v1/question-sets", l.c.token, `{"title":"Rivers","questions":[{"kind":"trueFalse","prompt":"Ice floats.","correct":true}]}`, 201, &set)
	l.post("teacher", "/v1/sessions", l.c.token, `{"questionSetId":"`+set.ID+`","mode":"self-paced","feedback":"none"}`, 201, &session)
	var joined struct {
		Token   string
		Session struct{ Questions []struct{ ID string } }
	}
	l.post("join", "/v1/join", "", `{"code":"`+session.Code+`","alias":"Ada"}`, 201, &joined)
	if len(joined.Session.Questions) != 1 {
		l.t.Fatalf("joined: %+v", joined)
	}
	l.get("join", "/v1/sessions/"+session.ID+"/state", "", 200, nil)
	l.get("watch", "/v1/sessions/"+session.ID+"/changes?after=1&wait=1", "", 200, nil)
	var answered struct{ Results []struct{ Status string } }
	l.post("answer", "/v1/answers", joined.Token, `{"answers":[{"questionId":"`+joined.Session.Questions[0].ID+`","revision":1,"response":true}]}`, 200, &answered)
	if len(answered.Results) != 1 || answered.Results[0].Status != "recorded" {
		l.t.Errorf("answered: %+v", answered)
	}
	var results struct {
		Participants []struct {
			Alias string
			Score float64
		}
	}
	l.get("teacher", "/v1/sessions/"+session.ID+"/results", l.c.token, 200, &results)
	if len(results.Participants) != 1 || results.Participants[0].Alias != "Ada" || results.Participants[0].Score == 0 {
		l.t.Errorf("results: %+v", results)
	}
	l.view("live", "/v1/sessions/"+session.ID+"/results/stream", l.c.token)
	l.get("rights", "/v1/me", joined.Token, 200, nil)
	l.get("org", "/v1/policy", l.c.token, 200, nil)
}

func (l *lesson) post(function, path, token, body string, status int, into any) {
	l.t.Helper()
	l.call(function, http.MethodPost, path, token, body, status, into)
}

func (l *lesson) get(function, path, token string, status int, into any) {
	l.t.Helper()
	l.call(function, http.MethodGet, path, token, "", status, into)
}

func (l *lesson) call(function, method, path, token, body string, status int, into any) {
	l.t.Helper()
	got, b, err := l.send(function, method, path, token, body)
	if err != nil || got != status {
		l.t.Fatalf("%s: %s %s: %d, %v, want %d\n%s", function, method, path, got, err, status, b)
	}
	if into != nil {
		if err := json.Unmarshal(b, into); err != nil {
			l.t.Fatalf("%s %s: %v in %s", method, path, err, b)
		}
	}
}

// view opens a stream, which must begin.
func (l *lesson) view(function, path, token string) {
	l.t.Helper()
	l.called[function] = true
	api := client.Client{Origin: l.urls[function]}
	resp, err := api.Open(l.t.Context(), client.Request{Path: path, Token: token})
	if err != nil {
		l.t.Fatal(err)
	}
	defer resp.Body.Close()
	for e, err := range client.Events(resp.Body) {
		if err != nil || e.Name != "snapshot" {
			l.t.Errorf("%s: %s %q, %v", function, resp.Status, e.Name, err)
		}
		return
	}
}

func (l *lesson) send(function, method, path, token, body string) (status int, b []byte, err error) {
	if l.called == nil {
		l.called = make(map[string]bool)
	}
	l.called[function] = true
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	api := client.Client{Origin: l.urls[function]}
	resp, err := api.Send(ctx, client.Request{Method: method, Path: path, Token: token, Key: client.NewKey(), Body: body})
	if err != nil {
		return 0, nil, err
	}
	return resp.Status, resp.Body, nil
}

// push delivers a message as the push subscription of modules/push does, and checks whether it is acknowledged.
func (l *lesson) push(function, topic, data string, acknowledged bool) {
	l.t.Helper()
	body, err := json.Marshal(map[string]any{
		"subscription": "projects/" + l.c.project + "/subscriptions/" + topic,
		"message": map[string]any{
			"messageId": "1", "publishTime": time.Now().UTC().Format(time.RFC3339), "attributes": map[string]string{"scheduled": topic},
			"data": base64.StdEncoding.EncodeToString([]byte(data)),
		},
	})
	if err != nil {
		l.t.Fatal(err)
	}
	status, b, err := l.send(function, http.MethodPost, "/projects/"+l.c.project+"/topics/"+topic, "", string(body))
	if err != nil || (status/100 == 2) != acknowledged {
		l.t.Errorf("%s: a message of %s: %d, %v, want it acknowledged: %v\n%s", function, topic, status, err, acknowledged, b)
	}
}
