package functiontest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A Route is one of a function's for signed-in people, with a request that a
// session's owner, or an administrator, may make.
type Route struct {
	Method, Path string   // {sid}, {pid}, {set}, {member} and {soon} are filled in
	Body         string   // likewise
	Status       int      // of success
	Slug         string   // of a problem that only comes after success
	Stream       bool     // doesn't end by itself
	May          []string // permissions, each of which is enough
	Factor       bool     // requires a second factor
	Owner        bool     // not for co-teachers
	Org          bool     // for the whole org
}

// others are all permissions but these.
func others(permissions []string) (list []string) {
	list = []string{domain.IncidentsManage}
	for _, p := range []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete, domain.OrgAdmin} {
		if !slices.Contains(permissions, p) {
			list = append(list, p)
		}
	}
	return list
}

// TestAccess makes the requests of routes as everybody who may and who may not.
func TestAccess(t *testing.T, routes []Route) {
	s := New(t, Options{})
	with := func(email string, o auth0.TokenOptions, permissions ...string) string {
		o.Permissions = permissions
		return s.TokenWith(email, o)
	}
	somebody := MemberID(Mary)
	for _, r := range routes {
		what := r.Method + " " + r.Path
		l := s.Open(Start{})
		ada := l.Join("Ada")
		var set struct{ ID string }
		s.Do("POST", "/v1/question-sets", Request{Token: s.Token(Ada), Body: `{"shared": "school", ` + strings.TrimSpace(Questions)[1:]}).Want(201).JSON(&set)
		if _, err := s.Store.UpdateSession(t.Context(), l.ID, func(d *domain.Session) error {
			d.CoTeachers = []string{MemberID(Linus)}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(r.Path, "/{sid}/restore") {
			l.As(Ada, "DELETE", "", nil).Want(200)
		}
		fill := func(text, sid string) string {
			return strings.NewReplacer("{sid}", sid, "{pid}", ada.ID, "{set}", set.ID, "{member}", somebody, "{soon}", s.Clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)).Replace(text)
		}
		send := func(token, sid string) *Reply {
			t.Helper()
			q := Request{Token: token}
			if r.Body != "" {
				q.Body = fill(r.Body, sid)
			}
			return s.Do(r.Method, fill(r.Path, sid), q)
		}
		expect := func(who string, reply *Reply, status int, slug string) {
			t.Helper()
			if reply.Status != status || reply.Problem() != slug {
				t.Errorf("%s, %s: %d %q, want %d %q", what, who, reply.Status, reply.Problem(), status, slug)
			}
			if challenge := reply.Header.Get("WWW-Authenticate"); (status == 401) != (challenge != "") {
				t.Errorf("%s, %s: %d with challenge %q", what, who, status, challenge)
			}
		}

		somebodyWhoMay, teaches := Ada, slices.ContainsFunc(r.May, func(p string) bool { return slices.Contains(teach, p) })
		if !teaches {
			somebodyWhoMay = Grace
		}
		expect("without a token", send("", l.ID), 401, "not-authenticated")
		expect("a student", send(ada.Token, l.ID), 401, "invalid-token")
		expect("an expired token", send(s.TokenWith(Ada, auth0.TokenOptions{Expiry: s.Clock.Now().Add(-2 * time.Minute)}), l.ID), 401, "invalid-token")
		expect("without the permission", send(with(Ada, auth0.TokenOptions{}, others(r.May)...), l.ID), 403, "forbidden")
		expect("an unknown org", send(s.Token(Nemo), l.ID), 403, "forbidden")
		if r.Factor {
			for who, o := range map[string]auth0.TokenOptions{
				"without a second factor":   {NoMFA: true},
				"with an old second factor": {MFAAt: s.Clock.Now().Add(-16 * time.Minute)},
			} {
				reply := send(s.TokenWith(somebodyWhoMay, o), l.ID)
				expect(who, reply, 401, "second-factor-required")
				if c := reply.Header.Get("WWW-Authenticate"); !strings.Contains(c, `error="insufficient_user_authentication"`) || !strings.Contains(c, "acr_values=") || !strings.Contains(c, `max_age="900"`) {
					t.Errorf("%s, %s: challenge %s", what, who, c)
				}
			}
		}
		if !r.Org {
			unknown := send(s.Token(Ada), s.NewID())
			expect("an unknown session", unknown, 404, "not-found")
			for who, email := range map[string]string{"another org's administrator": Alan, "another teacher": Mary} {
				reply := send(s.Token(email), l.ID)
				expect(who, reply, 404, "not-found")
				if got, want := reply.Alike(), unknown.Alike(); got != want {
					t.Errorf("%s, %s: %s, want the same as for an unknown session: %s", what, who, got, want)
				}
			}
		} else if strings.Contains(r.Path+r.Body, "{set}") {
			expect("another org's administrator", send(s.Token(Alan), l.ID), 404, "not-found")
		}

		if r.Stream {
			for _, p := range r.May {
				email := Linus
				if p == domain.OrgAdmin {
					email = Grace
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
		case !teaches:
			expect("a teacher", send(s.Token(Ada), l.ID), 403, "forbidden")
		case r.Owner:
			expect("a co-teacher", send(s.Token(Linus), l.ID), 403, "not-owner")
		default:
			expect("a co-teacher", send(s.Token(Linus), l.ID), r.Status, r.Slug)
		}
		for _, p := range r.May {
			email := Ada
			if p == domain.OrgAdmin {
				email = Grace
			}
			reply := send(with(email, auth0.TokenOptions{NoMFA: !r.Factor, MFAAt: s.Clock.Now().Add(-14 * time.Minute)}, p), l.ID)
			expect("with "+p, reply, r.Status, r.Slug)
		}
	}
}
