// Command replay brings the two databases of a project to the same state after one of them was restored: what the vault
// knows of holds, erasures and receipts is put into "(default)", and the other way round, and what a receipt says was
// erased is erased again where the restore brought it back.
//
//	go run ./infra/replay -project P -origin https://school.example            shows what would be done
//	go run ./infra/replay -project P -origin https://school.example -apply     does it; nothing expires until -confirm
//	go run ./infra/replay -project P -origin https://school.example -confirm   does it again, and lets retention go on
//
// A person of the operator's runs it, as infra/restore.md says, before traffic is let in. It can be repeated, and cut
// off: the next run goes on. It prints numbers, never ids, and must never destroy what wasn't destroyed before.
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
	project, origin         string
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
	if err := f.Parse(args); err != nil {
		return o, err
	}
	var errs []error
	if f.NArg() > 0 {
		errs = append(errs, fmt.Errorf("%q is no flag", f.Arg(0)))
	}
	if o.project == "" {
		errs = append(errs, errors.New("-project is missing"))
	}
	if u, err := url.Parse(o.origin); !o.serving && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		errs = append(errs, errors.New("-origin is no origin such as https://school.example"))
	}
	if *since != "" {
		if o.since, err = time.Parse(time.RFC3339, *since); err != nil || o.since.After(time.Now()) {
			errs = append(errs, errors.New("-since is no time up to now, such as 2026-11-15T00:00:00Z"))
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
	vault, err := store.OpenVault(ctx, o.project)
	if err != nil {
		return err
	}
	defer vault.Close()
	l := lifecycle.New(db, vault, time.Now, rand.Reader)

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
		fmt.Fprintln(out, "by the ticks that they count, neither database was restored")
	}
	how := lifecycle.Replay{Since: o.since, Dry: !o.apply && !o.confirm}
	if how.Dry {
		done, err := l.Replay(ctx, how)
		if err != nil {
			return err
		}
		show(out, "would be", done)
		fmt.Fprintln(out, "Nothing was changed. Run it with -apply to replay.")
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
			fmt.Fprintf(out, "... %d receipts gone through\n", done.Receipts+done.Enforced)
		}
	}
	if paused == "" {
		if reason == "" {
			reason = "an operator replays"
		}
		// Nothing may expire by what is half restored.
		if err := l.Pause(ctx, reason); err != nil {
			return err
		}
	}
	done, err := l.Replay(ctx, how)
	if err != nil {
		return fmt.Errorf("%w\nrun it again: it goes on where it was cut off, and retention is paused", err)
	}
	show(out, "were", done)
	if !o.confirm {
		fmt.Fprintln(out, "Retention is paused. Look at the databases, then run it with -confirm.")
		return nil
	}
	if err := l.Confirm(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, "Retention goes on with the next tick.")
	return nil
}

func show(out io.Writer, verb string, r lifecycle.Replayed) {
	fmt.Fprintf(out, "into the vault:    %d holds, %d erasures that were begun, %d receipts, %d blocks of receipts %s put back\n", r.Holds, r.Erasures, r.Receipts, r.Blocks, verb)
	fmt.Fprintf(out, "into \"(default)\":  %d holds and receipts %s put back; of %d receipts gone through, what %d erased had come back\n", r.Copies, verb, r.Enforced, r.Returned)
}

// quiet is an error unless the load balancer keeps everybody out: what is
// restored must not be seen or added to.
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
		return fmt.Errorf("nobody can tell whether people are let in: %w; %s", err, hint)
	}
	defer resp.Body.Close()
	// Without a token a function says 401.
	if resp.StatusCode != http.StatusServiceUnavailable {
		return fmt.Errorf("people are let in: %s answers %s and not 503; %s", address, resp.Status, hint)
	}
	return nil
}
