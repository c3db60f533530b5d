package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A QuestionSet is a set of questions as it is stored. Content is its JSON,
// questions and keys together, at most domain.QuestionSetMax bytes.
type QuestionSet struct {
	ID            string
	Title         string
	Revision      int // rises by one with every change
	QuestionCount int
	UpdatedAt     time.Time
	Content       []byte // nil in a list
	Request       []byte // digest of the request that created it
}

type questionSetDoc struct {
	Title         string    `firestore:"title"`
	Revision      int       `firestore:"revision"`
	QuestionCount int       `firestore:"questionCount"`
	UpdatedAt     time.Time `firestore:"updatedAt"`
	Deleted       bool      `firestore:"deleted"`
	DeletedAt     time.Time `firestore:"deletedAt,omitempty"`
	Content       []byte    `firestore:"content"`
	Request       []byte    `firestore:"request,omitempty"`
}

func (s *Store) questionSets(org string) *firestore.CollectionRef {
	return s.org(org).Collection(questionSetsPath)
}

func questionSetDocOf(q QuestionSet) questionSetDoc {
	return questionSetDoc{
		Title: q.Title, Revision: q.Revision, QuestionCount: q.QuestionCount,
		UpdatedAt: q.UpdatedAt, Content: q.Content, Request: q.Request,
	}
}

func questionSetOf(snap *firestore.DocumentSnapshot) (QuestionSet, error) {
	var d questionSetDoc
	if err := snap.DataTo(&d); err != nil {
		return QuestionSet{}, wrap("decoding a question set", err)
	}
	if d.Deleted {
		return QuestionSet{}, wrap("reading a question set", domain.ErrNotFound)
	}
	return QuestionSet{
		ID: snap.Ref.ID, Title: d.Title, Revision: d.Revision, QuestionCount: d.QuestionCount,
		UpdatedAt: d.UpdatedAt, Content: d.Content, Request: d.Request,
	}, nil
}

// CreateQuestionSet stores a set that isn't there yet, as revision 1.
func (s *Store) CreateQuestionSet(ctx context.Context, org string, q QuestionSet) error {
	ctx, cancel := within(ctx)
	defer cancel()
	q.Revision = 1
	_, err := s.questionSets(org).Doc(q.ID).Create(ctx, questionSetDocOf(q))
	return wrap("creating a question set", err)
}

// QuestionSet reads a set that isn't deleted.
func (s *Store) QuestionSet(ctx context.Context, org, id string) (QuestionSet, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.questionSets(org).Doc(id))
	if err != nil {
		return QuestionSet{}, wrap("reading a question set", err)
	}
	return questionSetOf(snap)
}

// ReplaceQuestionSet stores a new content of a set, and returns the set with its
// new revision. A revision that the change can't be made to is ErrPrecondition.
func (s *Store) ReplaceQuestionSet(ctx context.Context, org string, q QuestionSet, match func(revision int) bool) (QuestionSet, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.questionSets(org).Doc(q.ID)
	err := transact(ctx, s.db, func(ctx context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		old, err := questionSetOf(snap)
		if err != nil {
			return err
		}
		if !match(old.Revision) {
			return domain.ErrPrecondition
		}
		q.Revision = old.Revision + 1
		return tx.Update(ref, []firestore.Update{
			{Path: "title", Value: q.Title},
			{Path: "revision", Value: q.Revision},
			{Path: "questionCount", Value: q.QuestionCount},
			{Path: "updatedAt", Value: q.UpdatedAt},
			{Path: "content", Value: q.Content},
		})
	})
	if err != nil {
		return QuestionSet{}, wrap("replacing a question set", err)
	}
	return q, nil
}

// DeleteQuestionSet hides a set. Deleting it again is harmless.
func (s *Store) DeleteQuestionSet(ctx context.Context, org, id string, now time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.questionSets(org).Doc(id)
	err := transact(ctx, s.db, func(ctx context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if deleted, _ := snap.DataAt("deleted"); deleted == true {
			return nil
		}
		return tx.Update(ref, []firestore.Update{
			{Path: "deleted", Value: true},
			{Path: "deletedAt", Value: now},
		})
	})
	return wrap("deleting a question set", err)
}

// QuestionSets lists an org's sets, the latest changed first. It returns at most
// size of them, without their content, and the token of the next page, which is
// empty on the last. A set that changes meanwhile may be listed twice or not at
// all.
func (s *Store) QuestionSets(ctx context.Context, org string, size int, token string) ([]QuestionSet, string, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	q := s.questionSets(org).Where("deleted", "==", false).
		OrderBy("updatedAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc).
		Select("title", "revision", "questionCount", "updatedAt", "deleted").Limit(size + 1)
	if token != "" {
		after, err := parsePageToken(token, true)
		if err != nil {
			return nil, "", err
		}
		q = q.StartAfter(after.At, after.ID)
	}
	var sets []QuestionSet
	for snap, err := range documents(ctx, q) {
		if err != nil {
			return nil, "", wrap("listing question sets", err)
		}
		set, err := questionSetOf(snap)
		if err != nil {
			return nil, "", err
		}
		sets = append(sets, set)
	}
	if len(sets) <= size {
		return sets, "", nil
	}
	last := sets[size-1]
	return sets[:size], pageToken(cursor{last.UpdatedAt, last.ID}), nil
}
