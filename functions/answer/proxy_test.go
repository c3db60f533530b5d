package answer_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// A fault is what goes wrong with calls to Firestore.
type fault struct {
	call  string // of the method's name
	on    string // part of a document's name; empty: any
	times int    // how often; zero: until it is lifted

	code  codes.Code    // what is answered
	after bool          // only when the call has taken effect
	delay time.Duration // how long the call takes, before it takes effect
	hang  bool          // nothing is answered, until the caller gives up
}

// A proxy stands between the store and Google's emulator, forwards what the
// answer path calls, and fails as it is told to.
type proxy struct {
	firestorepb.UnimplementedFirestoreServer
	firestore firestorepb.FirestoreClient
	addr      string
	server    *grpc.Server

	mu       sync.Mutex
	faults   []*fault
	lifted   chan struct{} // closed when the present faults are
	attempts map[string][]time.Time
	waiting  atomic.Int64 // calls that are not answered yet
}

// newProxy starts a proxy before the emulator at host.
func newProxy(t *testing.T, host string) *proxy {
	t.Helper()
	conn, err := grpc.NewClient(host, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{
		firestore: firestorepb.NewFirestoreClient(conn), addr: "127.0.0.1:0",
		lifted: make(chan struct{}), attempts: make(map[string][]time.Time),
	}
	p.start(t)
	t.Cleanup(func() {
		p.lift()
		p.stop()
		conn.Close()
	})
	return p
}

// start listens where the proxy did before it was stopped.
func (p *proxy) start(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp", p.addr)
	if err != nil {
		t.Fatal(err)
	}
	p.addr, p.server = l.Addr().String(), grpc.NewServer()
	firestorepb.RegisterFirestoreServer(p.server, p)
	go p.server.Serve(l)
}

// stop cuts all connections.
func (p *proxy) stop() { p.server.Stop() }

// fail makes calls fail as the faults say. The first that matches counts.
func (p *proxy) fail(faults ...fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range faults {
		if f.times == 0 {
			f.times = -1
		}
		p.faults = append(p.faults, &f)
	}
}

// lift ends all faults.
func (p *proxy) lift() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = nil
	close(p.lifted)
	p.lifted = make(chan struct{})
}

// commits returns the times of the attempts to store each chunk, one list per chunk.
func (p *proxy) commits() map[string][]time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make(map[string][]time.Time)
	for k, v := range p.attempts {
		all[k] = v
	}
	return all
}

// through makes a call, subject to the faults.
func (p *proxy) through(ctx context.Context, call, name string, do func(context.Context) error) error {
	p.waiting.Add(1)
	defer p.waiting.Add(-1)
	f, lifted := p.fault(call, name)
	md, _ := metadata.FromIncomingContext(ctx)
	// A call that arrived takes effect, though its caller may be gone.
	forward := func() error {
		ctx, cancel := context.WithTimeout(metadata.NewOutgoingContext(context.WithoutCancel(ctx), md), time.Minute)
		defer cancel()
		return do(ctx)
	}
	if f == nil {
		return forward()
	}
	select {
	case <-time.After(f.delay):
	case <-lifted:
	}
	if f.after || f.code == codes.OK && !f.hang {
		if err := forward(); f.code == codes.OK && !f.hang {
			return err
		}
	}
	if f.hang {
		select {
		case <-ctx.Done():
		case <-lifted:
		}
		return status.Error(codes.DeadlineExceeded, "hung")
	}
	return status.Error(f.code, fmt.Sprint("injected for ", name))
}

// fault returns the fault that a call meets, if any.
func (p *proxy) fault(call, name string) (*fault, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if call == "Commit" {
		p.attempts[name] = append(p.attempts[name], time.Now())
	}
	for _, f := range p.faults {
		if f.times != 0 && f.call == call && strings.Contains(name, f.on) {
			f.times--
			return f, p.lifted
		}
	}
	return nil, nil
}

func (p *proxy) Commit(ctx context.Context, r *firestorepb.CommitRequest) (out *firestorepb.CommitResponse, err error) {
	err = p.through(ctx, "Commit", r.Writes[0].GetUpdate().GetName(), func(ctx context.Context) (err error) {
		out, err = p.firestore.Commit(ctx, r)
		return err
	})
	return out, err
}

func (p *proxy) GetDocument(ctx context.Context, r *firestorepb.GetDocumentRequest) (out *firestorepb.Document, err error) {
	err = p.through(ctx, "GetDocument", r.Name, func(ctx context.Context) (err error) {
		out, err = p.firestore.GetDocument(ctx, r)
		return err
	})
	return out, err
}

func (p *proxy) BatchGetDocuments(r *firestorepb.BatchGetDocumentsRequest, s firestorepb.Firestore_BatchGetDocumentsServer) error {
	return p.through(s.Context(), "BatchGetDocuments", strings.Join(r.Documents, " "), func(ctx context.Context) error {
		in, err := p.firestore.BatchGetDocuments(ctx, r)
		if err != nil {
			return err
		}
		for range r.Documents {
			out, err := in.Recv()
			if err != nil {
				return err
			}
			if err := s.Send(out); err != nil {
				return err
			}
		}
		return nil
	})
}
