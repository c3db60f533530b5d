package store

import (
	"context"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// FreshFor is how old a session, a code or a count may be that a function acts
// on: documents that many students ask for at once are read once a second.
const FreshFor = time.Second

// A Fresh keeps what load gave for a while, and asks once however many wait for
// the same key. Errors are kept as well, but never longer than FreshFor: a
// document that isn't there costs no more than one that is, and a database that
// is back is not taken for lost. It is safe for concurrent use.
//
// What it keeps can be lost at any time: nothing depends on it but cost.
type Fresh[V any] struct {
	load   func(ctx context.Context, key string, old V) (V, error)
	builds bool // load makes use of what is old
	clock  domain.Clock
	age    time.Duration
	size   int
	weigh  func(V) int // nil: every value weighs 1
	least  int         // what an entry weighs that has no value

	mu      sync.Mutex
	entries map[string]*entry[V]
	weight  int // of all entries
}

type entry[V any] struct {
	at     time.Time     // when loading began
	done   chan struct{} // closed when value and err are set
	value  V
	err    error
	old    V         // what was last loaded before this, for load
	next   *entry[V] // begins when this one is done; guarded by Fresh.mu
	weight int       // guarded by Fresh.mu
}

// NewFresh makes a Fresh that keeps at most size values for the given age.
func NewFresh[V any](clock domain.Clock, age time.Duration, size int, load func(context.Context, string) (V, error)) *Fresh[V] {
	return newFresh(clock, age, size, func(ctx context.Context, key string, _ V) (V, error) { return load(ctx, key) })
}

// NewFreshFrom makes a Fresh of what can be brought up to date for less than it
// costs to load: load is given the value that was kept, or none.
func NewFreshFrom[V any](clock domain.Clock, age time.Duration, size int, load func(ctx context.Context, key string, old V) (V, error)) *Fresh[V] {
	f := newFresh(clock, age, size, load)
	f.builds = true
	return f
}

func newFresh[V any](clock domain.Clock, age time.Duration, size int, load func(ctx context.Context, key string, old V) (V, error)) *Fresh[V] {
	return &Fresh[V]{load: load, clock: clock, age: age, size: size, least: 1, entries: make(map[string]*entry[V])}
}

// Weigh makes the size of f bound the sum of what weigh gives for its values, in
// bytes, instead of their number. It comes before the first use and gives f.
func (f *Fresh[V]) Weigh(weigh func(V) int) *Fresh[V] {
	f.weigh, f.least = weigh, 1<<10
	return f
}

// loadTimeout bounds a load, and so that for which a Get waits.
const loadTimeout = 5 * time.Second

// Get returns the value of key: one that is on its way, or at most as old as the
// Fresh allows.
func (f *Fresh[V]) Get(ctx context.Context, key string) (V, error) {
	return f.current(ctx, key).wait(ctx)
}

// Begin starts to load key, unless it is there, for a Get that follows.
func (f *Fresh[V]) Begin(ctx context.Context, key string) { f.current(ctx, key) }

func (f *Fresh[V]) current(ctx context.Context, key string) *entry[V] {
	now := f.clock()
	f.mu.Lock()
	defer f.mu.Unlock()
	e := f.entries[key]
	if e == nil || e.loaded() && f.aged(e, now) {
		e = f.begin(ctx, key)
	}
	return e
}

// aged reports whether a loaded entry has been kept long enough.
func (f *Fresh[V]) aged(e *entry[V], now time.Time) bool {
	age := f.age
	if e.err != nil {
		age = min(age, FreshFor)
	}
	return now.Sub(e.at) >= age || now.Before(e.at)
}

// Reload returns the value of key as it is after the call. Loads of one key that
// Reload asks for follow one another, so those who ask while one is on its way
// share the one after it.
func (f *Fresh[V]) Reload(ctx context.Context, key string) (V, error) {
	f.mu.Lock()
	e := f.entries[key]
	switch {
	case e == nil || e.loaded():
		e = f.begin(ctx, key)
	case e.next == nil:
		e.next = &entry[V]{done: make(chan struct{})} // run gives it what is old
		e = e.next
	default:
		e = e.next
	}
	f.mu.Unlock()
	return e.wait(ctx)
}

// begin starts to load key, with f.mu held.
func (f *Fresh[V]) begin(ctx context.Context, key string) *entry[V] {
	e := &entry[V]{done: make(chan struct{})}
	if kept := f.entries[key]; kept != nil {
		e.old = f.last(kept)
	}
	f.put(key, e)
	// Others wait for the load as well: it outlives the request that asked.
	go f.run(context.WithoutCancel(ctx), key, e)
	return e
}

// run loads an entry, and those that were asked for meanwhile.
func (f *Fresh[V]) run(ctx context.Context, key string, e *entry[V]) {
	for e != nil {
		loading, cancel := context.WithTimeout(ctx, loadTimeout)
		e.value, e.err = f.load(loading, key, e.old)
		cancel()
		f.mu.Lock()
		close(e.done)
		if e.err == nil {
			var none V
			e.old = none
		}
		if f.weigh != nil && e.err == nil && f.entries[key] == e {
			f.keep(key, e, f.least+f.weigh(e.value))
		}
		next := e.next
		if next != nil {
			next.old = f.last(e)
			f.put(key, next)
		}
		f.mu.Unlock()
		e = next
	}
}

func (f *Fresh[V]) put(key string, e *entry[V]) {
	e.at = f.clock()
	f.keep(key, e, f.least)
}

// keep puts e into the place of what is kept of key, and makes room for it.
func (f *Fresh[V]) keep(key string, e *entry[V], weight int) {
	f.drop(key)
	for f.weight+weight > f.size && len(f.entries) > 0 {
		f.evict(f.clock())
	}
	e.weight = weight
	f.weight += weight
	f.entries[key] = e
}

func (f *Fresh[V]) drop(key string) {
	if e, ok := f.entries[key]; ok {
		f.weight -= e.weight
		delete(f.entries, key)
	}
}

// evict drops, of a few entries, those that have aged, and at least one.
func (f *Fresh[V]) evict(now time.Time) {
	const look = 16
	seen := 0
	for key, e := range f.entries {
		if seen++; seen > look {
			return
		}
		if seen == 1 || e.loaded() && f.aged(e, now) {
			f.drop(key)
		}
	}
}

// last is what was loaded last, by e or by one before it, for the load after it.
func (f *Fresh[V]) last(e *entry[V]) (old V) {
	switch {
	case !f.builds:
	case e.loaded() && e.err == nil:
		old = e.value
	default:
		old = e.old
	}
	return old
}

func (e *entry[V]) loaded() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

func (e *entry[V]) wait(ctx context.Context) (V, error) {
	if e.loaded() {
		return e.value, e.err
	}
	select {
	case <-e.done:
		return e.value, e.err
	case <-ctx.Done():
		var none V
		return none, wrap("waiting for a document", ctx.Err())
	}
}
