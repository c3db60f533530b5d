package domain

// A Stay is why something stays when somebody goes, or what of it does.
type Stay string

const (
	StaysReceipts   Stay = "receipts"   // the receipt of the erasure, without anything personal
	StaysSchool     Stay = "school"     // it was shared with the school, which has it from then on
	StaysColleagues Stay = "colleagues" // others teach it
	StaysOthers     Stay = "others"     // what the school and other students entered
)

// DepartureMonths is how far beyond the day on which somebody goes a departure is looked
// at: the end of a contract takes twelve months and a restore window six.
const DepartureMonths = 24

// Promise returns the id of the promise by which a rule does what it does to a subject of
// the kind when somebody goes, as in package promise.
func (r Rule) Promise(k SubjectKind) string {
	switch r {
	case RuleWindow:
		return "P24"
	case RuleLeft:
		return "P26"
	case RuleFormal:
		if k == SubjectMember {
			return "P26"
		}
		return "P17"
	}
	return "P25" // an end that was agreed, and never none
}

// Promise returns the id of the promise by which something stays.
func (s Stay) Promise() string {
	switch s {
	case StaysReceipts:
		return "P24"
	case StaysOthers:
		return "P27"
	}
	return "P26"
}
