package wire

import (
	"context"
	"math/rand/v2"
	"time"

	"google.golang.org/grpc/codes"
)

const (
	// attemptTimeout ends an attempt that hangs, so that there is time for
	// others before the deadline of the whole call.
	attemptTimeout = 3 * time.Second
	// The pause before an attempt is repeated is random, up to a bound that
	// doubles from pauseFirst to pauseMax. The last is what Firestore gets to
	// recover in, and what a student waits at most once it has.
	pauseFirst = 20 * time.Millisecond
	pauseMax   = time.Second
)

// Retry does what do does until it succeeds, fails for good, or ctx ends.
func Retry(ctx context.Context, do func(ctx context.Context) error) error {
	return Again(ctx, Transient, func() error { return attempt(ctx, do) })
}

// Again runs run, with growing pauses, as long as its error is one that may accepts
// and ctx hasn't ended.
func Again(ctx context.Context, may func(error) bool, run func() error) error {
	for pause := pauseFirst; ; pause = min(2*pause, pauseMax) {
		err := run()
		if err == nil || !may(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(rand.N(pause)): // #nosec G404 -- spreads retries, hides nothing
		}
	}
}

func attempt(ctx context.Context, do func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	return do(ctx)
}

// Transient reports whether the same attempt may succeed later.
func Transient(err error) bool {
	switch CodeOf(err) {
	case codes.Unavailable, codes.ResourceExhausted, codes.Aborted, codes.Internal, codes.DeadlineExceeded:
		return true
	}
	return false
}
