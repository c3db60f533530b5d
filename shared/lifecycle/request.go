package lifecycle

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// requests erases the requests to schools whose time is over: those that were never verified
// after three days, the others after years. The keys go first. One that fails keeps no
// other, and the next tick tries it again.
func (l *Lifecycle) requests(ctx context.Context) error {
	now := l.now()
	var ids []string
	var errs []error
	for r, err := range l.store.OldRequests(ctx, now.Add(-domain.RequestUnverifiedKept), domain.AddMonths(now, -domain.RequestKept.Months)) {
		if err != nil {
			errs = append(errs, err)
		} else if r.Over(now) {
			ids = append(ids, r.ID)
		}
	}
	for _, id := range ids {
		err := l.vault.DeleteRequestBoxes(ctx, id)
		if err == nil {
			err = l.store.EndRequest(ctx, id)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// requestBoxes destroys the boxes of requests that aren't there: a request that was cut off
// stores them first, and an older vault brings back those of what was erased since.
func (l *Lifecycle) requestBoxes(ctx context.Context) error {
	var ids []string
	for r, err := range l.vault.RequestRefs(ctx) {
		if err != nil {
			return err
		}
		if r.Age >= l.orphanAge {
			ids = append(ids, r.ID)
		}
	}
	lost, err := l.store.MissingRequests(ctx, ids)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range lost {
		errs = append(errs, l.vault.DeleteRequestBoxes(ctx, id))
	}
	return errors.Join(errs...)
}
