package store

import (
	"context"
	"math/rand/v2"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
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

// retry does what do does until it succeeds, fails for good, or ctx ends.
func retry(ctx context.Context, do func(ctx context.Context) error) error {
	return again(ctx, transient, func() error { return attempt(ctx, do) })
}

// again runs run, with growing pauses, as long as its error is one that may accepts
// and ctx hasn't ended.
func again(ctx context.Context, may func(error) bool, run func() error) error {
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

// transient reports whether the same attempt may succeed later.
func transient(err error) bool {
	switch codeOf(err) {
	case codes.Unavailable, codes.ResourceExhausted, codes.Aborted, codes.Internal, codes.DeadlineExceeded:
		return true
	}
	return false
}

// codeOf returns the code of a gRPC error, or that of a context that ended.
func codeOf(err error) codes.Code {
	code := status.Code(err)
	if code == codes.Unknown {
		code = status.FromContextError(err).Code()
	}
	return code
}

// get reads a document. The client's own repetition, beneath, leaves out what
// Firestore says when it is overloaded, and an attempt that hangs.
func get(ctx context.Context, ref *firestore.DocumentRef) (*firestore.DocumentSnapshot, error) {
	var snap *firestore.DocumentSnapshot
	err := retry(ctx, func(ctx context.Context) (err error) {
		snap, err = ref.Get(ctx)
		return err
	})
	return snap, err
}
