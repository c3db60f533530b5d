package store

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// receiptDoc is a receipt with the bytes that are chained and signed.
type receiptDoc struct {
	Org     string    `firestore:"org"`
	Kind    string    `firestore:"kind"`
	Session string    `firestore:"session"`
	At      time.Time `firestore:"at"`
	Body    []byte    `firestore:"body"`
	Block   int       `firestore:"block"` // of the chain; 0: not sealed yet
}

func receiptOf(snap *firestore.DocumentSnapshot) (*domain.Receipt, error) {
	r, err := storedReceiptOf(snap)
	if err != nil {
		return nil, err
	}
	return &r.Receipt, nil
}

// PutReceipt stores the receipt of an erasure, and returns the one that is stored:
// there is one, however often it is put.
func (v *Vault) PutReceipt(ctx context.Context, r domain.Receipt) (StoredReceipt, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	body, err := json.Marshal(r)
	if err != nil {
		return StoredReceipt{}, errors.New("encoding a receipt failed")
	}
	stored := StoredReceipt{Receipt: r, Body: body}
	ref := v.db.Doc(receiptPath(r.ID))
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, ref)
		if err != nil {
			return err
		}
		if there {
			stored, err = storedReceiptOf(snap)
			return err
		}
		return tx.Create(ref, receiptDocOf(stored))
	})
	return stored, wrap("storing a receipt", err)
}

func receiptDocOf(r StoredReceipt) receiptDoc {
	return receiptDoc{Org: r.Org, Kind: string(r.Kind), Session: r.Session, At: r.ErasedAt, Body: r.Body, Block: r.Block}
}

// A StoredReceipt is a receipt as it stands in the database: Body is its JSON,
// byte for byte what the chain's block, if it is in one already, holds the hash
// of.
type StoredReceipt struct {
	domain.Receipt
	Body  []byte
	Block int
}

func storedReceiptOf(snap *firestore.DocumentSnapshot) (StoredReceipt, error) {
	var d receiptDoc
	if err := snap.DataTo(&d); err != nil {
		return StoredReceipt{}, wrap("decoding a receipt", err)
	}
	r := StoredReceipt{Body: d.Body, Block: d.Block}
	if err := json.Unmarshal(d.Body, &r.Receipt); err != nil {
		return StoredReceipt{}, errors.New("decoding a receipt failed")
	}
	return r, nil
}

// UnsealedReceipts returns at most limit of an org's receipts that are in no block
// and from before the given time, the earliest first.
func (v *Vault) UnsealedReceipts(ctx context.Context, org string, before time.Time, limit int) ([]StoredReceipt, error) {
	var all []StoredReceipt
	q := v.db.Collection(receiptsPath).Where("org", "==", org).Where("block", "==", 0).Where("at", "<=", before).
		OrderBy("at", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc).Limit(limit)
	for r, err := range list(ctx, q, "reading receipts", storedReceiptOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// BlockReceipts returns the receipts of one block, in no order.
func (v *Vault) BlockReceipts(ctx context.Context, org string, n int) ([]StoredReceipt, error) {
	return blockReceipts(ctx, v.db, org, n)
}

// BlockReceipts returns the copies of the receipts of one block, in no order.
func (s *Store) BlockReceipts(ctx context.Context, org string, n int) ([]StoredReceipt, error) {
	return blockReceipts(ctx, s.db, org, n)
}

func blockReceipts(ctx context.Context, db *firestore.Client, org string, n int) ([]StoredReceipt, error) {
	var all []StoredReceipt
	for r, err := range list(ctx, db.Collection(receiptsPath).Where("org", "==", org).Where("block", "==", n), "reading a block's receipts", storedReceiptOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Receipts lists an org's receipts, the latest first. It returns at most size of
// them and the token of the next page, which is empty on the last.
func (s *Store) Receipts(ctx context.Context, org string, size int, token string) ([]StoredReceipt, string, error) {
	q := s.db.Collection(receiptsPath).Where("org", "==", org).
		OrderBy("at", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc).Limit(size + 1)
	if token != "" {
		after, err := parsePageToken(token, true)
		if err != nil {
			return nil, "", err
		}
		q = q.StartAfter(after.At, after.ID)
	}
	var all []StoredReceipt
	for r, err := range list(ctx, q, "listing receipts", storedReceiptOf) {
		if err != nil {
			return nil, "", err
		}
		all = append(all, r)
	}
	if len(all) <= size {
		return all, "", nil
	}
	last := all[size-1]
	return all[:size], pageToken(cursor{last.ErasedAt, last.ID}), nil
}

// Receipt reads the copy of a receipt.
func (s *Store) Receipt(ctx context.Context, id string) (StoredReceipt, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := s.db.Doc(receiptPath(id)).Get(ctx)
	if err != nil {
		return StoredReceipt{}, wrap("reading a receipt", err)
	}
	return storedReceiptOf(snap)
}

// AllReceipts returns every receipt of what was erased since the given time.
func (v *Vault) AllReceipts(ctx context.Context, since time.Time) iter.Seq2[StoredReceipt, error] {
	return allReceipts(ctx, v.db, since)
}

// AllReceipts returns the copy of every receipt of what was erased since the given
// time.
func (s *Store) AllReceipts(ctx context.Context, since time.Time) iter.Seq2[StoredReceipt, error] {
	return allReceipts(ctx, s.db, since)
}

func allReceipts(ctx context.Context, db *firestore.Client, since time.Time) iter.Seq2[StoredReceipt, error] {
	q := db.Collection(receiptsPath).Where("at", ">=", since).OrderBy("at", firestore.Asc)
	return list(ctx, q, "reading receipts", storedReceiptOf)
}

// HasReceipt reports whether the vault has a receipt.
func (v *Vault) HasReceipt(ctx context.Context, id string) (bool, error) {
	return has(ctx, v.db.Doc(receiptPath(id)), v.db)
}

// HasReceipt reports whether there is the copy of a receipt.
func (s *Store) HasReceipt(ctx context.Context, id string) (bool, error) {
	return has(ctx, s.db.Doc(receiptPath(id)), s.db)
}

// PutBackReceipt stores a receipt that an older vault lacks.
func (v *Vault) PutBackReceipt(ctx context.Context, r StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(receiptPath(r.ID)).Set(ctx, receiptDocOf(r))
	return wrap("putting a receipt back", err)
}
