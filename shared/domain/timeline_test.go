package domain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Whoever reads a timeline is told which entry isn't as it was written.
func TestChain(t *testing.T) {
	t.Parallel()
	var i domain.Incident
	var entries []domain.Entry
	for k := range 4 {
		entries = append(entries, i.Append([]domain.Entry{{At: t0.Add(time.Duration(k)), RecordedAt: t0, Actor: "a", Kind: "k", Facts: map[string]string{"f": "v"}}})...)
	}
	if err := domain.VerifyTimeline(&i, entries); err != nil {
		t.Fatalf("as it was written: %v", err)
	}
	changed := func(k int, change func(*domain.Entry)) []domain.Entry {
		all := append([]domain.Entry(nil), entries...)
		change(&all[k])
		return all
	}
	for _, tt := range []struct {
		name    string
		entries []domain.Entry
		want    string
	}{
		{"without the first", entries[1:], "entry 1 is missing: 2 stands in its place"},
		{"without the third", append(append([]domain.Entry(nil), entries[:2]...), entries[3]), "entry 3 is missing: 4 stands in its place"},
		{"one twice", append(append([]domain.Entry(nil), entries[:2]...), entries[1:]...), "entry 3 is missing: 2 stands in its place"},
		{"another actor", changed(2, func(e *domain.Entry) { e.Actor = "b" }), "entry 3 was changed"},
		{"another fact", changed(0, func(e *domain.Entry) { e.Facts = map[string]string{"f": "w"} }), "entry 1 was changed"},
		{"another note", changed(1, func(e *domain.Entry) { e.Note = []byte("n") }), "entry 2 was changed"},
		{"another hash", changed(1, func(e *domain.Entry) { e.Hash = entries[2].Hash }), "entry 2 was changed"},
		{"another one before", changed(2, func(e *domain.Entry) { e.Prev = entries[0].Hash }), "entry 3 does not follow the one before it"},
		{"without the last", entries[:3], "the timeline ends at entry 3 and should end at 4"},
		{"nothing", nil, "the timeline ends at entry 0 and should end at 4"},
	} {
		if err := domain.VerifyTimeline(&i, tt.entries); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}
