package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type orgDoc struct {
	Name       string         `firestore:"name"`
	Country    string         `firestore:"country"`
	Timezone   string         `firestore:"timezone"`
	Language   string         `firestore:"language,omitempty"`
	State      string         `firestore:"state"`
	LeftAt     time.Time      `firestore:"leftAt,omitempty"`
	Policy     policyDoc      `firestore:"policy"`
	Agreements []agreementDoc `firestore:"agreements"`
	Contact    []byte         `firestore:"contact,omitempty"` // sealed
}

type policyDoc struct {
	KeptMonths      int       `firestore:"keptMonths"`
	KeptDays        int       `firestore:"keptDays"`
	RestoreMonths   int       `firestore:"restoreMonths"`
	RestoreDays     int       `firestore:"restoreDays"`
	MaxParticipants int       `firestore:"maxParticipants"`
	PrivacyContact  string    `firestore:"privacyContact"`
	Purposes        []string  `firestore:"purposes"`
	Clause          string    `firestore:"clause"`
	Revision        int       `firestore:"revision"`
	FinalUntil      time.Time `firestore:"finalUntil,omitempty"`
}

func (s *Store) org(id string) *firestore.DocumentRef { return s.db.Doc(seal.OrgPath(id)) }

// Org reads an org.
func (s *Store) Org(ctx context.Context, id string) (domain.Org, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.org(id))
	if err != nil {
		return domain.Org{}, wrap("reading an org", err)
	}
	return orgOf(snap)
}

func orgDocOf(o domain.Org, contact []byte) orgDoc {
	d := orgDoc{
		Name: o.Name, Country: o.Country, Timezone: o.Timezone, Language: o.Language, State: string(o.State),
		LeftAt: o.LeftAt, Policy: policyDoc(o.Policy), Contact: contact,
	}
	for _, a := range o.Agreements {
		d.Agreements = append(d.Agreements, agreementDocOf(a))
	}
	return d
}

func orgOf(snap *firestore.DocumentSnapshot) (domain.Org, error) {
	var d orgDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Org{}, wrap("decoding an org", err)
	}
	o := domain.Org{
		ID: snap.Ref.ID, Name: d.Name, Country: d.Country, Timezone: d.Timezone, Language: d.Language,
		State: domain.OrgState(d.State), LeftAt: d.LeftAt, Policy: domain.Policy(d.Policy),
	}
	for _, a := range d.Agreements {
		o.Agreements = append(o.Agreements, agreementOf(a))
	}
	return o, nil
}

// CreateOrg stores an org that isn't there yet, with its sealed contact.
func (s *Store) CreateOrg(ctx context.Context, o domain.Org, contact []byte) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.org(o.ID).Create(ctx, orgDocOf(o, contact))
	return wrap("creating an org", err)
}

// Orgs returns every org, tombstones included.
func (s *Store) Orgs(ctx context.Context) iter.Seq2[domain.Org, error] {
	return list(ctx, s.db.Collection(seal.Orgs).Query, "listing orgs", orgOf)
}

// OrgIDs returns the ids of the next n orgs after the given id, tombstones included. An
// empty id is no bound.
func (s *Store) OrgIDs(ctx context.Context, after string, n int) ([]string, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var all []string
	q := pageByID(s.db.Collection(seal.Orgs).Select(), after, n)
	for id, err := range list(ctx, q, "listing orgs", idOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, nil
}

// SetPolicy changes an org's policy at now if its revision is still the given
// one, else it is ErrPrecondition. It returns the policy with its new revision.
func (s *Store) SetPolicy(ctx context.Context, org string, p domain.Policy, revision int, now time.Time) (domain.Policy, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err := transact(ctx, s.db, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.org(org))
		if err != nil {
			return err
		}
		o, err := orgOf(snap)
		if err != nil {
			return err
		}
		if o.Policy.Revision != revision {
			return domain.ErrPrecondition
		}
		p.Revision, p.FinalUntil = revision+1, o.Policy.FinalAt(now)
		return tx.Update(s.org(org), []firestore.Update{{Path: "policy", Value: policyDoc(p)}})
	})
	return p, wrap("changing a policy", err)
}

// EndContract notes that an active org's contract has ended. That of any other
// has ended already, and its date is never moved: it is ErrConflict.
func (s *Store) EndContract(ctx context.Context, org string, at time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := transact(ctx, s.db, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.org(org))
		if err != nil {
			return err
		}
		if o, err := orgOf(snap); err != nil || o.State != domain.OrgActive {
			return errors.Join(err, domain.ErrConflict)
		}
		return tx.Update(s.org(org), []firestore.Update{
			{Path: "state", Value: string(domain.OrgLeft)}, {Path: "leftAt", Value: at},
		})
	})
	return wrap("ending a contract", err)
}

// OrgContact reads an org's contact, sealed under its contact key. An org
// without one, or of which a tombstone is left, is ErrNotFound.
func (s *Store) OrgContact(ctx context.Context, org string) ([]byte, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.org(org))
	if err != nil {
		return nil, wrap("reading an org's contact", err)
	}
	contact, err := contactOf(snap)
	if err == nil && len(contact) == 0 {
		err = wrap("reading an org's contact", domain.ErrNotFound)
	}
	return contact, err
}

func contactOf(snap *firestore.DocumentSnapshot) ([]byte, error) {
	var d orgDoc
	err := snap.DataTo(&d)
	return d.Contact, wrap("decoding an org", err)
}

// orgIn reads an org in a transaction. One that isn't there, or of which a
// tombstone is left, comes without a policy: nothing of it expires.
func (s *Store) orgIn(tx *firestore.Transaction, id string) (domain.Org, error) {
	snap, there, err := look(tx, s.org(id))
	if err != nil || !there {
		return domain.Org{ID: id}, err
	}
	return orgOf(snap)
}
