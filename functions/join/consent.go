package join

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// consentNeeded is the slug of the problem that both ways to lack a consent have.
const consentNeeded = "consent-needed"

// errConsentCode returns the error with which a code is refused. It is the same whatever is
// wrong with one, so that guessing reveals nothing: it may be unknown, another school's, over,
// or used up in this session. From the age on, unless that is 0, students may say that they
// are of age.
func errConsentCode(age int) error {
	e := domain.Problem(domain.ErrForbidden, consentNeeded,
		"This consent code doesn't work here. Check it, or ask your teacher for another one.")
	e.OfAge = age
	return e
}

// errConsent returns the error with which a join without any consent is refused.
func errConsent(age int) error {
	e := domain.Problem(domain.ErrForbidden, consentNeeded,
		"Your school has to have your parents' consent first. Enter the consent code that it gave them, or ask your teacher.")
	e.OfAge = age
	return e
}

func isConsentNeeded(err error) bool {
	e, ok := errors.AsType[*domain.Error](err)
	return ok && e.Slug == consentNeeded
}

// consent returns the consent on which a join's data would be collected, nil where none is
// wanted. The error says that one is, and isn't there. It reads nothing for a school whose
// agreements want none.
func (j *joins) consent(ctx context.Context, s *session, org *domain.Org, in *request) (*domain.Consent, error) {
	now := j.clock().UTC()
	basis, ok := org.Basis(now)
	if !ok || !basis.Wanted() {
		return nil, nil
	}
	c := &domain.Consent{Org: s.Org, Session: s.ID, At: now}
	age := org.AgeSaid(basis)
	switch {
	case in.ConsentCode != "":
		code, ok := domain.ParseConsentCode(in.ConsentCode)
		if !ok {
			return nil, errConsentCode(age)
		}
		c.Ground, c.Code = domain.ConsentByParents, domain.ConsentCodeID(s.Org, code)
		issued, err := j.store.ConsentCode(ctx, c.Code)
		if err == nil && !issued.Holds(s.Org, now) {
			err = domain.ErrNotFound
		}
		if errors.Is(err, domain.ErrNotFound) {
			err = errConsentCode(age)
		}
		return c, err
	case in.OfAge && age > 0:
		c.Ground, c.Version = domain.ConsentOfAge, org.ConsentVersion
		return c, nil
	}
	return nil, errConsent(age)
}

// record stores a consent. A code may be over by now, or used up in the session. Whoever was
// erased needs none: it would take the place of their next try.
func (j *joins) record(ctx context.Context, org *domain.Org, c *domain.Consent) error {
	seat, err := j.store.Seat(ctx, c.Session, c.Participant)
	if err != nil {
		return err
	}
	if seat.Erased {
		return errErased
	}
	err = j.store.RecordConsent(ctx, *c)
	if errors.Is(err, store.ErrNoConsent) {
		basis, _ := org.Basis(c.At)
		return errConsentCode(org.AgeSaid(basis))
	}
	return err
}
