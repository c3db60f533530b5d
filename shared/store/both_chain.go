package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A Head is the last block of an org's chain of receipts, or of audit entries. Number is 0
// while there is none.
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

// A Block is a signed block of records.
type Block struct {
	Number    int
	Block     []byte
	Signature []byte
	From      time.Time // when the earliest of its records was made
}

type blockDoc struct {
	Number    int       `firestore:"number"`
	Block     []byte    `firestore:"block"`
	Signature []byte    `firestore:"signature"`
	From      time.Time `firestore:"from,omitempty"`
}

func blockOf(snap *firestore.DocumentSnapshot) (Block, error) {
	var d blockDoc
	err := snap.DataTo(&d)
	return Block(d), wrap("decoding a block", err)
}

// A Record is what is chained: a receipt or an entry of the audit. Body is what its block
// has the hash of.
type Record struct {
	ID   string
	Body []byte
	At   time.Time
}

// LeaseChain returns the head of an org's chain of receipts and keeps others from sealing
// until the given time. It reports false while somebody else does.
func (v *Vault) LeaseChain(ctx context.Context, org string, now, until time.Time) (head Head, ok bool, err error) {
	return leaseChain(ctx, v.db, chainPath(org), now, until)
}

func leaseChain(ctx context.Context, db *firestore.Client, path string, now, until time.Time) (head Head, ok bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := db.Doc(path)
	err = db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
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
func (v *Vault) AppendBlock(ctx context.Context, org string, head Head, b Block, hash string, receipts []Record) error {
	return appendBlock(ctx, v.db, chainPath(org), head, b, hash, receipts, receiptPath)
}

func appendBlock(ctx context.Context, db *firestore.Client, path string, head Head, b Block, hash string, sealed []Record, recordPath func(id string) string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := db.Doc(path)
	err := db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
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
		if err := tx.Create(db.Doc(blockPath(path, b.Number)), blockDoc(b)); err != nil {
			return err
		}
		for _, r := range sealed {
			if err := tx.Update(db.Doc(recordPath(r.ID)), []firestore.Update{{Path: "block", Value: b.Number}}); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("appending a block", err)
}

// ReleaseChain ends a lease.
func (v *Vault) ReleaseChain(ctx context.Context, org string) error {
	return releaseChain(ctx, v.db, chainPath(org))
}

func releaseChain(ctx context.Context, db *firestore.Client, path string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := db.Doc(path).Update(ctx, []firestore.Update{{Path: "leaseUntil", Value: firestore.Delete}})
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
	return blocks(ctx, v.db, chainPath(org), first)
}

// Blocks returns the copies of the blocks of an org's chain from number first on.
func (s *Store) Blocks(ctx context.Context, org string, first int) iter.Seq2[Block, error] {
	return blocks(ctx, s.db, chainPath(org), first)
}

func blocks(ctx context.Context, db *firestore.Client, path string, first int) iter.Seq2[Block, error] {
	q := db.Doc(path).Collection(blocksPath).Where("number", ">=", first).OrderBy("number", firestore.Asc)
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
		if err := tx.Set(db.Doc(blockPath(chainPath(org), b.Number)), blockDoc(b)); err != nil {
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
