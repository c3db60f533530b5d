package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	raw "cloud.google.com/go/firestore/apiv1"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
)

// Google's front ends take 100 calls at once on one connection and let more wait. At half
// of that it is time for another connection.
const (
	callsPerConnection = 50
	connectionsMax     = 20
)

// A pool is clients with a connection each, without the layer that package firestore puts
// above them, which takes an instance longer than sending what a burst writes. It opens
// each, the first too, only when there are calls for it, since it costs an instance that
// starts.
type pool struct {
	open func() (*raw.Client, error)

	mu      sync.Mutex
	clients []*pooled
}

type pooled struct {
	*raw.Client
	calls int // under way; guarded by pool.mu
}

// openPool returns a pool of clients with the given options.
func openPool(ctx context.Context, options []option.ClientOption) *pool {
	ctx = context.WithoutCancel(ctx)
	options = slices.Concat(emulatorOptions(), options)
	return &pool{open: func() (*raw.Client, error) { return raw.NewClient(ctx, options...) }}
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
	c, err := p.take()
	if err != nil {
		return err
	}
	defer func() {
		p.mu.Lock()
		c.calls--
		p.mu.Unlock()
	}()
	return call(c.Client)
}

func (p *pool) take() (*pooled, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.clients) == 0 {
		if err := p.grow(); err != nil {
			return nil, fmt.Errorf("connecting to Firestore: %w", err)
		}
	}
	c := p.leastBusy()
	// If no further one can be opened, calls queue.
	if c.calls >= callsPerConnection && len(p.clients) < connectionsMax && p.grow() == nil {
		c = p.clients[len(p.clients)-1]
	}
	c.calls++
	return c, nil
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

// create stores a document that isn't there yet, in a database that goes by its path.
func (p *pool) create(ctx context.Context, database, path string, fields map[string]*firestorepb.Value) error {
	return p.do(func(client *raw.Client) error {
		_, err := client.Commit(ctx, &firestorepb.CommitRequest{
			Database: database,
			Writes: []*firestorepb.Write{{
				Operation:       &firestorepb.Write_Update{Update: &firestorepb.Document{Name: namePath(database, path), Fields: fields}},
				CurrentDocument: &firestorepb.Precondition{ConditionType: &firestorepb.Precondition_Exists{Exists: false}},
			}},
		})
		return err
	})
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
