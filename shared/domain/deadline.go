package domain

import (
	"slices"
	"time"
)

// A Delay stops the clock of the clauses that permit its ground, between two
// instants.
type Delay struct {
	Ground    DelayGround `json:"ground"`
	Authority string      `json:"authority"` // an office, never a person
	From      time.Time   `json:"from"`
	Until     time.Time   `json:"until"`
}

// DelayMax is how long a delay may last. A longer one must be renewed.
const DelayMax = DelayDaysMax * 24 * time.Hour

const DelayDaysMax = 180

// Stops reports whether d stops c.
func (d Delay) Stops(c Clause) bool { return slices.Contains(c.Delays, d.Ground) }

// A Calendar is one org's: its time zone and its holidays.
type Calendar struct {
	Location *time.Location
	// Holiday reports whether a local day is a holiday; nil means that there
	// are none. A calendar that lacks some makes deadlines too early, never
	// too late.
	Holiday func(year int, month time.Month, day int) bool
}

// Deadline returns the first instant at which c's time, begun at start, is over. Time
// in which one of the delays stops the clause doesn't count.
//
// Hours are elapsed time, whatever the local clocks do. Days are local ones; the day of the event doesn't count and the
// deadline is the end of the last (Regulation 1182/71 art. 3(1) and (2)(b); N.Y.
// Gen. Constr. Law § 20; 5 ILCS 70/1.11). These laws move an end that falls on a
// weekend or holiday to the next working day; we don't use that extension. A day
// counts unless a delay covers all of it.
func Deadline(c Clause, start time.Time, cal Calendar, delays []Delay) time.Time {
	var stops []Delay
	for _, d := range delays {
		if d.Stops(c) && d.Until.After(d.From) {
			stops = append(stops, d)
		}
	}
	slices.SortFunc(stops, func(a, b Delay) int { return a.From.Compare(b.From) })
	switch c.Within.Unit {
	case Hours:
		return addHours(start, time.Duration(c.Within.Count)*time.Hour, stops)
	case CalendarMonths:
		return addMonths(start, c.Within.Count, cal)
	}
	return addDays(start, c.Within, cal, stops)
}

// addMonths returns the end of the local day n months after that of start which has the
// same date or, where that month is too short, of its last day (Regulation 1182/71 art.
// 3(2)(c); N.Y. Gen. Constr. Law § 30). No clause in months can be delayed.
func addMonths(start time.Time, n int, cal Calendar) time.Time {
	year, month, day := start.In(cal.Location).Date()
	last := time.Date(year, month+time.Month(n)+1, 0, 12, 0, 0, 0, cal.Location).Day()
	return time.Date(year, month+time.Month(n), min(day, last)+1, 0, 0, 0, 0, cal.Location).UTC()
}

func addHours(t time.Time, left time.Duration, stops []Delay) time.Time {
	t = t.UTC()
	for _, d := range stops {
		if !d.Until.After(t) {
			continue
		}
		if d.From.After(t) {
			runs := d.From.Sub(t)
			if left <= runs {
				break
			}
			left -= runs
		}
		t = d.Until.UTC()
	}
	return t.Add(left)
}

func addDays(start time.Time, within Within, cal Calendar, stops []Delay) time.Time {
	year, month, day := start.In(cal.Location).Date()
	midnight := func(n int) time.Time { return time.Date(year, month, day+n, 0, 0, 0, 0, cal.Location) }
	n := 0
	for left := within.Count; left > 0; {
		n++
		begins, ends := midnight(n), midnight(n+1)
		if within.Unit == BusinessDays && !cal.works(begins) {
			continue
		}
		if covered(begins, ends, stops) {
			continue
		}
		left--
	}
	return midnight(n + 1).UTC()
}

// works reports whether the org works on the day that begins at t.
func (cal Calendar) works(t time.Time) bool {
	// At noon, since a day may begin at one o'clock where clocks change at midnight.
	t = t.Add(12 * time.Hour).In(cal.Location)
	switch t.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	year, month, day := t.Date()
	return cal.Holiday == nil || !cal.Holiday(year, month, day)
}

// covered reports whether the delays, sorted by start, cover all of a
// day.
func covered(begins, ends time.Time, stops []Delay) bool {
	for _, d := range stops {
		if d.From.After(begins) {
			return false
		}
		if d.Until.After(begins) {
			begins = d.Until
		}
		if !begins.Before(ends) {
			return true
		}
	}
	return false
}

// Escalations are the shares of a clause's time, in percent, at which the
// incident's owner is warned.
var Escalations = []int{50, 75, 90}

// A Countdown is the time that a clause leaves, and what was noticed of it so far.
type Countdown struct {
	StartsAt  time.Time
	Deadline  time.Time
	Escalated int       // the highest of Escalations that was reported
	MissedAt  time.Time // zero: it isn't missed
}

// Watch checks the countdown at now and records what it finds, each finding once. By is
// when the duty was done, if it is done. However late or often it is called, the record is
// the same: what was done in time is never late, and what wasn't is late for good. Stopped
// says that the clause is stopped now, so that nobody is warned.
func (c *Countdown) Watch(done bool, by time.Time, stopped bool, now time.Time) Alarm {
	var a Alarm
	if !done {
		by = now
	}
	if c.MissedAt.IsZero() && !by.Before(c.Deadline) {
		c.MissedAt, a.Missed = c.Deadline, true
	}
	if done || stopped {
		return a
	}
	if p := EscalatedAt(c.StartsAt, c.Deadline, now); p > c.Escalated {
		c.Escalated, a.Percent = p, p
	}
	if a.Running = c.Escalated; !c.MissedAt.IsZero() {
		a.Running = 100
	}
	return a
}

// EscalatedAt returns the highest share of the time between start and deadline
// that has passed at now, 0 if none.
func EscalatedAt(start, deadline, now time.Time) int {
	reached := 0
	total := deadline.Sub(start)
	for _, percent := range Escalations {
		if !now.Before(start.Add(total / 100 * time.Duration(percent))) {
			reached = percent
		}
	}
	return reached
}
