package domain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"P6M": "P6M", "P1Y": "P1Y", "P18M": "P1Y6M", "P1Y6M": "P1Y6M", "P30D": "P30D", "P4W": "P28D", "P0D": "P0D", "P1Y2M3W4D": "P1Y2M25D",
		"": "", "P": "", "6M": "", "P6": "", "P-6M": "", "P6M1Y": "", "P6MT1H": "", "PT1H": "", "P1.5M": "", "p6m": "", "P99999D": "", "P6M ": "", "P1M1M": "",
		"P3050Y": "P3050Y", "P3051Y": "", "P36600D": "P36600D", "P36601D": "", "P36600M": "P3050Y", "P36601M": "",
		"P" + strings.Repeat("0", 29) + "6M": "P6M", "P" + strings.Repeat("0", 30) + "6M": "",
	} {
		p, err := domain.ParsePeriod(in)
		if (err == nil) != (want != "") || err == nil && p.String() != want {
			t.Errorf("%q: %v, %v; want %q", in, p, err, want)
		}
	}
}

// wall is the same day and time six months later by the calendar, clamped,
// written down without the code under test.
func wall(t time.Time) time.Time {
	t = t.UTC()
	y, m, d := t.Date()
	if m += 6; m > 12 {
		y, m = y+1, m-12
	}
	days := [...]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return time.Date(y, m, min(d, days), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// Every day of eight years, given in zones with daylight saving: a nanosecond
// before the end of the window nothing is due, at the end and after it is.
func TestEveryStartOfEightYears(t *testing.T) {
	t.Parallel()
	org := &domain.Org{ID: "org", Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6}}
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no time zones on this machine")
		}
		for day := range 8 * 366 {
			deleted := time.Date(2023, 1, 1+day, 2, 30, 0, 1, time.UTC).In(zone)
			end := wall(deleted)
			s := &domain.Session{ID: "s", Org: "org", State: domain.Deleted, DeletedAt: deleted, FirstDeletedAt: deleted}
			for _, c := range []struct {
				at  time.Time
				due int
			}{{end.Add(-1), 0}, {end, 1}, {end.Add(1), 1}} {
				if steps := s.Steps(org, nil, c.at.In(zone), c.at.In(zone)); len(steps) != c.due {
					t.Fatalf("%s: deleted %v: %d steps at %v, want %d", name, deleted, len(steps), c.at, c.due)
				}
			}
			if bound := org.Policy.LatestDeletion(end); bound.Before(deleted) {
				t.Fatalf("%s: the query's bound %v leaves out %v", name, bound, deleted)
			}
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	policy := domain.Policy{KeptDays: 30, RestoreMonths: 6}
	hold := func(kind domain.HoldKind, until time.Time) []domain.Hold {
		return []domain.Hold{{ID: "h", Org: "org", Kind: kind, PlacedAt: start, Until: until}}
	}
	far := start.AddDate(10, 0, 0)
	for _, c := range []struct {
		name    string
		session domain.Session
		org     domain.Org
		holds   []domain.Hold
		until   time.Time
		want    string
	}{
		{"a draft", domain.Session{State: domain.Draft}, domain.Org{Policy: policy}, nil, far,
			"deleted draft 2027-02-28 08:00; erased restore-window 2027-08-28 08:00"},
		{"an idle session", domain.Session{State: domain.Open}, domain.Org{Policy: policy}, nil, far,
			"closed idle 2026-10-01 08:00; deleted policy 2026-10-31 08:00; erased restore-window 2027-04-30 08:00"},
		{"a set end", domain.Session{State: domain.Paused, ClosesAt: start.Add(day)}, domain.Org{Policy: policy}, nil, start.Add(40 * day),
			"closed closes-at 2026-09-02 08:00; deleted policy 2026-10-02 08:00"},
		{"activity puts it off", domain.Session{State: domain.Open, ActiveAt: start.Add(5 * day)}, domain.Org{Policy: policy}, nil, start.Add(36 * day),
			"closed idle 2026-10-06 08:00"},
		{"31 August", domain.Session{State: domain.Deleted, FirstDeletedAt: time.Date(2026, 8, 31, 8, 0, 0, 0, time.UTC)}, domain.Org{Policy: policy}, nil, far,
			"erased restore-window 2027-02-28 08:00"},
		{"never longer than six months", domain.Session{State: domain.Deleted, FirstDeletedAt: start}, domain.Org{Policy: domain.Policy{KeptDays: 30, RestoreMonths: 90}}, nil, far,
			"erased restore-window 2027-03-01 08:00"},
		{"sooner if agreed", domain.Session{State: domain.Deleted, FirstDeletedAt: start}, domain.Org{Policy: domain.Policy{KeptDays: 30, RestoreDays: 10}}, nil, far,
			"erased restore-window 2026-09-11 08:00"},
		{"a policy that says nothing deletes nothing", domain.Session{State: domain.Closed, EndedAt: start}, domain.Org{}, nil, far, ""},
		{"an org that left", domain.Session{State: domain.Closed, EndedAt: start}, domain.Org{Policy: policy, LeftAt: start.Add(day)}, nil, start.Add(2 * day),
			"deleted org-left 2026-09-02 08:00"},
		{"a legal hold stops", domain.Session{State: domain.Closed, EndedAt: start}, domain.Org{Policy: policy}, hold(domain.HoldLegal, far.Add(day)), far,
			"deleted policy 2026-10-01 08:00 held"},
		{"an incident freezes", domain.Session{State: domain.Closed, EndedAt: start}, domain.Org{Policy: policy}, hold(domain.HoldIncident, start.Add(90*day)), start.Add(60 * day),
			"deleted policy 2026-10-01 08:00 held"},
		{"and thaws", domain.Session{State: domain.Closed, EndedAt: start}, domain.Org{Policy: policy}, hold(domain.HoldIncident, start.Add(90*day)), start.Add(90 * day),
			"deleted policy 2026-11-30 08:00"},
		{"closing takes nothing away", domain.Session{State: domain.Open, ClosesAt: start.Add(day)}, domain.Org{Policy: policy}, hold(domain.HoldLegal, far), start.Add(2 * day),
			"closed closes-at 2026-09-02 08:00"},
	} {
		c.session.ID, c.session.Org, c.session.CreatedAt, c.org.ID = "s", "org", start, "org"
		got := ""
		for i, s := range c.session.Steps(&c.org, c.holds, start, c.until) {
			if i > 0 {
				got += "; "
			}
			got += string(s.To) + " " + string(s.Rule) + " " + s.At.Format("2006-01-02 15:04")
			if s.Hold != "" {
				got += " held"
			}
		}
		if got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

// A shorter window applies to what was deleted before; a longer one brings back
// nothing that was final, to the microsecond, however often it is changed.
func TestWindowChanges(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 31, 8, 0, 0, 123000, time.UTC)
	const micro = time.Microsecond
	window := func(months, days int) domain.Policy {
		return domain.Policy{KeptDays: 30, RestoreMonths: months, RestoreDays: days}
	}
	change := func(from, to domain.Policy, now time.Time) domain.Policy {
		to.FinalUntil = from.FinalAt(now)
		return to
	}
	for _, from := range []domain.Policy{window(0, 0), window(0, 10), window(1, 0), window(2, 5), window(6, 0), window(0, 181)} {
		for day := range 400 {
			now := start.AddDate(0, 0, day)
			final := from.FinalAt(now)
			if from.RestorableUntil(final).After(now) || !from.RestorableUntil(final.Add(micro)).After(now) {
				t.Fatalf("%v at %v: %v isn't the last deletion that is final", from.Restore(), now, final)
			}
			longer := change(from, window(6, 0), now)
			if longer.RestorableUntil(final).After(now) {
				t.Fatalf("%v at %v: lengthened, and it comes back", from.Restore(), now)
			}
			if got := longer.RestorableUntil(final.Add(micro)); !got.Equal(wall(final.Add(micro))) {
				t.Fatalf("%v at %v: what wasn't final is so at %v", from.Restore(), now, got)
			}
			if b := longer.LatestDeletion(now); b.Before(final) {
				t.Fatalf("the query's bound %v leaves out %v", b, final)
			}
		}
	}
	now := start.AddDate(0, 0, 20)
	p := change(change(window(0, 10), window(0, 20), now), window(6, 0), now.Add(time.Hour))
	if got := p.RestorableUntil(start); got.After(now) {
		t.Errorf("lengthened twice: restorable until %v", got)
	}
	if got := change(window(6, 0), window(0, 10), now).RestorableUntil(start); !got.Equal(start.AddDate(0, 0, 10)) {
		t.Errorf("shortened: restorable until %v", got)
	}
	if got := (domain.Policy{}).RestorableUntil(start); !got.Equal(wall(start)) {
		t.Errorf("a policy that says nothing: restorable until %v", got)
	}
}

// Named legal hold > formal erasure > incident freeze > expiry.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	s := domain.Subject{Kind: domain.SubjectParticipant, Org: "org", Session: "s", ID: "p"}
	for _, c := range []struct {
		name   string
		hold   domain.Hold
		formal bool
		stops  bool
	}{
		{"legal against formal", domain.Hold{Org: "org", Kind: domain.HoldLegal}, true, true},
		{"legal against expiry", domain.Hold{Org: "org", Kind: domain.HoldLegal}, false, true},
		{"incident against formal", domain.Hold{Org: "org", Kind: domain.HoldIncident}, true, false},
		{"incident against expiry", domain.Hold{Org: "org", Kind: domain.HoldIncident}, false, true},
		{"of its session", domain.Hold{Org: "org", Kind: domain.HoldLegal, Session: "s"}, true, true},
		{"of another session", domain.Hold{Org: "org", Kind: domain.HoldLegal, Session: "other"}, true, false},
		{"of another org", domain.Hold{Org: "other", Kind: domain.HoldLegal}, true, false},
		{"released", domain.Hold{Org: "org", Kind: domain.HoldLegal, ReleasedAt: at}, true, false},
		{"ended", domain.Hold{Org: "org", Kind: domain.HoldLegal, Until: at}, true, false},
		{"not yet", domain.Hold{Org: "org", Kind: domain.HoldLegal, PlacedAt: at.Add(1)}, true, false},
	} {
		if c.hold.Until.IsZero() {
			c.hold.Until = at.Add(time.Hour)
		}
		if got := domain.HeldBy([]domain.Hold{c.hold}, s, c.formal, at) != nil; got != c.stops {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// Restoring and deleting again doesn't move the final date.
func TestFinalDateStays(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	o := &domain.Org{Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6}}
	s := domain.Session{State: domain.Closed, EndedAt: start}
	for i := range 5 {
		s.Take(domain.Step{To: domain.Deleted}, start.AddDate(0, 0, i))
		if got := s.RestorableUntil(o); !got.Equal(wall(start)) {
			t.Fatalf("after %d deletions: %v", i+1, got)
		}
		s.State, s.DeletedAt = domain.Closed, time.Time{}
	}
}

func TestKeysGoneAt(t *testing.T) {
	t.Parallel()
	keys := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct{ ticket, want time.Time }{
		{time.Time{}, keys.Add(7 * 24 * time.Hour)},
		{keys.Add(-365 * 24 * time.Hour), keys.Add(7 * 24 * time.Hour)},
		{keys, keys.Add(180 * 24 * time.Hour)},
	} {
		if got := domain.KeysGoneAt(keys, c.ticket); !got.Equal(c.want) {
			t.Errorf("last ticket %v: %v, want %v", c.ticket, got, c.want)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	t.Parallel()
	good := domain.Policy{KeptDays: 30, RestoreMonths: 6, PrivacyContact: "privacy@north.example", Purposes: []string{"teaching"}, Clause: "7"}
	if wrong := good.Check(); wrong != nil {
		t.Errorf("good: %v", wrong)
	}
	for pointer, change := range map[string]func(*domain.Policy){
		"/kept":            func(p *domain.Policy) { p.KeptDays = 0 },
		"/restore":         func(p *domain.Policy) { p.RestoreDays = 1 },
		"/maxParticipants": func(p *domain.Policy) { p.MaxParticipants = -1 },
		"/contact":         func(p *domain.Policy) { p.PrivacyContact = "Ada <ada@north.example>" },
		"/purposes":        func(p *domain.Policy) { p.Purposes = nil },
		"/clause":          func(p *domain.Policy) { p.Clause = "a\nb" },
	} {
		p := good
		change(&p)
		if wrong := p.Check(); len(wrong) != 1 || wrong[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, wrong)
		}
	}
}

func TestSubjectNamesWhatItsKindNeeds(t *testing.T) {
	t.Parallel()
	id := domain.EncodeID([domain.IDBytes]byte{1})
	for _, s := range []domain.Subject{
		{Kind: domain.SubjectSession, Org: "org_north", Session: id},
		{Kind: domain.SubjectParticipant, Org: "org_north", Session: id, ID: id},
		{Kind: domain.SubjectQuestionSet, Org: "org_north", ID: id},
		{Kind: domain.SubjectMember, Org: "org_north", ID: id},
		{Kind: domain.SubjectOrg, Org: "org_north"},
	} {
		if !s.Valid() {
			t.Errorf("%+v isn't valid", s)
		}
		for what, change := range map[string]func(*domain.Subject){
			"another kind": func(s *domain.Subject) { s.Kind = "lesson" },
			"no org":       func(s *domain.Subject) { s.Org = "" },
			"a session where there is none, or none": func(s *domain.Subject) {
				s.Session = map[bool]string{true: id, false: ""}[s.Session == ""]
			},
			"an id where there is none, or none": func(s *domain.Subject) {
				s.ID = map[bool]string{true: id, false: ""}[s.ID == ""]
			},
			"a session and an id that are paths": func(s *domain.Subject) { s.Session, s.ID = "../x", "../x" },
		} {
			wrong := s
			if change(&wrong); wrong.Valid() {
				t.Errorf("%s: %+v is valid", what, wrong)
			}
		}
	}
}

// A session that retention closes as idle ended when its time was up, whenever the tick came; any other ends now.
func TestTakeEndsASessionWhenItsTimeWasUp(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	now := due.Add(72 * time.Hour)
	for _, c := range []struct {
		step domain.Step
		want time.Time
	}{
		{domain.Step{To: domain.Closed, Rule: domain.RuleIdle, Due: due}, due},
		{domain.Step{To: domain.Closed, Due: due}, now},
		{domain.Step{To: domain.Deleted, Rule: domain.RuleIdle, Due: due}, now},
	} {
		s := domain.Session{State: domain.Open}
		if s.Take(c.step, now); !s.EndedAt.Equal(c.want) || s.State != c.step.To {
			t.Errorf("%+v: %s, ended at %v, want %v", c.step, s.State, s.EndedAt, c.want)
		}
	}
}

// The sets of an org that is there stay until somebody deletes them; those of one that left are deleted when it did, and
// what is deleted is erased once that is final.
func TestQuestionSetSteps(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	org := domain.Org{ID: "org_north", Policy: domain.Policy{KeptDays: 30, RestoreMonths: 1}}
	left := org
	left.LeftAt = now.AddDate(0, 0, 10)
	final := domain.Period{Months: 1}.After
	hold := domain.Hold{Org: org.ID, Kind: domain.HoldLegal, Name: "Case", PlacedAt: now, Until: now.AddDate(1, 0, 0)}
	for what, c := range map[string]struct {
		org     domain.Org
		deleted time.Time
		holds   []domain.Hold
		want    []domain.State
		at      time.Time // of the last
	}{
		"of an org that is there":  {org, time.Time{}, nil, nil, time.Time{}},
		"deleted":                  {org, now, nil, []domain.State{domain.Erased}, final(now)},
		"of an org that left":      {left, time.Time{}, nil, []domain.State{domain.Deleted, domain.Erased}, final(left.LeftAt)},
		"deleted before they left": {left, now, nil, []domain.State{domain.Erased}, final(now)},
		"held":                     {org, now, []domain.Hold{hold}, []domain.State{domain.Erased}, hold.Until},
	} {
		var got []domain.State
		var at time.Time
		for _, s := range domain.QuestionSetSteps(&c.org, domain.EncodeID([domain.IDBytes]byte{1}), c.deleted, c.holds, now, now.AddDate(2, 0, 0)) {
			got, at = append(got, s.To), s.At
		}
		if !slices.Equal(got, c.want) || !at.Equal(c.at) {
			t.Errorf("%s: %v, the last at %v; want %v at %v", what, got, at, c.want, c.at)
		}
	}
}

// FinalAt is the last moment whose deletions are final, also under a policy that can't be right.
func TestFinalAtIsTheLastFinalDeletion(t *testing.T) {
	t.Parallel()
	for _, p := range []domain.Policy{
		{KeptDays: 30, RestoreMonths: 6}, {KeptDays: 30, RestoreMonths: 1}, {KeptDays: 30, RestoreDays: 10}, {KeptDays: 30, RestoreMonths: 6, RestoreDays: 5}, {KeptDays: 30, RestoreMonths: 9},
		{RestoreMonths: 1}, {}, {KeptDays: 30},
	} {
		for day := range 400 {
			now := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, day)
			last := p.FinalAt(now)
			if p.RestorableUntil(last).After(now) || !p.RestorableUntil(last.Add(time.Microsecond)).After(now) {
				t.Fatalf("%+v: on %v what was deleted at %v is restorable until %v", p, now, last, p.RestorableUntil(last))
			}
			if p.LatestDeletion(now).Before(last) {
				t.Fatalf("%+v: on %v the query leaves out %v", p, now, last)
			}
		}
	}
}

func TestLeave(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		state domain.State
		who   string
		want  domain.State
		owner string
		co    []string
	}{
		{domain.Open, "owner", domain.Deleted, domain.Nobody, []string{"a", "b"}},
		{domain.Closed, "owner", domain.Deleted, domain.Nobody, []string{"a", "b"}},
		{domain.Deleted, "owner", domain.Deleted, domain.Nobody, []string{"a", "b"}},
		{domain.Erasing, "owner", domain.Erasing, domain.Nobody, []string{"a", "b"}},
		{domain.Open, "a", domain.Open, "owner", []string{"b"}},
		{domain.Open, "stranger", domain.Open, "owner", []string{"a", "b"}},
	} {
		s := domain.Session{State: c.state, Owner: "owner", CoTeachers: []string{"a", "b"}}
		if s.Leave(c.who, now); s.State != c.want || s.Owner != c.owner || !slices.Equal(s.CoTeachers, c.co) {
			t.Errorf("%s leaves what is %s: %s of %s with %v", c.who, c.state, s.State, s.Owner, s.CoTeachers)
		}
	}
}

// An org is erased a year after its contract, once; one whose contract goes on never is.
func TestOrgStep(t *testing.T) {
	t.Parallel()
	end := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	ended := []domain.Agreement{{ID: "a", SignedAt: end.AddDate(-1, 0, 0), EndsAt: end}}
	running := []domain.Agreement{{ID: "a", SignedAt: end.AddDate(-1, 0, 0)}}
	for what, c := range map[string]struct {
		org  domain.Org
		want time.Time // zero: no step
	}{
		"its contract goes on": {domain.Org{ID: "org", State: domain.OrgActive, Agreements: running}, time.Time{}},
		"its contract ended":   {domain.Org{ID: "org", State: domain.OrgActive, Agreements: ended}, domain.OrgKept.After(end)},
		"it is being erased":   {domain.Org{ID: "org", State: domain.OrgErasing, Agreements: ended}, time.Time{}},
		"it is erased":         {domain.Org{ID: "org", State: domain.OrgErased, Agreements: ended}, time.Time{}},
	} {
		step, due := c.org.Step(nil, end, end.AddDate(3, 0, 0))
		if due != !c.want.IsZero() || due && (!step.At.Equal(c.want) || step.To != domain.Erased || step.Rule != domain.RuleContract) {
			t.Errorf("%s: %v, %+v, want %v", what, due, step, c.want)
		}
	}
}

// A twentieth of an org's sessions, and never fewer than 500.
func TestTickCap(t *testing.T) {
	t.Parallel()
	for sessions, want := range map[int]int{0: 500, 1_000: 500, 10_000: 500, 10_020: 501, 40_000: 2_000} {
		if got := domain.TickCap(sessions); got != want {
			t.Errorf("%d sessions: %d, want %d", sessions, got, want)
		}
	}
}

func TestFormal(t *testing.T) {
	t.Parallel()
	for _, rule := range []domain.Rule{domain.RuleFormal, domain.RulePolicy, domain.RuleWindow, ""} {
		if e := (domain.Erasure{Rule: rule}); e.Formal() != (rule == domain.RuleFormal) {
			t.Errorf("%q: %v", rule, e.Formal())
		}
	}
}
