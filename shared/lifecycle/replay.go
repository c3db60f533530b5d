package lifecycle

import (
	"context"
	"fmt"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Why retention is paused.
const (
	RestoredData  = "(default) is older than the vault: it was restored"
	RestoredVault = "the vault is older than (default): it was restored"
)

// watchForRestore counts the ticks in both databases, the vault's first. Where
// they disagree one of the two was restored from a backup: what the other knows
// is replayed into it at once, and retention stays paused until an operator
// confirms. While it is paused, the reason is returned. Ticks may overlap: the
// counts only rise, and never differ by more than one between the databases.
func (l *Lifecycle) watchForRestore(ctx context.Context) (paused string, err error) {
	v, d, err := l.states(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case v.Paused != "":
		return v.Paused, nil
	case d.Paused != "":
		return d.Paused, nil
	}
	if paused = restored(v, d); paused != "" {
		if err := l.Pause(ctx, paused); err != nil {
			return "", err
		}
		_, err = l.Replay(ctx, Replay{})
		return paused, err
	}
	if between(v, d) {
		return l.counted(ctx, v.Epoch) // this tick makes up the second write
	}
	epoch := v.Epoch + 1
	v, err = l.vault.ChangeRetentionState(ctx, func(s *store.RetentionState) {
		if s.Paused == "" && s.Epoch < epoch {
			s.Epoch, s.Pending = epoch, true
		}
	})
	if err != nil || v.Paused != "" {
		return v.Paused, err
	}
	return l.counted(ctx, epoch)
}

// states reads the state of retention in the vault and in "(default)", with no other
// tick in between.
func (l *Lifecycle) states(ctx context.Context) (v, d store.RetentionState, err error) {
	v, err = l.vault.RetentionState(ctx)
	for err == nil {
		if d, err = l.store.RetentionState(ctx); err != nil {
			break
		}
		before := v
		if v, err = l.vault.RetentionState(ctx); v == before {
			break
		}
	}
	return v, d, err
}

// counted records in the other database a tick that the vault has recorded, and
// that it is in both.
func (l *Lifecycle) counted(ctx context.Context, epoch int) (paused string, err error) {
	d, err := l.store.ChangeRetentionState(ctx, func(s *store.RetentionState) { s.Epoch = max(s.Epoch, epoch) })
	if err != nil || d.Paused != "" {
		return d.Paused, err
	}
	v, err := l.vault.ChangeRetentionState(ctx, func(s *store.RetentionState) {
		if s.Epoch == epoch {
			s.Pending = false
		}
	})
	return v.Paused, err
}

// Pause stops every erasure until Confirm.
func (l *Lifecycle) Pause(ctx context.Context, reason string) error {
	pause := func(s *store.RetentionState) { s.Paused = reason }
	if _, err := l.vault.ChangeRetentionState(ctx, pause); err != nil {
		return err
	}
	_, err := l.store.ChangeRetentionState(ctx, pause)
	return err
}

// Paused returns why retention is paused, or the empty string if it isn't.
func (l *Lifecycle) Paused(ctx context.Context) (string, error) {
	v, err := l.vault.RetentionState(ctx)
	return v.Paused, err
}

// Confirm lets retention continue: an operator has seen that the replay is complete.
// It replays once more first.
func (l *Lifecycle) Confirm(ctx context.Context) error {
	if _, err := l.Replay(ctx, Replay{}); err != nil {
		return err
	}
	v, err := l.vault.RetentionState(ctx)
	if err != nil {
		return err
	}
	// The vault's pause ends last: it is what DestroyKeys looks at.
	d, err := l.store.ChangeRetentionState(ctx, func(s *store.RetentionState) {
		s.Paused, s.Epoch = "", max(s.Epoch, v.Epoch)
	})
	if err != nil {
		return err
	}
	_, err = l.vault.ChangeRetentionState(ctx, func(s *store.RetentionState) {
		s.Paused, s.Pending, s.Epoch = "", false, max(s.Epoch, d.Epoch)
	})
	return err
}

// Restored returns which database was restored and not yet replayed, according to their
// tick counts. It is empty if neither was.
func (l *Lifecycle) Restored(ctx context.Context) (reason string, err error) {
	v, d, err := l.states(ctx)
	if err != nil {
		return "", err
	}
	return restored(v, d), nil
}

// restored is Restored, by how retention stands in the vault and in "(default)".
func restored(v, d store.RetentionState) string {
	switch {
	case between(v, d):
		return ""
	case d.Epoch < v.Epoch:
		return RestoredData
	case d.Epoch > v.Epoch:
		return RestoredVault
	}
	return ""
}

// between reports whether a tick is, or ended, between its two writes.
func between(v, d store.RetentionState) bool { return v.Pending && d.Epoch == v.Epoch-1 }

// A Replay says how to replay. The zero value replays everything.
type Replay struct {
	// Since leaves out older receipts: the time of the backup less a margin.
	Since time.Time
	Dry   bool           // count what would be done, and change nothing
	Each  func(Replayed) // is told, now and then, how far it is; nil: nobody is
}

// Replayed counts what a replay found and, unless it was a dry run, did.
type Replayed struct {
	// What the vault lacked and "(default)" had.
	Holds, Erasures, Receipts, Blocks int
	// Copies are the holds and receipts that "(default)" lacked.
	Copies int
	// Enforced counts the receipts that were checked, Returned those whose
	// documents a restore had brought back and that were erased again.
	Enforced, Returned int
}

// Replay brings each database up to what the other knows: holds, erasures and
// receipts. What a receipt says was erased is erased again where a restore
// brought it back: keys in the vault, documents in "(default)". It destroys
// nothing that wasn't destroyed before, and can be repeated.
func (l *Lifecycle) Replay(ctx context.Context, how Replay) (done Replayed, err error) {
	r := replayer{Lifecycle: l, Replay: how}
	if err := r.intoVault(ctx); err != nil {
		return r.done, fmt.Errorf("replaying into the vault: %w", err)
	}
	if err := r.intoData(ctx); err != nil {
		return r.done, fmt.Errorf("replaying into (default): %w", err)
	}
	return r.done, nil
}

type replayer struct {
	*Lifecycle
	Replay
	done Replayed
}

func (l *replayer) tell() {
	if l.Each != nil {
		l.Each(l.done)
	}
}

func (l *replayer) intoVault(ctx context.Context) error {
	for h, err := range l.store.AllHolds(ctx) {
		if err != nil {
			return err
		}
		put, err := l.vault.PutBackHold(ctx, h, l.Dry)
		if err != nil {
			return err
		}
		l.done.Holds += count(put)
	}
	for r, err := range l.store.AllReceipts(ctx, l.Since) {
		if err != nil {
			return err
		}
		known, err := l.vault.HasReceipt(ctx, r.ID)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		l.done.Receipts++
		l.tell()
		if l.Dry {
			continue
		}
		if err := l.destroyAgain(ctx, subjectOf(r.Receipt)); err != nil {
			return err
		}
		if err := l.vault.PutBackReceipt(ctx, r); err != nil {
			return err
		}
	}
	for e, err := range l.store.AllErasures(ctx) {
		if err != nil {
			return err
		}
		put, err := l.vault.PutBackErasure(ctx, e, l.Dry)
		if err != nil {
			return err
		}
		l.done.Erasures += count(put)
	}
	for org, err := range l.store.Orgs(ctx) {
		if err != nil {
			return err
		}
		for m, err := range l.store.Members(ctx, org.ID) {
			if err == nil && m.State == domain.MemberErased && !l.Dry {
				err = l.destroyAgain(ctx, domain.Subject{Kind: domain.SubjectMember, Org: org.ID, ID: m.ID})
			}
			if err != nil {
				return err
			}
		}
		if err := l.putBackBlocks(ctx, org.ID); err != nil {
			return err
		}
	}
	return nil
}

func (l *replayer) destroyAgain(ctx context.Context, s domain.Subject) error {
	if !s.Valid() {
		return nil // a member's receipt doesn't name them: their tombstone does
	}
	var rest store.Rest
	for {
		more, err := l.vault.DestroyAgain(ctx, s, &rest)
		if err != nil || !more {
			return err
		}
	}
}

func (l *replayer) putBackBlocks(ctx context.Context, org string) error {
	head, err := l.vault.Head(ctx, org)
	if err != nil {
		return err
	}
	for b, err := range l.store.Blocks(ctx, org, head.Number+1) {
		if err != nil {
			return err
		}
		l.done.Blocks++
		if l.Dry {
			continue
		}
		receipts, err := l.store.BlockReceipts(ctx, org, b.Number)
		if err != nil {
			return err
		}
		if err := l.vault.PutBackBlock(ctx, org, b, chain.Hash(b.Block), receipts); err != nil {
			return err
		}
	}
	return nil
}

func (l *replayer) intoData(ctx context.Context) error {
	now := l.now()
	copied := make(map[string]domain.Hold)
	for h, err := range l.store.AllHolds(ctx) {
		if err != nil {
			return err
		}
		copied[h.ID] = h
	}
	for h, err := range l.vault.AllHolds(ctx) {
		if err != nil {
			return err
		}
		if copied[h.ID] == h {
			continue
		}
		l.done.Copies++
		if l.Dry {
			continue
		}
		if err := l.store.CopyHold(ctx, h); err != nil {
			return err
		}
	}
	for e, err := range l.vault.AllErasures(ctx) {
		if err != nil {
			return err
		}
		if !l.Dry && (e.Formal() || e.Destroying) {
			if _, err := l.store.MarkErasing(ctx, e, now); err != nil {
				return err
			}
		}
	}
	rewritten := make(map[string]map[string]bool) // by session: who had left its log
	for r, err := range l.vault.AllReceipts(ctx, l.Since) {
		if err != nil {
			return err
		}
		if r.Follows != "" {
			if rewritten[r.Session] == nil {
				rewritten[r.Session] = make(map[string]bool)
			}
			rewritten[r.Session][r.Participant] = true
		}
		known, err := l.store.HasReceipt(ctx, r.ID)
		if err != nil {
			return err
		}
		back, err := l.store.IsBack(ctx, subjectOf(r.Receipt))
		if err != nil {
			return err
		}
		l.done.Copies += count(!known)
		l.done.Returned += count(back && r.Follows == "")
		l.done.Enforced++
		l.tell()
		if l.Dry {
			continue
		}
		if err := l.enforce(ctx, subjectOf(r.Receipt), &r, now); err != nil {
			return err
		}
	}
	if !l.Dry {
		for sid, participants := range rewritten {
			for more := true; more; {
				var err error
				if more, err = l.dropRecords(ctx, sid, participants); err != nil {
					return err
				}
			}
		}
	}
	for m, err := range l.vault.ErasedMembers(ctx) {
		if err != nil {
			return err
		}
		subject := domain.Subject{Kind: domain.SubjectMember, Org: m.Org, ID: m.ID}
		back, err := l.store.IsBack(ctx, subject)
		if err != nil {
			return err
		}
		l.done.Returned += count(back)
		if l.Dry {
			continue
		}
		if err := l.enforce(ctx, subject, nil, now); err != nil {
			return err
		}
	}
	if l.Dry {
		return nil
	}
	for org, err := range l.store.Orgs(ctx) {
		if err == nil {
			err = l.copyChain(ctx, org.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// enforce erases documents whose keys are destroyed, wherever they came back from,
// and copies the receipt.
func (l *replayer) enforce(ctx context.Context, s domain.Subject, r *store.StoredReceipt, now time.Time) error {
	if s.Valid() {
		e := &domain.Erasure{ID: s.ErasureID(), Receipt: s.ErasureID(), Subject: s, Rule: domain.RuleFormal, Destroying: true, KeysDeletedAt: now}
		if r != nil {
			e.Receipt, e.Ground = r.ID, r.Ground
		}
		if _, err := l.store.MarkErasing(ctx, e, now); err != nil {
			return err
		}
		var rest store.Rest
		for more := true; more; {
			var err error
			// Requests that were under way are long over: nobody is let in
			// before the replay is done.
			if more, _, err = l.store.EraseDocuments(ctx, e, &rest, now.Add(domain.LateWrites)); err != nil {
				return err
			}
		}
	}
	if r == nil {
		return l.store.ForgetErasure(ctx, s.ErasureID())
	}
	return l.store.FinishErasure(ctx, s.ErasureID(), *r)
}

// subjectOf returns what a receipt is about. A member's isn't valid.
func subjectOf(r domain.Receipt) domain.Subject {
	return domain.Subject{Kind: r.Kind, Org: r.Org, Session: r.Session, ID: r.Participant + r.QuestionSet}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
