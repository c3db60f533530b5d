package teacher_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type invitation struct {
	Token, URL string
	ExpiresAt  time.Time
}

func invite(l *functiontest.Lesson, key string) (v invitation) {
	s := l.School
	s.Do("POST", l.Path("/co-teachers/invitations"), functiontest.Request{Token: s.Token(l.Teacher), Key: key}).Want(201).JSON(&v)
	return v
}

func accept(s *functiontest.School, email, token string) *functiontest.Reply {
	return s.Do("POST", "/v1/co-teachers", functiontest.Request{Token: s.Token(email), Body: map[string]any{"token": token}})
}

// coTeachers are the ids of a lesson's.
func coTeachers(l *functiontest.Lesson) (ids []string) {
	var v session
	l.As(l.Teacher, "GET", "", nil).Want(200).JSON(&v)
	for _, c := range v.CoTeachers {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestCoTeachers(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	linus, mary := functiontest.MemberID(functiontest.Linus), functiontest.MemberID(functiontest.Mary)

	v := invite(l, "")
	if v.URL != s.URL+"/teach/co-teach#"+v.Token || v.ExpiresAt.Sub(s.Clock.Now().Add(24*time.Hour)).Abs() > time.Minute {
		t.Errorf("%+v", v)
	}
	l.As(functiontest.Linus, "GET", "", nil).WantProblem(404, "not-found")
	accept(s, functiontest.Alan, v.Token).WantProblem(404, "unknown-invitation") // another org
	accept(s, functiontest.Ada, v.Token).Want(200)                               // the owner needs none
	var seen session
	accept(s, functiontest.Linus, v.Token).Want(200).JSON(&seen)
	if seen.ID != l.ID || seen.Owner.You || !slices.Equal(coTeachers(l), []string{linus}) {
		t.Errorf("%+v, co-teachers %v", seen, coTeachers(l))
	}
	accept(s, functiontest.Linus, v.Token).Want(200) // a retry
	accept(s, functiontest.Mary, v.Token).WantProblem(404, "unknown-invitation")

	// What a co-teacher may, and what not.
	l.As(functiontest.Linus, "PATCH", "", `{"state": "paused"}`).Want(200)
	l.As(functiontest.Linus, "GET", "/results", nil).Want(200)
	l.As(functiontest.Linus, "POST", "/co-teachers/invitations", nil).WantProblem(403, "not-owner")
	l.As(functiontest.Linus, "DELETE", "/co-teachers/"+mary, nil).WantProblem(403, "not-owner")
	l.As(functiontest.Linus, "DELETE", "", nil).WantProblem(403, "not-owner")
	var list struct{ Items []session }
	s.Do("GET", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Linus)}).Want(200).JSON(&list)
	if len(list.Items) != 1 || list.Items[0].ID != l.ID {
		t.Errorf("a co-teacher's list: %+v", list)
	}

	// The owner removes them, and the old link doesn't bring them back.
	for range 2 {
		l.As(functiontest.Ada, "DELETE", "/co-teachers/"+linus, nil).Want(204)
	}
	l.As(functiontest.Linus, "GET", "", nil).WantProblem(404, "not-found")
	accept(s, functiontest.Linus, v.Token).WantProblem(404, "unknown-invitation")

	// Nor does the key with which it was made: it makes another one now.
	key := functiontest.NewKey()
	used := invite(l, key)
	accept(s, functiontest.Linus, used.Token).Want(200)
	l.As(functiontest.Ada, "DELETE", "/co-teachers/"+linus, nil).Want(204)
	if again := invite(l, key); again.Token == used.Token || again != invite(l, key) {
		t.Errorf("an invitation that was used is made again as %+v", again)
	}
	accept(s, functiontest.Linus, used.Token).WantProblem(404, "unknown-invitation")

	// They come again and leave by themselves.
	accept(s, functiontest.Linus, invite(l, "").Token).Want(200)
	l.As(functiontest.Linus, "DELETE", "/co-teachers/"+linus, nil).Want(204)
	l.As(functiontest.Linus, "GET", "", nil).WantProblem(404, "not-found")
	if ids := coTeachers(l); len(ids) != 0 {
		t.Errorf("co-teachers %v", ids)
	}
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})

	// A new one takes the place of the last.
	first, second := invite(l, ""), invite(l, "")
	accept(s, functiontest.Linus, first.Token).WantProblem(404, "unknown-invitation")
	accept(s, functiontest.Linus, second.Token).Want(200)

	// The same key gives the same invitation, with the same end.
	key := functiontest.NewKey()
	one := invite(l, key)
	s.Clock.Advance(time.Hour)
	if again := invite(l, key); again != one {
		t.Errorf("again %+v, first %+v", again, one)
	}
	if other := invite(l, functiontest.NewKey()); other.Token == one.Token {
		t.Error("another key gives the same invitation")
	}
	s.Do("POST", l.Path("/co-teachers/invitations"), functiontest.Request{Token: s.Token(functiontest.Ada), Key: "short", Bad: true}).
		WantProblem(422, "idempotency-key-invalid")

	// It is good for 24 hours.
	v := invite(l, "")
	s.Clock.Advance(24*time.Hour - time.Minute)
	sid := l.ID
	for name, token := range map[string]string{
		"another secret": sid + s.NewID(), "another session": s.NewID() + v.Token[domain.IDLength:], "no id": strings.Repeat("!", 2*domain.IDLength), "short": "short",
	} {
		if r := accept(s, functiontest.Mary, token); r.Status != 404 || r.Problem() != "unknown-invitation" {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
	s.Clock.Advance(time.Minute)
	accept(s, functiontest.Mary, v.Token).WantProblem(410, "invitation-expired")

	// A deletion takes it back.
	v = invite(l, "")
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	accept(s, functiontest.Mary, v.Token).WantProblem(404, "unknown-invitation")
	l.As(functiontest.Ada, "POST", "/restore", nil).Want(200)
	accept(s, functiontest.Mary, v.Token).WantProblem(404, "unknown-invitation")
}

func TestCoTeachersAreBounded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	if _, err := s.Store.UpdateSession(t.Context(), l.ID, func(d *domain.Session) error {
		for range 20 {
			d.CoTeachers = append(d.CoTeachers, s.NewID())
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	accept(s, functiontest.Linus, invite(l, "").Token).WantProblem(409, "wrong-state")
}
