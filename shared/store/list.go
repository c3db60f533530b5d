package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strconv"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/iterator"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// queryTime bounds a query that reads page after page.
const queryTime = 5 * time.Minute

// list returns what a query finds. A document that can't be decoded is an error in its
// place: whoever can do without it goes on with the next.
func list[T any](ctx context.Context, q firestore.Query, doing string, decode func(*firestore.DocumentSnapshot) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, queryTime)
		defer cancel()
		for snap, err := range documents(ctx, q) {
			var v T
			if err == nil {
				v, err = decode(snap)
			}
			if !yield(v, wrap(doing, err)) {
				return
			}
		}
	}
}

// countTime bounds a count, which takes longer the more there is to count: Firestore's
// own limit. Requests end sooner.
const countTime = time.Minute

func count(ctx context.Context, q firestore.Query, doing string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, countTime)
	defer cancel()
	const alias = "n"
	result, err := q.NewAggregationQuery().WithCount(alias).Get(ctx)
	if err != nil {
		return 0, wrap(doing, err)
	}
	n, ok := result[alias].(*firestorepb.Value)
	if !ok {
		return 0, errors.New(doing + ": no count in the answer")
	}
	return int(n.GetIntegerValue()), nil
}

// page returns a page of a query by document id.
func page[T any](ctx context.Context, q firestore.Query, size int, token, doing string, decode func(*firestore.DocumentSnapshot) (T, error), id func(T) string) ([]T, string, error) {
	q = q.OrderBy(firestore.DocumentID, firestore.Asc)
	return pageAfter(ctx, q, false, size, token, doing, decode, func(v T) cursor { return cursor{ID: id(v)} })
}

// latest returns a page of a query that is ordered by a time and then by document id, both
// descending. At says where in that order a value stands.
func latest[T any](ctx context.Context, q firestore.Query, size int, token, doing string, decode func(*firestore.DocumentSnapshot) (T, error), at func(T) cursor) ([]T, string, error) {
	return pageAfter(ctx, q, true, size, token, doing, decode, at)
}

func pageAfter[T any](ctx context.Context, q firestore.Query, timed bool, size int, token, doing string, decode func(*firestore.DocumentSnapshot) (T, error), at func(T) cursor) ([]T, string, error) {
	q = q.Limit(size + 1)
	if token != "" {
		after, err := parsePageToken(token, timed)
		if err != nil {
			return nil, "", err
		}
		if timed {
			q = q.StartAfter(after.At, after.ID)
		} else {
			q = q.StartAfter(after.ID)
		}
	}
	var all []T
	for v, err := range list(ctx, q, doing, decode) {
		if err != nil {
			return nil, "", err
		}
		all = append(all, v)
	}
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], pageToken(at(all[size-1])), nil
}

// pageByN returns a page of what is counted by the field n from 1, the latest first.
func pageByN[T any](ctx context.Context, q firestore.Query, size int, token, doing string, decode func(*firestore.DocumentSnapshot) (T, error), n func(T) int) ([]T, string, error) {
	q = q.OrderBy("n", firestore.Desc).Limit(size + 1)
	if token != "" {
		after, err := strconv.Atoi(token)
		if err != nil || after < 1 {
			return nil, "", errPageToken
		}
		q = q.StartAfter(after)
	}
	var all []T
	for v, err := range list(ctx, q, doing, decode) {
		if err != nil {
			return nil, "", err
		}
		all = append(all, v)
	}
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], strconv.Itoa(n(all[size-1])), nil
}

func pageByID(q firestore.Query, after string, n int) firestore.Query {
	q = q.OrderBy(firestore.DocumentID, firestore.Asc).Limit(n)
	if after != "" {
		q = q.StartAfter(after)
	}
	return q
}

// documents returns what a query finds. However long ctx lets a large result take, it fails when nothing has come for
// Deadline: the client repeats a query that Firestore refuses until ctx ends.
func documents(ctx context.Context, q firestore.Query) iter.Seq2[*firestore.DocumentSnapshot, error] {
	return func(yield func(*firestore.DocumentSnapshot, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		late := time.AfterFunc(Deadline, cancel)
		defer late.Stop()
		it := q.Documents(ctx)
		defer it.Stop()
		for {
			snap, err := it.Next()
			if !late.Stop() && err != nil && err != iterator.Done {
				err = context.DeadlineExceeded
			}
			if err == iterator.Done || !yield(snap, err) || err != nil {
				return
			}
			late.Reset(Deadline)
		}
	}
}

// A cursor is the last document of a page. At is what the list is ordered by,
// if by more than the id.
type cursor struct {
	At time.Time
	ID string
}

// pageToken encodes where the next page begins.
func pageToken(after cursor) string {
	b, err := json.Marshal(after)
	if err != nil {
		panic(err) // a year beyond 9999, which Firestore doesn't have
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// parsePageToken decodes a token. A made-up one must not become a query that
// Firestore refuses: its years begin with 1. Timed says that the list is ordered
// by a time.
func parsePageToken(token string, timed bool) (after cursor, err error) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err == nil {
		err = json.Unmarshal(b, &after)
	}
	if err != nil || !domain.IsID(after.ID) || after.At.UTC().Year() < 1 || after.At.UTC().Year() > 9999 || after.At.IsZero() == timed {
		return cursor{}, errPageToken
	}
	return after, nil
}

var errPageToken = domain.Problem(domain.ErrMalformed, "page-token",
	"The page token doesn't belong to this list. Start from the first page.")

func idOf(snap *firestore.DocumentSnapshot) (string, error) { return snap.Ref.ID, nil }

// deleteMax is how many documents deletePage lists, by reference.
const deleteMax = 20 * erasePage

// deletePage deletes the first of what a query finds, and returns how many it
// deleted. One listing is for many transactions, for it takes longer the more was
// deleted before it.
func deletePage(ctx context.Context, db *firestore.Client, q firestore.Query, doing string) (int, error) {
	var refs []*firestore.DocumentRef
	for ref, err := range list(ctx, q.Select().Limit(deleteMax), doing, func(snap *firestore.DocumentSnapshot) (*firestore.DocumentRef, error) {
		return snap.Ref, nil
	}) {
		if err != nil {
			return 0, err
		}
		refs = append(refs, ref)
	}
	deleted := 0
	for page := range slices.Chunk(refs, erasePage) {
		if err := deleteAll(ctx, db, page); err != nil {
			return deleted, wrap(doing, err)
		}
		deleted += len(page)
	}
	return deleted, nil
}

func deleteAll(ctx context.Context, db *firestore.Client, refs []*firestore.DocumentRef) error {
	ctx, cancel := within(ctx)
	defer cancel()
	return db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		for _, ref := range refs {
			if err := tx.Delete(ref); err != nil {
				return err
			}
		}
		return nil
	})
}

func has(ctx context.Context, ref *firestore.DocumentRef, db *firestore.Client) (bool, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := db.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return false, wrap("checking whether something is there", err)
	}
	return snaps[0].Exists(), nil
}
