package domain

import "time"

// A Hold keeps data of an org from being erased.
type Hold struct {
	ID       string
	Org      string
	Kind     HoldKind
	Session  string // empty: everything of the org
	Name     string // of the case: a reference, nothing personal
	PlacedBy string // member id
	PlacedAt time.Time
	// Until is when the hold ends by itself: nothing is held indefinitely. A
	// hold that is needed longer is placed again.
	Until      time.Time
	ReleasedAt time.Time // zero: not released
	Disclosure string    // the id of the disclosure that it hangs on; empty: none
}

// HoldKind says how strong a hold is.
type HoldKind string

const (
	// HoldLegal stops every erasure, including formal ones.
	HoldLegal HoldKind = "legal"
	// HoldIncident freezes expiry while an incident is investigated; formal
	// erasures go on. It ends after FreezeDays unless it is renewed.
	HoldIncident HoldKind = "incident"
	// HoldProcess is as HoldLegal, but the operator placed it, who was asked for the
	// data under legal process: a school can't release it.
	HoldProcess HoldKind = "process"
	// HoldOperator is what a school is shown of HoldProcess. None is stored.
	HoldOperator HoldKind = "operator"
)

// Shown returns as what the people of an org may see a hold. Why the operator placed it may have
// to be kept from them: what was handed over says so itself, once it may.
func (k HoldKind) Shown() HoldKind {
	if k == HoldProcess {
		return HoldOperator
	}
	return k
}

// HoldMax is how long a legal hold may last before it has to be placed again.
var HoldMax = Period{Months: HoldMonthsMax}

const (
	HoldMonthsMax = 24
	HoldNameMax   = 100 // characters
	HoldsMax      = 100 // of an org that stand at a time, of the school's own and of the operator's each: every erasure reads them
	HoldsRate     = 200 // of these that may end within HoldsRateTime before another is placed
	HoldsRateTime = 24 * time.Hour
)

// FreezeDays is how long an incident freezes expiry unless it is renewed.
const FreezeDays = 90

// Stands reports whether h is in force at t.
func (h *Hold) Stands(t time.Time) bool {
	return !t.Before(h.PlacedAt) && t.Before(h.EndsAt())
}

// EndsAt returns when h ends or ended.
func (h *Hold) EndsAt() time.Time {
	if !h.ReleasedAt.IsZero() && h.ReleasedAt.Before(h.Until) {
		return h.ReleasedAt
	}
	return h.Until
}

// Stops reports whether h, while in force, keeps s from being erased. The
// precedence is: legal hold, formal erasure, incident freeze, expiry.
func (h *Hold) Stops(s Subject, formal bool) bool {
	if h.Org != s.Org || formal && h.Kind == HoldIncident {
		return false
	}
	return h.Session == "" || h.Session == s.Session
}

// HeldBy returns the hold that stops s at t, nil if none does: of several, the
// one that ends last.
func HeldBy(holds []Hold, s Subject, formal bool, t time.Time) *Hold {
	var found *Hold
	for i := range holds {
		h := &holds[i]
		if h.Stands(t) && h.Stops(s, formal) && (found == nil || h.EndsAt().After(found.EndsAt())) {
			found = h
		}
	}
	return found
}
