package org_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type words struct{ En, De, Fr, Es string }

type version struct {
	Version int
	State   string
	From    *time.Time
	Until   *time.Time
	Ground  string
	Kept    string
	Changes []struct {
		What  string
		Words words
	}
}

type inForce struct {
	Kept      string
	Version   int
	Since     *time.Time
	Announced *struct {
		Kept    string
		Version int
		From    time.Time
		Changes []struct{ Words words }
	}
}

// A policy that takes something from people is announced, mailed and shown, and comes into force after its notice;
// students read meanwhile and afterwards what holds for them.
func TestPolicyIsAnnounced(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	grace := s.Token(functiontest.Grace)
	do := func(method, path, body string) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: grace, Body: body})
	}
	ada := l.Join("Ada")
	l.As(functiontest.Ada, "PATCH", "", map[string]any{"state": "closed"}).Want(200)
	closed := s.Clock.Now()
	me := func() (v struct {
		KeptUntil time.Time
		Privacy   struct {
			Version int
			Kept    string
			Change  *struct{ From time.Time }
		}
	}) {
		return read[struct {
			KeptUntil time.Time
			Privacy   struct {
				Version int
				Kept    string
				Change  *struct{ From time.Time }
			}
		}](t, s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).Want(200))
	}
	if v := me(); v.KeptUntil.Sub(closed.AddDate(0, 0, 180)).Abs() > time.Minute || v.Privacy.Change != nil || v.Privacy.Kept != "P180D" {
		t.Errorf("before anything is announced: %+v", v)
	}

	p := read[inForce](t, do("PUT", "/v1/policy", shorter).Want(200))
	notice := s.Clock.Now().AddDate(0, 0, 14)
	if p.Kept != "P180D" || p.Announced == nil || p.Announced.Kept != "P10D" || p.Announced.From.Before(notice) || p.Announced.From.After(notice.AddDate(0, 0, 1)) {
		t.Fatalf("published: %+v", p)
	}
	from := p.Announced.From
	if c := p.Announced.Changes; len(c) != 4 || c[0].Words.En != "Names and answers are kept for 10 days after a session closes, instead of 180 days." ||
		!strings.Contains(c[0].Words.De, "10 Tage") || !strings.Contains(c[0].Words.Fr, "10 jours") || !strings.Contains(c[1].Words.Es, "1 mes") {
		t.Errorf("it changes %+v", c)
	}
	asked := func() []string {
		var all []string
		for _, b := range s.Published.Take(events.NotifyMail) {
			all = append(all, string(b))
		}
		return all
	}
	announces := string(events.Announce(functiontest.North, domain.Announcing{Kind: domain.AnnouncePolicy, N: 2}))
	if got := asked(); !slices.Equal(got, []string{announces}) {
		t.Errorf("it asks notify for %q", got)
	}
	do("PUT", "/v1/policy", strings.Replace(shorter, "P10D", "P20D", 1)).WantProblem(409, "policy-announced")
	if v := me(); v.KeptUntil.After(from) || v.KeptUntil.Before(from) || v.Privacy.Change == nil || !v.Privacy.Change.From.Equal(from) {
		t.Errorf("who joined under the old one reads %+v, want %v", v, from)
	}
	s.Clock.Advance(2 * time.Minute) // for which join may keep what it read
	l2 := s.Open(functiontest.Start{})
	joined := s.Do("POST", "/v1/join", functiontest.Request{Body: fmt.Sprintf(`{"code":%q,"alias":"Cy","locale":"en"}`, l2.Code), Header: map[string]string{"Idempotency-Key": "0123456789abcdef0123456789"}}).Want(201)
	if !strings.Contains(string(joined.Body), `"change":{"from":"`+from.UTC().Format(time.RFC3339)+`","kept":"P10D","restoreWindow":"P1M"}`) || !strings.Contains(string(joined.Body), `"kept":"P180D"`) {
		t.Errorf("who joins reads %s", joined.Body)
	}

	s.Clock.Advance(from.Sub(s.Clock.Now()) - time.Hour) // the clock goes on meanwhile
	s.Tick(t.Context())
	s.Retain(t.Context())
	if got := asked(); !slices.Equal(got, []string{announces}) {
		t.Errorf("a tick asks notify for %q", got)
	}
	if v := me(); v.Privacy.Version != 1 {
		t.Errorf("shortly before: %+v", v)
	}
	s.Clock.Advance(time.Hour)
	grace = s.Token(functiontest.Grace)
	for _, when := range []string{"before a tick", "after it"} {
		p = read[inForce](t, do("GET", "/v1/policy", "").Want(200))
		if p.Kept != "P10D" || p.Version != 2 || p.Announced != nil || !p.Since.Equal(from) {
			t.Errorf("%s in force is %+v", when, p)
		}
		public := s.Do("GET", "/v1/orgs/"+functiontest.North+"/privacy/history", functiontest.Request{}).Want(200)
		own := do("GET", "/v1/policy/history", "").Want(200)
		if string(public.Body) != string(own.Body) || public.Header.Get("Cache-Control") != "public, max-age=60" {
			t.Errorf("everybody reads %s", public.Body)
		}
		h := read[struct{ Items []version }](t, own)
		if len(h.Items) != 2 || h.Items[0].State != "in-force" || h.Items[1].State != "earlier" || !h.Items[1].Until.Equal(from) || !h.Items[0].From.Equal(from) || h.Items[1].Changes[0].What != "first" {
			t.Errorf("%s the history is %+v", when, h.Items)
		}
		s.Tick(t.Context())
		s.Retain(t.Context())
	}
	s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).WantProblem(404, "not-found") // deleted by the new policy
}

// What takes nothing is in force at once, a child's erasure needs no notice, what is announced can be taken back, and
// nobody can be sent announcements without end.
func TestPolicyNotice(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	do := func(method, path, body string) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: s.Token(functiontest.Grace), Body: body})
	}
	do("DELETE", "/v1/policy/announced", "").WantProblem(409, "nothing-announced")
	for _, bad := range []string{`,"notice":"P13D"`, `,"notice":"P2Y"`, `,"ground":"school"`, `,"notice":"two weeks"`} {
		s.Do("PUT", "/v1/policy", functiontest.Request{Token: s.Token(functiontest.Grace), Bad: true,
			Body: `{"kept":"P90D","restore":"P6M","purposes":["teaching"],"clause":"Section 7","contact":"privacy@north.example","maxParticipants":0` + bad + `}`}).WantProblem(422, "invalid")
	}
	full := func(kept, more string) *functiontest.Reply {
		return do("PUT", "/v1/policy", `{"kept":"`+kept+`","restore":"P6M","purposes":["teaching"],"clause":"Section 7","contact":"privacy@north.example","maxParticipants":0`+more+`}`)
	}
	// A purpose more takes something.
	if p := read[inForce](t, full("P180D", `,"notice":"P20D"`).Want(200)); p.Announced == nil || p.Announced.From.Before(s.Clock.Now().AddDate(0, 0, 20)) {
		t.Fatalf("announced %+v", p)
	}
	if p := read[inForce](t, do("DELETE", "/v1/policy/announced", "").Want(200)); p.Announced != nil || p.Kept != "P180D" {
		t.Errorf("withdrawn: %+v", p)
	}
	sent := s.Published.Take(events.NotifyMail)
	if want := events.Announce(functiontest.North, domain.Announcing{Kind: domain.AnnouncePolicy, N: 2, Withdrawn: true}); len(sent) != 2 || string(sent[1]) != string(want) {
		t.Errorf("asked for %q", sent)
	}
	// For a child's erasure nothing may be kept longer, or for more.
	full("P180D", `,"ground":"child-erasure"`).WantProblem(422, "invalid")
	full("P1Y", `,"ground":"child-erasure"`).WantProblem(422, "invalid")
	if _, err := s.Store.ChangePolicy(t.Context(), functiontest.North, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
		p := o.Policy
		p.Purposes, p.Clause = []string{"teaching"}, "Section 7"
		return o.Publish(p, s.Clock.Now(), s.Clock.Now(), "", "x")
	}); err != nil {
		t.Fatal(err)
	}
	if p := read[inForce](t, full("P9D", `,"ground":"child-erasure"`).Want(200)); p.Announced != nil || p.Kept != "P9D" || p.Version != 4 {
		t.Errorf("for a child's erasure: %+v", p)
	}
	// Another address takes nothing, however it is changed.
	p := read[inForce](t, do("PUT", "/v1/policy", `{"kept":"P9D","restore":"P6M","purposes":["teaching"],"clause":"Section 7","contact":"dpo@north.example","maxParticipants":0}`).Want(200))
	if p.Announced != nil || p.Version != 5 {
		t.Errorf("another address: %+v", p)
	}
	do("PATCH", "/v1/org", `{"contacts":{"privacy":"new@north.example"}}`).Want(200)
	// The same again changes nothing.
	same := `{"kept":"P9D","restore":"P6M","purposes":["teaching"],"clause":"Section 7","contact":"new@north.example","maxParticipants":0}`
	if p := read[inForce](t, do("PUT", "/v1/policy", same).Want(200)); p.Version != 6 {
		t.Errorf("the same again: %+v", p)
	}
	h := read[struct {
		Items         []version
		NextPageToken string
	}](t, do("GET", "/v1/policy/history?pageSize=4", "").Want(200))
	var states []string
	for _, v := range h.Items {
		states = append(states, v.State+v.Ground)
	}
	if !slices.Equal(states, []string{"in-force", "earlier", "earlierchild-erasure", "earlier"}) || h.NextPageToken != "3" {
		t.Errorf("the history: %v, %q", states, h.NextPageToken)
	}
	rest := read[struct{ Items []version }](t, do("GET", "/v1/policy/history?pageSize=4&pageToken=3", "").Want(200))
	if len(rest.Items) != 2 || rest.Items[0].State != "withdrawn" || rest.Items[1].Version != 1 {
		t.Errorf("its second page: %+v", rest.Items)
	}
	s.Do("GET", "/v1/policy/history?pageToken=x", functiontest.Request{Token: s.Token(functiontest.Grace)}).WantProblem(400, "page-token")
	s.Do("GET", "/v1/orgs/org_none/privacy/history", functiontest.Request{}).WantProblem(404, "not-found")

	for n := range 3 {
		do("PUT", "/v1/policy", strings.Replace(same, "Section 7", fmt.Sprint("Section ", n), 1)).Want(200)
	}
	// The first ten were published with the school, whenever that was, and since.
	do("PUT", "/v1/policy", strings.Replace(same, "Section 7", "Section 10", 1)).Want(200)
	do("PUT", "/v1/policy", strings.Replace(same, "Section 7", "Section 11", 1)).Want(200)
	do("PUT", "/v1/policy", strings.Replace(same, "Section 7", "Section 12", 1)).WantProblem(409, "too-many-policies")
	// A child's erasure doesn't wait for that.
	do("PUT", "/v1/policy", strings.Replace(same, `"P9D"`, `"P8D","ground":"child-erasure"`, 1)).Want(200)
	same = strings.Replace(same, `"P9D"`, `"P8D"`, 1)
	s.Clock.Advance(31 * 24 * time.Hour)
	do("PUT", "/v1/policy", strings.Replace(same, "Section 7", "Section 12", 1)).Want(200)
}

// A change of the service's owner is announced by the operator alone, beforehand and with a choice; it stands on public
// pages until it has happened, or was withdrawn.
// Announcements that were withdrawn keep no later one from being made, but for a while, and
// what is on record is bounded.
func TestWithdrawnOwnershipsTakeNoPlace(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	announce := func() *functiontest.Reply {
		body := `{"owner":"New Owner AG","country":"CH","on":"` + s.Clock.Now().UTC().AddDate(0, 0, 40).Format(time.DateOnly) +
			`","choice":{"en":"a","de":"b","fr":"c","es":"d"}}`
		return s.Do("POST", "/v1/ownerships", functiontest.Request{Token: s.Token(functiontest.Ops), Body: body})
	}
	most := 0
	for range 8 { // 80 in all, each withdrawn
		for range domain.OwnershipRate {
			made := read[struct{ ID string }](t, announce().Want(201))
			s.Do("DELETE", "/v1/ownerships/"+made.ID, functiontest.Request{Token: s.Token(functiontest.Ops)}).Want(204)
		}
		announce().WantProblem(409, "too-many-announcements")
		s.Tick(t.Context())
		all, err := s.Store.Ownerships(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(all))
		s.Clock.Advance(domain.OwnershipRateTime)
	}
	if limit := domain.OwnershipRate * 4; most > limit {
		t.Errorf("%d are on record, want at most %d", most, limit)
	}
	announce().Want(201)
}

func TestOwnershipIsAnnounced(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	body := func(days int) string {
		return `{"owner":"New Owner AG","country":"CH","on":"` + s.Clock.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) +
			`","choice":{"en":"You may leave.","de":"Sie können gehen.","fr":"Vous pouvez partir.","es":"Puede irse."}}`
	}
	do := func(method, path, body string) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: s.Token(functiontest.Ops), Body: body})
	}
	s.Do("POST", "/v1/ownerships", functiontest.Request{Token: s.Token(functiontest.Grace), Body: body(40)}).WantProblem(403, "forbidden")
	s.Do("POST", "/v1/ownerships", functiontest.Request{Token: s.Token(functiontest.Ops), Body: body(20), Bad: true}).WantProblem(422, "invalid")
	key := map[string]string{"Idempotency-Key": "0123456789abcdef0123456789"}
	made := read[struct{ ID, On string }](t, s.Do("POST", "/v1/ownerships", functiontest.Request{Token: s.Token(functiontest.Ops), Body: body(40), Header: key}).Want(201))
	again := read[struct{ ID string }](t, s.Do("POST", "/v1/ownerships", functiontest.Request{Token: s.Token(functiontest.Ops), Body: body(40), Header: key}).Want(201))
	if made.ID != again.ID {
		t.Error("a repeated request announced it twice")
	}
	s.Do("POST", "/v1/ownerships", functiontest.Request{Token: s.Token(functiontest.Ops), Body: body(50), Header: key}).WantProblem(422, "idempotency-key-reused")
	do("POST", "/v1/ownerships", body(60)).WantProblem(409, "ownership-announced")

	notices := func() (languages []string) {
		for _, n := range read[struct {
			Items []struct{ Language, Title, Text, Group string }
		}](t, s.Do("GET", "/v1/notices/public", functiontest.Request{}).Want(200)).Items {
			if n.Group != made.ID || !strings.Contains(n.Title, "New Owner AG") {
				t.Errorf("a notice: %+v", n)
			}
			languages = append(languages, n.Language)
		}
		return languages
	}
	if got := notices(); !slices.Equal(got, []string{"en", "de", "fr", "es"}) {
		t.Errorf("every page tells it in %v", got)
	}
	if public := string(s.Do("GET", "/v1/orgs/"+functiontest.South+"/privacy", functiontest.Request{}).Want(200).Body); !strings.Contains(public, `"owner":"New Owner AG"`) {
		t.Errorf("a school's page: %s", public)
	}
	s.Tick(t.Context())
	orgs := make(map[string]bool)
	for _, b := range s.Published.Take(events.NotifyMail) {
		m, err := events.ParseMail(events.Message{Data: b})
		if err != nil || m.About != "ownership-"+made.ID {
			t.Errorf("asked for %s, %v", b, err)
		}
		orgs[m.Org] = true
	}
	if !orgs[functiontest.North] || !orgs[functiontest.South] {
		t.Errorf("it is mailed to %v", orgs)
	}
	do("DELETE", "/v1/ownerships/"+made.ID, "").Want(204)
	do("DELETE", "/v1/ownerships/"+made.ID, "").WantProblem(409, "ownership-over")
	do("DELETE", "/v1/ownerships/"+s.NewID(), "").WantProblem(404, "not-found")
	s.Clock.Advance(2 * time.Minute)
	if got := notices(); len(got) != 0 {
		t.Errorf("withdrawn it stands there still: %v", got)
	}
	if list := read[struct {
		Items []struct{ WithdrawnAt *time.Time }
	}](t, do("GET", "/v1/ownerships", "").Want(200)); len(list.Items) != 1 || list.Items[0].WithdrawnAt == nil {
		t.Errorf("on record: %+v", list)
	}
}
