package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func flags(project string) []string {
	return []string{
		"-project", project, "-org", "org_north", "-name", "North School", "-country", "DE", "-timezone", "Europe/Berlin",
		"-contact", "office@north.example", "-privacy", "privacy@north.example", "-kept-days", "180", "-agreement", "DPA-17", "-signed", "2026-08-01",
	}
}

func TestEnroll(t *testing.T) {
	if _, err := firestore.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	keys, err := kms.New(kms.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go keys.Serve(l)
	t.Cleanup(keys.Stop)
	t.Setenv("KMS_EMULATOR_HOST", l.Addr().String())
	project := "demo-" + strings.ToLower(rand.Text())
	if err := keys.EnsureKey("projects/" + project + "/locations/europe-west3/keyRings/cleanslate/cryptoKeys/contact"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), flags(project), &out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "@") {
		t.Errorf("an address was printed: %s", out.String())
	}
	db, err := store.Open(context.Background(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	org, err := db.Org(t.Context(), "org_north")
	if err != nil {
		t.Fatal(err)
	}
	if org.Name != "North School" || org.State != domain.OrgActive || org.Policy.KeptDays != 180 || org.Policy.RestoreMonths != 6 || len(org.Agreements) != 1 {
		t.Errorf("stored: %+v", org)
	}
	if err := run(t.Context(), flags(project), &out); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("a second time: %v", err)
	}
	if encrypts, decrypts := keys.Calls(); encrypts == 0 || decrypts != 0 {
		t.Errorf("%d encryptions, %d decryptions", encrypts, decrypts)
	}
}

func TestFlagsAreChecked(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]string{
		"org": "north", "country": "Germany", "timezone": "Mars/Base", "contact": "Office <office@north.example>", "privacy": "nobody",
		"kept-days": "0", "signed": "2999-01-01", "project": "",
	} {
		args := flags("demo-x")
		args[slices.Index(args, "-"+name)+1] = bad
		if _, err := parse(args, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "-"+name) {
			t.Errorf("-%s %q: %v", name, bad, err)
		}
	}
	if _, err := parse(append(flags("demo-x"), "-restore-months", "7"), new(bytes.Buffer)); err == nil {
		t.Error("seven months to restore were accepted")
	}
	if _, err := parse(flags("demo-x"), new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}
