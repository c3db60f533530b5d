package domain_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func schoolIn(country, region, zone string, agreements ...domain.Agreement) domain.Org {
	return domain.Org{ID: "org", Country: country, Region: region, Timezone: zone, State: domain.OrgActive, Agreements: agreements}
}

func agreed(t *testing.T, terms ...domain.ClauseTerm) domain.Agreement {
	t.Helper()
	return domain.Agreement{ID: "a", Kind: domain.AgreementService, SignedAt: instant(t, "2025-01-01T00:00:00Z"), Clauses: terms}
}

// Which clauses bind a school, by its country, its state, its agreements and what is asked,
// and when the time of each is over. Every case names the source of the rule that it shows.
func TestRequestDeadlines(t *testing.T) {
	t.Parallel()
	fewer := domain.ClauseTerm{ID: "removal", Within: &domain.Within{Count: 10, Unit: domain.CalendarDays}, Source: "agreement, § 4"}
	for _, tt := range []struct {
		name, source string
		org          domain.Org
		kind         domain.RequestKind
		at           string
		want         map[string]string // by clause, until when
	}{
		{"a month, in Berlin", "GDPR art. 12(3), Regulation 1182/71 art. 3(2)(c)", schoolIn("DE", "", "Europe/Berlin"), domain.RequestKnow, "2026-12-01T08:00:00Z",
			map[string]string{"gdpr-12-3": "2027-01-01T23:00:00Z"}},
		{"a month that is too short", "Regulation 1182/71 art. 3(2)(c)", schoolIn("FR", "", "Europe/Paris"), domain.RequestObject, "2027-01-31T08:00:00Z",
			map[string]string{"gdpr-12-3": "2027-02-28T23:00:00Z"}},
		{"received after midnight there", "Regulation 1182/71 art. 3(1)", schoolIn("DE", "", "Europe/Berlin"), domain.RequestCorrect, "2026-12-01T23:30:00Z",
			map[string]string{"gdpr-12-3": "2027-01-02T23:00:00Z"}},
		{"the clocks change", "days are local", schoolIn("DE", "", "Europe/Berlin"), domain.RequestPort, "2026-03-10T08:00:00Z",
			map[string]string{"gdpr-12-3": "2026-04-10T22:00:00Z"}},
		{"erasure under an agreement", "P21", schoolIn("DE", "", "Europe/Berlin", agreed(t)), domain.RequestDelete, "2026-12-01T08:00:00Z",
			map[string]string{"gdpr-12-3": "2027-01-01T23:00:00Z", "removal": "2026-12-31T23:00:00Z"}},
		{"an agreement with less", "the agreement", schoolIn("DE", "", "Europe/Berlin", agreed(t, fewer)), domain.RequestDelete, "2026-12-01T08:00:00Z",
			map[string]string{"gdpr-12-3": "2027-01-01T23:00:00Z", "removal": "2026-12-11T23:00:00Z"}},
		{"an agreement says nothing of access", "P21", schoolIn("DE", "", "Europe/Berlin", agreed(t, fewer)), domain.RequestKnow, "2026-12-01T08:00:00Z",
			map[string]string{"gdpr-12-3": "2027-01-01T23:00:00Z"}},
		{"inspection in New York", "34 CFR § 99.10(b)", schoolIn("US", "US-NY", "America/New_York", agreed(t)), domain.RequestKnow, "2026-12-01T15:00:00Z",
			map[string]string{"ferpa": "2027-01-16T05:00:00Z"}},
		{"California", "Cal. Civ. Code § 1798.130(a)(2)(A)", schoolIn("US", "US-CA", "America/Los_Angeles", agreed(t)), domain.RequestDelete, "2026-12-01T20:00:00Z",
			map[string]string{"ccpa": "2027-01-16T08:00:00Z", "removal": "2027-01-01T08:00:00Z"}},
		{"California, inspection", "both", schoolIn("US", "US-CA", "America/Los_Angeles"), domain.RequestKnow, "2026-12-01T20:00:00Z",
			map[string]string{"ccpa": "2027-01-16T08:00:00Z", "ferpa": "2027-01-16T08:00:00Z"}},
		{"no state said", "the laws of every state", schoolIn("US", "", "America/Chicago"), domain.RequestCorrect, "2026-12-01T20:00:00Z",
			map[string]string{"ccpa": "2027-01-16T06:00:00Z"}},
		{"no law has a time", "P17", schoolIn("US", "US-NY", "America/New_York"), domain.RequestObject, "2026-12-01T15:00:00Z",
			map[string]string{"request": "2027-01-16T05:00:00Z"}},
		{"erasure in New York", "P17 and P21", schoolIn("US", "US-NY", "America/New_York", agreed(t)), domain.RequestDelete, "2026-12-01T15:00:00Z",
			map[string]string{"request": "2027-01-16T05:00:00Z", "removal": "2027-01-01T05:00:00Z"}},
		{"elsewhere", "P17", schoolIn("BR", "", "America/Sao_Paulo"), domain.RequestKnow, "2026-12-01T15:00:00Z",
			map[string]string{"request": "2027-01-16T03:00:00Z"}},
	} {
		clocks, err := tt.org.RequestClocks(tt.kind, instant(t, tt.at))
		if err != nil {
			t.Fatal(err)
		}
		if len(clocks) != len(tt.want) {
			t.Errorf("%s: %d clocks, want %d", tt.name, len(clocks), len(tt.want))
		}
		for _, c := range clocks {
			if want := tt.want[c.Clause]; !c.Deadline.Equal(instant(t, want)) || c.Source == "" {
				t.Errorf("%s: %s (%s) is due at %v, want %s", tt.name, c.Clause, c.Source, c.Deadline, want)
			}
		}
	}
}

// What an agreement says about requests shortens a time, changes no clause about breaches,
// and can say nothing else.
func TestRequestTerms(t *testing.T) {
	t.Parallel()
	days := func(n int) *domain.Within { return &domain.Within{Count: n, Unit: domain.CalendarDays} }
	for name, tt := range map[string]struct {
		term domain.ClauseTerm
		ok   bool
	}{
		"fewer days":    {domain.ClauseTerm{ID: "removal", Within: days(10), Source: "§ 4"}, true},
		"the same":      {domain.ClauseTerm{ID: "removal", Within: days(30)}, true},
		"more days":     {domain.ClauseTerm{ID: "removal", Within: days(31)}, false},
		"no days":       {domain.ClauseTerm{ID: "removal"}, false},
		"hours":         {domain.ClauseTerm{ID: "removal", Within: &domain.Within{Count: 10, Unit: domain.Hours}}, false},
		"a law":         {domain.ClauseTerm{ID: "gdpr-12-3", Within: days(10)}, false},
		"of a breach":   {domain.ClauseTerm{ID: "removal", Within: days(10), Audience: domain.AudienceSchool}, false},
		"in months too": {domain.ClauseTerm{ID: "own", Within: &domain.Within{Count: 1, Unit: domain.CalendarMonths}, Audience: domain.AudienceSchool, Starts: domain.StartAware, Form: domain.FormController, Source: "x"}, false},
	} {
		if wrong := domain.CheckClauses([]domain.ClauseTerm{tt.term}, ""); (len(wrong) == 0) != tt.ok {
			t.Errorf("%s: %v", name, wrong)
		}
	}
	o := schoolIn("DE", "", "Europe/Berlin", agreed(t, domain.ClauseTerm{ID: "removal", Within: days(10)}))
	if slices.ContainsFunc(o.Clauses(instant(t, "2026-12-01T00:00:00Z")), func(c domain.Clause) bool { return c.ID == "removal" }) {
		t.Error("a term about requests became a clause about breaches")
	}
}

// Each kind of request can be refused on some ground in each country, every ground once, and
// with a source; what only one law has isn't offered under another.
func TestRefusalGrounds(t *testing.T) {
	t.Parallel()
	ids := func(country, region string, kind domain.RequestKind) (list []string) {
		for _, g := range schoolIn(country, region, "UTC").RefusalGrounds(kind) {
			if g.Source == "" || slices.Contains(list, g.ID) {
				t.Errorf("%s %s: %+v", country, kind, g)
			}
			list = append(list, g.ID)
		}
		return list
	}
	for _, country := range []string{"DE", "US", "BR"} {
		for _, kind := range domain.RequestKinds {
			if list := ids(country, "", kind); !slices.Contains(list, "not-identified") || !slices.Contains(list, "nothing-held") {
				t.Errorf("%s %s: %v", country, kind, list)
			}
		}
	}
	if list := ids("DE", "", domain.RequestDelete); !slices.Contains(list, "legal-obligation") || slices.Contains(list, "school-records") || slices.Contains(list, "rights-of-others") {
		t.Errorf("erasure under the GDPR: %v", list)
	}
	if list := ids("US", "US-NY", domain.RequestDelete); !slices.Contains(list, "school-records") || slices.Contains(list, "legal-obligation") {
		t.Errorf("erasure in New York: %v", list)
	}
	if list := ids("US", "US-CA", domain.RequestDelete); !slices.Contains(list, "legal-obligation") {
		t.Errorf("erasure in California: %v", list)
	}
}

// queuedRequest returns one in the queue of a school in Berlin, which received it on the
// first of December, with its clocks.
func queuedRequest(t *testing.T, kind domain.RequestKind) (domain.Request, domain.Org, time.Time) {
	t.Helper()
	o, at := schoolIn("DE", "", "Europe/Berlin", agreed(t)), instant(t, "2026-12-01T08:00:00Z")
	r := domain.Request{ID: "r", Org: o.ID, Kind: kind, State: domain.RequestOpen, ReceivedAt: at, VerifiedAt: at}
	entries, err := r.Begin(o, "breach", at)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	if err := r.Note(entries); err != nil {
		t.Fatal(err)
	}
	return r, o, at
}

// However late or often its clocks are looked at, what a request's timeline says is the same,
// and late stays late.
func TestRequestClocks(t *testing.T) {
	t.Parallel()
	r, o, at := queuedRequest(t, domain.RequestKnow)
	if again, err := r.Begin(o, "breach", at.AddDate(0, 0, 1)); err != nil || len(again) > 0 {
		t.Error("the clocks started twice", again, err)
	}
	due := r.Queue.Clocks[0].Deadline
	total := due.Sub(at)
	said := func(now time.Time) (percents []int, missed bool) {
		for range 2 {
			alarms, entries := r.Watch("breach", now)
			if err := r.Note(entries); err != nil {
				t.Fatal(err)
			}
			for _, a := range alarms {
				if a.Percent > 0 {
					percents = append(percents, a.Percent)
				}
				missed = missed || a.Missed
			}
		}
		return percents, missed
	}
	for _, tt := range []struct {
		share  float64
		want   []int
		missed bool
		state  domain.ClockState
	}{
		{0.49, nil, false, domain.ClockRunning},
		{0.51, []int{50}, false, domain.ClockRunning},
		{0.76, []int{75}, false, domain.ClockRunning},
		{0.91, []int{90}, false, domain.ClockRunning},
		{1.01, nil, true, domain.ClockLate},
		{2, nil, false, domain.ClockLate},
	} {
		now := at.Add(time.Duration(tt.share * float64(total)))
		if got, missed := said(now); !slices.Equal(got, tt.want) || missed != tt.missed {
			t.Errorf("at %v of the time: %v, missed %v", tt.share, got, missed)
		}
		if s := r.Queue.Clocks[0].State(now); s != tt.state {
			t.Errorf("at %v of the time it is %s", tt.share, s)
		}
	}
	if _, err := r.Extend(domain.ExtensionComplexity, "m", due); err != domain.ErrNothingToExtend {
		t.Errorf("extended once it is over: %v", err)
	}
	r.Queue.Identity = domain.IdentityKnown
	later := due.AddDate(0, 1, 0)
	if _, err := r.Decide(domain.DecisionGranted, "", []byte("x"), domain.RequestScope{}, "m", later); err != nil {
		t.Fatal(err)
	}
	entries, err := r.Complete(nil, "m", later)
	if err != nil || r.Queue.Clocks[0].State(later) != domain.ClockMissed {
		t.Errorf("done too late: %v, %v, %s", entries, err, r.Queue.Clocks[0].State(later))
	}
	if err := r.Note(entries); err != nil || r.VerifyTimeline() != nil {
		t.Error("the timeline doesn't verify", err, r.VerifyTimeline())
	}
	r.Queue.Timeline[1].Facts["percent"] = "75"
	if r.VerifyTimeline() == nil {
		t.Error("an entry that was changed verifies")
	}
}

// The steps of a request and what each refuses.
func TestRequestSteps(t *testing.T) {
	t.Parallel()
	r, o, at := queuedRequest(t, domain.RequestDelete)
	// Only the clause of the law can be extended, once: by two months, to the end of the day.
	if got, err := r.Extend(domain.ExtensionNumber, "m", at.AddDate(0, 0, 3)); err != nil || len(got) != 1 || got[0].Facts["clause"] != "gdpr-12-3" {
		t.Errorf("extended: %v, %v", got, err)
	}
	if c := r.Queue.Clocks[0]; !c.Deadline.Equal(instant(t, "2027-03-01T23:00:00Z")) || !c.Extended {
		t.Errorf("%+v", c)
	}
	if _, err := r.Extend(domain.ExtensionNumber, "m", at.AddDate(0, 0, 4)); err != domain.ErrNothingToExtend {
		t.Errorf("extended twice: %v", err)
	}
	for name, tt := range map[string]struct {
		d            domain.Decision
		ground, text string
		want         string
	}{
		"granted":                 {domain.DecisionGranted, "", "Yes.", ""},
		"granted with a ground":   {domain.DecisionGranted, "excessive", "Yes.", "/ground"},
		"refused without one":     {domain.DecisionRefused, "", "No.", "/ground"},
		"refused for no ground":   {domain.DecisionRefused, "bad-mood", "No.", "/ground"},
		"refused":                 {domain.DecisionRefused, "legal-obligation", "No.", ""},
		"on another kind's":       {domain.DecisionPartly, "accurate", "Some.", "/ground"},
		"without words":           {domain.DecisionGranted, "", " ", "/text"},
		"with control characters": {domain.DecisionGranted, "", "a\x00", "/text"},
		"nonsense":                {"maybe", "", "Well.", "/decision"},
	} {
		wrong := r.CheckDecision(o, tt.d, tt.ground, tt.text, "")
		if tt.want == "" && len(wrong) > 0 || tt.want != "" && (len(wrong) != 1 || wrong[0].Pointer != tt.want) {
			t.Errorf("%s: %v", name, wrong)
		}
	}
	for _, how := range []domain.IdentityCheck{"", domain.IdentityFailed} {
		r.Queue.Identity = how
		if _, err := r.Decide(domain.DecisionGranted, "", []byte("x"), domain.RequestScope{}, "m", at); err != domain.ErrIdentityUnchecked {
			t.Errorf("granted to who is %q: %v", how, err)
		}
	}
	if _, err := r.Complete(nil, "m", at); err != domain.ErrRequestUndecided {
		t.Errorf("done before it was decided: %v", err)
	}
	if _, err := r.Forward(o, "m", at); err != domain.ErrNotForwarded {
		t.Errorf("forwarded to where it is: %v", err)
	}
	south := schoolIn("US", "US-NY", "America/New_York")
	south.ID = "south"
	if _, err := r.Forward(south, "m", at); err != nil || r.Org != "south" || r.Queue.Clocks[0].Clause != "request" || r.Queue.Identity != "" {
		t.Errorf("forwarded: %+v, %v", r, err)
	}
	// What is refused is done with that, whoever asked.
	entries, err := r.Decide(domain.DecisionRefused, "not-identified", []byte("x"), domain.RequestScope{}, "m", at)
	if err != nil || r.State != domain.RequestDone || len(entries) != 2 || r.Queue.Clocks[0].State(at) != domain.ClockMet {
		t.Errorf("refused: %v, %v, %s", entries, err, r.State)
	}
	if _, err := r.Decide(domain.DecisionGranted, "", nil, domain.RequestScope{}, "m", at); err != domain.ErrRequestDecided {
		t.Errorf("decided twice: %v", err)
	}
	if _, err := r.Identify(domain.IdentityKnown, "m", at); err != domain.ErrRequestDecided {
		t.Errorf("identified afterwards: %v", err)
	}
}
