package domain

import (
	"encoding/json"
	"math"
	"slices"
)

// choicesKind is the choice of any number of options.
//
//	correct   ["a","c"]; without one the question is a poll
//	response  ["a","c"], each option at most once; [] takes the answer back
//	counted   by option, with zeros
//
// A response earns (right ones chosen − wrong ones chosen) ÷ right ones, at
// least 0, which Canvas calls partial credit with penalty; with weights, the sum
// of the weights of those chosen, relative to that of the right ones, from 0 to
// 1, as in Moodle.
type choicesKind struct{ plain }

// WeightSlack is by how many percent the weights of right options may miss 100:
// three times 33 is meant to be everything.
const WeightSlack = 1

func (choicesKind) fields() []string { return []string{"options", "correct"} }

// normalize also derives the key of a question that has weights only.
func (choicesKind) normalize(q *Question, f *faults, at string) {
	q.normalizeOptions(f, at, OptionsMax)
	if q.Correct != nil || !q.weighted() {
		return
	}
	var right []string
	for _, o := range q.Options {
		if o.Weight != nil && *o.Weight > 0 {
			right = append(right, o.ID)
		}
	}
	if len(right) == 0 {
		q.refuseWeights(f, at)
		return
	}
	q.Correct = mustMarshal(right)
}

func (choicesKind) key(q *Question, f *faults, at string) (k Key) {
	ids, ok := decodeStrings(q.Correct)
	if !ok || len(ids) == 0 || !subset(ids, q.optionIDs()) {
		f.add(at, `List the ids of the right options, each once, such as ["a","c"]. For a poll leave this out.`)
		return k
	}
	k.Right = ids
	if q.weighted() && q.weightsContradict(ids) {
		f.add(at, "The weights of the right options must be above 0 and add up to 100; those of the others must be 0 or less. Correct them, or remove all weights.")
	}
	return k
}

func (q *Question) weightsContradict(right []string) bool {
	var sum float64
	for _, o := range q.Options {
		isRight := slices.Contains(right, o.ID)
		positive := o.Weight != nil && *o.Weight > 0
		if isRight != positive {
			return true
		}
		if isRight {
			sum += *o.Weight
		}
	}
	return math.Abs(sum-100) > WeightSlack
}

func (choicesKind) correct(k *Key) json.RawMessage  { return mustMarshal(k.Right) }
func (choicesKind) solution(k *Key) json.RawMessage { return encodeJSON(k.Right) }

func (choicesKind) shuffle(q *PaperQuestion, participant string) { q.shuffleOptions(participant) }

func (choicesKind) check(q *PaperQuestion, raw []byte) ([]byte, string) {
	ids, ok := decodeStrings(raw)
	if !ok {
		return nil, ProblemShape
	}
	chosen := make([]bool, len(q.Options))
	for _, id := range ids {
		i := indexItem(q.Options, id)
		if i < 0 {
			return nil, ProblemOption
		}
		if chosen[i] {
			return nil, ProblemRepeated
		}
		chosen[i] = true
	}
	inOrder := ids[:0]
	for i, c := range chosen {
		if c {
			inOrder = append(inOrder, q.Options[i].ID)
		}
	}
	return encodeJSON(inOrder), ""
}

func (choicesKind) share(k *KeyEntry, response json.RawMessage, _ Normalizer) float64 {
	ids, _ := decodeStrings(response)
	weighted := slices.ContainsFunc(k.Options, func(o KeyOption) bool { return o.Weight != nil })
	var sum, all float64
	for _, id := range ids {
		switch {
		case weighted:
			sum += k.weight(id)
		case slices.Contains(k.Right, id):
			sum++
		default:
			sum--
		}
	}
	for _, id := range k.Right {
		if weighted {
			all += k.weight(id)
		} else {
			all++
		}
	}
	return min(1, max(0, sum/all))
}

func (choicesKind) remarks(k *KeyEntry, response json.RawMessage, _ Normalizer) []string {
	ids, _ := decodeStrings(response)
	return k.optionRemarks(ids...)
}

func (choicesKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	names, _ = decodeStrings(response)
	return names, false
}

func (choicesKind) zeros(q *PaperQuestion) map[string]int { return zeroOptions(q.Options) }

func (choicesKind) cell(q *PaperQuestion, response json.RawMessage) any {
	ids, _ := decodeStrings(response)
	return itemTexts(q.Options, ids)
}

// gift has weights, since several can be right only by those. A wrong one costs as much as a right one earns.
func (choicesKind) gift(q *Question) (string, bool) {
	right := giftList[string](q.Correct)
	weighted := false
	for _, o := range q.Options {
		weighted = weighted || o.Weight != nil
	}
	share := 100 / math.Max(1, float64(len(right)))
	var lines []string
	for _, o := range q.Options {
		w := 0.0
		switch {
		case weighted && o.Weight != nil:
			w = *o.Weight
		case weighted || len(right) == 0:
		case slices.Contains(right, o.ID):
			w = share
		default:
			w = -share
		}
		begin := giftUsual(o.Text, 0)
		if w != 0 {
			begin = giftWeight(w)
		}
		lines = append(lines, "~"+begin+giftAnswer(o.Text)+giftRemark(o.Feedback))
	}
	return giftBlock(lines), true
}
