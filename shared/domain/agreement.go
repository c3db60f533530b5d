package domain

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// An Agreement is a written agreement with a school, kept on file. It is the
// basis on which children's data is collected (the school's consent on the
// parents' behalf).
type Agreement struct {
	ID      string
	Kind    AgreementKind
	Number  string   // by which both parties know it
	Parties []string // names of institutions, not of people

	// SignedAt is when the day of the signature begins, BeginsAt when the first
	// day does on which it holds, EndsAt when the last one is over: by the
	// school's clock. BeginsAt is zero if it holds from the signature on, EndsAt
	// only in the operator's own org.
	SignedAt time.Time
	BeginsAt time.Time
	EndsAt   time.Time

	Exhibits  []Exhibit
	Clauses   []ClauseTerm // what it says about notice of a breach
	Retention string       // what it says about how long data is kept
	AgeLine   int          // below this age Consent is needed; 0: not said
	Consent   ConsentBasis
	Revision  int // rises by one with every change
}

// AgreementKind is what an agreement is about.
type AgreementKind string

const (
	AgreementService    AgreementKind = "service"         // the contract itself
	AgreementProcessing AgreementKind = "data-processing" // GDPR art. 28
	AgreementStudents   AgreementKind = "student-privacy" // the National Data Privacy Agreement, or a state's
	// An amendment changes clauses of another agreement. Alone it is no basis for
	// anything, and its end ends nothing.
	AgreementAmendment AgreementKind = "amendment"
)

// AgreementKinds lists all kinds.
var AgreementKinds = []AgreementKind{AgreementService, AgreementProcessing, AgreementStudents, AgreementAmendment}

// A ConsentBasis is who consents where a student is too young to.
type ConsentBasis string

const (
	ConsentSchool  ConsentBasis = "school"      // on the parents' behalf
	ConsentParents ConsentBasis = "parents"     // each of them; see Org.Basis
	ConsentPublic  ConsentBasis = "public-task" // none is needed (GDPR art. 6(1)(e))
)

// ConsentBases lists all bases.
var ConsentBases = []ConsentBasis{ConsentSchool, ConsentParents, ConsentPublic}

// An Exhibit is a document that belongs to an agreement. Only its digest is kept
// here, so that a copy can be told from the original.
type Exhibit struct {
	Name   string
	SHA256 string // in lower-case hexadecimal
	Where  string // it lies: a shelf mark or an address
}

// Limits of agreements.
const (
	AgreementsMax       = 20        // of a school
	AgreementsSizeMax   = 512 << 10 // bytes as JSON: they stand in the org's document, which has room for a MiB
	AgreementYearsMax   = 10
	AgreementNumberMax  = 60 // characters
	PartiesMin          = 2
	PartiesMax          = 10
	PartyMax            = 100 // characters
	ExhibitsMax         = 20
	ExhibitNameMax      = 100 // characters
	ExhibitWhereMax     = 300 // characters
	RetentionMax        = 300 // characters
	AgeLineMax          = 21
	agreementsEarliest  = 1990
	sha256HexCharacters = 64
)

// AgreementsSize returns how many bytes o's agreements take as JSON.
func (o *Org) AgreementsSize() int { return len(mustMarshal(o.Agreements)) }

// Check returns what is wrong with a, with the pointers of the API.
func (a Agreement) Check() []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !slices.Contains(AgreementKinds, a.Kind) {
		bad("/kind", "The kind is service, data-processing, student-privacy or amendment.")
	}
	if !IsLine(a.Number, AgreementNumberMax) {
		bad("/number", "Give the number of the agreement in one line of 1 to 60 characters.")
	}
	if len(a.Parties) < PartiesMin || len(a.Parties) > PartiesMax {
		bad("/parties", "Name 2 to 10 parties.")
	}
	for i, p := range a.Parties {
		if !IsLine(p, PartyMax) {
			bad(fmt.Sprintf("/parties/%d", i), "Name the institution in one line of 1 to 100 characters.")
		}
	}
	if a.SignedAt.IsZero() || a.SignedAt.Year() < agreementsEarliest {
		bad("/signed", "Give the day of the signature, such as 2026-08-01.")
	}
	if !a.BeginsAt.IsZero() && a.BeginsAt.Year() < agreementsEarliest {
		bad("/begins", "Give the first day on which the agreement holds, such as 2026-09-01, or none.")
	}
	from := a.From()
	switch {
	case a.EndsAt.IsZero():
		bad("/ends", "Give the last day on which the agreement holds: no data may be kept without an end.")
	case !a.EndsAt.After(from):
		bad("/ends", "The last day can't be before the first.")
	case a.EndsAt.After(from.AddDate(AgreementYearsMax, 0, 1)):
		bad("/ends", "An agreement holds for 10 years at most. It can be renewed.")
	}
	if len(a.Exhibits) > ExhibitsMax {
		bad("/exhibits", "There can be at most 20 exhibits.")
	}
	for i, e := range a.Exhibits {
		at := fmt.Sprintf("/exhibits/%d", i)
		if !IsLine(e.Name, ExhibitNameMax) {
			bad(at+"/name", "Name the exhibit in one line of 1 to 100 characters.")
		}
		if b, err := hex.DecodeString(e.SHA256); err != nil || len(e.SHA256) != sha256HexCharacters || hex.EncodeToString(b) != e.SHA256 {
			bad(at+"/sha256", "Give the file's SHA-256 as 64 lower-case hexadecimal digits.")
		}
		if !IsLine(e.Where, ExhibitWhereMax) {
			bad(at+"/where", "Say in one line of 1 to 300 characters where the exhibit lies.")
		}
	}
	wrong = append(wrong, CheckClauses(a.Clauses, "/clauses")...)
	if a.Retention != "" && !IsLine(a.Retention, RetentionMax) {
		bad("/retention", "Give the clause about retention in one line of up to 300 characters.")
	}
	if a.AgeLine < 0 || a.AgeLine > AgeLineMax {
		bad("/ageLine", "The age is 1 to 21; 0 means that the agreement doesn't say.")
	}
	if !slices.Contains(ConsentBases, a.Consent) {
		bad("/consent", "The basis is school, parents or public-task.")
	}
	return wrong
}

// From returns when a begins to hold: not before it is signed.
func (a Agreement) From() time.Time {
	if a.BeginsAt.After(a.SignedAt) {
		return a.BeginsAt
	}
	return a.SignedAt
}

// LatestBeginning returns by when an agreement begins that is filed at now: a school is
// kept for as long as its agreements hold, so one in the far future would keep it forever.
func LatestBeginning(now time.Time) time.Time { return now.AddDate(AgreementYearsMax, 0, 0) }

// InForce reports whether a has begun to hold by now and isn't over.
func (a Agreement) InForce(now time.Time) bool {
	return !a.From().After(now) && (a.EndsAt.IsZero() || now.Before(a.EndsAt))
}

// Agreement returns the id of the agreement under which data may be collected at now.
// Without one nothing may be (promise P30).
func (o Org) Agreement(now time.Time) (id string, ok bool) {
	if o.State != OrgActive {
		return "", false
	}
	b, ok := o.Basis(now)
	return b.Agreement, ok
}

// ContractEnd returns when o's contract ended or will end: with the last of its
// agreements, unless it was ended before. It is zero while that isn't known.
func (o *Org) ContractEnd() time.Time {
	if !o.LeftAt.IsZero() {
		return o.LeftAt
	}
	var end time.Time
	for _, a := range o.Agreements {
		switch {
		case a.Kind == AgreementAmendment:
		case a.EndsAt.IsZero():
			return time.Time{}
		case a.EndsAt.After(end):
			end = a.EndsAt
		}
	}
	return end
}

// Ends reports whether o has to leave by itself at now: it is active, and the last of
// its agreements is over and wasn't renewed.
func (o *Org) Ends(now time.Time) bool {
	end := o.ContractEnd()
	return o.State == OrgActive && !end.IsZero() && !end.After(now)
}

// Day returns the local day at which t is, as "2026-08-01", and "" for no time.
func Day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}

// LastDay returns the last local day before t.
func LastDay(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return Day(t.Add(-time.Nanosecond), zone)
}

// DayAfter returns the beginning of the local day after that of t.
func DayAfter(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone).UTC()
}

// ParseDay returns when a local day begins.
func ParseDay(day string, zone *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, day, zone)
	return t.UTC(), err
}

// Rezoned returns o's agreements with the same days by another clock.
func (o Org) Rezoned(from, to *time.Location) []Agreement {
	move := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		l := t.In(from)
		return time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, to).UTC()
	}
	all := slices.Clone(o.Agreements)
	for i, a := range all {
		all[i].SignedAt, all[i].BeginsAt, all[i].EndsAt = move(a.SignedAt), move(a.BeginsAt), move(a.EndsAt)
	}
	return all
}
