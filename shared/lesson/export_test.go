package lesson_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// Each value of a row stands under its heading, whatever there is to say of a student.
func TestSheetRows(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	const joined, renamed = "2026-09-01T08:00:00Z", "2026-09-01T08:05:00Z"
	later, ada := at.Add(5*time.Minute), "Ada"
	refuses := domain.ParentActs{CollectionRefusedAt: at, DisclosureRefusedAt: at}
	b := &lesson.Board{Paper: &domain.Paper{Questions: []domain.PaperQuestion{{ID: "q1", Prompt: "Why?"}}}}
	for name, c := range map[string]struct {
		of   lesson.ParticipantView
		want []any
	}{
		"nothing more": {lesson.ParticipantView{Alias: &ada, Score: 2, MaxScore: 3}, []any{ada, joined, nil, nil, 2.0, 3.0, nil, nil, nil}},
		"all but restricted": {
			lesson.ParticipantView{Alias: &ada, RenamedAt: &later, Parent: refuses, Correction: &lesson.CorrectionView{Text: "Read this"}, Score: 2, MaxScore: 3},
			[]any{ada, joined, renamed, "collection, disclosure", 2.0, 3.0, "Corrected: Read this", nil, nil},
		},
		"restricted": {
			lesson.ParticipantView{RenamedAt: &later, Parent: refuses, Restricted: true, MaxScore: 3},
			[]any{nil, joined, renamed, "collection, disclosure", nil, nil, "Restricted", nil, nil},
		},
	} {
		c.of.JoinedAt = at
		s := b.Sheet([]*lesson.ParticipantView{&c.of})
		if len(s.Rows) != 1 || !reflect.DeepEqual(s.Rows[0], c.want) || len(s.Header) != len(c.want) {
			t.Errorf("%s: %#v, want %#v", name, s.Rows, c.want)
		}
	}
}
