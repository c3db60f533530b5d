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

type findDoc struct {
	Org      string    `firestore:"org"`
	Request  string    `firestore:"request"`
	By       string    `firestore:"by"`
	Teacher  string    `firestore:"teacher,omitempty"`
	From     time.Time `firestore:"from,omitempty"`
	To       time.Time `firestore:"to,omitempty"`
	State    string    `firestore:"state"`
	AskedAt  time.Time `firestore:"askedAt"`
	MovedAt  time.Time `firestore:"movedAt"`
	Page     int       `firestore:"page"`
	Token    string    `firestore:"token,omitempty"`
	Sessions int       `firestore:"sessions"`
	Older    bool      `firestore:"older,omitempty"`
	Full     bool      `firestore:"full,omitempty"`
	Query    []byte    `firestore:"query"`             // sealed
	Found    []byte    `firestore:"found,omitempty"`   // sealed
	Granted  []byte    `firestore:"granted,omitempty"` // sealed
	CopiedAt time.Time `firestore:"copiedAt,omitempty"`
}

func findDocOf(f domain.Find) findDoc {
	return findDoc{
		Org: f.Org, Request: f.Request, By: f.By, Teacher: f.Teacher, From: f.From, To: f.To, State: string(f.State), AskedAt: f.AskedAt,
		MovedAt: f.MovedAt, Page: f.Page, Token: f.Token, Sessions: f.Sessions, Older: f.Older, Full: f.Full, Query: f.Query, Found: f.Found, Granted: f.Granted, CopiedAt: f.CopiedAt,
	}
}

func findOf(snap *firestore.DocumentSnapshot) (domain.Find, error) {
	var d findDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Find{}, wrap("decoding a search", err)
	}
	return domain.Find{
		ID: snap.Ref.ID, Org: d.Org, Request: d.Request, By: d.By, Teacher: d.Teacher, From: d.From, To: d.To, State: domain.FindState(d.State),
		AskedAt: d.AskedAt, MovedAt: d.MovedAt, Page: d.Page, Token: d.Token, Sessions: d.Sessions, Older: d.Older, Full: d.Full,
		Query: d.Query, Found: d.Found, Granted: d.Granted, CopiedAt: d.CopiedAt,
	}, nil
}

func (s *Store) finds() *firestore.CollectionRef { return s.db.Collection(seal.RequestFinds) }

func (s *Store) find(id string) *firestore.DocumentRef { return s.db.Doc(seal.FindPath(id)) }

// Find reads a search.
func (s *Store) Find(ctx context.Context, id string) (domain.Find, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.find(id))
	if err != nil {
		return domain.Find{}, wrap("reading a search", err)
	}
	return findOf(snap)
}

// ChangeFind changes a search in a transaction, and returns it as it is then; nothing is
// stored unless change says so. Change may run more than once.
func (s *Store) ChangeFind(ctx context.Context, id string, change func(*domain.Find) (changed bool, err error)) (domain.Find, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var f domain.Find
	err := s.turns.transact(ctx, s.db, s.find(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.find(id))
		if err != nil {
			return err
		}
		if f, err = findOf(snap); err != nil {
			return err
		}
		changed, err := change(&f)
		if err != nil || !changed {
			return err
		}
		return tx.Set(snap.Ref, findDocOf(f))
	})
	return f, wrap("changing a search", err)
}

// Finds returns all searches, without whom they are for and who was found: few are there
// at a time.
func (s *Store) Finds(ctx context.Context) iter.Seq2[domain.Find, error] {
	q := s.finds().Select("org", "request", "state", "askedAt", "movedAt", "page", "granted", "copiedAt")
	return list(ctx, q, "listing searches", findOf)
}

// MissingFinds returns those of the given searches that aren't there.
func (s *Store) MissingFinds(ctx context.Context, ids []string) (missing []string, err error) {
	for page := range slices.Chunk(ids, erasePage) {
		refs := make([]*firestore.DocumentRef, len(page))
		for i, id := range page {
			refs[i] = s.find(id)
		}
		ctx, cancel := within(ctx)
		snaps, err := s.db.GetAll(ctx, refs)
		cancel()
		if err != nil {
			return nil, wrap("looking for searches", err)
		}
		for i, snap := range snaps {
			if !snap.Exists() {
				missing = append(missing, page[i])
			}
		}
	}
	return missing, nil
}

// DeleteFind deletes a search whose key is gone.
func (s *Store) DeleteFind(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.find(id).Delete(ctx)
	return wrap("deleting a search", err)
}
