package answer_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// One participant sends the largest requests as fast as they can, to every
// instance. Each takes no more than a budget; once a teacher has looked at the
// results all refuse. Nothing that was recorded is lost, and nobody else notices.
func TestFlood(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	mallory, bo := l.Join("Mallory"), l.Join("Bo")
	var items []item
	for i := range 30 {
		items = append(items, give("text", 1+i, `"`+strings.Repeat("a", 2000)+`"`))
	}
	large, err := json.Marshal(map[string]any{"answers": items})
	if err != nil {
		t.Fatal(err)
	}
	small := []byte(`{"answers": [{"questionId": "choice", "revision": 1, "response": "b"}]}`)
	type reply struct {
		status int
		slug   string
	}
	send := func(instance http.Handler, token string, body []byte) reply {
		t.Helper()
		r := httptest.NewRequest("POST", "/v1/answers", bytes.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		instance.ServeHTTP(w, r)
		var p struct{ Type string }
		if w.Code != 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Error(err)
			}
		}
		return reply{w.Code, strings.TrimPrefix(p.Type, "/problems/")}
	}
	tooMany, recorded := reply{429, "too-many-answers"}, reply{status: 200}

	budget, limit := domain.AnswerBudget(len(functiontest.Kinds)), domain.FloodLimit(len(functiontest.Kinds))
	written := func() (v domain.Volume) {
		t.Helper()
		for c, err := range s.Store.ChunksOf(t.Context(), l.ID, mallory.ID) {
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range c.Records {
				v = v.Plus(1, len(r.Sealed))
			}
		}
		return v
	}
	var instances []http.Handler
	for n := 1; !written().Over(limit); n++ {
		if n > 10 {
			t.Fatalf("%d instances took %+v", n, written())
		}
		instance := answer.New(answer.Deps{Store: s.Store, Tickets: s.Tickets, Clock: s.Clock.Now, Rand: rand.Reader})
		instances = append(instances, instance)
		for {
			got := send(instance, mallory.Token, large)
			if got == tooMany {
				break
			}
			if got != recorded {
				t.Fatal(got)
			}
		}
		if v := written(); v.Records > n*budget.Records || v.Bytes > n*budget.Bytes {
			t.Fatalf("%d instances took %+v, with a budget of %+v", n, v, budget)
		}
		if got := send(instance, bo.Token, small); got != recorded {
			t.Errorf("somebody else gets %v", got)
		}
	}
	// What others see takes as long as ever: see also the store's TestChunksOf.
	begun := time.Now()
	s.Do("GET", "/v1/me", functiontest.Request{Token: bo.Token}).Want(200)
	t.Logf("%d instances took %+v; another's data took %v", len(instances), written(), time.Since(begun).Round(time.Millisecond))

	results := l.Results()
	if got := len(results.Of(t, mallory.ID).Answers); got != 1 {
		t.Errorf("%d of the flood's answers count, want the one of the highest revision", got)
	}
	if got := string(results.Of(t, bo.ID).Answers["choice"].Response); got != `"b"` {
		t.Errorf("somebody else's answer is %s", got)
	}
	s.Clock.Advance(time.Second)
	for i, instance := range instances {
		if got := send(instance, mallory.Token, small); got != tooMany {
			t.Errorf("instance %d: %v", i, got)
		}
		if got := send(instance, bo.Token, small); got != recorded {
			t.Errorf("instance %d: somebody else gets %v", i, got)
		}
	}
	before := written()
	l.Results()
	if after := written(); after != before {
		t.Errorf("it goes on: %+v, then %+v", before, after)
	}
}

// A student whom the teacher removed is told so, and may answer again once they are let
// back in.
func TestDismissed(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	send := func(st *functiontest.Student) *functiontest.Reply {
		return s.Do("POST", "/v1/answers", functiontest.Request{Token: st.Token, Body: map[string]any{"answers": []item{give("choice", 1, `"b"`)}}})
	}
	send(ada).Want(200)
	for _, out := range []bool{true, false, true} {
		if err := s.Store.ChangeSeat(t.Context(), l.ID, ada.ID, func(seat *domain.Seat) { seat.Dismissed = out }); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(time.Second)
		if out {
			send(ada).WantProblem(403, "dismissed")
		} else {
			send(ada).Want(200)
		}
		send(bo).Want(200)
	}
}

// seats records since when each read asks for seats.
type seats struct {
	answer.Store
	mu    sync.Mutex
	after []time.Time
}

func (s *seats) Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error) {
	s.mu.Lock()
	s.after = append(s.after, after)
	s.mu.Unlock()
	return s.Store.Seats(ctx, sid, after)
}

// Sessions without seats pay nothing for them. In one that has some, an instance reads
// all of them once and then, once a second, what is newer.
func TestSeatsAreReadOnce(t *testing.T) {
	t.Parallel()
	var reads seats
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) { reads.Store, d.Store = d.Store, &reads }})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	second := func() (n int, last time.Time) {
		s.Clock.Advance(time.Second)
		ada.Record("choice", `"b"`)
		reads.mu.Lock()
		defer reads.mu.Unlock()
		if n = len(reads.after); n > 0 {
			last = reads.after[n-1]
		}
		return n, last
	}
	for range 3 {
		if n, _ := second(); n != 0 {
			t.Fatalf("%d reads of no seats", n)
		}
	}
	for i := range 4 {
		s.Do("DELETE", "/v1/me", functiontest.Request{Token: l.Join("Bo").Token}).Want(202)
		n, after := second()
		if n != i+1 || after.IsZero() != (i == 0) || i > 0 && time.Since(after) > 2*answerlog.SeatsReach {
			t.Errorf("%d reads, the last of what is after %v", n, after)
		}
	}
}
