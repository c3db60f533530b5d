package teacher_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var give = functiontest.Give

// describe returns an answer in short: "points correct", with "-" for null.
func describe(a functiontest.Answer) string {
	points, correct := "-", "-"
	if a.Points != nil {
		points = fmt.Sprint(*a.Points)
	}
	if a.Correct != nil {
		correct = fmt.Sprint(*a.Correct)
	}
	s := points + " " + correct
	if a.Graded {
		s += " graded"
	}
	return s
}

func TestResultsScoreEveryKind(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})

	// The session's own ids, which differ from the author's.
	var order []string // the options in the right order
	match := make(map[string]string)
	for _, q := range l.Paper() {
		switch q.ID {
		case "order":
			texts := make(map[string]string)
			for _, o := range q.Options {
				texts[o.Text] = o.ID
			}
			order = []string{texts["Thames"], texts["Rhine"], texts["Volga"]}
		case "match":
			city := map[string]string{"Seine": "Paris", "Tiber": "Rome", "Spree": "Berlin"}
			for _, o := range q.Options {
				for _, target := range q.Targets {
					if city[o.Text] == target.Text {
						match[o.ID] = target.ID
					}
				}
			}
		}
	}
	partly := maps.Clone(match)
	for o := range partly {
		delete(partly, o)
		break
	}
	for _, c := range []struct {
		question string
		response any
		want     string
	}{
		{"choice", `"b"`, "2 true"},
		{"choice", `"a"`, "0 false"},
		{"choices", `["a","b"]`, "4 true"},
		{"choices", `["a"]`, "2 false"},
		{"choices", `["a","b","c"]`, "2 false"},
		{"choices", `["a","c"]`, "0 false"},
		{"choices", `["c","d"]`, "0 false"},
		{"trueFalse", `true`, "1 true"},
		{"trueFalse", `false`, "0 false"},
		{"text", `"Paris"`, "2 true"},
		{"text", `" PARIS  "`, "2 true"},
		{"text", "\"\uff30aris\"", "2 true"}, // a full-width P
		{"text", `"paname"`, "2 true"},
		{"text", `"Lutetia"`, "1 false"},
		{"text", `"Lyon"`, "0 false"},
		{"number", `346`, "1 true"},
		{"number", `336`, "1 true"},
		{"number", `356.0001`, "0 false"},
		{"order", order, "3 true"},
		{"order", []string{order[0], order[2], order[1]}, "1 false"},
		{"order", []string{order[1], order[2], order[0]}, "0 false"},
		{"match", match, "3 true"},
		{"match", partly, "2 false"},
		{"match", map[string]string{}, "0 false"},
		{"scale", `5`, "- -"},
		{"cloud", `["a"]`, "- -"},
	} {
		st := l.Join("Ada")
		st.Record(c.question, c.response)
		p := l.Results().Of(t, st.ID)
		a := p.Answers[c.question]
		if got := describe(a); got != c.want || len(p.Answers) != 1 || a.Points != nil && p.Score != *a.Points || p.MaxScore != 16 {
			t.Errorf("%s %v: %s, want %s; score %v of %v", c.question, c.response, got, c.want, p.Score, p.MaxScore)
		}
	}
}

func TestResults(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo, cy := l.Join("Ada"), l.Join("Bo"), l.Join("Cy")

	// Revisions are folded to the highest, in whatever order they come; among
	// equal ones the first counts.
	ada.Answer(give("choice", 3, `"b"`))
	ada.Answer(give("choice", 1, `"a"`), give("choice", 2, `"c"`))
	ada.Answer(give("choice", 3, `"a"`))
	ada.Answer(give("text", 1, `"Paris"`))
	bo.Answer(give("choice", 1, `"a"`), give("scale", 1, `5`), give("cloud", 1, `["Sea","ship","sea"]`))
	bo.Answer(give("text", 1, `"PARIS"`))
	cy.Answer(give("choices", 1, `["a"]`), give("choices", 2, `[]`)) // taken back

	r := l.Results()
	var aliases []string
	for _, p := range r.Participants {
		aliases = append(aliases, *p.Alias)
	}
	if !slices.Equal(aliases, []string{"Ada", "Bo", "Cy"}) {
		t.Errorf("participants %v, want them as they joined", aliases)
	}
	p := r.Of(t, ada.ID)
	if a := p.Answers["choice"]; string(a.Response) != `"b"` || a.Revision != 3 || a.ReceivedAt.IsZero() || p.Score != 4 {
		t.Errorf("Ada's answer: %+v, score %v", a, p.Score)
	}
	if r.Session.ID != l.ID || r.Session.State != domain.Open {
		t.Errorf("session %+v", r.Session)
	}
	describe := func(c domain.QuestionCounts) string {
		rate := "-"
		if c.CorrectRate != nil {
			rate = fmt.Sprintf("%.2f", *c.CorrectRate)
		}
		return fmt.Sprintf("%v %d %s", c.Counts, c.Answered, rate)
	}
	want := map[string]string{
		"choice":    "map[a:1 b:1 c:0] 2 0.50",
		"choices":   "map[a:0 b:0 c:0 d:0] 0 -",
		"trueFalse": "map[false:0 true:0] 0 -",
		"text":      "map[paris:2] 2 1.00",
		"number":    "map[] 0 -",
		"order":     "map[] 0 -",
		"match":     "map[] 0 -",
		"scale":     "map[1:0 2:0 3:0 4:0 5:1] 1 -",
		"cloud":     "map[sea:1 ship:1] 1 -",
	}
	for i, c := range r.Questions {
		if c.ID != functiontest.Kinds[i] || describe(c) != want[c.ID] {
			t.Errorf("%s: %s, want %s", c.ID, describe(c), want[c.ID])
		}
	}

	// An erased student disappears, with everything of theirs that was counted.
	l.As(functiontest.Ada, "DELETE", "/participants/"+bo.ID, nil).Want(202)
	r = l.Results()
	if len(r.Participants) != 2 || describe(r.Questions[0]) != "map[a:0 b:1 c:0] 1 1.00" || describe(r.Questions[3]) != "map[paris:1] 1 1.00" || describe(r.Questions[8]) != "map[] 0 -" {
		t.Errorf("after an erasure: %+v", r)
	}
	for _, id := range []string{bo.ID, ada.ID} { // again, and the next
		l.As(functiontest.Ada, "DELETE", "/participants/"+id, nil).Want(202)
	}
	l.As(functiontest.Ada, "DELETE", "/participants/"+s.NewID(), nil).WantProblem(404, "not-found")
	s.Do("DELETE", l.Path("/participants/nonsense"), functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true}).WantProblem(404, "not-found")
}

// In teacher-paced sessions one can reach what was shown.
func TestResultsOfATeacherPacedSession(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced})
	ada := l.Join("Ada")
	for i, question := range []string{"choice", "order"} {
		l.Patch(`{"currentQuestion": "` + question + `"}`)
		if p := l.Results().Of(t, ada.ID); p.MaxScore != []float64{2, 5}[i] {
			t.Errorf("at %s: %v points can be reached", question, p.MaxScore)
		}
	}
}

// watchful counts what opening a session's results costs.
type watchful struct {
	teacher.Store
	teacher.Vault
	teacher.Wrapper
	unwraps, boxes atomic.Int32
	late           func() // happens when the boxes were read
	happened       atomic.Bool
}

func (w *watchful) Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error) {
	w.unwraps.Add(1)
	return w.Wrapper.Unwrap(ctx, path, wrapped)
}

func (w *watchful) AllBoxes(ctx context.Context, sid string) (map[string]store.Boxes, error) {
	w.boxes.Add(1)
	all, err := w.Vault.AllBoxes(ctx, sid)
	if w.late != nil {
		w.late()
		w.happened.Store(true)
	}
	return all, err
}

// Participants are read after the boxes, as may happen.
func (w *watchful) Participants(ctx context.Context, sid string) ([]domain.Participant, error) {
	if w.late != nil {
		for !w.happened.Load() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			time.Sleep(time.Millisecond)
		}
	}
	return w.Store.Participants(ctx, sid)
}

func TestResultsTakeOneKMSCall(t *testing.T) {
	t.Parallel()
	var w watchful
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) {
		w.Store, w.Vault, w.Wrapper = d.Store, d.Vault, d.SessionKeys
		d.SessionKeys, d.Vault, d.Store = &w, &w, &w
	}})
	l := s.Open(functiontest.Start{})
	for range 5 {
		l.Join("Ada").Record("choice", `"b"`)
	}
	if n := w.unwraps.Load(); n != 0 {
		t.Errorf("%d KMS calls before anybody looked", n)
	}
	if r := l.Results(); len(r.Participants) != 5 || w.unwraps.Load() != 1 || w.boxes.Load() != 1 {
		t.Errorf("%d participants, %d KMS calls, %d queries of boxes", len(r.Participants), w.unwraps.Load(), w.boxes.Load())
	}

	// A student who joins just between the two reads is there with their name.
	joined := make(chan *functiontest.Student, 1)
	w.late = func() { joined <- l.Join("Late") }
	r := l.Results()
	w.late = nil
	if p := r.Of(t, (<-joined).ID); p.Alias == nil || *p.Alias != "Late" {
		t.Errorf("%+v", p)
	}
}

// One student's damage doesn't hide the others, and nothing that was sealed
// elsewhere is shown.
func TestResultsWithWhatDoesNotOpen(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Record("choice", `"b"`)
	bo.Record("choice", `"b"`)
	key := func(st *functiontest.Student) seal.Key {
		got, err := s.Tickets.Open(st.Token, s.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return got.Key
	}
	at := func(st *functiontest.Student) string { return seal.ParticipantPath(l.ID, st.ID) }
	for _, rec := range []domain.Record{
		// Bo's answer in Ada's name, Ada's own to another question, and noise.
		{Participant: ada.ID, Question: "text", Revision: 1, Sealed: key(bo).Seal(at(bo), seal.Answer("text", 1), []byte(`"x"`))},
		{Participant: ada.ID, Question: "number", Revision: 1, Sealed: key(ada).Seal(at(ada), seal.Answer("text", 1), []byte(`1`))},
		{Participant: ada.ID, Question: "nothing", Revision: 1, Sealed: key(ada).Seal(at(ada), seal.Answer("nothing", 1), []byte(`1`))},
		{Participant: ada.ID, Question: "scale", Revision: 1, Sealed: []byte("noise")},
		{Participant: s.NewID(), Question: "scale", Revision: 1, Sealed: []byte("noise")},
	} {
		if _, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), []domain.Record{rec}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Store.CreateParticipant(t.Context(), l.ID, domain.Participant{ID: s.NewID(), JoinedAt: s.Clock.Now(), Alias: []byte("noise")}); err != nil {
		t.Fatal(err)
	}
	r := l.Results()
	if len(r.Participants) != 3 || len(r.Of(t, ada.ID).Answers) != 1 || r.Of(t, bo.ID).Score != 2 {
		t.Errorf("%+v", r.Participants)
	}
	if last := r.Participants[2]; last.Alias != nil || len(last.Answers) != 0 {
		t.Errorf("one without a key: %+v", last)
	}
}

// An essay has no key: what it earns is what its teacher gives.
func TestEssay(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: `{"title": "Essays", "questions": [
		{"id": "essay", "kind": "text", "prompt": "Why?", "points": 5},
		{"id": "poll", "kind": "text", "prompt": "Well?"},
		{"id": "key", "kind": "trueFalse", "prompt": "So?", "correct": true}]}`})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Answer(give("essay", 1, `"Because."`), give("poll", 1, `"Fine."`), give("key", 1, `true`))
	bo.Answer(give("essay", 1, `"No idea."`), give("key", 1, `false`))

	expect := func(what, wantAda, wantBo string, score, rate float64) {
		t.Helper()
		r := l.Results()
		p := r.Of(t, ada.ID)
		a, b := describe(p.Answers["essay"]), describe(r.Of(t, bo.ID).Answers["essay"])
		if a != wantAda || b != wantBo || p.Score != score || p.MaxScore != 6 {
			t.Errorf("%s: Ada %s, Bo %s, Ada's score %v of %v; want %s, %s, %v of 6", what, a, b, p.Score, p.MaxScore, wantAda, wantBo, score)
		}
		if got := r.Questions[0].CorrectRate; (got == nil) != (rate < 0) || got != nil && *got != rate {
			t.Errorf("%s: the essay's rate is %v, want %v", what, got, rate)
		}
	}
	grade := func(question, points string) *functiontest.Reply {
		body := `{"grades": [{"participantId": "` + ada.ID + `", "questionId": "` + question + `", "revision": 1, "points": ` + points + `}]}`
		return s.Do("PUT", l.Path("/grades"), functiontest.Request{Token: s.Token(functiontest.Ada), Body: body, Bad: true})
	}
	expect("before", "- -", "- -", 1, -1)
	grade("essay", "5").Want(200)
	expect("graded", "5 true graded", "- -", 6, 1)
	grade("essay", "3.5").Want(200)
	expect("graded again", "3.5 false graded", "- -", 4.5, 0)
	grade("essay", "5.5").WantProblem(422, "invalid")
	grade("poll", "1").WantProblem(422, "invalid")

	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(export(l, "csv").Body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v, %v", rows, err)
	}
	if got, want := rows[1][4:], []string{"4.5", "6", "", "Because.", "3.5", "Fine.", "", "true", "1"}; !slices.Equal(got, want) {
		t.Errorf("Ada's row is %q, want %q", got, want)
	}
	if got, want := rows[2][4:], []string{"0", "6", "", "No idea.", "", "", "", "false", "0"}; !slices.Equal(got, want) {
		t.Errorf("Bo's row is %q, want %q", got, want)
	}
	grade("essay", "null").Want(200)
	expect("taken back", "- -", "- -", 1, -1)
}

func TestGrades(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Record("text", `"Lyon"`)
	ada.Record("choice", `"b"`)
	bo.Record("text", `"Paris"`)
	grade := func(body string) *functiontest.Reply {
		body = strings.NewReplacer("ADA", ada.ID, "BO", bo.ID).Replace(body)
		return s.Do("PUT", l.Path("/grades"), functiontest.Request{Token: s.Token(functiontest.Ada), Body: body, Bad: true})
	}
	expect := func(what, wantAda, wantBo string, score float64) {
		t.Helper()
		r := l.Results()
		a, b := describe(r.Of(t, ada.ID).Answers["text"]), describe(r.Of(t, bo.ID).Answers["text"])
		if a != wantAda || b != wantBo || r.Of(t, ada.ID).Score != score {
			t.Errorf("%s: Ada %s, Bo %s, Ada's score %v; want %s, %s, %v", what, a, b, r.Of(t, ada.ID).Score, wantAda, wantBo, score)
		}
	}
	expect("before", "0 false", "2 true", 2)
	grade(`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 1, "points": 1.5}, {"participantId": "BO", "questionId": "text", "revision": 1, "points": 0}]}`).Want(200)
	expect("graded", "1.5 false graded", "0 false graded", 3.5)
	grade(`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 1, "points": 2}]}`).Want(200)
	expect("all points", "2 true graded", "0 false graded", 4)
	// A grade belongs to one revision, and waits for it.
	ada.Answer(give("text", 2, `"Lutetia"`))
	expect("a later answer", "1 false", "0 false graded", 3)
	grade(`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 3, "points": 0.25}]}`).Want(200)
	expect("a grade ahead", "1 false", "0 false graded", 3)
	ada.Answer(give("text", 3, `"Pariss"`))
	expect("the answer to it", "0.25 false graded", "0 false graded", 2.25)
	grade(`{"grades": [{"participantId": "BO", "questionId": "text", "revision": 1, "points": null}]}`).Want(200)
	expect("taken back", "0.25 false graded", "2 true", 2.25)

	for body, want := range map[string]string{
		`{"grades": []}`: "/grades",
		`{"grades": [{"participantId": "nobody", "questionId": "text", "revision": 1, "points": 1}]}`: "/grades/0/participantId",
		`{"grades": [{"participantId": "ADA", "questionId": "nothing", "revision": 1, "points": 1}]}`: "/grades/0/questionId",
		`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 0, "points": 1}]}`:    "/grades/0/revision",
		`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 51, "points": 1}]}`:   "/grades/0/revision",
		`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 1, "points": 2.01}]}`: "/grades/0/points",
		`{"grades": [{"participantId": "ADA", "questionId": "text", "revision": 1, "points": -1}]}`:   "/grades/0/points",
		`{"grades": [{"participantId": "ADA", "questionId": "cloud", "revision": 1, "points": 0}]}`:   "/grades/0/points",
	} {
		var got struct{ Errors []domain.FieldError }
		r := grade(body)
		r.JSON(&got)
		if r.Status != 422 || len(got.Errors) != 1 || got.Errors[0].Pointer != want {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
	l.As(functiontest.Ada, "DELETE", "/participants/"+bo.ID, nil).Want(202)
	for _, who := range []string{"BO", s.NewID()} {
		grade(`{"grades": [{"participantId": "`+who+`", "questionId": "text", "revision": 1, "points": 1}]}`).WantProblem(404, "not-found")
	}
	// Grades are sealed under the student's key.
	p, err := s.Store.Participant(t.Context(), l.ID, ada.ID)
	if err != nil || len(p.Grades) == 0 || strings.Contains(string(p.Grades), "text") {
		t.Errorf("%q, %v", p.Grades, err)
	}
}
