package teacher_test

import (
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Whoever wrote more than anyone may is refused from when results or an export are read.
// Live views and the close write nothing about anyone: the former mustn't, and after the
// latter nobody can write any more.
func TestFloodIsFound(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for _, c := range []struct {
		what string
		read func(*functiontest.Lesson)
		want bool
	}{
		{"results", func(l *functiontest.Lesson) { l.As(l.Teacher, "GET", "/results", nil).Want(200) }, true},
		{"an export", func(l *functiontest.Lesson) { l.As(l.Teacher, "GET", "/export?format=json", nil).Want(200) }, true},
		{"a live view", func(l *functiontest.Lesson) { l.Watch(s.Token(l.Teacher)).Want("snapshot", &struct{}{}) }, false},
		{"a projector", func(l *functiontest.Lesson) { l.WatchCounts(s.Token(l.Teacher), "").Want("counts", &struct{}{}) }, false},
		{"the close", func(l *functiontest.Lesson) { l.Patch(`{"state": "closed"}`) }, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			l := s.Open(functiontest.Start{})
			mallory, bo := l.Join("Mallory"), l.Join("Bo")
			bo.Record("choice", `"b"`)
			limit := domain.FloodLimit(len(functiontest.Kinds))
			for n := 0; n <= limit.Bytes; n += domain.ChunkBytesMax {
				record := domain.Record{Participant: mallory.ID, Question: "text", Revision: 1, Sealed: make([]byte, domain.ChunkBytesMax)}
				if _, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), []domain.Record{record}); err != nil {
					t.Fatal(err)
				}
			}
			c.read(l)
			for student, want := range map[*functiontest.Student]bool{mallory: c.want, bo: false} {
				seat, err := s.Store.Seat(t.Context(), l.ID, student.ID)
				if err != nil || seat.Flooded != want {
					t.Errorf("flooded is %v, want %v (%v)", seat.Flooded, want, err)
				}
			}
		})
	}
}
