package lifecycle

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

// A Signer signs blocks of receipts with a key that never leaves Cloud KMS.
type Signer interface {
	PublicKey(ctx context.Context) (ed25519.PublicKey, error)
	Sign(ctx context.Context, data []byte) ([]byte, error)
}

// Lines with this field raise the alert "retention-waits"
// (terraform/service/function_retention.tf): nothing is erased until somebody acts.
const alert, waits = "alert", "retention-waits"

// A tick reads and publishes orgsPage orgs at once, and sendPage pieces of work.
const orgsPage, sendPage = 1000, 1000

// Tick counts the tick in both databases and publishes its parts: one message for each
// org, which TickOrg handles, and one for TickRest. It plans nothing itself, so
// that it takes one query and one publication for every thousand orgs, and no org
// waits for another. Cut off, it publishes all of them again at its next delivery:
// planning twice does no harm.
func (l *Lifecycle) Tick(ctx context.Context, out Publisher) error {
	paused, err := l.watchForRestore(ctx)
	if err != nil {
		return err
	}
	if paused != "" {
		slog.ErrorContext(ctx, "retention is paused: confirm the restored database", alert, waits, "reason", paused)
		return nil
	}
	ownership, err := l.ownership(ctx)
	if err != nil {
		return err
	}
	newsletters, err := l.newsletters(ctx)
	if err != nil {
		return err
	}
	parts := [][]byte{events.Plan{}.Encode()}
	for last := ""; ; {
		orgs, err := l.store.OrgIDs(ctx, last, orgsPage)
		if err != nil {
			return err
		}
		for _, org := range orgs {
			parts = append(parts, events.Plan{Org: org, Ownership: ownership, Newsletters: newsletters}.Encode())
		}
		if len(parts) > 0 {
			if err := out.Send(ctx, events.RetentionPlan, parts...); err != nil {
				return err
			}
		}
		if len(orgs) < orgsPage {
			return nil
		}
		last, parts = orgs[len(orgs)-1], nil
	}
}

// TickOrg is a tick's part for one org: it makes an announced policy the one in force when
// its time has come, asks for the letters that the org's people are yet to be sent,
// publishes one piece of work for each
// subject that is due, for each answer log that erased students' records may leave and for
// each change that the identity provider wasn't told of, and for each student under a code of
// consent whose erasure a request didn't come to, and asks for each month to be counted of which
// the usage wasn't; ends invitations that are over,
// seals receipts and audit entries, and deletes audit entries that are too old and the
// receipts of an org that was erased long ago. It erases
// nothing else itself. While
// retention is paused, or a database was restored since the tick, it does nothing.
func (l *Lifecycle) TickOrg(ctx context.Context, part events.Plan, out Publisher, signer Signer) error {
	id := part.Org
	if waiting, err := l.mustWait(ctx); err != nil || waiting {
		return err
	}
	org, err := l.store.Org(ctx, id)
	if err != nil {
		return unless(domain.ErrNotFound, err)
	}
	if org, err = l.leave(ctx, org); err != nil {
		return err
	}
	if org, err = l.comeIntoForce(ctx, org); err != nil {
		return err
	}
	var errs []error
	if err := l.announce(ctx, org); err != nil {
		errs = append(errs, err)
	}
	if err := l.spread(ctx, org, part, out); err != nil {
		errs = append(errs, fmt.Errorf("announcing to an org: %w", err))
	}
	if err := l.plan(ctx, org, out); err != nil {
		errs = append(errs, fmt.Errorf("planning for an org: %w", err))
	}
	if err := l.planRewrites(ctx, id, out); err != nil {
		errs = append(errs, fmt.Errorf("planning to rewrite an org's logs: %w", err))
	}
	if err := l.withdrawn(ctx, id, out); err != nil {
		errs = append(errs, fmt.Errorf("erasing what has no consent: %w", err))
	}
	if err := l.people(ctx, id, out); err != nil {
		errs = append(errs, fmt.Errorf("looking after an org's people: %w", err))
	}
	if err := l.planUsage(ctx, org, out); err != nil {
		errs = append(errs, fmt.Errorf("planning to count an org's usage: %w", err))
	}
	if err := l.Seal(ctx, id, signer); err != nil {
		errs = append(errs, fmt.Errorf("sealing an org's receipts and audit: %w", err))
	}
	if err := l.endAudit(ctx, org); err != nil {
		errs = append(errs, fmt.Errorf("ending what an org's audit has kept long enough: %w", err))
	}
	if err := l.endReceipts(ctx, org); err != nil {
		errs = append(errs, fmt.Errorf("ending an org's receipts: %w", err))
	}
	err = errors.Join(errs...)
	if err != nil {
		// Whoever delivers the message logs the error too, without the org.
		slog.WarnContext(ctx, "an org's part of a tick failed", "org", id, "error", err.Error())
	}
	return err
}

// errRenewed reports that a contract goes on that seemed to be over.
var errRenewed = errors.New("the contract was renewed")

// leave records the end of an org's contract when the last of its agreements is over and
// none was renewed: nothing is kept without an end.
func (l *Lifecycle) leave(ctx context.Context, org domain.Org) (domain.Org, error) {
	now := l.now()
	if !org.Ends(now) {
		return org, nil
	}
	err := l.store.EndContract(ctx, org.ID, org.ContractEnd(), domain.Change{At: now, What: domain.ChangeEnded}, func(o domain.Org) error {
		if !o.Ends(now) || !o.ContractEnd().Equal(org.ContractEnd()) {
			return errRenewed
		}
		return nil
	})
	if err != nil && !errors.Is(err, errRenewed) && !errors.Is(err, domain.ErrConflict) {
		return org, fmt.Errorf("ending a contract: %w", err)
	}
	return l.store.Org(ctx, org.ID)
}

// TickRest is a tick's part for what belongs to no org: it deletes what has a fixed
// end, erases requests to schools whose time is over and searches that have no purpose any more, deletes the tables of
// transfers whose time is over, has identity create the organizations that it couldn't, or was never told of, ends
// schools' archives, which may take long, and looks for orphans.
func (l *Lifecycle) TickRest(ctx context.Context, out Publisher) error {
	if waiting, err := l.mustWait(ctx); err != nil || waiting {
		return err
	}
	return errors.Join(l.clean(ctx), l.requests(ctx), l.finds(ctx, out), l.transfers(ctx), l.organizations(ctx, out), l.exports(ctx, out), l.search(ctx, sweepPage))
}

// mustWait reports whether a part of a tick has to wait for a person or for the next
// tick, which sees a restore.
func (l *Lifecycle) mustWait(ctx context.Context) (bool, error) {
	v, d, err := l.states(ctx)
	return v.Paused != "" || d.Paused != "" || restored(v, d) != "", err
}

func (l *Lifecycle) plan(ctx context.Context, org domain.Org, out Publisher) error {
	if !org.Policy.KeptIsValid() && org.State != domain.OrgErased && org.State != domain.OrgErasing {
		slog.ErrorContext(ctx, "an org's policy doesn't say how long to keep data: nothing expires", alert, waits, "org", org.ID)
	}
	steps, failed := l.due(ctx, org)
	var send, capped [][]byte
	for _, step := range steps {
		w := events.Work{Subject: step.Subject, To: step.To, Rule: step.Rule}.Encode()
		if step.To == domain.Closed || step.Rule == domain.RuleFormal {
			send = append(send, w)
		} else {
			capped = append(capped, w)
		}
	}
	stopped, err := l.stop(ctx, org.ID, len(capped))
	if err != nil {
		failed = errors.Join(failed, err)
	} else if !stopped {
		send = append(send, capped...)
	}
	for some := range slices.Chunk(send, sendPage) {
		if err := out.Send(ctx, events.RetentionWork, some...); err != nil {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// stop reports whether this many deletions and erasures are more than a tick may begin in
// an org without a person's confirmation, and records it for people to see.
func (l *Lifecycle) stop(ctx context.Context, org string, waiting int) (bool, error) {
	stop, err := l.store.Stop(ctx, org)
	if err != nil {
		return false, err
	}
	over := false
	if waiting > domain.TickCap(0) {
		sessions, err := l.store.CountSessions(ctx, org)
		if err != nil {
			return false, err
		}
		over = waiting > domain.TickCap(sessions)
	}
	now := l.now()
	if over && now.Before(stop.ConfirmedUntil) && waiting <= stop.Confirmed {
		over = false
	}
	if !over {
		waiting = 0
	}
	if over {
		slog.ErrorContext(ctx, "retention stopped in an org: more is due than one tick may begin; it has to be confirmed", alert, waits, "org", org, "waiting", waiting)
	}
	if stop.Waiting == waiting {
		return over, nil
	}
	return over, l.store.ChangeStop(ctx, org, func(s *store.Stop) error {
		if s.Waiting == 0 {
			s.Since = now
		}
		s.Waiting = waiting
		return nil
	})
}

// clean deletes what has a fixed end and belongs to no org.
func (l *Lifecycle) clean(ctx context.Context) error {
	before := domain.AddMonths(l.now(), -domain.HoldKept.Months)
	lettersBefore := domain.AddMonths(l.now(), -domain.LetterKept.Months)
	var errs []error
	for _, page := range []func() (int, error){
		func() (int, error) { return l.vault.DeleteOldHolds(ctx, before) },
		func() (int, error) { return l.store.DeleteOldHolds(ctx, before) },
		func() (int, error) { return l.store.DeleteOldLetters(ctx, lettersBefore) },
		func() (int, error) {
			return l.store.DeleteOldOwnerships(ctx, domain.AddMonths(l.now(), -domain.OwnershipKept.Months))
		},
		func() (int, error) {
			return l.store.DeleteOldNewsletters(ctx, domain.AddMonths(l.now(), -domain.NewsletterKept.Months))
		},
		func() (int, error) {
			return l.store.DeleteOldRequestMails(ctx, l.now().Add(-domain.RequestMailKept))
		},
		func() (int, error) {
			return l.store.DeleteOldConsentCodes(ctx, domain.AddMonths(l.now(), -domain.ConsentCodeKept.Months))
		},
		func() (int, error) { return l.store.DeleteOldAddressees(ctx, l.now().Add(-domain.RequestDay)) },
		// A day's key is needed until the end of the next.
		func() (int, error) { return l.vault.DeleteOldAddressKeys(ctx, l.now().Add(-2*domain.RequestDay)) },
	} {
		for {
			n, err := page()
			if err != nil {
				errs = append(errs, err)
			}
			if n == 0 || err != nil {
				break
			}
		}
	}
	return errors.Join(errs...)
}

// Do makes the wanted transition of one subject if it is due. It reports whether
// there is more to do at once.
func (l *Lifecycle) Do(ctx context.Context, w events.Work) (more bool, err error) {
	now := l.now()
	step := domain.Step{Subject: w.Subject, To: w.To, Rule: w.Rule}
	switch {
	case w.Rule == domain.RuleRewrite:
		if w.To != domain.Erased || w.Subject.Kind != domain.SubjectSession {
			return false, nil
		}
		return l.rewrite(ctx, w.Subject)
	case w.To == domain.Erased:
		e := domain.Erasure{Subject: w.Subject, Rule: w.Rule}
		if e.Formal() {
			// Formal erasures are read from the vault, never from a message: one
			// that isn't noted there was never asked for.
			noted, err := l.vault.Erasure(ctx, w.Subject.ErasureID())
			if err != nil {
				return false, unless(domain.ErrNotFound, err)
			}
			e = *noted
		} else if org, err := l.store.Org(ctx, w.Subject.Org); err == nil {
			e.Clause = org.Policy.Clause
		}
		out, err := l.Erase(ctx, e)
		return out.More, err
	case w.To == domain.Deleted:
		holds, err := l.vault.HoldsFrom(ctx, w.Subject.Org, l.now())
		if err != nil || domain.HeldBy(holds, w.Subject, false, now) != nil {
			return false, err
		}
		if w.Subject.Kind == domain.SubjectQuestionSet {
			org, err := l.store.Org(ctx, w.Subject.Org)
			if err != nil || org.LeftAt.IsZero() || org.LeftAt.After(now) {
				return false, err
			}
			return false, unless(domain.ErrNotFound, l.store.DeleteQuestionSet(ctx, org.ID, w.Subject.ID, now))
		}
		_, err = l.store.TakeStep(ctx, step, now)
		return false, err
	case w.To == domain.Closed && w.Subject.Kind == domain.SubjectSession:
		return false, l.closeSession(ctx, step)
	}
	return false, nil
}

// closeSession closes a session whose time is over or that is idle. The last
// activity is looked up here, once every IdleClose, so that joining and answering
// need not record it.
func (l *Lifecycle) closeSession(ctx context.Context, step domain.Step) error {
	now := l.now()
	s, err := l.store.Session(ctx, step.Subject.Session)
	if err != nil {
		return unless(domain.ErrNotFound, err)
	}
	if next, ok := s.NextStep(&domain.Org{}); ok && next.Rule == domain.RuleIdle && !next.Due.After(now) {
		last, err := l.store.LastActivity(ctx, s.ID)
		if err != nil {
			return err
		}
		if last.Add(domain.IdleClose).After(now) {
			return unless(domain.ErrNotFound, l.store.SetActive(ctx, s.ID, last))
		}
	}
	_, err = l.store.TakeStep(ctx, step, now)
	return err
}
