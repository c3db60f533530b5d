package lifecycle

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// finds erases the searches for whom requests are about that have no purpose any more, keys
// first, and has those go on that stand still. One that fails keeps no other, and the next
// tick tries it again.
func (l *Lifecycle) finds(ctx context.Context, out Publisher) error {
	now := l.now()
	var over []string
	var work [][]byte
	var errs []error
	for f, err := range l.store.Finds(ctx) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		r, err := l.store.Request(ctx, f.Request)
		switch {
		case errors.Is(err, domain.ErrNotFound) || err == nil && f.Over(&r, now):
			over = append(over, f.ID)
		case err != nil:
			errs = append(errs, err)
		case f.CopiedAt.IsZero() && f.Grants(&r) && !now.Before(r.Queue.DecidedAt.Add(domain.FindStalls)):
			work = append(work, events.FindJob{Find: f.ID, Copy: true}.Encode())
		case f.State == domain.FindRunning && f.Begun(&r) && !now.Before(f.MovedAt.Add(domain.FindStalls)):
			work = append(work, events.FindJob{Find: f.ID, Page: f.Page}.Encode())
		}
	}
	for _, id := range over {
		err := l.vault.DeleteFindKey(ctx, id)
		if err == nil {
			err = l.store.DeleteFind(ctx, id)
		}
		errs = append(errs, err)
	}
	if len(work) > 0 {
		errs = append(errs, out.Send(ctx, events.FindWork, work...))
	}
	return errors.Join(errs...)
}

// findKeys destroys the keys of searches that aren't there: one that was cut off stores its
// key first, and an older vault brings back those of what was erased since.
func (l *Lifecycle) findKeys(ctx context.Context) error {
	var ids []string
	for r, err := range l.vault.FindRefs(ctx) {
		if err != nil {
			return err
		}
		if r.Age >= l.orphanAge {
			ids = append(ids, r.ID)
		}
	}
	lost, err := l.store.MissingFinds(ctx, ids)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range lost {
		errs = append(errs, l.vault.DeleteFindKey(ctx, id))
	}
	return errors.Join(errs...)
}
