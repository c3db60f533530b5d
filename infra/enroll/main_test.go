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
		"-contact", "office@north.example", "-privacy", "privacy@north.example",
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
	if org.Name != "North School" || org.State != domain.OrgActive || org.Policy.Check() != nil || len(org.Agreements) != 0 {
		t.Errorf("stored: %+v", org)
	}
	if err := run(t.Context(), flags(project), &out); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("a second time: %v", err)
	}
	other := flags(project)
	other[slices.Index(other, "-org")+1] = "org_south"
	if err := run(t.Context(), other, &out); err == nil || !strings.Contains(err.Error(), "in the app") {
		t.Errorf("a second org: %v", err)
	}
	if encrypts, decrypts := keys.Calls(); encrypts == 0 || decrypts != 0 {
		t.Errorf("%d encryptions, %d decryptions", encrypts, decrypts)
	}
}

func TestFlagsAreChecked(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]string{
		"org": "north", "country": "Germany", "timezone": "Mars/Base", "contact": "Office <office@north.example>", "privacy": "nobody",
		"project": "",
	} {
		args := flags("demo-x")
		args[slices.Index(args, "-"+name)+1] = bad
		if _, err := parse(args, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "-"+name) {
			t.Errorf("-%s %q: %v", name, bad, err)
		}
	}
	abroad := flags("demo-x")
	abroad[slices.Index(abroad, "-country")+1] = "US"
	if _, err := parse(abroad, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "-state") {
		t.Errorf("a country of states, without one: %v", err)
	}
	if _, err := parse(flags("demo-x"), new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}
