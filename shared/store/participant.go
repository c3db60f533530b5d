package store

import (
	"cmp"
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

type participantDoc struct {
	JoinedAt     time.Time `firestore:"joinedAt"`
	ConsentBasis string    `firestore:"consentBasis"`
	Alias        []byte    `firestore:"alias"`            // sealed
	Grades       []byte    `firestore:"grades,omitempty"` // sealed
	RenamedAt    time.Time `firestore:"renamedAt,omitempty"`
	Renames      int       `firestore:"renames,omitempty"`
	Correction   []byte    `firestore:"correction,omitempty"` // sealed
	CorrectedAt  time.Time `firestore:"correctedAt,omitempty"`

	// What a parent did with a code.
	ParentCorrectedAt   time.Time `firestore:"parentCorrectedAt,omitempty"`
	ParentCorrections   int       `firestore:"parentCorrections,omitempty"`
	CollectionRefusedAt time.Time `firestore:"collectionRefusedAt,omitempty"`
	CollectionLiftedAt  time.Time `firestore:"collectionLiftedAt,omitempty"`
	DisclosureRefusedAt time.Time `firestore:"disclosureRefusedAt,omitempty"`
	DisclosureLiftedAt  time.Time `firestore:"disclosureLiftedAt,omitempty"`
	Lifts               int       `firestore:"lifts,omitempty"`
}

func (d *participantDoc) parent() domain.ParentActs {
	return domain.ParentActs{
		CorrectedAt: d.ParentCorrectedAt, Corrections: d.ParentCorrections,
		CollectionRefusedAt: d.CollectionRefusedAt, CollectionLiftedAt: d.CollectionLiftedAt,
		DisclosureRefusedAt: d.DisclosureRefusedAt, DisclosureLiftedAt: d.DisclosureLiftedAt, Lifts: d.Lifts,
	}
}

func participantOf(snap *firestore.DocumentSnapshot) (domain.Participant, error) {
	var d participantDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Participant{}, wrap("decoding a participant", err)
	}
	return domain.Participant{
		ID: snap.Ref.ID, JoinedAt: d.JoinedAt, ConsentBasis: d.ConsentBasis, Alias: d.Alias, Grades: d.Grades,
		RenamedAt: d.RenamedAt, Renames: d.Renames, Correction: d.Correction, CorrectedAt: d.CorrectedAt, Parent: d.parent(),
	}, nil
}

func participantFrom(id string, d *wire.Document) domain.Participant {
	return domain.Participant{
		ID: id, JoinedAt: wire.Read(d, "joinedAt", wire.Time), ConsentBasis: wire.Read(d, "consentBasis", wire.Text),
		Alias: wire.Read(d, "alias", wire.Bytes), Grades: wire.Read(d, "grades", wire.Bytes),
		RenamedAt: wire.Read(d, "renamedAt", wire.Time), Renames: wire.Read(d, "renames", wire.Int),
		Correction: wire.Read(d, "correction", wire.Bytes), CorrectedAt: wire.Read(d, "correctedAt", wire.Time),
		Parent: domain.ParentActs{
			CorrectedAt: wire.Read(d, "parentCorrectedAt", wire.Time), Corrections: wire.Read(d, "parentCorrections", wire.Int),
			CollectionRefusedAt: wire.Read(d, "collectionRefusedAt", wire.Time), CollectionLiftedAt: wire.Read(d, "collectionLiftedAt", wire.Time),
			DisclosureRefusedAt: wire.Read(d, "disclosureRefusedAt", wire.Time), DisclosureLiftedAt: wire.Read(d, "disclosureLiftedAt", wire.Time),
			Lifts: wire.Read(d, "lifts", wire.Int),
		},
	}
}

func (s *Store) participants(sid string) *firestore.CollectionRef {
	return s.session(sid).Collection(seal.Participants)
}

// CreateParticipant stores a participant. If they exist already, it returns ErrConflict.
func (s *Store) CreateParticipant(ctx context.Context, sid string, p domain.Participant) error {
	ctx, cancel := within(ctx)
	defer cancel()
	fields := map[string]*firestorepb.Value{
		"joinedAt": wire.TimeValue(p.JoinedAt), "consentBasis": wire.TextValue(p.ConsentBasis), "alias": wire.BytesValue(p.Alias),
	}
	if len(p.Grades) > 0 {
		fields["grades"] = wire.BytesValue(p.Grades)
	}
	return wrap("creating a participant", s.wire.Create(ctx, seal.ParticipantPath(sid, p.ID), fields))
}

// CreateConsented is CreateParticipant for one whose consent is on record, by which they can be
// erased before anything else is stored: then it stores nothing and returns ErrGone.
func (s *Store) CreateConsented(ctx context.Context, sid string, p domain.Participant) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.participants(sid).Doc(p.ID)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{ref, s.seats(sid).Doc(p.ID)})
		if err != nil {
			return err
		}
		if snaps[0].Exists() {
			return domain.ErrConflict
		}
		if snaps[1].Exists() {
			if seat, err := seatOf(snaps[1]); err != nil || seat.Erased {
				return cmp.Or(err, domain.ErrGone)
			}
		}
		return tx.Create(ref, participantDoc{JoinedAt: p.JoinedAt, ConsentBasis: p.ConsentBasis, Alias: p.Alias})
	})
	return wrap("creating a participant", err)
}

// Participant reads one participant.
func (s *Store) Participant(ctx context.Context, sid, pid string) (domain.Participant, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.participants(sid).Doc(pid))
	if err != nil {
		return domain.Participant{}, wrap("reading a participant", err)
	}
	return participantOf(snap)
}

// Participants reads all of a session's participants, in no order.
func (s *Store) Participants(ctx context.Context, sid string) ([]domain.Participant, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var all []domain.Participant
	for snap, err := range documents(ctx, s.participants(sid).Query) {
		if err != nil {
			return nil, wrap("reading participants", err)
		}
		p, err := participantOf(snap)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// CountParticipants counts a session's participants without reading them.
func (s *Store) CountParticipants(ctx context.Context, sid string) (int, error) {
	return count(ctx, s.participants(sid).Query, "counting participants")
}

// ChangeGrades changes a participant's sealed grades in a transaction. Change
// may run more than once.
func (s *Store) ChangeGrades(ctx context.Context, sid, pid string, change func(sealed []byte) ([]byte, error)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.participants(sid).Doc(pid)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		p, err := participantOf(snap)
		if err != nil {
			return err
		}
		sealed, err := change(p.Grades)
		if err != nil {
			return err
		}
		return tx.Update(ref, []firestore.Update{{Path: "grades", Value: sealed}})
	})
	return wrap("changing grades", err)
}

// Rename replaces a participant's sealed alias, and notes when and whether a parent did it,
// unless is reports that what is stored is that alias already. It returns the participant as
// stored, and ErrConflict after domain.RenamesMax times by the student, or by a parent: neither
// uses up what the other has. Is may be called more than once.
func (s *Store) Rename(ctx context.Context, sid, pid string, sealed []byte, is func(stored []byte) bool, byParent bool, now time.Time) (domain.Participant, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var p domain.Participant
	ref := s.participants(sid).Doc(pid)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if p, err = participantOf(snap); err != nil {
			return err
		}
		if is(p.Alias) {
			return nil
		}
		counted, path := &p.Renames, "renames"
		if byParent {
			counted, path = &p.Parent.Corrections, "parentCorrections"
		}
		if *counted >= domain.RenamesMax {
			return domain.ErrConflict
		}
		*counted++
		p.Alias, p.RenamedAt = sealed, now
		changes := []firestore.Update{
			{Path: "alias", Value: p.Alias}, {Path: "renamedAt", Value: p.RenamedAt}, {Path: path, Value: *counted},
		}
		if byParent {
			p.Parent.CorrectedAt = now
			changes = append(changes, firestore.Update{Path: "parentCorrectedAt", Value: now})
		}
		return tx.Update(ref, changes)
	})
	return p, wrap("renaming a participant", err)
}

// Refuse notes what a participant's parent refuses from now on, and in their seat what that
// means for their answers. It returns the participant as stored, and ErrConflict after
// domain.LiftsMax lifted refusals.
func (s *Store) Refuse(ctx context.Context, sid, pid string, change func(stand domain.Refusals) domain.Refusals, now time.Time) (domain.Participant, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var p domain.Participant
	ref := s.participants(sid).Doc(pid)
	err := s.withSeats(ctx, sid, func() error {
		return s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
			snap, err := tx.Get(ref)
			if err != nil {
				return err
			}
			if p, err = participantOf(snap); err != nil {
				return err
			}
			before := p.Parent
			r := change(before.Refuses())
			if !p.Parent.Refuse(r, now) {
				return domain.ErrConflict
			}
			put, err := s.seatIn(tx, sid, pid, func(seat *domain.Seat) { seat.Refused = r.Collection })
			if err != nil || p.Parent == before {
				return err
			}
			if err := put(tx); err != nil {
				return err
			}
			a := p.Parent
			var changes []firestore.Update
			for path, at := range map[string]time.Time{
				"collectionRefusedAt": a.CollectionRefusedAt, "collectionLiftedAt": a.CollectionLiftedAt,
				"disclosureRefusedAt": a.DisclosureRefusedAt, "disclosureLiftedAt": a.DisclosureLiftedAt,
			} {
				if !at.IsZero() {
					changes = append(changes, firestore.Update{Path: path, Value: at})
				}
			}
			return tx.Update(ref, append(changes, firestore.Update{Path: "lifts", Value: a.Lifts}))
		})
	})
	return p, wrap("noting what a parent refuses", err)
}

// Correct stores what is to be read beside a participant's work, as it was decided at the
// given time, unless something decided then or later is there. The error is
// domain.ErrNotFound if the participant is gone.
func (s *Store) Correct(ctx context.Context, sid, pid string, sealed []byte, at time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.participants(sid).Doc(pid)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		p, err := participantOf(snap)
		if err != nil || !p.CorrectedAt.Before(at) {
			return err
		}
		return tx.Update(ref, []firestore.Update{{Path: "correction", Value: sealed}, {Path: "correctedAt", Value: at}})
	})
	return wrap("correcting a participant", err)
}

// ParticipantIDs returns the ids of a session's participants.
func (s *Store) ParticipantIDs(ctx context.Context, sid string) iter.Seq2[string, error] {
	return list(ctx, s.participants(sid).Select(), "listing participants", func(snap *firestore.DocumentSnapshot) (string, error) {
		return snap.Ref.ID, nil
	})
}
