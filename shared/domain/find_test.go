package domain_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestNames(t *testing.T) {
	t.Parallel()
	n := domain.Normalizer(norm.NFKC.String)
	for _, c := range []struct {
		alias, name string
		want        bool
	}{
		{"Ada", "Ada", true}, {"ada", "ADA", true}, {"Ada  Lovelace", "ada lovelace", true}, {"Ada_Lovelace", "Lovelace", true},
		{"Lovelace, Ada", "Ada Lovelace", true}, {"Ada L.", "Ada", true}, {"Adam", "Ada", false}, {"Ada", "Ada Lovelace", false},
		{"José", "José", true}, {"🦊", "🦊", true}, {"🦊", "🦁", false}, {"🦊 Ada", "Ada", true}, {"Ada", "🦊", false}, {"Straße", "STRASSE", true},
		{"", "Ada", false}, {"Ada 2", "2 ada", true},
	} {
		if got := n.Names(c.alias, c.name); got != c.want {
			t.Errorf("%q for %q: %v", c.alias, c.name, got)
		}
	}
}

func TestFindAdvances(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	query := []byte("query")
	f := domain.Find{State: domain.FindRunning, Query: query}
	step := func(p domain.FindPage, changed bool) {
		t.Helper()
		p.Query = query
		if got := f.Advance(p, now); got != changed {
			t.Errorf("page %d: %v", p.Page, got)
		}
	}
	step(domain.FindPage{Page: 1}, false)
	step(domain.FindPage{Page: 0, Sessions: 10, Next: "a"}, true)
	step(domain.FindPage{Page: 0, Sessions: 10, Next: "a"}, false)
	if f.Advance(domain.FindPage{Page: 1, Query: []byte("another")}, now) {
		t.Error("a page of another search counts")
	}
	if f.Page != 1 || f.Sessions != 10 || f.State != domain.FindRunning || f.Token != "a" {
		t.Errorf("%+v", f)
	}
	for page := 1; f.State == domain.FindRunning; page++ {
		step(domain.FindPage{Page: page, Sessions: domain.FindPageSize, Next: "b"}, true)
	}
	if f.Sessions != domain.FindSessionsMax || !f.Older || f.Full || f.Token != "" {
		t.Errorf("at its end: %+v", f)
	}
	step(domain.FindPage{Page: f.Page}, false)
	few := domain.Find{State: domain.FindRunning}
	if !few.Advance(domain.FindPage{Sessions: 3}, now) || few.State != domain.FindDone || few.Older {
		t.Errorf("the last page: %+v", few)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	found := []domain.Found{{Participant: "a", Session: "s"}, {Participant: "b"}}
	people := map[string]domain.FoundPerson{"a": {}, "b": {}}
	if _, err := domain.MeantOf(found, people); err != domain.ErrFoundUnmarked {
		t.Errorf("unmarked: %v", err)
	}
	for name, ids := range map[string][2][]string{"nobody": {{"c"}, nil}, "both": {{"a"}, {"a"}}, "excluded nobody": {nil, {"c"}}} {
		if _, err := domain.MarkFound(slices.Clone(found), ids[0], ids[1]); !errors.Is(err, domain.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if changed, err := domain.MarkFound(found, []string{"a"}, nil); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if _, err := domain.MeantOf(found, people); err != domain.ErrFoundUnmarked {
		t.Errorf("one is unmarked: %v", err)
	}
	// Of whom nothing is left, nobody can tell who they were; a mark stays.
	if meant, err := domain.MeantOf(found, nil); err != nil || len(meant) != 1 {
		t.Errorf("erased: %v, %v", meant, err)
	}
	if changed, err := domain.MarkFound(found, []string{"a"}, []string{"b"}); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if changed, err := domain.MarkFound(found, []string{"a"}, []string{"b"}); err != nil || changed {
		t.Errorf("the same again: %v, %v", changed, err)
	}
	meant, err := domain.MeantOf(found, people)
	if err != nil || len(meant) != 1 || meant[0] != (domain.Meant{Session: "s", Participant: "a"}) {
		t.Errorf("%v, %v", meant, err)
	}
	for _, c := range []struct {
		ids  []string
		want bool
	}{{[]string{"a"}, true}, {[]string{"a", "a"}, true}, {nil, false}, {[]string{"b"}, false}, {[]string{"a", "b"}, false}} {
		if got := domain.SameMeant(meant, c.ids); got != c.want {
			t.Errorf("seen as %v: %v", c.ids, got)
		}
	}
	if meant, err := domain.MeantOf(nil, nil); err != nil || meant != nil {
		t.Errorf("of nobody: %v, %v", meant, err)
	}
}

func TestFindDays(t *testing.T) {
	t.Parallel()
	o := domain.Org{Timezone: "Europe/Berlin"}
	begin, end, err := o.FindDays("2026-03-28", "2026-03-29") // on which the clocks change
	if err != nil || !begin.Equal(time.Date(2026, 3, 27, 23, 0, 0, 0, time.UTC)) || !end.Equal(time.Date(2026, 3, 29, 22, 0, 0, 0, time.UTC)) {
		t.Errorf("%v to %v, %v", begin, end, err)
	}
	if begin, end, err := o.FindDays("", ""); err != nil || !begin.IsZero() || !end.IsZero() {
		t.Errorf("without days: %v to %v, %v", begin, end, err)
	}
}

func TestErasureGroundOfRequests(t *testing.T) {
	t.Parallel()
	for from, want := range map[domain.Requester]domain.ErasureGround{
		domain.FromParent: domain.GroundParent, domain.FromStudent: domain.GroundSubject, domain.FromOther: domain.GroundSubject, domain.FromTeacher: domain.GroundSchool,
	} {
		r := domain.Request{From: from}
		if got := r.ErasureGround(); got != want {
			t.Errorf("%s: %s", from, got)
		}
	}
}
