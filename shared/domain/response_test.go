package domain_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestCheckResponse(t *testing.T) {
	t.Parallel()
	for kind, f := range fixtures {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			q, _ := one(t, f.question)
			for _, tt := range f.accepted {
				sent, want := tt[0], tt[1]
				if want == "" {
					want = sent
				}
				got, problem := q.CheckResponse(json.RawMessage(sent))
				if problem != "" || string(got) != want {
					t.Errorf("%s: got %s, problem %q, want %s", sent, got, problem, want)
				}
			}
			for _, tt := range f.refused {
				if got, problem := q.CheckResponse(json.RawMessage(tt[0])); got != nil || problem != tt[1] {
					t.Errorf("%s: got %s, problem %q, want problem %q", tt[0], got, problem, tt[1])
				}
			}
		})
	}
}

func TestCheckResponseOfAnUnknownKind(t *testing.T) {
	t.Parallel()
	for _, q := range []domain.PaperQuestion{{}, {Kind: "essay"}} {
		if _, problem := q.CheckResponse(json.RawMessage(`"a"`)); problem != domain.ProblemShape {
			t.Errorf("kind %q: got problem %q", q.Kind, problem)
		}
	}
}

// A paper without its scale, which can only be damaged, takes no steps.
func TestCheckResponseWithoutAScale(t *testing.T) {
	t.Parallel()
	q := domain.PaperQuestion{Kind: domain.KindScale}
	if _, problem := q.CheckResponse(json.RawMessage(`3`)); problem != domain.ProblemRange {
		t.Errorf("got problem %q", problem)
	}
}

// A response that means the same has one form, whichever way it was written.
func TestCheckResponseIsCanonical(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, _ := split(t)
		q := rapid.SampledFrom(paper.Questions).Draw(t, "question")
		sent := response(t, &q)
		canonical, problem := q.CheckResponse(sent)
		if problem != "" {
			t.Fatalf("%s: %s is refused: %s", q.Kind, sent, problem)
		}
		recheck(t, &q, canonical)
		var v any
		if err := json.Unmarshal(sent, &v); err != nil {
			t.Fatal(err)
		}
		spaced, err := json.MarshalIndent(v, "\n", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if got, problem := q.CheckResponse(spaced); string(got) != string(canonical) {
			t.Fatalf("%s: %s gives %s, problem %q, but %s gives %s", q.Kind, spaced, got, problem, sent, canonical)
		}
	})
}

func recheck(t interface{ Fatalf(string, ...any) }, q *domain.PaperQuestion, canonical []byte) {
	if !json.Valid(canonical) {
		t.Fatalf("%s: %s is not JSON", q.Kind, canonical)
	}
	if again, problem := q.CheckResponse(canonical); string(again) != string(canonical) {
		t.Fatalf("%s: %s becomes %s, problem %q", q.Kind, canonical, again, problem)
	}
}

func FuzzCheckResponse(f *testing.F) {
	var questions []*domain.PaperQuestion
	var keys []*domain.KeyEntry
	for i, kind := range domain.Kinds() {
		fixture := fixtureOf(kind)
		q, k := one(f, fixture.question)
		questions, keys = append(questions, q), append(keys, k)
		for _, r := range []string{`"a"`, `["a","c"]`, `true`, `3.14`, `["c","a","b"]`, `{"a":"2"}`, `["é","\u2028"]`, `"\ud800"`, "\"\xff\"", `-1e-400`, fixture.usual} {
			f.Add(byte(i), []byte(r))
		}
		for _, r := range slices.Concat(fixture.accepted, fixture.refused) {
			f.Add(byte(i), []byte(r[0]))
		}
	}
	f.Fuzz(func(t *testing.T, i byte, raw []byte) {
		n := int(i) % len(questions)
		q, k := questions[n], keys[n]
		canonical, problem := q.CheckResponse(raw)
		// None of these may break on what was never checked.
		k.Score(raw, nfkc)
		k.FeedbackFor(raw, nfkc)
		q.Cell(raw)
		if (canonical == nil) == (problem == "") {
			t.Fatalf("%q: got %q and problem %q", raw, canonical, problem)
		}
		if problem != "" {
			return
		}
		recheck(t, q, canonical)
		s := k.Score(canonical, nfkc)
		if s.Points < 0 || s.Points > k.Points || s.Correct && s.Points != k.Points {
			t.Fatalf("%q scores %+v of %v", canonical, s, k.Points)
		}
		tally := domain.NewTally(q, nfkc)
		tally.Add(canonical, s)
		tally.Remove(canonical, s)
		if c := tally.Counts(); c.Answered != 0 || c.OtherCount != 0 || c.CorrectRate != nil {
			t.Fatalf("%q leaves %+v behind", canonical, c)
		}
	})
}

func BenchmarkCheckResponse(b *testing.B) {
	for _, kind := range domain.Kinds() {
		b.Run(string(kind), func(b *testing.B) {
			q, _ := one(b, fixtureOf(kind).question)
			raw := json.RawMessage(fixtureOf(kind).usual)
			b.ReportAllocs()
			for b.Loop() {
				if _, problem := q.CheckResponse(raw); problem != "" {
					b.Fatal(problem)
				}
			}
		})
	}
}
