package lifecycle

import (
	"context"
	"errors"
	"fmt"
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
)

// Seal chains an org's receipts that are older than ten minutes into signed
// blocks, in the vault first, and brings the copy of the chain up to date.
func (l *Lifecycle) Seal(ctx context.Context, org string, signer Signer) error {
	before := l.now().Add(-sealAge)
	receipts, err := l.vault.UnsealedReceipts(ctx, org, before, chain.BlockMax)
	if err != nil {
		return err
	}
	if len(receipts) > 0 {
		head, ok, err := l.vault.LeaseChain(ctx, org, l.now(), l.now().Add(leaseTime))
		if err != nil || !ok {
			return err
		}
		for len(receipts) > 0 && err == nil {
			if head, err = l.append(ctx, org, head, receipts, signer); err == nil {
				receipts, err = l.vault.UnsealedReceipts(ctx, org, before, chain.BlockMax)
			}
		}
		if err != nil {
			return errors.Join(err, l.vault.ReleaseChain(ctx, org))
		}
	}
	return l.copyChain(ctx, org)
}

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
	err = l.vault.AppendBlock(ctx, org, head, store.Block{Number: b.Number, Block: raw, Signature: signature}, next.Hash, receipts)
	return next, err
}

// copyChain copies the blocks that the copy lacks.
func (l *Lifecycle) copyChain(ctx context.Context, org string) error {
	copied, err := l.store.Head(ctx, org)
	if err != nil {
		return err
	}
	for b, err := range l.vault.Blocks(ctx, org, copied.Number+1) {
		if err != nil {
			return err
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
