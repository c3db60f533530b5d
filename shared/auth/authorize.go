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
	// Member returns the member for whom a token speaks in whatever state, as Enter does.
	Member func(ctx context.Context, p domain.Principal) (domain.Member, error)
	Clock  domain.Clock
}

// A Need is what a route requires of its caller.
type Need struct {
	May          func(domain.Principal) bool
	SecondFactor bool // a fresh one
	Deactivated  bool // lets those in who deleted their profile
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
	errDeactivated = domain.Problem(domain.ErrForbidden, "deactivated",
		"You deleted your profile here, so your account is switched off. Open your profile and enter your name to switch it on again.")
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
	m, err := a.Member(ctx, p)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return domain.Principal{}, errNotMember
	case err != nil:
		return domain.Principal{}, err
	case m.State == domain.MemberDeactivated && !need.Deactivated:
		return domain.Principal{}, errDeactivated
	case m.State != domain.MemberActive && m.State != domain.MemberDeactivated:
		return domain.Principal{}, errNotMember
	}
	if p.Permissions = m.Narrow(p.Permissions); !need.May(p) {
		return domain.Principal{}, ErrForbidden
	}
	if need.SecondFactor {
		if err := p.RequireSecondFactor(a.Clock()); err != nil {
			return domain.Principal{}, err
		}
	}
	return p, nil
}
