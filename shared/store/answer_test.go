package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// received counts the bytes that queries return.
type received struct {
	grpc.ClientStream
	bytes *atomic.Int64
}

func (r received) RecvMsg(m any) error {
	err := r.ClientStream.RecvMsg(m)
	if p, ok := m.(proto.Message); ok && err == nil {
		r.bytes.Add(int64(proto.Size(p)))
	}
	return err
}

// Heads have who answered what, and when, and of what was answered nothing.
func TestChunkHeads(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	sid, id := newID(t), newID(t)
	at, err := s.AppendChunk(t.Context(), sid, id, []domain.Record{
		{Participant: "ada", Question: "q1", Revision: 2, Sealed: []byte("sealed")},
		{Participant: "bo", Question: "q2", Revision: 1, Sealed: []byte("sealed")},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := domain.Chunk{ID: domain.SharedChunks + id, At: at, Records: []domain.Record{
		{Participant: "ada", Question: "q1"}, {Participant: "bo", Question: "q2"},
	}}
	n := 0
	for c, err := range s.ChunkHeads(t.Context(), sid) {
		if n++; err != nil || !c.At.Equal(at) {
			t.Errorf("%v, %v", c.At, err)
		}
		if c.At = at; !reflect.DeepEqual(c, want) {
			t.Errorf("%+v, want %+v", c, want)
		}
	}
	if n != 1 {
		t.Errorf("%d chunks", n)
	}
}

// What one participant wrote is found without reading what another did, however
// much that is.
func TestChunksOf(t *testing.T) {
	t.Parallel()
	var bytes atomic.Int64
	s, err := Open(context.Background(), "demo-"+newID(t), option.WithGRPCDialOption(grpc.WithChainStreamInterceptor(
		func(ctx context.Context, d *grpc.StreamDesc, cc *grpc.ClientConn, method string, stream grpc.Streamer, o ...grpc.CallOption) (grpc.ClientStream, error) {
			c, err := stream(ctx, d, cc, method, o...)
			return received{c, &bytes}, err
		})))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	sid, ada, mallory := newID(t), newID(t), newID(t)
	put := func(records ...domain.Record) {
		t.Helper()
		if _, err := s.AppendChunk(ctx, sid, newID(t), records); err != nil {
			t.Fatal(err)
		}
	}
	large := func(revision int) domain.Record {
		return domain.Record{Participant: mallory, Question: "q", Revision: revision, Sealed: make([]byte, 60<<10)}
	}
	small := func(who string, revision int) domain.Record {
		return domain.Record{Participant: who, Question: "q", Revision: revision, Sealed: []byte("sealed")}
	}
	for i := range 40 {
		put(large(i)) // alone
		put(large(i), small("someone", i), large(i))
	}
	put(small(ada, 1))
	put(small("someone", 1), small(ada, 2), small(ada, 3))
	for i := range 10 {
		put(small(ada, 4+i), small("someone", 2)) // more than are read at once
	}
	bytes.Store(0)
	var revisions []int
	for c, err := range s.ChunksOf(ctx, sid, ada) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Records {
			if r.Participant == ada {
				revisions = append(revisions, r.Revision)
			}
		}
	}
	slices.Sort(revisions)
	if got := fmt.Sprint(revisions); got != "[1 2 3 4 5 6 7 8 9 10 11 12 13]" {
		t.Errorf("revisions %s", got)
	}
	// 7 MB are in the log.
	if n := bytes.Load(); n > 40<<10 {
		t.Errorf("%d bytes were read", n)
	}
	bytes.Store(0)
	for who, want := range map[string]int{ada: 13, mallory: 120, newID(t): 0} {
		if n, err := s.CountRecordsOf(ctx, sid, who); n != want || err != nil {
			t.Errorf("%d records, want %d, %v", n, want, err)
		}
	}
	if n := bytes.Load(); n > 80<<10 {
		t.Errorf("%d bytes were read to count", n)
	}
}
