package store

import (
	"context"
	"errors"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A RequestCopy opens what is held about one student for a requester: the student's key,
// sealed under that of the search. It goes with any of the two, and copies nothing that the
// student wrote.
type RequestCopy struct {
	ID          string
	Org         string
	Find        string
	Session     string
	Participant string
	Key         []byte
}

type requestCopyDoc struct {
	Org         string `firestore:"org"`
	Find        string `firestore:"find"`
	Session     string `firestore:"session"`
	Participant string `firestore:"participant"`
	Key         []byte `firestore:"key"`
}

func requestCopyDocOf(c RequestCopy) requestCopyDoc {
	return requestCopyDoc{c.Org, c.Find, c.Session, c.Participant, c.Key}
}

func requestCopyOf(snap *firestore.DocumentSnapshot) (RequestCopy, error) {
	var d requestCopyDoc
	if err := snap.DataTo(&d); err != nil {
		return RequestCopy{}, wrap("decoding what opens a copy", err)
	}
	return RequestCopy{snap.Ref.ID, d.Org, d.Find, d.Session, d.Participant, d.Key}, nil
}

func (v *Vault) copies() *firestore.CollectionRef { return v.db.Collection(seal.RequestCopies) }

// CreateRequestCopy stores what opens a copy, if the student still has a key. One that is
// there already stays. A student who was erased is domain.ErrNotFound.
func (v *Vault) CreateRequestCopy(ctx context.Context, c RequestCopy) error {
	_, err := v.createBeside(ctx, v.db.Doc(seal.CopyPath(c.ID)), c)
	return wrap("storing what opens a copy", err)
}

// createBeside stores what goes with a student's key, and returns it or what is there
// already: in one transaction with a look at that key, so that an erasure at the same moment
// destroys both.
func (v *Vault) createBeside(ctx context.Context, ref *firestore.DocumentRef, c RequestCopy) (stored RequestCopy, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = v.turns.transact(ctx, v.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, v.participant(c.Session, c.Participant))
		if err != nil {
			return err
		}
		if !there {
			return domain.ErrNotFound
		}
		if b, err := boxesOf(snap); err != nil || b.Erased {
			return errors.Join(err, domain.ErrNotFound)
		}
		if snap, there, err = look(tx, ref); err != nil {
			return err
		}
		if there {
			stored, err = requestCopyOf(snap)
			return err
		}
		stored = c
		return tx.Create(ref, requestCopyDocOf(c))
	})
	return stored, err
}

// RequestCopy reads what opens a copy.
func (v *Vault) RequestCopy(ctx context.Context, id string) (RequestCopy, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(seal.CopyPath(id)))
	if err != nil {
		return RequestCopy{}, wrap("reading what opens a copy", err)
	}
	return requestCopyOf(snap)
}

// deleteCopies destroys what opens the copies of a search, and whom it found.
func (v *Vault) deleteCopies(ctx context.Context, find string) error {
	for _, in := range []*firestore.CollectionRef{v.copies(), v.foundKeys()} {
		if _, err := deletePage(ctx, v.db, in.Where("find", "==", find), "destroying what a search opens"); err != nil {
			return err
		}
	}
	return nil
}
