package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"sync"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// Google's front ends take 100 calls at once on one connection and let more wait. At half
// of that it is time for another connection.
const (
	callsPerConnection = 50
	connectionsMax     = 20
)

// A Conn is a connection to Firestore.
type Conn interface {
	grpc.ClientConnInterface
	io.Closer
}

// A Pool is connections to one database. It opens each, the first too, only when there are
// calls for it, since it costs an instance that starts. It is safe for concurrent use.
type Pool struct {
	database string
	routing  []string // headers of each call
	open     func() (Conn, error)

	mu    sync.Mutex
	conns []*pooled
}

type pooled struct {
	Conn
	client firestorepb.FirestoreClient
	calls  int // under way; guarded by Pool.mu
}

// NewPool returns a pool of what open opens, for a project's database.
func NewPool(project, database string, open func() (Conn, error)) *Pool {
	name := Database(project, database)
	return &Pool{database: name, open: open, routing: []string{
		// As Google's own client has them.
		"google-cloud-resource-prefix", name,
		"x-goog-request-params", "project_id=" + url.QueryEscape(project) + "&database_id=" + url.QueryEscape(database),
	}}
}

// Database is the database's name on the wire.
func (p *Pool) Database() string { return p.database }

// Open opens the first connection now.
func (p *Pool) Open() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.grow()
}

func (p *Pool) grow() error {
	conn, err := p.open()
	if err != nil {
		return fmt.Errorf("connecting to Firestore: %w", err)
	}
	p.conns = append(p.conns, &pooled{Conn: conn, client: firestorepb.NewFirestoreClient(conn)})
	return nil
}

// Do makes a call on one of the connections, with the context that it passes.
func (p *Pool) Do(ctx context.Context, call func(context.Context, firestorepb.FirestoreClient) error) error {
	c, err := p.take()
	if err != nil {
		return err
	}
	defer func() {
		p.mu.Lock()
		c.calls--
		p.mu.Unlock()
	}()
	return call(metadata.AppendToOutgoingContext(ctx, p.routing...), c.client)
}

func (p *Pool) take() (*pooled, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.conns) == 0 {
		if err := p.grow(); err != nil {
			return nil, err
		}
	}
	c := p.leastBusy()
	// If no further one can be opened, calls queue.
	if c.calls >= callsPerConnection && len(p.conns) < connectionsMax && p.grow() == nil {
		c = p.conns[len(p.conns)-1]
	}
	c.calls++
	return c, nil
}

// leastBusy returns the first connection that has room, or else the least busy.
func (p *Pool) leastBusy() *pooled {
	least := p.conns[0]
	for _, c := range p.conns {
		if c.calls < callsPerConnection {
			return c
		}
		if c.calls < least.calls {
			least = c
		}
	}
	return least
}

// Create stores a document that isn't there yet.
func (p *Pool) Create(ctx context.Context, path string, fields map[string]*firestorepb.Value) error {
	return p.Do(ctx, func(ctx context.Context, client firestorepb.FirestoreClient) error {
		_, err := client.Commit(ctx, &firestorepb.CommitRequest{
			Database: p.database,
			Writes: []*firestorepb.Write{{
				Operation:       &firestorepb.Write_Update{Update: &firestorepb.Document{Name: Name(p.database, path), Fields: fields}},
				CurrentDocument: &firestorepb.Precondition{ConditionType: &firestorepb.Precondition_Exists{Exists: false}},
			}},
		})
		return err
	})
}

// Close ends the connections.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, c := range p.conns {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
