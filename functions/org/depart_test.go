package org_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
)

// An administrator sees what would follow from a departure, by rule and promise, of their own school only; looking
// changes nothing.
func TestDepartures(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	type simulation struct {
		On, Until time.Time
		Items     []struct {
			Subject struct{ Kind, Session, Participant, Member string }
			Steps   []struct{ To, Rule, Promise string }
			Stays   string
		}
	}
	ask := func(as, query string) *functiontest.Reply {
		return s.Do("GET", "/v1/departures?"+query, functiontest.Request{Token: s.Token(as)})
	}
	on := s.Clock.Now().AddDate(0, 1, 0).UTC().Truncate(time.Second)
	leaves := read[simulation](t, ask(functiontest.Grace, "kind=member&id="+functiontest.MemberID(functiontest.Ada)+"&on="+on.Format(time.RFC3339)).Want(200))
	if !leaves.On.Equal(on) || !leaves.Until.After(on) {
		t.Errorf("from %v to %v", leaves.On, leaves.Until)
	}
	found := false
	for _, item := range leaves.Items {
		for _, step := range item.Steps {
			found = found || item.Subject.Session == l.ID && step.To == "deleted" && step.Rule == "org-left" && step.Promise == "P26"
		}
	}
	if !found {
		t.Errorf("a teacher leaves: %+v", leaves.Items)
	}
	goes := read[simulation](t, ask(functiontest.Grace, "kind=participant&session="+l.ID+"&id="+ada.ID).Want(200))
	if len(goes.Items) != 2 || goes.Items[0].Subject.Participant != ada.ID || goes.Items[0].Steps[0].To != "erased" || goes.Items[1].Stays != "others" {
		t.Errorf("a student goes: %+v", goes.Items)
	}
	ends := read[simulation](t, ask(functiontest.Grace, "kind=org").Want(200))
	if n := len(ends.Items); n < 2 || ends.Items[n-1].Stays != "receipts" {
		t.Errorf("the contract ends: %+v", ends.Items)
	}
	ask(functiontest.Alan, "kind=participant&session="+l.ID+"&id="+ada.ID).WantProblem(404, "not-found")
	ask(functiontest.Ada, "kind=org").WantProblem(403, "forbidden")
	for _, bad := range []string{"kind=teacher", "kind=member", "kind=org&id=" + ada.ID, "kind=org&on=soon", "kind=org&until=2100-01-01T00:00:00Z"} {
		s.Do("GET", "/v1/departures?"+bad, functiontest.Request{Token: s.Token(functiontest.Grace), Bad: true}).WantProblem(422, "invalid")
	}
	s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).Want(200)
}
