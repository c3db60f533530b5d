package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type entryDoc struct {
	N          int               `firestore:"n"`
	At         time.Time         `firestore:"at"`
	RecordedAt time.Time         `firestore:"recordedAt"`
	Actor      string            `firestore:"actor"`
	Kind       domain.EntryKind  `firestore:"kind"`
	Facts      map[string]string `firestore:"facts"`
	Note       []byte            `firestore:"note"` // sealed
	Prev       []byte            `firestore:"prev"`
	Hash       []byte            `firestore:"hash"`
}

// Timeline returns at most size entries of an incident's timeline, those after
// entry number after.
func (s *Store) Timeline(ctx context.Context, id string, after, size int) ([]domain.Entry, error) {
	q := s.incident(id).Collection(seal.Timeline).Where("n", ">", after).OrderBy("n", firestore.Asc).Limit(size)
	var all []domain.Entry
	for e, err := range list(ctx, q, "reading a timeline", func(snap *firestore.DocumentSnapshot) (domain.Entry, error) {
		var d entryDoc
		if err := snap.DataTo(&d); err != nil {
			return domain.Entry{}, wrap("decoding an entry", err)
		}
		return domain.Entry(d), nil
	}) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

func (s *Store) append(tx *firestore.Transaction, i *domain.Incident, entries []domain.Entry) error {
	for _, e := range i.Append(entries) {
		// Create fails where an entry is already: none is ever overwritten.
		if err := tx.Create(s.db.Doc(seal.TimelinePath(i.ID, e.N)), entryDoc(e)); err != nil {
			return err
		}
	}
	return nil
}
