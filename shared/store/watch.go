package store

import (
	"context"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The Watch functions listen to Firestore until ctx ends or the loop over them
// does. Each begins with the current state. An error, which may be ctx's,
// is the last thing they yield.

// WatchSession returns a session at once and whenever it changes. A session that
// is gone is ErrNotFound.
func (s *Store) WatchSession(ctx context.Context, sid string) func(yield func(*domain.Session, error) bool) {
	return watchDocument(ctx, s.session(sid), "watching a session", sessionOf)
}

// WatchMember returns a member at once and whenever they change. A member who is
// gone is ErrNotFound.
func (s *Store) WatchMember(ctx context.Context, org, id string) func(yield func(domain.Member, error) bool) {
	return watchDocument(ctx, s.member(org, id), "watching a member", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		return memberOf(org, snap)
	})
}

func watchDocument[T any](ctx context.Context, ref *firestore.DocumentRef, doing string, decode func(*firestore.DocumentSnapshot) (T, error)) func(yield func(T, error) bool) {
	return func(yield func(T, error) bool) {
		it := ref.Snapshots(ctx)
		defer it.Stop()
		var none T
		for {
			snap, err := it.Next()
			if err == nil && !snap.Exists() {
				err = domain.ErrNotFound
			}
			if err != nil {
				yield(none, wrap(doing, err))
				return
			}
			v, err := decode(snap)
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// A ParticipantChange says that a participant joined or changed, or, with
// Removed, that their document is gone.
type ParticipantChange struct {
	domain.Participant
	Removed bool
}

// WatchParticipants returns a session's participants, all at first, then what
// changes.
func (s *Store) WatchParticipants(ctx context.Context, sid string) func(yield func([]ParticipantChange, error) bool) {
	return watchCollection(ctx, s.participants(sid), "watching participants", func(c firestore.DocumentChange) (ParticipantChange, error) {
		p, err := participantOf(c.Doc)
		return ParticipantChange{p, c.Kind == firestore.DocumentRemoved}, err
	})
}

// WatchSeats returns a session's seats, all at first, then what changes.
func (s *Store) WatchSeats(ctx context.Context, sid string) func(yield func([]SeatChange, error) bool) {
	return watchCollection(ctx, s.seats(sid), "watching seats", func(c firestore.DocumentChange) (SeatChange, error) {
		return seatChangeOf(c.Doc)
	})
}

// WatchChunks returns a session's answer log, all of it at first, then what is
// appended.
func (s *Store) WatchChunks(ctx context.Context, sid string) func(yield func([]domain.Chunk, error) bool) {
	return watchCollection(ctx, s.answers(sid), "watching answers", func(c firestore.DocumentChange) (domain.Chunk, error) {
		if c.Kind == firestore.DocumentRemoved {
			return domain.Chunk{ID: c.Doc.Ref.ID}, nil
		}
		return chunkOf(c.Doc)
	})
}

func watchCollection[T any](ctx context.Context, ref *firestore.CollectionRef, doing string, decode func(firestore.DocumentChange) (T, error)) func(yield func([]T, error) bool) {
	return func(yield func([]T, error) bool) {
		it := ref.Snapshots(ctx)
		defer it.Stop()
		for {
			snap, err := it.Next()
			if err != nil {
				yield(nil, wrap(doing, err))
				return
			}
			batch := make([]T, len(snap.Changes))
			for i, c := range snap.Changes {
				if batch[i], err = decode(c); err != nil {
					yield(nil, wrap(doing, err))
					return
				}
			}
			if !yield(batch, nil) {
				return
			}
		}
	}
}
