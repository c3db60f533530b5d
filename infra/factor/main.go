// Command factor lets one member of a school set up a second factor within the next hours, which a password alone doesn't.
//
//	AUTH0_DOMAIN=… AUTH0_CLIENT_ID=… AUTH0_CLIENT_SECRET=… \
//		go run ./infra/factor -org org_… -email ada@north.example -hours 4
//
// An operator runs it when a school's administrator asks for it: for somebody who did not set one up at their first
// sign-in, or, with -lost, for somebody whose device is gone; then all that they had set up is removed. Auth0 tells the
// person by mail as soon as a factor is set up. It needs a machine-to-machine application with the scopes that
// infra/deploy.md lists. It must never print an address, and never change anybody but a member of that organization.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	netmail "net/mail"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/cleanslate-edu/cleanslate/shared/auth"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, time.Now()); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "factor:", err)
		}
		os.Exit(1)
	}
}

// A request is what the flags describe.
type request struct {
	org, email string
	hours      int
	lost       bool
}

func parse(args []string, out io.Writer) (r request, err error) {
	f := flag.NewFlagSet("factor", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&r.org, "org", "", "Auth0's id of the school's organization: org_…")
	f.StringVar(&r.email, "email", "", "e-mail address that the person signs in with")
	f.IntVar(&r.hours, "hours", 4, "for how long, 1 to 24")
	f.BoolVar(&r.lost, "lost", false, "remove the second factor that they have: it is lost")
	if err := f.Parse(args); err != nil {
		return r, err
	}
	var errs []error
	if f.NArg() > 0 {
		errs = append(errs, fmt.Errorf("unexpected argument %q", f.Arg(0)))
	}
	if !regexp.MustCompile(`^org_[A-Za-z0-9_]{1,60}$`).MatchString(r.org) {
		errs = append(errs, errors.New("-org must be an id such as org_abc"))
	}
	if a, err := netmail.ParseAddress(r.email); err != nil || a.Address != r.email {
		errs = append(errs, errors.New("-email must be an e-mail address"))
	}
	if r.hours < 1 || r.hours > 24 {
		errs = append(errs, errors.New("-hours must be 1 to 24")) // the Action takes no more
	}
	return r, errors.Join(errs...)
}

func run(ctx context.Context, args []string, out io.Writer, now time.Time) error {
	r, err := parse(args, out)
	if err != nil {
		return err
	}
	api, err := newManagement(ctx)
	if err != nil {
		return err
	}
	user, err := api.member(ctx, r.org, r.email)
	if err != nil {
		return err
	}
	path := "users/" + url.PathEscape(user)
	has, err := api.factor(ctx, path)
	if err != nil {
		return err
	}
	if has && !r.lost {
		return errors.New("they have a second factor already; if it is lost, say -lost, and it is removed")
	}
	if r.lost {
		if err := api.call(ctx, http.MethodDelete, path+"/authentication-methods", nil, nil); err != nil {
			return fmt.Errorf("removing the second factor: %w", err)
		}
	}
	until := now.Add(time.Duration(r.hours) * time.Hour).UTC().Truncate(time.Second)
	// As the Actions read it: terraform/foundation/auth0.
	release := map[string]any{"app_metadata": map[string]any{"enrollUntil": until.Format(time.RFC3339), "factorTold": nil}}
	if err := api.call(ctx, http.MethodPatch, path, release, nil); err != nil {
		return fmt.Errorf("releasing a second factor: %w", err)
	}
	fmt.Fprintf(out, "%s may set up a second factor until %s. The page offers it when they export or delete something.\n", user, until.Format("15:04 on 2 January (UTC)"))
	return nil
}

// management is Auth0's Management API.
type management struct {
	base string
	http *http.Client
}

func newManagement(ctx context.Context) (*management, error) {
	var errs []error
	env := func(name string) string {
		v := os.Getenv(name)
		if v == "" {
			errs = append(errs, fmt.Errorf("%s is not set", name))
		}
		return v
	}
	issuer := auth.IssuerURL(env("AUTH0_DOMAIN"))
	config := clientcredentials.Config{
		ClientID: env("AUTH0_CLIENT_ID"), ClientSecret: env("AUTH0_CLIENT_SECRET"),
		TokenURL: issuer + "oauth/token", EndpointParams: url.Values{"audience": {issuer + "api/v2/"}}, AuthStyle: oauth2.AuthStyleInParams,
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	client := config.Client(ctx)
	client.Timeout = 30 * time.Second
	return &management{issuer + "api/v2/", client}, nil
}

// member returns the id of the organization's only member with that address.
func (m *management) member(ctx context.Context, org, email string) (string, error) {
	var users []struct {
		ID string `json:"user_id"`
	}
	if err := m.call(ctx, http.MethodGet, "users-by-email?"+url.Values{"email": {email}}.Encode(), nil, &users); err != nil {
		return "", fmt.Errorf("looking for the user: %w", err)
	}
	var members []string
	for _, u := range users {
		var orgs []struct {
			ID string `json:"id"`
		}
		if err := m.call(ctx, http.MethodGet, "users/"+url.PathEscape(u.ID)+"/organizations", nil, &orgs); err != nil {
			return "", fmt.Errorf("reading the user's organizations: %w", err)
		}
		for _, o := range orgs {
			if o.ID == org {
				members = append(members, u.ID)
			}
		}
	}
	switch len(members) {
	case 0:
		return "", fmt.Errorf("nobody in %s signs in with that address", org)
	case 1:
		return members[0], nil
	}
	return "", fmt.Errorf("%d accounts in %s have that address: %q. Delete those that aren't used at Auth0", len(members), org, members)
}

// factor reports whether the user has a second factor. Whatever else is listed is a first factor, or none on its own.
func (m *management) factor(ctx context.Context, user string) (bool, error) {
	var methods []struct {
		Type      string `json:"type"`
		Confirmed *bool  `json:"confirmed"`
	}
	if err := m.call(ctx, http.MethodGet, user+"/authentication-methods", nil, &methods); err != nil {
		return false, fmt.Errorf("reading how the user authenticates: %w", err)
	}
	for _, a := range methods {
		first := slices.Contains([]string{"password", "passkey", "email", "recovery-code"}, a.Type)
		if !first && (a.Confirmed == nil || *a.Confirmed) {
			return true, nil
		}
	}
	return false, nil
}

// call makes one request. An error holds what Auth0 says about it but no part of the path, which may be an address.
func (m *management) call(ctx context.Context, method, path string, in, result any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, m.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := m.http.Do(req)
	if err != nil {
		if u := (*url.Error)(nil); errors.As(err, &u) {
			err = u.Err
		}
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		var e struct {
			Message string `json:"message"`
		}
		_ = json.Unmarshal(text, &e)
		return fmt.Errorf("answer %s: %s", resp.Status, e.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(text, result)
}
