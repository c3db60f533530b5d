package domain

import "time"

// AddMonths returns the same day and time n calendar months after t, in UTC. If
// that month is too short, it is the month's last day: 31 August plus six months
// is 28 February, or 29 in a leap year. n may be negative.
func AddMonths(t time.Time, n int) time.Time {
	t = t.UTC()
	year, month, day := t.Date()
	first := time.Date(year, month+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	if last := first.AddDate(0, 1, -1).Day(); day > last {
		day = last
	}
	return first.AddDate(0, 0, day-1)
}

// A Month is a calendar month, such as "2026-11".
type Month string

const monthFormat = "2006-01"

// ParseMonth reads a month of this century. It reports false for anything else.
func ParseMonth(s string) (Month, bool) {
	t, err := time.Parse(monthFormat, s)
	return Month(s), err == nil && t.Year() >= 2000 && t.Year() < 2100
}

// MonthOf returns the month in which t is, by the clocks of a zone.
func MonthOf(t time.Time, zone *time.Location) Month { return Month(t.In(zone).Format(monthFormat)) }

// In returns when m begins by the clocks of a zone, and when the next month does.
func (m Month) In(zone *time.Location) (begin, end time.Time) {
	first := m.first()
	next := first.AddDate(0, 1, 0)
	at := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, zone).UTC() }
	return at(first), at(next)
}

// Plus returns the month n months after m. N may be negative.
func (m Month) Plus(n int) Month { return Month(m.first().AddDate(0, n, 0).Format(monthFormat)) }

// Until returns how many months there are from m to last, both included.
func (m Month) Until(last Month) int {
	from, to := m.first(), last.first()
	return 12*(to.Year()-from.Year()) + int(to.Month()-from.Month()) + 1
}

// first returns when m begins in UTC.
func (m Month) first() time.Time {
	t, _ := time.Parse(monthFormat, string(m)) // of what isn't a month, the year 1
	return t
}
