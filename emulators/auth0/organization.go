package auth0

import (
	"encoding/base32"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ofOrganization calls h with an organization that somebody belongs to while p.mu is held.
func (p *Provider) ofOrganization(h func(w http.ResponseWriter, r *http.Request, org string)) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		org := r.PathValue("id")
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.organizationName(org) == "" {
			writeManagementError(w, http.StatusNotFound, "No organization found by that id or name")
			return
		}
		h(w, r, org)
	}
}

// organizationName returns how the login page calls an organization; empty if there is none.
func (p *Provider) organizationName(org string) string {
	if u := p.user(func(u User) bool { return org != "" && u.Org == org }); u != nil {
		return orElse(u.OrgName, org)
	}
	for _, o := range p.organizations {
		if o.ID == org {
			return orElse(o.Name, org)
		}
	}
	return ""
}

// Auth0's rules for the name of an organization, which nobody is shown.
var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,49}$`)

const maxOrganizations = 1_000

// createOrganization adds an organization, whose id is the provider's. Of how people sign in to it the stand-in knows
// nothing: everybody does as everywhere.
func (p *Provider) createOrganization(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name        string `json:"name"`
		DisplayName string `json:"display_name"`
		Connections []struct {
			ID     string `json:"connection_id"`
			Assign bool   `json:"assign_membership_on_login"`
		} `json:"enabled_connections"`
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if d.Decode(&in) != nil || !slug.MatchString(in.Name) || len(in.DisplayName) > 255 {
		writeManagementError(w, http.StatusBadRequest, "Payload validation error")
		return
	}
	if len(in.Connections) > 0 {
		if status, message := p.mayManage(r, "create:organization_connections"); status != http.StatusOK {
			writeManagementError(w, status, message)
			return
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if slices.ContainsFunc(p.organizations, func(o Organization) bool { return o.slug == in.Name }) {
		writeManagementError(w, http.StatusConflict, "An organization with this name already exists.")
		return
	}
	b := make([]byte, 10)
	if _, err := io.ReadFull(p.opts.Rand, b); err != nil || len(p.organizations) == maxOrganizations {
		writeManagementError(w, http.StatusInternalServerError, "Internal error")
		return
	}
	o := Organization{ID: "org_" + base32.StdEncoding.EncodeToString(b), Name: orElse(in.DisplayName, in.Name), slug: in.Name}
	p.organizations = append(p.organizations, o)
	writeManagement(w, http.StatusCreated, map[string]any{"id": o.ID, "name": o.slug, "display_name": o.Name})
}

// organizationByName returns one that was created, by its name: its path is organizations/name/{name}, which http.ServeMux
// can't tell from those of an organization's things.
func (p *Provider) organizationByName(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range p.organizations {
		if r.PathValue("by") == "name" && o.slug == r.PathValue("name") {
			writeManagement(w, http.StatusOK, map[string]any{"id": o.ID, "name": o.slug, "display_name": o.Name})
			return
		}
	}
	writeManagementError(w, http.StatusNotFound, "No organization found by that id or name")
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// members lists an organization's, by checkpoint: take and from.
func (p *Provider) members(w http.ResponseWriter, r *http.Request, org string) {
	take, err := strconv.Atoi(r.URL.Query().Get("take"))
	if err != nil || take < 1 || take > 100 {
		writeManagementError(w, http.StatusBadRequest, "Query validation error: 'take' must be 1 to 100")
		return
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	list, next := []any{}, ""
	n := 0
	for _, u := range p.people.all() {
		if u.Org != org {
			continue
		}
		if n++; n <= from {
			continue
		}
		if len(list) == take {
			next = strconv.Itoa(from + take)
			break
		}
		list = append(list, map[string]any{"user_id": u.Sub})
	}
	out := map[string]any{"members": list}
	if next != "" {
		out["next"] = next
	}
	writeManagement(w, http.StatusOK, out)
}

// removeMembers takes users out of an organization.
func (p *Provider) removeMembers(w http.ResponseWriter, r *http.Request, org string) {
	var in struct{ Members []string }
	if json.NewDecoder(r.Body).Decode(&in) != nil || len(in.Members) == 0 {
		writeManagementError(w, http.StatusBadRequest, "Payload validation error")
		return
	}
	for _, sub := range in.Members {
		if u := p.userBySub(sub); u != nil && u.Org == org {
			out := *u
			out.Org, out.OrgName, out.Roles, out.Permissions = "", "", nil, p.people.ownOf(sub)
			p.people.remove(sub)
			p.people.add(out)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// ofMember calls h with a member of an organization while p.mu is held.
func (p *Provider) ofMember(h func(http.ResponseWriter, *http.Request, *User)) func(http.ResponseWriter, *http.Request) {
	return p.ofOrganization(func(w http.ResponseWriter, r *http.Request, org string) {
		u := p.userBySub(r.PathValue("user"))
		if u == nil || u.Org != org {
			writeManagementError(w, http.StatusNotFound, "The user is not a member of the organization.")
			return
		}
		h(w, r, u)
	})
}

func (p *Provider) memberRoles(w http.ResponseWriter, _ *http.Request, u *User) {
	list := []any{}
	for _, id := range u.Roles {
		if r := p.people.role(id); r != nil {
			list = append(list, map[string]any{"id": r.ID, "name": r.Name})
		}
	}
	writeManagement(w, http.StatusOK, list)
}

// changeRoles adds roles to a member, or takes them.
func (p *Provider) changeRoles(add bool) func(http.ResponseWriter, *http.Request, *User) {
	return func(w http.ResponseWriter, r *http.Request, u *User) {
		var in struct{ Roles []string }
		if json.NewDecoder(r.Body).Decode(&in) != nil || len(in.Roles) == 0 {
			writeManagementError(w, http.StatusBadRequest, "Payload validation error")
			return
		}
		roles := slices.DeleteFunc(slices.Clone(u.Roles), func(id string) bool { return slices.Contains(in.Roles, id) })
		for _, id := range in.Roles {
			if p.people.role(id) == nil {
				writeManagementError(w, http.StatusBadRequest, "One or more of the specified roles do not exist: "+id)
				return
			}
			if add {
				roles = append(roles, id)
			}
		}
		p.people.setRoles(u.Sub, roles)
		w.WriteHeader(http.StatusNoContent)
	}
}

// deleteUser deletes an account. Sessions and refresh tokens end with it.
func (p *Provider) deleteUser(w http.ResponseWriter, _ *http.Request, u *User) {
	p.people.remove(u.Sub)
	delete(p.accounts, u.Sub)
	w.WriteHeader(http.StatusNoContent)
}

// invite makes an invitation, has it sent unless the request says no, and returns it.
// Whoever has no account gets one by accepting it.
func (p *Provider) invite(w http.ResponseWriter, r *http.Request, org string) {
	var in struct {
		Inviter  struct{ Name string }  `json:"inviter"`
		Invitee  struct{ Email string } `json:"invitee"`
		ClientID string                 `json:"client_id"`
		Roles    []string               `json:"roles"`
		Life     int                    `json:"ttl_sec"`
		Send     *bool                  `json:"send_invitation_email"`
		Metadata map[string]any         `json:"app_metadata"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Inviter.Name == "" || !strings.Contains(in.Invitee.Email, "@") ||
		in.Life < 0 || time.Duration(in.Life)*time.Second > 30*24*time.Hour ||
		slices.ContainsFunc(in.Roles, func(id string) bool { return p.people.role(id) == nil }) {
		writeManagementError(w, http.StatusBadRequest, "Payload validation error")
		return
	}
	user, client, name := p.userByEmail(in.Invitee.Email), p.client(in.ClientID), p.organizationName(org)
	switch {
	case user != nil && user.Org != "" && user.Org != org:
		writeManagementError(w, http.StatusBadRequest, "the user belongs to another organization: here one is all that a user has")
		return
	case client == nil || client.InitiateLoginURI == "":
		writeManagementError(w, http.StatusBadRequest, "A default login route is required to generate the invitation url.")
		return
	}
	id, err := p.randomID(12)
	if err != nil {
		writeManagementError(w, http.StatusInternalServerError, "Internal error")
		return
	}
	ticket, err := p.randomID(24)
	if err != nil {
		writeManagementError(w, http.StatusInternalServerError, "Internal error")
		return
	}
	made := invitation{id: "uinv_" + id, org: org, email: in.Invitee.Email, roles: in.Roles, made: p.now(), ticket: ticket, metadata: in.Metadata}
	if user == nil {
		user = &User{Sub: "auth0|" + id, Email: in.Invitee.Email, Name: in.Invitee.Email, Locale: "en", NoFactor: true}
	}
	invited := *user
	invited.Org, invited.OrgName = org, name
	made.user = &invited
	q := url.Values{"invitation": {ticket}, "organization": {org}, "organization_name": {name}}
	link := client.InitiateLoginURI + "?" + q.Encode()
	if (in.Send == nil || *in.Send) && p.opts.Invited != nil {
		if err := p.opts.Invited(invited, in.Inviter.Name, link); err != nil {
			writeManagementError(w, http.StatusInternalServerError, "the mail could not be sent")
			return
		}
	}
	p.invitations.put(ticket, made, p.now())
	writeManagement(w, http.StatusCreated, made.describe(link))
}

func (i invitation) describe(link string) map[string]any {
	metadata := i.metadata
	if metadata == nil {
		metadata = map[string]any{}
	}
	return map[string]any{
		"app_metadata": metadata, "id": i.id, "organization_id": i.org, "invitee": map[string]string{"email": i.email}, "roles": append([]string{}, i.roles...),
		"created_at": i.made.UTC().Format(time.RFC3339Nano), "ticket_id": i.ticket, "invitation_url": link,
	}
}

// listInvitations lists those that can be accepted, the latest first.
func (p *Provider) listInvitations(w http.ResponseWriter, r *http.Request, org string) {
	q := r.URL.Query()
	page, _ := strconv.Atoi(q.Get("page"))
	size, err := strconv.Atoi(q.Get("per_page"))
	if err != nil || size < 1 || size > 100 || page < 0 {
		writeManagementError(w, http.StatusBadRequest, "Query validation error: 'per_page' must be 1 to 100")
		return
	}
	var all []invitation
	for _, i := range p.invitations.all(p.now()) {
		if i.org == org {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b invitation) int { return b.made.Compare(a.made) })
	list := []any{}
	for i := page * size; i < min(len(all), (page+1)*size); i++ {
		list = append(list, all[i].describe(""))
	}
	writeManagement(w, http.StatusOK, list)
}

func (p *Provider) deleteInvitation(w http.ResponseWriter, r *http.Request, org string) {
	for _, i := range p.invitations.all(p.now()) {
		if i.org == org && i.id == r.PathValue("invitation") {
			p.invitations.remove(i.ticket)
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	writeManagementError(w, http.StatusNotFound, "The invitation does not exist.")
}

// accept makes a member of whoever signs in by an invitation. The caller holds p.mu.
func (p *Provider) accept(i invitation) *User {
	u := *i.user
	if there := p.userBySub(u.Sub); there != nil {
		u = *there
		u.Org, u.OrgName = i.org, p.organizationName(i.org)
		u.Permissions = p.people.ownOf(u.Sub)
		p.people.remove(u.Sub)
	} else {
		p.accounts[u.Sub] = newAccount(u)
	}
	maps.Copy(p.accounts[u.Sub].metadata, i.metadata)
	for _, role := range i.roles {
		if !slices.Contains(u.Roles, role) {
			u.Roles = append(slices.Clone(u.Roles), role)
		}
	}
	p.people.add(u)
	return p.userBySub(u.Sub)
}
