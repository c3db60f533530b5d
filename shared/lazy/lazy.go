// Package lazy builds what a function needs when the function starts, so that one
// whose environment is incomplete starts all the same, says what it lacks, and
// tries again.
//
// Packages httpapi and events call it for the entries, whose build functions hand
// what they open to an Opened. It must never log more of a failure than its
// error, which names variables and never holds their values.
package lazy

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Opened is what a build has opened so far. All of it is closed if the build
// fails; what was built whole lives as long as the process.
type Opened struct{ closers []func() error }

// Add remembers the function that closes what was opened. It is a function and not
// an io.Closer because the linker keeps every method of what becomes an interface:
// a function that destroys would hold Cloud KMS's code that opens.
func (o *Opened) Add(closer func() error) { o.closers = append(o.closers, closer) }

// close closes everything, what was opened last first.
func (o *Opened) close() error {
	var errs []error
	for i := len(o.closers) - 1; i >= 0; i-- {
		errs = append(errs, o.closers[i]())
	}
	return errors.Join(errs...)
}

// A Build makes what a function serves with.
type Build[T any] func(context.Context, *Opened) (T, error)

// pause is how long a failure stands before the next try.
const pause = time.Second

// A Value is built once, when it is first asked for.
type Value[T any] struct {
	name  string
	build Build[T]
	now   func() time.Time

	built atomic.Pointer[T] // once it is; each request asks

	mu     sync.Mutex
	failed error
	at     time.Time // of the failure
}

// New returns the Value that build makes for the function called name.
func New[T any](name string, build Build[T]) *Value[T] {
	return &Value[T]{name: name, build: build, now: time.Now}
}

// Get returns what was built. Whoever asks while it is being built waits.
func (v *Value[T]) Get(ctx context.Context) (T, error) {
	if value := v.built.Load(); value != nil {
		return *value, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if value := v.built.Load(); value != nil {
		return *value, nil
	}
	var none T
	if v.failed != nil && v.now().Sub(v.at) < pause {
		return none, v.failed
	}
	var opened Opened
	// What is built outlives the request.
	value, err := v.build(context.WithoutCancel(ctx), &opened)
	if err != nil {
		err = errors.Join(err, opened.close())
		v.failed, v.at = err, v.now()
		slog.ErrorContext(ctx, "the function can't start", "function", v.name, "started", false, "error", err.Error())
		return none, err
	}
	v.built.Store(&value)
	return value, nil
}
