package lifecycle

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// An Outcome is how far an erasure got. Without a receipt it isn't done.
type Outcome struct {
	Receipt *domain.Receipt
	ID      string       // of the receipt that there is or will be; empty: not known yet
	Hold    *domain.Hold // what stops it
	NotDue  bool         // it was restored, or the policy changed: nothing was erased
	// More is set when the deadline came first: continue at once. Otherwise
	// the next tick continues what isn't done.
	More bool
}

// State is the outcome in a word: "erased", "held" or "erasing".
func (o Outcome) State() string {
	switch {
	case o.Receipt != nil:
		return "erased"
	case o.Hold != nil:
		return "held"
	}
	return "erasing"
}

// Erase begins an erasure of the subject, or continues one that was begun. However
// often it is called, by however many callers at once, and wherever it was cut
// off, it ends the same way, with one receipt.
func (l *Lifecycle) Erase(ctx context.Context, e domain.Erasure) (Outcome, error) {
	now := l.now()
	noted, begun, err := l.begin(ctx, e, now)
	if err != nil {
		return Outcome{}, err
	}
	if noted == nil {
		return Outcome{Receipt: begun.Receipt, Hold: begun.Hold}, nil
	}
	if begun.Hold != nil && !noted.Formal() {
		return Outcome{Hold: begun.Hold}, nil
	}
	if begun.Receipt == nil {
		due, err := l.store.MarkErasing(ctx, noted, now)
		if err != nil {
			return Outcome{}, err
		}
		if !due {
			return Outcome{NotDue: true}, l.vault.AbandonErasure(ctx, noted)
		}
		if begun.Hold != nil {
			return Outcome{Hold: begun.Hold}, nil
		}
		receipt, out, err := l.destroy(ctx, noted, now)
		if receipt == nil || err != nil {
			return out, err
		}
		begun.Receipt = receipt
	}
	stored, err := l.vault.PutReceipt(ctx, *begun.Receipt)
	if err != nil {
		return Outcome{}, err
	}
	if err := l.store.FinishErasure(ctx, noted.ID, stored); err != nil {
		return Outcome{}, err
	}
	if err := l.enter(ctx, &stored.Receipt); err != nil {
		return Outcome{}, err
	}
	return Outcome{Receipt: &stored.Receipt}, l.vault.EndErasure(ctx, noted.ID)
}

// begin records an erasure, or returns the one that was begun.
func (l *Lifecycle) begin(ctx context.Context, e domain.Erasure, now time.Time) (*domain.Erasure, store.Begun, error) {
	e.ID = e.Subject.ErasureID()
	e.Receipt, e.RequestedAt = e.ID, now
	if e.Subject.Kind == domain.SubjectMember {
		// A member's id leads to their account, and so would one derived
		// from it, and receipts outlast them.
		id, err := domain.NewID(l.rand)
		if err != nil {
			return nil, store.Begun{}, err
		}
		e.Receipt = id
	}
	b, err := l.vault.BeginErasure(ctx, e, now)
	return b.Erasure, b, err
}

// destroy deletes the keys, then the documents, and writes the receipt. Without a
// receipt the outcome says why.
func (l *Lifecycle) destroy(ctx context.Context, e *domain.Erasure, now time.Time) (*domain.Receipt, Outcome, error) {
	if e.Subject.Kind == domain.SubjectOrg {
		if out, err := l.eraseWithin(ctx, e); err != nil || out != nil {
			if out == nil {
				out = &Outcome{}
			}
			return nil, *out, err
		}
		if handed, err := l.farewell(ctx, e); err != nil || !handed {
			return nil, Outcome{}, err
		}
	}
	var keys, documents store.Rest
	for more := true; more; {
		if late(ctx) {
			return nil, Outcome{More: true}, nil
		}
		var hold *domain.Hold
		var err error
		e, hold, more, err = l.vault.DestroyKeys(ctx, e.ID, e.Subject, &keys, now)
		if errors.Is(err, store.ErrPaused) {
			return nil, Outcome{}, nil
		}
		if err != nil {
			return nil, Outcome{}, err
		}
		if hold != nil {
			return nil, Outcome{Hold: hold}, nil
		}
	}
	answers := 0
	if e.Subject.Kind == domain.SubjectParticipant {
		// Counted before the session's own erasure can take the log away.
		var err error
		if answers, err = l.store.CountRecordsOf(ctx, e.Subject.Session, e.Subject.ID); err != nil {
			return nil, Outcome{}, err
		}
	}
	for more := true; more; {
		if late(ctx) {
			return nil, Outcome{More: true}, nil
		}
		var quiet bool
		var err error
		more, quiet, err = l.store.EraseDocuments(ctx, e, &documents, now)
		if err != nil {
			return nil, Outcome{}, err
		}
		if !more && !quiet {
			return nil, Outcome{}, nil
		}
	}
	counts := domain.Counted{Participants: e.Keys, Answers: answers, Documents: 1}
	var lastTicket time.Time
	switch e.Subject.Kind {
	case domain.SubjectSession:
		erased, ended, err := l.store.Erased(ctx, e.Subject)
		if err != nil {
			return nil, Outcome{}, err
		}
		counts.Answers, counts.Documents, lastTicket = erased.Answers, erased.Documents, ended
	case domain.SubjectParticipant:
		lastTicket = now
		if s, err := l.store.Session(ctx, e.Subject.Session); err == nil && !s.EndedAt.IsZero() && s.EndedAt.Before(now) {
			lastTicket = s.EndedAt
		}
	case domain.SubjectOrg:
		erased, _, err := l.store.Erased(ctx, e.Subject)
		if err != nil {
			return nil, Outcome{}, err
		}
		counts.Documents = erased.Documents
	}
	receipt := domain.NewReceipt(e, counts, lastTicket, now)
	return &receipt, Outcome{}, nil
}

// eraseWithin erases what an org holds, each session and member with its own
// receipt. It returns nil once nothing is left. What is held or fails keeps nothing
// else from being erased.
func (l *Lifecycle) eraseWithin(ctx context.Context, e *domain.Erasure) (*Outcome, error) {
	org := e.Subject.Org
	now := l.now()
	holds, err := l.vault.HoldsFrom(ctx, org, now)
	if err != nil {
		return nil, err
	}
	var waits *Outcome
	var failed error
	noted := make(map[string]bool) // and no key of theirs is destroyed
	erase := func(s domain.Subject) {
		if hold := domain.HeldBy(holds, s, e.Formal(), now); hold != nil && noted[s.ErasureID()] {
			waits = &Outcome{Hold: hold} // if nothing hides it yet, the tick does
			return
		}
		out, err := l.Erase(ctx, domain.Erasure{Subject: s, Rule: e.Rule, Ground: e.Ground, Clause: e.Clause})
		switch {
		case err != nil:
			failed = err
		case out.Receipt == nil && !out.NotDue:
			waits = &out
		}
	}
	for _, list := range []iter.Seq2[domain.Subject, error]{
		// First what was begun: its documents may be gone while the rest isn't done.
		subjects(l.vault.Erasures(ctx, org), func(b *domain.Erasure) (domain.Subject, bool) {
			noted[b.ID] = !b.Destroying
			return b.Subject, b.ID != e.ID
		}),
		subjects(l.store.SessionsIn(ctx, org, domain.Draft, domain.Open, domain.Paused, domain.Closed, domain.Deleted, domain.Erasing),
			func(s *domain.Session) (domain.Subject, bool) {
				return domain.Subject{Kind: domain.SubjectSession, Org: org, Session: s.ID}, true
			}),
		subjects(l.store.Members(ctx, org), func(m domain.Member) (domain.Subject, bool) {
			return domain.Subject{Kind: domain.SubjectMember, Org: org, ID: m.ID}, m.State != domain.MemberErased
		}),
	} {
		var all []domain.Subject // erasing them takes longer than a query may
		for s, err := range list {
			if err != nil {
				failed = err
				continue
			}
			all = append(all, s)
		}
		for _, s := range all {
			if late(ctx) {
				return &Outcome{More: true}, failed
			}
			erase(s)
		}
	}
	return waits, failed
}

// subjects returns those of a list that are to be erased.
func subjects[T any](list iter.Seq2[T, error], of func(T) (domain.Subject, bool)) iter.Seq2[domain.Subject, error] {
	return func(yield func(domain.Subject, error) bool) {
		for v, err := range list {
			if err != nil {
				if !yield(domain.Subject{}, err) {
					return
				}
			} else if s, ok := of(v); ok && !yield(s, nil) {
				return
			}
		}
	}
}

func unless(ignored, err error) error {
	if errors.Is(err, ignored) {
		return nil
	}
	return err
}
