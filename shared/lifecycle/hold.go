package lifecycle

import (
	"context"
	"errors"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// PlaceHold places a hold, in the vault first. Once it has returned, no key within
// the hold's reach is destroyed. Repeated with the same id it returns the first.
func (l *Lifecycle) PlaceHold(ctx context.Context, h domain.Hold) (domain.Hold, error) {
	cut := func(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
	h.PlacedAt, h.Until = cut(h.PlacedAt), cut(h.Until)
	place := l.vault.PlaceHold
	if h.Kind != domain.HoldIncident {
		place = l.vault.PlaceLegalHold
	}
	h, err := place(ctx, h)
	if err != nil {
		return h, err
	}
	return h, l.store.CopyHold(ctx, h)
}

// ReleaseHold ends a hold on an org that is of the given kind: a school can't end what the
// operator placed, and nobody an incident's freeze (domain.ErrConflict). The next tick takes
// up what the hold stopped.
func (l *Lifecycle) ReleaseHold(ctx context.Context, org, id string, kind domain.HoldKind) (domain.Hold, error) {
	h, err := l.vault.ReleaseHold(ctx, org, id, kind, l.now())
	if err != nil {
		return h, err
	}
	return h, l.store.CopyHold(ctx, h)
}

// Holds returns an org's holds, those that have ended too.
func (l *Lifecycle) Holds(ctx context.Context, org string) ([]domain.Hold, error) {
	return l.vault.Holds(ctx, org)
}

// Request records a formal erasure and hides its subject at once. The rest is left to
// retention, which the caller should tell; otherwise the next tick finds it.
func (l *Lifecycle) Request(ctx context.Context, s domain.Subject, ground domain.ErasureGround) (Outcome, error) {
	e := domain.Erasure{Subject: s, Rule: domain.RuleFormal, Ground: ground}
	if s.Kind == domain.SubjectParticipant {
		for {
			out, err := l.Erase(ctx, e)
			if !errors.Is(err, store.ErrAgain) || ctx.Err() != nil {
				return out, err
			}
			// The same request, sent twice: by now the other one has finished.
		}
	}
	now := l.now()
	noted, begun, err := l.begin(ctx, e, now)
	if err != nil {
		return Outcome{}, err
	}
	if noted == nil {
		return Outcome{Receipt: begun.Receipt, Hold: begun.Hold}, nil
	}
	if begun.Receipt != nil {
		return Outcome{Receipt: begun.Receipt}, nil
	}
	due, err := l.store.MarkErasing(ctx, noted, now)
	if err != nil {
		return Outcome{}, err
	}
	if !due {
		return Outcome{NotDue: true}, l.vault.AbandonErasure(ctx, noted)
	}
	return Outcome{ID: noted.Receipt, Hold: begun.Hold, More: begun.Hold == nil}, nil
}

// Ask records that a student is to be erased and hides them at once. It destroys nothing;
// retention does, which the caller should tell where the outcome has More. Otherwise the
// next tick finds it.
func (l *Lifecycle) Ask(ctx context.Context, s domain.Subject, ground domain.ErasureGround) (Outcome, error) {
	now := l.now()
	id := s.ErasureID()
	begun, err := l.vault.NoteErasure(ctx, domain.Erasure{
		ID: id, Receipt: id, Subject: s, Rule: domain.RuleFormal, Ground: ground, RequestedAt: now,
	}, now)
	if err != nil {
		return Outcome{}, err
	}
	if begun.Receipt != nil {
		return Outcome{Receipt: begun.Receipt}, nil
	}
	if _, err := l.store.MarkErasing(ctx, begun.Erasure, now); err != nil {
		return Outcome{}, err
	}
	return Outcome{Hold: begun.Hold, More: begun.Hold == nil}, nil
}

// Asked returns what happened to a formal erasure. The outcome is empty if nobody
// asked for one.
func (l *Lifecycle) Asked(ctx context.Context, s domain.Subject) (Outcome, error) {
	r, err := l.store.Receipt(ctx, s.ErasureID())
	if err == nil {
		return Outcome{Receipt: &r.Receipt}, nil
	}
	if !errors.Is(err, domain.ErrNotFound) {
		return Outcome{}, err
	}
	noted, err := l.vault.Erasure(ctx, s.ErasureID())
	if err != nil {
		return Outcome{}, unless(domain.ErrNotFound, err)
	}
	if !noted.Destroying {
		holds, err := l.vault.HoldsFrom(ctx, s.Org, l.now())
		if err != nil {
			return Outcome{}, err
		}
		if hold := domain.HeldBy(holds, s, noted.Formal(), l.now()); hold != nil {
			return Outcome{Hold: hold}, nil
		}
	}
	return Outcome{More: true}, nil
}
