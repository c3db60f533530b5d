package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type holdDoc struct {
	Org        string    `firestore:"org"`
	Kind       string    `firestore:"kind"`
	Session    string    `firestore:"session"`
	Name       string    `firestore:"name"`
	PlacedBy   string    `firestore:"placedBy"`
	PlacedAt   time.Time `firestore:"placedAt"`
	Until      time.Time `firestore:"until"`
	ReleasedAt time.Time `firestore:"releasedAt,omitempty"`
	EndsAt     time.Time `firestore:"endsAt"` // what old ones are found by
	Disclosure string    `firestore:"disclosure,omitempty"`
}

func holdDocOf(h domain.Hold) holdDoc {
	return holdDoc{
		Org: h.Org, Kind: string(h.Kind), Session: h.Session, Name: h.Name, PlacedBy: h.PlacedBy,
		PlacedAt: h.PlacedAt, Until: h.Until, ReleasedAt: h.ReleasedAt, EndsAt: h.EndsAt(),
		Disclosure: h.Disclosure,
	}
}

func holdOf(snap *firestore.DocumentSnapshot) (domain.Hold, error) {
	var d holdDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Hold{}, wrap("decoding a hold", err)
	}
	return domain.Hold{
		ID: snap.Ref.ID, Org: d.Org, Kind: domain.HoldKind(d.Kind), Session: d.Session, Name: d.Name,
		PlacedBy: d.PlacedBy, PlacedAt: d.PlacedAt, Until: d.Until, ReleasedAt: d.ReleasedAt,
		Disclosure: d.Disclosure,
	}, nil
}

func holdsOf(snaps []*firestore.DocumentSnapshot) ([]domain.Hold, error) {
	holds := make([]domain.Hold, 0, len(snaps))
	for _, snap := range snaps {
		h, err := holdOf(snap)
		if err != nil {
			return nil, err
		}
		holds = append(holds, h)
	}
	return holds, nil
}

// holdsOf is what the changes of an org's holds take turns on: of how many stand, each asks.
func (v *Vault) holdsOf(org string) string { return v.db.Collection(holdsPath).Doc(org).Path }

// holds are those of an org that end after the given time, the last first. What an org placed
// and released long ago, however often, costs its erasures nothing.
func (v *Vault) holds(org string, after time.Time) firestore.Query {
	return v.db.Collection(holdsPath).Where("org", "==", org).Where("endsAt", ">", after).OrderBy("endsAt", firestore.Desc)
}

// PlaceHold stores a hold. Firestore's transactions are serializable, so an erasure that
// destroys a key either sees the hold or came before it. If one with the same id exists,
// it returns that one.
func (v *Vault) PlaceHold(ctx context.Context, h domain.Hold) (domain.Hold, error) {
	return v.placeHold(ctx, h, func(*firestore.Transaction) error { return nil })
}

// ErrHolds refuses another legal hold.
var ErrHolds = domain.Problem(domain.ErrConflict, "too-many-holds",
	"So many legal holds stand, or ended within a day, that no more can be placed. Release those that are over, place one for the whole school, or wait until tomorrow.")

// PlaceLegalHold is PlaceHold for an org's own hold or one that the operator places on it, of
// which at most domain.HoldsMax each stand at a time. It lists holds, which not everybody who
// places one may.
func (v *Vault) PlaceLegalHold(ctx context.Context, h domain.Hold) (domain.Hold, error) {
	return v.placeHold(ctx, h, func(tx *firestore.Transaction) error {
		holds, err := v.holdsIn(tx, h.Org, h.PlacedAt.Add(-domain.HoldsRateTime))
		if err != nil {
			return err
		}
		standing, ended := 0, 0
		for _, other := range holds {
			switch {
			case other.Kind != h.Kind:
			case other.Stands(h.PlacedAt):
				standing++
			default:
				ended++
			}
		}
		if standing >= domain.HoldsMax || ended >= domain.HoldsRate {
			return ErrHolds
		}
		return nil
	})
}

// placeHold stores a hold that isn't there yet, if check allows it.
func (v *Vault) placeHold(ctx context.Context, h domain.Hold, check func(*firestore.Transaction) error) (domain.Hold, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc(holdPath(h.ID))
	err := v.turns.transact(ctx, v.db, v.holdsOf(h.Org), func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, ref)
		if err != nil {
			return err
		}
		if there {
			h, err = holdOf(snap)
			return err
		}
		if err := check(tx); err != nil {
			return err
		}
		return tx.Create(ref, holdDocOf(h))
	})
	return h, wrap("placing a hold", err)
}

// ReleaseHold ends an org's hold. Repeating it is harmless.
func (v *Vault) ReleaseHold(ctx context.Context, org, id string, kind domain.HoldKind, now time.Time) (domain.Hold, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc(holdPath(id))
	var h domain.Hold
	err := v.turns.transact(ctx, v.db, v.holdsOf(org), func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if h, err = holdOf(snap); err != nil {
			return err
		}
		if h.Org != org {
			return domain.ErrNotFound
		}
		if h.Kind != kind {
			return notReleased(h.Kind)
		}
		if !h.ReleasedAt.IsZero() {
			return nil
		}
		h.ReleasedAt = now
		return tx.Set(ref, holdDocOf(h))
	})
	return h, wrap("releasing a hold", err)
}

// Holds that aren't the caller's to release.
var (
	errFreeze = domain.Problem(domain.ErrConflict, "wrong-state",
		"This hold is the freeze of an incident. It ends when the incident is closed, or 90 days after it was placed or renewed.")
	// It doesn't say why: telling the school may be forbidden.
	errOperator = domain.Problem(domain.ErrConflict, "wrong-state",
		"The operator placed this hold, and nobody else can release it. Ask them about it.")
	errOwnHold = domain.Problem(domain.ErrConflict, "wrong-state",
		"This hold is the school's own. An administrator of the school can release it.")
)

func notReleased(kind domain.HoldKind) error {
	switch kind {
	case domain.HoldIncident:
		return errFreeze
	case domain.HoldProcess:
		return errOperator
	}
	return errOwnHold
}

// HoldsListed is how many holds Holds returns at most.
const HoldsListed = 500

// Holds reads an org's holds, those that have ended too, of which the latest: HoldsListed at
// most.
func (v *Vault) Holds(ctx context.Context, org string) ([]domain.Hold, error) {
	return v.readHolds(ctx, v.holds(org, time.Time{}).Limit(HoldsListed))
}

// HoldsFrom reads an org's holds that end after the given time.
func (v *Vault) HoldsFrom(ctx context.Context, org string, now time.Time) ([]domain.Hold, error) {
	return v.readHolds(ctx, v.holds(org, now))
}

func (v *Vault) readHolds(ctx context.Context, q firestore.Query) ([]domain.Hold, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := q.Documents(ctx).GetAll()
	if err != nil {
		return nil, wrap("reading holds", err)
	}
	return holdsOf(snaps)
}

// CopyHold stores the copy of a hold.
func (s *Store) CopyHold(ctx context.Context, h domain.Hold) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.db.Doc(holdPath(h.ID)).Set(ctx, holdDocOf(h))
	return wrap("copying a hold", err)
}

// heldBy returns the hold that stops s at now, read in a transaction.
func (v *Vault) heldBy(tx *firestore.Transaction, s domain.Subject, formal bool, now time.Time) (*domain.Hold, error) {
	holds, err := v.holdsIn(tx, s.Org, now)
	if err != nil {
		return nil, err
	}
	return domain.HeldBy(holds, s, formal, now), nil
}

// holdsIn reads an org's holds that end after the given time, in a transaction.
func (v *Vault) holdsIn(tx *firestore.Transaction, org string, after time.Time) ([]domain.Hold, error) {
	snaps, err := tx.Documents(v.holds(org, after)).GetAll()
	if err != nil {
		return nil, err
	}
	return holdsOf(snaps)
}

// DeleteOldHolds deletes a page of holds that ended before the given time: the
// copies in "(default)".
func (s *Store) DeleteOldHolds(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.db.Collection(holdsPath).Where("endsAt", "<", before), "deleting old holds")
}

// DeleteOldHolds deletes a page of holds that ended before the given time.
func (v *Vault) DeleteOldHolds(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, v.db, v.db.Collection(holdsPath).Where("endsAt", "<", before), "deleting old holds")
}

// AllHolds returns every hold.
func (v *Vault) AllHolds(ctx context.Context) iter.Seq2[domain.Hold, error] {
	return list(ctx, v.db.Collection(holdsPath).Query, "reading holds", holdOf)
}

// AllHolds returns the copy of every hold.
func (s *Store) AllHolds(ctx context.Context) iter.Seq2[domain.Hold, error] {
	return list(ctx, s.db.Collection(holdsPath).Query, "reading holds", holdOf)
}

// PutBackHold stores a hold that an older vault lacks, or whose release it
// lacks. It reports whether it did or, with dry, would.
func (v *Vault) PutBackHold(ctx context.Context, h domain.Hold, dry bool) (put bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc(holdPath(h.ID))
	err = v.turns.transact(ctx, v.db, v.holdsOf(h.Org), func(_ context.Context, tx *firestore.Transaction) error {
		put = false
		snap, there, err := look(tx, ref)
		if err != nil {
			return err
		}
		if there {
			known, err := holdOf(snap)
			if err != nil || !known.ReleasedAt.IsZero() || h.ReleasedAt.IsZero() {
				return err
			}
		}
		put = true
		if dry {
			return nil
		}
		return tx.Set(ref, holdDocOf(h))
	})
	return put, wrap("putting a hold back", err)
}
