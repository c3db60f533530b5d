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
	// One that is being counted at this moment may store one more table, for as long as a
	// request takes: the next tick is later than that.
	n, err := l.store.DeleteTransferTables(ctx, t.ID)
	if err != nil || n > 0 {
		return err
	}
	_, err = l.store.ChangeTransfer(ctx, t.Org, t.ID, func(t *domain.Transfer) error {
		t.GoneAt = l.now()
		return nil
	})
	return unless(domain.ErrNotFound, err)
}
