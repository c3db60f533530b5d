// Command local runs cleanslate on one machine, for development and for trying it out: Google's Firestore and Pub/Sub
// emulators, stand-ins for Cloud KMS, Auth0 and a mail server, and one process that serves every function and the web
// app on one origin.
//
//	local [-addr 127.0.0.1:8080] [-manage 127.0.0.1:8081] [-data DIR] [-traces FILE] [-seed=true] [-v] [-json]
//	local [flags] exec -- COMMAND [ARGUMENT...]
//
// The first form runs until it is interrupted. The second runs a command with everything up, on free ports unless told
// otherwise, forwards the signals that it gets, and exits with the command's exit code, or 128 plus the number of the
// signal that ended it. If FIRESTORE_EMULATOR_HOST and the like are set, both use the services that they name instead
// of starting their own.
//
// With -data, the data survives a restart, even after a crash. The folder holds the keys next to what they open, so
// never use it for real data.
//
// With -traces, what requests and deliveries spend their time on is written to a file, one span per line, as functions
// send it to Cloud Trace, and every trace instead of a sample.
//
// It must never be reachable from another machine: anyone can sign in as anyone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

func main() {
	var o options
	flag.StringVar(&o.addr, "addr", "", "address to serve on (default 127.0.0.1:8080, with exec a free port)")
	flag.StringVar(&o.manage, "manage", "", "loopback address of /mail, /clock and /tick (default 127.0.0.1:8081, with exec a free port)")
	flag.BoolVar(&o.seed, "seed", true, "start with the demo organizations, their people and a question set each; else with nothing but the operator's organization at the identity provider")
	flag.StringVar(&o.data, "data", "", "folder that keeps the data from one run to the next")
	flag.StringVar(&o.traces, "traces", "", "file that spans are written to, one JSON object a line")
	flag.StringVar(&o.web, "web", "web/dist", "folder of the built web app")
	flag.BoolVar(&o.long, "long", false, "let the emulators' Java optimize itself and use more memory: slower to start, faster after some minutes")
	verbose := flag.Bool("v", false, "log every request")
	asJSON := flag.Bool("json", false, "log JSON lines, as the functions do in the cloud")
	flag.Parse()
	log := logging.Options{Level: slog.LevelWarn, Project: project, Version: environ.Version().Version, Human: !*asJSON}
	if *verbose {
		log.Level = slog.LevelDebug
	}
	slog.SetDefault(logging.New(os.Stderr, log))

	command := flag.Args()
	if len(command) > 0 {
		if command[0] != "exec" || len(command) < 3 || command[1] != "--" {
			fmt.Fprintln(os.Stderr, "usage: local [flags] [exec -- COMMAND [ARGUMENT...]]")
			os.Exit(2)
		}
		command = command[2:]
	}
	free, first := "127.0.0.1:0", func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	if len(command) > 0 {
		o.addr, o.manage = first(o.addr, free), first(o.manage, free)
	}
	o.addr, o.manage = first(o.addr, "127.0.0.1:8080"), first(o.manage, "127.0.0.1:8081")

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	code, err := run(ctx, o, command)
	if err != nil {
		fmt.Fprintln(os.Stderr, "local:", err)
		code = 1
	}
	os.Exit(code)
}

type options struct {
	addr, manage, web, data, traces string
	seed, long                      bool
}

// run starts everything, waits for the command or for ctx to be done, and stops everything again.
func run(ctx context.Context, o options, command []string) (code int, err error) {
	for _, addr := range []string{o.addr, o.manage} {
		if err := onLoopback(addr); err != nil {
			return 0, err
		}
	}
	s := &stack{options: o, quiet: len(command) > 0}
	defer func() { err = errors.Join(err, s.stop()) }()
	if err := s.start(ctx); err != nil {
		switch {
		case ctx.Err() == nil:
			return 0, err
		case len(command) > 0:
			return interrupted, nil
		}
		return 0, nil
	}
	if len(command) == 0 {
		select {
		case <-ctx.Done():
			fmt.Println("stopping")
			return 0, nil
		case err := <-s.failed:
			return 0, err
		}
	}
	return s.exec(ctx, command)
}

// onLoopback rejects addresses that other machines could reach.
func onLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%q is not an address such as 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%q is not a loopback address: anyone can sign in as anyone here, so only this machine may reach it", addr)
	}
	return nil
}

// interrupted is the exit code if the command was not run.
const interrupted = 128 + int(syscall.SIGINT)

// exec runs a command with everything up and returns its exit code.
func (s *stack) exec(ctx context.Context, command []string) (int, error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	if ctx.Err() != nil {
		return interrupted, nil
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), s.environ()...)
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("running the command: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case sig := <-signals:
			if sig != os.Interrupt || !inForeground() {
				cmd.Process.Signal(sig)
			}
		case err := <-s.failed:
			cmd.Process.Signal(syscall.SIGTERM)
			<-done
			return 0, err
		case err := <-done:
			return exitCode(err)
		}
	}
}

// inForeground reports whether a terminal's Ctrl-C reaches the command itself,
// as it does every process of the foreground group.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err == nil && group == syscall.Getpgrp()
}

// exitCode returns a command's exit code as shells do.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, err
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return exit.ExitCode(), nil
}
