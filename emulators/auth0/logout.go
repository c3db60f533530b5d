package auth0

import (
	"context"
	"net/http"
	"net/url"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const signedOut = "/u/signed_out.html"

// logout is Auth0's own: /v2/logout?client_id=…&returnTo=…
func (p *Provider) logout(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	to, problem := p.endSession(r.Header, q.Get("client_id"), q.Get("returnTo"))
	if problem != "" {
		showError(w, problem)
		return
	}
	http.SetCookie(w, p.expiredCookie())
	http.Redirect(w, r, to, http.StatusFound)
}

// EndSession is OpenID Connect RP-Initiated Logout 1.0, without confirmation.
func (s *server) EndSession(_ context.Context, r *op.Request[oidc.EndSessionRequest]) (*op.Redirect, error) {
	clientID := r.Data.ClientID
	if r.Data.IdTokenHint != "" {
		claims, err := s.p.verify(r.Data.IdTokenHint, &struct{}{}) // even an expired one is a hint
		if err != nil || len(claims.Audience) != 1 || clientID != "" && claims.Audience[0] != clientID {
			return nil, oidc.ErrInvalidRequest().WithDescription("id_token_hint is invalid")
		}
		clientID = claims.Audience[0]
	}
	to, problem := s.p.endSession(r.Header, clientID, r.Data.PostLogoutRedirectURI)
	if problem != "" {
		return nil, oidc.ErrInvalidRequest().WithDescription("%s", problem)
	}
	if r.Data.State != "" && to != signedOut {
		u, err := url.Parse(to)
		if err != nil {
			return nil, err
		}
		q := u.Query()
		q.Set("state", r.Data.State)
		u.RawQuery = q.Encode()
		to = u.String()
	}
	redirect := op.NewRedirect(to)
	redirect.Header.Set("Set-Cookie", s.p.expiredCookie().String())
	return redirect, nil
}

func (p *Provider) expiredCookie() *http.Cookie {
	c := p.cookie("")
	c.MaxAge = -1
	return c
}

// endSession forgets the browser's session and returns where to send it, or why
// it refused. Without a client, any client's logout URL is accepted, as with
// Auth0's tenant-wide list. Refresh tokens stay valid, as at Auth0.
func (p *Provider) endSession(h http.Header, clientID, returnTo string) (to, problem string) {
	clients := p.opts.Clients
	if clientID != "" {
		c := p.client(clientID)
		if c == nil {
			return "", "Unknown client: " + clientID
		}
		clients = []Client{*c}
	}
	if returnTo != "" {
		var allowed bool
		for _, c := range clients {
			allowed = allowed || matches(c.LogoutURIs, returnTo)
		}
		if !allowed {
			return "", returnTo + " is not in the list of allowed logout URLs. You are still signed in."
		}
	}
	p.mu.Lock()
	_, id := p.session(h, p.now())
	p.sessions.remove(id)
	p.mu.Unlock()
	if returnTo == "" {
		return signedOut, ""
	}
	return returnTo, ""
}
