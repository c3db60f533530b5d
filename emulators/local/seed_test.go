package main

import (
	"slices"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Those who try the product out find every kind of question in it.
func TestDemoHasEveryKind(t *testing.T) {
	t.Parallel()
	set := demoQuestions()
	var kinds []domain.Kind
	for _, q := range set.Questions {
		kinds = append(kinds, q.Kind)
	}
	if !slices.Equal(kinds, domain.Kinds()) {
		t.Errorf("the demo has %q, want %q", kinds, domain.Kinds())
	}
	if err := set.Normalize(); err != nil {
		t.Error(err)
	}
}
