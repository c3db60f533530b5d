package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/emulators/mail"
	"github.com/cleanslate-edu/cleanslate/emulators/pubsub"
	api "github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
)

// plainly lists where what people write may appear in plain text, besides the responses in which the contract shows it.
// Anything else may appear nowhere.
var plainly = []struct {
	field *regexp.Regexp // operation and pointer
	where *regexp.Regexp // document, line, message or mail
	why   string
}{
	{at(`(POST|PUT) /v1/question-sets.*`), at(`\(default\)/documents/orgs/[^/]+/questionSets/[^/]+`), "a lesson's questions are teaching material, written for a class to see"},
	{at(`(POST|PATCH) /v1/sessions(/\{sid\})? /title`), at(`\(default\)/documents/sessions/[^/]+`), "a session has a title, which its students see"},
	{at(`(POST|PUT) /v1/question-sets.*`), at(`\(default\)/documents/sessions/[^/]+/content/(paper|answerKey)`), "the questions as they were asked, and their key"},
	{at(`PUT /v1/policy .*`), at(`\(default\)/documents/orgs/[^/]+(/(changes|policies)/[^/]+)?`), "a school publishes its policy, and which it had: anybody may ask for it"},
	{at(`PUT /v1/policy /(contact|purposes/\*|clause)`), at(`mail.*`), "a change of the policy is mailed to whom the school named for questions about privacy, and says what changes"},
	{at(`POST /v1/ownerships /.*`), at(`\(default\)/documents/ownerships/[^/]+`), "who will own the service, and what choice people have: shown to everybody"},
	{at(`POST /v1/newsletters /(subject|text)/\w+`), at(`\(default\)/documents/newsletters/[^/]+`), "what the operator writes to everybody who chose it, about nobody"},
	{at(`POST /v1/organizations /name`), at(`\(default\)/documents/organizations/[^/]+`), "the name of a school that is to be added, which its login page shows"},
	{at(`(POST|PATCH) /v1/orgs.* /(name|number|retention|(parties|purposes)/\*|policy/.*|contacts/privacy|exhibits/\*/\w+|clauses/\*/\w+)`), at(`\(default\)/documents/orgs/[^/]+(/(changes|policies)/[^/]+)?`), "a school, what it publishes and its agreements, about institutions; and who changed what of them"},
	{at(`PUT /v1/org/consent /text`), at(`\(default\)/documents/orgs/[^/]+/(consentTexts|changes)/[^/]+`), "what a school asks parents to consent to, the same for all, printed on every slip"},
	{at(`POST /v1/org/consent-codes /label`), at(`\(default\)/documents/(consentCodes/[^/]+|orgs/[^/]+/changes/[^/]+)`), "the name of a class, and of nobody in it"},
	{at(`PATCH /v1/org /contacts/privacy`), at(`\(default\)/documents/orgs/[^/]+(/(changes|policies)/[^/]+)?`), "a school publishes whom to ask about privacy"},
	{at(`PATCH /v1/org /contacts/privacy`), at(`mail body`), "what a school's teachers are told of a breach names whom to ask"},
	{at(`PATCH /v1/org /contacts/(incident|office|privacy)`), at(`mail To`), "notices of incidents, letters on requests whose time runs, and announcements are sent to whom the school named for them"},
	{at(`POST /v1/holds /name`), at(`(\(default\)|vault)/documents/holds/[^/]+`), "a hold is on a named legal ground; the reference of a case, not of a person"},
	{at(`POST /v1(/orgs/\{org\})?/disclosures /(authority|reference|decider)`), at(`\(default\)/documents/orgs/[^/]+/disclosures/[^/]+`), "what was handed over under legal process, to which office and by whose decision, neither a person's name"},
	{at(`POST /v1(/orgs/\{org\})?/disclosures /reference`), at(`(\(default\)|vault)/documents/holds/[^/]+`), "a hold on what was handed over has the reference of its case"},
	{at(`POST /v1/transfers /(recipient|purpose|ground)`), at(`\(default\)/documents/transfers/[^/]+`), "which body gets statistics of a school, what for and on what ground, no person's name"},
	{at(`PATCH /v1/incidents/\{id\} /clockReason`), at(`\(default\)/documents/incidents/[^/]+/timeline/[^/]+`), "the register shows why a clock was corrected"},
	{at(`POST /v1/incidents/\{id\}/delay /authority`), at(`\(default\)/documents/incidents/[^/]+(/timeline/[^/]+)?`), "an office, not a person; the register shows it"},
	{at(`.* /v1/incidents.* /(title|authority|texts/\*/\w+|contact/\w+)`), at(`mail body`), "a notice says what happened, why it is late and whom to ask"},
	{at(`.* /v1/incidents.* /(authority|texts/\*/\w+|contact/\w+)`), at(`\(default\)/documents/incidents/[^/]+/notices/[^/]+`), "a public notice is for everybody: it stands at the top of every page"},
	{at(`POST /v1/orgs?(/\{org\})?/members /email`), at(`mail (To|body)`), "an invitation goes to whom it is for: Auth0's mail"},
	{at(`POST /v1/requests /email`), at(`mail To`), "whoever asks a school for something is mailed a code"},
	{at(`POST /v1/incidents /reporter/\w+`), at(`mail To`), "a drill writes to whoever began it, and to nobody else"},
}

func at(pattern string) *regexp.Regexp { return regexp.MustCompile("^" + pattern + "$") }

// notText lists the strings of requests that name something instead of saying something. They have to name what exists;
// garbage in them is tried as well.
var notText = []string{
	"POST /v1/join /code", "POST /v1/join /consentCode", "POST /v1/org/consent/erase /after", "POST /v1/org/consent-codes/{id}/erase /after", "POST /v1/rejoin /code", "POST /v1/rejoin /session", "POST /v1/co-teachers /token", "PUT /v1/profile /email", "PATCH /v1/sessions/{sid} /currentQuestion", "POST /v1/holds /session", "POST /v1/disclosures /session", "POST /v1/orgs/{org}/disclosures /session", "POST /v1/erasures /org",
	"PUT /v1/policy /notice", "POST /v1/orgs /region", "POST /v1/orgs /timezone", "PATCH /v1/orgs/{org} /region", "PATCH /v1/orgs/{org} /timezone",
	"POST /v1/requests /about/code", "POST /v1/requests/{id}/verify /code", "POST /v1/requests/{id}/copy /code", "POST /v1/requests/{id}/forward /org",
}

var hostile = flag.Bool("hostile", false, "take Firestore and Pub/Sub away as well, which takes minutes")

// TestCanaries fills in every field with words that appear nowhere else, in valid requests and invalid ones, while all
// is well and while Cloud KMS, Pub/Sub or Firestore is down, and then looks for those words in every document of both
// databases, every line of the output, every span, every message, every mail and every error.
func TestCanaries(t *testing.T) {
	t.Parallel()
	w := newCanaryTest(t)
	w.lesson()
	w.research()
	w.school()
	w.incident()
	w.request()
	w.archive()
	w.garbage()
	w.covered()
	for name, g := range w.gates {
		if name != "KMS" && !*hostile {
			continue
		}
		began := time.Now()
		g.shut()
		w.everything(name + " is down")
		g.open()
		t.Logf("%s was down for %v", name, time.Since(began).Round(time.Second))
	}
	w.until("all is well again", func() bool {
		status, _ := w.send("ada", "GET", "/v1/sessions", "", nil)
		return status == 200
	})
	w.search()
}

// A canaryTest is a stack whose services can be taken away, and the canaries that were sent to it.
type canaryTest struct {
	*testing.T
	s     *process
	inbox *inbox
	spans string // the file that they are written to
	gates map[string]*gate
	http  *http.Client
	doc   *openapi3.T

	mu       sync.Mutex
	n        int
	secrets  secrets
	accepted map[string]bool   // operation and pointer of what was filled in
	have     map[string]string // ids and tokens
	sent     []sentRequest     // the good requests, to be sent again
	words    map[string]string // by what they are
}

// A sentRequest is one with canaries in it.
type sentRequest struct {
	op, as, query, body string
}

func newCanaryTest(t *testing.T) *canaryTest {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	data, err := firestore.Start(ctx, firestore.Options{})
	check(err)
	t.Cleanup(func() { data.Stop() })
	messages, err := pubsub.Start(ctx, pubsub.Options{})
	check(err)
	t.Cleanup(func() { messages.Stop() })
	keys, err := kms.New(kms.Options{})
	check(err)
	const ring = "projects/" + project + "/locations/europe-west3/keyRings/cleanslate/cryptoKeys/"
	for _, name := range []string{"session", "org", "contact", "invitation", "request", "mail"} {
		check(keys.EnsureKey(ring + name))
	}
	check(keys.EnsureSigningKey(ring + "receipt"))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go keys.Serve(l)
	t.Cleanup(keys.Stop)

	w := &canaryTest{
		T: t, gates: make(map[string]*gate), http: &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
		accepted: make(map[string]bool), have: make(map[string]string), words: make(map[string]string),
	}
	w.doc, err = contract.Document()
	check(err)
	var env []string
	for name, host := range map[string]string{"FIRESTORE": data.Host(), "PUBSUB": messages.Host(), "KMS": l.Addr().String()} {
		g := newGate(t, host)
		w.gates[name] = g
		env = append(env, name+"_EMULATOR_HOST="+g.addr())
	}
	w.spans = filepath.Join(t.TempDir(), "spans")
	w.s = launch(t, env, "-v", "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0", "-traces", w.spans)
	w.inbox = subscribe(t, w.s)
	for name, email := range map[string]string{"ada": "ada@north.example", "linus": "linus@north.example", "grace": "grace@north.example", "ops": "ops@cleanslate.example"} {
		w.have[name] = passwordGrant(t, w.s, email)
		w.secrets.add("an access token", w.have[name][strings.LastIndex(w.have[name], ".")+1:])
	}
	return w
}

// word returns a new canary and remembers what it is.
func (w *canaryTest) word(what string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	letters := []byte("aaaa")
	for i, n := 0, w.n; i < len(letters); i, n = i+1, n/26 {
		letters[i] += byte(n % 26)
	}
	w.n++
	word := "Qz" + string(letters) + "vogel"
	w.secrets.add(what, word)
	w.words[what] = word
	return word
}

var holes = regexp.MustCompile(`\{(\w+)\}`)

// fill replaces the names in braces with what the lesson has so far. Unknown names stay.
func (w *canaryTest) fill(text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return holes.ReplaceAllStringFunc(text, func(hole string) string {
		switch name := strings.Trim(hole, "{}"); {
		case name == "soon":
			return time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		case name == "before":
			return time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
		case w.have[name] != "":
			return w.have[name]
		}
		return hole
	})
}

// sow replaces each "@" in a body with a canary of its own: "@" with a word, "@mail" with an address and "@phone" with
// a number. It returns the fields that it filled in.
func (w *canaryTest) sow(op string, v any, pointer string) (any, []string) {
	var fields []string
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			child, more := w.sow(op, v[name], pointer+"/"+generic(pointer, name))
			v[name], fields = child, append(fields, more...)
		}
	case []any:
		for i := range v {
			child, more := w.sow(op, v[i], pointer+"/*")
			v[i], fields = child, append(fields, more...)
		}
	case string:
		field := op + " " + pointer
		switch v {
		case "@":
			return w.word(field), []string{field}
		case "@mail":
			return strings.ToLower(w.word(field)) + "@canary.example", []string{field}
		case "@phone":
			w.mu.Lock()
			defer w.mu.Unlock()
			w.n++
			phone := fmt.Sprintf("+49 30 77%06d", 131313+w.n)
			w.secrets.add(field, phone)
			return phone, []string{field}
		}
	}
	return v, fields
}

// generic is the name of a property, or * where any name may stand.
func generic(pointer, name string) string {
	if strings.HasSuffix(pointer, "/texts") {
		return "*"
	}
	return name
}

// send makes a request, with a canary in everything else that a browser sends along. An error must not hold any.
func (w *canaryTest) send(as, method, path, body string, header map[string]string) (int, []byte) {
	w.Helper()
	r := api.Request{Method: method, Path: path, Header: make(map[string]string)}
	if as != "" {
		r.Token = w.fill("{" + as + "}")
	}
	if body != "" {
		r.Body = body
	}
	for _, name := range []string{"User-Agent", "Referer", "Cookie", "Accept-Language", "X-Forwarded-For", "X-Forwarded-Host", "Origin"} {
		word := w.fill("{noise}")
		if name == "Referer" || name == "Origin" {
			word = "https://" + strings.ToLower(word) + ".example"
		}
		r.Header[name] = word
	}
	maps.Copy(r.Header, header)
	c := api.Client{Origin: w.s.origin, HTTP: w.http}
	resp, err := c.Open(w.Context(), r)
	if err != nil {
		w.Error(err)
		return 0, nil
	}
	defer resp.Body.Close()
	if strings.HasSuffix(resp.Request.URL.Path, "/stream") && resp.StatusCode == 200 {
		return 200, nil
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.Errorf("%s %s: %v", method, path, err)
	}
	w.clean(method+" "+path, resp, text)
	return resp.StatusCode, text
}

// clean looks for canaries in an answer's headers, and in the whole answer if it is an error. The name of a field
// that doesn't exist is shown, as a JSON pointer, to whoever sent it.
func (w *canaryTest) clean(what string, resp *http.Response, body []byte) {
	w.Helper()
	var head bytes.Buffer
	resp.Header.Write(&head)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, found := range w.secrets.find(head.Bytes()) {
		w.Errorf("%s: the headers hold %s\n%s", what, found, head.Bytes())
	}
	if resp.StatusCode < 400 {
		return
	}
	var problem struct{ Errors []struct{ Pointer string } }
	json.Unmarshal(body, &problem)
	for _, e := range problem.Errors {
		body = bytes.Replace(body, []byte(`"pointer":"`+e.Pointer+`"`), nil, 1)
	}
	for _, found := range w.secrets.find(body) {
		w.Errorf("%s: the answer %d holds %s\n%s", what, resp.StatusCode, found, body)
	}
}

// good makes a request that must succeed, and keeps what it answers under the names in saves: "id=sid".
func (w *canaryTest) good(op, as, query, template string, saves ...string) {
	w.Helper()
	body := w.fill(template)
	var fields []string
	if template != "" {
		var v any
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			w.Fatalf("%s: %v in %s", op, err, body)
		}
		v, fields = w.sow(op, v, "")
		text, err := json.Marshal(v)
		if err != nil {
			w.Fatal(err)
		}
		body = string(text)
	}
	header := map[string]string{}
	if op == "POST /v1/requests" || op == "POST /v1/transfers" || strings.HasPrefix(op, "POST ") && (strings.HasSuffix(op, "/disclosures") || strings.HasSuffix(op, "/newsletters")) {
		header["Idempotency-Key"] = w.word("the Idempotency-Key of a request") + "-0123456789abcdef"
	}
	if op == "POST /v1/join" {
		header["Idempotency-Key"] = w.word("an Idempotency-Key") + "-0123456789abcdef"
		w.mu.Lock()
		w.have["secret"] = header["Idempotency-Key"] // of the last who joined
		w.mu.Unlock()
	}
	method, path, _ := strings.Cut(op, " ")
	status, answer := w.send(as, method, w.fill(w.named(path)+query), body, header)
	for try := 0; (status == 503 || bytes.Contains(answer, []byte("/notices-open")) || bytes.Contains(answer, []byte("/not-closed"))) && try < 30; try++ { // breach and notify are at it, or a cached session is open still
		time.Sleep(time.Second)
		status, answer = w.send(as, method, w.fill(w.named(path)+query), body, header)
	}
	if status >= 300 || status == 0 {
		w.Fatalf("%s: %d\n%s\n%s", op, status, answer, body)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, sentRequest{op, as, query, body})
	for _, field := range fields {
		w.accepted[field] = true
	}
	var fieldsOf map[string]any
	json.Unmarshal(answer, &fieldsOf)
	for _, save := range saves {
		from, to, _ := strings.Cut(save, "=")
		w.have[to], _ = fieldsOf[from].(string)
		if w.have[to] == "" {
			w.Fatalf("%s answers without %s\n%s", op, from, answer)
		}
		if from == "token" {
			w.secrets.add("a token", w.have[to])
		}
	}
}

// named returns what an operation's {id} identifies.
func (w *canaryTest) named(path string) string {
	return strings.NewReplacer("invitations/{id}", "invitations/{invitee}", "consent-codes/{id}", "consent-codes/{sid}", "organizations/{id}", "organizations/{organization}", "question-sets/{id}", "question-sets/{set}", "holds/{id}", "holds/{hold}", "ownerships/{id}", "ownerships/{ownership}", "newsletters/{id}", "newsletters/{newsletter}", "disclosures/{id}", "disclosures/{disclosure}", "transfers/{id}", "transfers/{transfer}",
		"receipts/{id}", "receipts/{sid}", "incidents/{id}", "incidents/{incident}", "agreements/{id}", "agreements/{agreement}", "requests/{id}", "requests/{request}", "exports/{id}", "exports/{export}").Replace(path)
}

const everyKind = `{"title": "@", "folder": "@", "tags": ["@"], "questions": [
	{"id": "choice", "kind": "choice", "prompt": "@", "correct": "b", "explanation": "@", "options": [{"id": "a", "text": "@", "feedback": "@"}, {"id": "b", "text": "@"}]},
	{"id": "text", "kind": "text", "prompt": "@", "correct": "@", "feedback": {"correct": "@", "incorrect": "@"}},
	{"id": "text1", "kind": "text", "prompt": "@", "correct": ["@", {"text": "@", "feedback": "@"}]},
	{"id": "text3", "kind": "text", "prompt": "@", "correct": {"text": "@", "feedback": "@"}},
	{"id": "text2", "kind": "text", "prompt": "@", "points": 3},
	{"id": "number", "kind": "number", "prompt": "@", "correct": [{"value": 3, "tolerance": 1, "feedback": "@"}]},
	{"id": "match", "kind": "match", "prompt": "@", "options": [{"text": "@"}, {"text": "@"}], "targets": [{"text": "@"}, {"text": "@"}]},
	{"id": "scale", "kind": "scale", "prompt": "@", "scale": {"min": 1, "max": 5, "minLabel": "@", "maxLabel": "@"}},
	{"id": "cloud", "kind": "cloud", "prompt": "@", "maxWords": 3}
]}`

const sixTexts = `{"en": {"nature": "@", "consequences": "@", "measures": "@", "recommendations": "@", "investigation": "@", "reasons": "@"}}`

func (w *canaryTest) lesson() {
	w.have["noise"] = w.word("what a browser sends along")
	w.good("PUT /v1/policy", "grace", "", `{"kept": "P6M", "restore": "P6M", "purposes": ["@"], "clause": "@", "contact": "@mail", "maxParticipants": 0}`)
	w.good("GET /v1/policy", "grace", "", "")
	w.good("GET /v1/records", "grace", "", "")
	w.good("PUT /v1/profile", "linus", "", `{"name": "@", "email": "linus@north.example", "locale": "fr", "mail": {"news": true, "service": true}}`)
	w.good("GET /v1/profile", "linus", "", "")
	w.good("GET /v1/profile/departure", "linus", "", "")
	w.good("GET /v1/profile/audit", "ada", "", "")
	w.good("GET /v1/policy/history", "grace", "", "")
	w.until("the policy is mailed", func() bool { // a withdrawn one isn't
		for _, m := range w.mails() {
			text, err := json.Marshal(m)
			if err != nil {
				w.Fatal(err)
			}
			for _, what := range w.secrets.find(text) {
				if strings.HasPrefix(what, "PUT /v1/policy ") {
					return true
				}
			}
		}
		return false
	})
	w.good("DELETE /v1/policy/announced", "grace", "", "")
	w.good("POST /v1/question-sets", "ada", "", everyKind, "id=set")
	w.good("PUT /v1/question-sets/{id}", "ada", "", everyKind)
	w.good("GET /v1/question-sets/{id}", "ada", "", "")
	w.good("POST /v1/question-sets/{id}/copy", "ada", "", "")
	w.good("DELETE /v1/question-sets/{id}", "grace", "", "")
	w.good("POST /v1/question-sets/{id}/restore", "ada", "", "")
	w.good("POST /v1/sessions", "ada", "", `{"questionSetId": "{set}", "mode": "self-paced", "feedback": "after-close", "title": "@"}`, "id=sid", "code=code")
	w.good("POST /v1/sessions/{sid}/co-teachers/invitations", "ada", "", "", "token=invitation")
	w.good("POST /v1/co-teachers", "linus", "", `{"token": "{invitation}"}`)
	w.good("POST /v1/join", "", "", `{"code": "{code}", "alias": "@", "locale": "en"}`, "token=leaver")
	w.good("POST /v1/join", "", "", `{"code": "{code}", "alias": "@", "locale": "en"}`, "token=erased", "participantId=pid")
	w.good("POST /v1/join", "", "", `{"code": "{code}", "alias": "Somebody else", "locale": "en"}`) // whom requests are about
	w.good("POST /v1/join", "", "", `{"code": "{code}", "alias": "@", "locale": "en"}`, "token=student", "participantId=stays")
	w.good("GET /v1/sessions/{sid}/state", "", "", "")
	for _, who := range []string{"student", "leaver", "erased"} {
		w.good("POST /v1/answers", who, "", `{"answers": [
			{"questionId": "choice", "revision": 1, "response": "a"}, {"questionId": "text", "revision": 1, "response": "@"},
			{"questionId": "text2", "revision": 1, "response": "@"}, {"questionId": "cloud", "revision": 1, "response": ["@", "@"]},
			{"questionId": "number", "revision": 1, "response": "@"}, {"questionId": "match", "revision": 1, "response": {"a": "@"}},
			{"questionId": "scale", "revision": 1, "response": 99}]}`)
	}
	w.good("PATCH /v1/me", "student", "", `{"alias": "@"}`)
	w.good("GET /v1/me", "student", "", "")
	w.good("GET /v1/me/export", "student", "", "")
	w.good("POST /v1/rejoin", "", "", `{"secret": "{secret}", "session": "{sid}"}`)
	w.good("GET /v1/me", "secret", "?session={sid}", "")
	w.good("GET /v1/me", "secret", "?code={code}", "")
	w.good("POST /v1/sessions/{sid}/participants/{pid}/parent-code", "ada", "", "", "secret=parent")
	w.good("PATCH /v1/me", "parent", "?session={sid}", `{"alias": "@"}`)
	w.good("GET /v1/me", "parent", "?session={sid}", "")
	w.good("PUT /v1/me/refusals", "parent", "?session={sid}", `{"collection": true, "disclosure": true}`)
	w.good("GET /v1/codes/{code}", "", "", "")
	w.good("PUT /v1/sessions/{sid}/grades", "ada", "", `{"grades": [{"participantId": "{stays}", "questionId": "text2", "revision": 1, "points": 2}]}`)
	w.good("GET /v1/sessions/{sid}/results", "ada", "", "")
	w.good("GET /v1/sessions/{sid}/results/stream", "ada", "", "")
	w.good("GET /v1/sessions/{sid}/paper", "linus", "", "")
	w.good("POST /v1/org/members", "grace", "", `{"email": "@mail", "role": "teacher"}`, "id=invitee")
	w.good("GET /v1/org/members", "grace", "", "")
	w.good("GET /v1/org/invitations", "grace", "", "")
	w.good("POST /v1/holds", "grace", "", `{"name": "@", "until": "{soon}"}`, "id=hold")
	w.good("GET /v1/holds", "grace", "", "")
	w.good("DELETE /v1/holds/{id}", "grace", "", "")
	w.good("POST /v1/disclosures", "grace", "", `{"ground": "subpoena", "authority": "@", "reference": "@", "decider": "@", "categories": ["answers"], "on": "`+time.Now().AddDate(0, 0, -1).Format(time.DateOnly)+`",
		"people": {"state": "not-yet"}}`, "id=disclosure")
	w.good("PATCH /v1/disclosures/{id}", "grace", "", `{"people": {"state": "not-reachable"}}`)
	w.good("GET /v1/disclosures", "grace", "", "")
	w.good("DELETE /v1/me", "leaver", "", "")
	w.good("DELETE /v1/sessions/{sid}/participants/{pid}", "ada", "", "")
	w.good("POST /v1/erasures", "grace", "", `{"subject": {"kind": "participant", "session": "{sid}", "participant": "{pid}"}, "ground": "school"}`)
	w.good("GET /v1/erasures", "grace", "", "")
	w.good("GET /v1/receipts", "grace", "", "")
	w.good("GET /v1/retention/plan", "grace", "", "")
	w.good("PATCH /v1/sessions/{sid}", "ada", "", `{"state": "closed", "title": "@"}`)
	w.good("GET /v1/sessions/{sid}/solutions", "student", "", "")
	for _, format := range []string{"csv", "xlsx", "json"} {
		w.good("GET /v1/sessions/{sid}/export", "ada", "?format="+format, "")
	}
	w.good("DELETE /v1/sessions/{sid}", "ada", "", "")
	w.good("POST /v1/sessions/{sid}/restore", "ada", "", "")
	w.good("GET /v1/sessions", "ada", "", "")
	w.good("GET /v1/orgs/org_north/privacy", "", "", "")
}

// research hands over statistics of the lesson, as if it had been two months ago.
func (w *canaryTest) research() {
	month := time.Now().UTC().AddDate(0, 0, -62)
	doc := "http://" + w.gates["FIRESTORE"].addr() + "/v1/projects/" + project + "/databases/(default)/documents/sessions/" + w.have["sid"] + "?updateMask.fieldPaths=endedAt"
	req, err := http.NewRequestWithContext(w.Context(), "PATCH", doc, strings.NewReader(`{"fields": {"endedAt": {"timestampValue": "`+month.Format(time.RFC3339)+`"}}}`))
	if err != nil {
		w.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer owner")
	resp, err := w.http.Do(req)
	if err != nil {
		w.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		w.Fatalf("moving a lesson back: %d", resp.StatusCode)
	}
	w.good("POST /v1/transfers", "grace", "", `{"recipient": "@", "purpose": "@", "ground": "@", "from": "`+month.Format("2006-01")+`", "to": "`+month.Format("2006-01")+`", "endsAt": "{soon}"}`, "id=transfer")
	w.good("POST /v1/transfers/{id}/tables", "grace", "", "")
	for _, format := range []string{"csv", "json"} {
		w.good("GET /v1/transfers/{id}/file", "grace", "?format="+format, "")
	}
	w.good("GET /v1/transfers", "grace", "", "")
}

func (w *canaryTest) school() {
	const contacts = `{"office": "@mail", "privacy": "@mail", "incident": "@mail"}`
	w.good("POST /v1/organizations", "ops", "", `{"name": "@"}`, "id=organization")
	w.good("GET /v1/organizations/{id}", "ops", "", "")
	w.good("POST /v1/orgs", "ops", "", `{"id": "org_canary", "name": "@", "country": "US", "region": "US-CA", "timezone": "America/Los_Angeles", "language": "en", "contacts": `+contacts+`,
		"holidays": [], "policy": {"kept": "P6M", "restore": "P6M", "purposes": ["@"], "clause": "@", "maxParticipants": 0}}`, "id=org")
	w.good("PATCH /v1/orgs/{org}", "ops", "", `{"name": "@", "contacts": `+contacts+`}`)
	agreement := `{"kind": "student-privacy", "number": "@", "parties": ["@", "@"], "signed": "2026-01-01", "begins": "2026-01-01", "ends": "2035-12-31",
		"exhibits": [{"name": "@", "sha256": "` + strings.Repeat("0f", 32) + `", "where": "@"}], "retention": "@", "ageLine": 13, "consent": "school",
		"clauses": [{"id": "ndpa", "within": {"count": 48, "unit": "hours"}, "words": "@", "source": "@"}]}`
	w.good("POST /v1/orgs/{org}/agreements", "ops", "", agreement, "id=agreement")
	w.good("POST /v1/orgs/{org}/members", "ops", "", `{"email": "@mail", "role": "administrator"}`)
	w.good("PATCH /v1/orgs/{org}/agreements/{id}", "ops", "", agreement)
	w.good("GET /v1/orgs/{org}/privacy/history", "", "", "")
	w.good("POST /v1/orgs/{org}/disclosures", "ops", "", `{"ground": "warrant", "authority": "@", "reference": "@", "decider": "@", "categories": ["answers"], "on": "`+time.Now().AddDate(0, 0, -1).Format(time.DateOnly)+`",
		"people": {"state": "not-yet"}, "hold": "{soon}"}`)
	w.good("POST /v1/orgs/{org}/disclosures", "ops", "", `{"ground": "statute", "authority": "@", "reference": "@", "decider": "@", "categories": ["members"], "on": "`+time.Now().AddDate(0, 0, -1).Format(time.DateOnly)+`",
		"school": {"state": "forbidden", "until": "{soon}"}, "people": {"state": "not-yet"}, "hold": "{soon}"}`, "id=disclosure")
	w.good("PATCH /v1/orgs/{org}/disclosures/{id}", "ops", "", `{"people": {"state": "not-reachable"}}`)
	w.good("GET /v1/orgs/{org}/disclosures", "ops", "", "")
	w.good("DELETE /v1/orgs/{org}/disclosures/{id}/hold", "ops", "", "")
	w.good("GET /v1/departures", "grace", "?kind=org", "")
	w.good("POST /v1/ownerships", "ops", "", `{"owner": "@", "country": "CH", "on": "`+time.Now().AddDate(0, 2, 0).Format(time.DateOnly)+`", "choice": {"en": "@", "de": "@", "fr": "@", "es": "@"}}`, "id=ownership")
	w.good("GET /v1/ownerships", "ops", "", "")
	w.good("DELETE /v1/ownerships/{id}", "ops", "", "")
	w.good("POST /v1/newsletters", "ops", "", `{"kind": "news", "subject": {"en": "@", "de": "@", "fr": "@", "es": "@"}, "text": {"en": "@", "de": "@", "fr": "@", "es": "@"}}`, "id=newsletter")
	w.good("GET /v1/newsletters", "ops", "", "")
	w.good("GET /v1/newsletters/recipients", "ops", "", "")
	w.good("DELETE /v1/newsletters/{id}", "ops", "", "")
	w.good("GET /v1/unsubscribe", "", "", "")
	w.good("POST /v1/unsubscribe", "", "?token="+w.word("the token in a newsletter"), `{"token": "@"}`)
	w.good("POST /v1/orgs/{org}/leave", "ops", "?dryRun=true", `{"on": "`+time.Now().AddDate(0, 0, -2).Format(time.DateOnly)+`"}`)
	for _, below := range []string{"", "/{org}", "/{org}/agreements", "/{org}/changes"} {
		w.good("GET /v1/orgs"+below, "ops", "", "")
	}
	w.consent()
	w.good("PATCH /v1/org", "grace", "", `{"contacts": `+contacts+`}`)
	for _, below := range []string{"", "/agreements", "/changes"} {
		w.good("GET /v1/org"+below, "grace", "", "")
	}
}

// consent has grace's school want each parent's consent from the next year on, and issue codes for it.
func (w *canaryTest) consent() {
	next := time.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	status, answer := w.send("ops", "POST", "/v1/orgs/org_north/agreements", `{"kind": "amendment", "number": "17a", "parties": ["North School", "cleanslate"], "signed": "2026-01-01",
		"begins": "`+next+`", "ends": "2031-12-31", "ageLine": 16, "consent": "parents"}`, nil)
	if status != 201 {
		w.Fatalf("an agreement: %d %s", status, answer)
	}
	w.good("PUT /v1/org/consent", "grace", "", `{"text": "@"}`)
	w.good("GET /v1/org/consent", "grace", "", "")
	w.good("GET /v1/org/consent/texts", "grace", "", "")
	soon := time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	w.good("POST /v1/org/consent-codes", "grace", "", `{"for": "class", "label": "@", "uses": 30, "ends": "`+soon+`"}`)
	w.good("GET /v1/org/consent-codes", "grace", "", "")
	w.good("POST /v1/org/consent/erase", "grace", "", `{"dryRun": true}`)
	// The code is known to the school alone: no document, line or message holds it.
	status, answer = w.send("grace", "POST", "/v1/org/consent-codes", `{"for": "child", "count": 1, "ends": "`+soon+`"}`, nil)
	var issued struct{ Items []struct{ ID, Code string } }
	if err := json.Unmarshal(answer, &issued); err != nil || status != 201 || len(issued.Items) != 1 {
		w.Fatalf("a code for a child: %d, %v", status, err)
	}
	w.secrets.add("a consent code", issued.Items[0].Code)
	for _, path := range []string{"", "/erase"} {
		method, body := "GET", ""
		if path != "" {
			method, body = "POST", `{"dryRun": true}`
		}
		if status, answer := w.send("grace", method, "/v1/org/consent-codes/"+issued.Items[0].ID+path, body, nil); status != 200 {
			w.Fatalf("the code%s: %d %s", path, status, answer)
		}
	}
}

func (w *canaryTest) incident() {
	report := func(drill string) string {
		return `{"title": "@", "drill": ` + drill + `, "occurredFrom": "{before}", "categories": ["aliases", "answers"], "scope": {"orgs": [], "sessions": []},
			"keysInReach": "yes", "risk": "high", "texts": ` + sixTexts + `, "contact": {"name": "@", "email": "@mail", "phone": "@phone"}, "reporter": {"name": "@", "email": "@mail"}}`
	}
	for _, drill := range []string{"true", "false"} {
		before := len(w.mails())
		w.good("POST /v1/incidents", "grace", "", report(drill), "id=incident")
		w.good("PATCH /v1/incidents/{id}", "grace", "", `{"title": "@", "clockReason": "@", "awareAt": "{before}", "texts": `+sixTexts+`, "contact": {"name": "@", "email": "@mail", "phone": "@phone"}}`)
		w.good("POST /v1/incidents/{id}/confirm", "grace", "", `{}`)
		w.until("breach has counted", func() bool {
			_, answer := w.send("grace", "GET", w.fill("/v1/incidents/{incident}"), "", nil)
			return bytes.Contains(answer, []byte(`"state":"scoping"`))
		})
		w.good("PATCH /v1/incidents/{id}", "grace", "", `{"state": "notifying"}`)
		w.until("notices are sent", func() bool { return len(w.mails()) > before })
		w.good("POST /v1/incidents/{id}/updates", "grace", "", `{"texts": `+sixTexts+`, "contact": {"name": "@", "email": "@mail", "phone": "@phone"}}`)
		w.good("POST /v1/incidents/{id}/delay", "grace", "", `{"ground": "law-enforcement", "authority": "@", "until": "{soon}"}`)
		for _, below := range []string{"", "/affected", "/notices", "/timeline", "/register"} {
			w.good("GET /v1/incidents/{id}"+below, "grace", "", "")
		}
		w.until("every notice is sent", func() bool {
			_, answer := w.send("grace", "GET", w.fill("/v1/incidents/{incident}/notices"), "", nil)
			return !bytes.Contains(answer, []byte(`"state":"queued"`)) && !bytes.Contains(answer, []byte(`"state":"sending"`)) && !bytes.Contains(answer, []byte(`"state":"deferred"`))
		})
		w.good("POST /v1/incidents/{id}/close", "grace", "", `{"outcome": "notified", "reason": "@"}`)
	}
	w.good("GET /v1/notices/public", "", "", "")
}

// request is one that somebody without an account makes to a school, and two more about a
// student whom the school finds.
func (w *canaryTest) request() {
	w.asks("know")
	w.good("POST /v1/requests/{id}/extend", "grace", "", `{"ground": "complexity"}`)
	w.searches("@")
	w.good("POST /v1/requests/{id}/found", "grace", "", `{"find": "{find}", "meant": [], "excluded": []}`)
	w.good("POST /v1/requests/{id}/decide", "grace", "", `{"decision": "granted", "text": "@", "find": "{find}", "meant": []}`)
	w.good("POST /v1/requests/{id}/complete", "grace", "", `{"receipts": []}`)
	for _, kind := range []string{"correct", "restrict"} {
		w.asks(kind)
		w.searches("Somebody else")
		w.good("POST /v1/requests/{id}/found", "grace", "", `{"find": "{find}", "meant": ["{found}"], "excluded": []}`)
		correction := ""
		if kind == "correct" {
			correction = `, "correction": "@"`
			w.good("POST /v1/requests/{id}/preview", "grace", "", `{"decision": "granted", "text": "@", "correction": "@"}`)
		}
		w.good("POST /v1/requests/{id}/decide", "grace", "", `{"decision": "granted", "text": "@", "find": "{find}", "meant": ["{found}"]`+correction+`}`)
		w.until("the decision is carried out", func() bool {
			status, _ := w.send("grace", "POST", w.fill("/v1/requests/{request}/complete"), `{"receipts": []}`, nil)
			return status == 200
		})
		w.good("GET /v1/requests/{id}", "grace", "", "")
		w.good("GET /v1/sessions/{sid}/results", "ada", "", "")
		w.good("GET /v1/sessions/{sid}/export", "ada", "?format=csv", "")
	}
	w.good("POST /v1/requests/{id}/lift", "grace", "", "")
	w.good("GET /v1/requests", "grace", "", "")
}

// asks makes a request of a kind to the school, and has it verified and identified.
func (w *canaryTest) asks(kind string) {
	seen := len(w.codes())
	w.good("POST /v1/requests", "", "", `{"org": "org_north", "kind": "`+kind+`", "from": "parent", "email": "@mail", "text": "@", "about": {"alias": "@", "code": "BCDFGH", "from": "2026-11-02", "to": "2026-11-06"}, "locale": "en"}`,
		"id=request", "secret=requester")
	w.secrets.add("the secret of a request", w.have["requester"])
	w.good("GET /v1/requests/{id}", "requester", "", "")
	w.until("a code is mailed", func() bool {
		codes := w.codes()
		if len(codes) > seen {
			w.have["requestCode"] = codes[len(codes)-1]
		}
		return len(codes) > seen
	})
	w.good("POST /v1/requests/{id}/verify", "requester", "", `{"code": "{requestCode}"}`)
	w.good("POST /v1/requests/{id}/identify", "grace", "", `{"how": "known"}`)
}

// codes returns the codes that were mailed to requesters.
func (w *canaryTest) codes() (codes []string) {
	for _, m := range w.mails() {
		if code := regexp.MustCompile(`\b\d{4} \d{4}\b`).FindString(m.Text); strings.Contains(m.Subject, "Your code") && code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}

// searches has the school search for a name, until the search is through.
func (w *canaryTest) searches(alias string) {
	w.good("POST /v1/requests/{id}/find", "grace", "", `{"alias": "`+alias+`"}`)
	w.until("the search is through", func() bool {
		_, answer := w.send("grace", "GET", w.fill("/v1/requests/{request}"), "", nil)
		var r struct {
			Find struct {
				ID, State string
				Found     []struct{ ID string }
			}
		}
		if err := json.Unmarshal(answer, &r); err != nil || r.Find.State != "done" {
			return false
		}
		w.have["find"] = r.Find.ID
		if len(r.Find.Found) > 0 {
			w.have["found"] = r.Find.Found[0].ID
		}
		return true
	})
}

// archive is everything of a school, for its administrator.
func (w *canaryTest) archive() {
	w.good("POST /v1/org/exports", "grace", "", "", "id=export")
	w.until("the archive is made", func() bool {
		_, answer := w.send("grace", "GET", "/v1/org/exports", "", nil)
		return bytes.Contains(answer, []byte(`"state":"done"`))
	})
	w.good("GET /v1/org/exports/{id}/archive", "grace", "", "")
	w.good("DELETE /v1/org/exports/{id}", "grace", "", "")
}

// covered fails the test for every string that the OpenAPI document lets people send, and that no request that was
// accepted has filled in.
func (w *canaryTest) covered() {
	for path, item := range w.doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.RequestBody == nil {
				continue
			}
			name := method + " " + path
			freeTexts(op.RequestBody.Value.Content.Get("application/json").Schema.Value, "", func(pointer string) {
				if field := name + " " + pointer; !w.accepted[field] && !slices.Contains(notText, field) {
					w.Errorf("no request fills in %s: people can, so look where it goes", field)
				}
			})
		}
	}
	for _, field := range notText {
		if w.accepted[field] {
			w.Errorf("%s was filled in, and is listed as one that names a thing", field)
		}
	}
}

// freeTexts finds the strings of a schema that may say anything.
func freeTexts(s *openapi3.Schema, pointer string, found func(pointer string)) {
	if s.Type.Includes("string") && len(s.Enum) == 0 && s.Const == nil && s.Pattern == "" && s.Format == "" {
		found(pointer)
	}
	for name, p := range s.Properties {
		freeTexts(p.Value, pointer+"/"+name, found)
	}
	if s.Items != nil {
		freeTexts(s.Items.Value, pointer+"/*", found)
	}
	if s.AdditionalProperties.Schema != nil {
		freeTexts(s.AdditionalProperties.Schema.Value, pointer+"/*", found)
	}
	for _, list := range []openapi3.SchemaRefs{s.AnyOf, s.OneOf, s.AllOf} {
		for _, p := range list {
			freeTexts(p.Value, pointer, found)
		}
	}
}

// operations calls f for every operation of the document, and for some paths that it doesn't have.
func (w *canaryTest) operations(f func(method, path string)) {
	var wg sync.WaitGroup
	for path, item := range w.doc.Paths.Map() {
		for method := range item.Operations() {
			wg.Go(func() { f(method, path) })
		}
	}
	wg.Wait()
}

// parameters returns the names that an operation's query may have.
func (w *canaryTest) parameters(method, path string) (names []string) {
	item := w.doc.Paths.Value(path)
	for _, p := range append(slices.Clone(item.Parameters), item.GetOperation(method).Parameters...) {
		if p.Value.In == "query" {
			names = append(names, p.Value.Name)
		}
	}
	return names
}

// garbage sends every operation invalid requests with canaries in them.
func (w *canaryTest) garbage() {
	word := w.word("what can't be taken")
	w.have["forged"] = word
	bodies := []string{
		`{"` + word + `": "` + word + `"}`,
		`{"` + word,
		`"` + word + `"`,
		`["` + word + `"]`,
		`{"alias": {"` + word + `": 1}, "code": {"` + word + `": 1}, "title": ["` + word + `"], "questions": "` + word + `", "answers": "` + word + `", "grades": "` + word + `", "name": 1, "kept": "` + word + `", "texts": "` + word + `"}`,
		`{"code": "` + word + `", "alias": "` + strings.Repeat(word, 20) + `"}`,
		`{"title": "` + strings.Repeat(word, 50) + `", "questions": [{"kind": "` + word + `", "prompt": "` + word + `"}]}`,
		`{"title": "` + word + `", "questions": [{"kind": "choice", "id": "` + word + `", "prompt": "x", "correct": "` + word + `", "options": [{"text": "` + word + `"}, {"text": "` + word + `"}]}]}`,
		`{"answers": [{"questionId": "` + word + `", "revision": 1, "response": "` + word + `"}, {"questionId": "cloud", "revision": 1, "response": {"` + word + `": "` + word + `"}}]}`,
		`{"token": "` + word + `", "state": "` + word + `", "what": "` + word + `", "outcome": "` + word + `", "resolution": "` + word + `", "ground": "` + word + `", "authority": "` + word + `", "until": "` + word + `", "confirmedAt": "` + word + `"}`,
		`{"currentQuestion": "` + word + `"}`,
		`{"name": "` + word + `", "until": "{soon}", "session": "` + word + `"}`,
		`{"subject": {"kind": "org"}, "ground": "school", "org": "` + word + `"}`,
		`{"kept": "P6M", "restore": "P6M", "purposes": ["` + word + "\\n" + word + `"], "clause": "` + strings.Repeat(word, 40) + `", "contact": "` + word + `", "maxParticipants": 0}`,
	}
	w.operations(func(method, path string) {
		for _, as := range []string{"grace", "student", "forged"} {
			if as == "grace" && (strings.HasPrefix(path, "/v1/orgs") || strings.HasPrefix(path, "/v1/organizations")) {
				as = "ops" // who may add schools
			}
			target := w.fill(w.named(path))
			if op := w.doc.Paths.Value(path).GetOperation(method); op.RequestBody != nil {
				for _, body := range bodies {
					w.send(as, method, target, w.fill(body), nil)
				}
				w.send(as, method, target, word, map[string]string{"Content-Type": "text/" + strings.ToLower(word)})
			}
			if method != "GET" && as != "forged" {
				continue // they might succeed
			}
			w.send(as, method, holes.ReplaceAllString(path, word), "", nil)
			header := map[string]string{"Idempotency-Key": word, "If-Match": `"` + word + `"`, "If-None-Match": `"` + word + `"`}
			all := url.Values{word: {word}}
			for _, name := range w.parameters(method, path) {
				all.Set(name, word)
				w.send(as, method, target+"?"+url.Values{name: {word}}.Encode(), "", header)
			}
			w.send(as, method, target+"?"+all.Encode(), "", header)
		}
	})
	for _, path := range []string{"/v1/" + word, "/" + word, "/j/" + word, "/teach/" + word, "/problems/" + word, "/v1/sessions/" + word + "/" + word} {
		w.send("grace", "GET", path, "", nil)
		w.send("", "POST", path, word, nil)
	}
}

// everything sends all valid requests again, whatever the response.
func (w *canaryTest) everything(why string) {
	w.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	statuses := make(map[int]int)
	for _, r := range w.sent {
		wg.Go(func() {
			method, path, _ := strings.Cut(r.op, " ")
			header := map[string]string{}
			if r.op == "POST /v1/join" || r.op == "POST /v1/requests" || r.op == "POST /v1/transfers" || strings.HasSuffix(r.op, "/disclosures") {
				header["Idempotency-Key"] = w.word("an Idempotency-Key while "+why) + "-0123456789abcdef"
			}
			status, _ := w.send(r.as, method, w.fill(w.named(path)+r.query), r.body, header)
			mu.Lock()
			defer mu.Unlock()
			statuses[status]++
		})
	}
	wg.Wait()
	failed := 0
	for status, n := range statuses {
		if status >= 500 {
			failed += n
		}
	}
	w.Logf("%s: %v", why, statuses)
	if failed == 0 {
		w.Errorf("%s: nothing failed, so nothing was tried: %v", why, statuses)
	}
}

// until waits for what happens elsewhere: between functions, or when a client reconnects.
func (w *canaryTest) until(what string, holds func() bool) {
	w.Helper()
	for began := time.Now(); !holds(); time.Sleep(100 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			w.Fatalf("gave up after a minute waiting until %s", what)
		}
	}
}

func (w *canaryTest) mails() (list []mail.Message) {
	w.Helper()
	status, body := w.s.manageCall(w.T, "GET", "/mail", "")
	if err := json.Unmarshal(body, &list); status != 200 || err != nil {
		w.Fatalf("reading the mail: %d, %v", status, err)
	}
	return list
}

// search looks for every canary everywhere, and for every place that the table allows.
func (w *canaryTest) search() {
	all := traces(w.T, w.s, w.inbox)
	for _, m := range w.mails() {
		for name, values := range m.Header {
			all[fmt.Sprintf("mail %s of mail %s", name, m.ID)] = fmt.Appendf(nil, "%q", values)
		}
		all["mail subject as read of mail "+m.ID] = []byte(m.Subject)
		all["mail body of mail "+m.ID] = []byte(m.Text + m.HTML)
	}
	time.Sleep(2 * time.Second) // spans are written once a second
	spans, err := os.ReadFile(w.spans)
	if err != nil {
		w.Fatal(err)
	}
	n := 0
	for line := range bytes.Lines(spans) {
		all[fmt.Sprintf("span %d", n)] = line
		n++
	}
	used := make([]bool, len(plainly))
	places := make(map[string]int)
	for where, text := range all {
		place := where
		if i := strings.Index(where, "/databases/"); i >= 0 {
			place = where[i+len("/databases/"):]
		}
		place, _, _ = strings.Cut(place, " of mail ")
		kind, _, _ := strings.Cut(place, "/")
		kind, _, _ = strings.Cut(kind, " ")
		places[kind]++
	canaries:
		for _, what := range w.secrets.find(text) {
			field := strings.TrimSuffix(strings.TrimSuffix(what, " in base64"), " in hexadecimal")
			for i, p := range plainly {
				if p.field.MatchString(field) && p.where.MatchString(place) {
					used[i] = true
					continue canaries
				}
			}
			w.Errorf("%s holds %s\n%.600s", place, what, text)
		}
	}
	for i, p := range plainly {
		if !used[i] {
			w.Errorf("nothing of %s stands in %s any more: take the line out", p.field, p.where)
		}
	}
	w.Logf("%d canaries; looked at %v", w.n, places)
	if places["(default)"] < 40 || places["vault"] < 10 || places["line"] < 500 || places["message"] < 10 || places["mail"] < 10 || places["span"] < 100 {
		w.Errorf("looked at %v only", places)
	}
}

// A gate lets connections through to a service, or refuses them.
type gate struct {
	l  net.Listener
	to string

	mu     sync.Mutex
	closed bool
	conns  map[net.Conn]bool
}

func newGate(t *testing.T, to string) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{l: l, to: to, conns: make(map[net.Conn]bool)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go g.pass(c)
		}
	}()
	t.Cleanup(func() { l.Close(); g.shut() })
	return g
}

func (g *gate) addr() string { return g.l.Addr().String() }

func (g *gate) pass(c net.Conn) {
	defer c.Close()
	out, err := net.Dial("tcp", g.to)
	if err != nil {
		return
	}
	defer out.Close()
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return
	}
	g.conns[c] = true
	g.mu.Unlock()
	done := make(chan struct{}, 2)
	for _, pair := range [][2]net.Conn{{c, out}, {out, c}} {
		go func() { io.Copy(pair[0], pair[1]); done <- struct{}{} }()
	}
	<-done
	g.mu.Lock()
	delete(g.conns, c)
	g.mu.Unlock()
}

// shut cuts every connection and lets no other through.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for c := range g.conns {
		c.Close()
	}
}

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = false
}
