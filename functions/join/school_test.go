package join_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
)

// Whose session a code joins is told of those codes that can be joined, and no others.
func TestSchoolOfCode(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ask := func(code string) *functiontest.Reply {
		return s.Do("GET", "/v1/codes/"+code, functiontest.Request{})
	}
	for _, code := range []string{l.Code, strings.ToLower(l.Code[:3]) + "-" + l.Code[3:]} {
		if body := strings.TrimSpace(string(ask(code).Want(200).Body)); body != `{"org":"`+functiontest.North+`"}` {
			t.Errorf("%s: %s", code, body)
		}
	}
	began := time.Now()
	alike := ask("BCDFGH").WantProblem(404, "unknown-code").Alike()
	if took := time.Since(began); took < 100*time.Millisecond {
		t.Errorf("refused after %v", took)
	}
	refused := func(what, code string) {
		t.Helper()
		if r := ask(code); r.Status != 404 || r.Alike() != alike {
			t.Errorf("%s: %s, an unknown one %s", what, r.Alike(), alike)
		}
	}
	refused("no code", "1")
	l.Patch(`{"locked": true}`)
	s.Clock.Advance(2 * time.Second)
	refused("locked", l.Code)
	l.Patch(`{"locked": false}`)
	l.Patch(`{"state": "paused"}`)
	s.Clock.Advance(2 * time.Second)
	ask(l.Code).Want(200)
	l.Patch(`{"state": "closed"}`)
	s.Clock.Advance(2 * time.Second)
	refused("closed", l.Code)
}
