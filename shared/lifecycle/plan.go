package lifecycle

import (
	"context"
	"iter"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A Plan is what retention will do in one org by a given time.
type Plan struct {
	At        time.Time
	Steps     []domain.Step // each subject's in their order
	Truncated bool          // there is more
	// Titles are what people call the sessions and question sets in it, by
	// id. They are for the org's administrator to see, and go nowhere else.
	Titles map[string]string
}

// Plan lists what is closed, deleted or erased in an org by the given time, or
// is due and held, of at most limit subjects. With the present time it is what the
// tick acts on; with a later one it is the dry run, by the same rules.
func (l *Lifecycle) Plan(ctx context.Context, org domain.Org, at time.Time, limit int) (Plan, error) {
	now := l.now()
	if at.Before(now) {
		at = now
	}
	p := Plan{At: at, Titles: make(map[string]string)}
	holds, err := l.vault.HoldsFrom(ctx, org.ID, l.now())
	if err != nil {
		return p, err
	}
	seen := make(map[domain.Subject]bool)
	for _, list := range l.lists(ctx, org, holds, now, at) {
		for c, err := range list {
			if err != nil {
				return p, err
			}
			if len(c.steps) == 0 || seen[c.steps[0].Subject] {
				continue
			}
			if len(seen) == limit {
				p.Truncated = true
				return p, nil
			}
			seen[c.steps[0].Subject] = true
			p.Steps = append(p.Steps, c.steps...)
			if c.title != "" {
				p.Titles[c.steps[0].Subject.Session+c.steps[0].Subject.ID] = c.title
			}
		}
	}
	return p, nil
}

// A candidate is a subject of which something may be due.
type candidate struct {
	steps   []domain.Step // none: nothing is
	title   string        // empty: it has none, or is hidden
	erasure string        // the id of an erasure that was begun
}

// lists returns what the planner reads of an org. A subject may be in more than one list:
// the first counts.
func (l *Lifecycle) lists(ctx context.Context, org domain.Org, holds []domain.Hold, now, at time.Time) []iter.Seq2[candidate, error] {
	all := []iter.Seq2[candidate, error]{
		candidates(l.vault.Erasures(ctx, org.ID), func(e *domain.Erasure) candidate {
			return candidate{steps: one(domain.FormalStep(e, holds, now, at)), erasure: e.ID}
		}),
	}
	if org.State == domain.OrgErased {
		return all
	}
	all = append(all, func(yield func(candidate, error) bool) {
		yield(candidate{steps: one(org.Step(holds, now, at))}, nil)
	})
	sessions := []iter.Seq2[*domain.Session, error]{
		l.store.SessionsDeletedBy(ctx, org.ID, org.LatestDeletion(at)),
		l.store.SessionsClosingBy(ctx, org.ID, at),
		l.store.SessionsCreatedBy(ctx, org.ID, at.Add(-domain.IdleClose)),
		// A rare crash leaves an erasure out of the vault's list: take it up
		// again.
		l.store.SessionsIn(ctx, org.ID, domain.Erasing),
	}
	if latest := org.LatestEnd(at); !latest.IsZero() {
		sessions = append(sessions, l.store.SessionsEndedBy(ctx, org.ID, latest))
	}
	left := !org.LeftAt.IsZero() && !org.LeftAt.After(at)
	if left {
		sessions = append(sessions, l.store.SessionsIn(ctx, org.ID, domain.Draft, domain.Open, domain.Paused, domain.Closed))
	}
	for _, list := range sessions {
		all = append(all, candidates(list, func(s *domain.Session) candidate {
			c := candidate{steps: s.Steps(&org, holds, now, at)}
			if s.State != domain.Erasing {
				c.title = s.Title
			}
			return c
		}))
	}
	return append(all, candidates(l.store.QuestionSetFacts(ctx, org.ID, org.LatestDeletion(at), left), func(set store.SetFact) candidate {
		return candidate{steps: domain.QuestionSetSteps(&org, set.ID, set.DeletedAt, holds, now, at), title: set.Title}
	}))
}

func one(step domain.Step, ok bool) []domain.Step {
	if !ok {
		return nil
	}
	return []domain.Step{step}
}

// candidates makes a list of what may be due from a list of what there is.
func candidates[T any](list iter.Seq2[T, error], of func(T) candidate) iter.Seq2[candidate, error] {
	return func(yield func(candidate, error) bool) {
		for v, err := range list {
			var c candidate
			if err == nil {
				c = of(v)
			}
			if !yield(c, err) {
				return
			}
		}
	}
}
