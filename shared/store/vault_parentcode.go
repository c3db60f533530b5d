package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// The key of a participant under the secret of a parent's code stands in a document of its
// own, beside the participant's and not within it: teacher, which makes it, can open what
// students wrote, and so may change nothing in the vault. It only creates; the latest code
// of a participant is the one that is good. They end with the participant's key, in the
// same transaction.

// A ParentCode is what the vault holds for one code that was given out.
type ParentCode struct {
	Participant string
	N           int // counts the participant's codes from 1: the highest is good
	At          time.Time
	Box         []byte // the participant's key, under the code's secret
	Erased      bool   // the participant's data was erased: the box is gone
}

type parentCodeDoc struct {
	Participant string    `firestore:"participant"`
	N           int       `firestore:"n"`
	At          time.Time `firestore:"at"`
	Box         []byte    `firestore:"box,omitempty"`
	Erased      bool      `firestore:"erased"`
}

func parentCodeOf(snap *firestore.DocumentSnapshot) (ParentCode, error) {
	var d parentCodeDoc
	if err := snap.DataTo(&d); err != nil {
		return ParentCode{}, wrap("decoding a parent's code", err)
	}
	return ParentCode(d), nil
}

func (v *Vault) parentCodes(sid string) *firestore.CollectionRef {
	return v.db.Doc(seal.SessionPath(sid)).Collection(seal.ParentCodes)
}

func (v *Vault) parentCodesOf(sid, pid string) firestore.Query {
	return v.parentCodes(sid).Where("participant", "==", pid)
}

// ErrParentCodes refuses one code more than may be given out for a student.
var ErrParentCodes = domain.Problem(domain.ErrConflict, "too-many-parent-codes",
	"As many codes as possible were given out for this student. The last one is good. Another can be given out a day later, unless there were twenty in all.")

// CreateParentCode stores a new code of a participant, with its number and the time. The
// same id again changes nothing. The error is domain.ErrNotFound if the participant has no
// key.
func (v *Vault) CreateParentCode(ctx context.Context, sid, pid, id string, box []byte, now time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.parentCodes(sid).Doc(id)
	return wrap("storing a parent's code", v.turns.transact(ctx, v.db, v.participant(sid, pid).Path, func(_ context.Context, tx *firestore.Transaction) error {
		_, there, err := look(tx, ref)
		if err != nil || there {
			return err
		}
		// Read with it, so that no code is left that was made while the key was erased.
		snap, there, err := look(tx, v.participant(sid, pid))
		if err != nil {
			return err
		}
		if !there {
			return domain.ErrNotFound
		}
		if b, err := boxesOf(snap); err != nil {
			return err
		} else if b.Erased {
			return domain.ErrNotFound
		}
		snaps, err := tx.Documents(v.parentCodesOf(sid, pid)).GetAll()
		if err != nil {
			return err
		}
		last, today := 0, 0
		for _, snap := range snaps {
			c, err := parentCodeOf(snap)
			if err != nil {
				return err
			}
			last = max(last, c.N)
			if now.Sub(c.At) < 24*time.Hour {
				today++
			}
		}
		if len(snaps) >= domain.ParentCodesMax || today >= domain.ParentCodesADay {
			return ErrParentCodes
		}
		return tx.Create(ref, parentCodeDoc{Participant: pid, N: last + 1, At: now, Box: box})
	}))
}

// ErrParentCodeOver is a code of which there is a later one.
var ErrParentCodeOver = errors.New("a later code of the same participant was given out")

// ParentCode reads a code. The error is domain.ErrNotFound if there is none, and
// ErrParentCodeOver if a later one ended it.
func (v *Vault) ParentCode(ctx context.Context, sid, id string) (ParentCode, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.parentCodes(sid).Doc(id))
	if err != nil {
		return ParentCode{}, wrap("reading a parent's code", err)
	}
	c, err := parentCodeOf(snap)
	if err != nil {
		return ParentCode{}, err
	}
	last, err := v.LastParentCode(ctx, sid, c.Participant)
	if err == nil && last.N > c.N {
		return ParentCode{}, ErrParentCodeOver
	}
	return c, err
}

// LastParentCode reads the latest code of a participant. The error is domain.ErrNotFound if
// none was given out.
func (v *Vault) LastParentCode(ctx context.Context, sid, pid string) (last ParentCode, err error) {
	for c, err := range list(ctx, v.parentCodesOf(sid, pid), "reading a participant's codes", parentCodeOf) {
		if err != nil {
			return ParentCode{}, err
		}
		if c.N > last.N {
			last = c
		}
	}
	if last.N == 0 {
		return ParentCode{}, wrap("reading a participant's codes", domain.ErrNotFound)
	}
	return last, nil
}

// CountParentCodes counts the codes of a session.
func (v *Vault) CountParentCodes(ctx context.Context, sid string) (int, error) {
	return count(ctx, v.parentCodes(sid).Query, "counting parents' codes")
}

// endParentCodes returns the writes that take the key out of every code of a participant. What
// stays leads whoever holds the latest to the receipt, as the participant's own tombstone does.
func (v *Vault) endParentCodes(tx *firestore.Transaction, sid, pid string) (ends []write, err error) {
	snaps, err := tx.Documents(v.parentCodesOf(sid, pid)).GetAll()
	if err != nil {
		return nil, err
	}
	for _, snap := range snaps {
		c, err := parentCodeOf(snap)
		if err != nil {
			return nil, err
		}
		if !c.Erased {
			ends = append(ends, sets(snap.Ref, parentCodeDoc{Participant: c.Participant, N: c.N, At: c.At, Erased: true}))
		}
	}
	return ends, nil
}
