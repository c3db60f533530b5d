package auth

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Members is what is known of orgs and of who belongs to them.
type Members interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	CreateMember(ctx context.Context, m domain.Member) error
}

// Enter returns a member, in whatever state. Whom the issuer let into an active org
// for the first time becomes a member of it, about whom nothing is known but
// that. In an org that is unknown or has left nobody does: domain.ErrNotFound.
func Enter(ctx context.Context, all Members, org, id string) (domain.Member, error) {
	m, err := all.Member(ctx, org, id)
	if !errors.Is(err, domain.ErrNotFound) {
		return m, err
	}
	o, err := all.Org(ctx, org)
	if err != nil {
		return domain.Member{}, err
	}
	if o.State != domain.OrgActive {
		return domain.Member{}, domain.ErrNotFound
	}
	m = domain.Member{ID: id, Org: org, State: domain.MemberActive}
	err = all.CreateMember(ctx, m)
	if errors.Is(err, domain.ErrConflict) {
		return all.Member(ctx, org, id) // another request was first
	}
	return m, err
}
