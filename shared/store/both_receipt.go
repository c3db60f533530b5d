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
	Rewrite bool      `firestore:"rewrite"`
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
	stored := StoredReceipt{Receipt: r, Body: body, Rewrite: r.AwaitsRewrite()}
	ref := v.db.Doc(receiptPath(r.ID))
	err = v.turns.transact(ctx, v.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
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
	return receiptDoc{Org: r.Org, Kind: string(r.Kind), Session: r.Session, At: r.ErasedAt, Body: r.Body, Block: r.Block, Rewrite: r.Rewrite}
}

// A StoredReceipt is a receipt as it stands in the database: Body is its JSON,
// byte for byte what the chain's block, if it is in one already, holds the hash
// of.
type StoredReceipt struct {
	domain.Receipt
	Body    []byte
	Block   int
	Rewrite bool // records of what was erased may still stand in the session's answer log
}

func storedReceiptOf(snap *firestore.DocumentSnapshot) (StoredReceipt, error) {
	var d receiptDoc
	if err := snap.DataTo(&d); err != nil {
		return StoredReceipt{}, wrap("decoding a receipt", err)
	}
	r := StoredReceipt{Body: d.Body, Block: d.Block, Rewrite: d.Rewrite}
	if err := json.Unmarshal(d.Body, &r.Receipt); err != nil {
		return StoredReceipt{}, errors.New("decoding a receipt failed")
	}
	return r, nil
}

// Unsealed returns at most limit of an org's receipts that are in no block
// and from before the given time, the earliest first: those after the given one or, if
// that is nil, from the first on. (To find the first, Firestore walks over those that
// were sealed lately.) Receipts may come beside an error: those that could be read.
func (v *Vault) Unsealed(ctx context.Context, org string, before time.Time, after *Record, limit int) ([]Record, error) {
	q := v.db.Collection(receiptsPath).Where("org", "==", org).Where("block", "==", 0).Where("at", "<=", before).
		OrderBy("at", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc).Limit(limit)
	return unsealed(ctx, q, after, func(snap *firestore.DocumentSnapshot) (Record, error) {
		r, err := storedReceiptOf(snap)
		return Record{r.ID, r.Body, r.ErasedAt}, err
	})
}

// unsealed is Unsealed for a query of either database.
func unsealed(ctx context.Context, q firestore.Query, after *Record, decode func(*firestore.DocumentSnapshot) (Record, error)) ([]Record, error) {
	if after != nil {
		q = q.StartAfter(after.At, after.ID)
	}
	var all []Record
	var failed error
	for r, err := range list(ctx, q, "reading what isn't sealed", decode) {
		if err != nil {
			failed = err
			continue
		}
		all = append(all, r)
	}
	return all, failed
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
		OrderBy("at", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	return latest(ctx, q, size, token, "listing receipts", storedReceiptOf, func(v StoredReceipt) cursor { return cursor{v.ErasedAt, v.ID} })
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

// AwaitingRewrite returns an org's receipts of students whose records may still stand in the
// answer log of their session: of all sessions, or of one.
func (v *Vault) AwaitingRewrite(ctx context.Context, org, sid string) iter.Seq2[StoredReceipt, error] {
	q := v.db.Collection(receiptsPath).Where("org", "==", org).Where("rewrite", "==", true)
	if sid != "" {
		q = q.Where("session", "==", sid)
	}
	return list(ctx, q, "reading receipts", storedReceiptOf)
}

// EndRewrite records that nothing of what a receipt is about stands in an answer log any more.
func (v *Vault) EndRewrite(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(receiptPath(id)).Update(ctx, []firestore.Update{{Path: "rewrite", Value: false}})
	return wrap("ending a rewrite", err)
}

// CopyFollowUp stores the copy of a receipt that completes another.
func (s *Store) CopyFollowUp(ctx context.Context, r StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		first := s.db.Doc(receiptPath(r.Follows))
		_, there, err := look(tx, first)
		if err != nil {
			return err
		}
		if there {
			if err := tx.Update(first, []firestore.Update{{Path: "rewrite", Value: false}}); err != nil {
				return err
			}
		}
		return tx.Set(s.db.Doc(receiptPath(r.ID)), receiptDocOf(r))
	})
	return wrap("copying a receipt", err)
}

// DeleteReceipts deletes a page of an org's chain and receipts, that of the org itself last,
// and returns how many documents that were: none when nothing is left.
func (v *Vault) DeleteReceipts(ctx context.Context, org string) (int, error) {
	return deleteReceipts(ctx, v.db, org)
}

// DeleteReceipts deletes the copies.
func (s *Store) DeleteReceipts(ctx context.Context, org string) (int, error) {
	return deleteReceipts(ctx, s.db, org)
}

func deleteReceipts(ctx context.Context, db *firestore.Client, org string) (int, error) {
	const doing = "deleting old receipts"
	n, err := deletePage(ctx, db, db.Doc(chainPath(org)).Collection(blocksPath).Query, doing)
	if n > 0 || err != nil {
		return n, err
	}
	n, err = deletePage(ctx, db, db.Collection(receiptsPath).Where("org", "==", org).Where("kind", "in", []any{
		string(domain.SubjectSession), string(domain.SubjectParticipant), string(domain.SubjectQuestionSet), string(domain.SubjectMember),
	}), doing)
	if n > 0 || err != nil {
		return n, err
	}
	own := domain.Subject{Kind: domain.SubjectOrg, Org: org}.ErasureID()
	for _, ref := range []*firestore.DocumentRef{db.Doc(chainPath(org)), db.Doc(receiptPath(own))} {
		there, err := has(ctx, ref, db)
		if err != nil {
			return n, err
		}
		if there {
			if err := deleteAll(ctx, db, []*firestore.DocumentRef{ref}); err != nil {
				return n, wrap(doing, err)
			}
			n++
		}
	}
	return n, nil
}
