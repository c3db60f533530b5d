package watch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/watch"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const questions = `{"title": "T", "questions": [{"id": "a", "kind": "text", "prompt": "One?"}, {"id": "b", "kind": "text", "prompt": "Two?"}]}`

// version returns the version of the state that students poll.
func version(l *functiontest.Lesson, s *functiontest.School) (int, string) {
	r := s.Do("GET", l.Path("/state"), functiontest.Request{}).Want(200)
	var v struct{ Version int }
	r.JSON(&v)
	return v.Version, string(r.Body)
}

func changes(l *functiontest.Lesson, after, wait int) string {
	return l.Path(fmt.Sprintf("/changes?after=%d&wait=%d", after, wait))
}

// waits begins a request and returns where its response will arrive.
func waits(s *functiontest.School, path string) <-chan *functiontest.Reply {
	replies := make(chan *functiontest.Reply, 1)
	go func() {
		r, err := s.Try(context.Background(), "GET", path, functiontest.Request{})
		if err != nil {
			r = nil
		}
		replies <- r
	}()
	return replies
}

func TestChangesArrive(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: questions, Mode: "teacher-paced"})
	v, _ := version(l, s)
	for _, change := range []string{`{"currentQuestion": "a"}`, `{"currentQuestion": "b"}`, `{"state": "paused"}`, `{"state": "open"}`, `{"state": "closed"}`} {
		replies := waits(s, changes(l, v, 25))
		select {
		case r := <-replies:
			t.Fatalf("before %s: %v", change, r)
		case <-time.After(300 * time.Millisecond):
		}
		began := time.Now()
		l.Patch(change)
		r := <-replies
		if r == nil {
			t.Fatal(change)
		}
		r.Want(200)
		took := time.Since(began)
		time.Sleep(1100 * time.Millisecond) // a state is cached for a second
		now, body := version(l, s)
		if now <= v || string(r.Body) != body {
			t.Errorf("after %s, version %d:\n%sthe state is\n%s", change, v, r.Body, body)
		}
		if r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("kept by caches: %v", r.Header)
		}
		t.Logf("%s: %v", change, took)
		v = now
	}
}

func TestChangesAnswersAtOnce(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: questions})
	v, body := version(l, s)
	for _, after := range []int{0, v - 1, v + 1, 1 << 40} {
		if r := s.Do("GET", changes(l, after, 25), functiontest.Request{}).Want(200); string(r.Body) != body {
			t.Errorf("after %d: %s", after, r.Body)
		}
	}
	began := time.Now()
	if r := s.Do("GET", changes(l, v, 1), functiontest.Request{}).Want(204); len(r.Body) > 0 {
		t.Errorf("%s", r.Body)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("waited %v", took)
	}
}

func TestChangesRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: questions})
	for _, query := range []string{
		"", "?after=1", "?wait=1", "?after=&wait=1", "?after=1&wait=", "?after=-1&wait=1", "?after=1&wait=0", "?after=1&wait=26", "?after=1&wait=-1",
		"?after=x&wait=1", "?after=1.5&wait=1", "?after=1&after=2&wait=1", "?after=1&wait=1&wait=2", "?after=99999999999999999999&wait=1",
	} {
		s.Do("GET", l.Path("/changes"+query), functiontest.Request{Bad: true}).WantProblem(422, "invalid")
	}
	for _, id := range []string{s.NewID(), "x", "__x__", "%2e%2e", "%ff", "a%2Fb"} {
		s.Do("GET", "/v1/sessions/"+id+"/changes?after=1&wait=1", functiontest.Request{Bad: true}).WantProblem(404, "not-found")
	}
	s.Do("GET", l.Path("/changes/more?after=1&wait=1"), functiontest.Request{Bad: true}).WantProblem(404, "not-found")
}

// Those who wait for a session that is deleted are told that there is none.
func TestChangesOfWhatIsDeleted(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: questions})
	v, _ := version(l, s)
	replies := waits(s, changes(l, v, 25))
	time.Sleep(300 * time.Millisecond)
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	if r := <-replies; r == nil {
		t.Fatal("no reply")
	} else {
		r.WantProblem(404, "not-found")
	}
	s.Do("GET", changes(l, v, 25), functiontest.Request{}).WantProblem(404, "not-found")
}

// An end that was set closes a session although nothing is written.
func TestChangesByTheClock(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: questions})
	l.Patch(fmt.Sprintf(`{"closesAt": %q}`, s.Clock.Now().Add(2*time.Minute).UTC().Format(time.RFC3339)))
	r := s.Do("GET", changes(l, 0, 1), functiontest.Request{}).Want(200)
	var state struct {
		Version  int
		State    string
		ClosesAt time.Time
	}
	r.JSON(&state)
	s.Clock.Advance(state.ClosesAt.Sub(s.Clock.Now()) - 1500*time.Millisecond)
	s.Do("GET", changes(l, state.Version, 25), functiontest.Request{}).Want(200).JSON(&state)
	if late := s.Clock.Now().Sub(state.ClosesAt); state.State != "closed" || late < 0 || late > 5*time.Second {
		t.Errorf("%v after the end: %+v", late, state)
	}
}

// counted counts how often sessions are listened to, and can make that fail.
type counted struct {
	watch.Store
	begun, listening atomic.Int32
	fails            atomic.Bool
}

func (c *counted) WatchSession(ctx context.Context, sid string) func(yield func(*domain.Session, error) bool) {
	return func(yield func(*domain.Session, error) bool) {
		c.begun.Add(1)
		c.listening.Add(1)
		defer c.listening.Add(-1)
		for s, err := range c.Store.WatchSession(ctx, sid) {
			if c.fails.Load() {
				s, err = nil, fmt.Errorf("listening: %w", domain.ErrUnavailable)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// However many wait, the instance listens once, holds 950 requests, tells others
// that it is full, wakes all with the same words and then stops listening.
func TestChangesOfMany(t *testing.T) {
	t.Parallel()
	var c *counted
	s := functiontest.New(t, functiontest.Options{Watch: func(d *watch.Deps) {
		c = &counted{Store: d.Store}
		d.Store = c
	}})
	l := s.Open(functiontest.Start{Questions: questions, Mode: "teacher-paced"})
	v, _ := version(l, s)
	h := watch.New(watch.Deps{Store: c, Clock: s.Clock.Now})
	const room = 950
	replies := make(chan *httptest.ResponseRecorder, room+1)
	for range room + 1 {
		go func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", changes(l, v, 25), nil))
			replies <- w
		}()
	}
	if w := <-replies; w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: %d %v %s", w.Code, w.Header(), w.Body)
	}
	l.Patch(`{"currentQuestion": "a"}`)
	first := ""
	for range room {
		w := <-replies
		if w.Code != 200 || first != "" && w.Body.String() != first {
			t.Fatalf("%d %s, another was told %s", w.Code, w.Body, first)
		}
		first = w.Body.String()
	}
	var told struct {
		CurrentQuestion string
		Question        struct{ Prompt string }
	}
	if err := json.Unmarshal([]byte(first), &told); err != nil || told.CurrentQuestion != "a" || told.Question.Prompt != "One?" {
		t.Errorf("told %s, %v", first, err)
	}
	if n := c.begun.Load(); n != 1 {
		t.Errorf("listened %d times", n)
	}
	for began := time.Now(); c.listening.Load() > 0; time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 15*time.Second {
			t.Fatal("goes on listening although nobody waits")
		}
	}
}

// silent is a store whose listeners report nothing after the first time.
type silent struct{ watch.Store }

func (q silent) WatchSession(ctx context.Context, sid string) func(yield func(*domain.Session, error) bool) {
	return func(yield func(*domain.Session, error) bool) {
		for s, err := range q.Store.WatchSession(ctx, sid) {
			yield(s, err)
			<-ctx.Done()
			return
		}
	}
}

// A listener that has lost its connection delays a change by no more than a request's own
// wait.
func TestChangesDespiteASilentListener(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Watch: func(d *watch.Deps) { d.Store = silent{d.Store} }})
	l := s.Open(functiontest.Start{Questions: questions, Mode: "teacher-paced"})
	v, _ := version(l, s)
	replies := waits(s, changes(l, v, 3))
	time.Sleep(time.Second)
	l.Patch(`{"currentQuestion": "a"}`)
	r := <-replies
	if r == nil {
		t.Fatal("no reply")
	}
	if _, body := version(l, s); string(r.Want(200).Body) != body {
		t.Errorf("%s, want %s", r.Body, body)
	}
}

// When listening fails, whoever waits is told to poll, and the next one begins again.
func TestChangesWhenListeningFails(t *testing.T) {
	t.Parallel()
	var c *counted
	s := functiontest.New(t, functiontest.Options{Watch: func(d *watch.Deps) {
		c = &counted{Store: d.Store}
		d.Store = c
	}})
	l := s.Open(functiontest.Start{Questions: questions, Mode: "teacher-paced"})
	v, _ := version(l, s)
	c.fails.Store(true)
	r := s.Do("GET", changes(l, v, 25), functiontest.Request{}).WantProblem(503, "unavailable")
	if r.Header.Get("Retry-After") == "" {
		t.Errorf("%v", r.Header)
	}
	c.fails.Store(false)
	s.Do("GET", changes(l, v-1, 25), functiontest.Request{}).Want(200)
}

// A student who leaves frees their place at once.
func TestChangesOfWhoLeaves(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: questions})
	v, _ := version(l, s)
	for range 20 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		if _, err := s.Try(ctx, "GET", changes(l, v, 25), functiontest.Request{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		cancel()
	}
	s.Do("GET", changes(l, v, 1), functiontest.Request{}).Want(204)
}
