package domain

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// CountedMax is how many different answers to a question that can have any
// number of them are counted one by one; the rarest are summed up.
const CountedMax = 100

// CountedTextMax is the longest text, in characters, that is counted under its
// own name. Longer ones are essays, which nobody counts.
const CountedTextMax = 200

// QuestionCounts says how a class answered one question.
//
//	choice, choices  option → how many chose it, with zeros
//	trueFalse        "true" and "false" → how many, with zeros
//	scale            step → how many, with zeros
//	text             text as Fold writes it → how many
//	number           number → how many
//	order            ids joined by commas, such as "c,a,b" → how many
//	match            pair, such as "a:1" → how many made it
//	cloud            word as Fold writes it → how many gave it
type QuestionCounts struct {
	ID          string         `json:"id"`
	Counts      map[string]int `json:"counts"`
	OtherCount  int            `json:"otherCount,omitempty"` // see CountedMax, CountedTextMax
	Answered    int            `json:"answered"`             // without those who took their answer back
	CorrectRate *float64       `json:"correctRate"`          // share of those scored that is fully right; nil: no score, or no answer
}

// A Tally counts the answers to one question as they come and change, so that a
// live view needs no recount. It is not safe for concurrent use.
type Tally struct {
	question  *PaperQuestion
	normalize Normalizer
	counts    map[string]int
	long      int // texts over CountedTextMax
	answered  int
	scored    int
	correct   int
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
	keys, long := t.keys(response)
	if len(keys) == 0 && !long {
		return // taken back
	}
	for _, k := range keys {
		if t.counts[k] += by; t.counts[k] == 0 {
			delete(t.counts, k)
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

// keys says under which names a response is counted, each once. An answer that
// was taken back has none.
func (t *Tally) keys(response json.RawMessage) (keys []string, long bool) {
	switch t.question.Kind {
	case KindChoice:
		if id, ok := decodeString(response); ok {
			keys = []string{id}
		}
	case KindChoices:
		keys, _ = decodeStrings(response)
	case KindTrueFalse, KindNumber, KindScale:
		keys = []string{string(response)}
	case KindText:
		s, _ := decodeString(response)
		s = t.normalize.Fold(s)
		if utf8.RuneCountInString(s) > CountedTextMax {
			return nil, true
		}
		if s != "" {
			keys = []string{s}
		}
	case KindOrder:
		if ids, _ := decodeStrings(response); len(ids) > 0 {
			keys = []string{strings.Join(ids, ",")}
		}
	case KindMatch:
		pairs, _ := decodePairs(response)
		for option, target := range pairs {
			keys = append(keys, option+":"+target)
		}
	case KindCloud:
		words, _ := decodeStrings(response)
		for _, w := range words {
			if w = t.normalize.Fold(w); w != "" && !slices.Contains(keys, w) {
				keys = append(keys, w)
			}
		}
	}
	return keys, long
}

// Counts returns the counts as they stand.
func (t *Tally) Counts() QuestionCounts {
	c := QuestionCounts{ID: t.question.ID, OtherCount: t.long, Answered: t.answered}
	switch t.question.Kind {
	case KindText, KindNumber, KindOrder, KindCloud:
		c.Counts = make(map[string]int)
		byCount := slices.SortedFunc(maps.Keys(t.counts), func(a, b string) int {
			return cmp.Or(cmp.Compare(t.counts[b], t.counts[a]), cmp.Compare(a, b))
		})
		for i, k := range byCount {
			if i < CountedMax {
				c.Counts[k] = t.counts[k]
			} else {
				c.OtherCount += t.counts[k]
			}
		}
	default:
		c.Counts = t.zeros()
		maps.Copy(c.Counts, t.counts)
	}
	if t.scored > 0 {
		rate := float64(t.correct) / float64(t.scored)
		c.CorrectRate = &rate
	}
	return c
}

// zeros has a 0 for everything that can be answered, so that a chart shows what
// nobody chose.
func (t *Tally) zeros() map[string]int {
	counts := make(map[string]int)
	switch t.question.Kind {
	case KindChoice, KindChoices:
		for _, o := range t.question.Options {
			counts[o.ID] = 0
		}
	case KindTrueFalse:
		counts["true"], counts["false"] = 0, 0
	case KindScale:
		if s := t.question.Scale; s != nil {
			for step := s.Min; step <= s.Max; step++ {
				counts[strconv.Itoa(step)] = 0
			}
		}
	}
	return counts
}
