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
	title := rapid.Custom(func(t *rapid.T) string { return visible(t, "title") })
	s := domain.QuestionSet{Title: title.Filter(func(s string) bool { return !domain.Unfit(s) }).Draw(t, "title")}
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
		Kind:        rapid.SampledFrom(domain.Kinds()).Draw(t, "kind"),
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
	fixtureOf(q.Kind).draw(t, &q, poll)
	return q
}

// drawOptions draws the options of q and returns the ids that they will have.
func drawOptions(t *rapid.T, q *domain.Question, most int) (ids []string) {
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

// drawWeighted draws the weights of the options of choice and choices, and gives q
// its key unless it follows from them.
func drawWeighted(t *rapid.T, q *domain.Question, poll bool, right []string, correct json.RawMessage) {
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
	if poll && !weighted || weighted && rapid.Bool().Draw(t, "by weight") {
		return
	}
	q.Correct = correct
}

// drawAccepted draws one of the forms that the key of text and number has.
func drawAccepted(t *rapid.T, plain func() any, full func(weight any) any) json.RawMessage {
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
	return mustJSON(fixtureOf(q.Kind).respond(t, q))
}

func itemIDs(items []domain.Item) (ids []string) {
	for _, it := range items {
		ids = append(ids, it.ID)
	}
	return ids
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
