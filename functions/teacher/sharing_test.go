package teacher_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type sharedSet struct {
	ID, Title string
	Revision  int
	Owner     *struct {
		ID   string
		Name *string
		You  bool
	}
	Shared                     string
	DeletedAt, RestorableUntil *time.Time
}

// teachers make requests about question sets.
type teachers struct {
	*functiontest.School
	t *testing.T
}

func (d *teachers) do(email, method, path, body string) *functiontest.Reply {
	d.t.Helper()
	q := functiontest.Request{Token: d.Token(email)}
	if body != "" {
		q.Body = body
	}
	return d.Do(method, "/v1/question-sets"+path, q)
}

func setBody(title, shared string) string {
	if shared != "" {
		shared = fmt.Sprintf(`"shared": %q, `, shared)
	}
	return fmt.Sprintf(`{"title": %q, %s"questions": [{"kind": "cloud", "prompt": "?"}]}`, title, shared)
}

func (d *teachers) makes(email, title, shared string) (set sharedSet) {
	d.t.Helper()
	d.do(email, "POST", "", setBody(title, shared)).Want(201).JSON(&set)
	return set
}

// titles returns what a list shows, in its order.
func (d *teachers) titles(email, query string) string {
	d.t.Helper()
	var list struct{ Items []sharedSet }
	d.do(email, "GET", query, "").Want(200).JSON(&list)
	var all []string
	for _, s := range list.Items {
		all = append(all, s.Title)
	}
	return strings.Join(all, " ")
}

func TestWhoseQuestionSets(t *testing.T) {
	t.Parallel()
	d := &teachers{functiontest.New(t, functiontest.Options{}), t}
	for _, s := range []struct{ email, title, shared string }{
		{functiontest.Ada, "a-own", ""}, {functiontest.Ada, "a-none", "none"}, {functiontest.Ada, "a-school", "school"},
		{functiontest.Linus, "l-none", "none"}, {functiontest.Linus, "l-school", "school"},
		{functiontest.Alan, "south", "school"},
	} {
		d.Clock.Advance(time.Second)
		made := d.makes(s.email, s.title, s.shared)
		if want := max(s.shared, "none"); made.Shared != want || made.Owner == nil || made.Owner.ID != functiontest.MemberID(s.email) || !made.Owner.You {
			t.Errorf("%s: %+v", s.title, made)
		}
	}
	for _, c := range []struct{ email, query, want string }{
		{functiontest.Ada, "", "l-school a-school a-none a-own"},
		{functiontest.Ada, "?owner=me", "a-school a-none a-own"},
		{functiontest.Ada, "?owner=school", "l-school a-school"},
		{functiontest.Linus, "", "l-school l-none a-school"},
		{functiontest.Grace, "", "l-school l-none a-school a-none a-own"},
		{functiontest.Grace, "?owner=me", ""},
		{functiontest.Grace, "?owner=school", "l-school l-none a-school a-none a-own"},
		{functiontest.Alan, "", "south"},
		{functiontest.Ada, "?q=" + url.QueryEscape("SCHOOL"), "l-school a-school"},
		{functiontest.Ada, "?q=A-N&owner=me", "a-none"},
		{functiontest.Ada, "?q=south", ""},
		{functiontest.Ada, "?state=deleted", ""},
	} {
		if got := d.titles(c.email, c.query); got != c.want {
			t.Errorf("%s%s: %s, want %s", c.email, c.query, got, c.want)
		}
	}
	for _, query := range []string{"?owner=linus", "?state=open", "?q=" + strings.Repeat("x", 201)} {
		d.Do("GET", "/v1/question-sets"+query, functiontest.Request{Token: d.Token(functiontest.Ada), Bad: true}).WantProblem(422, "invalid")
	}
	d.Do("POST", "/v1/question-sets", functiontest.Request{Token: d.Token(functiontest.Ada), Body: setBody("T", "world"), Bad: true}).WantProblem(422, "invalid")
}

// Colleagues read what is shared, and can't tell what isn't from what doesn't exist.
func TestColleaguesReadAndDontChange(t *testing.T) {
	t.Parallel()
	d := &teachers{functiontest.New(t, functiontest.Options{}), t}
	shared, own := d.makes(functiontest.Ada, "Shared", "school"), d.makes(functiontest.Ada, "Own", "")
	for _, r := range []struct {
		method, path, body string
		ok                 int
		refused            int // to a colleague, of one that is shared; 0: not refused
	}{
		{"GET", "", "", 200, 0},
		{"POST", "/copy", "", 201, 0},
		{"POST", "/restore", "", 200, 403}, // it isn't deleted
		{"PUT", "", setBody("Changed", ""), 200, 403},
		{"DELETE", "", "", 200, 403},
		{"POST", "/restore", "", 200, 404},
	} {
		unknown := d.do(functiontest.Linus, r.method, "/"+d.NewID()+r.path, r.body).WantProblem(404, "not-found").Alike()
		if got := d.do(functiontest.Linus, r.method, "/"+own.ID+r.path, r.body).WantProblem(404, "not-found").Alike(); got != unknown {
			t.Errorf("%s %s of one that isn't shared: %s", r.method, r.path, got)
		}
		reply := d.do(functiontest.Linus, r.method, "/"+shared.ID+r.path, r.body)
		switch r.refused {
		case 403:
			reply.WantProblem(403, "not-owner")
		case 404:
			reply.WantProblem(404, "not-found")
		default:
			reply.Want(r.ok)
		}
		d.do(functiontest.Alan, r.method, "/"+shared.ID+r.path, r.body).WantProblem(404, "not-found")
		for _, set := range []sharedSet{shared, own} {
			d.do(functiontest.Grace, r.method, "/"+set.ID+r.path, r.body).Want(r.ok)
		}
	}
	var got sharedSet
	d.do(functiontest.Ada, "GET", "/"+shared.ID, "").Want(200).JSON(&got)
	if got.Title != "Changed" || got.Shared != "school" || !got.Owner.You {
		t.Errorf("after an administrator's change: %+v", got)
	}
	// A lesson can be held with a colleague's set, as long as it is shared.
	start := func(set string) *functiontest.Reply {
		return d.Do("POST", "/v1/sessions", functiontest.Request{Token: d.Token(functiontest.Linus), Body: map[string]any{"questionSetId": set, "mode": "self-paced", "feedback": "none"}})
	}
	start(shared.ID).Want(201)
	start(own.ID).WantProblem(404, "not-found")
	// What isn't shared any more is out of reach.
	d.do(functiontest.Ada, "PUT", "/"+shared.ID, setBody("Mine", "none")).Want(200)
	d.do(functiontest.Linus, "GET", "/"+shared.ID, "").WantProblem(404, "not-found")
	start(shared.ID).WantProblem(404, "not-found")
}

func TestCopies(t *testing.T) {
	t.Parallel()
	d := &teachers{functiontest.New(t, functiontest.Options{}), t}
	set := d.makes(functiontest.Ada, "Shared", "school")
	copies := func(email, key, from string) *functiontest.Reply {
		return d.Do("POST", "/v1/question-sets/"+from+"/copy", functiontest.Request{Token: d.Token(email), Key: key})
	}
	key := functiontest.NewKey()
	first := copies(functiontest.Linus, key, set.ID).Want(201)
	var made sharedSet
	first.JSON(&made)
	if made.ID == set.ID || made.Title != "Shared" || made.Shared != "none" || !made.Owner.You || made.Owner.ID != functiontest.MemberID(functiontest.Linus) || made.Revision != 1 ||
		first.Header.Get("Location") != "/v1/question-sets/"+made.ID {
		t.Errorf("%+v, %v", made, first.Header)
	}
	// A retry gets the same, also when the original is gone.
	d.do(functiontest.Ada, "DELETE", "/"+set.ID, "").Want(200)
	if again := copies(functiontest.Linus, key, set.ID).Want(201); string(again.Body) != string(first.Body) {
		t.Errorf("again: %s, first %s", again.Body, first.Body)
	}
	copies(functiontest.Linus, functiontest.NewKey(), set.ID).WantProblem(404, "not-found")
	copies(functiontest.Linus, key, made.ID).WantProblem(422, "idempotency-key-reused")
	d.Do("POST", "/v1/question-sets", functiontest.Request{Token: d.Token(functiontest.Linus), Key: key, Body: setBody("Shared", "")}).WantProblem(422, "idempotency-key-reused")
	// Each goes its own way.
	d.do(functiontest.Linus, "PUT", "/"+made.ID, setBody("Linus's", "")).Want(200)
	d.do(functiontest.Ada, "POST", "/"+set.ID+"/restore", "").Want(200).JSON(&set)
	if set.Title != "Shared" {
		t.Errorf("the original: %+v", set)
	}
	d.do(functiontest.Linus, "DELETE", "/"+made.ID, "").Want(200)
	copies(functiontest.Linus, key, set.ID).WantProblem(404, "not-found")
}

// A deleted set can be restored until the date that was said, by its owner and by an administrator, and by
// nobody once it is being erased.
func TestTrashOfQuestionSets(t *testing.T) {
	t.Parallel()
	d := &teachers{functiontest.New(t, functiontest.Options{}), t}
	set := d.makes(functiontest.Ada, "Rivers", "school")
	var deletion struct {
		State           string
		RestorableUntil time.Time
	}
	for range 2 {
		d.do(functiontest.Ada, "DELETE", "/"+set.ID, "").Want(200).JSON(&deletion)
		if want := domain.AddMonths(d.Clock.Now(), 6); deletion.State != "deleted" || deletion.RestorableUntil.Sub(want).Abs() > time.Minute {
			t.Errorf("%+v, want until %v", deletion, want)
		}
	}
	for email, want := range map[string]string{functiontest.Ada: "Rivers", functiontest.Grace: "Rivers", functiontest.Linus: ""} {
		if got := d.titles(email, "?state=deleted"); got != want {
			t.Errorf("%s sees %q in the trash, want %q", email, got, want)
		}
		if got := d.titles(email, ""); got != "" {
			t.Errorf("%s sees %q", email, got)
		}
	}
	var list struct{ Items []sharedSet }
	d.do(functiontest.Ada, "GET", "?state=deleted", "").Want(200).JSON(&list)
	if s := list.Items[0]; s.RestorableUntil == nil || !s.RestorableUntil.Equal(deletion.RestorableUntil) || s.DeletedAt == nil {
		t.Errorf("%+v", s)
	}
	d.do(functiontest.Linus, "POST", "/"+set.ID+"/restore", "").WantProblem(404, "not-found")
	for _, r := range []string{"GET", "PUT"} {
		body := ""
		if r == "PUT" {
			body = setBody("T", "")
		}
		d.do(functiontest.Ada, r, "/"+set.ID, body).WantProblem(404, "not-found")
	}
	for range 2 {
		d.do(functiontest.Grace, "POST", "/"+set.ID+"/restore", "").Want(200)
	}
	if got := d.titles(functiontest.Linus, ""); got != "Rivers" {
		t.Errorf("restored: %q", got)
	}

	d.do(functiontest.Ada, "DELETE", "/"+set.ID, "").Want(200).JSON(&deletion)
	d.Clock.Advance(deletion.RestorableUntil.Sub(d.Clock.Now()))
	d.do(functiontest.Ada, "POST", "/"+set.ID+"/restore", "").WantProblem(410, "restore-window-over")
	if got := d.titles(functiontest.Ada, "?state=deleted"); got != "" {
		t.Errorf("in the trash, too late: %q", got)
	}
}

// A leaving teacher's shared sets pass to the school, the others go to the trash for an administrator to decide.
func TestSetsOfWhoLeaves(t *testing.T) {
	t.Parallel()
	d := &teachers{functiontest.New(t, functiontest.Options{}), t}
	shared, own := d.makes(functiontest.Ada, "Shared", "school"), d.makes(functiontest.Ada, "Own", "none")
	d.Do("POST", "/v1/erasures", functiontest.Request{Token: d.Token(functiontest.Grace), Body: map[string]any{
		"subject": map[string]any{"kind": "member", "member": functiontest.MemberID(functiontest.Ada)}, "ground": "school",
	}}).Want(202)
	d.Retain(t.Context())
	var got sharedSet
	d.do(functiontest.Linus, "GET", "/"+shared.ID, "").Want(200).JSON(&got)
	if got.Owner != nil || got.Shared != "school" {
		t.Errorf("%+v", got)
	}
	d.do(functiontest.Linus, "PUT", "/"+shared.ID, setBody("Theirs", "")).WantProblem(403, "not-owner")
	d.do(functiontest.Grace, "PUT", "/"+shared.ID, setBody("The school's", "")).Want(200)
	d.do(functiontest.Linus, "GET", "/"+own.ID, "").WantProblem(404, "not-found")
	if got := d.titles(functiontest.Grace, "?state=deleted"); got != "Own" {
		t.Errorf("in the trash: %q", got)
	}
	d.do(functiontest.Grace, "POST", "/"+own.ID+"/restore", "").Want(200).JSON(&got)
	if got.Owner != nil || got.Shared != "none" {
		t.Errorf("%+v", got)
	}
}
