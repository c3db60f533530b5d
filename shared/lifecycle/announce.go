package lifecycle

import (
	"context"
	"fmt"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// comeIntoForce records that an org's announced policy is in force, once its time has
// come.
func (l *Lifecycle) comeIntoForce(ctx context.Context, org domain.Org) (domain.Org, error) {
	now := l.now()
	if a := org.Announced; a == nil || a.From.After(now) || org.State != domain.OrgActive && org.State != domain.OrgLeft {
		return org, nil
	}
	changed, err := l.store.ChangePolicy(ctx, org.ID, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
		return o.ComeIntoForce(now), nil
	})
	if err != nil {
		return org, fmt.Errorf("changing to the announced policy: %w", unless(domain.ErrNotFound, err))
	}
	return changed, nil
}

// ownership returns the announcement of a change of ownership that everybody has to have
// had by now: that it comes or, until its day, that it doesn't. It is empty if there is
// none. One that was withdrawn long ago is deleted.
func (l *Lifecycle) ownership(ctx context.Context) (string, error) {
	all, err := l.store.Ownerships(ctx)
	if err != nil {
		return "", err
	}
	now := l.now()
	for i := len(all) - 1; i >= 0; i-- {
		if w := all[i].WithdrawnAt; w.IsZero() || now.Sub(w) < domain.OwnershipWithdrawnKept {
			continue
		}
		if err := l.store.EndOwnership(ctx, all[i].ID); err != nil {
			return "", err
		}
		all = slices.Delete(all, i, i+1)
	}
	slices.SortFunc(all, func(a, b domain.Ownership) int { return b.PublishedAt.Compare(a.PublishedAt) })
	if len(all) == 0 || !now.Before(all[0].On) {
		return "", nil
	}
	return domain.Announcing{Kind: domain.AnnounceOwnership, ID: all[0].ID, Withdrawn: !all[0].WithdrawnAt.IsZero()}.String(), nil
}

// newsletters returns the announcements of the newsletters that every org has to have been told
// of by now. Those whose time has come start with it: from then on nobody can cancel them.
func (l *Lifecycle) newsletters(ctx context.Context) ([]string, error) {
	all, err := l.store.Newsletters(ctx)
	if err != nil {
		return nil, err
	}
	now := l.now()
	var current []string
	for _, n := range slices.Backward(all) {
		if n.Due(now) {
			if err := l.store.ChangeNewsletters(ctx, func(all []domain.Newsletter) (*domain.Newsletter, error) {
				i := slices.IndexFunc(all, func(other domain.Newsletter) bool { return other.ID == n.ID })
				if i < 0 {
					return nil, nil
				}
				if n = all[i]; !n.Due(now) {
					return nil, nil // cancelled, or another tick started it
				}
				n.StartedAt = now
				return &n, nil
			}); err != nil {
				return nil, err
			}
		}
		if n.Current(now) {
			current = append(current, domain.Announcing{Kind: domain.AnnounceNewsletter, ID: n.ID}.String())
		}
	}
	return current, nil
}

// tell adds what an org's people have to have been sent by now to what they are to be sent.
func tell(o *domain.Org, part events.Plan) (changed bool) {
	if a, ok := domain.ParseAnnouncing(part.Ownership); ok {
		changed = o.TellOwnership(a)
	}
	if o.State != domain.OrgActive {
		return changed // a school that left gets no newsletters
	}
	var current []domain.Announcing
	for _, s := range part.Newsletters {
		if a, ok := domain.ParseAnnouncing(s); ok {
			current = append(current, a)
		}
	}
	return o.TellNewsletters(current) || changed
}

// spread asks for every letter that an org's people are yet to be sent.
func (l *Lifecycle) spread(ctx context.Context, org domain.Org, part events.Plan, out Publisher) error {
	if asked := org; tell(&asked, part) {
		if err := l.store.ChangeMailing(ctx, org.ID, func(o *domain.Org) bool {
			changed := tell(o, part)
			org = *o
			return changed
		}); err != nil {
			return unless(domain.ErrNotFound, err)
		}
	}
	var messages [][]byte
	for _, a := range org.Mailing {
		messages = append(messages, events.Announce(org.ID, a))
	}
	if len(messages) == 0 {
		return nil
	}
	return out.Send(ctx, events.NotifyMail, messages...)
}
