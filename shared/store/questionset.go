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
	ID string
	domain.Holding
	domain.Filing // the same as in Content
	Title         string
	Revision      int // rises by one with every change
	QuestionCount int
	UpdatedAt     time.Time
	Content       []byte // nil in a list
	Request       []byte // digest of the request that created it
}

// allOfSchool stands among the readers of a set that is shared with the school. No
// member has it as their id.
const allOfSchool = "school"

type questionSetDoc struct {
	Owner         string    `firestore:"owner"`
	Shared        string    `firestore:"shared"`
	Readers       []string  `firestore:"readers"` // the owner, and allOfSchool: what a list is queried by
	Title         string    `firestore:"title"`
	Folder        string    `firestore:"folder,omitempty"`
	Tags          []string  `firestore:"tags,omitempty"`
	Revision      int       `firestore:"revision"`
	QuestionCount int       `firestore:"questionCount"`
	UpdatedAt     time.Time `firestore:"updatedAt"`
	Deleted       bool      `firestore:"deleted"` // in the trash or being erased
	DeletedAt     time.Time `firestore:"deletedAt,omitempty"`
	Erasing       bool      `firestore:"erasing"`
	Content       []byte    `firestore:"content"`
	Request       []byte    `firestore:"request,omitempty"`
}

func (s *Store) questionSets(org string) *firestore.CollectionRef {
	return s.org(org).Collection(questionSetsPath)
}

func questionSetDocOf(q QuestionSet) questionSetDoc {
	d := questionSetDoc{
		Owner: q.Owner, Shared: string(q.Shared), Readers: []string{q.Owner},
		Title: q.Title, Folder: q.Folder, Tags: q.Tags, Revision: q.Revision, QuestionCount: q.QuestionCount, UpdatedAt: q.UpdatedAt,
		Deleted: q.Hidden(), DeletedAt: q.DeletedAt, Erasing: q.Erasing, Content: q.Content, Request: q.Request,
	}
	if q.Shared == domain.SharedWithSchool {
		d.Readers = append(d.Readers, allOfSchool)
	}
	return d
}

func questionSetOf(snap *firestore.DocumentSnapshot) (QuestionSet, error) {
	var d questionSetDoc
	if err := snap.DataTo(&d); err != nil {
		return QuestionSet{}, wrap("decoding a question set", err)
	}
	return QuestionSet{
		ID:      snap.Ref.ID,
		Holding: domain.Holding{Owner: d.Owner, Shared: domain.Sharing(d.Shared), DeletedAt: d.DeletedAt, Erasing: d.Erasing},
		Filing:  domain.Filing{Folder: d.Folder, Tags: d.Tags},
		Title:   d.Title, Revision: d.Revision, QuestionCount: d.QuestionCount,
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

// CountQuestionSets counts the sets that a member of an org owns, those in the trash too.
func (s *Store) CountQuestionSets(ctx context.Context, org, owner string) (int, error) {
	return count(ctx, s.questionSets(org).Where("owner", "==", owner), "counting question sets")
}

// QuestionSet reads a set, deleted or not.
func (s *Store) QuestionSet(ctx context.Context, org, id string) (QuestionSet, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.questionSets(org).Doc(id))
	if err != nil {
		return QuestionSet{}, wrap("reading a question set", err)
	}
	return questionSetOf(snap)
}

// ChangeQuestionSet changes a set in a transaction: it reads it, deleted or not, lets
// change alter it, and stores and returns what came out. change's own error is returned
// and changes nothing. Change may run more than once.
func (s *Store) ChangeQuestionSet(ctx context.Context, org, id string, change func(*QuestionSet) error) (q QuestionSet, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.questionSets(org).Doc(id)
	err = s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if q, err = questionSetOf(snap); err != nil {
			return err
		}
		if err := change(&q); err != nil {
			return err
		}
		return tx.Set(ref, questionSetDocOf(q))
	})
	if err != nil {
		return QuestionSet{}, wrap("changing a question set", err)
	}
	return q, nil
}

// DeleteQuestionSet hides a set. Deleting it again is harmless.
func (s *Store) DeleteQuestionSet(ctx context.Context, org, id string, now time.Time) error {
	_, err := s.ChangeQuestionSet(ctx, org, id, func(q *QuestionSet) error {
		q.Delete(now)
		return nil
	})
	return err
}

// A QuestionSetQuery chooses the question sets of a list.
type QuestionSetQuery struct {
	Org     string
	Owner   string // only this member's; empty: anybody's
	School  bool   // with an owner: those that are shared with the school too; without one: only those
	Deleted bool   // those in the trash in place of those that aren't
	Match   func(*QuestionSet) bool
}

// matchScan is how many sets one call looks through for those that match.
const matchScan = 1000

func (q *QuestionSetQuery) readers() []string {
	var ids []string
	if q.Owner != "" {
		ids = append(ids, q.Owner)
	}
	if q.School {
		ids = append(ids, allOfSchool)
	}
	return ids
}

// QuestionSets lists an org's sets that match, the latest changed first. It returns at
// most size of them, without their content, and the token of the next page, which is
// empty on the last. Where few match, a page isn't full although another follows. A set
// that changes meanwhile may be listed twice or not at all.
func (s *Store) QuestionSets(ctx context.Context, q QuestionSetQuery, size int, token string) ([]QuestionSet, string, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	query := s.questionSets(q.Org).Where("deleted", "==", q.Deleted)
	if readers := q.readers(); len(readers) > 0 {
		query = query.Where("readers", "array-contains-any", readers)
	}
	query = query.OrderBy("updatedAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc).
		Select("owner", "shared", "title", "folder", "tags", "revision", "questionCount", "updatedAt", "deletedAt", "erasing").
		Limit(max(size+1, matchScan))
	if token != "" {
		after, err := parsePageToken(token, true)
		if err != nil {
			return nil, "", err
		}
		query = query.StartAfter(after.At, after.ID)
	}
	var sets []QuestionSet
	var last QuestionSet // that was looked at
	seen := 0
	for snap, err := range documents(ctx, query) {
		if err != nil {
			return nil, "", wrap("listing question sets", err)
		}
		if len(sets) == size {
			return sets, pageToken(cursor{last.UpdatedAt, last.ID}), nil
		}
		if last, err = questionSetOf(snap); err != nil {
			return nil, "", err
		}
		if seen++; q.Match == nil || q.Match(&last) {
			sets = append(sets, last)
		}
		if seen == matchScan {
			return sets, pageToken(cursor{last.UpdatedAt, last.ID}), nil
		}
	}
	return sets, "", nil
}
