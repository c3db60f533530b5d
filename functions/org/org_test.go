package org_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const shorter = `{"kept":"P10D","restore":"P1M","purposes":["teaching"],"clause":"Agreement, section 7","contact":"privacy@north.example","maxParticipants":0}`

func read[T any](t *testing.T, r *functiontest.Reply) (v T) {
	t.Helper()
	if err := json.Unmarshal(r.Body, &v); err != nil {
		t.Fatalf("%v: %s", err, r.Body)
	}
	return v
}

type planned struct {
	Items []struct {
		Subject struct{ Kind, Session string }
		Title   string
		To      domain.State
		Rule    domain.Rule
		At      time.Time
		Hold    *string
	}
}

func TestPolicyAndPlan(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	grace := s.Token(functiontest.Grace)
	do := func(method, path, body string) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: grace, Body: body})
	}
	l.As(functiontest.Ada, "PATCH", "", map[string]any{"state": "closed"}).Want(200)
	end := s.Clock.Now()

	s.Do("PUT", "/v1/policy", functiontest.Request{Token: s.Token(functiontest.Ada), Body: shorter}).WantProblem(403, "forbidden")
	for _, bad := range []string{
		strings.Replace(shorter, "P10D", "P0D", 1), strings.Replace(shorter, "P10D", "ten", 1),
		strings.Replace(shorter, "P1M", "P7M", 1), strings.Replace(shorter, `"teaching"`, "", 1),
	} {
		s.Do("PUT", "/v1/policy", functiontest.Request{Token: grace, Body: bad, Bad: true}).WantProblem(422, "invalid")
	}
	before := do("GET", "/v1/policy", "").Want(200).Header.Get("ETag")
	changed := s.Do("PUT", "/v1/policy", functiontest.Request{Token: grace, Body: shorter, Header: map[string]string{"If-Match": before}}).Want(200)
	if changed.Header.Get("ETag") == before {
		t.Error("the policy changed and its ETag didn't")
	}
	s.Do("PUT", "/v1/policy", functiontest.Request{Token: grace, Body: shorter, Header: map[string]string{"If-Match": before}}).WantProblem(412, "changed")
	public := string(s.Do("GET", "/v1/orgs/"+functiontest.North+"/privacy", functiontest.Request{}).Want(200).Body)
	if !strings.Contains(public, `"kept":"P180D","restoreWindow":"P6M"`) || !strings.Contains(public, `"announced":{"kept":"P10D","restore":"P1M"`) {
		t.Errorf("public page: %s", public)
	}
	s.Do("GET", "/v1/orgs/org_none/privacy", functiontest.Request{}).WantProblem(404, "not-found")

	// Under another policy, which isn't in force, less or more would be done.
	soon := "/v1/retention/plan?at=" + end.Add(time.Hour).UTC().Format(time.RFC3339)
	if p := read[planned](t, do("GET", soon, "").Want(200)); len(p.Items) != 0 {
		t.Errorf("nothing is due yet: %+v", p)
	}
	tomorrow := "/v1/retention/plan?at=" + end.AddDate(0, 0, 2).UTC().Format(time.RFC3339)
	if p := read[planned](t, do("GET", tomorrow+"&kept=P1D&restore=P0D", "").Want(200)); len(p.Items) != 2 || p.Items[1].To != domain.Erased {
		t.Errorf("under a shorter policy: %+v", p)
	}
	if p := read[planned](t, do("GET", tomorrow, "").Want(200)); len(p.Items) != 0 {
		t.Errorf("asking changed the policy: %+v", p)
	}
	for _, bad := range []string{"&kept=P0D", "&restore=P7M"} {
		do("GET", soon+bad, "").WantProblem(422, "invalid")
	}
	s.Do("GET", soon+"&kept=ten", functiontest.Request{Token: grace, Bad: true}).WantProblem(422, "invalid")

	at := end.AddDate(0, 3, 0)
	plan := read[planned](t, do("GET", "/v1/retention/plan?at="+at.UTC().Format(time.RFC3339), "").Want(200))
	if len(plan.Items) != 2 || plan.Items[0].To != domain.Deleted || plan.Items[0].Rule != domain.RulePolicy ||
		plan.Items[1].To != domain.Erased || plan.Items[1].Subject.Session != l.ID || plan.Items[0].Hold != nil || plan.Items[0].Title == "" {
		t.Errorf("plan %+v", plan)
	}
	hold := do("POST", "/v1/holds", `{"name":"Case 1","until":"`+end.AddDate(1, 0, 0).UTC().Format(time.RFC3339)+`","session":"`+l.ID+`"}`).Want(201)
	held := read[struct{ ID string }](t, hold)
	plan = read[planned](t, do("GET", "/v1/retention/plan?at="+at.UTC().Format(time.RFC3339), "").Want(200))
	if len(plan.Items) != 1 || plan.Items[0].Hold == nil || *plan.Items[0].Hold != held.ID {
		t.Errorf("held: %+v", plan)
	}
	do("POST", "/v1/holds", `{"name":"Case 1","until":"`+end.AddDate(3, 0, 0).UTC().Format(time.RFC3339)+`"}`).WantProblem(422, "invalid")
	do("GET", "/v1/holds", "").Want(200)
	s.Do("DELETE", "/v1/holds/"+held.ID, functiontest.Request{Token: s.Token(functiontest.Alan)}).WantProblem(404, "not-found")
	do("DELETE", "/v1/holds/"+held.ID, "").Want(200)
	do("POST", "/v1/retention/confirm", `{"what":"cap","waiting":3}`).WantProblem(409, "nothing-to-confirm")
	if err := s.Store.ChangeStop(t.Context(), functiontest.North, func(stop *store.Stop) error { stop.Waiting, stop.Since = 4, end; return nil }); err != nil {
		t.Fatal(err)
	}
	if got := read[struct{ Stopped *struct{ Waiting int } }](t, do("GET", soon, "").Want(200)); got.Stopped == nil || got.Stopped.Waiting != 4 {
		t.Errorf("the plan doesn't say that retention stopped: %+v", got)
	}
	// What is confirmed is what was seen.
	for _, other := range []string{"3", "5", "1000000"} {
		do("POST", "/v1/retention/confirm", `{"what":"cap","waiting":`+other+`}`).WantProblem(409, "nothing-to-confirm")
	}
	s.Do("POST", "/v1/retention/confirm", functiontest.Request{Token: s.Token(functiontest.Ada), Body: `{"what":"cap","waiting":4}`}).WantProblem(403, "forbidden")
	do("POST", "/v1/retention/confirm", `{"what":"cap","waiting":4}`).Want(204)
	if stop, err := s.Store.Stop(t.Context(), functiontest.North); err != nil || stop.Confirmed != 4 || !stop.ConfirmedUntil.After(end) {
		t.Errorf("confirmed: %+v, %v", stop, err)
	}
	do("POST", "/v1/retention/confirm", `{"what":"restore"}`).WantProblem(403, "forbidden")
	do("GET", "/v1/orphans", "").Want(200)

	// What reaches beyond one's org is for the operator's people. Alan has their
	// permission too, but isn't of their org.
	lost := store.Orphan{ID: s.NewID(), Session: s.NewID(), Kind: store.OrphanKey, Count: 1, FoundAt: s.Clock.Now()}
	if err := s.Store.SetOrphans(t.Context(), lost.Session, []store.Orphan{lost}); err != nil {
		t.Fatal(err)
	}
	for email, want := range map[string]struct{ orphans, confirm int }{functiontest.Alan: {0, 403}, functiontest.Ops: {1, 204}} {
		as := functiontest.Request{Token: s.Token(email)}
		if got := read[struct{ Items []any }](t, s.Do("GET", "/v1/orphans", as).Want(200)); len(got.Items) != want.orphans {
			t.Errorf("%s sees %d orphans of no org", email, len(got.Items))
		}
		as.Body = `{"what":"restore"}`
		s.Do("POST", "/v1/retention/confirm", as).Want(want.confirm)
	}

	// The freeze of an incident ends with the incident, not at the school's request.
	freeze := domain.Hold{ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldIncident, Name: "Incident", PlacedAt: s.Clock.Now(), Until: s.Clock.Now().AddDate(0, 0, 90)}
	if _, err := s.Lifecycle.PlaceHold(t.Context(), freeze); err != nil {
		t.Fatal(err)
	}
	do("DELETE", "/v1/holds/"+freeze.ID, "").WantProblem(409, "wrong-state")
}

// However many students ask to be erased under a hold, a list of them comes in pages.
func TestErasuresInPages(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	grace := s.Token(functiontest.Grace)
	until := s.Clock.Now().AddDate(1, 0, 0).UTC().Format(time.RFC3339)
	s.Do("POST", "/v1/holds", functiontest.Request{Token: grace, Body: `{"name":"Case 1","until":"` + until + `"}`}).Want(201)
	want := make(map[string]bool)
	for _, name := range []string{"Ada", "Bo", "Cy"} {
		st := l.Join(name)
		s.Do("DELETE", "/v1/me", functiontest.Request{Token: st.Token}).Want(202)
		want[st.ID] = true
	}
	type page struct {
		Items         []struct{ Subject struct{ Participant string } }
		NextPageToken *string
	}
	for sizes, token := []int{2, 1}, ""; len(sizes) > 0; sizes = sizes[1:] {
		p := read[page](t, s.Do("GET", "/v1/erasures?pageSize=2"+token, functiontest.Request{Token: grace}).Want(200))
		if len(p.Items) != sizes[0] || (p.NextPageToken == nil) != (len(sizes) == 1) {
			t.Fatalf("a page of %d, want %d: %+v", len(p.Items), sizes[0], p)
		}
		for _, item := range p.Items {
			if !want[item.Subject.Participant] {
				t.Errorf("%s is listed twice, or isn't one of them", item.Subject.Participant)
			}
			delete(want, item.Subject.Participant)
		}
		if p.NextPageToken != nil {
			token = "&pageToken=" + *p.NextPageToken
		}
	}
	s.Do("GET", "/v1/erasures?pageSize=1000", functiontest.Request{Token: grace, Bad: true}).WantProblem(422, "invalid")
}

// A held formal erasure is hidden at once and erased on release, and leaves a
// receipt that is sealed and can be read by people and machines.
func TestHeldErasureAndReceipt(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("choice", `"b"`)
	grace := s.Token(functiontest.Grace)
	do := func(method, path, body string) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: grace, Body: body})
	}
	until := s.Clock.Now().AddDate(1, 0, 0).UTC().Format(time.RFC3339)
	hold := read[struct{ ID string }](t, do("POST", "/v1/holds", `{"name":"Case 1","until":"`+until+`"}`).Want(201))
	ask := `{"subject":{"kind":"participant","session":"` + l.ID + `","participant":"` + ada.ID + `"},"ground":"parent"}`
	if r := do("POST", "/v1/erasures", ask).Want(202); !strings.Contains(string(r.Body), `"state":"held"`) {
		t.Errorf("held: %s", r.Body)
	}
	if n := len(l.Results().Participants); n != 0 {
		t.Errorf("%d participants are shown of one who is to be erased", n)
	}
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || b.Erased {
		t.Errorf("the hold didn't keep the key: %v", err)
	}
	if r := do("GET", "/v1/erasures", "").Want(200); !strings.Contains(string(r.Body), ada.ID) {
		t.Errorf("erasures: %s", r.Body)
	}
	do("DELETE", "/v1/holds/"+hold.ID, "").Want(200)
	r := read[struct{ State, ReceiptID string }](t, do("POST", "/v1/erasures", ask).Want(202))
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || !b.Erased || r.State != "erased" {
		t.Errorf("released: %+v, %v, %v", r, b, err)
	}
	s.Clock.Advance(11 * time.Minute)
	s.Tick(t.Context())
	grace = s.Token(functiontest.Grace)
	list := do("GET", "/v1/receipts", "").Want(200)
	if !strings.Contains(string(list.Body), `"block":1`) {
		t.Errorf("not sealed: %s", list.Body)
	}
	do("GET", "/v1/receipts/"+r.ReceiptID, "").Want(200)
	s.Do("GET", "/v1/receipts/"+r.ReceiptID, functiontest.Request{Token: s.Token(functiontest.Alan)}).WantProblem(404, "not-found")
	page := s.Do("GET", "/v1/receipts/"+r.ReceiptID, functiontest.Request{Token: grace, Header: map[string]string{"Accept": "text/html"}}).Want(200)
	if !strings.Contains(string(page.Body), "Certificate of erasure") || !strings.Contains(string(page.Body), r.ReceiptID) || !strings.Contains(string(page.Body), "another receipt then says when") {
		t.Errorf("%s", page.Body)
	}

	// Once the session is over, its log is rewritten without her, and another receipt says so.
	l.As(functiontest.Ada, "PATCH", "", `{"state":"closed"}`).Want(200)
	s.Clock.Advance(2 * time.Minute)
	s.Tick(t.Context())
	s.Retain(t.Context())
	receipts := read[struct {
		Items []struct{ Receipt domain.Receipt }
	}](t, do("GET", "/v1/receipts", "").Want(200))
	if len(receipts.Items) != 2 {
		t.Fatalf("receipts: %+v", receipts)
	}
	next, first := receipts.Items[0].Receipt, receipts.Items[1].Receipt
	if next.Follows != r.ReceiptID || first.ID != r.ReceiptID || first.PlainUntil != nil || next.PlainUntil == nil ||
		!next.IrrecoverableAt.Before(first.IrrecoverableAt) || !next.IrrecoverableAt.Equal(*next.PlainUntil) {
		t.Errorf("first %+v, then %+v", first, next)
	}
	page = s.Do("GET", "/v1/receipts/"+next.ID, functiontest.Request{Token: grace, Header: map[string]string{"Accept": "text/html"}}).Want(200)
	if !strings.Contains(string(page.Body), "Completes receipt<td><code>"+r.ReceiptID) || strings.Contains(string(page.Body), "another receipt") {
		t.Errorf("%s", page.Body)
	}
	do("GET", "/v1/receipts/blocks", "").Want(200)
	s.Do("GET", "/v1/receipts/keys", functiontest.Request{}).Want(200)

	// For a whole session the work is left to retention, which is told.
	s.Published.Take(events.RetentionWork)
	do("POST", "/v1/erasures", `{"subject":{"kind":"session","session":"`+l.ID+`"},"ground":"school"}`).Want(202)
	if got := s.Published.Take(events.RetentionWork); len(got) != 1 {
		t.Errorf("%d messages", len(got))
	}
	l.As(functiontest.Ada, "GET", "", nil).WantProblem(404, "not-found")
	for _, bad := range []string{
		`{"subject":{"kind":"org"},"ground":"school"}`, `{"subject":{"kind":"session"},"ground":"school"}`,
		`{"subject":{"kind":"session","session":"` + l.ID + `"},"ground":"boredom"}`,
	} {
		s.Do("POST", "/v1/erasures", functiontest.Request{Token: grace, Body: bad, Bad: true}).WantProblem(422, "invalid")
	}
}

// What is restricted isn't erased at a teacher's or the school's word, and neither is a
// session that it is in. Who it is about may ask for that, and so may a parent.
func TestRestrictedIsKept(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	grace := s.Token(functiontest.Grace)
	restrict := func(st *functiontest.Student, by string) {
		t.Helper()
		if err := s.Store.ChangeSeat(t.Context(), l.ID, st.ID, func(seat *domain.Seat) { seat.Restrict(by) }); err != nil {
			t.Fatal(err)
		}
	}
	erase := func(kind string, st *functiontest.Student, ground string) *functiontest.Reply {
		t.Helper()
		subject := map[string]any{"kind": kind, "session": l.ID}
		if st != nil {
			subject["participant"] = st.ID
		}
		return s.Do("POST", "/v1/erasures", functiontest.Request{Token: grace, Body: map[string]any{"subject": subject, "ground": ground}})
	}
	ada, bo, cy, di := l.Join("Ada"), l.Join("Bo"), l.Join("Cy"), l.Join("Di")
	request := s.NewID()
	for _, st := range []*functiontest.Student{ada, bo, cy, di} {
		restrict(st, request)
	}
	l.As(functiontest.Ada, "DELETE", "/participants/"+ada.ID, nil).WantProblem(409, "restricted")
	erase("participant", ada, "school").WantProblem(409, "restricted")
	erase("participant", ada, "no-consent").WantProblem(409, "restricted")
	for _, ground := range []string{"school", "parent", "data-subject", "no-consent"} {
		erase("session", nil, ground).WantProblem(409, "restricted")
	}
	if n := len(l.Results().Participants); n != 4 {
		t.Errorf("%d students are left, want 4", n)
	}
	erase("participant", ada, "data-subject").Want(202)
	erase("participant", bo, "parent").Want(202)
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: cy.Token}).Want(202)
	erase("session", nil, "school").WantProblem(409, "restricted")
	if err := s.Store.ChangeSeat(t.Context(), l.ID, di.ID, func(seat *domain.Seat) { seat.Lift(request) }); err != nil {
		t.Fatal(err)
	}
	l.As(functiontest.Ada, "DELETE", "/participants/"+di.ID, nil).Want(202)
	erase("session", nil, "school").Want(202)
}

// A student whose join crashed half-way has a key in the vault and nothing else:
// that can be erased too.
func TestEraseParticipantOfHalfAJoin(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	boxes, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	key := functiontest.NewKey()
	pid := domain.ParticipantID(l.ID, key)
	if err := s.Vault.CreateBoxes(t.Context(), l.ID, pid, boxes); err != nil {
		t.Fatal(err)
	}
	l.As(functiontest.Ada, "DELETE", "/participants/"+pid, nil).Want(202)
	s.Do("POST", "/v1/join", functiontest.Request{Key: key, Body: functiontest.JoinBody(l.Code, "Ada")}).WantProblem(410, "participant-erased")
}

// A formal erasure takes effect at once and can't be undone, on whichever ground (promises P20 and P29).
func TestEveryGroundErasesAtOnce(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	grace := s.Token(functiontest.Grace)
	for _, ground := range []string{"data-subject", "school", "parent", "no-consent"} {
		ada := l.Join("Ada")
		ada.Record("choice", `"b"`)
		ask := `{"subject":{"kind":"participant","session":"` + l.ID + `","participant":"` + ada.ID + `"},"ground":"` + ground + `"}`
		r := read[struct{ State, ReceiptID string }](t, s.Do("POST", "/v1/erasures", functiontest.Request{Token: grace, Body: ask}).Want(202))
		if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || !b.Erased || r.State != "erased" || r.ReceiptID == "" {
			t.Errorf("%s: %+v, %v, %v", ground, r, b, err)
		}
		if n := len(l.Results().Participants); n != 0 {
			t.Errorf("%s: %d participants are shown", ground, n)
		}
		receipt := string(s.Do("GET", "/v1/receipts/"+r.ReceiptID, functiontest.Request{Token: grace}).Want(200).Body)
		if !strings.Contains(receipt, `"`+ground+`"`) || strings.Contains(receipt, "restorable") {
			t.Errorf("%s: %s", ground, receipt)
		}
	}
	// What was erased isn't in the trash, where it could be restored.
	if r := s.Do("GET", "/v1/sessions?state=deleted", functiontest.Request{Token: grace}).Want(200); strings.Contains(string(r.Body), l.ID) {
		t.Errorf("%s", r.Body)
	}
}
