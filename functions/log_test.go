package functions_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/functions/incident"
	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/infra/deployment"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A service is a function's own process and what it writes.
type service struct {
	*process.Process
	name string
	mu   sync.Mutex
	buf  bytes.Buffer
}

func (s *service) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

// serve starts a function that is stopped by the test.
func serve(t *testing.T, name string, env []string) *service {
	t.Helper()
	s := &service{name: name}
	var err error
	if s.Process, err = program(t, name).Start(t.Context(), process.Options{Env: env, Log: s}); err != nil {
		t.Fatal(err)
	}
	return s
}

// entries returns what Cloud Logging would make of all that the function wrote.
func (s *service) entries() (all []deployment.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for line := range strings.Lines(s.buf.String()) {
		all = append(all, deployment.EntryOf(s.name, strings.TrimSuffix(line, "\n")))
	}
	return all
}

// without returns the environment without a variable.
func without(env []string, variable string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool { return strings.HasPrefix(v, variable+"=") })
}

// one returns the only entry of the service that the filter lets through.
func (s *service) one(t *testing.T, filter string) deployment.Entry {
	t.Helper()
	f, err := deployment.ParseFilter(filter)
	if err != nil {
		t.Fatal(err)
	}
	var found []deployment.Entry
	for _, e := range s.entries() {
		if f.Match(e) {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		s.mu.Lock()
		defer s.mu.Unlock()
		t.Fatalf("%s logs nothing that %s finds:\n%s", s.name, filter, s.buf.String())
	}
	return found[0]
}

// What built functions log is what the alerts count and the runbooks search, and
// nothing else is.
func TestLogsAreWhatFiltersFind(t *testing.T) {
	t.Parallel()
	lines := make(map[string]deployment.Entry)

	s := serve(t, "answer", without(environment(t, "answer"), environ.TicketSecret))
	to(t, s.URL(), client.Request{Method: "POST", Path: "/v1/answers", Body: "{}"})
	stop(t, s)
	lines["answer can't start"] = s.one(t, `jsonPayload.message="the function can't start"`)
	lines["answer fails"] = s.one(t, `jsonPayload.message="request failed"`)

	s = serve(t, "join", without(environment(t, "join"), environ.TicketSecret))
	to(t, s.URL(), client.Request{Method: "POST", Path: "/v1/join", Body: "{}"})
	stop(t, s)
	lines["join can't start"] = s.one(t, `jsonPayload.message="the function can't start"`)

	s = serve(t, "watch", without(environment(t, "watch"), environ.Project))
	to(t, s.URL(), client.Request{Method: "GET", Path: "/v1/sessions/" + newID(t) + "/changes?after=0&wait=1"})
	stop(t, s)
	lines["watch can't start"] = s.one(t, `jsonPayload.message="the function can't start"`)

	s = serve(t, "incident", without(environment(t, "incident"), environ.OperatorOrg))
	to(t, s.URL(), client.Request{Method: "GET", Path: "/v1/incidents"})
	stop(t, s)
	lines["incident fails"] = s.one(t, `jsonPayload.message="request failed"`)

	// Counts are written when the instance goes.
	s = serve(t, "answer", environment(t, "answer"))
	for range 3 {
		to(t, s.URL(), client.Request{Method: "POST", Path: "/v1/answers", Body: "{}"})
	}
	stop(t, s)
	lines["answer counts"] = s.one(t, `jsonPayload.message="requests"`)
	if got := payload(lines["answer counts"])["counts"]; !equal(got, map[string]any{"POST /v1/answers": map[string]any{"401": 3.0}}) || len(s.entries()) != 1 {
		t.Errorf("answer counts %v in %d lines", got, len(s.entries()))
	}

	// A line for each request, with its trace and id and nothing of the client's.
	s = serve(t, "teacher", environment(t, "teacher"))
	const marker = "marker"
	reply := to(t, s.URL(), client.Request{Method: "GET", Path: "/v1/sessions/" + strings.Repeat("a", 26) + "/results?q=" + marker, Header: map[string]string{
		"Traceparent": "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01", "User-Agent": marker, "X-Request-Id": marker,
	}})
	stop(t, s)
	e := s.one(t, `jsonPayload.message="request"`)
	lines["teacher serves"] = e
	p := payload(e)
	if e["severity"] != "INFO" || e["trace"] != "projects/"+os.Getenv(environ.Project)+"/traces/0af7651916cd43dd8448eb211c80319c" || e["spanId"] != "00f067aa0ba902b7" ||
		p["function"] != "teacher" || p["route"] != "GET /v1/sessions/{sid}/results" || p["status"] != 401.0 || p["ms"] == nil || p["requestId"] != reply.header.Get("X-Request-Id") {
		t.Errorf("a request's line: %v", e)
	}
	if text, _ := json.Marshal(s.entries()); bytes.Contains(text, []byte(marker)) || bytes.Contains(text, []byte("aaaaaaaaaaaaaaaaaaaaaaaaaa")) || bytes.Contains(text, []byte("127.0.0.1")) {
		t.Errorf("the client is in the log: %s", text)
	}

	lines["retention waits"], lines["retention refuses"] = retentionLines(t)
	lines["breach warns"], lines["breach warns of a drill"] = breachLine(t, false), breachLine(t, true)
	lines["notify isn't served"] = mailLine(t, payload(lines["breach warns"])["incident"].(string))
	lines["identity is refused"] = refusedLine(t)
	lines["teacher can't fetch keys"], lines["teacher lets nobody in"] = signInLines(t)
	lines["teacher isn't served"] = keyLine(t)
	lines["live's view fails"] = viewLine(t)
	lines["rights panics"] = panicLine()
	maps.Copy(lines, platformLines)

	find(t, lines)
}

// fired says of each alert which line fires it, or why nothing that runs here does. Lines of ours are written by built
// functions above; those of Google's services are as documented (platformLines).
var fired = map[string]struct {
	lines []string
	why   string
}{
	"breach_clause":   {lines: []string{"breach warns"}},
	"retention_waits": {lines: []string{"retention waits"}},
	"foreign_decrypt": {lines: []string{"somebody decrypts"}},
	"vault_copy":      {lines: []string{"somebody exports the vault"}},
	"failing": {lines: []string{
		"rights panics", "Cloud Run stops an instance", "Cloud Run turns a request away", "teacher can't fetch keys", "teacher isn't served", "notify isn't served", "identity is refused", "live's view fails",
	}},
	"burn":           {why: "the load balancer counts requests and their time; the statuses that functions answer with are TestProcessServesAsTheStack's"},
	"errors":         {why: "the load balancer counts them; a function without its environment answers 5xx in TestIncompleteEnvironment"},
	"refused":        {why: "Cloud Armor refuses; its limits are in armor.tf and Terraform's tests"},
	"instances":      {why: "Cloud Run counts its instances"},
	"quota":          {why: "Google's services count"},
	"waiting":        {why: "Pub/Sub counts what waits; that a message which can't be handled ends in dead-letter is TestRetentionByPush's"},
	"backlog":        {why: "Pub/Sub measures the age of what waits"},
	"retention_tick": {why: "Pub/Sub counts acknowledged pushes; that a tick is acknowledged is TestRetentionByPush's"},
	"reach":          {why: "Google's probes come from outside"},
	"sign_in":        {why: "Google's probes come from outside"},
	"certificate":    {why: "Google's probes read it"},
}

// find runs all filters on the lines: each finds those that it is for.
func find(t *testing.T, lines map[string]deployment.Entry) {
	t.Helper()
	check := func(name, filter string, want ...string) {
		t.Helper()
		if strings.Contains(filter, "jsonPayload.error") || strings.Contains(filter, "jsonPayload.message") {
			t.Errorf("%s: %s searches a text, which may be reworded: give the line a field", name, filter)
		}
		f, err := deployment.ParseFilter(filter)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, line := range slices.Sorted(maps.Keys(lines)) {
			if f.Match(lines[line]) {
				found = append(found, line)
			}
		}
		if slices.Sort(want); !slices.Equal(found, want) {
			t.Errorf("%s: %s finds %q, want %q", name, filter, found, want)
		}
	}
	const terraform, runbooks = deployment.Stack("../terraform"), "../infra/runbooks"
	metrics, err := terraform.LogMetrics()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"breach-clause": {"breach warns"}, "retention-waits": {"retention waits"},
		"foreign-decrypt": {"somebody decrypts"}, "people-in-databases": {"somebody reads documents"},
		"function-panics": {"rights panics"}, "memory-kills": {"Cloud Run stops an instance"}, "no-instance": {"Cloud Run turns a request away"},
		"sign-in": {"teacher can't fetch keys"}, "key-service": {"teacher isn't served"}, "mail-fails": {"notify isn't served"}, "identity-refused": {"identity is refused"}, "live-view": {"live's view fails"},
	} {
		check(name, metrics[name], want...)
		delete(metrics, name)
	}
	if len(metrics) > 0 {
		t.Errorf("metrics that nobody tests: %v", metrics)
	}
	alerts, err := terraform.Alerts()
	if err != nil {
		t.Fatal(err)
	}
	for name, counts := range alerts {
		f, ok := fired[name]
		if !ok || counts == (len(f.lines) == 0) || (f.why == "") == (len(f.lines) == 0) {
			t.Errorf("the alert %s, which counts lines: %v, is fired by %q, or by nothing because %q", name, counts, f.lines, f.why)
		}
		for _, line := range f.lines {
			if lines[line] == nil {
				t.Errorf("the alert %s is fired by a line that nobody wrote: %s", name, line)
			}
		}
	}
	if len(fired) != len(alerts) {
		t.Errorf("%d alerts, and %d are said to be fired", len(alerts), len(fired))
	}
	id := payload(lines["teacher serves"])["requestId"].(string)
	teacher := []string{"Cloud Run stops an instance", "Cloud Run turns a request away", "teacher can't fetch keys", "teacher isn't served", "teacher lets nobody in"}
	want := map[string][]string{
		`resource.labels.service_name="answer" AND severity>=WARNING`:         {"answer can't start", "answer fails"},
		`resource.labels.service_name="answer" AND jsonPayload.started=false`: {"answer can't start"},
		`resource.labels.service_name="answer" AND severity=CRITICAL`:         nil,
		`jsonPayload.counts:*`:                                                                                    {"answer counts"},
		`jsonPayload.requestId="` + id + `"`:                                                                      {"teacher serves"},
		`resource.labels.service_name="join" AND severity>=WARNING`:                                               {"join can't start"},
		`resource.labels.service_name="join" AND jsonPayload.started=false`:                                       {"join can't start"},
		`resource.labels.service_name="retention" AND severity>=WARNING`:                                          {"retention refuses", "retention waits"},
		`resource.labels.service_name="retention" AND jsonPayload.alert="retention-waits"`:                        {"retention waits"},
		`resource.labels.service_name="retention" AND jsonPayload.started=false`:                                  nil,
		`resource.labels.service_name="teacher" AND severity>=WARNING`:                                            teacher,
		`resource.labels.service_name="live" AND jsonPayload.alert="live-view"`:                                   {"live's view fails"},
		`resource.labels.service_name="teacher" AND jsonPayload.started=false`:                                    nil,
		`resource.labels.service_name="watch" AND severity>=WARNING`:                                              {"watch can't start"},
		`resource.labels.service_name="watch" AND jsonPayload.started=false`:                                      {"watch can't start"},
		`jsonPayload.started=false`:                                                                               {"answer can't start", "join can't start", "watch can't start"},
		`resource.labels.service_name="breach" AND jsonPayload.alert="breach-clause" AND jsonPayload.drill=false`: {"breach warns"},
		`resource.labels.service_name="incident" AND severity>=WARNING`:                                           {"incident fails"},
		`severity=CRITICAL`:                                                         {"rights panics"},
		`textPayload=~"^Memory limit of"`:                                           {"Cloud Run stops an instance"},
		`jsonPayload.alert="sign-in"`:                                               {"teacher can't fetch keys"},
		`severity>=WARNING AND jsonPayload.cause="kms"`:                             {"teacher isn't served"},
		`jsonPayload.alert="identity-refused"`:                                      {"identity is refused"},
		`jsonPayload.alert="mail-fails"`:                                            {"notify isn't served"},
		`protoPayload.methodName=~"DestroyCryptoKeyVersion|UpdateCryptoKeyVersion"`: {"somebody destroys a key"},
		`protoPayload.serviceName="cloudkms.googleapis.com" AND protoPayload.methodName=~"Decrypt$"`:                                                       {"somebody decrypts"},
		`log_id("cloudaudit.googleapis.com/activity") AND (protoPayload.methodName=~"(ExportDocuments|CloneDatabase|CreateBackupSchedule|SetIamPolicy)$")`: {"somebody exports the vault"},
		`protoPayload.serviceName="firestore.googleapis.com"`:                                                                                              {"somebody exports the vault", "somebody reads documents", "somebody restores"},
		`protoPayload.methodName=~"RestoreDatabase|ImportDocuments"`:                                                                                       {"somebody restores"},
	}
	queries, err := deployment.Queries(runbooks)
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, q := range queries {
		filter := strings.NewReplacer(`"FUNCTION"`, `"retention"`, `"ID"`, `"`+id+`"`).Replace(q.Filter)
		lines, ok := want[filter]
		if !ok {
			t.Errorf("%s.md has a filter that nobody tests: %s", q.Runbook, filter)
			continue
		}
		used[filter] = true
		check(q.Runbook+".md", filter, lines...)
	}
	for filter := range want {
		if !used[filter] {
			t.Errorf("no runbook has %s", filter)
		}
	}
}

func stop(t *testing.T, s *service) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

func payload(e deployment.Entry) map[string]any {
	p, _ := e["jsonPayload"].(map[string]any)
	return p
}

func equal(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

// retentionLines returns what retention logs when it plans for an org without
// a policy, and at a message that it can't read.
func retentionLines(t *testing.T) (waits, refuses deployment.Entry) {
	t.Helper()
	project := "demo-" + newID(t)
	db, err := store.Open(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.CreateOrg(t.Context(), domain.Org{ID: "org_north", Name: "North", State: domain.OrgActive}, nil); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "retention", append(without(environment(t, "retention"), environ.Project), environ.Project+"="+project))
	push(t, s.URL(), events.RetentionPlan, events.Plan{Org: "org_north"}.Encode())
	push(t, s.URL(), events.RetentionWork, []byte("{"))
	stop(t, s)
	waits = s.one(t, `jsonPayload.org="org_north"`)
	if waits["severity"] != "ERROR" || payload(waits)["requestId"] == nil {
		t.Errorf("retention waits: %v", waits)
	}
	return waits, s.one(t, `jsonPayload.message="a message was not handled"`)
}

// breachLine returns what breach logs of an incident that was reported 60 hours
// ago and of which nobody was told.
func breachLine(t *testing.T, drill bool) deployment.Entry {
	t.Helper()
	project, key := os.Getenv(environ.Project), os.Getenv(environ.KMSContactKey)
	db, err := store.Open(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	vault, err := store.OpenVault(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	keys, err := kms.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer keys.Close()
	then := func() time.Time { return time.Now().Add(-60 * time.Hour) }
	server := httptest.NewServer(incident.New(incident.Deps{
		Store: db, Vault: vault, ContactKeys: keys.Key(key), Publisher: silent{}, Tokens: anyone{then}, Operator: os.Getenv(environ.OperatorOrg), Clock: then, Rand: rand.Reader,
	}))
	defer server.Close()
	made := to(t, server.URL, client.Request{Method: "POST", Path: "/v1/incidents", Token: "x", Key: client.NewKey(), Body: object{
		"title": "A test", "drill": drill, "occurredFrom": then().Add(-time.Hour).UTC().Format(time.RFC3339), "categories": []string{"aliases"}, "keysInReach": "no",
		"texts": object{}, "contact": object{"name": "Office", "email": "office@north.example"}, "reporter": object{"name": "Grace", "email": "grace@north.example"},
	}})
	var filed struct{ ID string }
	if err := json.Unmarshal([]byte(made.body), &filed); err != nil || made.status != http.StatusCreated {
		t.Fatalf("reporting: %d %s", made.status, made.body)
	}
	s := serve(t, "breach", environment(t, "breach"))
	defer stop(t, s)
	f, err := deployment.ParseFilter(`jsonPayload.incident="` + filed.ID + `" AND jsonPayload.clause:*`)
	if err != nil {
		t.Fatal(err)
	}
	notify := client.Request{Method: "PATCH", Path: "/v1/incidents/" + filed.ID, Token: "x", Body: object{"state": "notifying"}}
	for end := time.Now().Add(time.Minute); ; {
		if to(t, server.URL, notify).status == http.StatusOK { // breach has scoped it by then
			notify.Body = object{"title": "A test"}
		}
		for _, job := range []events.BreachJob{{Incident: filed.ID}, {Incident: filed.ID, Org: "org_north"}} {
			push(t, s.URL(), events.BreachWork, job.Encode())
		}
		for _, e := range s.entries() {
			if f.Match(e) {
				return e
			}
		}
		if time.Now().After(end) {
			t.Fatalf("no clause of the incident runs: %v", s.entries())
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// silent publishes nothing.
type silent struct{}

func (silent) Send(context.Context, string, ...[]byte) error { return nil }

// anyone takes every token for that of an incident manager.
type anyone struct{ now func() time.Time }

func (a anyone) Verify(context.Context, string) (domain.Principal, error) {
	return domain.Principal{
		Subject: "auth0|log-test", Org: "org_north", Permissions: []string{domain.IncidentsManage}, MFAAt: a.now(), Expiry: a.now().Add(time.Hour),
	}, nil
}

func newID(t *testing.T) string {
	t.Helper()
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// mailLine returns what notify logs when it can't reach the mail server, of a notice of the incident that is queued: breach
// has warned its reporter.
func mailLine(t *testing.T, incident string) deployment.Entry {
	t.Helper()
	db, err := store.Open(t.Context(), os.Getenv(environ.Project))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	escalation := ""
	for n, err := range db.Notices(t.Context(), incident, "org_north") {
		if err != nil {
			t.Fatal(err)
		}
		if n.Kind == domain.NoticeEscalation {
			escalation = n.ID
		}
	}
	if escalation == "" {
		t.Fatal("breach warned nobody")
	}
	s := serve(t, "notify", append(without(environment(t, "notify"), environ.SMTPHost), environ.SMTPHost+"=127.0.0.1:1"))
	defer stop(t, s)
	f, err := deployment.ParseFilter(`jsonPayload.notice="` + escalation + `"`)
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); ; {
		// The stack's own notify may take it first, and can send it.
		if _, err := db.ChangeNotice(t.Context(), incident, escalation, func(n *domain.Notice) (bool, error) {
			n.State, n.NextAttempt = domain.NoticeQueued, time.Time{}
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
		push(t, s.URL(), events.NotifyMail, events.Mail{Incident: incident, Notice: escalation}.Encode())
		for _, e := range s.entries() {
			if f.Match(e) {
				return e
			}
		}
		if time.Now().After(end) {
			t.Fatalf("notify has no trouble without a mail server: %v", s.entries())
		}
	}
}

// refusedLine returns what identity logs when Auth0 doesn't take its secret, of a member
// about whom something is to be changed there.
func refusedLine(t *testing.T) deployment.Entry {
	t.Helper()
	db, err := store.Open(t.Context(), os.Getenv(environ.Project))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const org = "org_north"
	id := domain.MemberID(org, "auth0|linus")
	change := func(f func(*domain.Member)) {
		if _, err := db.ChangeMember(t.Context(), org, id, func(m *domain.Member) error { f(m); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	change((*domain.Member).Want)
	s := serve(t, "identity", append(without(environment(t, "identity"), environ.Auth0Secret), environ.Auth0Secret+"=another"))
	push(t, s.URL(), events.IdentityWork, events.IdentityJob{Org: org, Member: id}.Encode())
	stop(t, s)
	change(func(m *domain.Member) { m.Applied, m.Refused = m.Wanted, false })
	return s.one(t, `jsonPayload.alert="identity-refused"`)
}

// signInLines returns what teacher logs when Auth0 can't be reached, of the attempt and of the request.
func signInLines(t *testing.T) (fetch, request deployment.Entry) {
	t.Helper()
	s := serve(t, "teacher", append(without(environment(t, "teacher"), environ.Auth0Domain), environ.Auth0Domain+"=http://127.0.0.1:1"))
	if r := to(t, s.URL(), client.Request{Method: "GET", Path: "/v1/question-sets", Token: teacherToken(t, "ada@north.example")}); r.status != http.StatusServiceUnavailable {
		t.Errorf("without Auth0: %d %s", r.status, r.body)
	}
	stop(t, s)
	return s.one(t, `jsonPayload.alert="sign-in"`), s.one(t, `jsonPayload.message="request failed"`)
}

// keyLine returns what teacher logs when Cloud KMS can't be reached.
func keyLine(t *testing.T) deployment.Entry {
	t.Helper()
	token := teacherToken(t, "ada@north.example")
	var set struct{ ID string }
	ask(t, client.Request{Method: "POST", Path: "/v1/question-sets", Token: token, Body: object{
		"title": "Rivers", "questions": []object{{"kind": "trueFalse", "prompt": "Ice floats.", "correct": true}},
	}}, &set)
	const away = "KMS_EMULATOR_HOST"
	s := serve(t, "teacher", append(without(environment(t, "teacher"), away), away+"=127.0.0.1:1"))
	start := client.Request{Method: "POST", Path: "/v1/sessions", Token: token, Body: object{"questionSetId": set.ID, "mode": "self-paced", "feedback": "none"}}
	if r := to(t, s.URL(), start); r.status != http.StatusServiceUnavailable {
		t.Errorf("without Cloud KMS: %d %s", r.status, r.body)
	}
	stop(t, s)
	return s.one(t, `jsonPayload.message="request failed"`)
}

// viewLine returns what live logs when a live view has begun and can't go on: something that isn't a participant
// is among them.
func viewLine(t *testing.T) deployment.Entry {
	t.Helper()
	token := teacherToken(t, "ada@north.example")
	class := open(t, token, []object{{"kind": "trueFalse", "prompt": "Ice floats.", "correct": true}}, nil)
	s := serve(t, "live", environment(t, "live"))
	server := client.Client{Origin: s.URL()}
	resp, err := server.Open(t.Context(), client.Request{Method: "GET", Path: "/v1/sessions/" + class.ID + "/results/stream", Token: token})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	view := bufio.NewReader(resp.Body)
	if line, err := view.ReadString('\n'); err != nil || line != "event: snapshot\n" {
		t.Fatalf("a live view: %s, %q, %v", resp.Status, line, err)
	}
	db, err := firestore.NewClient(t.Context(), os.Getenv(environ.Project))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Doc("sessions/"+class.ID+"/participants/"+newID(t)).Set(t.Context(), map[string]any{"joinedAt": "no time"}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, view); err != nil {
		t.Errorf("the view doesn't end: %v", err)
	}
	stop(t, s)
	return s.one(t, `jsonPayload.alert="live-view"`)
}

// panicLine returns what every function logs when it panics. It isn't a built function's: no request is known that
// makes one panic, and a way to do so for tests would be one for attackers. So this is the middleware that they all have.
func panicLine() deployment.Entry {
	var log bytes.Buffer
	h := httpapi.Wrap("rights", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("an answer") }),
		httpapi.Options{Logger: logging.New(&log, logging.Options{})})
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/v1/me", nil))
	first, _, _ := strings.Cut(log.String(), "\n")
	return deployment.EntryOf("rights", first)
}

// platformLines are what Google's services log, as they document it: no part of them runs here.
var platformLines = map[string]deployment.Entry{
	"Cloud Run stops an instance": {
		"logName": "projects/p/logs/run.googleapis.com%2Fvarlog%2Fsystem", "severity": "ERROR", "resource": run("teacher"),
		"textPayload": "Memory limit of 512 MiB exceeded with 519 MiB used. Consider increasing the memory limit, see https://cloud.google.com/run/docs/configuring/memory-limits",
	},
	"Cloud Run turns a request away": {
		"logName": "projects/p/logs/run.googleapis.com%2Frequests", "severity": "WARNING", "resource": run("teacher"),
		"httpRequest": map[string]any{"status": 429.0},
		"textPayload": "The request was aborted because there was no available instance. Additional troubleshooting documentation can be found at: https://cloud.google.com/run/docs/troubleshooting#abort-request",
	},
	"somebody decrypts":          audit("data_access", "cloudkms.googleapis.com", "Decrypt", "projects/p/locations/l/keyRings/cleanslate/cryptoKeys/session"),
	"somebody destroys a key":    audit("activity", "cloudkms.googleapis.com", "DestroyCryptoKeyVersion", "projects/p/locations/l/keyRings/cleanslate/cryptoKeys/session/cryptoKeyVersions/1"),
	"somebody reads documents":   audit("data_access", "firestore.googleapis.com", "google.firestore.v1.Firestore.RunQuery", "projects/p/databases/(default)"),
	"somebody exports the vault": audit("activity", "firestore.googleapis.com", "google.firestore.admin.v1.FirestoreAdmin.ExportDocuments", "projects/p/databases/vault"),
	"somebody restores":          audit("activity", "firestore.googleapis.com", "google.firestore.admin.v1.FirestoreAdmin.RestoreDatabase", "projects/p/databases/restored"),
}

func run(service string) map[string]any {
	return map[string]any{"type": "cloud_run_revision", "labels": map[string]any{"service_name": service}}
}

func audit(log, service, method, resource string) deployment.Entry {
	return deployment.Entry{
		"logName": "projects/p/logs/cloudaudit.googleapis.com%2F" + log,
		"protoPayload": map[string]any{
			"serviceName": service, "methodName": method, "resourceName": resource,
			"authenticationInfo": map[string]any{"principalEmail": "somebody@cleanslate.example"},
		},
	}
}
