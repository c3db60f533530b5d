package rights_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestMeResults(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	const set = `{"title": "T", "questions": [
		{"id": "a", "kind": "trueFalse", "prompt": "?", "correct": true, "points": 2},
		{"id": "b", "kind": "text", "prompt": "?", "points": 3},
		{"id": "c", "kind": "scale", "prompt": "?", "scale": {"min": 1, "max": 5}},
		{"id": "d", "kind": "trueFalse", "prompt": "?", "correct": true}]}`
	for _, c := range []struct {
		feedback             domain.Feedback
		open, closed, graded string
	}{
		{domain.FeedbackNone, "null", "null", "null"},
		{domain.FeedbackImmediate,
			`{"score":2,"maxScore":6,"questions":[{"id":"a","correct":true,"points":2,"maxPoints":2},{"id":"b","correct":null,"points":null,"maxPoints":3},{"id":"c","correct":null,"points":null,"maxPoints":0}]}`,
			`{"score":2,"maxScore":6,"questions":[{"id":"a","correct":true,"points":2,"maxPoints":2},{"id":"b","correct":null,"points":null,"maxPoints":3},{"id":"c","correct":null,"points":null,"maxPoints":0},{"id":"d","correct":null,"points":null,"maxPoints":1}]}`,
			`{"score":3.25,"maxScore":6,"questions":[{"id":"a","correct":true,"points":2,"maxPoints":2},{"id":"b","correct":false,"points":1.25,"maxPoints":3},{"id":"c","correct":null,"points":null,"maxPoints":0},{"id":"d","correct":null,"points":null,"maxPoints":1}]}`},
		{domain.FeedbackAfterClose, "null",
			`{"score":2,"maxScore":6,"questions":[{"id":"a","correct":true,"points":2,"maxPoints":2},{"id":"b","correct":null,"points":null,"maxPoints":3},{"id":"c","correct":null,"points":null,"maxPoints":0},{"id":"d","correct":null,"points":null,"maxPoints":1}]}`,
			`{"score":3.25,"maxScore":6,"questions":[{"id":"a","correct":true,"points":2,"maxPoints":2},{"id":"b","correct":false,"points":1.25,"maxPoints":3},{"id":"c","correct":null,"points":null,"maxPoints":0},{"id":"d","correct":null,"points":null,"maxPoints":1}]}`},
	} {
		l := s.Open(functiontest.Start{Feedback: c.feedback, Questions: set})
		ada, bo := l.Join("Ada"), l.Join("Bo")
		if c.feedback == domain.FeedbackAfterClose {
			ada.Answer(give("a", 1, "false"), give("a", 2, "true")) // the last revision counts
		} else {
			ada.Answer(give("a", 1, "true"))
		}
		ada.Answer(give("b", 1, `"Rain."`), give("c", 1, "4"))
		bo.Record("d", "true")
		want := func(when, results string) {
			t.Helper()
			var got me
			get(s, ada.Token).Want(200).JSON(&got)
			if string(got.Results) != results || string(got.Receipts) != "[]" {
				t.Errorf("%s, %s: %s, want %s; receipts %s", c.feedback, when, got.Results, results, got.Receipts)
			}
		}
		want("open", c.open)
		closedAt := s.Clock.Now()
		l.Patch(`{"state": "closed"}`)
		if c.feedback == domain.FeedbackAfterClose {
			// An answer of a friend's that is under way could still use a score.
			if time.Since(closedAt) < time.Second {
				want("just closed", "null")
			}
			time.Sleep(domain.CloseGrace + 100*time.Millisecond) // by Firestore's clock
		}
		if c.feedback == domain.FeedbackImmediate {
			time.Sleep(domain.CloseGrace + 100*time.Millisecond)
		}
		want("closed", c.closed)
		l.As(functiontest.Ada, "PUT", "/grades", `{"grades": [{"participantId": "`+ada.ID+`", "questionId": "b", "revision": 1, "points": 1.25}]}`).Want(200)
		want("graded", c.graded)
		if p := l.Results().Of(t, ada.ID); c.feedback != domain.FeedbackNone && (p.Score != 3.25 || p.MaxScore != 6) {
			t.Errorf("the teacher sees %v of %v", p.Score, p.MaxScore)
		}
	}
}

// In a teacher-paced session only what was shown is scored.
func TestMeResultsTeacherPaced(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackImmediate, Mode: domain.TeacherPaced})
	ada := l.Join("Ada")
	l.Patch(`{"currentQuestion": "choice"}`)
	s.Clock.Advance(2 * time.Second)
	ada.Record("choice", `"b"`)
	var got me
	get(s, ada.Token).Want(200).JSON(&got)
	if want := `{"score":2,"maxScore":2,"questions":[{"id":"choice","correct":true,"points":2,"maxPoints":2}]}`; string(got.Results) != want {
		t.Errorf("%s, want %s", got.Results, want)
	}
}
