package auth0

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const emmy = "auth0|emmy" // has no second factor

// manager is a client of the Management API.
type manager struct {
	*browser
	token string
}

func (te *tenant) manager(t *testing.T, id string) manager {
	t.Helper()
	b := te.browser(t)
	return manager{b, tokens(t, b.form("/oauth/token", "grant_type", "client_credentials", "client_id", id,
		"client_secret", "hush", "audience", te.base+"/api/v2/")).AccessToken}
}

func (m manager) call(method, path, body string, status int) string {
	m.t.Helper()
	req, err := http.NewRequestWithContext(m.t.Context(), method, m.base+"/api/v2/"+path, strings.NewReader(body))
	if err != nil {
		m.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+m.token)
	p := m.do(req)
	if p.status != status {
		m.t.Fatalf("%s %s: %d, want %d: %s", method, path, p.status, status, p.body)
	}
	return p.body
}

func (m manager) release(until time.Time) {
	m.t.Helper()
	m.call("PATCH", "users/"+url.PathEscape(emmy), `{"app_metadata":{"enrollUntil":"`+until.Format(time.RFC3339)+`"}}`, http.StatusOK)
}

// invite returns the parameters of an invitation's link.
func (m manager) invite(email string) url.Values {
	m.t.Helper()
	var in struct {
		URL string `json:"invitation_url"`
	}
	body := m.call("POST", "organizations/org_north/invitations",
		`{"inviter":{"name":"Grace"},"invitee":{"email":"`+email+`"},"client_id":"web"}`, http.StatusCreated)
	if err := json.Unmarshal([]byte(body), &in); err != nil {
		m.t.Fatal(err)
	}
	u, err := url.Parse(in.URL)
	if err != nil || !strings.HasPrefix(in.URL, "http://127.0.0.1:8080/start?") {
		m.t.Fatalf("invitation %s", body)
	}
	return u.Query()
}

// outcome is what a sign-in came to: when the second factor was, and whether none may be set up.
func (b *browser) outcome(p page) (factor bool, closed bool) {
	b.t.Helper()
	got := tokens(b.t, b.exchange(b.code(p)))
	id, err := jwt.ParseSigned(got.IDToken, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		b.t.Fatal(err)
	}
	var claims map[string]any
	if err := id.UnsafeClaimsWithoutVerification(&claims); err != nil {
		b.t.Fatal(err)
	}
	refreshed := tokens(b.t, b.refresh(got.RefreshToken))
	if id, err := jwt.ParseSigned(refreshed.IDToken, []jose.SignatureAlgorithm{jose.RS256}); err != nil {
		b.t.Fatal(err)
	} else {
		var later map[string]any
		if err := id.UnsafeClaimsWithoutVerification(&later); err != nil || later[closedClaim] != nil {
			b.t.Errorf("%v: a refreshed ID token says %v", err, later)
		}
	}
	return b.mustAccess(got.AccessToken).MFAAt != 0, claims[closedClaim] == true
}

// TestAPasswordSetsUpNoFactor takes every way to sign in that needs nothing but a password.
func TestAPasswordSetsUpNoFactor(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	m := te.manager(t, "operator")
	invited := m.invite("emmy@north.example")
	b := te.browser(t)
	check := func(what string, p page, wantClosed bool) {
		t.Helper()
		if factor, closed := b.outcome(p); factor || closed != wantClosed {
			t.Errorf("%s: a second factor %v, closed %v; want none, %v", what, factor, closed, wantClosed)
		}
	}
	step := []string{"acr_values", acrSecondFactor, "max_age", "900"}
	check("signing in", b.choose(b.authorize(), emmy, true), false)
	check("stepping up", b.choose(b.authorize(step...), emmy, true), true)
	check("in another browser", te.browser(t).choose(te.browser(t).authorize(step...), emmy, true), true)
	check("an invitation without its organization", b.choose(b.authorize(append(step, "invitation", invited.Get("invitation"))...), emmy, true), true)
	m.release(te.clock.now().Add(-time.Minute))
	check("a release that is over", b.choose(b.authorize(step...), emmy, true), true)
	m.release(te.clock.now().Add(25 * time.Hour))
	check("a release of more than a day", b.choose(b.authorize(step...), emmy, true), true)
	m.call("PATCH", "users/"+url.PathEscape(emmy), `{"app_metadata":{"enrollUntil":true}}`, http.StatusOK)
	check("a release without a time", b.choose(b.authorize(step...), emmy, true), true)
	check("an invitation after the first sign-in", b.choose(b.authorize("organization", "org_north", "invitation", invited.Get("invitation")), emmy, true), false)

	got := tokens(t, b.form("/oauth/token", "grant_type", "password", "client_id", "web", "username", "emmy@north.example",
		"password", "demo", "audience", audience))
	if c := b.mustAccess(got.AccessToken); c.MFAAt != 0 {
		t.Errorf("the password grant gave a second factor: %+v", c)
	}
	token, err := te.Token("emmy@north.example", TokenOptions{})
	if c, _ := b.access(token); err != nil || c.MFAAt != 0 {
		t.Errorf("%v: Token gave a second factor: %+v", err, c)
	}
	if len(te.told) > 0 {
		t.Errorf("told %v of nothing", te.told)
	}
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	m := te.manager(t, "operator")
	link := m.invite("emmy@north.example")
	b := te.browser(t)
	with := func(org, ticket string) page {
		return b.authorize("organization", org, "invitation", ticket)
	}
	for name, p := range map[string]page{
		"made up": with("org_north", "made-up"), "of another organization": with("org_south", link.Get("invitation")),
	} {
		if q := p.to.Query(); q.Get("error") != "invalid_request" || !strings.Contains(q.Get("error_description"), "invitation") {
			t.Errorf("an invitation %s: %v", name, p.to)
		}
	}
	login := with("org_north", link.Get("invitation"))
	if shown := b.get(login.to.String()); strings.Contains(shown.body, "auth0|ada") || !strings.Contains(shown.body, "You are invited") {
		t.Errorf("login page: %s", shown.body)
	}
	twice := with("org_north", link.Get("invitation"))
	if factor, _ := b.outcome(b.choose(login, emmy, true)); !factor || !slices.Equal(te.told, []string{"emmy@north.example"}) {
		t.Errorf("a second factor %v, told %v; want one, and its owner", factor, te.told)
	}
	if p := b.form("/u/login", "state", twice.to.Query().Get("state"), "user", emmy, "mfa", "done"); p.status != http.StatusBadRequest {
		t.Errorf("the invitation was good twice: %d to %v", p.status, p.to)
	}
	if q := with("org_north", link.Get("invitation")).to.Query(); q.Get("error") != "invalid_request" {
		t.Errorf("a used invitation: %v", q)
	}
	// From now on they have one.
	if factor, closed := b.outcome(b.choose(b.authorize("acr_values", acrSecondFactor), emmy, true)); !factor || closed {
		t.Error("the second factor is gone")
	}
	if len(te.told) != 1 {
		t.Errorf("told %v again", te.told)
	}
}

func TestRelease(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	m := te.manager(t, "operator")
	b := te.browser(t)
	step := func() (factor, closed bool) {
		return b.outcome(b.choose(b.authorize("acr_values", acrSecondFactor), emmy, true))
	}
	user := "users/" + url.PathEscape(emmy)

	m.release(te.clock.now().Add(24 * time.Hour))
	if factor, _ := b.outcome(b.choose(b.authorize(), emmy, true)); factor {
		t.Error("a second factor was set up that nobody asked for")
	}
	te.mailFails.Store(true)
	if factor, closed := step(); factor || closed {
		t.Errorf("a second factor %v, closed %v; want one that doesn't count yet", factor, closed)
	}
	te.mailFails.Store(false)
	if factor, _ := step(); !factor || !slices.Equal(te.told, []string{"emmy@north.example"}) {
		t.Errorf("a second factor %v, told %v; want one, and its owner", factor, te.told)
	}
	if methods := m.call("GET", user+"/authentication-methods", "", http.StatusOK); !strings.Contains(methods, `"totp"`) {
		t.Errorf("methods %s", methods)
	}
	// Lost: the release of before is used up.
	m.call("DELETE", user+"/authentication-methods", "", http.StatusNoContent)
	if factor, closed := step(); factor || !closed {
		t.Errorf("a second factor %v, closed %v; want none", factor, closed)
	}
	m.call("PATCH", user, `{"app_metadata":{"factorTold":null,"enrollUntil":"`+te.clock.now().Add(time.Hour).Format(time.RFC3339)+`"}}`, http.StatusOK)
	if factor, _ := step(); !factor || len(te.told) != 2 {
		t.Errorf("a second factor %v, told %v; want a new one, told", factor, te.told)
	}
}

func TestManagementAPI(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	for name, change := range map[string][]string{
		"wrong secret":        {"client_secret", "wrong"},
		"no secret":           {"client_secret", ""},
		"unknown application": {"client_id", "nobody"},
		"another audience":    {"audience", audience},
	} {
		form := append([]string{"grant_type", "client_credentials", "client_id", "operator", "client_secret", "hush", "audience", te.base + "/api/v2/"}, change...)
		v := values(form[:8])
		for i := 8; i < len(form); i += 2 {
			v.Set(form[i], form[i+1])
		}
		if p := b.post("/oauth/token", "application/x-www-form-urlencoded", v.Encode()); p.status != http.StatusUnauthorized && p.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", name, p.status, p.body)
		}
	}

	reader, operator := te.manager(t, "reader"), te.manager(t, "operator")
	if list := reader.call("GET", "users-by-email?email=emmy@north.example", "", http.StatusOK); !strings.Contains(list, `"user_id":"auth0|emmy"`) {
		t.Errorf("users %s", list)
	}
	if list := reader.call("GET", "users-by-email?email=nobody@north.example", "", http.StatusOK); strings.TrimSpace(list) != "[]" {
		t.Errorf("users %s", list)
	}
	if list := operator.call("GET", "users/"+url.PathEscape(emmy)+"/organizations", "", http.StatusOK); !strings.Contains(list, `"id":"org_north"`) {
		t.Errorf("organizations %s", list)
	}
	ada := "users/" + url.PathEscape("auth0|ada")
	anyone := manager{b, tokens(t, b.exchange(b.code(b.choose(b.authorize(), "auth0|ada", true)))).AccessToken}
	for _, r := range [][3]string{
		{"GET", ada + "/organizations", ""}, {"GET", ada + "/authentication-methods", ""}, {"DELETE", ada + "/authentication-methods", ""},
		{"PATCH", ada, `{"app_metadata":{}}`}, {"POST", "organizations/org_north/invitations", `{}`},
	} {
		reader.call(r[0], r[1], r[2], http.StatusForbidden)
		anyone.call(r[0], r[1], r[2], http.StatusUnauthorized)
	}
	anyone.call("GET", "users-by-email?email=emmy@north.example", "", http.StatusUnauthorized)
	operator.call("GET", "users/nobody/organizations", "", http.StatusNotFound)
	operator.call("PATCH", ada, `{"email":"thief@example"}`, http.StatusBadRequest)
	operator.call("POST", "organizations/org_south/invitations", `{"inviter":{"name":"x"},"invitee":{"email":"emmy@north.example"},"client_id":"web"}`, http.StatusBadRequest)
	operator.call("POST", "organizations/org_north/invitations", `{"inviter":{"name":"x"},"invitee":{"email":"emmy@north.example"},"client_id":"other"}`, http.StatusBadRequest)
	te.clock.advance(25 * time.Hour)
	operator.call("GET", "users-by-email?email=emmy@north.example", "", http.StatusUnauthorized)
}

// An organization is created without members; its id is the provider's, and people are invited into it at once.
func TestCreateOrganization(t *testing.T) {
	te := newTenant(t)
	m := te.manager(t, "operator")
	const body = `{"name":"harbour","display_name":"Harbour School","enabled_connections":[{"connection_id":"con_1","assign_membership_on_login":false}]}`
	var made struct{ ID, Name string }
	if err := json.Unmarshal([]byte(m.call("POST", "organizations", body, http.StatusCreated)), &made); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^org_[A-Za-z0-9]{16}$`).MatchString(made.ID) || made.Name != "harbour" {
		t.Errorf("created: %+v", made)
	}
	m.call("POST", "organizations", body, http.StatusConflict)
	if text := m.call("GET", "organizations/name/harbour", "", http.StatusOK); !strings.Contains(text, made.ID) {
		t.Errorf("by its name: %s", text)
	}
	m.call("GET", "organizations/name/nobody", "", http.StatusNotFound)
	for _, wrong := range []string{`{"name":"Harbour School"}`, `{}`, `{"name":"x","nonsense":1}`} {
		m.call("POST", "organizations", wrong, http.StatusBadRequest)
	}
	te.manager(t, "reader").call("POST", "organizations", `{"name":"x"}`, http.StatusForbidden)
	if text := m.call("POST", "organizations/"+made.ID+"/invitations",
		`{"inviter":{"name":"Ops"},"invitee":{"email":"head@harbour.example"},"client_id":"web"}`, http.StatusCreated); !strings.Contains(text, "Harbour+School") {
		t.Errorf("the invitation: %s", text)
	}
}
