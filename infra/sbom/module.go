package sbom

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// framework is what the buildpack's main links beside the function's entry.
const framework = "github.com/GoogleCloudPlatform/functions-framework-go/funcframework"

// A Module is a dependency: a Go module or an npm package.
type Module struct {
	Path, Version string
	Hash          string   // its checksum in the lock file, in hexadecimal
	Licence       string   // SPDX; several in one module are joined by AND
	Needs         []string // paths of modules that it imports

	dir string // where its files are
}

// Function returns the modules of which something is linked into a function, by
// path, as they are built for Cloud Functions. Root is the module's folder.
func Function(ctx context.Context, root, name string) ([]Module, error) {
	return modules(ctx, root, "./functions/"+name+"/entry", framework)
}

// Tests returns all modules that building and testing need.
func Tests(ctx context.Context, root string) ([]Module, error) {
	return modules(ctx, root, "-test", "./...")
}

func modules(ctx context.Context, root string, packages ...string) ([]Module, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-json=ImportPath,Module,Imports"}, packages...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing packages: %w\n%s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	sums, err := checksums(filepath.Join(root, "go.sum"))
	if err != nil {
		return nil, err
	}
	of := make(map[string]string) // a package's module
	found := make(map[string]*Module)
	imports := make(map[string][]string) // by module
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
			Module     *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		m := p.Module
		of[p.ImportPath] = m.Path
		if found[m.Path] == nil {
			hash, ok := sums[m.Path+" "+m.Version]
			if !ok {
				return nil, fmt.Errorf("go.sum has no checksum of %s %s", m.Path, m.Version)
			}
			found[m.Path] = &Module{Path: m.Path, Version: m.Version, Hash: hash, dir: m.Dir}
		}
		imports[m.Path] = append(imports[m.Path], p.Imports...)
	}
	all := make([]Module, 0, len(found))
	for path, m := range found {
		for _, imported := range imports[path] {
			if to := of[imported]; to != "" && to != path && !slices.Contains(m.Needs, to) {
				m.Needs = append(m.Needs, to)
			}
		}
		slices.Sort(m.Needs)
		if m.Licence, err = licenceOf(m.dir); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// checksums reads the checksums of modules, not those of their go.mod alone.
func checksums(name string) (map[string]string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	sums := make(map[string]string)
	for line := range strings.Lines(string(b)) {
		module, sum, ok := strings.Cut(strings.TrimSpace(line), " h1:")
		raw, err := base64.StdEncoding.DecodeString(sum)
		if !ok || err != nil {
			return nil, fmt.Errorf("%s: a line is no checksum", name)
		}
		sums[module] = hex.EncodeToString(raw)
	}
	return sums, nil
}
