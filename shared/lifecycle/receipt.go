package lifecycle

import (
	"context"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// endReceipts deletes the receipts of an org that was erased, with their chain, once the
// operator has kept them long enough: in the vault first, for the copy says when it is due.
func (l *Lifecycle) endReceipts(ctx context.Context, org domain.Org) error {
	if org.State != domain.OrgErased {
		return nil
	}
	last, err := l.store.Receipt(ctx, domain.Subject{Kind: domain.SubjectOrg, Org: org.ID}.ErasureID())
	if err != nil {
		return unless(domain.ErrNotFound, err) // not erased to the end yet, or done
	}
	if l.now().Before(domain.ReceiptsKept.After(last.ErasedAt)) {
		return nil
	}
	for _, page := range []func(context.Context, string) (int, error){l.vault.DeleteReceipts, l.store.DeleteReceipts} {
		for more := true; more; {
			if late(ctx) {
				return nil // the next tick goes on
			}
			n, err := page(ctx, org.ID)
			if err != nil {
				return err
			}
			more = n > 0
		}
	}
	return nil
}
