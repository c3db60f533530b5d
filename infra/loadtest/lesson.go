package main

import (
	"context"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// A lesson is one run.
type lesson struct {
	options
	api     client.Client
	teacher string // access token
	set     string // id of the question set
	id      string // of the session
	code    string

	students []student

	joins, answers latencies
	failures       counts // of attempts, by kind
	rejected       counts // of answers, by problem
	again          atomic.Int64
	gaveUp         atomic.Int64
}

// A student is a participant and what they were told has been stored.
type student struct {
	alias     string
	token     string
	id        string
	questions []client.Question
	acked     []int // by question: the highest acknowledged revision, 0 if none
	sent      []int // by question: the highest revision that was ever sent
}

// response returns student i's answer to question q in a revision: each differs
// from the others, as far as the kind of question allows.
func response(q client.Question, i, at, revision int) any {
	n := i + at + revision
	switch q.Kind {
	case "text":
		return fmt.Sprintf("student %d, question %d, thought %d", i, at, revision)
	case "number":
		return float64(i*1_000_000 + at*100 + revision)
	case "choices":
		return []any{q.Options[n%len(q.Options)].ID}
	case "trueFalse":
		return n%2 == 0
	}
	return q.Options[n%len(q.Options)].ID
}

type object = map[string]any

func questionSet(n int) object {
	options := []object{{"text": "red"}, {"text": "green"}, {"text": "blue"}, {"text": "yellow"}}
	kinds := []object{
		{"kind": "choice", "prompt": "Choose one.", "options": options, "correct": "a"},
		{"kind": "text", "prompt": "Write something.", "correct": "something"},
		{"kind": "number", "prompt": "Give a number.", "correct": 42, "tolerance": 1},
		{"kind": "trueFalse", "prompt": "Is it so?", "correct": true},
		{"kind": "choices", "prompt": "Choose some.", "options": options, "correct": []string{"a", "b"}},
	}
	questions := make([]object, n)
	for i := range questions {
		questions[i] = kinds[i%len(kinds)]
	}
	return object{"title": "Load test", "questions": questions}
}

// newLesson signs the teacher in and opens a session of the mode.
func newLesson(ctx context.Context, o options, mode string, by *http.Client) (*lesson, error) {
	l := &lesson{options: o, api: client.Client{Origin: o.url, HTTP: by}, teacher: o.token, students: make([]student, o.students)}
	if l.teacher == "" {
		var err error
		if l.teacher, err = l.signIn(ctx, o); err != nil {
			return nil, err
		}
	}
	var set, session struct{ ID, Code string }
	if err := l.teach(ctx, "POST", "/v1/question-sets", questionSet(o.questions), &set); err != nil {
		return nil, fmt.Errorf("creating a question set: %w", err)
	}
	l.set = set.ID
	if err := l.teach(ctx, "POST", "/v1/sessions", object{"questionSetId": set.ID, "mode": mode, "feedback": "none"}, &session); err != nil {
		return nil, fmt.Errorf("opening a session: %w", err)
	}
	l.id, l.code = session.ID, session.Code
	return l, nil
}

// teach makes a request as the teacher.
func (l *lesson) teach(ctx context.Context, method, path string, in, out any) error {
	r := client.Request{Method: method, Path: path, Token: l.teacher, Body: in}
	if in != nil {
		r.Key = client.NewKey()
	}
	return l.do(ctx, r, out)
}

// delete removes what the lesson created.
func (l *lesson) delete(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	for _, path := range []string{"/v1/sessions/" + l.id, "/v1/question-sets/" + l.set} {
		if err := l.teach(ctx, "DELETE", path, nil, nil); err != nil {
			fmt.Fprintf(l.progress, "%s could not be deleted: %v\n", path, err)
		}
	}
}

// joinAll has all students join, spread over the time for it.
func (l *lesson) joinAll(ctx context.Context) {
	var wg sync.WaitGroup
	began := time.Now()
	for i := range l.students {
		wg.Go(func() {
			due := began.Add(l.joining * time.Duration(i) / time.Duration(len(l.students)))
			if sleepUntil(ctx, due) {
				l.join(ctx, i)
			}
		})
	}
	wg.Wait()
}

// sleepUntil reports whether the time came before ctx was done.
func sleepUntil(ctx context.Context, due time.Time) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(time.Until(due)):
		return true
	}
}

func (l *lesson) join(ctx context.Context, i int) {
	st := &l.students[i]
	st.alias = fmt.Sprintf("Student %d", i)
	var joined client.Participant
	began := time.Now()
	if err := l.do(ctx, client.Join(l.code, st.alias, client.NewKey()), &joined); err != nil {
		l.gaveUp.Add(1)
		return
	}
	l.joins.add(time.Since(began))
	st.token, st.id, st.questions = joined.Token, joined.ID, joined.Session.Questions
	st.acked, st.sent = make([]int, len(st.questions)), make([]int, len(st.questions))
}

// answerAll has every student answer every question, spread over the time.
func (l *lesson) answerAll(ctx context.Context) {
	var wg sync.WaitGroup
	began := time.Now()
	for i := range l.students {
		if l.students[i].token == "" {
			continue
		}
		wg.Go(func() { l.play(ctx, i, began) })
	}
	wg.Wait()
}

// play is one student's lesson: the time is divided equally among the
// questions, and each is answered at a random moment of its share.
func (l *lesson) play(ctx context.Context, i int, began time.Time) {
	random := mathrand.New(mathrand.NewPCG(l.seed, uint64(i)))
	st := &l.students[i]
	part := l.over / time.Duration(len(st.questions))
	for q := range st.questions {
		due := began.Add(part*time.Duration(q) + time.Duration(random.Float64()*float64(part)))
		if !sleepUntil(ctx, due) {
			return
		}
		last := 1
		if random.Float64() < l.change {
			last = 2
		}
		for revision := 1; revision <= last; revision++ {
			if !l.answer(ctx, i, q, revision) {
				break
			}
			if random.Float64() < l.options.again {
				l.answer(ctx, i, q, revision)
			}
		}
	}
}

// answer sends one answer, and reports whether the server says that it is
// stored.
func (l *lesson) answer(ctx context.Context, i, q, revision int) bool {
	st := &l.students[i]
	question := st.questions[q]
	var out client.Results
	st.sent[q] = max(st.sent[q], revision)
	began := time.Now()
	if err := l.do(ctx, client.Answers(st.token, client.Answer{Question: question.ID, Revision: revision, Response: response(question, i, q, revision)}), &out); err != nil {
		l.gaveUp.Add(1)
		return false
	}
	if len(out.Results) != 1 || out.Results[0].QuestionID != question.ID || out.Results[0].Status != "recorded" {
		problem := "not as the contract says"
		if len(out.Results) == 1 && out.Results[0].Problem != "" {
			problem = out.Results[0].Problem
		}
		l.rejected.add(problem)
		l.gaveUp.Add(1)
		return false
	}
	l.answers.add(time.Since(began))
	st.acked[q] = max(st.acked[q], revision)
	return true
}

// ackedAnswers returns how many answers were acknowledged, a changed one
// counted once for each revision.
func (l *lesson) ackedAnswers() int {
	n := 0
	for i := range l.students {
		for _, revision := range l.students[i].acked {
			n += revision
		}
	}
	return n
}

// compare returns the differences between what was acknowledged and what the
// teacher sees.
func (l *lesson) compare(ctx context.Context) ([]string, error) {
	var results struct {
		Participants []struct {
			ID, Alias string
			Answers   map[string]struct {
				Response any
				Revision int
			}
		}
	}
	if err := l.teach(ctx, "GET", "/v1/sessions/"+l.id+"/results", nil, &results); err != nil {
		return nil, err
	}
	byID := make(map[string]int, len(results.Participants))
	for i, p := range results.Participants {
		byID[p.ID] = i
	}
	var problems []string
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for i := range l.students {
		st := &l.students[i]
		if st.token == "" {
			continue
		}
		at, ok := byID[st.id]
		if !ok {
			report("student %d joined and is missing", i)
			continue
		}
		seen := results.Participants[at]
		if seen.Alias != st.alias {
			report("student %d has another name", i)
		}
		for q, acked := range st.acked {
			got, ok := seen.Answers[st.questions[q].ID]
			switch {
			case !ok && acked == 0:
			case !ok:
				report("student %d, question %d: revision %d was acknowledged and is missing", i, q, acked)
			case got.Revision < acked:
				report("student %d, question %d: revision %d was acknowledged, %d is there", i, q, acked, got.Revision)
			case got.Revision > st.sent[q]:
				report("student %d, question %d: revision %d is there and was never sent", i, q, got.Revision)
			case !reflect.DeepEqual(got.Response, response(st.questions[q], i, q, got.Revision)):
				report("student %d, question %d: revision %d has another content", i, q, got.Revision)
			}
		}
	}
	return problems, nil
}
