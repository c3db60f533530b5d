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
	Number int
	Hash   string // of the block's bytes
	// LeaseUntil keeps two sealers from doing the same work; AppendBlock makes sure that
	// a block is appended once.
	LeaseUntil time.Time
}

type headDoc struct {
	Number     int       `firestore:"number"`
	Hash       string    `firestore:"hash"`
	LeaseUntil time.Time `firestore:"leaseUntil,omitempty"`
}

func headOf(snap *firestore.DocumentSnapshot) (Head, error) {
	var d headDoc
	err := snap.DataTo(&d)
	return Head(d), err
}

// A Block is a signed block of receipts.
type Block struct {
	Number    int
	Block     []byte
	Signature []byte
}

type blockDoc struct {
	Number    int    `firestore:"number"`
	Block     []byte `firestore:"block"`
	Signature []byte `firestore:"signature"`
}

func blockOf(snap *firestore.DocumentSnapshot) (Block, error) {
	var d blockDoc
	err := snap.DataTo(&d)
	return Block(d), wrap("decoding a block", err)
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
			head, err = headOf(snap)
		}
		if err != nil || now.Before(head.LeaseUntil) {
			return err
		}
		ok = true
		head.LeaseUntil = until
		return tx.Set(ref, headDoc(head))
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
			now, err = headOf(snap)
		}
		if err != nil {
			return err
		}
		if now.Number != head.Number || now.Hash != head.Hash {
			return domain.ErrConflict
		}
		if err := tx.Set(ref, headDoc{Number: b.Number, Hash: hash}); err != nil {
			return err
		}
		if err := tx.Create(v.db.Doc(blockPath(org, b.Number)), blockDoc(b)); err != nil {
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
func (v *Vault) Head(ctx context.Context, org string) (Head, error) { return readHead(ctx, v.db, org) }

// Head returns the head of the copy of an org's chain.
func (s *Store) Head(ctx context.Context, org string) (Head, error) { return readHead(ctx, s.db, org) }

func readHead(ctx context.Context, db *firestore.Client, org string) (h Head, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := db.GetAll(ctx, []*firestore.DocumentRef{db.Doc(chainPath(org))})
	if err == nil && snaps[0].Exists() {
		h, err = headOf(snaps[0])
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
	return list(ctx, q, "reading blocks", blockOf)
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
		if err := tx.Set(db.Doc(blockPath(org, b.Number)), blockDoc(b)); err != nil {
			return err
		}
		if err := tx.Set(db.Doc(chainPath(org)), headDoc{Number: b.Number, Hash: hash}); err != nil {
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
