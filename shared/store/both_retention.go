package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// A RetentionState is retention's progress as recorded in one database. It is
// written to the vault first: if the two differ, one of them was restored.
type RetentionState struct {
	Epoch int // rises by one with every tick
	// Pending is set in the vault between its own write and the other
	// database's, so that a crash isn't taken for a restore.
	Pending bool
	Paused  string // why nothing is erased; empty: it is
	// Sweep is where the search for orphans goes on: a session's id. Empty: the
	// round that began at Swept is over.
	Sweep string
	Swept time.Time
}

type stateDoc struct {
	Epoch   int       `firestore:"epoch"`
	Pending bool      `firestore:"pending"`
	Paused  string    `firestore:"paused"`
	Sweep   string    `firestore:"sweep"`
	Swept   time.Time `firestore:"swept"`
}

func stateOf(snap *firestore.DocumentSnapshot) (RetentionState, error) {
	var d stateDoc
	err := snap.DataTo(&d)
	return RetentionState(d), err
}

// RetentionState reads the state of retention.
func (s *Store) RetentionState(ctx context.Context) (RetentionState, error) {
	return readState(ctx, s.db)
}

// ChangeRetentionState changes the state of retention in a transaction and returns the
// result. Change may be called more than once.
func (s *Store) ChangeRetentionState(ctx context.Context, change func(*RetentionState)) (RetentionState, error) {
	return changeState(ctx, s.db, s.turns, change)
}

// RetentionState reads the state of retention.
func (v *Vault) RetentionState(ctx context.Context) (RetentionState, error) {
	return readState(ctx, v.db)
}

// ChangeRetentionState changes the state of retention in a transaction and returns the
// result. Change may be called more than once.
func (v *Vault) ChangeRetentionState(ctx context.Context, change func(*RetentionState)) (RetentionState, error) {
	return changeState(ctx, v.db, v.turns, change)
}

func readState(ctx context.Context, db *firestore.Client) (state RetentionState, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := db.GetAll(ctx, []*firestore.DocumentRef{db.Doc(retentionPath)})
	if err == nil && snaps[0].Exists() {
		state, err = stateOf(snaps[0])
	}
	return state, wrap("reading how retention stands", err)
}

func changeState(ctx context.Context, db *firestore.Client, turns *turns, change func(*RetentionState)) (state RetentionState, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := db.Doc(retentionPath)
	err = turns.transact(ctx, db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		state = RetentionState{}
		snap, there, err := look(tx, ref)
		if err == nil && there {
			state, err = stateOf(snap)
		}
		if err != nil {
			return err
		}
		change(&state)
		return tx.Set(ref, stateDoc(state))
	})
	return state, wrap("changing how retention stands", err)
}
