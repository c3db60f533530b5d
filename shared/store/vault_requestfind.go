package store

import (
	"context"
	"iter"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A FindKey is what the vault holds for one search: its key, sealed under that of its
// request for who decides it, and wrapped by Cloud KMS for the function that searches.
type FindKey struct {
	Org     string
	Request string
	Own     []byte
	Wrapped []byte
}

type findKeyDoc struct {
	Org     string `firestore:"org"`
	Request string `firestore:"request"`
	Own     []byte `firestore:"own"`
	Wrapped []byte `firestore:"wrapped"`
}

func findKeyOf(snap *firestore.DocumentSnapshot) (FindKey, error) {
	var d findKeyDoc
	if err := snap.DataTo(&d); err != nil {
		return FindKey{}, wrap("decoding a search's key", err)
	}
	return FindKey(d), nil
}

func (v *Vault) finds() *firestore.CollectionRef { return v.db.Collection(seal.RequestFinds) }

// CreateFindKey stores a new search's key. If there is one already, it returns
// domain.ErrConflict.
func (v *Vault) CreateFindKey(ctx context.Context, id string, k FindKey) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(seal.FindPath(id)).Create(ctx, findKeyDoc(k))
	return wrap("storing a search's key", err)
}

// FindKey reads a search's key.
func (v *Vault) FindKey(ctx context.Context, id string) (FindKey, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(seal.FindPath(id)))
	if err != nil {
		return FindKey{}, wrap("reading a search's key", err)
	}
	return findKeyOf(snap)
}

// DeleteFindKey destroys a search's key, and what opens copies and who was found under it:
// nobody can read any more whom it was for, and who was found.
func (v *Vault) DeleteFindKey(ctx context.Context, id string) error {
	if err := v.deleteCopies(ctx, id); err != nil {
		return err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(seal.FindPath(id)).Delete(ctx)
	return wrap("destroying a search's key", err)
}

// FindRefs returns the searches that have keys, for each key one: their own, and those that
// open copies and who was found.
func (v *Vault) FindRefs(ctx context.Context) iter.Seq2[KeyRef, error] {
	own := list(ctx, v.finds().Select(), "listing searches' keys", func(snap *firestore.DocumentSnapshot) (KeyRef, error) {
		return KeyRef{snap.Ref.ID, snap.ReadTime.Sub(snap.CreateTime)}, nil
	})
	beside := func(snap *firestore.DocumentSnapshot) (KeyRef, error) {
		c, err := requestCopyOf(snap)
		return KeyRef{c.Find, snap.ReadTime.Sub(snap.CreateTime)}, err
	}
	copies := list(ctx, v.copies().Select("find"), "listing what opens copies", beside)
	found := list(ctx, v.foundKeys().Select("find"), "listing the keys of who was found", beside)
	return func(yield func(KeyRef, error) bool) {
		for _, refs := range []iter.Seq2[KeyRef, error]{own, copies, found} {
			for ref, err := range refs {
				if !yield(ref, err) {
					return
				}
			}
		}
	}
}
