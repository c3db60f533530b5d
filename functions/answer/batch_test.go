package answer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A log takes what a batcher writes. Each write takes as long as it is told to.
type log struct {
	pause time.Duration

	mu     sync.Mutex
	chunks [][]domain.Record
	ids    []string
	most   int // writes at once
	now    int
	err    error
}

func (l *log) write(ctx context.Context, sid, id string, records []domain.Record) (time.Time, error) {
	l.mu.Lock()
	l.chunks, l.ids = append(l.chunks, slices.Clone(records)), append(l.ids, id)
	l.now++
	l.most = max(l.most, l.now)
	l.mu.Unlock()
	select {
	case <-time.After(l.pause):
	case <-ctx.Done():
		return time.Time{}, domain.ErrUnavailable
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now--
	return time.Now(), l.err
}

// records returns the records of one request by who.
func records(who string, n, size int) []domain.Record {
	list := make([]domain.Record, n)
	sealed := make([]byte, size)
	for i := range list {
		list[i] = domain.Record{Participant: who, Question: fmt.Sprint(i), Revision: 1, Sealed: sealed}
	}
	return list
}

// idle checks that nothing is left behind.
func (b *batcher) idle(t *testing.T) {
	t.Helper()
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.logs) != 0 || b.waiting != 0 {
		t.Errorf("%d logs and %d bytes wait for nothing", len(b.logs), b.waiting)
	}
}

func TestBatcherAloneWritesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &log{pause: 50 * time.Millisecond}
		b := newBatcher(l.write, rand.Reader)
		for range 3 {
			start := time.Now()
			at, err := b.add("s", records("a", 2, 10))
			if took := time.Since(start); err != nil || took != l.pause || !at.Equal(time.Now()) {
				t.Errorf("took %v, written at %v, %v", took, at, err)
			}
		}
		if len(l.chunks) != 3 || l.ids[0] == l.ids[1] || !domain.IsID(l.ids[0]) {
			t.Errorf("%d chunks, %v", len(l.chunks), l.ids)
		}
		b.idle(t)
	})
}

func TestBatcherFillsAChunkWhileOneIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &log{pause: time.Second}
		b := newBatcher(l.write, rand.Reader)
		add := func(sid, who string, want time.Duration) {
			start := time.Now()
			if _, err := b.add(sid, records(who, 1, 10)); err != nil || time.Since(start) != want {
				t.Errorf("%s waited %v, want %v; %v", who, time.Since(start), want, err)
			}
		}
		var wg sync.WaitGroup
		wg.Go(func() { add("s", "first", time.Second) })
		synctest.Wait()
		for i := range 100 {
			wg.Go(func() { add("s", fmt.Sprint(i), 2*time.Second) })
		}
		// Another session doesn't wait.
		wg.Go(func() { add("t", "other", time.Second) })
		wg.Wait()
		if len(l.chunks) != 3 || len(l.chunks[0]) != 1 || len(l.chunks[2]) != 100 {
			t.Errorf("%d chunks", len(l.chunks))
		}
		b.idle(t)
	})
}

func TestBatcherClosesChunks(t *testing.T) {
	for _, c := range []struct {
		name                    string
		requests, records, size int
		want                    []int // records by chunk
		writers                 int
	}{
		{"at 400 records", 20, 30, 10, []int{1, 390, 210}, 2},
		{"at 512 KiB", 12, 1, 100 << 10, []int{1, 5, 5, 2}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &log{pause: time.Second}
				b := newBatcher(l.write, rand.Reader)
				var wg sync.WaitGroup
				add := func(who string, n, size int) {
					wg.Go(func() {
						if _, err := b.add("s", records(who, n, size)); err != nil {
							t.Error(err)
						}
					})
				}
				add("first", 1, 1)
				synctest.Wait()
				for i := range c.requests {
					add(fmt.Sprint(i), c.records, c.size)
				}
				wg.Wait()
				var sizes []int
				in := make(map[string]int)
				for i, chunk := range l.chunks {
					sizes = append(sizes, len(chunk))
					for _, r := range chunk {
						if was, ok := in[r.Participant]; ok && was != i {
							t.Errorf("request %s is in chunks %d and %d", r.Participant, was, i)
						}
						in[r.Participant] = i
					}
				}
				slices.SortFunc(sizes[1:], func(a, b int) int { return b - a })
				if !slices.Equal(sizes, c.want) || l.most != c.writers {
					t.Errorf("chunks of %v records by %d writers, want %v by %d", sizes, l.most, c.want, c.writers)
				}
				b.idle(t)
			})
		})
	}
}

func TestBatcherWritesAFewChunksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &log{pause: time.Second}
		b := newBatcher(l.write, rand.Reader)
		var wg sync.WaitGroup
		const requests = 160
		for i := range requests {
			wg.Go(func() {
				if _, err := b.add("s", records(fmt.Sprint(i), domain.AnswersMax, 10)); err != nil {
					t.Error(err)
				}
			})
		}
		start := time.Now()
		wg.Wait()
		if full := requests * domain.AnswersMax / domain.ChunkRecordsMax; len(l.chunks) < full || len(l.chunks) > full+writersMax {
			t.Errorf("%d chunks, want %d or a few more", len(l.chunks), full)
		}
		if took := time.Since(start); l.most != writersMax || took > 7*l.pause {
			t.Errorf("took %v with %d writers, want %d", took, l.most, writersMax)
		}
		b.idle(t)
	})
}

func TestBatcherBoundsMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &log{pause: time.Second}
		b := newBatcher(l.write, rand.Reader)
		const size = 1 << 20
		var wg sync.WaitGroup
		var mu sync.Mutex
		stored, refused := 0, 0
		for i := range 100 {
			wg.Go(func() {
				_, err := b.add(fmt.Sprint("s", i%7), records("a", 1, size))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					stored++
				case errors.Is(err, domain.ErrUnavailable):
					refused++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if want := waitingMax / (size + recordOverhead); stored != want || refused != 100-want {
			t.Errorf("%d stored, %d refused; want %d stored", stored, refused, want)
		}
		if _, err := b.add("s", records("a", 1, size)); err != nil {
			t.Errorf("after the burst: %v", err)
		}
		b.idle(t)
	})
}

func TestBatcherTellsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &log{pause: time.Second, err: domain.ErrUnavailable}
		b := newBatcher(l.write, rand.Reader)
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, err := b.add("s", records("a", 1, 10)); !errors.Is(err, domain.ErrUnavailable) {
					t.Errorf("a write that failed: %v", err)
				}
			})
		}
		wg.Wait()
		l.err = nil
		if _, err := b.add("s", records("a", 1, 10)); err != nil {
			t.Errorf("the write after it: %v", err)
		}
		b.idle(t)

		b = newBatcher(l.write, iotest.ErrReader(io.ErrUnexpectedEOF))
		if _, err := b.add("s", records("a", 1, 10)); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("without random numbers: %v", err)
		}
		b.idle(t)
	})
}

// A write that hangs is given up, and so is what waits behind it.
func TestBatcherEndsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &log{pause: time.Hour}
		b := newBatcher(l.write, rand.Reader)
		start := time.Now()
		var waiting sync.WaitGroup
		for n := range 2 {
			waiting.Go(func() {
				time.Sleep(time.Duration(n) * time.Second)
				began := time.Now()
				if _, err := b.add("s", records("a", 1, 10)); !errors.Is(err, domain.ErrUnavailable) || time.Since(began) != chunkTimeout {
					t.Errorf("request %d, after %v: %v", n, time.Since(began), err)
				}
			})
		}
		waiting.Wait()
		if took := time.Since(start); took != chunkTimeout+time.Second {
			t.Errorf("took %v", took)
		}
		b.idle(t)
	})
}
