package functiontest_test

import (
	"context"
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A run is a session and what a model says of it.
type run struct {
	s        *functiontest.School
	l        *functiontest.Lesson
	state    domain.State
	locked   bool
	closesAt time.Time
	deleted  bool // once at least: then it can be restored, or has been
	students []*functiontest.Student
	answers  map[string]int // the revision that counts, by student
}

// TestSessionMachine lets a teacher and students do all they can to one session over HTTP, in any order and more than
// once, while its set end comes nearer and passes. Every answer must be the one that the model expects, and what was
// acknowledged must be in the results whenever they can be seen.
//
//	go test ./functions/functiontest -run SessionMachine -rapid.checks=500 -rapid.steps=60
func TestSessionMachine(t *testing.T) {
	t.Parallel()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		checks.Value.Set("15")
	}
	s := functiontest.New(t, functiontest.Options{})
	rapid.Check(t, func(r *rapid.T) {
		m := &run{s: s, l: s.Open(functiontest.Start{}), state: domain.Open, answers: make(map[string]int)}
		r.Repeat(map[string]func(*rapid.T){
			"state":   m.move,
			"lock":    m.lock,
			"end":     m.end,
			"join":    m.join,
			"rejoin":  m.rejoin,
			"answer":  m.answer,
			"delete":  m.delete,
			"restore": m.restore,
			"wait": func(r *rapid.T) {
				s.Clock.Advance(rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 11 * time.Minute}).Draw(r, "time"))
			},
			"": m.check,
		})
	})
}

// now is the state by the clock.
func (m *run) now() domain.State {
	if (m.state == domain.Open || m.state == domain.Paused) && !m.closesAt.IsZero() && !m.s.Clock.Now().Before(m.closesAt) {
		return domain.Closed
	}
	return m.state
}

// patch changes the session, twice perhaps, as after a lost reply.
func (m *run) patch(r *rapid.T, body string, want int) {
	for range rapid.IntRange(1, 2).Draw(r, "times") {
		if reply := m.l.As(functiontest.Ada, "PATCH", "", body); reply.Status != want {
			r.Fatalf("%s of what is %s: %d, want %d\n%s", body, m.now(), reply.Status, want, reply.Body)
		}
	}
	m.s.Clock.Advance(cache.Age) // until every instance knows
}

// may returns the status of a change that only a running session accepts.
func (m *run) may() int {
	switch m.now() {
	case domain.Deleted:
		return 404
	case domain.Closed:
		return 409
	}
	return 200
}

func (m *run) move(r *rapid.T) {
	to := rapid.SampledFrom([]domain.State{domain.Open, domain.Paused, domain.Open, domain.Paused, domain.Closed}).Draw(r, "state")
	want := m.may()
	if want == 409 && to == domain.Closed {
		want = 200 // it is
	}
	m.patch(r, fmt.Sprintf(`{"state": %q}`, to), want)
	if want == 200 {
		m.state = to
	}
}

func (m *run) lock(r *rapid.T) {
	locked, want := rapid.Bool().Draw(r, "locked"), m.may()
	m.patch(r, fmt.Sprintf(`{"locked": %v}`, locked), want)
	if want == 200 {
		m.locked = locked
	}
}

func (m *run) end(r *rapid.T) {
	want := m.may()
	if rapid.Bool().Draw(r, "none") {
		m.patch(r, `{"closesAt": null}`, want)
		if want == 200 {
			m.closesAt = time.Time{}
		}
		return
	}
	at := m.s.Clock.Now().Add(10 * time.Minute).UTC().Truncate(time.Second)
	m.patch(r, fmt.Sprintf(`{"closesAt": %q}`, at.Format(time.RFC3339)), want)
	if want == 200 {
		m.closesAt = at
	}
}

// enter returns what a join answers to a new student, or to one who has joined. To the former a locked session looks
// like one that doesn't exist.
func (m *run) enter(in bool) (status int, slug string) {
	switch state := m.now(); {
	case state == domain.Deleted, state == domain.Closed, m.locked && !in:
		return 404, "unknown-code"
	case state == domain.Paused:
		return 409, "session-paused"
	}
	return 201, ""
}

func (m *run) join(r *rapid.T) {
	if len(m.students) == 4 {
		r.Skip("four are enough")
	}
	key := functiontest.NewKey()
	status, slug := m.enter(false)
	reply := m.s.Do("POST", "/v1/join", functiontest.Request{Key: key, Body: functiontest.JoinBody(m.l.Code, "Ada")})
	if reply.Status != status || reply.Problem() != slug {
		r.Fatalf("joining what is %s, locked %v: %d %s, want %d %s", m.now(), m.locked, reply.Status, reply.Problem(), status, slug)
	}
	if status == 201 {
		st := &functiontest.Student{Lesson: m.l, Key: key, Alias: "Ada"}
		var joined struct{ Token, ParticipantID string }
		reply.JSON(&joined)
		st.Token, st.ID = joined.Token, joined.ParticipantID
		m.students = append(m.students, st)
	}
}

// rejoin repeats a join with its key: it is the same student, or the session doesn't let anybody in.
func (m *run) rejoin(r *rapid.T) {
	if len(m.students) == 0 {
		r.Skip("nobody is there")
	}
	st := m.students[rapid.IntRange(0, len(m.students)-1).Draw(r, "student")]
	reply := m.s.Do("POST", "/v1/join", functiontest.Request{Key: st.Key, Body: functiontest.JoinBody(m.l.Code, "Ada")})
	if status, slug := m.enter(true); reply.Status != status || reply.Problem() != slug {
		r.Fatalf("joining again what is %s, locked %v: %d %s, want %d %s", m.now(), m.locked, reply.Status, reply.Body, status, slug)
	}
	if reply.Status == 201 {
		var joined struct{ ParticipantID string }
		if reply.JSON(&joined); joined.ParticipantID != st.ID {
			r.Fatalf("%s joined again and is %s", st.ID, joined.ParticipantID)
		}
	}
}

func (m *run) answer(r *rapid.T) {
	if len(m.students) == 0 {
		r.Skip("nobody is there")
	}
	st := m.students[rapid.IntRange(0, len(m.students)-1).Draw(r, "student")]
	revision := rapid.IntRange(1, 5).Draw(r, "revision")
	reply, err := st.TryAnswer(context.Background(), functiontest.Give("scale", revision, 1+revision%5))
	if err != nil {
		r.Fatal(err)
	}
	want := map[domain.State]string{domain.Paused: "session-paused", domain.Closed: "session-closed", domain.Deleted: "session-closed"}[m.now()]
	if want == "" {
		var body struct{ Results []functiontest.Result }
		if reply.Status == 200 {
			reply.JSON(&body)
		}
		if len(body.Results) != 1 || body.Results[0].Status != "recorded" {
			r.Fatalf("answering what is %s: %d %s", m.now(), reply.Status, reply.Body)
		}
		m.answers[st.ID] = max(m.answers[st.ID], revision)
	} else if reply.Status != 409 || reply.Problem() != want {
		r.Fatalf("answering what is %s: %d %s, want %s", m.now(), reply.Status, reply.Body, want)
	}
}

func (m *run) delete(r *rapid.T) {
	if rapid.IntRange(0, 2).Draw(r, "not yet") > 0 {
		r.Skip("most of what there is to see is before")
	}
	for range rapid.IntRange(1, 2).Draw(r, "times") {
		if reply := m.l.As(functiontest.Ada, "DELETE", "", nil); reply.Status != 200 {
			r.Fatalf("deleting what is %s: %d %s", m.now(), reply.Status, reply.Body)
		}
	}
	m.state, m.deleted = domain.Deleted, true
	m.s.Clock.Advance(cache.Age)
}

func (m *run) restore(r *rapid.T) {
	want := 409
	if m.state == domain.Deleted || m.state == domain.Closed && m.deleted {
		want = 200
	}
	if reply := m.l.As(functiontest.Ada, "POST", "/restore", nil); reply.Status != want {
		r.Fatalf("restoring what is %s: %d %s, want %d", m.now(), reply.Status, reply.Body, want)
	}
	if want == 200 {
		m.state = domain.Closed
	}
	m.s.Clock.Advance(cache.Age)
}

func (m *run) check(r *rapid.T) {
	reply := m.l.As(functiontest.Ada, "GET", "/results", nil)
	if m.state == domain.Deleted {
		if reply.Status != 404 {
			r.Fatalf("it is deleted, and its results are %d", reply.Status)
		}
		return
	}
	var results functiontest.Results
	if reply.Status != 200 {
		r.Fatalf("the results of what is %s: %d %s", m.now(), reply.Status, reply.Body)
	}
	reply.JSON(&results)
	if results.Session.State != m.now() {
		r.Fatalf("it is %s, want %s", results.Session.State, m.now())
	}
	if len(results.Participants) != len(m.students) {
		r.Fatalf("%d students, want %d", len(results.Participants), len(m.students))
	}
	for _, p := range results.Participants {
		want := m.answers[p.ID]
		if got := p.Answers["scale"]; got.Revision != want || want > 0 && string(got.Response) != fmt.Sprint(1+want%5) {
			r.Fatalf("the answer that counts is %s, revision %d, want revision %d", got.Response, got.Revision, want)
		}
	}
}
