package domain

// What a policy may say. Nothing is kept indefinitely (promise P25), nothing
// is deleted the moment it is closed, and no deletion can be undone for longer
// than six months (promise P24).
var (
	KeptMin    = Period{Days: 1}
	KeptMax    = Period{Months: KeptMonthsMax}
	RestoreMax = Period{Months: RestoreMonthsMax}
)

// KeptMonthsMax is the longest time that data may be kept.
const KeptMonthsMax = 120

// What a policy may say about its purposes and its agreement, in characters.
const (
	PurposesMax = 10
	PurposeMax  = 100
	ClauseMax   = 200
)

// MaxParticipantsMax bounds what a policy may allow a session.
const MaxParticipantsMax = 20_000

// RestoreMonthsMax is the longest time that a deletion may stay restorable
// (promise P24).
const RestoreMonthsMax = 6

// RestoreDaysMax is how many days RestoreMonthsMax has at least.
const RestoreDaysMax = 181

// KeptIsValid reports whether p says how long to keep data, within KeptMin and KeptMax.
// Retention deletes nothing under a policy that doesn't: a mistake in a document must not
// look like an agreement to delete everything.
func (p Policy) KeptIsValid() bool {
	k := p.Kept()
	return k.Months >= 0 && k.Days >= 0 && k.Months*30+k.Days >= KeptMin.Days && k.Months+k.Days/30 <= KeptMax.Months
}

// Check returns what is wrong with p, with the pointers of the API.
func (p Policy) Check() []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !p.KeptIsValid() {
		bad("/kept", "Keep data for at least P1D and at most P10Y.")
	}
	if r := p.Restore(); r.Months > RestoreMonthsMax || r.Days > 0 && r.Months*31+r.Days > RestoreDaysMax {
		bad("/restore", "A deletion can be undone for at most P6M, or P181D.")
	}
	if p.MaxParticipants < 0 || p.MaxParticipants > MaxParticipantsMax {
		bad("/maxParticipants", "A session can have 1 to 20,000 participants; 0 means the default, 5,000.")
	}
	if !IsAddress(p.PrivacyContact) {
		bad("/contact", "Enter the plain e-mail address of a role, such as privacy@school.example.")
	}
	if len(p.Purposes) < 1 || len(p.Purposes) > PurposesMax {
		bad("/purposes", "Name 1 to 10 purposes.")
	}
	for _, s := range p.Purposes {
		if !IsLine(s, PurposeMax) {
			bad("/purposes", "Each purpose must be one line of 1 to 100 characters.")
			break
		}
	}
	if !IsLine(p.Clause, ClauseMax) {
		bad("/clause", "Name the clause of the agreement in one line of 1 to 200 characters.")
	}
	return wrong
}
