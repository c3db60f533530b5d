package domain

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
)

const maxFloat = math.MaxFloat64

// A Key says what is right, by kind. An empty one belongs to a question without
// a score.
type Key struct {
	// Right names the right options of choice (one) and choices, and all
	// options of order in the right order.
	Right   []string          `json:"right,omitempty"`
	True    *bool             `json:"true,omitempty"`
	Texts   []AcceptedText    `json:"texts,omitempty"`
	Numbers []AcceptedNumber  `json:"numbers,omitempty"`
	Match   map[string]string `json:"match,omitempty"` // option → target
}

// An AcceptedText is a text that earns Weight percent of the points, all of them
// where it is nil. A weight of 0 is for a frequent mistake that has a feedback
// of its own.
type AcceptedText struct {
	Text     string   `json:"text"`
	Weight   *float64 `json:"weight,omitempty"`
	Feedback string   `json:"feedback,omitempty"`
}

// An AcceptedNumber is either a value, with a tolerance of its own or the
// question's, or a range; both ends are included. Weight is as in AcceptedText.
type AcceptedNumber struct {
	Value     *float64 `json:"value,omitempty"`
	Tolerance *float64 `json:"tolerance,omitempty"`
	Min       *float64 `json:"min,omitempty"`
	Max       *float64 `json:"max,omitempty"`
	Weight    *float64 `json:"weight,omitempty"`
	Feedback  string   `json:"feedback,omitempty"`
}

// scored reports whether there is anything to score by.
func (k *Key) scored() bool {
	return len(k.Right) > 0 || k.True != nil || len(k.Texts) > 0 || len(k.Numbers) > 0 || len(k.Match) > 0
}

// key reads q.Correct. The ids of options and targets are there already.
func (q *Question) key(f *faults, at string) (k Key) {
	switch q.Kind {
	case KindChoice:
		id, ok := decodeString(q.Correct)
		if !ok || !slices.Contains(q.optionIDs(), id) {
			f.add(at, `Name the right option by its id, such as "a".`)
			return k
		}
		k.Right = []string{id}
		q.checkWeights(f, at, k.Right)
	case KindChoices:
		ids, ok := decodeStrings(q.Correct)
		if !ok || len(ids) == 0 || !subset(ids, q.optionIDs()) {
			f.add(at, `List the ids of the right options, each once, such as ["a","c"]. For a poll leave this out.`)
			return k
		}
		k.Right = ids
		q.checkWeights(f, at, k.Right)
	case KindOrder:
		ids, ok := decodeStrings(q.Correct)
		if !ok || len(ids) != len(q.Options) || !subset(ids, q.optionIDs()) {
			f.add(at, `List the ids of all options in the right order, each once, such as ["c","a","b"].`)
			return k
		}
		k.Right = ids
	case KindMatch:
		k.Match = q.matchKey(f, at)
	case KindTrueFalse:
		b := string(q.Correct) == "true"
		if !b && string(q.Correct) != "false" {
			f.add(at, "Say true or false.")
		}
		k.True = &b
	case KindText:
		k.Texts = textKey(f, at, q.Correct)
	case KindNumber:
		k.Numbers = numberKey(f, at, q.Correct)
	}
	return k
}

func (q *Question) matchKey(f *faults, at string) map[string]string {
	pairs, ok := decodePairs(q.Correct)
	if !ok {
		f.add(at, `Give each option's target, each option once, such as {"a":"2","b":"1"}.`)
		return nil
	}
	matched := 0
	for _, o := range q.Options {
		to, ok := pairs[o.ID]
		if ok && slices.ContainsFunc(q.Targets, func(t Item) bool { return t.ID == to }) {
			matched++
		}
	}
	if matched != len(q.Options) || matched != len(pairs) {
		f.add(at, "Match every option to a target, by their ids, and name no others.")
	}
	return pairs
}

// checkWeights refuses weights that contradict the key. A question's options
// count by weight as soon as one of them has a weight.
func (q *Question) checkWeights(f *faults, at string, right []string) {
	var weighted, contradicted bool
	var sum float64
	for _, o := range q.Options {
		isRight := slices.Contains(right, o.ID)
		if o.Weight != nil {
			weighted = true
		}
		switch {
		case q.Kind == KindChoice:
			contradicted = contradicted || isRight && o.Weight != nil && *o.Weight != 100
		case isRight:
			contradicted = contradicted || o.Weight == nil || *o.Weight <= 0
			if o.Weight != nil {
				sum += *o.Weight
			}
		default:
			contradicted = contradicted || o.Weight != nil && *o.Weight > 0
		}
	}
	switch {
	case !weighted:
	case q.Kind == KindChoice && contradicted:
		f.add(at, "The right option has a weight other than 100. Remove it, or name another option.")
	case q.Kind == KindChoices && (contradicted || math.Abs(sum-100) > weightSlack):
		f.add(at, "The weights of the right options must be above 0 and make 100 together, those of the others 0 or less. Correct them, or remove all weights.")
	}
}

// weightSlack is by how many percent the weights of right options may miss 100:
// three times 33 is meant to be everything.
const weightSlack = 1

func textKey(f *faults, at string, raw json.RawMessage) (texts []AcceptedText) {
	elements, listed := elements(raw)
	if len(elements) > AcceptedMax {
		f.add(at, "Accept at most %d texts.", AcceptedMax)
		return nil
	}
	full := false
	for i, e := range elements {
		at := pointerTo(at, i, listed)
		var t AcceptedText
		var ok bool
		if t.Text, ok = decodeString(e); !ok && !decodeStrict(e, &t) {
			f.add(at, `Give an accepted text as a string, or as {"text", "weight", "feedback"}.`)
			continue
		}
		f.text(at, t.Text, 1, TextMax)
		t.Weight = f.weight(at, t.Weight)
		f.text(at+"/feedback", t.Feedback, 0, RemarkMax)
		full = full || t.Weight == nil
		texts = append(texts, t)
	}
	if len(texts) == len(elements) && !full {
		f.add(at, "Give at least one text that earns all points: one without a weight. For a poll leave this out.")
	}
	return texts
}

func numberKey(f *faults, at string, raw json.RawMessage) (numbers []AcceptedNumber) {
	elements, listed := elements(raw)
	if len(elements) > AcceptedMax {
		f.add(at, "Accept at most %d numbers.", AcceptedMax)
		return nil
	}
	full := false
	for i, e := range elements {
		at := pointerTo(at, i, listed)
		var n AcceptedNumber
		if x, ok := decodeNumber(e); ok {
			n.Value = &x
		} else if !decodeStrict(e, &n) {
			f.add(at, `Give an accepted number as such, or as {"value", "tolerance"} or {"min", "max"}.`)
			continue
		}
		isValue := n.Value != nil && n.Min == nil && n.Max == nil
		isRange := n.Value == nil && n.Min != nil && n.Max != nil && n.Tolerance == nil
		switch {
		case !isValue && !isRange:
			f.add(at, "Give either a value, which may have a tolerance, or both min and max.")
		case isRange && *n.Min > *n.Max:
			f.add(at, "Min is above max. Swap them.")
		case n.Tolerance != nil && *n.Tolerance < 0:
			f.add(at+"/tolerance", "The tolerance can't be negative. Use 0 or more.")
		}
		n.Weight = f.weight(at, n.Weight)
		f.text(at+"/feedback", n.Feedback, 0, RemarkMax)
		full = full || n.Weight == nil
		numbers = append(numbers, n)
	}
	if len(numbers) == len(elements) && !full {
		f.add(at, "Give at least one number that earns all points: one without a weight. For a poll leave this out.")
	}
	return numbers
}

// weight checks the weight of an accepted text or number. 100 is what it has
// without one.
func (f *faults) weight(at string, w *float64) *float64 {
	switch {
	case w == nil || *w == 100:
		return nil
	case !(*w >= 0 && *w < 100):
		f.add(at+"/weight", "A weight is a percentage from 0 to 100.")
	}
	return w
}

// correct writes k in the shortest of the forms that Question.Correct has.
func (k *Key) correct(kind Kind) json.RawMessage {
	switch kind {
	case KindChoice:
		return mustMarshal(k.Right[0])
	case KindChoices, KindOrder:
		return mustMarshal(k.Right)
	case KindTrueFalse:
		return mustMarshal(k.True)
	case KindMatch:
		return mustMarshal(k.Match)
	case KindText:
		plain := make([]string, len(k.Texts))
		for i, t := range k.Texts {
			if t.Weight != nil || t.Feedback != "" {
				return mustMarshal(k.Texts)
			}
			plain[i] = t.Text
		}
		if len(plain) == 1 {
			return mustMarshal(plain[0])
		}
		return mustMarshal(plain)
	case KindNumber:
		if n := k.Numbers[0]; len(k.Numbers) == 1 && n.Weight == nil && n.Tolerance == nil && n.Feedback == "" {
			if n.Value != nil {
				return mustMarshal(n.Value)
			}
			return mustMarshal(n)
		}
		return mustMarshal(k.Numbers)
	}
	return nil
}

// elements returns the elements of a list, or the one element that isn't in a
// list.
func elements(raw json.RawMessage) (list []json.RawMessage, listed bool) {
	if json.Unmarshal(raw, &list) == nil {
		return list, true
	}
	return []json.RawMessage{raw}, false
}

func pointerTo(at string, i int, listed bool) string {
	if listed {
		return at + "/" + strconv.Itoa(i)
	}
	return at
}

// subset reports whether ids are all among all, each at most once.
func subset(ids, all []string) bool {
	for i, id := range ids {
		if !slices.Contains(all, id) || slices.Contains(ids[:i], id) {
			return false
		}
	}
	return true
}

// decodeStrict decodes an object, refusing fields that v doesn't have.
func decodeStrict(raw []byte, v any) bool {
	if len(raw) == 0 || raw[0] != '{' {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(v) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}
