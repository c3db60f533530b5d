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
