package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	// sealAge is how old a record must be to be sealed: by then every write
	// that was under way has landed, and records are sealed in order.
	sealAge = 10 * time.Minute
	// leaseTime is how long a sealer keeps others away.
	leaseTime = 5 * time.Minute
	// sealPage is how many records are read at once.
	sealPage = 25 * chain.BlockMax
)

// A ledger is the database in which an org's records are chained: the vault for receipts,
// the audit for its entries.
type ledger interface {
	Unsealed(ctx context.Context, org string, before time.Time, after *store.Record, limit int) ([]store.Record, error)
	LeaseChain(ctx context.Context, org string, now, until time.Time) (head store.Head, ok bool, err error)
	AppendBlock(ctx context.Context, org string, head store.Head, b store.Block, hash string, records []store.Record) error
	ReleaseChain(ctx context.Context, org string) error
}

// Seal chains an org's receipts and audit entries that are older than ten minutes into
// signed blocks. The next tick does what the deadline left.
func (l *Lifecycle) Seal(ctx context.Context, org string, signer Signer) error {
	return errors.Join(
		// Each block in the vault first and then in the copy of the chain, which it brings up to date.
		l.seal(ctx, l.vault, org, signer, l.copyChain),
		l.seal(ctx, l.audit, org, signer, func(context.Context, string) error { return nil }),
	)
}

func (l *Lifecycle) seal(ctx context.Context, in ledger, org string, signer Signer, copied func(ctx context.Context, org string) error) error {
	before := l.now().Add(-sealAge)
	waiting, err := in.Unsealed(ctx, org, before, nil, 1)
	if err == nil && len(waiting) == 0 {
		return copied(ctx, org)
	}
	head, ok, err := in.LeaseChain(ctx, org, l.now(), l.now().Add(leaseTime))
	if err != nil || !ok {
		return err
	}
	first := head
	// The last sealer may have been cut off before copying, and a copy must have no gap.
	if err = copied(ctx, org); err == nil {
		head, err = l.appendAll(ctx, in, org, head, before, signer, copied)
	}
	if err != nil || head == first {
		return errors.Join(err, in.ReleaseChain(ctx, org))
	}
	return nil
}

// appendAll appends blocks until no record from before the given time is left, or
// the deadline is near. Records are read after the head that they are appended to:
// another sealer then moves the head, or hasn't sealed them. One that can't be read
// keeps no other from being sealed.
func (l *Lifecycle) appendAll(ctx context.Context, in ledger, org string, head store.Head, before time.Time, signer Signer, copied func(ctx context.Context, org string) error) (store.Head, error) {
	var last *store.Record
	var failed error
	for {
		records, err := in.Unsealed(ctx, org, before, last, sealPage)
		if err != nil {
			failed = err
		}
		if len(records) == 0 {
			return head, failed
		}
		last = &records[len(records)-1]
		for block := range slices.Chunk(records, chain.BlockMax) {
			if late(ctx) {
				return head, failed
			}
			if head, err = l.append(ctx, in, org, head, block, signer); err == nil {
				err = copied(ctx, org)
			}
			if err != nil {
				return head, err
			}
		}
	}
}

// append appends a block to an org's chain.
func (l *Lifecycle) append(ctx context.Context, in ledger, org string, head store.Head, records []store.Record, signer Signer) (store.Head, error) {
	public, err := signer.PublicKey(ctx)
	if err != nil {
		return head, err
	}
	b := chain.Block{Format: 1, Org: org, Number: head.Number + 1, Previous: head.Hash, SealedAt: l.now(), Key: chain.KeyID(public)}
	from := records[0].At
	for _, r := range records {
		b.Records = append(b.Records, chain.Record{ID: r.ID, Hash: chain.Hash(r.Body)})
		if r.At.Before(from) {
			from = r.At
		}
	}
	raw, err := b.Encode()
	if err != nil {
		return head, errors.New("encoding a block failed")
	}
	signature, err := signer.Sign(ctx, raw)
	if err != nil {
		return head, fmt.Errorf("signing a block: %w", err)
	}
	next := store.Head{Number: b.Number, Hash: chain.Hash(raw)}
	block := store.Block{Number: b.Number, Block: raw, Signature: signature, From: from}
	if err := in.AppendBlock(ctx, org, head, block, next.Hash, records); err != nil {
		return head, err
	}
	return next, nil
}

// copyChain copies the blocks that the copy lacks, until the deadline is near.
func (l *Lifecycle) copyChain(ctx context.Context, org string) error {
	copied, err := l.store.Head(ctx, org)
	if err != nil {
		return err
	}
	for b, err := range l.vault.Blocks(ctx, org, copied.Number+1) {
		if err != nil {
			return err
		}
		if late(ctx) {
			return nil
		}
		receipts, err := l.vault.BlockReceipts(ctx, org, b.Number)
		if err != nil {
			return err
		}
		if err := l.store.CopyBlock(ctx, org, b, chain.Hash(b.Block), receipts); err != nil {
			return err
		}
	}
	return nil
}

// A SealedBlock is a block with the bytes of its records in its order, as
// chain.Verify takes them.
type SealedBlock struct {
	chain.Signed
	Number  int
	Records [][]byte
}

// Export returns at most limit blocks of an org's chain with their receipts, from
// number first on: what infra/verify-receipts checks.
func (l *Lifecycle) Export(ctx context.Context, org string, first, limit int) ([]SealedBlock, error) {
	return export(l.store.Blocks(ctx, org, first), limit, func(n int, add func(id string, body []byte)) error {
		receipts, err := l.store.BlockReceipts(ctx, org, n)
		for _, r := range receipts {
			add(r.ID, r.Body)
		}
		return err
	})
}

// ExportAudit is Export for an org's audit. Blocks from more than domain.AuditKept ago are
// gone, with their entries.
func (l *Lifecycle) ExportAudit(ctx context.Context, org string, first, limit int) ([]SealedBlock, error) {
	return export(l.audit.Blocks(ctx, org, first), limit, func(n int, add func(id string, body []byte)) error {
		entries, err := l.audit.BlockEntries(ctx, org, n)
		for _, e := range entries {
			add(e.ID, e.Body)
		}
		return err
	})
}

func export(blocks iter.Seq2[store.Block, error], limit int, read func(n int, add func(id string, body []byte)) error) ([]SealedBlock, error) {
	var all []SealedBlock
	for b, err := range blocks {
		if err != nil {
			return nil, err
		}
		if len(all) == limit {
			break
		}
		parsed, err := chain.Parse(b.Block)
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", b.Number, err)
		}
		bodies := make(map[string][]byte)
		if err := read(b.Number, func(id string, body []byte) { bodies[id] = body }); err != nil {
			return nil, err
		}
		sealed := SealedBlock{Signed: chain.Signed{Block: b.Block, Signature: b.Signature}, Number: b.Number}
		for _, r := range parsed.Records {
			// One that is missing is left out: verifying shows it.
			if body, ok := bodies[r.ID]; ok {
				sealed.Records = append(sealed.Records, body)
			}
		}
		all = append(all, sealed)
	}
	return all, nil
}
