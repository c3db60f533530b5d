package domain

import "time"

// Sharing says who beside its owner may read and copy a question set.
type Sharing string

const (
	SharedWithNobody Sharing = "none"
	SharedWithSchool Sharing = "school"
)

// IsSharing reports whether s is one of the ways to share.
func IsSharing(s Sharing) bool { return s == SharedWithNobody || s == SharedWithSchool }

// A Holding says whose a question set is, who else may read it, and whether it is in
// the trash.
type Holding struct {
	Owner     string // member id; Nobody: it is the school's
	Shared    Sharing
	DeletedAt time.Time // zero: it isn't in the trash
	Erasing   bool      // there is no way back
}

// Hidden reports whether deletion hides the set from everything but restore.
func (h *Holding) Hidden() bool { return h.Erasing || !h.DeletedAt.IsZero() }

// Delete puts the set into the trash. Deleting it again changes nothing.
func (h *Holding) Delete(now time.Time) {
	if !h.Hidden() {
		h.DeletedAt = now
	}
}

// Restore takes the set out of the trash. Unlike a session's, its next deletion gets a
// window of its own: no policy limits how long a set is kept, and it holds nothing
// about a student.
func (h *Holding) Restore() { h.DeletedAt = time.Time{} }

// Leave takes the set from an owner who leaves the org. What they shared with
// the school passes to it: colleagues go on using it, and an administrator may
// change it. What they shared with nobody goes where their sessions go: into the
// trash, from which an administrator may restore it until it is erased.
func (h *Holding) Leave(now time.Time) {
	h.Owner = Nobody
	if h.Shared != SharedWithSchool {
		h.Delete(now)
	}
}

// ReadsSet reports whether p may read and copy a question set of their own org.
func (p Principal) ReadsSet(h *Holding) bool {
	return h.Shared == SharedWithSchool || p.OwnsSet(h)
}

// OwnsSet reports whether p may change, delete and restore a question set of
// their own org: because it is theirs, or because they administer the org.
func (p Principal) OwnsSet(h *Holding) bool {
	return h.Owner == p.Member() || p.May(OrgAdmin)
}
