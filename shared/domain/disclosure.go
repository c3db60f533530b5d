package domain

import (
	"slices"
	"time"
)

// A Disclosure is data of a school that an authority was given under legal process (promise
// P42): what, to whom, on which ground, who decided it, and who was told. It is about
// institutions: it names neither those whose data it was nor anybody who asked.
type Disclosure struct {
	ID         string
	Org        string
	Ground     DisclosureGround
	Authority  string // the court or office that asked
	Reference  string // of the case
	Decider    string // which office or role decided to hand it over
	Categories []Category
	Session    string    // empty: of the whole school
	On         time.Time // when the day began on which it was handed over, by UTC
	Operator   bool      // the operator was asked, and recorded it; else the school
	Who        string    // member id of who recorded it
	RecordedAt time.Time
	School     Telling
	People     Telling
}

// A DisclosureGround is why data had to be handed over.
type DisclosureGround string

const (
	GroundOrder     DisclosureGround = "court-order"
	GroundWarrant   DisclosureGround = "warrant"
	GroundSubpoena  DisclosureGround = "subpoena"
	GroundStatute   DisclosureGround = "statute"   // a law orders it without a court
	GroundEmergency DisclosureGround = "emergency" // danger to life or limb: GDPR art. 6(1)(d), 34 CFR 99.36
)

// DisclosureGrounds lists all grounds. Somebody's wish is none of them.
var DisclosureGrounds = []DisclosureGround{GroundOrder, GroundWarrant, GroundSubpoena, GroundStatute, GroundEmergency}

// A Telling is whether those whom a disclosure concerns were told of it.
type Telling struct {
	State TellingState
	On    time.Time // when the day began on which they were told, by UTC
	Until time.Time // until when it is forbidden
}

// A TellingState says how far it is with telling somebody.
type TellingState string

const (
	ToldOf        TellingState = "told"
	NotYetTold    TellingState = "not-yet"
	TellForbidden TellingState = "forbidden" // by whoever asked, with an end
	NotReachable  TellingState = "not-reachable"
)

const (
	DisclosureTextMax = 100 // characters of the authority, the reference and the decider each
	// DisclosuresDayMax is how many disclosures of an org are recorded in
	// DisclosuresTime, by the school and by the operator each: neither can use up what
	// the other needs.
	DisclosuresDayMax = 20
	DisclosuresTime   = 24 * time.Hour
	// DisclosuresMax is how many by each stand on record.
	DisclosuresMax = 200
)

// MayRecord reports whether one more disclosure of an org may be recorded, by the operator or
// by the school, beside those that are.
func MayRecord(all []Disclosure, operator bool, now time.Time) bool {
	n, today := 0, 0
	for _, d := range all {
		if d.Operator != operator {
			continue
		}
		n++
		if now.Sub(d.RecordedAt) < DisclosuresTime {
			today++
		}
	}
	return n < DisclosuresMax && today < DisclosuresDayMax
}

// TellForbiddenMax is how long telling may be forbidden before it has to be noted again.
var TellForbiddenMax = Period{Months: 24}

// Visible reports whether the school may see d at t: telling it isn't forbidden.
func (d *Disclosure) Visible(t time.Time) bool {
	return !d.Operator || d.School.State != TellForbidden || !t.Before(d.School.Until)
}

// Check returns what is wrong with d, by its JSON form.
func (d *Disclosure) Check(now time.Time) (wrong []FieldError) {
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{Pointer: pointer, Detail: detail}) }
	if !slices.Contains(DisclosureGrounds, d.Ground) {
		bad("/ground", "Say which legal process it was. Without one nothing may be handed over.")
	}
	for _, line := range []struct{ pointer, text, detail string }{
		{"/authority", d.Authority, "Name the court or the office that asked in one line of 1 to 100 characters, and no person."},
		{"/reference", d.Reference, "Give the reference of the case in one line of 1 to 100 characters, and no person's name."},
		{"/decider", d.Decider, "Say which office or role decided it in one line of 1 to 100 characters, and no person's name."},
	} {
		if !IsLine(line.text, DisclosureTextMax) {
			bad(line.pointer, line.detail)
		}
	}
	if len(d.Categories) == 0 || len(d.Categories) > len(Categories) ||
		slices.ContainsFunc(d.Categories, func(c Category) bool { return !slices.Contains(Categories, c) }) {
		bad("/categories", "Say which kinds of data were handed over, each once.")
	} else if c := slices.Sorted(slices.Values(d.Categories)); len(slices.Compact(c)) != len(d.Categories) {
		bad("/categories", "Say which kinds of data were handed over, each once.")
	}
	if !hasBegun(d.On, now) {
		bad("/on", "Give the day on which it was handed over, such as 2026-09-01. What hasn't happened can't be recorded.")
	}
	return append(append(wrong, d.CheckSchool(now)...), d.People.Check("/people", now)...)
}

// CheckSchool returns what is wrong with whether the school was told: one that records a
// disclosure knows of it, and one that isn't forbidden to be told reads it on its own page.
func (d *Disclosure) CheckSchool(now time.Time) []FieldError {
	if d.School.State != ToldOf && (d.School.State != TellForbidden || !d.Operator) {
		return []FieldError{{Pointer: "/school/state", Detail: "Note when the school was told, or, as the operator, until when that is forbidden."}}
	}
	return d.School.Check("/school", now)
}

// Check returns what is wrong with t, which is at the given pointer.
func (t Telling) Check(pointer string, now time.Time) []FieldError {
	bad := func(at, detail string) []FieldError { return []FieldError{{Pointer: pointer + at, Detail: detail}} }
	switch t.State {
	case ToldOf:
		if !hasBegun(t.On, now) {
			return bad("/on", "Give the day on which they were told, such as 2026-09-01.")
		}
	case TellForbidden:
		if !t.Until.After(now) || t.Until.After(TellForbiddenMax.After(now)) {
			return bad("/until", "Say until when telling is forbidden: 24 months at most. It can be noted again before that.")
		}
	case NotYetTold, NotReachable:
	default:
		return bad("/state", "Say whether they were told: told, not-yet, forbidden or not-reachable.")
	}
	return nil
}

// earliestDisclosure is before anything was stored here: a day before it is a slip.
var earliestDisclosure = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// hasBegun reports whether day, which begins then, can be one on which something was done.
func hasBegun(day, now time.Time) bool { return !day.Before(earliestDisclosure) && !day.After(now) }
