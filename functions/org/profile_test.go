package org_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const profileOfAda = `{"name": "  Ada  Lovelace ", "email": "Ada@North.example", "locale": "fr", "mail": {"news": false, "service": true}}`

type profiled struct {
	Name, Email, Locale string
	Mail                struct{ News, Service bool }
}

// owner returns the name of a session's owner as a colleague sees it.
func owner(t *testing.T, s *functiontest.School, sid, email string) string {
	t.Helper()
	s.Clock.Advance(time.Minute) // for which names are cached
	session := read[struct{ Owner struct{ Name *string } }](t, s.Do("GET", "/v1/sessions/"+sid, functiontest.Request{Token: s.Token(email)}).Want(200))
	if session.Owner.Name == nil {
		return ""
	}
	return *session.Owner.Name
}

// A member says how colleagues see them, changes that, deletes it and comes back.
func TestProfile(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	do := func(method string, body any) *functiontest.Reply {
		return s.Do(method, "/v1/profile", functiontest.Request{Token: s.TokenWith(functiontest.Ada, auth0.TokenOptions{Permissions: []string{}, NoMFA: true}), Body: body})
	}
	do("GET", nil).WantProblem(404, "no-profile")
	if got := owner(t, s, l.ID, functiontest.Grace); got != "" {
		t.Errorf("before: %q", got)
	}
	want := profiled{Name: "Ada  Lovelace", Email: "Ada@North.example", Locale: "fr"}
	want.Mail.Service = true
	for range 2 { // again is harmless
		if got := read[profiled](t, do("PUT", profileOfAda).Want(200)); got != want {
			t.Errorf("stored %+v, want %+v", got, want)
		}
	}
	if got := read[profiled](t, do("GET", nil).Want(200)); got != want {
		t.Errorf("read %+v, want %+v", got, want)
	}
	if got := owner(t, s, l.ID, functiontest.Grace); got != want.Name {
		t.Errorf("a colleague sees %q", got)
	}

	id := functiontest.MemberID(functiontest.Ada)
	m, err := s.Store.Member(t.Context(), functiontest.North, id)
	if err != nil || m.State != domain.MemberActive || !m.Mail.Service || m.Mail.News {
		t.Errorf("stored: %+v, %v", m, err)
	}
	for _, plain := range []string{"Lovelace", "Ada@North"} {
		if bytes.Contains(m.Profile, []byte(plain)) {
			t.Errorf("%q is stored in plain text", plain)
		}
	}

	// What is deleted can't be opened by anybody: its key is gone.
	do("DELETE", nil).Want(204)
	if _, err := s.Vault.MemberKey(t.Context(), id); err == nil {
		t.Error("the key is there still")
	}
	if gone, err := s.Store.Member(t.Context(), functiontest.North, id); err != nil || len(gone.Profile) != 0 || gone.Mail.Service {
		t.Errorf("after the deletion: %+v, %v", gone, err)
	}
	do("GET", nil).WantProblem(404, "no-profile")
	do("DELETE", nil).Want(204)
	if got := owner(t, s, l.ID, functiontest.Grace); got != "" {
		t.Errorf("a colleague sees %q", got)
	}
	// An emptied profile is deactivated: nothing else works, and what was theirs stays.
	for _, path := range []string{"/v1/sessions", "/v1/policy", "/v1/question-sets"} {
		s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Ada)}).WantProblem(403, "deactivated")
	}
	if r := s.Do("GET", "/v1/sessions/"+l.ID+"/results/stream", functiontest.Request{Token: s.Token(functiontest.Ada)}); r.Status != 403 || r.Problem() != "deactivated" {
		t.Errorf("the stream: %d %s", r.Status, r.Problem())
	}
	do("PUT", profileOfAda).Want(200)
	s.Clock.Advance(time.Second)
	s.Do("GET", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200)

	// What an earlier key sealed is nothing, and no fault.
	if _, err := s.Store.SetProfile(t.Context(), functiontest.North, id, m.Profile, &m.Mail); err != nil {
		t.Fatal(err)
	}
	do("GET", nil).WantProblem(404, "no-profile")
}

// Whoever left a newsletter while their profile was open somewhere hasn't taken it up again by storing that.
func TestProfileKeepsWhichMailIsWanted(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	put := func(body string, news, service bool) {
		t.Helper()
		got := read[profiled](t, s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada), Body: body}).Want(200))
		m, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Ada))
		if want := (domain.MailChoice{News: news, Service: service}); err != nil || m.Mail != want || domain.MailChoice(got.Mail) != want {
			t.Errorf("%s: stored %+v, answered %+v, %v", body, m.Mail, got.Mail, err)
		}
	}
	const silent = `{"name": "Ada", "email": "ada@north.example", "locale": "en"}`
	put(silent, false, false)
	put(`{"name": "Ada", "email": "ada@north.example", "locale": "en", "mail": {"news": true, "service": true}}`, true, true)
	click(s, tokenFor(t, s, functiontest.Ada, domain.MailNews)).Want(204)
	put(silent, false, true)
	put(`{"name": "Ada", "locale": "en"}`, false, false) // there is nowhere to write to
	put(silent, false, false)
}

func TestProfileIsChecked(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	put := func(body any, bad bool) *functiontest.Reply {
		return s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada), Body: body, Bad: bad})
	}
	long := string(bytes.Repeat([]byte("é"), 81))
	for what, body := range map[string]object{
		"no name":                  {"name": "", "locale": "en", "mail": object{"news": false, "service": false}},
		"a blank name":             {"name": " ", "locale": "en", "mail": object{"news": false, "service": false}},
		"a long name":              {"name": long, "locale": "en", "mail": object{"news": false, "service": false}},
		"two lines":                {"name": "A\nB", "locale": "en", "mail": object{"news": false, "service": false}},
		"no address":               {"name": "A", "email": "x", "locale": "en", "mail": object{"news": false, "service": false}},
		"an address with a name":   {"name": "A", "email": "A <a@b.example>", "locale": "en", "mail": object{"news": false, "service": false}},
		"another language":         {"name": "A", "locale": "it", "mail": object{"news": false, "service": false}},
		"mail without an address":  {"name": "A", "locale": "en", "mail": object{"news": true, "service": false}},
		"an address that is empty": {"name": "A", "email": "", "locale": "en", "mail": object{"news": false, "service": true}},
	} {
		if r := put(body, true); r.Status != 422 {
			t.Errorf("%s: %d %s", what, r.Status, r.Problem())
		}
	}
	put(`{"name": "A", "locale": "en", "mail": {"news": false, "service": false}, "phone": "1"}`, true).WantProblem(422, "invalid")
	s.Do("GET", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada)}).WantProblem(404, "no-profile")
}

// Nobody is written to at an address that the sign-in service hasn't verified to be theirs.
func TestProfileHasNobodyElsesAddress(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	put := func(o auth0.TokenOptions, address string) *functiontest.Reply {
		body := object{"name": "Ada", "email": address, "locale": "en", "mail": object{"news": false, "service": false}}
		return s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.TokenWith(functiontest.Ada, o), Body: body})
	}
	for _, address := range []string{functiontest.Linus, "stranger@nowhere.example", "ada@north.example.evil.example", "ada+x@north.example", "ad@north.example"} {
		r := put(auth0.TokenOptions{}, address).WantProblem(422, "invalid")
		if !bytes.Contains(r.Body, []byte(`"/email"`)) || bytes.Contains(r.Body, []byte(address)) {
			t.Errorf("%s: %s", address, r.Body)
		}
	}
	put(auth0.TokenOptions{Unverified: true}, functiontest.Ada).WantProblem(422, "invalid")
	s.Do("GET", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada)}).WantProblem(404, "no-profile")
	put(auth0.TokenOptions{}, functiontest.Ada).Want(200)
	// Whose address isn't verified any more keeps the name, and can take the address out.
	put(auth0.TokenOptions{Unverified: true}, functiontest.Ada).WantProblem(422, "invalid")
	put(auth0.TokenOptions{Unverified: true}, "").Want(200)
	if got := read[profiled](t, s.Do("GET", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200)); got.Email != "" {
		t.Errorf("left: %+v", got)
	}
}

// A profile that is stored and deleted at one moment is there, or it isn't: what is
// acknowledged last, or at the same time, can be read.
func TestProfileStoredAndDeletedAtOnce(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	token := s.Token(functiontest.Ada)
	for round := range 10 {
		var all sync.WaitGroup
		for i := range 12 {
			method, body := "PUT", any(`{"name": "Ada", "locale": "en", "mail": {"news": false, "service": false}}`)
			if i%3 == 2 {
				method, body = "DELETE", nil
			}
			all.Go(func() {
				r, err := s.Try(t.Context(), method, "/v1/profile", functiontest.Request{Token: token, Body: body})
				if err != nil || r.Status >= 300 {
					t.Errorf("round %d, %s: %v, %v", round, method, r, err)
				}
			})
		}
		all.Wait()
		m, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Ada))
		if err != nil {
			t.Fatal(err)
		}
		got := s.Do("GET", "/v1/profile", functiontest.Request{Token: token})
		if active := m.State == domain.MemberActive; active != (got.Status == 200) {
			t.Errorf("round %d: the member is %s, and their profile %d", round, m.State, got.Status)
		}
	}
}

// A legal hold keeps a profile, and whoever was suspended or erased has none to change.
func TestProfileThatIsKept(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	do := func(method string, body any) *functiontest.Reply {
		return s.Do(method, "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada), Body: body})
	}
	do("PUT", profileOfAda).Want(200)
	until := s.Clock.Now().AddDate(1, 0, 0).UTC().Format(time.RFC3339)
	hold := read[struct{ ID string }](t, s.Do("POST", "/v1/holds", functiontest.Request{Token: s.Token(functiontest.Grace), Body: object{"name": "Case 1", "until": until}}).Want(201))
	do("DELETE", nil).WantProblem(409, "held")
	if got := read[profiled](t, do("GET", nil).Want(200)); got.Name != "Ada  Lovelace" {
		t.Errorf("under a hold: %+v", got)
	}
	s.Do("DELETE", "/v1/holds/"+hold.ID, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	do("DELETE", nil).Want(204)
	do("PUT", profileOfAda).Want(200)
	id := functiontest.MemberID(functiontest.Ada)
	if err := s.Store.SetMemberState(t.Context(), functiontest.North, id, domain.MemberRevoked); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"GET", "DELETE"} {
		do(method, nil).WantProblem(403, "forbidden")
	}
	do("PUT", profileOfAda).WantProblem(403, "forbidden")
	if m, err := s.Store.Member(t.Context(), functiontest.North, id); err != nil || m.State != domain.MemberRevoked {
		t.Errorf("a suspended member is %s, %v", m.State, err)
	}
}

// Only the week of the last activity is stored, and once a week.
func TestWeekOfActivity(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	id := functiontest.MemberID(functiontest.Ada)
	var last domain.Member
	visit := func(path string) domain.Member {
		t.Helper()
		s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200)
		m, err := s.Store.Member(t.Context(), functiontest.North, id)
		if err != nil || m.Week != domain.WeekOf(s.Clock.Now()) {
			t.Fatalf("%+v, %v", m, err)
		}
		return m
	}
	for range 3 {
		first := visit("/v1/sessions")
		if first.Stored.Equal(last.Stored) {
			t.Error("nothing was written in a new week")
		}
		for _, path := range []string{"/v1/policy", "/v1/sessions", "/v1/question-sets"} {
			if again := visit(path); !again.Stored.Equal(first.Stored) {
				t.Error("written more than once in a week")
			}
		}
		last = first
		s.Clock.Advance(7 * 24 * time.Hour)
	}
}
