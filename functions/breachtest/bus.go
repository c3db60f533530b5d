package breachtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"sync"
	"sync/atomic"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// A Bus carries messages as Pub/Sub does: at least once, in no order.
type Bus struct {
	Handlers map[string]events.Handler

	// Copies is how often each message is delivered, 0: once. Shuffle takes
	// messages in random order. Together has the copies of every other message,
	// by chance, delivered at the same time; it requires Shuffle.
	Copies   int
	Together bool
	Shuffle  *mathrand.Rand

	// Down refuses every message, as an unavailable Pub/Sub does.
	Down atomic.Bool

	Poisoned         []error // of messages that were given up
	Delivered, Again int

	mu    sync.Mutex
	queue []carried
}

type carried struct {
	topic string
	data  []byte
	tries int
}

// Send is the functions' Publisher.
func (b *Bus) Send(_ context.Context, topic string, messages ...[]byte) error {
	if b.Down.Load() {
		return fmt.Errorf("publishing to %s: %w", topic, domain.ErrUnavailable)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range messages {
		b.queue = append(b.queue, carried{topic: topic, data: bytes.Clone(m)})
	}
	return nil
}

func (b *Bus) next() (m carried, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return m, false
	}
	k := 0
	if b.Shuffle != nil {
		k = b.Shuffle.IntN(len(b.queue))
	}
	m = b.queue[k]
	b.queue = append(b.queue[:k], b.queue[k+1:]...)
	return m, true
}

// Lose drops a message, as if publishing it had failed.
func (b *Bus) Lose() { b.next() }

// Settle delivers until nothing is left. A message that fails five times is given up, as
// one that goes to the dead-letter topic.
func (b *Bus) Settle(ctx context.Context) {
	for {
		m, ok := b.next()
		if !ok {
			return
		}
		errs := make(chan error, max(b.Copies, 1))
		together := b.Together && b.Shuffle.IntN(2) == 0
		for range cap(errs) {
			if together {
				go func() { errs <- b.deliver(ctx, m) }()
			} else {
				errs <- b.deliver(ctx, m)
			}
		}
		var failed error
		for range cap(errs) {
			failed = errors.Join(failed, <-errs)
		}
		b.mu.Lock()
		b.Delivered++
		b.Again += cap(errs) - 1
		if failed != nil {
			if m.tries++; m.tries < 5 {
				b.queue = append(b.queue, m)
				b.Again++
			} else {
				b.Poisoned = append(b.Poisoned, failed)
			}
		}
		b.mu.Unlock()
	}
}

func (b *Bus) deliver(ctx context.Context, m carried) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("crashed: %v", v)
		}
	}()
	return b.Handlers[m.topic](ctx, events.Message{ID: "1", Data: m.data})
}
