package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/invitee"
)

// turn is how long one delivery has an invitation to itself.
const turn = 2 * time.Minute

// errTaken says that another delivery is at it.
var errTaken = fmt.Errorf("%w: another delivery is at it", domain.ErrUnavailable)

// invitee has an invitation sent, or withdrawn. Before it sends one it checks whether an
// earlier delivery did and couldn't record it: nobody is written to twice.
func (h *handler) invitee(ctx context.Context, job events.IdentityJob) error {
	now := h.Clock().UTC()
	before := domain.InviteeSent
	i, err := h.Store.ChangeInvitee(ctx, job.Org, job.Invitee, func(i *domain.Invitee) error {
		before = i.State
		if i.Waits() && now.Before(i.Until) {
			return errTaken
		}
		if i.Waits() {
			i.Until = now.Add(turn)
		}
		return nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil // too old
	}
	if err != nil || !i.Waits() {
		return err
	}
	var ticket string
	switch before {
	case domain.InviteeWaits:
		ticket, err = h.send(ctx, i, now)
	case domain.InviteeWithdrawn:
		err = h.withdraw(ctx, i)
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	failed := err
	_, err = h.Store.ChangeInvitee(settling, i.Org, i.ID, func(now *domain.Invitee) error {
		now.Until = time.Time{}
		if now.Refused = errors.Is(failed, account.ErrRefused); failed != nil {
			return nil
		}
		now.Ticket, now.Address = ticket, nil // used, and forgotten (promise P32)
		if now.State == domain.InviteeWaits {
			now.State = domain.InviteeSent
		}
		return nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return errors.Join(failed, err)
}

// send has the provider send an invitation, unless it did.
func (h *handler) send(ctx context.Context, i domain.Invitee, now time.Time) (string, error) {
	left := i.EndsAt().Sub(now)
	o, err := h.Store.Org(ctx, i.Org)
	if err != nil {
		return "", err
	}
	if left <= 0 || len(i.Address) == 0 || o.State != domain.OrgActive {
		return "", nil // nobody can be invited any more; the tick of retention ends it
	}
	address, err := invitee.Unwrap(ctx, h.Addresses, i.Org, i.ID, i.Address)
	if err != nil {
		return "", err
	}
	tickets, err := h.Accounts.Invited(ctx, i.Org, i.ID)
	ticket := ""
	switch {
	case err == nil && len(tickets) > 0:
		ticket = tickets[0]
	case err == nil:
		ticket, err = h.Accounts.Invite(ctx, i.Org, i.ID, address, o.Name, i.Role, left)
	}
	if errors.Is(err, domain.ErrNotFound) { // the organization isn't there
		err = fmt.Errorf("%w: it knows no such organization", account.ErrRefused)
	}
	return ticket, err
}

// withdraw deletes an invitation at the provider, and no other, whoever else was invited
// at the same address: all of it that was sent, whether that could be recorded or not.
func (h *handler) withdraw(ctx context.Context, i domain.Invitee) error {
	tickets, err := h.Accounts.Invited(ctx, i.Org, i.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // the organization is gone
	}
	if err != nil {
		return err
	}
	if i.Ticket != "" && !slices.Contains(tickets, i.Ticket) {
		tickets = append(tickets, i.Ticket)
	}
	for _, ticket := range tickets {
		// What isn't there was accepted, or is over.
		if err := h.Accounts.Withdraw(ctx, i.Org, ticket); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	return nil
}
