package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type organizationDoc struct {
	Name    string    `firestore:"name"`
	MadeAt  time.Time `firestore:"madeAt"`
	Refused bool      `firestore:"refused,omitempty"`
	Org     string    `firestore:"org,omitempty"`
}

func (s *Store) organizations() *firestore.CollectionRef { return s.db.Collection(organizationsPath) }

func organizationDocOf(o domain.Organization) organizationDoc {
	return organizationDoc{o.Name, o.MadeAt, o.Refused, o.Org}
}

func organizationOf(snap *firestore.DocumentSnapshot) (domain.Organization, error) {
	var d organizationDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Organization{}, wrap("decoding an organization", err)
	}
	return domain.Organization{ID: snap.Ref.ID, Name: d.Name, MadeAt: d.MadeAt.UTC(), Refused: d.Refused, Org: d.Org}, nil
}

// CreateOrganization stores an organization that isn't there yet, unless check, if it isn't
// nil, returns an error for how many there are. It may run more than once.
func (s *Store) CreateOrganization(ctx context.Context, o domain.Organization, check func(n int) error) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.organizations().Path, func(_ context.Context, tx *firestore.Transaction) error {
		if check != nil {
			snaps, err := tx.Documents(s.organizations().Limit(2 * domain.OrganizationsMax)).GetAll()
			if err != nil {
				return err
			}
			if err := check(len(snaps)); err != nil {
				return err
			}
		}
		return tx.Create(s.organizations().Doc(o.ID), organizationDocOf(o))
	})
	return wrap("creating an organization", err)
}

// Organization reads an organization.
func (s *Store) Organization(ctx context.Context, id string) (domain.Organization, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.organizations().Doc(id))
	if err != nil {
		return domain.Organization{}, wrap("reading an organization", err)
	}
	return organizationOf(snap)
}

// Organizations returns those that were asked for: there are few, and none that is old.
func (s *Store) Organizations(ctx context.Context) ([]domain.Organization, error) {
	var all []domain.Organization
	for o, err := range list(ctx, s.organizations().Limit(2*domain.OrganizationsMax), "listing organizations", organizationOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// ChangeOrganization changes an organization in a transaction, and returns it as it is
// then. An error of change is returned and changes nothing.
func (s *Store) ChangeOrganization(ctx context.Context, id string, change func(*domain.Organization) error) (o domain.Organization, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.organizations().Doc(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, s.organizations().Doc(id))
		if err != nil {
			return err
		}
		if !there {
			return domain.ErrNotFound
		}
		if o, err = organizationOf(snap); err != nil {
			return err
		}
		if err := change(&o); err != nil {
			return err
		}
		return tx.Set(snap.Ref, organizationDocOf(o))
	})
	return o, wrap("changing an organization", err)
}

// EndOrganization deletes what is stored of an organization.
func (s *Store) EndOrganization(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.organizations().Doc(id).Delete(ctx)
	return wrap("deleting an organization", err)
}
