package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// waiting is how many students one instance of watch holds.
const waiting = 950

// watch measures what an answer costs while a full instance of watch has students
// wait in the same lesson, against what it costs while nobody waits.
func (b *bench) watch(ctx context.Context) ([]row, error) {
	firestore, err := emulator.Start(ctx, emulator.Options{Benchmark: true, Heap: "1g"})
	if err != nil {
		return nil, err
	}
	defer firestore.Stop()
	l, err := newLesson(ctx, firestore.Host(), 1)
	if err != nil {
		return nil, err
	}
	defer l.close()
	started := make(map[string]*process.Process)
	for _, name := range []string{"answer", "watch"} {
		program, err := process.Build(ctx, b.dir, name)
		if err != nil {
			return nil, err
		}
		if started[name], err = program.Start(ctx, process.Options{Env: variables(firestore.Host())}); err != nil {
			return nil, err
		}
		defer started[name].Stop()
	}
	const connections = 64
	next := l.answers(1<<16, connections)
	var ratios, alone, beside []float64
	// The first round warms up.
	for round := range 2*b.rounds + 1 {
		without, err := b.cost(ctx, started["answer"], connections, next)
		if err != nil {
			return nil, err
		}
		stop, err := l.wait(ctx, started["watch"].URL())
		if err != nil {
			return nil, err
		}
		with, err := b.cost(ctx, started["answer"], connections, next)
		if err := errors.Join(err, stop()); err != nil {
			return nil, err
		}
		if round > 0 {
			ratios, alone, beside = append(ratios, with/without), append(alone, without), append(beside, with)
		}
	}
	return []row{within(fmt.Sprintf("answer while %d students wait at watch ÷ while nobody waits", waiting), ratios, 1.05,
		fmt.Sprintf("%.1f µs ÷ %.1f µs, on Google's emulator", median(beside), median(alone)),
		"a class that waits for its teacher keeps nobody's answer")}, nil
}

// wait has students wait for a change of the lesson, which doesn't come, until stop is
// called, which returns why one of them couldn't.
func (l *lesson) wait(ctx context.Context, url string) (stop func() error, err error) {
	ctx, cancel := context.WithCancel(ctx)
	errs := make([]error, waiting)
	var wg sync.WaitGroup
	stop = func() error {
		cancel()
		wg.Wait()
		return errors.Join(errs...)
	}
	var now struct{ Version int }
	path := "/v1/sessions/" + l.session.ID + "/changes?wait=25&after="
	if err := (&client.Client{Origin: url}).Do(ctx, client.Request{Path: path + "0"}, &now); err != nil {
		return nil, errors.Join(err, stop())
	}
	request := fmt.Appendf(nil, "GET %s%d HTTP/1.1\r\nHost: bench\r\n\r\n", path, now.Version)
	for i := range waiting {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			return nil, errors.Join(err, stop())
		}
		context.AfterFunc(ctx, func() { conn.Close() })
		wg.Go(func() {
			r := bufio.NewReader(conn)
			for {
				_, err := conn.Write(request)
				var resp *http.Response
				if err == nil {
					resp, err = http.ReadResponse(r, nil)
				}
				switch {
				case ctx.Err() != nil:
					return
				case err == nil && resp.StatusCode != http.StatusNoContent:
					err = errors.New("waiting: " + resp.Status)
				}
				if err != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	time.Sleep(500 * time.Millisecond) // until all of them wait
	return stop, nil
}
