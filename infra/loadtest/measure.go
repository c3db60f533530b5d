package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// latencies are how long each operation took. It is safe for concurrent use.
type latencies struct {
	mu  sync.Mutex
	all []time.Duration
}

func (l *latencies) add(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, d)
}

func (l *latencies) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all)
}

// at returns the time within which a share of them was done: the nearest rank.
func (l *latencies) at(share float64) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) == 0 {
		return 0
	}
	slices.Sort(l.all)
	rank := int(share*float64(len(l.all)) + 0.999999)
	return l.all[min(max(rank, 1), len(l.all))-1]
}

// counts are numbers by kind. It is safe for concurrent use.
type counts struct {
	mu sync.Mutex
	by map[string]int
}

func (c *counts) add(kind string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = make(map[string]int)
	}
	c.by[kind]++
}

// merge adds what others counted.
func (c *counts) merge(o *counts) {
	o.mu.Lock()
	defer o.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = make(map[string]int)
	}
	for kind, n := range o.by {
		c.by[kind] += n
	}
}

func (c *counts) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.by) == 0 {
		return "none"
	}
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(c.by)) {
		parts = append(parts, fmt.Sprintf("%d × %s", c.by[kind], kind))
	}
	return strings.Join(parts, ", ")
}

// showProgress prints the lesson's progress until stop is called: on a terminal
// in one line that changes, elsewhere in a new line every five seconds.
func (l *lesson) showProgress() (stop func()) {
	every, start, end := 5*time.Second, "", "\n"
	if l.progressIsOnTerminal {
		every, start, end = 200*time.Millisecond, "\r\033[K", ""
	}
	began, done, stopped := time.Now(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(every)
		defer tick.Stop()
		last, lastAt := 0, began
		for {
			select {
			case <-done:
				fmt.Fprint(l.progress, start)
				return
			case now := <-tick.C:
				n := l.answers.count()
				fmt.Fprintf(l.progress, "%s%4.0fs  joined %d of %d, answered %d of %d (%.0f/s), sent again %d, gave up %d%s", start,
					now.Sub(began).Seconds(), l.joins.count(), l.options.students, n, l.expected(),
					float64(n-last)/now.Sub(lastAt).Seconds(), l.again.Load(), l.gaveUp.Load(), end)
				last, lastAt = n, now
			}
		}
	}()
	return sync.OnceFunc(func() { close(done); <-stopped })
}

// expected returns roughly how many answers there will be.
func (l *lesson) expected() int {
	n := float64(l.options.students * l.options.questions)
	return int(n * (1 + l.change) * (1 + l.options.again))
}

// report prints the measurements.
func (l *lesson) report(joined, answered time.Duration) {
	line := func(name string, all *latencies, took time.Duration) {
		n := all.count()
		fmt.Fprintf(l.out, "%-9s %7d in %6.1f s %8.0f/s   p50 %s  p90 %s  p99 %s  max %s\n", name, n, took.Seconds(),
			float64(n)/max(took.Seconds(), 1e-9), millis(all.at(0.5)), millis(all.at(0.9)), millis(all.at(0.99)), millis(all.at(1)))
	}
	line("joins", &l.joins, joined)
	line("answers", &l.answers, answered)
	fmt.Fprintf(l.out, "%-9s %s\n", "errors", &l.failures)
	fmt.Fprintf(l.out, "%-9s %s\n", "rejected", &l.rejected)
	fmt.Fprintf(l.out, "%-9s %d requests; gave up %d\n", "repeated", l.again.Load(), l.gaveUp.Load())
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}
