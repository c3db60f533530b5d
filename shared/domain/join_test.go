package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Joining what was split loses nothing: it is a normalized set, and splits into
// the same paper and key but for the new order of what is shuffled.
func TestJoinIsTheInverseOfSplit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, key := split(t)
		joined := domain.QuestionSet{Title: "T", Questions: domain.Join(&paper, &key)}
		before := string(mustJSON(joined))
		if err := joined.Normalize(); err != nil {
			t.Fatalf("what was joined is refused: %v", fields(err))
		}
		if after := string(mustJSON(joined)); after != before {
			t.Fatalf("what was joined was not normalized\n%s\n%s", before, after)
		}
		paper2, key2 := joined.Split(source(2))
		for i := range paper.Questions {
			if fixtureOf(paper.Questions[i].Kind).pin != nil { // shuffled
				continue
			}
			if got, want := string(mustJSON(paper2.Questions[i])), string(mustJSON(paper.Questions[i])); got != want {
				t.Fatalf("the paper is %s, was %s", got, want)
			}
			if got, want := string(mustJSON(key2.Questions[i])), string(mustJSON(key.Questions[i])); got != want {
				t.Fatalf("the key is %s, was %s", got, want)
			}
		}
	})
}
