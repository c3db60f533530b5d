package domain_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestIncidentStates(t *testing.T) {
	t.Parallel()
	order := []domain.IncidentState{"reported", "scoping", "notifying", "closed"}
	for i, from := range order {
		for k, to := range order {
			want := k == i || k == i+1 || to == "closed"
			if got := from.CanBecome(to); got != want {
				t.Errorf("%s → %s: %v", from, to, got)
			}
		}
	}
	for _, s := range []domain.IncidentState{"", "open"} {
		if s.CanBecome("closed") || domain.IncidentReported.CanBecome(s) {
			t.Errorf("%q is a state", s)
		}
	}
}

// Art. 34 applies where the risk is high and the data was not unintelligible; what hasn't
// been judged counts as the worse case.
func TestArticle34(t *testing.T) {
	t.Parallel()
	people, authority := clause(t, "gdpr-34"), clause(t, "gdpr-33-1")
	for _, tt := range []struct {
		name              string
		risk              domain.Risk
		affected          []domain.Affected
		people, authority bool
	}{
		{"nothing known", domain.RiskUndetermined, nil, true, true},
		{"high, not computed", domain.RiskHigh, nil, true, true},
		{"high and readable", domain.RiskHigh, []domain.Affected{{Org: "o", Readable: true}}, true, true},
		{"high and unintelligible, art. 34(3)(a)", domain.RiskHigh, []domain.Affected{{Org: "o"}}, false, true},
		{"not judged and unintelligible", domain.RiskUndetermined, []domain.Affected{{Org: "o"}}, false, true},
		{"possible, art. 34(1)", domain.RiskPossible, []domain.Affected{{Org: "o", Readable: true}}, false, true},
		{"unlikely, art. 33(1)", domain.RiskUnlikely, []domain.Affected{{Org: "o", Readable: true}}, false, false},
		{"another org's", domain.RiskHigh, []domain.Affected{{Org: "x"}}, true, true},
	} {
		i := domain.Incident{Risk: tt.risk, Affected: tt.affected}
		if got := i.Applies(people, "o"); got != tt.people {
			t.Errorf("%s: art. 34 %v", tt.name, got)
		}
		if got := i.Applies(authority, "o"); got != tt.authority {
			t.Errorf("%s: art. 33(1) %v", tt.name, got)
		}
		if !i.Applies(clause(t, "platform"), "o") {
			t.Errorf("%s: the platform's promise always applies", tt.name)
		}
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		kind       domain.GroupKind
		categories []domain.Category
		keys       domain.Reach
		concerned  bool
		readable   bool
	}{
		{"sealed, keys elsewhere", "session", []domain.Category{"aliases", "answers"}, "no", true, false},
		{"sealed, keys in reach", "session", []domain.Category{"aliases", "answers"}, "yes", true, true},
		{"sealed, keys unknown", "session", []domain.Category{"answers"}, "unknown", true, true},
		{"titles are plain", "session", []domain.Category{"answers", "lessons"}, "no", true, true},
		{"not concerned", "session", []domain.Category{"members"}, "yes", false, false},
		{"members, sealed", "members", []domain.Category{"members", "lessons"}, "no", true, false},
		{"accounts are outside", "accounts", []domain.Category{"accounts"}, "no", true, true},
		{"erased, keys elsewhere", "erased", []domain.Category{"answers"}, "no", true, false},
	} {
		i := domain.Incident{Categories: tt.categories, KeysInReach: tt.keys}
		g, ok := i.Group(domain.AffectedGroup{Kind: tt.kind, People: 1})
		if ok != tt.concerned || ok && g.Readable() != tt.readable {
			t.Errorf("%s: concerned %v, readable %v", tt.name, ok, g.Readable())
		}
	}
	var a domain.Affected
	a.Add(domain.AffectedGroup{Kind: "session", People: 3, Records: 9, Sealed: true})
	a.Add(domain.AffectedGroup{Kind: "erased", People: 2, Records: 4, Sealed: true})
	a.Add(domain.AffectedGroup{Kind: "session", Sealed: false}) // nobody in it
	if a.Readable || a.People != 5 || a.Records != 13 || a.Sessions != 2 || a.Erased != (domain.ErasedSince{Receipts: 1, People: 2, Records: 4}) {
		t.Errorf("%+v", a)
	}
	a.Add(domain.AffectedGroup{Kind: "members", People: 1})
	if !a.Readable {
		t.Error("a readable group leaves the whole unreadable")
	}
}

// The chain finds every entry that was changed, removed, added or moved.
func TestTimelineChain(t *testing.T) {
	t.Parallel()
	at := instant(t, "2026-11-20T14:05:06Z")
	made := func() (*domain.Incident, []domain.Entry) {
		i := new(domain.Incident)
		all := i.Append([]domain.Entry{
			{At: at, RecordedAt: at, Actor: "a", Kind: "reported", Facts: map[string]string{"x": "1", "y": "2"}},
			{At: at, RecordedAt: at.Add(time.Hour), Actor: "a", Kind: "state", Note: []byte("sealed")},
		})
		return i, append(all, i.Append([]domain.Entry{{At: at.Add(1234567), RecordedAt: at, Actor: "b", Kind: "met"}})...)
	}
	i, all := made()
	if err := domain.VerifyTimeline(i, all); err != nil || len(all) != 3 || i.Entries != 3 {
		t.Fatal(err)
	}
	if err := domain.VerifyTimeline(new(domain.Incident), nil); err != nil {
		t.Errorf("an empty one: %v", err)
	}
	for name, change := range map[string]func(i *domain.Incident, all []domain.Entry) []domain.Entry{
		"a fact changed": func(_ *domain.Incident, all []domain.Entry) []domain.Entry { all[0].Facts["x"] = "2"; return all },
		"a fact removed": func(_ *domain.Incident, all []domain.Entry) []domain.Entry { delete(all[0].Facts, "x"); return all },
		"facts run together": func(_ *domain.Incident, all []domain.Entry) []domain.Entry {
			all[0].Facts = map[string]string{"x1": "y2"}
			return all
		},
		"a note changed": func(_ *domain.Incident, all []domain.Entry) []domain.Entry { all[1].Note = []byte("other"); return all },
		"a time changed": func(_ *domain.Incident, all []domain.Entry) []domain.Entry {
			all[1].At = at.Add(-time.Hour)
			return all
		},
		"when it was noted": func(_ *domain.Incident, all []domain.Entry) []domain.Entry { all[1].RecordedAt = at; return all },
		"an actor changed":  func(_ *domain.Incident, all []domain.Entry) []domain.Entry { all[2].Actor = "a"; return all },
		"a kind changed":    func(_ *domain.Incident, all []domain.Entry) []domain.Entry { all[2].Kind = "missed"; return all },
		"the first removed": func(_ *domain.Incident, all []domain.Entry) []domain.Entry { return all[1:] },
		"one removed":       func(_ *domain.Incident, all []domain.Entry) []domain.Entry { return slices.Delete(all, 1, 2) },
		"the last removed":  func(_ *domain.Incident, all []domain.Entry) []domain.Entry { return all[:2] },
		"two swapped": func(_ *domain.Incident, all []domain.Entry) []domain.Entry {
			all[1], all[2] = all[2], all[1]
			return all
		},
		"one twice":          func(_ *domain.Incident, all []domain.Entry) []domain.Entry { return append(all, all[2]) },
		"the head rewritten": func(i *domain.Incident, all []domain.Entry) []domain.Entry { i.Head = all[1].Hash; return all },
		"one chained behind": func(i *domain.Incident, all []domain.Entry) []domain.Entry {
			other := *i
			return append(all, other.Append([]domain.Entry{{Kind: "met"}})...)
		},
	} {
		i, all := made()
		if domain.VerifyTimeline(i, change(i, all)) == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestScopeSessionsOf(t *testing.T) {
	t.Parallel()
	s := domain.Scope{Orgs: []string{"a"}, Sessions: []domain.ScopedSession{{Org: "a", ID: "1"}, {Org: "b", ID: "2"}, {Org: "c", ID: "3"}, {Org: "b", ID: "4"}}}
	for org, want := range map[string][]string{"b": {"2", "4"}, "c": {"3"}, "d": nil} {
		if ids, whole := s.SessionsOf(org); whole || !slices.Equal(ids, want) {
			t.Errorf("%s: %v, %v; want %v", org, ids, whole, want)
		}
	}
	if ids, whole := s.SessionsOf("a"); !whole || ids != nil {
		t.Errorf("an org that is named whole: %v, %v", ids, whole)
	}
	if got := s.AllOrgs(); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("orgs %v", got)
	}
}

// Each kind of group is concerned by its own categories and by no other's.
func TestGroupCategories(t *testing.T) {
	t.Parallel()
	inSessions := []domain.Category{domain.CategoryAliases, domain.CategoryAnswers, domain.CategoryLessons}
	for kind, concerned := range map[domain.GroupKind][]domain.Category{
		domain.GroupSession: inSessions, domain.GroupErased: inSessions,
		domain.GroupMembers:  {domain.CategoryMembers},
		domain.GroupContact:  {domain.CategoryContacts},
		domain.GroupAccounts: {domain.CategoryAccounts},
		"other":              nil,
	} {
		for _, c := range domain.Categories {
			i := domain.Incident{Categories: []domain.Category{c}, KeysInReach: domain.ReachNo}
			g, ok := i.Group(domain.AffectedGroup{Kind: kind})
			if want := slices.Contains(concerned, c); ok != want {
				t.Errorf("%s concerns a group of kind %s: %v", c, kind, ok)
			}
			if ok && (g.Sealed != c.Sealed() || g.Readable() == c.Sealed()) {
				t.Errorf("%s: sealed %v, readable %v", c, g.Sealed, g.Readable())
			}
		}
	}
}

// What can be read counts only where there is somebody or something.
func TestAffectedAdd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		g        domain.AffectedGroup
		readable bool
	}{
		{"nobody and nothing", domain.AffectedGroup{}, false},
		{"people", domain.AffectedGroup{People: 1}, true},
		{"records", domain.AffectedGroup{Records: 1}, true},
		{"people, sealed", domain.AffectedGroup{People: 1, Sealed: true}, false},
		{"people, sealed, and the keys", domain.AffectedGroup{People: 1, Sealed: true, KeysInReach: true}, true},
	} {
		var a domain.Affected
		if a.Add(tt.g); a.Readable != tt.readable || a.People != tt.g.People || a.Records != tt.g.Records {
			t.Errorf("%s: %+v", tt.name, a)
		}
		was := a
		if a.Add(domain.AffectedGroup{Kind: domain.GroupSession}); a.Readable != was.Readable || a.Sessions != 1 {
			t.Errorf("%s, then an empty session: %+v", tt.name, a)
		}
	}
	var a domain.Affected
	a.Add(domain.AffectedGroup{Kind: domain.GroupErased, People: 2, Records: 3})
	if a.Erased != (domain.ErasedSince{Receipts: 1, People: 2, Records: 3}) || a.Sessions != 0 {
		t.Errorf("erased since: %+v", a)
	}
}

// A delay stops what its ground stops from its first moment until its last.
func TestStopped(t *testing.T) {
	t.Parallel()
	c := domain.Clause{Delays: []domain.DelayGround{domain.DelayLawEnforcement}}
	until := t0.Add(time.Hour)
	i := domain.Incident{Delays: []domain.Delay{
		{Ground: domain.DelayScope, From: t0.Add(-time.Hour), Until: until.Add(time.Hour)},
		{Ground: domain.DelayLawEnforcement, From: t0, Until: until},
	}}
	for _, tt := range []struct {
		at   time.Time
		want bool
	}{{t0.Add(-1), false}, {t0, true}, {until.Add(-1), true}, {until, false}} {
		if got := i.Stopped(c, tt.at); got != tt.want {
			t.Errorf("at %v: %v", tt.at, got)
		}
	}
	if i.Stopped(domain.Clause{}, t0) {
		t.Error("a clause that nothing delays is stopped")
	}
}

func TestIncidentHolds(t *testing.T) {
	t.Parallel()
	i := domain.Incident{ID: "i", Freezes: 1, Scope: domain.Scope{
		Orgs: []string{"a"}, Sessions: []domain.ScopedSession{{Org: "b", ID: "1"}, {Org: "b", ID: "2"}},
	}}
	first := i.Holds(t0)
	var got []string
	ids := make(map[string]bool)
	for _, h := range first {
		got = append(got, h.Org+"/"+h.Session)
		ids[h.ID] = true
		if h.Kind != domain.HoldIncident || !h.PlacedAt.Equal(t0) || !h.Until.Equal(t0.AddDate(0, 0, domain.FreezeDays)) {
			t.Errorf("%+v", h)
		}
	}
	if !slices.Equal(got, []string{"a/", "b/1", "b/2"}) || len(ids) != 3 {
		t.Errorf("holds %v with %d ids", got, len(ids))
	}
	if again := i.Holds(t0); again[0].ID != first[0].ID {
		t.Error("the same freeze has another id")
	}
	i.Freezes = 2
	if next := i.Holds(t0); ids[next[0].ID] {
		t.Error("the next freeze has the id of the first")
	}
	for name, i := range map[string]domain.Incident{
		"a drill": {Drill: true, Freezes: 1, Scope: i.Scope}, "one that doesn't freeze": {Scope: i.Scope},
	} {
		if holds := i.Holds(t0); holds != nil {
			t.Errorf("%s holds %v", name, holds)
		}
	}
}
