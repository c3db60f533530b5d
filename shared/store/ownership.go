package store

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type ownershipDoc struct {
	Owner       string            `firestore:"owner"`
	Country     string            `firestore:"country"`
	On          time.Time         `firestore:"on"`
	Choice      map[string]string `firestore:"choice"`
	PublishedAt time.Time         `firestore:"publishedAt"`
	WithdrawnAt time.Time         `firestore:"withdrawnAt,omitempty"`
	Who         string            `firestore:"who"`
}

func ownershipDocOf(w domain.Ownership) ownershipDoc {
	return ownershipDoc{w.Owner, w.Country, w.On, w.Choice, w.PublishedAt, w.WithdrawnAt, w.Who}
}

func ownershipOf(snap *firestore.DocumentSnapshot) (domain.Ownership, error) {
	var d ownershipDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Ownership{}, wrap("decoding a change of ownership", err)
	}
	return domain.Ownership{
		ID: snap.Ref.ID, Owner: d.Owner, Country: d.Country, On: d.On, Choice: d.Choice, PublishedAt: d.PublishedAt,
		WithdrawnAt: d.WithdrawnAt, Who: d.Who,
	}, nil
}

func (s *Store) ownerships() *firestore.CollectionRef { return s.db.Collection(ownershipsPath) }

// ownershipsMax bounds how many changes of ownership are stored: domain.OwnershipsMax, those
// that were withdrawn within domain.OwnershipWithdrawnKept, and some that retention hasn't
// deleted yet.
const ownershipsMax = 100

// ErrOwnerships refuses to announce another change of ownership.
var ErrOwnerships = domain.Problem(domain.ErrConflict, "too-many-announcements",
	"10 changes of ownership were announced within 30 days, or as many stand on record as may. Wait until the first of them is older.")

// Ownerships returns all changes of ownership that were announced, the latest first, 100 at
// most.
func (s *Store) Ownerships(ctx context.Context) ([]domain.Ownership, error) {
	var all []domain.Ownership
	for w, err := range list(ctx, s.ownerships().Limit(ownershipsMax), "listing changes of ownership", ownershipOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b domain.Ownership) int { return b.PublishedAt.Compare(a.PublishedAt) }) // which has no index
	return all, nil
}

// Ownership reads one change of ownership.
func (s *Store) Ownership(ctx context.Context, id string) (domain.Ownership, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.ownerships().Doc(id))
	if err != nil {
		return domain.Ownership{}, wrap("reading a change of ownership", err)
	}
	return ownershipOf(snap)
}

// ChangeOwnerships stores what change makes of all changes of ownership, in a transaction:
// one, or none if it returns nil. It is ErrOwnerships where one more can't be stored. Change
// may run more than once.
func (s *Store) ChangeOwnerships(ctx context.Context, change func(all []domain.Ownership) (*domain.Ownership, error)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.ownerships().Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.Documents(s.ownerships().Limit(ownershipsMax)).GetAll()
		if err != nil {
			return err
		}
		all := make([]domain.Ownership, len(snaps))
		for i, snap := range snaps {
			if all[i], err = ownershipOf(snap); err != nil {
				return err
			}
		}
		w, err := change(all)
		if err != nil || w == nil {
			return err
		}
		if len(all) >= ownershipsMax && !slices.ContainsFunc(all, func(o domain.Ownership) bool { return o.ID == w.ID }) {
			return ErrOwnerships
		}
		return tx.Set(s.ownerships().Doc(w.ID), ownershipDocOf(*w))
	})
	return wrap("changing a change of ownership", err)
}

// EndOwnership deletes a change of ownership.
func (s *Store) EndOwnership(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.ownerships().Doc(id).Delete(ctx)
	return wrap("deleting a change of ownership", err)
}

// DeleteOldOwnerships deletes changes of ownership whose day is before the given time, and
// returns how many. It is to be called until there are none.
func (s *Store) DeleteOldOwnerships(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.ownerships().Where("on", "<", before), "deleting old changes of ownership")
}
