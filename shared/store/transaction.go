package store

import (
	"context"
	"fmt"
	"hash/maphash"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// turns let the transactions on one thing come one after another within an instance: where
// one person makes many at once, they would abort one another until their time is up.
// Between instances they are retried.
type turns struct {
	seed maphash.Seed
	all  [64]chan struct{} // by a hash of the thing's path
}

func newTurns() *turns {
	t := &turns{seed: maphash.MakeSeed()}
	for i := range t.all {
		t.all[i] = make(chan struct{}, 1)
	}
	return t
}

// transact runs f in a transaction, and retries it while others change what it reads,
// until it succeeds, fails for another reason, or ctx ends. An aborted transaction has
// stored nothing, so that repeating it is safe. The client isn't left to do so: it would
// wait for seconds in between, and give up after five attempts.
//
// The path is that of the thing that it changes: a document, or a collection whose number
// of documents is limited. f must not begin another transaction: it may be its own turn that
// it would wait for.
func (t *turns) transact(ctx context.Context, db *firestore.Client, path string, f func(context.Context, *firestore.Transaction) error) error {
	turn := t.all[maphash.String(t.seed, path)%uint64(len(t.all))]
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
		aborted := func(err error) bool { return wire.CodeOf(err) == codes.Aborted }
		return wire.Again(ctx, aborted, func() error { return db.RunTransaction(ctx, f, firestore.MaxAttempts(1)) })
	case <-ctx.Done():
		return fmt.Errorf("waiting for a turn: %w", ctx.Err())
	}
}

// look reads a document that may not be there.
func look(tx *firestore.Transaction, ref *firestore.DocumentRef) (snap *firestore.DocumentSnapshot, there bool, err error) {
	snaps, err := tx.GetAll([]*firestore.DocumentRef{ref})
	if err != nil {
		return nil, false, err
	}
	return snaps[0], snaps[0].Exists(), nil
}

// A write is one write of a transaction, to be made once all reads are done.
type write func(*firestore.Transaction) error

func deletes(ref *firestore.DocumentRef) write {
	return func(tx *firestore.Transaction) error { return tx.Delete(ref) }
}

func sets(ref *firestore.DocumentRef, doc any) write {
	return func(tx *firestore.Transaction) error { return tx.Set(ref, doc) }
}

// erasePage is how many documents one transaction deletes.
const erasePage = 300
