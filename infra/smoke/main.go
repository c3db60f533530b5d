// Command smoke asks a deployed service whether it works: it looks at the edge (headers, certificate, redirect,
// time-outs, versions) and runs a lesson with one student, who answers, appears in the teacher's results, reads what is
// held about them, and is erased.
//
//	go run ./infra/smoke -url https://cleanslate.example [-version v1.4.2] <token
//
// Operators run it after an apply and after a release; `make test` runs it on the local stack. It signs in with a
// teacher's access token, read from the standard input (the page sends it with every request: look into the browser's
// tools), or with -user by the password grant, which only the local stack has. With -edge it runs no lesson and needs
// no token.
//
// It must never print a token, nor leave behind what it made: it deletes its session and its question set, which the
// school's policy then erases. It makes some thirty requests, to the one address that it is given.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

type options struct {
	url      string
	token    string // a teacher's
	user     string // who signs in, without a token
	password string
	version  string // that every function must have; empty: any, but one
	edge     bool   // only the edge
	out      io.Writer
	timeout  time.Duration // of a request
	patience time.Duration // until a body that never arrives must have been refused
}

func main() {
	o := options{out: os.Stdout, timeout: 30 * time.Second, patience: 30 * time.Second}
	flag.StringVar(&o.url, "url", "", "address of the service: https://cleanslate.example")
	flag.StringVar(&o.user, "user", "", "who signs in by a password, on the local stack: ada@north.example")
	flag.StringVar(&o.password, "password", "demo", "their password")
	flag.StringVar(&o.version, "version", "", "version that must be running")
	flag.BoolVar(&o.edge, "edge", false, "look at the edge alone, without a lesson")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := mainErr(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "smoke:", err)
		os.Exit(1)
	}
}

func mainErr(ctx context.Context, o options) error {
	if !o.edge && o.user == "" {
		b, err := io.ReadAll(io.LimitReader(os.Stdin, 1<<16))
		if err != nil {
			return fmt.Errorf("reading the token: %w", err)
		}
		if o.token = strings.TrimSpace(string(b)); o.token == "" {
			return errors.New("the standard input has no token; give one, or -user, or -edge")
		}
	}
	return run(ctx, o)
}

// A smoke is one run.
type smoke struct {
	options
	base   *url.URL
	client *client.Client
	failed []string // steps
}

// run takes all steps, and says which failed.
func run(ctx context.Context, o options) error {
	base, err := url.Parse(o.url)
	if err != nil || base.Host == "" || base.Path != "" && base.Path != "/" || base.Scheme != "https" && base.Scheme != "http" {
		return errors.New("-url is an address such as https://cleanslate.example")
	}
	if base.Scheme == "http" && !loopback(base.Hostname()) {
		return errors.New("a token isn't sent unencrypted: the address must begin with https://")
	}
	o.url = base.Scheme + "://" + base.Host
	s := &smoke{options: o, base: base, client: &client.Client{Origin: o.url, Limit: replyMax, HTTP: &http.Client{
		Timeout: o.timeout,
		// A redirect might lead elsewhere, with the token.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}}
	for _, step := range s.edgeSteps() {
		s.take(ctx, step)
	}
	if !o.edge {
		s.lesson(ctx)
	}
	if len(s.failed) > 0 {
		return fmt.Errorf("%d of the steps failed: %s", len(s.failed), strings.Join(s.failed, "; "))
	}
	return nil
}

// A step is one check.
type step struct {
	name string
	do   func(ctx context.Context) error
}

// take takes a step, prints the outcome and reports whether it succeeded.
func (s *smoke) take(ctx context.Context, st step) bool {
	began := time.Now()
	err := st.do(ctx)
	took := time.Since(began).Round(time.Millisecond)
	if err != nil {
		s.failed = append(s.failed, st.name)
		fmt.Fprintf(s.out, "FAILED  %-44s %8s  %v\n", st.name, took, err)
		return false
	}
	fmt.Fprintf(s.out, "ok      %-44s %8s\n", st.name, took)
	return true
}

func loopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }
