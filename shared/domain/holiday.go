package domain

import "time"

// Calendar returns the calendar of o's business days: its own holidays and, in the
// United States, the federal ones. Other countries' holidays differ by region: there
// only o's own count.
func (o Org) Calendar() (Calendar, error) {
	location, err := time.LoadLocation(o.Timezone)
	if err != nil {
		return Calendar{}, Problem(ErrInvalid, "invalid", "The organization's time zone is unknown. Set its IANA name.")
	}
	named := make(map[string]bool)
	for _, day := range o.Holidays {
		named[day] = true
	}
	return Calendar{
		Location: location,
		Holiday: func(year int, month time.Month, day int) bool {
			date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
			return named[date.Format(time.DateOnly)] || o.Country == "US" && isFederalHoliday(date)
		},
	}, nil
}

// isFederalHoliday reports whether the date is a legal public holiday of the
// United States, or the day on which one that falls on a weekend is observed
// (5 U.S.C. § 6103(a) and (b); Executive Order 11582 for Sundays).
func isFederalHoliday(date time.Time) bool {
	year, _, day := date.Date()
	fixed := func(month time.Month, day int) bool {
		// New Year's Day of the next year may be observed on 31 December.
		for _, y := range []int{year, year + 1} {
			observed := time.Date(y, month, day, 0, 0, 0, 0, time.UTC)
			switch observed.Weekday() {
			case time.Saturday:
				observed = observed.AddDate(0, 0, -1)
			case time.Sunday:
				observed = observed.AddDate(0, 0, 1)
			}
			if observed.Equal(date) {
				return true
			}
		}
		return false
	}
	nth := func(month time.Month, weekday time.Weekday, n int) bool {
		return date.Month() == month && date.Weekday() == weekday && (day-1)/7+1 == n
	}
	lastMonday := date.Month() == time.May && date.Weekday() == time.Monday && day > 31-7
	return fixed(time.January, 1) || nth(time.January, time.Monday, 3) || nth(time.February, time.Monday, 3) ||
		lastMonday || fixed(time.June, 19) || fixed(time.July, 4) || nth(time.September, time.Monday, 1) ||
		nth(time.October, time.Monday, 2) || fixed(time.November, 11) || nth(time.November, time.Thursday, 4) ||
		fixed(time.December, 25)
}
