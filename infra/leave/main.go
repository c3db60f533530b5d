// Command leave records that a school's contract has ended: nobody can join its lessons any longer, the next tick of
// retention deletes its sessions and question sets, which its administrators can restore for as long as the agreement
// says, and twelve months after the end its accounts are erased too (promise P26).
//
//	go run ./infra/leave -project P -org org_… -on 2027-07-31           shows what would be deleted
//	go run ./infra/leave -project P -org org_… -on 2027-07-31 -apply    records it
//
// An operator runs it, with the notice of termination in hand. It needs to read both databases and to update one org
// (infra/deploy.md, step 8, has the grants). It must never delete anything itself, nor move an end that is recorded.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "leave:", err)
		}
		os.Exit(1)
	}
}

// stepsMax is how many subjects are counted.
const stepsMax = 50_000

func run(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("leave", flag.ContinueOnError)
	f.SetOutput(out)
	project := f.String("project", "", "Google Cloud project")
	id := f.String("org", "", "Auth0's id of the organization: org_…")
	on := f.String("on", "", "day on which the contract ended, in UTC, today at the latest: 2027-07-31")
	apply := f.Bool("apply", false, "note it; without, only show what follows")
	if err := f.Parse(args); err != nil {
		return err
	}
	at, err := time.Parse(time.DateOnly, *on)
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("unexpected argument %q", f.Arg(0))
	case *project == "":
		return errors.New("-project is missing")
	case !regexp.MustCompile(`^org_[A-Za-z0-9]{1,60}$`).MatchString(*id):
		return errors.New("-org must be the id of an organization: org_…")
	case err != nil || at.After(time.Now()):
		return errors.New("-on must be a day, not in the future, such as 2027-07-31; record the end once it has come")
	}
	db, err := store.Open(ctx, *project)
	if err != nil {
		return err
	}
	defer db.Close()
	vault, err := store.OpenVault(ctx, *project)
	if err != nil {
		return err
	}
	defer vault.Close()
	org, err := db.Org(ctx, *id)
	if errors.Is(err, domain.ErrNotFound) {
		return fmt.Errorf("there is no org %s", *id)
	}
	if err != nil {
		return err
	}
	if org.State != domain.OrgActive {
		return fmt.Errorf("the contract of %s has already ended", *id)
	}
	if !*apply {
		// What the planner would do if the org had left.
		org.State, org.LeftAt = domain.OrgLeft, at
		plan, err := lifecycle.New(db, vault, time.Now, rand.Reader).Plan(ctx, org, time.Now(), stepsMax)
		if err != nil {
			return err
		}
		show(out, org, plan)
		fmt.Fprintln(out, "Nothing was changed. Run again with -apply to record it.")
		return nil
	}
	if err := db.EndContract(ctx, *id, at); err != nil {
		if errors.Is(err, domain.ErrConflict) {
			return fmt.Errorf("the contract of %s has already ended", *id)
		}
		return err
	}
	fmt.Fprintf(out, "Recorded. The next tick of retention acts on it; more than %d deletions need a confirmation.\n", domain.TickCap(0))
	return nil
}

func show(out io.Writer, org domain.Org, plan lifecycle.Plan) {
	deleted, held := make(map[domain.SubjectKind]int), 0
	for _, s := range plan.Steps {
		switch {
		case s.Hold != "":
			held++
		case s.To == domain.Deleted:
			deleted[s.Subject.Kind]++
		}
	}
	fmt.Fprintf(out, "The next tick deletes %d sessions and %d question sets; %d are held.\n", deleted[domain.SubjectSession], deleted[domain.SubjectQuestionSet], held)
	if plan.Truncated {
		fmt.Fprintln(out, "There are more than were counted.")
	}
	restore := "They can't be restored."
	if r := org.Policy.Restore(); r.Months > 0 || r.Days > 0 {
		restore = fmt.Sprintf("They can be restored for %s after their first deletion.", r)
	}
	fmt.Fprintln(out, restore)
	fmt.Fprintf(out, "The accounts and everything that remains are erased on %s.\n", domain.OrgKept.After(org.LeftAt).Format(time.DateOnly))
}
