package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type consentCodeDoc struct {
	Org     string    `firestore:"org"`
	For     string    `firestore:"for"`
	Label   string    `firestore:"label,omitempty"`
	Uses    int       `firestore:"uses"`
	Version int       `firestore:"version"`
	MadeAt  time.Time `firestore:"madeAt"`
	EndsAt  time.Time `firestore:"endsAt"`
	Ended   bool      `firestore:"ended,omitempty"`
	Erase   bool      `firestore:"erase"`
}

func consentCodeDocOf(c domain.ConsentCode) consentCodeDoc {
	return consentCodeDoc{c.Org, string(c.For), c.Label, c.Uses, c.Version, c.MadeAt, c.EndsAt, c.Ended, c.Erase}
}

func consentCodeOf(snap *firestore.DocumentSnapshot) (domain.ConsentCode, error) {
	var d consentCodeDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.ConsentCode{}, wrap("decoding a consent code", err)
	}
	return domain.ConsentCode{
		ID: snap.Ref.ID, Org: d.Org, For: domain.ConsentFor(d.For), Label: d.Label, Uses: d.Uses, Version: d.Version,
		MadeAt: d.MadeAt.UTC(), EndsAt: d.EndsAt.UTC(), Ended: d.Ended, Erase: d.Erase,
	}, nil
}

// consentTextDoc is a version of what an org's parents consent to.
type consentTextDoc struct {
	N    int       `firestore:"n"`
	Text string    `firestore:"text"`
	At   time.Time `firestore:"at"`
}

func consentTextDocOf(t domain.ConsentText) consentTextDoc { return consentTextDoc(t) }

func consentTextOf(snap *firestore.DocumentSnapshot) (domain.ConsentText, error) {
	var d consentTextDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.ConsentText{}, wrap("decoding a text of consent", err)
	}
	return domain.ConsentText(d), nil
}

func (s *Store) consentCodes() *firestore.CollectionRef { return s.db.Collection(consentCodesPath) }

func (s *Store) consentTexts(org string) *firestore.CollectionRef {
	return s.org(org).Collection(consentTextsPath)
}

// SetConsent stores a new version of what an org's parents consent to, and whether students
// may say that they are of age, with an entry of its history, unless change returns none or an
// error. Change may run more than once.
func (s *Store) SetConsent(ctx context.Context, org string, change func(o *domain.Org) (text *domain.ConsentText, entry *domain.Change, err error)) (domain.Org, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var o domain.Org
	err := s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		var err error
		if o, _, err = s.standing(tx, org); err != nil {
			return err
		}
		text, entry, err := change(&o)
		if err != nil || entry == nil {
			return err
		}
		if text != nil {
			o.ConsentVersion++
			text.N = o.ConsentVersion
			if err := tx.Create(s.consentTexts(org).Doc(changeName(text.N)), consentTextDocOf(*text)); err != nil {
				return err
			}
		}
		if err := s.enterAside(tx, o, []domain.Change{*entry}); err != nil {
			return err
		}
		return tx.Update(s.org(org), []firestore.Update{{Path: "consentVersion", Value: o.ConsentVersion}, {Path: "ofAge", Value: o.OfAge}})
	})
	return o, wrap("changing what is consented to", err)
}

// ConsentText reads a version of what an org's parents consent to.
func (s *Store) ConsentText(ctx context.Context, org string, n int) (domain.ConsentText, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.consentTexts(org).Doc(changeName(n)))
	if err != nil {
		return domain.ConsentText{}, wrap("reading a text of consent", err)
	}
	return consentTextOf(snap)
}

// ConsentTexts returns at most size versions of what an org's parents consented to, the
// latest first, and the token of the next page, which is empty on the last.
func (s *Store) ConsentTexts(ctx context.Context, org string, size int, token string) ([]domain.ConsentText, string, error) {
	return pageByN(ctx, s.consentTexts(org).Query, size, token, "listing texts of consent", consentTextOf, func(t domain.ConsentText) int { return t.N })
}

// CreateConsentCodes stores codes that aren't there yet, with an entry of the org's history.
// If they are, it stores nothing.
func (s *Store) CreateConsentCodes(ctx context.Context, org string, all []domain.ConsentCode, entry domain.Change) error {
	ctx, cancel := within(ctx)
	defer cancel()
	first := all[0].ID
	err := s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		o, _, err := s.standing(tx, org)
		if err != nil {
			return err
		}
		if _, there, err := look(tx, s.consentCodes().Doc(first)); err != nil || there {
			return err
		}
		for _, c := range all {
			if err := tx.Create(s.consentCodes().Doc(c.ID), consentCodeDocOf(c)); err != nil {
				return err
			}
		}
		return s.enterAside(tx, o, []domain.Change{entry})
	})
	return wrap("issuing consent codes", err)
}

// ConsentCode reads a consent code.
func (s *Store) ConsentCode(ctx context.Context, id string) (domain.ConsentCode, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.consentCodes().Doc(id))
	if err != nil {
		return domain.ConsentCode{}, wrap("reading a consent code", err)
	}
	return consentCodeOf(snap)
}

// ConsentCodes returns those of the consent codes with the given ids that are there, in their
// order.
func (s *Store) ConsentCodes(ctx context.Context, ids []string) ([]domain.ConsentCode, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	refs := make([]*firestore.DocumentRef, len(ids))
	for i, id := range ids {
		refs[i] = s.consentCodes().Doc(id)
	}
	snaps, err := s.db.GetAll(ctx, refs)
	if err != nil {
		return nil, wrap("reading consent codes", err)
	}
	var all []domain.ConsentCode
	for _, snap := range snaps {
		if !snap.Exists() {
			continue
		}
		c, err := consentCodeOf(snap)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// ConsentCodePage returns at most size of an org's consent codes, the latest first, and the
// token of the next page, which is empty on the last.
func (s *Store) ConsentCodePage(ctx context.Context, org string, size int, token string) ([]domain.ConsentCode, string, error) {
	q := s.consentCodes().Where("org", "==", org).OrderBy("madeAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	return latest(ctx, q, size, token, "listing consent codes", consentCodeOf, func(c domain.ConsentCode) cursor { return cursor{c.MadeAt, c.ID} })
}

// CountConsentCodes counts an org's consent codes that aren't over.
func (s *Store) CountConsentCodes(ctx context.Context, org string, now time.Time) (int, error) {
	return count(ctx, s.consentCodes().Where("org", "==", org).Where("endsAt", ">", now), "counting consent codes")
}

// EndConsentCode ends a code of an org's at now, unless it is over, and with erase notes that
// what was collected under it is to be erased. The entry of the org's history is made if
// either is new. A code that isn't the org's is ErrNotFound.
func (s *Store) EndConsentCode(ctx context.Context, org, id string, now time.Time, erase bool, entry domain.Change) (c domain.ConsentCode, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	// A transaction that uses the code takes the same turn.
	err = s.turns.transact(ctx, s.db, s.consentCodes().Doc(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.consentCodes().Doc(id))
		if err != nil {
			return err
		}
		o, _, err := s.standing(tx, org)
		if err != nil {
			return err
		}
		if c, err = consentCodeOf(snap); err != nil {
			return err
		}
		if c.Org != org {
			return domain.ErrNotFound
		}
		before := c
		// Of two requests at once, the later one may have looked at the clock first.
		if c.EndsAt.After(now) && !c.Ended {
			c.EndsAt, c.Ended = now, true
		}
		c.Erase = c.Erase || erase
		if c == before {
			return nil
		}
		if err := s.enterAside(tx, o, []domain.Change{entry}); err != nil {
			return err
		}
		return tx.Set(snap.Ref, consentCodeDocOf(c))
	})
	return c, wrap("ending a consent code", err)
}

// ConsentErased notes that nothing is left of what was collected under a code.
func (s *Store) ConsentErased(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.consentCodes().Doc(id).Update(ctx, []firestore.Update{{Path: "erase", Value: false}})
	return wrap("noting what was erased", err)
}

// ConsentsErasing returns an org's codes of which what was collected under them is to be
// erased.
func (s *Store) ConsentsErasing(ctx context.Context, org string) iter.Seq2[domain.ConsentCode, error] {
	q := s.consentCodes().Where("org", "==", org).Where("erase", "==", true)
	return list(ctx, q, "listing consent codes", consentCodeOf)
}

// DeleteOldConsentCodes deletes a page of codes that ended before the given time.
func (s *Store) DeleteOldConsentCodes(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.consentCodes().Where("endsAt", "<", before), "deleting old consent codes")
}
