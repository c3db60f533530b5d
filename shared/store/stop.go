package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// A Stop says that retention found more to do in an org than one tick may begin
// by itself, and what a person said to it.
type Stop struct {
	Waiting int       `firestore:"waiting"` // deletions and erasures
	Since   time.Time `firestore:"since,omitempty"`
	// Confirmed is how many may be begun until ConfirmedUntil.
	Confirmed      int       `firestore:"confirmed"`
	ConfirmedUntil time.Time `firestore:"confirmedUntil,omitempty"`
}

// Stop reads whether retention stopped in an org. Zero: it didn't.
func (s *Store) Stop(ctx context.Context, org string) (stop Stop, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.db.Doc(stopPath(org))})
	if err == nil && snaps[0].Exists() {
		err = snaps[0].DataTo(&stop)
	}
	return stop, wrap("reading a stop", err)
}

// ChangeStop changes an org's stop in a transaction.
func (s *Store) ChangeStop(ctx context.Context, org string, change func(*Stop) error) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.db.Doc(stopPath(org))
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		var stop Stop
		snap, there, err := look(tx, ref)
		if err == nil && there {
			err = snap.DataTo(&stop)
		}
		if err != nil {
			return err
		}
		if err := change(&stop); err != nil {
			return err
		}
		return tx.Set(ref, stop)
	})
	return wrap("changing a stop", err)
}
