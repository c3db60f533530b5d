package domain_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// daysIn is an independent oracle: a table and the Gregorian rule, without package time.
func daysIn(year, month int) int {
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	if month == 2 && leap {
		return 29
	}
	return [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
}

// Every start date over eight years, two leap days among them, moved by up to
// four years either way.
func TestAddMonths(t *testing.T) {
	t.Parallel()
	clocks := []struct{ h, m, s, ns int }{{0, 0, 0, 0}, {23, 59, 59, 999_999_999}, {2, 30, 0, 1}}
	for year := 2020; year < 2028; year++ {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= daysIn(year, month); day++ {
				for _, c := range clocks {
					start := time.Date(year, time.Month(month), day, c.h, c.m, c.s, c.ns, time.UTC)
					for n := -48; n <= 48; n++ {
						months := year*12 + month - 1 + n
						y, m := months/12, months%12+1
						want := time.Date(y, time.Month(m), min(day, daysIn(y, m)), c.h, c.m, c.s, c.ns, time.UTC)
						if got := domain.AddMonths(start, n); !got.Equal(want) || got.Location() != time.UTC {
							t.Fatalf("%v and %d months is %v, want %v", start, n, got, want)
						}
					}
				}
			}
		}
	}
}

// The calendar is UTC's, wherever the machine is: early on 1 March in Sydney is still
// February.
func TestAddMonthsIsInUTC(t *testing.T) {
	t.Parallel()
	sydney := time.FixedZone("AEDT", 11*60*60)
	newYork := time.FixedZone("EST", -5*60*60)
	for _, tt := range []struct {
		start time.Time
		want  string
	}{
		{time.Date(2026, 3, 1, 8, 0, 0, 0, sydney), "2026-08-28T21:00:00Z"},
		{time.Date(2026, 8, 30, 20, 0, 0, 0, newYork), "2027-02-28T01:00:00Z"},
		{time.Date(2023, 8, 31, 12, 0, 0, 0, time.UTC), "2024-02-29T12:00:00Z"},
	} {
		if got := domain.AddMonths(tt.start, 6).Format(time.RFC3339Nano); got != tt.want {
			t.Errorf("six months after %v is %s, want %s", tt.start, got, tt.want)
		}
	}
}
