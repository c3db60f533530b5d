package store

import (
	"context"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A FoundKey opens what a search found of one student: a key of its own, sealed under that
// of the search. It is stored as what opens a copy is, and goes with any of the two keys.
type FoundKey RequestCopy

func (v *Vault) foundKeys() *firestore.CollectionRef { return v.db.Collection(seal.FoundKeys) }

// CreateFoundKey stores the key of somebody who was found, if they still have a key of their
// own, and returns it; one that is there already stays, and is returned. A student who was
// erased is domain.ErrNotFound.
func (v *Vault) CreateFoundKey(ctx context.Context, k FoundKey) (FoundKey, error) {
	stored, err := v.createBeside(ctx, v.db.Doc(seal.FoundKeyPath(k.ID)), RequestCopy(k))
	return FoundKey(stored), wrap("storing the key of somebody who was found", err)
}

// FoundKeys reads those of the given keys that are there, by their ids.
func (v *Vault) FoundKeys(ctx context.Context, ids []string) (map[string][]byte, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	refs := make([]*firestore.DocumentRef, len(ids))
	for i, id := range ids {
		refs[i] = v.db.Doc(seal.FoundKeyPath(id))
	}
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := v.db.GetAll(ctx, refs)
	if err != nil {
		return nil, wrap("reading the keys of who was found", err)
	}
	keys := make(map[string][]byte)
	for _, snap := range snaps {
		if !snap.Exists() {
			continue
		}
		k, err := requestCopyOf(snap)
		if err != nil {
			return nil, err
		}
		keys[k.ID] = k.Key
	}
	return keys, nil
}
