//go:build unix && !linux

package child

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// Start starts cmd and calls ended once with the result of Wait. The process has its own process group, so that Ctrl-C
// on a terminal reaches only this process, which then stops it in order.
//
// In place of Linux's death signal, a shell watches over it: when this process ends, for whatever reason, the shell's
// standard input ends, and the shell kills the group.
func Start(cmd *exec.Cmd, ended func(error)) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	kill := func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		cmd.Wait()
	}
	watched, alive, err := os.Pipe()
	if err != nil {
		kill()
		return err
	}
	guard := exec.Command("/bin/sh", "-c", `read -r _; kill -s KILL -- "-$1"`, "sh", strconv.Itoa(cmd.Process.Pid))
	guard.Stdin = watched
	guard.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = guard.Start()
	watched.Close()
	if err != nil {
		alive.Close()
		kill()
		return err
	}
	go func() {
		err := cmd.Wait()
		// The guard first: it must not wake up and find another process with this id.
		guard.Process.Kill()
		guard.Wait()
		alive.Close()
		ended(err)
	}()
	return nil
}
