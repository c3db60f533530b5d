package domain

import (
	"slices"
	"strings"
)

// A Seat is what is special about one participant of a session. Most have
// nothing special, and no seat.
type Seat struct {
	Erased     bool    // what they left was erased, or is to be
	ByParent   bool    // at a parent's word
	Dismissed  bool    // a teacher removed them
	Refused    bool    // a parent refuses that more is collected
	Flooded    bool    // they wrote far more than a lesson has room for
	TimeFactor float64 // how many times the usual time they have; 0: once

	// Restricted is by which requests to the school what they left is kept and not used, their
	// ids one after the other; empty: by none. They themselves have it as ever.
	Restricted string
}

// Kept reports whether what they left isn't to be erased at a teacher's or their school's
// word: somebody asked that it be kept and not used. They may have it erased themselves, and
// it is when its time is over.
func (s Seat) Kept() bool { return s.Restricted != "" && !s.Erased }

// RestrictionsMax is by how many requests one student may be restricted at a time.
const RestrictionsMax = 20

// Restrict notes that what they left isn't to be used, by a request. It reports whether it
// is so then.
func (s *Seat) Restrict(request string) bool {
	by := strings.Fields(s.Restricted)
	switch {
	case slices.Contains(by, request):
	case len(by) >= RestrictionsMax:
		return false
	default:
		s.Restricted = strings.Join(append(by, request), " ")
	}
	return true
}

// RestrictedBy reports whether a request restricts them.
func (s Seat) RestrictedBy(request string) bool {
	return slices.Contains(strings.Fields(s.Restricted), request)
}

// Lift notes that a request no longer restricts them. Others may.
func (s *Seat) Lift(request string) {
	s.Restricted = strings.Join(slices.DeleteFunc(strings.Fields(s.Restricted), func(id string) bool { return id == request }), " ")
}
