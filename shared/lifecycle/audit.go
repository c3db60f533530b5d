package lifecycle

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// enter enters an erasure in the org's audit, under the receipt's id: once, however often
// it is called. That of the org itself has no audit left to stand in.
func (l *Lifecycle) enter(ctx context.Context, r *domain.Receipt) error {
	if r.Kind == domain.SubjectOrg {
		return nil
	}
	return l.audit.Note(ctx, domain.AuditEntry{
		ID: r.ID, Org: r.Org, Role: domain.RoleService, Act: domain.ActErase, Path: "receipts/" + r.ID, Purpose: domain.PurposeErasure,
		Counts: domain.Opened{Participants: r.Counts.Participants, Answers: r.Counts.Answers}, At: r.ErasedAt,
	})
}

// endAudit deletes what an org's audit has kept for domain.AuditKept: blocks with all of
// their entries, as soon as the first of these is as old. Of an org that was erased it
// deletes everything, also what came too late, or back: whoever asks for an erasure has
// no business with deleting who opened what.
func (l *Lifecycle) endAudit(ctx context.Context, org domain.Org) error {
	if org.State == domain.OrgErased {
		return l.eraseAudit(ctx, org.ID)
	}
	before := domain.AddMonths(l.now(), -domain.AuditKept.Months)
	for !late(ctx) {
		n, err := l.audit.DeleteUnsealed(ctx, org.ID, before)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	for !late(ctx) {
		b, err := l.audit.FirstBlock(ctx, org.ID)
		if errors.Is(err, domain.ErrNotFound) {
			return nil
		}
		if err != nil || !b.From.Before(before) {
			return err
		}
		if err := l.audit.DeleteBlock(ctx, org.ID, b.Number); err != nil {
			return err
		}
	}
	return nil
}

// eraseAudit deletes an org's audit with its chain, until the deadline is near. The next
// tick does the rest.
func (l *Lifecycle) eraseAudit(ctx context.Context, org string) error {
	for !late(ctx) {
		n, err := l.audit.DeleteOrg(ctx, org)
		if n == 0 || err != nil {
			return err
		}
	}
	return nil
}
