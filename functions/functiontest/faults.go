package functiontest

import (
	"context"
	"io"
	"sync"
	"testing"

	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
)

// Faults stand between a School's functions and Firestore, Cloud KMS and Pub/Sub,
// and fail the calls that a test chooses. The zero Faults lets all pass.
type Faults struct {
	mu    sync.Mutex
	armed bool
	fault Fault
	calls []string

	damage func(request, reply any)
}

// A Fault is a call that fails. The zero Fault is none.
type Fault struct {
	Call    int        // which one since Arm, from 1
	After   bool       // only once it had its effect, or a stream its first message
	Lasting bool       // and so does every later one
	Code    codes.Code // how
}

// Arm counts calls from now on, and fails those that x says.
func (f *Faults) Arm(x Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed, f.fault, f.calls = true, x, nil
}

// Disarm lets all pass again and returns the calls since Arm, by their methods.
func (f *Faults) Disarm() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed = false
	return f.calls
}

// Damage has f change requests on their way there, and replies on their way back; the other of the two is nil then.
func (f *Faults) Damage(damage func(request, reply any)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.damage = damage
}

// call counts a call and returns how it fails before and after its effect.
func (f *Faults) call(method string) (before, after error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	// A transaction that isn't rolled back keeps its locks for a minute, for which no test waits.
	if !f.armed || method == "/google.firestore.v1.Firestore/Rollback" {
		return nil, nil
	}
	f.calls = append(f.calls, method)
	n := len(f.calls)
	if n != f.fault.Call && !(f.fault.Lasting && n > f.fault.Call && f.fault.Call > 0) {
		return nil, nil
	}
	err := status.Error(f.fault.Code, "a test's fault")
	// What Firestore aborts it hasn't done.
	if f.fault.After && (f.fault.Code != codes.Aborted || method != "/google.firestore.v1.Firestore/Commit") {
		return nil, err
	}
	return err, nil
}

// dial returns the option of a client whose calls to the emulator at host go through f. A nil Faults has none.
func (f *Faults) dial(tb testing.TB, host string) (o []option.ClientOption) {
	tb.Helper()
	if f == nil {
		return nil
	}
	conn, err := firestore.Dial(host, f.intercept()...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	return append(o, option.WithGRPCConn(conn))
}

// intercept returns the options of a connection whose calls go through f.
func (f *Faults) intercept() []grpc.DialOption {
	if f == nil {
		return nil
	}
	return []grpc.DialOption{grpc.WithUnaryInterceptor(f.unary), grpc.WithStreamInterceptor(f.stream)}
}

func (f *Faults) unary(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	before, after := f.call(method)
	if before != nil {
		return before
	}
	f.mu.Lock()
	damage := f.damage
	f.mu.Unlock()
	if damage != nil {
		req = proto.Clone(req.(proto.Message)) // whoever asks may ask again
		damage(req, nil)
	}
	if err := invoke(ctx, method, req, reply, cc, opts...); err != nil {
		return err
	}
	if damage != nil {
		damage(nil, reply)
	}
	return after
}

func (f *Faults) stream(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, streamer grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	before, after := f.call(method)
	if before != nil {
		return nil, before
	}
	s, err := streamer(ctx, desc, cc, method, opts...)
	if err != nil || after == nil {
		return s, err
	}
	return &broken{ClientStream: s, err: after}, nil
}

// A broken stream fails after its first message.
type broken struct {
	grpc.ClientStream
	err  error
	read bool
}

func (b *broken) RecvMsg(m any) error {
	if b.read {
		return b.err
	}
	b.read = true
	err := b.ClientStream.RecvMsg(m)
	if err == io.EOF {
		return b.err
	}
	return err
}

// publisher sends through the faults as it would over a network.
type publisher struct {
	*Published
	faults *Faults
}

func (p publisher) Send(ctx context.Context, topic string, messages ...[]byte) error {
	if p.faults == nil {
		return p.Published.Send(ctx, topic, messages...)
	}
	before, after := p.faults.call("/google.pubsub.v1.Publisher/Publish")
	if before != nil {
		return before
	}
	if err := p.Published.Send(ctx, topic, messages...); err != nil {
		return err
	}
	return after
}
