package auth

import (
	"context"
	"errors"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Members knows orgs and who belongs to them.
type Members interface {
	Known
	CreateMember(ctx context.Context, m domain.Member) error
	NoteActivity(ctx context.Context, m domain.Member, week string, role domain.Role) error
}

// Enter returns a member, in whatever state, and notes the week in which an active one
// came, with the role of their token. A person whom the issuer let into an active org becomes a member the first time.
// In an org that is unknown or has left, the error is domain.ErrNotFound.
func Enter(ctx context.Context, all Members, org, id string, role domain.Role, now time.Time) (domain.Member, error) {
	week := domain.WeekOf(now)
	m, err := all.Member(ctx, org, id)
	if err == nil && m.State == domain.MemberActive && m.Week != week {
		// Whoever may act may do so if that can't be noted.
		_ = all.NoteActivity(ctx, m, week, role)
	}
	if !errors.Is(err, domain.ErrNotFound) {
		return m, err
	}
	if m, err = newcomer(ctx, all, org, id); err != nil {
		return domain.Member{}, err
	}
	m.Week, m.Role = week, role
	err = all.CreateMember(ctx, m)
	if errors.Is(err, domain.ErrConflict) {
		return all.Member(ctx, org, id) // another request was first
	}
	return m, err
}

// Known is Members for callers that may not add to it.
type Known interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
}

// Look returns a member as Enter does, but never stores a member.
func Look(ctx context.Context, all Known, org, id string) (domain.Member, error) {
	m, err := all.Member(ctx, org, id)
	if !errors.Is(err, domain.ErrNotFound) {
		return m, err
	}
	return newcomer(ctx, all, org, id)
}

// newcomer returns the member that a person becomes in an active org.
func newcomer(ctx context.Context, all Known, org, id string) (domain.Member, error) {
	o, err := all.Org(ctx, org)
	if err != nil {
		return domain.Member{}, err
	}
	if o.State != domain.OrgActive {
		return domain.Member{}, domain.ErrNotFound
	}
	return domain.Member{ID: id, Org: org, State: domain.MemberActive}, nil
}
