package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// An instant is a Firestore that responds at once: it keeps documents in a map
// and implements only what the functions call. It exists to measure the cost of
// the functions, without that of Firestore.
type instant struct {
	firestorepb.UnimplementedFirestoreServer
	addr   string
	server *grpc.Server

	mu        sync.Mutex
	documents map[string]*firestorepb.Document
	reads     map[string]int                        // by document
	chunks    map[int]*firestorepb.CommitRequest    // one of each size, by its number of records
	last      map[string]*firestorepb.CommitRequest // other than chunks, by database

	forgets bool // stores nothing and remembers nothing

	commits, records atomic.Int64
}

func newInstant() (*instant, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f := &instant{addr: l.Addr().String(), documents: make(map[string]*firestorepb.Document), reads: make(map[string]int),
		chunks: make(map[int]*firestorepb.CommitRequest), last: make(map[string]*firestorepb.CommitRequest), server: grpc.NewServer()}
	firestorepb.RegisterFirestoreServer(f.server, f)
	go f.server.Serve(l)
	return f, nil
}

func (f *instant) stop() { f.server.Stop() }

// readsOf returns how often a document was read.
func (f *instant) readsOf(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reads["projects/"+project+"/databases/(default)/documents/"+path]
}

// chunkOf returns a commit that came of a chunk with as nearly as possible so many
// records, and their number.
func (f *instant) chunkOf(records float64) (request *firestorepb.CommitRequest, n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for have := range f.chunks {
		if n == 0 || math.Abs(float64(have)-records) < math.Abs(float64(n)-records) {
			n = have
		}
	}
	if n == 0 {
		return nil, 0, errors.New("no chunk was stored")
	}
	return f.chunks[n], n, nil
}

// lastOf returns the last commit to a database that wasn't of a chunk.
func (f *instant) lastOf(database string) (*firestorepb.CommitRequest, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.last["projects/"+project+"/databases/"+database]
	if r == nil {
		return nil, fmt.Errorf("nothing was stored in %s", database)
	}
	return r, nil
}

// BatchGetDocuments serves the Go client's reads.
func (f *instant) BatchGetDocuments(r *firestorepb.BatchGetDocumentsRequest, s firestorepb.Firestore_BatchGetDocumentsServer) error {
	now := timestamppb.Now()
	for _, name := range r.Documents {
		f.mu.Lock()
		f.reads[name]++
		d := f.documents[name]
		f.mu.Unlock()
		out := &firestorepb.BatchGetDocumentsResponse{ReadTime: now}
		if d == nil {
			out.Result = &firestorepb.BatchGetDocumentsResponse_Missing{Missing: name}
		} else {
			out.Result = &firestorepb.BatchGetDocumentsResponse_Found{Found: d}
		}
		if err := s.Send(out); err != nil {
			return err
		}
	}
	return nil
}

// BeginTransaction and Rollback keep no state: nothing contends here.
func (f *instant) BeginTransaction(context.Context, *firestorepb.BeginTransactionRequest) (*firestorepb.BeginTransactionResponse, error) {
	return &firestorepb.BeginTransactionResponse{Transaction: []byte("t")}, nil
}

func (f *instant) Rollback(context.Context, *firestorepb.RollbackRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Commit stores every document except chunks of answers, which it only counts.
func (f *instant) Commit(_ context.Context, r *firestorepb.CommitRequest) (*firestorepb.CommitResponse, error) {
	now := timestamppb.Now()
	out := &firestorepb.CommitResponse{CommitTime: now}
	f.commits.Add(1)
	for _, w := range r.Writes {
		result := &firestorepb.WriteResult{UpdateTime: now}
		for range w.UpdateTransforms {
			result.TransformResults = append(result.TransformResults, &firestorepb.Value{
				ValueType: &firestorepb.Value_TimestampValue{TimestampValue: now}})
		}
		out.WriteResults = append(out.WriteResults, result)
		d := w.GetUpdate()
		if d == nil || f.forgets {
			continue
		}
		if strings.Contains(d.Name, "/answers/") {
			n := len(d.Fields["records"].GetMapValue().GetFields()["participants"].GetArrayValue().GetValues())
			f.records.Add(int64(n))
			f.mu.Lock()
			f.chunks[n] = r
			f.mu.Unlock()
			continue
		}
		d.CreateTime, d.UpdateTime = now, now
		f.mu.Lock()
		f.last[r.Database] = r
		_, exists := f.documents[d.Name]
		wrong := w.CurrentDocument != nil && w.CurrentDocument.GetExists() != exists
		if !wrong {
			f.documents[d.Name] = d
		}
		f.mu.Unlock()
		if wrong {
			return nil, status.Error(codes.AlreadyExists, "the document exists")
		}
	}
	return out, nil
}

// RunAggregationQuery always counts few participants.
func (f *instant) RunAggregationQuery(r *firestorepb.RunAggregationQueryRequest, s firestorepb.Firestore_RunAggregationQueryServer) error {
	fields := make(map[string]*firestorepb.Value)
	for _, a := range r.GetStructuredAggregationQuery().GetAggregations() {
		fields[a.Alias] = &firestorepb.Value{ValueType: &firestorepb.Value_IntegerValue{IntegerValue: 0}}
	}
	return s.Send(&firestorepb.RunAggregationQueryResponse{
		Result:   &firestorepb.AggregationResult{AggregateFields: fields},
		ReadTime: timestamppb.New(time.Now()),
	})
}
