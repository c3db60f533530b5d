package domain_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var berlin = domain.Org{ID: "org_north", Timezone: "Europe/Berlin"}

func transferAt(now time.Time) domain.Transfer {
	d := domain.Transfer{
		ID: "t", Org: berlin.ID, Recipient: "Institute", Purpose: "Fractions", Ground: "Agreement", From: "2026-09", To: "2026-11",
		Parts: []domain.SetVersion{{Set: "set", Version: 1}}, AuthorizedAt: now, EndsAt: now.AddDate(0, 0, 7),
	}
	d.SetPeriod(berlin)
	return d
}

func TestTransferCheck(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
	if d := transferAt(now); len(d.Check(berlin, now)) > 0 {
		t.Fatal(d.Check(berlin, now))
	}
	for pointer, changes := range map[string][]func(*domain.Transfer){
		"/recipient": {func(d *domain.Transfer) { d.Recipient = "" }, func(d *domain.Transfer) { d.Recipient = strings.Repeat("x", domain.TransferLineMax+1) }},
		"/purpose":   {func(d *domain.Transfer) { d.Purpose = "a\nb" }, func(d *domain.Transfer) { d.Purpose = strings.Repeat("x", domain.TransferTextMax+1) }},
		"/ground":    {func(d *domain.Transfer) { d.Ground = "" }},
		"/from":      {func(d *domain.Transfer) { d.From = "2026-13" }, func(d *domain.Transfer) { d.From = "1999-01" }, func(d *domain.Transfer) { d.From = "" }},
		"/to": {
			func(d *domain.Transfer) { d.To = "2026-12" }, // isn't over
			func(d *domain.Transfer) { d.To = "2026-08" }, func(d *domain.Transfer) { d.From = "2025-11" }, func(d *domain.Transfer) { d.To = "2026" },
		},
		"/questionSets": {
			func(d *domain.Transfer) { d.Sets = []string{"x"} },
			func(d *domain.Transfer) { d.Sets = []string{domain.Nobody, domain.Nobody} },
			func(d *domain.Transfer) { d.Sets = make([]string, domain.TransferSetsMax+1) },
		},
		"/endsAt": {func(d *domain.Transfer) { d.EndsAt = now }, func(d *domain.Transfer) { d.EndsAt = now.AddDate(0, 0, domain.TransferDaysMax+1) }},
	} {
		for i, change := range changes {
			d := transferAt(now)
			change(&d)
			if wrong := d.Check(berlin, now); len(wrong) != 1 || wrong[0].Pointer != pointer {
				t.Errorf("%s %d: %v", pointer, i, wrong)
			}
		}
	}
	// A month is over by the school's clocks, and a day later its last sessions are closed.
	over := time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC)
	if d := transferAt(over); len(d.Check(berlin, over)) != 1 || len(d.Check(berlin, over.Add(domain.TransferWaits))) != 0 {
		t.Error("a month ends at another time")
	}
}

func TestTransferStates(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
	d := transferAt(now)
	expect := func(want domain.TransferState, over, claims bool, at time.Time) {
		t.Helper()
		if d.State(at) != want || d.Over(at) != over || d.Claims(at) != claims {
			t.Errorf("%s, over %v, claims %v; want %s, %v, %v", d.State(at), d.Over(at), d.Claims(at), want, over, claims)
		}
	}
	expect(domain.TransferAuthorized, false, true, now)
	expect(domain.TransferEnded, true, true, d.EndsAt) // a request that began before may save it
	expect(domain.TransferEnded, true, false, d.EndsAt.Add(domain.TransferFresh))
	d.MadeAt, d.CountedAt = now, now
	expect(domain.TransferReady, false, true, now.Add(domain.TransferFresh))
	expect(domain.TransferAuthorized, false, true, now.Add(domain.TransferFresh+1)) // is counted again
	d.SavedAt = now
	expect(domain.TransferSaved, false, true, now)
	expect(domain.TransferSaved, true, true, d.EndsAt) // for good
	d.SavedAt, d.WithdrawnAt = time.Time{}, now
	expect(domain.TransferWithdrawn, true, false, now)
}

func TestTransferDivides(t *testing.T) {
	t.Parallel()
	a, b, c := domain.SetVersion{Set: "a", Version: 1}, domain.SetVersion{Set: "a", Version: 2}, domain.SetVersion{Set: "b", Version: 1}
	var d domain.Transfer
	if err := d.Divide(map[domain.SetVersion]int{c: 1, b: domain.TransferSessionMax, a: 2, {}: 5}); err != nil || fmt.Sprint(d.Parts) != fmt.Sprint([]domain.SetVersion{a, b, c}) {
		t.Errorf("%v, %v", d.Parts, err)
	}
	d.Sets = []string{"b"}
	if err := d.Divide(map[domain.SetVersion]int{c: 1, b: domain.TransferSessionMax + 1}); err != nil || len(d.Parts) != 1 {
		t.Errorf("%v, %v", d.Parts, err)
	}
	if err := d.Divide(map[domain.SetVersion]int{b: 1, {}: 1}); err != domain.ErrTransferEmpty {
		t.Error(err)
	}
	d.Sets = nil
	if err := d.Divide(map[domain.SetVersion]int{b: domain.TransferSessionMax + 1}); err != domain.ErrTransferLarge {
		t.Error(err)
	}
	many := make(map[domain.SetVersion]int)
	for i := range domain.TransferPartsMax + 1 {
		many[domain.SetVersion{Set: "a", Version: i + 1}] = 1
	}
	if err := d.Divide(many); err != domain.ErrTransferLarge {
		t.Error(err)
	}
}

func TestMayAuthorize(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
	one := func(i int, at time.Time) domain.Transfer {
		d := transferAt(at)
		d.Parts = []domain.SetVersion{{Set: "other", Version: i + 1}}
		return d
	}
	var all []domain.Transfer
	d := transferAt(now)
	for i := range domain.TransfersDayMax {
		if err := domain.MayAuthorize(&d, all, now); err != nil {
			t.Fatal(i, err)
		}
		all = append(all, one(i, now))
	}
	if err := domain.MayAuthorize(&d, all, now); err != domain.ErrTransfers {
		t.Error(err)
	}
	if err := domain.MayAuthorize(&d, all, now.Add(domain.TransfersTime)); err != nil {
		t.Error(err)
	}
	for i := len(all); i < domain.TransfersMax; i++ {
		all = append(all, one(i, now.AddDate(0, -6, 0)))
	}
	if err := domain.MayAuthorize(&d, all, now.Add(domain.TransfersTime)); err != domain.ErrTransfersAll {
		t.Error(err)
	}
}

// Whatever a school does, no session is in two files that may be out: there is nothing to
// subtract between them (promise P40).
func TestTransfersHaveNobodyInCommon(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
		var all []domain.Transfer
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(1, 20*24).Draw(t, "hours")) * time.Hour)
			if i := rapid.IntRange(-1, len(all)-1).Draw(t, "of"); i >= 0 {
				d := &all[i]
				switch state := d.State(now); rapid.SampledFrom([]string{"save", "withdraw"}).Draw(t, "what") {
				case "save":
					if !d.Over(now) {
						d.MadeAt, d.SavedAt = now, now
					}
				case "withdraw":
					if state == domain.TransferAuthorized || state == domain.TransferReady {
						d.WithdrawnAt = now
					}
				}
				continue
			}
			d := transferAt(now)
			d.From = domain.Month("2026-01").Plus(rapid.IntRange(0, 5).Draw(t, "from"))
			d.To = d.From.Plus(rapid.IntRange(0, 3).Draw(t, "months"))
			d.SetPeriod(berlin)
			if err := d.Divide(rapid.MapOfN(rapid.Custom(func(t *rapid.T) domain.SetVersion {
				return domain.SetVersion{Set: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "set"), Version: rapid.IntRange(1, 2).Draw(t, "version")}
			}), rapid.Just(1), 1, 3).Draw(t, "parts")); err != nil {
				t.Fatal(err)
			}
			if domain.MayAuthorize(&d, all, now) == nil {
				all = append(all, d)
			}
		}
		type cell struct {
			domain.SetVersion
			domain.Month
		}
		out := make(map[cell]int)
		for i, d := range all {
			if !d.Claims(now) {
				continue
			}
			for m := d.From; m <= d.To; m = m.Plus(1) {
				for _, v := range d.Parts {
					if before, ok := out[cell{v, m}]; ok {
						t.Fatalf("%+v and %+v have %v of %s in common", all[before], d, v, m)
					}
					out[cell{v, m}] = i
				}
			}
		}
	})
}

func TestMonths(t *testing.T) {
	t.Parallel()
	m, ok := domain.ParseMonth("2026-10")
	if !ok || m.Plus(3) != "2027-01" || m.Plus(-10) != "2025-12" || m.Until("2027-01") != 4 || m.Until(m) != 1 {
		t.Errorf("%v %v %v %v", m, m.Plus(3), m.Plus(-10), m.Until("2027-01"))
	}
	begin, end := m.In(berlin.Zone())
	if begin.Format(time.RFC3339) != "2026-09-30T22:00:00Z" || end.Format(time.RFC3339) != "2026-10-31T23:00:00Z" || domain.MonthOf(begin, berlin.Zone()) != m {
		t.Error(begin, end)
	}
	for _, bad := range []string{"", "2026", "2026-1", "2026-13", "1999-12", "2100-01", "2026-10-01", "0000-00", "२०२६-१०"} {
		if _, ok := domain.ParseMonth(bad); ok {
			t.Errorf("%q is a month", bad)
		}
	}
}

// What the operator sees of a month is rounded, and nothing of few people (promise P36).
func TestUsage(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
	if u := domain.NewUsage("org", "2026-11", crowd(9), 3, 90, now); !u.Few || u.Students+u.Sessions+u.Answers != 0 {
		t.Errorf("%+v", u)
	}
	if u := domain.NewUsage("org", "2026-11", crowd(28), 1, 283, now); u.Few || u.Students != 30 || u.Sessions != 5 || u.Answers != 285 {
		t.Errorf("%+v", u)
	}
	if got := fmt.Sprint(berlin.UsageDue(now)); got != "[2026-11 2026-10]" {
		t.Error(got)
	}
	if got := fmt.Sprint(berlin.UsageDue(time.Date(2026, 12, 1, 20, 0, 0, 0, time.UTC))); got != "[2026-10 2026-09]" {
		t.Error(got)
	}
}

// A school that moves to another zone has no session in two months.
func TestTransfersOfAnotherZone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
	before, after := transferAt(now), transferAt(now)
	before.From, before.To, after.From, after.To = "2026-09", "2026-09", "2026-10", "2026-10"
	before.SetPeriod(domain.Org{Timezone: "America/New_York"})
	after.SetPeriod(domain.Org{Timezone: "America/New_York"})
	if before.Overlaps(&after) || after.Overlaps(&before) {
		t.Error("two months overlap")
	}
	after.SetPeriod(berlin)
	if !before.Overlaps(&after) || !after.Overlaps(&before) {
		t.Error("what ended in the first six hours of October in Berlin is in both")
	}
}

// Nothing is counted of what is over, and nothing twice.
func TestTransferCounts(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
	d := transferAt(now)
	if add, err := d.Count(0, now, now); !add || err != nil || d.Done != 1 || !d.CountedAt.Equal(now) {
		t.Errorf("%+v, %v, %v", d, add, err)
	}
	if add, err := d.Count(0, now, now); add || err != nil || d.Done != 1 {
		t.Errorf("%+v, %v, %v", d, add, err)
	}
	if add, err := d.Count(1, now, d.EndsAt); add || err != domain.ErrTransferOver {
		t.Errorf("%v, %v", add, err)
	}
}
