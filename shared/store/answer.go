package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

const pathParticipants = wire.FieldRecords + "." + wire.FieldParticipants

// AppendChunk is an answerlog.Log's AppendChunk.
func (s *Store) AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (at time.Time, err error) {
	return answerlog.New(s.wire).AppendChunk(ctx, sid, id, records)
}

type chunkDoc struct {
	At      time.Time  `firestore:"at"`
	Records recordsDoc `firestore:"records"`
}

type recordsDoc struct {
	Participants []string `firestore:"participants"`
	Questions    []string `firestore:"questions"`
	Revisions    []int    `firestore:"revisions"`
	Responses    [][]byte `firestore:"responses"`
}

func chunkOf(snap *firestore.DocumentSnapshot) (domain.Chunk, error) {
	var d chunkDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Chunk{}, fmt.Errorf("decoding a chunk of answers: %w", err)
	}
	return d.chunk(snap.Ref.ID)
}

func (d *chunkDoc) chunk(id string) (domain.Chunk, error) {
	r := &d.Records
	n := len(r.Participants)
	if len(r.Questions) != n || len(r.Revisions) != n || len(r.Responses) != n {
		return domain.Chunk{}, errors.New("decoding a chunk of answers: its lists differ in length")
	}
	c := domain.Chunk{ID: id, At: d.At, Records: make([]domain.Record, n)}
	for i := range c.Records {
		c.Records[i] = domain.Record{Participant: r.Participants[i], Question: r.Questions[i], Revision: r.Revisions[i], Sealed: r.Responses[i]}
	}
	return c, nil
}

func chunkFrom(id string, d *wire.Document) domain.Chunk {
	in := &wire.Document{Fields: wire.Read(d, wire.FieldRecords, wire.Fields)}
	c := chunkDoc{At: wire.Read(d, wire.FieldAt, wire.Time), Records: recordsDoc{
		Participants: wire.Read(in, wire.FieldParticipants, wire.List(wire.Text)), Questions: wire.Read(in, wire.FieldQuestions, wire.List(wire.Text)),
		Revisions: wire.Read(in, wire.FieldRevisions, wire.List(wire.Int)), Responses: wire.Read(in, wire.FieldResponses, wire.List(wire.Bytes)),
	}}
	chunk, err := c.chunk(id)
	d.Err = errors.Join(d.Err, in.Err, err)
	return chunk
}

func (s *Store) answers(sid string) *firestore.CollectionRef {
	return s.session(sid).Collection(wire.Answers)
}

// ChunksOf returns the chunks of a session's answer log in which a participant has
// records, in no order. Of chunks with others' records it first reads only whose they
// are, and of chunks that are all another's nothing. It ends after an error.
func (s *Store) ChunksOf(ctx context.Context, sid, pid string) func(yield func(domain.Chunk, error) bool) {
	return func(yield func(domain.Chunk, error) bool) {
		for c, err := range list(ctx, idsFrom(s.answers(sid).Query, domain.OwnChunks(pid)), "reading one's answers", chunkOf) {
			if !yield(c, err) || err != nil {
				return
			}
		}
		shares, err := sharesOf(ctx, idsFrom(s.answers(sid).Select(pathParticipants), domain.SharedChunks), pid)
		if err != nil {
			yield(domain.Chunk{}, err)
			return
		}
		const few = 4 // 2 MiB, for each of the many who may ask at once
		for page := range slices.Chunk(shares, few) {
			chunks, err := s.chunks(ctx, page)
			if err != nil {
				yield(domain.Chunk{}, err)
				return
			}
			for _, c := range chunks {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

// CountRecordsOf counts a participant's records in a session's answer log, and
// reads as little of what others wrote as ChunksOf.
func (s *Store) CountRecordsOf(ctx context.Context, sid, pid string) (int, error) {
	sum := 0
	for _, prefix := range []string{domain.OwnChunks(pid), domain.SharedChunks} {
		shares, err := sharesOf(ctx, idsFrom(s.answers(sid).Select(pathParticipants), prefix), pid)
		if err != nil {
			return 0, err
		}
		for _, c := range shares {
			sum += c.records
		}
	}
	return sum, nil
}

// idsFrom narrows a query to the documents whose ids begin with prefix.
func idsFrom(q firestore.Query, prefix string) firestore.Query {
	return q.OrderBy(firestore.DocumentID, firestore.Asc).StartAt(prefix).EndBefore(prefix + "~")
}

// A share is a chunk with a participant's records, and their number.
type share struct {
	chunk   *firestore.DocumentRef
	records int
}

// sharesOf returns the chunks in which a participant has records, of those that a
// query finds and reads no more of than whose the records are.
func sharesOf(ctx context.Context, q firestore.Query, pid string) ([]share, error) {
	var all []share
	for c, err := range list(ctx, q, "looking for one's answers", func(snap *firestore.DocumentSnapshot) (share, error) {
		c := share{chunk: snap.Ref}
		v, err := snap.DataAt(pathParticipants)
		participants, _ := v.([]any)
		for _, p := range participants {
			if p == pid {
				c.records++
			}
		}
		return c, err
	}) {
		if err != nil {
			return nil, err
		}
		if c.records > 0 {
			all = append(all, c)
		}
	}
	return all, nil
}

func (s *Store) chunks(ctx context.Context, shares []share) ([]domain.Chunk, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	refs := make([]*firestore.DocumentRef, len(shares))
	for i := range shares {
		refs[i] = shares[i].chunk
	}
	snaps, err := s.db.GetAll(ctx, refs)
	if err != nil {
		return nil, wrap("reading one's answers", err)
	}
	var all []domain.Chunk
	for _, snap := range snaps {
		if !snap.Exists() {
			continue // deleted meanwhile
		}
		c, err := chunkOf(snap)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// Chunks returns a session's answer log, chunk by chunk, in no order. It ends after an
// error.
func (s *Store) Chunks(ctx context.Context, sid string) func(yield func(domain.Chunk, error) bool) {
	return func(yield func(domain.Chunk, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		for snap, err := range documents(ctx, s.answers(sid).Query) {
			if err != nil {
				yield(domain.Chunk{}, wrap("reading answers", err))
				return
			}
			c, err := chunkOf(snap)
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// ChunkHeads returns a session's answer log without what was answered: of each record
// only who answered what. The chunks are in no order. It ends after an error.
func (s *Store) ChunkHeads(ctx context.Context, sid string) func(yield func(domain.Chunk, error) bool) {
	q := s.answers(sid).Select(wire.FieldAt, pathParticipants, wire.FieldRecords+"."+wire.FieldQuestions)
	return list(ctx, q, "reading who answered", func(snap *firestore.DocumentSnapshot) (domain.Chunk, error) {
		var d chunkDoc
		if err := snap.DataTo(&d); err != nil {
			return domain.Chunk{}, fmt.Errorf("decoding a chunk of answers: %w", err)
		}
		d.Records.Revisions = make([]int, len(d.Records.Participants))
		d.Records.Responses = make([][]byte, len(d.Records.Participants))
		return d.chunk(snap.Ref.ID)
	})
}

// CountRecords counts the records of a session's answer log, changed answers
// included, without holding more than one chunk's in memory and without reading
// what was answered.
func (s *Store) CountRecords(ctx context.Context, sid string) (int, error) {
	sum := 0
	for n, err := range list(ctx, s.answers(sid).Select("records.revisions"), "counting answers", func(snap *firestore.DocumentSnapshot) (int, error) {
		revisions, err := snap.DataAt("records.revisions")
		if err != nil {
			return 0, wrap("counting answers", err)
		}
		l, _ := revisions.([]any)
		return len(l), nil
	}) {
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
