package store

import (
	"context"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// get reads a document. The client's own repetition, beneath, leaves out what
// Firestore says when it is overloaded, and an attempt that hangs.
func get(ctx context.Context, ref *firestore.DocumentRef) (*firestore.DocumentSnapshot, error) {
	var snap *firestore.DocumentSnapshot
	err := wire.Retry(ctx, func(ctx context.Context) (err error) {
		snap, err = ref.Get(ctx)
		return err
	})
	return snap, err
}
