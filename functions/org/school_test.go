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

type object = map[string]any

type list = []any

func east(change func(object)) object {
	o := object{
		"id": "org_east", "name": "East School", "country": "US", "region": "US-CA", "timezone": "America/Los_Angeles", "language": "en",
		"contacts": object{"office": "office@east.example", "privacy": "privacy@east.example", "incident": ""}, "holidays": list{"2026-11-27"},
		"policy": object{"kept": "P6M", "restore": "P6M", "purposes": list{"teaching"}, "clause": "Agreement, section 7", "maxParticipants": 0},
	}
	change(o)
	return o
}

func agreed(s *functiontest.School, days int) object {
	now := s.Clock.Now()
	return object{
		"kind": "student-privacy", "number": "NDPA-1", "parties": list{"East School", "cleanslate"}, "signed": now.AddDate(0, 0, -2).Format(time.DateOnly),
		"ends": now.AddDate(0, 0, days).Format(time.DateOnly), "exhibits": list{object{"name": "Exhibit A", "sha256": strings.Repeat("0f", 32), "where": "shelf 3"}},
		"clauses":   list{object{"id": "ndpa", "within": object{"count": 48, "unit": "hours"}, "words": "forty-eight (48) hours"}},
		"retention": "Section 7", "ageLine": 13, "consent": "school",
	}
}

type school struct {
	ID, Name, Country, Region, Timezone, State string
	EndsAt                                     *time.Time
	Contacts                                   struct{ Office, Privacy, Incident string }
	Clauses, Offered                           []struct {
		ID     string
		Words  string
		Within domain.Within
	}
}

type history struct {
	Items []struct {
		N        int
		By, What string
		Who      *string
		Fields   []struct{ Name, Before, After string }
	}
}

// A school comes in, is changed and leaves, by routes alone.
func TestSchools(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ops := s.Token(functiontest.Ops)
	do := func(method, path string, body any) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: ops, Body: body})
	}
	key := functiontest.NewKey()
	add := func(key string, body object) *functiontest.Reply {
		return s.Do("POST", "/v1/orgs", functiontest.Request{Token: ops, Key: key, Body: body})
	}
	added := read[school](t, add(key, east(func(object) {})).Want(201))
	if added.Contacts.Office != "office@east.example" || added.EndsAt != nil || added.State != "active" {
		t.Errorf("added: %+v", added)
	}
	// A repetition finds it; another request doesn't.
	add(key, east(func(object) {})).Want(201)
	add(key, east(func(o object) { o["name"] = "West" })).WantProblem(422, "idempotency-key-reused")
	add(functiontest.NewKey(), east(func(object) {})).WantProblem(409, "school-exists")
	add("", east(func(object) {})).WantProblem(409, "school-exists")
	// What is stored of the contacts is sealed, but for the published one.
	for name, doc := range documentsOf(t, s) {
		if strings.Contains(doc, "office@east.example") {
			t.Errorf("%s has the address of the office", name)
		}
	}
	// Its first policy is one that the product accepts, and the public page states it.
	if public := string(s.Do("GET", "/v1/orgs/org_east/privacy", functiontest.Request{}).Want(200).Body); !strings.Contains(public, `"purposes":["teaching"],"clause":"Agreement, section 7"`) {
		t.Errorf("public: %s", public)
	}
	o, err := s.Store.Org(t.Context(), "org_east")
	if err != nil || o.Policy.Check() != nil {
		t.Errorf("the first policy: %v, %v", o.Policy.Check(), err)
	}

	for name, bad := range map[string]struct {
		change  func(object)
		pointer string
	}{
		"a path for an id":     {func(o object) { o["id"] = "../x" }, "/id"},
		"no state":             {func(o object) { o["id"], o["region"] = "org_x", "" }, "/region"},
		"no purposes":          {func(o object) { o["id"], o["policy"].(object)["purposes"] = "org_x", list{} }, "/policy/purposes"},
		"no clause":            {func(o object) { o["id"], o["policy"].(object)["clause"] = "org_x", "" }, "/policy/clause"},
		"an office by name":    {func(o object) { o["id"], o["contacts"].(object)["office"] = "org_x", "the office" }, "/contacts/office"},
		"privacy of nobody":    {func(o object) { o["id"], o["contacts"].(object)["privacy"] = "org_x", "" }, "/contacts/privacy"},
		"a time zone of Mars":  {func(o object) { o["id"], o["timezone"] = "org_x", "Mars/Base" }, "/timezone"},
		"holidays out of line": {func(o object) { o["id"], o["holidays"] = "org_x", list{"2026-12-24", "2026-11-27"} }, "/holidays"},
	} {
		r := s.Do("POST", "/v1/orgs", functiontest.Request{Token: ops, Body: east(bad.change), Bad: true}).WantProblem(422, "invalid")
		if !strings.Contains(string(r.Body), `"pointer":"`+bad.pointer+`"`) {
			t.Errorf("%s: %s", name, r.Body)
		}
	}

	// Without an agreement nothing may be collected; with one, until it ends.
	path := "/v1/orgs/org_east"
	if _, ok := o.Agreement(s.Clock.Now()); ok {
		t.Error("without an agreement, one is in force")
	}
	akey := functiontest.NewKey()
	first := read[struct {
		ID      string
		InForce bool
	}](t, s.Do("POST", path+"/agreements", functiontest.Request{Token: ops, Key: akey, Body: agreed(s, 400)}).Want(201))
	again := read[struct{ ID string }](t, s.Do("POST", path+"/agreements", functiontest.Request{Token: ops, Key: akey, Body: agreed(s, 400)}).Want(201))
	if !first.InForce || again.ID != first.ID {
		t.Errorf("%+v, again %+v", first, again)
	}
	s.Do("POST", path+"/agreements", functiontest.Request{Token: ops, Key: akey, Body: agreed(s, 500)}).WantProblem(422, "idempotency-key-reused")
	// California's school has the clause that it agreed to, as it was changed, and not New York's.
	got := read[school](t, do("GET", path, nil).Want(200))
	if len(got.Clauses) != 2 || got.Clauses[1].ID != "ndpa" || got.Clauses[1].Within != (domain.Within{Count: 48, Unit: "hours"}) || got.Clauses[1].Words == "" {
		t.Errorf("clauses: %+v", got.Clauses)
	}
	for _, c := range got.Offered {
		if c.ID == "ny-2d" {
			t.Error("New York's clause is offered in California")
		}
	}
	wrong := agreed(s, 400)
	wrong["clauses"] = list{object{"id": "own"}}
	do("POST", path+"/agreements", wrong).WantProblem(422, "invalid")
	far, now := agreed(s, 400), s.Clock.Now()
	far["begins"], far["ends"] = now.AddDate(10, 0, 2).Format(time.DateOnly), now.AddDate(11, 0, 0).Format(time.DateOnly)
	do("POST", path+"/agreements", far).WantProblem(422, "invalid") // a school would be kept for as long
	over := agreed(s, -2)                                           // yesterday may not be over where the school is
	do("PATCH", path+"/agreements/"+first.ID, object{"ends": over["ends"]}).WantProblem(422, "invalid")
	do("PATCH", path+"/agreements/nothing", object{"number": "2"}).WantProblem(404, "not-found")

	// A change needs what was read, and is on record.
	etag := do("GET", path, nil).Want(200).Header.Get("ETag")
	change := object{"name": "East Academy", "contacts": object{"incident": "alarm@east.example"}}
	s.Do("PATCH", path, functiontest.Request{Token: ops, Body: change, Header: map[string]string{"If-Match": etag}}).Want(200)
	s.Do("PATCH", path, functiontest.Request{Token: ops, Body: object{"name": "E"}, Header: map[string]string{"If-Match": etag}}).WantProblem(412, "changed")
	h := read[history](t, do("GET", path+"/changes", nil).Want(200))
	if len(h.Items) != 3 || h.Items[0].What != "edited" || h.Items[0].By != "operator" || len(h.Items[0].Fields) != 2 ||
		h.Items[0].Fields[0].After != "East Academy" || h.Items[0].Fields[1].Name != "incident" || h.Items[0].Fields[1].After != "" || h.Items[2].What != "added" {
		t.Errorf("history: %+v", h.Items)
	}
	if first := read[struct{ NextPageToken *string }](t, do("GET", path+"/changes?pageSize=2", nil).Want(200)); first.NextPageToken == nil ||
		len(read[history](t, do("GET", path+"/changes?pageSize=2&pageToken="+*first.NextPageToken, nil).Want(200)).Items) != 1 {
		t.Error("the history has no second page")
	}

	// Its administrator reads it and changes whom to write to.
	s.Do("PATCH", "/v1/org", functiontest.Request{Token: s.Token(functiontest.Grace), Body: object{"name": "Mine"}, Bad: true}).WantProblem(422, "invalid")
	s.Do("PATCH", "/v1/org", functiontest.Request{Token: s.Token(functiontest.Grace), Body: object{"contacts": object{"office": "office@north.example"}}}).Want(200)
	mine := read[history](t, s.Do("GET", "/v1/org/changes", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200))
	if len(mine.Items) != 1 || mine.Items[0].By != "school" || mine.Items[0].Who == nil || *mine.Items[0].Who != functiontest.MemberID(functiontest.Grace) {
		t.Errorf("of the administrator: %+v", mine.Items)
	}

	// The dry run changes nothing.
	today := s.Clock.Now().In(time.UTC).AddDate(0, 0, -1).Format(time.DateOnly)
	do("POST", path+"/leave?dryRun=true", object{"on": today}).Want(200)
	s.Do("POST", path+"/leave?dryRun=no", functiontest.Request{Token: ops, Body: object{"on": today}, Bad: true}).Want(422)
	do("POST", path+"/leave", object{"on": s.Clock.Now().AddDate(0, 0, 3).Format(time.DateOnly)}).WantProblem(422, "invalid")
	do("POST", "/v1/orgs/"+functiontest.Operator+"/leave", object{"on": today}).WantProblem(409, "operators-own")
	if got := read[school](t, do("GET", path, nil).Want(200)); got.State != "active" {
		t.Errorf("after a dry run: %+v", got)
	}
	do("POST", path+"/leave", object{"on": today}).Want(200)
	do("POST", path+"/leave", object{"on": today}).WantProblem(409, "contract-ended")
	do("POST", path+"/agreements", agreed(s, 800)).WantProblem(409, "contract-ended")
	if got := read[school](t, do("GET", path, nil).Want(200)); got.State != "left" || got.EndsAt == nil || got.EndsAt.After(s.Clock.Now()) {
		t.Errorf("after the end: %+v", got)
	}
	if list := string(do("GET", "/v1/orgs?pageSize=3", nil).Want(200).Body); !strings.Contains(list, `"org_east"`) || !strings.Contains(list, `"nextPageToken":"org_`) {
		t.Errorf("the list: %s", list)
	}
}

func documentsOf(t *testing.T, s *functiontest.School) map[string]string {
	t.Helper()
	all := make(map[string]string)
	o, err := s.Store.OrgContact(t.Context(), "org_east")
	if err != nil {
		t.Fatal(err)
	}
	all["orgs/org_east contact"] = string(o)
	return all
}

// Only the operator's people may, and only with a second factor where something changes;
// the permission counts nowhere else.
func TestWhoAddsSchools(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	body := func(n string) object { return east(func(o object) { o["id"] = "org_" + n }) }
	for who, token := range map[string]string{
		"a school's administrator":     s.Token(functiontest.Grace),
		"who was granted it elsewhere": s.Token(functiontest.Alan),
		"the operator's, without it":   s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformIncidents, domain.OrgAdmin}}),
	} {
		for _, r := range []struct{ method, path string }{
			{"GET", "/v1/orgs"}, {"POST", "/v1/orgs"}, {"GET", "/v1/orgs/" + functiontest.North}, {"PATCH", "/v1/orgs/" + functiontest.North},
			{"GET", "/v1/orgs/" + functiontest.North + "/agreements"}, {"POST", "/v1/orgs/" + functiontest.North + "/agreements"},
			{"GET", "/v1/orgs/" + functiontest.North + "/changes"}, {"POST", "/v1/orgs/" + functiontest.North + "/leave"},
		} {
			q := functiontest.Request{Token: token}
			if r.method != "GET" {
				q.Body, q.Bad = body("x"), true
			}
			if got := s.Do(r.method, r.path, q); got.Status != 403 {
				t.Errorf("%s, %s %s: %d", who, r.method, r.path, got.Status)
			}
		}
	}
	s.Do("POST", "/v1/orgs", functiontest.Request{Token: s.TokenWith(functiontest.Ops, auth0.TokenOptions{NoMFA: true}), Body: body("y")}).WantProblem(401, "second-factor-required")
	s.Do("GET", "/v1/orgs/org_nothing", functiontest.Request{Token: s.Token(functiontest.Ops)}).WantProblem(404, "not-found")
}

// A contract whose last agreement is over ends by itself, unless it was renewed; a year
// later nothing is left, its history included.
func TestContractEndsByItself(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ops := s.Token(functiontest.Ops)
	s.Do("POST", "/v1/orgs", functiontest.Request{Token: ops, Body: east(func(object) {})}).Want(201)
	path := "/v1/orgs/org_east"
	s.Do("POST", path+"/agreements", functiontest.Request{Token: ops, Body: agreed(s, 10)}).Want(201)
	renewal := agreed(s, 40)
	renewal["number"] = "NDPA-2"
	s.Do("POST", path+"/agreements", functiontest.Request{Token: ops, Body: renewal}).Want(201)
	state := func() domain.Org {
		o, err := s.Store.Org(t.Context(), "org_east")
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	s.Clock.Advance(12 * 24 * time.Hour)
	if s.Tick(t.Context()); state().State != domain.OrgActive {
		t.Fatal("a renewed contract ended")
	}
	s.Clock.Advance(30 * 24 * time.Hour)
	if s.Tick(t.Context()); state().State != domain.OrgLeft || !state().LeftAt.Equal(state().Agreements[1].EndsAt) {
		t.Fatalf("the contract goes on: %+v", state())
	}
	h := read[history](t, s.Do("GET", path+"/changes", functiontest.Request{Token: s.Token(functiontest.Ops)}).Want(200))
	if h.Items[0].What != "contract-ended" || h.Items[0].By != "system" || h.Items[0].Who != nil {
		t.Errorf("history: %+v", h.Items[0])
	}
	s.Clock.Advance(370 * 24 * time.Hour)
	for range 3 {
		s.Tick(t.Context())
		s.Retain(t.Context())
		s.Mail(t.Context())
	}
	if state().State != domain.OrgErased {
		t.Fatalf("a year later: %+v", state())
	}
	if all, _, err := s.Store.Changes(t.Context(), "org_east", 10, ""); err != nil || len(all) != 0 {
		t.Errorf("its history is left: %v, %v", all, err)
	}
	s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Ops)}).WantProblem(404, "not-found")
}

// What one administrator may change in a day is bounded, with its history and the versions of
// the policy, and nothing that can't wait needs room in it; another one goes on.
func TestChangesAreBounded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	grace := func() string { return s.Token(functiontest.Grace) }
	patch := func(token string, contacts object) *functiontest.Reply {
		return s.Do("PATCH", "/v1/org", functiontest.Request{Token: token, Body: object{"contacts": contacts}})
	}
	privacy := func(i int) object {
		return object{"privacy": []string{"privacy@north.example", "data@north.example"}[i%2]}
	}
	stored := func() (entries, versions int) {
		t.Helper()
		o, err := s.Store.Org(t.Context(), functiontest.North)
		if err != nil {
			t.Fatal(err)
		}
		for token := ""; ; {
			all, next, err := s.Store.Changes(t.Context(), functiontest.North, 100, token)
			if err != nil {
				t.Fatal(err)
			}
			if entries += len(all); next == "" {
				return entries, o.PolicyVersions
			}
			token = next
		}
	}
	patch(grace(), object{"office": "office@north.example"}).Want(200)
	for i := range domain.ChangesADay - 1 {
		patch(grace(), privacy(i+1)).Want(200)
	}
	patch(grace(), privacy(domain.ChangesADay)).WantProblem(409, "too-many-changes")
	entries, versions := stored()
	if entries != domain.ChangesADay || versions != domain.ChangesADay {
		t.Errorf("%d entries and %d versions after %d changes", entries, versions, domain.ChangesADay)
	}

	// What can't wait is done, and takes next to no room.
	for i := range 10 {
		patch(grace(), object{"incident": fmt.Sprintf("alarm%d@north.example", i)}).Want(200)
		patch(grace(), object{"office": fmt.Sprintf("office%d@north.example", i)}).Want(200)
	}
	if got := read[school](t, s.Do("GET", "/v1/org", functiontest.Request{Token: grace()}).Want(200)); got.Contacts.Incident != "alarm9@north.example" || got.Contacts.Office != "office9@north.example" {
		t.Errorf("contacts: %+v", got.Contacts)
	}
	more, _ := stored()
	if more > entries+1 {
		t.Errorf("%d entries more", more-entries)
	}
	h := read[history](t, s.Do("GET", "/v1/org/changes?pageSize=1", functiontest.Request{Token: grace()}).Want(200))
	if h.Items[0].Who == nil || *h.Items[0].Who != functiontest.MemberID(functiontest.Grace) {
		t.Errorf("history: %+v", h.Items[0])
	}
	shorter := object{"kept": "P10D", "restore": "P1M", "purposes": list{"teaching"}, "clause": "7", "contact": "privacy@north.example", "maxParticipants": 0, "ground": "child-erasure"}
	if r := s.Do("PUT", "/v1/policy", functiontest.Request{Token: grace(), Body: shorter}); r.Status != 200 && r.Status != 422 {
		t.Errorf("a child's erasure: %d %s", r.Status, r.Body)
	}
	st := s.Open(functiontest.Start{}).Join("Ada")
	s.Do("POST", "/v1/erasures", functiontest.Request{Token: grace(), Body: object{"subject": object{"kind": "participant", "session": st.Lesson.ID, "participant": st.ID}, "ground": "parent"}}).Want(202)
	s.Tick(t.Context())
	s.Retain(t.Context())

	// People have a budget of their own, in which nobody has to be suspended.
	linus := "/v1/org/members/" + functiontest.MemberID(functiontest.Linus)
	s.Do("GET", "/v1/policy", functiontest.Request{Token: s.Token(functiontest.Linus)}).Want(200)
	role := func(i int) *functiontest.Reply {
		return s.Do("PATCH", linus, functiontest.Request{Token: grace(), Body: object{"role": []string{"administrator", "teacher"}[i%2]}})
	}
	for i := range domain.ChangesADay {
		role(i).Want(200)
	}
	role(domain.ChangesADay).WantProblem(409, "too-many-changes")
	s.Do("PATCH", linus, functiontest.Request{Token: grace(), Body: object{"state": "suspended"}}).Want(200)
	s.Do("PATCH", linus, functiontest.Request{Token: grace(), Body: object{"state": "active"}}).WantProblem(409, "too-many-changes")

	// Another goes on, and the same one the next day.
	patch(s.TokenWith(functiontest.Mary, auth0.TokenOptions{Permissions: []string{domain.OrgAdmin}}), privacy(0)).Want(200)
	s.Clock.Advance(24 * time.Hour)
	patch(grace(), privacy(1)).Want(200)
	role(domain.ChangesADay).Want(200)
}

// The agreements stand in the school's own document, which has room for so much.
func TestAgreementsHaveRoom(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	add := func(days int) *functiontest.Reply {
		return s.Do("POST", "/v1/orgs/"+functiontest.North+"/agreements", functiontest.Request{Token: s.Token(functiontest.Ops), Body: agreed(s, days)})
	}
	add(400).Want(201)
	if _, err := s.Store.ChangeOrg(t.Context(), functiontest.North, func(o *domain.Org) ([]byte, *domain.Change, error) {
		o.Agreements[0].Exhibits = []domain.Exhibit{{Name: strings.Repeat("x", domain.AgreementsSizeMax-500)}}
		return nil, &domain.Change{At: s.Clock.Now(), What: domain.ChangeAmended}, nil
	}); err != nil {
		t.Fatal(err)
	}
	add(450).WantProblem(409, "agreements-too-large")
}
