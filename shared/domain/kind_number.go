package domain

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
)

// NumberMax is the longest JSON number that a response may be, in bytes.
const NumberMax = 64

const maxFloat = math.MaxFloat64

// numberKind asks for a number.
//
//	correct   3.14, {"min":3,"max":4} or
//	          [{"value":3.14,"tolerance":0.01},{"min":3,"max":4,"weight":50}];
//	          without one the question is a poll
//	response  3.14, within float64
//	counted   by number
//
// A response earns the best weight of the accepted numbers that it meets.
type numberKind struct{ plain }

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

func (numberKind) fields() []string { return []string{"tolerance", "correct"} }

func (numberKind) normalize(q *Question, f *faults, at string) {
	if !(q.Tolerance >= 0 && q.Tolerance <= maxFloat) {
		f.add(at+"/tolerance", "The tolerance can't be negative. Use 0 or more.")
	}
}

func (numberKind) key(q *Question, f *faults, at string) (k Key) {
	elements, listed := elements(q.Correct)
	if len(elements) > AcceptedMax {
		f.add(at, "Accept at most %d numbers.", AcceptedMax)
		return k
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
		k.Numbers = append(k.Numbers, n)
	}
	if len(k.Numbers) == len(elements) && !full {
		f.add(at, "Give at least one number that earns all points: one without a weight. For a poll leave this out.")
	}
	return k
}

func (numberKind) correct(k *Key) json.RawMessage {
	if n := k.Numbers[0]; len(k.Numbers) == 1 && n.Weight == nil && n.Tolerance == nil && n.Feedback == "" {
		if n.Value != nil {
			return mustMarshal(n.Value)
		}
		return mustMarshal(n)
	}
	return mustMarshal(k.Numbers)
}

func (numberKind) solution(k *Key) json.RawMessage {
	for _, a := range k.Numbers {
		switch {
		case a.Weight != nil || !a.whole():
		case a.Value != nil:
			return appendNumber(nil, *a.Value)
		default:
			return appendNumber(nil, a.middle())
		}
	}
	return nil
}

func (numberKind) accepted(k *KeyEntry) (numbers []any) {
	for _, a := range k.Numbers {
		if a.Weight != nil {
			continue
		}
		n := AcceptedNumber{Value: a.Value, Tolerance: a.Tolerance, Min: a.Min, Max: a.Max}
		if n.Value != nil && n.Tolerance == nil {
			n.Tolerance = &k.Tolerance
		}
		if n.Tolerance != nil && *n.Tolerance == 0 {
			n.Tolerance = nil
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 1 {
		if n := numbers[0].(AcceptedNumber); n.Value != nil && n.Tolerance == nil {
			return nil // it's right only if it's met exactly
		}
	}
	return numbers
}

func (numberKind) split(q *Question, _ *PaperQuestion, k *KeyEntry, _ *rand.Rand) {
	k.Tolerance = q.Tolerance
}

func (numberKind) join(_ *PaperQuestion, k *KeyEntry, q *Question) { q.Tolerance = k.Tolerance }

func (numberKind) check(_ *PaperQuestion, raw []byte) ([]byte, string) {
	x, problem := checkNumber(raw)
	if problem != "" {
		return nil, problem
	}
	var b [32]byte
	return sameOrNew(appendNumber(b[:0], x), raw), ""
}

func checkNumber(raw []byte) (float64, string) {
	if c := raw[0]; c != '-' && (c < '0' || c > '9') {
		return 0, ProblemShape
	}
	if len(raw) > NumberMax {
		return 0, ProblemTooLong
	}
	if !json.Valid(raw) {
		return 0, ProblemShape
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, ProblemRange
	}
	if x == 0 {
		x = 0 // and not −0
	}
	return x, ""
}

func (numberKind) share(k *KeyEntry, response json.RawMessage, _ Normalizer) float64 {
	_, share := k.acceptedNumber(response)
	return share
}

func (numberKind) remarks(k *KeyEntry, response json.RawMessage, _ Normalizer) []string {
	if a, _ := k.acceptedNumber(response); a != nil && a.Feedback != "" {
		return []string{a.Feedback}
	}
	return nil
}

// acceptedNumber returns the accepted number that the response meets, the best
// of several, and the share that it earns.
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

// accepts reports whether x is within the range or the tolerance, the question's
// unless a has its own.
func (a *AcceptedNumber) accepts(x, tolerance float64) bool {
	if !a.whole() {
		return false
	}
	if a.Value == nil {
		return x-*a.Min >= -slack(x, *a.Min) && x-*a.Max <= slack(x, *a.Max)
	}
	if a.Tolerance != nil {
		tolerance = *a.Tolerance
	}
	return math.Abs(x-*a.Value) <= tolerance+slack(x, *a.Value)
}

// whole reports whether a has what Normalize asks for. A stored key may have been
// written by something else.
func (a *AcceptedNumber) whole() bool { return a.Value != nil || a.Min != nil && a.Max != nil }

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

func (numberKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	return []string{string(response)}, false
}

func (numberKind) zeros(*PaperQuestion) map[string]int { return nil }

func (numberKind) cell(_ *PaperQuestion, response json.RawMessage) any { return numberCell(response) }

// numberCell returns a JSON number as the cell of a table.
func numberCell(response json.RawMessage) any {
	x, ok := decodeNumber(response)
	if !ok {
		return ""
	}
	return x
}

// A giftValue is a number, or one with a tolerance, a range, a weight and a remark.
type giftValue struct{ AcceptedNumber }

func (v *giftValue) UnmarshalJSON(raw []byte) error {
	var n float64
	if json.Unmarshal(raw, &n) == nil {
		v.Value = &n
		return nil
	}
	return json.Unmarshal(raw, &v.AcceptedNumber)
}

func (numberKind) gift(q *Question) (string, bool) {
	all := giftList[giftValue](q.Correct)
	if len(all) == 0 {
		return "", false // a poll: an empty {#} isn't GIFT
	}
	var lines []string
	for _, n := range all {
		var s string
		switch {
		case n.Value != nil:
			s = giftNumber(*n.Value)
			tolerance := q.Tolerance
			if n.Tolerance != nil {
				tolerance = *n.Tolerance
			}
			if tolerance != 0 {
				s += ":" + giftNumber(tolerance)
			}
		case n.Min != nil && n.Max != nil:
			s = giftNumber(*n.Min) + ".." + giftNumber(*n.Max)
		default:
			return "", false
		}
		w := ""
		if n.Weight != nil {
			w = giftWeight(*n.Weight)
		}
		lines = append(lines, "="+w+s+giftRemark(n.Feedback))
	}
	return "#" + giftBlock(lines), true
}
