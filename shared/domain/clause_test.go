package domain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func clause(t *testing.T, id string) domain.Clause {
	t.Helper()
	for _, c := range domain.Clauses() {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no clause %s", id)
	return domain.Clause{}
}

// Each built-in clause, with the event it starts at and the end of its time.
// Every case names the source of the rule that it shows.
func TestBuiltInDeadlines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		clause, source string // a part of the clause's source
		zone           string
		start          domain.Start
		at, want       string
	}{
		{"platform", "P49", "Europe/Berlin", "reported", "2026-11-20T14:05:06Z", "2026-11-23T14:05:06Z"},
		{"gdpr-33-2", "GDPR art. 33(2)", "Europe/Berlin", "aware", "2026-11-20T14:05:06Z", "2026-11-21T14:05:06Z"},
		{"gdpr-33-1", "GDPR art. 33(1)", "Europe/Berlin", "aware", "2026-11-20T14:05:06Z", "2026-11-23T14:05:06Z"},
		// Hours are elapsed ones: the night of the change of clocks has one more or less, the deadline doesn't.
		{"gdpr-33-1", "GDPR art. 33(1)", "Europe/Berlin", "aware", "2026-10-23T22:00:00Z", "2026-10-26T22:00:00Z"},
		{"gdpr-33-1", "GDPR art. 33(1)", "Europe/Berlin", "aware", "2026-03-27T23:30:00Z", "2026-03-30T23:30:00Z"},
		{"gdpr-34", "GDPR art. 34(1)", "Europe/Berlin", "aware", "2026-11-20T14:05:06Z", "2026-11-23T14:05:06Z"},
		// Discovered on 20 November at 23:59 in New York: the 21st is day one, the 27th is the last.
		{"ny-2d", "2-d(6)(a)", "America/New_York", "discovered", "2026-11-21T04:59:00Z", "2026-11-28T05:00:00Z"},
		// A minute later it is the 21st there.
		{"ny-2d", "121.11(a)", "America/New_York", "discovered", "2026-11-21T05:00:00Z", "2026-11-29T05:00:00Z"},
		// Over the end of daylight saving on 1 November: midnight moves from 04:00 to 05:00 UTC.
		{"ny-2d", "121.11(a)", "America/New_York", "discovered", "2026-10-28T12:00:00Z", "2026-11-05T05:00:00Z"},
		// And over its beginning on 14 March 2027.
		{"ny-2d", "121.11(a)", "America/New_York", "discovered", "2027-03-10T12:00:00Z", "2027-03-18T04:00:00Z"},
		{"ndpa", "art. V § 4", "America/Chicago", "confirmed", "2026-11-20T14:05:06Z", "2026-11-23T14:05:06Z"},
		{"soppa-school", "85/15(5)", "America/Chicago", "confirmed", "2026-11-20T14:05:06Z", "2026-12-21T06:00:00Z"},
		{"soppa-parents", "85/27(d)", "America/Chicago", "notice:soppa-school", "2026-12-01T10:00:00Z", "2027-01-01T06:00:00Z"},
		// Over a February of 29 days.
		{"soppa-parents", "85/27(d)", "America/Chicago", "notice:soppa-school", "2028-02-10T18:00:00Z", "2028-03-12T06:00:00Z"},
	} {
		c := clause(t, tt.clause)
		if c.Starts != tt.start || !strings.Contains(c.Source, tt.source) {
			t.Errorf("%s starts at %q by %q, want %q by %q", tt.clause, c.Starts, c.Source, tt.start, tt.source)
		}
		got := domain.Deadline(c, instant(t, tt.at), domain.Calendar{Location: zone(t, tt.zone)}, nil)
		if want := instant(t, tt.want); !got.Equal(want) {
			t.Errorf("%s (%s) from %s in %s: %s, want %s", tt.clause, tt.source, tt.at, tt.zone, got.Format(time.RFC3339), tt.want)
		}
	}
}

func TestEveryBuiltInClauseIsWhole(t *testing.T) {
	t.Parallel()
	all := domain.Clauses()
	if len(all) != 8 {
		t.Errorf("%d clauses, want the 8 of the design", len(all))
	}
	terms := make([]domain.ClauseTerm, len(all))
	for i, c := range all {
		// As terms of their own they must pass what agreements' do.
		terms[i] = domain.ClauseTerm{ID: c.ID, Audience: c.Audience, Starts: c.Starts, Within: &c.Within, Requires: c.Requires, Form: c.Form, Delays: c.Delays, Source: c.Source}
		if len(c.Parts("DE", false)) == 0 {
			t.Errorf("%s requires nothing", c.ID)
		}
	}
	if errs := domain.CheckClauses(terms, ""); errs != nil {
		t.Errorf("built-in clauses are refused: %v", errs)
	}
}

func TestBusinessDays(t *testing.T) {
	t.Parallel()
	within := func(n int) domain.Clause {
		return domain.Clause{Within: domain.Within{Count: n, Unit: domain.BusinessDays}}
	}
	org := domain.Org{Country: "US", Timezone: "America/New_York", Holidays: []string{"2026-11-27"}}
	us, err := org.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	org.Country, org.Holidays = "DE", nil
	none, err := org.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		cal      domain.Calendar
		n        int
		at, want string
	}{
		// Agreement "5 business days": Thanksgiving (5 U.S.C. § 6103(a)) and the school's day after it don't count.
		{"over Thanksgiving", us, 5, "2026-11-20T15:00:00Z", "2026-12-02T05:00:00Z"},
		{"without holidays", none, 5, "2026-11-20T15:00:00Z", "2026-11-28T05:00:00Z"},
		{"from a Saturday", none, 1, "2026-11-21T15:00:00Z", "2026-11-24T05:00:00Z"},
		{"from a Friday", none, 1, "2026-11-20T15:00:00Z", "2026-11-24T05:00:00Z"},
		// 4 July 2026 is a Saturday: observed on Friday the 3rd (5 U.S.C. § 6103(b)(1)).
		{"Independence Day on a Saturday", us, 1, "2026-07-02T15:00:00Z", "2026-07-07T04:00:00Z"},
		// 4 July 2027 is a Sunday: observed on Monday (E.O. 11582).
		{"Independence Day on a Sunday", us, 1, "2027-07-02T15:00:00Z", "2027-07-07T04:00:00Z"},
		// 1 January 2028 is a Saturday: observed on 31 December 2027.
		{"New Year's Day of the next year", us, 1, "2027-12-30T15:00:00Z", "2028-01-04T05:00:00Z"},
		{"Memorial Day, the last Monday in May", us, 1, "2027-05-28T15:00:00Z", "2027-06-02T04:00:00Z"},
		{"Martin Luther King's birthday, the third Monday", us, 1, "2027-01-15T15:00:00Z", "2027-01-20T05:00:00Z"},
	} {
		if got := domain.Deadline(within(tt.n), instant(t, tt.at), tt.cal, nil); !got.Equal(instant(t, tt.want)) {
			t.Errorf("%s: %s, want %s", tt.name, got.Format(time.RFC3339), tt.want)
		}
	}
	org.Timezone = "Mars/Olympus"
	if _, err := org.Calendar(); err == nil {
		t.Error("an unknown time zone is taken")
	}
}

// Eleven legal holidays a year (5 U.S.C. § 6103(a)), whatever the weekdays.
func TestElevenFederalHolidays(t *testing.T) {
	t.Parallel()
	cal, err := domain.Org{Country: "US", Timezone: "UTC"}.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for day := instant(t, "2026-01-01T00:00:00Z"); day.Year() < 2054; day = day.AddDate(0, 0, 1) {
		year, month, d := day.Date()
		if !cal.Holiday(year, month, d) {
			continue
		}
		total++
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			t.Errorf("%s is observed on a %s", day.Format(time.DateOnly), w)
		}
	}
	// 28 years are a whole cycle of weekdays. New Year's Day of 2028, for one, is observed in 2027.
	if total != 28*11 {
		t.Errorf("%d holidays in 28 years, want %d", total, 28*11)
	}
}

func TestDelayStopsTheClock(t *testing.T) {
	t.Parallel()
	all := []domain.DelayGround{domain.DelayLawEnforcement, domain.DelayScope, domain.DelayIntegrity}
	cal := domain.Calendar{Location: zone(t, "America/New_York")}
	hours := domain.Clause{Within: domain.Within{Count: 72, Unit: domain.Hours}, Delays: all}
	days := domain.Clause{Within: domain.Within{Count: 7, Unit: domain.CalendarDays}, Delays: all}
	business := domain.Clause{Within: domain.Within{Count: 5, Unit: domain.BusinessDays}, Delays: all}
	strict := domain.Clause{Within: domain.Within{Count: 72, Unit: domain.Hours}, Delays: all[:1]}
	delay := func(g domain.DelayGround, from, until string) domain.Delay {
		return domain.Delay{Ground: g, From: instant(t, from), Until: instant(t, until)}
	}
	const start = "2026-11-16T12:00:00Z" // a Monday
	for _, tt := range []struct {
		name   string
		clause domain.Clause
		delays []domain.Delay
		want   string
	}{
		// Promise P50: delayed only for law enforcement, determining the scope, restoring integrity.
		{"law enforcement", hours, []domain.Delay{delay(all[0], "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z")}, "2026-11-20T12:00:00Z"},
		{"determining scope", hours, []domain.Delay{delay(all[1], "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z")}, "2026-11-20T12:00:00Z"},
		{"restoring integrity", hours, []domain.Delay{delay(all[2], "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z")}, "2026-11-20T12:00:00Z"},
		{"a ground that the clause doesn't allow", strict, []domain.Delay{delay(all[1], "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z")}, "2026-11-19T12:00:00Z"},
		{"one that began before", hours, []domain.Delay{delay(all[0], "2026-11-15T12:00:00Z", "2026-11-17T12:00:00Z")}, "2026-11-20T12:00:00Z"},
		{"one that was over", hours, []domain.Delay{delay(all[0], "2026-11-14T12:00:00Z", "2026-11-15T12:00:00Z")}, "2026-11-19T12:00:00Z"},
		{"one that comes too late", hours, []domain.Delay{delay(all[0], "2026-11-19T12:00:00Z", "2026-11-25T12:00:00Z")}, "2026-11-19T12:00:00Z"},
		{"two that overlap, in any order", hours, []domain.Delay{
			delay(all[1], "2026-11-18T00:00:00Z", "2026-11-19T12:00:00Z"), delay(all[0], "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z"),
		}, "2026-11-21T12:00:00Z"},
		{"two with time between", hours, []domain.Delay{
			delay(all[0], "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z"), delay(all[0], "2026-11-19T12:00:00Z", "2026-11-20T12:00:00Z"),
		}, "2026-11-21T12:00:00Z"},
		{"days, none", days, nil, "2026-11-24T05:00:00Z"},
		{"two whole days", days, []domain.Delay{delay(all[0], "2026-11-17T22:00:00Z", "2026-11-20T05:00:00Z")}, "2026-11-26T05:00:00Z"},
		{"parts of days", days, []domain.Delay{delay(all[0], "2026-11-17T22:00:00Z", "2026-11-18T22:00:00Z")}, "2026-11-24T05:00:00Z"},
		{"business days", business, []domain.Delay{delay(all[0], "2026-11-18T05:00:00Z", "2026-11-19T05:00:00Z")}, "2026-11-25T05:00:00Z"},
	} {
		if got := domain.Deadline(tt.clause, instant(t, start), cal, tt.delays); !got.Equal(instant(t, tt.want)) {
			t.Errorf("%s: %s, want %s", tt.name, got.Format(time.RFC3339), tt.want)
		}
	}
}

// Which delays stop which built-in clauses.
func TestWhatDelaysStop(t *testing.T) {
	t.Parallel()
	want := map[string]bool{ // by law enforcement; nothing else stops a built-in clause
		"gdpr-34":       true, // recital 88
		"ndpa":          true, // NDPA art. V § 4(1)
		"soppa-parents": true, // 105 ILCS 85/27(d)
	}
	for _, c := range domain.Clauses() {
		for _, g := range domain.DelayGrounds {
			if got := (domain.Delay{Ground: g}).Stops(c); got != (want[c.ID] && g == domain.DelayLawEnforcement) {
				t.Errorf("%s stops %s: %v", g, c.ID, got)
			}
		}
	}
}

func ids(clauses []domain.Clause) string {
	var list []string
	for _, c := range clauses {
		list = append(list, c.ID)
	}
	return strings.Join(list, " ")
}

func TestClausesOfAnOrg(t *testing.T) {
	t.Parallel()
	signed := instant(t, "2026-01-01T00:00:00Z")
	now := signed.AddDate(1, 0, 0)
	org := func(country string, agreements ...domain.Agreement) domain.Org {
		return domain.Org{Country: country, Agreements: agreements}
	}
	hours := func(n int) *domain.Within { return &domain.Within{Count: n, Unit: domain.Hours} }
	for _, tt := range []struct {
		name string
		org  domain.Org
		want string
	}{
		{"in the EEA", org("DE"), "platform gdpr-33-2 gdpr-33-1 gdpr-34"},
		{"in the United Kingdom", org("GB"), "platform gdpr-33-2 gdpr-33-1 gdpr-34"},
		{"elsewhere", org("BR"), "platform"},
		{"in the US, nobody said which", org("US", domain.Agreement{SignedAt: signed}), "platform ny-2d ndpa soppa-school soppa-parents"},
		{"in the US, one named", org("US", domain.Agreement{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "ny-2d"}}}), "platform ny-2d"},
		{"in the US, only the promise changed", org("US", domain.Agreement{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "platform", Within: hours(48)}}}), "platform ny-2d ndpa soppa-school soppa-parents"},
		{"in California", domain.Org{Country: "US", Region: "US-CA", Agreements: []domain.Agreement{{SignedAt: signed}}}, "platform ndpa"},
		{"in New York", domain.Org{Country: "US", Region: "US-NY"}, "platform ny-2d ndpa"},
		{"in New York, another one named", domain.Org{Country: "US", Region: "US-NY", Agreements: []domain.Agreement{{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "ndpa"}}}}}, "platform ny-2d ndpa"},
		{"in Illinois, one of its own named", domain.Org{Country: "US", Region: "US-IL", Agreements: []domain.Agreement{{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "soppa-school"}}}}}, "platform soppa-school soppa-parents"},
		{"in California, New York's named", domain.Org{Country: "US", Region: "US-CA", Agreements: []domain.Agreement{{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "ny-2d"}}}}}, "platform ny-2d"},
		{"an agreement to come", org("US", domain.Agreement{SignedAt: now.Add(1), Clauses: []domain.ClauseTerm{{ID: "ny-2d"}}}), "platform ny-2d ndpa soppa-school soppa-parents"},
		{"one that has ended still binds", org("US", domain.Agreement{SignedAt: signed, EndsAt: signed.AddDate(0, 1, 0), Clauses: []domain.ClauseTerm{{ID: "ndpa"}}}), "platform ndpa"},
		{"one of its own", org("BR", domain.Agreement{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "lgpd-48", Audience: "authority", Starts: "aware", Within: hours(72), Form: "authority", Source: "LGPD art. 48"}}}), "platform lgpd-48"},
		{"a law named elsewhere", org("BR", domain.Agreement{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "gdpr-33-2"}}}), "platform gdpr-33-2"},
	} {
		if got := ids(tt.org.Clauses(now)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// An agreement changes what it names of a clause and nothing else (NDPA: "per agreement:
// 48 h to 10 days"), the one signed last prevails.
func TestAgreementOverrides(t *testing.T) {
	t.Parallel()
	signed := instant(t, "2026-01-01T00:00:00Z")
	org := domain.Org{Country: "US", Timezone: "America/Chicago", Agreements: []domain.Agreement{
		{SignedAt: signed.AddDate(0, 6, 0), Clauses: []domain.ClauseTerm{{ID: "ndpa", Within: &domain.Within{Count: 10, Unit: domain.CalendarDays}}}},
		{SignedAt: signed, Clauses: []domain.ClauseTerm{{ID: "ndpa", Within: &domain.Within{Count: 48, Unit: domain.Hours}, Source: "amendment 1"}}},
	}}
	for _, tt := range []struct {
		now  time.Time
		want domain.Within
		end  string
	}{
		{signed.AddDate(0, 1, 0), domain.Within{Count: 48, Unit: domain.Hours}, "2026-11-22T14:00:00Z"},
		{signed.AddDate(0, 7, 0), domain.Within{Count: 10, Unit: domain.CalendarDays}, "2026-12-01T06:00:00Z"},
	} {
		all := org.Clauses(tt.now)
		i := slices.IndexFunc(all, func(c domain.Clause) bool { return c.ID == "ndpa" })
		if i < 0 || all[i].Within != tt.want || all[i].Starts != domain.StartConfirmed || all[i].Form != domain.FormNDPA {
			t.Errorf("%+v, want %+v and the rest as it is built in", all, tt.want)
			continue
		}
		cal, err := org.Calendar()
		if err != nil {
			t.Fatal(err)
		}
		if got := domain.Deadline(all[i], instant(t, "2026-11-20T14:00:00Z"), cal, nil); !got.Equal(instant(t, tt.end)) {
			t.Errorf("deadline %s, want %s", got, tt.end)
		}
	}
}

func TestCheckClauses(t *testing.T) {
	t.Parallel()
	own := func(change func(*domain.ClauseTerm)) domain.ClauseTerm {
		c := domain.ClauseTerm{ID: "own", Audience: "school", Starts: "aware", Within: &domain.Within{Count: 1, Unit: "hours"}, Form: "controller", Source: "s"}
		change(&c)
		return c
	}
	for name, tt := range map[string]struct {
		term    domain.ClauseTerm
		pointer string
	}{
		"fine":             {own(func(*domain.ClauseTerm) {}), ""},
		"a built-in one":   {domain.ClauseTerm{ID: "ndpa"}, ""},
		"chained":          {own(func(c *domain.ClauseTerm) { c.Starts = "notice:ndpa" }), ""},
		"no id":            {own(func(c *domain.ClauseTerm) { c.ID = "" }), "/0/id"},
		"a strange id":     {own(func(c *domain.ClauseTerm) { c.ID = "A b" }), "/0/id"},
		"no audience":      {own(func(c *domain.ClauseTerm) { c.Audience = "press" }), "/0/audience"},
		"no start":         {own(func(c *domain.ClauseTerm) { c.Starts = "someday" }), "/0/starts"},
		"after itself":     {own(func(c *domain.ClauseTerm) { c.Starts = "notice:own" }), "/0/starts"},
		"after nothing":    {own(func(c *domain.ClauseTerm) { c.Starts = "notice:nothing" }), "/0/starts"},
		"no time":          {own(func(c *domain.ClauseTerm) { c.Within = nil }), "/0/within"},
		"too long":         {own(func(c *domain.ClauseTerm) { c.Within = &domain.Within{Count: 366, Unit: "days"} }), "/0/within"},
		"negative":         {own(func(c *domain.ClauseTerm) { c.Within = &domain.Within{Count: -1, Unit: "hours"} }), "/0/within"},
		"an unknown unit":  {own(func(c *domain.ClauseTerm) { c.Within = &domain.Within{Count: 1, Unit: "moons"} }), "/0/within"},
		"an unknown form":  {own(func(c *domain.ClauseTerm) { c.Form = "postcard" }), "/0/form"},
		"an unknown part":  {own(func(c *domain.ClauseTerm) { c.Requires = []domain.Part{"poem"} }), "/0/requires"},
		"another ground":   {own(func(c *domain.ClauseTerm) { c.Delays = []domain.DelayGround{"holiday"} }), "/0/delays"},
		"words":            {own(func(c *domain.ClauseTerm) { c.Words = "within one (1) hour" }), ""},
		"words of a page":  {own(func(c *domain.ClauseTerm) { c.Words = strings.Repeat("x", 501) }), "/0/words"},
		"without a source": {own(func(c *domain.ClauseTerm) { c.Source = "" }), "/0/source"},

		"the longest id":     {own(func(c *domain.ClauseTerm) { c.ID = strings.Repeat("a", 40) }), ""},
		"a longer id":        {own(func(c *domain.ClauseTerm) { c.ID = strings.Repeat("a", 41) }), "/0/id"},
		"the longest time":   {own(func(c *domain.ClauseTerm) { c.Within = &domain.Within{Count: 8760, Unit: "hours"} }), ""},
		"a longer time":      {own(func(c *domain.ClauseTerm) { c.Within = &domain.Within{Count: 8761, Unit: "hours"} }), "/0/within"},
		"no hour":            {own(func(c *domain.ClauseTerm) { c.Within = &domain.Within{Unit: "hours"} }), "/0/within"},
		"the most parts":     {own(func(c *domain.ClauseTerm) { c.Requires = slices.Repeat([]domain.Part{domain.PartNature}, 12) }), ""},
		"more parts":         {own(func(c *domain.ClauseTerm) { c.Requires = slices.Repeat([]domain.Part{domain.PartNature}, 13) }), "/0/requires"},
		"every ground":       {own(func(c *domain.ClauseTerm) { c.Delays = domain.DelayGrounds }), ""},
		"more than every":    {own(func(c *domain.ClauseTerm) { c.Delays = append(slices.Clone(domain.DelayGrounds), domain.DelayScope) }), "/0/delays"},
		"the longest source": {own(func(c *domain.ClauseTerm) { c.Source = strings.Repeat("s", 200) }), ""},
		"a longer source":    {own(func(c *domain.ClauseTerm) { c.Source = strings.Repeat("s", 201) }), "/0/source"},
	} {
		errs := domain.CheckClauses([]domain.ClauseTerm{tt.term}, "")
		if tt.pointer == "" && errs != nil || tt.pointer != "" && (len(errs) != 1 || errs[0].Pointer != tt.pointer) {
			t.Errorf("%s: %v, want %q", name, errs, tt.pointer)
		}
	}
	twice := []domain.ClauseTerm{{ID: "ndpa"}, {ID: "ndpa"}}
	if errs := domain.CheckClauses(twice, ""); len(errs) != 1 {
		t.Errorf("a clause named twice: %v", errs)
	}
	many := make([]domain.ClauseTerm, 20)
	for i := range many {
		many[i] = own(func(c *domain.ClauseTerm) { c.ID = "own-" + strings.Repeat("a", i) })
	}
	if errs := domain.CheckClauses(many, ""); errs != nil {
		t.Errorf("as many clauses as there may be: %v", errs)
	}
	many = append(many, own(func(*domain.ClauseTerm) {}))
	if errs := domain.CheckClauses(many, ""); len(errs) != 1 || errs[0].Pointer != "" {
		t.Errorf("one clause too many: %v", errs)
	}
}

// What each notice requires, by its source.
func TestRequiredParts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		clause, country, want string
	}{
		{"gdpr-33-1", "DE", "nature categories people records consequences measures contact"}, // art. 33(3)(a) to (d)
		{"gdpr-34", "DE", "nature consequences measures contact"},                             // art. 34(2)
		{"gdpr-33-2", "DE", "nature discovered categories people records contact"},            // art. 33(2)
		{"platform", "DE", "nature consequences measures contact"},
		// Cal. Civ. Code § 1798.82(d)(1): What Happened, What Information Was Involved, What We Are Doing, What You Can Do, For More Information.
		{"platform", "US", "nature occurred categories measures recommendations contact"},
		{"ndpa", "US", "nature occurred categories measures recommendations contact"},
		{"ny-2d", "US", "nature occurred discovered categories records investigation contact"}, // 8 NYCRR § 121.10(f)
		{"soppa-school", "US", "nature occurred categories people measures contact"},
		{"soppa-parents", "US", "occurred categories contact"}, // 105 ILCS 85/27(e)
	} {
		c := clause(t, tt.clause)
		var got []string
		for _, p := range c.Parts(tt.country, false) {
			got = append(got, string(p))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s in %s: %v, want %s", tt.clause, tt.country, got, tt.want)
		}
		late := slices.Contains(c.Parts(tt.country, true), domain.PartReasons) // art. 33(1), second sentence
		if late == c.Target {
			t.Errorf("%s: a late notice gives reasons: %v", tt.clause, late)
		}
	}
}
