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

// Solution returns a response that earns all points, in the form that a response
// has, or nil where there is no score.
func (k *KeyEntry) Solution() json.RawMessage {
	if !k.scored() {
		return nil
	}
	return k.Kind.rules().solution(&k.Key)
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
