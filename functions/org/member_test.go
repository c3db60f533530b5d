package org_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type people struct {
	Items []struct {
		ID, Role, State string
		Name            *string
		LastActive      *string
		You             bool
	}
	NextPageToken *string
}

// An administrator sees who belongs to the school, by name, and that is entered in the
// audit before it is shown; nobody sees an address.
func TestMembersAreListed(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Mary, functiontest.Grace, functiontest.Alan} {
		s.Do("GET", "/v1/policy", functiontest.Request{Token: s.Token(email)}).Want(200)
	}
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada), Body: profileOfAda}).Want(200)
	get := func(path string) *functiontest.Reply {
		return s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	}
	seen := make(map[string]string)
	for path := "/v1/org/members?pageSize=3"; path != ""; {
		reply := get(path)
		if strings.Contains(string(reply.Body), "ada.private") {
			t.Errorf("shows an address: %s", reply.Body)
		}
		page := read[people](t, reply)
		for _, m := range page.Items {
			name := ""
			if m.Name != nil {
				name = *m.Name
			}
			seen[m.ID] = name + " " + m.Role + " " + m.State
			if m.LastActive == nil || *m.LastActive != domain.WeekOf(s.Clock.Now()) || m.You != (m.ID == functiontest.MemberID(functiontest.Grace)) {
				t.Errorf("%+v", m)
			}
		}
		path = ""
		if page.NextPageToken != nil {
			path = "/v1/org/members?pageSize=3&pageToken=" + *page.NextPageToken
		}
	}
	want := map[string]string{
		functiontest.MemberID(functiontest.Ada): "Ada  Lovelace teacher active", functiontest.MemberID(functiontest.Linus): " teacher active",
		functiontest.MemberID(functiontest.Mary): " teacher active", functiontest.MemberID(functiontest.Grace): " administrator active",
	}
	for id, who := range want {
		if seen[id] != who {
			t.Errorf("%q, want %q", seen[id], who)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("listed: %v", seen)
	}
	// Two pages, two entries, with who it was and how many they saw.
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"name": "Grace Hopper", "locale": "en", "mail": {"news": false, "service": false}}`}).Want(200)
	s.Clock.Advance(time.Minute)
	audit := read[struct {
		Items []struct {
			Name  *string
			Entry struct {
				Act, Path, Role string
				Counts          struct{ Members int }
			}
		}
	}](t, get("/v1/audit"))
	total := 0
	for _, e := range audit.Items {
		if e.Entry.Act != "members" || e.Entry.Role != "administrator" || e.Entry.Path != "orgs/"+functiontest.North+"/members" || e.Name == nil || *e.Name != "Grace Hopper" {
			t.Errorf("entered: %+v", e)
		}
		total += e.Entry.Counts.Members
	}
	if len(audit.Items) != 2 || total != 4 {
		t.Errorf("entered: %+v", audit.Items)
	}
	// Another school's people are nobody's business.
	other := "/v1/org/members/" + functiontest.MemberID(functiontest.Alan)
	for _, path := range []string{other, "/v1/org/members/" + s.NewID()} {
		s.Do("PATCH", path, functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"role": "teacher"}`}).WantProblem(404, "not-found")
		s.Do("DELETE", path, functiontest.Request{Token: s.Token(functiontest.Grace)}).WantProblem(404, "not-found")
	}
	s.Do("PATCH", "/v1/org/members/x", functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"role": "teacher"}`, Bad: true}).WantProblem(404, "not-found")
	s.Do("PATCH", "/v1/org/members/"+functiontest.MemberID(functiontest.Ada), functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"role": "operator"}`}).WantProblem(422, "invalid")
	if n := len(s.Published.Take(events.IdentityWork)); n != 0 {
		t.Errorf("%d messages about nothing", n)
	}
}

// Who invited, who changed a role and who suspended whom stands in the school's history under hashes, and says who it was
// to the school's administrators as long as both are members. Repeating a request enters nothing.
func TestPeopleInTheHistory(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for _, email := range []string{functiontest.Ada, functiontest.Grace} {
		s.Do("GET", "/v1/policy", functiontest.Request{Token: s.Token(email)}).Want(200)
	}
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada), Body: profileOfAda}).Want(200)
	ada, grace := functiontest.MemberID(functiontest.Ada), functiontest.MemberID(functiontest.Grace)
	before, err := s.Store.Org(t.Context(), functiontest.North)
	if err != nil {
		t.Fatal(err)
	}
	as := func(method, path, body string, status int) *functiontest.Reply {
		t.Helper()
		return s.Do(method, path, functiontest.Request{Token: s.Token(functiontest.Grace), Body: body, Key: "0123456789abcdefghijklmn"}).Want(status)
	}
	for range 2 {
		as("PATCH", "/v1/org/members/"+ada, `{"role": "administrator"}`, 200)
	}
	as("PATCH", "/v1/org/members/"+ada, `{"state": "suspended"}`, 200)
	as("PATCH", "/v1/org/members/"+ada, `{"state": "active", "role": "teacher"}`, 200)
	var invited struct{ ID string }
	for range 2 {
		invited = read[struct{ ID string }](t, as("POST", "/v1/org/members", `{"email": "new@north.example", "role": "teacher"}`, 202))
	}
	for range 2 {
		as("DELETE", "/v1/org/invitations/"+invited.ID, "", 202)
	}
	type entries struct {
		Items []struct {
			N         int
			What, By  string
			Who       *string
			Agreement *string
			Member    *struct {
				ID   string
				Name *string
			}
			Fields []struct{ Name, Before, After string }
		}
	}
	got := read[entries](t, as("GET", "/v1/org/changes?pageSize=6", "", 200))
	var told []string
	for i, e := range got.Items {
		line := e.What
		for _, f := range e.Fields {
			line += " " + f.Name + " " + f.Before + ">" + f.After
		}
		about := e.Member != nil && e.Member.ID == ada && e.Member.Name != nil && *e.Member.Name == "Ada  Lovelace"
		if e.Who == nil || *e.Who != grace || e.By != "school" || about != strings.Contains(e.What, "member-") && about != (e.What == "role-changed") || i > 0 && e.N != got.Items[i-1].N-1 {
			t.Errorf("entry %+v, %+v", e, e.Member)
		}
		told = append(told, line)
	}
	want := []string{
		"invitation-withdrawn", "member-invited role >teacher", "member-let-back", "role-changed role administrator>teacher", "member-suspended", "role-changed role teacher>administrator",
	}
	if strings.Join(told, "; ") != strings.Join(want, "; ") {
		t.Errorf("the history is\n%v, want\n%v", told, want)
	}
	// Nothing that leads to a person is stored in it, and who edits the school isn't disturbed.
	stored, _, err := s.Store.Changes(t.Context(), functiontest.North, 6, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range stored {
		if len(c.Who) != 64 || c.About != invited.ID && len(c.About) != 64 {
			t.Errorf("stored: %+v", c)
		}
	}
	after, err := s.Store.Org(t.Context(), functiontest.North)
	if err != nil || after.Revision != before.Revision {
		t.Errorf("the revision went from %d to %d, %v", before.Revision, after.Revision, err)
	}
	s.Do("PATCH", "/v1/org", functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"language": "fr"}`}).Want(200)
	if next := read[entries](t, as("GET", "/v1/org/changes?pageSize=1", "", 200)).Items[0]; next.N != got.Items[0].N+1 || next.What != "edited" {
		t.Errorf("the next entry is %+v", next)
	}
	// The operator sees that it was the school, and not who.
	for _, e := range read[entries](t, s.Do("GET", "/v1/orgs/"+functiontest.North+"/changes", functiontest.Request{Token: s.Token(functiontest.Ops)}).Want(200)).Items[1:7] {
		if e.Who != nil || e.Member != nil || e.By != "school" {
			t.Errorf("to the operator: %+v", e)
		}
	}
	// Whoever has left is not named any more.
	if err := s.Store.SetMemberState(t.Context(), functiontest.North, ada, domain.MemberErased); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(2 * time.Minute)
	for _, e := range read[entries](t, as("GET", "/v1/org/changes?pageSize=7", "", 200)).Items[1:] {
		if e.Member != nil || e.Who == nil {
			t.Errorf("after Ada left: %+v", e)
		}
	}
}
