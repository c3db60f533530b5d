// Command terraform-check checks a Terraform tree against what the providers google and auth0 accept, as recorded,
// without network and without the providers: `make tf-check` and continuous integration run it on terraform/.
//
//	terraform-check [-registry] TREE
//
// It works on a copy and leaves nothing in TREE. For each root module in it (a folder with a backend) it runs terraform
// fmt, init, validate and test; the tests in tests/env once with each of env/*.tfvars. It also checks that every Google
// resource waits, in Terraform's graph, until the service that it needs is enabled (services.json): in the root that
// enables services; the others are applied after it. With -registry it fetches and uses the real providers instead of the
// recorded ones. Terraform 1.11 or newer must be installed.
//
// The recorded providers reject, in resources and data sources: wrong, missing and mistyped arguments; bad references;
// values for what only the provider sets; values that aren't among those allowed, or don't fit a pattern, length, range
// or format (JSON, base64, CIDR, duration); too few or too many elements; arguments that require each other, exclude
// each other, or of which one must be set. As with the real providers, unknown values are checked once they are known,
// and a value that a mock makes up in a test is a known value: where it ends up in an argument with a rule (an IAM
// member, a service account's name), the test must set a value that the provider would accept.
//
// They can't check what a provider checks only while planning (CustomizeDiff, which 130 of these types have) or
// applying, nor what the API behind it refuses; nor provider blocks, ephemeral resources, and types that weren't
// recorded.
//
// recorded/schemas.json.gz is the output of the providers' own `terraform providers schema -json` without the
// descriptions, for every type that this service could use, not only for those that it does.
// google_storage_bucket_object_content was added by the rule by which the provider's source makes it of the resource. To
// record another version, run, with the real providers, in a folder that requires it:
//
//	terraform providers schema -json | (cd infra/terraform-check && go run . record)
//
// recorded/constraints.json.gz was extracted from the source of the providers, in the versions that it names; rules.go
// defines its format. A newer provider is checked against the old rules until they are updated.
//
// It is a separate module, so that the service doesn't depend on the libraries that talk to Terraform.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

func main() {
	registry := flag.Bool("registry", false, "use the real providers, from Terraform's registry")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: terraform-check [-registry] TREE\n       terraform-check record <schemas")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	var err error
	if flag.Arg(0) == "record" {
		err = record(os.Stdin, filepath.Join("recorded", "schemas.json.gz"))
	} else {
		err = checkTree(context.Background(), flag.Arg(0), *registry)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "terraform-check:", err)
		os.Exit(1)
	}
}

// checkTree checks every root module in tree.
func checkTree(ctx context.Context, tree string, registry bool) error {
	if _, err := exec.LookPath("terraform"); err != nil {
		return errors.New("terraform 1.11 or newer is missing. Install it: https://developer.hashicorp.com/terraform/install")
	}
	work, err := os.MkdirTemp("", "terraform-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	copied := filepath.Join(work, "tree")
	if err := copyTree(copied, tree, registry); err != nil {
		return fmt.Errorf("copying %s: %w", tree, err)
	}
	t := terraform{env: append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")}
	if !registry {
		recorded, err := serveRecorded(ctx)
		if err != nil {
			return err
		}
		rc, err := mirror(recorded, work)
		if err != nil {
			return fmt.Errorf("writing the mirror: %w", err)
		}
		t.env = append(t.env, "TF_CLI_CONFIG_FILE="+rc)
		t.served = "TF_REATTACH_PROVIDERS=" + recorded.reattach
	}
	if err := t.run(os.Stdout, copied, "fmt", "-check", "-diff", "-recursive"); err != nil {
		return err
	}
	roots, err := rootModules(copied)
	if err != nil {
		return err
	}
	if len(roots) == 0 {
		return fmt.Errorf("no root module in %s: no .tf file names a backend", tree)
	}
	graphs := make(map[string]graph)
	for _, root := range roots {
		if graphs[filepath.Base(root)], err = t.root(root); err != nil {
			return err
		}
	}
	services, err := readServices(copied)
	if err != nil {
		return err
	}
	return enabled(graphs, services)
}

// copyTree leaves out Terraform's own files, and the lock file unless the providers are the real ones.
func copyTree(to, from string, lock bool) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.Name() == ".terraform":
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case d.Name() == ".terraform.lock.hcl" && !lock:
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}

var backend = regexp.MustCompile(`(?m)^\s*backend "`)

func rootModules(tree string) (roots []string, err error) {
	err = filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".tf" {
			return err
		}
		content, err := os.ReadFile(path)
		if dir := filepath.Dir(path); backend.Match(content) && !slices.Contains(roots, dir) {
			roots = append(roots, dir)
		}
		return err
	})
	return roots, err
}

type terraform struct {
	env    []string
	served string // where the recorded providers are, for all but init
}

func (t terraform) run(out io.Writer, dir string, args ...string) error {
	env := t.env
	if args[0] != "init" && t.served != "" {
		env = append(slices.Clip(env), t.served)
	}
	if args[0] != "fmt" && args[0] != "graph" {
		args = append(args, "-no-color")
	}
	cmd := exec.Command("terraform", args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, out, out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("terraform %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// root checks one root module and returns its graph.
func (t terraform) root(dir string) (graph, error) {
	// terraform graph needs a backend, and the tree's own is in the cloud.
	if err := os.WriteFile(filepath.Join(dir, "backend_override.tf"), []byte("terraform {\n  backend \"local\" {}\n}\n"), 0o644); err != nil {
		return nil, err
	}
	var said bytes.Buffer
	if err := t.run(&said, dir, "init", "-input=false"); err != nil {
		os.Stdout.Write(said.Bytes())
		return nil, err
	}
	if err := t.run(os.Stdout, dir, "validate"); err != nil {
		return nil, err
	}
	var dot bytes.Buffer
	if err := t.run(&dot, dir, "graph"); err != nil {
		os.Stdout.Write(dot.Bytes())
		return nil, err
	}
	g, err := readGraph(&dot)
	if err != nil {
		return nil, err
	}
	tests, err := testRuns(dir)
	if err != nil {
		return nil, err
	}
	return g, side(tests, func(out io.Writer, args []string) error { return t.run(out, dir, args...) })
}

// testRuns returns the arguments of each run of terraform test: one for each test file, and for tests/env one for each
// of env/*.tfvars.
func testRuns(dir string) (runs [][]string, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "tests", "*.tftest.hcl"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		runs = append(runs, []string{"test", "-filter=tests/" + filepath.Base(f)})
	}
	if _, err := os.Stat(filepath.Join(dir, "tests", "env")); err != nil {
		return runs, nil
	}
	vars, err := filepath.Glob(filepath.Join(dir, "env", "*.tfvars"))
	for _, f := range vars {
		runs = append(runs, []string{"test", "-test-directory=tests/env", "-var-file=env/" + filepath.Base(f)})
	}
	return runs, err
}

// side runs two at a time, since one run hardly uses two processors, and prints each one's output when it ends.
func side(runs [][]string, run func(io.Writer, []string) error) error {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
		free = make(chan struct{}, 2)
	)
	for _, args := range runs {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			var said bytes.Buffer
			err := run(&said, args)
			mu.Lock()
			defer mu.Unlock()
			fmt.Printf("terraform %s\n%s", strings.Join(args, " "), said.Bytes())
			errs = append(errs, err)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
