// Command enroll enrolls a school: it stores its org document, with the address of its office sealed. From then on its
// teachers can hold lessons.
//
//	go run ./infra/enroll -project P -region R -org org_… -name "North School" -country DE -timezone Europe/Berlin \
//		-contact office@north.example -privacy privacy@north.example -kept-days 180 -agreement DPA-2026-17 -signed 2026-08-01
//
// An operator runs it once for each organization that Terraform created at Auth0; the id is Auth0's. It needs to create
// documents in both databases and to encrypt with the key contact (infra/deploy.md has the grants), but never to
// decrypt. It must never change an existing org.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "enroll:", err)
		}
		os.Exit(1)
	}
}

// A school is what the flags describe.
type school struct {
	domain.Org
	project, region, contact string
}

func parse(args []string, out io.Writer) (s school, err error) {
	f := flag.NewFlagSet("enroll", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&s.project, "project", "", "Google Cloud project")
	f.StringVar(&s.region, "region", "europe-west3", "region of the keys")
	f.StringVar(&s.ID, "org", "", "Auth0's id of the organization: org_…")
	f.StringVar(&s.Name, "name", "", "name of the school")
	f.StringVar(&s.Country, "country", "", "country, two letters: DE")
	f.StringVar(&s.Timezone, "timezone", "", "time zone: Europe/Berlin")
	f.StringVar(&s.contact, "contact", "", "e-mail address of the school's office, which gets notices; stored sealed")
	f.StringVar(&s.Policy.PrivacyContact, "privacy", "", "e-mail address for questions of privacy, shown to students: a role's, not a person's")
	f.IntVar(&s.Policy.KeptDays, "kept-days", 0, "days that a closed session's data is kept, by the agreement")
	f.IntVar(&s.Policy.RestoreMonths, "restore-months", 6, "months in which a deletion can be undone, at most 6")
	agreement := f.String("agreement", "", "name of the signed agreement")
	signed := f.String("signed", "", "day on which it was signed: 2026-08-01")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if f.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q: quote names with spaces", f.Arg(0))
	}
	var errs []error
	f.VisitAll(func(f *flag.Flag) {
		if f.Value.String() == "" || f.Value.String() == "0" {
			errs = append(errs, fmt.Errorf("-%s is missing: %s", f.Name, f.Usage))
		}
	})
	if err := errors.Join(errs...); err != nil {
		return s, err
	}
	for _, check := range []struct {
		flag, value, form string
	}{
		{"org", s.ID, `^org_[A-Za-z0-9]{1,60}$`},
		{"country", s.Country, `^[A-Z]{2}$`},
		{"name", s.Name, `^.{1,100}$`},
	} {
		if !regexp.MustCompile(check.form).MatchString(check.value) {
			errs = append(errs, fmt.Errorf("-%s must have the form %s", check.flag, check.form))
		}
	}
	for name, address := range map[string]string{"contact": s.contact, "privacy": s.Policy.PrivacyContact} {
		if !domain.IsAddress(address) {
			errs = append(errs, fmt.Errorf("-%s must be an e-mail address", name))
		}
	}
	if _, err := time.LoadLocation(s.Timezone); err != nil {
		errs = append(errs, errors.New("-timezone must be a known time zone, such as Europe/Berlin"))
	}
	at, err := time.Parse(time.DateOnly, *signed)
	if err != nil || at.After(time.Now()) {
		errs = append(errs, errors.New("-signed must be a day, not in the future, such as 2026-08-01"))
	}
	if s.Policy.KeptDays < 1 || s.Policy.KeptDays > 3660 || s.Policy.RestoreMonths < 1 || s.Policy.RestoreMonths > 6 {
		errs = append(errs, errors.New("-kept-days must be 1 to 3660, -restore-months 1 to 6"))
	}
	s.State = domain.OrgActive
	s.Agreements = []domain.Agreement{{ID: *agreement, SignedAt: at}}
	return s, errors.Join(errs...)
}

func run(ctx context.Context, args []string, out io.Writer) error {
	s, err := parse(args, out)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, s.project)
	if err != nil {
		return err
	}
	defer db.Close()
	vault, err := store.OpenVault(ctx, s.project)
	if err != nil {
		return err
	}
	defer vault.Close()
	keys, err := kms.Dial(ctx)
	if err != nil {
		return err
	}
	defer keys.Close()
	contact := keys.Key("projects/" + s.project + "/locations/" + s.region + "/keyRings/cleanslate/cryptoKeys/contact")

	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	wrapped, err := contact.Wrap(ctx, seal.ContactKeyPath(s.ID), key.Bytes())
	if err != nil {
		return err
	}
	// The key first: a sealed field without its key would be lost.
	if err := vault.CreateContactKey(ctx, s.ID, store.WrappedKey{Wrapped: wrapped}); err != nil {
		return there(s.ID, err)
	}
	address, err := json.Marshal(map[string]string{"email": s.contact})
	if err != nil {
		return err
	}
	if err := db.CreateOrg(ctx, s.Org, key.Seal(seal.OrgPath(s.ID), seal.Contact, address)); err != nil {
		return there(s.ID, err)
	}
	fmt.Fprintf(out, "%s is enrolled. Its teachers can sign in once they are members at Auth0.\n", s.ID)
	return nil
}

// there explains that the org exists already.
func there(id string, err error) error {
	if errors.Is(err, domain.ErrConflict) {
		return fmt.Errorf("%s is enrolled already. If an earlier run was interrupted, delete contacts/%s in the vault and run this again: %w", id, id, err)
	}
	return err
}
