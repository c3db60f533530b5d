package domain_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// checkSolution checks that the solution is an accepted response and earns all points, as does all else that is said to.
func checkSolution(t interface {
	Helper()
	Fatalf(string, ...any)
}, q *domain.PaperQuestion, k *domain.KeyEntry) {
	t.Helper()
	solution := k.Solution()
	if solution == nil {
		if k.Points != 0 && q.Kind != domain.KindText { // an essay
			t.Fatalf("%s: %v points and no solution", q.Kind, k.Points)
		}
		return
	}
	canonical, problem := q.CheckResponse(solution)
	if problem != "" {
		t.Fatalf("%s: the solution %s is refused: %s", q.Kind, solution, problem)
	}
	if s := k.Score(canonical, nfkc); s != (domain.Score{Scored: true, Correct: true, Points: q.Points}) {
		t.Fatalf("%s: the solution %s scores %+v of %v", q.Kind, canonical, s, q.Points)
	}
	for _, a := range k.Accepted() {
		responses := []any{a}
		if n, ok := a.(domain.AcceptedNumber); ok && n.Value == nil {
			responses = []any{n.Min, n.Max}
		} else if ok {
			responses = []any{n.Value}
		}
		for _, r := range responses {
			if s := k.Score(mustJSON(r), nfkc); !s.Correct {
				t.Fatalf("%s: %s is said to be accepted and scores %+v of %v", q.Kind, mustJSON(r), s, q.Points)
			}
		}
	}
}

func TestSolutionEarnsAllPoints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, key := split(t)
		for i := range key.Questions {
			checkSolution(t, &paper.Questions[i], &key.Questions[i])
		}
	})
}

func TestPaperAndKeySurviveStorage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, key := split(t)
		p, err := domain.ParsePaper(mustJSON(paper))
		if err != nil {
			t.Fatal(err)
		}
		k, err := domain.ParseAnswerKey(mustJSON(key))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p, &paper) || !reflect.DeepEqual(k, &key) {
			t.Fatalf("lost in storage\n%s\n%s", mustJSON(p), mustJSON(k))
		}
		for i := range paper.Questions {
			id := paper.Questions[i].ID
			q, ok := p.Question(id)
			e, ok2 := k.Question(id)
			if !ok || !ok2 || q.ID != id || e.ID != id {
				t.Fatalf("question %s is not found", id)
			}
		}
		if _, ok := p.Question("no-such"); ok {
			t.Fatal("found a question that isn't there")
		}
		if _, ok := k.Question("no-such"); ok {
			t.Fatal("found a key that isn't there")
		}
	})
}

// The size of a paper counts everything that its questions hold.
func TestPaperSizeCountsEveryText(t *testing.T) {
	t.Parallel()
	const long = 1000
	var q domain.PaperQuestion
	texts := 0
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			v.SetString(strings.Repeat("x", long))
			texts++
		case reflect.Struct:
			for _, f := range v.Fields() {
				fill(f)
			}
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem())
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			fill(v.Index(0))
			fill(v.Index(1))
		case reflect.Int, reflect.Float64:
		default:
			t.Fatalf("a %s in a paper", v.Type())
		}
	}
	fill(reflect.ValueOf(&q).Elem())
	p := domain.Paper{Questions: []domain.PaperQuestion{q}}
	texts-- // the kind is one of few, which share their memory
	if got := p.Size(); texts < 12 || got < texts*long || got > (texts+1)*long {
		t.Errorf("%d texts of %d bytes are %d bytes", texts, long, got)
	}
}

func TestParseRefusesGarbage(t *testing.T) {
	t.Parallel()
	if _, err := domain.ParsePaper([]byte(`{"questions":1}`)); err == nil {
		t.Error("ParsePaper took garbage")
	}
	if _, err := domain.ParseAnswerKey([]byte(`[`)); err == nil {
		t.Error("ParseAnswerKey took garbage")
	}
}

// Everything that only the teacher may know carries a mark, in a set of every
// kind; and the field names of the paper are a closed list.
func TestPaperTellsNothing(t *testing.T) {
	t.Parallel()
	s := set(t, `{"title":"T","questions":[`+strings.Join(each(func(f *fixture) string { return f.secret }), ",")+`]}`)
	paper, key := s.Split(source(1))
	b := mustJSON(paper)
	for _, secret := range []string{"SECRET", "42"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("the paper has a secret: %s", b)
		}
		if !strings.Contains(string(mustJSON(key)), secret) {
			t.Errorf("the key lacks %s", secret)
		}
	}
	var loose struct{ Questions []map[string]any }
	if err := json.Unmarshal(b, &loose); err != nil {
		t.Fatal(err)
	}
	allowed := []string{"id", "kind", "prompt", "options", "targets", "scale", "maxWords", "points"}
	for _, q := range loose.Questions {
		for name := range q {
			if !slices.Contains(allowed, name) {
				t.Errorf("the paper has a field %q", name)
			}
		}
		for _, side := range []string{"options", "targets"} {
			list, _ := q[side].([]any)
			for _, item := range list {
				if len(item.(map[string]any)) != 2 {
					t.Errorf("an item has more than id and text: %v", item)
				}
			}
		}
	}
}

// If the shuffle were biased, an option's position would tell something: over many papers
// each of the 24 orders comes up about equally often.
func TestSplitShufflesFairly(t *testing.T) {
	t.Parallel()
	s := set(t, `{"title":"T","questions":[{"kind":"order","prompt":"P","options":[`+items(4)+`]},
		{"kind":"match","prompt":"P","options":[`+items(4)+`],"targets":[`+items(4)+`]}]}`)
	order, match := make(map[string]int), make(map[string]int)
	r := source(7)
	const papers = 12000
	for range papers {
		p, k := s.Split(r)
		order[fmt.Sprint(k.Questions[0].Right)]++
		match[fmt.Sprint(k.Questions[1].Match)]++
		var ids []string
		for _, o := range p.Questions[0].Options {
			ids = append(ids, o.ID)
		}
		if got := fmt.Sprint(ids); got != "[a b c d]" {
			t.Fatalf("ids %s tell the order", got)
		}
	}
	for name, seen := range map[string]map[string]int{"order": order, "match": match} {
		if len(seen) != 24 {
			t.Errorf("%s: %d of 24 orders came up", name, len(seen))
		}
		for key, n := range seen {
			// 500 expected, standard deviation 22.
			if n < 380 || n > 620 {
				t.Errorf("%s: %s came up %d times of %d", name, key, n, papers)
			}
		}
	}
}

// Whatever the shuffle, texts stay with their meaning.
func TestSplitTranslatesTheKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, paper, key := split(t)
		text := func(items []domain.Item, id string) string {
			for _, it := range items {
				if it.ID == id {
					return it.Text
				}
			}
			t.Fatalf("no item %q", id)
			return ""
		}
		for i, q := range s.Questions {
			p, k := paper.Questions[i], key.Questions[i]
			optionText := make(map[string]string)
			for _, o := range q.Options {
				optionText[o.ID] = o.Text
			}
			switch q.Kind {
			case domain.KindOrder:
				var right []string
				if err := json.Unmarshal(q.Correct, &right); err != nil {
					t.Fatal(err)
				}
				for j, id := range right {
					if got := text(p.Options, k.Right[j]); got != optionText[id] {
						t.Fatalf("order: %q stands where %q belongs", got, optionText[id])
					}
				}
			case domain.KindMatch:
				var right map[string]string
				if err := json.Unmarshal(q.Correct, &right); err != nil {
					t.Fatal(err)
				}
				want := make(map[string]string)
				for o, target := range right {
					want[optionText[o]] = text(q.Targets, target)
				}
				got := make(map[string]string)
				for o, target := range k.Match {
					got[text(p.Options, o)] = text(p.Targets, target)
				}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("match: got %q, want %q", got, want)
				}
			}
		}
	})
}

func TestSplitPanicsUnlessNormalized(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("Split took a set that was not normalized")
		}
	}()
	s := domain.QuestionSet{Questions: []domain.Question{{
		Kind: domain.KindChoice, Points: ptr(1.0), Correct: json.RawMessage(`"a"`),
	}}}
	s.Split(source(1))
}

func TestShuffledFor(t *testing.T) {
	t.Parallel()
	s := set(t, `{"title":"T","questions":[
		{"kind":"choice","prompt":"1","options":[`+items(8)+`]},
		{"kind":"choices","prompt":"2","options":[`+items(8)+`]},
		{"kind":"order","prompt":"3","options":[`+items(8)+`]},
		{"kind":"cloud","prompt":"4"},{"kind":"cloud","prompt":"5"},{"kind":"cloud","prompt":"6"}]}`)
	paper, _ := s.Split(source(1))
	before := string(mustJSON(paper))
	ada, again, linus := paper.ShuffledFor("ada"), paper.ShuffledFor("ada"), paper.ShuffledFor("linus")
	if !reflect.DeepEqual(ada, again) {
		t.Error("a participant sees two orders")
	}
	if string(mustJSON(ada)) == string(mustJSON(linus)) {
		t.Error("two participants see one order")
	}
	if after := string(mustJSON(paper)); after != before {
		t.Error("ShuffledFor changed the paper itself")
	}

	byID := func(a, b domain.Item) int { return strings.Compare(a.ID, b.ID) }
	for i := range paper.Questions {
		want := paper.Questions[i]
		q, ok := ada.Question(want.ID)
		if !ok {
			t.Fatalf("question %s got lost", want.ID)
		}
		got := *q
		if want.Kind == domain.KindChoice || want.Kind == domain.KindChoices {
			if reflect.DeepEqual(got.Options, want.Options) {
				t.Errorf("%s: the options kept their order", want.ID)
			}
			got.Options = slices.SortedFunc(slices.Values(got.Options), byID)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}

	// Teacher-paced, a student gets one question after the other.
	part := domain.Paper{Questions: paper.Questions[1:2]}.ShuffledFor("ada")
	whole, _ := ada.Question(part.Questions[0].ID)
	if !reflect.DeepEqual(&part.Questions[0], whole) {
		t.Error("a question's options depend on the questions around it")
	}
}
