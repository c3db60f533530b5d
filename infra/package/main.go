// Command package writes what Terraform deploys into a folder: one source archive for each function,
// and the files of the web app; and beside each what it is made of, as a CycloneDX document.
//
//	go run ./infra/package [-out dist] [-web web/dist] [-version v1.4.2] [-commit HASH] [FUNCTION...]
//
// Operators and continuous integration run it before terraform apply. Without names it packages every
// function, and the web app. The same sources produce the same bytes, so Terraform, which names the
// archives by their hash, doesn't build unchanged functions again: version and commit are in a file beside
// the archives, version.json, and not in them. It fetches what go.mod names from the Go
// module proxy and sends nothing anywhere.
//
// It must never put into an archive what the function doesn't need: tests, other functions, or
// anything that isn't in the tree.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/cleanslate-edu/cleanslate/infra/sbom"
	"github.com/cleanslate-edu/cleanslate/shared/version"
)

func main() {
	out := flag.String("out", "dist", "folder to write into")
	web := flag.String("web", "web/dist", "folder of the built web app; if empty, the web app is left out")
	var v version.Version
	flag.StringVar(&v.Version, "version", "unknown", "what the release is called")
	flag.StringVar(&v.Commit, "commit", "unknown", "its commit")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *web, v, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, web string, v version.Version, names []string) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	all, err := functions(root)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = all
	} else {
		web = ""
	}
	stamp, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(out, "version.json"), append(stamp, '\n')); err != nil {
		return err
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return fmt.Errorf("there is no function %q: functions/%s/entry/entry.go is missing", name, name)
		}
		b, err := archive(ctx, root, name)
		if err != nil {
			return fmt.Errorf("packaging %s: %w", name, err)
		}
		file := filepath.Join(out, name+".zip")
		if err := writeFile(file, b); err != nil {
			return err
		}
		fmt.Printf("%s  %7d bytes  sha256 %x\n", file, len(b), sha256.Sum256(b))
		modules, err := sbom.Function(ctx, root, name)
		if err != nil {
			return fmt.Errorf("listing what %s is made of: %w", name, err)
		}
		if b, err = sbom.OfFunction(name, modules); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(out, name+".cdx.json"), b); err != nil {
			return err
		}
	}
	if web == "" {
		return nil
	}
	files, err := site(web)
	if err != nil {
		return err
	}
	// Leftovers of an earlier build must not be deployed again.
	dir := filepath.Join(out, "site")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	for name, b := range files {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), b); err != nil {
			return err
		}
	}
	fmt.Printf("%s  %d files\n", dir, len(files))
	packages, err := sbom.Web(filepath.Join(root, "web", "package-lock.json"), false)
	if err != nil {
		return fmt.Errorf("listing what the web app is made of: %w", err)
	}
	b, err := sbom.OfWeb(packages)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(out, "site.cdx.json"), b)
}

// functions lists the functions of the module, by name.
func functions(root string) ([]string, error) {
	entries, err := filepath.Glob(filepath.Join(root, "functions", "*", "entry", "entry.go"))
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, errors.New("found no functions in " + root)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = filepath.Base(filepath.Dir(filepath.Dir(e)))
	}
	slices.Sort(names)
	return names, nil
}

// writeFile writes a file completely or not at all.
func writeFile(name string, b []byte) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
