// Package retention ends data's life on time.
//
// Pub/Sub calls it: every hour with a tick, for which it publishes one message for
// each org; with those, for each of which it plans what is due and publishes one
// piece of work for each subject, and one for each month of which the org's usage is to be
// counted; and with those pieces, one by one. What is due is
// in the data and looked up again each time, so that a message may come twice, late
// or out of order.
//
// It has no way to decrypt anything. It must never erase just because a message says so,
// never ignore a hold, and never log what it erases.
package retention

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Lifecycle *lifecycle.Lifecycle
	Publisher lifecycle.Publisher
	Signer    lifecycle.Signer // of receipts
}

// New makes the function's handler, for messages of retention-tick, retention-plan and
// retention-work: a tick is one without data.
func New(d Deps) events.Handler {
	return func(ctx context.Context, m events.Message) error {
		in, err := events.ParseRetention(m)
		if err != nil {
			return fmt.Errorf("reading a message: %w", err)
		}
		return Handle(ctx, d, in)
	}
}

// overtaken is how often a piece of work is retried at once when another worker was
// faster: usually nothing is left to do by then.
const overtaken = 3

// Handle handles one event. After an error, which isn't ErrPoison, the same
// event may succeed later.
func Handle(ctx context.Context, d Deps, in events.Retention) error {
	switch {
	case in.Tick:
		return d.Lifecycle.Tick(ctx, d.Publisher)
	case in.Plan != nil && in.Plan.Usage != "":
		return d.Lifecycle.CountUsage(ctx, in.Plan.Org, in.Plan.Usage)
	case in.Plan != nil && in.Plan.Org != "":
		return d.Lifecycle.TickOrg(ctx, *in.Plan, d.Publisher, d.Signer)
	case in.Plan != nil:
		return d.Lifecycle.TickRest(ctx, d.Publisher)
	}
	var accounts [][]byte
	if in.Work.To == domain.Erased {
		var err error
		if accounts, err = d.Lifecycle.Gone(ctx, in.Work.Subject); err != nil {
			return err
		}
	}
	more, err := d.Lifecycle.Do(ctx, in.Work)
	for n := 0; n < overtaken && errors.Is(err, store.ErrAgain); n++ {
		more, err = d.Lifecycle.Do(ctx, in.Work)
	}
	if errors.Is(err, domain.ErrNotFound) {
		slog.InfoContext(ctx, "a piece of work was about something that is gone", "kind", string(in.Work.Subject.Kind))
		return nil
	}
	if err != nil {
		return fmt.Errorf("working on a %s: %w", in.Work.Subject.Kind, err)
	}
	if len(accounts) > 0 {
		// What identity does about them, it reads from the data.
		if err := d.Publisher.Send(ctx, events.IdentityWork, accounts...); err != nil {
			return err
		}
	}
	if more {
		// A large erasure continues in another delivery.
		return d.Publisher.Send(ctx, events.RetentionWork, in.Work.Encode())
	}
	return nil
}
