package teacher_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var (
	writes  = []string{domain.SessionsWrite, domain.OrgAdmin}
	reads   = []string{domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin}
	results = []string{domain.ResultsRead, domain.OrgAdmin}
	deletes = []string{domain.DataDelete, domain.OrgAdmin}

	administers = []string{domain.OrgAdmin}
)

var routes = []functiontest.Route{
	{Method: "GET", Path: "/v1/question-sets", Status: 200, May: writes, Org: true},
	{Method: "POST", Path: "/v1/question-sets", Body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`, Status: 201, May: writes, Org: true},
	{Method: "GET", Path: "/v1/question-sets/{set}", Status: 200, May: writes, Org: true},
	{Method: "PUT", Path: "/v1/question-sets/{set}", Body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`, Status: 200, May: writes, Org: true, Owner: true},
	{Method: "POST", Path: "/v1/question-sets/{set}/copy", Status: 201, May: writes, Org: true},
	{Method: "POST", Path: "/v1/question-sets/{set}/restore", Status: 200, May: writes, Org: true, Owner: true},
	{Method: "DELETE", Path: "/v1/question-sets/{set}", Status: 200, May: writes, Org: true, Owner: true},
	{Method: "GET", Path: "/v1/sessions", Status: 200, May: reads, Org: true},
	{Method: "POST", Path: "/v1/sessions", Body: `{"questionSetId": "{set}", "mode": "self-paced", "feedback": "none"}`, Status: 201, May: writes, Org: true},
	{Method: "GET", Path: "/v1/sessions/{sid}", Status: 200, May: reads},
	{Method: "PATCH", Path: "/v1/sessions/{sid}", Body: `{"locked": true}`, Status: 200, May: writes},
	{Method: "GET", Path: "/v1/sessions/{sid}/paper", Status: 200, May: reads},
	{Method: "POST", Path: "/v1/sessions/{sid}/co-teachers/invitations", Status: 201, May: writes, Owner: true},
	{Method: "DELETE", Path: "/v1/sessions/{sid}/co-teachers/{member}", Status: 204, May: reads, Owner: true},
	{Method: "GET", Path: "/v1/sessions/{sid}/results", Status: 200, May: results},
	{Method: "POST", Path: "/v1/co-teachers", Body: `{"token": "{member}{member}"}`, Status: 404, Slug: "unknown-invitation", May: writes, Org: true},
	{Method: "PUT", Path: "/v1/sessions/{sid}/grades", Body: `{"grades": [{"participantId": "{pid}", "questionId": "text", "revision": 1, "points": 1}]}`, Status: 200, May: writes},
	{Method: "GET", Path: "/v1/sessions/{sid}/export?format=json", Status: 200, May: results, Factor: true},
	{Method: "POST", Path: "/v1/sessions/{sid}/participants/{pid}/parent-code", Status: 201, May: deletes, Factor: true, Owner: true},
	{Method: "GET", Path: "/v1/transfers", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/transfers/{pid}/tables", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/transfers/{pid}/file?format=csv", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/transfers/{pid}", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/sessions/{sid}", Status: 200, May: deletes, Factor: true, Owner: true},
	{Method: "POST", Path: "/v1/sessions/{sid}/restore", Status: 200, May: deletes, Owner: true},
}

func TestAccess(t *testing.T) {
	t.Parallel()
	functiontest.TestAccess(t, routes)
}

// A list shows what one may see, and nothing else.
func TestListsAreOnesOwn(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{By: functiontest.Linus})
	for email, want := range map[string]int{functiontest.Linus: 1, functiontest.Ada: 0, functiontest.Grace: 1, functiontest.Alan: 0} {
		for _, path := range []string{"/v1/sessions", "/v1/question-sets"} {
			var list struct{ Items []struct{ ID string } }
			s.Do("GET", path, functiontest.Request{Token: s.Token(email)}).Want(200).JSON(&list)
			if len(list.Items) != want || path == "/v1/sessions" && want == 1 && list.Items[0].ID != l.ID {
				t.Errorf("%s of %s: %v, want %d", path, email, list.Items, want)
			}
		}
	}
}

// members counts who is created.
type members struct {
	teacher.Store
	created atomic.Int32
	first   func(ctx context.Context, org, id string) // what another instance does just before
}

func (m *members) Member(ctx context.Context, org, id string) (domain.Member, error) {
	got, err := m.Store.Member(ctx, org, id)
	if m.first != nil && err != nil {
		m.first(ctx, org, id)
		m.first = nil
	}
	return got, err
}

func (m *members) CreateMember(ctx context.Context, d domain.Member) error {
	m.created.Add(1)
	return m.Store.CreateMember(ctx, d)
}

func TestMembership(t *testing.T) {
	t.Parallel()
	var m members
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { m.Store, d.Store = d.Store, &m }})
	list := func(email string) *functiontest.Reply {
		return s.Do("GET", "/v1/sessions", functiontest.Request{Token: s.Token(email)})
	}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if r, err := s.Try(t.Context(), "GET", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Mary)}); err != nil || r.Status != 200 {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	wg.Wait()
	id := functiontest.MemberID(functiontest.Mary)
	if got, err := s.Store.Member(t.Context(), functiontest.North, id); err != nil || got.State != domain.MemberActive || len(got.Profile) != 0 || m.created.Load() != 1 {
		t.Errorf("after the first sign-in: %+v, %v, created %d times", got, err, m.created.Load())
	}

	// Whoever is revoked is out within a second, whatever the token says.
	if err := s.Store.SetMemberState(t.Context(), functiontest.North, id, domain.MemberRevoked); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Second)
	list(functiontest.Mary).WantProblem(403, "forbidden")
	if err := s.Store.SetMemberState(t.Context(), functiontest.North, id, domain.MemberActive); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Second)
	list(functiontest.Mary).Want(200)

	// Another instance was first.
	m.first = func(ctx context.Context, org, id string) {
		if err := s.Store.CreateMember(ctx, domain.Member{ID: id, Org: org, State: domain.MemberActive}); err != nil {
			t.Error(err)
		}
	}
	list(functiontest.Linus).Want(200)
}

func TestMembershipOfAnOrgThatLeft(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.State = domain.OrgLeft }})
	s.Do("GET", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada)}).WantProblem(403, "forbidden")
	if _, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Ada)); err == nil {
		t.Error("an org that has left got a member")
	}
	s.Do("GET", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Alan)}).Want(200)
}

// away is a database that can't be reached for some reads.
type away struct {
	teacher.Store
	member, session bool
}

func (a *away) Member(ctx context.Context, org, id string) (domain.Member, error) {
	if a.member {
		return domain.Member{}, domain.ErrUnavailable
	}
	return a.Store.Member(ctx, org, id)
}

func (a *away) Session(ctx context.Context, sid string) (*domain.Session, error) {
	if a.session {
		return nil, domain.ErrUnavailable
	}
	return a.Store.Session(ctx, sid)
}

// A caller who can't be looked up is neither let in nor turned away, but told to retry.
func TestWithoutDatabase(t *testing.T) {
	t.Parallel()
	for _, a := range []*away{{member: true}, {session: true}} {
		s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { a.Store, d.Store = d.Store, a }})
		for _, below := range []string{"", "/results", "/paper", "/export?format=csv"} {
			r := s.Do("GET", "/v1/sessions/"+s.NewID()+below, functiontest.Request{Token: s.Token(functiontest.Ada)})
			if r.Status != 503 || r.Problem() != "unavailable" || r.Header.Get("Retry-After") == "" {
				t.Errorf("%+v, %s: %d %s", *a, below, r.Status, r.Body)
			}
		}
	}
}
