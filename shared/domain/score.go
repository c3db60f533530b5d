package domain

import (
	"encoding/json"
	"math"
)

// A Score is what an answer earned.
type Score struct {
	Scored  bool    // false for what has no key: polls, scales and clouds
	Correct bool    // all that can be earned was earned
	Points  float64 // rounded to hundredths, unless all was earned
}

// Score scores a response in the form that CheckResponse gave it, by the rules of
// its kind; nothing else earns anything. n is as Normalizer says.
func (k *KeyEntry) Score(response json.RawMessage, n Normalizer) Score {
	if !k.scored() {
		return Score{}
	}
	// Three times a third is one.
	share := k.Kind.rules().share(k, response, n)
	if share > 1-1e-9 {
		return Score{Scored: true, Correct: true, Points: k.Points}
	}
	return Score{Scored: true, Points: math.Round(share*k.Points*100) / 100}
}

// Judge scores an answer of some revision to q: as a teacher graded that revision by hand,
// or else by the key. The zero Grade is none.
func (k *AnswerKey) Judge(q *PaperQuestion, response json.RawMessage, revision int, g Grade, n Normalizer) (s Score, byHand bool) {
	if g.Revision == revision {
		return Score{Scored: true, Points: g.Points, Correct: g.Points >= q.Points}, true
	}
	if key, ok := k.Question(q.ID); ok {
		s = key.Score(response, n)
	}
	return s, false
}

// Solution returns a response that earns all points, in the form that a response
// has, or nil where there is no score.
func (k *KeyEntry) Solution() json.RawMessage {
	if !k.scored() {
		return nil
	}
	return k.Kind.rules().solution(&k.Key)
}

// Accepted returns everything that earns all points where Solution is but one of several: texts as strings, and
// AcceptedNumbers without weight and feedback. Otherwise it returns nil.
func (k *KeyEntry) Accepted() []any {
	if !k.scored() {
		return nil
	}
	return k.Kind.rules().accepted(k)
}

// FeedbackFor returns the author's feedback for a student who gave this
// response: that of the options chosen, or of the accepted text or number that it
// matched, then the general one. Often there is none.
func (k *KeyEntry) FeedbackFor(response json.RawMessage, n Normalizer) []string {
	remarks := k.Kind.rules().remarks(k, response, n)
	if k.Feedback == nil {
		return remarks
	}
	if s := k.Score(response, n); s.Scored {
		general := k.Feedback.Incorrect
		if s.Correct {
			general = k.Feedback.Correct
		}
		if general != "" {
			remarks = append(remarks, general)
		}
	}
	return remarks
}
