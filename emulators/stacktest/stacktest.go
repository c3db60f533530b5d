// Package stacktest runs a package's tests inside the local stack.
//
// A TestMain calls it. If the tests were started with `local exec -- go test`, they use that stack; started alone, they
// start one of their own. It must never be used outside tests.
package stacktest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// local is the command that runs the local stack.
const local = "github.com/cleanslate-edu/cleanslate/emulators/local"

// Run returns the exit code of run, which is called with the stack's variables in the environment. Outside a stack it
// starts one that runs this test binary again, with the same arguments.
func Run(run func() int) int {
	if os.Getenv("CLEANSLATE_URL") != "" {
		return run()
	}
	cmd := exec.Command("go", append([]string{"run", local, "exec", "--"}, os.Args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return max(exit.ExitCode(), 1)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "starting the local stack:", err)
		return 1
	}
	return 0
}
