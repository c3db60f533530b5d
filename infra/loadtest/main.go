// Command loadtest runs a lesson with many students and checks that no answer is lost that they were told is stored.
//
//	loadtest [-students 1000] [-questions 10] [-over 20s] [flags]
//
// It signs in as a teacher, creates a question set, opens a session, has every student join with the code and answer
// every question, some of them twice, over the given times, and finally compares what was acknowledged with what the
// teacher's API shows. It prints rates, latencies and errors, and exits with 1 if an answer is missing or wrong, or if
// a student had to give up. It deletes what it created.
//
// With -sessions it drives many teacher-paced lessons at once, in which students wait for each question and the teacher
// has live views open, some of which break off or read slowly. The functions are then built ones in processes of their
// own, as Cloud Run would run them, behind a load balancer; the local stack lends its emulators and its identity
// provider. It fails unless every acknowledged answer is stored and every view has shown all of them.
//
//	loadtest -sessions 200 [-students 30] [-questions 10] [-pace 20s] [-views 2]
//
// Latencies are the student's: from the tap until the server has confirmed, including connecting, pauses and retries.
//
// Students, time and connections are limited, and it must never reach another machine unless -allow-remote is given
// together with -url.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Limits. A session takes 5,000 students, a question set 200 questions.
const (
	studentsMax    = 5000
	questionsMax   = 200
	overMax        = 10 * time.Minute
	connectionsMax = 5000
	sessionsMax    = 1000
	viewsMax       = 10
	// setupMax limits everything before and after the answering.
	setupMax = 5 * time.Minute
)

type options struct {
	url                  string
	urlGiven             bool
	allowRemote          bool
	user, password       string
	token                string
	sessions, views      int
	pace                 time.Duration
	documents            bool // count those that functions read
	students, questions  int
	joining, over        time.Duration
	change, again        float64
	connections          int
	keep                 bool
	seed                 uint64
	progress, out        io.Writer
	progressIsOnTerminal bool
	dir                  string                                    // for built functions; empty: a temporary one
	between              func(http.RoundTripper) http.RoundTripper // a test's, before the load balancer
}

func main() {
	o := options{progress: os.Stderr, out: os.Stdout}
	if info, err := os.Stderr.Stat(); err == nil {
		o.progressIsOnTerminal = info.Mode()&os.ModeCharDevice != 0
	}
	flag.StringVar(&o.url, "url", "", "origin to test (default $CLEANSLATE_URL, else http://127.0.0.1:8080)")
	flag.BoolVar(&o.allowRemote, "allow-remote", false, "allow a -url that is not on this machine")
	flag.StringVar(&o.user, "user", "ada@north.example", "teacher to sign in as, with the local stack's password grant")
	flag.StringVar(&o.password, "password", "demo", "the teacher's password")
	flag.StringVar(&o.token, "token", "", "the teacher's access token, instead of signing in")
	flag.IntVar(&o.sessions, "sessions", 0, "how many teacher-paced sessions at once, with built functions; 0: one session, against -url")
	flag.IntVar(&o.views, "views", 2, "with -sessions: how many live views of each")
	flag.BoolVar(&o.documents, "documents", true, "with -sessions: count the documents that each function reads, which costs some of the time")
	flag.DurationVar(&o.pace, "pace", 20*time.Second, "with -sessions: time for each question")
	flag.IntVar(&o.students, "students", 1000, "how many students, in each session")
	flag.IntVar(&o.questions, "questions", 10, "how many questions each of them answers")
	flag.DurationVar(&o.joining, "joining", 5*time.Second, "time over which the students join")
	flag.DurationVar(&o.over, "over", 20*time.Second, "time over which the answers are spread")
	flag.Float64Var(&o.change, "change", 0.1, "share of the answers that are changed once")
	flag.Float64Var(&o.again, "again", 0.02, "share of the acknowledged requests that are sent again")
	flag.IntVar(&o.connections, "connections", 512, "maximum number of connections")
	flag.BoolVar(&o.keep, "keep", false, "don't delete the session and the question set")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the students' timing")
	flag.Parse()
	flag.Visit(func(f *flag.Flag) { o.urlGiven = o.urlGiven || f.Name == "url" })
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "loadtest: %q is not a flag\n", flag.Arg(0))
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "loadtest:", err)
		os.Exit(1)
	}
}

// check rejects options that are out of range, and other machines.
func (o *options) check() error {
	if o.url == "" {
		o.url = os.Getenv("CLEANSLATE_URL")
	}
	if o.url == "" {
		o.url = "http://127.0.0.1:8080"
	}
	for _, b := range []struct {
		flag     string
		n, least int
		most     int
	}{
		{"sessions", o.sessions, 0, sessionsMax},
		{"views", o.views, 0, viewsMax},
		{"students", o.students, 1, studentsMax},
		{"questions", o.questions, 1, questionsMax},
		{"connections", o.connections, 1, connectionsMax},
	} {
		if b.n < b.least || b.n > b.most {
			return fmt.Errorf("-%s is %d; it can be %d to %d", b.flag, b.n, b.least, b.most)
		}
	}
	for name, share := range map[string]float64{"change": o.change, "again": o.again} {
		if !(share >= 0 && share <= 1) {
			return fmt.Errorf("-%s is %v; it can be 0 to 1", name, share)
		}
	}
	for name, d := range map[string]time.Duration{"joining": o.joining, "over": o.over, "pace": o.pace} {
		if d < 0 || d > overMax {
			return fmt.Errorf("-%s is %v; it can be up to %v", name, d, overMax)
		}
	}
	return o.checkHost(o.url)
}

var errRemote = errors.New("is not on this machine: a load test of another one needs -allow-remote and -url, and its owner's permission")

// checkHost rejects an address on another machine, unless it was explicitly allowed.
func (o *options) checkHost(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is not an address such as http://127.0.0.1:8080", address)
	}
	if o.allowRemote && o.urlGiven {
		return nil
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%s %w", u.Host, errRemote)
	}
	return nil
}

// run runs the lesson.
func run(ctx context.Context, o options) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.sessions > 0 {
		ctx, cancel := context.WithTimeoutCause(ctx, o.joining+time.Duration(o.questions)*o.pace+2*setupMax, errors.New("it took too long"))
		defer cancel()
		return runDistrict(ctx, o)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.joining+o.over+setupMax, errors.New("it took too long"))
	defer cancel()
	l, err := newLesson(ctx, o, "self-paced", newHTTP(o.connections))
	if err != nil {
		return err
	}
	if !o.keep {
		defer l.delete(context.WithoutCancel(ctx))
	}
	fmt.Fprintf(o.out, "%d students × %d questions over %v against %s, session %s\n", o.students, o.questions, o.over, o.url, l.code)

	stop := l.showProgress()
	joining := time.Now()
	l.joinAll(ctx)
	joined := time.Since(joining)
	answering := time.Now()
	l.answerAll(ctx)
	answered := time.Since(answering)
	stop()

	l.report(joined, answered)
	if ctx.Err() != nil {
		return fmt.Errorf("stopped before the end: %w", context.Cause(ctx))
	}
	problems, err := l.compare(ctx)
	if err != nil {
		return fmt.Errorf("comparing with the teacher's view: %w", err)
	}
	for i, p := range problems {
		if i == 10 {
			fmt.Fprintf(o.out, "  … and %d more\n", len(problems)-i)
			break
		}
		fmt.Fprintln(o.out, " ", p)
	}
	switch gaveUp := l.gaveUp.Load(); {
	case len(problems) > 0:
		return fmt.Errorf("%d acknowledged answers or students are missing or wrong", len(problems))
	case gaveUp > 0:
		return fmt.Errorf("students gave up %d requests", gaveUp)
	}
	fmt.Fprintf(o.out, "all %d acknowledged answers of %d students are stored with the right content\n", l.ackedAnswers(), o.students)
	return nil
}
