package auth0

import (
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	_ "embed"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const (
	// acrSecondFactor is the acr_values that ask Auth0 for a second factor.
	acrSecondFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

	// responseModeWebMessage posts the response to the opener or parent window
	// (draft-sakimura-oauth-wmrm); auth0-spa-js uses it for silent sign-in.
	responseModeWebMessage = "web_message"
)

// signIn is a valid authorization request.
type signIn struct {
	client      *Client
	redirectURI string
	webMessage  bool
	state       string
	nonce       string
	challenge   string // PKCE, S256
	audience    string
	scopes      []string
	org         string // only its members may sign in
	sub         string // only this user may
	hint        string // e-mail address of the user to be offered first
	invitation  string // ticket of one that signing in accepts
	none        bool   // no interaction allowed
	step        bool   // a second factor is required
	maxAge      *uint  // seconds since the user last signed in
}

// session is a browser's session, which its cookie names.
type session struct {
	user *User
	at   time.Time // of signing in, by the injected clock
	real time.Time // of signing in, by the real clock
	mfa  bool      // with a second factor

	closed bool // one was asked for, and may not be set up
}

// answer is what the client gets in the end: a code or an error.
type answer struct {
	Code             string `json:"code,omitempty"`
	Error            string `json:"error,omitempty"`
	ErrorDescription string `json:"error_description,omitempty"`
	State            string `json:"state,omitempty"`
}

type webMessage struct {
	origin string
	answer answer
}

// VerifyAuthRequest checks the client and the redirect URI. These errors are
// shown, never redirected: there is no safe place to send them.
func (s *server) VerifyAuthRequest(_ context.Context, r *op.Request[oidc.AuthRequest]) (*op.ClientRequest[oidc.AuthRequest], error) {
	if r.Data.RequestParam != "" {
		return nil, oidc.ErrRequestNotSupported()
	}
	c := s.p.client(r.Data.ClientID)
	if c == nil {
		return nil, oidc.ErrInvalidRequest().WithDescription("Unknown client: %s", r.Data.ClientID)
	}
	if !matches(c.RedirectURIs, r.Data.RedirectURI) {
		return nil, oidc.ErrInvalidRequest().WithDescription(
			"Callback URL mismatch. %s is not in the list of allowed callback URLs of client %s", r.Data.RedirectURI, c.ID)
	}
	return &op.ClientRequest[oidc.AuthRequest]{
		Request: r,
		Client:  opClient{Client: c, redirectURI: r.Data.RedirectURI},
	}, nil
}

// Authorize responds at once if the session suffices or no interaction is
// allowed, and shows the login page otherwise.
func (s *server) Authorize(_ context.Context, r *op.ClientRequest[oidc.AuthRequest]) (*op.Redirect, error) {
	p := s.p
	now := p.now()
	req, refused := p.newSignIn(r)

	p.mu.Lock()
	defer p.mu.Unlock()
	current, _ := p.session(r.Header, now)
	if refused == nil {
		refused = p.checkInvitation(req, now)
	}
	if refused == nil {
		refused = req.wants(current, now)
		if refused != nil && !req.none {
			if req.step && current != nil {
				req.sub = current.user.Sub // a step up, not a change of user
			}
			id, err := p.randomID(24)
			if err != nil {
				return nil, err
			}
			p.pending.put(id, req, now)
			return op.NewRedirect(loginURL(id)), nil
		}
	}
	var location string
	var err error
	if refused != nil {
		location, err = p.answer(req, answer{Error: string(refused.ErrorType), ErrorDescription: refused.Description})
	} else {
		location, err = p.answerCode(req, current)
	}
	if err != nil {
		return nil, err
	}
	return op.NewRedirect(location), nil
}

// newSignIn parses a request. Its result can carry an answer even if the
// request is refused.
func (p *Provider) newSignIn(r *op.ClientRequest[oidc.AuthRequest]) (*signIn, *oidc.Error) {
	req := &signIn{
		client:      r.Client.(opClient).Client,
		redirectURI: r.Data.RedirectURI,
		webMessage:  r.Data.ResponseMode == responseModeWebMessage,
		state:       r.Data.State,
		nonce:       r.Data.Nonce,
		challenge:   r.Data.CodeChallenge,
		audience:    r.Form.Get("audience"),
		scopes:      r.Data.Scopes,
		org:         r.Form.Get("organization"),
		hint:        r.Data.LoginHint,
		invitation:  r.Form.Get("invitation"),
		none:        slices.Contains(r.Data.Prompt, oidc.PromptNone),
		step:        slices.Contains(r.Data.ACRValues, acrSecondFactor),
		maxAge:      r.Data.MaxAge,
	}
	if slices.Contains(r.Data.Prompt, oidc.PromptSelectAccount) {
		req.maxAge = new(uint)
	}
	if req.webMessage && !matches(req.client.Origins, origin(req.redirectURI)) {
		req.webMessage = false
		return req, oidc.ErrInvalidRequest().WithDescription(
			"The origin of redirect_uri is not in the list of allowed web origins of client %s", req.client.ID)
	}
	switch r.Data.ResponseMode {
	case "", oidc.ResponseModeQuery, responseModeWebMessage:
	default:
		return req, oidc.ErrInvalidRequest().WithDescription("response_mode must be query or web_message")
	}
	if len(r.Data.CodeChallenge) != pkceLength || r.Data.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return req, oidc.ErrInvalidRequest().WithDescription("A code_challenge with code_challenge_method S256 is required")
	}
	if err := p.checkAudience(req.audience, req.scopes); err != nil {
		return req, err
	}
	if req.org != "" && p.organizationName(req.org) == "" {
		return req, oidc.ErrInvalidRequest().WithDescription("parameter organization is invalid")
	}
	if r.Data.IDTokenHint != "" {
		claims, err := p.verify(r.Data.IDTokenHint, &struct{}{})
		if err != nil {
			return req, oidc.ErrInvalidRequest().WithDescription("id_token_hint is invalid")
		}
		req.sub = claims.Subject
	}
	return req, nil
}

// checkInvitation finds out whom a request's invitation is for. One without an
// organization is overlooked. The caller holds p.mu.
func (p *Provider) checkInvitation(req *signIn, now time.Time) *oidc.Error {
	if req.org == "" {
		req.invitation = ""
	}
	if req.invitation == "" {
		return nil
	}
	i, ok := p.invitations.get(req.invitation, now)
	if !ok || i.org != req.org {
		return oidc.ErrInvalidRequest().WithDescription("invitation not found or already used")
	}
	req.sub = i.user.Sub
	return nil
}

// wants returns what s lacks for the request, nil if s suffices.
func (req *signIn) wants(s *session, now time.Time) *oidc.Error {
	if s == nil || !req.admits(s.user) || req.invitation != "" {
		return oidc.ErrLoginRequired().WithDescription("Login required")
	}
	tooOld := req.maxAge != nil &&
		(*req.maxAge == 0 || now.Sub(s.at).Seconds() > float64(*req.maxAge))
	// A user who can be prompted is prompted for a second factor each time,
	// unless max_age says how old one may be (RFC 9470 section 4).
	if req.step && (!s.mfa || tooOld || req.maxAge == nil && !req.none) {
		// auth0-spa-js knows this text.
		return oidc.ErrLoginRequired().WithDescription("Multifactor authentication required")
	}
	if tooOld {
		return oidc.ErrLoginRequired().WithDescription("Login required")
	}
	return nil
}

// admits reports whether u may sign in for the request.
func (req *signIn) admits(u *User) bool {
	return (req.org == "" || req.org == u.Org) && (req.sub == "" || req.sub == u.Sub)
}

// answerCode returns where to send the browser with a new code. The caller
// holds p.mu.
func (p *Provider) answerCode(req *signIn, s *session) (string, error) {
	id, err := p.randomID(32)
	if err != nil {
		return "", err
	}
	g := grant{
		user: s.user, client: req.client, audience: req.audience,
		scopes: s.user.grants(req.scopes, req.audience), nonce: req.nonce, at: s.real,
		closed: req.step && s.closed,
	}
	if s.mfa {
		g.mfaAt = s.at
	}
	p.codes.put(id, &code{grant: g, redirectURI: req.redirectURI, challenge: req.challenge}, p.now())
	return p.answer(req, answer{Code: id})
}

// answer returns where to send the browser. The caller holds p.mu.
func (p *Provider) answer(req *signIn, a answer) (string, error) {
	a.State = req.state
	if req.webMessage {
		id, err := p.randomID(24)
		if err != nil {
			return "", err
		}
		p.answers.put(id, webMessage{origin(req.redirectURI), a}, p.now())
		return "/authorize/resume?state=" + id, nil
	}
	u, err := url.Parse(req.redirectURI)
	if err != nil {
		return "", err
	}
	q := u.Query()
	for name, value := range map[string]string{
		"code": a.Code, "state": a.State, "error": a.Error, "error_description": a.ErrorDescription,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

//go:embed web_message.html
var webMessageHTML string

var webMessagePage = template.Must(template.New("web_message").Parse(webMessageHTML))

// resume delivers an answer by web_message.
func (p *Provider) resume(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	m, ok := p.answers.take(r.FormValue("state"), p.now())
	p.mu.Unlock()
	if !ok {
		showError(w, expired)
		return
	}
	data, err := json.Marshal(m.answer)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	setPolicy(w, "script-src 'self'; frame-ancestors "+m.origin)
	writePage(w, http.StatusOK, webMessagePage, map[string]string{"Answer": string(data), "Origin": m.origin})
}
