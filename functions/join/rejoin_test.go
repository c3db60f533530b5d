package join_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/join"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func rejoin(s *functiontest.School, body map[string]any) *functiontest.Reply {
	return s.Do("POST", "/v1/rejoin", functiontest.Request{Body: body})
}

func TestRejoin(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("choice", `"b"`)
	var first joined
	post(s, ada.Key, l.Code, "Ada").Want(201).JSON(&first)
	for _, body := range []map[string]any{
		{"secret": ada.Key, "code": strings.ToLower(l.Code)},
		{"secret": ada.Key, "session": l.ID},
	} {
		var got joined
		rejoin(s, body).Want(201).JSON(&got)
		if got.ParticipantID != ada.ID || got.Session.ID != l.ID || len(got.Session.Questions) != len(first.Session.Questions) || got.Session.Privacy.Org != functiontest.North {
			t.Errorf("%v: %+v", body, got)
		}
		second := &functiontest.Student{Lesson: l, ID: ada.ID, Token: got.Token, Key: ada.Key, Alias: "Ada"}
		second.Record("trueFalse", "true")
	}
	if r := l.Results(); len(r.Participants) != 1 || len(r.Of(t, ada.ID).Answers) != 2 {
		t.Errorf("results %+v", r.Participants)
	}
	// Whoever is in stays in.
	l.Patch(`{"locked": true}`)
	s.Clock.Advance(time.Second)
	rejoin(s, map[string]any{"secret": ada.Key, "code": l.Code}).Want(201)
	l.Patch(`{"state": "paused"}`)
	s.Clock.Advance(time.Second)
	rejoin(s, map[string]any{"secret": ada.Key, "code": l.Code}).WantProblem(409, "session-paused")
	l.Patch(`{"state": "closed"}`)
	s.Clock.Advance(time.Second)
	rejoin(s, map[string]any{"secret": ada.Key, "session": l.ID}).WantProblem(404, "unknown-secret")
}

// Whatever is wrong looks alike, so that nobody learns from a guess which codes there are.
func TestRejoinRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, locked, gone := s.Open(functiontest.Start{}), s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), gone.Join("Bo")
	locked.Patch(`{"locked": true}`)
	gone.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	s.Clock.Advance(time.Second)
	alike := ""
	for name, body := range map[string]map[string]any{
		"another secret":          {"secret": functiontest.NewKey(), "code": l.Code},
		"another secret, locked":  {"secret": functiontest.NewKey(), "code": locked.Code},
		"no such code":            {"secret": ada.Key, "code": "BCDFGH"},
		"not a code":              {"secret": ada.Key, "code": "!"},
		"another session":         {"secret": ada.Key, "session": locked.ID},
		"no such session":         {"secret": ada.Key, "session": s.NewID()},
		"not the id of a session": {"secret": ada.Key, "session": "../orgs/org_north"},
		"deleted":                 {"secret": bo.Key, "session": gone.ID},
	} {
		began := time.Now()
		r := rejoin(s, body).WantProblem(404, "unknown-secret")
		if took := time.Since(began); took < 100*time.Millisecond {
			t.Errorf("%s: took %v", name, took)
		}
		if alike == "" {
			alike = r.Alike()
		}
		if r.Alike() != alike {
			t.Errorf("%s: %s, others %s", name, r.Alike(), alike)
		}
	}
	for _, body := range []map[string]any{
		{"secret": "short", "code": l.Code}, {"secret": ada.Key}, {"secret": ada.Key, "code": l.Code, "session": l.ID}, {"code": l.Code},
	} {
		s.Do("POST", "/v1/rejoin", functiontest.Request{Body: body, Bad: true}).WantProblem(422, "invalid")
	}
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	s.Clock.Advance(time.Second)
	rejoin(s, map[string]any{"secret": ada.Key, "code": l.Code}).WantProblem(410, "participant-erased")
	s.Retain(t.Context())
	rejoin(s, map[string]any{"secret": ada.Key, "code": l.Code}).WantProblem(410, "participant-erased")
}

// Once an erasure is acknowledged, nobody gets a ticket any more by what they have of the
// join, whatever the instance has cached: it may be the session's first erasure, or not.
func TestNoTicketAfterAnErasure(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	for _, name := range []string{"the first", "the second", "the third"} {
		ada := l.Join("Ada")
		ways := map[string]func() *functiontest.Reply{
			"by code":    func() *functiontest.Reply { return rejoin(s, map[string]any{"secret": ada.Key, "code": l.Code}) },
			"by session": func() *functiontest.Reply { return rejoin(s, map[string]any{"secret": ada.Key, "session": l.ID}) },
			"by join":    func() *functiontest.Reply { return post(s, ada.Key, l.Code, "Ada") },
		}
		for way, try := range ways {
			if r := try(); r.Status != 201 {
				t.Errorf("%s, %s, before: %d", name, way, r.Status)
			}
		}
		s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
		for range 3 {
			for way, try := range ways {
				if r := try(); r.Status != 410 || r.Problem() != "participant-erased" {
					t.Errorf("%s, %s: %d %s", name, way, r.Status, r.Problem())
				}
			}
		}
	}
}

// A key without a participant lets nobody in: what they answered nobody would see.
func TestRejoinAfterHalfAJoin(t *testing.T) {
	t.Parallel()
	var f failing
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { f.Store, d.Store = d.Store, &f }})
	l := s.Open(functiontest.Start{})
	f.before.Store(1)
	key := functiontest.NewKey()
	post(s, key, l.Code, "Ada").WantProblem(503, "unavailable")
	if _, err := s.Vault.Boxes(t.Context(), l.ID, domain.ParticipantID(l.ID, key)); err != nil {
		t.Fatal(err)
	}
	rejoin(s, map[string]any{"secret": key, "code": l.Code}).WantProblem(404, "unknown-secret")
	post(s, key, l.Code, "Ada").Want(201)
	rejoin(s, map[string]any{"secret": key, "code": l.Code}).Want(201)
}
