package domain

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
)

// The limits of a scale, and what it has where its author says nothing.
const (
	ScaleSpanMax    = 100 // from the lowest step to the highest
	ScaleBound      = 1_000_000
	ScaleLabelMax   = 100
	DefaultScaleMin = 1
	DefaultScaleMax = 5
)

// scaleKind asks for a step on a scale. It is never scored.
//
//	response  3, a whole number on the scale
//	counted   by step, with zeros
type scaleKind struct{ keyless }

// A Scale is what a scale question asks on: whole steps from Min to Max. One
// with both 0 is taken to leave them open and gets the default.
type Scale struct {
	Min      int    `json:"min"`
	Max      int    `json:"max"`
	MinLabel string `json:"minLabel,omitempty"`
	MaxLabel string `json:"maxLabel,omitempty"`
}

func (scaleKind) fields() []string { return []string{"scale"} }

func (scaleKind) normalize(q *Question, f *faults, at string) {
	if q.Scale == nil {
		q.Scale = &Scale{}
	}
	s := q.Scale
	if s.Min == 0 && s.Max == 0 {
		s.Min, s.Max = DefaultScaleMin, DefaultScaleMax
	}
	// The order matters: without the bounds the span could overflow.
	if s.Min < -ScaleBound || s.Max > ScaleBound || s.Max <= s.Min || s.Max-s.Min > ScaleSpanMax {
		f.add(at+"/scale", "A scale goes from min up to max, in at most %d steps.", ScaleSpanMax)
	}
	f.text(at+"/scale/minLabel", s.MinLabel, 0, ScaleLabelMax)
	f.text(at+"/scale/maxLabel", s.MaxLabel, 0, ScaleLabelMax)
}

func (scaleKind) split(q *Question, p *PaperQuestion, _ *KeyEntry, _ *rand.Rand) { p.Scale = q.Scale }

func (scaleKind) join(p *PaperQuestion, _ *KeyEntry, q *Question) { q.Scale = p.Scale }

func (scaleKind) check(q *PaperQuestion, raw []byte) ([]byte, string) {
	x, problem := checkNumber(raw)
	switch {
	case problem != "":
		return nil, problem
	case x != math.Trunc(x):
		return nil, ProblemShape
	case q.Scale == nil || x < float64(q.Scale.Min) || x > float64(q.Scale.Max):
		return nil, ProblemRange
	}
	var b [32]byte
	return sameOrNew(strconv.AppendInt(b[:0], int64(x), 10), raw), ""
}

func (scaleKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	return []string{string(response)}, false
}

func (scaleKind) zeros(q *PaperQuestion) map[string]int {
	zeros := make(map[string]int)
	if s := q.Scale; s != nil {
		for step := s.Min; step <= s.Max; step++ {
			zeros[strconv.Itoa(step)] = 0
		}
	}
	return zeros
}

func (scaleKind) cell(_ *PaperQuestion, response json.RawMessage) any { return numberCell(response) }
