package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"time"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

const (
	burstStudents = 1000
	burstSeconds  = 5
	// realCommit is roughly how long a commit takes in a multi-region database;
	// Google's emulator needs a few milliseconds.
	realCommit = 50 * time.Millisecond
)

// burst measures what a class of a thousand does to one instance on Google's
// emulator: documents, reads, and how long a student waits.
func (b *bench) burst(ctx context.Context) ([]row, error) {
	firestore, err := emulator.Start(ctx, emulator.Options{Benchmark: true, Heap: "1g"})
	if err != nil {
		return nil, err
	}
	defer firestore.Stop()
	program, err := process.Build(ctx, b.dir, "answer")
	if err != nil {
		return nil, err
	}
	evenly := func(int) time.Duration {
		return time.Duration(rand.Float64() * burstSeconds * float64(time.Second))
	}
	spread, err := b.burstThrough(ctx, program, firestore.Host(), realCommit, evenly)
	if err != nil {
		return nil, err
	}
	quick, err := b.burstThrough(ctx, program, firestore.Host(), 0, evenly)
	if err != nil {
		return nil, err
	}
	atOnce, err := b.burstThrough(ctx, program, firestore.Host(), 0, func(int) time.Duration { return 0 })
	if err != nil {
		return nil, err
	}
	const figure = "burst of 1,000 students"
	slowly := fmt.Sprintf("%s over %d s, a commit takes %v longer: ", figure, burstSeconds, realCommit)
	const atOnceFigure = figure + " all at once, the emulator as it is: "
	const (
		documents = "what Firestore charges for a lesson's answers"
		reads     = "as often as a close or a change of the question is noticed, however many answer"
	)
	return []row{
		below(slowly+"documents an answer", spread.documents, 0.1, "", documents),
		below(slowly+"session reads a second", spread.sessionReads, 1, "", reads),
		below(slowly+"p99 of a request ÷ one commit", spread.p99.Seconds()/spread.commit.Seconds(), 3, ms(spread.p99)+" ÷ "+ms(spread.commit),
			"until the slowest student of a hundred sees Saved"),
		below(slowly+"an answer alone ÷ one commit", spread.alone.Seconds()/spread.commit.Seconds(), 1.5, ms(spread.alone)+" ÷ "+ms(spread.commit),
			"nobody waits for company"),
		below(atOnceFigure+"documents an answer", atOnce.documents, 0.1, "p99 "+ms(atOnce.p99), documents),
		below(atOnceFigure+"session reads a second", atOnce.sessionReads, 1, "", reads),
		info(fmt.Sprintf("%s over %d s, the emulator as it is: documents an answer", figure, burstSeconds), fmt.Sprintf("%.2g", quick.documents),
			fmt.Sprintf("a commit takes %s, p99 %s", ms(quick.commit), ms(quick.p99)), "where a commit takes no time there is less to batch"),
	}, nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1e3) }

// A burstResult is the outcome of one burst.
type burstResult struct {
	documents, sessionReads float64 // an answer; a second
	p99, commit, alone      time.Duration
}

func (b *bench) burstThrough(ctx context.Context, program *process.Program, host string, delay time.Duration, when func(student int) time.Duration) (r burstResult, err error) {
	slow, err := newDelay(host, delay)
	if err != nil {
		return r, err
	}
	defer slow.Close()
	l, err := newLesson(ctx, slow.Addr().String(), 1)
	if err != nil {
		return r, err
	}
	defer l.close()
	p, err := program.Start(ctx, process.Options{Env: variables(slow.Addr().String())})
	if err != nil {
		return r, err
	}
	defer p.Stop()

	requests := make([][]byte, burstStudents)
	conns := make([]*connection, burstStudents)
	for i := range requests {
		_, _, token := l.student()
		requests[i] = post("/v1/answers", token, "", answerTo("q1"))
		if conns[i], err = dial(p.URL()); err != nil {
			return r, err
		}
		defer conns[i].Close()
	}
	// Warm up, then see what one answer alone waits for.
	var alone, commits []time.Duration
	for i := range 200 {
		began := time.Now()
		if err := conns[i].send(requests[i]); err != nil {
			return r, err
		}
		alone = append(alone, time.Since(began))
		began = time.Now()
		if _, err := l.store.AppendChunk(ctx, newID(), newID(), someRecords(1)); err != nil {
			return r, err
		}
		commits = append(commits, time.Since(began))
	}
	r.alone, r.commit = middle(alone[100:]), middle(commits[100:])

	before, err := l.chunks(ctx)
	if err != nil {
		return r, err
	}
	took := make([]time.Duration, burstStudents)
	errs := make([]error, burstStudents)
	began := time.Now()
	var wg sync.WaitGroup
	for i := range requests {
		wg.Go(func() {
			time.Sleep(when(i))
			sent := time.Now()
			errs[i] = conns[i].send(requests[i])
			took[i] = time.Since(sent)
		})
	}
	wg.Wait()
	seconds := math.Ceil(time.Since(began).Seconds())
	if err := errors.Join(errs...); err != nil {
		return r, err
	}
	after, err := l.chunks(ctx)
	if err != nil {
		return r, err
	}
	r.documents = float64(after-before) / burstStudents
	r.sessionReads, err = b.sessionReads(ctx, program, seconds, when)
	slices.Sort(took)
	r.p99 = took[burstStudents*99/100]
	return r, err
}

// sessionReads repeats a burst against a Firestore that counts reads.
func (b *bench) sessionReads(ctx context.Context, program *process.Program, seconds float64, when func(int) time.Duration) (float64, error) {
	firestore, err := newInstant()
	if err != nil {
		return 0, err
	}
	defer firestore.stop()
	l, err := newLesson(ctx, firestore.addr, 1)
	if err != nil {
		return 0, err
	}
	defer l.close()
	p, err := program.Start(ctx, process.Options{Env: variables(firestore.addr)})
	if err != nil {
		return 0, err
	}
	defer p.Stop()
	before := firestore.readsOf(seal.SessionPath(l.session.ID))
	errs := make([]error, burstStudents)
	var wg sync.WaitGroup
	for i := range burstStudents {
		_, _, token := l.student()
		wg.Go(func() {
			time.Sleep(when(i))
			c, err := dial(p.URL())
			if err != nil {
				errs[i] = err
				return
			}
			defer c.Close()
			errs[i] = c.send(post("/v1/answers", token, "", answerTo("q1")))
		})
	}
	wg.Wait()
	return float64(firestore.readsOf(seal.SessionPath(l.session.ID))-before) / seconds, errors.Join(errs...)
}

// chunks counts the documents of the session's answer log.
func (l *lesson) chunks(ctx context.Context) (n int, err error) {
	for _, err := range l.store.Chunks(ctx, l.session.ID) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// someRecords returns n records like those of answers to a choice.
func someRecords(n int) []domain.Record {
	key, err := seal.ParseKey(make([]byte, seal.KeySize))
	if err != nil {
		panic(err) // its size is right
	}
	records := make([]domain.Record, n)
	for i := range records {
		records[i] = domain.Record{
			Participant: newID(), Question: "q1", Revision: 1,
			Sealed: key.Seal("sessions/s/participants/p", seal.Answer("q1", 1), []byte(`"a"`)),
		}
	}
	return records
}

func middle(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// newDelay forwards connections to a host and delays what comes back from it,
// as a network does; nothing is delayed twice.
func newDelay(host string, d time.Duration) (net.Listener, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", host)
			if err != nil {
				client.Close()
				continue
			}
			go func() {
				io.Copy(server, client)
				server.Close()
			}()
			go func() {
				delayed(client, server, d)
				client.Close()
			}()
		}
	}()
	return l, nil
}

// delayed copies until either side ends.
func delayed(to io.Writer, from io.Reader, d time.Duration) {
	type part struct {
		at time.Time
		b  []byte
	}
	parts := make(chan part, 1<<12)
	go func() {
		defer close(parts)
		for {
			b := make([]byte, 32<<10)
			n, err := from.Read(b)
			if n > 0 {
				parts <- part{time.Now().Add(d), b[:n]}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range parts {
		time.Sleep(time.Until(p.at))
		if _, err := to.Write(p.b); err != nil {
			return
		}
	}
}
