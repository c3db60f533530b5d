// Package lifecycle plans and carries out the end of data's life: it closes what is
// idle, deletes what was kept long enough, erases what can no longer be restored
// or what somebody asked to have erased, and proves it.
//
// The retention function calls it at every tick and for every piece of work; org
// and rights call it for formal erasures, org also to show what is planned;
// infra/replay calls it after a database was restored. Package domain has the
// rules, package store the transactions.
//
// It can't decrypt anything and must never be given a key. It must never delete a
// document before the key that opens it, never destroy a key without checking for holds
// in the same transaction, and never log what it erases.
package lifecycle

import (
	"context"
	"io"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A Lifecycle works on one project's databases. It keeps nothing between
// calls and is safe for concurrent use.
type Lifecycle struct {
	store *store.Store
	vault *store.Vault
	audit *store.Audit
	clock domain.Clock
	rand  io.Reader

	archives Archives // nil: not this function's affair

	orphanAge time.Duration
	stepsMax  int
}

// New returns a Lifecycle. The audit may be nil where nothing is erased or sealed.
func New(s *store.Store, v *store.Vault, a *store.Audit, clock domain.Clock, rand io.Reader) *Lifecycle {
	return &Lifecycle{store: s, vault: v, audit: a, clock: clock, rand: rand, orphanAge: orphanAge, stepsMax: stepsMax}
}

// now is truncated to the microseconds that Firestore keeps, so that a stored time
// and the time itself lead to the same results.
func (l *Lifecycle) now() time.Time { return l.clock().UTC().Truncate(time.Microsecond) }

// margin is how long before its deadline a piece of work stops, to finish what it
// has begun and hand on the rest.
const margin = 2 * store.Deadline

// late reports whether ctx ends too soon to begin something more.
func late(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < margin
}
