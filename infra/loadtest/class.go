package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

const (
	// waitSeconds is how long a student's page waits for a change at a time.
	waitSeconds = 25
	// settle is how long the last students may take to answer, and a view to show what they did.
	settle = 30 * time.Second
	// slowEvery is how long a slow reader rests after each slowBytes.
	slowEvery = 20 * time.Millisecond
	slowBytes = 512
)

// A class is a teacher-paced lesson: a teacher who goes from question to question, students who wait for each, and
// views of the results.
type class struct {
	*lesson
	d       *district
	streams client.Client // without a limit of time
	number  int

	mu    sync.Mutex
	moved map[string]time.Time // by question: when the teacher went to it
	acked map[string]time.Time // by participant, question and revision: when it was acknowledged
	done  map[string]int       // by question: how many students are done with it
}

func ackedKey(participant, question string, revision int) string {
	return fmt.Sprint(participant, " ", question, " ", revision)
}

// run is one lesson from its opening to its end. It reports what is missing or wrong.
func (c *class) run(ctx context.Context) []string {
	c.joinAll(ctx)
	over := make(chan struct{}) // closed when the teacher has closed the session and every answer is sent
	var students, views sync.WaitGroup
	problems := make(chan string, c.d.views)
	for n := range c.d.views {
		views.Go(func() {
			if problem := c.view(ctx, n, over); problem != "" {
				problems <- problem
			}
		})
	}
	for i := range c.students {
		if c.students[i].token != "" {
			students.Go(func() { c.attend(ctx, i) })
		}
	}
	err := c.lead(ctx)
	students.Wait()
	close(over)
	views.Wait()
	close(problems)
	var all []string
	for p := range problems {
		all = append(all, p)
	}
	if err != nil {
		return append(all, err.Error())
	}
	missing, err := c.compare(ctx)
	if err != nil {
		missing = append(missing, fmt.Sprintf("comparing with the teacher's view: %v", err))
	}
	return append(all, missing...)
}

// lead goes from question to question, and closes the session.
func (c *class) lead(ctx context.Context) error {
	var paper struct{ Questions []client.Question }
	if err := c.teach(ctx, "GET", "/v1/question-sets/"+c.set, nil, &paper); err != nil {
		return fmt.Errorf("reading the questions: %w", err)
	}
	for _, q := range paper.Questions {
		c.mu.Lock()
		c.moved[q.ID] = time.Now()
		c.mu.Unlock()
		if err := c.teach(ctx, "PATCH", "/v1/sessions/"+c.id, object{"currentQuestion": q.ID}, nil); err != nil {
			return fmt.Errorf("going to a question: %w", err)
		}
		if !sleepUntil(ctx, time.Now().Add(c.d.pace)) {
			return context.Cause(ctx)
		}
	}
	// A teacher waits for the last ones.
	last := paper.Questions[len(paper.Questions)-1].ID
	for end := time.Now().Add(settle); c.doneWith(last) < c.joins.count() && time.Now().Before(end); {
		if !sleepUntil(ctx, time.Now().Add(100*time.Millisecond)) {
			return context.Cause(ctx)
		}
	}
	if err := c.teach(ctx, "PATCH", "/v1/sessions/"+c.id, object{"state": "closed"}, nil); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	return nil
}

func (c *class) doneWith(question string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.done[question]
}

// attend is one student's lesson: wait for each question, think, answer, and perhaps answer again.
func (c *class) attend(ctx context.Context, i int) {
	random := mathrand.New(mathrand.NewPCG(c.seed, uint64(c.number)<<32|uint64(i)))
	st := &c.students[i]
	st.questions, st.acked, st.sent = nil, nil, nil // those of a lesson that is opened one by one
	asked := make(chan client.Question, c.options.questions)
	var answers sync.WaitGroup
	answers.Go(func() {
		for q := range asked {
			st.questions, st.acked, st.sent = append(st.questions, q), append(st.acked, 0), append(st.sent, 0)
			c.think(ctx, i, len(st.questions)-1, mathrand.New(mathrand.NewPCG(c.seed, uint64(i)<<32|uint64(len(st.questions)))))
			c.mu.Lock()
			c.done[q.ID]++
			c.mu.Unlock()
		}
	})
	defer answers.Wait()
	defer close(asked)
	version, current := -1, ""
	for {
		var state struct {
			State           string
			CurrentQuestion *string
			Question        *client.Question
			Version         int
		}
		// A page reads the state first, and waits from then on.
		path := "/v1/sessions/" + c.id + "/state"
		if version >= 0 {
			path = fmt.Sprintf("/v1/sessions/%s/changes?after=%d&wait=%d", c.id, version, waitSeconds)
		}
		state.Version = version // for 204
		if err := c.do(ctx, client.Request{Path: path}, &state); err != nil {
			if ctx.Err() == nil {
				c.gaveUp.Add(1)
			}
			return
		}
		if state.Version != version {
			version = state.Version
			switch q := state.Question; {
			case state.State == "closed":
				return
			case q != nil && q.ID != current:
				current = q.ID
				c.mu.Lock()
				c.d.changes.add(time.Since(c.moved[q.ID]))
				c.mu.Unlock()
				asked <- *q
			}
		}
		if !sleepUntil(ctx, time.Now().Add(time.Duration(random.Float64()*float64(time.Second)))) {
			return
		}
	}
}

// think answers a question some time within the first seven tenths of the time for it, and a few once more.
func (c *class) think(ctx context.Context, i, q int, random *mathrand.Rand) {
	pause := time.Duration(random.Float64() * float64(c.d.pace) * 0.7)
	if !sleepUntil(ctx, time.Now().Add(pause)) {
		return
	}
	last := 1
	if random.Float64() < c.change {
		last = 2
	}
	st := &c.students[i]
	for revision := 1; revision <= last; revision++ {
		if !c.answer(ctx, i, q, revision) {
			return
		}
		c.mu.Lock()
		c.acked[ackedKey(st.id, st.questions[q].ID, revision)] = time.Now()
		c.mu.Unlock()
	}
}

// view looks at the results as they come, as one of the teacher's windows, and says what it didn't see in the end. The
// second of every fifth class breaks off and connects again; that of every twentieth reads slowly.
func (c *class) view(ctx context.Context, n int, over <-chan struct{}) (problem string) {
	random := mathrand.New(mathrand.NewPCG(c.seed, uint64(n)<<48|uint64(c.number)))
	breaks, slow := n == 1 && c.number%5 == 0, n == 1 && c.number%20 == 3
	seen := make(map[string]bool)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-ctx.Done():
		case <-over:
			time.AfterFunc(settle, cancel)
		}
	}()
	for ctx.Err() == nil {
		connection, hangUp := context.WithCancel(ctx)
		if breaks {
			time.AfterFunc(time.Duration((0.5+random.Float64())*float64(c.d.pace)), hangUp)
		}
		done := c.watch(connection, seen, slow, over)
		hangUp()
		if done {
			return ""
		}
		if ctx.Err() == nil {
			c.d.reconnects.Add(1)
			sleepUntil(ctx, time.Now().Add(time.Duration(random.Float64()*float64(time.Second))))
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("class %d, view %d: saw %d of %d answers", c.number, n, len(seen), len(c.acked))
}

// watch reads one connection's events, and reports whether the lesson is over and everything was seen.
func (c *class) watch(ctx context.Context, seen map[string]bool, slow bool, over <-chan struct{}) bool {
	resp, err := c.streams.Open(ctx, client.Request{Path: "/v1/sessions/" + c.id + "/results/stream", Token: c.teacher})
	if err != nil {
		if ctx.Err() == nil {
			c.failures.add(kind(err))
		}
		return false
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		c.failures.add(resp.Status + " for a view")
		return false
	}
	events := make(chan client.Event)
	go func() {
		defer close(events)
		var body io.Reader = resp.Body
		if slow {
			body = sipping{body}
		}
		for e, err := range client.Events(body) {
			if err != nil {
				return
			}
			select {
			case events <- e:
			case <-ctx.Done():
				return
			}
		}
	}()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return false
			}
			c.show(e, seen, slow)
		case <-tick.C:
			select {
			case <-over:
				if c.all(seen) {
					return true
				}
			default:
			}
		}
	}
}

// show notes the answers that an event shows.
func (c *class) show(e client.Event, seen map[string]bool, slow bool) {
	type answer struct{ Revision int }
	now := time.Now()
	note := func(participant, question string, a *answer, live bool) {
		if a == nil {
			return
		}
		// A later revision stands for those before it.
		for revision := 1; revision <= a.Revision; revision++ {
			seen[ackedKey(participant, question, revision)] = true
		}
		if acked, ok := c.acked[ackedKey(participant, question, a.Revision)]; ok && live && !slow {
			c.d.shown.add(now.Sub(acked))
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e.Name {
	case "snapshot":
		var s struct {
			Participants []struct {
				ID      string
				Answers map[string]*answer
			}
		}
		if json.Unmarshal(e.Data, &s) != nil {
			c.failures.add("a snapshot that isn't JSON")
		}
		for _, p := range s.Participants {
			for q, a := range p.Answers {
				note(p.ID, q, a, false)
			}
		}
	case "answers":
		var s struct {
			Items []struct {
				ParticipantID, QuestionID string
				Answer                    *answer
			}
		}
		if json.Unmarshal(e.Data, &s) != nil {
			c.failures.add("an event that isn't JSON")
		}
		for _, i := range s.Items {
			note(i.ParticipantID, i.QuestionID, i.Answer, true)
		}
	}
}

// all reports whether every acknowledged answer was seen.
func (c *class) all(seen map[string]bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key := range c.acked {
		if !seen[key] {
			return false
		}
	}
	return true
}

// sipping reads slowly.
type sipping struct{ io.Reader }

func (s sipping) Read(p []byte) (int, error) {
	time.Sleep(slowEvery)
	return s.Reader.Read(p[:min(len(p), slowBytes)])
}
