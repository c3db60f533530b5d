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
