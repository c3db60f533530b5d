package org_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type receipts struct {
	Items []struct {
		Receipt struct{ ID, Org, Kind string }
		SHA256  string
	}
	NextPageToken *string
}

// The operator keeps the receipts of a school that was erased itself, page by page and as
// certificates, and nobody else reads them there.
func TestReceiptsOfASchoolThatLeft(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ctx := t.Context()
	as := func(who, path string) *functiontest.Reply {
		return s.Do("GET", path, functiontest.Request{Token: s.Token(who)})
	}
	tick := func(org string) {
		t.Helper()
		if err := s.Lifecycle.TickOrg(ctx, events.Plan{Org: org}, &s.Published, s.Signer); err != nil {
			t.Fatal(err)
		}
		s.Retain(ctx)
	}
	const north = "/v1/orgs/" + functiontest.North + "/receipts"
	if got := read[receipts](t, as(functiontest.Ops, north).Want(200)); len(got.Items) != 0 {
		t.Fatalf("before anything was erased: %v", got)
	}
	for range 3 {
		gone := s.Open(functiontest.Start{}).Join("Gone")
		s.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)
	}
	s.Retain(ctx)
	s.Do("POST", "/v1/orgs/"+functiontest.North+"/leave", functiontest.Request{Token: s.Token(functiontest.Ops), Body: object{"on": s.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly)}}).Want(200)
	for _, months := range []int{0, 6, 12} {
		s.Clock.Advance(domain.AddMonths(s.Clock.Now(), min(months, 6)).Add(25 * time.Hour).Sub(s.Clock.Now()))
		for range 3 {
			tick(functiontest.North)
		}
	}
	if o, err := s.Store.Org(ctx, functiontest.North); err != nil || o.State != domain.OrgErased {
		t.Fatalf("the school is %s, %v", o.State, err)
	}

	seen := make(map[string]string)
	for token := ""; ; {
		page := read[receipts](t, as(functiontest.Ops, north+"?pageSize=2"+token).Want(200))
		if len(page.Items) > 2 {
			t.Errorf("a page of %d", len(page.Items))
		}
		for _, v := range page.Items {
			if v.Receipt.Org != functiontest.North || seen[v.Receipt.ID] != "" {
				t.Errorf("a receipt of %s, or twice", v.Receipt.Org)
			}
			seen[v.Receipt.ID] = v.Receipt.Kind
		}
		if page.NextPageToken == nil {
			break
		}
		token = "&pageToken=" + *page.NextPageToken
	}
	own := domain.Subject{Kind: domain.SubjectOrg, Org: functiontest.North}.ErasureID()
	if seen[own] != "org" || len(seen) < 5 {
		t.Errorf("receipts: %v", seen)
	}
	page := s.Do("GET", north+"/"+own, functiontest.Request{Token: s.Token(functiontest.Ops), Header: map[string]string{"Accept": "text/html"}}).Want(200)
	if text := string(page.Body); !strings.Contains(text, "everything of the school") || !strings.Contains(text, functiontest.North) || !strings.Contains(text, own) {
		t.Errorf("the certificate is %s", text)
	}
	// Of another school, of none, and for others there is nothing.
	as(functiontest.Ops, "/v1/orgs/"+functiontest.South+"/receipts/"+own).WantProblem(404, "not-found")
	as(functiontest.Ops, "/v1/orgs/org_nowhere/receipts").WantProblem(404, "not-found")
	as(functiontest.Ops, north+"?pageToken=x").WantProblem(400, "page-token")
	for _, who := range []string{functiontest.Alan, functiontest.Ada} {
		as(who, north).WantProblem(403, "forbidden")
		as(who, north+"/"+own).WantProblem(403, "forbidden")
	}
	s.Do("GET", north, functiontest.Request{}).WantProblem(401, "not-authenticated")
}

// An agreement can be loaded again after a reload, changed by the revision that it had,
// and says what was announced of it.
func TestOneAgreement(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ops := s.Token(functiontest.Ops)
	at := "/v1/orgs/" + functiontest.South + "/agreements"
	type agreement struct {
		ID, Number string
		Revision   int
		Announced  []struct {
			Days            int
			Ends, To, State string
			SentAt          *time.Time
			Problem         bool
		}
	}
	made := read[agreement](t, s.Do("POST", at, functiontest.Request{Token: ops, Body: agreed(s, 20)}).Want(201))
	get := func() (agreement, string) {
		r := s.Do("GET", at+"/"+made.ID, functiontest.Request{Token: ops}).Want(200)
		return read[agreement](t, r), r.Header.Get("ETag")
	}
	one, etag := get()
	if one.Number != "NDPA-1" || one.Revision != 1 || etag == "" || len(one.Announced) != 0 {
		t.Errorf("it is %+v, %s", one, etag)
	}
	s.Do("PATCH", at+"/"+made.ID, functiontest.Request{Token: ops, Header: map[string]string{"If-Match": etag}, Body: object{"number": "NDPA-2"}}).Want(200)
	s.Do("PATCH", at+"/"+made.ID, functiontest.Request{Token: ops, Header: map[string]string{"If-Match": etag}, Body: object{"number": "NDPA-3"}}).WantProblem(412, "changed")
	if again, next := get(); again.Number != "NDPA-2" || again.Revision != 2 || next == etag {
		t.Errorf("it is %+v, %s", again, next)
	}
	for range 2 {
		if err := s.Lifecycle.TickOrg(t.Context(), events.Plan{Org: functiontest.South}, &s.Published, s.Signer); err != nil {
			t.Fatal(err)
		}
	}
	for _, to := range []string{"school", "operator"} {
		found := false
		one, _ = get()
		for _, a := range one.Announced {
			found = found || a.To == to && a.Days == 30 && a.State == "waiting" && a.SentAt == nil && !a.Problem
		}
		if !found || len(one.Announced) != 2 {
			t.Errorf("announced: %+v", one.Announced)
		}
	}
	var id string
	for l, err := range s.Store.Letters(t.Context(), functiontest.South) {
		if err == nil && l.To == domain.OfficeSchool {
			id = l.ID
		}
	}
	if _, err := s.Store.ChangeLetter(t.Context(), id, func(l *domain.Letter, o domain.Org) (bool, error) {
		if o.ID != functiontest.South {
			return false, errors.New("of another org")
		}
		l.State, l.DoneAt = domain.NoticeSent, s.Clock.Now()
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	// The school reads it too.
	mine := read[struct{ Items []agreement }](t, s.Do("GET", "/v1/org/agreements", functiontest.Request{Token: s.Token(functiontest.Alan)}).Want(200))
	sent := 0
	for _, a := range mine.Items {
		for _, x := range a.Announced {
			if x.SentAt != nil {
				sent++
			}
		}
	}
	if sent != 1 {
		t.Errorf("the school reads %+v", mine.Items)
	}
	s.Do("GET", at+"/nothing", functiontest.Request{Token: ops}).WantProblem(404, "not-found")
	s.Do("GET", "/v1/orgs/"+functiontest.North+"/agreements/"+made.ID, functiontest.Request{Token: ops}).WantProblem(404, "not-found")
	s.Do("GET", at+"/"+made.ID, functiontest.Request{Token: s.Token(functiontest.Alan)}).WantProblem(403, "forbidden")
}
