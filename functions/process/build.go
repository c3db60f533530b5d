// Package process runs a Cloud Function as it runs in the cloud: its entry under the main that the
// Go buildpack generates, as a process of its own that knows only the environment it is given.
//
// Tests and benchmarks call it. Nothing that is deployed may: it runs the go command.
package process

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const module = "github.com/cleanslate-edu/cleanslate"

// generated is what the buildpack puts around a function's package (GoogleCloudPlatform/buildpacks,
// cmd/go/functions_framework, the declarative template), but for the address: a test's process must
// not be reachable from other machines.
const generated = `package main

import (
	"log"
	"os"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	_ %q
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	if err := funcframework.StartHostPort("127.0.0.1", port); err != nil {
		log.Fatalf("Function failed to start: %%v\n", err)
	}
}
`

// Reporter is a file of a main package. It makes the program write the port of 127.0.0.1 that it listens
// on to its file 3, once, as Start expects.
const Reporter = `package main

import (
	"os"
	"strconv"
	"syscall"
	"time"
)

func init() {
	go func() {
		report := os.NewFile(3, "report")
		for {
			if port := listening(); port != 0 {
				report.WriteString(strconv.Itoa(port))
				report.Close()
				return
			}
			time.Sleep(200 * time.Microsecond)
		}
	}()
}

// listening finds the socket that the framework listens on, which it shows to nobody.
func listening() int {
	for fd := range 64 {
		if on, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_ACCEPTCONN); err != nil || on == 0 {
			continue
		}
		if a, err := syscall.Getsockname(fd); err == nil {
			if a, ok := a.(*syscall.SockaddrInet4); ok {
				return a.Port
			}
		}
	}
	return 0
}
`

// A Program is a function that was built, with Reporter.
type Program struct {
	Path   string // of the binary
	Target string // the function's name in the framework: "Answer"
}

// Build builds the function called name, such as "answer", into dir. Flags are for go build.
func Build(ctx context.Context, dir, name string, flags ...string) (*Program, error) {
	return BuildPackage(ctx, dir, "functions/"+name+"/entry", strings.ToUpper(name[:1])+name[1:], flags...)
}

// BuildPackage builds a package of this module that registers the function target, into dir. Flags
// are for go build.
func BuildPackage(ctx context.Context, dir, pkg, target string, flags ...string) (*Program, error) {
	p, err := build(ctx, dir, pkg, target, flags)
	if err != nil {
		return nil, fmt.Errorf("building the function %s: %w", target, err)
	}
	return p, nil
}

func build(ctx context.Context, dir, pkg, target string, flags []string) (*Program, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return nil, fmt.Errorf("finding the module: %w", err)
	}
	root := strings.TrimSpace(string(out))
	// The main is in the module by overlay only: it can use the module's dependencies, and nothing
	// of it stays in the tree.
	folder := filepath.Join(root, filepath.FromSlash(pkg), "generated")
	replace := make(map[string]string)
	for name, text := range map[string]string{"main.go": fmt.Sprintf(generated, module+"/"+pkg), "report.go": Reporter} {
		file := filepath.Join(dir, target+"."+name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return nil, err
		}
		replace[filepath.Join(folder, name)] = file
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	overlayFile := filepath.Join(dir, target+".overlay.json")
	if err := os.WriteFile(overlayFile, overlay, 0o600); err != nil {
		return nil, err
	}
	p := &Program{Path: filepath.Join(dir, target), Target: target}
	args := append([]string{"build", "-overlay", overlayFile, "-o", p.Path}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, module+"/"+pkg+"/generated")...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return p, nil
}
