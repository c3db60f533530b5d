package answerlog

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// AppendChunk stores records as one immutable chunk of a session's answer log
// and returns the time that Firestore stamped on it. The id must be random and new:
// domain.ChunkID makes the chunk's of it. The attempt is repeated while Firestore can't be reached, until ctx
// ends, and stores the chunk once, however often it takes.
//
// After an error the chunk may or may not be stored: don't tell anyone that it is.
func (l *Log) AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (at time.Time, err error) {
	ctx, cancel := wire.Within(ctx)
	defer cancel()
	database := l.wire.Database()
	name := wire.Name(database, wire.ChunkPath(sid, domain.ChunkID(records, id)))
	request := wire.Chunk(database, name, records)
	err = wire.Retry(ctx, func(ctx context.Context) error {
		return l.wire.Do(ctx, func(ctx context.Context, client firestorepb.FirestoreClient) (err error) {
			at, err = appendOnce(ctx, client, name, request)
			return err
		})
	})
	return at, wire.Wrap("storing answers", err)
}

func appendOnce(ctx context.Context, client firestorepb.FirestoreClient, name string, request *firestorepb.CommitRequest) (time.Time, error) {
	response, err := client.Commit(ctx, request)
	if status.Code(err) == codes.AlreadyExists {
		// The id is random, so what stands there is what an earlier
		// attempt stored whose reply was lost.
		return readChunkTime(ctx, client, name)
	}
	if err != nil {
		return time.Time{}, err
	}
	if len(response.WriteResults) != 1 || len(response.WriteResults[0].TransformResults) != 1 {
		return time.Time{}, errors.New("the commit's reply names no time")
	}
	return chunkTime(response.WriteResults[0].TransformResults[0])
}

func readChunkTime(ctx context.Context, client firestorepb.FirestoreClient, name string) (time.Time, error) {
	doc, err := client.GetDocument(ctx, &firestorepb.GetDocumentRequest{
		Name: name,
		Mask: &firestorepb.DocumentMask{FieldPaths: []string{wire.FieldAt}},
	})
	if err != nil {
		return time.Time{}, err
	}
	return chunkTime(doc.Fields[wire.FieldAt])
}

// chunkTime is strict because a missing time would read as one long before any
// session closed.
func chunkTime(v *firestorepb.Value) (time.Time, error) {
	at := v.GetTimestampValue()
	if at == nil {
		return time.Time{}, errors.New("a chunk has no time")
	}
	return at.AsTime(), nil
}
