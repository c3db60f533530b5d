package lazy

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What a failed build had opened is closed, the last first, and what it returns
// has that it could not be.
func TestFailedBuildIsClosed(t *testing.T) {
	t.Parallel()
	var closed []string
	missing, stuck := errors.New("X is not set"), errors.New("it is stuck")
	v := New("test", func(_ context.Context, opened *Opened) (int, error) {
		for _, name := range []string{"store", "vault", "keys"} {
			opened.Add(func() error {
				closed = append(closed, name)
				if name == "vault" {
					return stuck
				}
				return nil
			})
		}
		return 7, missing
	})
	got, err := v.Get(t.Context())
	if got != 0 || !errors.Is(err, missing) || !errors.Is(err, stuck) {
		t.Errorf("%d, %v", got, err)
	}
	if !slices.Equal(closed, []string{"keys", "vault", "store"}) {
		t.Errorf("closed %q", closed)
	}
}

func TestBuildIsTriedAgain(t *testing.T) {
	t.Parallel()
	now, tries, closed := time.Now(), 0, 0
	v := New("test", func(ctx context.Context, opened *Opened) (int, error) {
		tries++
		opened.Add(func() error { closed++; return nil })
		if tries < 3 {
			return 0, errors.New("not yet")
		}
		return 7, nil
	})
	v.now = func() time.Time { return now }
	for _, want := range []struct {
		after  time.Duration
		tries  int
		closed int
		ok     bool
	}{
		{0, 1, 1, false},
		{pause - 1, 1, 1, false}, // the failure stands for a while
		{1, 2, 2, false},
		{pause, 3, 2, true},
		{time.Hour, 3, 2, true}, // and what was built for good
	} {
		now = now.Add(want.after)
		got, err := v.Get(t.Context())
		if (err == nil) != want.ok || want.ok != (got == 7) || tries != want.tries || closed != want.closed {
			t.Errorf("%d, %v after %d tries, %d closed; want %+v", got, err, tries, closed, want)
		}
	}
}

// What is built outlives the request that was first, and all others wait for it.
func TestBuiltOnce(t *testing.T) {
	t.Parallel()
	var built context.Context
	var builds atomic.Int32
	v := New("test", func(ctx context.Context, _ *Opened) (int, error) {
		built = ctx
		time.Sleep(10 * time.Millisecond)
		return int(builds.Add(1)), nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if n, err := v.Get(ctx); n != 1 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	wg.Wait()
	cancel()
	if built.Err() != nil {
		t.Errorf("what was built ends with the request: %v", built.Err())
	}
}
