package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What a replay reads and puts back after one of the databases was restored.

// AllHolds gives every hold.
func (v *Vault) AllHolds(ctx context.Context) iter.Seq2[domain.Hold, error] {
	return list(ctx, v.db.Collection("holds").Query, "reading holds", holdOf)
}

// AllHolds gives the copy of every hold.
func (s *Store) AllHolds(ctx context.Context) iter.Seq2[domain.Hold, error] {
	return list(ctx, s.db.Collection("holds").Query, "reading holds", holdOf)
}

// PutBackHold stores a hold that an older vault lacks, or whose release it
// lacks. It reports whether it did.
func (v *Vault) PutBackHold(ctx context.Context, h domain.Hold) (put bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc("holds/" + h.ID)
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		put = false
		snap, there, err := look(tx, ref)
		if err != nil {
			return err
		}
		if there {
			known, err := holdOf(snap)
			if err != nil || !known.ReleasedAt.IsZero() || h.ReleasedAt.IsZero() {
				return err
			}
		}
		put = true
		return tx.Set(ref, holdDocOf(h))
	})
	return put, wrap("putting a hold back", err)
}

// AllErasures gives every erasure that was begun and isn't finished.
func (v *Vault) AllErasures(ctx context.Context) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, v.db.Collection("erasures").Query, "reading erasures", erasureOf)
}

// AllErasures gives the copy of every erasure that was begun and isn't finished.
func (s *Store) AllErasures(ctx context.Context) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, s.db.Collection("erasures").Query, "reading erasures", erasureOf)
}

// PutBackErasure stores an erasure that an older vault lacks, unless it has the
// receipt. It reports whether it did.
func (v *Vault) PutBackErasure(ctx context.Context, e *domain.Erasure) (put bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		put = false
		for _, path := range []string{"erasures/" + e.ID, "receipts/" + e.Receipt} {
			if _, there, err := look(tx, v.db.Doc(path)); err != nil || there {
				return err
			}
		}
		put = true
		return tx.Set(v.erasure(e.ID), erasureDocOf(e))
	})
	return put, wrap("putting an erasure back", err)
}

// AllReceipts gives every receipt of what was erased since the given time.
func (v *Vault) AllReceipts(ctx context.Context, since time.Time) iter.Seq2[StoredReceipt, error] {
	return allReceipts(ctx, v.db, since)
}

// AllReceipts gives the copy of every receipt of what was erased since the given
// time.
func (s *Store) AllReceipts(ctx context.Context, since time.Time) iter.Seq2[StoredReceipt, error] {
	return allReceipts(ctx, s.db, since)
}

func allReceipts(ctx context.Context, db *firestore.Client, since time.Time) iter.Seq2[StoredReceipt, error] {
	q := db.Collection("receipts").Where("at", ">=", since).OrderBy("at", firestore.Asc)
	return list(ctx, q, "reading receipts", storedReceiptOf)
}

// HasReceipt reports whether the vault has a receipt.
func (v *Vault) HasReceipt(ctx context.Context, id string) (bool, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := v.db.GetAll(ctx, []*firestore.DocumentRef{v.db.Doc("receipts/" + id)})
	if err != nil {
		return false, wrap("looking for a receipt", err)
	}
	return snaps[0].Exists(), nil
}

// PutBackReceipt stores a receipt that an older vault lacks.
func (v *Vault) PutBackReceipt(ctx context.Context, r StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc("receipts/"+r.ID).Set(ctx, receiptDocOf(r))
	return wrap("putting a receipt back", err)
}

// ErasedMembers gives the members whose keys are tombstones, with nothing but
// their org and id.
func (v *Vault) ErasedMembers(ctx context.Context) iter.Seq2[domain.Member, error] {
	q := v.db.Collection("members").Where("erased", "==", true)
	return list(ctx, q, "reading members' tombstones", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		org, _ := snap.Data()["org"].(string)
		return domain.Member{ID: snap.Ref.ID, Org: org, State: domain.MemberErased}, nil
	})
}
