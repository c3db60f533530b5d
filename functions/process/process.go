package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
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
	Port int       // on 127.0.0.1; 0: a free one
	Env  []string  // NAME=value: all that the process knows, besides PORT and FUNCTION_TARGET
	Log  io.Writer // gets what it writes to stdout and stderr, from one goroutine at a time; nil: nobody
}

// A Process is a running function.
type Process struct {
	Port int
	cmd  *exec.Cmd
	done chan struct{}
	err  error // set before done is closed
}

// Start starts the program and returns when it listens. ctx bounds the start only: the process runs
// until Stop or Kill, or until this process ends.
func (p *Program) Start(ctx context.Context, o Options) (*Process, error) {
	if o.Port == 0 {
		var err error
		if o.Port, err = FreePort(); err != nil {
			return nil, err
		}
	}
	r := &Process{Port: o.Port, cmd: exec.Command(p.Path), done: make(chan struct{})}
	r.cmd.Env = append([]string{"PORT=" + strconv.Itoa(o.Port), "FUNCTION_TARGET=" + p.Target}, o.Env...)
	r.cmd.Stdout, r.cmd.Stderr = o.Log, o.Log
	r.cmd.WaitDelay = time.Second
	if err := child.Start(r.cmd, func(err error) { r.err = err; close(r.done) }); err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.Target, err)
	}
	if err := r.await(ctx); err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.Target, errors.Join(err, r.Kill()))
	}
	return r, nil
}

// FreePort returns a port of 127.0.0.1 that nobody listens on now. It is below those that systems give
// to outgoing connections, so that none of these takes it while a process is restarted on it.
func FreePort() (int, error) {
	for range 100 {
		port := 20_000 + rand.N(10_000)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, errors.New("finding a free port: 100 between 20000 and 30000 are taken")
}

func (r *Process) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		c, err := net.Dial("tcp", r.addr())
		if err == nil {
			return c.Close()
		}
		select {
		case <-r.done:
			return fmt.Errorf("it ended: %w", r.err)
		case <-ctx.Done():
			return err
		case <-time.After(time.Millisecond):
		}
	}
}

func (r *Process) addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(r.Port)) }

// URL is the process's origin: "http://127.0.0.1:PORT".
func (r *Process) URL() string { return "http://" + r.addr() }

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
