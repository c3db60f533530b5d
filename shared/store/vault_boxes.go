package store

import (
	"context"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

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

func (v *Vault) participants(sid string) *firestore.CollectionRef {
	return v.db.Doc(seal.SessionPath(sid)).Collection(seal.Participants)
}

func (v *Vault) participant(sid, pid string) *firestore.DocumentRef {
	return v.db.Doc(seal.ParticipantPath(sid, pid))
}

// CreateBoxes stores a new participant's boxes. If something exists already, even a
// tombstone, it returns ErrConflict.
func (v *Vault) CreateBoxes(ctx context.Context, sid, pid string, b Boxes) error {
	ctx, cancel := within(ctx)
	defer cancel()
	fields := map[string]*firestorepb.Value{"erased": wire.BoolValue(b.Erased)}
	if len(b.Session) > 0 {
		fields["session"] = wire.BytesValue(b.Session)
	}
	if len(b.Rejoin) > 0 {
		fields["rejoin"] = wire.BytesValue(b.Rejoin)
	}
	return wrap("creating a participant's boxes", v.wire.Create(ctx, seal.ParticipantPath(sid, pid), fields))
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
	for snap, err := range documents(ctx, v.participants(sid).Query) {
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

// LiveBoxes returns a session's participants who have keys.
func (v *Vault) LiveBoxes(ctx context.Context, sid string) ([]KeyRef, error) {
	return keyRefs(ctx, v.boxes(sid).Select())
}

// CountLiveBoxes counts a session's participants who have keys.
func (v *Vault) CountLiveBoxes(ctx context.Context, sid string) (int, error) {
	return count(ctx, v.boxes(sid), "counting keys")
}

func (v *Vault) boxes(sid string) firestore.Query {
	return v.participants(sid).Where("erased", "==", false)
}
