package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	// sealAge is how old a receipt must be to be sealed: by then every write
	// that was under way has landed, and receipts are sealed in order.
	sealAge = 10 * time.Minute
	// leaseTime is how long a sealer keeps others away.
	leaseTime = 5 * time.Minute
	// sealPage is how many receipts are read at once.
	sealPage = 10 * chain.BlockMax
)

// Seal chains an org's receipts that are older than ten minutes into signed blocks, each
// in the vault first and then in the copy of the chain, which it brings up to date. The
// next tick does what the deadline left.
func (l *Lifecycle) Seal(ctx context.Context, org string, signer Signer) error {
	before := l.now().Add(-sealAge)
	waiting, err := l.vault.UnsealedReceipts(ctx, org, before, 1)
	if err != nil {
		return err
	}
	if len(waiting) == 0 {
		return l.copyChain(ctx, org)
	}
	head, ok, err := l.vault.LeaseChain(ctx, org, l.now(), l.now().Add(leaseTime))
	if err != nil || !ok {
		return err
	}
	first := head
	// The last sealer may have been cut off before copying, and a copy must have no gap.
	if err = l.copyChain(ctx, org); err == nil {
		head, err = l.appendAll(ctx, org, head, before, signer)
	}
	if err != nil || head == first {
		return errors.Join(err, l.vault.ReleaseChain(ctx, org))
	}
	return nil
}

// appendAll appends blocks until no receipt from before the given time is left, or
// the deadline is near. Receipts are read after the head that they are appended to:
// another sealer then moves the head, or hasn't sealed them.
func (l *Lifecycle) appendAll(ctx context.Context, org string, head store.Head, before time.Time, signer Signer) (store.Head, error) {
	for {
		receipts, err := l.vault.UnsealedReceipts(ctx, org, before, sealPage)
		if err != nil || len(receipts) == 0 {
			return head, err
		}
		for block := range slices.Chunk(receipts, chain.BlockMax) {
			if late(ctx) {
				return head, nil
			}
			if head, err = l.append(ctx, org, head, block, signer); err != nil {
				return head, err
			}
		}
	}
}

// append appends a block to an org's chain and to its copy.
func (l *Lifecycle) append(ctx context.Context, org string, head store.Head, receipts []store.StoredReceipt, signer Signer) (store.Head, error) {
	public, err := signer.PublicKey(ctx)
	if err != nil {
		return head, err
	}
	b := chain.Block{Format: 1, Org: org, Number: head.Number + 1, Previous: head.Hash, SealedAt: l.now(), Key: chain.KeyID(public)}
	for _, r := range receipts {
		b.Records = append(b.Records, chain.Record{ID: r.ID, Hash: chain.Hash(r.Body)})
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
	block := store.Block{Number: b.Number, Block: raw, Signature: signature}
	if err := l.vault.AppendBlock(ctx, org, head, block, next.Hash, receipts); err != nil {
		return head, err
	}
	return next, l.store.CopyBlock(ctx, org, block, next.Hash, receipts)
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

// A SealedBlock is a block with the bytes of its receipts in its order, as
// chain.Verify takes them.
type SealedBlock struct {
	chain.Signed
	Receipts [][]byte
}

// Export returns at most limit blocks of an org's chain with their receipts, from
// number first on: what infra/verify-receipts checks.
func (l *Lifecycle) Export(ctx context.Context, org string, first, limit int) ([]SealedBlock, error) {
	var all []SealedBlock
	for b, err := range l.store.Blocks(ctx, org, first) {
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
		receipts, err := l.store.BlockReceipts(ctx, org, b.Number)
		if err != nil {
			return nil, err
		}
		bodies := make(map[string][]byte, len(receipts))
		for _, r := range receipts {
			bodies[r.ID] = r.Body
		}
		sealed := SealedBlock{Signed: chain.Signed{Block: b.Block, Signature: b.Signature}}
		for _, r := range parsed.Records {
			// One that is missing is left out: verifying shows it.
			if body, ok := bodies[r.ID]; ok {
				sealed.Receipts = append(sealed.Receipts, body)
			}
		}
		all = append(all, sealed)
	}
	return all, nil
}
