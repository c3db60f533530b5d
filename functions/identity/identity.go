// Package identity tells the identity provider what schools decide about their people:
// whom they invite, who has which role, who is suspended, and who is gone; and it creates
// the organizations there of schools that are to be added.
//
// Pub/Sub calls it with the id of a member, an invitee or an organization. What is to be so
// is read from the database, and the provider is brought there: a message may come twice,
// late or out of order. A change that failed stays on record until it is made; the hourly tick of
// retention has it tried again.
//
// It alone holds what manages accounts at the provider. It opens the addresses of
// invitations and nothing else, and reaches no vault. It must never log or keep an address,
// and never give anybody a role that the database doesn't say.
package identity

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/invitee"
)

// Deps is what the function needs.
type Deps struct {
	Store     Store
	Addresses invitee.Unwrapper // the Cloud KMS key of invitations
	Accounts  Accounts
	Clock     domain.Clock
}

// Store is what the function needs of the database.
type Store interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	ChangeMember(ctx context.Context, org, id string, change func(*domain.Member) error) (domain.Member, error)
	ChangeInvitee(ctx context.Context, org, id string, change func(*domain.Invitee) error) (domain.Invitee, error)
	Organization(ctx context.Context, id string) (domain.Organization, error)
	ChangeOrganization(ctx context.Context, id string, change func(*domain.Organization) error) (domain.Organization, error)
}

// Accounts manages accounts, as an account.Client does.
type Accounts interface {
	User(ctx context.Context, org string, is func(user string) bool) (string, error)
	SetRole(ctx context.Context, org, user string, role domain.Role) error
	Remove(ctx context.Context, org, user string) error
	Invite(ctx context.Context, org, id, address, from string, role domain.Role, life time.Duration) (ticket string, err error)
	Invited(ctx context.Context, org, id string) (tickets []string, err error)
	Withdraw(ctx context.Context, org, ticket string) error
	Organize(ctx context.Context, handle, name string) (string, error)
}

// settleTime bounds recording a result, which continues past the deadline of the
// delivery.
const settleTime = 30 * time.Second

type handler struct{ Deps }

// New makes the function's handler, for messages of identity-work.
func New(d Deps) events.Handler {
	h := &handler{d}
	return func(ctx context.Context, m events.Message) error {
		job, err := events.ParseIdentity(m)
		if err != nil {
			return err
		}
		switch {
		case job.Organization != "":
			err = h.organization(ctx, job.Organization)
		case job.Member != "":
			err = h.member(ctx, job)
		default:
			err = h.invitee(ctx, job)
		}
		if errors.Is(err, account.ErrRefused) {
			// The alert "identity-refused" counts this line (terraform/service/failures.tf).
			slog.ErrorContext(ctx, "the identity provider refuses a change", "alert", "identity-refused", "org", job.Org)
		}
		return err
	}
}

// member brings the account of a member to their state and role.
func (h *handler) member(ctx context.Context, job events.IdentityJob) error {
	m, err := h.stored(ctx, job)
	if err != nil {
		return err
	}
	var role domain.Role
	switch m.State {
	case domain.MemberActive, domain.MemberDeactivated:
		if !m.Waits() {
			return nil
		}
		role = m.Role
	case domain.MemberRevoked, domain.MemberErasing, domain.MemberErased:
	default:
		return nil
	}
	err = h.apply(ctx, m, role)
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	if err != nil {
		return errors.Join(err, h.settle(settling, m, errors.Is(err, account.ErrRefused)))
	}
	return h.settle(settling, m, false)
}

// stored returns a member as they are to be. Those of an org that is being erased are
// erased, whatever is left of them here.
func (h *handler) stored(ctx context.Context, job events.IdentityJob) (domain.Member, error) {
	m, err := h.Store.Member(ctx, job.Org, job.Member)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return m, err
	}
	missing := err != nil
	o, err := h.Store.Org(ctx, job.Org)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return m, err
	}
	if err == nil && missing && (o.State == domain.OrgErasing || o.State == domain.OrgErased) {
		return domain.Member{ID: job.Member, Org: job.Org, State: domain.MemberErased}, nil
	}
	return m, nil // one who isn't there has no state, and nothing happens
}

func (h *handler) apply(ctx context.Context, m domain.Member, role domain.Role) error {
	user, err := h.Accounts.User(ctx, m.Org, func(user string) bool { return domain.MemberID(m.Org, user) == m.ID })
	if errors.Is(err, domain.ErrNotFound) {
		return nil // they have left there already
	}
	if err != nil {
		return err
	}
	if m.State == domain.MemberErased {
		err = h.Accounts.Remove(ctx, m.Org, user)
	} else {
		err = h.Accounts.SetRole(ctx, m.Org, user, role)
	}
	if errors.Is(err, domain.ErrNotFound) { // they left meanwhile, or a role isn't there
		return fmt.Errorf("%w: %v", domain.ErrUnavailable, err)
	}
	return err
}

// settle records what happened to the change that was seen. A later one waits on, and is
// made again if it was made meanwhile: what was seen may have come after it.
func (h *handler) settle(ctx context.Context, seen domain.Member, refused bool) error {
	done := func(m *domain.Member) error {
		switch {
		case m.Wanted == seen.Wanted && m.State == seen.State && m.Waits():
			if m.Refused = refused; !refused {
				m.Applied = m.Wanted
			}
		case m.Wanted != seen.Wanted && !m.Waits() && m.State != domain.MemberErasing && m.State != domain.MemberErased:
			m.Want()
		}
		return nil
	}
	if _, err := h.Store.ChangeMember(ctx, seen.Org, seen.ID, done); !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	return nil
}
