package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var host string

func TestMain(m *testing.M) {
	var err error
	if host, err = firestore.Ensure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newID(t *testing.T) string {
	t.Helper()
	id, err := domain.NewID(rand.Reader)
	must(t, err)
	return id
}

// A project has an org with two sessions, one of which is erased after both
// databases were backed up.
type project struct {
	id            string
	data          *store.Store
	vault         *store.Vault
	audit         *store.Audit
	gone, stays   string
	backUp        map[string]string // the exports' metadata, by database
	shut, service string            // origins of a service that is shut and of one that is open
}

func newProject(t *testing.T) *project {
	t.Helper()
	ctx := t.Context()
	p := &project{id: "demo-" + newID(t), gone: newID(t), stays: newID(t), backUp: make(map[string]string)}
	var err error
	p.data, err = store.Open(ctx, p.id)
	must(t, err)
	t.Cleanup(func() { p.data.Close() })
	p.vault, err = store.OpenVault(ctx, p.id)
	must(t, err)
	t.Cleanup(func() { p.vault.Close() })
	p.audit, err = store.OpenAudit(ctx, p.id)
	must(t, err)
	t.Cleanup(func() { p.audit.Close() })
	now := time.Now().UTC()
	must(t, p.data.CreateOrg(ctx, domain.Org{ID: "org_north", Name: "North", State: domain.OrgActive, Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6}}, []byte("sealed")))
	for i, sid := range []string{p.gone, p.stays} {
		must(t, p.vault.CreateSessionKey(ctx, sid, store.WrappedKey{Wrapped: []byte("wrapped")}))
		must(t, p.data.CreateSession(ctx, &domain.Session{
			ID: sid, Org: "org_north", Owner: newID(t), Title: "Rivers", Code: fmt.Sprintf("CODE%d", i), Mode: domain.SelfPaced,
			Feedback: domain.FeedbackNone, State: domain.Open, CreatedAt: now.Add(-time.Hour),
		}, []byte("{}"), []byte("{}")))
		must(t, p.data.CreateParticipant(ctx, sid, domain.Participant{ID: newID(t), Alias: []byte("sealed")}))
		_, err := p.data.UpdateSession(ctx, sid, func(s *domain.Session) error {
			s.Take(domain.Step{To: domain.Closed}, now.Add(-time.Hour))
			return nil
		})
		must(t, err)
	}
	for _, database := range []string{"(default)", "vault"} {
		p.backUp[database], err = firestore.Export(ctx, host, p.id, database, t.TempDir())
		must(t, err)
	}
	l := lifecycle.New(p.data, p.vault, p.audit, time.Now, rand.Reader)
	out, err := l.Erase(ctx, domain.Erasure{
		Subject: domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: p.gone}, Rule: domain.RuleFormal, Ground: domain.GroundSchool,
	})
	if err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	_, err = l.PlaceHold(ctx, domain.Hold{ID: newID(t), Org: "org_north", Kind: domain.HoldLegal, Name: "Case", PlacedAt: now, Until: now.AddDate(1, 0, 0)})
	must(t, err)

	serve := func(status int) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(s.Close)
		return s.URL
	}
	p.shut, p.service = serve(http.StatusServiceUnavailable), serve(http.StatusUnauthorized)
	return p
}

// restore restores a database from its backup.
func (p *project) restore(t *testing.T, database string) {
	t.Helper()
	must(t, firestore.Clear(t.Context(), host, p.id, database))
	must(t, firestore.Import(t.Context(), host, p.id, database, p.backUp[database]))
}

// dump returns all documents except retention's own state.
func (p *project) dump(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, database := range []string{"(default)", "vault"} {
		for doc, err := range firestore.Documents(t.Context(), host, p.id, database) {
			must(t, err)
			var content struct{ Fields map[string]any }
			must(t, json.Unmarshal(doc.JSON, &content))
			fields, err := json.Marshal(content.Fields) // sorts the keys
			must(t, err)
			if !strings.HasSuffix(doc.Name, "retention/state") {
				all[doc.Name] = string(fields)
			}
		}
	}
	return all
}

func (p *project) run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), append([]string{"-project", p.id}, args...), &out)
	return out.String(), err
}

func TestReplay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		restored, want string
		keys           bool // the restored session's key is back
	}{
		{"(default)", "1 receipts checked, what 1 of them had erased was back", false},
		{"vault", "1 holds, 0 erasures in progress, 1 receipts, 0 blocks of receipts would be copied", true},
	} {
		t.Run(c.restored, func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			ctx := t.Context()
			want := p.dump(t)
			p.restore(t, c.restored)
			before := p.dump(t)
			if maps.Equal(before, want) {
				t.Fatal("the restore brought nothing back")
			}
			if _, err := p.vault.SessionKey(ctx, p.gone); (err == nil) != c.keys {
				t.Fatalf("the key of the erased session: %v", err)
			}

			// The dry run reports, and changes nothing.
			out, err := p.run(t, "-origin", p.service)
			if err != nil || !strings.Contains(out, c.want) || !strings.Contains(out, "Nothing was changed") {
				t.Errorf("dry run: %v\n%s", err, out)
			}
			for _, secret := range []string{p.gone, p.stays, "Rivers", "Case"} {
				if strings.Contains(out, secret) {
					t.Errorf("it prints %q", secret)
				}
			}
			// Nor does any other mode while users are let in, or while that can't be checked.
			for _, origin := range []string{p.service, "http://127.0.0.1:1"} {
				for _, flag := range []string{"-apply", "-confirm"} {
					if out, err := p.run(t, "-origin", origin, flag); err == nil || !strings.Contains(err.Error(), "-serving") {
						t.Errorf("%s %s: %v\n%s", origin, flag, err, out)
					}
				}
			}
			if !maps.Equal(p.dump(t), before) {
				t.Error("the databases were changed")
			}

			if out, err := p.run(t, "-origin", p.shut, "-apply"); err != nil || !strings.Contains(out, "Retention is paused") {
				t.Fatalf("%v\n%s", err, out)
			}
			if got := p.dump(t); !maps.Equal(got, want) {
				maps.DeleteFunc(got, func(name, doc string) bool { return want[name] == doc })
				t.Errorf("the replay leaves %v", got)
			}
			l := lifecycle.New(p.data, p.vault, p.audit, time.Now, rand.Reader)
			if paused, err := l.Paused(ctx); err != nil || paused == "" {
				t.Errorf("it isn't paused: %v", err)
			}
			if out, err := p.run(t, "-origin", p.shut, "-confirm"); err != nil || !strings.Contains(out, "resumes") {
				t.Fatalf("%v\n%s", err, out)
			}
			if paused, err := l.Paused(ctx); err != nil || paused != "" {
				t.Errorf("confirmed, and paused: %q, %v", paused, err)
			}
			if out, err := p.run(t, "-serving"); err != nil || !strings.Contains(out, "what 0 of them had erased was back") {
				t.Errorf("once more: %v\n%s", err, out)
			}
		})
	}
}

// What a school had ended after the backup is ended again by name, and nothing else, however often.
func TestEndCodes(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	ctx, now := t.Context(), time.Now().UTC().Truncate(time.Microsecond)
	var all []domain.ConsentCode
	for range 3 {
		all = append(all, domain.ConsentCode{ID: newID(t), Org: "org_north", For: domain.ConsentForChild, Uses: 1, Version: 1, MadeAt: now.Add(-time.Hour), EndsAt: now.AddDate(0, 1, 0)})
	}
	must(t, p.data.CreateConsentCodes(ctx, "org_north", all, domain.Change{At: now, What: domain.ChangeConsentIssued}))
	file := filepath.Join(t.TempDir(), "codes")
	must(t, os.WriteFile(file, []byte("org_north "+all[0].Ref()+"\n\norg_north "+strings.ToLower(all[1].Ref())+"\norg_south "+all[2].Ref()+"\n"), 0o600))
	for _, want := range []string{"code 3 of the file: the school has none of this name that holds\n2 codes of consent were ended", "0 codes of consent were ended"} {
		out, err := p.run(t, "-end-codes", file)
		if err != nil || !strings.Contains(out, want) || strings.Contains(out, all[0].ID) || strings.Contains(out, all[0].Ref()) {
			t.Errorf("%v\n%s\nwant %s", err, out, want)
		}
	}
	for i, c := range all {
		stored, err := p.data.ConsentCode(ctx, c.ID)
		if err != nil || stored.Holds("org_north", time.Now()) != (i == 2) {
			t.Errorf("code %d: %+v, %v", i, stored, err)
		}
	}
	must(t, os.WriteFile(file, []byte("K7F2QA"), 0o600))
	if _, err := p.run(t, "-end-codes", file); err == nil {
		t.Error("a line without an org is accepted")
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{}, {"-project", "p"}, {"-project", "p", "-origin", "school.example"}, {"-project", "p", "-serving", "apply"},
		{"-project", "p", "-serving", "-since", "yesterday"}, {"-project", "p", "-serving", "-since", "2999-01-01T00:00:00Z"},
		{"-project", "p", "-origin", "https://school.example", "-end-codes", "codes", "-apply"},
	} {
		if _, err := parse(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%v are accepted", args)
		}
	}
}
