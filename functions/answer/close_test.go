package answer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// late is a store that takes its time before it stores a chunk: for each session
// the first chunk as long as the first pause says, and so on.
type late struct {
	answer.Store

	mu       sync.Mutex
	sessions map[string]*lateness
}

type lateness struct {
	pauses []pause
	closed chan struct{}
}

// A pause begins at once, or when the session was closed.
type pause struct {
	afterClose bool
	time.Duration
}

func (l *late) AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (time.Time, error) {
	l.mu.Lock()
	var p pause
	if s := l.sessions[sid]; len(s.pauses) > 0 {
		p, s.pauses = s.pauses[0], s.pauses[1:]
		if p.afterClose {
			l.mu.Unlock()
			<-s.closed
			l.mu.Lock()
		}
	}
	l.mu.Unlock()
	time.Sleep(p.Duration)
	return l.Store.AppendChunk(ctx, sid, id, records)
}

// manyQuestions are more than anybody answers before the session closes.
const manyQuestions = 100

// What is acknowledged counts, and what counts was acknowledged: from many
// students who answer while the session closes, also when chunks are stored so
// late that the session has to be read again, or that they don't count.
func TestAcknowledgedIsCounted(t *testing.T) {
	t.Parallel()
	var l late
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) { l.Store, d.Store = d.Store, &l }})
	l.sessions = make(map[string]*lateness)
	var questions []string
	for i := range manyQuestions {
		questions = append(questions, fmt.Sprintf(`{"id": "q%d", "kind": "trueFalse", "prompt": "?", "correct": true}`, i))
	}
	set := `{"title": "Many", "questions": [` + strings.Join(questions, ",") + `]}`

	const ms = time.Millisecond
	cases := []struct {
		name     string
		pauses   []pause
		close    time.Duration // when the session is closed
		end      string        // how
		rejected bool          // some come too late
	}{
		{"at once", nil, 500 * ms, "close", false},
		{"at once, by the clock", nil, 500 * ms, "clock", false},
		{"at once, deleted", nil, 500 * ms, "delete", false},
		{"beyond R + 2 s, not yet closed", []pause{{}, {false, 2300 * ms}}, 3000 * ms, "close", false},
		{"beyond R + 2 s, closed meanwhile", []pause{{}, {true, 2100 * ms}}, 500 * ms, "close", false},
		{"beyond the close + 3 s", []pause{{}, {true, 3200 * ms}}, 500 * ms, "close", true},
		{"beyond the close + 3 s, paused before", []pause{{}, {true, 3200 * ms}}, 500 * ms, "pause", true},
		{"beyond the close + 3 s, deleted", []pause{{}, {true, 3200 * ms}}, 500 * ms, "delete", true},
		{"here and there", []pause{{}, {false, 900 * ms}, {true, 3200 * ms}}, 1500 * ms, "close", true},
	}
	lessons := make([]*functiontest.Lesson, len(cases))
	students := make([][]*functiontest.Student, len(cases))
	outcomes := make([]outcome, len(cases))
	for i, c := range cases {
		lessons[i] = s.Open(functiontest.Start{Questions: set})
		for range 3 {
			students[i] = append(students[i], lessons[i].Join("Ada"))
		}
		l.sessions[lessons[i].ID] = &lateness{c.pauses, make(chan struct{})}
	}
	var wg sync.WaitGroup
	for i, c := range cases {
		closed := l.sessions[lessons[i].ID].closed
		wg.Go(func() {
			outcomes[i] = drive(t, students[i], func() {
				defer close(closed)
				time.Sleep(c.close)
				end(t, lessons[i], c.end)
			})
		})
	}
	wg.Wait()
	for i, c := range cases {
		told, counted := outcomes[i], counted(lessons[i])
		for k := range told.acknowledged {
			if !counted[k] {
				t.Errorf("%s: %s was acknowledged and isn't counted", c.name, k)
			}
		}
		for k := range counted {
			if !told.acknowledged[k] && !told.unknown[k] {
				t.Errorf("%s: %s is counted and wasn't acknowledged", c.name, k)
			}
		}
		n, late, unknown := len(told.acknowledged), told.late, len(told.unknown)
		if n == 0 || n == 3*manyQuestions || c.rejected && late == 0 && unknown == 0 {
			t.Errorf("%s: %d acknowledged, %d rejected as too late: that shows nothing", c.name, n, late)
		}
	}
}

// An outcome is what students were told: what is recorded, how many answers came too
// late, and which are unknown because a busy machine couldn't reach the database.
type outcome struct {
	acknowledged map[string]bool
	late         int
	unknown      map[string]bool
}

// drive lets students answer one question after the other until they are told
// that the session is closed, which end sees to meanwhile.
func drive(t *testing.T, students []*functiontest.Student, end func()) outcome {
	out := outcome{acknowledged: make(map[string]bool), unknown: make(map[string]bool)}
	var mu sync.Mutex
	var closed atomic.Bool
	var wg sync.WaitGroup
	for _, st := range students {
		wg.Go(func() {
			var under sync.WaitGroup
			defer under.Wait()
			few := make(chan struct{}, 8)
			for q := range manyQuestions {
				question := fmt.Sprint("q", q)
				// An impatient student sometimes doesn't wait for the last answer to be
				// acknowledged.
				few <- struct{}{}
				under.Go(func() {
					defer func() { <-few }()
					reply, err := st.TryAnswer(t.Context(), give(question, 1, `true`))
					if err != nil {
						t.Error(err)
						return
					}
					switch reply.Problem() {
					case "session-closed":
						closed.Store(true)
						return
					case "session-paused":
						return
					case "unavailable":
						mu.Lock()
						defer mu.Unlock()
						out.unknown[st.ID+"/"+question] = true
						return
					}
					var body struct{ Results []functiontest.Result }
					if err := json.Unmarshal(reply.Body, &body); err != nil || reply.Status != 200 || len(body.Results) != 1 {
						t.Errorf("%d %s", reply.Status, reply.Body)
						return
					}
					mu.Lock()
					defer mu.Unlock()
					switch body.Results[0].String() {
					case "recorded":
						out.acknowledged[st.ID+"/"+question] = true
					case "rejected: closed":
						out.late++
					default:
						t.Errorf("%s", reply.Body)
					}
				})
				time.Sleep(100 * time.Millisecond)
				if closed.Load() {
					return
				}
			}
		})
	}
	end()
	wg.Wait()
	return out
}

// end ends a lesson: by the clock, by deleting it, or by closing it, perhaps
// after a pause.
func end(t *testing.T, l *functiontest.Lesson, how string) {
	must := func(method, body string) {
		q := functiontest.Request{Token: l.School.Token(l.Teacher)}
		if body != "" {
			q.Body = body
		}
		reply, err := l.School.Try(t.Context(), method, l.Path(""), q)
		switch {
		case err != nil:
			t.Error(err)
		case reply.Status != 200:
			t.Errorf("%s: %d %s", method, reply.Status, reply.Body)
		}
	}
	switch how {
	case "clock":
		for in := time.Second; ; in *= 2 {
			at := l.School.Clock.Now().Add(in)
			reply, err := l.School.Try(t.Context(), "PATCH", l.Path(""), functiontest.Request{
				Token: l.School.Token(l.Teacher), Body: map[string]any{"closesAt": at},
			})
			if err != nil || reply.Status == 200 || in > time.Minute {
				return
			} // else the busy machine took longer than that
		}
	case "delete":
		must("DELETE", "")
	case "pause":
		must("PATCH", `{"state": "paused"}`)
		fallthrough
	default:
		must("PATCH", `{"state": "closed"}`)
	}
}

// counted returns what the teacher's results have, after a restore if need be.
func counted(l *functiontest.Lesson) map[string]bool {
	if r := l.As(l.Teacher, "POST", "/restore", nil); r.Status != 409 {
		r.Want(200)
	}
	counted := make(map[string]bool)
	for _, p := range l.Results().Participants {
		for q := range p.Answers {
			counted[p.ID+"/"+q] = true
		}
	}
	return counted
}
