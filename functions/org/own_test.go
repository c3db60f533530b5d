package org_test

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type leaving struct {
	Member    string
	Successor bool
	Departure struct {
		Items []struct {
			Subject struct{ Kind, Session, QuestionSet, Member string }
			Title   *string
			Steps   []struct {
				To   string
				At   time.Time
				Hold *string
			}
			Stays string
		}
	}
}

// fates returns what happens to each thing, by its id.
func (l leaving) fates() map[string]string {
	all := make(map[string]string)
	for _, item := range l.Departure.Items {
		fate := item.Stays
		for _, step := range item.Steps {
			fate += " " + step.To
			if step.Hold != nil {
				fate += " held"
			}
		}
		all[item.Subject.Session+item.Subject.QuestionSet+item.Subject.Member] = fate
	}
	return all
}

// members has everybody of North come once.
func members(s *functiontest.School) {
	for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Mary, functiontest.Grace} {
		s.Do("GET", "/v1/policy", functiontest.Request{Token: s.Token(email)}).Want(200)
	}
}

// A teacher sees what follows if they leave, leaves without asking anybody, and what follows is what they saw.
func TestLeaving(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	members(s)
	as := func(email, method, path string, body any) *functiontest.Reply {
		return s.Do(method, path, functiontest.Request{Token: s.Token(email), Body: body})
	}
	as(functiontest.Ada, "PUT", "/v1/profile", profileOfAda).Want(200)
	own, together := s.Open(functiontest.Start{}), s.Open(functiontest.Start{By: functiontest.Linus})
	student := own.Join("Bo")
	ada := functiontest.MemberID(functiontest.Ada)
	if _, err := s.Store.UpdateSession(t.Context(), together.ID, func(d *domain.Session) error {
		d.CoTeachers = []string{ada}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	set := func(shared string) string {
		return read[struct{ ID string }](t, s.Do("POST", "/v1/question-sets", functiontest.Request{
			Token: s.Token(functiontest.Ada), Key: functiontest.NewKey(),
			Body: object{"title": shared, "shared": shared, "questions": []object{{"kind": "cloud", "prompt": "?"}}},
		}).Want(201)).ID
	}
	kept, gone := set("school"), set("none")

	before := s.Documents(t.Context())
	seen := read[leaving](t, as(functiontest.Ada, "GET", "/v1/profile/departure", nil).Want(200))
	fates := seen.fates()
	for id, want := range map[string]string{
		ada: "receipts erased", own.ID: " deleted erased", together.ID: "colleagues", kept: "school", gone: " deleted erased",
	} {
		if fates[id] != want {
			t.Errorf("%s: %q, want %q", id, fates[id], want)
		}
	}
	if seen.Member != ada || !seen.Successor {
		t.Errorf("a teacher may leave: %+v", seen)
	}
	s.Do("POST", "/v1/profile/leave", functiontest.Request{Token: s.TokenWith(functiontest.Ada, auth0.TokenOptions{NoMFA: true})}).WantProblem(401, "second-factor-required")
	for path, doc := range s.Documents(t.Context()) {
		if before[path] != doc {
			t.Errorf("looking changed %s", path)
		}
	}

	goodbye := read[struct{ State, ReceiptID string }](t, as(functiontest.Ada, "POST", "/v1/profile/leave", nil).Want(202))
	if goodbye.State != "erasing" || !domain.IsID(goodbye.ReceiptID) {
		t.Errorf("answered: %+v", goodbye)
	}
	as(functiontest.Ada, "POST", "/v1/profile/leave", nil).WantProblem(403, "forbidden")
	if n := len(s.Published.Take(events.IdentityWork)); n == 0 {
		t.Error("the sign-in service isn't told")
	}
	s.Retain(t.Context())
	m, err := s.Store.Member(t.Context(), functiontest.North, ada)
	if err != nil || m.State != domain.MemberErased || len(m.Profile) > 0 || m.Leaving || !m.Waits() {
		t.Errorf("left: %+v, %v", m, err)
	}
	if _, err := s.Vault.MemberKey(t.Context(), ada); err == nil {
		t.Error("the key is there still")
	}
	// The school has the receipt, which says on whose word and of nobody.
	receipt := as(functiontest.Grace, "GET", "/v1/receipts/"+goodbye.ReceiptID, nil).Want(200)
	about := read[struct {
		Receipt struct{ Kind, Ground string }
	}](t, receipt).Receipt
	if about.Kind != "member" || about.Ground != "data-subject" {
		t.Errorf("the receipt: %s", receipt.Body)
	}
	// What follows is what was shown.
	s.Do("GET", "/v1/me", functiontest.Request{Token: student.Token}).WantProblem(404, "not-found")
	own.As(functiontest.Grace, "POST", "/restore", nil).Want(200)
	s.Do("GET", "/v1/me", functiontest.Request{Token: student.Token}).Want(200)
	together.As(functiontest.Linus, "GET", "", nil).Want(200)
	as(functiontest.Linus, "GET", "/v1/question-sets/"+kept, nil).Want(200)
	as(functiontest.Grace, "GET", "/v1/question-sets/"+gone, nil).WantProblem(404, "not-found")
	// The history says that somebody left, and no longer who.
	s.Clock.Advance(2 * time.Minute)
	entry := read[struct {
		Items []struct {
			What        string
			Who, Member any
		}
	}](t, as(functiontest.Grace, "GET", "/v1/org/changes?pageSize=1", nil).Want(200)).Items[0]
	if entry.What != "member-left" || entry.Who != nil || entry.Member != nil {
		t.Errorf("the history: %+v", entry)
	}
}

// Under a legal hold whoever leaves is out at once, and is told before that nothing is erased until it ends.
func TestLeavingUnderAHold(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	members(s)
	ada := s.Token(functiontest.Ada)
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: ada, Body: profileOfAda}).Want(200)
	until := s.Clock.Now().AddDate(1, 0, 0).UTC().Truncate(time.Second)
	hold := read[struct{ ID string }](t, s.Do("POST", "/v1/holds", functiontest.Request{
		Token: s.Token(functiontest.Grace), Body: object{"name": "Case 1", "until": until},
	}).Want(201))
	seen := read[leaving](t, s.Do("GET", "/v1/profile/departure", functiontest.Request{Token: ada}).Want(200))
	if step := seen.Departure.Items[0].Steps[0]; step.To != "erased" || !step.At.Equal(until) {
		t.Errorf("shown: %+v, and the hold ends on %v", step, until)
	}
	if r := read[struct{ State string }](t, s.Do("POST", "/v1/profile/leave", functiontest.Request{Token: ada}).Want(202)); r.State != "held" {
		t.Errorf("answered: %+v", r)
	}
	s.Retain(t.Context())
	s.Do("GET", "/v1/profile", functiontest.Request{Token: ada}).WantProblem(403, "forbidden")
	id := functiontest.MemberID(functiontest.Ada)
	if m, err := s.Store.Member(t.Context(), functiontest.North, id); err != nil || m.State != domain.MemberErasing || len(m.Profile) == 0 {
		t.Errorf("held: %+v, %v", m, err)
	}
	s.Do("DELETE", "/v1/holds/"+hold.ID, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	s.Clock.Advance(time.Hour)
	s.Tick(t.Context())
	s.Retain(t.Context())
	if m, err := s.Store.Member(t.Context(), functiontest.North, id); err != nil || m.State != domain.MemberErased {
		t.Errorf("released: %+v, %v", m, err)
	}
}

// Whoever deleted their profile, and so is switched off, can leave; whoever was suspended asks the school.
func TestWhoMayLeave(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	members(s)
	leave := func(email string) *functiontest.Reply {
		return s.Do("POST", "/v1/profile/leave", functiontest.Request{Token: s.TokenWith(email, auth0.TokenOptions{Permissions: []string{}})})
	}
	s.Do("DELETE", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(204)
	leave(functiontest.Ada).Want(202)
	if err := s.Store.SetMemberState(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Linus), domain.MemberRevoked); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(2 * time.Second)
	leave(functiontest.Linus).WantProblem(403, "forbidden")
}

// The last administrator who can act stays until somebody else can, and so does the operator's last.
func TestLastAdministrator(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	members(s)
	linus := functiontest.MemberID(functiontest.Linus)
	patch := func(id, body string) {
		s.Do("PATCH", "/v1/org/members/"+id, functiontest.Request{Token: s.Token(functiontest.Grace), Body: body}).Want(200)
	}
	refused := func(email string) {
		t.Helper()
		if read[leaving](t, s.Do("GET", "/v1/profile/departure", functiontest.Request{Token: s.Token(email)}).Want(200)).Successor {
			t.Error("shown as having a successor")
		}
		s.Do("POST", "/v1/profile/leave", functiontest.Request{Token: s.Token(email)}).WantProblem(409, "last-administrator")
		s.Do("GET", "/v1/policy", functiontest.Request{Token: s.Token(email)}).Want(200)
	}
	refused(functiontest.Grace)
	patch(linus, `{"role": "administrator", "state": "suspended"}`)
	refused(functiontest.Grace)
	patch(linus, `{"state": "active"}`)
	s.Do("POST", "/v1/profile/leave", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(202)
	// Their role counts, though their token doesn't have it yet.
	refused(functiontest.Linus)
	s.Do("GET", "/v1/orgs", functiontest.Request{Token: s.Token(functiontest.Ops)}).Want(200)
	s.Do("POST", "/v1/profile/leave", functiontest.Request{Token: s.Token(functiontest.Ops)}).WantProblem(409, "last-administrator")
}

// Of two last administrators who leave at one moment, one stays.
func TestAdministratorsLeaveAtOnce(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Instances: 2})
	members(s)
	s.Do("PATCH", "/v1/org/members/"+functiontest.MemberID(functiontest.Linus), functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"role": "administrator"}`}).Want(200)
	statuses := make(chan int, 8)
	var all sync.WaitGroup
	for i := range cap(statuses) {
		token := s.Token([]string{functiontest.Grace, functiontest.Linus}[i%2])
		all.Go(func() {
			r, err := s.Try(t.Context(), "POST", "/v1/profile/leave", functiontest.Request{Token: token})
			if err != nil {
				t.Error(err)
				return
			}
			statuses <- r.Status
		})
	}
	all.Wait()
	close(statuses)
	left := 0
	for status := range statuses {
		switch status {
		case 202:
			left++
		case 403, 409:
		default:
			t.Errorf("answered %d", status)
		}
	}
	here := 0
	for _, email := range []string{functiontest.Grace, functiontest.Linus} {
		m, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(email))
		if err != nil {
			t.Fatal(err)
		}
		if m.State == domain.MemberActive && !m.Leaving {
			here++
		}
	}
	if left == 0 || here != 1 {
		t.Errorf("%d requests to leave were accepted, and %d administrators are left", left, here)
	}
}

// A teacher sees what the audit has of them, and nothing of others.
func TestOwnAudit(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	members(s)
	own, other := s.Open(functiontest.Start{}), s.Open(functiontest.Start{By: functiontest.Linus})
	for range 3 {
		own.Results()
		other.Results()
	}
	get := func(o auth0.TokenOptions, query string) *functiontest.Reply {
		return s.Do("GET", "/v1/profile/audit"+query, functiontest.Request{Token: s.TokenWith(functiontest.Ada, o)})
	}
	get(auth0.TokenOptions{NoMFA: true}, "").WantProblem(401, "second-factor-required")
	n := 0
	for query := "?pageSize=2"; query != ""; {
		page := read[struct {
			Items []struct {
				Entry  json.RawMessage
				Member string
			}
			NextPageToken *string
		}](t, get(auth0.TokenOptions{Permissions: []string{}}, query).Want(200))
		for _, item := range page.Items {
			var e struct{ Act, Path string }
			if err := json.Unmarshal(item.Entry, &e); err != nil || e.Path != "sessions/"+own.ID || item.Member != functiontest.MemberID(functiontest.Ada) {
				t.Errorf("%s: %v", item.Entry, err)
			}
			n++
		}
		query = ""
		if page.NextPageToken != nil {
			query = "?pageSize=2&pageToken=" + *page.NextPageToken
		}
	}
	if n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
}
