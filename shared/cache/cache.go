// Package cache keeps what functions read for a while, and reads a key once however many
// ask for it.
//
// Handlers of functions, and packages that read for them, call it. It knows nothing of
// what it keeps, and must never log a key or a value.
package cache

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Age is the oldest session, code or count that a function acts on:
// documents that many students ask for at once are read once a second.
const Age = time.Second

// A Cache keeps loaded values for a while, and loads a key once however many
// callers wait for it. It keeps errors as well, but never longer than Age:
// asking for a missing document costs no more than asking for one that is there,
// and a database that has recovered is noticed. It is safe for concurrent use.
//
// A value can be dropped at any time: only cost depends on it.
type Cache[V any] struct {
	load   func(ctx context.Context, key string, old V) (V, error)
	builds bool // load uses the old value
	clock  domain.Clock
	age    time.Duration
	size   int
	weigh  func(V) int // nil: every value weighs 1
	least  int         // weight of an entry without a value

	mu      sync.Mutex
	entries map[string]*entry[V]
	weight  int // of all entries
}

type entry[V any] struct {
	at     time.Time     // when loading began
	done   chan struct{} // closed when value and err are set
	value  V
	err    error
	old    V         // the value loaded before this one, for load
	next   *entry[V] // begins when this one is done; guarded by Cache.mu
	weight int       // guarded by Cache.mu
}

// New returns a Cache that keeps at most size values for the given age.
func New[V any](clock domain.Clock, age time.Duration, size int, load func(context.Context, string) (V, error)) *Cache[V] {
	return newOf(clock, age, size, func(ctx context.Context, key string, _ V) (V, error) { return load(ctx, key) })
}

// NewIncremental returns a Cache of values that cost less to bring up to date
// than to load: load gets the cached value, or the zero value if there is none.
func NewIncremental[V any](clock domain.Clock, age time.Duration, size int, load func(ctx context.Context, key string, old V) (V, error)) *Cache[V] {
	c := newOf(clock, age, size, load)
	c.builds = true
	return c
}

func newOf[V any](clock domain.Clock, age time.Duration, size int, load func(ctx context.Context, key string, old V) (V, error)) *Cache[V] {
	return &Cache[V]{load: load, clock: clock, age: age, size: size, least: 1, entries: make(map[string]*entry[V])}
}

// Weigh makes the size of c bound the sum of its values' weights, in bytes,
// instead of their number. It must be called before the first use and returns c.
func (c *Cache[V]) Weigh(weigh func(V) int) *Cache[V] {
	c.weigh, c.least = weigh, 1<<10
	return c
}

// LoadTimeout bounds a load, and so the time that a Get waits.
const LoadTimeout = 5 * time.Second

// Get returns the value of key: one that is being loaded, or one that is no older
// than the Cache allows.
func (c *Cache[V]) Get(ctx context.Context, key string) (V, error) {
	return c.current(ctx, key).wait(ctx)
}

// A Pending is a value that is there or being loaded.
type Pending[V any] struct{ entry *entry[V] }

// Begin starts to load key, unless it is cached, while the caller does something else.
func (c *Cache[V]) Begin(ctx context.Context, key string) Pending[V] {
	return Pending[V]{c.current(ctx, key)}
}

// Get waits for the value.
func (p Pending[V]) Get(ctx context.Context) (V, error) { return p.entry.wait(ctx) }

func (c *Cache[V]) current(ctx context.Context, key string) *entry[V] {
	now := c.clock()
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[key]
	if e == nil || e.loaded() && c.aged(e, now) {
		e = c.begin(ctx, key)
	}
	return e
}

// aged reports whether a loaded entry is too old to be used.
func (c *Cache[V]) aged(e *entry[V], now time.Time) bool {
	age := c.age
	if e.err != nil {
		age = min(age, Age)
	}
	return now.Sub(e.at) >= age || now.Before(e.at)
}

// Reload returns the value of key as it is after the call. Its loads of one key
// run one after another, so that callers who ask during one share the next.
func (c *Cache[V]) Reload(ctx context.Context, key string) (V, error) {
	c.mu.Lock()
	e := c.entries[key]
	switch {
	case e == nil || e.loaded():
		e = c.begin(ctx, key)
	case e.next == nil:
		e.next = &entry[V]{done: make(chan struct{})} // run sets its old value
		e = e.next
	default:
		e = e.next
	}
	c.mu.Unlock()
	return e.wait(ctx)
}

// begin starts to load key, with c.mu held.
func (c *Cache[V]) begin(ctx context.Context, key string) *entry[V] {
	e := &entry[V]{done: make(chan struct{})}
	if kept := c.entries[key]; kept != nil {
		e.old = c.last(kept)
	}
	c.put(key, e)
	// Others wait for the load too, so it outlives the request that began it.
	go c.run(context.WithoutCancel(ctx), key, e)
	return e
}

// run loads an entry, and those that Reload queued meanwhile.
func (c *Cache[V]) run(ctx context.Context, key string, e *entry[V]) {
	for e != nil {
		loading, cancel := context.WithTimeout(ctx, LoadTimeout)
		e.value, e.err = c.load(loading, key, e.old)
		cancel()
		c.mu.Lock()
		close(e.done)
		if e.err == nil {
			var none V
			e.old = none
		}
		if c.weigh != nil && e.err == nil && c.entries[key] == e {
			c.keep(key, e, c.least+c.weigh(e.value))
		}
		next := e.next
		if next != nil {
			next.old = c.last(e)
			c.put(key, next)
		}
		c.mu.Unlock()
		e = next
	}
}

func (c *Cache[V]) put(key string, e *entry[V]) {
	e.at = c.clock()
	c.keep(key, e, c.least)
}

// keep stores e as the entry of key, and makes room for it.
func (c *Cache[V]) keep(key string, e *entry[V], weight int) {
	c.drop(key)
	for c.weight+weight > c.size && len(c.entries) > 0 {
		c.evict(c.clock())
	}
	e.weight = weight
	c.weight += weight
	c.entries[key] = e
}

func (c *Cache[V]) drop(key string) {
	if e, ok := c.entries[key]; ok {
		c.weight -= e.weight
		delete(c.entries, key)
	}
}

// evict looks at a few entries and drops the aged ones, at least one.
func (c *Cache[V]) evict(now time.Time) {
	const look = 16
	seen := 0
	for key, e := range c.entries {
		if seen++; seen > look {
			return
		}
		if seen == 1 || e.loaded() && c.aged(e, now) {
			c.drop(key)
		}
	}
}

// last returns the last value that was loaded, by e or before it, for the next load.
func (c *Cache[V]) last(e *entry[V]) (old V) {
	switch {
	case !c.builds:
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
		return none, fmt.Errorf("waiting for a document: %w", domain.ErrUnavailable)
	}
}
