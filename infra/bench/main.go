// Command bench measures the performance budgets (README.md) and prints a table:
// the figure, its budget, and whether it holds. Every ratio is taken against a
// baseline measured in the same run, since the machine may be shared and slow;
// processor time is what the kernel counts for the server's process.
//
//	bench [-only REGEXP] [-seconds 2] [-rounds 5]
//
// It exits with 1 when a budget is exceeded. It builds the functions as the Go
// buildpack does, starts Google's Firestore emulator where documents are
// counted, and sends traffic to this machine only.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A row is one line of the table.
type row struct {
	figure string
	value  string // as measured, with its unit
	budget string // empty if there is none
	ok     bool
}

// below returns a row for a value that must not exceed its budget.
func below(figure string, value, budget float64, detail string) row {
	v := fmt.Sprintf("%.3g", value)
	if detail != "" {
		v += "  (" + detail + ")"
	}
	return row{figure, v, fmt.Sprintf("≤ %.3g", budget), value <= budget}
}

// info returns a row that has no budget.
func info(figure, format string, args ...any) row {
	return row{figure, fmt.Sprintf(format, args...), "", true}
}

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
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err != nil || *rounds < 1 || *seconds <= 0 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ok, err := run(ctx, match, time.Duration(*seconds*float64(time.Second)), *rounds)
	stop()
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

func run(ctx context.Context, match *regexp.Regexp, seconds time.Duration, rounds int) (ok bool, err error) {
	dir, err := os.MkdirTemp("", "cleanslate-bench")
	if err != nil {
		return false, err
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
			return false, fmt.Errorf("measuring %s: %w", m.name, err)
		}
		rows = append(rows, some...)
	}
	fmt.Printf("%s, %d cores, %s\n\n", processor(), runtime.NumCPU(), runtime.Version())
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "figure\tbudget\t\tmeasured")
	ok = true
	for _, r := range rows {
		verdict := "pass"
		switch {
		case r.budget == "":
			verdict = ""
		case !r.ok:
			verdict, ok = "FAIL", false
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.figure, r.budget, verdict, r.value)
	}
	return ok, w.Flush()
}

// processor returns the name of the machine's processor.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, ok := strings.CutPrefix(s.Text(), "model name"); ok {
			return strings.TrimLeft(name, "\t :")
		}
	}
	return runtime.GOARCH
}

// median returns the middle of the values.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

// spread returns how far the values lie apart, in percent of their median.
func spread(values []float64) string {
	return fmt.Sprintf("spread %.0f %%", 100*(slices.Max(values)-slices.Min(values))/median(values))
}
