// Command bench measures the performance budgets (README.md) and prints a table:
// the figure, its budget, and whether it holds. Every ratio is taken against a
// baseline measured in the same round, since the machine may be shared and slow;
// processor time is what the kernel counts for the server's process.
//
//	bench [-only REGEXP] [-seconds 2] [-rounds 5] [-write infra/performance.md]
//
// With -write it puts the table between the markers in that document. It exits
// with 1 when a budget is exceeded by more than noise explains. It builds the functions as the Go
// buildpack does, starts Google's Firestore emulator where documents are
// counted, and sends traffic to this machine only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"time"
)

// A bench is what the measurements have in common.
type bench struct {
	dir     string // for programs; removed at the end
	seconds time.Duration
	rounds  int
}

func main() {
	only := flag.String("only", "", "measure only what matches this regular expression: "+strings.Join(names(), ", "))
	seconds := flag.Float64("seconds", 2, "how long each round of load takes")
	rounds := flag.Int("rounds", 5, "how often each measurement is repeated; the median counts")
	write := flag.String("write", "", "document to write the table into")
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err != nil || *rounds < 1 || *seconds <= 0 || flag.NArg() > 0 || *only != "" && *write != "" {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	before := thisMachine(time.Now())
	rows, err := measure(ctx, match, time.Duration(*seconds*float64(time.Second)), *rounds)
	stop()
	ok := false
	if err == nil {
		ok, err = show(os.Stdout, before, rows)
	}
	if err == nil && *write != "" {
		err = rewrite(*write, markdown(before, rows))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}

var measurements = []struct {
	name    string
	measure func(*bench, context.Context) ([]row, error)
}{
	{"answer", (*bench).answer},
	{"coldstart", (*bench).coldStart},
	{"join", (*bench).join},
	{"chunk", (*bench).chunk},
	{"watch", (*bench).watch},
	{"burst", (*bench).burst},
	{"results", (*bench).results},
	{"web", (*bench).web},
}

func names() (all []string) {
	for _, m := range measurements {
		all = append(all, m.name)
	}
	return all
}

func measure(ctx context.Context, match *regexp.Regexp, seconds time.Duration, rounds int) ([]row, error) {
	dir, err := os.MkdirTemp("", "cleanslate-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, seconds: seconds, rounds: rounds}
	var rows []row
	for _, m := range measurements {
		if !match.MatchString(m.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "measuring %s\n", m.name)
		some, err := m.measure(b, ctx)
		if err != nil {
			return nil, fmt.Errorf("measuring %s: %w", m.name, err)
		}
		rows = append(rows, some...)
	}
	return rows, nil
}
