// Command enroll brings in the operator's own org: it stores its document, with the address of its office sealed. From then
// on the operator's people can sign in, and those with platform:orgs add the schools in the app.
//
//	go run ./infra/enroll -project P -region R -org org_… -name "The operator" -country DE -timezone Europe/Berlin \
//		-contact office@operator.example -privacy privacy@operator.example
//
// Somebody runs it once, for the organization that Terraform created at Auth0; the id is Auth0's. It needs to create
// documents in both databases and to encrypt with the key contact (infra/deploy.md has the grants), but never to
// decrypt. It must never change an existing org, and adds none where there is one.
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

// An operator is what the flags describe.
type operator struct {
	domain.Org
	project, region, contact string
}

// ownPolicy is the policy with which the operator's org starts. It holds no lessons of
// students, and its administrators can change it.
func ownPolicy(privacy string) domain.Policy {
	return domain.Policy{
		KeptDays: 30, RestoreMonths: 6, PrivacyContact: privacy, Purposes: []string{"Operating and testing the service"},
		Clause: "The operator's own organization",
	}
}

func parse(args []string, out io.Writer) (o operator, err error) {
	f := flag.NewFlagSet("enroll", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&o.project, "project", "", "Google Cloud project")
	f.StringVar(&o.region, "region", "europe-west3", "region of the keys")
	f.StringVar(&o.ID, "org", "", "Auth0's id of the organization: org_…")
	f.StringVar(&o.Name, "name", "", "name of the operator")
	f.StringVar(&o.Country, "country", "", "country, two letters: DE")
	state := f.String("state", "", "state or province by ISO 3166-2, required in the US: US-NY")
	f.StringVar(&o.Timezone, "timezone", "", "time zone: Europe/Berlin")
	f.StringVar(&o.contact, "contact", "", "e-mail address of the office, which gets notices; stored sealed")
	privacy := f.String("privacy", "", "e-mail address for questions of privacy, which is published: a role's, not a person's")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: quote names with spaces", f.Arg(0))
	}
	var errs []error
	f.VisitAll(func(f *flag.Flag) {
		if f.Value.String() == "" && f.Name != "state" {
			errs = append(errs, fmt.Errorf("-%s is missing: %s", f.Name, f.Usage))
		}
	})
	if err := errors.Join(errs...); err != nil {
		return o, err
	}
	o.Region, o.State, o.Revision, o.Policy = *state, domain.OrgActive, 1, ownPolicy(*privacy)
	if !regexp.MustCompile(`^org_[A-Za-z0-9]{1,60}$`).MatchString(o.ID) {
		errs = append(errs, errors.New("-org must be Auth0's id: org_ and letters and digits"))
	}
	if !domain.IsAddress(o.contact) {
		errs = append(errs, errors.New("-contact must be an e-mail address"))
	}
	flags := map[string]string{"/name": "-name", "/country": "-country", "/region": "-state", "/timezone": "-timezone", "/contact": "-privacy"}
	for _, wrong := range append(o.Check(), o.Policy.Check()...) {
		errs = append(errs, fmt.Errorf("%s: %s", flags[wrong.Pointer], wrong.Detail))
	}
	return o, errors.Join(errs...)
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
	there, err := db.OrgIDs(ctx, "", 1)
	if err != nil {
		return err
	}
	if len(there) > 0 && there[0] != s.ID {
		return errors.New("there is an org already: whoever has platform:orgs adds schools in the app")
	}
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
		return explain(s.ID, err)
	}
	address, err := json.Marshal(map[string]string{"email": s.contact}) // as package contact reads it
	if err != nil {
		return err
	}
	s.Policy.Since = time.Now().UTC()
	if err := db.CreateOrg(ctx, s.Org, key.Seal(seal.OrgPath(s.ID), seal.Contact, address), domain.Change{N: 1, At: time.Now().UTC(), What: domain.ChangeAdded}); err != nil {
		return explain(s.ID, err)
	}
	fmt.Fprintf(out, "%s is enrolled. Its people can sign in once they are members at Auth0, and add the schools there.\n", s.ID)
	return nil
}

// explain explains that the org exists already.
func explain(id string, err error) error {
	if errors.Is(err, domain.ErrConflict) {
		return fmt.Errorf("%s is enrolled already. If an earlier run was interrupted, delete contacts/%s in the vault and run this again: %w", id, id, err)
	}
	return err
}
