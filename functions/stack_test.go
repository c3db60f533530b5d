package functions_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// stackURL is the origin of the local stack in which the tests run.
func stackURL() string { return os.Getenv("CLEANSLATE_URL") }

// teacherToken signs a demo user in.
func teacherToken(t testing.TB, email string) string {
	t.Helper()
	return signIn(t, client.PasswordGrant{User: email})
}

func signIn(t testing.TB, g client.PasswordGrant) string {
	t.Helper()
	g.Issuer, g.Audience = os.Getenv(environ.Auth0Domain), os.Getenv(environ.Auth0Audience)
	token, err := g.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// ask makes a request of the stack that must succeed, and decodes what it answers.
func ask(t testing.TB, r client.Request, into any) {
	t.Helper()
	stack := client.Client{Origin: stackURL()}
	if err := stack.Do(t.Context(), r, into); err != nil {
		t.Fatal(err)
	}
}

type object = map[string]any

// A session is what the tests need to know of one.
type session struct{ ID, Code string }

// open opens a session with the questions. More goes into the request.
func open(t testing.TB, teacher string, questions []object, more object) session {
	t.Helper()
	var set struct{ ID string }
	ask(t, client.Request{Method: "POST", Path: "/v1/question-sets", Token: teacher, Body: object{"title": "A test", "questions": questions}}, &set)
	request := object{"questionSetId": set.ID, "mode": "self-paced", "feedback": "none"}
	for k, v := range more {
		request[k] = v
	}
	var s session
	ask(t, client.Request{Method: "POST", Path: "/v1/sessions", Token: teacher, Body: request}, &s)
	return s
}

func join(t testing.TB, s session, alias string) client.Participant {
	t.Helper()
	var st client.Participant
	ask(t, client.Join(s.Code, alias, client.NewKey()), &st)
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
	"rights":    {environ.Project, environ.TicketSecret, environ.KMSRequestKey, environ.KMSMailKey},
	"teacher":   {environ.Project, environ.KMSSessionKey, environ.KMSOrgKey, environ.Auth0Domain, environ.Auth0Audience, environ.Origin},
	"live":      {environ.Project, environ.KMSSessionKey, environ.KMSOrgKey, environ.Auth0Domain, environ.Auth0Audience, environ.Origin, environ.Archives},
	"org":       {environ.Project, environ.KMSContactKey, environ.KMSOrgKey, environ.KMSInvitationKey, environ.KMSReceiptKey, environ.Auth0Domain, environ.Auth0Audience, environ.OperatorOrg},
	"retention": {environ.Project, environ.KMSReceiptKey, environ.Archives},
	"incident":  {environ.Project, environ.KMSContactKey, environ.Auth0Domain, environ.Auth0Audience, environ.OperatorOrg},
	"request":   {environ.Project, environ.KMSRequestKey, environ.KMSMailKey, environ.KMSSessionKey, environ.Auth0Domain, environ.Auth0Audience, environ.OperatorOrg},
	"breach":    {environ.Project, environ.KMSContactKey, environ.OperatorOrg},
	"watch":     {environ.Project},
	"find":      {environ.Project, environ.KMSSessionKey},
	"export":    {environ.Project, environ.KMSSessionKey, environ.Archives},
	"identity": {
		environ.Project, environ.KMSInvitationKey, environ.Auth0Domain, environ.Auth0Client, environ.Auth0Manager, environ.Auth0Secret,
		environ.Auth0Teacher, environ.Auth0Administrator, environ.Auth0Operator, environ.Auth0Connections,
	},
	"notify": {environ.Project, environ.KMSContactKey, environ.KMSOrgKey, environ.KMSMailKey, environ.Origin, environ.SMTPHost, environ.SMTPSecurity, environ.SMTPFrom},
}

var emulators = map[string][]string{
	"join":      {"FIRESTORE_EMULATOR_HOST"},
	"answer":    {"FIRESTORE_EMULATOR_HOST"},
	"rights":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"teacher":   {"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"live":      {"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST", "STORAGE_EMULATOR_HOST"},
	"org":       {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"retention": {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST", "STORAGE_EMULATOR_HOST"},
	"incident":  {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"request":   {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"breach":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"watch":     {"FIRESTORE_EMULATOR_HOST"},
	"find":      {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"export":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST", "STORAGE_EMULATOR_HOST"},
	"identity":  {"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
	"notify":    {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST"},
}
