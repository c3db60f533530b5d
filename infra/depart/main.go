// Command depart prints what happens to a school's data if its contract ends, a teacher leaves or a student goes: a dry run
// by the rules of retention.
//
//	go run ./infra/depart -project P -org org_… [-member ID | -session ID -student ID] [-on 2027-07-31] [-until 2029-07-31]
//
// Somebody of the operator's runs it before a departure, with leave to read both databases. It writes nothing and opens
// nothing. What it prints names sessions by their titles: it is for the school.
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
	"text/tabwriter"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], time.Now, os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "depart:", err)
		}
		os.Exit(1)
	}
}

// itemsMax is how many sessions and question sets are looked at.
const itemsMax = 10_000

func run(ctx context.Context, args []string, clock domain.Clock, out io.Writer) error {
	f := flag.NewFlagSet("depart", flag.ContinueOnError)
	f.SetOutput(out)
	project := f.String("project", "", "Google Cloud project")
	org := f.String("org", "", "whose data it is")
	member := f.String("member", "", "the member who leaves; none: the contract ends, or a student goes")
	session := f.String("session", "", "the student's session")
	student := f.String("student", "", "the student's id in it")
	onDay := f.String("on", "", "the day, by UTC; none: today")
	untilDay := f.String("until", "", "how far to look; none: two years on")
	if err := f.Parse(args); err != nil {
		return err
	}
	subject := domain.Subject{Kind: domain.SubjectOrg, Org: *org}
	switch {
	case *member != "" && *session+*student == "":
		subject.Kind, subject.ID = domain.SubjectMember, *member
	case *member == "" && *session != "" && *student != "":
		subject.Kind, subject.Session, subject.ID = domain.SubjectParticipant, *session, *student
	case *member+*session+*student != "":
		return errors.New("give -member, or -session and -student, or none of them")
	}
	if *project == "" || !subject.Valid() {
		return errors.New("-project and -org are needed, and every id as the API has it")
	}
	on, err := day(*onDay, clock().UTC())
	if err != nil {
		return fmt.Errorf("-on: %w", err)
	}
	until, err := day(*untilDay, domain.AddMonths(on, domain.DepartureMonths))
	if err != nil {
		return fmt.Errorf("-until: %w", err)
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
	o, err := db.Org(ctx, *org)
	if err != nil {
		return err
	}
	d, err := lifecycle.New(db, vault, nil, clock, rand.Reader).Depart(ctx, o, subject, on, until, itemsMax)
	if err != nil {
		return err
	}
	return write(out, d)
}

func day(s string, otherwise time.Time) (time.Time, error) {
	if s == "" {
		return otherwise, nil
	}
	return domain.ParseDay(s, time.UTC)
}

// write prints a line for each thing that happens, and for each that stays.
func write(out io.Writer, d lifecycle.Departure) error {
	fmt.Fprintf(out, "from %s to %s, if nothing else happens; nothing was changed\n", d.On.Format(time.DateOnly), d.Until.Format(time.DateOnly))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "WHEN\tWHAT\tBECOMES\tRULE\tPROMISE\tTITLE")
	for _, item := range d.Items {
		what := string(item.Subject.Kind) + " " + item.Subject.Session + item.Subject.ID
		for _, s := range item.Steps {
			becomes := string(s.To)
			if s.Hold != "" {
				becomes = "held by " + s.Hold
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.At.UTC().Format(time.DateOnly), what, becomes, s.Rule, s.Rule.Promise(item.Subject.Kind), item.Title)
		}
		if item.Stays != "" {
			fmt.Fprintf(w, "–\t%s\tstays: %s\t\t%s\t%s\n", what, item.Stays, item.Stays.Promise(), item.Title)
		}
	}
	if d.Truncated {
		fmt.Fprintln(w, "There is more than this.")
	}
	return w.Flush()
}
