package main

import (
	"testing"
)

// Chunks have sizes of their own: the cost of one is taken from one that is much
// like them.
func TestInstantKeepsACommitOfEachKind(t *testing.T) {
	f, err := newInstant()
	if err != nil {
		t.Fatal(err)
	}
	defer f.stop()
	if _, _, err := f.chunkOf(3); err == nil {
		t.Error("a chunk came of nothing")
	}
	if _, err := f.lastOf("(default)"); err == nil {
		t.Error("a commit came of nothing")
	}
	l, err := newLesson(t.Context(), f.addr, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	for _, n := range []int{1, 20, 9} {
		if _, err := l.store.AppendChunk(t.Context(), l.session.ID, newID(), someRecords(n)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		mean float64
		want int
	}{{0.5, 1}, {4.9, 1}, {5.1, 9}, {14, 9}, {400, 20}} {
		request, n, err := f.chunkOf(c.mean)
		if err != nil || n != c.want {
			t.Errorf("chunkOf(%v): %d, %v; want %d", c.mean, n, err, c.want)
			continue
		}
		fields := request.Writes[0].GetUpdate().Fields["records"].GetMapValue().Fields
		if got := len(fields["responses"].GetArrayValue().Values); got != n {
			t.Errorf("chunkOf(%v): a commit of %d responses as one of %d", c.mean, got, n)
		}
	}
	if r, err := f.lastOf("(default)"); err != nil || len(r.Writes) == 0 {
		t.Errorf("the commit that created the session: %v, %v", r, err)
	}
	if _, err := f.lastOf("vault"); err == nil {
		t.Error("a commit to the vault, where nothing was stored")
	}
}

func TestOwnCountsEachCall(t *testing.T) {
	calls := 0
	cost, err := own(func() error { calls++; return nil })
	if err != nil || cost < 0 || calls == 0 {
		t.Errorf("%v µs for %d calls, %v", cost, calls, err)
	}
}
