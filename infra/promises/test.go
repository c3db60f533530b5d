package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/promise"
)

// runTests runs the tests and returns how each ended. A test that fails is a result; the
// error is that tests couldn't be run at all.
func runTests(ctx context.Context, out io.Writer, wanted map[promise.Test]bool) (map[promise.Test]result, error) {
	results := make(map[promise.Test]result)
	packages, files, browsers := make(map[string][]string), make(map[string][]string), make(map[string][]string)
	for t := range wanted {
		into := packages
		if t.Browser() {
			into = browsers
		} else if t.Web() {
			into = files
		}
		into[t.In] = append(into[t.In], t.Name)
	}
	done := 0
	note := func(t promise.Test, r result) {
		// One that is tried again has the last word.
		if results[t] == "" {
			done++
		}
		results[t] = r
		fmt.Fprintf(out, "%3d of %d  %s  %s\n", done, len(wanted), r, t)
	}
	for _, folder := range slices.Sorted(maps.Keys(packages)) {
		if err := runGo(ctx, folder, packages[folder], note); err != nil {
			return nil, err
		}
	}
	if len(files) > 0 {
		if err := runWeb(ctx, files, nil, note); err != nil {
			return nil, err
		}
	}
	for _, file := range slices.Sorted(maps.Keys(browsers)) {
		one := map[string][]string{file: browsers[file]}
		if err := runWeb(ctx, one, []string{"--config", "e2e/vitest.config.ts"}, note); err != nil {
			return nil, err
		}
	}
	return results, ctx.Err()
}

func runGo(ctx context.Context, folder string, names []string, note func(promise.Test, result)) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-json", "-timeout", "25m", "-run", "^("+strings.Join(names, "|")+")$", "./"+folder) // #nosec G204 -- names of tests
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("running go test: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("running go test: %w", err)
	}
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e struct{ Action, Test string }
		if json.Unmarshal(lines.Bytes(), &e) != nil || !slices.Contains(names, e.Test) {
			continue
		}
		switch e.Action {
		case "pass", "fail", "skip":
			note(promise.Test{In: folder, Name: e.Test}, e.Action)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading what go test says: %w", err)
	}
	_ = cmd.Wait() // that a test failed was noted, and one that didn't run wasn't
	return nil
}

// runWeb runs tests of the web app, and of the browser at the stack's address.
func runWeb(ctx context.Context, wanted map[string][]string, options []string, note func(promise.Test, result)) error {
	dir, err := os.MkdirTemp("", "promises")
	if err != nil {
		return fmt.Errorf("making a place for results: %w", err)
	}
	defer os.RemoveAll(dir)
	report := filepath.Join(dir, "results.json")
	var titles []string
	args := append([]string{"--no-install", "vitest", "run"}, options...)
	for _, file := range slices.Sorted(maps.Keys(wanted)) {
		args = append(args, strings.TrimPrefix(file, "web/"))
		for _, title := range wanted[file] {
			titles = append(titles, regexp.QuoteMeta(title))
		}
	}
	args = append(args, "-t", "("+strings.Join(titles, "|")+")$", "--reporter=json", "--outputFile="+report)
	cmd := exec.CommandContext(ctx, "npx", args...) // #nosec G204 -- names of tests
	cmd.Dir = "web"
	cmd.Env = append(os.Environ(), "BASE_URL="+os.Getenv("CLEANSLATE_URL"))
	cmd.Stderr = os.Stderr
	_ = cmd.Run() // what failed is in the report
	text, err := os.ReadFile(report)
	if err != nil {
		return fmt.Errorf("running the web app's tests (make web installs what they need): %w", err)
	}
	var all struct {
		TestResults []struct {
			Name             string
			AssertionResults []struct{ Title, Status string }
		}
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return fmt.Errorf("reading the results of the web app's tests: %w", err)
	}
	for _, f := range all.TestResults {
		for file, titles := range wanted {
			if !strings.HasSuffix(f.Name, "/"+file) {
				continue
			}
			for _, a := range f.AssertionResults {
				if slices.Contains(titles, a.Title) {
					note(promise.Test{In: file, Name: a.Title}, map[string]result{"passed": pass, "failed": "fail"}[a.Status])
				}
			}
		}
	}
	return nil
}
