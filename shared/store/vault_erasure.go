package store

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// ErrPaused says that retention is paused, since a database was restored.
var ErrPaused = domain.Problem(domain.ErrConflict, "retention-paused",
	"Nothing is erased until an operator has confirmed that the restored database is complete.")

// ErrAgain says that somebody else is working on the same erasure, or finished
// it: start over.
var ErrAgain = domain.Problem(domain.ErrUnavailable, "unavailable", "Another worker is at it. Try again.")

// A Begun is the state of an erasure after BeginErasure.
type Begun struct {
	Erasure *domain.Erasure // nil: not begun, or finished
	Receipt *domain.Receipt // nil: none yet
	Hold    *domain.Hold    // what stops it
}

// BeginErasure records an erasure, or returns the one of the same subject that was begun
// before; a formal one takes over from expiry. Expiry isn't recorded while a hold stops
// it. A formal erasure is, so that it is carried out on release.
func (v *Vault) BeginErasure(ctx context.Context, e domain.Erasure, now time.Time) (Begun, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var b Begun
	err := v.turns.transact(ctx, v.db, v.erasure(e.ID).Path, func(_ context.Context, tx *firestore.Transaction) (err error) {
		if b, err = v.begun(tx, &e); err != nil || b.Receipt != nil {
			return err
		}
		noted, begun := b.Erasure, b.Erasure != nil
		if !begun {
			noted = &e
		}
		takesOver := begun && e.Formal() && !noted.Formal()
		if takesOver {
			noted.Rule, noted.Ground, noted.Clause, noted.RequestedAt = e.Rule, e.Ground, e.Clause, e.RequestedAt
		}
		if !noted.Destroying {
			if b.Hold, err = v.heldBy(tx, e.Subject, noted.Formal(), now); err != nil {
				return err
			}
		}
		if b.Hold != nil && !begun && !e.Formal() {
			return nil
		}
		b.Erasure = noted
		if begun && !takesOver {
			return nil
		}
		return tx.Set(v.erasure(e.ID), erasureDocOf(noted))
	})
	return b, wrap("beginning an erasure", err)
}

// NoteErasure records a formal erasure for another function to carry out, or
// returns the one that was already begun. It creates a document and changes none,
// so a caller with no other permission can request an erasure but destroy nothing.
func (v *Vault) NoteErasure(ctx context.Context, e domain.Erasure, now time.Time) (Begun, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var b Begun
	err := v.turns.transact(ctx, v.db, v.erasure(e.ID).Path, func(_ context.Context, tx *firestore.Transaction) (err error) {
		if b, err = v.begun(tx, &e); err != nil || b.Receipt != nil {
			return err
		}
		begun := b.Erasure != nil
		if !begun {
			b.Erasure = &e
		}
		if !b.Erasure.Destroying {
			b.Hold, err = v.heldBy(tx, e.Subject, true, now)
		}
		if err != nil || begun {
			return err
		}
		return tx.Create(v.erasure(e.ID), erasureDocOf(&e))
	})
	return b, wrap("noting an erasure", err)
}

// begun reads, in a transaction, any erasure of e's subject that exists.
func (v *Vault) begun(tx *firestore.Transaction, e *domain.Erasure) (b Begun, err error) {
	snap, there, err := look(tx, v.erasure(e.ID))
	if err != nil {
		return b, err
	}
	receipt := e.Receipt
	if there {
		if b.Erasure, err = erasureOf(snap); err != nil {
			return b, err
		}
		receipt = b.Erasure.Receipt
	}
	if snap, there, err = look(tx, v.db.Doc(receiptPath(receipt))); err != nil || !there {
		return b, err
	}
	b.Receipt, err = receiptOf(snap)
	return b, err
}

// AbandonErasure forgets an erasure that turned out not to be due, unless it
// became a formal one meanwhile or keys are gone.
func (v *Vault) AbandonErasure(ctx context.Context, seen *domain.Erasure) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := v.erasure(seen.ID)
	err := v.turns.transact(ctx, v.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, ref)
		if err != nil || !there {
			return err
		}
		e, err := erasureOf(snap)
		if err != nil || e.Formal() != seen.Formal() || e.Destroying {
			return err
		}
		return tx.Delete(ref)
	})
	return wrap("abandoning an erasure", err)
}

// DestroyKeys deletes a page of what opens the data of the subject of an erasure, whose
// id is given, unless a hold stops it. The first page holds the strongest key. It returns
// the erasure as it stands; more says that keys may be left: they go with another call
// with the same rest, which begins as its zero value.
func (v *Vault) DestroyKeys(ctx context.Context, id string, s domain.Subject, rest *Rest, now time.Time) (e *domain.Erasure, hold *domain.Hold, more bool, err error) {
	if err := rest.next(ctx, v.keys(s)); err != nil {
		return nil, nil, false, err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	err = v.turns.transact(ctx, v.db, v.erasure(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, v.erasure(id))
		if err != nil {
			return err
		}
		if !there {
			return ErrAgain
		}
		state, _, err := look(tx, v.db.Doc(retentionPath))
		if err != nil {
			return err
		}
		if paused, _ := state.DataAt("paused"); paused != nil && paused != "" {
			return ErrPaused
		}
		if e, err = erasureOf(snap); err != nil {
			return err
		}
		if !e.Destroying {
			if hold, err = v.heldBy(tx, e.Subject, e.Formal(), now); hold != nil || err != nil {
				return err
			}
		}
		before := *e
		var page []write
		if page, more, err = v.keysOf(tx, e, rest); err != nil {
			return err
		}
		e.Destroying = true
		if !more && (e.KeysDeletedAt.IsZero() || len(page) > 0) {
			e.KeysDeletedAt = now
		}
		if len(page) == 0 && *e == before {
			return nil
		}
		for _, w := range page {
			if err := w(tx); err != nil {
				return err
			}
		}
		return tx.Set(v.erasure(id), erasureDocOf(e))
	})
	if err == nil && hold == nil {
		rest.erased(more)
	}
	return e, hold, more, wrap("destroying keys", err)
}

// keys returns where the keys of a subject are that has many of them.
func (v *Vault) keys(s domain.Subject) []heap {
	switch s.Kind {
	case domain.SubjectSession:
		// The boxes first: without them no parent's code is made any more, nor what goes with a key.
		boxes, codes := v.participants(s.Session), v.parentCodes(s.Session)
		return []heap{
			{boxes, boxes.Select("erased"), 1},
			{codes, codes.Select(), 1},
			{v.copies(), v.copies().Where("session", "==", s.Session).Select(), 1},
			{v.foundKeys(), v.foundKeys().Where("session", "==", s.Session).Select(), 1},
		}
	case domain.SubjectOrg:
		members := v.db.Collection(seal.Members)
		return []heap{
			{members, members.Where("org", "==", s.Org), 1},
			{v.requests(), v.requests().Where("org", "==", s.Org).Select(), 1},
			{v.forwards(), v.forwards().Where("org", "==", s.Org).Select(), 1},
			{v.finds(), v.finds().Where("org", "==", s.Org).Select(), 1},
			{v.copies(), v.copies().Where("org", "==", s.Org).Select(), 1},
			{v.foundKeys(), v.foundKeys().Where("org", "==", s.Org).Select(), 1},
			{v.exports(), v.exports().Where("org", "==", s.Org).Select(), 1},
		}
	}
	return nil
}

// keysOf reads a page of what opens an erasure's data, returns the writes that
// destroy it, and counts participants' keys.
func (v *Vault) keysOf(tx *firestore.Transaction, e *domain.Erasure, rest *Rest) (page []write, more bool, err error) {
	s := e.Subject
	one := func(ref *firestore.DocumentRef) error {
		_, there, err := look(tx, ref)
		if there {
			page = append(page, deletes(ref))
		}
		return err
	}
	switch s.Kind {
	case domain.SubjectSession:
		if err := one(v.db.Doc(seal.SessionPath(s.Session))); err != nil {
			return nil, false, err
		}
		boxes, more, err := rest.page(tx, v.keys(s))
		if err != nil {
			return nil, false, err
		}
		for _, snap := range boxes[0] {
			if erased, _ := snap.DataAt("erased"); erased != true {
				e.Keys++
			}
			page = append(page, deletes(snap.Ref))
		}
		for _, snap := range slices.Concat(boxes[1:]...) { // parents' codes, and what opens for requesters and who decides
			page = append(page, deletes(snap.Ref))
		}
		return page, more, nil
	case domain.SubjectParticipant:
		ref := v.participant(s.Session, s.ID)
		snap, there, err := look(tx, ref)
		if err != nil {
			return nil, false, err
		}
		if page, err = v.endParentCodes(tx, s.Session, s.ID); err != nil {
			return nil, false, err
		}
		// Their key once more, for whoever asked the school for a copy, and their name in what searches found.
		for _, in := range []*firestore.CollectionRef{v.copies(), v.foundKeys()} {
			beside, err := tx.Documents(in.Where("participant", "==", s.ID).Select().Limit(erasePage)).GetAll()
			if err != nil {
				return nil, false, err
			}
			for _, c := range beside {
				page = append(page, deletes(c.Ref))
			}
			more = more || len(beside) == erasePage
		}
		if !there {
			// A join that is under way may be about to make them: it finds the tombstone, as long as
			// there is a session for it.
			_, open, err := look(tx, v.db.Doc(seal.SessionPath(s.Session)))
			if err == nil && open {
				page = append(page, sets(ref, boxesDoc{Erased: true}))
			}
			return page, more, err
		}
		if b, err := boxesOf(snap); err != nil || b.Erased {
			return page, more, err
		}
		e.Keys++
		// A tombstone stays, so that their Idempotency-Key can't join again.
		return append(page, sets(ref, boxesDoc{Erased: true})), more, nil
	case domain.SubjectMember:
		ref := v.db.Doc(seal.MemberKeyPath(s.ID))
		snap, _, err := look(tx, ref)
		if err != nil {
			return nil, false, err
		}
		if erased, _ := snap.DataAt("erased"); erased == true {
			return nil, false, nil
		}
		return []write{sets(ref, erasedKeyDoc{Erased: true, Org: s.Org})}, false, nil
	case domain.SubjectOrg:
		if err := one(v.db.Doc(seal.ContactKeyPath(s.Org))); err != nil {
			return nil, false, err
		}
		if err := one(v.db.Doc(seal.RequestKeyPath(s.Org))); err != nil {
			return nil, false, err
		}
		if err := one(v.db.Doc(auditKeyPath(s.Org))); err != nil {
			return nil, false, err
		}
		left, more, err := rest.page(tx, v.keys(s))
		if err != nil {
			return nil, false, err
		}
		for _, snap := range slices.Concat(left...) {
			page = append(page, deletes(snap.Ref))
		}
		return page, more, nil
	}
	return nil, false, nil
}

// DestroyAgain destroys a page of keys that an older vault brought back,
// whatever holds there are: they were destroyed before. More is that of DestroyKeys.
func (v *Vault) DestroyAgain(ctx context.Context, s domain.Subject, rest *Rest) (more bool, err error) {
	if err := rest.next(ctx, v.keys(s)); err != nil {
		return false, err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	err = v.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		var page []write
		page, more, err = v.keysOf(tx, &domain.Erasure{Subject: s}, rest)
		if err != nil {
			return err
		}
		for _, w := range page {
			if err := w(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		rest.erased(more)
	}
	return more, wrap("destroying keys again", err)
}
