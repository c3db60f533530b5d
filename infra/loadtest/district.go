package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// teachers are those of the local stack who share the classes: an instance serves 80 views of one teacher's at most.
var teachers = []string{"ada@north.example", "linus@north.example", "grace@north.example", "alan@south.example"}

// A district is many classes at once.
type district struct {
	options
	fleet *fleet
	send  http.RoundTripper // the fleet

	changes    latencies // from the teacher's tap until a student's page has the question
	shown      latencies // from an answer's acknowledgement until a view shows it
	reconnects atomic.Int64
}

// runDistrict runs sessions side by side against built functions.
func runDistrict(ctx context.Context, o options) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "cleanslate-district-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.dir = dir
	}
	fmt.Fprintln(o.progress, "building the functions")
	f, err := newFleet(ctx, o.dir, o.documents)
	if f != nil {
		defer f.stop()
	}
	if err != nil {
		return err
	}
	d := &district{options: o, fleet: f, send: f}
	if o.between != nil {
		d.send = o.between(f)
	}
	classes, err := d.open(ctx)
	defer d.delete(context.WithoutCancel(ctx), classes)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.out, "%d sessions × %d students, teacher-paced, %d questions, one every %v, %d views each\n",
		o.sessions, o.students, o.questions, o.pace, o.views)
	stop := d.showProgress(classes)
	began := time.Now()
	problems := d.teachAll(ctx, classes)
	took := time.Since(began)
	stop()
	return d.report(ctx, classes, problems, took)
}

// open signs the teachers in and opens the sessions, a few at a time.
func (d *district) open(ctx context.Context) ([]*class, error) {
	tokens, err := d.signIn(ctx)
	if err != nil {
		return nil, err
	}
	var (
		mu      sync.Mutex
		classes []*class
		errs    []error
		wg      sync.WaitGroup
		slots   = make(chan struct{}, 8)
	)
	for n := range d.sessions {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			o := d.options
			o.token, o.seed = tokens[n%len(tokens)], d.seed+uint64(n)
			l, err := newLesson(ctx, o, "teacher-paced", &http.Client{Transport: d.send, Timeout: waitSeconds*time.Second + requestTimeout})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
				return
			}
			classes = append(classes, &class{
				lesson: l, d: d, number: n, streams: client.Client{Origin: d.url, HTTP: &http.Client{Transport: d.send}},
				moved: make(map[string]time.Time), acked: make(map[string]time.Time), done: make(map[string]int),
			})
		})
	}
	wg.Wait()
	return classes, errors.Join(errs...)
}

// signIn returns a token of each of the teachers.
func (d *district) signIn(ctx context.Context) (tokens []string, err error) {
	// The stack serves what isn't a function: where to sign in.
	stack := &lesson{options: d.options}
	stack.api.Origin, stack.api.HTTP = d.url, newHTTP(d.connections)
	for _, user := range teachers {
		o := d.options
		o.user = user
		token, err := stack.signIn(ctx, o)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, token)
	}
	return tokens, nil
}

// delete removes what the classes created. The second factor of the tokens that they had may
// be too old for that.
func (d *district) delete(ctx context.Context, classes []*class) {
	tokens, err := d.signIn(ctx)
	if err != nil {
		fmt.Fprintf(d.progress, "the sessions stay: %v\n", err)
		return
	}
	for _, c := range classes {
		c.teacher = tokens[c.number%len(tokens)]
		c.delete(ctx)
	}
}

// teachAll runs the lessons, which begin one after another over the time for joining.
func (d *district) teachAll(ctx context.Context, classes []*class) []string {
	var mu sync.Mutex
	var problems []string
	var wg sync.WaitGroup
	began := time.Now()
	for n, c := range classes {
		wg.Go(func() {
			if !sleepUntil(ctx, began.Add(d.joining*time.Duration(n)/time.Duration(len(classes)))) {
				return
			}
			found := c.run(ctx)
			mu.Lock()
			defer mu.Unlock()
			problems = append(problems, found...)
		})
	}
	wg.Wait()
	return problems
}

// showProgress prints a line every ten seconds until stop is called.
func (d *district) showProgress(classes []*class) (stop func()) {
	done := make(chan struct{})
	began := time.Now()
	go func() {
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case now := <-tick.C:
				joins, answers := 0, 0
				for _, c := range classes {
					joins += c.joins.count()
					answers += c.answers.count()
				}
				fmt.Fprintf(d.progress, "%4.0fs  joined %d of %d, answers %d, changes seen %d\n",
					now.Sub(began).Seconds(), joins, d.sessions*d.options.students, answers, d.changes.count())
			}
		}
	}()
	return sync.OnceFunc(func() { close(done) })
}

// report prints the measurements, and returns an error if anything was lost or refused.
func (d *district) report(ctx context.Context, classes []*class, problems []string, took time.Duration) error {
	var joins, answers latencies
	var failures, rejected counts
	var gaveUp, again int64
	acked := 0
	for _, c := range classes {
		joins.all = append(joins.all, c.joins.all...)
		answers.all = append(answers.all, c.answers.all...)
		failures.merge(&c.failures)
		rejected.merge(&c.rejected)
		gaveUp += c.gaveUp.Load()
		again += c.again.Load()
		acked += c.ackedAnswers()
	}
	for _, line := range []struct {
		name string
		all  *latencies
	}{{"joins", &joins}, {"answers", &answers}, {"changes", &d.changes}, {"shown", &d.shown}} {
		fmt.Fprintf(d.out, "%-9s %7d   p50 %s  p95 %s  p99 %s  max %s\n", line.name, line.all.count(),
			millis(line.all.at(0.5)), millis(line.all.at(0.95)), millis(line.all.at(0.99)), millis(line.all.at(1)))
	}
	fmt.Fprintf(d.out, "%-9s %s\n%-9s %s\n%-9s %d requests; gave up %d; views that connected again %d\n",
		"errors", &failures, "rejected", &rejected, "repeated", again, gaveUp, d.reconnects.Load())
	fmt.Fprintf(d.out, "%-9s %.0f s, %.0f answers/s\n", "took", took.Seconds(), float64(answers.count())/took.Seconds())
	stored, err := d.stored(ctx)
	if err != nil {
		return err
	}
	d.fleet.report(d.out, stored)
	if ctx.Err() != nil {
		return fmt.Errorf("stopped before the end: %w", context.Cause(ctx))
	}
	for i, p := range problems {
		if i == 10 {
			fmt.Fprintf(d.out, "  … and %d more\n", len(problems)-i)
			break
		}
		fmt.Fprintln(d.out, " ", p)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%d things are missing or wrong", len(problems))
	}
	if gaveUp > 0 {
		return fmt.Errorf("students gave up %d requests", gaveUp)
	}
	fmt.Fprintf(d.out, "all %d acknowledged answers of %d students are stored with the right content, and every view showed them\n",
		acked, d.sessions*d.options.students)
	return nil
}

// stored counts the documents of both databases by the function that stores them.
func (d *district) stored(ctx context.Context) (map[string]int, error) {
	by := make(map[string]int)
	for _, database := range []string{"(default)", "vault"} {
		for doc, err := range firestore.Documents(ctx, os.Getenv("FIRESTORE_EMULATOR_HOST"), os.Getenv(environ.Project), database) {
			if err != nil {
				return nil, err
			}
			parts := strings.Split(doc.Name, "/")
			switch parts[len(parts)-2] {
			case "participants", "rejoins":
				by["join"]++
			case "answers":
				by["answer"]++
			default:
				by["teacher"]++
			}
		}
	}
	return by, nil
}
