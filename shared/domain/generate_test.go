package domain_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var nfkc domain.Normalizer = norm.NFKC.String

var kinds = []domain.Kind{
	domain.KindChoice, domain.KindChoices, domain.KindTrueFalse, domain.KindText, domain.KindNumber,
	domain.KindOrder, domain.KindMatch, domain.KindScale, domain.KindCloud,
}

func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func ptr[T any](v T) *T { return &v }

// visible is a text with something to see in it, of any script.
func visible(t *rapid.T, label string) string {
	return rapid.StringMatching(`[A-Za-z0-9äßÉΣשع漢ſ<&"\\]`).Draw(t, label) + rapid.StringN(0, 12, -1).Filter(func(s string) bool {
		return !slices.Contains([]byte(s), 0)
	}).Draw(t, label+"…")
}

// validSet draws a question set as a client may send it, in every form that is
// allowed.
func validSet(t *rapid.T) domain.QuestionSet {
	s := domain.QuestionSet{Title: visible(t, "title")}
	n := rapid.IntRange(1, 6).Draw(t, "questions")
	for i := range n {
		q := validQuestion(t)
		if rapid.Bool().Draw(t, "own id") {
			q.ID = fmt.Sprintf("own-%d", i)
		}
		s.Questions = append(s.Questions, q)
	}
	return s
}

func validQuestion(t *rapid.T) domain.Question {
	q := domain.Question{
		Kind:        rapid.SampledFrom(kinds).Draw(t, "kind"),
		Prompt:      visible(t, "prompt"),
		Explanation: rapid.SampledFrom([]string{"", "Because."}).Draw(t, "explanation"),
	}
	if rapid.Bool().Draw(t, "points given") {
		q.Points = ptr(float64(rapid.IntRange(0, 1000).Draw(t, "points")) / 8)
	}
	if rapid.Bool().Draw(t, "feedback given") {
		q.Feedback = &domain.Remarks{Correct: "Well done.", Incorrect: "Look again."}
	}
	poll := rapid.IntRange(0, 4).Draw(t, "poll") == 0
	switch q.Kind {
	case domain.KindChoice, domain.KindChoices:
		ids := options(t, &q, 50)
		right := ids[:1]
		if q.Kind == domain.KindChoices {
			right = ids[:rapid.IntRange(1, len(ids)).Draw(t, "right")]
		}
		weighted := rapid.Bool().Draw(t, "weighted")
		if weighted {
			for i := range q.Options {
				if i < len(right) {
					q.Options[i].Weight = ptr(100 / float64(len(right)))
				} else if rapid.Bool().Draw(t, "penalty") {
					q.Options[i].Weight = ptr(-50.0)
				}
			}
		}
		switch {
		case poll && !weighted:
		case weighted && rapid.Bool().Draw(t, "by weight"): // the key follows from the weights
		case q.Kind == domain.KindChoice:
			q.Correct = mustJSON(right[0])
		default:
			q.Correct = mustJSON(rapid.Permutation(right).Draw(t, "correct"))
		}
	case domain.KindTrueFalse:
		if !poll {
			q.Correct = mustJSON(rapid.Bool().Draw(t, "correct"))
		}
	case domain.KindText:
		if !poll {
			q.Correct = accepted(t, func() any { return visible(t, "accepted") },
				func(weight any) any { return map[string]any{"text": visible(t, "accepted"), "weight": weight} })
		}
	case domain.KindNumber:
		q.Tolerance = rapid.SampledFrom([]float64{0, 0, 0.5, 10}).Draw(t, "tolerance")
		number := rapid.OneOf(rapid.Float64(), rapid.Map(rapid.Int(), func(i int) float64 { return float64(i) }))
		if !poll {
			q.Correct = accepted(t, func() any { return number.Draw(t, "value") }, func(weight any) any {
				x, y := number.Draw(t, "x"), number.Draw(t, "y")
				if rapid.Bool().Draw(t, "range") {
					return map[string]any{"min": min(x, y), "max": max(x, y), "weight": weight}
				}
				return map[string]any{"value": x, "tolerance": 0.25, "weight": weight}
			})
		}
	case domain.KindOrder:
		ids := options(t, &q, 30)
		if rapid.Bool().Draw(t, "given") {
			q.Correct = mustJSON(rapid.Permutation(ids).Draw(t, "correct"))
		}
	case domain.KindMatch:
		validMatch(t, &q)
	case domain.KindScale:
		if rapid.Bool().Draw(t, "scale given") {
			from := rapid.IntRange(-1000, 1000).Draw(t, "min")
			q.Scale = &domain.Scale{Min: from, Max: from + rapid.IntRange(1, 100).Draw(t, "span"), MaxLabel: "most"}
		}
	case domain.KindCloud:
		q.MaxWords = rapid.IntRange(0, 10).Draw(t, "words")
	}
	return q
}

// options draws the options of q and gives the ids that they will have.
func options(t *rapid.T, q *domain.Question, most int) (ids []string) {
	n := rapid.IntRange(2, most).Draw(t, "options")
	own := rapid.Bool().Draw(t, "own ids")
	for i := range n {
		o := domain.Option{Text: fmt.Sprintf("%d %s", i, visible(t, "option"))}
		id := string(rune('a' + i%26))
		if i >= 26 {
			id = "a" + id
		}
		if own {
			id = fmt.Sprintf("o%d", i)
			o.ID = id
		}
		q.Options = append(q.Options, o)
		ids = append(ids, id)
	}
	return ids
}

// accepted draws one of the forms that the key of text and number has.
func accepted(t *rapid.T, plain func() any, full func(weight any) any) json.RawMessage {
	switch rapid.SampledFrom([]string{"plain", "object", "list", "mixed"}).Draw(t, "form") {
	case "plain":
		return mustJSON(plain())
	case "object":
		return mustJSON(full(nil))
	case "list":
		return mustJSON([]any{plain(), plain(), plain()})
	}
	weight := rapid.SampledFrom([]any{nil, 0, 50, 100}).Draw(t, "weight")
	return mustJSON([]any{full(weight), plain(), full(weight)})
}

func validMatch(t *rapid.T, q *domain.Question) {
	ids := options(t, q, 30)
	pairs := make(map[string]string)
	switch rapid.SampledFrom([]string{"in order", "by key", "both sides in options"}).Draw(t, "form") {
	case "in order":
		for i := range ids {
			q.Targets = append(q.Targets, domain.Item{Text: fmt.Sprintf("target %d", i)})
		}
		return
	case "by key":
		n := rapid.IntRange(2, 30).Draw(t, "targets")
		for i := range n {
			q.Targets = append(q.Targets, domain.Item{Text: fmt.Sprintf("target %d", i)})
		}
		for _, id := range ids {
			pairs[id] = fmt.Sprint(rapid.IntRange(1, n).Draw(t, "target"))
		}
	case "both sides in options":
		right := make([]string, rapid.IntRange(2, 20).Draw(t, "right"))
		for i := range right {
			right[i] = fmt.Sprintf("t%d", i)
			q.Options = append(q.Options, domain.Option{ID: right[i], Text: "target " + right[i]})
		}
		for _, id := range ids {
			pairs[id] = rapid.SampledFrom(right).Draw(t, "target")
		}
	}
	q.Correct = mustJSON(pairs)
}

// normalizedSet draws a set and normalizes it.
func normalizedSet(t *rapid.T) *domain.QuestionSet {
	s := validSet(t)
	if err := s.Normalize(); err != nil {
		t.Fatalf("Normalize refused a valid set: %v", fields(err))
	}
	return &s
}

// split draws a set and splits it.
func split(t *rapid.T) (*domain.QuestionSet, domain.Paper, domain.AnswerKey) {
	s := normalizedSet(t)
	p, k := s.Split(source(rapid.Uint64().Draw(t, "seed")))
	return s, p, k
}

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// response draws a response to q that is accepted.
func response(t *rapid.T, q *domain.PaperQuestion) json.RawMessage {
	ids := func(items []domain.Item) []string {
		var ids []string
		for _, it := range items {
			ids = append(ids, it.ID)
		}
		return ids
	}
	switch q.Kind {
	case domain.KindChoice:
		return mustJSON(rapid.SampledFrom(ids(q.Options)).Draw(t, "choice"))
	case domain.KindChoices:
		all := rapid.Permutation(ids(q.Options)).Draw(t, "choices")
		return mustJSON(all[:rapid.IntRange(0, len(all)).Draw(t, "n")])
	case domain.KindTrueFalse:
		return mustJSON(rapid.Bool().Draw(t, "trueFalse"))
	case domain.KindText:
		return mustJSON(visible(t, "text"))
	case domain.KindNumber:
		return mustJSON(rapid.Float64().Draw(t, "number"))
	case domain.KindOrder:
		return mustJSON(rapid.Permutation(ids(q.Options)).Draw(t, "order"))
	case domain.KindMatch:
		pairs := make(map[string]string)
		for _, o := range q.Options {
			if rapid.Bool().Draw(t, "matched") {
				pairs[o.ID] = rapid.SampledFrom(ids(q.Targets)).Draw(t, "target")
			}
		}
		return mustJSON(pairs)
	case domain.KindScale:
		return mustJSON(rapid.IntRange(q.Scale.Min, q.Scale.Max).Draw(t, "scale"))
	}
	words := make([]string, rapid.IntRange(1, q.MaxWords).Draw(t, "words"))
	for i := range words {
		words[i] = visible(t, "word")
	}
	return mustJSON(words)
}

// one normalizes and splits a set of one question.
func one(t testing.TB, question string) (*domain.PaperQuestion, *domain.KeyEntry) {
	t.Helper()
	s := set(t, `{"title":"T","questions":[`+question+`]}`)
	p, k := s.Split(source(1))
	return &p.Questions[0], &k.Questions[0]
}

func set(t testing.TB, body string) *domain.QuestionSet {
	t.Helper()
	var s domain.QuestionSet
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	if err := s.Normalize(); err != nil {
		t.Fatalf("Normalize: %v", fields(err))
	}
	return &s
}
