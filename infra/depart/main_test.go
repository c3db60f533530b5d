package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func TestMain(m *testing.M) {
	if _, err := firestore.Ensure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// It prints, by day, rule and promise, what happens to a session when its teacher leaves, and changes nothing.
func TestDepart(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	id := func() string {
		id, err := domain.NewID(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	project, member := "demo-depart-"+id()[:8], id()
	db, err := store.Open(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	o := domain.Org{ID: "org_north", Name: "North", State: domain.OrgActive, Timezone: "UTC", Policy: domain.Policy{KeptDays: 90, RestoreMonths: 6}}
	s := domain.Session{ID: id(), Org: o.ID, Owner: member, Title: "Rivers", Code: "ABCDEF", Mode: domain.SelfPaced, State: domain.Open, CreatedAt: now}
	for _, err := range []error{
		db.CreateOrg(t.Context(), o, nil), db.CreateMember(t.Context(), domain.Member{ID: member, Org: o.ID, State: domain.MemberActive}),
		db.CreateSession(t.Context(), &s, []byte("{}"), []byte("{}")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	clock := func() time.Time { return now }
	try := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"-project", project, "-org", o.ID}, args...), clock, &out)
		return out.String(), err
	}
	out, err := try("-member", member, "-on", "2026-09-10")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2026-09-10 session " + s.ID + " deleted org-left P26 Rivers", "2027-03-10 session " + s.ID + " erased restore-window P24 Rivers",
		"2026-09-10 member " + member, "nothing was changed",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("it doesn't print %q:\n%s", want, out)
		}
	}
	if after, err := db.Session(t.Context(), s.ID); err != nil || after.State != domain.Open || after.Owner != member {
		t.Errorf("afterwards the session is %+v, %v", after, err)
	}
	if out, err := try("-on", "2026-09-10"); err != nil || !strings.Contains(out, "2027-09-10  org") || !strings.Contains(out, "stays: receipts") {
		t.Errorf("of a contract it prints %v:\n%s", err, out)
	}
	for _, bad := range [][]string{{"-member", "x"}, {"-student", member}, {"-member", member, "-session", s.ID}, {"-on", "soon"}, {"-until", "soon"}, {"-member", id()}} {
		if out, err := try(bad...); err == nil {
			t.Errorf("%v: no error:\n%s", bad, out)
		}
	}
}
