package request_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type object = map[string]any

type clock struct {
	Clause, State     string
	DueAt             time.Time
	Escalated         int
	Extended, Extends bool
}

type view struct {
	ID, Kind, From, State, Email, Text, Forward string
	Identity, Extension, Decision, Ground       string
	Clocks                                      []clock
	Receipts                                    []string
	Answer                                      *struct{ Language, Subject, Text string }
	Grounds                                     []struct{ ID, Source string }
	Forwards                                    []struct{ From, To string }
	Timeline                                    []struct {
		Kind, Actor string
		Facts       map[string]string
	}
	Verified bool
	Revision int
}

// A queue is a school with a request in its queue.
type queue struct {
	*functiontest.School
	t          *testing.T
	id, secret string
}

// of returns the token of somebody with rights:manage.
func (q *queue) of(email string) string {
	return q.TokenWith(email, auth0.TokenOptions{Permissions: []string{domain.RightsManage}})
}

func newQueue(t *testing.T, org, kind, locale string) *queue {
	q := &queue{School: functiontest.New(t, functiontest.Options{}), t: t}
	q.ask(org, kind, locale)
	return q
}

// ask has somebody ask an org for something, and enter the code that was mailed.
func (q *queue) ask(org, kind, locale string) {
	q.t.Helper()
	var made struct{ ID, Secret string }
	q.Do("POST", "/v1/requests", functiontest.Request{Key: functiontest.NewKey(), Body: object{
		"org": org, "kind": kind, "from": "parent", "email": "parent@mail.example", "text": "Please, all of what Ada wrote.",
		"about": object{"alias": "Ada"}, "locale": locale,
	}}).Want(202).JSON(&made)
	q.id, q.secret = made.ID, made.Secret
	if _, err := q.Store.WorkOnRequest(q.t.Context(), q.id, nil); err == nil {
		q.t.Error("an unverified request is in a queue")
	}
	q.Do("POST", "/v1/requests/"+q.id+"/verify", functiontest.Request{Token: q.secret, Body: object{"code": q.CodeOf(q.t.Context(), q.id)}}).Want(200)
	q.Published.Take(events.NotifyMail)
	q.look()
}

// look does what a tick has breach do about the request.
func (q *queue) look() {
	q.t.Helper()
	if err := q.Published.Send(q.t.Context(), events.BreachWork, events.BreachJob{Request: q.id}.Encode()); err != nil {
		q.t.Fatal(err)
	}
	q.Look(q.t.Context())
}

func (q *queue) path(rest string) string { return "/v1/requests/" + q.id + rest }

func (q *queue) get(email string) (v view) {
	q.t.Helper()
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(email)}).Want(200).JSON(&v)
	return v
}

func (q *queue) post(email, what string, body object) *functiontest.Reply {
	q.t.Helper()
	return q.Do("POST", q.path("/"+what), functiontest.Request{Token: q.of(email), Body: body})
}

// mails returns the kinds of the mails to the requester that were asked for since.
func (q *queue) mails() (kinds []string) {
	q.t.Helper()
	for _, data := range q.Published.Take(events.NotifyMail) {
		m, err := events.ParseMail(events.Message{Data: data})
		if err != nil {
			q.t.Fatal(err)
		}
		if m.RequestMail == "" {
			continue
		}
		mail, err := q.Store.ChangeRequestMail(q.t.Context(), m.RequestMail, func(*domain.RequestMail) bool { return false })
		if err != nil || len(mail.Wrapped) == 0 {
			q.t.Fatal(mail, err)
		}
		kinds = append(kinds, string(mail.Kind))
	}
	return kinds
}

// A whole request: it comes into the queue with its clocks, is read, identified, previewed,
// granted in part and done with a receipt; each is on the timeline and is mailed about.
func TestQueue(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "fr")
	var list struct{ Items []view }
	q.Do("GET", "/v1/requests?state=open", functiontest.Request{Token: q.of(functiontest.Grace)}).Want(200).JSON(&list)
	if len(list.Items) != 1 || list.Items[0].ID != q.id || list.Items[0].Text != "" {
		t.Errorf("the list: %+v", list.Items)
	}
	v := q.get(functiontest.Grace)
	if v.Email != "parent@mail.example" || v.Text != "Please, all of what Ada wrote." || len(v.Clocks) != 2 || v.Clocks[0].Clause != "gdpr-12-3" || v.Clocks[1].Clause != "removal" ||
		v.Forward != "operator" || !v.Verified || len(v.Timeline) != 1 || v.Timeline[0].Kind != "received" || v.Timeline[0].Actor != "breach" {
		t.Errorf("as it came: %+v", v)
	}
	decision := object{"decision": "partly", "ground": "legal-obligation", "text": "Nous effaçons ce qu’Ada a écrit. Les notes restent."}
	q.post(functiontest.Grace, "decide", decision).WantProblem(409, "identity-unchecked")
	q.post(functiontest.Grace, "identify", object{"how": "on-file"}).Want(200)
	q.post(functiontest.Grace, "identify", object{"how": "on-file"}).Want(200) // a retry
	if got := q.mails(); got != nil {
		t.Errorf("mailed: %v", got)
	}
	var preview struct{ Language, Subject, Text string }
	q.post(functiontest.Grace, "preview", decision).Want(200).JSON(&preview)
	for _, part := range []string{"Votre demande", "en partie", "la loi nous oblige", "GDPR art. 17(3)(b)", "Les notes restent.", "autorité", "privacy@north.example"} {
		if !strings.Contains(preview.Text, part) {
			t.Errorf("the preview lacks %q: %s", part, preview.Text)
		}
	}
	if preview.Language != "fr" {
		t.Errorf("the preview is in %s", preview.Language)
	}
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).WantProblem(409, "request-undecided")
	for range 2 { // the second is a retry
		q.post(functiontest.Grace, "decide", decision).Want(200).JSON(&v)
	}
	if v.State != "decided" || v.Decision != "partly" || v.Answer == nil || v.Answer.Text != preview.Text || v.Clocks[0].State != "running" {
		t.Errorf("decided: %+v", v)
	}
	q.post(functiontest.Grace, "decide", object{"decision": "granted", "text": "Oui."}).WantProblem(409, "request-decided")
	if got := q.mails(); !slices.Equal(got, []string{"decided"}) {
		t.Errorf("mailed: %v", got)
	}
	// The erasure is done by hand, and its receipt named.
	gone := q.Open(functiontest.Start{}).Join("Ada")
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)
	q.Retain(t.Context())
	receipts, _, err := q.Store.Receipts(t.Context(), functiontest.North, 1, "")
	if err != nil || len(receipts) != 1 {
		t.Fatal(receipts, err)
	}
	q.post(functiontest.Grace, "complete", object{"receipts": []string{q.NewID()}}).WantProblem(422, "invalid")
	for range 2 {
		q.post(functiontest.Grace, "complete", object{"receipts": []string{receipts[0].ID}}).Want(200).JSON(&v)
	}
	if v.State != "done" || !slices.Equal(v.Receipts, []string{receipts[0].ID}) || v.Clocks[0].State != "met" || v.Clocks[1].State != "met" || !v.Verified {
		t.Errorf("done: %+v", v)
	}
	if got := q.mails(); !slices.Equal(got, []string{"done"}) {
		t.Errorf("mailed: %v", got)
	}
	q.listed()
	var kinds []string
	for _, e := range v.Timeline {
		kinds = append(kinds, e.Kind)
	}
	if want := []string{"received", "identity", "decided", "done", "met", "met"}; !slices.Equal(kinds, want) {
		t.Errorf("the timeline: %v, want %v", kinds, want)
	}
	q.entered(5)
	q.sealed()
}

// listed checks that the list, for which only a part of each request is read, says of this
// one what the request itself says.
func (q *queue) listed() {
	q.t.Helper()
	var list struct{ Items []object }
	var whole object
	q.Do("GET", "/v1/requests", functiontest.Request{Token: q.of(functiontest.Grace)}).Want(200).JSON(&list)
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Grace)}).Want(200).JSON(&whole)
	if len(list.Items) != 1 {
		q.t.Fatalf("listed: %v", list.Items)
	}
	for field, value := range list.Items[0] {
		if !reflect.DeepEqual(value, whole[field]) {
			q.t.Errorf("%s is %v in the list, and %v in the request", field, value, whole[field])
		}
	}
}

// entered checks that requests were read for their purpose, at least so often, as the audit
// has it.
func (q *queue) entered(least int) {
	q.t.Helper()
	var list struct {
		Items []struct {
			Entry struct{ Act, Path, Role string }
		}
	}
	token := q.TokenWith(functiontest.Grace, auth0.TokenOptions{Permissions: []string{domain.OrgAdmin}})
	q.Do("GET", "/v1/audit?purpose=subject-request", functiontest.Request{Token: token}).Want(200).JSON(&list)
	if len(list.Items) < least {
		q.t.Errorf("the audit has %d entries, want %d", len(list.Items), least)
	}
	for _, i := range list.Items {
		if i.Entry.Act != "request" || i.Entry.Role != "rights" || i.Entry.Path != "requests/"+q.id {
			q.t.Errorf("the audit has %+v", i.Entry)
		}
	}
}

// sealed checks that nothing that somebody wrote stands in any database in plain.
func (q *queue) sealed() {
	q.t.Helper()
	for name, doc := range q.Documents(q.t.Context()) {
		for _, secret := range []string{"mail.example", "what Ada wrote", "Les notes restent", "Nous effaçons", q.secret} {
			if strings.Contains(doc, secret) {
				q.t.Errorf("%s has %q in plain", name, secret)
			}
		}
	}
}

// The clocks, moved to their end: the school's office is written to at 50, 75 and 90 % and
// when the time is over, once each however often a tick comes; late stays visible.
func TestEscalation(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.South, "know", "en") // FERPA: 45 days
	start := q.Clock.Now()
	due := q.get(functiontest.Alan).Clocks[0].DueAt
	letters := func() (list []string) {
		for l, err := range q.Store.Letters(t.Context(), functiontest.South) {
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, fmt.Sprintf("%s %d", l.Clause, l.Percent))
		}
		slices.Sort(list)
		return list
	}
	want := []string{" 0"}
	for _, step := range []struct {
		share float64
		more  string
	}{{0, ""}, {0.3, ""}, {0.5, "ferpa 50"}, {0.8, "ferpa 75"}, {0.95, "ferpa 90"}, {1, "ferpa 100"}, {1.5, ""}} {
		q.Clock.Advance(start.Add(time.Duration(step.share * float64(due.Sub(start)))).Sub(q.Clock.Now()))
		for range 3 {
			q.look()
		}
		if step.more != "" {
			want = append(want, step.more)
			slices.Sort(want)
		}
		if got := letters(); !slices.Equal(got, want) {
			t.Errorf("at %v of the time: %q, want %q", step.share, got, want)
		}
	}
	v := q.get(functiontest.Alan)
	if v.Clocks[0].State != "late" || v.Clocks[0].Extends {
		t.Errorf("afterwards: %+v", v.Clocks)
	}
	q.post(functiontest.Alan, "extend", object{"ground": "complexity"}).WantProblem(409, "nothing-to-extend")
	q.post(functiontest.Alan, "decide", object{"decision": "refused", "ground": "nothing-held", "text": "Nothing is stored."}).Want(200).JSON(&v)
	if v.State != "done" || v.Clocks[0].State != "missed" || !strings.Contains(v.Answer.Text, "34 CFR § 99.21") {
		t.Errorf("refused too late: %+v", v)
	}
	q.look()
	if got := letters(); !slices.Equal(got, want) {
		t.Errorf("reminded of what is done: %q", got)
	}
	missed := 0
	for _, e := range v.Timeline {
		if e.Kind == "missed" {
			missed++
		}
	}
	if missed != 1 {
		t.Errorf("missed %d times: %+v", missed, v.Timeline)
	}
}

// More time, as the law has it: once, within the first time, with a mail to the requester.
func TestExtension(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "port", "de")
	first := q.get(functiontest.Grace).Clocks[0]
	if !first.Extends {
		t.Fatalf("%+v", first)
	}
	q.Do("POST", q.path("/extend"), functiontest.Request{Token: q.of(functiontest.Grace), Body: object{"ground": "holidays"}, Bad: true}).WantProblem(422, "invalid")
	var v view
	for range 2 {
		q.post(functiontest.Grace, "extend", object{"ground": "number-of-requests"}).Want(200).JSON(&v)
	}
	c := v.Clocks[0]
	if want := domain.AddMonths(first.DueAt.Add(-time.Hour), 2).Add(time.Hour); !c.Extended || c.Extends || !c.DueAt.Equal(want) {
		t.Errorf("extended to %v, want %v: %+v", c.DueAt, want, c)
	}
	if got := q.mails(); !slices.Equal(got, []string{"extended"}) {
		t.Errorf("mailed: %v", got)
	}
}

// A request of which the operator has no say goes to the school, and one that isn't the
// school's to the operator: with its words, which the other side reads and nobody else, and with clocks by the other's law.
func TestForward(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.Operator, "know", "en")
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Alan)}).WantProblem(404, "not-found")
	for name, body := range map[string]object{
		"nowhere":                {"to": "school"},
		"no school":              {"to": "school", "org": "org_nobody"},
		"to itself":              {"to": "school", "org": functiontest.Operator},
		"an operator's operator": {"to": "operator"},
	} {
		if r := q.post(functiontest.Ops, "forward", body); r.Status != 422 {
			t.Errorf("%s: %d", name, r.Status)
		}
	}
	for range 2 { // the second is a retry
		q.post(functiontest.Ops, "forward", object{"to": "school", "org": functiontest.South}).Want(204)
	}
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Ops)}).WantProblem(404, "not-found")
	v := q.get(functiontest.Alan)
	if v.Text != "Please, all of what Ada wrote." || v.Clocks[0].Clause != "ferpa" || len(v.Forwards) != 1 || v.Forwards[0].From != functiontest.Operator {
		t.Errorf("forwarded: %+v", v)
	}
	if got := q.mails(); !slices.Equal(got, []string{"forwarded"}) {
		t.Errorf("mailed: %v", got)
	}
	// The requester follows it as before.
	var own struct{ Org, State, Text string }
	q.Do("GET", q.path(""), functiontest.Request{Token: q.secret}).Want(200).JSON(&own)
	if own.Org != functiontest.South || own.Text != v.Text {
		t.Errorf("the requester's: %+v", own)
	}
	q.post(functiontest.Alan, "forward", object{"to": "school", "org": functiontest.North}).WantProblem(422, "invalid")
	q.post(functiontest.Alan, "forward", object{"to": "operator"}).Want(204)
	if back := q.get(functiontest.Ops); back.Text != v.Text || back.Clocks[0].Clause != "gdpr-12-3" || len(back.Forwards) != 2 {
		t.Errorf("forwarded back: %+v", back)
	}
	q.sealed()
}

// Two who decide at once decide once.
func TestDecidedOnce(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "know", "en")
	q.post(functiontest.Grace, "identify", object{"how": "known"}).Want(200)
	v := q.get(functiontest.Grace)
	stale := functiontest.Request{Token: q.of(functiontest.Grace), Body: object{"decision": "granted", "text": "Yes."}}
	stale.Header = map[string]string{"If-Match": fmt.Sprintf(`"%d"`, v.Revision-1)}
	q.Do("POST", q.path("/decide"), stale).WantProblem(412, "changed")
	statuses := make(chan int, 8)
	for i := range cap(statuses) {
		go func() {
			statuses <- q.post(functiontest.Grace, "decide", object{"decision": "granted", "text": fmt.Sprint("Yes, says number ", i)}).Status
		}()
	}
	count := make(map[int]int)
	for range cap(statuses) {
		count[<-statuses]++
	}
	if count[200] != 1 || count[409] != cap(statuses)-1 {
		t.Errorf("%v", count)
	}
	if got := q.mails(); !slices.Equal(got, []string{"decided"}) {
		t.Errorf("mailed: %v", got)
	}
}
