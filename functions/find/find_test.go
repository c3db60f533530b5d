package find_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type object = map[string]any

// A queue is a school with a verified request, in which somebody is searched for.
type queue struct {
	*functiontest.School
	t  *testing.T
	id string
}

func newQueue(t *testing.T) *queue {
	q := &queue{School: functiontest.New(t, functiontest.Options{}), t: t}
	var made struct{ ID, Secret string }
	q.Do("POST", "/v1/requests", functiontest.Request{Key: functiontest.NewKey(), Body: object{
		"org": functiontest.North, "kind": "know", "from": "parent", "email": "parent@mail.example", "text": "What is held?", "locale": "en",
	}}).Want(202).JSON(&made)
	q.id = made.ID
	q.Do("POST", "/v1/requests/"+q.id+"/verify", functiontest.Request{Token: made.Secret, Body: object{"code": q.CodeOf(t.Context(), q.id)}}).Want(200)
	return q
}

func (q *queue) ask(method, rest string, body any) *functiontest.Reply {
	q.t.Helper()
	r := functiontest.Request{Token: q.TokenWith(functiontest.Grace, auth0.TokenOptions{Permissions: []string{domain.RightsManage}}), Body: body}
	return q.Do(method, "/v1/requests/"+q.id+rest, r)
}

// A search is one as who decides the request sees it.
type search struct {
	State       string
	Sessions    int
	Older, Full bool
	Found       []struct{ ID string }
}

func (q *queue) find() search {
	q.t.Helper()
	var v struct{ Find *search }
	q.ask("GET", "", nil).Want(200).JSON(&v)
	if v.Find == nil {
		q.t.Fatal("there is no search")
	}
	return *v.Find
}

// begin begins a search and returns its id.
func (q *queue) begin(alias string) string {
	q.t.Helper()
	body := object{"alias": alias}
	var v struct{ Find *struct{ ID string } }
	if q.ask("GET", "", nil).Want(200).JSON(&v); v.Find != nil {
		body["find"] = v.Find.ID
	}
	q.ask("POST", "/find", body).Want(202)
	sent := q.Published.Take(events.FindWork)
	if len(sent) != 1 {
		q.t.Fatalf("%d messages", len(sent))
	}
	job, err := events.ParseFind(events.Message{Data: sent[0]})
	if err != nil || job.Page != 0 {
		q.t.Fatal(job, err)
	}
	return job.Find
}

// page hands find the message of a page, and returns how many it published.
func (q *queue) page(id string, page int) int {
	q.t.Helper()
	if err := q.Finder(q.Audit)(q.t.Context(), events.Message{Data: events.FindJob{Find: id, Page: page}.Encode()}); err != nil {
		q.t.Fatal(err)
	}
	return len(q.Published.Take(events.FindWork))
}

// Pages of ten: one that comes again changes nothing, but has the next one come, should
// that have been lost; one from before or beyond does nothing.
func TestPages(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	const lessons = 2*domain.FindPageSize + 5
	for range lessons {
		q.Open(functiontest.Start{}).Join("Ada")
	}
	id := q.begin("Ada")
	for _, step := range []struct{ page, sent, sessions int }{
		{1, 0, 0}, // too early
		{0, 1, 10}, {0, 1, 10}, {0, 1, 10},
		{1, 1, 20}, {0, 0, 20}, {1, 1, 20},
		{2, 0, 25}, {2, 0, 25}, {3, 0, 25},
	} {
		sent := q.page(id, step.page)
		f := q.find()
		if sent != step.sent || f.Sessions != step.sessions || len(f.Found) != step.sessions || (f.State == "done") != (step.sessions == lessons) {
			t.Errorf("page %d: %d messages, %+v; want %+v", step.page, sent, f, step)
		}
	}
	if f := q.find(); f.Older || f.Full {
		t.Errorf("%+v", f)
	}
}

// Messages that can't be read are poison, and one about nothing is done at once.
func TestPoison(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	handle := q.Finder(q.Audit)
	unknown := q.NewID()
	for _, bad := range []string{``, `{}`, `{"find":"../x","page":0}`, `{"find":"` + unknown + `","page":-1}`, `{"find":"` + unknown + `","page":50}`, `{"find":"` + unknown + `","page":0,"alias":"Ada"}`} {
		if err := handle(t.Context(), events.Message{Data: []byte(bad)}); !errors.Is(err, events.ErrPoison) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if err := handle(t.Context(), events.Message{Data: events.FindJob{Find: unknown}.Encode()}); err != nil {
		t.Error(err)
	}
}

type closed struct{}

func (closed) Note(context.Context, domain.AuditEntry) error { return domain.ErrUnavailable }

// Where what is opened can't be entered, nothing is.
func TestNothingIsFoundUnentered(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	q.Open(functiontest.Start{}).Join("Ada")
	id := q.begin("Ada")
	message := events.Message{Data: events.FindJob{Find: id}.Encode()}
	if err := q.Finder(closed{})(t.Context(), message); !errors.Is(err, domain.ErrUnavailable) {
		t.Errorf("without an audit: %v", err)
	}
	if f := q.find(); f.State != "running" || f.Sessions != 0 || len(f.Found) != 0 {
		t.Errorf("found without an entry: %+v", f)
	}
	if q.page(id, 0); len(q.find().Found) != 1 {
		t.Error("the same message again finds nobody")
	}
}

// A search ends where so many are found that no person could tell them apart.
func TestFoundAreFew(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	for range domain.FindPageSize + 1 {
		l := q.Open(functiontest.Start{})
		for i := range domain.FoundMax / domain.FindPageSize {
			l.Join(fmt.Sprint("Ada ", i))
		}
	}
	if sent := q.page(q.begin("Ada"), 0); sent != 0 {
		t.Errorf("%d messages", sent)
	}
	if f := q.find(); f.State != "done" || len(f.Found) != domain.FoundMax || !f.Full || !f.Older {
		t.Errorf("%s with %d found, %+v", f.State, len(f.Found), f.Full)
	}
}

// Who is erased, or asked to be, is found by nobody; what is in the trash is.
func TestWhoIsFound(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	l := q.Open(functiontest.Start{})
	gone, stays := l.Join("Ada"), l.Join("Ada")
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)
	trash := q.Open(functiontest.Start{})
	deleted := trash.Join("Ada")
	trash.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	q.page(q.begin("Ada"), 0)
	f := q.find()
	got := make(map[string]bool)
	for _, found := range f.Found {
		got[found.ID] = true
	}
	if len(got) != 2 || !got[stays.ID] || !got[deleted.ID] {
		t.Errorf("found %v; %s is erased", got, gone.ID)
	}
}

// A search goes on only as long as it is the request's, and that is open.
func TestSearchStops(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	for range domain.FindPageSize + 1 {
		q.Open(functiontest.Start{}).Join("Ada")
	}
	first := q.begin("Ada")
	q.ask("POST", "/find", object{"alias": "ada again"}).WantProblem(412, "changed") // whose place it takes wasn't seen
	last := q.begin("ada again")
	if sent := q.page(first, 0); sent != 0 {
		t.Error("a search goes on whose place another one took")
	}
	if sent := q.page(last, 0); sent != 1 {
		t.Errorf("%d messages", sent)
	}
	q.ask("POST", "/decide", object{"decision": "refused", "ground": "nothing-held", "text": "Nothing is held."}).Want(200)
	if sent := q.page(last, 1); sent != 0 {
		t.Error("a search goes on about a request that is decided")
	}
	if f := q.find(); f.State != "running" || f.Sessions != domain.FindPageSize {
		t.Errorf("%+v", f)
	}
}
