package auth0

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/zitadel/oidc/v3/pkg/client"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

const (
	audience = "https://api.example"
	mfaClaim = "https://example/mfa_at"
	callback = "http://127.0.0.1:8080/callback"

	closedClaim = "https://example/mfa_closed"

	verifier = "a-verifier-of-the-length-that-rfc-7636-demands"
)

// clock is moved by tests.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// tenant is a provider behind a real server.
type tenant struct {
	*Provider
	clock     *clock
	mailFails atomic.Bool
	told      []string // addresses; read after the request that adds to it
}

func newTenant(t *testing.T) *tenant {
	t.Helper()
	c := &clock{at: time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)}
	te := &tenant{clock: c}
	srv := httptest.NewUnstartedServer(nil)
	p, err := New("http://"+srv.Listener.Addr().String(), Options{
		Users: []User{
			{Sub: "auth0|ada", Email: "ada@north.example", Name: "Ada", Password: "demo", Locale: "en",
				Org: "org_north", OrgName: "North School", Permissions: []string{"things:read", "things:write"}},
			{Sub: "auth0|grace", Email: "grace@north.example", Name: "Grace", Password: "demo",
				Org: "org_north", OrgName: "North School"},
			{Sub: "auth0|alan", Email: "alan@south.example", Name: "Alan <b>", Password: "demo",
				Org: "org_south", OrgName: "South School"},
			{Sub: "auth0|solo", Email: "solo@example", Name: "Solo"},
			{Sub: "auth0|emmy", Email: "emmy@north.example", Name: "Emmy", Password: "demo",
				Org: "org_north", OrgName: "North School", NoFactor: true},
		},
		Clients: []Client{
			{ID: "web", RedirectURIs: []string{"http://127.0.0.1:*/callback", "http://127.0.0.1:*/", "https://app.example/cb?x=1"},
				LogoutURIs: []string{"http://127.0.0.1:*/"}, Origins: []string{"http://127.0.0.1:*"},
				InitiateLoginURI: "http://127.0.0.1:8080/start"},
			{ID: "other", RedirectURIs: []string{callback}},
		},
		Audiences:   []string{audience},
		MFAClaim:    mfaClaim,
		ClosedClaim: closedClaim,
		Now:         c.now,
		Enrolled: func(u User) error {
			if te.mailFails.Load() {
				return errors.New("no mail")
			}
			te.told = append(te.told, u.Email)
			return nil
		},
		Managers: []Manager{
			{ID: "operator", Secret: "hush", Scopes: []string{"read:users", "read:organizations", "read:authentication_methods",
				"delete:authentication_methods", "update:users", "create:organization_invitations", "create:organizations", "create:organization_connections"}},
			{ID: "reader", Secret: "hush", Scopes: []string{"read:users"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	te.Provider = p
	srv.Config.Handler = p
	srv.Start()
	t.Cleanup(srv.Close)
	return te
}

// browser keeps cookies and shows each redirect.
type browser struct {
	t    *testing.T
	base string
	http *http.Client
}

func (te *tenant) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, te.base, &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

type page struct {
	status int
	header http.Header
	body   string
	to     *url.URL // of a redirect
}

func (b *browser) do(req *http.Request) page {
	b.t.Helper()
	resp, err := b.http.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	p := page{status: resp.StatusCode, header: resp.Header, body: string(body)}
	if resp.Header.Get("Location") != "" {
		if p.to, err = resp.Location(); err != nil {
			b.t.Fatal(err)
		}
	}
	return p
}

func (b *browser) get(path string) page {
	b.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = b.base + path
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(req)
}

func (b *browser) post(path, contentType, body string) page {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	return b.do(req)
}

func (b *browser) form(path string, nameValues ...string) page {
	b.t.Helper()
	return b.post(path, "application/x-www-form-urlencoded", values(nameValues).Encode())
}

func values(nameValues []string) url.Values {
	v := make(url.Values)
	for i := 0; i < len(nameValues); i += 2 {
		v.Set(nameValues[i], nameValues[i+1])
	}
	return v
}

// authorize asks as auth0-spa-js does; nameValues change the parameters.
func (b *browser) authorize(nameValues ...string) page {
	b.t.Helper()
	sum := sha256.Sum256([]byte(verifier))
	v := values(append([]string{
		"client_id", "web", "scope", "openid profile email offline_access things:read other:thing", "audience", audience,
		"redirect_uri", callback, "response_type", "code", "response_mode", "query", "state", "the state", "nonce", "the nonce",
		"code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]), "code_challenge_method", "S256",
		"auth0Client", "eyJuYW1lIjoiYXV0aDAtc3BhLWpzIn0",
	}, nameValues...))
	for name, value := range v {
		if value[0] == "" {
			v.Del(name)
		}
	}
	return b.get("/authorize?" + v.Encode())
}

// choose follows the redirect to the login page and signs in there.
func (b *browser) choose(login page, user string, mfa bool) page {
	b.t.Helper()
	if login.to == nil || login.to.Path != "/u/login" {
		b.t.Fatalf("answer %d to %v, want a redirect to the login page: %s", login.status, login.to, login.body)
	}
	if shown := b.get(login.to.String()); shown.status != http.StatusOK || !strings.Contains(shown.body, `value="`+user+`"`) {
		b.t.Fatalf("login page %d does not offer %s: %s", shown.status, user, shown.body)
	}
	form := []string{"state", login.to.Query().Get("state"), "user", user}
	if mfa {
		form = append(form, "mfa", "done")
	}
	return b.form("/u/login", form...)
}

// code returns the code of a redirect to the application.
func (b *browser) code(p page) string {
	b.t.Helper()
	if p.status != http.StatusFound || !strings.HasPrefix(p.to.String(), callback+"?") {
		b.t.Fatalf("answer %d to %v, want a redirect to the application: %s", p.status, p.to, p.body)
	}
	q := p.to.Query()
	if q.Get("state") != "the state" || q.Get("code") == "" || q.Get("error") != "" {
		b.t.Fatalf("redirect to %v, want code and state", p.to)
	}
	return q.Get("code")
}

func (b *browser) exchange(code string, nameValues ...string) page {
	b.t.Helper()
	return b.form("/oauth/token", append([]string{"grant_type", "authorization_code", "client_id", "web",
		"code", code, "redirect_uri", callback, "code_verifier", verifier}, nameValues...)...)
}

func (b *browser) refresh(token string, nameValues ...string) page {
	b.t.Helper()
	return b.form("/oauth/token", append([]string{"grant_type", "refresh_token", "client_id", "web",
		"refresh_token", token, "redirect_uri", callback}, nameValues...)...)
}

func tokens(t *testing.T, p page) tokenResponse {
	t.Helper()
	var r tokenResponse
	if p.status != http.StatusOK {
		t.Fatalf("answer %d, want tokens: %s", p.status, p.body)
	}
	if err := json.Unmarshal([]byte(p.body), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// wantError checks an OAuth error answer.
func wantError(t *testing.T, p page, status int, kind, description string) {
	t.Helper()
	var e struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if err := json.Unmarshal([]byte(p.body), &e); err != nil {
		t.Fatalf("answer %d is not JSON: %s", p.status, p.body)
	}
	if p.status != status || e.Error != kind || !strings.Contains(e.Description, description) {
		t.Fatalf("answer %d %s, want %d %s %q", p.status, p.body, status, kind, description)
	}
}

type accessClaims struct {
	jwt.Claims
	AZP         string   `json:"azp"`
	Scope       string   `json:"scope"`
	OrgID       string   `json:"org_id"`
	Permissions []string `json:"permissions"`
	MFAAt       int64    `json:"https://example/mfa_at"`
}

// access verifies an access token with what the JWKS endpoint serves.
func (b *browser) access(token string) (accessClaims, error) {
	b.t.Helper()
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(b.get("/.well-known/jwks.json").body), &set); err != nil {
		b.t.Fatal(err)
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		b.t.Fatal(err)
	}
	var c accessClaims
	err = parsed.Claims(set, &c)
	return c, err
}

func (b *browser) mustAccess(token string) accessClaims {
	b.t.Helper()
	c, err := b.access(token)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func TestCodeFlow(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	got := tokens(t, b.exchange(b.code(b.choose(b.authorize("organization", "org_north"), "auth0|ada", true))))
	if got.ExpiresIn != 3600 || got.TokenType != "Bearer" || got.RefreshToken == "" ||
		got.Scope != "openid profile email offline_access things:read" {
		t.Errorf("token response %+v", got)
	}

	// An OpenID library that knows nothing of this package must be content.
	ctx := context.Background()
	found, err := client.Discover(ctx, te.base+"/", http.DefaultClient)
	if err != nil {
		t.Fatal(err)
	}
	keys := rp.NewRemoteKeySet(http.DefaultClient, found.JwksURI)
	id, err := rp.VerifyTokens[*oidc.IDTokenClaims](ctx, got.AccessToken, got.IDToken,
		rp.NewIDTokenVerifier(found.Issuer, "web", keys,
			rp.WithNonce(func(context.Context) string { return "the nonce" }), rp.WithAuthTimeMaxAge(time.Minute)))
	if err != nil {
		t.Fatal(err)
	}
	// auth0-spa-js compares these with what it asked for.
	if id.Issuer != te.base+"/" || !slices.Equal(id.Audience, []string{"web"}) || id.Claims["org_id"] != "org_north" {
		t.Errorf("ID token %+v", id)
	}
	if id.Subject != "auth0|ada" || id.Name != "Ada" || id.Email != "ada@north.example" || id.Nickname != "ada" ||
		!slices.Equal(id.AuthenticationMethodsReferences, []string{"mfa"}) {
		t.Errorf("ID token %+v", id)
	}

	c := b.mustAccess(got.AccessToken)
	now := te.clock.now()
	if c.Issuer != te.base+"/" || c.Subject != "auth0|ada" || c.AZP != "web" || c.OrgID != "org_north" ||
		!slices.Equal(c.Audience, []string{audience, te.base + "/userinfo"}) ||
		c.IssuedAt.Time().Unix() != now.Unix() || c.Expiry.Time().Unix() != now.Add(time.Hour).Unix() ||
		c.Scope != got.Scope || !slices.Equal(c.Permissions, []string{"things:read", "things:write"}) || c.MFAAt != now.Unix() {
		t.Errorf("access token %+v", c)
	}

	info := func() page {
		req, _ := http.NewRequest(http.MethodGet, te.base+"/userinfo", nil)
		req.Header.Set("Authorization", "Bearer "+got.AccessToken)
		return b.do(req)
	}
	if p := info(); p.status != http.StatusOK || !strings.Contains(p.body, `"email":"ada@north.example"`) {
		t.Errorf("userinfo %d %s", p.status, p.body)
	}
	te.clock.advance(2 * time.Hour)
	wantError(t, info(), http.StatusUnauthorized, "access_denied", "Unauthorized")
}

func TestNoAPI(t *testing.T) {
	t.Parallel()
	b := newTenant(t).browser(t)
	got := tokens(t, b.exchange(b.code(b.choose(b.authorize("audience", "", "scope", "openid"), "auth0|solo", false))))
	c := b.mustAccess(got.AccessToken)
	if !slices.Equal(c.Audience, []string{b.base + "/userinfo"}) || c.Permissions != nil || c.OrgID != "" || c.MFAAt != 0 || got.RefreshToken != "" {
		t.Errorf("tokens %+v, access token %+v", got, c)
	}
}

func TestAuthorizeRefuses(t *testing.T) {
	t.Parallel()
	b := newTenant(t).browser(t)
	for name, tc := range map[string]struct {
		params      []string
		kind        string
		description string
	}{
		"no challenge":         {[]string{"code_challenge", ""}, "invalid_request", "code_challenge"},
		"plain challenge":      {[]string{"code_challenge_method", "plain"}, "invalid_request", "S256"},
		"no method":            {[]string{"code_challenge_method", ""}, "invalid_request", "S256"},
		"unknown audience":     {[]string{"audience", "https://else.example"}, "access_denied", "Service not found: https://else.example"},
		"neither API nor ID":   {[]string{"audience", "", "scope", "email"}, "invalid_request", "audience"},
		"unknown organization": {[]string{"organization", "org_east"}, "invalid_request", "organization"},
		"form_post":            {[]string{"response_mode", "form_post"}, "invalid_request", "response_mode"},
		"forged hint":          {[]string{"id_token_hint", "eyJhbGciOiJub25lIn0.e30."}, "invalid_request", "id_token_hint"},
		"nobody signed in":     {[]string{"prompt", "none"}, "login_required", "Login required"},
		"web_message from a client without origins": {[]string{"client_id", "other", "response_mode", "web_message"},
			"invalid_request", "web origins"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.authorize(tc.params...)
			if p.status != http.StatusFound || !strings.HasPrefix(p.to.String(), callback+"?") {
				t.Fatalf("answer %d to %v: %s", p.status, p.to, p.body)
			}
			q := p.to.Query()
			if q.Get("error") != tc.kind || !strings.Contains(q.Get("error_description"), tc.description) || q.Get("state") != "the state" {
				t.Errorf("redirect to %v, want %s %q", p.to, tc.kind, tc.description)
			}
		})
	}
}

func TestRedirectURI(t *testing.T) {
	t.Parallel()
	b := newTenant(t).browser(t)
	for uri, allowed := range map[string]bool{
		"http://127.0.0.1:8080/callback":       true,
		"http://127.0.0.1:1/callback":          true,
		"http://127.0.0.1:8080":                true,
		"http://127.0.0.1:8080/":               true,
		"https://app.example/cb?x=1":           true,
		"https://app.example/cb":               false,
		"https://app.example/cb?x=1#f":         false,
		"https://app.example:444/cb?x=1":       false,
		"https://127.0.0.1:8080/callback":      false,
		"http://127.0.0.1:8080/callback/more":  false,
		"http://127.0.0.1:8080/callback?a=b":   false,
		"http://127.0.0.1:x@evil.example/":     false,
		"http://evil.example:8080/callback":    false,
		"http://127.0.0.1.evil.example:8/":     false,
		"javascript:alert(1)":                  false,
		"http://localhost:8080/callback":       false,
		"//127.0.0.1:8080/callback":            false,
		"http://127.0.0.1:8080\\@evil.example": false,
	} {
		p := b.authorize("redirect_uri", uri)
		if allowed && (p.status != http.StatusFound || p.to.Path != "/u/login") {
			t.Errorf("%s: answer %d to %v: %s", uri, p.status, p.to, p.body)
		}
		if !allowed {
			wantError(t, p, http.StatusBadRequest, "invalid_request", "Callback URL mismatch")
		}
	}
	wantError(t, b.authorize("client_id", "nobody"), http.StatusBadRequest, "invalid_request", "Unknown client")
}

func TestLoginPage(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	login := b.authorize("login_hint", "alan@south.example")
	p := b.get(login.to.String())
	csp := p.header.Get("Content-Security-Policy")
	if p.status != http.StatusOK || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") ||
		!strings.Contains(csp, "form-action 'self' http://127.0.0.1:8080") || strings.Contains(p.body, "<script") {
		t.Errorf("login page %d, policy %q", p.status, csp)
	}
	if first, second := strings.Index(p.body, "auth0|alan"), strings.Index(p.body, "auth0|ada"); first < 0 || second < first {
		t.Error("the hinted user is not the first")
	}
	if strings.Contains(p.body, "Alan <b>") || !strings.Contains(p.body, "Alan &lt;b&gt;") {
		t.Error("names are not escaped")
	}
	if css := b.get("/u/login.css"); css.status != http.StatusOK || !strings.HasPrefix(css.header.Get("Content-Type"), "text/css") {
		t.Errorf("style sheet %d %s", css.status, css.header.Get("Content-Type"))
	}

	state := login.to.Query().Get("state")
	if p := b.form("/u/login", "state", state, "user", "auth0|nobody"); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "Choose one") {
		t.Errorf("unknown user: %d", p.status)
	}
	req, _ := http.NewRequest(http.MethodPost, te.base+"/u/login", strings.NewReader("state="+state+"&user=auth0|ada"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if p := b.do(req); p.status != http.StatusForbidden {
		t.Errorf("post from another site: %d", p.status)
	}
	b.code(b.choose(login, "auth0|ada", true)) // the mistakes above cost nothing
	if p := b.form("/u/login", "state", state, "user", "auth0|ada"); p.status != http.StatusBadRequest || !strings.Contains(p.body, "sign in again") {
		t.Errorf("second use of the form: %d %s", p.status, p.body)
	}

	login = te.browser(t).authorize()
	te.clock.advance(pendingLife)
	if p := b.get(login.to.String()); p.status != http.StatusBadRequest || !strings.Contains(p.body, "expired") {
		t.Errorf("expired sign-in: %d", p.status)
	}
}

func TestOrganization(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	login := b.authorize("organization", "org_south")
	p := b.get(login.to.String())
	if strings.Contains(p.body, "auth0|ada") || !strings.Contains(p.body, "auth0|alan") || !strings.Contains(p.body, "Sign in to South School") {
		t.Errorf("login page of org_south: %s", p.body)
	}
	if p := b.form("/u/login", "state", login.to.Query().Get("state"), "user", "auth0|ada"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("somebody of another organization: %d", p.status)
	}
	b.code(b.choose(login, "auth0|alan", true))

	// The session serves its own organization and asks again for another.
	b.code(b.authorize("organization", "org_south"))
	if p := b.authorize("organization", "org_north"); p.to.Path != "/u/login" {
		t.Errorf("session of org_south was good for org_north: %v", p.to)
	}
	if q := b.authorize("organization", "org_north", "prompt", "none").to.Query(); q.Get("error") != "login_required" {
		t.Errorf("session of org_south, silently for org_north: %v", q)
	}
	// Without the parameter the user's own one is in the tokens.
	got := tokens(t, b.exchange(b.code(b.authorize())))
	if c := b.mustAccess(got.AccessToken); c.OrgID != "org_south" {
		t.Errorf("org_id %q", c.OrgID)
	}
}

func TestSilentSignIn(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	silent := func(nameValues ...string) (page, string) {
		p := b.authorize(append([]string{"prompt", "none", "response_mode", "web_message", "redirect_uri", "http://127.0.0.1:8080"}, nameValues...)...)
		if p.to == nil || p.to.Path != "/authorize/resume" {
			t.Fatalf("answer %d to %v", p.status, p.to)
		}
		return b.get(p.to.String()), p.to.String()
	}
	p, _ := silent()
	if !strings.Contains(p.body, "login_required") || !strings.Contains(p.body, "the state") {
		t.Errorf("nobody signed in: %s", p.body)
	}
	b.code(b.choose(b.authorize(), "auth0|ada", true))
	p, again := silent()
	csp := p.header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "frame-ancestors http://127.0.0.1:8080") || !strings.Contains(p.body, `data-origin="http://127.0.0.1:8080"`) {
		t.Errorf("policy %q, page %s", csp, p.body)
	}
	_, rest, _ := strings.Cut(p.body, "code&#34;:&#34;")
	code, _, found := strings.Cut(rest, "&#34;")
	if !found {
		t.Fatalf("no code in %s", p.body)
	}
	tokens(t, b.exchange(code, "redirect_uri", "http://127.0.0.1:8080"))
	if p := b.get(again); p.status != http.StatusBadRequest {
		t.Errorf("the answer was given twice: %d", p.status)
	}
	if js := b.get("/u/web_message.js"); js.status != http.StatusOK || !strings.HasPrefix(js.header.Get("Content-Type"), "text/javascript") {
		t.Errorf("script %d %s", js.status, js.header.Get("Content-Type"))
	}
}

func TestStepUp(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		withMFA bool // at the first sign-in
		after   time.Duration
		params  []string
		asks    bool
		silent  string // error_description with prompt=none; empty: succeeds
	}{
		"nothing asked for":         {false, time.Hour, nil, false, ""},
		"acr, had none":             {false, 0, []string{"acr_values", acrSecondFactor}, true, "Multifactor authentication required"},
		"acr, had one":              {true, time.Minute, []string{"acr_values", acrSecondFactor}, true, ""},
		"acr, one young enough":     {true, time.Minute, []string{"acr_values", acrSecondFactor, "max_age", "900"}, false, ""},
		"acr, one too old":          {true, time.Hour, []string{"acr_values", acrSecondFactor, "max_age", "900"}, true, "Multifactor authentication required"},
		"max_age, young enough":     {false, time.Minute, []string{"max_age", "900"}, false, ""},
		"max_age, too old":          {true, time.Hour, []string{"max_age", "900"}, true, "Login required"},
		"max_age 0":                 {true, 0, []string{"max_age", "0"}, true, "Login required"},
		"another acr":               {true, time.Hour, []string{"acr_values", "urn:else"}, false, ""},
		"session over":              {true, sessionLife, nil, true, "Login required"},
		"max_age beyond any number": {true, time.Hour, []string{"max_age", "9999999999999"}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			te := newTenant(t)
			b := te.browser(t)
			b.code(b.choose(b.authorize(), "auth0|ada", tc.withMFA))
			te.clock.advance(tc.after)

			q := b.authorize(append(tc.params, "prompt", "none")...).to.Query()
			if q.Get("error_description") != tc.silent || (q.Get("error") == "login_required") != (tc.silent != "") {
				t.Errorf("silently: %v, want %q", q, tc.silent)
			}
			p := b.authorize(tc.params...)
			if asks := p.to.Path == "/u/login"; asks != tc.asks {
				t.Fatalf("redirect to %v, want to be asked: %v", p.to, tc.asks)
			}
			want := te.clock.now()
			if tc.asks {
				p = b.choose(p, "auth0|ada", true)
			} else {
				want = want.Add(-tc.after)
			}
			c := b.mustAccess(tokens(t, b.exchange(b.code(p))).AccessToken)
			if !tc.asks && !tc.withMFA {
				want = time.Unix(0, 0)
			}
			if c.MFAAt != want.Unix() {
				t.Errorf("second factor at %d, want %d", c.MFAAt, want.Unix())
			}
		})
	}
}

func TestStepUpDemands(t *testing.T) {
	t.Parallel()
	b := newTenant(t).browser(t)
	b.code(b.choose(b.authorize(), "auth0|ada", true))
	login := b.authorize("acr_values", acrSecondFactor)
	p := b.get(login.to.String())
	if !strings.Contains(p.body, "auth0|ada") || strings.Contains(p.body, "auth0|grace") || strings.Contains(p.body, "checkbox") {
		t.Errorf("step-up page: %s", p.body)
	}
	state := login.to.Query().Get("state")
	if p := b.form("/u/login", "state", state, "user", "auth0|ada"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("without the second factor: %d", p.status)
	}
	if p := b.form("/u/login", "state", state, "user", "auth0|grace", "mfa", "done"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("as somebody else: %d", p.status)
	}
	b.code(b.choose(login, "auth0|ada", true))

	for _, prompt := range []string{"login", "select_account"} {
		if p := b.authorize("prompt", prompt); p.to.Path != "/u/login" {
			t.Errorf("prompt=%s: %v", prompt, p.to)
		}
	}
}

func TestIDTokenHint(t *testing.T) {
	t.Parallel()
	b := newTenant(t).browser(t)
	ada := tokens(t, b.exchange(b.code(b.choose(b.authorize(), "auth0|ada", true))))
	b.code(b.authorize("id_token_hint", ada.IDToken, "prompt", "none"))
	b.code(b.choose(b.authorize("prompt", "login"), "auth0|alan", true))
	if q := b.authorize("id_token_hint", ada.IDToken, "prompt", "none").to.Query(); q.Get("error") != "login_required" {
		t.Errorf("hint of another user than the session's: %v", q)
	}
}

func TestCodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	b.code(b.choose(b.authorize(), "auth0|ada", true))
	code := func() string { return b.code(b.authorize()) }

	c := code()
	got := tokens(t, b.exchange(c))
	wantError(t, b.exchange(c), http.StatusForbidden, "invalid_grant", "Invalid authorization code")
	wantError(t, b.refresh(got.RefreshToken), http.StatusForbidden, "invalid_grant", "invalid refresh token")

	wantError(t, b.exchange(code(), "code_verifier", verifier+"x"), http.StatusForbidden, "invalid_grant", "code verifier")
	wantError(t, b.exchange(code(), "code_verifier", ""), http.StatusForbidden, "invalid_grant", "code verifier")
	wantError(t, b.exchange(code(), "redirect_uri", "http://127.0.0.1:8080/"), http.StatusForbidden, "invalid_grant", "redirect URI")
	wantError(t, b.exchange(code(), "client_id", "other"), http.StatusForbidden, "invalid_grant", "Invalid authorization code")
	wantError(t, b.exchange("guess"), http.StatusForbidden, "invalid_grant", "Invalid authorization code")
	wantError(t, b.exchange(code(), "client_id", "nobody"), http.StatusUnauthorized, "invalid_client", "Unknown client")

	c = code()
	te.clock.advance(codeLife)
	wantError(t, b.exchange(c), http.StatusForbidden, "invalid_grant", "Invalid authorization code")
}

func TestRefreshTokens(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	signIn := func() tokenResponse {
		return tokens(t, b.exchange(b.code(b.choose(b.authorize("prompt", "login"), "auth0|ada", true))))
	}
	unknown := func(p page) {
		t.Helper()
		wantError(t, p, http.StatusForbidden, "invalid_grant", "Unknown or invalid refresh token.")
	}

	first := signIn()
	mfaAt := te.clock.now()
	te.clock.advance(29 * 24 * time.Hour)
	second := tokens(t, b.refresh(first.RefreshToken))
	c := b.mustAccess(second.AccessToken)
	if second.RefreshToken == first.RefreshToken || second.IDToken == "" || c.MFAAt != mfaAt.Unix() || c.OrgID != "org_north" ||
		c.IssuedAt.Time().Unix() != te.clock.now().Unix() {
		t.Errorf("tokens %+v, access token %+v", second, c)
	}
	third := tokens(t, b.refresh(second.RefreshToken, "scope", "openid"))
	if third.Scope != "openid" {
		t.Errorf("scope %q", third.Scope)
	}
	wantError(t, b.refresh(third.RefreshToken, "scope", "things:write"), http.StatusBadRequest, "invalid_scope", "things:write")
	unknown(b.refresh(third.RefreshToken, "client_id", "other"))
	fourth := tokens(t, b.refresh(third.RefreshToken)) // no mistake above cost the token

	unknown(b.refresh(first.RefreshToken)) // reuse
	unknown(b.refresh(fourth.RefreshToken))

	old := signIn()
	te.clock.advance(refreshLife)
	unknown(b.refresh(old.RefreshToken))

	revoked := signIn()
	if p := b.form("/oauth/revoke", "client_id", "other", "token", revoked.RefreshToken); p.status != http.StatusOK {
		t.Errorf("revocation by another client: %d", p.status)
	}
	revoked = tokens(t, b.refresh(revoked.RefreshToken))
	p := b.post("/oauth/revoke", "application/json", `{"client_id":"web","token_type_hint":"refresh_token","token":"`+revoked.RefreshToken+`"}`)
	if p.status != http.StatusOK {
		t.Errorf("revocation: %d %s", p.status, p.body)
	}
	unknown(b.refresh(revoked.RefreshToken))
	unknown(b.refresh("guess"))
}

func TestPasswordGrant(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	grant := func(nameValues ...string) page {
		t.Helper()
		return b.form("/oauth/token", append([]string{"grant_type", "password", "client_id", "web", "audience", audience,
			"username", "ada@north.example", "password", "demo"}, nameValues...)...)
	}
	got := tokens(t, grant())
	c := b.mustAccess(got.AccessToken)
	if c.Subject != "auth0|ada" || c.OrgID != "org_north" || c.MFAAt != te.clock.now().Unix() ||
		!slices.Equal(c.Audience, []string{audience}) || c.Scope != "things:read things:write" || got.RefreshToken != "" || got.IDToken != "" {
		t.Errorf("tokens %+v, access token %+v", got, c)
	}
	if c := b.mustAccess(tokens(t, grant("mfa", "none")).AccessToken); c.MFAAt != 0 {
		t.Errorf("second factor at %d although there was none", c.MFAAt)
	}
	got = tokens(t, grant("username", "ADA@north.example", "scope", "openid offline_access things:read"))
	if got.IDToken == "" || got.Scope != "openid offline_access things:read" {
		t.Errorf("tokens %+v", got)
	}
	tokens(t, b.refresh(got.RefreshToken))
	tokens(t, b.post("/oauth/token", "application/json; charset=utf-8",
		`{"grant_type":"password","client_id":"web","audience":"`+audience+`","username":"grace@north.example","password":"demo"}`))

	wantError(t, grant("password", "wrong"), http.StatusForbidden, "invalid_grant", "Wrong email or password.")
	wantError(t, grant("username", "nobody@example"), http.StatusForbidden, "invalid_grant", "Wrong email or password.")
	wantError(t, grant("username", "solo@example", "password", ""), http.StatusForbidden, "invalid_grant", "Wrong email or password.")
	wantError(t, grant("client_id", "nobody"), http.StatusUnauthorized, "invalid_client", "Unknown client")
	wantError(t, grant("audience", "https://else.example"), http.StatusForbidden, "access_denied", "Service not found: https://else.example")
	wantError(t, grant("audience", ""), http.StatusForbidden, "invalid_request", "audience is required")
	wantError(t, grant("mfa", "sms"), http.StatusBadRequest, "invalid_request", "mfa must be")
	wantError(t, grant("grant_type", "client_credentials"), http.StatusBadRequest, "unauthorized_client", "not allowed")
	wantError(t, grant("grant_type", ""), http.StatusBadRequest, "invalid_request", "grant_type missing")
	wantError(t, grant("scope", strings.Repeat("x", maxRequest)), http.StatusRequestEntityTooLarge, "invalid_request", "too large")
	wantError(t, b.post("/oauth/token", "application/json", `[]`), http.StatusBadRequest, "invalid_request", "JSON object")
	wantError(t, b.post("/oauth/token?grant_type=password&client_id=web&username=ada@north.example&password=demo", "text/plain", ""),
		http.StatusBadRequest, "invalid_request", "grant_type missing")
	if p := b.get("/oauth/token"); p.status != http.StatusMethodNotAllowed || p.header.Get("Allow") != "POST" {
		t.Errorf("GET: %d", p.status)
	}
	if p := b.get("/authorize?state=" + strings.Repeat("x", maxRequest)); p.status != http.StatusRequestURITooLong {
		t.Errorf("long query: %d", p.status)
	}
}

// A browser's clock is not moved: ID tokens keep the real time.
func TestClock(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	te.clock.advance(6 * 30 * 24 * time.Hour)
	got := tokens(t, b.exchange(b.code(b.choose(b.authorize(), "auth0|ada", true))))
	access, id := b.mustAccess(got.AccessToken), b.mustAccess(got.IDToken)
	if now := te.clock.now(); access.IssuedAt.Time().Unix() != now.Unix() || access.MFAAt != now.Unix() {
		t.Errorf("access token of %v, want %v", access.IssuedAt.Time(), now)
	}
	if age := time.Since(id.IssuedAt.Time()); age < 0 || age > time.Minute || time.Until(id.Expiry.Time()) < time.Hour {
		t.Errorf("ID token of %v until %v, want the real time", id.IssuedAt.Time(), id.Expiry.Time())
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	now := te.clock.now()
	mint := func(o TokenOptions) accessClaims {
		t.Helper()
		token, err := te.Token("ada@north.example", o)
		if err != nil {
			t.Fatal(err)
		}
		return b.mustAccess(token)
	}
	if c := mint(TokenOptions{}); c.AZP != "web" || !slices.Equal(c.Audience, []string{audience}) || c.MFAAt != now.Unix() ||
		c.Expiry.Time().Unix() != now.Add(time.Hour).Unix() || c.Scope != "things:read things:write" {
		t.Errorf("default %+v", c)
	}
	c := mint(TokenOptions{Client: "other", Audience: "https://wrong.example", Scopes: []string{"things:read"},
		Expiry: now.Add(-time.Hour), MFAAt: now.Add(-20 * time.Minute)})
	if c.AZP != "other" || !slices.Equal(c.Audience, []string{"https://wrong.example"}) || c.Scope != "things:read" ||
		c.Expiry.Time().Unix() != now.Add(-time.Hour).Unix() || c.MFAAt != now.Add(-20*time.Minute).Unix() {
		t.Errorf("with everything %+v", c)
	}
	if c := mint(TokenOptions{NoMFA: true}); c.MFAAt != 0 {
		t.Errorf("NoMFA: second factor at %d", c.MFAAt)
	}
	if _, err := te.Token("nobody@example", TokenOptions{}); err == nil {
		t.Error("token for nobody")
	}
	if _, err := te.Token("ada@north.example", TokenOptions{Client: "nobody"}); err == nil {
		t.Error("token for an unknown client")
	}
}

func TestKeyRotation(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	mint := func() string {
		token, err := te.Token("ada@north.example", TokenOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	before := mint()
	if err := te.RotateKeys(); err != nil {
		t.Fatal(err)
	}
	after := mint()
	b.mustAccess(before)
	b.mustAccess(after)
	te.DropOldKeys()
	b.mustAccess(after)
	if _, err := b.access(before); err == nil {
		t.Error("the dropped key still verifies")
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	var idToken string
	signIn := func() {
		t.Helper()
		idToken = tokens(t, b.exchange(b.code(b.choose(b.authorize("prompt", "login"), "auth0|ada", true)))).IDToken
	}
	signedIn := func(want bool) {
		t.Helper()
		q := b.authorize("prompt", "none").to.Query()
		if got := q.Get("code") != ""; got != want {
			t.Errorf("signed in %v, want %v: %v", got, want, q)
		}
	}
	escape := url.QueryEscape

	signIn()
	for _, bad := range []string{
		"/v2/logout?client_id=web&returnTo=" + escape("https://evil.example/"),
		"/v2/logout?returnTo=" + escape("https://evil.example/"),
		"/v2/logout?client_id=other&returnTo=" + escape("http://127.0.0.1:8080/"),
		"/v2/logout?client_id=nobody",
		"/oidc/logout?client_id=web&post_logout_redirect_uri=" + escape("https://evil.example/"),
		"/oidc/logout?client_id=other&id_token_hint=" + idToken,
		"/oidc/logout?id_token_hint=forged",
	} {
		if p := b.get(bad); p.status != http.StatusBadRequest {
			t.Errorf("%s: %d to %v", bad, p.status, p.to)
		}
	}
	signedIn(true)

	for path, to := range map[string]string{
		"/v2/logout?client_id=web&returnTo=" + escape("http://127.0.0.1:8080"): "http://127.0.0.1:8080",
		"/v2/logout?returnTo=" + escape("http://127.0.0.1:8080/"):              "http://127.0.0.1:8080/",
		"/v2/logout": te.base + signedOut,
		"/oidc/logout?state=s&id_token_hint=ID&post_logout_redirect_uri=" + escape("http://127.0.0.1:1/"): "http://127.0.0.1:1/?state=s",
		"/oidc/logout": te.base + signedOut,
	} {
		signIn()
		if p := b.get(strings.Replace(path, "=ID", "="+idToken, 1)); p.status != http.StatusFound || p.to.String() != to {
			t.Errorf("%s: %d to %v: %s", path, p.status, p.to, p.body)
		}
		signedIn(false)
	}
	if p := b.get(signedOut); p.status != http.StatusOK || !strings.Contains(p.body, "Signed out") {
		t.Errorf("page after logout: %d", p.status)
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	b := te.browser(t)
	for origin, allowed := range map[string]bool{
		"http://127.0.0.1:8080":  true,
		"http://127.0.0.1:5173":  true,
		"https://127.0.0.1:8080": false,
		"http://evil.example":    false,
		"null":                   false,
	} {
		req, _ := http.NewRequest(http.MethodOptions, te.base+"/oauth/token", nil)
		req.Header.Set("Origin", origin)
		req.Header.Set("Access-Control-Request-Method", "POST")
		req.Header.Set("Access-Control-Request-Headers", "auth0-client")
		p := b.do(req)
		if got := p.header.Get("Access-Control-Allow-Origin") == origin &&
			strings.EqualFold(p.header.Get("Access-Control-Allow-Headers"), "auth0-client"); got != allowed {
			t.Errorf("%s: allowed %v, want %v: %v", origin, got, allowed, p.header)
		}
	}
}

func TestTTLMap(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	s := newTTLMap[int](3, time.Minute)
	for i, id := range []string{"a", "b", "c", "d"} {
		s.put(id, i, now)
	}
	if _, ok := s.get("a", now); ok {
		t.Error("the oldest did not make room")
	}
	if v, ok := s.take("b", now); !ok || v != 1 {
		t.Errorf("take: %v %v", v, ok)
	}
	if _, ok := s.get("b", now); ok {
		t.Error("taken and still there")
	}
	s.put("c", 7, now.Add(time.Second)) // renewed: now the youngest
	s.put("e", 4, now.Add(time.Minute))
	if _, ok := s.get("c", now.Add(time.Minute)); !ok {
		t.Error("the renewed one is gone")
	}
	if s.order.Len() != 2 || len(s.byID) != 2 {
		t.Errorf("%d and %d kept, want c and e", s.order.Len(), len(s.byID))
	}
	if _, ok := s.get("e", now.Add(2*time.Minute)); ok {
		t.Error("expired and still there")
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := func() Options {
		return Options{Users: []User{{Sub: "s", Email: "e@x"}}, Clients: []Client{{ID: "c"}}, Audiences: []string{"a"}}
	}
	const issuer = "http://127.0.0.1:9000"
	if _, err := New(issuer, good()); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		issuer string
		change func(*Options)
		want   string
	}{
		"http elsewhere":    {"http://auth.example", nil, "https"},
		"path":              {issuer + "/x", nil, "nothing else"},
		"no host":           {"https://", nil, "nothing else"},
		"no users":          {issuer, func(o *Options) { o.Users = nil }, "at least one"},
		"no audience":       {issuer, func(o *Options) { o.Audiences = nil }, "at least one"},
		"user without sub":  {issuer, func(o *Options) { o.Users[0].Sub = "" }, "needs a Sub"},
		"same e-mail":       {issuer, func(o *Options) { o.Users = append(o.Users, User{Sub: "t", Email: "E@x"}) }, "duplicate"},
		"same client":       {issuer, func(o *Options) { o.Clients = append(o.Clients, o.Clients[0]) }, "duplicate"},
		"any port anywhere": {issuer, func(o *Options) { o.Clients[0].RedirectURIs = []string{"https://app.example:*/"} }, "loopback"},
		"no URL":            {issuer, func(o *Options) { o.Clients[0].Origins = []string{"ftp://files.example"} }, "want an http"},
		"negative life":     {issuer, func(o *Options) { o.TokenLifetime = -1 }, "negative"},
		"random runs out":   {issuer, func(o *Options) { o.Rand = strings.NewReader("") }, "random"},
	} {
		o := good()
		if tc.change != nil {
			tc.change(&o)
		}
		if _, err := New(tc.issuer, o); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want %q", name, err, tc.want)
		}
	}
}

// Everything that is shared is used at once, for the race detector.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	te := newTenant(t)
	for range 4 {
		t.Run("sign in", func(t *testing.T) {
			t.Parallel()
			b := te.browser(t)
			for range 5 {
				got := tokens(t, b.exchange(b.code(b.choose(b.authorize("prompt", "login"), "auth0|ada", true))))
				tokens(t, b.refresh(got.RefreshToken))
				te.clock.advance(time.Second)
			}
		})
	}
	t.Run("rotate", func(t *testing.T) {
		t.Parallel()
		if err := te.RotateKeys(); err != nil {
			t.Error(err)
		}
	})
}
