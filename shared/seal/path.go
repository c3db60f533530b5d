package seal

import "strconv"

// The additional authenticated data of a sealed value is the path of its
// document without project and database, '#', and the name of its field; an
// answer, whose document is a chunk that it shares with others, is bound to its
// participant, question and revision instead.

// The collections that have sealed values or their keys. Participants are a
// session's, and so are parents' codes; members in "(default)" are an org's.
const (
	Sessions     = "sessions"
	Participants = "participants"
	ParentCodes  = "parentCodes"
	Orgs         = "orgs"
	Members      = "members"
	Invitees     = "invitees"
	Contacts     = "contacts"
)

// SessionPath is the path of a session's document, in either database.
func SessionPath(sid string) string { return Sessions + "/" + sid }

// ParticipantPath is the path of a participant's document, in either database.
func ParticipantPath(sid, pid string) string {
	return SessionPath(sid) + "/" + Participants + "/" + pid
}

// ParentCodePath is the path of a parent's code in the vault.
func ParentCodePath(sid, id string) string { return SessionPath(sid) + "/" + ParentCodes + "/" + id }

// MemberPath is the path of a member's sealed fields; in the vault the key
// is at MemberKeyPath.
func MemberPath(org, id string) string { return OrgPath(org) + "/" + Members + "/" + id }

// InviteePath is the path of somebody whom an org invites.
func InviteePath(org, id string) string { return OrgPath(org) + "/" + Invitees + "/" + id }

// MemberKeyPath is the path of a member's key in the vault.
func MemberKeyPath(id string) string { return Members + "/" + id }

// OrgPath is the path of an org's document.
func OrgPath(org string) string { return Orgs + "/" + org }

// ContactKeyPath is the path of the key of an org's contact in the vault.
func ContactKeyPath(org string) string { return Contacts + "/" + org }

// The names of sealed fields.
const (
	Alias   = "alias"   // of a participant
	Grades  = "grades"  // of a participant: points that a teacher gave by hand
	Profile = "profile" // of a member
	Contact = "contact" // of an org
)

// Answer is the field name of one answer of a participant.
func Answer(question string, revision int) string {
	return "answers/" + question + "/" + strconv.Itoa(revision)
}
