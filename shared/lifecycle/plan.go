package lifecycle

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
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

// errEnough ends a query early.
var errEnough = errors.New("enough")

// Plan lists what is closed, deleted or erased in an org by the given time, or
// is due and held, of at most limit subjects. With the present time it is what the
// tick acts on; with a later one it is the dry run, by the same rules.
func (l *Lifecycle) Plan(ctx context.Context, org domain.Org, at time.Time, limit int) (Plan, error) {
	now := l.now()
	if at.Before(now) {
		at = now
	}
	p := planner{Plan: Plan{At: at, Titles: make(map[string]string)}, org: org, now: now, limit: limit, seen: make(map[domain.Subject]bool)}
	err := p.run(ctx, l)
	if errors.Is(err, errEnough) {
		p.Truncated, err = true, nil
	}
	return p.Plan, err
}

type planner struct {
	Plan
	org   domain.Org
	holds []domain.Hold
	now   time.Time
	limit int
	seen  map[domain.Subject]bool
}

// add adds the steps of one subject, once.
func (p *planner) add(steps ...domain.Step) error {
	if len(steps) == 0 || p.seen[steps[0].Subject] {
		return nil
	}
	if len(p.seen) == p.limit {
		return errEnough
	}
	p.seen[steps[0].Subject] = true
	p.Steps = append(p.Steps, steps...)
	return nil
}

func (p *planner) run(ctx context.Context, l *Lifecycle) (err error) {
	if p.holds, err = l.vault.Holds(ctx, p.org.ID); err != nil {
		return err
	}
	erasures, err := l.vault.Erasures(ctx, p.org.ID)
	if err != nil {
		return err
	}
	for _, e := range erasures {
		if step, ok := domain.FormalStep(e, p.holds, p.now, p.At); ok {
			if err := p.add(step); err != nil {
				return err
			}
		}
	}
	if p.org.State == domain.OrgErased {
		return nil
	}
	if step, ok := p.org.Step(p.holds, p.now, p.At); ok {
		if err := p.add(step); err != nil {
			return err
		}
	}
	policy := p.org.Policy
	queries := []iter.Seq2[*domain.Session, error]{
		l.store.SessionsDeletedBy(ctx, p.org.ID, policy.LatestDeletion(p.At)),
		l.store.SessionsClosingBy(ctx, p.org.ID, p.At),
		l.store.SessionsCreatedBy(ctx, p.org.ID, p.At.Add(-domain.IdleClose)),
		// A rare crash leaves an erasure out of the vault's list: take it up
		// again.
		l.store.SessionsIn(ctx, p.org.ID, domain.Erasing),
	}
	if policy.KeptIsValid() {
		queries = append(queries, l.store.SessionsEndedBy(ctx, p.org.ID, policy.LatestEnd(p.At)))
	}
	left := !p.org.LeftAt.IsZero() && !p.org.LeftAt.After(p.At)
	if left {
		queries = append(queries, l.store.SessionsIn(ctx, p.org.ID, domain.Draft, domain.Open, domain.Paused, domain.Closed))
	}
	for _, q := range queries {
		for s, err := range q {
			if err != nil {
				return err
			}
			if s.State != domain.Erasing {
				p.Titles[s.ID] = s.Title
			}
			if err := p.add(s.Steps(&p.org, p.holds, p.now, p.At)...); err != nil {
				return err
			}
		}
	}
	for set, err := range l.store.QuestionSetFacts(ctx, p.org.ID, policy.LatestDeletion(p.At), left) {
		if err != nil {
			return err
		}
		p.Titles[set.ID] = set.Title
		if err := p.add(domain.QuestionSetSteps(&p.org, set.ID, set.DeletedAt, p.holds, p.now, p.At)...); err != nil {
			return err
		}
	}
	return nil
}
