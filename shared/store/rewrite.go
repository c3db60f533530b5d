package store

import (
	"context"
	"iter"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// ChunksWith returns the ids of the chunks of a session's answer log in which one of the
// participants has records. It reads no more of a chunk than whose its records are.
func (s *Store) ChunksWith(ctx context.Context, sid string, participants map[string]bool) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for id, err := range list(ctx, s.answers(sid).Select(pathParticipants), "looking for records", func(snap *firestore.DocumentSnapshot) (string, error) {
			v, err := snap.DataAt(pathParticipants)
			all, _ := v.([]any)
			for _, p := range all {
				if pid, _ := p.(string); participants[pid] {
					return snap.Ref.ID, err
				}
			}
			return "", err
		}) {
			if (err != nil || id != "") && !yield(id, err) || err != nil {
				return
			}
		}
	}
}

// DropRecords takes the participants' records out of a chunk, which goes with its last. Of
// the others' it changes nothing that decides which answers count: the chunk keeps its id
// and its time, and they their order.
func (s *Store) DropRecords(ctx context.Context, sid, chunk string, participants map[string]bool) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.answers(sid).Doc(chunk)
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, ref)
		if err != nil || !there {
			return err
		}
		c, err := chunkOf(snap)
		if err != nil {
			return err
		}
		kept := c.Without(participants)
		switch len(kept) {
		case len(c.Records):
			return nil
		case 0:
			return tx.Delete(ref)
		}
		return tx.Update(ref, []firestore.Update{{Path: wire.FieldRecords, Value: recordsDocOf(kept)}})
	})
	return wrap("taking records out of a chunk", err)
}

func recordsDocOf(records []domain.Record) (d recordsDoc) {
	for i := range records {
		r := &records[i]
		d.Participants = append(d.Participants, r.Participant)
		d.Questions = append(d.Questions, r.Question)
		d.Revisions = append(d.Revisions, r.Revision)
		d.Responses = append(d.Responses, r.Sealed)
	}
	return d
}
