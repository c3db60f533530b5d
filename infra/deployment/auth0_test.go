package deployment

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// play runs the post-login Actions one after another over an event, as Auth0 does, and returns what they asked for. The
// Action that follows a challenge starts with the outcome of the challenge, which is passed in as methods.
const play = `
const [event, methods] = JSON.parse(process.argv[1]);
const asked = { challenge: [], enroll: [], claims: {} };
const api = {
  authentication: {
    challengeWithAny: (f) => { asked.challenge = f.map((x) => x.type); event.authentication = { methods }; },
    enrollWithAny: (f) => { asked.enroll = f.map((x) => x.type); event.authentication = { methods }; },
  },
  accessToken: { setCustomClaim: (name, value) => { asked.claims[name] = value; } },
};
const { resolve } = require("node:path");
(async () => {
  for (const file of ["second-factor.js", "claims.js"]) {
    await require(resolve("../../terraform/auth0", file)).onExecutePostLogin(event, api);
  }
  console.log(JSON.stringify(asked));
})();
`

func TestActionsAskForASecondFactorAndSayWhen(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("Node.js is missing. Install it: https://nodejs.org/en/download (Debian: apt-get install nodejs)")
	}
	now := time.Now().Truncate(time.Second)
	type method struct {
		Name      string    `json:"name"`
		Timestamp time.Time `json:"timestamp"`
	}
	password := method{"pwd", now.Add(-time.Minute)}
	mfa := func(age time.Duration) method { return method{"mfa", now.Add(-age)} }
	factor := func(types ...string) (list []map[string]string) {
		for _, f := range types {
			list = append(list, map[string]string{"type": f})
		}
		return list
	}
	// What the API asks for (RFC 9470) is what the Action listens to.
	var challenge *domain.Error
	if e, ok := (domain.Principal{}).RequireSecondFactor(now).(*domain.Error); ok {
		challenge = e
	}
	_, acr, _ := strings.Cut(challenge.Challenge, `acr_values="`)
	acr, _, _ = strings.Cut(acr, `"`)
	fresh, stale := domain.SecondFactorAge-time.Minute, domain.SecondFactorAge+time.Minute

	for _, tt := range []struct {
		name              string
		acr               []string
		protocol          string
		methods, then     []method
		enrolled          []map[string]string
		challenge, enroll []string
		at                time.Time // of the claim; zero if none
	}{
		{name: "not asked for, none given", methods: []method{password}},
		{name: "not asked for, given", methods: []method{password, mfa(stale)}, at: now.Add(-stale)},
		{name: "asked for", acr: []string{acr}, methods: []method{password}, enrolled: factor("otp", "recovery-code", "webauthn-roaming"), then: []method{password, mfa(0)}, challenge: []string{"otp", "webauthn-roaming"}, at: now},
		{name: "asked for, given a moment ago", acr: []string{acr}, methods: []method{password, mfa(fresh)}, enrolled: factor("otp"), at: now.Add(-fresh)},
		{name: "asked for, given long ago", acr: []string{acr}, methods: []method{mfa(stale), password}, enrolled: factor("otp"), then: []method{mfa(stale), password, mfa(0)}, challenge: []string{"otp"}, at: now},
		{name: "asked for, nothing set up", acr: []string{acr}, methods: []method{password}, then: []method{password, mfa(0)}, enroll: []string{"otp", "webauthn-roaming", "webauthn-platform"}, at: now},
		{name: "another context is asked for", acr: []string{"urn:other"}, methods: []method{password}},
		{name: "a refresh, where nobody can be asked", acr: []string{acr}, protocol: "oauth2-refresh-token", methods: []method{password, mfa(stale)}, enrolled: factor("otp"), at: now.Add(-stale)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			input, err := json.Marshal([]any{map[string]any{
				"transaction":    map[string]any{"acr_values": tt.acr, "protocol": tt.protocol},
				"authentication": map[string]any{"methods": tt.methods},
				"user":           map[string]any{"enrolledFactors": tt.enrolled},
			}, tt.then})
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("node", "-e", play, string(input)).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var got struct {
				Challenge, Enroll []string
				Claims            map[string]int64
			}
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			if !slices.Equal(got.Challenge, tt.challenge) || !slices.Equal(got.Enroll, tt.enroll) {
				t.Errorf("challenged with %v, enrolled %v; want %v, %v", got.Challenge, got.Enroll, tt.challenge, tt.enroll)
			}
			want := map[string]int64{}
			if !tt.at.IsZero() {
				want[auth.MFAClaim] = tt.at.Unix()
			}
			if fmt.Sprint(got.Claims) != fmt.Sprint(want) {
				t.Errorf("claims %v, want %v", got.Claims, want)
			}
		})
	}
}

// TestPermissionsAreTheCodes checks that Auth0's API knows exactly the permissions that the code asks for.
func TestPermissionsAreTheCodes(t *testing.T) {
	_, text, _ := strings.Cut(read(t, "../../terraform/auth0.tf"), "permissions = {")
	text, _, _ = strings.Cut(text, "}")
	var got []string
	for line := range strings.Lines(text) {
		if _, name, ok := strings.Cut(line, `"`); ok {
			name, _, _ = strings.Cut(name, `"`)
			got = append(got, name)
		}
	}
	want := []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete, domain.OrgAdmin, domain.IncidentsManage, domain.PlatformIncidents}
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("auth0.tf has %v, the code %v", got, want)
	}
}
