package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Change is what somebody changed in an org's facts or agreements, or of its people.
type Change struct {
	N  int // by which changes are counted from 1
	At time.Time
	// Who is a member id, "retention" or "enroll". Where people were changed it is
	// what the org's audit names them: such an entry says who it was only as long as
	// they are members.
	Who  string
	Org  string // the org whose member it is: the school's or the operator's
	What ChangeKind
	// About is an agreement's id, what the org's audit names a member, or an
	// invitation's id; empty: the org itself.
	About  string
	Fields []FieldChange
}

// ChangeKind says what a Change did.
type ChangeKind string

const (
	ChangeAdded     ChangeKind = "added"
	ChangeEdited    ChangeKind = "edited"
	ChangeAgreement ChangeKind = "agreement-added"
	ChangeAmended   ChangeKind = "agreement-edited"
	ChangeEnded     ChangeKind = "contract-ended"

	// Of consents.
	ChangeConsentText   ChangeKind = "consent-text"
	ChangeConsentIssued ChangeKind = "consent-codes-issued"
	ChangeConsentEnded  ChangeKind = "consent-code-ended"
	ChangeConsentErased ChangeKind = "consent-erased" // what was collected under a code, or without a consent

	// Of people.
	ChangeInvited   ChangeKind = "member-invited"
	ChangeWithdrawn ChangeKind = "invitation-withdrawn"
	ChangeRole      ChangeKind = "role-changed"
	ChangeSuspended ChangeKind = "member-suspended"
	ChangeLetBack   ChangeKind = "member-let-back"
	ChangeLeft      ChangeKind = "member-left" // by their own decision
)

// OfPeople reports whether entries of the kind name actor and subject as the org's audit
// does.
func (k ChangeKind) OfPeople() bool {
	switch k {
	case ChangeInvited, ChangeWithdrawn, ChangeRole, ChangeSuspended, ChangeLetBack, ChangeLeft:
		return true
	}
	return false
}

// ChangesADay is how many changes of an org's facts and agreements, and how many of its
// people, one person may make in a day by UTC. Each is an entry of its history, and one of
// the address for questions about privacy a version of its policy. Nothing that can't wait
// needs room in it: whom to write to when something has happened, suspending somebody, the
// end of a contract. Invitations have a limit of their own.
const ChangesADay = 100

// Spent is what one person has changed of an org on a day.
type Spent struct {
	Day     string // "2026-12-01"
	Changes int
	Contact int // the number of their last entry about nothing but whom to write to
}

// urgent reports whether a change is of nothing but whom to write to.
func (c Change) urgent() bool {
	return c.What == ChangeEdited && len(c.Fields) > 0 &&
		!slices.ContainsFunc(c.Fields, func(f FieldChange) bool { return f.Name != FieldOffice && f.Name != FieldIncident })
}

// The fields of an org whose values are sealed.
const (
	FieldOffice   = "office"
	FieldIncident = "incident"
)

// Spend notes that c is made, unless whoever makes it has made too many that day. What can't
// wait becomes part of an earlier entry of theirs then: into is its number, zero if c is an
// entry of its own.
func (o *Org) Spend(c Change) (into int, ok bool) {
	switch c.What {
	case ChangeEdited, ChangeAgreement, ChangeAmended, ChangeRole, ChangeLetBack, ChangeConsentText, ChangeConsentIssued:
	default:
		return 0, true
	}
	if c.Who == "" {
		return 0, true // nobody asked for it
	}
	day := c.At.UTC().Format(time.DateOnly)
	spent := make(map[string]Spent)
	for who, s := range o.Spent {
		if s.Day == day {
			spent[who] = s
		}
	}
	s := spent[c.Who]
	s.Day = day
	switch {
	case s.Changes < ChangesADay:
		s.Changes++
	case !c.urgent():
		return 0, false
	case s.Contact > 0:
		return s.Contact, true
	}
	if c.urgent() {
		s.Contact = max(o.Entries, o.Revision) + 1
	}
	spent[c.Who] = s
	o.Spent = spent
	return 0, true
}

// NextEntry returns the number of the next entry of o's history.
func (o *Org) NextEntry() int {
	o.Entries = max(o.Entries, o.Revision) + 1
	return o.Entries
}

// Person returns the entries, each like c, of what changed of a member.
func (c Change) Person(before, after Member) (entries []Change) {
	add := func(what ChangeKind, fields ...FieldChange) {
		e := c
		e.What, e.Fields = what, fields
		entries = append(entries, e)
	}
	if before.Role != after.Role && (before.Role != "" || after.Role != RoleTeacher) {
		add(ChangeRole, FieldChange{"role", string(before.Role), string(after.Role)})
	}
	switch {
	case before.State == after.State:
	case after.State == MemberRevoked:
		add(ChangeSuspended)
	case before.State == MemberRevoked:
		add(ChangeLetBack)
	}
	return entries
}

// A FieldChange is a field with its value before and after. Values of what is sealed
// are left out.
type FieldChange struct {
	Name   string
	Before string
	After  string
}

// FieldValueMax is how many characters of a value a change keeps.
const FieldValueMax = 200

// Changed returns the fields that differ between two lists of the same fields in the
// same order, with long values cut.
func Changed(before, after []FieldChange) []FieldChange {
	var all []FieldChange
	for i, a := range after {
		if old := before[i].After; old != a.After {
			all = append(all, FieldChange{a.Name, short(old), short(a.After)})
		}
	}
	return all
}

func short(s string) string {
	if r := []rune(s); len(r) > FieldValueMax {
		return string(r[:FieldValueMax-1]) + "…"
	}
	return s
}

// facts lists the fields of o that a history compares, each with its value in After.
func (o Org) facts() []FieldChange {
	return []FieldChange{
		{Name: "name", After: o.Name}, {Name: "country", After: o.Country}, {Name: "region", After: o.Region},
		{Name: "timezone", After: o.Timezone}, {Name: "language", After: o.Language},
		{Name: "holidays", After: strings.Join(o.Holidays, ", ")}, {Name: "privacy", After: o.Policy.PrivacyContact},
	}
}

// ChangedFacts returns which of o's facts differ from those before.
func (o Org) ChangedFacts(before Org) []FieldChange { return Changed(before.facts(), o.facts()) }

func (a Agreement) facts(zone *time.Location) []FieldChange {
	var exhibits, clauses []string
	for _, e := range a.Exhibits {
		exhibits = append(exhibits, e.Name+" "+e.SHA256+" "+e.Where)
	}
	for _, c := range a.Clauses {
		clauses = append(clauses, c.String())
	}
	return []FieldChange{
		{Name: "kind", After: string(a.Kind)}, {Name: "number", After: a.Number}, {Name: "parties", After: strings.Join(a.Parties, ", ")},
		{Name: "signed", After: Day(a.SignedAt, zone)}, {Name: "begins", After: Day(a.From(), zone)}, {Name: "ends", After: LastDay(a.EndsAt, zone)},
		{Name: "exhibits", After: strings.Join(exhibits, ", ")}, {Name: "clauses", After: strings.Join(clauses, ", ")},
		{Name: "retention", After: a.Retention}, {Name: "ageLine", After: number(a.AgeLine)}, {Name: "consent", After: string(a.Consent)},
	}
}

// ChangedFacts returns which of a's facts differ from those before.
func (a Agreement) ChangedFacts(before Agreement, zone *time.Location) []FieldChange {
	return Changed(before.facts(zone), a.facts(zone))
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
