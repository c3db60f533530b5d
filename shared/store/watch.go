package store

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// The Watch functions listen to Firestore until ctx ends or the loop over them
// does. An error, which may be ctx's, is the last thing they yield.

// WatchSession returns a session at once and whenever it changes. A session that
// is gone is ErrNotFound.
func (s *Store) WatchSession(ctx context.Context, sid string) func(yield func(*domain.Session, error) bool) {
	return watchDocument(ctx, s, s.session(sid), "watching a session", sessionOf)
}

// WatchMember returns a member at once and whenever they change. A member who is
// gone is ErrNotFound.
func (s *Store) WatchMember(ctx context.Context, org, id string) func(yield func(domain.Member, error) bool) {
	return watchDocument(ctx, s, s.member(org, id), "watching a member", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		return memberOf(org, snap)
	})
}

func watchDocument[T any](ctx context.Context, s *Store, ref *firestore.DocumentRef, doing string, decode func(*firestore.DocumentSnapshot) (T, error)) func(yield func(T, error) bool) {
	return func(yield func(T, error) bool) {
		var seen int64 // when what was passed on last was stored
		// Only what the client has fetched itself can it decode.
		read := func() error {
			ctx, cancel := within(ctx)
			defer cancel()
			snap, err := get(ctx, ref)
			if err != nil {
				return err
			}
			v, err := decode(snap)
			if err != nil {
				return err
			}
			seen = snap.UpdateTime.UnixNano()
			if !yield(v, nil) {
				return errLoopEnded
			}
			return nil
		}
		err := s.listen(ctx, &firestorepb.Target{
			TargetId:   target,
			TargetType: &firestorepb.Target_Documents{Documents: &firestorepb.Target_DocumentsTarget{Documents: []string{ref.Path}}},
		}, func(r *firestorepb.ListenResponse) error {
			switch r := r.ResponseType.(type) {
			case *firestorepb.ListenResponse_DocumentChange:
				if r.DocumentChange.Document.UpdateTime.AsTime().UnixNano() > seen {
					return read()
				}
			case *firestorepb.ListenResponse_DocumentDelete, *firestorepb.ListenResponse_DocumentRemove:
				return domain.ErrNotFound
			}
			return nil
		})
		if err != nil && !errors.Is(err, errLoopEnded) {
			var none T
			yield(none, wrap(doing, err))
		}
	}
}

// News is one thing that has happened in a collection.
type News[T any] struct {
	ID      string
	Value   T    // as it is now
	Removed bool // it is gone, and Value empty
	Current bool // nothing happened: all that did before has been reported
}

// WatchParticipants returns the participants of a session who joined or changed
// after the given time, by Firestore's clock; it may return earlier ones as well.
func (s *Store) WatchParticipants(ctx context.Context, sid string, after time.Time) func(yield func(News[domain.Participant], error) bool) {
	return watchCollection(ctx, s, s.participants(sid), after, "watching participants", participantFrom)
}

// WatchSeats returns the seats of a session that changed after the given time, as
// WatchParticipants does.
func (s *Store) WatchSeats(ctx context.Context, sid string, after time.Time) func(yield func(News[SeatChange], error) bool) {
	return watchCollection(ctx, s, s.seats(sid), after, "watching seats", seatFrom)
}

// WatchChunks returns the chunks of a session's answer log that were stored after
// the given time, as WatchParticipants does.
func (s *Store) WatchChunks(ctx context.Context, sid string, after time.Time) func(yield func(News[domain.Chunk], error) bool) {
	return watchCollection(ctx, s, s.answers(sid), after, "watching answers", chunkFrom)
}

// watchCollection listens to a collection below a document from a time on. The client's own
// listener holds every document of the collection for as long as it lasts, and
// begins with all of them. This one passes each on and keeps none.
func watchCollection[T any](ctx context.Context, s *Store, ref *firestore.CollectionRef, after time.Time, doing string, decode func(id string, d *wire.Document) T) func(yield func(News[T], error) bool) {
	return func(yield func(News[T], error) bool) {
		w := watched[T]{decode: decode, yield: yield, seen: make(map[string]sight)}
		err := s.listen(ctx, &firestorepb.Target{
			TargetId: target,
			TargetType: &firestorepb.Target_Query{Query: &firestorepb.Target_QueryTarget{
				Parent: ref.Parent.Path,
				QueryType: &firestorepb.Target_QueryTarget_StructuredQuery{StructuredQuery: &firestorepb.StructuredQuery{
					From: []*firestorepb.StructuredQuery_CollectionSelector{{CollectionId: ref.ID}},
				}},
			}},
			ResumeType: &firestorepb.Target_ReadTime{ReadTime: timestamppb.New(after)},
		}, w.take)
		if err != nil && !errors.Is(err, errLoopEnded) {
			yield(News[T]{}, wrap(doing, err))
		}
	}
}

var errLoopEnded = errors.New("the loop has ended")

// A watched is a collection that is listened to.
type watched[T any] struct {
	decode func(id string, d *wire.Document) T
	yield  func(News[T], error) bool
	seen   map[string]sight // by id: what was passed on
	round  int              // rises when the server begins to send everything again
	again  bool             // it hasn't finished
	begun  bool
}

// A sight is when a document was seen: of what state, and in which round.
type sight struct {
	updated int64
	round   int
}

// take passes on what a response brings.
func (w *watched[T]) take(r *firestorepb.ListenResponse) error {
	switch r := r.ResponseType.(type) {
	case *firestorepb.ListenResponse_TargetChange:
		switch r.TargetChange.TargetChangeType {
		case firestorepb.TargetChange_RESET:
			w.round++
			w.again = true
		case firestorepb.TargetChange_CURRENT:
			return w.current()
		}
	case *firestorepb.ListenResponse_DocumentChange:
		d := r.DocumentChange.Document
		if len(r.DocumentChange.RemovedTargetIds) > 0 {
			return w.remove(wire.ID(d.Name))
		}
		return w.change(d)
	case *firestorepb.ListenResponse_DocumentDelete:
		return w.remove(wire.ID(r.DocumentDelete.Document))
	case *firestorepb.ListenResponse_DocumentRemove:
		return w.remove(wire.ID(r.DocumentRemove.Document))
	}
	// A filter counts what there is, for whoever may have missed that something
	// went. Here nothing goes unless its seat or its session says so first.
	return nil
}

func (w *watched[T]) tell(n News[T]) error {
	if !w.yield(n, nil) {
		return errLoopEnded
	}
	return nil
}

// change passes a document on, unless the server only sends it again, which the
// emulator does with all of them after every change.
func (w *watched[T]) change(d *firestorepb.Document) error {
	id, now := wire.ID(d.Name), sight{d.UpdateTime.AsTime().UnixNano(), w.round}
	old, ok := w.seen[id]
	w.seen[id] = now
	if ok && old.updated == now.updated {
		return nil
	}
	in := &wire.Document{Fields: d.Fields}
	v := w.decode(id, in)
	if in.Err != nil {
		return in.Err
	}
	return w.tell(News[T]{ID: id, Value: v})
}

func (w *watched[T]) remove(id string) error {
	delete(w.seen, id)
	return w.tell(News[T]{ID: id, Removed: true})
}

// current notes that everything has been sent, or everything again: what wasn't is
// gone.
func (w *watched[T]) current() error {
	if w.again {
		w.again = false
		for id, s := range w.seen {
			if s.round < w.round {
				if err := w.remove(id); err != nil {
					return err
				}
			}
		}
	}
	if w.begun {
		return nil
	}
	w.begun = true
	return w.tell(News[T]{Current: true})
}

// target is the id of what a call listens to, which is one thing.
const target = 1

// listenAgain bounds the time for which a listener that lost its connection tries
// to get another.
const listenAgain = 20 * time.Second

// hangUp bounds the time that the server has to say that it sends no more.
const hangUp = time.Second

// listen hands what comes of a target to take until ctx ends or take returns an
// error. When the server ends the call, as it does from time to time, it goes on
// from where it was.
func (s *Store) listen(ctx context.Context, to *firestorepb.Target, take func(*firestorepb.ListenResponse) error) error {
	lost := time.Now()
	may := func(err error) bool { return lostCall(err) && time.Since(lost) < listenAgain }
	return wire.Again(ctx, may, func() error {
		heard := false
		err := s.wire.Do(ctx, func(ctx context.Context, client firestorepb.FirestoreClient) error {
			return s.listenOnce(ctx, client, to, func(r *firestorepb.ListenResponse) error {
				heard = true
				return take(r)
			})
		})
		if heard {
			lost = time.Now()
		}
		return err
	})
}

// lostCall reports whether a call to listen ended by what may pass, as Google's own
// clients see it. Nothing is done twice by listening again, so that this is more
// than transient.
func lostCall(err error) bool {
	if _, ok := status.FromError(err); !ok {
		return false
	}
	switch status.Code(err) {
	case codes.Canceled, codes.Unknown, codes.Unauthenticated:
		return true
	}
	return wire.Transient(err)
}

func (s *Store) listenOnce(ctx context.Context, client firestorepb.FirestoreClient, to *firestorepb.Target, take func(*firestorepb.ListenResponse) error) error {
	// The call outlasts ctx by as long as it takes to say goodbye: a commit that Firestore's emulator is just telling a
	// listener about fails when that listener's call is cut off.
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	begun := context.AfterFunc(ctx, cancel)
	call, err := client.Listen(out)
	if err != nil {
		return err
	}
	if err := call.Send(&firestorepb.ListenRequest{
		Database:     s.wire.Database(),
		TargetChange: &firestorepb.ListenRequest_AddTarget{AddTarget: to},
	}); err != nil && !errors.Is(err, io.EOF) { // which Recv explains
		return err
	}
	if !begun() {
		return ctx.Err()
	}
	leave := sync.OnceFunc(func() {
		// If it can't be said, Recv ends as well.
		_ = call.Send(&firestorepb.ListenRequest{
			Database:     s.wire.Database(),
			TargetChange: &firestorepb.ListenRequest_RemoveTarget{RemoveTarget: to.TargetId},
		})
		_ = call.CloseSend()
		time.AfterFunc(hangUp, cancel)
	})
	defer context.AfterFunc(ctx, leave)()
	var end error // once set, nothing is taken any more
	for {
		r, err := call.Recv()
		if end == nil {
			end = ctx.Err()
		}
		if err == nil {
			err = removed(r)
		}
		switch {
		case err != nil && end != nil:
			return end
		case errors.Is(err, io.EOF):
			return status.Error(codes.Unavailable, "the server ended the call")
		case err != nil:
			return err
		case end == nil:
			resume(to, r)
			if end = take(r); end != nil {
				leave()
			}
		}
	}
}

// removed returns why the server has dropped the target, if it has.
func removed(r *firestorepb.ListenResponse) error {
	c := r.GetTargetChange()
	if c.GetTargetChangeType() != firestorepb.TargetChange_REMOVE {
		return nil
	}
	if code := codes.Code(c.Cause.GetCode()); code != codes.OK { // #nosec G115 -- a code
		return status.Error(code, c.Cause.GetMessage())
	}
	return status.Error(codes.Internal, "the server dropped the target")
}

// resume notes where the next call is to go on.
func resume(to *firestorepb.Target, r *firestorepb.ListenResponse) {
	c := r.GetTargetChange()
	if c.GetTargetChangeType() == firestorepb.TargetChange_RESET {
		to.ResumeType = nil
	}
	if len(c.GetResumeToken()) > 0 {
		to.ResumeType = &firestorepb.Target_ResumeToken{ResumeToken: c.ResumeToken}
	}
}
