package domain

import (
	"encoding/json"
	"slices"
)

// choiceKind is the choice of one option.
//
//	correct   "a"; without one the question is a poll
//	response  "a"
//	counted   by option, with zeros
//
// The right option earns all points, any other the weight that it may have.
type choiceKind struct{ plain }

func (choiceKind) fields() []string { return []string{"options", "correct"} }

// normalize also derives the key of a question that has weights only.
func (choiceKind) normalize(q *Question, f *faults, at string) {
	q.normalizeOptions(f, at, OptionsMax)
	if q.Correct != nil || !q.weighted() {
		return
	}
	for _, o := range q.Options {
		if o.Weight != nil && *o.Weight == 100 {
			q.Correct = mustMarshal(o.ID)
			return
		}
	}
	q.refuseWeights(f, at)
}

func (choiceKind) key(q *Question, f *faults, at string) (k Key) {
	id, ok := decodeString(q.Correct)
	if !ok || !slices.Contains(q.optionIDs(), id) {
		f.add(at, `Name the right option by its id, such as "a".`)
		return k
	}
	k.Right = []string{id}
	for _, o := range q.Options {
		if o.ID == id && o.Weight != nil && *o.Weight != 100 {
			f.add(at, "The right option has a weight other than 100. Remove the weight, or choose another option.")
		}
	}
	return k
}

func (choiceKind) correct(k *Key) json.RawMessage { return mustMarshal(k.Right[0]) }

func (choiceKind) solution(k *Key) json.RawMessage {
	if len(k.Right) == 0 {
		return nil // a stored key of another kind
	}
	return encodeJSON(k.Right[0])
}

func (choiceKind) shuffle(q *PaperQuestion, participant string) { q.shuffleOptions(participant) }

func (choiceKind) check(q *PaperQuestion, raw []byte) ([]byte, string) {
	id, ok := plainString(raw)
	if !ok {
		s, ok := decodeString(raw)
		if !ok {
			return nil, ProblemShape
		}
		id, raw = []byte(s), encodeJSON(s)
	}
	for i := range q.Options {
		if q.Options[i].ID == string(id) {
			return raw, ""
		}
	}
	return nil, ProblemOption
}

func (choiceKind) share(k *KeyEntry, response json.RawMessage, _ Normalizer) float64 {
	id, ok := decodeString(response)
	if !ok {
		return 0
	}
	if len(k.Right) > 0 && id == k.Right[0] {
		return 1
	}
	return max(0, k.weight(id)/100)
}

func (choiceKind) remarks(k *KeyEntry, response json.RawMessage, _ Normalizer) []string {
	id, ok := decodeString(response)
	if !ok {
		return nil
	}
	return k.optionRemarks(id)
}

func (choiceKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	if id, ok := decodeString(response); ok {
		names = []string{id}
	}
	return names, false
}

func (choiceKind) zeros(q *PaperQuestion) map[string]int { return zeroOptions(q.Options) }

func (choiceKind) cell(q *PaperQuestion, response json.RawMessage) any {
	id, _ := decodeString(response)
	return itemText(q.Options, id)
}

// The rest is what choice and choices share.

// weighted reports whether an option has a weight: then all count by weight.
func (q *Question) weighted() bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Weight != nil })
}

func (q *Question) refuseWeights(f *faults, at string) {
	f.add(at+"/options", "No option has a weight of 100. Set correct, or give the right option that weight.")
}

// shuffleOptions brings the options into the participant's own order.
func (q *PaperQuestion) shuffleOptions(participant string) {
	options := make([]Item, len(q.Options))
	for to, from := range orderFor(participant, q.ID).Perm(len(options)) {
		options[to] = q.Options[from]
	}
	q.Options = options
}

// weight is the weight of an option in percent, 0 without one.
func (k *KeyEntry) weight(id string) float64 {
	for _, o := range k.Options {
		if o.ID == id && o.Weight != nil {
			return *o.Weight
		}
	}
	return 0
}

// optionRemarks returns the feedback of options, in their order.
func (k *KeyEntry) optionRemarks(ids ...string) (remarks []string) {
	for _, o := range k.Options {
		if o.Feedback != "" && slices.Contains(ids, o.ID) {
			remarks = append(remarks, o.Feedback)
		}
	}
	return remarks
}

func zeroOptions(options []Item) map[string]int {
	zeros := make(map[string]int, len(options))
	for _, o := range options {
		zeros[o.ID] = 0
	}
	return zeros
}

func (choiceKind) gift(q *Question) (string, bool) {
	right := giftList[string](q.Correct)
	var lines []string
	for _, o := range q.Options {
		tail := giftAnswer(o.Text) + giftRemark(o.Feedback)
		switch {
		case slices.Contains(right, o.ID):
			lines = append(lines, "="+giftUsual(o.Text, 100)+tail)
		case o.Weight != nil && *o.Weight != 0:
			lines = append(lines, "~"+giftWeight(*o.Weight)+tail)
		default:
			lines = append(lines, "~"+giftUsual(o.Text, 0)+tail)
		}
	}
	return giftBlock(lines), true
}
