package functions_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/environ"
)

// stackURL is the origin of the local stack in which the tests run.
func stackURL() string { return os.Getenv("CLEANSLATE_URL") }

// teacherToken signs a demo user in.
func teacherToken(t testing.TB, email string, extra ...string) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"password"}, "client_id": {"cleanslate-web"}, "audience": {os.Getenv(environ.Auth0Audience)},
		"username": {email}, "password": {"demo"},
	}
	for i := 0; i < len(extra); i += 2 {
		form.Set(extra[i], extra[i+1])
	}
	resp, err := http.PostForm(os.Getenv(environ.Auth0Domain)+"/oauth/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || out.AccessToken == "" {
		t.Fatalf("signing %s in: %s, %v", email, resp.Status, err)
	}
	return out.AccessToken
}

// newKey makes an Idempotency-Key.
func newKey() string { return rand.Text() }

// A call is a request to be made, of one server or of several.
type call struct {
	method, path string
	token        string // Bearer
	body         any    // JSON; a string is sent as it is
	header       map[string]string
}

func (c call) request(ctx context.Context, origin string) (*http.Request, error) {
	var body io.Reader
	switch b := c.body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, c.method, origin+c.path, body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
	}
	return req, nil
}

// ask makes a call of the stack that must succeed, and decodes what it answers.
func ask(t testing.TB, c call, into any) {
	t.Helper()
	req, err := c.request(t.Context(), stackURL())
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s\n%s", c.method, c.path, resp.Status, body)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s %s: %v", c.method, c.path, err)
	}
}

type object = map[string]any

// A session is what the tests need to know of one.
type session struct{ ID, Code string }

// open opens a session with the questions. More goes into the request.
func open(t testing.TB, teacher string, questions []object, more object) session {
	t.Helper()
	var set struct{ ID string }
	ask(t, call{method: "POST", path: "/v1/question-sets", token: teacher, body: object{"title": "A test", "questions": questions}}, &set)
	request := object{"questionSetId": set.ID, "mode": "self-paced", "feedback": "none"}
	for k, v := range more {
		request[k] = v
	}
	var s session
	ask(t, call{method: "POST", path: "/v1/sessions", token: teacher, body: request}, &s)
	return s
}

// A student is a participant of a session.
type student struct {
	Token         string
	ParticipantID string
	Session       struct {
		Questions []struct {
			ID, Kind string
			Options  []struct{ ID, Text string }
		}
	}
}

func joinCall(s session, alias, key string) call {
	return call{method: "POST", path: "/v1/join", body: object{"code": s.Code, "alias": alias}, header: map[string]string{"Idempotency-Key": key}}
}

func join(t testing.TB, s session, alias string) student {
	t.Helper()
	var st student
	ask(t, joinCall(s, alias, newKey()), &st)
	return st
}

// environment returns what Terraform puts into a function's environment: the named
// variables and, of the emulators, those whose real parts it reaches.
func environment(t testing.TB, name string) []string {
	t.Helper()
	var env []string
	for _, v := range append(variables[name], emulators[name]...) {
		value := os.Getenv(v)
		if value == "" {
			t.Fatalf("the local stack didn't set %s", v)
		}
		env = append(env, fmt.Sprintf("%s=%s", v, value))
	}
	return env
}

// variables are those that each function can't do without.
var variables = map[string][]string{
	"join":      {environ.Project, environ.TicketSecret},
	"answer":    {environ.Project, environ.TicketSecret},
	"rights":    {environ.Project, environ.TicketSecret},
	"teacher":   {environ.Project, environ.KMSSessionKey, environ.KMSOrgKey, environ.Auth0Domain, environ.Auth0Audience, environ.Origin},
	"org":       {environ.Project, environ.KMSReceiptKey, environ.Auth0Domain, environ.Auth0Audience, environ.OperatorOrg},
	"retention": {environ.Project, environ.KMSReceiptKey},
	"incident":  {environ.Project, environ.KMSContactKey, environ.Auth0Domain, environ.Auth0Audience, environ.OperatorOrg},
	"breach":    {environ.Project, environ.KMSContactKey},
	"notify":    {environ.Project, environ.KMSContactKey, environ.SMTPHost, environ.SMTPSecurity, environ.SMTPFrom},
}

var emulators = map[string][]string{
	"join":      {"FIRESTORE_EMULATOR_HOST"},
	"answer":    {"FIRESTORE_EMULATOR_HOST"},
	"rights":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"},
	"teacher":   {"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"org":       {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"retention": {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"incident":  {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"breach":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"notify":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
}
