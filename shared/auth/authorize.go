package auth

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Tokens checks access tokens, as a Verifier does.
type Tokens interface {
	Verify(ctx context.Context, token string) (domain.Principal, error)
}

// An Authorizer decides who may do what: it turns the token of a request into
// the active member whom it speaks for.
type Authorizer struct {
	Tokens Tokens
	// Member returns a member of an org in whatever state, as Enter does.
	Member func(ctx context.Context, org, id string) (domain.Member, error)
	Clock  domain.Clock
}

// A Need is what a route requires of its caller.
type Need struct {
	May          func(domain.Principal) bool
	SecondFactor bool // a fresh one
}

// Any requires at least one of the permissions.
func Any(permissions ...string) func(domain.Principal) bool {
	return func(p domain.Principal) bool {
		for _, permission := range permissions {
			if p.May(permission) {
				return true
			}
		}
		return false
	}
}

var (
	// ErrForbidden refuses whoever lacks a permission.
	ErrForbidden = domain.Problem(domain.ErrForbidden, "forbidden",
		"Your account isn't allowed to do this. An administrator of your school can grant it.")
	errNotMember = domain.Problem(domain.ErrForbidden, "forbidden",
		"Your account isn't active in this school. Ask an administrator of your school.")
)

// Authorize returns whom a request's token speaks for, if they may do what they ask for.
// The token is empty if the request has none.
func (a *Authorizer) Authorize(ctx context.Context, token string, need Need) (domain.Principal, error) {
	if token == "" {
		return domain.Principal{}, domain.ErrUnauthenticated
	}
	p, err := a.Tokens.Verify(ctx, token)
	if err != nil {
		return domain.Principal{}, err
	}
	if !need.May(p) {
		return domain.Principal{}, ErrForbidden
	}
	m, err := a.Member(ctx, p.Org, p.Member())
	if errors.Is(err, domain.ErrNotFound) || err == nil && m.State != domain.MemberActive {
		return domain.Principal{}, errNotMember
	}
	if err != nil {
		return domain.Principal{}, err
	}
	if need.SecondFactor {
		if err := p.RequireSecondFactor(a.Clock()); err != nil {
			return domain.Principal{}, err
		}
	}
	return p, nil
}
