package org_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type consent struct {
	Basis, Agreement *string
	AgeLine          int
	Wanted           bool
	Version          int
	Text             string
	At               *time.Time
	OfAge            bool
}

type erased struct {
	DryRun                          bool
	Students, Erased, Held, Waiting int
	Next                            *string
}

func grace(s *functiontest.School, method, path string, body any) *functiontest.Reply {
	return s.Do(method, path, functiontest.Request{Token: s.Token(functiontest.Grace), Body: body})
}

// A text is stored in versions, of which none is lost, and only who has read the last one
// replaces it.
func TestConsentTexts(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	r := grace(s, "GET", "/v1/org/consent", nil).Want(200)
	if c := read[consent](t, r); c.Basis == nil || *c.Basis != "parents" || *c.Agreement != "agreement-1" || c.AgeLine != 16 || !c.Wanted || c.Version != 0 || c.Text != "" || c.At != nil || c.OfAge {
		t.Errorf("before: %+v", c)
	}
	put := func(match, text string, ofAge bool) *functiontest.Reply {
		return s.Do("PUT", "/v1/org/consent", functiontest.Request{Token: s.Token(functiontest.Grace), Body: map[string]any{"text": text, "ofAge": ofAge}, Header: map[string]string{"If-Match": match}})
	}
	first := r.Header.Get("ETag")
	r = put(first, "  Yes.\nGladly.  ", false).Want(200)
	if c := read[consent](t, r); c.Version != 1 || c.Text != "Yes.\nGladly." || c.At == nil {
		t.Errorf("the first: %+v", c)
	}
	put(first, "No.", false).WantProblem(412, "changed")
	if c := read[consent](t, put(r.Header.Get("ETag"), "Yes.\nGladly.", true).Want(200)); c.Version != 1 || !c.OfAge {
		t.Errorf("with those of age: %+v", c)
	}
	if c := read[consent](t, put(r.Header.Get("ETag"), "Yes, please.", true).Want(200)); c.Version != 2 || c.Text != "Yes, please." {
		t.Errorf("the second: %+v", c)
	}
	for _, bad := range []string{"", "  ", strings.Repeat("x", domain.ConsentTextMax+1)} {
		s.Do("PUT", "/v1/org/consent", functiontest.Request{Token: s.Token(functiontest.Grace), Body: map[string]any{"text": bad}, Bad: true}).WantProblem(422, "invalid")
	}
	list := read[struct {
		Items []struct {
			Version int
			Text    string
		}
	}](t, grace(s, "GET", "/v1/org/consent/texts", nil).Want(200))
	if len(list.Items) != 2 || list.Items[0].Version != 2 || list.Items[1].Text != "Yes.\nGladly." {
		t.Errorf("versions %+v", list)
	}
	history := string(grace(s, "GET", "/v1/org/changes", nil).Want(200).Body)
	if n := strings.Count(history, `"consent-text"`); n != 3 || !strings.Contains(history, "Gladly.") {
		t.Errorf("%d entries: %s", n, history)
	}
	// Where the agreement knows no age, nobody says that they are of age.
	alan := s.Token(functiontest.Alan)
	s.Do("PUT", "/v1/org/consent", functiontest.Request{Token: alan, Body: map[string]any{"text": "Yes.", "ofAge": true}}).WantProblem(422, "invalid")
	if c := read[consent](t, s.Do("GET", "/v1/org/consent", functiontest.Request{Token: alan}).Want(200)); *c.Basis != "school" || c.Wanted || c.Version != 0 {
		t.Errorf("another school: %+v", c)
	}
}

type issuedCode struct {
	ID, Ref, Code, For, Label string
	Uses, Version             int
	MadeAt, EndsAt            time.Time
	Over, Erasing             bool
	Collected                 *int
}

// Codes come once, are stored as hashes only, and the same request returns the same ones.
func TestIssueConsentCodes(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	ends := s.Clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	issue := func(email, key string, body map[string]any, bad bool) *functiontest.Reply {
		return s.Do("POST", "/v1/org/consent-codes", functiontest.Request{Token: s.Token(email), Key: key, Body: body, Bad: bad})
	}
	class := map[string]any{"for": "class", "label": "7b", "uses": 28, "ends": ends}
	issue(functiontest.Grace, "", class, false).WantProblem(409, "no-consent-text")
	s.PutConsent("Yes.", false)
	issue(functiontest.Alan, "", class, false).WantProblem(409, "consent-not-wanted")
	key := functiontest.NewKey()
	type items struct{ Items []issuedCode }
	got := read[items](t, issue(functiontest.Grace, key, class, false).Want(201)).Items
	if len(got) != 1 || len(got[0].Code) != domain.ConsentCodeLength || got[0].Uses != 28 || got[0].Label != "7b" || got[0].Version != 1 || got[0].Over ||
		got[0].EndsAt.Format(time.DateOnly) != s.Clock.Now().UTC().AddDate(0, 1, 1).Format(time.DateOnly) && got[0].EndsAt.Before(s.Clock.Now()) {
		t.Errorf("a class's: %+v", got)
	}
	if again := read[items](t, issue(functiontest.Grace, key, class, false).Want(201)).Items; len(again) != 1 || again[0] != got[0] {
		t.Errorf("again: %+v", again)
	}
	issue(functiontest.Grace, key, map[string]any{"for": "class", "label": "7c", "uses": 28, "ends": ends}, false).WantProblem(422, "idempotency-key-reused")
	children := map[string]any{"for": "child", "count": domain.ConsentIssueMax, "ends": ends}
	key = functiontest.NewKey()
	many := read[items](t, issue(functiontest.Grace, key, children, false).Want(201)).Items
	if len(many) != domain.ConsentIssueMax || many[0].Code == many[1].Code || many[0].Uses != 1 || many[0].Label != "" {
		t.Errorf("%d of children: %+v", len(many), many[0])
	}
	if again := read[items](t, issue(functiontest.Grace, key, children, false).Want(201)).Items; !slices.Equal(again, many) {
		t.Error("the children's codes are others when the request is sent again")
	}
	all := s.Documents(t.Context())
	for _, c := range append(many, got...) {
		for name, doc := range all {
			if strings.Contains(name+doc, c.Code) {
				t.Fatalf("%s holds a code", name)
			}
		}
	}
	listed := 0
	for next := ""; ; {
		page := read[struct {
			Items         []issuedCode
			NextPageToken *string
		}](t, grace(s, "GET", "/v1/org/consent-codes?pageSize=40"+next, nil).Want(200))
		for _, c := range page.Items {
			if c.Code != "" {
				t.Fatal("a list holds a code")
			}
		}
		listed += len(page.Items)
		if page.NextPageToken == nil {
			break
		}
		next = "&pageToken=" + *page.NextPageToken
	}
	if listed != 1+domain.ConsentIssueMax {
		t.Errorf("%d are listed", listed)
	}
	for name, bad := range map[string]map[string]any{
		"for nobody":      {"for": "everybody", "ends": ends},
		"no label":        {"for": "class", "uses": 28, "ends": ends},
		"a long label":    {"for": "class", "label": strings.Repeat("x", domain.ConsentLabelMax+1), "uses": 28, "ends": ends},
		"two lines":       {"for": "class", "label": "7\nb", "uses": 28, "ends": ends},
		"no uses":         {"for": "class", "label": "7b", "ends": ends},
		"too many uses":   {"for": "class", "label": "7b", "uses": domain.ConsentUsesMax + 1, "ends": ends},
		"several classes": {"for": "class", "label": "7b", "uses": 1, "count": 2, "ends": ends},
		"a child's name":  {"for": "child", "label": "Ada", "count": 1, "ends": ends},
		"a child's uses":  {"for": "child", "uses": 2, "count": 1, "ends": ends},
		"no children":     {"for": "child", "ends": ends},
		"many children":   {"for": "child", "count": domain.ConsentIssueMax + 1, "ends": ends},
		"no end":          {"for": "child", "count": 1},
		"yesterday":       {"for": "child", "count": 1, "ends": s.Clock.Now().AddDate(0, 0, -1).UTC().Format(time.DateOnly)},
		"too far":         {"for": "child", "count": 1, "ends": s.Clock.Now().AddDate(0, 0, domain.ConsentDaysMax+1).UTC().Format(time.DateOnly)},
	} {
		if r := issue(functiontest.Grace, "", bad, true); r.Status != 422 {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
}

// A school's codes are bounded; one that is over makes room.
func TestConsentCodesAreLimited(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	const page = 400
	for made := 0; made < domain.ConsentCodesMax-1; made += page {
		all := make([]domain.ConsentCode, min(page, domain.ConsentCodesMax-1-made))
		for i := range all {
			all[i] = domain.ConsentCode{ID: s.NewID(), Org: functiontest.North, For: domain.ConsentForChild, Uses: 1, Version: 1, MadeAt: s.Clock.Now(), EndsAt: s.Clock.Now().Add(time.Hour)}
		}
		if err := s.Store.CreateConsentCodes(t.Context(), functiontest.North, all, domain.Change{At: s.Clock.Now(), What: domain.ChangeConsentIssued}); err != nil {
			t.Fatal(err)
		}
	}
	s.IssueConsent(0)
	body := map[string]any{"for": "child", "count": 1, "ends": s.Clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)}
	grace(s, "POST", "/v1/org/consent-codes", body).WantProblem(409, "too-many-consent-codes")
	s.Clock.Advance(2 * time.Hour)
	s.IssueConsent(0)
}

// Everything that was collected under a code is erased at once, by one request that said before
// what it would do, with a receipt for each student, and nothing else is (promise P29).
func TestEraseUnderAConsentCode(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	one, two := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	taken, stays := s.IssueConsent(10), s.IssueConsent(10)
	ada := one.JoinWith("Ada", taken.Code)
	ada.Record("choice", `"b"`)
	two.JoinWith("Ada", taken.Code)
	bo := one.JoinWith("Bo", stays.Code)
	path := "/v1/org/consent-codes/" + taken.ID
	if c := read[issuedCode](t, grace(s, "GET", path, nil).Want(200)); c.Collected == nil || *c.Collected != 2 || c.Over {
		t.Errorf("before: %+v", c)
	}
	before := s.Documents(t.Context())
	if e := read[erased](t, grace(s, "POST", path+"/erase", `{"dryRun": true}`).Want(200)); e.Students != 2 || e.Erased != 0 || !e.DryRun {
		t.Errorf("what it would do: %+v", e)
	}
	if after := s.Documents(t.Context()); !maps.Equal(without(before, "members/"), without(after, "members/")) {
		t.Error("a dry run changed something")
	}
	if e := read[erased](t, grace(s, "POST", path+"/erase", `{}`).Want(200)); e.Students != 2 || e.Erased != 2 || e.Next != nil {
		t.Errorf("what it did: %+v", e)
	}
	for _, l := range []*functiontest.Lesson{one, two} {
		for _, p := range l.Results().Participants {
			if p.ID != bo.ID {
				t.Errorf("a student under the code is there: %+v", p)
			}
		}
	}
	if b, err := s.Vault.Boxes(t.Context(), one.ID, ada.ID); err != nil || !b.Erased {
		t.Errorf("the key: %+v, %v", b, err)
	}
	receipts := string(grace(s, "GET", "/v1/receipts", nil).Want(200).Body)
	if n := strings.Count(receipts, `"no-consent"`); n != 2 {
		t.Errorf("%d receipts: %s", n, receipts)
	}
	c := read[issuedCode](t, grace(s, "GET", path, nil).Want(200))
	if *c.Collected != 0 || !c.Over || c.Erasing {
		t.Errorf("after: %+v", c)
	}
	s.Clock.Advance(time.Second)
	body := functiontest.JoinBody(one.Code, "Cy")
	body["consentCode"] = taken.Code
	s.Do("POST", "/v1/join", functiontest.Request{Key: functiontest.NewKey(), Body: body}).WantProblem(403, "consent-needed")
	grace(s, "POST", path+"/erase", `{}`).Want(200)
	one.JoinWith("Cy", stays.Code)
	// Nobody else's school does it.
	s.Do("POST", path+"/erase", functiontest.Request{Token: s.Token(functiontest.Alan), Body: `{}`}).WantProblem(404, "not-found")
	s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Alan)}).WantProblem(404, "not-found")
	s.Do("DELETE", path, functiontest.Request{Token: s.Token(functiontest.Alan)}).WantProblem(404, "not-found")
}

func without(docs map[string]string, part string) map[string]string {
	left := maps.Clone(docs)
	maps.DeleteFunc(left, func(name, _ string) bool { return strings.Contains(name, part) })
	return left
}

// A legal hold keeps what was collected under a code, hidden; once it ends, ticks erase it
// without anybody asking again.
func TestEraseUnderAConsentCodeThatIsHeld(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	l := s.Open(functiontest.Start{})
	code := s.IssueConsent(10)
	ada := l.JoinWith("Ada", code.Code)
	hold := read[struct{ ID string }](t, grace(s, "POST", "/v1/holds", fmt.Sprintf(`{"name": "Case 1", "session": %q, "until": %q}`, l.ID, s.Clock.Now().AddDate(0, 1, 0).Format(time.RFC3339))).Want(201)).ID
	path := "/v1/org/consent-codes/" + code.ID
	if e := read[erased](t, grace(s, "POST", path+"/erase", `{}`).Want(200)); e.Students != 1 || e.Held != 1 || e.Erased != 0 {
		t.Errorf("held: %+v", e)
	}
	if n := len(l.Results().Participants); n != 0 {
		t.Errorf("%d students are shown", n)
	}
	if c := read[issuedCode](t, grace(s, "GET", path, nil).Want(200)); *c.Collected != 1 || !c.Erasing {
		t.Errorf("held: %+v", c)
	}
	s.Tick(t.Context())
	s.Retain(t.Context())
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || b.Erased {
		t.Errorf("under the hold: %+v, %v", b, err)
	}
	grace(s, "DELETE", "/v1/holds/"+hold, nil).Want(200)
	for range 2 { // the first erases, the second sees that nothing is left
		s.Tick(t.Context())
		s.Retain(t.Context())
	}
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || !b.Erased {
		t.Errorf("after the hold: %+v, %v", b, err)
	}
	if c := read[issuedCode](t, grace(s, "GET", path, nil).Want(200)); *c.Collected != 0 || c.Erasing {
		t.Errorf("after the hold: %+v", c)
	}
}

// What one request doesn't come to is named, and the next one goes on there.
func TestEraseUnderAConsentCodeGoesOn(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	code := s.IssueConsent(domain.ConsentUsesMax)
	const many = domain.ConsentErasedOnce + 1
	for range many { // as joins do that were cut off
		sid := s.NewID()
		if err := s.Store.RecordConsent(t.Context(), domain.Consent{
			Org: functiontest.North, Session: sid, Participant: s.NewID(), Ground: domain.ConsentByParents, At: s.Clock.Now(), Code: code.ID,
		}); err != nil {
			t.Fatal(err)
		}
	}
	path := "/v1/org/consent-codes/" + code.ID + "/erase"
	if e := read[erased](t, grace(s, "POST", path, `{"dryRun": true}`).Want(200)); e.Students != many {
		t.Errorf("what it would do: %+v", e)
	}
	e := read[erased](t, grace(s, "POST", path, `{}`).Want(200))
	if e.Erased != domain.ConsentErasedOnce || e.Next == nil {
		t.Fatalf("the first: %+v", e)
	}
	if e = read[erased](t, grace(s, "POST", path, map[string]any{"after": *e.Next}).Want(200)); e.Erased != 1 || e.Next != nil {
		t.Errorf("the rest: %+v", e)
	}
	s.Do("POST", path, functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"after": "elsewhere"}`}).WantProblem(422, "invalid")
}

// An agreement is corrected: each parent's consent had to be there. What was collected without
// one is found, and erased at once; what was with one stays (promise P29).
func TestEraseWithoutConsent(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, other := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	l.Join("Ada")
	l.Join("Bo")
	other.Join("Cy").Record("choice", `"b"`)
	if e := read[erased](t, grace(s, "POST", "/v1/org/consent/erase", `{"dryRun": true}`).Want(200)); e.Students != 0 || e.Next != nil {
		t.Errorf("under the school's consent: %+v", e)
	}
	if _, err := s.Store.ChangeOrg(t.Context(), functiontest.North, func(o *domain.Org) ([]byte, *domain.Change, error) {
		functiontest.ParentsConsent(o)
		return nil, &domain.Change{At: s.Clock.Now(), What: domain.ChangeAmended}, nil
	}); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(10 * time.Second)
	s.PutConsent("Yes.", false)
	stays := other.JoinWith("Di", s.IssueConsent(0).Code)
	if e := read[erased](t, grace(s, "POST", "/v1/org/consent/erase", `{"dryRun": true}`).Want(200)); e.Students != 3 || e.Erased != 0 {
		t.Errorf("what it would do: %+v", e)
	}
	if e := read[erased](t, grace(s, "POST", "/v1/org/consent/erase", `{}`).Want(200)); e.Students != 3 || e.Erased != 3 || e.Next != nil {
		t.Errorf("what it did: %+v", e)
	}
	if n := len(l.Results().Participants); n != 0 {
		t.Errorf("%d without a consent are there", n)
	}
	if all := other.Results().Participants; len(all) != 1 || all[0].ID != stays.ID {
		t.Errorf("who is left: %+v", all)
	}
	if n := strings.Count(string(grace(s, "GET", "/v1/receipts", nil).Want(200).Body), `"no-consent"`); n != 3 {
		t.Errorf("%d receipts", n)
	}
	if n := strings.Count(string(grace(s, "GET", "/v1/org/changes", nil).Want(200).Body), `"consent-erased"`); n != 1 {
		t.Errorf("%d entries", n)
	}
}
