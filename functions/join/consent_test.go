package join_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/join"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func postWith(s *functiontest.School, key, code, alias, consent string) *functiontest.Reply {
	body := functiontest.JoinBody(code, alias)
	body["consentCode"] = consent
	return s.Do("POST", "/v1/join", functiontest.Request{Key: key, Body: body, Bad: alias == ""})
}

// The school's own consent is on record with who joined under it. Where each parent has to
// consent, nobody joins without a code, and nothing of them is stored; with one, the consent is
// on record: on what ground, when, and to which version of the text.
func TestJoinNeedsRecordedConsent(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) {
		o.Agreements = []domain.Agreement{{ID: "a", SignedAt: time.Now().Add(-time.Hour), EndsAt: time.Now().AddDate(1, 0, 0), Consent: domain.ConsentSchool}}
	}})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	if p, err := s.Store.Participant(t.Context(), l.ID, ada.ID); err != nil || p.ConsentBasis != "a" {
		t.Errorf("under the school's consent: %q, %v", p.ConsentBasis, err)
	}
	for k, kind := range []domain.AgreementKind{domain.AgreementStudents, domain.AgreementAmendment} {
		if _, err := s.Store.ChangeOrg(t.Context(), functiontest.North, func(o *domain.Org) ([]byte, *domain.Change, error) {
			o.Agreements = append(o.Agreements[:1:1], domain.Agreement{ID: "b", Kind: kind, SignedAt: time.Now().Add(-time.Hour), EndsAt: time.Now().AddDate(1, 0, 0), Consent: domain.ConsentParents})
			return nil, &domain.Change{At: s.Clock.Now(), What: domain.ChangeEdited}, nil
		}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(10 * time.Second) // for as long join acts on an org that it has read
		key := functiontest.NewKey()
		pid := domain.ParticipantID(l.ID, key)
		before := len(s.Documents(t.Context()))
		post(s, key, l.Code, "Bo").WantProblem(403, "consent-needed")
		if after := len(s.Documents(t.Context())); after != before {
			t.Errorf("%s: a refused join left %d documents", kind, after-before)
		}
		s.PutConsent("Yes "+string(kind), false)
		code := s.IssueConsent(0)
		at := s.Clock.Now()
		postWith(s, key, l.Code, "Bo", code.Code).Want(201)
		c, err := s.Store.Consent(t.Context(), l.ID, pid)
		if err != nil || c.Ground != domain.ConsentByParents || c.Version != k+1 || c.Code != code.ID || c.At.Sub(at).Abs() > time.Minute || c.Org != functiontest.North {
			t.Errorf("%s: consent %+v, %v", kind, c, err)
		}
		if p, err := s.Store.Participant(t.Context(), l.ID, pid); err != nil || p.ConsentBasis != "a" {
			t.Errorf("%s: participant %+v, %v", kind, p, err)
		}
	}
}

// Whatever is wrong with a code, the answer is the same, and it takes as long as any refusal.
func TestConsentCodesRevealNothing(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	l, other := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	good, ended, used := s.IssueConsent(2), s.IssueConsent(2), s.IssueConsent(0)
	s.Do("DELETE", "/v1/org/consent-codes/"+ended.ID, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	l.JoinWith("Ada", used.Code)
	souths := domain.ConsentCode{ID: domain.ConsentCodeID("org_south", good.Code), Org: functiontest.South, For: domain.ConsentForChild, Uses: 1, Version: 1, MadeAt: s.Clock.Now(), EndsAt: s.Clock.Now().Add(time.Hour)}
	if err := s.Store.CreateConsentCodes(t.Context(), functiontest.South, []domain.ConsentCode{souths}, domain.Change{At: s.Clock.Now(), What: domain.ChangeConsentIssued}); err != nil {
		t.Fatal(err)
	}
	alike := ""
	for name, code := range map[string]string{
		"unknown":        strings.Repeat("B", domain.ConsentCodeLength),
		"not a code":     "1234",
		"the session's":  l.Code,
		"ended":          ended.Code,
		"used":           used.Code,
		"the school's":   souths.ID,
		"half of a code": good.Code[:8],
	} {
		began := time.Now()
		r := postWith(s, functiontest.NewKey(), l.Code, "Bo", code).WantProblem(403, "consent-needed")
		if took := time.Since(began); took < 100*time.Millisecond {
			t.Errorf("%s: took %v", name, took)
		}
		if alike == "" {
			alike = r.Alike()
		}
		if r.Alike() != alike {
			t.Errorf("%s: %s, others %s", name, r.Alike(), alike)
		}
	}
	// A child's code is for one in each session, so that it is good for the next lesson.
	other.JoinWith("Ada", used.Code)
	// However it is typed, a code is that code; a page asks about it before it asks for a name.
	typed := strings.ToLower(good.Code[:4] + "-" + good.Code[4:8] + " " + good.Code[8:])
	postWith(s, functiontest.NewKey(), l.Code, "", typed).WantProblem(422, "invalid")
	postWith(s, functiontest.NewKey(), l.Code, "", used.ID).WantProblem(403, "consent-needed")
	s.Do("POST", "/v1/join", functiontest.Request{Key: functiontest.NewKey(), Body: functiontest.JoinBody(l.Code, ""), Bad: true}).WantProblem(403, "consent-needed")
	l.JoinWith("Bo", typed)
	// It ends with its day.
	s.Clock.Advance(31 * 24 * time.Hour)
	third := s.Open(functiontest.Start{})
	postWith(s, functiontest.NewKey(), third.Code, "Bo", good.Code).WantProblem(403, "consent-needed")
}

// Neither that a session is locked, nor that it is paused, makes a code of more use.
func TestConsentOfLockedSessions(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	code := s.IssueConsent(30)
	ada := l.JoinWith("Ada", code.Code)
	l.Patch(`{"locked": true}`)
	s.Clock.Advance(time.Second)
	for _, consent := range []string{code.Code, strings.Repeat("B", domain.ConsentCodeLength)} {
		postWith(s, functiontest.NewKey(), l.Code, "Bo", consent).WantProblem(404, "unknown-code")
		postWith(s, functiontest.NewKey(), l.Code, "", consent).WantProblem(404, "unknown-code")
	}
	// Whoever is in stays in, also when their code is over.
	s.Do("DELETE", "/v1/org/consent-codes/"+code.ID, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	postWith(s, ada.Key, l.Code, "Ada", code.Code).Want(201)
	l.Patch(`{"locked": false}`)
	s.Clock.Advance(time.Second)
	postWith(s, ada.Key, l.Code, "Ada", code.Code).Want(201)
	post(s, ada.Key, l.Code, "Ada").Want(201)
	postWith(s, ada.Key, l.Code, "Adam", code.Code).WantProblem(422, "idempotency-key-reused")
	rejoin(s, map[string]any{"secret": ada.Key, "code": l.Code}).Want(201)
}

// As many join a session with a class's code as it is for, however many try at once.
func TestConsentCodesAreUsedUp(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent, Instances: 2})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	const seats = 3
	code := s.IssueConsent(seats)
	var joined, refused atomic.Int32
	var all sync.WaitGroup
	for range 3 * seats {
		all.Go(func() {
			body := functiontest.JoinBody(l.Code, "Ada")
			body["consentCode"] = code.Code
			for {
				r, err := s.Try(context.Background(), "POST", "/v1/join", functiontest.Request{Key: functiontest.NewKey(), Body: body})
				switch {
				case err != nil:
					t.Error(err)
				case r.Status == 201:
					joined.Add(1)
				case r.Status == 403 && r.Problem() == "consent-needed":
					refused.Add(1)
				case r.Status == 503: // so many transactions at once
					continue
				default:
					t.Errorf("%d %s", r.Status, r.Body)
				}
				return
			}
		})
	}
	all.Wait()
	if joined.Load() != seats || refused.Load() != 2*seats {
		t.Errorf("%d joined and %d were refused", joined.Load(), refused.Load())
	}
}

// Students of age say so where the school allows it, and nothing of it is stored but that.
func TestJoinOfAge(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	say := func(key string, yes bool) *functiontest.Reply {
		body := functiontest.JoinBody(l.Code, "Ada")
		body["ofAge"] = yes
		return s.Do("POST", "/v1/join", functiontest.Request{Key: key, Body: body})
	}
	offered := func(r *functiontest.Reply) int {
		var p struct{ OfAge int }
		r.WantProblem(403, "consent-needed").JSON(&p)
		return p.OfAge
	}
	key := functiontest.NewKey()
	if age := offered(say(key, true)); age != 0 {
		t.Errorf("of age from %d, which the school doesn't allow", age)
	}
	s.PutConsent("Yes.", true)
	s.Clock.Advance(10 * time.Second)
	if age := offered(say(key, false)); age != 16 {
		t.Errorf("of age from %d", age)
	}
	// So it is beside a code that doesn't work.
	if age := offered(postWith(s, key, l.Code, "Ada", strings.Repeat("B", domain.ConsentCodeLength))); age != 16 {
		t.Errorf("of age from %d, beside a code", age)
	}
	say(key, true).Want(201)
	c, err := s.Store.Consent(t.Context(), l.ID, domain.ParticipantID(l.ID, key))
	if err != nil || c.Ground != domain.ConsentOfAge || c.Version != 1 || c.Code != "" {
		t.Errorf("consent %+v, %v", c, err)
	}
}

// A school whose agreement wants no consent is asked for none, whatever a page sends.
func TestJoinWithoutConsentWanted(t *testing.T) {
	t.Parallel()
	var asked asking
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { asked.Store, d.Store = d.Store, &asked }})
	l := s.Open(functiontest.Start{})
	key := functiontest.NewKey()
	postWith(s, key, l.Code, "Ada", "nonsense").Want(201)
	post(s, key, l.Code, "Ada").Want(201)
	if n := asked.n.Load(); n != 0 {
		t.Errorf("%d calls about a consent that nobody wants", n)
	}
	if _, err := s.Store.Consent(t.Context(), l.ID, domain.ParticipantID(l.ID, key)); err == nil {
		t.Error("a consent is on record")
	}
}

// An asking counts the calls about consents.
type asking struct {
	join.Store
	n atomic.Int32
}

func (c *asking) ConsentCode(ctx context.Context, id string) (domain.ConsentCode, error) {
	c.n.Add(1)
	return c.Store.ConsentCode(ctx, id)
}

func (c *asking) RecordConsent(ctx context.Context, consent domain.Consent) error {
	c.n.Add(1)
	return c.Store.RecordConsent(ctx, consent)
}

// A lost is a store whose consents may be stored and not acknowledged, or not stored, and that
// says in which order things are.
type lost struct {
	join.Store
	before, after atomic.Int32
}

func (l *lost) RecordConsent(ctx context.Context, c domain.Consent) error {
	if l.before.Add(-1) >= 0 {
		return domain.ErrUnavailable
	}
	err := l.Store.RecordConsent(ctx, c)
	if l.after.Add(-1) >= 0 {
		return domain.ErrUnavailable
	}
	return err
}

// Nothing else is stored before the consent is, and a join that was cut off after it goes on
// with the same one, although the code is used up by then.
func TestConsentComesFirst(t *testing.T) {
	t.Parallel()
	var cut lost
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent, Join: func(d *join.Deps) { cut.Store, d.Store = d.Store, &cut }})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	for name, counter := range map[string]*atomic.Int32{"before": &cut.before, "after": &cut.after} {
		code := s.IssueConsent(0)
		key := functiontest.NewKey()
		pid := domain.ParticipantID(l.ID, key)
		counter.Store(1)
		postWith(s, key, l.Code, "Ada", code.Code).WantProblem(503, "unavailable")
		if _, err := s.Vault.Boxes(t.Context(), l.ID, pid); err == nil {
			t.Errorf("%s: a key is there without a consent that the function knows of", name)
		}
		if _, err := s.Store.Participant(t.Context(), l.ID, pid); err == nil {
			t.Errorf("%s: a participant is there", name)
		}
		_, err := s.Store.Consent(t.Context(), l.ID, pid)
		if recorded := err == nil; recorded != (name == "after") {
			t.Errorf("%s: the consent is on record: %v", name, recorded)
		}
		postWith(s, key, l.Code, "Ada", code.Code).Want(201)
		postWith(s, functiontest.NewKey(), l.Code, "Bo", code.Code).WantProblem(403, "consent-needed")
	}
}

// An overtaken is a vault in which whoever joins is erased as soon as their key is there.
type overtaken struct {
	join.Vault
	erase func(sid, pid string)
}

func (v *overtaken) CreateBoxes(ctx context.Context, sid, pid string, b store.Boxes) error {
	err := v.Vault.CreateBoxes(ctx, sid, pid, b)
	v.erase(sid, pid)
	return err
}

// Whoever is erased while they join, as their consent alone has made possible, leaves no document whose key is gone.
func TestErasedBetweenKeyAndDocument(t *testing.T) {
	t.Parallel()
	var v overtaken
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent, Join: func(d *join.Deps) { v.Vault, d.Vault = d.Vault, &v }})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	for _, wholly := range []bool{false, true} {
		code := s.IssueConsent(5)
		v.erase = func(string, string) {
			s.Do("POST", "/v1/org/consent-codes/"+code.ID+"/erase", functiontest.Request{Token: s.Token(functiontest.Grace), Body: "{}"}).Want(200)
			if wholly {
				s.Retain(t.Context())
			}
		}
		key := functiontest.NewKey()
		postWith(s, key, l.Code, "Ada", code.Code).WantProblem(410, "participant-erased")
		pid := domain.ParticipantID(l.ID, key)
		if p, err := s.Store.Participant(t.Context(), l.ID, pid); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("a document without a key is there: %+v, %v", p, err)
		}
	}
}

// Whoever was erased takes no place of their code: they may join again with a new key, and
// not with the old one.
func TestConsentAfterAnErasure(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	code := s.IssueConsent(0)
	ada := l.JoinWith("Ada", code.Code)
	l.As(functiontest.Ada, "DELETE", "/participants/"+ada.ID, nil).Want(202)
	s.Clock.Advance(time.Second)
	postWith(s, ada.Key, l.Code, "Ada", code.Code).WantProblem(410, "participant-erased")
	if _, err := s.Store.Consent(t.Context(), l.ID, ada.ID); err == nil {
		t.Error("the consent of whoever was erased is there")
	}
	l.JoinWith("Ada", code.Code)
}
