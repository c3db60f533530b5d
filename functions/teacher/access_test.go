package teacher_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A route is one of the function's, with a request that its session's owner may
// make.
type route struct {
	method, path string // {sid}, {pid}, {set} and {member} are filled in
	body         string
	status       int      // of success
	slug         string   // of a problem that only comes after success
	stream       bool     // doesn't end by itself
	permissions  []string // each of them is enough
	factor       bool     // wants a second factor
	owner        bool     // not for co-teachers
	org          bool     // for the whole org
}

var (
	writes  = []string{domain.SessionsWrite, domain.OrgAdmin}
	reads   = []string{domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin}
	results = []string{domain.ResultsRead, domain.OrgAdmin}
	deletes = []string{domain.DataDelete, domain.OrgAdmin}
)

var routes = []route{
	{method: "GET", path: "/v1/question-sets", status: 200, permissions: writes, org: true},
	{method: "POST", path: "/v1/question-sets", body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`, status: 201, permissions: writes, org: true},
	{method: "GET", path: "/v1/question-sets/{set}", status: 200, permissions: writes, org: true},
	{method: "PUT", path: "/v1/question-sets/{set}", body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`, status: 200, permissions: writes, org: true},
	{method: "DELETE", path: "/v1/question-sets/{set}", status: 204, permissions: writes, org: true},
	{method: "GET", path: "/v1/sessions", status: 200, permissions: reads, org: true},
	{method: "POST", path: "/v1/sessions", body: `{"questionSetId": "{set}", "mode": "self-paced", "feedback": "none"}`, status: 201, permissions: writes, org: true},
	{method: "GET", path: "/v1/sessions/{sid}", status: 200, permissions: reads},
	{method: "PATCH", path: "/v1/sessions/{sid}", body: `{"locked": true}`, status: 200, permissions: writes},
	{method: "GET", path: "/v1/sessions/{sid}/paper", status: 200, permissions: reads},
	{method: "POST", path: "/v1/sessions/{sid}/co-teachers/invitations", status: 201, permissions: writes, owner: true},
	{method: "DELETE", path: "/v1/sessions/{sid}/co-teachers/{member}", status: 204, permissions: reads, owner: true},
	{method: "GET", path: "/v1/sessions/{sid}/results", status: 200, permissions: results},
	{method: "GET", path: "/v1/sessions/{sid}/results/stream", status: 200, permissions: results, stream: true},
	{method: "POST", path: "/v1/co-teachers", body: `{"token": "{member}{member}"}`, status: 404, slug: "unknown-invitation", permissions: writes, org: true},
	{method: "PUT", path: "/v1/sessions/{sid}/grades", body: `{"grades": [{"participantId": "{pid}", "questionId": "text", "revision": 1, "points": 1}]}`, status: 200, permissions: writes},
	{method: "GET", path: "/v1/sessions/{sid}/export?format=json", status: 200, permissions: results, factor: true},
	{method: "DELETE", path: "/v1/sessions/{sid}/participants/{pid}", status: 202, permissions: deletes, factor: true},
	{method: "DELETE", path: "/v1/sessions/{sid}", status: 200, permissions: deletes, factor: true, owner: true},
	{method: "POST", path: "/v1/sessions/{sid}/restore", status: 200, permissions: deletes, owner: true},
}

// others are all permissions but these.
func others(permissions []string) (list []string) {
	list = []string{"incidents:manage"}
	for _, p := range []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete, domain.OrgAdmin} {
		if !slices.Contains(permissions, p) {
			list = append(list, p)
		}
	}
	return list
}

// granted verifies tokens, some of which stand for other permissions than their
// holders have by now.
type granted struct {
	teacher.Verifier
	permissions map[string][]string // by token
}

func (g *granted) Verify(ctx context.Context, token string) (domain.Principal, error) {
	p, err := g.Verifier.Verify(ctx, token)
	if given, ok := g.permissions[token]; ok {
		p.Permissions = given
	}
	return p, err
}

func TestAccess(t *testing.T) {
	t.Parallel()
	g := granted{permissions: make(map[string][]string)}
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { g.Verifier, d.Tokens = d.Tokens, &g }})
	with := func(email string, o auth0.TokenOptions, permissions ...string) string {
		// No token is like another, or those of the same second would be.
		o.Expiry = s.Clock.Now().Add(2*time.Hour + time.Duration(len(g.permissions))*time.Second)
		token := s.TokenWith(email, o)
		g.permissions[token] = permissions
		return token
	}
	somebody := functiontest.MemberID(functiontest.Mary)
	for _, r := range routes {
		what := r.method + " " + r.path
		l := s.Open(functiontest.Start{})
		ada := l.Join("Ada")
		var set struct{ ID string }
		s.Do("POST", "/v1/question-sets", functiontest.Request{Token: s.Token(functiontest.Ada), Body: functiontest.Questions}).Want(201).JSON(&set)
		if _, err := s.Store.UpdateSession(t.Context(), l.ID, func(d *domain.Session) error {
			d.CoTeachers = []string{functiontest.MemberID(functiontest.Linus)}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(r.path, "/restore") {
			l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
		}
		fill := func(text, sid string) string {
			return strings.NewReplacer("{sid}", sid, "{pid}", ada.ID, "{set}", set.ID, "{member}", somebody).Replace(text)
		}
		send := func(token, sid string) *functiontest.Reply {
			t.Helper()
			q := functiontest.Request{Token: token}
			if r.body != "" {
				q.Body = fill(r.body, sid)
			}
			return s.Do(r.method, fill(r.path, sid), q)
		}
		expect := func(who string, reply *functiontest.Reply, status int, slug string) {
			t.Helper()
			if reply.Status != status || reply.Problem() != slug {
				t.Errorf("%s, %s: %d %q, want %d %q", what, who, reply.Status, reply.Problem(), status, slug)
			}
			if challenge := reply.Header.Get("WWW-Authenticate"); (status == 401) != (challenge != "") {
				t.Errorf("%s, %s: %d with challenge %q", what, who, status, challenge)
			}
		}

		expect("without a token", send("", l.ID), 401, "not-authenticated")
		expect("a student", send(ada.Token, l.ID), 401, "invalid-token")
		expect("an expired token", send(s.TokenWith(functiontest.Ada, auth0.TokenOptions{Expiry: s.Clock.Now().Add(-2 * time.Minute)}), l.ID), 401, "invalid-token")
		expect("without the permission", send(with(functiontest.Ada, auth0.TokenOptions{}, others(r.permissions)...), l.ID), 403, "forbidden")
		expect("an unknown org", send(s.Token(functiontest.Nemo), l.ID), 403, "forbidden")
		if r.factor {
			for who, o := range map[string]auth0.TokenOptions{
				"without a second factor":   {NoMFA: true},
				"with an old second factor": {MFAAt: s.Clock.Now().Add(-16 * time.Minute)},
			} {
				reply := send(s.TokenWith(functiontest.Ada, o), l.ID)
				expect(who, reply, 401, "second-factor-required")
				if c := reply.Header.Get("WWW-Authenticate"); !strings.Contains(c, `error="insufficient_user_authentication"`) || !strings.Contains(c, "acr_values=") || !strings.Contains(c, `max_age="900"`) {
					t.Errorf("%s, %s: challenge %s", what, who, c)
				}
			}
		}
		if !r.org {
			unknown := send(s.Token(functiontest.Ada), s.NewID())
			expect("an unknown session", unknown, 404, "not-found")
			for who, email := range map[string]string{"another org's administrator": functiontest.Alan, "another teacher": functiontest.Mary} {
				reply := send(s.Token(email), l.ID)
				expect(who, reply, 404, "not-found")
				if !bytes.Equal(reply.Body, unknown.Body) {
					t.Errorf("%s, %s: %s, want the same as for an unknown session: %s", what, who, reply.Body, unknown.Body)
				}
			}
		} else if strings.Contains(r.path+r.body, "{set}") {
			expect("another org's administrator", send(s.Token(functiontest.Alan), l.ID), 404, "not-found")
		}

		if r.stream {
			for _, p := range r.permissions {
				email := functiontest.Linus
				if p == domain.OrgAdmin {
					email = functiontest.Grace
				}
				st := l.Watch(with(email, auth0.TokenOptions{NoMFA: true}, p))
				if e, ok := st.Next(); !ok || e.Name != "snapshot" {
					t.Errorf("%s, with %s: %q", what, p, e.Name)
				}
				st.Close()
			}
			continue
		}
		switch {
		case r.owner:
			expect("a co-teacher", send(s.Token(functiontest.Linus), l.ID), 403, "not-owner")
		case r.path != "/v1/question-sets/{set}" || r.method != "DELETE":
			expect("a co-teacher", send(s.Token(functiontest.Linus), l.ID), r.status, r.slug)
		}
		for _, p := range r.permissions {
			email := functiontest.Ada
			if p == domain.OrgAdmin {
				email = functiontest.Grace
			}
			reply := send(with(email, auth0.TokenOptions{NoMFA: !r.factor, MFAAt: s.Clock.Now().Add(-14 * time.Minute)}, p), l.ID)
			expect("with "+p, reply, r.status, r.slug)
		}
	}
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
			if path == "/v1/question-sets" && email == functiontest.Ada {
				want = 1 // the org's
			}
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

// Who can't be looked up is told to come back, and neither let in nor sent away.
func TestWithoutDatabase(t *testing.T) {
	t.Parallel()
	for _, a := range []*away{{member: true}, {session: true}} {
		s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { a.Store, d.Store = d.Store, a }})
		for _, below := range []string{"", "/results", "/results/stream", "/paper", "/export?format=csv"} {
			r := s.Do("GET", "/v1/sessions/"+s.NewID()+below, functiontest.Request{Token: s.Token(functiontest.Ada)})
			if r.Status != 503 || r.Problem() != "unavailable" || r.Header.Get("Retry-After") == "" {
				t.Errorf("%+v, %s: %d %s", *a, below, r.Status, r.Body)
			}
		}
	}
}
