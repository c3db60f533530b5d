package domain

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func TestLogFold(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	record := func(revision int, content string) Record {
		return Record{Participant: "p", Question: "q", Revision: revision, Sealed: []byte(content)}
	}
	for _, c := range []struct {
		name   string
		chunks []Chunk
		want   string
	}{
		{"one", []Chunk{{"a", at, []Record{record(1, "x")}}}, "x"},
		{"higher revision wins", []Chunk{{"a", at, []Record{record(2, "x")}}, {"b", at.Add(1), []Record{record(1, "y")}}}, "x"},
		{"first in time wins", []Chunk{{"b", at, []Record{record(1, "x")}}, {"a", at.Add(1), []Record{record(1, "y")}}}, "x"},
		{"then the chunk decides", []Chunk{{"b", at, []Record{record(1, "y")}}, {"a", at, []Record{record(1, "x")}}}, "x"},
		{"then the position", []Chunk{{"a", at, []Record{record(1, "x"), record(1, "y")}}}, "x"},
	} {
		// Whatever the order in which the chunks arrive, and however often.
		for range 10 {
			chunks := append(c.chunks, c.chunks...)
			rand.Shuffle(len(chunks), func(i, j int) { chunks[i], chunks[j] = chunks[j], chunks[i] })
			var l Log
			counts := ""
			for _, chunk := range chunks {
				for _, w := range l.Add(chunk) {
					counts = string(w.Sealed)
				}
			}
			if counts != c.want {
				t.Errorf("%s: %q counts, want %q", c.name, counts, c.want)
			}
		}
	}
}

func TestLogAddSaysWhatChanged(t *testing.T) {
	var l Log
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	first := Chunk{"a", at, []Record{{"p1", "q", 1, nil}, {"p2", "q", 1, nil}}}
	for i, c := range []struct {
		chunk Chunk
		want  string
	}{
		{first, "p1/1 p2/1 "},
		{first, ""},
		{Chunk{"b", at.Add(1), []Record{{"p1", "q", 2, nil}, {"p2", "q", 1, nil}}}, "p1/2 "},
		{Chunk{"c", at.Add(-1), []Record{{"p2", "q", 1, nil}}}, "p2/1 "},
	} {
		got := ""
		for _, w := range l.Add(c.chunk) {
			got += fmt.Sprintf("%s/%d ", w.Participant, w.Revision)
		}
		if got != c.want {
			t.Errorf("chunk %d changed %q, want %q", i, got, c.want)
		}
	}
	if !l.Latest().Equal(at.Add(1)) {
		t.Errorf("latest is %v", l.Latest())
	}
}

func TestCounts(t *testing.T) {
	closed := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at, closedAt time.Time
		want         bool
	}{
		{closed, time.Time{}, true},
		{closed.Add(-time.Hour), closed, true},
		{closed.Add(CloseGrace), closed, true},
		{closed.Add(CloseGrace + 1), closed, false},
	} {
		if got := Counts(c.at, c.closedAt); got != c.want {
			t.Errorf("Counts(%v, %v) = %v", c.at, c.closedAt, got)
		}
	}
	// What is acknowledged at once must count whenever the close came: the
	// snapshot that admitted it was read before the close.
	if AckSlack >= CloseGrace {
		t.Error("an answer could be acknowledged that doesn't count")
	}
}

func TestChunkID(t *testing.T) {
	own := []Record{{Participant: "p"}, {Participant: "p"}}
	for _, c := range []struct {
		records []Record
		want    string
	}{
		{own, "p-r"}, {own[:1], "p-r"}, {append(own, Record{Participant: "q"}), "0-r"}, {nil, "0-r"},
	} {
		if got := ChunkID(c.records, "r"); got != c.want {
			t.Errorf("%v: %s, want %s", c.records, got, c.want)
		}
	}
	if IsID(SharedChunks + EncodeID([IDBytes]byte{})[2:]) {
		t.Error("a participant's id may begin as those of shared chunks do")
	}
}

// A participant who floods the log is named once, whatever arrives twice; nothing of
// theirs is left out.
func TestLogNamesWhoFloodsIt(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	l := Log{Limit: Volume{Records: 3, Bytes: 100}}
	winners := 0
	add := func(id string, records ...Record) {
		for range 2 {
			winners += len(l.Add(Chunk{id, at, records}))
		}
	}
	record := func(who, question string, size int) Record { return Record{who, question, 1, make([]byte, size)} }
	add("a", record("many", "1", 1), record("many", "2", 1), record("large", "1", 100), record("just", "1", 99))
	add("b", record("many", "3", 1), record("just", "2", 1), record("just", "3", 0))
	if got := l.Floods(); len(got) != 0 {
		t.Errorf("at the limit: %v", got)
	}
	add("c", record("many", "4", 1), record("large", "2", 1), record("many", "5", 1))
	add("d", record("large", "3", 1))
	if got := fmt.Sprint(l.Floods()); got != "[many large]" {
		t.Errorf("over the limit: %s", got)
	}
	if winners != 5+3+3 {
		t.Errorf("%d count", winners)
	}
	var none Log
	none.Add(Chunk{"a", at, []Record{record("p", "q", 1<<20)}})
	if got := none.Floods(); len(got) != 0 {
		t.Errorf("without a limit: %v", got)
	}
}

// A normal lesson stays far below the budget, and all instances together don't make it a
// flood.
func TestAnswerBudget(t *testing.T) {
	for _, questions := range []int{0, 1, 10, QuestionsMax} {
		budget, limit := AnswerBudget(questions), FloodLimit(questions)
		if honest := min(RevisionMax*questions, 5000); budget.Records < 2*honest || budget.Bytes < 512<<10 {
			t.Errorf("%d questions: a budget of %+v", questions, budget)
		}
		if budget.Records > 10_000 || budget.Bytes > 4<<20 || !limit.Over(budget) || limit.Over(limit) {
			t.Errorf("%d questions: a budget of %+v, a limit of %+v", questions, budget, limit)
		}
	}
}
