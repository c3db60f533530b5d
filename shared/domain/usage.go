package domain

import "time"

// A Usage says how much a school used the service in a month, for the operator: by the rule
// of Crowd, counted once, and about no teacher and no session (promise P36).
type Usage struct {
	Org       string
	Month     Month // by the school's clocks
	Few       bool  // fewer than GroupMin people, or nobody: then nothing is counted
	Students  int   // rounded, like the others; one who took part twice counts twice
	Sessions  int   // that ended in the month
	Answers   int   // in them, changed ones included
	CountedAt time.Time
}

const (
	// UsageWaits is how long after a month it is counted: sessions that ended in it have been
	// closed by then, and the last answers are stored.
	UsageWaits = 24 * time.Hour
	// UsageMonths is how many months back are counted that weren't.
	UsageMonths = 2
	// UsageSessionsMax is how many sessions of a month are counted; of a school with more
	// there is no count.
	UsageSessionsMax = 20_000
	// UsageSpanMax is how many months are shown at once.
	UsageSpanMax = 24
)

// NewUsage returns what is stored of a school's month.
func NewUsage(org string, month Month, students Crowd, sessions, answers int, now time.Time) Usage {
	u := Usage{Org: org, Month: month, Few: !students.Large(), CountedAt: now}
	if !u.Few {
		u.Students, u.Answers = Rounded(students.Students()), Rounded(answers)
		u.Sessions = max(GroupStep, Rounded(sessions))
	}
	return u
}

// Zone returns the time zone by which o's months are counted: UTC if its own is unknown.
func (o Org) Zone() *time.Location {
	zone, err := time.LoadLocation(o.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// UsageDue returns the months of o that may be counted at now, the latest first.
func (o Org) UsageDue(now time.Time) []Month {
	this := MonthOf(now.Add(-UsageWaits), o.Zone())
	due := make([]Month, UsageMonths)
	for i := range due {
		due[i] = this.Plus(-1 - i)
	}
	return due
}
