package teacher_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type session struct {
	ID, Title       string
	QuestionSetID   string
	Code, JoinURL   *string
	State           domain.State
	Mode            domain.Mode
	Feedback        domain.Feedback
	Shuffle, Locked bool
	CurrentQuestion *string
	QuestionCount   int
	Owner           struct {
		ID   string
		Name *string
		You  bool
	}
	CoTeachers []struct {
		ID   string
		Name *string
	}
	CreatedAt                     time.Time
	ClosesAt, ClosedAt, KeptUntil *time.Time
	DeletedAt, RestorableUntil    *time.Time
	Version                       int
}

func questionSetOf(s *functiontest.School, email string) string {
	var set struct{ ID string }
	s.Do("POST", "/v1/question-sets", functiontest.Request{Token: s.Token(email), Body: functiontest.Questions}).Want(201).JSON(&set)
	return set.ID
}

func create(s *functiontest.School, key string, body map[string]any) *functiontest.Reply {
	return s.Do("POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada), Key: key, Body: body})
}

func TestCreateSession(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	set := questionSetOf(s, functiontest.Ada)
	closesAt := s.Clock.Now().Add(time.Hour).Truncate(time.Second)
	body := map[string]any{"questionSetId": set, "mode": "teacher-paced", "feedback": "after-close", "shuffle": true,
		"closesAt": closesAt.In(time.FixedZone("", 3600)).Format(time.RFC3339)}
	var v session
	r := create(s, "", body).Want(201)
	r.JSON(&v)
	if v.Code == nil || v.JoinURL == nil || *v.JoinURL != s.URL+"/j/"+*v.Code || len(*v.Code) != domain.CodeLength || r.Header.Get("Location") != "/v1/sessions/"+v.ID {
		t.Errorf("code %v, joinUrl %v", v.Code, v.JoinURL)
	}
	if v.State != domain.Open || v.Mode != domain.TeacherPaced || v.Feedback != domain.FeedbackAfterClose || !v.Shuffle || v.Locked || v.CurrentQuestion != nil ||
		v.QuestionCount != 9 || v.Title != "Rivers" || !v.ClosesAt.Equal(closesAt) || v.ClosedAt != nil || v.DeletedAt != nil || v.RestorableUntil != nil {
		t.Errorf("%s", r.Body)
	}
	if v.Owner.ID != functiontest.MemberID(functiontest.Ada) || !v.Owner.You || v.Owner.Name != nil || len(v.CoTeachers) != 0 || time.Since(v.CreatedAt).Abs() > time.Minute {
		t.Errorf("%s", r.Body)
	}
	var seen session
	s.Do("GET", "/v1/sessions/"+v.ID, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200).JSON(&seen)
	if seen.Owner.You || seen.ID != v.ID {
		t.Errorf("the administrator sees %+v", seen)
	}
	// The session has a copy of its own.
	s.Do("PUT", "/v1/question-sets/"+set, functiontest.Request{Token: s.Token(functiontest.Ada), Body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`}).Want(200)
	l := &functiontest.Lesson{School: s, Teacher: functiontest.Ada, ID: v.ID}
	if p := l.Paper(); len(p) != 9 || p[0].Explanation != "3,530 km." || string(p[0].Correct) != `"b"` || p[3].Feedback == nil {
		t.Errorf("paper %+v", p)
	}
}

func TestCreateSessionRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	set := questionSetOf(s, functiontest.Ada)
	for _, c := range []struct {
		field   string
		value   any
		status  int
		pointer string
	}{
		{"mode", "slow", 422, "/mode"},
		{"mode", nil, 422, "/mode"},
		{"feedback", "loud", 422, "/feedback"},
		{"closesAt", s.Clock.Now().Add(-time.Second), 422, "/closesAt"},
		{"closesAt", s.Clock.Now().Add(366 * 24 * time.Hour), 422, "/closesAt"},
		{"closesAt", "tomorrow", 422, "/closesAt"},
		{"shuffle", "yes", 422, "/shuffle"},
		{"title", strings.Repeat("x", domain.TitleMax+1), 422, "/title"},
		{"title", "a\nb", 422, "/title"},
		{"code", "ABCDEF", 422, "/code"},
		{"questionSetId", s.NewID(), 404, ""},
		{"questionSetId", "nonsense", 404, ""},
		{"closesAt", s.Clock.Now().Add(364 * 24 * time.Hour), 201, ""},
	} {
		body := map[string]any{"questionSetId": set, "mode": "self-paced", "feedback": "none", c.field: c.value}
		r := s.Do("POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada), Body: body, Bad: true})
		var got struct{ Errors []domain.FieldError }
		r.JSON(&got)
		if r.Status != c.status || (len(got.Errors) == 1 && got.Errors[0].Pointer == c.pointer) != (c.pointer != "") {
			t.Errorf("%s %v: %d %s", c.field, c.value, r.Status, r.Body)
		}
	}
	// A set of another org.
	s.Do("POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Alan), Body: map[string]any{"questionSetId": set, "mode": "self-paced", "feedback": "none"}}).
		WantProblem(404, "not-found")
}

func TestCreateSessionWithoutAgreement(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*domain.Org){
		"none":    func(o *domain.Org) { o.Agreements = nil },
		"ended":   func(o *domain.Org) { o.Agreements[0].EndsAt = time.Now().Add(-time.Minute) },
		"to come": func(o *domain.Org) { o.Agreements[0].SignedAt = time.Now().Add(time.Hour) },
	} {
		s := functiontest.New(t, functiontest.Options{Org: change})
		r := create(s, "", map[string]any{"questionSetId": questionSetOf(s, functiontest.Ada), "mode": "self-paced", "feedback": "none"})
		if r.Status != 409 || r.Problem() != "agreement-missing" {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
}

// crashing is a store that fails to create a session a few times, before it is
// stored or after.
type crashing struct {
	teacher.Store
	before, after atomic.Int32
}

func (c *crashing) CreateSession(ctx context.Context, s *domain.Session, paper, key []byte) error {
	if c.before.Add(-1) >= 0 {
		return fmt.Errorf("creating a session: %w", domain.ErrUnavailable)
	}
	err := c.Store.CreateSession(ctx, s, paper, key)
	if c.after.Add(-1) >= 0 {
		return fmt.Errorf("creating a session: %w", domain.ErrUnavailable)
	}
	return err
}

func TestCreateSessionOnce(t *testing.T) {
	t.Parallel()
	var c crashing
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { c.Store, d.Store = d.Store, &c }})
	set := questionSetOf(s, functiontest.Ada)
	closesAt := s.Clock.Now().Add(time.Minute).UTC()
	body := map[string]any{"questionSetId": set, "mode": "self-paced", "feedback": "none", "closesAt": closesAt}
	for name, counter := range map[string]*atomic.Int32{"between vault and database": &c.before, "after the database": &c.after} {
		key := functiontest.NewKey()
		counter.Store(1)
		create(s, key, body).WantProblem(503, "unavailable")
		sid := domain.CreatedID("session", functiontest.North, functiontest.MemberID(functiontest.Ada), key)
		kept, err := s.Vault.SessionKey(t.Context(), sid)
		if err != nil {
			t.Fatalf("%s: the vault: %v", name, err)
		}
		var v session
		create(s, key, body).Want(201).JSON(&v)
		again, err := s.Vault.SessionKey(t.Context(), sid)
		if err != nil || v.ID != sid || !bytes.Equal(again.Wrapped, kept.Wrapped) {
			t.Errorf("%s: %s, want %s; the key changed: %v, %v", name, v.ID, sid, !bytes.Equal(again.Wrapped, kept.Wrapped), err)
		}
		// The key in the vault is the one that students are boxed to.
		l := &functiontest.Lesson{School: s, Teacher: functiontest.Ada, ID: v.ID, Code: *v.Code}
		l.Join("Ada").Record("choice", `"b"`)
		if r := l.Results(); len(r.Participants) != 1 || r.Participants[0].Alias == nil || r.Participants[0].Score != 2 {
			t.Errorf("%s: %+v", name, r.Participants)
		}
	}

	key := functiontest.NewKey()
	first := create(s, key, body).Want(201)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			r, err := s.Try(t.Context(), "POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada), Key: key, Body: body})
			if err != nil || !bytes.Equal(r.Body, first.Body) || r.Status != 201 {
				t.Errorf("again: %+v, %v", r, err)
			}
		})
	}
	wg.Wait()
	other := map[string]any{"questionSetId": set, "mode": "self-paced", "feedback": "immediate", "closesAt": closesAt}
	create(s, key, other).WantProblem(422, "idempotency-key-reused")
	// The end that was in the future then is past now: it is the same request.
	s.Clock.Advance(time.Hour)
	var v session
	create(s, key, body).Want(201).JSON(&v)
	if v.State != domain.Closed || v.Code != nil {
		t.Errorf("%+v", v)
	}
	s.Do("DELETE", "/v1/sessions/"+v.ID, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200)
	create(s, key, body).WantProblem(404, "not-found")
	s.Do("POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada), Key: "short", Body: body, Bad: true}).WantProblem(422, "idempotency-key-invalid")
}

// Many tries at once with one key make one session.
func TestCreateSessionConcurrently(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	body := map[string]any{"questionSetId": questionSetOf(s, functiontest.Ada), "mode": "self-paced", "feedback": "none"}
	key := functiontest.NewKey()
	token := s.Token(functiontest.Ada)
	var mu sync.Mutex
	bodies := make(map[string]bool)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			r, err := s.Try(t.Context(), "POST", "/v1/sessions", functiontest.Request{Token: token, Key: key, Body: body})
			if err != nil || r.Status != 201 {
				t.Errorf("%+v, %v", r, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			bodies[string(r.Body)] = true
		})
	}
	wg.Wait()
	if len(bodies) != 1 {
		t.Errorf("%d different replies", len(bodies))
	}
}

// Many changes of one session at once, of two instances, are all made.
func TestPatchSessionConcurrently(t *testing.T) {
	t.Parallel()
	var deps teacher.Deps
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { deps = *d }})
	l := s.Open(functiontest.Start{})
	version := func() (v struct{ Version int }) {
		s.Do("GET", l.Path("/state"), functiontest.Request{}).Want(200).JSON(&v)
		return v
	}
	before := version().Version
	other, err := store.Open(t.Context(), s.Project)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	deps.Store = other
	server := httptest.NewServer(teacher.New(deps))
	defer server.Close()
	const changes = 24
	begun := time.Now()
	var wg sync.WaitGroup
	for i := range changes {
		origin := []string{s.URL, server.URL}[i%2]
		patch := client.Request{Method: "PATCH", Path: l.Path(""), Token: s.Token(l.Teacher), Body: map[string]bool{"locked": i%3 == 0}}
		wg.Go(func() {
			if err := (&client.Client{Origin: origin}).Do(t.Context(), patch, nil); err != nil {
				t.Errorf("change %d, after %v: %v", i, time.Since(begun), err)
			}
		})
	}
	wg.Wait()
	t.Logf("%d changes in %v", changes, time.Since(begun).Round(time.Millisecond))
	s.Clock.Advance(cache.Age)
	if after := version().Version; after != before+2*changes { // each counts twice there
		t.Errorf("version %d after %d changes of version %d", after, changes, before)
	}
}

// taken is a store in which the first codes belong to other sessions.
type taken struct {
	teacher.Store
	times atomic.Int32
}

func (c *taken) CreateSession(ctx context.Context, s *domain.Session, paper, key []byte) error {
	if c.times.Add(-1) >= 0 {
		return fmt.Errorf("creating a session: %w", store.ErrCodeTaken)
	}
	return c.Store.CreateSession(ctx, s, paper, key)
}

func TestCreateSessionFindsAFreeCode(t *testing.T) {
	t.Parallel()
	var c taken
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { c.Store, d.Store = d.Store, &c }})
	body := map[string]any{"questionSetId": questionSetOf(s, functiontest.Ada), "mode": "self-paced", "feedback": "none"}
	c.times.Store(9)
	create(s, "", body).Want(201)
	c.times.Store(10)
	create(s, "", body).WantProblem(503, "unavailable")
}

// noKeys is a Cloud KMS that can't be reached.
type noKeys struct{}

func (noKeys) Wrap(context.Context, string, []byte) ([]byte, error) {
	return nil, fmt.Errorf("wrapping: %w", kms.ErrUnavailable)
}

func (noKeys) Unwrap(context.Context, string, []byte) ([]byte, error) {
	return nil, fmt.Errorf("unwrapping: %w", kms.ErrUnavailable)
}

func TestWithoutKMS(t *testing.T) {
	t.Parallel()
	var wrapper teacher.Wrapper
	var keys atomic.Pointer[teacher.Wrapper]
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) {
		wrapper = d.SessionKeys
		keys.Store(&wrapper)
		d.SessionKeys = indirect{&keys}
	}})
	l := s.Open(functiontest.Start{})
	var none teacher.Wrapper = noKeys{}
	keys.Store(&none)
	create(s, "", map[string]any{"questionSetId": questionSetOf(s, functiontest.Ada), "mode": "self-paced", "feedback": "none"}).WantProblem(503, "unavailable")
	for _, path := range []string{"/results", "/export?format=csv"} {
		if r := l.As(functiontest.Ada, "GET", path, nil); r.Status != 503 || r.Header.Get("Retry-After") == "" || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %v", path, r.Status, r.Header)
		}
	}
	l.As(functiontest.Ada, "GET", "", nil).Want(200)
	keys.Store(&wrapper)
	l.Results()
}

type indirect struct {
	*atomic.Pointer[teacher.Wrapper]
}

func (i indirect) Wrap(ctx context.Context, path string, plain []byte) ([]byte, error) {
	return (*i.Load()).Wrap(ctx, path, plain)
}

func (i indirect) Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error) {
	return (*i.Load()).Unwrap(ctx, path, wrapped)
}

func TestPatchSession(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	patch := func(l *functiontest.Lesson, body string) *functiontest.Reply {
		return s.Do("PATCH", l.Path(""), functiontest.Request{Token: s.Token(functiontest.Ada), Body: body, Bad: true})
	}
	in := func(d time.Duration) string { return s.Clock.Now().Add(d).UTC().Format(time.RFC3339Nano) }
	bring := map[string]func(*functiontest.Lesson){
		"open":   func(*functiontest.Lesson) {},
		"paused": func(l *functiontest.Lesson) { l.Patch(`{"state": "paused"}`) },
		"closed": func(l *functiontest.Lesson) { l.Patch(`{"state": "closed"}`) },
		"closed by the clock": func(l *functiontest.Lesson) {
			l.Patch(`{"closesAt": "` + in(time.Minute) + `"}`)
			s.Clock.Advance(time.Minute)
		},
		"deleted": func(l *functiontest.Lesson) { l.As(functiontest.Ada, "DELETE", "", nil).Want(200) },
	}
	for _, c := range []struct {
		from, body string
		status     int
		state      domain.State // after
	}{
		{"open", `{"state": "open"}`, 200, domain.Open},
		{"open", `{"state": "paused"}`, 200, domain.Paused},
		{"open", `{"state": "closed"}`, 200, domain.Closed},
		{"open", `{"state": "closed", "locked": true}`, 200, domain.Closed},
		{"paused", `{"state": "paused"}`, 200, domain.Paused},
		{"paused", `{"state": "open"}`, 200, domain.Open},
		{"paused", `{"state": "closed"}`, 200, domain.Closed},
		{"paused", `{"locked": true}`, 200, domain.Paused},
		{"closed", `{"state": "closed"}`, 200, domain.Closed},
		{"closed", `{"state": "open"}`, 409, domain.Closed},
		{"closed", `{"state": "paused"}`, 409, domain.Closed},
		{"closed", `{"locked": false}`, 409, domain.Closed},
		{"closed", `{"closesAt": null}`, 409, domain.Closed},
		{"closed", `{"state": "closed", "locked": true}`, 409, domain.Closed},
		{"closed by the clock", `{"state": "open"}`, 409, domain.Closed},
		{"closed by the clock", `{"closesAt": "` + in(10*time.Hour) + `"}`, 409, domain.Closed},
		{"closed by the clock", `{"closesAt": null, "state": "open"}`, 409, domain.Closed},
		{"closed by the clock", `{"state": "closed"}`, 200, domain.Closed},
		{"deleted", `{"state": "open"}`, 404, ""},
		{"open", `{}`, 422, domain.Open},
		{"open", `{"state": "deleted"}`, 422, domain.Open},
		{"open", `{"state": "draft"}`, 422, domain.Open},
		{"open", `{"state": null}`, 200, ""}, // see below
		{"open", `{"title": "T", "locked": true}`, 200, domain.Open},
		{"closed", `{"title": "T"}`, 200, domain.Closed},
		{"closed", `{"title": "T", "locked": true}`, 409, domain.Closed},
		{"deleted", `{"title": "T"}`, 404, ""},
		{"open", `{"title": " "}`, 422, domain.Open},
		{"open", `{"title": "a\nb"}`, 422, domain.Open},
		{"open", `{"title": "` + strings.Repeat("x", domain.TitleMax+1) + `"}`, 422, domain.Open},
		{"open", `{"title": null}`, 422, domain.Open},
		{"open", `{"closesAt": "` + in(-time.Minute) + `"}`, 422, domain.Open},
		{"open", `{"closesAt": "` + in(366*24*time.Hour) + `"}`, 422, domain.Open},
		{"open", `{"closesAt": "` + in(364*24*time.Hour) + `"}`, 200, domain.Open},
		{"open", `{"currentQuestion": "choice"}`, 409, domain.Open}, // self-paced
	} {
		if strings.Contains(c.body, `"state": null`) {
			c.status, c.state = 422, domain.Open
		}
		l := s.Open(functiontest.Start{})
		bring[c.from](l)
		r := patch(l, c.body)
		if r.Status != c.status || c.status == 409 && r.Problem() != "wrong-state" {
			t.Errorf("%s, %s: %d %s, want %d", c.from, c.body, r.Status, r.Body, c.status)
		}
		if c.state == "" {
			continue
		}
		var v session
		l.As(functiontest.Ada, "GET", "", nil).Want(200).JSON(&v)
		live := c.state == domain.Open || c.state == domain.Paused
		if v.State != c.state || (v.Code != nil) != live || (v.JoinURL != nil) != live {
			t.Errorf("%s, %s: %s with code %v, want %s", c.from, c.body, v.State, v.Code, c.state)
		}
		if strings.Contains(c.body, `"state": "closed"`) && c.status == 200 && (v.ClosedAt == nil || time.Since(*v.ClosedAt).Abs() > time.Minute) {
			t.Errorf("%s, %s: closed at %v", c.from, c.body, v.ClosedAt)
		}
	}

	// A second close doesn't move the first.
	l := s.Open(functiontest.Start{})
	var first, second session
	patch(l, `{"state": "closed"}`).Want(200).JSON(&first)
	patch(l, `{"state": "closed"}`).Want(200).JSON(&second)
	if first.ClosedAt == nil || !first.ClosedAt.Equal(*second.ClosedAt) || first.Version != second.Version {
		t.Errorf("closed at %v, then at %v", first.ClosedAt, second.ClosedAt)
	}
}

func TestCurrentQuestion(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced})
	patch := func(body string, status int, want string) {
		t.Helper()
		r := s.Do("PATCH", l.Path(""), functiontest.Request{Token: s.Token(functiontest.Ada), Body: body})
		var v session
		l.As(functiontest.Ada, "GET", "", nil).Want(200).JSON(&v)
		got := "none"
		if v.CurrentQuestion != nil {
			got = *v.CurrentQuestion
		}
		if r.Status != status || got != want {
			t.Errorf("%s: %d, current %s; want %d, %s", body, r.Status, got, status, want)
		}
	}
	patch(`{"currentQuestion": "choice"}`, 200, "choice")
	patch(`{"currentQuestion": "nothing"}`, 422, "choice")
	patch(`{"locked": true}`, 200, "choice")
	patch(`{"state": "paused"}`, 200, "choice")
	patch(`{"currentQuestion": "text", "state": "open"}`, 200, "text")
	patch(`{"currentQuestion": null}`, 200, "none")
	patch(`{"currentQuestion": "choice", "state": "closed"}`, 200, "choice")
	patch(`{"currentQuestion": "text"}`, 409, "choice")
}

func TestSessionsAreListed(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.Policy.RestoreMonths = 1 }})
	ids := make(map[string]string)
	for _, name := range []string{"open", "paused", "closed", "clock", "deleted", "old", "open2"} {
		var start functiontest.Start
		if name == "clock" {
			start.ClosesAt = s.Clock.Now().Add(time.Minute)
		}
		l := s.Open(start)
		ids[l.ID] = name
		switch name {
		case "paused", "closed":
			l.Patch(`{"state": "` + name + `"}`)
		case "deleted":
			s.Clock.Advance(20 * 24 * time.Hour) // "old" and "open2" come later
			l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
		case "old":
			if _, err := s.Store.UpdateSession(t.Context(), l.ID, func(d *domain.Session) error {
				d.State, d.DeletedAt, d.FirstDeletedAt = domain.Deleted, s.Clock.Now(), s.Clock.Now().AddDate(0, -2, 0)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := func(query string) (names []string) {
		t.Helper()
		token := ""
		for {
			var page struct {
				Items         []session
				NextPageToken *string
			}
			s.Do("GET", "/v1/sessions?pageSize=2"+query+token, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&page)
			for _, v := range page.Items {
				names = append(names, ids[v.ID])
				if v.State == domain.Deleted && (v.DeletedAt == nil || v.RestorableUntil == nil || !v.RestorableUntil.Equal(domain.AddMonths(*v.DeletedAt, 1))) {
					t.Errorf("deleted %v, restorable until %v", v.DeletedAt, v.RestorableUntil)
				}
			}
			if page.NextPageToken == nil {
				return names
			}
			if len(page.Items) != 2 {
				t.Errorf("%s: a page of %d that isn't the last", query, len(page.Items))
			}
			token = "&pageToken=" + *page.NextPageToken
		}
	}
	for query, want := range map[string][]string{
		"":               {"open2", "clock", "closed", "paused", "open"},
		"&state=open":    {"open2", "open"},
		"&state=paused":  {"paused"},
		"&state=closed":  {"clock", "closed"},
		"&state=deleted": {"deleted"},
		"&state=draft":   nil,
	} {
		if got := list(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	for query, want := range map[string]int{
		"state=erased": 422, "pageSize=101": 422, "pageToken=e30": 400, "questionSetId=x": 422, "q=" + strings.Repeat("x", domain.TitleMax+1): 422,
	} {
		r := s.Do("GET", "/v1/sessions?"+query, functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true})
		if r.Status != want {
			t.Errorf("%s: %d, want %d", query, r.Status, want)
		}
	}
}

func TestSessionsHaveTitles(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	set, other := questionSetOf(s, functiontest.Ada), questionSetOf(s, functiontest.Ada)
	open := func(set string, title string) (v session) {
		t.Helper()
		body := map[string]any{"questionSetId": set, "mode": "self-paced", "feedback": "none"}
		if title != "" {
			body["title"] = title
		}
		create(s, "", body).Want(201).JSON(&v)
		if v.QuestionSetID != set {
			t.Errorf("the set is %q, want %q", v.QuestionSetID, set)
		}
		return v
	}
	usual, first, second := open(set, ""), open(set, " 7b,\u200b Rivers "), open(other, "ÇA VA")
	if usual.Title != "Rivers" || first.Title != "7b, Rivers" {
		t.Errorf("titles %q and %q", usual.Title, first.Title)
	}
	var named session
	s.Do("PATCH", "/v1/sessions/"+second.ID, functiontest.Request{Token: s.Token(functiontest.Ada), Body: `{"title": " 7c: ça va? "}`}).Want(200).JSON(&named)
	if named.Title != "7c: ça va?" || named.Version == second.Version {
		t.Errorf("named %q, version %d", named.Title, named.Version)
	}
	// The question set keeps its own.
	var kept struct{ Title string }
	s.Do("GET", "/v1/question-sets/"+other, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&kept)
	if kept.Title != "Rivers" {
		t.Errorf("the set is called %q", kept.Title)
	}
	// Students see it.
	var joined struct{ Session struct{ Title string } }
	s.Do("POST", "/v1/join", functiontest.Request{Key: s.NewID(), Body: map[string]any{"code": *first.Code, "alias": "Kim"}}).Want(201).JSON(&joined)
	if joined.Session.Title != first.Title {
		t.Errorf("a student sees %q", joined.Session.Title)
	}
	for query, want := range map[string][]string{
		"q=rivers":                               {first.ID, usual.ID},
		"q=7B":                                   {first.ID},
		"q=%C3%A7A":                              {second.ID},
		"q=nothing":                              nil,
		"questionSetId=" + set:                   {first.ID, usual.ID},
		"questionSetId=" + set + "&q=7b":         {first.ID},
		"questionSetId=" + s.NewID():             nil,
		"questionSetId=" + other + "&state=open": {second.ID},
	} {
		var page struct{ Items []session }
		s.Do("GET", "/v1/sessions?"+query, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&page)
		var got []string
		for _, v := range page.Items {
			got = append(got, v.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

// Names are for colleagues of the same session, and come from the vault.
func TestTeachersHaveNames(t *testing.T) {
	t.Parallel()
	var keys teacher.Deps
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { keys = *d }})
	id := functiontest.MemberID(functiontest.Ada)
	raw := bytes.Repeat([]byte{7}, seal.KeySize)
	key, err := seal.ParseKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := keys.OrgKeys.(teacher.Wrapper).Wrap(t.Context(), seal.MemberKeyPath(id), raw)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := json.Marshal(domain.Profile{Name: "Ada North", Email: functiontest.Ada})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		s.Vault.CreateMemberKey(t.Context(), id, store.WrappedKey{Wrapped: wrapped}),
		s.Store.CreateMember(t.Context(), domain.Member{ID: id, Org: functiontest.North, State: domain.MemberActive, Profile: key.Seal(seal.MemberPath(functiontest.North, id), seal.Profile, profile)}),
	); err != nil {
		t.Fatal(err)
	}
	l := s.Open(functiontest.Start{})
	r := l.As(functiontest.Grace, "GET", "", nil).Want(200)
	var v session
	r.JSON(&v)
	if v.Owner.Name == nil || *v.Owner.Name != "Ada North" || strings.Contains(string(r.Body), "example\"") {
		t.Errorf("%s", r.Body)
	}
}
