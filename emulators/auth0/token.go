package auth0

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const (
	grantTypePassword oidc.GrantType = "password"

	pkceLength = 43 // characters of an S256 challenge, RFC 7636 section 4.2
)

// oidcScopes are those that have a meaning without an API.
var oidcScopes = []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail, oidc.ScopeOfflineAccess}

// grant is what a user allowed a client by signing in.
type grant struct {
	user     *User
	client   *Client
	audience string // of an API; empty for userinfo alone
	scopes   []string
	nonce    string
	at       time.Time // of signing in, real time
	mfaAt    time.Time // of the second factor by the injected clock; zero if none
	closed   bool      // one was asked for, and may not be set up
}

// code is an authorization code. A used one is kept to detect its reuse.
type code struct {
	grant
	redirectURI string
	challenge   string
	used        bool
	family      string // of refresh tokens that came from it
}

// family is a line of refresh tokens of which only the latest is valid. Tokens
// are "FAMILY.SECRET", so that an old one names what it revokes.
type family struct {
	grant
	secret string
}

type tokenResponse struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	Scope        string `json:"scope"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	TokenType    string `json:"token_type"`
}

// forbidden returns an error with the status that Auth0 uses where RFC 6749
// says 400.
func forbidden(err *oidc.Error, description string, args ...any) error {
	return op.NewStatusError(err.WithDescription(description, args...), http.StatusForbidden)
}

func errUnknownClient() error {
	return op.NewStatusError(oidc.ErrInvalidClient().WithDescription("Unknown client"), http.StatusUnauthorized)
}

func errRefreshToken() error {
	return forbidden(oidc.ErrInvalidGrant(), "Unknown or invalid refresh token.") // auth0-spa-js knows this text
}

// checkAudience rejects unregistered APIs, in Auth0's words.
func (p *Provider) checkAudience(audience string, scopes []string) *oidc.Error {
	switch {
	case audience == "" && !slices.Contains(scopes, oidc.ScopeOpenID):
		return oidc.ErrInvalidRequest().WithDescription("audience is required without the openid scope")
	case audience != "" && !slices.Contains(p.opts.Audiences, audience):
		return oidc.ErrAccessDenied().WithDescription("Service not found: %s", audience)
	}
	return nil
}

// grants returns those of the requested scopes that u can grant for an API.
func (u *User) grants(wanted []string, audience string) []string {
	var scopes []string
	for _, s := range wanted {
		if slices.Contains(oidcScopes, s) || audience != "" && slices.Contains(u.Permissions, s) {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

// describe adds the claims of the profile and email scopes.
func (u *User) describe(claims map[string]any, scopes []string) {
	if slices.Contains(scopes, oidc.ScopeProfile) {
		claims["name"] = u.Name
		claims["nickname"], _, _ = strings.Cut(u.Email, "@")
		if u.Locale != "" {
			claims["locale"] = u.Locale
		}
	}
	if slices.Contains(scopes, oidc.ScopeEmail) {
		claims["email"] = u.Email
		claims["email_verified"] = !u.Unverified
	}
	if u.Org != "" {
		claims["org_id"] = u.Org
	}
}

// CodeExchange redeems a code once. A second attempt, whoever makes it, revokes
// what the first one got (RFC 6749 section 4.1.2).
func (s *server) CodeExchange(_ context.Context, r *op.ClientRequest[oidc.AccessTokenRequest]) (*op.Response, error) {
	p := s.p
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	c, ok := p.codes.get(r.Data.Code, now)
	if !ok || c.client.ID != r.Client.GetID() {
		return nil, forbidden(oidc.ErrInvalidGrant(), "Invalid authorization code")
	}
	if c.used {
		p.families.remove(c.family)
		return nil, forbidden(oidc.ErrInvalidGrant(), "Invalid authorization code")
	}
	c.used = true
	if r.Data.RedirectURI != c.redirectURI {
		return nil, forbidden(oidc.ErrInvalidGrant(), "The redirect URI is wrong. You sent %s, and we expected %s",
			r.Data.RedirectURI, c.redirectURI)
	}
	challenge := &oidc.CodeChallenge{Challenge: c.challenge, Method: oidc.CodeChallengeMethodS256}
	if !oidc.VerifyCodeChallenge(challenge, r.Data.CodeVerifier) {
		return nil, forbidden(oidc.ErrInvalidGrant(), "Failed to verify code verifier")
	}
	resp, err := p.issueFirst(c.grant, now)
	if err != nil {
		return nil, err
	}
	c.family, _, _ = strings.Cut(resp.RefreshToken, ".")
	return op.NewResponse(resp), nil
}

// RefreshToken exchanges the latest token of a family for its successor. Any
// other token of the family means that one was stolen: the whole family is
// revoked (RFC 9700 section 4.14.2). Organization and second factor stay those
// of the login.
func (s *server) RefreshToken(_ context.Context, r *op.ClientRequest[oidc.RefreshTokenRequest]) (*op.Response, error) {
	p := s.p
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	id, secret, _ := strings.Cut(r.Data.RefreshToken, ".")
	f, ok := p.families.get(id, now)
	if !ok || f.client.ID != r.Client.GetID() {
		return nil, errRefreshToken()
	}
	if secret != f.secret {
		p.families.remove(id)
		return nil, errRefreshToken()
	}
	g := f.grant
	if g.user = p.userBySub(g.user.Sub); g.user == nil { // the account is gone
		p.families.remove(id)
		return nil, errRefreshToken()
	}
	g.nonce = "" // OpenID Connect Core section 12.2
	g.closed = false
	if len(r.Data.Scopes) > 0 {
		for _, scope := range r.Data.Scopes {
			if !slices.Contains(g.scopes, scope) {
				return nil, oidc.ErrInvalidScope().WithDescription("scope %s was not granted", scope)
			}
		}
		g.scopes = r.Data.Scopes
	}
	resp, err := p.issue(g, now)
	if err != nil {
		return nil, err
	}
	next, err := p.randomID(32)
	if err != nil {
		return nil, err
	}
	f.secret = next
	resp.RefreshToken = id + "." + next
	return op.NewResponse(resp), nil
}

// Revocation revokes a refresh token's family. Access tokens can't be revoked;
// like unknown tokens, they are not an error (RFC 7009 section 2.2).
func (s *server) Revocation(_ context.Context, r *op.ClientRequest[oidc.RevocationRequest]) (*op.Response, error) {
	p := s.p
	p.mu.Lock()
	defer p.mu.Unlock()
	id, _, _ := strings.Cut(r.Data.Token, ".")
	if f, ok := p.families.get(id, p.now()); ok && f.client.ID == r.Client.GetID() {
		p.families.remove(id)
	}
	return op.NewResponse(nil), nil
}

// tokenRequest sees requests to the token and revocation endpoints before op
// does. It takes parameters from the body alone (RFC 6749 section 2.3.1), as a
// form or, like Auth0, as JSON; and it serves the grants that op doesn't
// implement.
func (p *Provider) tokenRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/oauth/token" && r.URL.Path != "/oauth/revoke" {
			next.ServeHTTP(w, r)
			return
		}
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "use POST", http.StatusMethodNotAllowed)
			return
		}
		if err := parseBody(r); err != nil {
			writeError(w, r, err)
			return
		}
		var resp *tokenResponse
		var err error
		switch r.Form.Get("grant_type") {
		case string(grantTypePassword):
			resp, err = p.password(r.Form)
		case string(grantTypeClientCredentials):
			resp, err = p.clientCredentials(r.Form)
		default:
			next.ServeHTTP(w, r)
			return
		}
		if err != nil {
			writeError(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(resp)
	})
}

func writeError(w http.ResponseWriter, r *http.Request, err error) {
	op.WriteError(w, r, err, slog.New(slog.DiscardHandler))
}

func parseBody(r *http.Request) error {
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		var body map[string]string
		err = json.NewDecoder(r.Body).Decode(&body)
		r.PostForm = make(url.Values)
		for name, value := range body {
			r.PostForm.Set(name, value)
		}
	} else {
		err = r.ParseForm()
	}
	r.Form = r.PostForm
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return op.NewStatusError(oidc.ErrInvalidRequest().WithDescription("The body is too large"), http.StatusRequestEntityTooLarge)
	} else if err != nil {
		return oidc.ErrInvalidRequest().WithDescription("The body is neither a form nor a JSON object of strings")
	}
	return nil
}

// password is the resource owner password credentials grant. Without scopes it
// grants everything that the user may do, as Auth0 does.
func (p *Provider) password(form url.Values) (*tokenResponse, error) {
	c := p.client(form.Get("client_id"))
	if c == nil {
		return nil, errUnknownClient()
	}
	user := p.userByEmail(form.Get("username"))
	if user == nil || user.Password == "" || user.Password != form.Get("password") {
		return nil, forbidden(oidc.ErrInvalidGrant(), "Wrong email or password.")
	}
	scopes := strings.Fields(form.Get("scope"))
	if len(scopes) == 0 {
		scopes = user.Permissions
	}
	if err := p.checkAudience(form.Get("audience"), scopes); err != nil {
		return nil, op.NewStatusError(err, http.StatusForbidden)
	}
	now := p.now()
	g := grant{
		user: user, client: c, audience: form.Get("audience"),
		scopes: user.grants(scopes, form.Get("audience")), at: time.Now(),
	}
	if mfa := form.Get("mfa"); mfa != "" && mfa != "none" {
		return nil, oidc.ErrInvalidRequest().WithDescription(`mfa must be "none" or absent`)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if form.Get("mfa") == "" && p.accounts[user.Sub].factor {
		g.mfaAt = now
	}
	return p.issueFirst(g, now)
}

// TokenOptions say what Token creates. The zero value stands for what the
// password grant would issue for the first client and audience.
type TokenOptions struct {
	Client   string    // client id; the first one if empty
	Audience string    // not checked, so that a wrong one can be made; the first one if empty
	Scopes   []string  // all of the user's permissions if nil
	Expiry   time.Time // TokenLifetime from now if zero; may be in the past
	NoMFA    bool      // no second factor
	MFAAt    time.Time // when the second factor was; now if zero
	// Permissions replace the user's, as if they had been others when the token was issued.
	Permissions []string
	Unverified  bool // the user's e-mail address isn't verified
}

// Token returns an access token for the user with that e-mail address, without
// any HTTP.
func (p *Provider) Token(username string, o TokenOptions) (string, error) {
	user := p.userByEmail(username)
	if user == nil {
		return "", fmt.Errorf("auth0: creating a token: no user %q", username)
	}
	c := &p.opts.Clients[0]
	if o.Client != "" {
		if c = p.client(o.Client); c == nil {
			return "", fmt.Errorf("auth0: creating a token: no client %q", o.Client)
		}
	}
	if o.Audience == "" {
		o.Audience = p.opts.Audiences[0]
	}
	if o.Scopes == nil {
		o.Scopes = user.Permissions
	}
	now := p.now()
	if o.Expiry.IsZero() {
		o.Expiry = now.Add(p.opts.TokenLifetime)
	}
	if o.Permissions != nil {
		u := *user
		u.Permissions = o.Permissions
		user = &u
	}
	if o.Unverified {
		u := *user
		u.Unverified = true
		user = &u
	}
	g := grant{user: user, client: c, audience: o.Audience, scopes: user.grants(o.Scopes, o.Audience)}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !o.NoMFA && p.accounts[user.Sub].factor {
		g.mfaAt = now
		if !o.MFAAt.IsZero() {
			g.mfaAt = o.MFAAt
		}
	}
	return p.accessToken(g, now, o.Expiry)
}

// issueFirst issues tokens and, where offline_access was granted, starts a
// family of refresh tokens. The caller holds p.mu.
func (p *Provider) issueFirst(g grant, now time.Time) (*tokenResponse, error) {
	resp, err := p.issue(g, now)
	if err != nil || !slices.Contains(g.scopes, oidc.ScopeOfflineAccess) {
		return resp, err
	}
	id, err := p.randomID(16)
	if err != nil {
		return nil, err
	}
	secret, err := p.randomID(32)
	if err != nil {
		return nil, err
	}
	p.families.put(id, &family{g, secret}, now)
	resp.RefreshToken = id + "." + secret
	return resp, nil
}

// issue issues an access token and, with the openid scope, an ID token. The
// caller holds p.mu.
func (p *Provider) issue(g grant, now time.Time) (*tokenResponse, error) {
	access, err := p.accessToken(g, now, now.Add(p.opts.TokenLifetime))
	if err != nil {
		return nil, err
	}
	resp := &tokenResponse{
		AccessToken: access,
		Scope:       strings.Join(g.scopes, " "),
		ExpiresIn:   int(p.opts.TokenLifetime / time.Second),
		TokenType:   oidc.BearerToken,
	}
	if slices.Contains(g.scopes, oidc.ScopeOpenID) {
		resp.IDToken, err = p.idToken(g)
	}
	return resp, err
}

func (p *Provider) userinfoAudience() string { return p.issuer() + "userinfo" }

// accessToken follows the injected clock. The caller holds p.mu.
func (p *Provider) accessToken(g grant, now, expiry time.Time) (string, error) {
	audience := []string{}
	if g.audience != "" {
		audience = append(audience, g.audience)
	}
	if slices.Contains(g.scopes, oidc.ScopeOpenID) {
		audience = append(audience, p.userinfoAudience())
	}
	claims := map[string]any{
		"iss":   p.issuer(),
		"sub":   g.user.Sub,
		"aud":   audience,
		"azp":   g.client.ID,
		"iat":   now.Unix(),
		"exp":   expiry.Unix(),
		"scope": strings.Join(g.scopes, " "),
	}
	if g.user.Org != "" {
		claims["org_id"] = g.user.Org
	}
	if g.audience != "" {
		claims["permissions"] = append([]string{}, g.user.Permissions...)
	}
	if p.opts.MFAClaim != "" && !g.mfaAt.IsZero() {
		claims[p.opts.MFAClaim] = g.mfaAt.Unix()
	}
	if p.opts.AddressClaim != "" && !g.user.Unverified {
		sum := sha256.Sum256([]byte(strings.ToLower(g.user.Email)))
		claims[p.opts.AddressClaim] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return p.sign(claims)
}

// idToken uses the real time, whatever the injected clock says, as the browser
// that checks it does. The caller holds p.mu.
func (p *Provider) idToken(g grant) (string, error) {
	now := time.Now()
	claims := map[string]any{
		"iss":       p.issuer(),
		"sub":       g.user.Sub,
		"aud":       g.client.ID,
		"iat":       now.Unix(),
		"exp":       now.Add(idTokenLife).Unix(),
		"auth_time": g.at.Unix(),
	}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if p.opts.ClosedClaim != "" && g.closed {
		claims[p.opts.ClosedClaim] = true
	}
	if !g.mfaAt.IsZero() {
		claims["acr"] = acrSecondFactor
		claims["amr"] = []string{"mfa"}
	}
	g.user.describe(claims, g.scopes)
	return p.sign(claims)
}
