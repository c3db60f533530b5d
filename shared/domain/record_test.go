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
			for _, chunk := range chunks {
				l.Add(chunk)
			}
			for w := range l.Winners {
				if string(w.Sealed) != c.want {
					t.Errorf("%s: %q counts, want %q", c.name, w.Sealed, c.want)
				}
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
