package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type participantDoc struct {
	JoinedAt     time.Time `firestore:"joinedAt"`
	ConsentBasis string    `firestore:"consentBasis"`
	Alias        []byte    `firestore:"alias"`            // sealed
	Grades       []byte    `firestore:"grades,omitempty"` // sealed
}

func participantOf(snap *firestore.DocumentSnapshot) (domain.Participant, error) {
	var d participantDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Participant{}, wrap("decoding a participant", err)
	}
	return domain.Participant{
		ID: snap.Ref.ID, JoinedAt: d.JoinedAt, ConsentBasis: d.ConsentBasis, Alias: d.Alias, Grades: d.Grades,
	}, nil
}

func (s *Store) participants(sid string) *firestore.CollectionRef {
	return s.session(sid).Collection("participants")
}

// CreateParticipant stores a participant. One who is there already is
// ErrConflict.
func (s *Store) CreateParticipant(ctx context.Context, sid string, p domain.Participant) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.participants(sid).Doc(p.ID).Create(ctx, participantDoc{
		JoinedAt: p.JoinedAt, ConsentBasis: p.ConsentBasis, Alias: p.Alias,
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
	for snap, err := range documents(s.participants(sid).Documents(ctx)) {
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
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
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

// Boxes are what the vault holds for one participant: their key, boxed to the
// session and for a rejoin.
type Boxes struct {
	Session []byte
	Rejoin  []byte
	Erased  bool // the participant's data was erased: a tombstone stands here
}

type boxesDoc struct {
	Session []byte `firestore:"session,omitempty"`
	Rejoin  []byte `firestore:"rejoin,omitempty"`
	Erased  bool   `firestore:"erased"`
}

func boxesOf(snap *firestore.DocumentSnapshot) (Boxes, error) {
	var d boxesDoc
	if err := snap.DataTo(&d); err != nil {
		return Boxes{}, wrap("decoding a participant's boxes", err)
	}
	return Boxes(d), nil
}

func (v *Vault) participant(sid, pid string) *firestore.DocumentRef {
	return v.db.Doc(seal.ParticipantPath(sid, pid))
}

// CreateBoxes stores a new participant's boxes. Where something stands already,
// a tombstone too, it is ErrConflict.
func (v *Vault) CreateBoxes(ctx context.Context, sid, pid string, b Boxes) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.participant(sid, pid).Create(ctx, boxesDoc(b))
	return wrap("creating a participant's boxes", err)
}

// Boxes reads one participant's boxes.
func (v *Vault) Boxes(ctx context.Context, sid, pid string) (Boxes, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.participant(sid, pid))
	if err != nil {
		return Boxes{}, wrap("reading a participant's boxes", err)
	}
	return boxesOf(snap)
}

// AllBoxes reads the boxes of all of a session's participants, by id.
func (v *Vault) AllBoxes(ctx context.Context, sid string) (map[string]Boxes, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	all := make(map[string]Boxes)
	for snap, err := range documents(v.db.Collection(seal.SessionPath(sid) + "/participants").Documents(ctx)) {
		if err != nil {
			return nil, wrap("reading participants' boxes", err)
		}
		b, err := boxesOf(snap)
		if err != nil {
			return nil, err
		}
		all[snap.Ref.ID] = b
	}
	return all, nil
}

// BoxesOf reads the boxes of some of a session's participants, by id. Those who
// have none are left out.
func (v *Vault) BoxesOf(ctx context.Context, sid string, pids []string) (map[string]Boxes, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	refs := make([]*firestore.DocumentRef, len(pids))
	for i, pid := range pids {
		refs[i] = v.participant(sid, pid)
	}
	snaps, err := v.db.GetAll(ctx, refs)
	if err != nil {
		return nil, wrap("reading participants' boxes", err)
	}
	some := make(map[string]Boxes, len(snaps))
	for _, snap := range snaps {
		if !snap.Exists() {
			continue
		}
		if some[snap.Ref.ID], err = boxesOf(snap); err != nil {
			return nil, err
		}
	}
	return some, nil
}
