package main

import (
	"fmt"
	"slices"
)

// A verdict says how a figure stands to its budget.
type verdict string

const (
	none  verdict = "" // there is no budget
	pass  verdict = "pass"
	fail  verdict = "FAIL"
	noisy verdict = "noisy" // over budget by less than the machine's noise: measure again when it is quiet
)

// judge compares what was measured round by round with a budget. The median counts.
// Where it is over the budget, but a quarter of the rounds or more were not, the
// budget lies within the noise.
func judge(rounds []float64, budget float64) verdict {
	low, middle, _ := quartiles(rounds)
	switch {
	case middle <= budget:
		return pass
	case low <= budget:
		return noisy
	}
	return fail
}

// quartiles returns the values below which a quarter, half, and three quarters of
// the given ones lie.
func quartiles(values []float64) (low, middle, high float64) {
	sorted := slices.Sorted(slices.Values(values))
	at := func(part float64) float64 {
		place := part * float64(len(sorted)-1)
		i := int(place)
		if i+1 == len(sorted) {
			return sorted[i]
		}
		return sorted[i] + (place-float64(i))*(sorted[i+1]-sorted[i])
	}
	return at(0.25), at(0.5), at(0.75)
}

// median returns the middle of the values.
func median(values []float64) float64 {
	_, middle, _ := quartiles(values)
	return middle
}

// spread returns between which values half of the rounds lie.
func spread(rounds []float64) string {
	low, _, high := quartiles(rounds)
	return fmt.Sprintf("%.3g to %.3g", low, high)
}

// A row is one line of the table.
type row struct {
	figure  string
	value   string // as measured, with its unit
	spread  string // of the rounds; empty if there was one
	detail  string // what the value was made of; may be empty
	budget  string // empty if there is none
	verdict verdict
	means   string // for a person who uses the service
}

// within returns a row for what was measured in rounds and must not exceed its budget.
func within(figure string, rounds []float64, budget float64, detail, means string) row {
	return row{figure, fmt.Sprintf("%.3g", median(rounds)), spread(rounds), detail, fmt.Sprintf("≤ %.3g", budget), judge(rounds, budget), means}
}

// below returns a row for a value that was measured once and must not exceed its
// budget.
func below(figure string, value, budget float64, detail, means string) row {
	r := within(figure, []float64{value}, budget, detail, means)
	r.spread = ""
	return r
}

// info returns a row that has no budget.
func info(figure, value, detail, means string) row {
	return row{figure: figure, value: value, detail: detail, means: means}
}
