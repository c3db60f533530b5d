package main

import (
	"context"
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
	reads     map[string]int // by document

	commits, records atomic.Int64
}

func newInstant() (*instant, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f := &instant{addr: l.Addr().String(), documents: make(map[string]*firestorepb.Document), reads: make(map[string]int), server: grpc.NewServer()}
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
		if d == nil {
			continue
		}
		if strings.Contains(d.Name, "/answers/") {
			f.records.Add(int64(len(d.Fields["records"].GetMapValue().GetFields()["participants"].GetArrayValue().GetValues())))
			continue
		}
		d.CreateTime, d.UpdateTime = now, now
		f.mu.Lock()
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
