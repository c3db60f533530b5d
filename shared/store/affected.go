package store

import (
	"context"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type groupDoc struct {
	Org         string   `firestore:"org"`
	Kind        string   `firestore:"kind"`
	Session     string   `firestore:"session,omitempty"`
	Receipt     string   `firestore:"receipt,omitempty"`
	People      int      `firestore:"people"`
	Records     int      `firestore:"records"`
	Categories  []string `firestore:"categories"`
	Sealed      bool     `firestore:"sealed"`
	KeysInReach bool     `firestore:"keysInReach"`
	Run         int      `firestore:"run"`
}

func groupDocOf(g domain.AffectedGroup) groupDoc {
	d := groupDoc{
		Org: g.Org, Kind: string(g.Kind), Session: g.Session, Receipt: g.Receipt, People: g.People, Records: g.Records,
		Sealed: g.Sealed, KeysInReach: g.KeysInReach, Run: g.Run,
	}
	for _, c := range g.Categories {
		d.Categories = append(d.Categories, string(c))
	}
	return d
}

func groupOf(snap *firestore.DocumentSnapshot) (domain.AffectedGroup, error) {
	var d groupDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.AffectedGroup{}, wrap("decoding an affected group", err)
	}
	g := domain.AffectedGroup{
		ID: snap.Ref.ID, Org: d.Org, Kind: domain.GroupKind(d.Kind), Session: d.Session, Receipt: d.Receipt, People: d.People,
		Records: d.Records, Sealed: d.Sealed, KeysInReach: d.KeysInReach, Run: d.Run,
	}
	for _, c := range d.Categories {
		g.Categories = append(g.Categories, domain.Category(c))
	}
	return g, nil
}

func (s *Store) affected(incident string) *firestore.CollectionRef {
	return s.incident(incident).Collection(affectedPath)
}

// GroupsMax is how many groups PutGroups takes at once.
const GroupsMax = 400

// PutGroups stores groups of an affected list, over those of earlier
// computations.
func (s *Store) PutGroups(ctx context.Context, incident string, groups []domain.AffectedGroup) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		for _, g := range groups {
			if err := tx.Set(s.affected(incident).Doc(g.ID), groupDocOf(g)); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("storing the affected list", err)
}

// Groups lists the groups that one computation of an affected list found, those of one org
// unless that is empty. It
// returns at most size of them and the token of the next page, which is empty on
// the last.
func (s *Store) Groups(ctx context.Context, incident, org string, run, size int, token string) ([]domain.AffectedGroup, string, error) {
	q := s.affected(incident).Where("run", "==", run)
	if org != "" {
		q = q.Where("org", "==", org)
	}
	return page(ctx, q, size, token, "listing who is affected", groupOf, func(g domain.AffectedGroup) string { return g.ID })
}
