package org_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func operator(s *functiontest.School) string {
	return s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}})
}

type letter struct {
	ID, Kind               string
	Subject                map[string]string
	StartsAt               time.Time
	StartedAt, CancelledAt *time.Time
}

func newsletter(subject string) object {
	return object{"kind": "news", "subject": object{"en": subject}, "text": object{"en": "One.\n\nTwo."}}
}

// A newsletter is written once however often it is sent, can be cancelled until a tick starts it, and not afterwards.
func TestNewsletters(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ops := operator(s)
	key := functiontest.NewKey()
	write := func(key string, body object) *functiontest.Reply {
		return s.Do("POST", "/v1/newsletters", functiontest.Request{Token: ops, Key: key, Body: body})
	}
	n := read[letter](t, write(key, newsletter(" What  is new ")).Want(201))
	if again := read[letter](t, write(key, newsletter("What  is new")).Want(201)); again.ID != n.ID || n.Kind != "news" || n.StartedAt != nil || n.CancelledAt != nil {
		t.Errorf("%+v, then %+v", n, again)
	}
	if wait := n.StartsAt.Sub(s.Clock.Now()); wait > domain.NewsletterDelay || wait < domain.NewsletterDelay-time.Minute {
		t.Errorf("it starts in %v", wait)
	}
	write(key, newsletter("Something else")).WantProblem(422, "idempotency-key-reused")
	dropped := read[letter](t, write(functiontest.NewKey(), newsletter("A slip")).Want(201))
	cancel := func(id string) *functiontest.Reply {
		return s.Do("DELETE", "/v1/newsletters/"+id, functiontest.Request{Token: ops})
	}
	cancel(dropped.ID).Want(204)
	cancel(dropped.ID).WantProblem(409, "newsletter-over")
	cancel(s.NewID()).WantProblem(404, "not-found")
	s.Clock.Advance(domain.NewsletterDelay)
	s.Tick(t.Context())
	ops = operator(s)
	cancel(n.ID).WantProblem(409, "newsletter-over")
	all := read[struct{ Items []letter }](t, s.Do("GET", "/v1/newsletters", functiontest.Request{Token: ops}).Want(200)).Items
	if len(all) != 2 || all[0].ID != dropped.ID || all[0].CancelledAt == nil || all[0].StartedAt != nil || all[1].StartedAt == nil {
		t.Errorf("%+v", all)
	}
	for _, id := range []string{functiontest.North, functiontest.South} {
		o, err := s.Store.Org(t.Context(), id)
		if err != nil || len(o.Mailing) != 1 || o.Mailing[0].ID != n.ID {
			t.Errorf("%s is to be sent %v, %v", id, o.Mailing, err)
		}
	}
	// A school's administrator writes to nobody, and it takes a second factor.
	grace := s.Token(functiontest.Grace)
	s.Do("POST", "/v1/newsletters", functiontest.Request{Token: grace, Key: functiontest.NewKey(), Body: newsletter("x")}).WantProblem(403, "forbidden")
	s.Do("GET", "/v1/newsletters/recipients", functiontest.Request{Token: grace}).WantProblem(403, "forbidden")
	weak := s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}, NoMFA: true})
	s.Do("POST", "/v1/newsletters", functiontest.Request{Token: weak, Key: functiontest.NewKey(), Body: newsletter("x")}).WantProblem(401, "second-factor-required")
}

// Whoever writes sees how many it goes to: those who chose the kind and may act, of all schools.
func TestNewsletterRecipients(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for email, mail := range map[string]string{
		functiontest.Ada: `{"news": true, "service": true}`, functiontest.Linus: `{"news": true, "service": false}`,
		functiontest.Alan: `{"news": true, "service": false}`, functiontest.Grace: `{"news": false, "service": false}`,
	} {
		choose(s, email, mail)
	}
	s.Do("DELETE", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Linus)}).Want(204)
	got := read[struct{ News, Service int }](t, s.Do("GET", "/v1/newsletters/recipients", functiontest.Request{Token: operator(s)}).Want(200))
	if got.News != 2 || got.Service != 1 {
		t.Errorf("%+v", got)
	}
}

// choose stores a member's profile with a choice of mail.
func choose(s *functiontest.School, email, mail string) {
	body := `{"name": "Somebody", "email": "` + email + `", "locale": "en", "mail": ` + mail + `}`
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(email), Body: body}).Want(200)
}

// So many are written and no more.
func TestNewslettersAreLimited(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	write := func() *functiontest.Reply {
		return s.Do("POST", "/v1/newsletters", functiontest.Request{Token: operator(s), Key: functiontest.NewKey(), Body: newsletter("x")})
	}
	for range domain.NewsletterRate {
		write().Want(201)
	}
	write().WantProblem(409, "too-many-newsletters")
	s.Clock.Advance(domain.NewsletterRateTime)
	write().Want(201)
}
