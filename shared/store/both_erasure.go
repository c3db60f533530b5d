package store

import (
	"context"
	"iter"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// An erasure is a few transactions. Each can be repeated, and none trusts what an earlier
// one found:
//
//	vault      BeginErasure     note it, unless a hold stands
//	(default)  MarkErasing      hide the data, unless it was restored
//	vault      DestroyKeys      look for holds again, delete the keys, page by page
//	(default)  EraseDocuments   delete the documents, page by page; leave a tombstone
//	vault      PutReceipt
//	(default)  FinishErasure    copy the receipt
//	audit      Note             enter it
//	vault      EndErasure
//
// MarkErasing decides between erasure and restore, DestroyKeys between erasure and hold:
// each checks and acts in one transaction of one database.

type erasureDoc struct {
	Receipt       string    `firestore:"receipt"`
	Kind          string    `firestore:"kind"`
	Org           string    `firestore:"org"`
	Session       string    `firestore:"session"`
	Subject       string    `firestore:"subject"`
	Rule          string    `firestore:"rule"`
	Ground        string    `firestore:"ground"`
	Clause        string    `firestore:"clause"`
	RequestedAt   time.Time `firestore:"requestedAt"`
	KeysDeletedAt time.Time `firestore:"keysDeletedAt,omitempty"`
	Destroying    bool      `firestore:"destroying"`
	Keys          int       `firestore:"keys"`
}

func erasureDocOf(e *domain.Erasure) erasureDoc {
	return erasureDoc{
		Receipt: e.Receipt, Kind: string(e.Subject.Kind), Org: e.Subject.Org, Session: e.Subject.Session, Subject: e.Subject.ID,
		Rule: string(e.Rule), Ground: string(e.Ground), Clause: e.Clause, RequestedAt: e.RequestedAt,
		KeysDeletedAt: e.KeysDeletedAt, Destroying: e.Destroying, Keys: e.Keys,
	}
}

func erasureOf(snap *firestore.DocumentSnapshot) (*domain.Erasure, error) {
	var d erasureDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding an erasure", err)
	}
	return &domain.Erasure{
		ID: snap.Ref.ID, Receipt: d.Receipt,
		Subject: domain.Subject{Kind: domain.SubjectKind(d.Kind), Org: d.Org, Session: d.Session, ID: d.Subject},
		Rule:    domain.Rule(d.Rule), Ground: domain.ErasureGround(d.Ground), Clause: d.Clause, RequestedAt: d.RequestedAt,
		KeysDeletedAt: d.KeysDeletedAt, Destroying: d.Destroying, Keys: d.Keys,
	}, nil
}

func (v *Vault) erasure(id string) *firestore.DocumentRef { return v.db.Doc(erasurePath(id)) }

// Erasure reads an erasure that was begun and isn't finished.
func (v *Vault) Erasure(ctx context.Context, id string) (*domain.Erasure, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := v.erasure(id).Get(ctx)
	if err != nil {
		return nil, wrap("reading an erasure", err)
	}
	return erasureOf(snap)
}

// Erasures returns the erasures of an org that were begun and aren't finished.
func (v *Vault) Erasures(ctx context.Context, org string) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, v.db.Collection(erasuresPath).Where("org", "==", org), "reading erasures", erasureOf)
}

// ErasurePage returns a page of them.
func (v *Vault) ErasurePage(ctx context.Context, org string, size int, token string) ([]*domain.Erasure, string, error) {
	q := v.db.Collection(erasuresPath).Where("org", "==", org)
	return page(ctx, q, size, token, "listing erasures", erasureOf, func(e *domain.Erasure) string { return e.ID })
}

// Unmarked returns those of the given erasures for which MarkErasing has to be called:
// with hiding what is to be erased it stores a copy.
func (s *Store) Unmarked(ctx context.Context, ids []string) (unmarked []string, err error) {
	for page := range slices.Chunk(ids, erasePage) {
		refs := make([]*firestore.DocumentRef, len(page))
		for i, id := range page {
			refs[i] = s.db.Doc(erasurePath(id))
		}
		ctx, cancel := within(ctx)
		snaps, err := s.db.GetAll(ctx, refs)
		cancel()
		if err != nil {
			return nil, wrap("looking for erasures", err)
		}
		for i, snap := range snaps {
			if !snap.Exists() {
				unmarked = append(unmarked, page[i])
			}
		}
	}
	return unmarked, nil
}

// EndErasure forgets a finished erasure.
func (v *Vault) EndErasure(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.erasure(id).Delete(ctx)
	return wrap("ending an erasure", err)
}

// ForgetErasure deletes the copy of an erasure that is finished.
func (s *Store) ForgetErasure(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.db.Doc(erasurePath(id)).Delete(ctx)
	return wrap("forgetting an erasure", err)
}

// AllErasures returns every erasure that was begun and isn't finished.
func (v *Vault) AllErasures(ctx context.Context) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, v.db.Collection(erasuresPath).Query, "reading erasures", erasureOf)
}

// AllErasures returns the copy of every erasure that was begun and isn't finished.
func (s *Store) AllErasures(ctx context.Context) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, s.db.Collection(erasuresPath).Query, "reading erasures", erasureOf)
}

// PutBackErasure stores an erasure that an older vault lacks, unless it has the
// receipt. It reports whether it did or, with dry, would.
func (v *Vault) PutBackErasure(ctx context.Context, e *domain.Erasure, dry bool) (put bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = v.turns.transact(ctx, v.db, v.erasure(e.ID).Path, func(_ context.Context, tx *firestore.Transaction) error {
		put = false
		for _, path := range []string{erasurePath(e.ID), receiptPath(e.Receipt)} {
			if _, there, err := look(tx, v.db.Doc(path)); err != nil || there {
				return err
			}
		}
		put = true
		if dry {
			return nil
		}
		return tx.Set(v.erasure(e.ID), erasureDocOf(e))
	})
	return put, wrap("putting an erasure back", err)
}
