package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Clause is a duty to give notice of a breach: to whom, how soon after which
// event, and what the notice must say. Laws, agreements and our own promise are
// all clauses, and clauses are data: a test names the source of each.
type Clause struct {
	ID       string   `json:"id"`
	Audience Audience `json:"audience"`
	Starts   Start    `json:"starts"`
	Within   Within   `json:"within"`

	// Target says that the source sets no time ("without undue delay") and
	// that Within is our own target.
	Target bool `json:"target,omitempty"`

	// Requires lists the parts that the notice must have besides those of its
	// form.
	Requires []Part `json:"requires,omitempty"`
	Form     Form   `json:"form"`

	// Delays lists the grounds on which the clause permits a delay.
	Delays []DelayGround `json:"delays,omitempty"`

	// Countries lists the countries whose orgs the clause applies to; none
	// means all.
	Countries []string `json:"countries,omitempty"`

	// Regions lists the states or provinces whose law the clause is; none means
	// all of its countries.
	Regions []string `json:"regions,omitempty"`

	// ByAgreement says that the clause applies where an agreement names it
	// (see Org.Clauses).
	ByAgreement bool `json:"byAgreement,omitempty"`

	// Risk says that the clause applies only while the risk is high and the
	// data is not unintelligible to whoever got it.
	Risk bool `json:"risk,omitempty"`

	Source string `json:"source"`

	// Words is how an agreement puts it, where it changes the clause.
	Words string `json:"words,omitempty"`
}

// An Audience is who has to be notified.
type Audience string

const (
	AudienceAffected  Audience = "affected"  // everyone affected
	AudienceSchool    Audience = "school"    // the school, as controller or customer
	AudienceAuthority Audience = "authority" // a draft for the controller to file
	AudiencePeople    Audience = "people"    // the people whose data it is
	AudienceParents   Audience = "parents"   // a letter for the school to send
	AudienceTeachers  Audience = "teachers"  // of the sessions concerned; not for agreements
)

// A Start is the event that a clause counts from: one of an incident's clocks,
// or the delivery of another clause's notice.
type Start string

const (
	StartReported   Start = "reported"
	StartDiscovered Start = "discovered"
	StartAware      Start = "aware"
	StartConfirmed  Start = "confirmed"
)

const afterNotice = "notice:"

// AfterNotice is the start of a clause that counts from the delivery of another
// clause's notice.
func AfterNotice(clause string) Start { return Start(afterNotice + clause) }

// Notice returns the id of the clause whose notice s waits for.
func (s Start) Notice() (clause string, ok bool) { return strings.CutPrefix(string(s), afterNotice) }

// A Unit is how a clause counts time.
type Unit string

const (
	Hours        Unit = "hours"        // elapsed, whatever the local clocks do
	CalendarDays Unit = "days"         // local days; the day of the event doesn't count
	BusinessDays Unit = "businessDays" // the same, but only Mondays to Fridays that aren't holidays
	// CalendarMonths end with the day of the same date. Laws about requests use them; a
	// clause of an agreement doesn't.
	CalendarMonths Unit = "months"
)

// Within is a number of units.
type Within struct {
	Count int  `json:"count"`
	Unit  Unit `json:"unit"`
}

// withinMax bounds the time that an agreement may set, per unit.
var withinMax = map[Unit]int{Hours: 24 * 365, CalendarDays: 365, BusinessDays: 260}

// A Part is a piece of information that a notice may have to give.
type Part string

const (
	PartNature          Part = "nature"          // what happened
	PartCategories      Part = "categories"      // which data
	PartPeople          Part = "people"          // approximately how many
	PartRecords         Part = "records"         // approximately how many
	PartContact         Part = "contact"         // who can be asked
	PartConsequences    Part = "consequences"    // that are likely
	PartMeasures        Part = "measures"        // taken or proposed
	PartRecommendations Part = "recommendations" // what the reader can do
	PartInvestigation   Part = "investigation"   // done or planned
	PartOccurred        Part = "occurred"        // date of the incident
	PartDiscovered      Part = "discovered"      // date of the discovery
	PartReasons         Part = "reasons"         // why it is late
)

// A Form is the shape of a notice: which headings it has, in which order.
type Form string

const (
	FormAuthority  Form = "authority"
	FormPeople     Form = "people"
	FormController Form = "controller"
	FormUSState    Form = "us-state"
	FormNDPA       Form = "ndpa"
	FormNY2D       Form = "ny-2d"
	FormSOPPA      Form = "soppa"
	FormParents    Form = "parents"
	FormTeachers   Form = "teachers" // in general words, which nobody has to write; not for agreements
)

// formParts has the parts that a notice of each form must have.
var formParts = map[Form][]Part{
	// GDPR art. 33(3)(a) to (d).
	FormAuthority: {PartNature, PartCategories, PartPeople, PartRecords, PartContact, PartConsequences, PartMeasures},
	// GDPR art. 34(2): the nature in plain language, and 33(3)(b), (c), (d).
	FormPeople: {PartNature, PartContact, PartConsequences, PartMeasures},
	// GDPR art. 33(2) names none; a controller can't meet its own duty with less.
	FormController: {PartNature, PartCategories, PartPeople, PartRecords, PartDiscovered, PartContact},
	// Cal. Civ. Code § 1798.82(d)(1): the five headings, and the date.
	FormUSState: {PartNature, PartOccurred, PartCategories, PartMeasures, PartRecommendations, PartContact},
	// NDPA v1, art. V § 4(1), and the same five headings.
	FormNDPA: {PartNature, PartOccurred, PartCategories, PartMeasures, PartRecommendations, PartContact},
	// 8 NYCRR § 121.10(f).
	FormNY2D: {PartNature, PartOccurred, PartDiscovered, PartCategories, PartRecords, PartInvestigation, PartContact},
	// 105 ILCS 85/15(5) with 85/27(e), which the school must be able to meet.
	FormSOPPA: {PartNature, PartOccurred, PartCategories, PartPeople, PartMeasures, PartContact},
	// 105 ILCS 85/27(e)(1) to (3); (4) and (5) are in the form itself.
	FormParents: {PartOccurred, PartCategories, PartContact},
}

// A DelayGround is why a notice may be delayed. There are no others (promise P50).
type DelayGround string

const (
	DelayLawEnforcement DelayGround = "law-enforcement"
	DelayScope          DelayGround = "determining-scope"
	DelayIntegrity      DelayGround = "restoring-integrity"
)

// eea lists the countries where the GDPR applies, and the United Kingdom, whose
// own GDPR has the same articles.
var eea = []string{
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
	"LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "GB",
}

var us = []string{"US"}

// The ids of the built-in clauses.
const (
	ClausePlatform       = "platform"
	ClauseGDPRController = "gdpr-33-2"
	ClauseGDPRAuthority  = "gdpr-33-1"
	ClauseGDPRPeople     = "gdpr-34"
	ClauseNY2D           = "ny-2d"
	ClauseNDPA           = "ndpa"
	ClauseSOPPASchool    = "soppa-school"
	ClauseSOPPAParents   = "soppa-parents"
	ClauseTeachers       = "teachers"
)

// Limits of an agreement's terms.
const (
	ClausesMax       = 20
	ClauseIDMax      = 40 // bytes
	clauseIDAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789-"
	ClauseSourceMax  = 200 // bytes
	ClauseWordsMax   = 500 // characters
)

// Clauses returns the built-in clauses.
func Clauses() []Clause {
	return []Clause{
		{
			ID: ClausePlatform, Audience: AudienceAffected, Starts: StartReported, Within: Within{72, Hours}, Form: FormPeople,
			Source: "our own promise, P49 and P50: notice within 72 hours of the report, by e-mail or conspicuous post",
		},
		{
			ID: ClauseGDPRController, Audience: AudienceSchool, Starts: StartAware, Within: Within{24, Hours}, Target: true,
			Form: FormController, Countries: eea, Source: "GDPR art. 33(2)",
		},
		{
			ID: ClauseGDPRAuthority, Audience: AudienceAuthority, Starts: StartAware, Within: Within{72, Hours},
			Form: FormAuthority, Countries: eea, Source: "GDPR art. 33(1) and (3)",
		},
		{
			// Recital 88 lets law enforcement be considered.
			ID: ClauseGDPRPeople, Audience: AudiencePeople, Starts: StartAware, Within: Within{72, Hours}, Target: true,
			Form: FormPeople, Delays: []DelayGround{DelayLawEnforcement}, Countries: eea, Risk: true,
			Source: "GDPR art. 34(1) to (3), recital 88",
		},
		{
			ID: ClauseNY2D, Audience: AudienceSchool, Starts: StartDiscovered, Within: Within{7, CalendarDays},
			Form: FormNY2D, Countries: us, Regions: []string{"US-NY"}, ByAgreement: true, Source: "N.Y. Educ. Law § 2-d(6)(a), 8 NYCRR § 121.11(a)",
		},
		{
			ID: ClauseNDPA, Audience: AudienceSchool, Starts: StartConfirmed, Within: Within{72, Hours},
			Form: FormNDPA, Delays: []DelayGround{DelayLawEnforcement}, Countries: us, ByAgreement: true,
			Source: "National Data Privacy Agreement v1, art. V § 4",
		},
		{
			ID: ClauseSOPPASchool, Audience: AudienceSchool, Starts: StartConfirmed, Within: Within{30, CalendarDays},
			Form: FormSOPPA, Countries: us, Regions: []string{"US-IL"}, ByAgreement: true, Source: "105 ILCS 85/15(5)",
		},
		{
			ID: ClauseSOPPAParents, Audience: AudienceParents, Starts: AfterNotice(ClauseSOPPASchool), Within: Within{30, CalendarDays},
			Form: FormParents, Delays: []DelayGround{DelayLawEnforcement}, Countries: us, Regions: []string{"US-IL"}, ByAgreement: true,
			Source: "105 ILCS 85/27(d)",
		},
	}
}

// ForTeachers returns the duty to tell the teachers of the sessions that an incident
// concerns. It is our own, follows what everyone affected is told, and no agreement
// changes it.
func ForTeachers() Clause {
	return Clause{
		ID: ClauseTeachers, Audience: AudienceTeachers, Starts: AfterNotice(ClausePlatform), Within: Within{24, Hours}, Target: true, Form: FormTeachers,
		Source: "our own promise: who teaches sessions that an incident concerns is told as soon as their school is",
	}
}

// A ClauseTerm is what an agreement says about a clause: that a built-in one
// applies, how it is changed, or a clause of the agreement's own. Empty fields
// leave the built-in value.
type ClauseTerm struct {
	ID       string        `json:"id"`
	Audience Audience      `json:"audience,omitempty"`
	Starts   Start         `json:"starts,omitempty"`
	Within   *Within       `json:"within,omitempty"`
	Requires []Part        `json:"requires,omitempty"`
	Form     Form          `json:"form,omitempty"`
	Delays   []DelayGround `json:"delays,omitempty"`
	Source   string        `json:"source,omitempty"`
	Words    string        `json:"words,omitempty"` // of the agreement itself
}

// over returns c as the agreement changes it.
func (t ClauseTerm) over(c Clause) Clause {
	if t.Audience != "" {
		c.Audience = t.Audience
	}
	if t.Starts != "" {
		c.Starts = t.Starts
	}
	if t.Within != nil {
		c.Within, c.Target = *t.Within, false
	}
	if t.Requires != nil {
		c.Requires = t.Requires
	}
	if t.Form != "" {
		c.Form = t.Form
	}
	if t.Delays != nil {
		c.Delays = t.Delays
	}
	if t.Source != "" {
		c.Source = t.Source
	}
	c.Words = t.Words
	return c
}

// Clauses returns the clauses that bind us towards o at now: the built-in ones in
// their order, then its agreements' own.
//
// Every agreement ever signed counts, since a duty about data outlives the
// agreement under which it was collected; if two have terms on the same clause,
// the later one prevails. The law of a state binds in that state, whatever an
// agreement names, and elsewhere only if one names it. Where a country has clauses
// that apply by agreement and no agreement names any of them, all of them apply
// until one does, and those of every state as long as nobody said which it is.
func (o Org) Clauses(now time.Time) []Clause {
	terms := make(map[string]ClauseTerm)
	var order []string
	agreements := slices.Clone(o.Agreements)
	slices.SortStableFunc(agreements, func(a, b Agreement) int { return a.SignedAt.Compare(b.SignedAt) })
	for _, a := range agreements {
		if a.SignedAt.After(now) {
			continue
		}
		for _, t := range a.Clauses {
			if isRequestClause(t.ID) {
				continue // see RequestClauses
			}
			if _, known := terms[t.ID]; !known {
				order = append(order, t.ID)
			}
			terms[t.ID] = t
		}
	}
	builtIn := Clauses()
	named := slices.ContainsFunc(builtIn, func(c Clause) bool {
		_, ok := terms[c.ID]
		return ok && c.ByAgreement
	})
	var bind []Clause
	for _, c := range builtIn {
		t, agreed := terms[c.ID]
		switch {
		case agreed:
			bind = append(bind, t.over(c))
		case !c.isLawIn(o):
		case c.ByAgreement && named && (c.Regions == nil || o.Region == ""):
		default:
			bind = append(bind, c)
		}
	}
	for _, id := range order {
		if !slices.ContainsFunc(builtIn, func(c Clause) bool { return c.ID == id }) {
			bind = append(bind, terms[id].over(Clause{ID: id}))
		}
	}
	return bind
}

// isLawIn reports whether c can bind in o's country and state without being named.
func (c Clause) isLawIn(o Org) bool {
	return (c.Countries == nil || slices.Contains(c.Countries, o.Country)) &&
		(c.Regions == nil || o.Region == "" || slices.Contains(c.Regions, o.Region))
}

// OfferedClauses returns the built-in clauses that an agreement with o may choose
// from, those of its country and state.
func (o Org) OfferedClauses() []Clause {
	return slices.DeleteFunc(Clauses(), func(c Clause) bool { return !c.isLawIn(o) })
}

// CheckClauses returns what is wrong with the terms of an agreement; pointer is
// where they are.
func CheckClauses(terms []ClauseTerm, pointer string) []FieldError {
	var errs []FieldError
	refuse := func(at, detail string) { errs = append(errs, FieldError{Pointer: pointer + at, Detail: detail}) }
	if len(terms) > ClausesMax {
		refuse("", "There can be at most 20 clauses. Remove those that change nothing.")
		return errs
	}
	builtIn := make(map[string]Clause)
	for _, c := range Clauses() {
		builtIn[c.ID] = c
	}
	known := make(map[string]bool)
	for _, t := range terms {
		if known[t.ID] {
			refuse("", "This clause is listed twice. Merge both entries into one.")
		}
		known[t.ID] = true
	}
	for i, t := range terms {
		at := "/" + strconv.Itoa(i)
		c, ok := builtIn[t.ID]
		if t.ID == ClauseTeachers {
			refuse(at+"/id", "This clause is ours and always holds. Name the agreement's own clause otherwise.")
			continue
		}
		if isRequestClause(t.ID) {
			if !t.shortensRequest() {
				refuse(at, "About requests, an agreement can only shorten the 30 days of the clause removal: give it fewer days and nothing else.")
			}
			continue
		}
		if t.ID == "" || len(t.ID) > ClauseIDMax || strings.Trim(t.ID, clauseIDAlphabet) != "" {
			refuse(at+"/id", "Name the clause with up to 40 lower-case letters, digits and dashes.")
			continue
		}
		if !ok {
			c = Clause{ID: t.ID}
		}
		c = t.over(c)
		switch c.Audience {
		case AudienceAffected, AudienceSchool, AudienceAuthority, AudiencePeople, AudienceParents:
		default:
			refuse(at+"/audience", "The audience must be affected, school, authority, people or parents.")
		}
		if after, chained := c.Starts.Notice(); chained {
			if _, built := builtIn[after]; after == c.ID || !built && !known[after] {
				refuse(at+"/starts", "The clause must count from the notice of another clause.")
			}
		} else {
			switch c.Starts {
			case StartReported, StartDiscovered, StartAware, StartConfirmed:
			default:
				refuse(at+"/starts", `It starts at reported, discovered, aware, confirmed, or "notice:" and another clause's id.`)
			}
		}
		if limit := withinMax[c.Within.Unit]; c.Within.Count < 1 || c.Within.Count > limit {
			refuse(at+"/within", "Give 1 to 8760 hours, 1 to 365 days, or 1 to 260 businessDays.")
		}
		if _, ok := formParts[c.Form]; !ok {
			refuse(at+"/form", "The form must be authority, people, controller, us-state, ndpa, ny-2d, soppa or parents.")
		}
		if slices.ContainsFunc(c.Requires, func(p Part) bool { return !slices.Contains(parts, p) }) || len(c.Requires) > len(parts) {
			refuse(at+"/requires", "A notice has no such part.")
		}
		if slices.ContainsFunc(c.Delays, func(g DelayGround) bool { return !slices.Contains(DelayGrounds, g) }) || len(c.Delays) > len(DelayGrounds) {
			refuse(at+"/delays", "The ground must be law-enforcement, determining-scope or restoring-integrity.")
		}
		if c.Source == "" || len(c.Source) > ClauseSourceMax {
			refuse(at+"/source", "Name the source of the clause in up to 200 bytes.")
		}
		if t.Words != "" && !IsLine(t.Words, ClauseWordsMax) {
			refuse(at+"/words", "Quote the agreement in one line of up to 500 characters.")
		}
	}
	return errs
}

// DelayGrounds lists all grounds.
var DelayGrounds = []DelayGround{DelayLawEnforcement, DelayScope, DelayIntegrity}

// parts lists all parts in the order of a notice.
var parts = []Part{
	PartNature, PartOccurred, PartDiscovered, PartCategories, PartPeople, PartRecords, PartConsequences, PartMeasures,
	PartRecommendations, PartInvestigation, PartContact, PartReasons,
}

// FormFor returns the form of c's notice to an org of the country: notices to
// people in the United States have the headings that state laws require.
func (c Clause) FormFor(country string) Form {
	if c.Form == FormPeople && country == "US" {
		return FormUSState
	}
	return c.Form
}

// Parts returns the parts that the clause's notice must have in the country. A
// late notice must give reasons (GDPR art. 33(1), second sentence).
func (c Clause) Parts(country string, late bool) []Part {
	wanted := func(p Part) bool {
		return slices.Contains(formParts[c.FormFor(country)], p) || slices.Contains(c.Requires, p) || p == PartReasons && late && !c.Target
	}
	var list []Part
	for _, p := range parts {
		if wanted(p) {
			list = append(list, p)
		}
	}
	return list
}

// String writes t in a line.
func (t ClauseTerm) String() string {
	s := t.ID
	if t.Within != nil {
		s += " " + strconv.Itoa(t.Within.Count) + " " + string(t.Within.Unit)
	}
	for _, part := range []string{string(t.Audience), string(t.Starts), string(t.Form), t.Source, t.Words} {
		if part != "" {
			s += " " + part
		}
	}
	return s
}
