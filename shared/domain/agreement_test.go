package domain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestContractEnd(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	ends := func(kind domain.AgreementKind, n int) domain.Agreement {
		return domain.Agreement{Kind: kind, SignedAt: day(1), EndsAt: day(n)}
	}
	for _, tt := range []struct {
		name string
		org  domain.Org
		want time.Time
		over bool // on the 20th
	}{
		{"nothing on file", domain.Org{State: domain.OrgActive}, time.Time{}, false},
		{"one", domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{ends("service", 10)}}, day(10), true},
		{"one that ends at this moment", domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{ends("service", 20)}}, day(20), true},
		{"renewed", domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{ends("service", 10), ends("service", 30)}}, day(30), false},
		{"an amendment that lasts longer", domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{ends("service", 10), ends("amendment", 30)}}, day(10), true},
		{"one without an end", domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{ends("service", 10), {SignedAt: day(1)}}}, time.Time{}, false},
		{"left before", domain.Org{State: domain.OrgLeft, LeftAt: day(5), Agreements: []domain.Agreement{ends("service", 10)}}, day(5), false},
		{"erased", domain.Org{State: domain.OrgErased, Agreements: []domain.Agreement{ends("service", 10)}}, day(10), false},
	} {
		if got := tt.org.ContractEnd(); !got.Equal(tt.want) || tt.org.Ends(day(20)) != tt.over {
			t.Errorf("%s: ends %v, over %v; want %v, %v", tt.name, got, tt.org.Ends(day(20)), tt.want, tt.over)
		}
	}
}

// An amendment alone is no basis, and one that hasn't begun isn't yet.
func TestWhatIsABasis(t *testing.T) {
	t.Parallel()
	signed := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		a    domain.Agreement
		want bool
	}{
		"in force":      {domain.Agreement{Kind: domain.AgreementService, SignedAt: signed}, true},
		"to begin":      {domain.Agreement{Kind: domain.AgreementService, SignedAt: signed, BeginsAt: signed.AddDate(0, 2, 0)}, false},
		"an amendment":  {domain.Agreement{Kind: domain.AgreementAmendment, SignedAt: signed}, false},
		"each parent's": {domain.Agreement{Kind: domain.AgreementService, SignedAt: signed, Consent: domain.ConsentParents}, true},
	} {
		tt.a.ID = "a"
		if _, ok := (domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{tt.a}}).Agreement(signed.AddDate(0, 1, 0)); ok != tt.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

func TestCheckAgreement(t *testing.T) {
	t.Parallel()
	signed := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, pointer string // of the one fault; empty: none
		change        func(*domain.Agreement)
	}{
		{"fine", "", func(*domain.Agreement) {}},
		{"no kind", "/kind", func(a *domain.Agreement) { a.Kind = "handshake" }},
		{"no number", "/number", func(a *domain.Agreement) { a.Number = "" }},
		{"a long number", "/number", func(a *domain.Agreement) { a.Number = strings.Repeat("x", 61) }},
		{"one party", "/parties", func(a *domain.Agreement) { a.Parties = []string{"A"} }},
		{"ten parties", "", func(a *domain.Agreement) { a.Parties = slices.Repeat([]string{"A"}, 10) }},
		{"eleven parties", "/parties", func(a *domain.Agreement) { a.Parties = slices.Repeat([]string{"A"}, 11) }},
		{"a nameless party", "/parties/1", func(a *domain.Agreement) { a.Parties = []string{"A", ""} }},
		{"not signed", "/signed", func(a *domain.Agreement) { a.SignedAt = time.Time{}; a.BeginsAt = signed }},
		{"signed in 1990", "", func(a *domain.Agreement) {
			a.SignedAt, a.BeginsAt = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), signed
		}},
		{"signed in 1989", "/signed", func(a *domain.Agreement) {
			a.SignedAt, a.BeginsAt = time.Date(1989, 12, 31, 0, 0, 0, 0, time.UTC), signed
		}},
		{"begun in 1990", "", func(a *domain.Agreement) { a.BeginsAt = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"begun in 1989", "/begins", func(a *domain.Agreement) { a.BeginsAt = time.Date(1989, 12, 31, 0, 0, 0, 0, time.UTC) }},
		{"without an end", "/ends", func(a *domain.Agreement) { a.EndsAt = time.Time{} }},
		{"an end before the beginning", "/ends", func(a *domain.Agreement) { a.BeginsAt = a.EndsAt }},
		{"ten years", "", func(a *domain.Agreement) { a.EndsAt = signed.AddDate(10, 0, 1) }},
		{"longer", "/ends", func(a *domain.Agreement) { a.EndsAt = signed.AddDate(10, 0, 2) }},
		{"20 exhibits", "", func(a *domain.Agreement) { a.Exhibits = slices.Repeat(a.Exhibits, 20) }},
		{"21 exhibits", "/exhibits", func(a *domain.Agreement) { a.Exhibits = slices.Repeat(a.Exhibits, 21) }},
		{"a digest in capitals", "/exhibits/0/sha256", func(a *domain.Agreement) { a.Exhibits[0].SHA256 = strings.Repeat("AB", 32) }},
		{"a short digest", "/exhibits/0/sha256", func(a *domain.Agreement) { a.Exhibits[0].SHA256 = "ab" }},
		{"an exhibit nowhere", "/exhibits/0/where", func(a *domain.Agreement) { a.Exhibits[0].Where = "" }},
		{"a nameless exhibit", "/exhibits/0/name", func(a *domain.Agreement) { a.Exhibits[0].Name = "" }},
		{"a clause of nobody's", "/clauses/0/audience", func(a *domain.Agreement) {
			a.Clauses = []domain.ClauseTerm{{ID: "own", Starts: "aware", Within: &domain.Within{Count: 1, Unit: "hours"}, Form: "controller", Source: "s"}}
		}},
		{"a long clause about retention", "/retention", func(a *domain.Agreement) { a.Retention = strings.Repeat("x", 301) }},
		{"an age", "", func(a *domain.Agreement) { a.AgeLine = 21 }},
		{"a great age", "/ageLine", func(a *domain.Agreement) { a.AgeLine = 22 }},
		{"no basis", "/consent", func(a *domain.Agreement) { a.Consent = "" }},
	} {
		a := domain.Agreement{
			Kind: domain.AgreementService, Number: "DPA-17", Parties: []string{"North", "cleanslate"}, SignedAt: signed, EndsAt: signed.AddDate(1, 0, 0),
			Exhibits: []domain.Exhibit{{Name: "A", SHA256: strings.Repeat("ab", 32), Where: "shelf 3"}}, Consent: domain.ConsentSchool,
		}
		tt.change(&a)
		wrong := a.Check()
		if tt.pointer == "" && wrong != nil || tt.pointer != "" && (len(wrong) != 1 || wrong[0].Pointer != tt.pointer) {
			t.Errorf("%s: %v, want %q", tt.name, wrong, tt.pointer)
		}
	}
}

// Days are the school's: moving its clock moves the instants, not the days.
func TestDays(t *testing.T) {
	t.Parallel()
	berlin, newYork := location(t, "Europe/Berlin"), location(t, "America/New_York")
	begin, err := domain.ParseDay("2026-10-24", berlin)
	if err != nil {
		t.Fatal(err)
	}
	last, err := domain.ParseDay("2026-10-25", berlin) // has 25 hours
	if err != nil {
		t.Fatal(err)
	}
	end := domain.DayAfter(last, berlin)
	if got := end.Sub(begin); got != 49*time.Hour || domain.LastDay(end, berlin) != "2026-10-25" {
		t.Errorf("two days take %v and end on %s", got, domain.LastDay(end, berlin))
	}
	moved := domain.Org{Agreements: []domain.Agreement{{SignedAt: begin, EndsAt: end}}}.Rezoned(berlin, newYork)[0]
	if domain.Day(moved.SignedAt, newYork) != "2026-10-24" || domain.LastDay(moved.EndsAt, newYork) != "2026-10-25" || !moved.BeginsAt.IsZero() {
		t.Errorf("moved: %+v", moved)
	}
	if domain.Day(time.Time{}, berlin) != "" || domain.LastDay(time.Time{}, berlin) != "" {
		t.Error("no time has a day")
	}
}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCheckOrg(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, pointer string
		change        func(*domain.Org)
	}{
		{"fine", "", func(*domain.Org) {}},
		{"nameless", "/name", func(o *domain.Org) { o.Name = "" }},
		{"a long name", "/name", func(o *domain.Org) { o.Name = strings.Repeat("x", 101) }},
		{"a country in words", "/country", func(o *domain.Org) { o.Country = "Germany" }},
		{"a state", "", func(o *domain.Org) { o.Region = "DE-BY" }},
		{"another country's state", "/region", func(o *domain.Org) { o.Region = "US-NY" }},
		{"in the US, no state", "/region", func(o *domain.Org) { o.Country = "US" }},
		{"in the US, a state", "", func(o *domain.Org) { o.Country, o.Region = "US", "US-NY" }},
		{"in the US, no such state", "/region", func(o *domain.Org) { o.Country, o.Region = "US", "US-XX" }},
		{"no time zone", "/timezone", func(o *domain.Org) { o.Timezone = "" }},
		{"this machine's", "/timezone", func(o *domain.Org) { o.Timezone = "Local" }},
		{"another language", "/language", func(o *domain.Org) { o.Language = "it" }},
		{"holidays", "", func(o *domain.Org) { o.Holidays = []string{"2026-11-27", "2026-12-24"} }},
		{"as many as there can be", "", func(o *domain.Org) {
			for i := range domain.HolidaysMax {
				o.Holidays = append(o.Holidays, time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
			}
		}},
		{"one twice", "/holidays", func(o *domain.Org) { o.Holidays = []string{"2026-11-27", "2026-11-27"} }},
		{"no day", "/holidays", func(o *domain.Org) { o.Holidays = []string{"2026-02-30"} }},
		{"too many", "/holidays", func(o *domain.Org) { o.Holidays = make([]string, 401) }},
	} {
		o := domain.Org{Name: "North", Country: "DE", Timezone: "Europe/Berlin"}
		tt.change(&o)
		wrong := o.Check()
		if tt.name == "too many" {
			wrong = wrong[:1]
		}
		if tt.pointer == "" && wrong != nil || tt.pointer != "" && (len(wrong) != 1 || wrong[0].Pointer != tt.pointer) {
			t.Errorf("%s: %v, want %q", tt.name, wrong, tt.pointer)
		}
	}
}

func TestChangedFacts(t *testing.T) {
	t.Parallel()
	before := domain.Org{Name: "North", Country: "DE", Holidays: []string{"2026-11-27"}}
	after := before
	after.Name, after.Holidays = "North School", nil
	want := []domain.FieldChange{{Name: "name", Before: "North", After: "North School"}, {Name: "holidays", Before: "2026-11-27"}}
	if got := after.ChangedFacts(before); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	long := before
	long.Name = strings.Repeat("ü", 300)
	if got := long.ChangedFacts(before); len([]rune(got[0].After)) != domain.FieldValueMax {
		t.Errorf("a long value has %d characters", len([]rune(got[0].After)))
	}
	long.Name = strings.Repeat("ü", domain.FieldValueMax)
	if got := long.ChangedFacts(before); got[0].After != long.Name {
		t.Errorf("a value as long as may be became %q", got[0].After)
	}
	a := domain.Agreement{Number: "1", Clauses: []domain.ClauseTerm{{ID: "ndpa"}}}
	b := a
	b.Clauses = []domain.ClauseTerm{{ID: "ndpa", Within: &domain.Within{Count: 48, Unit: domain.Hours}, Words: "forty-eight hours"}}
	if got := b.ChangedFacts(a, time.UTC); len(got) != 1 || got[0] != (domain.FieldChange{Name: "clauses", Before: "ndpa", After: "ndpa 48 hours forty-eight hours"}) {
		t.Errorf("%+v", got)
	}
	b = a
	b.AgeLine = 13
	if got := b.ChangedFacts(a, time.UTC); len(got) != 1 || got[0] != (domain.FieldChange{Name: "ageLine", After: "13"}) {
		t.Errorf("%+v", got)
	}
}
