package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// What is special about a participant is kept in a document of its own rather than
// in the session's: strangers decide how many erase themselves, and how many at once,
// so no document may grow with them or be written by each of them. The session
// only says, from its first seat on, that it has seats.

type seatDoc struct {
	Erased     bool    `firestore:"erased"`
	ByParent   bool    `firestore:"byParent,omitempty"`
	Dismissed  bool    `firestore:"dismissed"`
	Refused    bool    `firestore:"refused,omitempty"`
	Flooded    bool    `firestore:"flooded"`
	TimeFactor float64 `firestore:"timeFactor"`
	Restricted string  `firestore:"restricted,omitempty"`
	// When is Firestore's time of the last change: what newer ones are found by.
	When time.Time `firestore:"when,serverTimestamp"`
}

func seatDocOf(s domain.Seat) seatDoc {
	return seatDoc{Erased: s.Erased, ByParent: s.ByParent, Dismissed: s.Dismissed, Refused: s.Refused, Flooded: s.Flooded, TimeFactor: s.TimeFactor, Restricted: s.Restricted}
}

func seatOf(snap *firestore.DocumentSnapshot) (domain.Seat, error) {
	var d seatDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Seat{}, wrap("decoding a seat", err)
	}
	return domain.Seat{Erased: d.Erased, ByParent: d.ByParent, Dismissed: d.Dismissed, Refused: d.Refused, Flooded: d.Flooded, TimeFactor: d.TimeFactor, Restricted: d.Restricted}, nil
}

func seatFrom(id string, d *wire.Document) SeatChange { return SeatChange{id, wire.Seat(d)} }

func (s *Store) seats(sid string) *firestore.CollectionRef {
	return s.session(sid).Collection(wire.Seats)
}

// Seat reads what is special about a participant, zero if nothing is.
func (s *Store) Seat(ctx context.Context, sid, pid string) (domain.Seat, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.seats(sid).Doc(pid))
	if wire.CodeOf(err) == codes.NotFound {
		return domain.Seat{}, nil
	}
	if err != nil {
		return domain.Seat{}, wrap("reading a seat", err)
	}
	return seatOf(snap)
}

// Seats reads a session's seats, by participant: those that changed after the
// given time, by Firestore's clock, or with a zero time all.
func (s *Store) Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error) {
	q := s.seats(sid).Query
	if !after.IsZero() {
		q = q.Where("when", ">", after)
	}
	all := make(map[string]domain.Seat)
	for seat, err := range list(ctx, q, "reading seats", seatChangeOf) {
		if err != nil {
			return nil, err
		}
		all[seat.Participant] = seat.Seat
	}
	return all, nil
}

// A SeatChange is a participant's seat after a change.
type SeatChange struct {
	Participant string
	domain.Seat
}

func seatChangeOf(snap *firestore.DocumentSnapshot) (SeatChange, error) {
	seat, err := seatOf(snap)
	return SeatChange{snap.Ref.ID, seat}, err
}

// CountErased counts the participants of a session whose data was erased, or is
// to be.
func (s *Store) CountErased(ctx context.Context, sid string) (int, error) {
	return count(ctx, s.seats(sid).Where("erased", "==", true), "counting who was erased")
}

// ChangeSeat changes what is special about a participant. It stores nothing for a session
// that no longer exists. Change may run more than once.
func (s *Store) ChangeSeat(ctx context.Context, sid, pid string, change func(*domain.Seat)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	return wrap("changing a seat", s.withSeats(ctx, sid, func() error {
		return s.turns.transact(ctx, s.db, s.seats(sid).Doc(pid).Path, func(_ context.Context, tx *firestore.Transaction) error {
			put, err := s.seatIn(tx, sid, pid, change)
			if err != nil {
				return err
			}
			return put(tx)
		})
	}))
}

// errNoSeats says that a session isn't marked as one with seats.
var errNoSeats = errors.New("the session has no seats")

// seatIn reads a seat in a transaction and returns the write that changes it. The
// session is read, so that nothing is left below one that is erased meanwhile, and
// not written. What it returns may be errNoSeats, for withSeats.
func (s *Store) seatIn(tx *firestore.Transaction, sid, pid string, change func(*domain.Seat)) (write, error) {
	nothing := func(*firestore.Transaction) error { return nil }
	ref := s.seats(sid).Doc(pid)
	snaps, err := tx.GetAll([]*firestore.DocumentRef{s.session(sid), ref})
	if err != nil {
		return nil, err
	}
	session, old := snaps[0], snaps[1]
	if !session.Exists() || session.Data()["state"] == string(domain.Erased) {
		return nothing, nil
	}
	if session.Data()["hasSeats"] != true {
		return nil, errNoSeats
	}
	var seat domain.Seat
	if old.Exists() {
		if seat, err = seatOf(old); err != nil {
			return nil, err
		}
	}
	before := seat
	change(&seat)
	if seat == before {
		return nothing, nil
	}
	return sets(ref, seatDocOf(seat)), nil
}

// withSeats runs the transaction do once its session is marked as having seats.
// The transaction must find it marked: with a whole class in transactions that each
// hold the session, none of them would get to write it.
func (s *Store) withSeats(ctx context.Context, sid string, do func() error) error {
	for {
		if err := s.mark(ctx, sid); err != nil {
			return err
		}
		if err := do(); !errors.Is(err, errNoSeats) {
			return err
		}
		// A restore came between.
	}
}

// mark records in a session that it has seats. If many callers find that it isn't marked,
// one writes, and the others see it.
func (s *Store) mark(ctx context.Context, sid string) error {
	ref := s.session(sid)
	for {
		snap, err := get(ctx, ref)
		if wire.CodeOf(err) == codes.NotFound {
			return nil // and do finds so
		}
		if err != nil {
			return err
		}
		if snap.Data()["hasSeats"] == true || snap.Data()["state"] == string(domain.Erased) {
			return nil
		}
		err = wire.Retry(ctx, func(ctx context.Context) error {
			_, err := ref.Update(ctx, []firestore.Update{{Path: "hasSeats", Value: true}}, firestore.LastUpdateTime(snap.UpdateTime))
			return err
		})
		if wire.CodeOf(err) != codes.FailedPrecondition {
			return err
		}
	}
}
