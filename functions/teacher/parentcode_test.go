package teacher_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type code struct{ Secret, Code, Language string }

// giveCode asks for a parent's code of a student.
func giveCode(l *functiontest.Lesson, pid, key string) *functiontest.Reply {
	return l.School.Do("POST", l.Path("/participants/"+pid+"/parent-code"), functiontest.Request{Token: l.School.Token(l.Teacher), Key: key})
}

// A code opens one student and no other, and nothing that is stored tells it.
func TestGiveParentCode(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.Language = "fr" }})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	var first, second, other, again code
	key := functiontest.NewKey()
	giveCode(l, ada.ID, key).Want(201).JSON(&first)
	if raw, err := base64.RawURLEncoding.DecodeString(first.Secret); err != nil || len(raw) != domain.IDBytes || first.Code != l.Code || first.Language != "fr" {
		t.Errorf("%+v, %v", first, err)
	}
	giveCode(l, ada.ID, key).Want(201).JSON(&again)
	if again != first {
		t.Errorf("asked again: %+v, was %+v", again, first)
	}
	giveCode(l, bo.ID, key).Want(201).JSON(&other)
	giveCode(l, ada.ID, "").Want(201).JSON(&second)
	if other.Secret == first.Secret || second.Secret == first.Secret {
		t.Error("two codes are one")
	}
	alias := func(secret string) string {
		t.Helper()
		r := s.Do("GET", "/v1/me?session="+l.ID, functiontest.Request{Token: secret})
		var me struct {
			As          string
			Participant struct{ Alias string }
		}
		if r.Status != 200 {
			return r.Problem()
		}
		r.JSON(&me)
		return me.As + " of " + me.Participant.Alias
	}
	for secret, want := range map[string]string{
		first.Secret: "invalid-token", second.Secret: "parent of Ada", other.Secret: "parent of Bo", ada.Key: "student of Ada",
	} {
		if got := alias(secret); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for name, doc := range s.Documents(t.Context()) {
		for _, secret := range []string{first.Secret, second.Secret, other.Secret} {
			if strings.Contains(name, secret) || strings.Contains(doc, secret) {
				t.Errorf("%s tells a secret", name)
			}
		}
	}

	// With the session over, and its code given up, the words come with the code that it had.
	l.Patch(`{"state": "closed"}`)
	var late code
	giveCode(l, bo.ID, "").Want(201).JSON(&late)
	if late.Code != l.Code {
		t.Errorf("after the close the code is %q", late.Code)
	}
	s.Do("GET", "/v1/me?code="+late.Code, functiontest.Request{Token: late.Secret}).Want(200)
}

// Whoever may not erase the student gives out no code, and of nobody there is none.
func TestGiveParentCodeRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, other := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	ada, bo, elsewhere := l.Join("Ada"), l.Join("Bo"), other.Join("Cy")
	for name, pid := range map[string]string{"nobody": s.NewID(), "no id": "ada", "of another session": elsewhere.ID} {
		if r := s.Do("POST", l.Path("/participants/"+pid+"/parent-code"), functiontest.Request{Token: s.Token(functiontest.Ada), Bad: name == "no id"}); r.Status != 404 || r.Problem() != "not-found" {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
	s.Do("POST", l.Path("/participants/"+ada.ID+"/parent-code"), functiontest.Request{Token: s.Token(functiontest.Ada), Key: "short", Bad: true}).WantProblem(422, "idempotency-key-invalid")
	// From the moment on at which a student asks for their erasure.
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	giveCode(l, ada.ID, "").WantProblem(404, "not-found")
	s.Retain(t.Context())
	giveCode(l, ada.ID, "").WantProblem(404, "not-found")
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	giveCode(l, bo.ID, "").WantProblem(404, "not-found")
}

// Five codes in a day and twenty in all, also where several are asked for at once.
func TestParentCodesAreBounded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	var last code
	for n := 0; n < domain.ParentCodesMax; n += domain.ParentCodesADay {
		var all sync.WaitGroup
		status := make([]int, domain.ParentCodesADay+2)
		for i := range status {
			all.Go(func() {
				r, err := s.Try(t.Context(), "POST", l.Path("/participants/"+ada.ID+"/parent-code"), functiontest.Request{Token: s.Token(functiontest.Ada)})
				if err != nil {
					t.Error(err)
					return
				}
				status[i] = r.Status
			})
		}
		all.Wait()
		slices.Sort(status)
		if want := append(slices.Repeat([]int{201}, domain.ParentCodesADay), 409, 409); fmt.Sprint(status) != fmt.Sprint(want) {
			t.Fatalf("after %d: %v", n, status)
		}
		giveCode(l, ada.ID, "").WantProblem(409, "too-many-parent-codes")
		giveCode(l, bo.ID, "").Want(201).JSON(&last)
		s.Clock.Advance(24*time.Hour - time.Minute) // the clock goes on meanwhile
		giveCode(l, ada.ID, "").WantProblem(409, "too-many-parent-codes")
		s.Clock.Advance(2 * time.Minute)
	}
	s.Clock.Advance(7 * 24 * time.Hour)
	giveCode(l, ada.ID, "").WantProblem(409, "too-many-parent-codes")
	s.Do("GET", "/v1/me?session="+l.ID, functiontest.Request{Token: last.Secret}).Want(200)
}
