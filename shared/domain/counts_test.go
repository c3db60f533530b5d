package domain_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
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
	for _, tt := range []struct {
		kind      domain.Kind
		responses []string
		want      string
	}{
		{domain.KindChoice, []string{`"a"`, `"b"`, `"b"`, `"b"`},
			`{"id":"q1","counts":{"a":1,"b":3,"c":0},"answered":4,"correctRate":0.75}`},
		{domain.KindChoices, []string{`["c","a"]`, `["a"]`, `[]`},
			`{"id":"q1","counts":{"a":2,"b":0,"c":1},"answered":2,"correctRate":0.5}`},
		{domain.KindTrueFalse, []string{`false`},
			`{"id":"q1","counts":{"false":1,"true":0},"answered":1,"correctRate":0}`},
		{domain.KindTrueFalse, nil,
			`{"id":"q1","counts":{"false":0,"true":0},"answered":0,"correctRate":null}`},
		{domain.KindText, []string{`"Paris"`, `" PARIS "`, `"Lyon"`, `" "`},
			`{"id":"q1","counts":{"lyon":1,"paris":2},"answered":3,"correctRate":0.6666666666666666}`},
		{domain.KindText, []string{`"` + strings.Repeat("é", 200) + `"`, `"` + strings.Repeat("é", 201) + `"`},
			`{"id":"q1","counts":{"` + strings.Repeat("é", 200) + `":1},"otherCount":1,"answered":2,"correctRate":0}`},
		{domain.KindNumber, []string{`3.140`, `314e-2`, `0`, `-0`},
			`{"id":"q1","counts":{"0":2,"3.14":2},"answered":4,"correctRate":0.5}`},
		{domain.KindOrder, []string{`["c","a","b"]`, `["c", "a", "b"]`},
			`{"id":"q1","counts":{"c,a,b":2},"answered":2,"correctRate":0}`},
		{domain.KindMatch, []string{`{"a":"3","b":"3"}`, `{"a":"3"}`, `{}`},
			`{"id":"q1","counts":{"a:3":2,"b:3":1},"answered":2,"correctRate":0}`},
		{domain.KindScale, []string{`5`, `-2`, `5`},
			`{"id":"q1","counts":{"-1":0,"-2":1,"0":0,"1":0,"2":0,"3":0,"4":0,"5":2},"answered":3,"correctRate":null}`},
		{domain.KindCloud, []string{`["Sun","sun"]`, `["sun","Rain"]`},
			`{"id":"q1","counts":{"rain":1,"sun":2},"answered":2,"correctRate":null}`},
	} {
		q, k := one(t, questionOf[tt.kind])
		if tt.kind == domain.KindOrder {
			k.Right = []string{"a", "b", "c"}
		}
		if tt.kind == domain.KindMatch {
			k.Match = map[string]string{"a": "1", "b": "1"}
		}
		if got := string(mustJSON(tally(t, q, k, tt.responses...))); got != tt.want {
			t.Errorf("%s %v\n got %s\nwant %s", tt.kind, tt.responses, got, tt.want)
		}
	}
}

// Beyond the hundred most frequent answers the rest is one number.
func TestCountsAreCapped(t *testing.T) {
	t.Parallel()
	q, k := one(t, questionOf[domain.KindText])
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

// Answers that come, change and go leave the counts that counting the last ones
// anew would give.
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
		anew := domain.NewTally(q, nfkc)
		for _, r := range latest {
			anew.Add(r, k.Score(r, nfkc))
		}
		if got, want := live.Counts(), anew.Counts(); !reflect.DeepEqual(got, want) {
			t.Fatalf("live %s, anew %s", mustJSON(got), mustJSON(want))
		}
	})
}
