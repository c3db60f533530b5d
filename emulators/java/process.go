package java

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/child"
)

const (
	startTimeout = 2 * time.Minute // an emulator needs a second on an idle machine
	stopTimeout  = 5 * time.Second
	portTries    = 5
	defaultHeap  = "512m"
)

// Options of an emulator. The zero value suits tests.
type Options struct {
	Heap      string    // heap limit, as for java's -Xmx: "512m" (the default), "2g"
	Benchmark bool      // enable the optimizing JIT compiler: slower to start, faster when warm
	Progress  io.Writer // shows a download; nil: silent
	Log       io.Writer // gets the emulator's output; nil: only its last lines are kept, for errors
}

// Emulator is a running emulator.
type Emulator struct {
	host string
	cmd  *exec.Cmd
	out  *output
	done chan struct{}
	err  error // set before done is closed

	grace   time.Duration // between SIGTERM and SIGKILL
	stop    sync.Once
	stopErr error
}

// Host returns where the emulator listens: "127.0.0.1:port".
func (e *Emulator) Host() string { return e.host }

// Done returns a channel that is closed when the process has ended, for whatever reason.
func (e *Emulator) Done() <-chan struct{} { return e.done }

// Err returns nil while the emulator runs, then how it ended and the last lines it printed.
func (e *Emulator) Err() error {
	select {
	case <-e.done:
		return fmt.Errorf("it ended (%v); its last lines:\n%s", e.err, e.out)
	default:
		return nil
	}
}

// Stop ends the emulator: SIGTERM, and SIGKILL five seconds later. It returns when the process has ended, and may be
// called repeatedly and concurrently. It returns an error if even SIGKILL doesn't end the process.
func (e *Emulator) Stop() error {
	e.stop.Do(func() {
		for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
			select {
			case <-e.done:
				return
			default:
			}
			// Signal the group: if java is a script, the VM is its child.
			if err := syscall.Kill(-e.cmd.Process.Pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
				e.stopErr = fmt.Errorf("stopping process %d: %w", e.cmd.Process.Pid, err)
				return
			}
			select {
			case <-e.done:
				return
			case <-time.After(e.grace):
			}
		}
		e.stopErr = fmt.Errorf("process %d did not end", e.cmd.Process.Pid)
	})
	return e.stopErr
}

// Signal sends a signal to the emulator, as a test does that has it hang (SIGSTOP), go on (SIGCONT) or crash.
func (e *Emulator) Signal(signal syscall.Signal) error {
	if err := syscall.Kill(-e.cmd.Process.Pid, signal); err != nil {
		return fmt.Errorf("signalling process %d: %w", e.cmd.Process.Pid, err)
	}
	return nil
}

// Start finds Java and the emulator's jar, downloading it if the machine has none, starts it on a free loopback port
// and returns when it is ready. ctx limits the start only: the emulator runs until Stop, or until this process ends.
// args are passed to the emulator in addition to its address.
func (p Product) Start(ctx context.Context, o Options, args ...string) (*Emulator, error) {
	at, err := machine()
	if err != nil {
		return nil, err
	}
	return p.start(ctx, o, args, at, freePort)
}

var heapPattern = regexp.MustCompile(`^[1-9][0-9]{0,9}[kKmMgG]?$`)

func (p Product) start(ctx context.Context, o Options, args []string, at places, port func() (int, error)) (*Emulator, error) {
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	if o.Heap == "" {
		o.Heap = defaultHeap
	}
	if !heapPattern.MatchString(o.Heap) {
		return nil, fmt.Errorf("heap %q of the %s: write it as 512m or 2g", o.Heap, p.Name)
	}
	vm, err := Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("the %s needs Java: %w", p.Name, err)
	}
	jar, err := p.locate(ctx, vm, at, o.Progress)
	if err != nil {
		return nil, err
	}
	for range portTries {
		var n int
		if n, err = port(); err != nil {
			break
		}
		var e *Emulator
		if e, err = launch(vm, jar, p.Main, n, o, args); err != nil {
			break
		}
		if err = e.await(ctx, strconv.Itoa(n)); err == nil {
			return e, nil
		}
		if stopErr := e.Stop(); stopErr != nil {
			err = errors.Join(err, stopErr)
			break
		}
		if !errors.Is(err, errPortTaken) {
			break
		}
	}
	return nil, fmt.Errorf("starting the %s (%s): %w", p.Name, jar, err)
}

// freePort returns a port that nobody is listening on now. Another process may take it before the emulator does, in
// which case the start is retried.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func launch(vm VM, jar, main string, port int, o Options, args []string) (*Emulator, error) {
	flags := []string{"-Xmx" + o.Heap, "-XX:+UseSerialGC"}
	if !o.Benchmark {
		flags = append(flags, "-XX:TieredStopAtLevel=1")
	}
	// Google's own start scripts set the locale: messages in other languages are not supported.
	flags = append(flags, "-Duser.language=en", "-cp", jar, main, "--host=127.0.0.1", "--port="+strconv.Itoa(port))
	e := &Emulator{
		host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		cmd:  exec.Command(vm.Path, append(flags, args...)...),
		out:  &output{log: o.Log},
		done: make(chan struct{}),

		grace: stopTimeout,
	}
	e.cmd.Dir = os.TempDir() // where a crashing VM writes its report
	e.cmd.Stdout, e.cmd.Stderr = e.out, e.out
	e.cmd.WaitDelay = time.Second
	err := child.Start(e.cmd, func(err error) {
		e.err = err
		if err == nil {
			e.err = errors.New("exit status 0")
		}
		close(e.done)
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

var errPortTaken = errors.New("another process took the port")

// await returns when the emulator is ready. A response alone isn't enough: it may come from another process that took
// the port first. So the emulator must have printed its port as well.
func (e *Emulator) await(ctx context.Context, port string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("it was not ready after %v", startTimeout))
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		// The Pub/Sub emulator stays alive, and silent, if it can't get its port.
		if e.out.contains("Address already in use") {
			return errPortTaken
		}
		if e.out.contains(port) && answers(ctx, e.host) == nil {
			return nil
		}
		select {
		case <-e.done:
			if e.out.contains("Address already in use") {
				return errPortTaken
			}
			return e.Err()
		case <-ctx.Done():
			return fmt.Errorf("%w; its last lines:\n%s", context.Cause(ctx), e.out)
		case <-tick.C:
		}
	}
}

// answers checks that / at host is answered with 200, as all of Google's emulators do.
func answers(ctx context.Context, host string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+"/", nil)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("http://%s/ answers %s", host, resp.Status)
	}
	return nil
}
