package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// LeaseChain is the Vault's, for the chain of an org's audit.
func (a *Audit) LeaseChain(ctx context.Context, org string, now, until time.Time) (head Head, ok bool, err error) {
	return leaseChain(ctx, a.db, auditPath(org), now, until)
}

// AppendBlock is the Vault's, for the chain of an org's audit.
func (a *Audit) AppendBlock(ctx context.Context, org string, head Head, b Block, hash string, entries []Record) error {
	return appendBlock(ctx, a.db, auditPath(org), head, b, hash, entries, func(id string) string { return entryPath(org, id) })
}

// ReleaseChain ends a lease.
func (a *Audit) ReleaseChain(ctx context.Context, org string) error {
	return releaseChain(ctx, a.db, auditPath(org))
}

// Blocks returns the blocks of the chain of an org's audit from number first on.
func (a *Audit) Blocks(ctx context.Context, org string, first int) iter.Seq2[Block, error] {
	return blocks(ctx, a.db, auditPath(org), first)
}

// FirstBlock returns the first block that is left of the chain of an org's audit,
// domain.ErrNotFound if there is none.
func (a *Audit) FirstBlock(ctx context.Context, org string) (Block, error) {
	q := a.blocks(org).OrderBy("number", firestore.Asc).Limit(1)
	for b, err := range list(ctx, q, "reading a block", blockOf) {
		return b, err
	}
	return Block{}, domain.ErrNotFound
}

// DeleteBlock deletes a block of the chain of an org's audit with its entries.
func (a *Audit) DeleteBlock(ctx context.Context, org string, n int) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := a.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		entries, err := tx.Documents(a.entries(org).Where("block", "==", n).Select()).GetAll()
		if err != nil {
			return err
		}
		for _, snap := range entries {
			if err := tx.Delete(snap.Ref); err != nil {
				return err
			}
		}
		return tx.Delete(a.db.Doc(blockPath(auditPath(org), n)))
	})
	return wrap("deleting a block of the audit", err)
}

// DeleteUnsealed deletes a page of an org's entries that are in no block and from before
// the given time, and returns their number.
func (a *Audit) DeleteUnsealed(ctx context.Context, org string, before time.Time) (int, error) {
	q := a.entries(org).Where("org", "==", org).Where("block", "==", 0).Where("at", "<", before)
	return deletePage(ctx, a.db, q, "deleting old audit entries")
}

// DeleteOrg deletes a page of everything of an org's audit, and returns the number of
// documents: none when nothing is left.
func (a *Audit) DeleteOrg(ctx context.Context, org string) (int, error) {
	n, err := deletePage(ctx, a.db, a.entries(org).Query, "deleting an audit")
	if n > 0 || err != nil {
		return n, err
	}
	n, err = deletePage(ctx, a.db, a.blocks(org).Query, "deleting an audit's chain")
	if n > 0 || err != nil {
		return n, err
	}
	there, err := has(ctx, a.db.Doc(auditPath(org)), a.db)
	if err != nil || !there {
		return 0, err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	_, err = a.db.Doc(auditPath(org)).Delete(ctx)
	return 1, wrap("deleting an audit's head", err)
}
