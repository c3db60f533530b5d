package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// addresseeDoc counts the mails to an address, whose keyed hash is its id: nothing else is
// known of it.
type addresseeDoc struct {
	Sent []time.Time `firestore:"sent,omitempty"`
	At   time.Time   `firestore:"at"` // of the last request with that address
}

func addresseeOf(snap *firestore.DocumentSnapshot) (*addresseeDoc, error) {
	var d addresseeDoc
	return &d, wrap("decoding what went to an address", snap.DataTo(&d))
}

func (s *Store) addressees() *firestore.CollectionRef { return s.db.Collection(addresseesPath) }

func (s *Store) addressee(hash string) *firestore.DocumentRef { return s.addressees().Doc(hash) }

// DeleteOldAddressees deletes a page of what was counted before the given time.
func (s *Store) DeleteOldAddressees(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.addressees().Where("at", "<=", before), "deleting what went to addresses")
}
