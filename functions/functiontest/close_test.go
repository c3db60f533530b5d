package functiontest_test

import (
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// What is asked of a session that closes: an answer, whose output is whether it was recorded; the close; its
// end, from which on no answer counts; and the results, whose output is the marks.
type (
	answering struct{ mark, revision int }
	closing   struct{}
	settling  struct{}
	reading   struct{}
)

const (
	classSize     = 4
	questionCount = 4
)

// marks are the revisions that count, by student and question.
type marks [classSize * questionCount]int

// A running session is open, closes, or is closed, and has marks.
type running struct {
	phase int
	marks marks
}

const (
	phaseOpen    = iota
	phaseCloses  // an instance may know, another may not
	phaseSettled // nothing counts any more
)

// closes says of a session: what is acknowledged counts from then on, and what counts is seen by whoever looks.
// Nothing is refused before somebody closes it, and nothing acknowledged once its end is over.
var closes = porcupine.NondeterministicModel{
	Init: func() []any { return []any{running{}} },
	Step: func(state, input, output any) []any {
		was := state.(running)
		next := was
		switch in := input.(type) {
		case answering:
			next.marks[in.mark] = max(was.marks[in.mark], in.revision)
			switch recorded, known := output.(bool); {
			case !known && was.phase != phaseSettled:
				return []any{was, next}
			case known && recorded && was.phase != phaseSettled:
				return []any{next}
			case !known || !recorded && was.phase != phaseOpen:
				return []any{was}
			}
		case closing:
			next.phase = max(was.phase, phaseCloses)
			return []any{next}
		case settling:
			if was.phase == phaseCloses {
				next.phase = phaseSettled
				return []any{next}
			}
		case reading:
			if seen, known := output.(marks); !known || seen == was.marks {
				return []any{was}
			}
		}
		return nil
	},
}

// sluggish is a store that takes its time before it stores a chunk, now and then so long that the session has to
// be read again, or that the answers come too late.
type sluggish struct{ answer.Store }

func (s sluggish) AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (time.Time, error) {
	pause := mathrand.N(40 * time.Millisecond)
	if mathrand.IntN(10) == 0 {
		pause = domain.AckSlack + mathrand.N(2*time.Second)
	}
	time.Sleep(pause)
	return s.Store.AppendChunk(ctx, sid, id, records)
}

// Students answer through several instances while their teachers look, and one closes the session.
//
//	go test ./functions/functiontest -run CloseAgainstAnswers -histories 50
func TestCloseAgainstAnswers(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	var instances []http.Handler
	for range 3 {
		instances = append(instances, answer.New(answer.Deps{Store: sluggish{s.Store}, Tickets: s.Tickets, Clock: s.Clock.Now, Rand: rand.Reader}))
	}
	for i := range *histories {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			closeAgainstAnswers(t, s, instances)
		})
	}
}

func closeAgainstAnswers(t *testing.T, s *functiontest.School, instances []http.Handler) {
	var questions []string
	for q := range questionCount {
		questions = append(questions, fmt.Sprintf(`{"id": "q%d", "kind": "scale", "prompt": "?", "scale": {"min": 1, "max": 5}}`, q))
	}
	l := s.Open(functiontest.Start{Questions: `{"title": "Scales", "questions": [` + strings.Join(questions, ",") + `]}`})
	students := make([]*functiontest.Student, classSize)
	for i := range students {
		students[i] = l.Join("Ada")
	}
	h := newHistory()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var answers, readers sync.WaitGroup
	// Each student has two pages, each for half of the questions.
	for client := range 2 * classSize {
		answers.Go(func() {
			var revisions [questionCount / 2]int
			for refused := 0; refused < 3 && ctx.Err() == nil; {
				i := mathrand.IntN(len(revisions))
				if revisions[i]++; revisions[i] > domain.RevisionMax {
					return
				}
				question := client%2*len(revisions) + i
				in := answering{client/2*questionCount + question, revisions[i]}
				h.do(client, in, func() (any, bool) {
					recorded, known := tryAnswer(t, instances[mathrand.IntN(len(instances))], students[client/2], question, in.revision)
					if known && !recorded {
						refused++
					}
					return recorded, known
				})
				time.Sleep(mathrand.N(80 * time.Millisecond))
			}
		})
	}
	over := make(chan struct{})
	for reader := range 2 {
		readers.Go(func() {
			for {
				h.do(2*classSize+reader, reading{}, func() (any, bool) { return tryResults(t, l, students) })
				select {
				case <-over:
					return
				case <-time.After(mathrand.N(300 * time.Millisecond)):
				}
			}
		})
	}
	time.Sleep(300*time.Millisecond + mathrand.N(time.Second))
	began := time.Since(h.from)
	reply, err := s.Try(ctx, "PATCH", l.Path(""), functiontest.Request{Token: s.Token(functiontest.Ada), Body: `{"state": "closed"}`})
	ended := time.Since(h.from)
	if err != nil || reply.Status != 200 {
		t.Errorf("closing: %v, %v", reply, err)
	}
	const coarse = 10 * time.Millisecond // of Firestore's clock
	h.add(2*classSize+2, closing{}, nil, began, ended)
	h.add(2*classSize+3, settling{}, nil, began, ended+domain.CloseGrace+coarse)
	answers.Wait()
	time.Sleep(time.Until(h.from.Add(ended + domain.CloseGrace + coarse)))
	close(over)
	readers.Wait()
	h.do(0, reading{}, func() (any, bool) { return tryResults(t, l, students) })
	h.check(t, closes)
	t.Log(h)
}

// tryAnswer sends an answer and returns whether it was recorded. After anything but a clear yes or no that isn't known.
func tryAnswer(t *testing.T, instance http.Handler, st *functiontest.Student, question, revision int) (recorded, known bool) {
	r, err := client.Answers(st.Token, client.Answer{Question: fmt.Sprint("q", question), Revision: revision, Response: 1 + revision%5}).HTTP(t.Context(), "http://test")
	if err != nil {
		t.Error(err)
		return false, false
	}
	w := httptest.NewRecorder()
	instance.ServeHTTP(w, r)
	switch body := w.Body.String(); {
	case w.Code == 200 && strings.Contains(body, `"recorded"`):
		return true, true
	case w.Code == 200 && strings.Contains(body, `"problem":"closed"`), w.Code == 409 && strings.Contains(body, "session-closed"):
		return false, true
	case w.Code != 503:
		t.Errorf("an answer: %d %s", w.Code, body)
	}
	return false, false
}

func tryResults(t *testing.T, l *functiontest.Lesson, students []*functiontest.Student) (seen marks, known bool) {
	reply, err := l.School.Try(t.Context(), "GET", l.Path("/results"), functiontest.Request{Token: l.School.Token(functiontest.Ada)})
	if err != nil || reply.Status != 200 {
		if err != nil || reply.Status != 503 {
			t.Errorf("the results: %v, %v", reply, err)
		}
		return seen, false
	}
	var results functiontest.Results
	if err := reply.Response.JSON(&results); err != nil {
		t.Error(err)
		return seen, false
	}
	for i, st := range students {
		for _, p := range results.Participants {
			if p.ID != st.ID {
				continue
			}
			for q := range questionCount {
				a := p.Answers[fmt.Sprint("q", q)]
				if seen[i*questionCount+q] = a.Revision; a.Revision > 0 && string(a.Response) != fmt.Sprint(1+a.Revision%5) {
					t.Errorf("revision %d is %s", a.Revision, a.Response)
				}
			}
		}
	}
	return seen, true
}
