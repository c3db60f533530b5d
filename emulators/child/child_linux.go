package child

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Start starts cmd and calls ended once with the result of Wait. The process dies with this one, however that ends. It
// has its own process group, so that Ctrl-C on a terminal reaches only this process, which then stops it in order.
func Start(cmd *exec.Cmd, ended func(error)) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	go func() {
		// The kernel sends the death signal when the thread that started the child ends. Locked and never released,
		// this thread lives until the child has ended.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			ended(cmd.Wait())
		}
	}()
	return <-started
}
