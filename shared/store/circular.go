package store

import (
	"context"
	"slices"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// circularDoc is an announcement on its way to one recipient. It says neither where it goes
// nor what is in it.
type circularDoc struct {
	About   announcementDoc `firestore:"about"`
	Mailbox string          `firestore:"mailbox,omitempty"`
	Member  string          `firestore:"member,omitempty"`
	attemptsDoc
}

func circularDocOf(l domain.Circular) circularDoc {
	return circularDoc{announcementDocOf(l.About), string(l.To.Mailbox), l.To.Member, attemptsDocOf(l.Attempts)}
}

func circularOf(org string, snap *firestore.DocumentSnapshot) (domain.Circular, error) {
	var d circularDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Circular{}, wrap("decoding a circular", err)
	}
	return domain.Circular{
		ID: snap.Ref.ID, Org: org, About: announcementOf(d.About), To: domain.Recipient{Mailbox: domain.Mailbox(d.Mailbox), Member: d.Member},
		Attempts: attemptsOf(d.attemptsDoc),
	}, nil
}

func (s *Store) circulars(org string) *firestore.CollectionRef {
	return s.org(org).Collection(circularsPath)
}

// Circulars reads an org's circulars: those of the given ones that are stored become what is
// stored, and the others stay as they are.
func (s *Store) Circulars(ctx context.Context, org string, letters []domain.Circular) error {
	if len(letters) == 0 {
		return nil
	}
	ctx, cancel := within(ctx)
	defer cancel()
	refs := make([]*firestore.DocumentRef, len(letters))
	for i, l := range letters {
		refs[i] = s.circulars(org).Doc(l.ID)
	}
	snaps, err := s.db.GetAll(ctx, refs)
	if err != nil {
		return wrap("reading circulars", err)
	}
	for i, snap := range snaps {
		if snap.Exists() {
			if letters[i], err = circularOf(org, snap); err != nil {
				return err
			}
		}
	}
	return nil
}

// ChangeCircular changes a circular in a transaction, with the given one where none is stored
// yet, and returns it as change left it; nothing is stored unless change says so. Change
// may run more than once. Circulars are made only for an org that isn't being erased: else
// it is ErrNotFound.
func (s *Store) ChangeCircular(ctx context.Context, l domain.Circular, change func(*domain.Circular) (changed bool)) (domain.Circular, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.circulars(l.Org).Doc(l.ID)
	var out domain.Circular
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{ref, s.org(l.Org)})
		if err != nil {
			return err
		}
		if state, _ := snaps[1].Data()["state"].(string); state != string(domain.OrgActive) && state != string(domain.OrgLeft) {
			return domain.ErrNotFound
		}
		if out = l; snaps[0].Exists() {
			if out, err = circularOf(l.Org, snaps[0]); err != nil {
				return err
			}
		}
		if !change(&out) {
			return nil
		}
		return tx.Set(ref, circularDocOf(out))
	})
	return out, wrap("changing a circular", err)
}

// ChangeMailing changes what an org's people have yet to be sent, in a transaction, unless
// change reports false. Change may run more than once.
func (s *Store) ChangeMailing(ctx context.Context, org string, change func(o *domain.Org) (changed bool)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.org(org))
		if err != nil {
			return err
		}
		o, err := orgOf(snap)
		if err != nil {
			return err
		}
		if o.State != domain.OrgActive && o.State != domain.OrgLeft || !change(&o) {
			return nil
		}
		return tx.Update(s.org(org), []firestore.Update{
			{Path: "mailing", Value: mailingDocOf(o.Mailing)}, {Path: "told", Value: slices.Clip(o.Told)},
		})
	})
	return wrap("changing what an org is to be sent", err)
}
