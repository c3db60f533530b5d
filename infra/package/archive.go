package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const module = "github.com/cleanslate-edu/cleanslate"

// archiveMax is how large an archive may be: Cloud Functions takes 100 MiB; ours hold a few hundred KiB
// of source, so one that is much larger holds something that doesn't belong there.
const archiveMax = 4 << 20

// appDir is where the Go buildpack puts the main that it generates.
const appDir = "functions.local/app"

// generated is that main (GoogleCloudPlatform/buildpacks, cmd/go/functions_framework, the declarative
// template), as far as it decides which modules the build needs.
const generated = `package main

import (
	_ %q

	_ "github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
)

func main() {}
`

// stamp is the time of every file in an archive: the earliest that the format can express.
var stamp = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// moduleRoot returns the module's folder.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return "", fmt.Errorf("finding the module (run this inside its folder): %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// archive returns the source archive of one function: its entry's files at the root, the only folder
// that the buildpack parses; the packages of this module that it needs, at their usual paths; and
// go.mod and go.sum with just the modules that the build needs, so that other functions' dependencies
// don't change it.
func archive(ctx context.Context, root, name string) ([]byte, error) {
	files, err := sources(ctx, root, name)
	if err != nil {
		return nil, err
	}
	for _, f := range []string{"go.mod", "go.sum"} {
		if files[f], err = os.ReadFile(filepath.Join(root, f)); err != nil {
			return nil, err
		}
	}
	if err := tidy(ctx, files); err != nil {
		return nil, err
	}
	b, err := zipped(files)
	if err == nil && len(b) > archiveMax {
		err = fmt.Errorf("the archive has %d bytes, more than %d: look for files that don't belong in it", len(b), archiveMax)
	}
	return b, err
}

// sources reads the files of this module that a function needs, keyed by their paths in the archive.
func sources(ctx context.Context, root, name string) (map[string][]byte, error) {
	entry := "functions/" + name + "/entry"
	out, err := goCommand(ctx, root, "list", "-deps", "-json=Dir,ImportPath,Module,GoFiles,EmbedFiles,CgoFiles,SFiles,CFiles", "./"+entry)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir, ImportPath                               string
			Module                                        *struct{ Main bool }
			GoFiles, EmbedFiles, CgoFiles, SFiles, CFiles []string
		}
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			return files, nil
		case err != nil:
			return nil, fmt.Errorf("reading go list: %w", err)
		case p.Module == nil || !p.Module.Main:
			continue
		case len(p.CgoFiles)+len(p.SFiles)+len(p.CFiles) > 0:
			return nil, fmt.Errorf("%s isn't pure Go: the buildpack would need a C compiler", p.ImportPath)
		}
		dir := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if dir == entry {
			dir = ""
		}
		for _, f := range slices.Concat(p.GoFiles, p.EmbedFiles) {
			b, err := os.ReadFile(filepath.Join(p.Dir, filepath.FromSlash(f)))
			if err != nil {
				return nil, err
			}
			files[path.Join(dir, f)] = b
		}
	}
}

// tidy reduces go.mod and go.sum to what the function and the buildpack's main need, so that the
// buildpack's own "go mod tidy" finds nothing to change and no version is chosen in the cloud.
func tidy(ctx context.Context, files map[string][]byte) error {
	dir, err := os.MkdirTemp("", "package-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, b := range files {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), b); err != nil {
			return err
		}
	}
	if err := writeFile(filepath.Join(dir, filepath.FromSlash(appDir), "main.go"), fmt.Appendf(nil, generated, module)); err != nil {
		return err
	}
	if _, err := goCommand(ctx, dir, "mod", "tidy"); err != nil {
		return err
	}
	for _, f := range []string{"go.mod", "go.sum"} {
		if files[f], err = os.ReadFile(filepath.Join(dir, f)); err != nil {
			return err
		}
	}
	return nil
}

// zipped returns an archive whose bytes depend only on names and contents: sorted, without times, and
// not compressed, since two releases of Go may compress differently.
func zipped(files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h := &zip.FileHeader{Name: name, Method: zip.Store, Modified: stamp}
		h.SetMode(0o644) // the buildpack rejects a go.mod that it can't write to
		f, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// goCommand runs the go command in a folder, for the platform of Cloud Functions, and returns its output.
func goCommand(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}
