package main

import (
	"slices"
	"testing"
)

func TestQuartiles(t *testing.T) {
	for _, c := range []struct {
		values            []float64
		low, middle, high float64
	}{
		{[]float64{3}, 3, 3, 3},
		{[]float64{4, 2}, 2.5, 3, 3.5},
		{[]float64{5, 1, 4, 2, 3}, 2, 3, 4},
		{[]float64{1, 2, 3, 100}, 1.75, 2.5, 27.25},
	} {
		given := slices.Clone(c.values)
		low, middle, high := quartiles(c.values)
		if low != c.low || middle != c.middle || high != c.high {
			t.Errorf("quartiles(%v) = %v, %v, %v; want %v, %v, %v", c.values, low, middle, high, c.low, c.middle, c.high)
		}
		if !slices.Equal(c.values, given) {
			t.Errorf("quartiles has sorted its argument: %v", given)
		}
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name   string
		rounds []float64
		want   verdict
	}{
		{"at the budget", []float64{1.5}, pass},
		{"over it, measured once", []float64{1.51}, fail},
		{"one wild round of five", []float64{1.2, 1.3, 9, 1.25, 1.3}, pass},
		{"every round over it", []float64{1.6, 1.61, 1.59, 1.6, 1.62}, fail},
		{"one lucky round of five", []float64{1.4, 1.6, 1.62, 1.61, 1.63}, fail},
		{"a quarter of the rounds within it", []float64{1.4, 1.5, 1.62, 1.61, 1.63}, noisy},
		{"far over it and as far apart", []float64{1, 1.4, 3, 4, 5}, noisy},
	} {
		if got := judge(c.rounds, 1.5); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRows(t *testing.T) {
	r := within("a ÷ b", []float64{1.2, 1.1, 1.3}, 1.15, "3 µs ÷ 2.5 µs", "it is quick")
	want := row{"a ÷ b", "1.2", "1.15 to 1.25", "3 µs ÷ 2.5 µs", "≤ 1.15", noisy, "it is quick"}
	if r != want {
		t.Errorf("within: %+v, want %+v", r, want)
	}
	r = below("documents", 0.1234, 0.1, "", "")
	want = row{figure: "documents", value: "0.123", budget: "≤ 0.1", verdict: fail}
	if r != want {
		t.Errorf("below: %+v, want %+v", r, want)
	}
}

func TestAgainstNoOpHoldsWhereTheProcessorIsQuick(t *testing.T) {
	slow := []float64{2, 2, 2}
	if r := againstNoOp("", slow, quickNoOp); r.verdict != fail || r.budget == "" {
		t.Errorf("on a quick processor: %+v", r)
	}
	if r := againstNoOp("", slow, quickNoOp+0.1); r.verdict != none || r.budget != "" || r.value != "2" {
		t.Errorf("on a slow one: %+v", r)
	}
}
