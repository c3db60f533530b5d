package store

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// disclosureDoc is what was handed over under legal process, as recorded.
type disclosureDoc struct {
	Ground     string     `firestore:"ground"`
	Authority  string     `firestore:"authority"`
	Reference  string     `firestore:"reference"`
	Decider    string     `firestore:"decider"`
	Categories []string   `firestore:"categories"`
	Session    string     `firestore:"session,omitempty"`
	On         time.Time  `firestore:"on"`
	Operator   bool       `firestore:"operator,omitempty"`
	Who        string     `firestore:"who"`
	RecordedAt time.Time  `firestore:"recordedAt"`
	School     tellingDoc `firestore:"school"`
	People     tellingDoc `firestore:"people"`
}

type tellingDoc struct {
	State string    `firestore:"state"`
	On    time.Time `firestore:"on,omitempty"`
	Until time.Time `firestore:"until,omitempty"`
}

func tellingDocOf(t domain.Telling) tellingDoc {
	return tellingDoc{string(t.State), t.On, t.Until}
}

func tellingOf(d tellingDoc) domain.Telling {
	return domain.Telling{State: domain.TellingState(d.State), On: d.On, Until: d.Until}
}

func disclosureDocOf(d domain.Disclosure) disclosureDoc {
	doc := disclosureDoc{
		Ground: string(d.Ground), Authority: d.Authority, Reference: d.Reference, Decider: d.Decider, Session: d.Session,
		On: d.On, Operator: d.Operator, Who: d.Who, RecordedAt: d.RecordedAt, School: tellingDocOf(d.School), People: tellingDocOf(d.People),
	}
	for _, c := range d.Categories {
		doc.Categories = append(doc.Categories, string(c))
	}
	return doc
}

func disclosureOf(org string) func(*firestore.DocumentSnapshot) (domain.Disclosure, error) {
	return func(snap *firestore.DocumentSnapshot) (domain.Disclosure, error) {
		var doc disclosureDoc
		if err := snap.DataTo(&doc); err != nil {
			return domain.Disclosure{}, wrap("decoding a disclosure", err)
		}
		d := domain.Disclosure{
			ID: snap.Ref.ID, Org: org, Ground: domain.DisclosureGround(doc.Ground), Authority: doc.Authority, Reference: doc.Reference,
			Decider: doc.Decider, Session: doc.Session, On: doc.On, Operator: doc.Operator, Who: doc.Who, RecordedAt: doc.RecordedAt,
			School: tellingOf(doc.School), People: tellingOf(doc.People),
		}
		for _, c := range doc.Categories {
			d.Categories = append(d.Categories, domain.Category(c))
		}
		return d, nil
	}
}

func (s *Store) disclosures(org string) *firestore.CollectionRef {
	return s.org(org).Collection(disclosuresPath)
}

// disclosuresMax bounds how many disclosures of an org are stored: those by the school and
// those by the operator.
const disclosuresMax = 2 * domain.DisclosuresMax

// ErrDisclosures refuses to record another disclosure.
var ErrDisclosures = domain.Problem(domain.ErrConflict, "too-many-disclosures",
	"20 disclosures were recorded within a day, or 200 stand on record. Wait until tomorrow, or keep those that follow outside this service and say so in the last one.")

// Disclosures returns what is on record of an org, the latest first: 400 at most.
func (s *Store) Disclosures(ctx context.Context, org string) ([]domain.Disclosure, error) {
	var all []domain.Disclosure
	for d, err := range list(ctx, s.disclosures(org).Limit(disclosuresMax), "listing disclosures", disclosureOf(org)) {
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b domain.Disclosure) int { return b.RecordedAt.Compare(a.RecordedAt) }) // which has no index
	return all, nil
}

// ChangeDisclosures stores what change makes of an org's disclosures, in a transaction: one,
// or none if it returns nil. Change may run more than once.
func (s *Store) ChangeDisclosures(ctx context.Context, org string, change func(all []domain.Disclosure) (*domain.Disclosure, error)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.disclosures(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.Documents(s.disclosures(org).Limit(disclosuresMax)).GetAll()
		if err != nil {
			return err
		}
		all := make([]domain.Disclosure, len(snaps))
		for i, snap := range snaps {
			if all[i], err = disclosureOf(org)(snap); err != nil {
				return err
			}
		}
		d, err := change(all)
		if err != nil || d == nil {
			return err
		}
		return tx.Set(s.disclosures(org).Doc(d.ID), disclosureDocOf(*d))
	})
	return wrap("changing a disclosure", err)
}
