// Command audit runs the scanners that look for known vulnerabilities, dangerous code and
// secrets, and prints the outcome of each.
//
//	go run ./infra/audit [-strict] [TOOL...]
//
// make audit runs it from the root of the repository. A scanner that found something
// makes it exit with 1. One that could not run, for lack of a network or of the tool
// itself, is named with its reason and counts as neither found nor clean. With -strict
// that exits with 1 too: use it on a machine that can reach everything. It must never
// call clean what wasn't scanned.
//
// The tools are built once, at the versions below, into the user's cache.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A scanner is one of the tools.
type scanner struct {
	name    string
	pkg     string // of its program, with its version; empty: it is on the machine
	command string // else
	args    []string
	dir     string
	// judge decides what an exit code other than 0 means.
	judge func(code int, out []byte) outcome
}

// An outcome is the result of a scanner.
type outcome int

const (
	clean outcome = iota
	found
	notRun
)

var scanners = []scanner{
	{name: "govulncheck", pkg: "golang.org/x/vuln/cmd/govulncheck@v1.1.4", args: []string{"./..."}, judge: govulncheck},
	{name: "gosec", pkg: "github.com/securego/gosec/v2/cmd/gosec@v2.27.0", judge: findings("Summary:"), args: []string{"-quiet", "-exclude-generated",
		// The errors that remain ignored are those of writing to a client that has left, of hashes, which never fail,
		// and of closing what was read: gosec can't tell these from others.
		"-exclude=G104",
		// Programs for developers and operators, on their own machine: they run what they are told, and read and write
		// the files that they are told. The stand-ins listen on loopback, for made-up accounts.
		"-exclude-rules=(^|/)infra/.*:G114,G115,G122,G204,G301,G304,G306,G404,G702,G703,G704;" +
			"(^|/)emulators/.*:G115,G117,G124,G204,G301,G304,G702,G703,G704,G710;" +
			"(^|/)functions/(functiontest|process)/.*:G114,G204",
		"./..."}},
	{name: "staticcheck", pkg: "honnef.co/go/tools/cmd/staticcheck@v0.8.2", args: []string{"./..."}, judge: findings(".go:")},
	{name: "gitleaks", pkg: "github.com/zricethezav/gitleaks/v8@v8.30.1", args: []string{"git", "--no-banner", "--no-color", "--redact", "--verbose", "."}, judge: findings("leaks found")},
	{name: "npm audit", command: "npm", args: []string{"audit", "--json"}, dir: "web", judge: npm},
}

// findings judges a scanner that exits with 1 both when it found something, which it then
// reports with a certain text, and when it failed.
func findings(text string) func(int, []byte) outcome {
	return func(code int, out []byte) outcome {
		if code == 1 && bytes.Contains(out, []byte(text)) {
			return found
		}
		return notRun
	}
}

// govulncheck exits with 3 when it found something.
func govulncheck(code int, _ []byte) outcome {
	if code == 3 {
		return found
	}
	return notRun
}

// npm prints a report, or what went wrong.
func npm(_ int, out []byte) outcome {
	start := bytes.IndexByte(out, '{')
	if start < 0 {
		return notRun
	}
	var report struct {
		Version int `json:"auditReportVersion"`
	}
	if err := json.NewDecoder(bytes.NewReader(out[start:])).Decode(&report); err != nil || report.Version == 0 {
		return notRun
	}
	return found
}

func main() {
	strict := flag.Bool("strict", false, "fail if a scanner could not run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := audit(ctx, scanners, flag.Args(), *strict); err != nil {
		fmt.Fprintln(os.Stderr, "audit:", err)
		os.Exit(1)
	}
}

func audit(ctx context.Context, scanners []scanner, names []string, strict bool) error {
	for _, name := range names {
		if !slices.ContainsFunc(scanners, func(s scanner) bool { return s.name == name }) {
			return fmt.Errorf("there is no scanner %q", name)
		}
	}
	var summary strings.Builder
	var failed []string
	for _, s := range scanners {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		result, out, err := s.run(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch result {
		case clean:
			fmt.Fprintf(&summary, "%-12s %-8s nothing found\n", s.name, s.version())
		case found:
			fmt.Printf("== %s\n%s\n", s.name, out)
			fmt.Fprintf(&summary, "%-12s %-8s FOUND something: see above\n", s.name, s.version())
			failed = append(failed, s.name)
		case notRun:
			fmt.Fprintf(&summary, "%-12s %-8s DID NOT RUN: %s\n", s.name, s.version(), reason(out, err))
			if strict {
				failed = append(failed, s.name)
			}
		}
	}
	fmt.Print(summary.String())
	if len(failed) > 0 {
		return errors.New(strings.Join(failed, ", "))
	}
	return nil
}

// run builds the scanner, unless it is there, and runs it.
func (s scanner) run(ctx context.Context) (outcome, []byte, error) {
	command := s.command
	if s.pkg != "" {
		var out []byte
		var err error
		if command, out, err = build(ctx, s.pkg); err != nil {
			return notRun, out, err
		}
	}
	cmd := exec.CommandContext(ctx, command, s.args...)
	cmd.Dir = s.dir
	out, err := cmd.CombinedOutput()
	if err == nil {
		return clean, out, nil
	}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return notRun, out, err
	}
	return s.judge(exit.ExitCode(), out), out, err
}

// version is that of the package; npm has its own.
func (s scanner) version() string {
	_, version, _ := strings.Cut(s.pkg, "@")
	return version
}

// build returns the path of a program that is built at a version.
func build(ctx context.Context, pkg string) (program string, out []byte, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", nil, err
	}
	name, version, _ := strings.Cut(pkg, "@")
	dir := filepath.Join(cache, "cleanslate-audit", version)
	if path.Base(name) == "v8" { // a module's major version
		name = path.Dir(name)
	}
	program = filepath.Join(dir, path.Base(name))
	if _, err := os.Stat(program); err == nil {
		return program, nil, nil
	}
	cmd := exec.CommandContext(ctx, "go", "install", pkg)
	cmd.Env = append(os.Environ(), "GOBIN="+dir)
	out, err = cmd.CombinedOutput()
	return program, out, err
}

// trouble matches a line that says why.
var trouble = regexp.MustCompile(`(?i)error|fail|fetch|refused|not found|no such|denied|405|403`)

// reason is one line of what a tool said, or else the error.
func reason(out []byte, err error) string {
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); trouble.MatchString(line) {
			return line
		}
	}
	return fmt.Sprint(err)
}
