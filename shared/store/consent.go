package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

type consentDoc struct {
	Org         string    `firestore:"org"`
	Session     string    `firestore:"session"`
	Participant string    `firestore:"participant"`
	Ground      string    `firestore:"ground"`
	At          time.Time `firestore:"at"`
	Version     int       `firestore:"version"`
	Code        string    `firestore:"code"`
}

func consentDocOf(c domain.Consent) consentDoc {
	return consentDoc{c.Org, c.Session, c.Participant, string(c.Ground), c.At, c.Version, c.Code}
}

func consentOf(snap *firestore.DocumentSnapshot) (domain.Consent, error) {
	var d consentDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Consent{}, wrap("decoding a consent", err)
	}
	return domain.Consent{
		Org: d.Org, Session: d.Session, Participant: d.Participant, Ground: domain.ConsentGround(d.Ground), At: d.At.UTC(), Version: d.Version, Code: d.Code,
	}, nil
}

func (s *Store) consents() *firestore.CollectionRef { return s.db.Collection(consentsPath) }

func (s *Store) consentsUnder(code string) firestore.Query {
	return s.consents().Where("code", "==", code)
}

// ErrNoConsent says that a code is no consent: it isn't the org's, is over, or as many have
// joined the session with it as it is for.
var ErrNoConsent = errors.New("the code is no consent")

// RecordConsent stores the consent of a participant unless theirs is on record. One by a code
// names that: in the same transaction the code has to hold, for fewer in the session than it
// is for, and its text is what was consented to. Otherwise it is ErrNoConsent.
func (s *Store) RecordConsent(ctx context.Context, c domain.Consent) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.consents().Doc(c.ID())
	if c.Code == "" {
		_, err := ref.Create(ctx, consentDocOf(c))
		if wire.CodeOf(err) == codes.AlreadyExists {
			return nil
		}
		return wrap("recording a consent", err)
	}
	code := s.consentCodes().Doc(c.Code)
	err := s.turns.transact(ctx, s.db, code.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{ref, code})
		if err != nil {
			return err
		}
		switch {
		case snaps[0].Exists():
			return nil
		case !snaps[1].Exists():
			return ErrNoConsent
		}
		issued, err := consentCodeOf(snaps[1])
		if err != nil {
			return err
		}
		if !issued.Holds(c.Org, c.At) {
			return ErrNoConsent
		}
		taken, err := tx.Documents(s.consentsUnder(c.Code).Where("session", "==", c.Session).Select().Limit(issued.Uses)).GetAll()
		if err != nil {
			return err
		}
		if len(taken) >= issued.Uses {
			return ErrNoConsent
		}
		c.Version = issued.Version
		return tx.Create(ref, consentDocOf(c))
	})
	if errors.Is(err, ErrNoConsent) {
		return ErrNoConsent
	}
	return wrap("recording a consent", err)
}

// Consent reads the consent of a participant.
func (s *Store) Consent(ctx context.Context, sid, pid string) (domain.Consent, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.consents().Doc(domain.ConsentID(sid, pid)))
	if err != nil {
		return domain.Consent{}, wrap("reading a consent", err)
	}
	return consentOf(snap)
}

// EndConsent deletes the consent of a participant who is erased.
func (s *Store) EndConsent(ctx context.Context, sid, pid string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.consents().Doc(domain.ConsentID(sid, pid)).Delete(ctx)
	return wrap("deleting a consent", err)
}

// CountConsents counts the consents under a code: as many students have joined sessions with
// it, and weren't erased since.
func (s *Store) CountConsents(ctx context.Context, code string) (int, error) {
	return count(ctx, s.consentsUnder(code), "counting consents")
}

// ConsentsOf returns the consents under which somebody is in a session.
func (s *Store) ConsentsOf(ctx context.Context, sid string) ([]domain.Consent, error) {
	var all []domain.Consent
	for c, err := range list(ctx, s.consents().Where("session", "==", sid), "listing a session's consents", consentOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// ConsentsUnder returns consents under a code by id, those after the given one, which is empty
// for the first.
func (s *Store) ConsentsUnder(ctx context.Context, code, after string, n int) ([]domain.Consent, error) {
	var all []domain.Consent
	for c, err := range list(ctx, pageByID(s.consentsUnder(code), after, n), "listing consents", consentOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// Consented returns the ids of a session's participants of whom a consent is on record.
func (s *Store) Consented(ctx context.Context, sid string) (map[string]bool, error) {
	all := make(map[string]bool)
	for c, err := range list(ctx, s.consents().Where("session", "==", sid), "listing consents", consentOf) {
		if err != nil {
			return nil, err
		}
		all[c.Participant] = true
	}
	return all, nil
}

// SessionsJoined returns an org's sessions that anybody may have joined and that aren't erased,
// by id, those after the given one, which is empty for the first.
func (s *Store) SessionsJoined(ctx context.Context, org, after string, n int) iter.Seq2[*domain.Session, error] {
	q := s.sessionsIn(org, []domain.State{domain.Open, domain.Paused, domain.Closed, domain.Deleted})
	return list(ctx, pageByID(q, after, n), "listing sessions", sessionOf)
}

// Joined returns when each participant of a session joined, by id.
func (s *Store) Joined(ctx context.Context, sid string) (map[string]time.Time, error) {
	all := make(map[string]time.Time)
	for p, err := range list(ctx, s.participants(sid).Select("joinedAt"), "listing participants", participantOf) {
		if err != nil {
			return nil, err
		}
		all[p.ID] = p.JoinedAt
	}
	return all, nil
}
