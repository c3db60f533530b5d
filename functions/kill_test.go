package functions_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

const (
	killStudents  = 250
	killQuestions = 160
	killsMin      = 20
	ackedMin      = 20_000
	killTimeout   = 50 * time.Second // for the burst; it takes about five
)

// A sentAnswer is one answer that a student gave.
type sentAnswer struct{ student, question, revision int }

// response returns what a student answers: a different response each time, if the kind of
// question has that many.
func (d sentAnswer) response(st *client.Participant) any {
	q := st.Session.Questions[d.question]
	n := d.student*1_000_000 + d.question*1_000 + d.revision
	option := func(i int) string { return q.Options[(n+i)%len(q.Options)].ID }
	switch q.Kind {
	case "text":
		return fmt.Sprintf("student %d says “%d” to %d", d.student, d.revision, d.question)
	case "number":
		return float64(n)
	case "choice":
		return option(0)
	case "order":
		return []any{option(0), option(1), option(2)}
	}
	panic("no such kind: " + q.Kind)
}

func killTestQuestions() []object {
	options := []object{{"text": "one"}, {"text": "two"}, {"text": "three"}}
	var questions []object
	for i := range killQuestions {
		questions = append(questions, []object{
			{"kind": "text", "prompt": "Write something."},
			{"kind": "number", "prompt": "Think of a number.", "correct": 7},
			{"kind": "choice", "prompt": "Choose.", "options": options, "correct": "a"},
			{"kind": "order", "prompt": "Order.", "options": options},
		}[i%4])
	}
	return questions
}

// A burst is many students who answer at once while the server dies again and
// again, and the ledger of what they were told.
type burst struct {
	t        *testing.T
	url      atomic.Pointer[string] // of the process that runs; nil: none does
	http     *http.Client
	students []client.Participant

	acked    atomic.Int64
	inFlight atomic.Int64
	broken   atomic.Int64 // requests without an answer
	retried  atomic.Int64

	mu     sync.Mutex
	sent   map[sentAnswer]bool
	ledger map[sentAnswer]bool // acknowledged: "recorded"
}

// play sends all answers of one student: some questions at a time, in an order
// of the student's own, and now and then a change of mind.
func (b *burst) play(ctx context.Context, s int) error {
	random := rand.New(rand.NewPCG(uint64(s), 1))
	questions := random.Perm(killQuestions)
	for len(questions) > 0 {
		n := min(1+random.IntN(5), len(questions))
		var sent []sentAnswer
		for _, q := range questions[:n] {
			sent = append(sent, sentAnswer{s, q, 1})
		}
		questions = questions[n:]
		acked, err := b.send(ctx, sent, random)
		if err != nil {
			return err
		}
		if acked && random.IntN(10) == 0 {
			if _, err := b.send(ctx, []sentAnswer{{s, sent[0].question, 2}}, random); err != nil {
				return err
			}
		}
	}
	return nil
}

// send sends answers until they are acknowledged or, after a broken connection,
// the student gives up, as one does who leaves the room.
func (b *burst) send(ctx context.Context, sent []sentAnswer, random *rand.Rand) (acked bool, err error) {
	st := &b.students[sent[0].student]
	var answers []client.Answer
	b.mu.Lock()
	for _, d := range sent {
		b.sent[d] = true
		answers = append(answers, client.Answer{Question: st.Session.Questions[d.question].ID, Revision: d.revision, Response: d.response(st)})
	}
	b.mu.Unlock()
	request := client.Answers(st.Token, answers...)
	for try := 0; ; try++ {
		if try > 0 {
			b.retried.Add(1)
			select {
			case <-ctx.Done():
				return false, context.Cause(ctx)
			case <-time.After(time.Duration(2+random.IntN(30)) * time.Millisecond):
			}
		}
		resp, err := b.post(ctx, request)
		switch {
		case ctx.Err() != nil:
			return false, context.Cause(ctx)
		case err != nil:
			if !errors.Is(err, errRefused) {
				b.broken.Add(1)
				if random.IntN(4) == 0 {
					return false, nil
				}
			}
			continue
		case resp.Status == http.StatusServiceUnavailable:
			continue
		case resp.Status != http.StatusOK:
			return false, resp.Err()
		}
		var answer client.Results
		if err := resp.JSON(&answer); err != nil {
			return false, err
		}
		if len(answer.Results) != len(sent) {
			return false, fmt.Errorf("%d results for %d answers", len(answer.Results), len(sent))
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		for i, r := range answer.Results {
			if r.Status != "recorded" {
				return false, fmt.Errorf("rejected: %s", r.Problem)
			}
			b.ledger[sent[i]] = true
		}
		b.acked.Add(int64(len(sent)))
		return true, nil
	}
}

// errRefused says that a request never left: nobody listened.
var errRefused = errors.New("nobody listens")

func (b *burst) post(ctx context.Context, r client.Request) (*client.Response, error) {
	url := b.url.Load()
	if url == nil {
		return nil, errRefused
	}
	b.inFlight.Add(1)
	defer b.inFlight.Add(-1)
	process := client.Client{Origin: *url, HTTP: b.http}
	resp, err := process.Send(ctx, r)
	if errors.Is(err, syscall.ECONNREFUSED) {
		err = errRefused
	}
	return resp, err
}

// A killed answer process never loses an answer that it acknowledged.
func TestKilledAnswerLosesNothing(t *testing.T) {
	teacher := teacherToken(t, "ada@north.example")
	s := open(t, teacher, killTestQuestions(), nil)

	b := &burst{
		t: t, students: joinAll(t, s, killStudents),
		http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: killStudents}, Timeout: 20 * time.Second},
		sent: make(map[sentAnswer]bool), ledger: make(map[sentAnswer]bool),
	}
	answer, env := program(t, "answer"), environment(t, "answer")
	start := func() *process.Process {
		p, err := answer.Start(t.Context(), process.Options{Env: env})
		if err != nil {
			t.Fatal(err)
		}
		url := p.URL()
		b.url.Store(&url)
		return p
	}
	running := start()

	ctx, cancel := context.WithTimeout(t.Context(), killTimeout)
	defer cancel()
	began := time.Now()
	done := make(chan struct{})
	var wg sync.WaitGroup
	for i := range b.students {
		wg.Go(func() {
			if err := b.play(ctx, i); err != nil {
				t.Errorf("student %d: %v", i, err)
				cancel()
			}
		})
	}
	go func() { wg.Wait(); close(done) }()

	// Between two kills a share of the answers goes through, so that the
	// kills are spread over the burst, each in its middle.
	const share = killStudents * killQuestions / (2 * killsMin)
	kills, interrupting := 0, 0
	for next := int64(share); ; {
		select {
		case <-done:
		case <-time.After(time.Duration(1+rand.IntN(5)) * time.Millisecond):
			if b.acked.Load() < next || b.inFlight.Load() == 0 {
				continue
			}
			before := b.broken.Load()
			if err := running.Kill(); err != nil {
				t.Fatal(err)
			}
			b.url.Store(nil)
			kills++
			running = start()
			next = b.acked.Load() + share/2 + rand.Int64N(share/2)
			if b.broken.Load() > before {
				interrupting++
			}
			continue
		}
		break
	}
	took := time.Since(began)
	if err := running.Stop(); err != nil {
		t.Fatal(err)
	}
	if t.Failed() {
		return
	}
	t.Logf("%d kills, %d of them with requests under way; %d requests without an answer, %d sent again; %d answers acknowledged in %v",
		kills, interrupting, b.broken.Load(), b.retried.Load(), len(b.ledger), took.Round(time.Millisecond))
	if interrupting < killsMin || len(b.ledger) < ackedMin {
		t.Errorf("%d kills that interrupted something and %d acknowledged answers; at least %d and %d are wanted",
			interrupting, len(b.ledger), killsMin, ackedMin)
	}
	b.compare(teacher, s)
	for i := 0; i < killStudents; i += killStudents / 5 {
		b.compareMe(i)
	}
}

func joinAll(t *testing.T, s session, n int) []client.Participant {
	students := make([]client.Participant, n)
	var wg sync.WaitGroup
	next := make(chan int)
	for range 16 {
		wg.Go(func() {
			for i := range next {
				students[i] = join(t, s, fmt.Sprintf("Student %d", i))
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	return students
}

// compare compares the ledger with what the teacher sees.
func (b *burst) compare(teacher string, s session) {
	t := b.t
	var results struct {
		Participants []struct {
			ID      string
			Answers map[string]struct {
				Response any
				Revision int
			}
		}
	}
	ask(t, client.Request{Method: "GET", Path: "/v1/sessions/" + s.ID + "/results", Token: teacher}, &results)
	if len(results.Participants) != len(b.students) {
		t.Fatalf("%d participants, want %d", len(results.Participants), len(b.students))
	}
	byID := make(map[string]int)
	for i := range results.Participants {
		byID[results.Participants[i].ID] = i
	}
	missing, wrong, counted, unacknowledged := 0, 0, 0, 0
	for i := range b.students {
		st := &b.students[i]
		seen := results.Participants[byID[st.ID]]
		counted += len(seen.Answers)
		for q := range st.Session.Questions {
			acked := 0 // the highest acknowledged revision
			for r := 1; r <= 2; r++ {
				if b.ledger[sentAnswer{i, q, r}] {
					acked = r
				}
			}
			got, ok := seen.Answers[st.Session.Questions[q].ID]
			if !ok {
				if acked > 0 {
					missing++
					t.Errorf("student %d, question %d: revision %d was acknowledged and is gone", i, q, acked)
				}
				continue
			}
			d := sentAnswer{i, q, got.Revision}
			switch {
			case got.Revision < acked:
				missing++
				t.Errorf("student %d, question %d: revision %d was acknowledged, %d is there", i, q, acked, got.Revision)
			case !b.sent[d]:
				wrong++
				t.Errorf("student %d, question %d: revision %d is there and was never sent", i, q, got.Revision)
			case !reflect.DeepEqual(got.Response, d.response(st)):
				wrong++
				t.Errorf("student %d, question %d, revision %d: %v, want %v", i, q, got.Revision, got.Response, d.response(st))
			case !b.ledger[d]:
				unacknowledged++
			}
			if missing+wrong > 20 {
				t.Fatal("and so on")
			}
		}
	}
	t.Logf("%d answers sent, %d acknowledged, %d counted; missing %d, wrong %d, counted without an acknowledgement %d",
		len(b.sent), len(b.ledger), counted, missing, wrong, unacknowledged)
}

// compareMe compares the ledger with what one student is shown: every revision, the ones
// that no longer count included.
func (b *burst) compareMe(i int) {
	t, st := b.t, &b.students[i]
	var me struct {
		Answers []struct {
			QuestionID string
			Revision   int
			Response   any
		}
	}
	ask(t, client.Request{Method: "GET", Path: "/v1/me", Token: st.Token}, &me)
	type key struct {
		question string
		revision int
	}
	seen := make(map[key]any)
	for _, a := range me.Answers {
		if _, double := seen[key{a.QuestionID, a.Revision}]; double {
			t.Errorf("student %d is shown revision %d of one answer twice", i, a.Revision)
		}
		seen[key{a.QuestionID, a.Revision}] = a.Response
	}
	for d := range b.ledger {
		if d.student != i {
			continue
		}
		got, ok := seen[key{st.Session.Questions[d.question].ID, d.revision}]
		if !ok || !reflect.DeepEqual(got, d.response(st)) {
			t.Errorf("student %d is shown %v for question %d, revision %d; acknowledged was %v", i, got, d.question, d.revision, d.response(st))
		}
	}
}
