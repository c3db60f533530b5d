package auth

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Members knows orgs and who belongs to them.
type Members interface {
	Known
	CreateMember(ctx context.Context, m domain.Member) error
}

// Enter returns a member, in whatever state. A person whom the issuer let into an active
// org becomes a member the first time. In an org that is unknown or has left, the error
// is domain.ErrNotFound.
func Enter(ctx context.Context, all Members, org, id string) (domain.Member, error) {
	m, err := all.Member(ctx, org, id)
	if !errors.Is(err, domain.ErrNotFound) {
		return m, err
	}
	if m, err = newcomer(ctx, all, org, id); err != nil {
		return domain.Member{}, err
	}
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
