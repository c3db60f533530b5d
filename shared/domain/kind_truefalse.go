package domain

import "encoding/json"

// trueFalseKind asks whether a statement holds.
//
//	correct   true; without one the question is a poll
//	response  true
//	counted   under "true" and "false", with zeros
//
// The right answer earns all points.
type trueFalseKind struct{ plain }

func (trueFalseKind) fields() []string { return []string{"correct"} }

func (trueFalseKind) normalize(*Question, *faults, string) {}

func (trueFalseKind) key(q *Question, f *faults, at string) Key {
	b := string(q.Correct) == "true"
	if !b && string(q.Correct) != "false" {
		f.add(at, "Say true or false.")
	}
	return Key{True: &b}
}

func (trueFalseKind) correct(k *Key) json.RawMessage { return mustMarshal(k.True) }

func (trueFalseKind) solution(k *Key) json.RawMessage {
	if k.True == nil {
		return nil // a stored key of another kind
	}
	return mustMarshal(*k.True)
}

func (trueFalseKind) check(_ *PaperQuestion, raw []byte) ([]byte, string) {
	if string(raw) == "true" || string(raw) == "false" {
		return raw, ""
	}
	return nil, ProblemShape
}

func (trueFalseKind) share(k *KeyEntry, response json.RawMessage, _ Normalizer) float64 {
	if s := string(response); k.True != nil && (s == "true" && *k.True || s == "false" && !*k.True) {
		return 1
	}
	return 0
}

func (trueFalseKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	return []string{string(response)}, false
}

func (trueFalseKind) zeros(*PaperQuestion) map[string]int {
	return map[string]int{"true": 0, "false": 0}
}

func (trueFalseKind) cell(_ *PaperQuestion, response json.RawMessage) any { return string(response) }

func (trueFalseKind) gift(q *Question) (string, bool) {
	var right bool
	if len(q.Correct) == 0 || json.Unmarshal(q.Correct, &right) != nil || string(q.Correct) == "null" {
		// GIFT has no poll about a statement; one with two options comes nearest.
		return giftBlock([]string{"~True", "~False"}), true
	}
	var said Remarks
	if q.Feedback != nil {
		said = *q.Feedback
	}
	tail := ""
	if said.Correct != "" || said.Incorrect != "" {
		tail = "#" + giftText(said.Incorrect) + giftRemark(said.Correct)
	}
	if right {
		return "TRUE" + tail, true
	}
	return "FALSE" + tail, true
}
