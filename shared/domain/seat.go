package domain

// A Seat is what is special about one participant of a session. Most have
// nothing special, and no seat.
type Seat struct {
	Erased     bool    // what they left was erased, or is to be
	ByParent   bool    // at a parent's word
	Dismissed  bool    // a teacher removed them
	Refused    bool    // a parent refuses that more is collected
	Flooded    bool    // they wrote far more than a lesson has room for
	TimeFactor float64 // how many times the usual time they have; 0: once
}
