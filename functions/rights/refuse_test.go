package rights_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What a parent refuses stands until they lift it: no answer is accepted, and both pages say so.
func TestParentRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Record("text", `"Paris"`)
	secret := parentOf(ada)
	put := func(bearer, body string, bad bool) *functiontest.Reply {
		return s.Do("PUT", "/v1/me/refusals?session="+l.ID, functiontest.Request{Token: bearer, Body: body, Bad: bad})
	}
	live := l.Watch(s.Token(functiontest.Ada))
	live.Want("snapshot", &struct{}{})
	var acts domain.ParentActs
	for range 2 { // sent again, it changes nothing
		put(secret, `{"collection": true, "disclosure": true}`, false).Want(200).JSON(&acts)
	}
	if acts.Refuses() != (domain.Refusals{Collection: true, Disclosure: true}) || !acts.CollectionRefusedAt.Equal(acts.DisclosureRefusedAt) {
		t.Errorf("%+v", acts)
	}
	var joined struct{ Participant functiontest.Participant }
	live.Want("participantJoined", &joined)
	if got := joined.Participant.Parent; joined.Participant.ID != ada.ID || got != acts {
		t.Errorf("the live view was sent %+v, want %+v", got, acts)
	}
	if p := l.Results().Of(t, ada.ID); p.Parent != acts || len(p.Answers) != 1 {
		t.Errorf("results %+v", p)
	}
	var mine ofParent
	get(s, ada.Token).Want(200).JSON(&mine)
	if mine.Parent != acts {
		t.Errorf("the student sees %+v", mine.Parent)
	}
	s.Clock.Advance(2 * time.Second)
	answer := func(st *functiontest.Student) *functiontest.Reply {
		r, err := st.TryAnswer(t.Context(), give("text", 2, `"Lyon"`))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	answer(ada).WantProblem(403, "collection-refused")
	answer(bo).Want(200)
	// Coming back changes nothing of that.
	ada.JoinAgain()
	answer(ada).WantProblem(403, "collection-refused")

	s.Clock.Advance(time.Minute)
	put(secret, `{"collection": false, "disclosure": true}`, false).Want(200).JSON(&acts)
	if acts.Refuses() != (domain.Refusals{Disclosure: true}) || acts.CollectionLiftedAt.IsZero() {
		t.Errorf("%+v", acts)
	}
	s.Clock.Advance(2 * time.Second)
	answer(ada).Want(200)

	// What isn't named stays: one of a parent's devices may not know what another refused.
	put(secret, `{"collection": true}`, false).Want(200).JSON(&acts)
	if acts.Refuses() != (domain.Refusals{Collection: true, Disclosure: true}) {
		t.Errorf("%+v", acts)
	}
	put(secret, `{"disclosure": false}`, false).Want(200).JSON(&acts)
	if acts.Refuses() != (domain.Refusals{Collection: true}) {
		t.Errorf("%+v", acts)
	}
	put(secret, `{"collection": false, "disclosure": true}`, false).Want(200).JSON(&acts)

	// Not the student themselves, and nothing by half.
	put(ada.Key, `{"collection": false, "disclosure": false}`, false).WantProblem(403, "parents-only")
	s.Do("PUT", "/v1/me/refusals", functiontest.Request{Token: ada.Token, Body: `{"collection": false, "disclosure": false}`}).WantProblem(403, "parents-only")
	for _, body := range []string{`{}`, `{"collection": 1, "disclosure": true}`, `{"collection": true, "disclosure": true, "why": "x"}`} {
		put(secret, body, true).WantProblem(422, "invalid")
	}
	if p := l.Results().Of(t, ada.ID); p.Parent != acts {
		t.Errorf("what was refused changed it: %+v", p.Parent)
	}
	if page := unzip(t, export(s, ada.Token, "en").Want(200))["your-data.html"]; !strings.Contains(page, "Disclosure beyond the service refused by a parent") {
		t.Errorf("the student's page: %s", page)
	}
}

// Each lifted refusal is sent to every view; refusing is always possible.
func TestLiftsAreBounded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	secret := parentOf(l.Join("Ada"))
	put := func(collection string) *functiontest.Reply {
		return s.Do("PUT", "/v1/me/refusals?session="+l.ID, functiontest.Request{Token: secret, Body: `{"collection": ` + collection + `, "disclosure": false}`})
	}
	for range domain.LiftsMax {
		put("true").Want(200)
		put("false").Want(200)
	}
	put("true").Want(200)
	put("false").WantProblem(409, "too-many-lifts")
	put("true").Want(200)
}
