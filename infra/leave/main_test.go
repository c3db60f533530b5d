package main

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func TestLeave(t *testing.T) {
	if _, err := firestore.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	project := "demo-" + strings.ToLower(rand.Text())
	db, err := store.Open(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	now := time.Now().UTC()
	if err := db.CreateOrg(t.Context(), domain.Org{ID: "org_north", Name: "North", State: domain.OrgActive, Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6}}, []byte("sealed")); err != nil {
		t.Fatal(err)
	}
	sid, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.CreateSession(t.Context(), &domain.Session{ID: sid, Org: "org_north", Owner: sid, Code: "BCDFGH", State: domain.Open, CreatedAt: now}, []byte("{}"), []byte("{}")); err != nil {
		t.Fatal(err)
	}
	state := func() domain.Org {
		t.Helper()
		o, err := db.Org(t.Context(), "org_north")
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	leave := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"-project", project}, args...), &out)
		return out.String(), err
	}
	yesterday, tomorrow := now.AddDate(0, 0, -1).Format(time.DateOnly), now.AddDate(0, 0, 1).Format(time.DateOnly)
	for _, bad := range [][]string{
		{}, {"-org", "org_north"}, {"-org", "north", "-on", yesterday}, {"-org", "org_north", "-on", "soon"}, {"-org", "org_north", "-on", tomorrow, "-apply"},
		{"-org", "org_south", "-on", yesterday, "-apply"}, {"-org", "org_north", "-on", yesterday, "apply"},
	} {
		if out, err := leave(bad...); err == nil {
			t.Errorf("%v: %s", bad, out)
		}
	}
	out, err := leave("-org", "org_north", "-on", yesterday)
	if err != nil || !strings.Contains(out, "deletes 1 sessions and 0 question sets") || state().State != domain.OrgActive {
		t.Errorf("shown: %s, %v, %s", out, err, state().State)
	}
	if out, err := leave("-org", "org_north", "-on", yesterday, "-apply"); err != nil || state().State != domain.OrgLeft || state().LeftAt.Format(time.DateOnly) != yesterday {
		t.Errorf("noted: %s, %v, %+v", out, err, state())
	}
	// The end isn't moved.
	if out, err := leave("-org", "org_north", "-on", now.Format(time.DateOnly), "-apply"); err == nil || state().LeftAt.Format(time.DateOnly) != yesterday {
		t.Errorf("noted twice: %s, %v", out, err)
	}
}
