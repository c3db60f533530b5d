package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	raw "cloud.google.com/go/firestore/apiv1"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A Log is what answer has of the database "(default)": it appends to sessions' answer
// logs, and reads of a session what that takes. It has one connection and no other client
// than the wire's, so that an instance which starts is ready sooner. It is safe for
// concurrent use.
type Log struct {
	wire     *pool
	database string
}

// OpenLog is Open for a Log.
func OpenLog(ctx context.Context, project string, o ...option.ClientOption) (*Log, error) {
	l := &Log{wire: openPool(ctx, slices.Concat(always, o)), database: databasePath(project, mainDatabase)}
	if err := l.wire.grow(); err != nil {
		return nil, fmt.Errorf("connecting to Firestore: %w", err)
	}
	return l, nil
}

// Close ends the connections.
func (l *Log) Close() error { return l.wire.close() }

// Session is a Store's Session.
func (l *Log) Session(ctx context.Context, sid string) (*domain.Session, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	d, at, err := l.get(ctx, seal.SessionPath(sid))
	if err != nil {
		return nil, wrap("reading a session", err)
	}
	session := sessionFrom(sid, d, at)
	return session, d.err
}

// Paper is a Store's Paper.
func (l *Log) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	b, err := l.content(ctx, sid, paper)
	if err != nil {
		return nil, err
	}
	return domain.ParsePaper(b)
}

// AnswerKey is a Store's AnswerKey.
func (l *Log) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	b, err := l.content(ctx, sid, answerKey)
	if err != nil {
		return nil, err
	}
	return domain.ParseAnswerKey(b)
}

func (l *Log) content(ctx context.Context, sid, name string) ([]byte, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	d, _, err := l.get(ctx, contentOf(sid, name))
	if err != nil {
		return nil, wrap("reading a session's "+name, err)
	}
	b := read(d, "json", asBytes)
	return b, d.err
}

// Seats is a Store's Seats.
func (l *Log) Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	query := &firestorepb.StructuredQuery{From: []*firestorepb.StructuredQuery_CollectionSelector{{CollectionId: seatsPath}}}
	if !after.IsZero() {
		query.Where = &firestorepb.StructuredQuery_Filter{FilterType: &firestorepb.StructuredQuery_Filter_FieldFilter{
			FieldFilter: &firestorepb.StructuredQuery_FieldFilter{
				Field: &firestorepb.StructuredQuery_FieldReference{FieldPath: "when"},
				Op:    firestorepb.StructuredQuery_FieldFilter_GREATER_THAN,
				Value: timeValue(after),
			},
		}}
	}
	request := &firestorepb.RunQueryRequest{
		Parent:    namePath(l.database, seal.SessionPath(sid)),
		QueryType: &firestorepb.RunQueryRequest_StructuredQuery{StructuredQuery: query},
	}
	var seats map[string]domain.Seat
	err := retry(ctx, func(ctx context.Context) error {
		seats = make(map[string]domain.Seat) // an attempt that ended early is forgotten
		return l.wire.do(func(client *raw.Client) error {
			call, err := client.RunQuery(ctx, request, noRetry)
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
				d := &document{fields: r.Document.Fields}
				seat := seatFrom(idIn(r.Document.Name), d)
				if d.err != nil {
					return d.err
				}
				seats[seat.Participant] = seat.Seat
			}
		})
	})
	if err != nil {
		return nil, wrap("reading seats", err)
	}
	return seats, nil
}

// get reads a document, and returns when that was. One that isn't there is
// codes.NotFound.
func (l *Log) get(ctx context.Context, path string) (d *document, at time.Time, err error) {
	request := &firestorepb.BatchGetDocumentsRequest{Database: l.database, Documents: []string{namePath(l.database, path)}}
	err = retry(ctx, func(ctx context.Context) error {
		return l.wire.do(func(client *raw.Client) error {
			call, err := client.BatchGetDocuments(ctx, request, noRetry)
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
					d, at = &document{fields: found.Fields}, r.ReadTime.AsTime()
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
