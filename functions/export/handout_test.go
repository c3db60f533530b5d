package export_test

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// interrupted does something once before an object is read.
type interrupted struct {
	live.Objects
	then atomic.Pointer[func()]
}

func (i *interrupted) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	if then := i.then.Swap(nil); then != nil {
		(*then)()
	}
	return i.Objects.Open(ctx, name)
}

// Handing out ends with the archive, and with the right to it.
func TestCutOff(t *testing.T) {
	t.Parallel()
	var objects interrupted
	s := &school{functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { objects.Objects, d.Objects = d.Objects, &objects }}), t}
	s.Open(functiontest.Start{}).Join("Ada")
	grace := functiontest.MemberID(functiontest.Grace)
	change := func(do func(*domain.Member)) {
		if _, err := s.Store.ChangeMember(t.Context(), functiontest.North, grace, func(m *domain.Member) error { do(m); return nil }); err != nil {
			t.Error(err)
		}
	}
	id := s.make()
	for _, c := range []struct {
		name       string
		begin, end func()
	}{
		{"suspended", func() { change(func(m *domain.Member) { m.State = domain.MemberRevoked }) }, func() { change(func(m *domain.Member) { m.State = domain.MemberActive }) }},
		{"another role", func() { change(func(m *domain.Member) { m.Role, m.Wanted = domain.RoleTeacher, 1 }) },
			func() { change(func(m *domain.Member) { m.Role, m.Wanted = domain.RoleAdministrator, 0 }) }},
		{"the token is over", func() { s.Clock.Advance(25 * time.Hour) }, func() {}},
		{"ended", func() {
			if _, err := s.Store.ChangeExport(t.Context(), id, func(e *domain.Export) (bool, error) { e.State = domain.ExportEnded; return true, nil }); err != nil {
				t.Error(err)
			}
		}, func() {}},
	} {
		s.save(id)
		token := s.token()
		objects.then.Store(&c.begin)
		if reply, err := s.Try(t.Context(), "GET", "/v1/org/exports/"+id+"/archive", functiontest.Request{Token: token}); err == nil && reply.Status == 200 {
			t.Errorf("%s: it is handed out whole", c.name)
		}
		if objects.then.Load() != nil {
			t.Errorf("%s: nothing was read", c.name)
		}
		c.end()
	}
}

// Who did what is told by name as long as they are a member, and by nothing that the API
// doesn't show.
func TestWhoDidWhat(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.Open(functiontest.Start{Questions: `{"title": "Filed", "folder": "Year 7", "tags": ["rivers"], "questions": [{"id": "q1", "kind": "text", "prompt": "?"}]}`})
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.token(), Body: object{"name": "Grace Head", "locale": "en", "mail": object{"news": false, "service": false}}}).Want(200)
	files := s.save(s.make())
	var entries []struct {
		Entry  struct{ Act, Actor string }
		Member *struct{ ID, Name string }
	}
	if err := json.Unmarshal([]byte(files["audit.json"]), &entries); err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, e := range entries {
		if e.Entry.Act == "archive" && e.Member != nil && e.Member.ID == functiontest.MemberID(functiontest.Grace) && e.Member.Name == "Grace Head" {
			named++
		}
	}
	if named == 0 || !strings.Contains(files["audit.csv"], `"Grace Head"`) {
		t.Errorf("nobody is named: %.800s", files["audit.json"])
	}
	if strings.Contains(files["policy-history.json"], `"by"`) {
		t.Errorf("%s", files["policy-history.json"])
	}
	if set := files["question-sets/0001-filed.json"]; !strings.Contains(set, `"folder": "Year 7"`) || !strings.Contains(set, `"rivers"`) || !strings.Contains(set, `"shared"`) {
		t.Errorf("%s", set)
	}
}
