package auth0

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// Manager is an application that calls the Management API with a secret.
type Manager struct {
	ID, Secret string
	Scopes     []string // "read:users"
}

const grantTypeClientCredentials oidc.GrantType = "client_credentials"

func (p *Provider) managementAudience() string { return p.base + "/api/v2/" }

// clientCredentials is the grant of that name (RFC 6749 section 4.4).
func (p *Provider) clientCredentials(form url.Values) (*tokenResponse, error) {
	if p.client(form.Get("client_id")) != nil {
		return nil, oidc.ErrUnauthorizedClient().WithDescription("Grant type 'client_credentials' not allowed for the client.")
	}
	i := slices.IndexFunc(p.opts.Managers, func(m Manager) bool { return m.ID == form.Get("client_id") })
	if i < 0 || subtle.ConstantTimeCompare([]byte(form.Get("client_secret")), []byte(p.opts.Managers[i].Secret)) == 0 {
		return nil, op.NewStatusError(oidc.ErrAccessDenied().WithDescription("Unauthorized"), http.StatusUnauthorized)
	}
	if form.Get("audience") != p.managementAudience() {
		return nil, forbidden(oidc.ErrAccessDenied(), "Client has not been granted access to: %s", form.Get("audience"))
	}
	m, now := p.opts.Managers[i], p.now()
	scope := strings.Join(m.Scopes, " ")
	p.mu.Lock()
	defer p.mu.Unlock()
	token, err := p.sign(map[string]any{
		"iss": p.issuer(), "sub": m.ID + "@clients", "aud": p.managementAudience(), "azp": m.ID, "gty": string(grantTypeClientCredentials),
		"iat": now.Unix(), "exp": now.Add(24 * time.Hour).Unix(), "scope": scope,
	})
	if err != nil {
		return nil, err
	}
	return &tokenResponse{AccessToken: token, Scope: scope, ExpiresIn: int(24 * time.Hour / time.Second), TokenType: oidc.BearerToken}, nil
}

// manage adds the routes of the Management API that are implemented, each with
// the scopes that Auth0 asks for.
func (p *Provider) manage(mux *http.ServeMux) {
	for route, h := range map[string]struct {
		scope string
		serve func(http.ResponseWriter, *http.Request)
	}{
		"GET /api/v2/users-by-email":                    {"read:users", p.usersByEmail},
		"GET /api/v2/users/{id}/organizations":          {"read:organizations", p.ofUser(p.organizationsOf)},
		"GET /api/v2/users/{id}/authentication-methods": {"read:authentication_methods", p.ofUser(p.methods)},
		"DELETE /api/v2/users/{id}/authentication-methods": {"delete:authentication_methods", p.ofUser(func(w http.ResponseWriter, _ *http.Request, u *User) {
			p.accounts[u.Sub].factor = false
			w.WriteHeader(http.StatusNoContent)
		})},
		"PATCH /api/v2/users/{id}":                                   {"update:users", p.ofUser(p.updateUser)},
		"DELETE /api/v2/users/{id}":                                  {"delete:users", p.ofUser(p.deleteUser)},
		"POST /api/v2/organizations":                                 {"create:organizations", p.createOrganization},
		"GET /api/v2/organizations/{by}/{name}":                      {"read:organizations", p.organizationByName},
		"GET /api/v2/organizations/{id}/members":                     {"read:organization_members", p.ofOrganization(p.members)},
		"DELETE /api/v2/organizations/{id}/members":                  {"delete:organization_members", p.ofOrganization(p.removeMembers)},
		"GET /api/v2/organizations/{id}/members/{user}/roles":        {"read:organization_member_roles", p.ofMember(p.memberRoles)},
		"POST /api/v2/organizations/{id}/members/{user}/roles":       {"create:organization_member_roles", p.ofMember(p.changeRoles(true))},
		"DELETE /api/v2/organizations/{id}/members/{user}/roles":     {"delete:organization_member_roles", p.ofMember(p.changeRoles(false))},
		"POST /api/v2/organizations/{id}/invitations":                {"create:organization_invitations", p.ofOrganization(p.invite)},
		"GET /api/v2/organizations/{id}/invitations":                 {"read:organization_invitations", p.ofOrganization(p.listInvitations)},
		"DELETE /api/v2/organizations/{id}/invitations/{invitation}": {"delete:organization_invitations", p.ofOrganization(p.deleteInvitation)},
	} {
		mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
			if status, message := p.mayManage(r, h.scope); status != http.StatusOK {
				writeManagementError(w, status, message)
				return
			}
			h.serve(w, r)
		})
	}
}

func (p *Provider) mayManage(r *http.Request, scope string) (int, string) {
	var private struct {
		Scope string `json:"scope"`
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	claims, err := p.verify(token, &private)
	if err != nil || claims.ValidateWithLeeway(jwt.Expected{Time: p.now(), AnyAudience: jwt.Audience{p.managementAudience()}}, time.Minute) != nil {
		return http.StatusUnauthorized, "Invalid token"
	}
	if !slices.Contains(strings.Fields(private.Scope), scope) {
		return http.StatusForbidden, "Insufficient scope, expected any of: " + scope
	}
	return http.StatusOK, ""
}

// ofUser calls h with the user of the path while p.mu is held.
func (p *Provider) ofUser(h func(http.ResponseWriter, *http.Request, *User)) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		u := p.userBySub(r.PathValue("id"))
		if u == nil {
			writeManagementError(w, http.StatusNotFound, "The user does not exist.")
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		h(w, r, u)
	}
}

func (p *Provider) usersByEmail(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []any{}
	if u := p.userByEmail(r.URL.Query().Get("email")); u != nil {
		list = append(list, p.profile(u))
	}
	writeManagement(w, http.StatusOK, list)
}

func (p *Provider) profile(u *User) map[string]any {
	return map[string]any{"user_id": u.Sub, "email": u.Email, "name": u.Name, "app_metadata": p.accounts[u.Sub].metadata}
}

func (p *Provider) organizationsOf(w http.ResponseWriter, _ *http.Request, u *User) {
	list := []any{}
	if u.Org != "" {
		list = append(list, map[string]any{"id": u.Org, "display_name": u.OrgName})
	}
	writeManagement(w, http.StatusOK, list)
}

// methods lists how a user can authenticate.
func (p *Provider) methods(w http.ResponseWriter, _ *http.Request, u *User) {
	list := []any{map[string]any{"id": "password|dev_1", "type": "password"}}
	if p.accounts[u.Sub].factor {
		list = append(list, map[string]any{"id": "totp|dev_1", "type": "totp", "confirmed": true})
	}
	writeManagement(w, http.StatusOK, list)
}

// updateUser merges app_metadata, whose other properties stay; null removes one.
func (p *Provider) updateUser(w http.ResponseWriter, r *http.Request, u *User) {
	var in struct {
		AppMetadata map[string]any `json:"app_metadata"`
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		writeManagementError(w, http.StatusBadRequest, "Payload validation error: app_metadata is all that can be changed here")
		return
	}
	for name, value := range in.AppMetadata {
		if value == nil {
			delete(p.accounts[u.Sub].metadata, name)
		} else {
			p.accounts[u.Sub].metadata[name] = value
		}
	}
	writeManagement(w, http.StatusOK, p.profile(u))
}

func writeManagement(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func writeManagementError(w http.ResponseWriter, status int, message string) {
	writeManagement(w, status, map[string]any{"statusCode": status, "error": http.StatusText(status), "message": message})
}
