// Package account changes who may sign in where at the identity provider: Auth0's
// Management API, as far as identity needs it.
//
// It also creates the organizations of schools, and can change none and delete none.
//
// identity calls it, and nothing else may: it is the only program with the secret of the
// application that may do this. An error holds neither an address nor an id, nor what the
// provider says, which may repeat both: only the status. It must never read more of an
// account than its id and organizations.
package account

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Scopes lists what the application must have been granted (terraform/foundation/auth0.tf).
var Scopes = []string{
	"create:organization_invitations", "read:organization_invitations", "delete:organization_invitations",
	"read:organization_members", "delete:organization_members",
	"read:organization_member_roles", "create:organization_member_roles", "delete:organization_member_roles",
	"create:organizations", "create:organization_connections", "read:organizations", "delete:users",
}

const (
	callTime  = 20 * time.Second
	answerMax = 1 << 20 // bytes
	pageSize  = 100     // the most that Auth0 allows
	pagesMax  = 200     // of members of an organization
	slowDown  = 429     // the status of Auth0's rate limits
	invitesIn = 10      // pages of invitations: Auth0 lists a thousand
)

// ErrRefused says that the provider understood a request and didn't accept it: trying
// again changes nothing until somebody changes something there.
var ErrRefused = errors.New("the identity provider refuses")

// Config says which tenant is managed, and as what.
type Config struct {
	Issuer       string // with a slash at the end
	ClientID     string // of the application that may manage
	ClientSecret string
	App          string                 // client id of the web app, which invitations lead to
	Roles        map[domain.Role]string // the ids of roles at the provider
	Connections  []string               // the ids there of the ways to sign in, which every school has
}

// A Client manages accounts. It is safe for concurrent use.
type Client struct {
	base  string
	app   string
	roles map[domain.Role]string
	ways  []string
	http  *http.Client
	grant clientcredentials.Config

	mu    sync.Mutex
	token *oauth2.Token
}

// New returns a Client. It calls nothing yet.
func New(c Config) (*Client, error) {
	for _, r := range []domain.Role{domain.RoleTeacher, domain.RoleAdministrator, domain.RoleOperator} {
		if c.Roles[r] == "" {
			return nil, fmt.Errorf("account: the id of the role %s is missing", r)
		}
	}
	if !strings.HasPrefix(c.Issuer, "http") || !strings.HasSuffix(c.Issuer, "/") || c.ClientID == "" || c.ClientSecret == "" || c.App == "" || len(c.Connections) == 0 || slices.Contains(c.Connections, "") {
		return nil, errors.New("account: the configuration is incomplete")
	}
	plain := &http.Client{Timeout: callTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	grant := clientcredentials.Config{
		ClientID: c.ClientID, ClientSecret: c.ClientSecret, TokenURL: c.Issuer + "oauth/token",
		EndpointParams: url.Values{"audience": {c.Issuer + "api/v2/"}}, AuthStyle: oauth2.AuthStyleInParams,
	}
	return &Client{base: c.Issuer + "api/v2/", app: c.App, roles: c.Roles, ways: c.Connections, http: plain, grant: grant}, nil
}

// bearer returns a token for the Management API: the last one, unless it is over or is
// the one that was refused.
func (c *Client) bearer(ctx context.Context, refused string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.token.Valid() || c.token.AccessToken == refused {
		token, err := c.grant.Token(context.WithValue(ctx, oauth2.HTTPClient, c.http))
		if err != nil {
			var answer *oauth2.RetrieveError
			if errors.As(err, &answer) && answer.Response != nil && permanent(answer.Response.StatusCode) {
				return "", fmt.Errorf("%w a token: %d", ErrRefused, answer.Response.StatusCode)
			}
			return "", fmt.Errorf("%w: the identity provider gives no token", domain.ErrUnavailable)
		}
		c.token = token
	}
	return c.token.AccessToken, nil
}

// User returns the id of the member of an organization whom is returns true for. The
// error is domain.ErrNotFound if there is none.
func (c *Client) User(ctx context.Context, org string, is func(user string) bool) (string, error) {
	from := ""
	for range pagesMax {
		var page struct {
			Members []struct {
				ID string `json:"user_id"`
			} `json:"members"`
			Next string `json:"next"`
		}
		q := url.Values{"take": {strconv.Itoa(pageSize)}, "fields": {"user_id"}, "include_fields": {"true"}}
		if from != "" {
			q.Set("from", from)
		}
		if err := c.call(ctx, http.MethodGet, organization(org)+"/members?"+q.Encode(), nil, &page); err != nil {
			return "", fmt.Errorf("listing an organization's members: %w", err)
		}
		for _, m := range page.Members {
			if is(m.ID) {
				return m.ID, nil
			}
		}
		if from = page.Next; from == "" {
			return "", fmt.Errorf("looking for an account: %w", domain.ErrNotFound)
		}
	}
	return "", errors.New("looking for an account: the organization has too many members")
}

// SetRole makes a role the only one of ours that a user has in an organization; an empty
// one leaves none.
func (c *Client) SetRole(ctx context.Context, org, user string, role domain.Role) error {
	path := organization(org) + "/members/" + url.PathEscape(user) + "/roles"
	var has []struct {
		ID string `json:"id"`
	}
	if err := c.call(ctx, http.MethodGet, path+"?per_page="+strconv.Itoa(pageSize), nil, &has); err != nil {
		return fmt.Errorf("reading a member's roles: %w", err)
	}
	wanted, there := c.roles[role], false
	var surplus []string
	for _, r := range has {
		switch {
		case r.ID == wanted:
			there = true
		case c.ours(r.ID):
			surplus = append(surplus, r.ID)
		}
	}
	type roles struct {
		Roles []string `json:"roles"`
	}
	if len(surplus) > 0 {
		if err := c.call(ctx, http.MethodDelete, path, roles{surplus}, nil); err != nil {
			return fmt.Errorf("taking a member's roles: %w", err)
		}
	}
	if wanted != "" && !there {
		if err := c.call(ctx, http.MethodPost, path, roles{[]string{wanted}}, nil); err != nil {
			return fmt.Errorf("giving a member a role: %w", err)
		}
	}
	return nil
}

func (c *Client) ours(id string) bool {
	for _, r := range c.roles {
		if r == id {
			return true
		}
	}
	return false
}

// Remove deletes a user's account or, if they belong to other organizations as well,
// takes them out of this one.
func (c *Client) Remove(ctx context.Context, org, user string) error {
	var of []struct {
		ID string `json:"id"`
	}
	err := c.call(ctx, http.MethodGet, "users/"+url.PathEscape(user)+"/organizations?per_page=2", nil, &of)
	if err != nil {
		return fmt.Errorf("reading an account's organizations: %w", err)
	}
	if len(of) > 1 {
		out := struct {
			Members []string `json:"members"`
		}{[]string{user}}
		if err := c.call(ctx, http.MethodDelete, organization(org)+"/members", out, nil); err != nil {
			return fmt.Errorf("taking a member out of an organization: %w", err)
		}
		return nil
	}
	if err := c.call(ctx, http.MethodDelete, "users/"+url.PathEscape(user), nil, nil); err != nil {
		return fmt.Errorf("deleting an account: %w", err)
	}
	return nil
}

// mark is what the provider keeps of an invitation for us, and copies to the account of
// whoever accepts it: two of the same address and role are told apart by it.
type mark struct {
	Invitation string `json:"invitation"`
}

// Invite has the provider send the invitation that we call id, and returns its ticket: its
// id there. From is in whose name it invites.
func (c *Client) Invite(ctx context.Context, org, id, address, from string, role domain.Role, life time.Duration) (string, error) {
	type person struct {
		Name  string `json:"name,omitempty"`
		Email string `json:"email,omitempty"`
	}
	in := struct {
		Inviter person   `json:"inviter"`
		Invitee person   `json:"invitee"`
		App     string   `json:"client_id"`
		Roles   []string `json:"roles"`
		Life    int      `json:"ttl_sec"`
		Send    bool     `json:"send_invitation_email"`
		Mark    mark     `json:"app_metadata"`
	}{person{Name: from}, person{Email: address}, c.app, []string{c.roles[role]}, int(life / time.Second), true, mark{id}}
	var made struct {
		ID string `json:"id"`
	}
	if err := c.call(ctx, http.MethodPost, organization(org)+"/invitations", in, &made); err != nil {
		return "", fmt.Errorf("inviting: %w", err)
	}
	return made.ID, nil
}

// Invited returns the tickets of the invitation that we call id: usually one, none if it
// wasn't sent, was accepted or is over, more if two deliveries sent it.
func (c *Client) Invited(ctx context.Context, org, id string) (tickets []string, err error) {
	for page := range invitesIn {
		var all []struct {
			ID   string `json:"id"`
			Mark mark   `json:"app_metadata"`
		}
		q := url.Values{"page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(pageSize)}, "sort": {"created_at:-1"}}
		if err := c.call(ctx, http.MethodGet, organization(org)+"/invitations?"+q.Encode(), nil, &all); err != nil {
			return nil, fmt.Errorf("listing invitations: %w", err)
		}
		for _, i := range all {
			if i.Mark.Invitation == id {
				tickets = append(tickets, i.ID)
			}
		}
		if len(all) < pageSize {
			break
		}
	}
	return tickets, nil
}

// Withdraw deletes an invitation, whose ticket is given.
func (c *Client) Withdraw(ctx context.Context, org, ticket string) error {
	if err := c.call(ctx, http.MethodDelete, organization(org)+"/invitations/"+url.PathEscape(ticket), nil, nil); err != nil {
		return fmt.Errorf("withdrawing an invitation: %w", err)
	}
	return nil
}

// Organize creates an organization and returns its id: of the one that has this handle
// already, if there is one. Its members are those who are invited, whichever way they sign
// in by.
func (c *Client) Organize(ctx context.Context, handle, name string) (string, error) {
	type way struct {
		ID     string `json:"connection_id"`
		Assign bool   `json:"assign_membership_on_login"`
	}
	in := struct {
		Name    string `json:"name"`
		Display string `json:"display_name"`
		Ways    []way  `json:"enabled_connections"`
	}{Name: handle, Display: name}
	for _, id := range c.ways {
		in.Ways = append(in.Ways, way{ID: id})
	}
	var made struct {
		ID string `json:"id"`
	}
	err := c.call(ctx, http.MethodPost, "organizations", in, &made)
	if errors.Is(err, domain.ErrConflict) {
		err = c.call(ctx, http.MethodGet, "organizations/name/"+url.PathEscape(handle), nil, &made)
		if errors.Is(err, domain.ErrNotFound) { // deleted meanwhile
			err = fmt.Errorf("%w: an organization was there and isn't", domain.ErrUnavailable)
		}
	}
	if err != nil {
		return "", fmt.Errorf("creating an organization: %w", err)
	}
	if !domain.IsOrg(made.ID) {
		return "", errors.New("creating an organization: the identity provider returns no id")
	}
	return made.ID, nil
}

func organization(id string) string { return "organizations/" + url.PathEscape(id) }

// call makes one request, again with a fresh token if the provider doesn't take the last.
func (c *Client) call(ctx context.Context, method, path string, in, result any) error {
	token, err := c.bearer(ctx, "")
	if err != nil {
		return err
	}
	status, text, err := c.send(ctx, method, path, token, in)
	if err == nil && status == http.StatusUnauthorized {
		if token, err = c.bearer(ctx, token); err != nil {
			return err
		}
		status, text, err = c.send(ctx, method, path, token, in)
	}
	switch {
	case err != nil:
		return err
	case status == http.StatusNotFound:
		return domain.ErrNotFound
	case status == http.StatusConflict:
		return fmt.Errorf("%w: %d: %w", ErrRefused, status, domain.ErrConflict)
	case permanent(status):
		return fmt.Errorf("%w: %d", ErrRefused, status)
	case status >= 300:
		return fmt.Errorf("%w: the identity provider answers %d", domain.ErrUnavailable, status)
	case result == nil:
		return nil
	}
	if json.Unmarshal(text, result) != nil {
		return errors.New("the identity provider's answer can't be read")
	}
	return nil
}

func (c *Client) send(ctx context.Context, method, path, token string, in any) (status int, text []byte, err error) {
	var body io.Reader
	if in != nil {
		sent, err := json.Marshal(in)
		if err != nil {
			return 0, nil, errors.New("encoding a request failed")
		}
		body = bytes.NewReader(sent)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return 0, nil, errors.New("a path is not valid")
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: the identity provider doesn't answer", domain.ErrUnavailable)
	}
	defer resp.Body.Close()
	if text, err = io.ReadAll(io.LimitReader(resp.Body, answerMax)); err != nil {
		return 0, nil, fmt.Errorf("%w: the identity provider's answer ended early", domain.ErrUnavailable)
	}
	return resp.StatusCode, text, nil
}

// permanent reports whether a request with this answer is refused whenever it is made.
func permanent(status int) bool {
	return status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != slowDown
}
