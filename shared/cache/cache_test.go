package cache

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCacheLoadsOncePerAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var loads atomic.Int32
		c := New(time.Now, time.Second, 10, func(context.Context, string) (int, error) {
			time.Sleep(10 * time.Millisecond)
			return int(loads.Add(1)), nil
		})
		for second := range 3 {
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() {
					if got, err := c.Get(t.Context(), "k"); got != second+1 || err != nil {
						t.Errorf("second %d: got %d, %v", second, got, err)
					}
				})
			}
			wg.Wait()
			time.Sleep(time.Second)
		}
	})
}

// What Begin begins is loaded once, and a caller may do something else meanwhile.
func TestCacheBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		loads := 0
		c := New(time.Now, time.Hour, 10, func(context.Context, string) (int, error) {
			loads++
			time.Sleep(10 * time.Millisecond)
			return 7, nil
		})
		start := time.Now()
		first, second := c.Begin(t.Context(), "k"), c.Begin(t.Context(), "k")
		time.Sleep(8 * time.Millisecond)
		for _, p := range []Pending[int]{first, second, c.Begin(t.Context(), "k")} {
			if got, err := p.Get(t.Context()); got != 7 || err != nil || time.Since(start) != 10*time.Millisecond {
				t.Errorf("got %d, %v after %v", got, err, time.Since(start))
			}
		}
		if loads != 1 {
			t.Errorf("loaded %d times", loads)
		}
	})
}

func TestCacheReloadBeginsAfterTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var truth, loads atomic.Int32
		c := New(time.Now, time.Second, 10, func(context.Context, string) (int32, error) {
			loads.Add(1)
			seen := truth.Load()
			time.Sleep(10 * time.Millisecond)
			return seen, nil
		})
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				// What was true before the call must be seen.
				before := truth.Add(1)
				if got, err := c.Reload(t.Context(), "k"); got < before || err != nil {
					t.Errorf("got %d, %v; want at least %d", got, err, before)
				}
			})
			time.Sleep(time.Millisecond)
		}
		wg.Wait()
		if n := loads.Load(); n > 12 {
			t.Errorf("%d loads in 100 ms of 10 ms each: they don't share", n)
		}
	})
}

func TestCacheKeepsErrorsAndOutlivesItsAsker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		loads := 0
		c := New(time.Now, time.Second, 10, func(ctx context.Context, _ string) (int, error) {
			loads++
			time.Sleep(10 * time.Millisecond)
			return 0, errors.Join(errors.New("not there"), ctx.Err())
		})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Get(ctx, "k"); err == nil || err.Error() == "not there" {
			t.Errorf("a canceled request got %v", err)
		}
		for range 3 {
			if _, err := c.Get(t.Context(), "k"); err == nil || err.Error() != "not there" {
				t.Errorf("got %v", err)
			}
		}
		if loads != 1 {
			t.Errorf("%d loads, want 1", loads)
		}
	})
}

// Papers are kept for minutes, but not the error that Firestore was down.
func TestAgegetsErrorsSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := errors.New("away")
		loads := 0
		c := New(time.Now, 10*time.Minute, 10, func(context.Context, string) (int, error) {
			if loads++; loads == 1 {
				return 0, away
			}
			return loads, nil
		})
		for _, step := range []struct {
			want int
			err  error
		}{{0, away}, {0, away}, {2, nil}, {2, nil}} {
			if got, err := c.Get(t.Context(), "k"); got != step.want || err != step.err {
				t.Errorf("got %d, %v; want %d, %v", got, err, step.want, step.err)
			}
			time.Sleep(Age / 2)
		}
	})
}

// A database that hangs is asked once, and gives up before those who wait do.
func TestCacheLoadsOnceHoweverLongItTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var loads atomic.Int32
		c := New(time.Now, time.Second, 10, func(ctx context.Context, _ string) (int, error) {
			loads.Add(1)
			<-ctx.Done()
			return 0, ctx.Err()
		})
		start := time.Now()
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				if _, err := c.Get(t.Context(), "k"); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
			})
			time.Sleep(100 * time.Millisecond)
		}
		wg.Wait()
		if took := time.Since(start); loads.Load() != 1 || took > LoadTimeout {
			t.Errorf("%d loads, waited for %v", loads.Load(), took)
		}
	})
}

func TestCacheIsBounded(t *testing.T) {
	c := New(time.Now, time.Hour, 10, func(_ context.Context, key string) (string, error) { return key, nil })
	for i := range 1000 {
		key := fmt.Sprint(i)
		if got, err := c.Get(t.Context(), key); got != key || err != nil {
			t.Fatalf("got %q, %v", got, err)
		}
		if len(c.entries) > 10 {
			t.Fatalf("%d entries", len(c.entries))
		}
	}
	if len(c.entries) != 10 || c.weight != 10 {
		t.Errorf("%d entries of weight %d; want 10", len(c.entries), c.weight)
	}
}

func TestCacheIsBoundedByWeight(t *testing.T) {
	const size = 1 << 20
	loads := 0
	load := func(_ context.Context, key string) (int, error) {
		loads++
		if key == "none" {
			return 0, errors.New("not there")
		}
		return strconv.Atoi(key)
	}
	weigh := func(n int) int { return n }
	c := New(time.Now, time.Hour, size, load).Weigh(weigh)
	r := rand.New(rand.NewPCG(1, 0))
	for range 10_000 {
		key := fmt.Sprint(r.IntN(1 << (4 + r.IntN(18)))) // up to twice the size
		if r.IntN(20) == 0 {
			key = "none"
		}
		c.Get(t.Context(), key)
		sum := 0
		c.mu.Lock()
		for _, e := range c.entries {
			sum += e.weight
		}
		if c.weight != sum || sum > size && len(c.entries) > 1 {
			t.Fatalf("%d entries weigh %d, said to be %d", len(c.entries), sum, c.weight)
		}
		c.mu.Unlock()
	}
	// Hundreds of small ones have room.
	c = New(time.Now, time.Hour, size, load).Weigh(weigh)
	for round := range 2 {
		loads = 0
		for i := range 500 {
			c.Get(t.Context(), fmt.Sprint(i))
		}
		if round == 1 && loads > 0 {
			t.Errorf("%d of 500 small values were not kept", loads)
		}
	}
}

func TestCacheBuildsOnWhatItKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fails := false
		c := NewIncremental(time.Now, time.Second, 10, func(_ context.Context, _ string, old int) (int, error) {
			time.Sleep(10 * time.Millisecond)
			if fails {
				return 0, errors.New("away")
			}
			return old + 1, nil
		})
		get := func(want int) {
			t.Helper()
			if got, err := c.Get(t.Context(), "k"); got != want || (err != nil) != (want == 0) {
				t.Errorf("got %d, %v; want %d", got, err, want)
			}
			time.Sleep(time.Second)
		}
		get(1)
		get(2)
		// What failed takes nothing away, however often.
		fails = true
		get(0)
		get(0)
		fails = false
		get(3)
		// One that was asked for while another was on its way builds on that.
		var wg sync.WaitGroup
		for i := range 2 {
			wg.Go(func() {
				if got, err := c.Reload(t.Context(), "k"); got != 4+i || err != nil {
					t.Errorf("reload %d: %d, %v", i, got, err)
				}
			})
			time.Sleep(time.Millisecond)
		}
		wg.Wait()
	})
}
