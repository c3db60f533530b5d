package functiontest

import (
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// ParentsConsent makes o a school whose agreement wants each parent's consent for those below
// 16.
func ParentsConsent(o *domain.Org) {
	o.Agreements[0].Consent, o.Agreements[0].AgeLine = domain.ConsentParents, 16
}

// A ConsentCode is one that a school issued.
type ConsentCode struct {
	ID, Ref, Code string
	Version       int
	EndsAt        time.Time
}

// PutConsent has Grace say what parents consent to.
func (s *School) PutConsent(text string, ofAge bool) {
	s.tb.Helper()
	s.Do("PUT", "/v1/org/consent", Request{Token: s.Token(Grace), Body: map[string]any{"text": text, "ofAge": ofAge}}).Want(200)
}

// IssueConsent has Grace issue codes that hold for 30 days: one for so many students of a class
// or, for none, one for a child.
func (s *School) IssueConsent(class int) ConsentCode {
	s.tb.Helper()
	body := map[string]any{"for": "child", "count": 1}
	if class > 0 {
		body = map[string]any{"for": "class", "label": "7b", "uses": class}
	}
	body["ends"] = s.Clock.Now().AddDate(0, 0, 29).Format(time.DateOnly)
	var made struct{ Items []ConsentCode }
	s.Do("POST", "/v1/org/consent-codes", Request{Token: s.Token(Grace), Body: body}).Want(201).JSON(&made)
	return made.Items[0]
}

// JoinWith lets a student join with a consent code.
func (l *Lesson) JoinWith(alias, code string) *Student {
	l.School.tb.Helper()
	st := &Student{Lesson: l, Alias: alias, Key: NewKey()}
	body := JoinBody(l.Code, alias)
	body["consentCode"] = code
	var joined struct{ Token, ParticipantID string }
	l.School.Do("POST", "/v1/join", Request{Key: st.Key, Body: body}).Want(201).JSON(&joined)
	st.Token, st.ID = joined.Token, joined.ParticipantID
	return st
}
