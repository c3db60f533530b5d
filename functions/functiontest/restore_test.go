package functiontest_test

import (
	"context"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// What is asked of a deleted session whose time is about up.
type action string

const (
	restore action = "restore" // output: whether it is restored
	remove  action = "delete"  // output: whether it is deleted
	erase   action = "erase"   // output: whether it is erased
	look    action = "look"    // output: how much of it is shown
)

// How much is shown of a session.
const (
	showsNone = iota
	showsSome
	showsAll
)

// ends says of a session that is deleted at first: restored it is whole, erased it is gone for good.
var ends = porcupine.NondeterministicModel{
	Init: func() []any { return []any{domain.Deleted} },
	Step: func(state, input, output any) []any {
		was := state.(domain.State)
		to := func(next domain.State, possible bool) []any {
			switch done, known := output.(bool); {
			case !known && possible:
				return []any{was, next}
			case !known, !done && !possible:
				return []any{was}
			case done && possible:
				return []any{next}
			}
			return nil
		}
		switch input.(action) {
		case restore:
			return to(domain.Closed, was != domain.Erased)
		case remove:
			return to(domain.Deleted, was != domain.Erased)
		case erase:
			return to(domain.Erased, was != domain.Closed)
		case look:
			// A read that began before the erasure may find what is left.
			shown, known := output.(int)
			if !known || shown == showsAll && was == domain.Closed || shown == showsNone && was != domain.Closed || shown == showsSome && was == domain.Erased {
				return []any{was}
			}
		}
		return nil
	},
}

// behind is how far the teacher's clock is behind.
const behind = time.Hour

// tokenOf returns a token whose second factor was given just now by the teacher's clock.
func tokenOf(s *functiontest.School) string {
	return s.TokenWith(functiontest.Ada, auth0.TokenOptions{MFAAt: s.Clock.Now().Add(-behind)})
}

// The teacher's clock is a moment behind retention's: to one the deletion can be undone, to the other it is final.
// Whatever comes first holds.
//
//	go test ./functions/functiontest -run RestoreAgainstErase -histories 50
func TestRestoreAgainstErase(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) {
		now := d.Clock
		d.Clock = func() time.Time { return now().Add(-behind) }
	}})
	lessons := make([]*functiontest.Lesson, *histories)
	for i := range lessons {
		lessons[i] = s.Open(functiontest.Start{})
		for range 3 {
			lessons[i].Join("Ada").Record("choice", `"b"`)
		}
	}
	var until time.Time
	for _, l := range lessons {
		l.Patch(`{"state": "closed"}`)
		var deleted struct{ RestorableUntil time.Time }
		s.Do("DELETE", l.Path(""), functiontest.Request{Token: tokenOf(s)}).Want(200).JSON(&deleted)
		until = deleted.RestorableUntil
	}
	s.Clock.Advance(until.Add(behind / 2).Sub(s.Clock.Now()))
	ended := make(map[domain.State]int)
	var mu sync.Mutex
	t.Run("all", func(t *testing.T) {
		for i, l := range lessons {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				state := restoreAgainstErase(t, s, l)
				mu.Lock()
				defer mu.Unlock()
				ended[state]++
			})
		}
	})
	t.Logf("in the end: %v", ended)
}

func restoreAgainstErase(t *testing.T, s *functiontest.School, l *functiontest.Lesson) domain.State {
	h := newHistory()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	token := tokenOf(s)
	subject := domain.Subject{Kind: domain.SubjectSession, Org: functiontest.North, Session: l.ID}
	ask := func(method, path string, refusal int) (done, known bool) {
		reply, err := s.Try(ctx, method, l.Path(path), functiontest.Request{Token: token})
		switch {
		case err == nil && (reply.Status == 200 || reply.Status == refusal):
			return reply.Status == 200, true
		case err != nil || reply.Status != 503:
			t.Errorf("%s %s: %v, %v", method, path, reply, err)
		}
		return false, false
	}
	does := map[action]func() (any, bool){
		restore: func() (any, bool) { return ask("POST", "/restore", 410) },
		remove:  func() (any, bool) { return ask("DELETE", "", 404) },
		erase: func() (any, bool) {
			out, err := s.Lifecycle.Erase(ctx, domain.Erasure{Subject: subject, Rule: domain.RuleWindow})
			if err != nil || out.More {
				if err != nil && !errors.Is(err, store.ErrAgain) && !errors.Is(err, domain.ErrUnavailable) {
					t.Errorf("erasing: %v", err)
				}
				return nil, false
			}
			return out.Receipt != nil, true
		},
		look: func() (any, bool) {
			reply, err := s.Try(ctx, "GET", l.Path("/results"), functiontest.Request{Token: token})
			switch {
			case err == nil && reply.Status == 404:
				return showsNone, true
			case err != nil || reply.Status != 200:
				if err != nil || reply.Status != 503 {
					t.Errorf("the results: %v, %v", reply, err)
				}
				return nil, false
			}
			return shown(t, reply), true
		},
	}
	var wg sync.WaitGroup
	for client, c := range []struct {
		times   int
		actions []action
		pause   time.Duration
	}{
		{12, []action{restore, restore, remove}, 100 * time.Millisecond}, {12, []action{restore, restore, remove}, 100 * time.Millisecond},
		{12, []action{look}, 100 * time.Millisecond}, {12, []action{look}, 100 * time.Millisecond},
		{2, []action{erase}, time.Second}, {2, []action{erase}, time.Second},
	} {
		wg.Go(func() {
			for range c.times {
				time.Sleep(mathrand.N(c.pause))
				what := c.actions[mathrand.IntN(len(c.actions))]
				h.do(client, what, does[what])
			}
		})
	}
	wg.Wait()
	h.do(0, look, does[look])
	h.check(t, ends)
	t.Log(h)
	session, err := s.Store.Session(ctx, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	return session.State
}

// shown returns how much there is of three students with one answer each.
func shown(t *testing.T, reply *functiontest.Reply) int {
	var results functiontest.Results
	if err := reply.Response.JSON(&results); err != nil {
		t.Error(err)
	}
	whole := 0
	for _, p := range results.Participants {
		if p.Alias != nil && *p.Alias == "Ada" && len(p.Answers) == 1 {
			whole++
		}
	}
	if whole == 3 {
		return showsAll
	}
	return showsSome
}
