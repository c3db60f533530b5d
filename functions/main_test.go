package functions_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/process"
)

// functionNames are the functions that exist.
var functionNames = []string{"join", "answer", "teacher", "rights"}

// bin holds the functions' binaries while the tests run.
var bin string

// TestMain brings up the local stack, unless the tests were started in one.
func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	if os.Getenv("CLEANSLATE_URL") == "" {
		// Arguments name files relative to this folder, so the command
		// runs here and names the stack's folder from here.
		cmd := exec.Command("go", append([]string{"run", "../emulators/local", "exec", "--"}, os.Args...)...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		err := cmd.Run()
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			return max(exit.ExitCode(), 1)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	dir, err := os.MkdirTemp("", "functions")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	bin = dir
	return m.Run()
}

// program gives a function's binary, built once.
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
