package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/child"
)

// startTimeout bounds the start of a process, which takes milliseconds.
const startTimeout = 30 * time.Second

// Options of a process.
type Options struct {
	Env []string // NAME=value: all that the process knows, besides PORT and FUNCTION_TARGET
	// Memory is what the process may have, in bytes, as Terraform's size says; it gets GOMEMLIMIT as modules/function
	// sets it, and dies of more where the kernel can do that. Zero: no limit.
	Memory int64

	Log io.Writer // gets what it writes to stdout and stderr, from one goroutine at a time; nil: nobody
}

// A Process is a running function.
type Process struct {
	Port int // of 127.0.0.1
	cmd  *exec.Cmd
	done chan struct{}
	err  error // set before done is closed
}

// Start starts the program and returns when it listens. ctx bounds the start only: the process runs
// until Stop or Kill, or until this process ends.
//
// The kernel chooses the port and the process reports it. A port that was chosen before could be
// another's by the time the process binds it, and whoever connects would talk to that other one.
func (p *Program) Start(ctx context.Context, o Options) (*Process, error) {
	r := &Process{cmd: exec.Command(p.Path), done: make(chan struct{})}
	if err := r.start(ctx, p.Target, o); err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.Target, err)
	}
	return r, nil
}

func (r *Process) start(ctx context.Context, target string, o Options) error {
	report, theirs, err := os.Pipe()
	if err != nil {
		return err
	}
	defer report.Close()
	r.cmd.Env = append([]string{"PORT=0", "FUNCTION_TARGET=" + target}, o.Env...)
	if o.Memory > 0 {
		r.cmd.Env = append(r.cmd.Env, fmt.Sprintf("GOMEMLIMIT=%dMiB", int64(float64(o.Memory>>20)*0.8)))
	}
	r.cmd.Stdout, r.cmd.Stderr = o.Log, o.Log
	r.cmd.ExtraFiles = []*os.File{theirs}
	r.cmd.WaitDelay = time.Second
	err = child.Start(r.cmd, func(err error) { r.err = err; close(r.done) })
	theirs.Close()
	if err != nil {
		return err
	}
	if o.Memory > 0 {
		err = limitMemory(r.PID(), o.Memory)
	}
	if err == nil {
		r.Port, err = await(ctx, report)
	}
	if err != nil {
		if killErr := r.Kill(); killErr != nil {
			return errors.Join(err, killErr)
		}
		return fmt.Errorf("%w; it ended with: %v", err, r.err)
	}
	return nil
}

// await reads from a process's report on which port it listens.
func await(ctx context.Context, report *os.File) (int, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("it does not listen after %v", startTimeout))
	defer cancel()
	defer context.AfterFunc(ctx, func() { report.SetReadDeadline(time.Unix(1, 0)) })()
	b, err := io.ReadAll(report)
	if err != nil {
		return 0, errors.Join(context.Cause(ctx), err)
	}
	port, err := strconv.Atoi(string(b))
	if err != nil {
		return 0, fmt.Errorf("it reports %q, not the port on which it listens", b)
	}
	return port, nil
}

// URL is the process's origin: "http://127.0.0.1:PORT".
func (r *Process) URL() string {
	return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(r.Port))
}

// PID is the process's number.
func (r *Process) PID() int { return r.cmd.Process.Pid }

// Kill ends the process at once, as a crash does, and returns when it is gone.
func (r *Process) Kill() error { return r.end(syscall.SIGKILL) }

// Stop ends the process as the cloud does, by SIGTERM, and returns when it is gone.
func (r *Process) Stop() error { return r.end(syscall.SIGTERM) }

func (r *Process) end(signal syscall.Signal) error {
	if err := syscall.Kill(r.cmd.Process.Pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("ending process %d: %w", r.cmd.Process.Pid, err)
	}
	select {
	case <-r.done:
		return nil
	case <-time.After(10 * time.Second):
		return fmt.Errorf("process %d did not end", r.cmd.Process.Pid)
	}
}
