package store

import (
	"context"
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

// enterPeople adds entries about people to the history of an org, which was read in the same
// transaction. The org's revision stays: nothing that somebody may be editing has changed.
func (s *Store) enterPeople(tx *firestore.Transaction, o domain.Org, entries []domain.Change) error {
	if len(entries) == 0 {
		return nil
	}
	for _, c := range entries {
		c.N = o.NextEntry()
		if err := s.enter(tx, o.ID, c); err != nil {
			return err
		}
	}
	return tx.Update(s.org(o.ID), []firestore.Update{{Path: "entries", Value: o.Entries}})
}

// Changes returns at most size entries of an org's history, the latest first, and the
// token of the next page, which is empty on the last.
func (s *Store) Changes(ctx context.Context, org string, size int, token string) ([]domain.Change, string, error) {
	return pageByN(ctx, s.changes(org).Query, size, token, "listing changes", changeOf, func(c domain.Change) int { return c.N })
}
