// Command dev runs the local stack and the web app's development server, and brings both up to date when
// a file changes: Vite replaces what changed of the web app in the open page; the stack is rebuilt and
// started again with the data that it had.
//
//	go run ./infra/dev [-data DIR]
//
// Developers call it, by make dev. What doesn't compile never takes the running stack down.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/child"
)

// folders are those whose files the stack is built from.
var folders = []string{"emulators", "functions", "shared"}

const (
	stackURL = "http://127.0.0.1:8080"
	lookEach = 500 * time.Millisecond
	grace    = time.Minute // of the stack, to export its data
)

func main() {
	data := flag.String("data", "", "folder that keeps the data; without it, the data ends with this command")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, *data); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data string) (err error) {
	dir, err := os.MkdirTemp("", "dev")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if data == "" {
		data = filepath.Join(dir, "data")
	}
	binary := filepath.Join(dir, "local")

	vite, err := start("npm", []string{"BASE_URL=" + stackURL}, "--prefix", "web", "--silent", "run", "dev", "--", "--host", "127.0.0.1", "--port", "5173", "--strictPort", "--clearScreen", "false")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vite.stop()) }()
	var stack *process
	defer func() {
		if stack != nil {
			err = errors.Join(err, stack.stop())
		}
	}()
	for seen := ""; ; {
		now, err := state(folders)
		if err != nil {
			return err
		}
		if now != seen {
			seen = now
			if build(ctx, binary+".new") {
				if stack != nil {
					if err := stack.stop(); err != nil {
						return err
					}
				}
				if err := os.Rename(binary+".new", binary); err != nil {
					return err
				}
				if stack, err = start(binary, nil, "-data", data); err != nil {
					return err
				}
			}
		}
		var stackEnded chan struct{}
		if stack != nil {
			stackEnded = stack.done
		}
		select {
		case <-ctx.Done():
			return nil
		case <-vite.done:
			return fmt.Errorf("the web app's server ended: %w", vite.err)
		case <-stackEnded:
			fmt.Println("the stack ended; it starts again when a file changes")
			stack = nil
		case <-time.After(lookEach):
		}
	}
}

func build(ctx context.Context, binary string) bool {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", binary, "./emulators/local")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run() == nil
}

// state changes when a file does.
func state(folders []string) (string, error) {
	var newest time.Time
	files := 0
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // an editor's, gone already
			}
			if err != nil {
				return err
			}
			files++
			if info.ModTime().After(newest) {
				newest = info.ModTime()
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return fmt.Sprint(files, newest.UnixNano()), nil
}

// A process is one that runs until it is stopped, or until this one ends.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error // set before done is closed
}

func start(name string, env []string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(name, args...), done: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = os.Stdout, os.Stderr
	if err := child.Start(p.cmd, func(err error) { p.err = err; close(p.done) }); err != nil {
		return nil, err
	}
	return p, nil
}

// stop ends the process and what it started.
func (p *process) stop() error {
	select {
	case <-p.done:
		return nil
	default:
	}
	if err := syscall.Kill(-p.cmd.Process.Pid, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(grace):
		return errors.Join(fmt.Errorf("%s did not end within %v", p.cmd.Path, grace), syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL))
	}
}
