package domain

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// A Period is a length of calendar time: a number of months, then a number of
// days, in UTC. A month isn't a number of days: see AddMonths.
type Period struct{ Months, Days int }

// PeriodMax bounds a period's months and days, so that no sum overflows.
const PeriodMax = 100 * 366

// PeriodTextMax is how many characters ParsePeriod reads.
const PeriodTextMax = 32

var errPeriod = errors.New("not a period of years, months, weeks and days")

// ParsePeriod reads an ISO 8601-1 duration of whole years, months, weeks and
// days, such as "P6M", "P1Y6M" or "P30D". A part that is zero may be left out,
// but not all. There is no time of day: nothing is kept by the hour.
func ParsePeriod(s string) (Period, error) {
	var p Period
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || rest == "" || len(s) > PeriodTextMax {
		return p, errPeriod
	}
	const units = "YMWD"
	last := -1
	for rest != "" {
		end := strings.IndexAny(rest, units)
		if end < 1 {
			return Period{}, errPeriod
		}
		n, err := strconv.ParseUint(rest[:end], 10, 16)
		unit := strings.IndexByte(units, rest[end])
		if err != nil || unit <= last {
			return Period{}, errPeriod
		}
		switch last = unit; rest[end] {
		case 'Y':
			p.Months += 12 * int(n)
		case 'M':
			p.Months += int(n)
		case 'W':
			p.Days += 7 * int(n)
		case 'D':
			p.Days += int(n)
		}
		rest = rest[end+1:]
	}
	if p.Months > PeriodMax || p.Days > PeriodMax {
		return Period{}, errPeriod
	}
	return p, nil
}

// String writes p as ParsePeriod reads it.
func (p Period) String() string {
	b := []byte("P")
	for _, part := range []struct {
		n    int
		unit byte
	}{{p.Months / 12, 'Y'}, {p.Months % 12, 'M'}, {p.Days, 'D'}} {
		if part.n != 0 {
			b = append(strconv.AppendInt(b, int64(part.n), 10), part.unit)
		}
	}
	if len(b) == 1 {
		return "P0D"
	}
	return string(b)
}

// After returns the end of p if it begins at t.
func (p Period) After(t time.Time) time.Time {
	return AddMonths(t, p.Months).AddDate(0, 0, p.Days)
}

// latestStart returns an upper bound of the starts whose period p has ended by at.
// It is a few days too late, since several days share an end if a month is too
// short: it narrows a query, and After decides.
func (p Period) latestStart(at time.Time) time.Time {
	return AddMonths(at.AddDate(0, 0, -p.Days), -p.Months).AddDate(0, 0, 4)
}
