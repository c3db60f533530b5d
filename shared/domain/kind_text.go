package domain

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// TextMax is the longest text, in characters, that is a response or accepted.
const TextMax = 2000

// CountedTextMax is the longest text, in characters, that is counted under its
// own name. Longer ones are essays, which nobody counts.
const CountedTextMax = 200

// textKind asks for a text.
//
//	correct   "Paris", ["Paris","Paname"] or
//	          [{"text":"Paris"},{"text":"Lutetia","weight":50,"feedback":"…"}];
//	          without one the question is an essay if it has points, or else a poll
//	response  "Paris", at most TextMax characters; a blank one takes the answer back
//	counted   by text as Fold writes it
//
// A response earns the best weight of the accepted texts that equal it (see
// Fold).
type textKind struct{ plain }

// An AcceptedText is a text that earns Weight percent of the points, all of them
// where it is nil. A weight of 0 is for a frequent mistake that has a feedback
// of its own.
type AcceptedText struct {
	Text     string   `json:"text"`
	Weight   *float64 `json:"weight,omitempty"`
	Feedback string   `json:"feedback,omitempty"`
}

func (textKind) fields() []string { return []string{"correct"} }

func (textKind) normalize(*Question, *faults, string) {}

func (textKind) essay() bool { return true }

func (textKind) key(q *Question, f *faults, at string) (k Key) {
	elements, listed := elements(q.Correct)
	if len(elements) > AcceptedMax {
		f.add(at, "Accept at most %d texts.", AcceptedMax)
		return k
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
		k.Texts = append(k.Texts, t)
	}
	if len(k.Texts) == len(elements) && !full {
		f.add(at, "Give at least one text that earns all points: one without a weight. For a poll leave this out.")
	}
	return k
}

func (textKind) correct(k *Key) json.RawMessage {
	texts := make([]string, len(k.Texts))
	for i, t := range k.Texts {
		if t.Weight != nil || t.Feedback != "" {
			return mustMarshal(k.Texts)
		}
		texts[i] = t.Text
	}
	if len(texts) == 1 {
		return mustMarshal(texts[0])
	}
	return mustMarshal(texts)
}

func (textKind) solution(k *Key) json.RawMessage {
	for _, t := range k.Texts {
		if t.Weight == nil {
			return encodeJSON(t.Text)
		}
	}
	return nil
}

func (textKind) accepted(k *KeyEntry) (texts []any) {
	for _, t := range k.Texts {
		if t.Weight == nil {
			texts = append(texts, t.Text)
		}
	}
	if len(texts) == 1 {
		return nil
	}
	return texts
}

func (textKind) check(_ *PaperQuestion, raw []byte) ([]byte, string) {
	if s, ok := plainString(raw); ok {
		if utf8.RuneCount(s) > TextMax {
			return nil, ProblemTooLong
		}
		return raw, ""
	}
	s, ok := decodeString(raw)
	if !ok || !isText(s) {
		return nil, ProblemShape
	}
	if utf8.RuneCountInString(s) > TextMax {
		return nil, ProblemTooLong
	}
	return encodeJSON(s), ""
}

func (textKind) share(k *KeyEntry, response json.RawMessage, n Normalizer) float64 {
	_, share := k.acceptedText(response, n)
	return share
}

func (textKind) remarks(k *KeyEntry, response json.RawMessage, n Normalizer) []string {
	if t, _ := k.acceptedText(response, n); t != nil && t.Feedback != "" {
		return []string{t.Feedback}
	}
	return nil
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

func (textKind) names(_ *PaperQuestion, response json.RawMessage, n Normalizer) (names []string, long bool) {
	s, _ := decodeString(response)
	s = n.Fold(s)
	switch {
	case utf8.RuneCountInString(s) > CountedTextMax:
		return nil, true
	case s == "":
		return nil, false
	}
	return []string{s}, false
}

func (textKind) words(response json.RawMessage) []string {
	s, _ := decodeString(response)
	return []string{s}
}

func (textKind) zeros(*PaperQuestion) map[string]int { return nil }

func (textKind) cell(_ *PaperQuestion, response json.RawMessage) any {
	s, _ := decodeString(response)
	return s
}

// A giftAccepted is a text, or one with a weight and a remark.
type giftAccepted struct{ AcceptedText }

func (a *giftAccepted) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &a.Text) == nil {
		return nil
	}
	return json.Unmarshal(raw, &a.AcceptedText)
}

func (textKind) gift(q *Question) (string, bool) {
	var lines []string
	for _, t := range giftList[giftAccepted](q.Correct) {
		if strings.Contains(t.Text, "->") {
			return "", false // it would be a pair
		}
		w := giftUsual(t.Text, 100)
		if t.Weight != nil {
			w = giftWeight(*t.Weight)
		}
		// A star that isn't escaped stands for anything.
		lines = append(lines, "="+w+strings.ReplaceAll(giftAnswer(t.Text), "*", `\*`)+giftRemark(t.Feedback))
	}
	return giftBlock(lines), true
}
