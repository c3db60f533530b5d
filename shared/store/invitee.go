package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type inviteeDoc struct {
	Role    string    `firestore:"role"`
	State   string    `firestore:"state"`
	By      string    `firestore:"by"`
	MadeAt  time.Time `firestore:"madeAt"`
	Refused bool      `firestore:"refused,omitempty"`
	Address []byte    `firestore:"address,omitempty"` // wrapped
	Ticket  string    `firestore:"ticket,omitempty"`
	Until   time.Time `firestore:"until,omitempty"`
}

func (s *Store) invitees(org string) *firestore.CollectionRef {
	return s.org(org).Collection(seal.Invitees)
}

func inviteeDocOf(i domain.Invitee) inviteeDoc {
	return inviteeDoc{string(i.Role), string(i.State), i.By, i.MadeAt, i.Refused, i.Address, i.Ticket, i.Until}
}

func inviteeOf(org string, snap *firestore.DocumentSnapshot) (domain.Invitee, error) {
	var d inviteeDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Invitee{}, wrap("decoding an invitee", err)
	}
	return domain.Invitee{
		ID: snap.Ref.ID, Org: org, Role: domain.Role(d.Role), State: domain.InviteeState(d.State), By: d.By, MadeAt: d.MadeAt.UTC(),
		Refused: d.Refused, Address: d.Address, Ticket: d.Ticket, Until: d.Until.UTC(),
	}, nil
}

// CreateInvitee stores an invitee that isn't there yet, with entries of the org's history,
// unless check, if it isn't nil, returns an error for all that are there. It may run more
// than once.
func (s *Store) CreateInvitee(ctx context.Context, i domain.Invitee, check func(all []domain.Invitee) error, entries ...domain.Change) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.org(i.Org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		o, _, err := s.standing(tx, i.Org)
		if err != nil {
			return err
		}
		if check != nil {
			snaps, err := tx.Documents(s.invitees(i.Org).Limit(2 * domain.InviteesSent)).GetAll()
			if err != nil {
				return err
			}
			all := make([]domain.Invitee, len(snaps))
			for k, snap := range snaps {
				if all[k], err = inviteeOf(i.Org, snap); err != nil {
					return err
				}
			}
			if err := check(all); err != nil {
				return err
			}
		}
		if err := tx.Create(s.invitees(i.Org).Doc(i.ID), inviteeDocOf(i)); err != nil {
			return err
		}
		return s.enterAside(tx, o, entries)
	})
	return wrap("creating an invitee", err)
}

// Withdraw ends an invitation, sent or not, and returns it as it is then. That is entered
// into the org's history once.
func (s *Store) Withdraw(ctx context.Context, org, id string, entry domain.Change) (i domain.Invitee, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.invitees(org).Doc(id))
		if err != nil {
			return err
		}
		o, _, err := s.standing(tx, org)
		if err != nil {
			return err
		}
		if i, err = inviteeOf(org, snap); err != nil {
			return err
		}
		if i.State != domain.InviteeWithdrawn {
			if err := s.enterAside(tx, o, []domain.Change{entry}); err != nil {
				return err
			}
		}
		i.State, i.Refused = domain.InviteeWithdrawn, false
		return tx.Set(snap.Ref, inviteeDocOf(i))
	})
	return i, wrap("withdrawing an invitation", err)
}

// Invitee reads an invitee.
func (s *Store) Invitee(ctx context.Context, org, id string) (domain.Invitee, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.invitees(org).Doc(id))
	if err != nil {
		return domain.Invitee{}, wrap("reading an invitee", err)
	}
	return inviteeOf(org, snap)
}

// ChangeInvitee changes an invitee in a transaction, and returns it as it is then.
// An error of change is returned and changes nothing.
func (s *Store) ChangeInvitee(ctx context.Context, org, id string, change func(*domain.Invitee) error) (i domain.Invitee, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.invitees(org).Doc(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, s.invitees(org).Doc(id))
		if err != nil {
			return err
		}
		if !there {
			return domain.ErrNotFound
		}
		if i, err = inviteeOf(org, snap); err != nil {
			return err
		}
		if err := change(&i); err != nil {
			return err
		}
		return tx.Set(snap.Ref, inviteeDocOf(i))
	})
	return i, wrap("changing an invitee", err)
}

// Invitees returns an org's invitations: there are few, and none that is old.
func (s *Store) Invitees(ctx context.Context, org string) ([]domain.Invitee, error) {
	var all []domain.Invitee
	for i, err := range list(ctx, s.invitees(org).Limit(2*domain.InviteesSent), "listing invitations", func(snap *firestore.DocumentSnapshot) (domain.Invitee, error) {
		return inviteeOf(org, snap)
	}) {
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}

// EndInvitee deletes an invitee.
func (s *Store) EndInvitee(ctx context.Context, org, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.invitees(org).Doc(id).Delete(ctx)
	return wrap("deleting an invitee", err)
}
