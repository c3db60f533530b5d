package store

import (
	"errors"
	"sync"

	raw "cloud.google.com/go/firestore/apiv1"
)

// Google's front ends take 100 calls at once on one connection and let more wait. At half
// of that it is time for another connection.
const (
	callsPerConnection = 50
	connectionsMax     = 20
)

// A pool is clients with a connection each. It has one at first and opens others
// only when there are calls for them, since each costs an instance that starts.
type pool struct {
	open func() (*raw.Client, error)

	mu      sync.Mutex
	clients []*pooled
}

type pooled struct {
	*raw.Client
	calls int // under way; guarded by pool.mu
}

func newPool(open func() (*raw.Client, error)) (*pool, error) {
	p := &pool{open: open}
	return p, p.grow()
}

func (p *pool) grow() error {
	client, err := p.open()
	if err == nil {
		p.clients = append(p.clients, &pooled{Client: client})
	}
	return err
}

// do makes a call with one of the clients.
func (p *pool) do(call func(*raw.Client) error) error {
	c := p.take()
	defer func() {
		p.mu.Lock()
		c.calls--
		p.mu.Unlock()
	}()
	return call(c.Client)
}

func (p *pool) take() *pooled {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.leastBusy()
	// If no further one can be opened, calls queue.
	if c.calls >= callsPerConnection && len(p.clients) < connectionsMax && p.grow() == nil {
		c = p.clients[len(p.clients)-1]
	}
	c.calls++
	return c
}

// leastBusy returns the first client that has room, or else the least busy.
func (p *pool) leastBusy() *pooled {
	least := p.clients[0]
	for _, c := range p.clients {
		if c.calls < callsPerConnection {
			return c
		}
		if c.calls < least.calls {
			least = c
		}
	}
	return least
}

func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, c := range p.clients {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
