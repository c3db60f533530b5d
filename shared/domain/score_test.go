package domain_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestScore(t *testing.T) {
	t.Parallel()
	for _, tt := range slices.Concat(each(func(f *fixture) []scored { return f.scores })...) {
		q, k := pinned(t, tt.question)
		response, problem := q.CheckResponse(json.RawMessage(tt.response))
		if problem != "" {
			t.Errorf("%s is refused: %s", tt.response, problem)
			continue
		}
		want := domain.Score{Scored: true, Correct: tt.correct, Points: tt.points}
		if got := k.Score(response, nfkc); got != want {
			t.Errorf("%s: %s scores %+v, want %+v", tt.question, tt.response, got, want)
		}
	}

	// Of order and match the ids are known only once they are shuffled.
	_, k := one(t, orderThree)
	first, second, third := k.Right[0], k.Right[1], k.Right[2]
	for _, tt := range []struct {
		ids    []string
		points float64
	}{
		{[]string{first, second, third}, 10},
		{[]string{first, third, second}, 3.33},
		{[]string{third, first, second}, 0},
		{[]string{first, second}, 0},
	} {
		want := domain.Score{Scored: true, Correct: tt.points == 10, Points: tt.points}
		if got := k.Score(mustJSON(tt.ids), nfkc); got != want {
			t.Errorf("order %v of %v scores %+v, want %+v", tt.ids, k.Right, got, want)
		}
	}
	_, k = one(t, matchThree)
	response := make(map[string]string)
	for i, o := range []string{"a", "b", "c"} {
		if got, want := k.Score(mustJSON(response), nfkc).Points, 3*float64(i); got != want {
			t.Errorf("match with %d pairs right scores %v, want %v", i, got, want)
		}
		response[o] = k.Match[o]
	}
	if got := k.Score(mustJSON(response), nfkc); !got.Correct || got.Points != 9 {
		t.Errorf("match with all pairs right scores %+v", got)
	}
}

func TestUnscored(t *testing.T) {
	t.Parallel()
	for _, question := range []string{
		scaleFixture.question, cloudFixture.question,
		`{"kind":"choice","prompt":"P","points":5,"options":[{"text":"x"},{"text":"y"}],"feedback":{"incorrect":"Wrong."}}`,
		`{"kind":"choices","prompt":"P","options":[{"text":"x"},{"text":"y"}]}`,
		`{"kind":"trueFalse","prompt":"P"}`, `{"kind":"text","prompt":"P"}`, `{"kind":"number","prompt":"P","tolerance":1}`,
	} {
		q, k := one(t, question)
		for _, r := range []string{`"a"`, `["a"]`, `true`, `1`} {
			if s := k.Score(json.RawMessage(r), nfkc); s != (domain.Score{}) {
				t.Errorf("%s: %s scores %+v", q.Kind, r, s)
			}
			if f := k.FeedbackFor(json.RawMessage(r), nfkc); f != nil {
				t.Errorf("%s: %s is told %q", q.Kind, r, f)
			}
		}
		if q.Points != 0 || k.Solution() != nil {
			t.Errorf("%s has %v points and solution %s", q.Kind, q.Points, k.Solution())
		}
	}
	// An essay has points, and nothing that gives them but its teacher.
	q, k := one(t, `{"kind":"text","prompt":"P","points":5,"feedback":{"incorrect":"Wrong."}}`)
	if s := k.Score(json.RawMessage(`"a"`), nfkc); s != (domain.Score{}) || q.Points != 5 || k.Solution() != nil {
		t.Errorf("an essay of %v points scores %+v, with the solution %s", q.Points, s, k.Solution())
	}
	if f := k.FeedbackFor(json.RawMessage(`"a"`), nfkc); f != nil {
		t.Errorf("the author of an essay is told %q", f)
	}
}

// No response is worth less than nothing or more than everything, and Correct
// goes with full points.
func TestScoreStaysWithinPoints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, key := split(t)
		i := rapid.IntRange(0, len(paper.Questions)-1).Draw(t, "question")
		q, k := &paper.Questions[i], &key.Questions[i]
		canonical, problem := q.CheckResponse(response(t, q))
		if problem != "" {
			t.Fatal(problem)
		}
		s := k.Score(canonical, nfkc)
		if s.Scored != (k.Solution() != nil) || !s.Scored && s != (domain.Score{}) {
			t.Fatalf("%s with solution %s scores %+v", q.Kind, k.Solution(), s)
		}
		if !(s.Points >= 0 && s.Points <= math.Ceil(q.Points*100)/100) || s.Correct && s.Points != q.Points {
			t.Fatalf("%s scores %+v of %v", canonical, s, q.Points)
		}
	})
}

// For tolerance the oracle is decimal arithmetic in whole thousandths.
func TestToleranceIsInclusive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value, tolerance := rapid.IntRange(-50000, 50000).Draw(t, "value"), rapid.IntRange(0, 2000).Draw(t, "tolerance")
		x := value + rapid.IntRange(-2*tolerance-2, 2*tolerance+2).Draw(t, "distance")
		decimal := func(n int) string {
			sign := ""
			if n < 0 {
				sign, n = "-", -n
			}
			return fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000)
		}
		s := domain.QuestionSet{Title: "T", Questions: []domain.Question{{
			Kind: domain.KindNumber, Prompt: "P", Correct: json.RawMessage(decimal(value)), Tolerance: float64(tolerance) / 1000,
		}}}
		if err := s.Normalize(); err != nil {
			t.Fatal(fields(err))
		}
		_, k := s.Split(source(1))
		distance := x - value
		want := max(distance, -distance) <= tolerance
		if got := k.Questions[0].Score(json.RawMessage(decimal(x)), nil).Correct; got != want {
			t.Fatalf("%s for %s ± %s: got %v", decimal(x), decimal(value), decimal(tolerance), got)
		}
	})
}

func TestSolution(t *testing.T) {
	t.Parallel()
	for _, tt := range slices.Concat(each(func(f *fixture) [][2]string { return f.solutions })...) {
		q, k := pinned(t, tt[0])
		if got := string(k.Solution()); got != tt[1] {
			t.Errorf("%s: the solution is %s, want %s", tt[0], got, tt[1])
		}
		checkSolution(t, q, k)
	}
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ question, want string }{
		{`{"kind":"text","prompt":"P","correct":"Paris"}`, `null`},
		{`{"kind":"text","prompt":"P","correct":["Paris","Paname"]}`, `["Paris","Paname"]`},
		{`{"kind":"text","prompt":"P","correct":[{"text":"Paris","feedback":"Yes."},{"text":"Lutetia","weight":50}]}`, `null`},
		{`{"kind":"text","prompt":"P","correct":[{"text":"Lyon","weight":0},"Paris",{"text":"Paname","feedback":"Nice."}]}`, `["Paris","Paname"]`},
		{`{"kind":"text","prompt":"P","points":3}`, `null`},
		{`{"kind":"number","prompt":"P","correct":3}`, `null`},
		{`{"kind":"number","prompt":"P","correct":3,"tolerance":0.5}`, `[{"value":3,"tolerance":0.5}]`},
		{`{"kind":"number","prompt":"P","correct":[{"value":3,"tolerance":0},{"value":4,"weight":50}],"tolerance":0.5}`, `null`},
		{`{"kind":"number","prompt":"P","correct":{"min":3,"max":4}}`, `[{"min":3,"max":4}]`},
		{`{"kind":"number","prompt":"P","correct":[1,{"value":2,"tolerance":0.1,"feedback":"Close."},{"min":5,"max":6,"weight":50}]}`, `[{"value":1},{"value":2,"tolerance":0.1}]`},
		{`{"kind":"number","prompt":"P"}`, `null`},
		{`{"kind":"choice","prompt":"P","options":[{"text":"x"},{"text":"y"}],"correct":"a"}`, `null`},
		{`{"kind":"scale","prompt":"P","scale":{"min":1,"max":5}}`, `null`},
	} {
		_, k := pinned(t, tt.question)
		if got, err := json.Marshal(k.Accepted()); err != nil || string(got) != tt.want {
			t.Errorf("%s: accepted are %s (%v), want %s", tt.question, got, err, tt.want)
		}
	}
}

func TestFeedbackFor(t *testing.T) {
	t.Parallel()
	for _, tt := range slices.Concat(each(func(f *fixture) []remark { return f.remarks })...) {
		_, k := pinned(t, tt.question)
		if got := k.FeedbackFor(json.RawMessage(tt.response), nfkc); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s is told %q, want %q", tt.question, tt.response, got, tt.want)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	for _, kind := range domain.Kinds() {
		q, k := one(b, fixtureOf(kind).question)
		solution := k.Solution()
		if solution == nil {
			continue
		}
		response, _ := q.CheckResponse(solution)
		b.Run(string(kind), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !k.Score(response, nfkc).Correct {
					b.Fatal("the solution is wrong")
				}
			}
		})
	}
}
