package functiontest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestQuestionsHasEveryKind(t *testing.T) {
	t.Parallel()
	var set domain.QuestionSet
	if err := json.Unmarshal([]byte(functiontest.Questions), &set); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, q := range set.Questions {
		if q.ID != string(q.Kind) {
			t.Errorf("the %s question is called %s", q.Kind, q.ID)
		}
		ids = append(ids, q.ID)
	}
	if !slices.Equal(ids, functiontest.Kinds) {
		t.Errorf("Questions has %q, want %q", ids, functiontest.Kinds)
	}
	if err := set.Normalize(); err != nil {
		t.Error(err)
	}
}
