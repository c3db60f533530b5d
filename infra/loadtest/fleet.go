package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/infra/deployment"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
)

// driven are the functions that lessons need.
var driven = []string{"join", "answer", "watch", "live", "teacher"}

// A fleet runs functions on loopback as Cloud Run does: built, each in processes with the memory of an instance, which
// get as many requests at once as Terraform says, and of which there is one more whenever those that there are have less
// than 40 % of their places free (https://cloud.google.com/run/docs/about-instance-autoscaling). It is the load balancer as
// well: an http.RoundTripper that sends each request to the function that routes.json names.
type fleet struct {
	routes   *http.ServeMux
	services map[string]*service
}

// A service is one function's instances.
type service struct {
	name    string
	program *process.Program
	options process.Options
	size    deployment.Size

	documents *meter // nil: none are counted

	mu        sync.Mutex
	changed   chan struct{} // closed when there may be room, if somebody waits for it
	waiting   int
	instances []*instance
	starting  bool
	starts    sync.WaitGroup // those that no request waits for
	stopped   bool
	busiest   int // requests at once

	requests latencies // until the response's header
	refused  counts    // responses from 500 on
}

// An instance is one process of a function.
type instance struct {
	*process.Process
	transport *http.Transport
	busy      int // guarded by service.mu
}

// newFleet builds the functions into dir and starts one instance of each, with the local stack's emulators. The
// working directory is that of the repository.
func newFleet(ctx context.Context, dir string, documents bool) (*fleet, error) {
	f := &fleet{routes: http.NewServeMux(), services: make(map[string]*service)}
	stack := deployment.Stack("terraform")
	for _, name := range driven {
		s, err := newService(ctx, stack, dir, name)
		if err != nil {
			return f, err
		}
		f.services[name] = s
		if documents {
			if s.documents, err = newMeter(ctx, os.Getenv("FIRESTORE_EMULATOR_HOST")); err != nil {
				return f, err
			}
			s.options.Env = append(s.options.Env, "FIRESTORE_EMULATOR_HOST="+s.documents.address)
		}
		if err := s.start(ctx); err != nil {
			return f, err
		}
	}
	routes, err := stack.Routes()
	if err != nil {
		return f, err
	}
	for _, r := range routes {
		to := r.To
		if to == "state" { // a cache before join
			to = "join"
		}
		if s := f.services[to]; s != nil && !r.SignedIn {
			f.routes.Handle(pattern(r.Path), s)
		}
	}
	return f, nil
}

var template = regexp.MustCompile(`\{(\w+)=(\*\*?)\}`)

// pattern returns a path of routes.json as net/http writes it.
func pattern(path string) string {
	return template.ReplaceAllStringFunc(path, func(s string) string {
		m := template.FindStringSubmatch(s)
		if m[2] == "**" {
			return "{" + m[1] + "...}"
		}
		return "{" + m[1] + "}"
	})
}

// emulators are where each function finds what stands in for Google's services.
var emulators = []string{"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST", "STORAGE_EMULATOR_HOST"}

func newService(ctx context.Context, stack deployment.Stack, dir, name string) (*service, error) {
	size, err := stack.Size(name)
	if err != nil {
		return nil, err
	}
	e, err := stack.Environment(name)
	if err != nil {
		return nil, err
	}
	s := &service{name: name, size: size, changed: make(chan struct{}), options: process.Options{Memory: size.Memory}}
	for _, v := range append(e.All(), emulators...) {
		if value, ok := os.LookupEnv(v); ok {
			s.options.Env = append(s.options.Env, v+"="+value)
		}
	}
	if os.Getenv(environ.Project) == "" {
		return nil, fmt.Errorf("%s isn't set: run it inside the local stack, as make load-district does", environ.Project)
	}
	into := filepath.Join(dir, name)
	if err := os.MkdirAll(into, 0o700); err != nil {
		return nil, err
	}
	s.program, err = process.Build(ctx, into, name)
	return s, err
}

// start adds an instance.
func (s *service) start(ctx context.Context) error {
	p, err := s.program.Start(ctx, s.options)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.starting = false
	s.wake()
	if err != nil {
		return err
	}
	if s.stopped {
		return p.Kill()
	}
	s.instances = append(s.instances, &instance{Process: p, transport: &http.Transport{
		MaxIdleConnsPerHost: s.size.Concurrency, DisableCompression: true,
	}})
	return nil
}

// wake makes those who wait look again, with s.mu held.
func (s *service) wake() {
	if s.waiting == 0 {
		return
	}
	s.waiting = 0
	close(s.changed)
	s.changed = make(chan struct{})
}

// targetUse is the share of its instances' places that Cloud Run fills before it starts another.
const targetUse = 0.6

// take returns the least busy instance that has room, and waits where none has. It starts an instance where there is
// none, and another before those that there are have no room.
func (s *service) take(ctx context.Context) (*instance, error) {
	for {
		s.mu.Lock()
		i, busy := s.leastBusy()
		places := float64(s.size.Concurrency * len(s.instances))
		start := !s.starting && !s.stopped && len(s.instances) < s.size.MaxInstances && float64(busy) >= targetUse*places
		s.starting = s.starting || start
		if i != nil {
			i.busy++
			s.busiest = max(s.busiest, busy+1)
			if start {
				s.starts.Go(func() {
					if err := s.start(context.WithoutCancel(ctx)); err != nil {
						fmt.Fprintf(os.Stderr, "starting another instance of %s: %v\n", s.name, err)
					}
				})
			}
			s.mu.Unlock()
			return i, nil
		}
		changed := s.changed
		if !start {
			s.waiting++
		}
		s.mu.Unlock()
		if start {
			if err := s.start(ctx); err != nil {
				return nil, err
			}
			continue
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// leastBusy returns the instance with the fewest requests, nil if none has room, and the requests of all, with s.mu held.
func (s *service) leastBusy() (least *instance, busy int) {
	for _, i := range s.instances {
		busy += i.busy
		if i.busy < s.size.Concurrency && (least == nil || i.busy < least.busy) {
			least = i
		}
	}
	return least, busy
}

func (s *service) leave(i *instance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i.busy--
	s.wake()
}

// ServeHTTP makes a service what a pattern leads to. It is never called.
func (s *service) ServeHTTP(http.ResponseWriter, *http.Request) {}

// RoundTrip sends a request to the function that serves it.
func (f *fleet) RoundTrip(r *http.Request) (*http.Response, error) {
	h, _ := f.routes.Handler(r)
	s, ok := h.(*service)
	if !ok {
		return nil, fmt.Errorf("no function that runs here serves %s", r.URL.Path)
	}
	began := time.Now()
	i, err := s.take(r.Context())
	if err != nil {
		return nil, err
	}
	sent := r.Clone(r.Context())
	sent.URL.Scheme, sent.URL.Host, sent.Host = "http", fmt.Sprintf("127.0.0.1:%d", i.Port), ""
	resp, err := i.transport.RoundTrip(sent)
	if err != nil {
		s.leave(i)
		return nil, err
	}
	s.requests.add(time.Since(began))
	if resp.StatusCode >= 500 {
		s.refused.add(resp.Status)
	}
	resp.Body = &leaving{resp.Body, sync.OnceFunc(func() { s.leave(i) })}
	return resp, nil
}

// leaving makes room in an instance once a response has been read.
type leaving struct {
	io.ReadCloser
	leave func()
}

func (l *leaving) Close() error {
	defer l.leave()
	return l.ReadCloser.Close()
}

// stop stops all instances.
func (f *fleet) stop() {
	for _, s := range f.services {
		s.mu.Lock()
		s.stopped = true
		s.mu.Unlock()
		s.starts.Wait()
		s.mu.Lock()
		for _, i := range s.instances {
			i.transport.CloseIdleConnections()
			if err := i.Kill(); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		s.mu.Unlock()
		if s.documents != nil {
			s.documents.stop()
		}
	}
}

// report prints a line for each function. Stored says how many documents each has stored.
func (f *fleet) report(out io.Writer, stored map[string]int) {
	fmt.Fprintf(out, "\n%-8s %9s %8s %9s %9s %9s %9s %9s %9s  %s\n",
		"function", "instances", "at once", "requests", "p50", "p99", "memory", "read", "stored", "500 and above")
	for _, name := range driven {
		s := f.services[name]
		var memory int64
		for _, i := range s.instances {
			if peak, err := i.Peak(); err == nil {
				memory = max(memory, peak)
			}
		}
		read := "-"
		if s.documents != nil {
			read = strconv.FormatInt(s.documents.read.Load(), 10)
		}
		fmt.Fprintf(out, "%-8s %9d %8d %9d %9s %9s %5d MiB %9s %9d  %s\n", name, len(s.instances), s.busiest, s.requests.count(),
			millis(s.requests.at(0.5)), millis(s.requests.at(0.99)), memory>>20, read, stored[name], &s.refused)
	}
	fmt.Fprintln(out, "Times are until a response begins, so those of watch and live are mostly waiting. Memory is the most that an instance had.")
	fmt.Fprintln(out, "Read are the documents that Firestore would charge for, stored those that are there in the end.")
}
