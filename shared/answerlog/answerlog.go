// Package answerlog is what answer has of the database "(default)": it appends to
// sessions' answer logs, and reads of a session what that takes.
//
// It reads and writes the same documents as package store, without Google's client for
// them: an instance of answer that starts is ready sooner. No type or field name of
// Firestore's leaves it, and it never opens what is sealed. Errors are those of package
// store.
package answerlog

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// A Log is sessions' answer logs. It is safe for concurrent use.
type Log struct{ wire *wire.Pool }

// Open connects to the project's database, or to the emulator that FIRESTORE_EMULATOR_HOST
// names. It doesn't wait for the connection, which is made while the instance starts.
// Options are added to those of the connections: a test passes interceptors.
func Open(ctx context.Context, project string, o ...grpc.DialOption) (*Log, error) {
	ctx = context.WithoutCancel(ctx)
	l := New(wire.NewPool(project, wire.MainDatabase, func() (wire.Conn, error) {
		return wire.Dial(ctx, slices.Concat(wire.Bursts(), o)...)
	}))
	return l, l.wire.Open()
}

// New returns a Log with the given connections.
func New(connections *wire.Pool) *Log { return &Log{connections} }

// Close ends the connections.
func (l *Log) Close() error { return l.wire.Close() }

// Session reads a session, whatever its state.
func (l *Log) Session(ctx context.Context, sid string) (*domain.Session, error) {
	ctx, cancel := wire.Within(ctx)
	defer cancel()
	d, at, err := l.get(ctx, seal.SessionPath(sid))
	if err != nil {
		return nil, wire.Wrap("reading a session", err)
	}
	session := sessionFrom(sid, d, at)
	return session, d.Err
}

// Paper reads a session's paper, which never changes.
func (l *Log) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	b, err := l.content(ctx, sid, wire.Paper)
	if err != nil {
		return nil, err
	}
	return domain.ParsePaper(b)
}

// AnswerKey reads a session's answer key, which never changes.
func (l *Log) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	b, err := l.content(ctx, sid, wire.AnswerKey)
	if err != nil {
		return nil, err
	}
	return domain.ParseAnswerKey(b)
}

func (l *Log) content(ctx context.Context, sid, name string) ([]byte, error) {
	ctx, cancel := wire.Within(ctx)
	defer cancel()
	d, _, err := l.get(ctx, wire.ContentPath(sid, name))
	if err != nil {
		return nil, wire.Wrap("reading a session's "+name, err)
	}
	b := wire.Read(d, "json", wire.Bytes)
	return b, d.Err
}

// SeatsReach is how far back to ask for the seats that changed since the last time. A
// write has its time up to wire.Deadline before it becomes visible; and the session whose
// time they go by may be read up to cache.LoadTimeout later than its seats.
const SeatsReach = wire.Deadline + cache.LoadTimeout

// Seats reads a session's seats, by participant: those that changed after the
// given time, by Firestore's clock, or with a zero time all.
func (l *Log) Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error) {
	ctx, cancel := wire.Within(ctx)
	defer cancel()
	query := &firestorepb.StructuredQuery{From: []*firestorepb.StructuredQuery_CollectionSelector{{CollectionId: wire.Seats}}}
	if !after.IsZero() {
		query.Where = &firestorepb.StructuredQuery_Filter{FilterType: &firestorepb.StructuredQuery_Filter_FieldFilter{
			FieldFilter: &firestorepb.StructuredQuery_FieldFilter{
				Field: &firestorepb.StructuredQuery_FieldReference{FieldPath: "when"},
				Op:    firestorepb.StructuredQuery_FieldFilter_GREATER_THAN,
				Value: wire.TimeValue(after),
			},
		}}
	}
	request := &firestorepb.RunQueryRequest{
		Parent:    wire.Name(l.wire.Database(), seal.SessionPath(sid)),
		QueryType: &firestorepb.RunQueryRequest_StructuredQuery{StructuredQuery: query},
	}
	var seats map[string]domain.Seat
	err := wire.Retry(ctx, func(ctx context.Context) error {
		seats = make(map[string]domain.Seat) // an attempt that ended early is forgotten
		return l.wire.Do(ctx, func(ctx context.Context, client firestorepb.FirestoreClient) error {
			call, err := client.RunQuery(ctx, request)
			if err != nil {
				return err
			}
			for {
				r, err := call.Recv()
				if errors.Is(err, io.EOF) {
					return nil
				}
				if err != nil {
					return err
				}
				if r.Document == nil {
					continue // how far the query has come
				}
				d := &wire.Document{Fields: r.Document.Fields}
				seat := wire.Seat(d)
				if d.Err != nil {
					return d.Err
				}
				seats[wire.ID(r.Document.Name)] = seat
			}
		})
	})
	if err != nil {
		return nil, wire.Wrap("reading seats", err)
	}
	return seats, nil
}

// get reads a document, and returns when that was. One that isn't there is
// codes.NotFound.
func (l *Log) get(ctx context.Context, path string) (d *wire.Document, at time.Time, err error) {
	database := l.wire.Database()
	request := &firestorepb.BatchGetDocumentsRequest{Database: database, Documents: []string{wire.Name(database, path)}}
	err = wire.Retry(ctx, func(ctx context.Context) error {
		return l.wire.Do(ctx, func(ctx context.Context, client firestorepb.FirestoreClient) error {
			call, err := client.BatchGetDocuments(ctx, request)
			if err != nil {
				return err
			}
			d = nil
			for {
				r, err := call.Recv()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					return err
				}
				if found := r.GetFound(); found != nil {
					d, at = &wire.Document{Fields: found.Fields}, r.ReadTime.AsTime()
				}
			}
			if d == nil {
				return status.Error(codes.NotFound, "there is no such document")
			}
			return nil
		})
	})
	return d, at, err
}
