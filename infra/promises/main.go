// Command promises runs the tests that show what this service promises
// (shared/promise/promises.yaml), and no others, and prints a table: which promise is
// kept, as listed and as its tests have just shown. One whose test fails, is skipped or
// didn't run counts as not kept, whatever the list says; then the command exits with 1.
//
// make promises runs it inside the local stack. With -write it also puts what it found
// into the web app's /promises.json, so that what is published was shown.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"

	"github.com/cleanslate-edu/cleanslate/shared/promise"
)

func main() {
	write := flag.String("write", "", "the built /promises.json in which to lower what wasn't shown: web/dist/promises.json")
	only := flag.String("only", "", "a few promises, as P01,P24: the others count as they are listed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *only, *write); err != nil {
		fmt.Fprintln(os.Stderr, "promises:", err)
		os.Exit(1)
	}
}

var errNotShown = errors.New("a promise that is called kept wasn't shown: mend what broke, or say partly or notYet in shared/promise/promises.yaml")

func run(ctx context.Context, out io.Writer, only, write string) error {
	list, err := promise.Read()
	if err != nil {
		return err
	}
	if err := list.Find("."); err != nil {
		return fmt.Errorf("looking for what the promises name (from the root of the repository): %w", err)
	}
	wanted := make(map[promise.Test]bool)
	chosen := func(p promise.Promise) bool { return only == "" || strings.Contains(","+only+",", ","+p.ID+",") }
	for _, p := range list.Promises {
		for _, t := range p.Tests {
			if chosen(p) {
				wanted[t] = true
			}
		}
	}
	results, err := runTests(ctx, out, wanted)
	if err != nil {
		return err
	}
	states, bad := judge(list, results, chosen)
	table(out, list, states, results)
	if write != "" {
		if err := lower(write, list, states); err != nil {
			return err
		}
	}
	if bad {
		return errNotShown
	}
	return nil
}

// A result is how a test ended: "pass", "fail", "skip", or "" where it didn't run.
type result = string

const pass result = "pass"

// judge returns the state that each promise is in by its tests, and whether one is worse
// than it is listed.
func judge(list *promise.List, results map[promise.Test]result, chosen func(promise.Promise) bool) (states map[string]promise.State, bad bool) {
	states = make(map[string]promise.State)
	for _, p := range list.Promises {
		states[p.ID] = p.State
		if !chosen(p) {
			continue
		}
		for _, t := range p.Tests {
			if results[t] != pass {
				states[p.ID] = promise.NotYet
				bad = true
			}
		}
	}
	return states, bad
}

func table(out io.Writer, list *promise.List, states map[string]promise.State, results map[promise.Test]result) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	count := make(map[promise.State]int)
	fmt.Fprintln(w, "id\tstate\ttests\tpromise")
	for _, p := range list.Promises {
		state := string(states[p.ID])
		if states[p.ID] != p.State {
			state = "NOT SHOWN"
		}
		count[states[p.ID]]++
		passed := 0
		for _, t := range p.Tests {
			if results[t] == pass {
				passed++
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%d/%d\t%s\n", p.ID, state, passed, len(p.Tests), p.Text["en"])
	}
	w.Flush()
	for _, p := range list.Promises {
		for _, t := range p.Tests {
			if r := results[t]; states[p.ID] != p.State && r != pass {
				if r == "" {
					r = "didn't run"
				}
				fmt.Fprintf(out, "%s: %s: %s\n", p.ID, t, r)
			}
		}
	}
	fmt.Fprintf(out, "%d promises: %d kept, %d kept by absence, %d partly, %d not yet\n",
		len(list.Promises), count[promise.Kept], count[promise.Absent], count[promise.Partly], count[promise.NotYet])
}

// lower writes the states into the file that the web app's build has made.
func lower(name string, list *promise.List, states map[string]promise.State) error {
	text, err := os.ReadFile(name) // #nosec G304 -- the caller names it
	if err != nil {
		return fmt.Errorf("reading what is published (make web builds it): %w", err)
	}
	var file map[string]any
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("reading what is published: %w", err)
	}
	all, ok := file["promises"].([]any)
	if !ok || len(all) != len(list.Promises) {
		return fmt.Errorf("%s isn't of this version: make web", name)
	}
	for i, p := range list.Promises {
		one, ok := all[i].(map[string]any)
		if !ok || one["id"] != p.ID {
			return fmt.Errorf("%s isn't of this version: make web", name)
		}
		if states[p.ID] != p.State {
			one["state"] = states[p.ID]
			one["missing"] = list.Page["failed"]
		}
	}
	if text, err = json.Marshal(file); err != nil {
		return fmt.Errorf("writing what is published: %w", err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil { // #nosec G306 -- anyone may read it
		return fmt.Errorf("writing what is published: %w", err)
	}
	return nil
}
