// Command replay brings the two databases of a project to the same state after one of them was restored. It copies the
// holds, erasures and receipts that only the vault has into "(default)", and the other way round, and erases again what
// was erased according to a receipt and the restore brought back.
//
//	go run ./infra/replay -project P -origin https://school.example            shows what would be done
//	go run ./infra/replay -project P -origin https://school.example -apply     does it; nothing expires until -confirm
//	go run ./infra/replay -project P -origin https://school.example -confirm   does it again, and lets retention go on
//	go run ./infra/replay -project P -end-codes FILE                           ends codes of consent that had been ended since the backup
//
// An operator runs it, as infra/restore.md says, before traffic is let in. It can be interrupted and repeated: the next
// run continues. It prints numbers, never ids, and must never destroy anything that wasn't destroyed before.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "replay:", err)
		}
		os.Exit(1)
	}
}

type options struct {
	project, origin, codes  string
	since                   time.Time
	apply, confirm, serving bool
}

func parse(args []string, out io.Writer) (o options, err error) {
	f := flag.NewFlagSet("replay", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&o.project, "project", "", "Google Cloud project")
	f.StringVar(&o.origin, "origin", "", "where people reach the service, to see that nobody is let in: https://school.example")
	since := f.String("since", "", "time of the backup that was restored, less an hour: leave out receipts of before, 2026-11-15T00:00:00Z; without it all are gone through")
	f.BoolVar(&o.apply, "apply", false, "replay, and keep retention paused")
	f.BoolVar(&o.confirm, "confirm", false, "replay, and let retention go on: you have seen that the databases are complete")
	f.BoolVar(&o.serving, "serving", false, "go on although people are let in, or nobody can tell")
	f.StringVar(&o.codes, "end-codes", "", "do nothing but end these codes of consent: a file with a line for each, such as \"org_north K7F2QA\"")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	var errs []error
	if f.NArg() > 0 {
		errs = append(errs, fmt.Errorf("unexpected argument %q", f.Arg(0)))
	}
	if o.project == "" {
		errs = append(errs, errors.New("-project is missing"))
	}
	if o.codes != "" && (o.apply || o.confirm) {
		errs = append(errs, errors.New("-end-codes replays nothing: run it on its own"))
	}
	if u, err := url.Parse(o.origin); !o.serving && o.codes == "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		errs = append(errs, errors.New("-origin must be an origin such as https://school.example"))
	}
	if *since != "" {
		if o.since, err = time.Parse(time.RFC3339, *since); err != nil || o.since.After(time.Now()) {
			errs = append(errs, errors.New("-since must be a time in the past, such as 2026-11-15T00:00:00Z"))
		}
	}
	return o, errors.Join(errs...)
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args, out)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, o.project)
	if err != nil {
		return err
	}
	defer db.Close()
	if o.codes != "" {
		return endCodes(ctx, db, o.codes, time.Now().UTC().Truncate(time.Microsecond), out)
	}
	vault, err := store.OpenVault(ctx, o.project)
	if err != nil {
		return err
	}
	defer vault.Close()
	l := lifecycle.New(db, vault, nil, time.Now, rand.Reader)

	reason, err := l.Restored(ctx)
	if err != nil {
		return err
	}
	paused, err := l.Paused(ctx)
	if err != nil {
		return err
	}
	switch {
	case paused != "":
		fmt.Fprintln(out, "retention is paused:", paused)
	case reason != "":
		fmt.Fprintln(out, reason)
	default:
		fmt.Fprintln(out, "their tick counts agree: neither database was restored")
	}
	how := lifecycle.Replay{Since: o.since, Dry: !o.apply && !o.confirm}
	if how.Dry {
		done, err := l.Replay(ctx, how)
		if err != nil {
			return err
		}
		show(out, "would be", done)
		fmt.Fprintln(out, "Nothing was changed. Run again with -apply to replay.")
		return nil
	}
	if !o.serving {
		if err := quiet(ctx, o.origin); err != nil {
			return err
		}
	}
	last := time.Now()
	how.Each = func(done lifecycle.Replayed) {
		if time.Since(last) > 5*time.Second {
			last = time.Now()
			fmt.Fprintf(out, "... %d receipts checked\n", done.Receipts+done.Enforced)
		}
	}
	if paused == "" {
		if reason == "" {
			reason = "an operator replays"
		}
		// Nothing may expire while the databases are half restored.
		if err := l.Pause(ctx, reason); err != nil {
			return err
		}
	}
	done, err := l.Replay(ctx, how)
	if err != nil {
		return fmt.Errorf("%w\nrun it again: it continues where it stopped; retention stays paused until then", err)
	}
	show(out, "were", done)
	if !o.confirm {
		fmt.Fprintln(out, "Retention is paused. Check the databases, then run again with -confirm.")
		return nil
	}
	if err := l.Confirm(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, "Retention resumes with the next tick.")
	return nil
}

func show(out io.Writer, verb string, r lifecycle.Replayed) {
	fmt.Fprintf(out, "into the vault:    %d holds, %d erasures in progress, %d receipts, %d blocks of receipts %s copied\n", r.Holds, r.Erasures, r.Receipts, r.Blocks, verb)
	fmt.Fprintf(out, "into \"(default)\":  %d holds and receipts %s copied; %d receipts checked, what %d of them had erased was back\n", r.Copies, verb, r.Enforced, r.Returned)
}

// quiet returns an error unless the load balancer keeps everyone out: nobody may
// see or change what is being restored.
func quiet(ctx context.Context, origin string) error {
	const hint = "shut the doors first (infra/restore.md, step 2), or say -serving"
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	address, err := url.JoinPath(origin, "/v1/me")
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("checking that users are kept out: %w; %s", err, hint)
	}
	defer resp.Body.Close()
	// Without a token a function says 401.
	if resp.StatusCode != http.StatusServiceUnavailable {
		return fmt.Errorf("users are not kept out: %s answers %s instead of 503; %s", address, resp.Status, hint)
	}
	return nil
}
