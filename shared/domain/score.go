package domain

import (
	"encoding/json"
	"math"
	"slices"
)

// A Score is what an answer earned.
type Score struct {
	Scored  bool    // false for what has no key: polls, scales and clouds
	Correct bool    // all that can be earned was earned
	Points  float64 // rounded to hundredths, unless all was earned
}

// Score scores a response in the form that CheckResponse gave it; nothing else
// earns anything. The share of the points that it earns:
//
//   - choice: all for the right option, or the weight of the chosen one;
//   - choices: (right ones chosen − wrong ones chosen) ÷ right ones, at least 0,
//     which Canvas calls partial credit with penalty; with weights, the sum of
//     the weights of those chosen, relative to that of the right ones, from 0
//     to 1, as in Moodle;
//   - text: the best weight of the accepted texts that equal it (see Fold);
//   - number: the best weight of the accepted numbers that it meets;
//   - order: the share of options that stand where they belong (Moodle's
//     "absolute position");
//   - match: the share of options that have their target.
//
// n is as Normalizer says.
func (k *KeyEntry) Score(response json.RawMessage, n Normalizer) Score {
	if !k.scored() {
		return Score{}
	}
	// Three times a third is one.
	share := k.share(response, n)
	if share > 1-1e-9 {
		return Score{Scored: true, Correct: true, Points: k.Points}
	}
	return Score{Scored: true, Points: math.Round(share*k.Points*100) / 100}
}

func (k *KeyEntry) share(response json.RawMessage, n Normalizer) float64 {
	switch k.Kind {
	case KindChoice:
		id, ok := decodeString(response)
		if !ok {
			return 0
		}
		if id == k.Right[0] {
			return 1
		}
		return max(0, k.weight(id)/100)
	case KindChoices:
		ids, _ := decodeStrings(response)
		return k.shareOfChoices(ids)
	case KindTrueFalse:
		if s := string(response); s == "true" && *k.True || s == "false" && !*k.True {
			return 1
		}
	case KindText:
		_, share := k.acceptedText(response, n)
		return share
	case KindNumber:
		_, share := k.acceptedNumber(response)
		return share
	case KindOrder:
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
	case KindMatch:
		pairs, _ := decodePairs(response)
		right := 0
		for option, target := range k.Match {
			if pairs[option] == target {
				right++
			}
		}
		return float64(right) / float64(len(k.Match))
	}
	return 0
}

func (k *KeyEntry) shareOfChoices(ids []string) float64 {
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

// weight is the weight of an option in percent, 0 without one.
func (k *KeyEntry) weight(id string) float64 {
	for _, o := range k.Options {
		if o.ID == id && o.Weight != nil {
			return *o.Weight
		}
	}
	return 0
}

// acceptedText returns the accepted text that the response equals, the best of
// several, and the share that it earns.
func (k *KeyEntry) acceptedText(response json.RawMessage, n Normalizer) (best *AcceptedText, share float64) {
	s, ok := decodeString(response)
	if !ok {
		return nil, 0
	}
	s = n.Fold(s)
	for i := range k.Texts {
		t := &k.Texts[i]
		if n.Fold(t.Text) != s {
			continue
		}
		if w := fraction(t.Weight); best == nil || w > share {
			best, share = t, w
		}
	}
	return best, share
}

func (k *KeyEntry) acceptedNumber(response json.RawMessage) (best *AcceptedNumber, share float64) {
	x, ok := decodeNumber(response)
	if !ok {
		return nil, 0
	}
	for i := range k.Numbers {
		a := &k.Numbers[i]
		if !a.accepts(x, k.Tolerance) {
			continue
		}
		if w := fraction(a.Weight); best == nil || w > share {
			best, share = a, w
		}
	}
	return best, share
}

func fraction(weight *float64) float64 {
	if weight == nil {
		return 1
	}
	return *weight / 100
}

// accepts reports whether x is within the range or the tolerance, the question's
// unless a has its own.
func (a *AcceptedNumber) accepts(x, tolerance float64) bool {
	if a.Value == nil {
		return x-*a.Min >= -slack(x, *a.Min) && x-*a.Max <= slack(x, *a.Max)
	}
	if a.Tolerance != nil {
		tolerance = *a.Tolerance
	}
	return math.Abs(x-*a.Value) <= tolerance+slack(x, *a.Value)
}

func (a *AcceptedNumber) middle() float64 {
	m := *a.Min + (*a.Max-*a.Min)/2
	if math.IsInf(m, 0) {
		return 0 // so far apart that they have different signs
	}
	return m
}

// slack is by how much x and y may differ and still be the same number: 0.1+0.2
// is 0.3. Whole numbers are exact and get none, or else 2^40 + 1 would pass for
// 2^40.
func slack(x, y float64) float64 {
	if x == math.Trunc(x) && y == math.Trunc(y) {
		return 0
	}
	return 1e-12 * max(math.Abs(x), math.Abs(y))
}

// Solution returns a response that earns all points, in the form that a response
// has, or nil where there is no score.
func (k *KeyEntry) Solution() json.RawMessage {
	if !k.scored() {
		return nil
	}
	switch k.Kind {
	case KindChoice:
		return encodeJSON(k.Right[0])
	case KindChoices, KindOrder:
		return encodeJSON(k.Right)
	case KindTrueFalse:
		return mustMarshal(*k.True)
	case KindText:
		for _, t := range k.Texts {
			if t.Weight == nil {
				return encodeJSON(t.Text)
			}
		}
	case KindNumber:
		for _, a := range k.Numbers {
			switch {
			case a.Weight != nil:
			case a.Value != nil:
				return appendNumber(nil, *a.Value)
			default:
				return appendNumber(nil, a.middle())
			}
		}
	case KindMatch:
		return mustMarshal(k.Match)
	}
	return nil
}

// FeedbackFor returns what the author wants a student to read who gave this
// response: the feedback of the options chosen, or of the accepted text or
// number that it met, and then the general one. Often that is nothing.
func (k *KeyEntry) FeedbackFor(response json.RawMessage, n Normalizer) []string {
	var remarks []string
	add := func(s string) {
		if s != "" {
			remarks = append(remarks, s)
		}
	}
	switch k.Kind {
	case KindChoice, KindChoices:
		ids, _ := decodeStrings(response)
		if id, ok := decodeString(response); ok {
			ids = []string{id}
		}
		for _, o := range k.Options {
			if slices.Contains(ids, o.ID) {
				add(o.Feedback)
			}
		}
	case KindText:
		if t, _ := k.acceptedText(response, n); t != nil {
			add(t.Feedback)
		}
	case KindNumber:
		if a, _ := k.acceptedNumber(response); a != nil {
			add(a.Feedback)
		}
	}
	if s := k.Score(response, n); k.Feedback != nil && s.Scored {
		if s.Correct {
			add(k.Feedback.Correct)
		} else {
			add(k.Feedback.Incorrect)
		}
	}
	return remarks
}
