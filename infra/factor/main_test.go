package main

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
)

func tenant(t *testing.T, now func() time.Time) *auth0.Provider {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	p, err := auth0.New("http://"+srv.Listener.Addr().String(), auth0.Options{
		Users: []auth0.User{
			{Sub: "auth0|ada", Email: "ada@north.example", Org: "org_north"},
			{Sub: "auth0|emmy", Email: "emmy@north.example", Org: "org_north", NoFactor: true},
		},
		Clients: []auth0.Client{{ID: "web"}}, Audiences: []string{"api"}, MFAClaim: "mfa", Now: now,
		Managers: []auth0.Manager{
			{ID: "operator", Secret: "hush", Scopes: scopes},
			{ID: "reader", Secret: "hush", Scopes: []string{"read:users", "read:organizations", "read:authentication_methods"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	srv.Config.Handler = p
	srv.Start()
	t.Cleanup(srv.Close)
	t.Setenv("AUTH0_DOMAIN", srv.URL)
	t.Setenv("AUTH0_CLIENT_ID", "operator")
	t.Setenv("AUTH0_CLIENT_SECRET", "hush")
	return p
}

// scopes are those that infra/deploy.md lists.
var scopes = []string{"read:users", "read:organizations", "read:authentication_methods", "delete:authentication_methods", "update:users"}

func TestFactor(t *testing.T) {
	now := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	p := tenant(t, func() time.Time { return now })
	command := func(args string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), strings.Fields(args), &out, now)
		text := out.String()
		if err != nil {
			text += err.Error()
		}
		if strings.Contains(text, "@") {
			t.Errorf("an address was printed: %s", text)
		}
		return text, err
	}
	for args, want := range map[string]string{
		"-org org_north -email ada@north.example":            "already",
		"-org org_south -email emmy@north.example":           "nobody in org_south",
		"-org org_north -email nobody@north.example":         "nobody in org_north",
		"-org org_north -email emmy@north.example -hours 25": "1 to 24",
		"-org org_north -email emmy@north.example -hours 0":  "1 to 24",
		"-org north -email emmy@north.example":               "-org",
		"-org org_north -email emmy":                         "-email",
		"-org org_north":                                     "-email",
		"-org org_north -email emmy@north.example now":       "unexpected",
	} {
		if text, err := command(args); err == nil || !strings.Contains(text, want) {
			t.Errorf("%s: %s, want %q", args, text, want)
		}
	}
	if until, ok := p.Metadata("auth0|emmy")["enrollUntil"]; ok {
		t.Fatalf("released until %v", until)
	}

	text, err := command("-org org_north -email Emmy@north.example -hours 24")
	if err != nil || !strings.Contains(text, "auth0|emmy may set up a second factor until 07:08 on 7 May") {
		t.Fatalf("%v: %s", err, text)
	}
	if got := p.Metadata("auth0|emmy")["enrollUntil"]; got != "2031-05-07T07:08:09Z" {
		t.Errorf("until %v", got)
	}

	// A lost one is removed, so that the next counts only once its owner has been told.
	if text, err := command("-org org_north -email ada@north.example -lost"); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if m := p.Metadata("auth0|ada"); m["enrollUntil"] != "2031-05-06T11:08:09Z" || m["factorTold"] != nil {
		t.Errorf("metadata %v", m)
	}
	if text, err := command("-org org_north -email ada@north.example"); err != nil {
		t.Errorf("the lost factor is still there: %s", text)
	}

	for variable, want := range map[string]string{"AUTH0_CLIENT_ID": "reader", "AUTH0_CLIENT_SECRET": "wrong", "AUTH0_DOMAIN": ""} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv(variable, want)
			if text, err := command("-org org_north -email emmy@north.example"); err == nil {
				t.Errorf("done without what it takes: %s", text)
			}
		})
	}
}
