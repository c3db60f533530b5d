package auth0

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// checkPattern rejects URLs that could never match or that match too much.
func checkPattern(pattern string) error {
	u, anyPort, err := parsePattern(pattern)
	switch {
	case err != nil:
		return err
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "", u.User != nil, u.Fragment != "":
		return errors.New("want an http or https URL without user and fragment")
	case anyPort && !isLoopback(u.Hostname()):
		return errors.New("only a loopback address may have any port")
	}
	return nil
}

// parsePattern parses a URL whose port may be "*", which url.Parse rejects.
func parsePattern(pattern string) (u *url.URL, anyPort bool, err error) {
	scheme, rest, _ := strings.Cut(pattern, "://")
	end := strings.IndexAny(rest+"/", "/?#")
	host, anyPort := strings.CutSuffix(rest[:end], ":*")
	u, err = url.Parse(scheme + "://" + host + rest[end:])
	return u, anyPort, err
}

// matches reports whether raw is one of the URLs. They are compared part by
// part after parsing, never as text with wildcards: a pattern such as
// "http://127.0.0.1:*/" must not let "http://127.0.0.1:x@elsewhere/" pass.
func matches(patterns []string, raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		want, anyPort, err := parsePattern(pattern)
		return err == nil && u.Scheme == want.Scheme && u.Hostname() == want.Hostname() &&
			(anyPort || u.Port() == want.Port()) &&
			rootPath(u) == rootPath(want) && u.RawQuery == want.RawQuery
	})
}

// rootPath treats "http://host" and "http://host/" as equal: auth0-spa-js sends
// its page's origin as the redirect_uri of a silent sign-in.
func rootPath(u *url.URL) string {
	if u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// origin returns a URL's origin as browsers write it.
func origin(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func (p *Provider) allowsOrigin(origin string) bool {
	return slices.ContainsFunc(p.opts.Clients, func(c Client) bool { return matches(c.Origins, origin) })
}

// opClient presents a Client to op. It lists only the redirect URI that the
// request named and VerifyAuthRequest allowed.
type opClient struct {
	*Client
	redirectURI string
}

var _ op.Client = opClient{}

func (c opClient) GetID() string                       { return c.ID }
func (c opClient) RedirectURIs() []string              { return []string{c.redirectURI} }
func (c opClient) PostLogoutRedirectURIs() []string    { return nil }
func (c opClient) ApplicationType() op.ApplicationType { return op.ApplicationTypeUserAgent }
func (c opClient) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodNone }
func (c opClient) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c opClient) GrantTypes() []oidc.GrantType {
	return []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeRefreshToken}
}
func (c opClient) LoginURL(state string) string         { return loginURL(state) }
func (c opClient) AccessTokenType() op.AccessTokenType  { return op.AccessTokenTypeJWT }
func (c opClient) IDTokenLifetime() time.Duration       { return idTokenLife }
func (c opClient) IDTokenUserinfoClaimsAssertion() bool { return true }
func (c opClient) ClockSkew() time.Duration             { return 0 }

// DevMode allows redirects to plain http, which the client's own list has
// already limited.
func (c opClient) DevMode() bool { return true }

// IsScopeAllowed passes every scope on to the grant, which keeps those that the
// user holds as permissions.
func (c opClient) IsScopeAllowed(string) bool { return true }

func (c opClient) RestrictAdditionalIdTokenScopes() func([]string) []string {
	return func(s []string) []string { return s }
}

func (c opClient) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return func(s []string) []string { return s }
}
