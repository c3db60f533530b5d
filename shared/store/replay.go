package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What a replay reads and puts back after one of the databases was restored.

// AllHolds returns every hold.
func (v *Vault) AllHolds(ctx context.Context) iter.Seq2[domain.Hold, error] {
	return list(ctx, v.db.Collection("holds").Query, "reading holds", holdOf)
}

// AllHolds returns the copy of every hold.
func (s *Store) AllHolds(ctx context.Context) iter.Seq2[domain.Hold, error] {
	return list(ctx, s.db.Collection("holds").Query, "reading holds", holdOf)
}

// PutBackHold stores a hold that an older vault lacks, or whose release it
// lacks. It reports whether it did or, with dry, would.
func (v *Vault) PutBackHold(ctx context.Context, h domain.Hold, dry bool) (put bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.db.Doc("holds/" + h.ID)
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		put = false
		snap, there, err := look(tx, ref)
		if err != nil {
			return err
		}
		if there {
			known, err := holdOf(snap)
			if err != nil || !known.ReleasedAt.IsZero() || h.ReleasedAt.IsZero() {
				return err
			}
		}
		put = true
		if dry {
			return nil
		}
		return tx.Set(ref, holdDocOf(h))
	})
	return put, wrap("putting a hold back", err)
}

// AllErasures returns every erasure that was begun and isn't finished.
func (v *Vault) AllErasures(ctx context.Context) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, v.db.Collection("erasures").Query, "reading erasures", erasureOf)
}

// AllErasures returns the copy of every erasure that was begun and isn't finished.
func (s *Store) AllErasures(ctx context.Context) iter.Seq2[*domain.Erasure, error] {
	return list(ctx, s.db.Collection("erasures").Query, "reading erasures", erasureOf)
}

// PutBackErasure stores an erasure that an older vault lacks, unless it has the
// receipt. It reports whether it did or, with dry, would.
func (v *Vault) PutBackErasure(ctx context.Context, e *domain.Erasure, dry bool) (put bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		put = false
		for _, path := range []string{"erasures/" + e.ID, "receipts/" + e.Receipt} {
			if _, there, err := look(tx, v.db.Doc(path)); err != nil || there {
				return err
			}
		}
		put = true
		if dry {
			return nil
		}
		return tx.Set(v.erasure(e.ID), erasureDocOf(e))
	})
	return put, wrap("putting an erasure back", err)
}

// AllReceipts returns every receipt of what was erased since the given time.
func (v *Vault) AllReceipts(ctx context.Context, since time.Time) iter.Seq2[StoredReceipt, error] {
	return allReceipts(ctx, v.db, since)
}

// AllReceipts returns the copy of every receipt of what was erased since the given
// time.
func (s *Store) AllReceipts(ctx context.Context, since time.Time) iter.Seq2[StoredReceipt, error] {
	return allReceipts(ctx, s.db, since)
}

func allReceipts(ctx context.Context, db *firestore.Client, since time.Time) iter.Seq2[StoredReceipt, error] {
	q := db.Collection("receipts").Where("at", ">=", since).OrderBy("at", firestore.Asc)
	return list(ctx, q, "reading receipts", storedReceiptOf)
}

// HasReceipt reports whether the vault has a receipt.
func (v *Vault) HasReceipt(ctx context.Context, id string) (bool, error) {
	return has(ctx, v.db.Doc("receipts/"+id), v.db)
}

// HasReceipt reports whether there is the copy of a receipt.
func (s *Store) HasReceipt(ctx context.Context, id string) (bool, error) {
	return has(ctx, s.db.Doc("receipts/"+id), s.db)
}

func has(ctx context.Context, ref *firestore.DocumentRef, db *firestore.Client) (bool, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := db.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return false, wrap("looking whether something is there", err)
	}
	return snaps[0].Exists(), nil
}

// IsBack reports whether there are documents of something that was erased. What
// isn't valid has none that can be found.
func (s *Store) IsBack(ctx context.Context, subject domain.Subject) (bool, error) {
	if !subject.Valid() {
		return false, nil
	}
	ref, last := s.org(subject.Org), string(domain.OrgErased)
	switch subject.Kind {
	case domain.SubjectParticipant:
		return has(ctx, s.participants(subject.Session).Doc(subject.ID), s.db)
	case domain.SubjectQuestionSet:
		return has(ctx, s.questionSets(subject.Org).Doc(subject.ID), s.db)
	case domain.SubjectMember:
		ref, last = s.member(subject.Org, subject.ID), string(domain.MemberErased)
	case domain.SubjectSession:
		n, err := s.CountDocuments(ctx, subject.Session)
		if n > 0 || err != nil {
			return n > 0, err
		}
		ref, last = s.session(subject.Session), string(domain.Erased)
	}
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := s.db.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return false, wrap("looking whether something is there", err)
	}
	return snaps[0].Exists() && snaps[0].Data()["state"] != last, nil
}

// PutBackReceipt stores a receipt that an older vault lacks.
func (v *Vault) PutBackReceipt(ctx context.Context, r StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc("receipts/"+r.ID).Set(ctx, receiptDocOf(r))
	return wrap("putting a receipt back", err)
}

// ErasedMembers returns the members whose keys are tombstones, with nothing but
// their org and id.
func (v *Vault) ErasedMembers(ctx context.Context) iter.Seq2[domain.Member, error] {
	q := v.db.Collection("members").Where("erased", "==", true)
	return list(ctx, q, "reading members' tombstones", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		org, _ := snap.Data()["org"].(string)
		return domain.Member{ID: snap.Ref.ID, Org: org, State: domain.MemberErased}, nil
	})
}
