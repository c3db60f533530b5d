package httpapi

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// countFor is how long requests are counted before a line says how many there were. The
// next request after that writes it: between requests an instance may get no processor
// time, so a timer might not fire.
const countFor = time.Minute

// failuresShown is how many failed or slow requests of a route and status get a line of
// their own until the next count. When Firestore is down during a lesson, thousands fail
// alike.
const failuresShown = 10

// counts are the numbers of requests since the last line.
type counts struct {
	mu    sync.Mutex
	since time.Time // of the first of them
	n     map[outcome]*tally

	// Of the request before: nearly all of a burst end alike.
	last      outcome
	lastTally *tally
}

// An outcome is what requests are counted by.
type outcome struct {
	route  string
	status int
}

type tally struct{ requests, shown int }

// add counts a request. It reports whether the request gets a line of its own,
// and returns what is to be logged now, nil if nothing.
func (c *counts) add(o outcome, now time.Time, failed bool) (show bool, due *counts) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n, c.since = make(map[outcome]*tally), now
	}
	if c.lastTally == nil || c.last != o {
		t := c.n[o]
		if t == nil {
			t = new(tally)
			c.n[o] = t
		}
		c.last, c.lastTally = o, t
	}
	t := c.lastTally
	t.requests++
	if failed && t.shown < failuresShown {
		t.shown++
		show = true
	}
	if now.Sub(c.since) >= countFor {
		due = c.take()
	}
	return show, due
}

// take returns what was counted, nil if nothing, and starts over. c is locked.
func (c *counts) take() *counts {
	if c.n == nil {
		return nil
	}
	taken := &counts{since: c.since, n: c.n}
	c.n, c.lastTally = nil, nil
	return taken
}

// byRoute is what the line shows: how many requests of each route had each status.
func (c *counts) byRoute() map[string]map[int]int {
	routes := make(map[string]map[int]int)
	for o, t := range c.n {
		if routes[o.route] == nil {
			routes[o.route] = make(map[int]int)
		}
		routes[o.route][o.status] = t.requests
	}
	return routes
}

// count counts w's request, and reports whether it gets a line of its own.
func (m *middleware) count(w *response, now time.Time, level slog.Level) (show bool) {
	failed := level > slog.LevelInfo
	show, due := m.counts.add(outcome{route(w.r), w.status}, now, failed)
	m.logCounts(due, now)
	return show
}

func (m *middleware) logCounts(c *counts, now time.Time) {
	if c == nil {
		return
	}
	m.logger().LogAttrs(context.Background(), slog.LevelInfo, "requests",
		slog.String("function", m.name),
		slog.Int("seconds", int(now.Sub(c.since).Round(time.Second).Seconds())),
		slog.Any("counts", c.byRoute()))
}

// flush logs what was counted so far.
func (m *middleware) flush() {
	if m.counts == nil {
		return
	}
	m.counts.mu.Lock()
	due := m.counts.take()
	m.counts.mu.Unlock()
	m.logCounts(due, m.Clock())
}

// flushAtEnd flushes when the cloud takes the instance down, which it says by
// SIGTERM, and then lets the signal end the process as it would have.
func (m *middleware) flushAtEnd() {
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	go func() {
		<-terminated
		m.flush()
		signal.Reset(syscall.SIGTERM)
		syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	}()
}
