package domain

import (
	"slices"
	"time"
)

// A RequestClause is a duty to answer what somebody asks about their data: how soon after
// the request was received, and by how much longer where that may be extended. As for
// breaches, laws, agreements and our own promise are all clauses, and clauses are data: a
// test names the source of each.
type RequestClause struct {
	ID    string
	Kinds []RequestKind // that it is about; none: all

	// Within counts from the receipt, whenever the requester's address was verified.
	Within Within

	// Extension is what the time may be extended by, once, with notice to the requester
	// within the first time; zero: it can't be. Its unit is that of Within.
	Extension Within

	// Countries and Regions say where the clause is the law; none means everywhere. See
	// Clause.
	Countries []string
	Regions   []string

	// ByAgreement says that the clause holds for schools with an agreement, whose terms may
	// change its time (see Org.RequestClauses).
	ByAgreement bool

	// Otherwise says that the clause holds where no law in this list has a time for the kind.
	Otherwise bool

	Source string
}

// The ids of the clauses about requests.
const (
	RequestClauseGDPR    = "gdpr-12-3"
	RequestClauseFERPA   = "ferpa"
	RequestClauseCCPA    = "ccpa"
	RequestClauseRemoval = "removal"
	RequestClauseOwn     = "request"
)

// RequestClauses returns the clauses about requests.
func RequestClauses() []RequestClause {
	return []RequestClause{
		{
			ID: RequestClauseGDPR, Within: Within{1, CalendarMonths}, Extension: Within{2, CalendarMonths}, Countries: eea,
			Source: "GDPR art. 12(3)",
		},
		{
			// It gives a right to inspect, and none to a time for corrections (§ 99.20(b)).
			ID: RequestClauseFERPA, Kinds: []RequestKind{RequestKnow, RequestPort}, Within: Within{45, CalendarDays}, Countries: us,
			Source: "FERPA, 34 CFR § 99.10(b)",
		},
		{
			ID: RequestClauseCCPA, Kinds: []RequestKind{RequestKnow, RequestPort, RequestCorrect, RequestDelete},
			Within: Within{45, CalendarDays}, Extension: Within{45, CalendarDays}, Countries: us, Regions: []string{"US-CA"},
			Source: "CCPA, Cal. Civ. Code § 1798.130(a)(2)(A)",
		},
		{
			ID: RequestClauseRemoval, Kinds: []RequestKind{RequestDelete}, Within: Within{30, CalendarDays}, ByAgreement: true,
			Source: "our own promise, P21: what a school has to remove is gone within 30 days of notice",
		},
		{
			ID: RequestClauseOwn, Within: Within{45, CalendarDays}, Extension: Within{45, CalendarDays}, Otherwise: true,
			Source: "our own promise, P17: whoever asks gets an answer, also where no law sets a time",
		},
	}
}

// RequestClauses returns the clauses by which o has to answer a request of the kind that it
// received at the given time, in their order. A law of a state binds as long as nobody said
// which state the school is in. Where agreements in force then have a term about a clause
// (its id, with a number of days), the shortest of them counts, and none lengthens the time.
func (o Org) RequestClauses(kind RequestKind, received time.Time) []RequestClause {
	var bind []RequestClause
	for _, c := range RequestClauses() {
		if len(c.Kinds) > 0 && !slices.Contains(c.Kinds, kind) {
			continue
		}
		law := Clause{Countries: c.Countries, Regions: c.Regions}
		switch {
		case !law.isLawIn(o), c.Otherwise && slices.ContainsFunc(bind, func(b RequestClause) bool { return !b.ByAgreement }):
			continue
		case c.ByAgreement:
			inForce := false
			for _, a := range o.Agreements {
				if !a.InForce(received) {
					continue
				}
				inForce = inForce || a.Kind != AgreementAmendment
				for _, t := range a.Clauses {
					if t.ID == c.ID && t.Within != nil && t.Within.Count < c.Within.Count {
						c.Within = *t.Within
						if t.Source != "" {
							c.Source = t.Source
						}
					}
				}
			}
			if !inForce {
				continue
			}
		}
		bind = append(bind, c)
	}
	return bind
}

// UnderGDPR reports whether the GDPR, or that of the United Kingdom, applies to o.
func (o Org) UnderGDPR() bool { return slices.Contains(eea, o.Country) }

// isRequestClause reports whether an agreement's term of that id is about requests.
func isRequestClause(id string) bool {
	return slices.ContainsFunc(RequestClauses(), func(c RequestClause) bool { return c.ID == id })
}

// shortensRequest reports whether the term of an agreement about requests is one that an
// agreement can have: all it can do is shorten the time of a clause that holds by agreement.
func (t ClauseTerm) shortensRequest() bool {
	for _, c := range RequestClauses() {
		if c.ID == t.ID && c.ByAgreement {
			return t.Within != nil && t.Within.Unit == c.Within.Unit && t.Within.Count >= 1 && t.Within.Count <= c.Within.Count &&
				t.Audience == "" && t.Starts == "" && t.Form == "" && t.Requires == nil && t.Delays == nil
		}
	}
	return false
}

// An ExtensionGround is why the time for an answer is extended. There are no others (GDPR
// art. 12(3); Cal. Civ. Code § 1798.145(h)(1)).
type ExtensionGround string

const (
	ExtensionComplexity ExtensionGround = "complexity"
	ExtensionNumber     ExtensionGround = "number-of-requests"
)

// ExtensionGrounds lists all grounds.
var ExtensionGrounds = []ExtensionGround{ExtensionComplexity, ExtensionNumber}

// A RefusalGround is why a request is refused, whole or in part (promise P18).
type RefusalGround struct {
	ID        string
	Kinds     []RequestKind // that may be refused for it; none: all
	Countries []string      // whose law it is; see Clause
	Regions   []string
	Source    string
}

// refusals are the grounds that the laws have, and what our own promises say of any.
var refusals = []RefusalGround{
	{ID: "not-identified", Countries: eea, Source: "GDPR art. 11(2) and 12(2)"},
	{ID: "not-identified", Countries: us, Source: "34 CFR § 99.31(c); Cal. Civ. Code § 1798.140(ak)"},
	{ID: "not-identified", Source: "promise P18"},
	{ID: "not-entitled", Source: "promise P18"},
	{ID: "excessive", Countries: eea, Source: "GDPR art. 12(5)(b)"},
	{ID: "excessive", Countries: us, Regions: []string{"US-CA"}, Source: "Cal. Civ. Code § 1798.145(h)(3)"},
	{ID: "anonymous", Countries: eea, Source: "GDPR recital 26; promise P18"},
	{ID: "anonymous", Countries: us, Source: "34 CFR § 99.31(b)(1); promise P18"},
	{ID: "nothing-held", Source: "promise P18"},
	{ID: "rights-of-others", Kinds: []RequestKind{RequestKnow, RequestPort}, Countries: eea, Source: "GDPR art. 15(4) and 20(4)"},
	{ID: "rights-of-others", Kinds: []RequestKind{RequestKnow, RequestPort}, Countries: us, Source: "34 CFR § 99.12(a)"},
	{ID: "accurate", Kinds: []RequestKind{RequestCorrect}, Countries: eea, Source: "GDPR art. 16"},
	{ID: "accurate", Kinds: []RequestKind{RequestCorrect}, Countries: us, Source: "34 CFR § 99.20(c) and 99.21"},
	{ID: "expression", Kinds: []RequestKind{RequestDelete}, Countries: eea, Source: "GDPR art. 17(3)(a)"},
	{ID: "legal-obligation", Kinds: []RequestKind{RequestDelete}, Countries: eea, Source: "GDPR art. 17(3)(b)"},
	{ID: "legal-obligation", Kinds: []RequestKind{RequestDelete}, Countries: us, Regions: []string{"US-CA"}, Source: "Cal. Civ. Code § 1798.105(d)(8)"},
	{ID: "public-health", Kinds: []RequestKind{RequestDelete}, Countries: eea, Source: "GDPR art. 17(3)(c)"},
	{ID: "archiving-research", Kinds: []RequestKind{RequestDelete}, Countries: eea, Source: "GDPR art. 17(3)(d)"},
	{ID: "legal-claims", Kinds: []RequestKind{RequestDelete, RequestObject}, Countries: eea, Source: "GDPR art. 17(3)(e) and 21(1)"},
	{ID: "school-records", Kinds: []RequestKind{RequestDelete}, Countries: us, Source: "34 CFR part 99, which gives no such right; promise P27"},
	{ID: "no-condition", Kinds: []RequestKind{RequestRestrict}, Countries: eea, Source: "GDPR art. 18(1)"},
	{ID: "compelling-grounds", Kinds: []RequestKind{RequestObject}, Countries: eea, Source: "GDPR art. 21(1)"},
	{ID: "not-portable", Kinds: []RequestKind{RequestPort}, Countries: eea, Source: "GDPR art. 20(1) and (3)"},
	{ID: "no-such-right", Kinds: []RequestKind{RequestRestrict, RequestObject}, Countries: us, Source: "34 CFR part 99, which gives no such right"},
}

// RefusalGrounds returns the grounds on which o may refuse a request of the kind, of each
// id one.
func (o Org) RefusalGrounds(kind RequestKind) []RefusalGround {
	var may []RefusalGround
	for _, g := range refusals {
		law := Clause{Countries: g.Countries, Regions: g.Regions}
		if len(g.Kinds) > 0 && !slices.Contains(g.Kinds, kind) || !law.isLawIn(o) {
			continue
		}
		if !slices.ContainsFunc(may, func(other RefusalGround) bool { return other.ID == g.ID }) {
			may = append(may, g)
		}
	}
	return may
}

// A RequestClock is the time that one clause leaves for one request.
type RequestClock struct {
	Clause string // its id
	Source string
	Countdown
	// LongestAt is when the extended time is over; zero: it can't be extended.
	LongestAt time.Time
	Extended  bool
	MetAt     time.Time // when the request was done, in time or not; zero: it isn't
}

// A ClockState is how a clock stands.
type ClockState string

const (
	ClockRunning ClockState = "running"
	ClockLate    ClockState = "late" // its time is over, and the request isn't done
	ClockMet     ClockState = "met"
	ClockMissed  ClockState = "missed" // the request was done too late: that stays
)

// ClockStates lists all states.
var ClockStates = []ClockState{ClockRunning, ClockLate, ClockMet, ClockMissed}

// State returns how c stands at now.
func (c RequestClock) State(now time.Time) ClockState {
	switch {
	case c.MetAt.IsZero() && (!c.MissedAt.IsZero() || !now.Before(c.Deadline)):
		return ClockLate
	case c.MetAt.IsZero():
		return ClockRunning
	case !c.MissedAt.IsZero() || !c.MetAt.Before(c.Deadline):
		return ClockMissed
	}
	return ClockMet
}

// RequestClocks returns the clocks of a request of the kind that o received at a time.
// Like those of an incident, they stay as they are whatever is agreed afterwards.
func (o Org) RequestClocks(kind RequestKind, received time.Time) ([]RequestClock, error) {
	calendar, err := o.Calendar()
	if err != nil {
		return nil, err
	}
	var clocks []RequestClock
	for _, c := range o.RequestClauses(kind, received) {
		clock := RequestClock{Clause: c.ID, Source: c.Source, Countdown: Countdown{
			StartsAt: received.UTC(), Deadline: Deadline(Clause{Within: c.Within}, received, calendar, nil),
		}}
		if longer := c.Extension; longer.Count > 0 {
			longer.Count += c.Within.Count
			clock.LongestAt = Deadline(Clause{Within: longer}, received, calendar, nil)
		}
		clocks = append(clocks, clock)
	}
	return clocks, nil
}
