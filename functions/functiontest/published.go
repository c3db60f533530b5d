package functiontest

import (
	"context"
	"sync"
)

// Published keeps what a function published, for a test to look at or to hand to
// whom it is for: Pub/Sub itself is tried in the local stack. The zero Published
// is ready.
type Published struct {
	mu  sync.Mutex
	all map[string][][]byte
}

// Send keeps messages.
func (p *Published) Send(_ context.Context, topic string, messages ...[]byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil {
		p.all = make(map[string][][]byte)
	}
	p.all[topic] = append(p.all[topic], messages...)
	return nil
}

// Take returns what was published to a topic since the last time.
func (p *Published) Take(topic string) [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.all[topic]
	delete(p.all, topic)
	return taken
}

// Len returns how many messages wait to be taken.
func (p *Published) Len() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, messages := range p.all {
		n += len(messages)
	}
	return n
}
