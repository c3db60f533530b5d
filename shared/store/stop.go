package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// A Stop says that retention found more to do in an org than one tick may begin
// automatically, and what a person decided about it.
type Stop struct {
	Waiting int // deletions and erasures
	Since   time.Time
	// Confirmed is how many may be begun until ConfirmedUntil.
	Confirmed      int
	ConfirmedUntil time.Time
}

type stopDoc struct {
	Waiting        int       `firestore:"waiting"`
	Since          time.Time `firestore:"since,omitempty"`
	Confirmed      int       `firestore:"confirmed"`
	ConfirmedUntil time.Time `firestore:"confirmedUntil,omitempty"`
}

func stopOf(snap *firestore.DocumentSnapshot) (Stop, error) {
	var d stopDoc
	err := snap.DataTo(&d)
	return Stop(d), err
}

// Stop reads whether retention stopped in an org. Zero: it didn't.
func (s *Store) Stop(ctx context.Context, org string) (stop Stop, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.db.Doc(stopPath(org))})
	if err == nil && snaps[0].Exists() {
		stop, err = stopOf(snaps[0])
	}
	return stop, wrap("reading a stop", err)
}

// ChangeStop changes an org's stop in a transaction.
func (s *Store) ChangeStop(ctx context.Context, org string, change func(*Stop) error) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.db.Doc(stopPath(org))
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		var stop Stop
		snap, there, err := look(tx, ref)
		if err == nil && there {
			stop, err = stopOf(snap)
		}
		if err != nil {
			return err
		}
		if err := change(&stop); err != nil {
			return err
		}
		return tx.Set(ref, stopDoc(stop))
	})
	return wrap("changing a stop", err)
}
