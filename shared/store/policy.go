package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

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
	Version         int       `firestore:"version,omitempty"`
	Since           time.Time `firestore:"since,omitempty"`
	FinalUntil      time.Time `firestore:"finalUntil,omitempty"`
}

// announcedDoc is a policy that isn't in force yet.
type announcedDoc struct {
	Policy policyDoc `firestore:"policy"`
	From   time.Time `firestore:"from"`
}

func announcedDocOf(a *domain.Announced) *announcedDoc {
	if a == nil {
		return nil
	}
	return &announcedDoc{policyDoc(a.Policy), a.From}
}

func announcedOf(d *announcedDoc) *domain.Announced {
	if d == nil {
		return nil
	}
	return &domain.Announced{Policy: domain.Policy(d.Policy), From: d.From}
}

// versionDoc is a policy as it was published.
type versionDoc struct {
	N           int        `firestore:"n"`
	Policy      policyDoc  `firestore:"policy"`
	Before      *policyDoc `firestore:"before,omitempty"`
	PublishedAt time.Time  `firestore:"publishedAt,omitempty"`
	From        time.Time  `firestore:"from,omitempty"`
	Until       time.Time  `firestore:"until,omitempty"`
	WithdrawnAt time.Time  `firestore:"withdrawnAt,omitempty"`
	Ground      string     `firestore:"ground,omitempty"`
	Who         string     `firestore:"who,omitempty"`
}

func versionDocOf(v domain.PolicyVersion) versionDoc {
	d := versionDoc{
		N: v.N, Policy: policyDoc(v.Policy), PublishedAt: v.PublishedAt, From: v.From, Until: v.Until,
		WithdrawnAt: v.WithdrawnAt, Ground: string(v.Ground), Who: v.Who,
	}
	if v.Before != nil {
		before := policyDoc(*v.Before)
		d.Before = &before
	}
	return d
}

func versionOf(snap *firestore.DocumentSnapshot) (domain.PolicyVersion, error) {
	var d versionDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.PolicyVersion{}, wrap("decoding a policy's version", err)
	}
	v := domain.PolicyVersion{
		N: d.N, Policy: domain.Policy(d.Policy), PublishedAt: d.PublishedAt, From: d.From, Until: d.Until,
		WithdrawnAt: d.WithdrawnAt, Ground: domain.PolicyGround(d.Ground), Who: d.Who,
	}
	if d.Before != nil {
		before := domain.Policy(*d.Before)
		v.Before = &before
	}
	return v, nil
}

func (s *Store) policies(org string) *firestore.CollectionRef {
	return s.org(org).Collection(policiesPath)
}

// putVersions stores versions that are new, and of the others when they ended or were
// withdrawn.
func (s *Store) putVersions(tx *firestore.Transaction, org string, versions []domain.PolicyVersion) error {
	for _, v := range versions {
		ref := s.policies(org).Doc(changeName(v.N))
		var err error
		switch {
		case v.Until.IsZero() && v.WithdrawnAt.IsZero():
			err = tx.Create(ref, versionDocOf(v))
		case v.N == 0: // an org from before its versions were counted
		case v.WithdrawnAt.IsZero():
			err = tx.Update(ref, []firestore.Update{{Path: "until", Value: v.Until}})
		default:
			err = tx.Update(ref, []firestore.Update{{Path: "withdrawnAt", Value: v.WithdrawnAt}})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ChangePolicy changes an org's policies in a transaction, unless change returns an error
// or no version, with the versions that it returns. What isn't there, or is a tombstone,
// is ErrNotFound. Change gets the version that is PolicyRate versions back, if there are
// so many, and may run more than once.
func (s *Store) ChangePolicy(ctx context.Context, org string, change func(o *domain.Org, back *domain.PolicyVersion) ([]domain.PolicyVersion, error)) (domain.Org, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var o domain.Org
	err := s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		var err error
		if o, _, err = s.standing(tx, org); err != nil {
			return err
		}
		var back *domain.PolicyVersion
		if n := o.PolicyVersions + 1 - domain.PolicyRate; n > 0 {
			snap, there, err := look(tx, s.policies(org).Doc(changeName(n)))
			if err != nil {
				return err
			}
			if there {
				v, err := versionOf(snap)
				if err != nil {
					return err
				}
				back = &v
			}
		}
		versions, err := change(&o, back)
		if err != nil || len(versions) == 0 {
			return err
		}
		if err := s.putVersions(tx, org, versions); err != nil {
			return err
		}
		return tx.Update(s.org(org), []firestore.Update{
			{Path: "policy", Value: policyDoc(o.Policy)}, {Path: "announced", Value: announcedDocOf(o.Announced)},
			{Path: "policyVersions", Value: o.PolicyVersions}, {Path: "mailing", Value: mailingDocOf(o.Mailing)},
		})
	})
	return o, wrap("changing a policy", err)
}

// PolicyVersion reads one version of an org's policy.
func (s *Store) PolicyVersion(ctx context.Context, org string, n int) (domain.PolicyVersion, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.policies(org).Doc(changeName(n)))
	if err != nil {
		return domain.PolicyVersion{}, wrap("reading a policy's version", err)
	}
	return versionOf(snap)
}

// PolicyVersions returns at most size versions of an org's policy, the latest first, and
// the token of the next page, which is empty on the last.
func (s *Store) PolicyVersions(ctx context.Context, org string, size int, token string) ([]domain.PolicyVersion, string, error) {
	return pageByN(ctx, s.policies(org).Query, size, token, "listing a policy's versions", versionOf, func(v domain.PolicyVersion) int { return v.N })
}

// announcementDoc is what people are told.
type announcementDoc struct {
	Kind      string `firestore:"kind"`
	N         int    `firestore:"n,omitempty"`
	ID        string `firestore:"id,omitempty"`
	Withdrawn bool   `firestore:"withdrawn,omitempty"`
}

func announcementDocOf(a domain.Announcing) announcementDoc {
	return announcementDoc{string(a.Kind), a.N, a.ID, a.Withdrawn}
}

func announcementOf(d announcementDoc) domain.Announcing {
	return domain.Announcing{Kind: domain.AnnouncementKind(d.Kind), N: d.N, ID: d.ID, Withdrawn: d.Withdrawn}
}

func mailingDocOf(all []domain.Announcing) (docs []announcementDoc) {
	for _, a := range all {
		docs = append(docs, announcementDocOf(a))
	}
	return docs
}

func mailingOf(docs []announcementDoc) (all []domain.Announcing) {
	for _, d := range docs {
		all = append(all, announcementOf(d))
	}
	return all
}
