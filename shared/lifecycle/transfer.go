package lifecycle

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// transfers deletes the tables of what schools handed over for research, or didn't, once their
// time is over. What was authorized, and what the files said, stays.
func (l *Lifecycle) transfers(ctx context.Context) error {
	now := l.now()
	var errs []error
	for t, err := range l.store.TransfersKept(ctx) {
		if err == nil && t.Over(now) {
			err = l.endTransfer(ctx, t)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (l *Lifecycle) endTransfer(ctx context.Context, t domain.Transfer) error {
	// Once it is over, no table is added. Only a tick that finds none says so.
	n, err := l.store.DeleteTransferTables(ctx, t.ID)
	if err != nil || n > 0 {
		return err
	}
	_, err = l.store.ChangeTransfer(ctx, t.Org, t.ID, func(t *domain.Transfer) error {
		if t.SavedAt.IsZero() {
			t.Forget()
		}
		t.GoneAt = l.now()
		return nil
	})
	return unless(domain.ErrNotFound, err)
}
