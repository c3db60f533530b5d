package org_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type recorded struct {
	ID, By, Reference, On string
	Who, Session          *string
	School, People        struct{ State string }
	Hold                  *struct{ Stands bool }
}

type recordedList struct{ Items []recorded }

// A warrant is a disclosure with what the test changes of it.
func warrant(s *functiontest.School, change func(object)) object {
	now := s.Clock.Now()
	o := object{
		"ground": "warrant", "authority": "District court", "reference": "Case 1", "decider": "Head teacher", "categories": list{"answers", "aliases"},
		"on": now.AddDate(0, 0, -1).Format(time.DateOnly), "people": object{"state": "not-yet"},
	}
	if change != nil {
		change(o)
	}
	return o
}

// What a school handed over under legal process stands on its record, once however often it is sent, with who was told,
// and what hangs on it isn't erased.
func TestDisclosures(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	st := l.Join("Ada")
	grace := s.Token(functiontest.Grace)
	key := functiontest.NewKey()
	send := func(key string, change func(object)) *functiontest.Reply {
		return s.Do("POST", "/v1/disclosures", functiontest.Request{Token: grace, Key: key, Body: warrant(s, change)})
	}
	held := func(o object) {
		o["session"], o["hold"] = l.ID, s.Clock.Now().AddDate(0, 12, 0).UTC().Format(time.RFC3339)
	}
	d := read[recorded](t, send(key, held).Want(201))
	if again := read[recorded](t, send(key, held).Want(201)); again.ID != d.ID || d.Hold == nil || !d.Hold.Stands || d.By != "school" || *d.Who != functiontest.MemberID(functiontest.Grace) {
		t.Errorf("%+v, then %+v", d, again)
	}
	send(key, func(o object) { held(o); o["reference"] = "Case 2" }).WantProblem(422, "idempotency-key-reused")
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: st.Token}).Want(202)
	s.Retain(t.Context())
	if state := read[struct{ State string }](t, s.Do("DELETE", "/v1/me", functiontest.Request{Token: st.Token}).Want(202)); state.State != "held" {
		t.Errorf("what was handed over is %s", state.State)
	}

	patch := func(body object) *functiontest.Reply {
		return s.Do("PATCH", "/v1/disclosures/"+d.ID, functiontest.Request{Token: grace, Body: body})
	}
	patch(object{"people": object{"state": "forbidden", "until": s.Clock.Now().AddDate(0, 1, 0).UTC().Format(time.RFC3339)}}).Want(200)
	today := s.Clock.Now().UTC().Format(time.DateOnly)
	if told := read[recorded](t, patch(object{"people": object{"state": "told", "on": today}}).Want(200)); told.People.State != "told" {
		t.Errorf("%+v", told)
	}
	patch(object{"people": object{"state": "told", "on": today}}).Want(200)
	patch(object{"people": object{"state": "not-yet"}}).WantProblem(409, "told-already")
	patch(object{"school": object{"state": "told", "on": today}}).WantProblem(422, "invalid")
	s.Do("PATCH", "/v1/disclosures/"+d.ID, functiontest.Request{Token: s.Token(functiontest.Alan), Body: object{}}).WantProblem(404, "not-found")
	if all := read[recordedList](t, s.Do("GET", "/v1/disclosures", functiontest.Request{Token: s.Token(functiontest.Alan)}).Want(200)); len(all.Items) != 0 {
		t.Errorf("another school reads %+v", all.Items)
	}
}

// Nothing is recorded that doesn't say to whom, why, what and by whose decision, or that hasn't happened.
func TestDisclosuresAreWhole(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	far := s.Clock.Now().AddDate(0, 25, 0).UTC().Format(time.RFC3339)
	for pointer, change := range map[string]func(object){
		"/ground":       func(o object) { o["ground"] = "request" },
		"/authority":    func(o object) { o["authority"] = "" },
		"/reference":    func(o object) { o["reference"] = strings.Repeat("x", domain.DisclosureTextMax+1) },
		"/decider":      func(o object) { o["decider"] = "a\nb" },
		"/categories":   func(o object) { o["categories"] = list{} },
		"/on":           func(o object) { o["on"] = s.Clock.Now().AddDate(0, 0, 2).Format(time.DateOnly) },
		"/people/state": func(o object) { o["people"] = object{"state": ""} },
		"/people/on":    func(o object) { o["people"] = object{"state": "told"} },
		"/people/until": func(o object) { o["people"] = object{"state": "forbidden", "until": far} },
		"/hold":         func(o object) { o["hold"] = far },
	} {
		reply := s.Do("POST", "/v1/disclosures", functiontest.Request{
			Token: s.Token(functiontest.Grace), Key: functiontest.NewKey(), Body: warrant(s, change), Bad: true,
		}).WantProblem(422, "invalid")
		if !strings.Contains(string(reply.Body), `"`+pointer+`"`) {
			t.Errorf("%s: %s", pointer, reply.Body)
		}
	}
	s.Do("POST", "/v1/disclosures", functiontest.Request{
		Token: s.Token(functiontest.Grace), Key: functiontest.NewKey(), Body: warrant(s, func(o object) { o["session"] = s.NewID() }),
	}).WantProblem(404, "not-found")
	if all := read[recordedList](t, s.Do("GET", "/v1/disclosures", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)); len(all.Items) != 0 {
		t.Errorf("recorded: %+v", all.Items)
	}
}

// What the operator had to hand over, the school reads at once; where telling it is forbidden, once that has ended or the
// operator notes that it was told. It can't release what the operator holds, and the operator sees nothing of its own.
func TestDisclosuresOfTheOperator(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ops := s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}})
	grace := s.Token(functiontest.Grace)
	path := "/v1/orgs/" + functiontest.North + "/disclosures"
	record := func(change func(object)) recorded {
		t.Helper()
		return read[recorded](t, s.Do("POST", path, functiontest.Request{Token: ops, Key: functiontest.NewKey(), Body: warrant(s, change)}).Want(201))
	}
	reads := func(token, path string) (ids []string) {
		t.Helper()
		for _, d := range read[recordedList](t, s.Do("GET", path, functiontest.Request{Token: token}).Want(200)).Items {
			ids = append(ids, d.ID)
		}
		return ids
	}
	until := func(months int) string { return s.Clock.Now().AddDate(0, months, 0).UTC().Format(time.RFC3339) }
	open := record(nil)
	silent := record(func(o object) {
		o["school"], o["hold"], o["reference"] = object{"state": "forbidden", "until": until(2)}, until(6), "Case 9"
	})
	if ids := reads(grace, "/v1/disclosures"); len(ids) != 1 || ids[0] != open.ID {
		t.Errorf("the school reads %v, want %s alone", ids, open.ID)
	}
	s.Do("PATCH", "/v1/disclosures/"+silent.ID, functiontest.Request{Token: grace, Body: object{"people": object{"state": "not-reachable"}}}).WantProblem(404, "not-found")
	holds := read[struct {
		Items []struct{ ID, Kind, Name string }
	}](t, s.Do("GET", "/v1/holds", functiontest.Request{Token: grace}).Want(200))
	if len(holds.Items) != 1 || holds.Items[0].Kind != "operator" || holds.Items[0].Name != "Hold of the operator" {
		t.Errorf("holds: %+v", holds.Items)
	}
	refused := s.Do("DELETE", "/v1/holds/"+holds.Items[0].ID, functiontest.Request{Token: grace}).WantProblem(409, "wrong-state")
	// Nothing that the school reads of a hold says what it is for.
	for _, path := range []string{"/v1/holds", "/v1/retention/plan", "/v1/disclosures", "/v1/erasures"} {
		if body := string(s.Do("GET", path, functiontest.Request{Token: grace}).Want(200).Body) + string(refused.Body); strings.Contains(body, "process") || strings.Contains(body, "Case 9") {
			t.Errorf("%s: %s", path, body)
		}
	}

	own := read[recorded](t, s.Do("POST", "/v1/disclosures", functiontest.Request{Token: grace, Key: functiontest.NewKey(), Body: warrant(s, nil)}).Want(201))
	if ids := reads(ops, path); len(ids) != 2 || ids[0] == own.ID || ids[1] == own.ID {
		t.Errorf("the operator reads %v", ids)
	}
	s.Do("PATCH", path+"/"+own.ID, functiontest.Request{Token: ops, Body: object{"people": object{"state": "not-reachable"}}}).WantProblem(404, "not-found")

	s.Clock.Advance(62 * 24 * time.Hour) // it isn't forbidden any longer
	ops = s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}})
	grace = s.Token(functiontest.Grace)
	if ids := reads(grace, "/v1/disclosures"); len(ids) != 3 {
		t.Errorf("the school reads %v", ids)
	}
	s.Do("PATCH", path+"/"+silent.ID, functiontest.Request{Token: ops, Body: object{"school": object{"state": "told", "on": s.Clock.Now().UTC().Format(time.DateOnly)}, "hold": until(3)}}).Want(200)
	s.Do("PATCH", "/v1/disclosures/"+silent.ID, functiontest.Request{Token: grace, Body: object{"hold": until(3)}}).WantProblem(409, "wrong-state")
	for range 2 {
		s.Do("DELETE", path+"/"+silent.ID+"/hold", functiontest.Request{Token: ops}).Want(204)
	}
	s.Do("DELETE", path+"/"+open.ID+"/hold", functiontest.Request{Token: ops}).WantProblem(404, "not-found")
	for _, d := range read[recordedList](t, s.Do("GET", path, functiontest.Request{Token: ops}).Want(200)).Items {
		if d.Hold != nil && d.Hold.Stands {
			t.Errorf("%+v is still held", d)
		}
	}
}

// Of what a restore lost, what is held for it is found by the operator, and can be released.
func TestDisclosuresThatAreLost(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ops := s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}})
	path := "/v1/orgs/" + functiontest.North + "/disclosures"
	now := s.Clock.Now()
	hold := domain.Hold{
		ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldProcess, Name: "Hold of the operator", PlacedAt: now, Until: now.AddDate(0, 6, 0), Disclosure: s.NewID(),
	}
	own := domain.Hold{ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldLegal, Name: "Case 1", PlacedAt: now, Until: now.AddDate(0, 6, 0), Disclosure: s.NewID()}
	for _, d := range []domain.Hold{hold, own} {
		if _, err := s.Vault.PlaceHold(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	type lost struct {
		Lost []struct {
			ID   string
			Hold struct{ ID string }
		}
	}
	find := func() lost { return read[lost](t, s.Do("GET", path, functiontest.Request{Token: ops}).Want(200)) }
	if got := find(); len(got.Lost) != 1 || got.Lost[0].ID != hold.Disclosure || got.Lost[0].Hold.ID != hold.ID {
		t.Errorf("%+v", got)
	}
	if body := s.Do("GET", "/v1/disclosures", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200).Body; strings.Contains(string(body), hold.ID) {
		t.Errorf("the school reads %s", body)
	}
	s.Do("DELETE", path+"/"+hold.Disclosure+"/hold", functiontest.Request{Token: ops}).Want(204)
	if got := find(); len(got.Lost) != 0 {
		t.Errorf("%+v is still there", got)
	}
}

// So many are recorded and no more, and the school's leave the operator room.
func TestDisclosuresAreLimited(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	send := func() *functiontest.Reply {
		return s.Do("POST", "/v1/disclosures", functiontest.Request{Token: s.Token(functiontest.Grace), Key: functiontest.NewKey(), Body: warrant(s, nil)})
	}
	for n := range domain.DisclosuresMax {
		if n > 0 && n%domain.DisclosuresDayMax == 0 {
			send().WantProblem(409, "too-many-disclosures")
			s.Clock.Advance(domain.DisclosuresTime)
		}
		send().Want(201)
	}
	s.Clock.Advance(domain.DisclosuresTime)
	send().WantProblem(409, "too-many-disclosures")
	ops := s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}})
	s.Do("POST", fmt.Sprintf("/v1/orgs/%s/disclosures", functiontest.North), functiontest.Request{Token: ops, Key: functiontest.NewKey(), Body: warrant(s, nil)}).Want(201)
}
