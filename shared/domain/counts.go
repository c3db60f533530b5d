package domain

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// CountedMax is how many different answers to a question that can have any
// number of them are counted one by one; the rarest are summed up.
const CountedMax = 100

// QuestionCounts says how a class answered one question. What Counts counts
// depends on the kind: options, steps, words, pairs, …
type QuestionCounts struct {
	ID          string         `json:"id"`
	Counts      map[string]int `json:"counts"`
	OtherCount  int            `json:"otherCount,omitempty"` // see CountedMax, CountedTextMax
	Answered    int            `json:"answered"`             // without those who took their answer back
	CorrectRate *float64       `json:"correctRate"`          // share of those scored that is fully right; nil: no score, or no answer
	// How most wrote what is counted as Fold writes it, where that differs.
	Spellings map[string]string `json:"spellings,omitempty"`
}

// A written is a kind whose answers are counted as Fold writes them.
type written interface {
	// words returns the texts of a response as the student wrote them.
	words(response json.RawMessage) []string
}

// A Tally counts the answers to one question as they come and change, so that a
// live view needs no recount. It is not safe for concurrent use.
type Tally struct {
	question  *PaperQuestion
	normalize Normalizer
	counts    map[string]int
	ways      map[string][]way // by name: how it was written, where that differs from the name
	long      int              // texts over CountedTextMax
	answered  int
	scored    int
	correct   int
}

// A way is how some wrote a text.
type way struct {
	text  string
	count int
}

// NewTally starts to count answers to q.
func NewTally(q *PaperQuestion, n Normalizer) *Tally {
	return &Tally{question: q, normalize: n, counts: make(map[string]int)}
}

// Add counts a response, in the form that CheckResponse gave it, and its score.
func (t *Tally) Add(response json.RawMessage, s Score) { t.count(response, s, 1) }

// Remove takes back an Add with the same response and score, for an answer that
// was replaced or erased.
func (t *Tally) Remove(response json.RawMessage, s Score) { t.count(response, s, -1) }

func (t *Tally) count(response json.RawMessage, s Score, by int) {
	names, long := t.question.Kind.rules().names(t.question, response, t.normalize)
	if len(names) == 0 && !long {
		return // taken back
	}
	for _, name := range names {
		if t.counts[name] += by; t.counts[name] == 0 {
			delete(t.counts, name)
		}
	}
	if w, ok := t.question.Kind.rules().(written); ok && !long {
		seen := make(map[string]bool)
		for _, text := range w.words(response) {
			// As names does, each of a response is counted once: as it was written first.
			if name := t.normalize.Fold(text); name != "" && !seen[name] {
				seen[name] = true
				t.countWay(name, strings.TrimSpace(text), by)
			}
		}
	}
	if long {
		t.long += by
	}
	t.answered += by
	if s.Scored {
		t.scored += by
	}
	if s.Correct {
		t.correct += by
	}
}

// Answered returns how many have answered, without those who took their answer back.
func (t *Tally) Answered() int { return t.answered }

func (t *Tally) countWay(name, text string, by int) {
	if name == text {
		return
	}
	ways := t.ways[name]
	i := slices.IndexFunc(ways, func(w way) bool { return w.text == text })
	if i < 0 {
		if t.ways == nil {
			t.ways = make(map[string][]way)
		}
		i, ways = len(ways), append(ways, way{text: text})
	}
	if ways[i].count += by; ways[i].count == 0 {
		ways = slices.Delete(ways, i, i+1)
	}
	if len(ways) == 0 {
		delete(t.ways, name)
		return
	}
	t.ways[name] = ways
}

// spelling returns how most wrote what is counted under a name.
func (t *Tally) spelling(name string) string {
	most := way{name, t.counts[name]}
	for _, w := range t.ways[name] {
		most.count -= w.count
	}
	for _, w := range t.ways[name] {
		if w.count > most.count || w.count == most.count && w.text < most.text {
			most = w
		}
	}
	return most.text
}

// Counts returns the counts as they stand.
func (t *Tally) Counts() QuestionCounts {
	c := QuestionCounts{ID: t.question.ID, OtherCount: t.long, Answered: t.answered}
	if c.Counts = t.question.Kind.rules().zeros(t.question); c.Counts != nil {
		maps.Copy(c.Counts, t.counts)
	} else {
		c.Counts = make(map[string]int)
		byCount := slices.SortedFunc(maps.Keys(t.counts), func(a, b string) int {
			return cmp.Or(cmp.Compare(t.counts[b], t.counts[a]), cmp.Compare(a, b))
		})
		for i, name := range byCount {
			if i < CountedMax {
				c.Counts[name] = t.counts[name]
				if as := t.spelling(name); as != name {
					if c.Spellings == nil {
						c.Spellings = make(map[string]string)
					}
					c.Spellings[name] = as
				}
			} else {
				c.OtherCount += t.counts[name]
			}
		}
	}
	if t.scored > 0 {
		rate := float64(t.correct) / float64(t.scored)
		c.CorrectRate = &rate
	}
	return c
}
