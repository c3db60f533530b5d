package client

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// A PasswordGrant is how a script signs a user in. The local stack's identity provider
// takes it; a deployment's doesn't.
type PasswordGrant struct {
	Issuer, Audience string
	ClientID         string // empty: the web app's
	User             string
	Password         string       // empty: that of the demo users
	NoMFA            bool         // without a second factor
	HTTP             *http.Client // nil: http.DefaultClient
}

// Token returns an access token.
func (g PasswordGrant) Token(ctx context.Context) (string, error) {
	form := url.Values{
		"grant_type": {"password"}, "client_id": {cmp.Or(g.ClientID, "cleanslate-web")}, "audience": {g.Audience},
		"username": {g.User}, "password": {cmp.Or(g.Password, "demo")},
	}
	if g.NoMFA {
		form.Set("mfa", "none")
	}
	req, err := http.NewRequestWithContext(ctx, "POST", strings.TrimRight(g.Issuer, "/")+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := cmp.Or(g.HTTP, http.DefaultClient).Do(req)
	if err != nil {
		return "", fmt.Errorf("signing in: %w", err)
	}
	defer resp.Body.Close()
	var out struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&out); err != nil || out.AccessToken == "" {
		return "", fmt.Errorf("signing in as %s: %s", g.User, resp.Status)
	}
	return out.AccessToken, nil
}
