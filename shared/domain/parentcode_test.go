package domain

import (
	"testing"
	"time"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	var a ParentActs
	if a.Refuses() != (Refusals{}) {
		t.Errorf("at first %+v", a.Refuses())
	}
	both := Refusals{Collection: true, Disclosure: true}
	for i, r := range []Refusals{{Collection: true}, both, {Disclosure: true}, {}, both} {
		// Also within one moment.
		if !a.Refuse(r, now) || a.Refuses() != r {
			t.Errorf("%d: %+v stand, want %+v", i, a.Refuses(), r)
		}
		before := a
		if !a.Refuse(r, now.Add(time.Hour)) || a != before {
			t.Errorf("%d: the same again makes it %+v, was %+v", i, a, before)
		}
	}
	a = ParentActs{}
	for range LiftsMax {
		now = now.Add(time.Hour)
		if !a.Refuse(both, now) || !a.Refuse(Refusals{Collection: true}, now) {
			t.Fatalf("refused after %d lifts", a.Lifts)
		}
	}
	before := a
	if a.Refuse(Refusals{}, now) || a != before {
		t.Errorf("lifted %d times: %+v", LiftsMax, a)
	}
	if !a.Refuse(both, now) || a.Refuses() != both {
		t.Error("what can't be lifted any more can't be refused either")
	}
}

func TestParentSecret(t *testing.T) {
	t.Parallel()
	id := EncodeID([IDBytes]byte{1, 2, 3})
	if s := ParentSecret(id); s != "AQIDAAAAAAAAAAAAAAAAAA" {
		t.Errorf("%q", s)
	}
	if s := ParentSecret("nobody"); s != "" {
		t.Errorf("of no id %q", s)
	}
	if ParentCodeID("s", "x") == ParentCodeID("s", "y") || ParentCodeID("s", "x") == ParentCodeID("r", "x") || ParentCodeID("s", "x") == ParticipantID("s", "x") {
		t.Error("two ids are one")
	}
}
