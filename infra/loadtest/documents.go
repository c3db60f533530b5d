package main

import (
	"context"
	"errors"
	"io"
	"net"
	"path"
	"sync/atomic"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// A meter stands between one function and Firestore's emulator and counts the documents that the function reads, as
// Firestore charges for them. The emulator sends a listener all documents again after each change, which Firestore
// doesn't: of those each state counts once a call.
type meter struct {
	address string
	server  *grpc.Server
	out     *grpc.ClientConn
	read    atomic.Int64
}

// messageMax is far above what Firestore sends.
const messageMax = 64 << 20

// newMeter starts a meter before the emulator at host.
func newMeter(ctx context.Context, host string) (*meter, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &meter{address: l.Addr().String()}
	m.out, err = grpc.NewClient("passthrough:///"+host, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(unread{}), grpc.MaxCallRecvMsgSize(messageMax)))
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	m.server = grpc.NewServer(grpc.ForceServerCodec(unread{}), grpc.MaxRecvMsgSize(messageMax), grpc.UnknownServiceHandler(m.pass))
	go m.server.Serve(l)
	return m, nil
}

func (m *meter) stop() {
	m.server.Stop()
	_ = m.out.Close()
}

// unread is a codec that leaves messages as they came over the wire.
type unread struct{}

func (unread) Name() string                  { return "proto" }
func (unread) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }
func (unread) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = append([]byte(nil), data...)
	return nil
}

// pass passes a call on in both directions.
func (m *meter) pass(_ any, in grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(in)
	header, _ := metadata.FromIncomingContext(in.Context())
	ctx, cancel := context.WithCancel(metadata.NewOutgoingContext(in.Context(), header))
	defer cancel()
	out, err := m.out.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, method)
	if err != nil {
		return err
	}
	go func() {
		for {
			var message []byte
			if in.RecvMsg(&message) != nil || out.SendMsg(&message) != nil {
				_ = out.CloseSend()
				return
			}
		}
	}()
	c := call{method: path.Base(method)}
	for {
		var message []byte
		err := out.RecvMsg(&message)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err // with its status
		}
		m.read.Add(c.documents(message))
		if err := in.SendMsg(&message); err != nil {
			return err
		}
	}
}

// A call counts the documents in what one call brings.
type call struct {
	method string
	seen   map[string]int64 // by a listener: when each document was changed
}

// documents counts those in a response.
func (c *call) documents(response []byte) int64 {
	switch c.method {
	case "GetDocument":
		return 1
	case "BatchGetDocuments": // 1: found, 2: missing, which is charged as well
		return fields(response, 1) + fields(response, 2)
	case "RunQuery", "ListDocuments", "RunAggregationQuery":
		return fields(response, 1)
	case "Listen":
		const documentChange = 3
		if fields(response, documentChange) == 0 {
			return 0
		}
		var r firestorepb.ListenResponse
		if proto.Unmarshal(response, &r) != nil {
			return 0
		}
		d := r.GetDocumentChange().GetDocument()
		changed := d.GetUpdateTime().AsTime().UnixNano()
		if c.seen == nil {
			c.seen = make(map[string]int64)
		}
		if c.seen[d.GetName()] == changed {
			return 0
		}
		c.seen[d.GetName()] = changed
		return 1
	}
	return 0
}

// fields counts how often a message has a field.
func fields(message []byte, field protowire.Number) (n int64) {
	for len(message) > 0 {
		number, _, size := protowire.ConsumeField(message)
		if size < 0 {
			return n
		}
		if number == field {
			n++
		}
		message = message[size:]
	}
	return n
}
