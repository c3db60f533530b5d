package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A Head is the last block of an org's chain of receipts. Number is 0 while
// there is none.
type Head struct {
	Number int    `firestore:"number"`
	Hash   string `firestore:"hash"` // of the block's bytes
	// LeaseUntil keeps two sealers from doing the same work; that a block is
	// appended once is seen to by AppendBlock.
	LeaseUntil time.Time `firestore:"leaseUntil,omitempty"`
}

// A Block is a signed block of receipts as it stands in the database.
type Block struct {
	Number    int    `firestore:"number"`
	Block     []byte `firestore:"block"`
	Signature []byte `firestore:"signature"`
}

// LeaseChain returns the head of an org's chain and keeps others from sealing
// until the given time. It reports false while somebody else does.
func (v *Vault) LeaseChain(ctx context.Context, org string, now, until time.Time) (head Head, ok bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc(chainPath(org))
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		head, ok = Head{}, false
		snap, there, err := look(tx, ref)
		if err == nil && there {
			err = snap.DataTo(&head)
		}
		if err != nil || now.Before(head.LeaseUntil) {
			return err
		}
		ok = true
		head.LeaseUntil = until
		return tx.Set(ref, head)
	})
	return head, ok, wrap("leasing a chain", err)
}

// AppendBlock appends a block of receipts to an org's chain, and ends the
// lease. If the chain has another head than the one given, it is ErrConflict.
func (v *Vault) AppendBlock(ctx context.Context, org string, head Head, b Block, hash string, receipts []StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc(chainPath(org))
	err := v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		var now Head
		snap, there, err := look(tx, ref)
		if err == nil && there {
			err = snap.DataTo(&now)
		}
		if err != nil {
			return err
		}
		if now.Number != head.Number || now.Hash != head.Hash {
			return domain.ErrConflict
		}
		if err := tx.Set(ref, Head{Number: b.Number, Hash: hash}); err != nil {
			return err
		}
		if err := tx.Create(v.db.Doc(blockPath(org, b.Number)), b); err != nil {
			return err
		}
		for _, r := range receipts {
			if err := tx.Update(v.db.Doc(receiptPath(r.ID)), []firestore.Update{{Path: "block", Value: b.Number}}); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("appending a block", err)
}

// ReleaseChain ends a lease.
func (v *Vault) ReleaseChain(ctx context.Context, org string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(chainPath(org)).Update(ctx, []firestore.Update{{Path: "leaseUntil", Value: firestore.Delete}})
	return wrap("releasing a chain", err)
}

// Head returns the head of an org's chain.
func (v *Vault) Head(ctx context.Context, org string) (Head, error) { return headOf(ctx, v.db, org) }

// Head returns the head of the copy of an org's chain.
func (s *Store) Head(ctx context.Context, org string) (Head, error) { return headOf(ctx, s.db, org) }

func headOf(ctx context.Context, db *firestore.Client, org string) (h Head, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := db.GetAll(ctx, []*firestore.DocumentRef{db.Doc(chainPath(org))})
	if err == nil && snaps[0].Exists() {
		err = snaps[0].DataTo(&h)
	}
	return h, wrap("reading a chain", err)
}

// Blocks returns the blocks of an org's chain from number first on.
func (v *Vault) Blocks(ctx context.Context, org string, first int) iter.Seq2[Block, error] {
	return blocks(ctx, v.db, org, first)
}

// Blocks returns the copies of the blocks of an org's chain from number first on.
func (s *Store) Blocks(ctx context.Context, org string, first int) iter.Seq2[Block, error] {
	return blocks(ctx, s.db, org, first)
}

func blocks(ctx context.Context, db *firestore.Client, org string, first int) iter.Seq2[Block, error] {
	q := db.Doc(chainPath(org)).Collection(blocksPath).Where("number", ">=", first).OrderBy("number", firestore.Asc)
	return list(ctx, q, "reading blocks", func(snap *firestore.DocumentSnapshot) (b Block, err error) {
		return b, wrap("decoding a block", snap.DataTo(&b))
	})
}

// CopyBlock stores the copy of a block with those of its receipts.
func (s *Store) CopyBlock(ctx context.Context, org string, b Block, hash string, receipts []StoredReceipt) error {
	return putBlock(ctx, s.db, org, b, hash, receipts)
}

// PutBackBlock stores a block again that an older vault has lost.
func (v *Vault) PutBackBlock(ctx context.Context, org string, b Block, hash string, receipts []StoredReceipt) error {
	return putBlock(ctx, v.db, org, b, hash, receipts)
}

func putBlock(ctx context.Context, db *firestore.Client, org string, b Block, hash string, receipts []StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if err := tx.Set(db.Doc(blockPath(org, b.Number)), b); err != nil {
			return err
		}
		if err := tx.Set(db.Doc(chainPath(org)), Head{Number: b.Number, Hash: hash}); err != nil {
			return err
		}
		for _, r := range receipts {
			r.Block = b.Number
			if err := tx.Set(db.Doc(receiptPath(r.ID)), receiptDocOf(r)); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("copying a block", err)
}
