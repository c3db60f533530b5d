// Command fuzz runs every fuzz target of the module, one after the other, and
// says how often each was executed. It is run from the root of the repository.
//
//	go run ./infra/fuzz [-time 30s] [-parallel 1] [-keep 0] [-match REGEXP]
//
// make test-hostile runs it. The seeds, and what is kept in testdata/fuzz, run
// with every go test anyway. The time may be a number of executions, as 100000x.
// With -keep, that many of the inputs that reached something new are copied into
// each target's testdata/fuzz, evenly spread over when they were found.
//
// It exits with 1 if a target failed; go test has then written what made it fail into the
// target's testdata/fuzz. It never prints figures for a target whose output it could not
// read.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A target is one fuzz function.
type target struct {
	dir  string // of its package, relative to the module's root
	name string
}

func main() {
	duration := flag.String("time", "30s", "time for each target, or executions as 1000x")
	parallel := flag.Int("parallel", 1, "processes that execute a target at once")
	keep := flag.Int("keep", 0, "inputs to keep of each target")
	match := flag.String("match", "", "regular expression of the targets to run, as folder.Name")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fuzz := func(t target) ([]byte, error) { return fuzz(ctx, t, *duration, *parallel) }
	if err := run(ctx, fuzz, *keep, *match); err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

// run fuzzes the targets that match and prints a line for each.
func run(ctx context.Context, fuzz func(target) ([]byte, error), keep int, match string) error {
	wanted, err := regexp.Compile(match)
	if err != nil {
		return fmt.Errorf("reading -match: %w", err)
	}
	all, err := targets(".")
	if err != nil {
		return err
	}
	var failed []string
	total := 0
	for _, t := range all {
		name := t.dir + "." + t.name
		if !wanted.MatchString(name) {
			continue
		}
		out, err := fuzz(t)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n, ok := executions(out)
		if err != nil || !ok {
			fmt.Printf("%-40s FAILED\n%s\n", name, out)
			failed = append(failed, name)
			continue
		}
		total += n
		fmt.Printf("%-40s %12d executions\n", name, n)
		if keep > 0 {
			if err := keepCorpus(ctx, t, keep); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%-40s %12d executions\n", "all", total)
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return nil
}

// targets finds the fuzz functions below a folder. Modules below it are their own.
func targets(root string) (all []target, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, nested := os.Stat(filepath.Join(path, "go.mod"))
			if d.Name() == "node_modules" || path != root && (nested == nil || strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Fuzz") {
				all = append(all, target{filepath.ToSlash(dir), f.Name.Name})
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b target) int { return strings.Compare(a.dir+"."+a.name, b.dir+"."+b.name) })
	return all, err
}

func fuzz(ctx context.Context, t target, duration string, parallel int) ([]byte, error) {
	return exec.CommandContext(ctx, "go", "test", "./"+t.dir, "-run", "^$", "-fuzz", "^"+t.name+"$",
		// Making each input that reached something new shorter takes a minute by default.
		"-fuzztime", duration, "-fuzzminimizetime", "50x", "-parallel", strconv.Itoa(parallel)).CombinedOutput()
}

// progress is a line of go test -fuzz, such as
// "fuzz: elapsed: 3s, execs: 102491 (34159/sec), new interesting: 2 (total: 40)".
var progress = regexp.MustCompile(`(?m)^fuzz: elapsed: .*?, execs: (\d+) `)

// executions returns the number that the last line of progress has.
func executions(out []byte) (n int, ok bool) {
	lines := progress.FindAllSubmatch(out, -1)
	if len(lines) == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(string(lines[len(lines)-1][1]))
	return n, err == nil
}

// keepCorpus copies inputs from go's cache into the package.
func keepCorpus(ctx context.Context, t target, keep int) error {
	pkg, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.ImportPath}}", "./"+t.dir).Output()
	if err != nil {
		return fmt.Errorf("listing %s: %w", t.dir, err)
	}
	cache, err := exec.CommandContext(ctx, "go", "env", "GOCACHE").Output()
	if err != nil {
		return fmt.Errorf("finding go's cache: %w", err)
	}
	from := filepath.Join(string(bytes.TrimSpace(cache)), "fuzz", filepath.FromSlash(string(bytes.TrimSpace(pkg))), t.name)
	entries, err := os.ReadDir(from)
	if os.IsNotExist(err) {
		return nil // nothing new was found
	}
	if err != nil {
		return err
	}
	type input struct {
		name  string
		found int64
	}
	var inputs []input
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		if info.Size() <= 4<<10 { // a repository is no place for more
			inputs = append(inputs, input{e.Name(), info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(inputs, func(a, b input) int { return int(min(1, max(-1, a.found-b.found))) })
	to := filepath.Join(filepath.FromSlash(t.dir), "testdata", "fuzz", t.name)
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	n := min(keep, len(inputs))
	for i := range n {
		in := inputs[i*len(inputs)/n]
		b, err := os.ReadFile(filepath.Join(from, in.name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, in.name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
