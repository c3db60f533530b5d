package domain

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
)

// orderKind asks for all options to be brought into order.
//
//	correct   ["c","a","b"]; left out, the options stand in the right order
//	response  ["c","a","b"], all options
//	counted   by ids joined by commas, such as "c,a,b"
//
// A response earns the share of options that stand where they belong (Moodle's
// "absolute position").
type orderKind struct{ plain }

func (orderKind) fields() []string { return []string{"options", "correct"} }

func (orderKind) normalize(q *Question, f *faults, at string) {
	q.normalizeOptions(f, at, ItemsMax)
	q.refuseOptionExtras(f, at)
	f.distinct(at+"/options", len(q.Options), func(i int) string { return q.Options[i].Text })
	if q.Correct == nil {
		q.Correct = mustMarshal(q.optionIDs())
	}
}

func (orderKind) key(q *Question, f *faults, at string) (k Key) {
	ids, ok := decodeStrings(q.Correct)
	if !ok || len(ids) != len(q.Options) || !subset(ids, q.optionIDs()) {
		f.add(at, `List the ids of all options in the right order, each once, such as ["c","a","b"].`)
		return k
	}
	k.Right = ids
	return k
}

func (orderKind) correct(k *Key) json.RawMessage  { return mustMarshal(k.Right) }
func (orderKind) solution(k *Key) json.RawMessage { return encodeJSON(k.Right) }

// split shuffles the options and gives them new ids, since both their order and
// their ids may tell the right one.
func (orderKind) split(_ *Question, p *PaperQuestion, k *KeyEntry, r *rand.Rand) {
	var renamed map[string]string
	p.Options, renamed = reletter(p.Options, letters, r)
	for i, id := range k.Right {
		k.Right[i] = renamed[id]
	}
}

func (orderKind) check(q *PaperQuestion, raw []byte) ([]byte, string) {
	ids, ok := decodeStrings(raw)
	if !ok {
		return nil, ProblemShape
	}
	if len(ids) != len(q.Options) {
		return nil, ProblemPermutation
	}
	seen := make([]bool, len(q.Options))
	for _, id := range ids {
		i := indexItem(q.Options, id)
		if i < 0 || seen[i] {
			return nil, ProblemPermutation
		}
		seen[i] = true
	}
	return encodeJSON(ids), ""
}

func (orderKind) share(k *KeyEntry, response json.RawMessage, _ Normalizer) float64 {
	ids, _ := decodeStrings(response)
	if len(ids) != len(k.Right) {
		return 0
	}
	right := 0
	for i, id := range ids {
		if id == k.Right[i] {
			right++
		}
	}
	return float64(right) / float64(len(k.Right))
}

func (orderKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	if ids, _ := decodeStrings(response); len(ids) > 0 {
		names = []string{strings.Join(ids, ",")}
	}
	return names, false
}

func (orderKind) zeros(*PaperQuestion) map[string]int { return nil }

func (orderKind) cell(q *PaperQuestion, response json.RawMessage) any {
	ids, _ := decodeStrings(response)
	return itemTexts(q.Options, ids)
}
