package functions_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cleanslate-edu/cleanslate/emulators/stacktest"
	"github.com/cleanslate-edu/cleanslate/functions/process"
)

// bin holds the functions' binaries while the tests run.
var bin string

func TestMain(m *testing.M) {
	os.Exit(stacktest.Run(func() int {
		dir, err := os.MkdirTemp("", "functions")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		bin = dir
		return m.Run()
	}))
}

// functionsOf lists the functions whose entry registers them so: "HTTP" or
// "CloudEvent".
func functionsOf(t *testing.T, kinds ...string) (names []string) {
	t.Helper()
	entries, err := filepath.Glob("*/entry/entry.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		b, err := os.ReadFile(entry)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range kinds {
			if strings.Contains(string(b), "functions."+kind+"(") {
				names = append(names, filepath.Dir(filepath.Dir(entry)))
			}
		}
	}
	if len(names) == 0 {
		t.Fatalf("no function is registered as %q", kinds)
	}
	return names
}

// program returns a function's binary, built once.
func program(t *testing.T, name string) *process.Program {
	t.Helper()
	built, _ := programs.LoadOrStore(name, sync.OnceValues(func() (*process.Program, error) {
		dir := filepath.Join(bin, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return nil, err
		}
		return process.Build(context.Background(), dir, name)
	}))
	p, err := built.(func() (*process.Program, error))()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var programs sync.Map
