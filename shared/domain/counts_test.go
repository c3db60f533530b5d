package domain_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// tally counts responses, which CheckResponse must accept.
func tally(t testing.TB, q *domain.PaperQuestion, k *domain.KeyEntry, responses ...string) domain.QuestionCounts {
	t.Helper()
	tally := domain.NewTally(q, nfkc)
	for _, r := range responses {
		canonical, problem := q.CheckResponse(json.RawMessage(r))
		if problem != "" {
			t.Fatalf("%s is refused: %s", r, problem)
		}
		tally.Add(canonical, k.Score(canonical, nfkc))
	}
	return tally.Counts()
}

func TestCounts(t *testing.T) {
	t.Parallel()
	for kind, f := range fixtures {
		q, k := pinned(t, f.question)
		for _, tt := range f.counts {
			if got := string(mustJSON(tally(t, q, k, tt.responses...))); got != tt.want {
				t.Errorf("%s %v\n got %s\nwant %s", kind, tt.responses, got, tt.want)
			}
		}
	}
}

// A text that is counted folded is shown as most wrote it, also after some have changed
// or taken back their answer.
func TestSpellings(t *testing.T) {
	t.Parallel()
	q, k := one(t, textFixture.question)
	tally := domain.NewTally(q, nfkc)
	add := func(text string) { r := mustJSON(text); tally.Add(r, k.Score(r, nfkc)) }
	remove := func(text string) { r := mustJSON(text); tally.Remove(r, k.Score(r, nfkc)) }
	want := func(what, spelling string) {
		t.Helper()
		if got := tally.Counts().Spellings["paris"]; got != spelling {
			t.Errorf("%s: shown as %q, want %q", what, got, spelling)
		}
	}
	add("paris")
	want("only as it is counted", "")
	add("PARIS")
	add(" Paris ")
	want("each once", "PARIS")
	add("Paris")
	want("most", "Paris")
	add("paris")
	add("paris")
	want("most as it is counted", "")
	remove("paris")
	remove("paris")
	remove("Paris")
	want("some went", "PARIS")
	remove("PARIS")
	remove("Paris")
	remove("paris")
	if c := tally.Counts(); len(c.Counts) != 0 || c.Spellings != nil {
		t.Errorf("nothing is left, but for %+v", c)
	}
	tally = domain.NewTally(q, nfkc)
	add("Paris")
	add("Paris")
	add("PARIS")
	want("the first was written again", "Paris")
}

// Beyond the hundred most frequent answers, the rest are one number.
func TestCountsAreCapped(t *testing.T) {
	t.Parallel()
	q, k := one(t, textFixture.question)
	var responses []string
	for i := range 150 {
		n := 1
		if i >= 120 {
			n = 2
		}
		for range n {
			responses = append(responses, fmt.Sprintf(`"answer %03d"`, i))
		}
	}
	c := tally(t, q, k, responses...)
	if len(c.Counts) != domain.CountedMax || c.OtherCount != 50 || c.Answered != 180 {
		t.Errorf("%d counted, %d others, %d answered", len(c.Counts), c.OtherCount, c.Answered)
	}
	if c.Counts["answer 149"] != 2 || c.Counts["answer 069"] != 1 || c.Counts["answer 070"] != 0 {
		t.Error("not the most frequent ones are counted")
	}
}

// So it is for every kind whose answers are open. Pairs are all listed.
func TestCountsOfOpenAnswersAreCapped(t *testing.T) {
	t.Parallel()
	permutation := func(i int) []string {
		left := []string{"a", "b", "c", "d", "e"}
		var ids []string
		for n := len(left); n > 0; n-- {
			at := i % n
			i /= n
			ids = append(ids, left[at])
			left = slices.Delete(left, at, at+1)
		}
		return ids
	}
	for _, tt := range []struct {
		question string
		answers  int
		response func(i int) any
		listed   int
	}{
		{textFixture.question, 120, func(i int) any { return fmt.Sprint("answer ", i) }, domain.CountedMax},
		{numberFixture.question, 120, func(i int) any { return i }, domain.CountedMax},
		{cloudFixture.question, 120, func(i int) any { return []string{fmt.Sprint("word ", i)} }, domain.CountedMax},
		{`{"kind":"order","prompt":"P","options":[` + items(5) + `]}`, 120, func(i int) any { return permutation(i) }, domain.CountedMax},
		{`{"kind":"match","prompt":"P","options":[` + items(12) + `],"targets":[` + items(12) + `]}`, 144, func(i int) any {
			return map[string]string{string(rune('a' + i%12)): fmt.Sprint(1 + i/12)}
		}, 144},
	} {
		q, k := pinned(t, tt.question)
		var responses []string
		for i := range tt.answers {
			responses = append(responses, string(mustJSON(tt.response(i))))
		}
		if c := tally(t, q, k, responses...); len(c.Counts) != tt.listed || c.OtherCount != tt.answers-tt.listed {
			t.Errorf("%s: %d of %d are listed, %d others", q.Kind, len(c.Counts), tt.answers, c.OtherCount)
		}
	}
}

// After answers come, change and go, the counts are those that counting the last
// ones from scratch would return.
func TestTallyFollowsChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, key := split(t)
		i := rapid.IntRange(0, len(paper.Questions)-1).Draw(t, "question")
		q, k := &paper.Questions[i], &key.Questions[i]
		live := domain.NewTally(q, nfkc)
		latest := make(map[int]json.RawMessage)
		for range rapid.IntRange(0, 20).Draw(t, "events") {
			student := rapid.IntRange(0, 5).Draw(t, "student")
			if old, ok := latest[student]; ok {
				live.Remove(old, k.Score(old, nfkc))
				delete(latest, student)
			}
			if rapid.IntRange(0, 4).Draw(t, "erased") == 0 {
				continue
			}
			canonical, problem := q.CheckResponse(response(t, q))
			if problem != "" {
				t.Fatal(problem)
			}
			latest[student] = canonical
			live.Add(canonical, k.Score(canonical, nfkc))
		}
		fresh := domain.NewTally(q, nfkc)
		for _, r := range latest {
			fresh.Add(r, k.Score(r, nfkc))
		}
		if got, want := live.Counts(), fresh.Counts(); !reflect.DeepEqual(got, want) {
			t.Fatalf("live %s, fresh %s", mustJSON(got), mustJSON(want))
		}
	})
}
