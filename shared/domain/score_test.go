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
	const (
		choice   = `"kind":"choice","prompt":"P","points":10,"options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":"b"`
		weighted = `"kind":"choice","prompt":"P","points":10,"options":[{"text":"x","weight":50},{"text":"y","weight":100},{"text":"z","weight":-25}]`
		choices  = `"kind":"choices","prompt":"P","points":10,"options":[{"text":"v"},{"text":"w"},{"text":"x"},{"text":"y"},{"text":"z"}],"correct":["a","b","c"]`
		moodle   = `"kind":"choices","prompt":"P","points":10,"options":[{"text":"w","weight":33.333},{"text":"x","weight":33.333},{"text":"y","weight":33.333},{"text":"z","weight":-50}]`
		truth    = `"kind":"trueFalse","prompt":"P","points":2,"correct":false`
		text     = `"kind":"text","prompt":"P","points":10,"correct":["Paris",{"text":"Paris, France"},{"text":"Lutetia","weight":50},{"text":"LUTETIA","weight":25},{"text":"Lyon","weight":0}]`
		number   = `"kind":"number","prompt":"P","points":10,"correct":[{"value":5},{"value":9.9,"tolerance":0.1,"weight":50},{"min":20,"max":30,"weight":80},{"min":25,"max":26}],"tolerance":0.5`
		tenths   = `"kind":"number","prompt":"P","correct":0.3`
		power    = `"kind":"number","prompt":"P","correct":1099511627776`
		range01  = `"kind":"number","prompt":"P","correct":{"min":0.3,"max":0.7}`
		order    = `"kind":"order","prompt":"P","points":10,"options":[{"text":"w"},{"text":"x"},{"text":"y"}]`
		match    = `"kind":"match","prompt":"P","points":9,"options":[{"text":"w"},{"text":"x"},{"text":"y"}],"targets":[{"text":"1"},{"text":"2"},{"text":"3"},{"text":"4"}],"correct":{"a":"1","b":"1","c":"2"}`
		odd      = `"kind":"trueFalse","prompt":"P","points":0.125,"correct":true`
		nothing  = `"kind":"trueFalse","prompt":"P","points":0,"correct":true`
	)
	tests := []struct {
		question, response string
		points             float64
		correct            bool
	}{
		{choice, `"b"`, 10, true},
		{choice, `"a"`, 0, false},
		{weighted, `"a"`, 5, false},
		{weighted, `"b"`, 10, true},
		{weighted, `"c"`, 0, false},
		{choices, `["a","b","c"]`, 10, true},
		{choices, `["c","a","b"]`, 10, true},
		{choices, `["a"]`, 3.33, false},
		{choices, `["a","b"]`, 6.67, false},
		{choices, `["a","b","d"]`, 3.33, false},
		{choices, `["a","b","c","d"]`, 6.67, false},
		{choices, `["a","b","c","d","e"]`, 3.33, false},
		{choices, `["d","e"]`, 0, false},
		{choices, `[]`, 0, false},
		{moodle, `["c","b","a"]`, 10, true},
		{moodle, `["a"]`, 3.33, false},
		{moodle, `["a","b","c","d"]`, 5, false},
		{moodle, `["a","d"]`, 0, false},
		{truth, `false`, 2, true},
		{truth, `true`, 0, false},
		{text, `"  PARIS "`, 10, true},
		{text, `"paris,  france"`, 10, true},
		{text, `"lutetia"`, 5, false},
		{text, `"lyon"`, 0, false},
		{text, `""`, 0, false},
		{text, `"Pari"`, 0, false},
		{number, `5`, 10, true},
		{number, `4.5`, 10, true},
		{number, `5.5`, 10, true},
		{number, `5.51`, 0, false},
		{number, `9.8`, 5, false},
		{number, `10`, 5, false},
		{number, `10.01`, 0, false},
		{number, `20`, 8, false},
		{number, `30`, 8, false},
		{number, `25`, 10, true},
		{number, `30.000001`, 0, false},
		{tenths, `0.30000000000000004`, 1, true},
		{tenths, `0.3000001`, 0, false},
		{power, `1099511627776`, 1, true},
		{power, `1099511627777`, 0, false},
		{range01, `0.30000000000000004`, 1, true},
		{range01, `0.29999999999999993`, 1, true},
		{range01, `0.7000000000000001`, 1, true},
		{range01, `0.71`, 0, false},
		{odd, `true`, 0.125, true},
		{nothing, `true`, 0, true},
		{nothing, `false`, 0, false},
	}
	for _, tt := range tests {
		q, k := one(t, `{`+tt.question+`}`)
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
	_, k := one(t, `{`+order+`}`)
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
	_, k = one(t, `{`+match+`}`)
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
		questionOf[domain.KindScale], questionOf[domain.KindCloud],
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
	for question, want := range map[string]string{
		questionOf[domain.KindChoice]:                                                            `"b"`,
		questionOf[domain.KindChoices]:                                                           `["a","c"]`,
		questionOf[domain.KindTrueFalse]:                                                         `true`,
		`{"kind":"text","prompt":"P","correct":[{"text":"a","weight":50},"<b>"]}`:                `"<b>"`,
		`{"kind":"number","prompt":"P","correct":[{"value":1,"weight":50},{"min":2,"max":5},3]}`: `3.5`,
		`{"kind":"number","prompt":"P","correct":{"min":-1.7e308,"max":1.7e308}}`:                `0`,
		`{"kind":"number","prompt":"P","correct":{"min":5e-324,"max":5e-324}}`:                   `5e-324`,
	} {
		q, k := one(t, question)
		if got := string(k.Solution()); got != want {
			t.Errorf("%s: the solution is %s, want %s", question, got, want)
		}
		checkSolution(t, q, k)
	}
}

func TestFeedbackFor(t *testing.T) {
	t.Parallel()
	const general = `"feedback":{"correct":"Right.","incorrect":"Wrong."}`
	choice := `{"kind":"choice","prompt":"P","options":[{"text":"x","feedback":"fx"},{"text":"y"}],"correct":"b",` + general + `}`
	choices := `{"kind":"choices","prompt":"P","options":[{"text":"x","feedback":"fx"},{"text":"y","feedback":"fy"}],"correct":["a"]}`
	text := `{"kind":"text","prompt":"P","correct":["Paris",{"text":"Lyon","weight":0,"feedback":"Further north."}],` + general + `}`
	number := `{"kind":"number","prompt":"P","correct":[{"value":9.81,"feedback":"On Earth."},{"value":1.62,"weight":0,"feedback":"On the Moon."}]}`
	for _, tt := range []struct {
		question, response string
		want               []string
	}{
		{choice, `"a"`, []string{"fx", "Wrong."}},
		{choice, `"b"`, []string{"Right."}},
		{choices, `["b","a"]`, []string{"fx", "fy"}},
		{choices, `[]`, nil},
		{text, `"LYON"`, []string{"Further north.", "Wrong."}},
		{text, `"Paris"`, []string{"Right."}},
		{text, `"Nice"`, []string{"Wrong."}},
		{number, `9.81`, []string{"On Earth."}},
		{number, `1.62`, []string{"On the Moon."}},
		{number, `0`, nil},
	} {
		_, k := one(t, tt.question)
		if got := k.FeedbackFor(json.RawMessage(tt.response), nfkc); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s is told %q, want %q", tt.question, tt.response, got, tt.want)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	for _, kind := range kinds {
		q, k := one(b, questionOf[kind])
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
