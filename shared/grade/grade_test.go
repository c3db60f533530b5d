package grade_test

import (
	"crypto/rand"
	"errors"
	"maps"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/grade"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []map[string]domain.Grade{{}, {"q1": {Revision: 2, Points: 1.5}, "q2": {Revision: 1}}} {
		sealed, err := grade.Seal(key, "session", "ada", want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := grade.Open(key, "session", "ada", sealed); err != nil || !maps.Equal(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
		// They are one student's, in one session.
		for _, other := range [][2]string{{"session", "bo"}, {"other", "ada"}} {
			if got, err := grade.Open(key, other[0], other[1], sealed); !errors.Is(err, seal.ErrOpen) {
				t.Errorf("as those of %v: %v, %v", other, got, err)
			}
		}
	}
	if got, err := grade.Open(key, "session", "ada", nil); got == nil || len(got) != 0 || err != nil {
		t.Errorf("without grades: %v, %v", got, err)
	}
	if _, err := grade.Open(key, "session", "ada", key.Seal(seal.ParticipantPath("session", "ada"), seal.Grades, []byte("no JSON"))); err == nil {
		t.Error("what isn't JSON is opened")
	}
}
