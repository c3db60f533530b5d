package rights_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The secret of a join outlives every ticket.
func TestMeBySecret(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.Policy.KeptMonths, o.Policy.KeptDays = 0, 200 }})
	l, other := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("text", `"Paris"`)
	l.Patch(`{"state": "closed"}`)
	s.Clock.Advance(100 * 24 * time.Hour)
	get(s, ada.Token).WantProblem(401, "invalid-token") // long expired
	at := func(method, path, sid, bearer string) *functiontest.Reply {
		q := functiontest.Request{Token: bearer}
		if method == "PATCH" {
			q.Body = `{"alias": "Ada L."}`
		}
		return s.Do(method, path+"?session="+sid, q)
	}
	var got me
	at("GET", "/v1/me", l.ID, ada.Key).Want(200).JSON(&got)
	if got.Participant.ID != ada.ID || got.Participant.Alias != "Ada" || len(got.Answers) != 1 || got.Session.State != domain.Closed {
		t.Errorf("%+v", got)
	}
	at("PATCH", "/v1/me", l.ID, ada.Key).Want(200)
	at("GET", "/v1/me/export", l.ID, ada.Key).Want(200)

	for name, c := range map[string]struct{ sid, bearer string }{
		"somebody else's secret":    {l.ID, functiontest.NewKey()},
		"another session":           {other.ID, ada.Key},
		"no such session":           {s.NewID(), ada.Key},
		"not the id of a session":   {"..", ada.Key},
		"a short secret":            {l.ID, "short"},
		"a token":                   {l.ID, ada.Token},
		"a long secret":             {l.ID, strings.Repeat("x", 129)},
		"the id of the participant": {l.ID, ada.ID},
	} {
		for _, what := range []string{"GET /v1/me", "PATCH /v1/me", "DELETE /v1/me", "GET /v1/me/export"} {
			method, path, _ := strings.Cut(what, " ")
			if r := at(method, path, c.sid, c.bearer); r.Status != 401 || r.Problem() != "invalid-token" {
				t.Errorf("%s, %s: %d %s", name, what, r.Status, r.Body)
			}
		}
	}
	s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Key}).WantProblem(401, "invalid-token") // of which session?

	at("DELETE", "/v1/me", l.ID, ada.Key).Want(202)
	at("GET", "/v1/me", l.ID, ada.Key).WantProblem(410, "participant-erased")
	s.Retain(t.Context())
	at("GET", "/v1/me", l.ID, ada.Key).WantProblem(410, "participant-erased")
	if body := string(at("DELETE", "/v1/me", l.ID, ada.Key).Want(202).Body); !strings.Contains(body, `"state":"erased","receiptId":"`) {
		t.Errorf("erased: %s", body)
	}
}

// A student who has the words of their secret has the code that they joined with, and no id.
func TestMeByCode(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, other := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("text", `"Paris"`)
	at := func(method, path, code, bearer string) *functiontest.Reply {
		return s.Do(method, path+"?code="+code, functiontest.Request{Token: bearer})
	}
	at("GET", "/v1/me", l.Code, ada.Key).Want(200)
	l.Patch(`{"state": "closed"}`)
	// Years later the code is another session's as well.
	namesake := s.Open(functiontest.Start{})
	if _, err := s.Store.UpdateSession(t.Context(), namesake.ID, func(d *domain.Session) error {
		d.GivenCode = l.Code
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	bo := namesake.Join("Bo")
	for _, code := range []string{l.Code, strings.ToLower(l.Code[:3]) + "-" + l.Code[3:]} {
		for _, st := range []*functiontest.Student{ada, bo} {
			var got me
			at("GET", "/v1/me", code, st.Key).Want(200).JSON(&got)
			if got.Participant.ID != st.ID || got.Session.ID != st.Lesson.ID || len(got.Questions) != len(functiontest.Kinds) {
				t.Errorf("%s: %+v", code, got)
			}
		}
	}
	var token me
	get(s, bo.Token).Want(200).JSON(&token)
	if len(token.Questions) > 0 {
		t.Errorf("a page that has the questions was sent %d again", len(token.Questions))
	}
	at("GET", "/v1/me/export", l.Code, ada.Key).Want(200)
	alike := ""
	for name, c := range map[string]struct{ code, bearer string }{
		"another session's code":  {other.Code, ada.Key},
		"nobody's code":           {"BCDFGH", ada.Key},
		"no code":                 {"1", ada.Key},
		"somebody else's secret":  {l.Code, functiontest.NewKey()},
		"not a secret":            {l.Code, "short"},
		"the id of a participant": {l.Code, ada.ID},
	} {
		began := time.Now()
		r := at("GET", "/v1/me", c.code, c.bearer).WantProblem(401, "invalid-token")
		if took := time.Since(began); took < 100*time.Millisecond {
			t.Errorf("%s: refused after %v", name, took)
		}
		if alike == "" {
			alike = r.Alike()
		}
		if r.Alike() != alike {
			t.Errorf("%s: %s, others %s", name, r.Alike(), alike)
		}
	}
	at("DELETE", "/v1/me", l.Code, ada.Key).Want(202)
	at("GET", "/v1/me", l.Code, ada.Key).WantProblem(410, "participant-erased")
}
