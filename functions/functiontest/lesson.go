package functiontest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Questions is a set with every kind of question, as its author sends it. The
// questions are called by their kinds.
const Questions = `{"title": "Rivers", "questions": [
	{"id": "choice", "kind": "choice", "prompt": "Which is the longest?", "points": 2, "correct": "b", "explanation": "3,530 km.",
		"options": [{"id": "a", "text": "Rhine", "feedback": "That has 1,230 km."}, {"id": "b", "text": "Volga"}, {"id": "c", "text": "Elbe"}]},
	{"id": "choices", "kind": "choices", "prompt": "Which flow into the North Sea?", "points": 4, "correct": ["a", "b"],
		"options": [{"id": "a", "text": "Rhine"}, {"id": "b", "text": "Elbe"}, {"id": "c", "text": "Oder"}, {"id": "d", "text": "Volga"}]},
	{"id": "trueFalse", "kind": "trueFalse", "prompt": "The Danube crosses ten countries.", "correct": true},
	{"id": "text", "kind": "text", "prompt": "The capital on the Seine?", "points": 2, "correct": [{"text": "Paris"}, {"text": "Paname"}, {"text": "Lutetia", "weight": 50, "feedback": "Nearly."}],
		"feedback": {"correct": "Well done.", "incorrect": "Look at the map."}},
	{"id": "number", "kind": "number", "prompt": "Length of the Thames in km?", "correct": 346, "tolerance": 10},
	{"id": "order", "kind": "order", "prompt": "Shortest first", "points": 3, "options": [{"text": "Thames"}, {"text": "Rhine"}, {"text": "Volga"}]},
	{"id": "match", "kind": "match", "prompt": "Which city?", "points": 3,
		"options": [{"text": "Seine"}, {"text": "Tiber"}, {"text": "Spree"}], "targets": [{"text": "Paris"}, {"text": "Rome"}, {"text": "Berlin"}]},
	{"id": "scale", "kind": "scale", "prompt": "How easy was this?", "scale": {"min": 1, "max": 5}},
	{"id": "cloud", "kind": "cloud", "prompt": "What comes to your mind?", "maxWords": 3}
]}`

// Right returns responses that earn all points to the questions of Questions, or
// any response where there are no points. Those to order and match go by the
// session's own ids.
func (l *Lesson) Right(question string) json.RawMessage {
	l.School.tb.Helper()
	switch question {
	case "text":
		return json.RawMessage(`"Paris"`)
	case "scale":
		return json.RawMessage(`4`)
	case "cloud":
		return json.RawMessage(`["water","ship"]`)
	}
	for _, q := range l.Paper() {
		if q.ID == question {
			return q.Correct
		}
	}
	l.School.tb.Fatalf("the lesson has no question %q", question)
	return nil
}

// Kinds are the ids of the questions of Questions, in their order: each is the
// kind of its question.
var Kinds = func() (ids []string) {
	for _, kind := range domain.Kinds() {
		ids = append(ids, string(kind))
	}
	return ids
}()

// A Lesson is a session that a teacher opened.
type Lesson struct {
	School  *School
	Teacher string // whose it is
	ID      string
	Code    string

	paper []domain.Question
}

// Start says how a lesson is opened. Its zero value is a self-paced one of
// Ada's, with Questions, without feedback and without an end.
type Start struct {
	By        string
	Questions string
	Mode      domain.Mode
	Feedback  domain.Feedback
	Shuffle   bool
	ClosesAt  time.Time
}

// Open opens a lesson, with a question set of its own unless that is Questions.
func (s *School) Open(o Start) *Lesson {
	s.tb.Helper()
	by := cmp.Or(o.By, Ada)
	set := s.questionSet(by, cmp.Or(o.Questions, Questions))
	body := map[string]any{
		"questionSetId": set,
		"mode":          cmp.Or(o.Mode, domain.SelfPaced),
		"feedback":      cmp.Or(o.Feedback, domain.FeedbackNone),
		"shuffle":       o.Shuffle,
	}
	if !o.ClosesAt.IsZero() {
		body["closesAt"] = o.ClosesAt
	}
	l := &Lesson{School: s, Teacher: by}
	s.Do("POST", "/v1/sessions", Request{Token: s.Token(by), Key: NewKey(), Body: body}).Want(201).JSON(l)
	return l
}

// questionSet returns the id of a set, which is made once for each author.
func (s *School) questionSet(by, questions string) string {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	k := by + questions
	if s.sets[k] == "" {
		var set struct{ ID string }
		s.Do("POST", "/v1/question-sets", Request{Token: s.Token(by), Key: NewKey(), Body: questions}).Want(201).JSON(&set)
		s.sets[k] = set.ID
	}
	return s.sets[k]
}

// Path is the address of the lesson, or of something below it.
func (l *Lesson) Path(below string) string { return "/v1/sessions/" + l.ID + below }

// As makes a request to an address below the lesson's, as one of the teachers.
func (l *Lesson) As(email, method, below string, body any) *Reply {
	l.School.tb.Helper()
	return l.School.Do(method, l.Path(below), Request{Token: l.School.Token(email), Body: body})
}

// Patch changes the lesson as its teacher.
func (l *Lesson) Patch(body string) {
	l.School.tb.Helper()
	l.As(l.Teacher, "PATCH", "", body).Want(200)
}

// Paper is the lesson's questions with their keys, under the session's own ids.
func (l *Lesson) Paper() []domain.Question {
	l.School.tb.Helper()
	if l.paper == nil {
		var body struct{ Questions []domain.Question }
		l.As(l.Teacher, "GET", "/paper", nil).Want(200).JSON(&body)
		l.paper = body.Questions
	}
	return l.paper
}

// Results are the lesson's results as its teacher sees them.
func (l *Lesson) Results() *Results {
	l.School.tb.Helper()
	var r Results
	l.As(l.Teacher, "GET", "/results", nil).Want(200).JSON(&r)
	return &r
}

// Results are what GET results answers with.
type Results struct {
	Session      Session                 `json:"session"`
	Participants []Participant           `json:"participants"`
	Left         int                     `json:"left"`
	LeftByParent int                     `json:"leftByParent"`
	Questions    []domain.QuestionCounts `json:"questions"`
}

// A Session is one as its teachers see it, in part.
type Session struct {
	ID              string       `json:"id"`
	Code            *string      `json:"code"`
	State           domain.State `json:"state"`
	CurrentQuestion *string      `json:"currentQuestion"`
	Version         int          `json:"version"`
}

// A Participant is one as teachers see them.
type Participant struct {
	ID       string            `json:"id"`
	Alias    *string           `json:"alias"`
	Renamed  *time.Time        `json:"renamedAt"`
	Parent   domain.ParentActs `json:"parent"`
	Score    float64           `json:"score"`
	MaxScore float64           `json:"maxScore"`
	Answers  map[string]Answer `json:"answers"`
}

// An Answer is one as teachers see it.
type Answer struct {
	Response   json.RawMessage `json:"response"`
	Revision   int             `json:"revision"`
	ReceivedAt time.Time       `json:"receivedAt"`
	Correct    *bool           `json:"correct"`
	Points     *float64        `json:"points"`
	Graded     bool            `json:"graded"`
}

// Of finds a participant, or ends the test.
func (r *Results) Of(tb testing.TB, pid string) Participant {
	tb.Helper()
	for _, p := range r.Participants {
		if p.ID == pid {
			return p
		}
	}
	tb.Fatalf("participant %s is not among %d", pid, len(r.Participants))
	return Participant{}
}

// A Student is somebody who joined a lesson.
type Student struct {
	Lesson *Lesson
	ID     string
	Token  string
	Key    string // the Idempotency-Key of the join
	Alias  string
}

// JoinBody is the body of a join.
func JoinBody(code, alias string) map[string]any { return map[string]any{"code": code, "alias": alias} }

// Join lets a student join.
func (l *Lesson) Join(alias string) *Student {
	l.School.tb.Helper()
	st := &Student{Lesson: l, Alias: alias, Key: NewKey()}
	st.JoinAgain()
	return st
}

// JoinAgain repeats the student's join, as after a lost reply.
func (st *Student) JoinAgain() {
	s := st.Lesson.School
	s.tb.Helper()
	var joined struct{ Token, ParticipantID string }
	s.Do("POST", "/v1/join", Request{Key: st.Key, Body: JoinBody(st.Lesson.Code, st.Alias)}).Want(201).JSON(&joined)
	if st.ID != "" && joined.ParticipantID != st.ID {
		s.tb.Fatalf("joined again as %s, was %s", joined.ParticipantID, st.ID)
	}
	st.Token, st.ID = joined.Token, joined.ParticipantID
}

// An Item is one answer as it is sent. Response is a string with JSON, or
// anything that becomes JSON.
type Item struct {
	Question string
	Revision int
	Response any
}

// Give makes an Item.
func Give(question string, revision int, response any) Item {
	return Item{question, revision, response}
}

// MarshalJSON implements [json.Marshaler].
func (i Item) MarshalJSON() ([]byte, error) {
	response := i.Response
	if s, ok := response.(string); ok {
		response = json.RawMessage(s)
	}
	return json.Marshal(map[string]any{"questionId": i.Question, "revision": i.Revision, "response": response})
}

// A Result says what happened to an Item.
type Result struct {
	QuestionID string
	Revision   int
	Status     string
	Problem    string
	Feedback   *struct {
		Correct     *bool
		Points      *float64
		Solution    json.RawMessage
		Explanation string
		Comment     string
	}
}

// String returns the result in short: "recorded", or what is the problem.
func (r Result) String() string {
	if r.Problem != "" {
		return fmt.Sprintf("%s: %s", r.Status, r.Problem)
	}
	return r.Status
}

// TryAnswer sends answers. It may be called from any goroutine.
func (st *Student) TryAnswer(ctx context.Context, items ...Item) (*Reply, error) {
	return st.Lesson.School.Try(ctx, "POST", "/v1/answers", Request{Token: st.Token, Body: map[string]any{"answers": items}})
}

// Answer sends answers that must be accepted as a whole.
func (st *Student) Answer(items ...Item) []Result {
	s := st.Lesson.School
	s.tb.Helper()
	var body struct{ Results []Result }
	s.Do("POST", "/v1/answers", Request{Token: st.Token, Body: map[string]any{"answers": items}}).Want(200).JSON(&body)
	return body.Results
}

// Record sends one answer, revision 1, that must be recorded.
func (st *Student) Record(question string, response any) {
	st.Lesson.School.tb.Helper()
	if r := st.Answer(Item{question, 1, response}); r[0].Status != "recorded" {
		st.Lesson.School.tb.Fatalf("the answer to %s: %v", question, r[0])
	}
}
