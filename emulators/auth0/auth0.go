// Package auth0 is a stand-in for an Auth0 tenant: an OpenID provider with
// Auth0's paths, claims and error texts, for development and tests.
//
// The local stack and tests call it. It knows users, organizations, clients and
// audiences only from its [Options], and nothing about the product that signs
// in with it. github.com/zitadel/oidc/v3's op provides request parsing,
// validation, routing and CORS; this package has the grants, the login page and
// the tokens.
//
// It supports the authorization code flow with PKCE (S256 only, every
// client is public), silent authentication (prompt=none, response_mode
// web_message), step-up by acr_values and max_age (RFC 9470), refresh tokens
// that rotate and whose reuse revokes the family, the password grant, token
// revocation, userinfo, logout, discovery and JWKS. Invitations, the setting up
// of a second factor and the part of the Management API that governs both work
// as with the product's tenant: a password alone sets nothing up.
//
// Limitations: signing in is choosing a name from a list, a second factor is a
// checkbox, and the password grant takes one "mfa" field that Auth0 does not
// have. A user has one organization at most. There is no consent, and no sign-up but
// by invitation.
// It runs no Actions: what they decide about second factors is written in Go
// (enroll.go). Clients are public, but for those of the Management API. State is
// in memory and bounded; the oldest entries go first.
//
// It must never face a network: it lets anyone be anyone.
package auth0

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/cors"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// Limits on what is kept: how many, and for how long by the injected clock. The
// lifetimes are Auth0's defaults.
const (
	maxPending = 1_000  // sign-ins in progress
	maxKept    = 10_000 // codes, sessions, refresh tokens: each

	inviteLife  = 7 * 24 * time.Hour
	pendingLife = 30 * time.Minute
	codeLife    = 10 * time.Minute // RFC 6749 section 4.1.2
	sessionLife = 3 * 24 * time.Hour
	refreshLife = 30 * 24 * time.Hour

	defaultTokenLife = time.Hour
	idTokenLife      = 10 * time.Hour

	maxRequest = 16 << 10 // bytes of a query, and of a body
)

// User is someone who can sign in.
type User struct {
	Sub         string // "auth0|ada"
	Email       string // unique, compared without regard to case
	Name        string
	Password    string   // for the password grant; empty refuses it
	Locale      string   // "en"
	Org         string   // organization id, "org_north"; empty for none
	OrgName     string   // shown on the login page
	Permissions []string // RBAC permissions, for every audience, beside those of the roles
	Roles       []string // ids of roles
	NoFactor    bool     // has not set up a second factor; the others have
	Unverified  bool     // nobody has verified that the address is theirs
}

// Client is a public application (a single-page app, a script). In each URL the
// port may be "*" where the host is a loopback address or localhost.
type Client struct {
	ID           string
	RedirectURIs []string // Auth0's Allowed Callback URLs
	LogoutURIs   []string // Allowed Logout URLs
	Origins      []string // Allowed Web Origins: CORS and web_message

	InitiateLoginURI string // where invitations lead; empty: there are none
}

// Options configure a Provider. Clients, Audiences, and users or organizations are required.
type Options struct {
	Users     []User
	Clients   []Client
	Audiences []string // identifiers of the APIs that tokens can be asked for
	Managers  []Manager

	Roles         []Role
	Organizations []Organization // that may have no member yet; those of users are known, and more can be created

	// Invited sends an invitation: to whom, in whose name, and its link. One that it
	// returns an error for isn't made. It must not call the provider. Nil: no mail.
	Invited func(to User, from, link string) error

	// MFAClaim names the access token's claim that holds the time of the last
	// second factor, in Unix seconds. Empty: no such claim.
	MFAClaim string

	// AddressClaim names the access token's claim that holds the SHA-256 of a verified e-mail
	// address in lowercase letters, in unpadded base64url. Empty: no such claim.
	AddressClaim string

	// ClosedClaim names the ID token's claim that says true if a second factor
	// was asked for and the user neither has one nor may set one up. Empty: no
	// such claim.
	ClosedClaim string

	// Enrolled tells a user that a second factor was set up for them. A factor
	// for which it returns an error doesn't count. It must not call the provider.
	Enrolled func(User) error

	// TokenLifetime is the lifetime of access tokens; an hour if zero.
	TokenLifetime time.Duration

	// Now is the clock of access tokens and of everything that is kept;
	// time.Now if nil. ID tokens always use the real time, since a browser
	// checks them against its own clock, which can't be moved.
	Now func() time.Time

	// Rand makes ids, codes and refresh tokens; crypto/rand if nil. Keys always
	// come from crypto/rand.
	Rand io.Reader
}

// Organization is one whose name the login page shows.
type Organization struct {
	ID, Name string
	slug     string // Auth0's name: unique, for URLs; empty where nobody gave one
}

// Provider is an http.Handler that serves one tenant at one issuer.
type Provider struct {
	base string // without trailing slash
	opts Options
	now  func() time.Time

	handler http.Handler

	mu       sync.Mutex
	keys     []key // the last one signs
	pending  *ttlMap[*signIn]
	answers  *ttlMap[webMessage]
	codes    *ttlMap[*code]
	sessions *ttlMap[*session]
	families *ttlMap[*family]

	people      *people
	accounts    map[string]*account // by Sub
	invitations *ttlMap[invitation]

	organizations []Organization
}

// New returns a provider whose public base URL is issuer, such as
// "http://127.0.0.1:9000". Plain HTTP is accepted on loopback only. As with
// Auth0, the tokens' issuer is that URL with a slash at the end.
func New(issuer string, o Options) (*Provider, error) {
	base := strings.TrimSuffix(issuer, "/")
	if err := checkIssuer(base); err != nil {
		return nil, fmt.Errorf("auth0: issuer %q: %w", issuer, err)
	}
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("auth0: %w", err)
	}
	if o.TokenLifetime == 0 {
		o.TokenLifetime = defaultTokenLife
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	p := &Provider{
		base:     base,
		opts:     o,
		now:      o.Now,
		pending:  newTTLMap[*signIn](maxPending, pendingLife),
		answers:  newTTLMap[webMessage](maxPending, pendingLife),
		codes:    newTTLMap[*code](maxKept, codeLife),
		sessions: newTTLMap[*session](maxKept, sessionLife),
		families: newTTLMap[*family](maxKept, refreshLife),

		people:      newPeople(o.Users, o.Roles),
		accounts:    make(map[string]*account),
		invitations: newTTLMap[invitation](maxKept, inviteLife),

		organizations: slices.Clone(o.Organizations),
	}
	for _, u := range o.Users {
		p.accounts[u.Sub] = newAccount(u)
	}
	if err := p.RotateKeys(); err != nil {
		return nil, err
	}

	endpoints := op.Endpoints{
		Authorization: op.NewEndpoint("/authorize"),
		Token:         op.NewEndpoint("/oauth/token"),
		Userinfo:      op.NewEndpoint("/userinfo"),
		Revocation:    op.NewEndpoint("/oauth/revoke"),
		EndSession:    op.NewEndpoint("/oidc/logout"),
		JwksURI:       op.NewEndpoint("/.well-known/jwks.json"),
	}
	quiet := slog.New(slog.DiscardHandler) // op's log lines hold e-mail addresses and URLs
	oidc := op.RegisterServer(&server{p: p}, endpoints,
		op.WithFallbackLogger(quiet),
		op.WithServerCORSOptions(&cors.Options{
			AllowOriginFunc: p.allowsOrigin,
			AllowedMethods:  []string{http.MethodGet, http.MethodPost},
			AllowedHeaders:  []string{"Authorization", "Auth0-Client", "Content-Type"},
			MaxAge:          600,
		}),
		op.WithHTTPMiddleware(p.tokenRequest),
	)
	mux := http.NewServeMux()
	mux.Handle("/", oidc)
	mux.HandleFunc("GET /authorize/resume", p.resume)
	mux.HandleFunc("GET /u/login", p.showLogin)
	mux.Handle("POST /u/login", http.NewCrossOriginProtection().Handler(http.HandlerFunc(p.login)))
	mux.HandleFunc("GET /u/{file}", showAsset)
	mux.HandleFunc("GET /v2/logout", p.logout)
	p.manage(mux)
	p.handler = mux
	return p, nil
}

// ServeHTTP serves all of Auth0's paths that the package implements. Timeouts
// are those of the caller's http.Server.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if len(r.URL.RawQuery) > maxRequest {
		http.Error(w, "the query is too long", http.StatusRequestURITooLong)
		return
	}
	if r.Body != nil {
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	p.handler.ServeHTTP(w, r)
}

// issuer returns the iss claim.
func (p *Provider) issuer() string { return p.base + "/" }

// randomID returns n random bytes as URL-safe text. The caller holds p.mu,
// since an injected source need not be safe for concurrent use.
func (p *Provider) randomID(n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(p.opts.Rand, b); err != nil {
		return "", fmt.Errorf("auth0: reading random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

func (p *Provider) userByEmail(email string) *User {
	return p.user(func(u User) bool { return strings.EqualFold(u.Email, email) })
}

func (p *Provider) userBySub(sub string) *User {
	return p.user(func(u User) bool { return u.Sub == sub })
}

func (p *Provider) user(match func(User) bool) *User { return p.people.find(match) }

func (p *Provider) client(id string) *Client {
	i := slices.IndexFunc(p.opts.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &p.opts.Clients[i]
}

func checkIssuer(base string) error {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return err
	case u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return errors.New("want a scheme and a host and nothing else")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("want https, or http on a loopback address")
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

func (o *Options) check() error {
	if len(o.Users)+len(o.Organizations) == 0 || len(o.Clients) == 0 || len(o.Audiences) == 0 {
		return errors.New("Options must have at least one client, one audience, and a user or an organization whom people can be invited into")
	}
	if o.TokenLifetime < 0 {
		return fmt.Errorf("TokenLifetime %v is negative", o.TokenLifetime)
	}
	seen := make(map[string]bool)
	for _, u := range o.Users {
		if u.Sub == "" || u.Email == "" {
			return fmt.Errorf("user %q needs a Sub and an Email", u.Sub)
		}
		for _, id := range []string{u.Sub, strings.ToLower(u.Email)} {
			if seen[id] {
				return fmt.Errorf("user %q: duplicate Sub or Email", u.Sub)
			}
			seen[id] = true
		}
	}
	clear(seen)
	for _, c := range o.Clients {
		if c.ID == "" || seen[c.ID] {
			return fmt.Errorf("client %q: empty or duplicate ID", c.ID)
		}
		seen[c.ID] = true
		for _, pattern := range slices.Concat(c.RedirectURIs, c.LogoutURIs, c.Origins) {
			if err := checkPattern(pattern); err != nil {
				return fmt.Errorf("client %q: URL %q: %w", c.ID, pattern, err)
			}
		}
	}
	return nil
}
