package main_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	api "github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// A question is one as students see it.
type question struct {
	ID, Kind         string
	Options, Targets []struct{ ID, Text string }
}

// option returns the id of an option by its text, since a session has ids of its
// own.
func (q question) option(text string) string {
	for _, o := range append(slices.Clone(q.Options), q.Targets...) {
		if o.Text == text {
			return o.ID
		}
	}
	panic("no option " + text)
}

func (q question) options(texts ...string) []any {
	ids := make([]any, len(texts))
	for i, t := range texts {
		ids[i] = q.option(t)
	}
	return ids
}

// A variant is one way to answer a question.
type variant struct {
	response func(q question, student int) any
	points   float64 // what it earns; not looked at where nothing is scored
	secret   bool    // unmistakable: must appear nowhere in plain
}

func fixed(v any) func(question, int) any { return func(question, int) any { return v } }

// mark makes texts unmistakable.
var mark = api.NewKey()

func markOf(kind string, student int) string {
	return fmt.Sprintf("%s %s %02d", kind, mark[:12], student)
}

// lessonQuestions has every kind, each with the ways in which the class answers
// it and what these earn.
var lessonQuestions = []struct {
	question object
	points   float64
	scored   bool
	variants []variant
}{
	{object{"kind": "choice", "prompt": "Which is the largest ocean?", "options": texts("Atlantic", "Indian", "Pacific", "Arctic"), "correct": "c"}, 1, true, []variant{
		{response: func(q question, _ int) any { return q.option("Pacific") }, points: 1},
		{response: func(q question, _ int) any { return q.option("Arctic") }},
	}},
	{object{"kind": "choices", "prompt": "Which flow into the North Sea?", "options": texts("Rhine", "Elbe", "Danube", "Rhône"), "correct": []string{"a", "b"}, "points": 2}, 2, true, []variant{
		{response: func(q question, _ int) any { return q.options("Elbe", "Rhine") }, points: 2},
		{response: func(q question, _ int) any { return q.options("Rhine") }, points: 1},
		{response: func(q question, _ int) any { return q.options("Rhine", "Elbe", "Danube") }, points: 1},
		{response: func(q question, _ int) any { return q.options("Rhine", "Danube") }},
	}},
	{object{"kind": "trueFalse", "prompt": "Ice floats on water.", "correct": true}, 1, true, []variant{
		{response: fixed(true), points: 1},
		{response: fixed(false)},
	}},
	{object{"kind": "text", "prompt": "What falls from clouds?", "correct": []string{"rain", "Größe"}, "points": 3}, 3, true, []variant{
		{response: fixed("  RAIN "), points: 3},
		{response: fixed("ｒａｉｎ"), points: 3},
		{response: fixed("gro\u0308ße"), points: 3},
		{response: func(_ question, i int) any { return markOf("Wölkchen <“&”>", i) }, secret: true},
	}},
	{object{"kind": "number", "prompt": "At how many degrees does water boil?", "correct": 100, "tolerance": 0.5, "points": 4}, 4, true, []variant{
		{response: fixed(100.5), points: 4},
		{response: fixed(99.5), points: 4},
		{response: fixed(100.51)},
		{response: func(_ question, i int) any { return 73129640.0 + float64(i) + 0.8125 }, secret: true},
	}},
	{object{"kind": "order", "prompt": "From small to large.", "options": texts("Puddle", "Pond", "Lake", "Ocean"), "points": 4}, 4, true, []variant{
		{response: func(q question, _ int) any { return q.options("Puddle", "Pond", "Lake", "Ocean") }, points: 4},
		{response: func(q question, _ int) any { return q.options("Puddle", "Lake", "Pond", "Ocean") }, points: 2},
		{response: func(q question, _ int) any { return q.options("Ocean", "Puddle", "Pond", "Lake") }},
	}},
	{object{"kind": "match", "prompt": "Which river, which city?", "options": texts("Seine", "Thames", "Tiber"), "targets": texts("Paris", "London", "Rome"), "points": 3}, 3, true, []variant{
		{response: func(q question, _ int) any { return q.pairs("Seine", "Paris", "Thames", "London", "Tiber", "Rome") }, points: 3},
		{response: func(q question, _ int) any { return q.pairs("Seine", "Paris", "Thames", "Rome") }, points: 1},
	}},
	{object{"kind": "scale", "prompt": "How sure are you?", "scale": object{"min": 1, "max": 5}}, 0, false, []variant{
		{response: fixed(4.0)},
		{response: fixed(5.0)},
	}},
	{object{"kind": "cloud", "prompt": "What comes to mind?", "maxWords": 3}, 0, false, []variant{
		{response: fixed([]any{"salt", "waves"})},
		{response: func(_ question, i int) any { return []any{"sea", markOf("Möwe", i)} }, secret: true},
	}},
}

func texts(all ...string) (list []object) {
	for _, t := range all {
		list = append(list, object{"text": t})
	}
	return list
}

func (q question) pairs(texts ...string) any {
	m := make(map[string]any)
	for i := 0; i < len(texts); i += 2 {
		m[q.option(texts[i])] = q.option(texts[i+1])
	}
	return m
}

// A student is a participant and what they did.
type student struct {
	number     int
	alias, key string
	token, pid string
	questions  []question
	chosen     []variant // by question
	revisions  []int     // by question: the last one sent

}

type joinReply struct {
	Token, ParticipantID string
	Session              struct {
		ID, Title, State string
		Questions        []question
	}
}

// joins lets a student in.
func (c *client) joins(code, alias, key string) (reply joinReply) {
	c.t.Helper()
	c.want(201, c.with(key), "POST", "/v1/join", object{"code": code, "alias": alias, "locale": "en"}).into(&reply)
	return reply
}

func answer(q question, revision int, response any) object {
	return object{"questionId": q.ID, "revision": revision, "response": response}
}

// gives sends answers, all of which must be recorded.
func (c *client) gives(token string, answers ...object) {
	c.t.Helper()
	var got struct {
		Results []struct{ QuestionID, Status, Problem string }
	}
	c.want(200, c.as(token), "POST", "/v1/answers", object{"answers": answers}).into(&got)
	if len(got.Results) != len(answers) {
		c.t.Errorf("%d results for %d answers", len(got.Results), len(answers))
	}
	for i, r := range got.Results {
		if r.Status != "recorded" || r.QuestionID != answers[i]["questionId"] {
			c.t.Errorf("answer %v: %+v", answers[i], r)
		}
	}
}

// plays lets a student answer everything, three questions at a time. Every third
// student changes all answers, and every fifth sends all of them twice.
func (c *client) plays(st *student) {
	for from := 0; from < len(st.questions); from += 3 {
		var first, second []object
		for at := from; at < min(from+3, len(st.questions)); at++ {
			q, ways := st.questions[at], lessonQuestions[at].variants
			way := (st.number + at) % len(ways)
			st.chosen[at], st.revisions[at] = ways[way], 1
			if st.number%3 == 0 {
				other := ways[(way+1)%len(ways)]
				first = append(first, answer(q, 1, other.response(q, st.number)))
				second = append(second, answer(q, 2, ways[way].response(q, st.number)))
				st.revisions[at] = 2
			} else {
				first = append(first, answer(q, 1, ways[way].response(q, st.number)))
			}
		}
		c.gives(st.token, first...)
		if second != nil {
			c.gives(st.token, second...)
		}
		if st.number%5 == 0 {
			c.gives(st.token, first...)
		}
	}
}

type resultsReply struct {
	Session      object
	Participants []struct {
		ID       string
		Alias    *string
		Score    float64
		MaxScore float64
		Answers  map[string]struct {
			Response any
			Revision int
			Correct  *bool
			Points   *float64
			Graded   bool
		}
	}
	Questions []struct {
		ID          string
		Counts      map[string]int
		Answered    int
		CorrectRate *float64
		OtherCount  int
	}
}

const class = 30

// testLesson runs a whole lesson, from signing in to restoring what was deleted, with
// every response checked against the contract, and then searches for what it may have
// left behind in plain text.
func testLesson(t *testing.T, s *process, in *inbox) {
	c := newClient(t, s)
	web := signIn(t, s, "Ada North")
	ada := c.as(web.AccessToken)
	refreshed(t, s, web)

	var seeded struct {
		Items []struct {
			ID, Title     string
			QuestionCount int
		}
	}
	c.want(200, ada, "GET", "/v1/question-sets", nil).into(&seeded)
	if len(seeded.Items) != 1 || seeded.Items[0].QuestionCount != len(lessonQuestions) {
		t.Errorf("the seed is %+v", seeded)
	}

	set := c.makesSet(ada)
	sid, code := c.opens(ada, object{"questionSetId": set, "mode": "self-paced", "feedback": "none", "shuffle": true})
	b := ada.watch(sid)
	defer b.end()
	students := c.classJoins(code)
	c.pausesAndLocks(ada, sid, code, students)
	var wg sync.WaitGroup
	for _, st := range students {
		wg.Go(func() { c.plays(st) })
	}
	wg.Wait()
	c.seesMe(students[0])
	c.compareResults(ada, sid, students)
	c.followsStream(ada, sid, b, "answers", "participantJoined", "session", "snapshot")

	c.grades(ada, sid, students)
	c.followsStream(ada, sid, b)
	c.sharesWithColleague(ada, sid, s)
	c.erases(ada, sid, code, students)
	gone := []string{students[class-1].pid, students[class-2].pid}
	students = students[:class-2]
	c.followsStream(ada, sid, b, "participantErased")

	c.want(200, ada, "PATCH", "/v1/sessions/"+sid, object{"state": "closed"})
	eventually(t, "the stream shows the close", func() bool {
		session, _, _ := b.snapshot()
		return session["state"] == "closed" && session["closedAt"] != nil
	})
	c.followsStream(ada, sid, b)
	c.exports(ada, sid, students)
	c.deletesAndRestores(ada, sid, code, s, b)
	c.teacherPaced(ada)
	c.immediate(ada)

	var secret secrets
	for _, st := range students {
		secret.add("an alias", st.alias)
		secret.add("a student's token", st.token)
		secret.add("an Idempotency-Key", st.key)
		for at, v := range st.chosen {
			if !v.secret {
				continue
			}
			switch r := v.response(st.questions[at], st.number).(type) {
			case string:
				secret.add("an answer", r)
			case float64:
				secret.add("an answer", strconv.FormatFloat(r, 'f', -1, 64))
			case []any:
				secret.add("an answer", r[len(r)-1].(string))
			}
		}
	}
	secret.add("the mark of every alias and answer", mark[:12])
	secret.add("a teacher's token", web.AccessToken)
	secret.add("a teacher's refresh token", web.RefreshToken)
	secret.add("a teacher's name", "Ada North")
	secret.add("a school's contact", "office@north.example")
	ids := []string{"agreement-1"}
	for _, st := range students {
		ids = append(ids, st.pid)
	}
	ids = append(ids, gone...)
	for _, q := range students[0].questions {
		ids = append(ids, q.ID)
	}
	testSealed(t, s, sid, ids)
	testTraces(t, s, in, &secret)
	s.vars["open stream"] = "/v1/sessions/" + sid + "/results/stream"
}

// refreshed rotates a refresh token, which then is used up.
func refreshed(t *testing.T, s *process, got tokens) {
	t.Helper()
	grant := map[string][]string{"grant_type": {"refresh_token"}, "client_id": {"cleanslate-web"}, "refresh_token": {got.RefreshToken}}
	status, next := postForm(t, s.vars["AUTH0_DOMAIN"]+"/oauth/token", grant)
	if status != 200 || next.AccessToken == "" || next.RefreshToken == "" || next.RefreshToken == got.RefreshToken {
		t.Errorf("refreshing: status %d, %+v", status, next)
	}
}

// makesSet creates a question set of every kind, again with the same key, reads
// and replaces it.
func (c *client) makesSet(ada *client) string {
	t := c.t
	var questions []object
	for _, q := range lessonQuestions {
		questions = append(questions, q.question)
	}
	body := object{"title": "Water", "questions": questions}
	key := api.NewKey()
	first := c.want(201, ada.with(key), "POST", "/v1/question-sets", body)
	again := c.want(201, ada.with(key), "POST", "/v1/question-sets", body)
	if !bytes.Equal(first.body, again.body) || first.header.Get("Location") != again.header.Get("Location") {
		t.Errorf("the same key returned\n%s\nand\n%s", first.body, again.body)
	}
	other := c.want(422, ada.with(key), "POST", "/v1/question-sets", object{"title": "Fire", "questions": questions})
	if other.problem() != "idempotency-key-reused" {
		t.Errorf("the key for another set: %s", other.body)
	}
	var set struct {
		ID        string
		Revision  int
		Questions []object
	}
	first.into(&set)
	read := c.want(200, ada, "GET", "/v1/question-sets/"+set.ID, nil)
	if !bytes.Equal(read.body, first.body) {
		t.Errorf("read back\n%s\nwant\n%s", read.body, first.body)
	}
	body["title"] = "Water and rivers"
	var replaced struct {
		Title    string
		Revision int
	}
	c.want(200, ada, "PUT", "/v1/question-sets/"+set.ID, body).into(&replaced)
	if replaced.Title != "Water and rivers" || replaced.Revision != set.Revision+1 {
		t.Errorf("replaced: %+v", replaced)
	}
	c.want(422, ada.bad(), "POST", "/v1/question-sets", object{"title": "", "questions": []object{{"kind": "riddle"}}})
	return set.ID
}

// opens opens a session, again with the same key.
func (c *client) opens(ada *client, request object) (sid, code string) {
	key := api.NewKey()
	var s, again struct{ ID, Code, JoinURL, State string }
	c.want(201, ada.with(key), "POST", "/v1/sessions", request).into(&s)
	c.want(201, ada.with(key), "POST", "/v1/sessions", request).into(&again)
	if s != again || s.State != "open" || s.JoinURL != c.stack.origin+"/j/"+s.Code {
		c.t.Errorf("opened %+v and %+v", s, again)
	}
	return s.ID, s.Code
}

// classJoins lets the class join at once, everybody twice.
func (c *client) classJoins(code string) []*student {
	students := make([]*student, class)
	var wg sync.WaitGroup
	for i := range students {
		wg.Go(func() {
			st := &student{number: i, alias: markOf("Zaphoð =Ünal", i), key: api.NewKey()}
			if i == 4 {
				st.alias = "=" + st.alias // a formula, for a spreadsheet
			}
			typed := strings.ToLower(code[:3]) + "-" + code[3:]
			first, again := c.joins(typed, st.alias, st.key), c.joins(code, st.alias, st.key)
			if first.ParticipantID != again.ParticipantID {
				c.t.Error("the same key created two participants")
			}
			st.token, st.pid = again.Token, again.ParticipantID
			if i%2 == 0 {
				st.token = first.Token
			}
			// Shuffled for each student: brought into the author's order.
			prompts := first.Session.Questions
			slices.SortFunc(prompts, func(a, b question) int { return kindIndex(a.Kind) - kindIndex(b.Kind) })
			st.questions = prompts
			st.chosen, st.revisions = make([]variant, len(prompts)), make([]int, len(prompts))
			if len(prompts) != len(lessonQuestions) {
				c.t.Errorf("%d questions", len(prompts))
			}
			students[i] = st
		})
	}
	wg.Wait()
	if c.t.Failed() {
		c.t.FailNow()
	}
	return students
}

func TestLessonHasEveryKind(t *testing.T) {
	t.Parallel()
	var kinds []domain.Kind
	for _, q := range lessonQuestions {
		kinds = append(kinds, domain.Kind(q.question["kind"].(string)))
	}
	if !slices.Equal(kinds, domain.Kinds()) {
		t.Errorf("the lesson has %q, want %q", kinds, domain.Kinds())
	}
}

func kindIndex(kind string) int {
	for i, q := range lessonQuestions {
		if q.question["kind"] == kind {
			return i
		}
	}
	panic("no such kind: " + kind)
}

// pausesAndLocks pauses and resumes the session, and locks it against new joins.
func (c *client) pausesAndLocks(ada *client, sid, code string, students []*student) {
	t, st := c.t, students[0]
	path := "/v1/sessions/" + sid + "/state"
	patch := func(body object) { c.want(200, ada, "PATCH", "/v1/sessions/"+sid, body) }
	// Functions may go by what they read of a session for a second.
	settles := func(state string, since int) (version int) {
		t.Helper()
		eventually(t, "students see that the session is "+state, func() bool {
			var now struct {
				State   string
				Version int
			}
			c.do("GET", path, nil).into(&now)
			version = now.Version
			return now.State == state && version > since
		})
		return version
	}
	somebody := object{"code": code, "alias": "Somebody else"}
	one := object{"answers": []object{answer(st.questions[2], 1, false)}}

	before := c.want(200, c, "GET", path, nil)
	if r := c.send(api.Request{Path: path, Header: map[string]string{"If-None-Match": before.header.Get("ETag")}}); r.status != 304 {
		t.Errorf("an unchanged state: %d", r.status)
	}
	var first struct{ Version int }
	before.into(&first)

	patch(object{"state": "paused"})
	version := settles("paused", first.Version)
	if r := c.want(409, c.with(api.NewKey()), "POST", "/v1/join", somebody); r.problem() != "session-paused" {
		t.Errorf("joining a paused session: %s", r.body)
	}
	eventually(t, "a paused session takes no answers", func() bool {
		r := c.as(st.token).do("POST", "/v1/answers", one)
		return r.status == 409 && r.problem() == "session-paused"
	})
	patch(object{"state": "open", "locked": true})
	settles("open", version)
	c.want(200, c.as(st.token), "POST", "/v1/answers", one)
	c.want(404, c.with(api.NewKey()), "POST", "/v1/join", somebody)
	if again := c.joins(code, st.alias, st.key); again.ParticipantID != st.pid {
		t.Error("whoever is in came back as somebody else")
	}
	patch(object{"locked": false})
	nobody := object{"code": code, "alias": ""}
	eventually(t, "an unlocked session's code is known again", func() bool {
		return c.with(api.NewKey()).bad().do("POST", "/v1/join", nobody).status == 422
	})
	c.want(409, ada, "PATCH", "/v1/sessions/"+sid, object{"currentQuestion": st.questions[0].ID})
	c.want(422, ada.bad(), "PATCH", "/v1/sessions/"+sid, object{"state": "asleep"})

	// What a student may do wrong.
	c.want(401, c.bad(), "POST", "/v1/answers", one)
	c.want(401, c.as("nonsense"), "POST", "/v1/answers", one)
	c.want(401, ada, "POST", "/v1/answers", one)
	c.want(401, c.as(st.token), "GET", "/v1/sessions/"+sid, nil)
	c.want(422, c.bad(), "POST", "/v1/join", object{"code": code, "alias": "Nobody"})
	c.want(422, c.with(api.NewKey()).bad(), "POST", "/v1/join", object{"code": code, "alias": "A\u0007"})
	c.want(404, c.with(api.NewKey()), "POST", "/v1/join", object{"code": "BCDFGH", "alias": "Lost"})
	c.want(422, c.with(st.key), "POST", "/v1/join", object{"code": code, "alias": "Another"})
	var rejected struct {
		Results []struct{ Status, Problem string }
	}
	c.want(200, c.as(st.token), "POST", "/v1/answers", object{"answers": []object{
		answer(st.questions[0], 1, "z"), answer(st.questions[2], 1, "yes"), {"questionId": "none", "revision": 1, "response": "a"},
	}}).into(&rejected)
	for i, want := range []string{"unknown-option", "wrong-shape", "unknown-question"} {
		if r := rejected.Results[i]; r.Status != "rejected" || r.Problem != want {
			t.Errorf("answer %d: %+v, want %s", i, r, want)
		}
	}
}

// seesMe checks what a student is shown of themselves.
func (c *client) seesMe(st *student) {
	var me struct {
		Participant struct{ ID, Alias string }
		Answers     []struct {
			QuestionID string
			Revision   int
			Response   any
		}
	}
	c.want(200, c.as(st.token), "GET", "/v1/me", nil).into(&me)
	if me.Participant.ID != st.pid || me.Participant.Alias != st.alias {
		c.t.Errorf("me: %+v", me.Participant)
	}
	for at, q := range st.questions {
		want := st.chosen[at].response(q, st.number)
		if !slices.ContainsFunc(me.Answers, func(a struct {
			QuestionID string
			Revision   int
			Response   any
		}) bool {
			return a.QuestionID == q.ID && a.Revision == st.revisions[at] && same(q, a.Response, want)
		}) {
			c.t.Errorf("me lacks the answer to the %s question", q.Kind)
		}
	}
}

// same compares responses. The order of choices doesn't matter.
func same(q question, a, b any) bool {
	if q.Kind == "choices" {
		x, y := slices.Clone(a.([]any)), slices.Clone(b.([]any))
		byText := func(x, y any) int { return strings.Compare(x.(string), y.(string)) }
		slices.SortFunc(x, byText)
		slices.SortFunc(y, byText)
		a, b = x, y
	}
	return reflect.DeepEqual(a, b)
}

func (c *client) results(ada *client, sid string) (r resultsReply) {
	c.t.Helper()
	c.want(200, ada, "GET", "/v1/sessions/"+sid+"/results", nil).into(&r)
	return r
}

// compareResults compares what the teacher sees with what the students did,
// answer by answer and point by point.
func (c *client) compareResults(ada *client, sid string, students []*student) {
	t := c.t
	t.Helper()
	r := c.results(ada, sid)
	if len(r.Participants) != len(students) {
		t.Errorf("%d participants, want %d", len(r.Participants), len(students))
	}
	counted := make([]map[string]int, len(lessonQuestions)) // by question and response
	for i := range counted {
		counted[i] = make(map[string]int)
	}
	right := make([]int, len(lessonQuestions))
	for _, st := range students {
		at := slices.IndexFunc(r.Participants, func(p struct {
			ID       string
			Alias    *string
			Score    float64
			MaxScore float64
			Answers  map[string]struct {
				Response any
				Revision int
				Correct  *bool
				Points   *float64
				Graded   bool
			}
		}) bool {
			return p.ID == st.pid
		})
		if at < 0 {
			t.Errorf("student %d is missing", st.number)
			continue
		}
		p := r.Participants[at]
		if p.Alias == nil || *p.Alias != st.alias {
			t.Errorf("student %d is called %v", st.number, p.Alias)
		}
		sum, most := 0.0, 0.0
		for i, q := range st.questions {
			got, want := p.Answers[q.ID], st.chosen[i]
			most += lessonQuestions[i].points
			response := want.response(q, st.number)
			if !same(q, got.Response, response) || got.Revision != st.revisions[i] {
				t.Errorf("student %d, %s: %v (%d), want %v (%d)", st.number, q.Kind, got.Response, got.Revision, response, st.revisions[i])
			}
			if !lessonQuestions[i].scored {
				if got.Points != nil || got.Correct != nil {
					t.Errorf("student %d, %s: scored", st.number, q.Kind)
				}
			} else if got.Points == nil || math.Abs(*got.Points-want.points) > 1e-9 || *got.Correct != (want.points == lessonQuestions[i].points) {
				t.Errorf("student %d, %s, %v: %v points, want %v", st.number, q.Kind, response, got.Points, want.points)
			}
			sum += want.points
			if lessonQuestions[i].scored && want.points == lessonQuestions[i].points {
				right[i]++
			}
			switch v := response.(type) {
			case string:
				if q.Kind == "choice" {
					counted[i][v]++
				}
			case bool:
				counted[i][strconv.FormatBool(v)]++
			case float64:
				counted[i][strconv.FormatFloat(v, 'f', -1, 64)]++
			case []any:
				if q.Kind == "choices" || q.Kind == "cloud" {
					for _, id := range v {
						counted[i][strings.ToLower(id.(string))]++
					}
				}
			}
		}
		if math.Abs(p.Score-sum) > 1e-9 || p.MaxScore != most {
			t.Errorf("student %d: score %v of %v, want %v of %v", st.number, p.Score, p.MaxScore, sum, most)
		}
	}
	for i, q := range students[0].questions {
		at := slices.IndexFunc(r.Questions, func(x struct {
			ID          string
			Counts      map[string]int
			Answered    int
			CorrectRate *float64
			OtherCount  int
		}) bool {
			return x.ID == q.ID
		})
		if at < 0 {
			t.Errorf("no counts of the %s question", q.Kind)
			continue
		}
		got := r.Questions[at]
		if got.Answered != len(students) {
			t.Errorf("%s: %d answered", q.Kind, got.Answered)
		}
		if lessonQuestions[i].scored != (got.CorrectRate != nil) ||
			got.CorrectRate != nil && math.Abs(*got.CorrectRate-float64(right[i])/float64(len(students))) > 1e-9 {
			t.Errorf("%s: correct rate %v, want %d of %d", q.Kind, got.CorrectRate, right[i], len(students))
		}
		for key, n := range counted[i] {
			if got.OtherCount == 0 && got.Counts[key] != n {
				t.Errorf("%s: %q is counted %d times, want %d", q.Kind, key, got.Counts[key], n)
			}
		}
	}
}

// followsStream waits until the board that the stream keeps shows what the
// results show, and until these events were seen.
func (c *client) followsStream(ada *client, sid string, b *board, events ...string) {
	t := c.t
	t.Helper()
	for _, e := range events {
		eventually(t, "the stream brought "+e, func() bool { return b.seen(e) > 0 })
	}
	var want struct {
		Session                 object
		Participants, Questions []object
	}
	c.want(200, ada, "GET", "/v1/sessions/"+sid+"/results", nil).into(&want)
	participants, questions := make(map[string]object), make(map[string]object)
	for _, p := range want.Participants {
		participants[p["id"].(string)] = p
	}
	for _, q := range want.Questions {
		questions[q["id"].(string)] = q
	}
	var session object
	var gotParticipants, gotQuestions map[string]object
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		session, gotParticipants, gotQuestions = b.snapshot()
		if reflect.DeepEqual(session, want.Session) && reflect.DeepEqual(gotParticipants, participants) && reflect.DeepEqual(gotQuestions, questions) {
			return
		}
		if time.Since(began) > time.Minute {
			break
		}
	}
	if !reflect.DeepEqual(session, want.Session) {
		t.Errorf("the stream's session is\n%v\nwant\n%v", session, want.Session)
	}
	for id, p := range participants {
		if !reflect.DeepEqual(gotParticipants[id], p) {
			t.Errorf("the stream's participant is\n%v\nwant\n%v", gotParticipants[id], p)
		}
	}
	for id, q := range questions {
		if !reflect.DeepEqual(gotQuestions[id], q) {
			t.Errorf("the stream's counts are\n%v\nwant\n%v", gotQuestions[id], q)
		}
	}
	if len(gotParticipants) != len(participants) {
		t.Errorf("the stream has %d participants, want %d", len(gotParticipants), len(participants))
	}
}

// grades sets points by hand, and removes them again.
func (c *client) grades(ada *client, sid string, students []*student) {
	t := c.t
	const text = 3
	st := students[0]
	for students[st.number].chosen[text].points != 0 {
		st = students[st.number+1]
	}
	grade := func(points any) object {
		return object{"grades": []object{{"participantId": st.pid, "questionId": st.questions[text].ID, "revision": st.revisions[text], "points": points}}}
	}
	seen := func() (points float64, graded bool) {
		for _, p := range c.results(ada, sid).Participants {
			if p.ID == st.pid {
				a := p.Answers[st.questions[text].ID]
				return *a.Points, a.Graded
			}
		}
		t.Error("the graded student is missing")
		return 0, false
	}
	path := "/v1/sessions/" + sid + "/grades"
	c.want(422, ada, "PUT", path, grade(99))
	c.want(200, ada, "PUT", path, grade(2.5))
	if points, graded := seen(); points != 2.5 || !graded {
		t.Errorf("graded: %v, %v", points, graded)
	}
	c.want(200, ada, "PUT", path, grade(nil))
	if points, graded := seen(); points != 0 || graded {
		t.Errorf("the grade taken back: %v, %v", points, graded)
	}
	c.compareResults(ada, sid, students)
}

// sharesWithColleague shows who may see a session, and makes a colleague a
// co-teacher for a while.
func (c *client) sharesWithColleague(ada *client, sid string, s *process) {
	t := c.t
	path := "/v1/sessions/" + sid
	linus, grace, alan := c.as(passwordGrant(t, s, "linus@north.example")), c.as(passwordGrant(t, s, "grace@north.example")), c.as(passwordGrant(t, s, "alan@south.example"))
	c.want(401, c, "GET", path, nil)
	for _, below := range []string{"", "/paper", "/results"} {
		c.want(404, linus, "GET", path+below, nil)
		c.want(404, alan, "GET", path+below, nil)
		c.want(200, grace, "GET", path+below, nil) // administers the school
	}
	var invitation struct{ Token, URL string }
	c.want(201, ada, "POST", path+"/co-teachers/invitations", nil).into(&invitation)
	if !strings.Contains(invitation.URL, "#"+invitation.Token) {
		t.Errorf("the invitation is %+v", invitation)
	}
	c.want(404, alan, "POST", "/v1/co-teachers", object{"token": invitation.Token})
	var shared struct{ CoTeachers []struct{ ID, Name string } }
	c.want(200, linus, "POST", "/v1/co-teachers", object{"token": invitation.Token}).into(&shared)
	if len(shared.CoTeachers) != 1 || shared.CoTeachers[0].Name != "Linus North" {
		t.Fatalf("shared with %+v", shared)
	}
	c.want(200, linus, "GET", path+"/results", nil)
	c.want(403, linus, "DELETE", path, nil)
	c.want(204, linus, "DELETE", path+"/co-teachers/"+shared.CoTeachers[0].ID, nil)
	c.want(404, linus, "GET", path, nil)
	var list struct{ Items []struct{ ID string } }
	c.want(200, linus, "GET", "/v1/sessions", nil).into(&list)
	if len(list.Items) != 0 {
		t.Errorf("a colleague's list has %v", list)
	}
}

// erases erases the last two students, one at the teacher's request and one at their own.
func (c *client) erases(ada *client, sid, code string, students []*student) {
	t := c.t
	byTeacher, byThemselves := students[class-1], students[class-2]
	r := ada.do("DELETE", "/v1/sessions/"+sid+"/participants/"+byTeacher.pid, nil)
	if r.status != 202 && r.status != 204 {
		t.Errorf("erasing a student: %d %s", r.status, r.body)
	}
	c.want(404, ada, "DELETE", "/v1/sessions/"+sid+"/participants/"+strings.Repeat("a", domain.IDLength), nil)
	c.want(202, c.as(byThemselves.token), "DELETE", "/v1/me", nil)
	for _, st := range []*student{byTeacher, byThemselves} {
		eventually(t, "the erased student's token is refused", func() bool {
			return c.as(st.token).do("POST", "/v1/answers", object{"answers": []object{answer(st.questions[2], 3, true)}}).status == 401
		})
		c.want(410, c.with(st.key), "POST", "/v1/join", object{"code": code, "alias": st.alias, "locale": "en"})
		if r := c.as(st.token).do("GET", "/v1/me", nil); r.status != 410 && r.status != 401 {
			t.Errorf("an erased student asks for what is held: %d %s", r.status, r.body)
		}
	}
	c.compareResults(ada, sid, students[:class-2])
}

// exports checks the three files.
func (c *client) exports(ada *client, sid string, students []*student) {
	t := c.t
	path := "/v1/sessions/" + sid + "/export?format="
	rowOf := func(rows [][]string, alias string) []string {
		for _, row := range rows {
			if row[0] == alias {
				return row
			}
		}
		t.Errorf("the export has no row of %q", alias)
		return nil
	}
	check := func(kind string, rows [][]string) {
		if len(rows) != len(students)+1 {
			t.Errorf("%s: %d rows for %d students", kind, len(rows), len(students))
		}
		score := slices.Index(rows[0], "Score")
		for _, st := range students {
			alias := st.alias
			if strings.HasPrefix(alias, "=") {
				alias = "'" + alias // defused
			}
			sum := 0.0
			for _, v := range st.chosen {
				sum += v.points
			}
			if row := rowOf(rows, alias); row != nil && row[score] != strconv.FormatFloat(sum, 'f', -1, 64) {
				t.Errorf("%s: %s has %s points, want %v", kind, alias, row[score], sum)
			}
		}
	}
	file := c.want(200, ada, "GET", path+"csv", nil)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	check("CSV", rows)
	if text := strings.Join(rowOf(rows, students[1].alias), "|"); !strings.Contains(text, "Pacific") && !strings.Contains(text, "Arctic") {
		t.Errorf("options are not named: %s", text)
	}

	file = c.want(200, ada, "GET", path+"xlsx", nil)
	book, err := excelize.OpenReader(bytes.NewReader(file.body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	if rows, err = book.GetRows(sheet); err != nil {
		t.Fatal(err)
	}
	check("XLSX", rows)
	for i := range rows {
		for j := range rows[i] {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := book.GetCellFormula(sheet, cell); err != nil || formula != "" {
				t.Errorf("cell %s holds a formula: %q, %v", cell, formula, err)
			}
		}
	}

	var export struct {
		Participants []struct {
			ID, Alias string
		}
	}
	c.want(200, ada, "GET", path+"json", nil).into(&export)
	if len(export.Participants) != len(students) {
		t.Errorf("JSON: %d participants", len(export.Participants))
	}
	c.want(422, ada.bad(), "GET", path+"pdf", nil)
}

// deletesAndRestores deletes the session, which ends the stream, and brings it
// back as it was.
func (c *client) deletesAndRestores(ada *client, sid, code string, s *process, b *board) {
	t := c.t
	path := "/v1/sessions/" + sid
	before := c.results(ada, sid)
	alone := c.as(s.token(t, api.PasswordGrant{User: "ada@north.example", NoMFA: true}))
	for _, r := range []*reply{
		c.want(401, alone, "DELETE", path, nil), c.want(401, alone, "GET", path+"/export?format=csv", nil),
	} {
		if challenge := r.header.Get("WWW-Authenticate"); r.problem() != "second-factor-required" ||
			!strings.Contains(challenge, "insufficient_user_authentication") || !strings.Contains(challenge, `max_age="900"`) {
			t.Errorf("without a second factor: %q %s", challenge, r.body)
		}
	}
	var deleted, again struct{ State, RestorableUntil string }
	c.want(200, ada, "DELETE", path, nil).into(&deleted)
	c.want(200, ada, "DELETE", path, nil).into(&again)
	until, err := time.Parse(time.RFC3339, deleted.RestorableUntil)
	if err != nil || deleted != again || deleted.State != "deleted" {
		t.Errorf("deleted: %+v, then %+v, %v", deleted, again, err)
	}
	if want := domain.AddMonths(time.Now(), 6); until.Sub(want).Abs() > time.Minute {
		t.Errorf("restorable until %v, want %v", until, want)
	}
	select {
	case <-b.done:
	case <-time.After(time.Minute):
		t.Error("the stream continues after the deletion")
	}
	for _, r := range []struct{ method, below string }{
		{"GET", ""}, {"GET", "/results"}, {"GET", "/results/stream"}, {"GET", "/paper"}, {"GET", "/export?format=csv"}, {"PATCH", ""},
	} {
		var body any
		if r.method == "PATCH" {
			body = object{"locked": true}
		}
		c.want(404, ada, r.method, path+r.below, body)
	}
	eventually(t, "students see nothing of it any more", func() bool {
		return c.do("GET", path+"/state", nil).status == 404
	})
	c.want(404, c.with(api.NewKey()), "POST", "/v1/join", object{"code": code, "alias": "Late"})
	var list struct{ Items []object }
	c.want(200, ada, "GET", "/v1/sessions?state=deleted", nil).into(&list)
	if len(list.Items) != 1 || list.Items[0]["id"] != sid || list.Items[0]["restorableUntil"] != deleted.RestorableUntil {
		t.Errorf("the trash has %v", list.Items)
	}
	var restored struct{ State string }
	c.want(200, ada, "POST", path+"/restore", nil).into(&restored)
	if restored.State != "closed" {
		t.Errorf("restored as %s", restored.State)
	}
	if after := c.results(ada, sid); !reflect.DeepEqual(after.Participants, before.Participants) || !reflect.DeepEqual(after.Questions, before.Questions) {
		t.Error("the results are not what they were before the deletion")
	}
	c.want(200, ada, "POST", path+"/restore", nil) // a retry
}

// teacherPaced goes through a session question by question, with solutions after
// the close.
func (c *client) teacherPaced(ada *client) {
	t := c.t
	questions := []object{
		{"kind": "choice", "prompt": "First?", "options": texts("yes", "no"), "correct": "a", "explanation": "So it is."},
		{"kind": "number", "prompt": "Second?", "correct": 2},
	}
	var set struct{ ID string }
	c.want(201, ada, "POST", "/v1/question-sets", object{"title": "Paced", "questions": questions}).into(&set)
	sid, code := c.opens(ada, object{"questionSetId": set.ID, "mode": "teacher-paced", "feedback": "after-close"})
	var paper struct{ Questions []question }
	c.want(200, ada, "GET", "/v1/sessions/"+sid+"/paper", nil).into(&paper)
	st := c.joins(code, "Paced", api.NewKey())
	if len(st.Session.Questions) != 0 {
		t.Errorf("before the first question students have %v", st.Session.Questions)
	}
	show := func(q string) {
		c.want(200, ada, "PATCH", "/v1/sessions/"+sid, object{"currentQuestion": q})
		eventually(t, "the students see the question", func() bool {
			var state struct {
				CurrentQuestion string
				Question        question
			}
			c.do("GET", "/v1/sessions/"+sid+"/state", nil).into(&state)
			return state.CurrentQuestion == q && state.Question.ID == q
		})
	}
	problem := func(a object) string {
		var got struct {
			Results []struct{ Status, Problem string }
		}
		c.want(200, c.as(st.Token), "POST", "/v1/answers", object{"answers": []object{a}}).into(&got)
		return got.Results[0].Problem
	}
	first, second := paper.Questions[0], paper.Questions[1]
	show(first.ID)
	c.gives(st.Token, answer(first, 1, first.option("no")))
	if p := problem(answer(second, 1, 2)); p != "unknown-question" {
		t.Errorf("answering a question that wasn't shown: %q", p)
	}
	c.want(200, ada, "PATCH", "/v1/sessions/"+sid, object{"currentQuestion": second.ID})
	c.gives(st.Token, answer(second, 1, 2)) // at once: the session is read again
	show(second.ID)
	if p := problem(answer(first, 2, first.option("yes"))); p != "not-current" {
		t.Errorf("answering the question before: %q", p)
	}
	if late := c.joins(code, "Late", api.NewKey()); len(late.Session.Questions) != 2 {
		t.Errorf("whoever comes late has %v", late.Session.Questions)
	}
	solutions := "/v1/sessions/" + sid + "/solutions"
	if r := c.want(409, c.as(st.Token), "GET", solutions, nil); r.problem() != "not-closed" {
		t.Errorf("solutions before the close: %s", r.body)
	}
	c.want(200, ada, "PATCH", "/v1/sessions/"+sid, object{"state": "closed"})
	eventually(t, "the solutions are out", func() bool { return c.as(st.Token).do("GET", solutions, nil).status == 200 })
	var out struct {
		Items []struct {
			QuestionID, Explanation string
			Solution                any
		}
	}
	c.want(200, c.as(st.Token), "GET", solutions, nil).into(&out)
	if len(out.Items) != 2 || out.Items[0].Solution != first.option("yes") || out.Items[0].Explanation != "So it is." || out.Items[1].Solution != 2.0 {
		t.Errorf("the solutions are %+v", out)
	}
	c.want(401, c.bad(), "GET", solutions, nil)
	eventually(t, "answers come too late", func() bool {
		r := c.as(st.Token).do("POST", "/v1/answers", object{"answers": []object{answer(second, 2, 3)}})
		return r.status == 409 && r.problem() == "session-closed"
	})
	c.want(409, ada, "PATCH", "/v1/sessions/"+sid, object{"state": "open"})
}

// immediate answers with immediate feedback, after which an answer can't be changed.
func (c *client) immediate(ada *client) {
	t := c.t
	questions := []object{
		{"kind": "choice", "prompt": "Which?", "options": []object{{"text": "this", "feedback": "Not this."}, {"text": "that"}}, "correct": "b", "points": 2, "explanation": "That."},
		{"kind": "scale", "prompt": "Sure?", "scale": object{"min": 1, "max": 3}},
	}
	var set struct{ ID string }
	c.want(201, ada, "POST", "/v1/question-sets", object{"title": "At once", "questions": questions}).into(&set)
	_, code := c.opens(ada, object{"questionSetId": set.ID, "mode": "self-paced", "feedback": "immediate"})
	st := c.joins(code, "Curious", api.NewKey())
	choice, scale := st.Session.Questions[0], st.Session.Questions[1]
	var got struct {
		Results []struct {
			Status, Problem string
			Feedback        struct {
				Correct  *bool
				Points   *float64
				Solution any
				Comment  string
			}
		}
	}
	send := func(answers ...object) {
		got.Results = nil
		c.want(200, c.as(st.Token), "POST", "/v1/answers", object{"answers": answers}).into(&got)
	}
	send(answer(choice, 1, choice.option("this")), answer(scale, 1, 3))
	f, g := got.Results[0].Feedback, got.Results[1].Feedback
	if f.Correct == nil || *f.Correct || *f.Points != 0 || f.Solution != choice.option("that") || f.Comment != "Not this." || g.Correct != nil || g.Solution != nil {
		t.Errorf("the feedback is %s", must(json.Marshal(got)))
	}
	send(answer(choice, 2, choice.option("that")))
	if r := got.Results[0]; r.Status != "rejected" || r.Problem != "already-answered" {
		t.Errorf("a change of mind after the feedback: %+v", r)
	}
}
