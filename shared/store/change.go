package store

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// changeDoc is an entry of an org's history.
type changeDoc struct {
	N      int              `firestore:"n"`
	At     time.Time        `firestore:"at"`
	Who    string           `firestore:"who"` // member id
	Org    string           `firestore:"org"`
	What   string           `firestore:"what"`
	About  string           `firestore:"about,omitempty"`
	Fields []fieldChangeDoc `firestore:"fields,omitempty"`
}

type fieldChangeDoc struct {
	Name   string `firestore:"name"`
	Before string `firestore:"before,omitempty"`
	After  string `firestore:"after,omitempty"`
}

func changeDocOf(c domain.Change) changeDoc {
	d := changeDoc{N: c.N, At: c.At, Who: c.Who, Org: c.Org, What: string(c.What), About: c.About}
	for _, f := range c.Fields {
		d.Fields = append(d.Fields, fieldChangeDoc(f))
	}
	return d
}

func changeOf(snap *firestore.DocumentSnapshot) (domain.Change, error) {
	var d changeDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Change{}, wrap("decoding a change", err)
	}
	c := domain.Change{N: d.N, At: d.At, Who: d.Who, Org: d.Org, What: domain.ChangeKind(d.What), About: d.About}
	for _, f := range d.Fields {
		c.Fields = append(c.Fields, domain.FieldChange(f))
	}
	return c, nil
}

func (s *Store) changes(org string) *firestore.CollectionRef {
	return s.org(org).Collection(changesPath)
}

// enter adds an entry to an org's history. Each has its own number: two are never one.
func (s *Store) enter(tx *firestore.Transaction, org string, c domain.Change) error {
	return tx.Create(s.changes(org).Doc(changeName(c.N)), changeDocOf(c))
}

// ErrChanges refuses another change of an org by the same person.
var ErrChanges = domain.Problem(domain.ErrConflict, "too-many-changes",
	"You have changed this school 100 times today. Go on tomorrow, or ask another administrator. Who is written to in an incident can be changed all the same.")

// spentDoc is what one person changed on a day.
type spentDoc struct {
	Day     string `firestore:"day"`
	Changes int    `firestore:"changes"`
	Contact int    `firestore:"contact,omitempty"`
}

func spentDocOf(all map[string]domain.Spent) map[string]spentDoc {
	docs := make(map[string]spentDoc, len(all))
	for who, s := range all {
		docs[who] = spentDoc(s)
	}
	return docs
}

func spentOf(docs map[string]spentDoc) map[string]domain.Spent {
	if len(docs) == 0 {
		return nil
	}
	all := make(map[string]domain.Spent, len(docs))
	for who, d := range docs {
		all[who] = domain.Spent(d)
	}
	return all
}

// entering returns the write that adds an entry to an org's history or, where into isn't
// zero, makes it part of the entry with that number: that has the later time then, and the
// fields of both.
func (s *Store) entering(tx *firestore.Transaction, o *domain.Org, c domain.Change, into int) (write, error) {
	if into == 0 {
		c.N = o.NextEntry()
		return func(tx *firestore.Transaction) error { return s.enter(tx, o.ID, c) }, nil
	}
	ref := s.changes(o.ID).Doc(changeName(into))
	snap, err := tx.Get(ref)
	if err != nil {
		return nil, err
	}
	first, err := changeOf(snap)
	if err != nil {
		return nil, err
	}
	first.At = c.At
	for _, f := range c.Fields {
		if !slices.Contains(first.Fields, f) {
			first.Fields = append(first.Fields, f)
		}
	}
	return sets(ref, changeDocOf(first)), nil
}

// enterAside adds entries about people or consents to the history of an org, which was read in
// the same transaction. The org's revision stays: nothing that somebody may be editing has
// changed.
func (s *Store) enterAside(tx *firestore.Transaction, o domain.Org, entries []domain.Change) error {
	if len(entries) == 0 {
		return nil
	}
	for _, c := range entries {
		if _, ok := o.Spend(c); !ok {
			return ErrChanges
		}
		c.N = o.NextEntry()
		if err := s.enter(tx, o.ID, c); err != nil {
			return err
		}
	}
	return tx.Update(s.org(o.ID), []firestore.Update{{Path: "entries", Value: o.Entries}, {Path: "spent", Value: spentDocOf(o.Spent)}})
}

// Enter adds an entry to the history of an org whose facts stay.
func (s *Store) Enter(ctx context.Context, org string, entry domain.Change) error {
	ctx, cancel := within(ctx)
	defer cancel()
	return wrap("entering a change", s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		o, _, err := s.standing(tx, org)
		if err != nil {
			return err
		}
		return s.enterAside(tx, o, []domain.Change{entry})
	}))
}

// Changes returns at most size entries of an org's history, the latest first, and the
// token of the next page, which is empty on the last.
func (s *Store) Changes(ctx context.Context, org string, size int, token string) ([]domain.Change, string, error) {
	return pageByN(ctx, s.changes(org).Query, size, token, "listing changes", changeOf, func(c domain.Change) int { return c.N })
}
