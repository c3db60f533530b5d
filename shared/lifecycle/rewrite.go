package lifecycle

import (
	"context"
	"errors"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// One student's sealed answers stand in chunks with those of others. When they are erased
// their key goes, and what is left of them is noise that nobody can read; but whoever had
// kept the key could, for as long as a ticket may be opened. So once a session is over its
// chunks are rewritten without the records of all who were erased, and a second receipt
// names the time at which the last backup of them is gone.

// planRewrites publishes a piece of work for each session of an org in which students were
// erased whose records may leave it now. What can't be read keeps no other from its turn.
func (l *Lifecycle) planRewrites(ctx context.Context, org string, out Publisher) error {
	waiting := make(map[string]bool)
	var failed error
	for r, err := range l.vault.AwaitingRewrite(ctx, org, "") {
		if err != nil {
			failed = err
			continue
		}
		waiting[r.Session] = true
	}
	if len(waiting) == 0 {
		return failed
	}
	holds, err := l.vault.HoldsFrom(ctx, org, l.now())
	if err != nil {
		return err
	}
	var send [][]byte
	for sid := range waiting { // in no order, so that none is always last
		s := domain.Subject{Kind: domain.SubjectSession, Org: org, Session: sid}
		ready, err := l.rewritable(ctx, s, holds)
		if err != nil {
			failed = err
		}
		if ready && len(send) < l.stepsMax {
			send = append(send, events.Work{Subject: s, To: domain.Erased, Rule: domain.RuleRewrite}.Encode())
		}
	}
	for some := range slices.Chunk(send, sendPage) {
		if err := out.Send(ctx, events.RetentionWork, some...); err != nil {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// rewritable reports whether the records of erased students may leave a session's log: nobody
// writes to it any more, and no legal hold keeps it as it is.
func (l *Lifecycle) rewritable(ctx context.Context, subject domain.Subject, holds []domain.Hold) (bool, error) {
	now := l.now()
	if domain.HeldBy(holds, subject, true, now) != nil {
		return false, nil
	}
	s, err := l.store.Session(ctx, subject.Session)
	if errors.Is(err, domain.ErrNotFound) {
		return true, nil // its org was erased, and it with it
	}
	if err != nil {
		return false, err
	}
	return s.Org == subject.Org && s.IsQuiet(now), nil
}

// rewrite takes the records of all erased students out of a session's log, and writes a
// second receipt for each. Cut off anywhere, it is done again from the beginning: what has
// left the log already costs nothing. It reports whether there is more to do at once.
func (l *Lifecycle) rewrite(ctx context.Context, subject domain.Subject) (more bool, err error) {
	if waiting, err := l.mustWait(ctx); err != nil || waiting {
		return false, err
	}
	holds, err := l.vault.HoldsFrom(ctx, subject.Org, l.now())
	if err != nil {
		return false, err
	}
	if ready, err := l.rewritable(ctx, subject, holds); err != nil || !ready {
		return false, err
	}
	var receipts []store.StoredReceipt
	gone := make(map[string]bool)
	for r, err := range l.vault.AwaitingRewrite(ctx, subject.Org, subject.Session) {
		if err != nil {
			return false, err
		}
		receipts = append(receipts, r)
		gone[r.Participant] = true
	}
	if len(receipts) == 0 {
		return false, nil
	}
	if more, err := l.dropRecords(ctx, subject.Session, gone); more || err != nil {
		return more, err
	}
	now := l.now()
	for _, r := range receipts {
		if late(ctx) {
			return true, nil
		}
		if err := l.followUp(ctx, r.FollowUp(now)); err != nil {
			return false, err
		}
	}
	return false, nil
}

// dropRecords takes the participants' records out of a session's log. More is set when the
// deadline came first.
func (l *Lifecycle) dropRecords(ctx context.Context, sid string, participants map[string]bool) (more bool, err error) {
	for chunk, err := range l.store.ChunksWith(ctx, sid, participants) {
		if err != nil {
			return false, err
		}
		if late(ctx) {
			return true, nil
		}
		if err := l.store.DropRecords(ctx, sid, chunk, participants); err != nil {
			return false, err
		}
	}
	return false, nil
}

// followUp stores a receipt that completes another, in the vault first. Last of all the other
// one stops waiting: what is cut off before is done again.
func (l *Lifecycle) followUp(ctx context.Context, r domain.Receipt) error {
	stored, err := l.vault.PutReceipt(ctx, r)
	if err != nil {
		return err
	}
	if err := l.store.CopyFollowUp(ctx, stored); err != nil {
		return err
	}
	return l.vault.EndRewrite(ctx, r.Follows)
}
