package store

import (
	"context"
	"iter"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type orgDoc struct {
	Name       string              `firestore:"name"`
	Country    string              `firestore:"country"`
	Region     string              `firestore:"region,omitempty"`
	Timezone   string              `firestore:"timezone"`
	Language   string              `firestore:"language,omitempty"`
	State      string              `firestore:"state"`
	LeftAt     time.Time           `firestore:"leftAt,omitempty"`
	Policy     policyDoc           `firestore:"policy"`
	Agreements []agreementDoc      `firestore:"agreements"`
	Holidays   []string            `firestore:"holidays,omitempty"`
	Revision   int                 `firestore:"revision,omitempty"`
	Created    string              `firestore:"created,omitempty"`
	Entries    int                 `firestore:"entries,omitempty"`
	Spent      map[string]spentDoc `firestore:"spent,omitempty"`
	Contact    []byte              `firestore:"contact,omitempty"` // sealed

	Announced      *announcedDoc     `firestore:"announced"`
	PolicyVersions int               `firestore:"policyVersions,omitempty"`
	ConsentVersion int               `firestore:"consentVersion,omitempty"`
	OfAge          bool              `firestore:"ofAge,omitempty"`
	Mailing        []announcementDoc `firestore:"mailing,omitempty"`
	Told           []string          `firestore:"told,omitempty"`
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
		Name: o.Name, Country: o.Country, Region: o.Region, Timezone: o.Timezone, Language: o.Language, State: string(o.State),
		LeftAt: o.LeftAt, Policy: policyDoc(o.Policy), Holidays: o.Holidays, Revision: o.Revision,
		Created: o.Created, Contact: contact, Announced: announcedDocOf(o.Announced), PolicyVersions: o.PolicyVersions,
		Mailing: mailingDocOf(o.Mailing), Told: o.Told, Entries: o.Entries, Spent: spentDocOf(o.Spent),
		ConsentVersion: o.ConsentVersion, OfAge: o.OfAge,
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
		ID: snap.Ref.ID, Name: d.Name, Country: d.Country, Region: d.Region, Timezone: d.Timezone, Language: d.Language,
		State: domain.OrgState(d.State), LeftAt: d.LeftAt, Policy: domain.Policy(d.Policy), Holidays: d.Holidays, Revision: d.Revision,
		Created: d.Created, Announced: announcedOf(d.Announced), PolicyVersions: d.PolicyVersions, Mailing: mailingOf(d.Mailing), Told: d.Told, Entries: d.Entries, Spent: spentOf(d.Spent),
		ConsentVersion: d.ConsentVersion, OfAge: d.OfAge,
	}
	for _, a := range d.Agreements {
		o.Agreements = append(o.Agreements, agreementOf(a))
	}
	return o, nil
}

// CreateOrg stores an org that isn't there yet, with its sealed contact, the changes that
// its history begins with, and its policy as the first version.
func (s *Store) CreateOrg(ctx context.Context, o domain.Org, contact []byte, changes ...domain.Change) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.org(o.ID).Path, func(_ context.Context, tx *firestore.Transaction) error {
		for _, c := range changes {
			if err := s.enter(tx, o.ID, c); err != nil {
				return err
			}
		}
		o.PolicyVersions, o.Policy.Version = 1, 1
		first := domain.PolicyVersion{N: 1, Policy: o.Policy, PublishedAt: o.Policy.Since, From: o.Policy.Since}
		if err := s.putVersions(tx, o.ID, []domain.PolicyVersion{first}); err != nil {
			return err
		}
		return tx.Create(s.org(o.ID), orgDocOf(o, contact))
	})
	return wrap("creating an org", err)
}

// ChangeOrg changes an org's facts and agreements in a transaction, unless change
// returns an error, with an entry of its history. Another address for questions about
// privacy makes another version of its policy. The contact stays as it is unless
// change returns another one. What isn't there, or is a tombstone, is ErrNotFound; where
// the entry is one too many, it is ErrChanges. Change may run more than once.
func (s *Store) ChangeOrg(ctx context.Context, id string, change func(o *domain.Org) (contact []byte, c *domain.Change, err error)) (domain.Org, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var o domain.Org
	err := s.turns.transact(ctx, s.db, s.org(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		var snap *firestore.DocumentSnapshot
		var err error
		if o, snap, err = s.standing(tx, id); err != nil {
			return err
		}
		contact, err := contactOf(snap)
		if err != nil {
			return err
		}
		address := o.Policy.PrivacyContact
		changed, entry, err := change(&o)
		if err != nil || entry == nil {
			return err
		}
		var readdressed []write
		if o.Policy.PrivacyContact != address {
			versions := o.Readdress(address, entry.At, entry.Who)
			readdressed = append(readdressed, func(tx *firestore.Transaction) error { return s.putVersions(tx, id, versions) })
		}
		if changed != nil {
			contact = changed
		}
		into, ok := o.Spend(*entry)
		if !ok {
			return ErrChanges
		}
		put, err := s.entering(tx, &o, *entry, into)
		if err != nil {
			return err
		}
		o.Revision++
		for _, w := range append(readdressed, put) {
			if err := w(tx); err != nil {
				return err
			}
		}
		return tx.Set(s.org(id), orgDocOf(o, contact))
	})
	return o, wrap("changing an org", err)
}

// standing reads an org, which is ErrNotFound where a tombstone is left of it.
func (s *Store) standing(tx *firestore.Transaction, id string) (domain.Org, *firestore.DocumentSnapshot, error) {
	snap, err := tx.Get(s.org(id))
	if err != nil {
		return domain.Org{}, nil, err
	}
	o, err := orgOf(snap)
	if err == nil && o.State != domain.OrgActive && o.State != domain.OrgLeft {
		err = domain.ErrNotFound
	}
	return o, snap, err
}

// OrgPage returns at most size orgs by id, tombstones included, and the token of the
// next page, which is empty on the last.
func (s *Store) OrgPage(ctx context.Context, size int, token string) ([]domain.Org, string, error) {
	if token != "" && !domain.IsOrg(token) {
		return nil, "", errPageToken
	}
	var all []domain.Org
	q := pageByID(s.db.Collection(seal.Orgs).Query, token, size+1)
	for o, err := range list(ctx, q, "listing orgs", orgOf) {
		if err != nil {
			return nil, "", err
		}
		all = append(all, o)
	}
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], all[size-1].ID, nil
}

// OrgNames returns the names of orgs by their ids, without those that aren't there or of
// which a tombstone is left.
func (s *Store) OrgNames(ctx context.Context, ids []string) (map[string]string, error) {
	names := make(map[string]string)
	for some := range slices.Chunk(ids, namesAtOnce) {
		refs := make([]*firestore.DocumentRef, len(some))
		for i, id := range some {
			refs[i] = s.org(id)
		}
		snaps, err := s.namesOf(ctx, refs)
		if err != nil {
			return nil, wrap("reading the names of orgs", err)
		}
		for _, snap := range snaps {
			if !snap.Exists() {
				continue
			}
			o, err := orgOf(snap)
			if err != nil {
				return nil, err
			}
			if o.Name != "" {
				names[o.ID] = o.Name
			}
		}
	}
	return names, nil
}

func (s *Store) namesOf(ctx context.Context, refs []*firestore.DocumentRef) ([]*firestore.DocumentSnapshot, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	return s.db.GetAll(ctx, refs)
}

// namesAtOnce is how many orgs one read returns the names of.
const namesAtOnce = 100

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

// EndContract notes that an active org's contract has ended. That of any other
// has ended already, and its date is never moved: it is ErrConflict. Check, unless it
// is nil, may refuse by what is stored.
func (s *Store) EndContract(ctx context.Context, org string, at time.Time, by domain.Change, check func(domain.Org) error) error {
	_, err := s.ChangeOrg(ctx, org, func(o *domain.Org) ([]byte, *domain.Change, error) {
		if o.State != domain.OrgActive {
			return nil, nil, domain.ErrConflict
		}
		if check != nil {
			if err := check(*o); err != nil {
				return nil, nil, err
			}
		}
		o.State, o.LeftAt = domain.OrgLeft, at
		return nil, &by, nil
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
