package deployment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// play runs the post-login Actions one after another over an event, as Auth0 does, and returns what they asked for. The
// Action that follows a challenge starts with the outcome of the challenge, which is passed in as methods. The mailer is
// one that keeps what it should send, or refuses it.
const play = `
const [event, methods, refused] = JSON.parse(process.argv[1]);
const asked = { challenge: [], enroll: [], access: {}, id: {}, metadata: {}, mail: [] };
const Module = require("node:module");
const load = Module._load;
const mailer = {
  createTransport: (relay) => ({
    sendMail: async (mail) => {
      if (refused) throw new Error("550 " + mail.to);
      asked.mail.push({ ...mail, relay });
    },
    close: () => {},
  }),
};
Module._load = (name, ...rest) => (name === "nodemailer" ? mailer : load(name, ...rest));
const api = {
  authentication: {
    challengeWithAny: (f) => { asked.challenge = f.map((x) => x.type); event.authentication = { methods }; },
    enrollWithAny: (f) => { asked.enroll = f.map((x) => x.type); event.authentication = { methods }; },
  },
  accessToken: { setCustomClaim: (name, value) => { asked.access[name] = value; } },
  idToken: { setCustomClaim: (name, value) => { asked.id[name] = value; } },
  user: { setAppMetadata: (name, value) => { asked.metadata[name] = value; } },
};
const { resolve } = require("node:path");
(async () => {
  for (const file of ["second-factor.js", "claims.js"]) {
    await require(resolve("../../terraform/foundation/auth0", file)).onExecutePostLogin(event, api);
  }
  process.stdout.write(JSON.stringify(asked));
})();
`

type object = map[string]any

// asked is what the Actions asked of Auth0.
type asked struct {
	Challenge, Enroll    []string
	Access, ID, Metadata object
	Mail                 []struct {
		From, To, Subject, Text string
		Relay                   struct {
			Host       string
			Port       int
			Secure     bool
			RequireTLS bool
			Auth       struct{ User, Pass string }
		}
	}
}

// runActions runs the Actions; then is what a challenge or an enrollment adds to the event.
func runActions(t *testing.T, event object, then any, mailRefused bool) (got asked) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("Node.js is missing. Install it: https://nodejs.org/en/download (Debian: apt-get install nodejs)")
	}
	input, err := json.Marshal([]any{event, then, mailRefused})
	if err != nil {
		t.Fatal(err)
	}
	var errors strings.Builder
	cmd := exec.Command("node", "-e", play, string(input))
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &errors)
	}
	logged := out[:bytes.LastIndexByte(out, '\n')+1]
	if bytes.ContainsRune(logged, '@') {
		t.Errorf("an address is in the log: %s", logged)
	}
	if err := json.Unmarshal(out[len(logged):], &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return got
}

type method struct {
	Name      string    `json:"name"`
	Timestamp time.Time `json:"timestamp"`
}

func factor(types ...string) (list []object) {
	for _, f := range types {
		list = append(list, object{"type": f})
	}
	return list
}

// wantedContext returns the acr_values of the API's challenge (RFC 9470), which the Action has to listen to.
func wantedContext(now time.Time) string {
	var challenge *domain.Error
	if e, ok := (domain.Principal{}).RequireSecondFactor(now).(*domain.Error); ok {
		challenge = e
	}
	_, acr, _ := strings.Cut(challenge.Challenge, `acr_values="`)
	acr, _, _ = strings.Cut(acr, `"`)
	return acr
}

func TestActionsAskForASecondFactorAndSayWhen(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	acr := wantedContext(now)
	password := method{"pwd", now.Add(-time.Minute)}
	mfa := func(age time.Duration) method { return method{"mfa", now.Add(-age)} }
	fresh, stale := domain.SecondFactorAge-time.Minute, domain.SecondFactorAge+time.Minute

	for _, tt := range []struct {
		name          string
		acr           []string
		protocol      string
		methods, then []method
		enrolled      []object
		challenge     []string
		at            time.Time // of the claim; zero if none
	}{
		{name: "not asked for, none given", methods: []method{password}},
		{name: "not asked for, given", methods: []method{password, mfa(stale)}, at: now.Add(-stale)},
		{name: "asked for", acr: []string{acr}, methods: []method{password}, enrolled: factor("otp", "recovery-code", "webauthn-roaming"), then: []method{password, mfa(0)}, challenge: []string{"otp", "webauthn-roaming"}, at: now},
		{name: "asked for, given a moment ago", acr: []string{acr}, methods: []method{password, mfa(fresh)}, enrolled: factor("otp"), at: now.Add(-fresh)},
		{name: "asked for, given long ago", acr: []string{acr}, methods: []method{mfa(stale), password}, enrolled: factor("otp"), then: []method{mfa(stale), password, mfa(0)}, challenge: []string{"otp"}, at: now},
		{name: "another context is asked for", acr: []string{"urn:other"}, methods: []method{password}},
		{name: "a refresh, where nobody can be asked", acr: []string{acr}, protocol: "oauth2-refresh-token", methods: []method{password, mfa(stale)}, enrolled: factor("otp"), at: now.Add(-stale)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := runActions(t, object{
				"transaction":    object{"acr_values": tt.acr, "protocol": tt.protocol},
				"authentication": object{"methods": tt.methods},
				"user":           object{"enrolledFactors": tt.enrolled, "app_metadata": object{"factorTold": now}},
			}, tt.then, false)
			if !slices.Equal(got.Challenge, tt.challenge) || len(got.Enroll) > 0 || len(got.ID) > 0 || len(got.Metadata) > 0 || len(got.Mail) > 0 {
				t.Errorf("got %+v, want a challenge with %v and nothing else", got, tt.challenge)
			}
			want := object{}
			if !tt.at.IsZero() {
				want[auth.MFAClaim] = float64(tt.at.Unix())
			}
			if fmt.Sprint(got.Access) != fmt.Sprint(want) {
				t.Errorf("claims %v, want %v", got.Access, want)
			}
		})
	}
}

// The token says of an address that Auth0 has verified what the API compares with, at every kind of sign-in, and of any
// other nothing.
func TestActionsSayWhichAddressIsVerified(t *testing.T) {
	for name, event := range map[string]object{
		"signing in": {"transaction": object{"protocol": "oidc-basic-profile"}},
		"a refresh":  {"transaction": object{"protocol": "oauth2-refresh-token"}},
	} {
		for _, user := range []struct {
			user object
			want string
		}{
			{object{"email": "Ada@North.Example", "email_verified": true}, domain.AddressDigest("ada@north.example")},
			{object{"email": "ada@north.example", "email_verified": false}, ""},
			{object{"email": "ada@north.example"}, ""},
			{object{"email": "ada@north.example", "email_verified": "true"}, ""},
			{object{"email_verified": true}, ""},
		} {
			event := maps.Clone(event)
			event["user"] = user.user
			got := runActions(t, event, nil, false)
			claim, _ := got.Access[auth.AddressClaim].(string)
			if claim != user.want || len(got.Access) > 1 || user.want == "" && len(got.Access) > 0 {
				t.Errorf("%s, %v: %v", name, user.user, got.Access)
			}
		}
	}
}

// TestAStolenPasswordSetsUpNoSecondFactor tries everything that someone with the password of a teacher without a second
// factor may send, with and without an administrator's release.
func TestAStolenPasswordSetsUpNoSecondFactor(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	acr := wantedContext(now)
	const (
		nothing = "goes on without a second factor"
		closed  = "is told that none may be set up"
		enroll  = "sets one up"
	)
	invitation := object{"organization": "org_north", "invitation": "ticket"}
	after := func(d time.Duration) object { return object{"enrollUntil": now.Add(d)} }

	for _, tt := range []struct {
		name     string
		acr      bool
		query    object
		org      string
		logins   int
		metadata object
		want     string
	}{
		{name: "signing in", org: "org_north", logins: 2, want: nothing},
		{name: "a second factor asked for", acr: true, org: "org_north", logins: 2, want: closed},
		{name: "at the first sign-in without an invitation", acr: true, org: "org_north", logins: 1, want: closed},
		{name: "an invitation made up at a later sign-in", query: invitation, org: "org_north", logins: 2, want: nothing},
		{name: "made up and a second factor asked for", acr: true, query: invitation, org: "org_north", logins: 2, want: closed},
		{name: "an invitation without an organization, which Auth0 doesn't check", acr: true, query: object{"invitation": "ticket"}, org: "org_north", logins: 1, want: closed},
		{name: "an invitation of another organization", acr: true, query: object{"organization": "org_south", "invitation": "ticket"}, org: "org_north", logins: 1, want: closed},
		{name: "an invitation into no organization", acr: true, query: object{"invitation": "ticket"}, logins: 1, want: closed},
		{name: "an empty invitation", acr: true, query: object{"organization": "org_north", "invitation": ""}, org: "org_north", logins: 1, want: closed},
		{name: "several invitations", acr: true, query: object{"organization": "org_north", "invitation": []string{"a", "b"}}, org: "org_north", logins: 1, want: closed},
		{name: "a release that is over", acr: true, org: "org_north", logins: 2, metadata: after(-time.Minute), want: closed},
		{name: "a release of more than a day", acr: true, org: "org_north", logins: 2, metadata: after(25 * time.Hour), want: closed},
		{name: "a release without a time", acr: true, org: "org_north", logins: 2, metadata: object{"enrollUntil": true}, want: closed},
		{name: "released, and nothing asked for", org: "org_north", logins: 2, metadata: after(time.Hour), want: nothing},

		{name: "invited", query: invitation, org: "org_north", logins: 1, want: enroll},
		{name: "invited, and a second factor asked for", acr: true, query: invitation, org: "org_north", logins: 1, want: enroll},
		{name: "released", acr: true, org: "org_north", logins: 2, metadata: after(23 * time.Hour), want: enroll},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			event := object{
				"transaction":    object{"protocol": "oidc-basic-profile"},
				"authentication": object{"methods": []method{{"pwd", now}}},
				"user":           object{"email": "emmy@north.example", "app_metadata": tt.metadata},
				"stats":          object{"logins_count": tt.logins},
				"request":        object{"query": tt.query},
				"secrets":        secrets,
			}
			if tt.acr {
				event["transaction"].(object)["acr_values"] = []string{acr}
			}
			if tt.org != "" {
				event["organization"] = object{"id": tt.org}
			}
			got := runActions(t, event, []method{{"pwd", now}, {"mfa", now}}, false)
			did := nothing
			switch {
			case len(got.Enroll) > 0:
				did = enroll
			case got.ID["https://cleanslate/mfa_closed"] == true:
				did = closed
			}
			if did != tt.want || len(got.Challenge) > 0 {
				t.Fatalf("%s, want: %s (%+v)", did, tt.want, got)
			}
			if did != enroll && (len(got.Access) > 0 || len(got.Mail) > 0) {
				t.Errorf("a second factor counted: %+v", got)
			}
			if did == enroll && (got.Access[auth.MFAClaim] != float64(now.Unix()) || len(got.Mail) != 1) {
				t.Errorf("the new factor should count, and its owner be told: %+v", got)
			}
		})
	}
}

var secrets = object{
	"SMTP_HOST": "smtp.example:465", "SMTP_SECURITY": "tls", "SMTP_USERNAME": "sign-in", "SMTP_PASSWORD": "secret", "SMTP_FROM": "notices@example",
}

// TestANewFactorIsTold checks that a factor doesn't count until its owner's relay has accepted the mail about it.
func TestANewFactorIsTold(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	event := func(user object, security string) object {
		s := maps.Clone(secrets)
		s["SMTP_SECURITY"] = security
		return object{"authentication": object{"methods": []method{{"pwd", now}, {"mfa", now}}}, "user": user, "secrets": s}
	}
	emmy := object{"email": "emmy@north.example", "app_metadata": object{"enrollUntil": now.Add(time.Hour)}}
	for _, security := range []string{"tls", "starttls"} {
		got := runActions(t, event(emmy, security), nil, false)
		if len(got.Mail) != 1 || got.Access[auth.MFAClaim] == nil {
			t.Fatalf("got %+v, want one mail and the claim", got)
		}
		m := got.Mail[0]
		if m.To != "emmy@north.example" || m.From != "notices@example" || !strings.Contains(m.Text, "administrator") || m.Subject == "" {
			t.Errorf("mail %+v", m)
		}
		r := m.Relay
		if r.Host != "smtp.example" || r.Port != 465 || r.Auth.User != "sign-in" || r.Auth.Pass != "secret" || r.Secure != (security == "tls") || r.RequireTLS == r.Secure {
			t.Errorf("%s: relay %+v, want one that is never spoken to in plain text", security, r)
		}
		if until, there := got.Metadata["enrollUntil"]; got.Metadata["factorTold"] == nil || !there || until != nil {
			t.Errorf("metadata %v, want the time of the mail, and the release used up", got.Metadata)
		}
	}
	if got := runActions(t, event(emmy, "tls"), nil, true); len(got.Access) > 0 || len(got.Metadata) > 0 {
		t.Errorf("a factor counts that nobody was told of: %+v", got)
	}
	if got := runActions(t, event(object{}, "tls"), nil, false); len(got.Access) > 0 {
		t.Errorf("a factor counts whose owner can't be told: %+v", got)
	}
}

// TestPermissionsAreTheCodes checks that Auth0's API knows exactly the permissions that the code asks for.
// The application that manages accounts may do what the code does, and nothing else.
func TestScopesAreTheCodes(t *testing.T) {
	_, text, _ := strings.Cut(read(t, "../../terraform/foundation/auth0.tf"), `resource "auth0_client_grant" "identity"`)
	text, _, _ = strings.Cut(text, "]")
	var got []string
	for _, m := range regexp.MustCompile(`"([a-z]+:[a-z_]+)"`).FindAllStringSubmatch(text, -1) {
		got = append(got, m[1])
	}
	want := slices.Sorted(slices.Values(account.Scopes))
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("auth0.tf has %v, the code %v", got, want)
	}
}

func TestPermissionsAreTheCodes(t *testing.T) {
	_, text, _ := strings.Cut(read(t, "../../terraform/foundation/auth0.tf"), "permissions = {")
	text, _, _ = strings.Cut(text, "}")
	var got []string
	for line := range strings.Lines(text) {
		if _, name, ok := strings.Cut(line, `"`); ok {
			name, _, _ = strings.Cut(name, `"`)
			got = append(got, name)
		}
	}
	want := []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete, domain.OrgAdmin, domain.IncidentsManage, domain.RightsManage, domain.PlatformIncidents, domain.PlatformOrgs}
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("auth0.tf has %v, the code %v", got, want)
	}
}
