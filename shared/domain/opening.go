package domain

import (
	"slices"
	"time"
)

// An Act is how students' data, or a list of an org's people, is opened, how data is ended,
// or what is changed by a link alone.
type Act string

// The acts that are entered in an org's audit.
const (
	ActResults   Act = "results"     // a session's results were read
	ActStream    Act = "stream"      // a view of them that goes on was begun
	ActStreamed  Act = "streamed"    // what such a view was shown after it began, within an hour
	ActExport    Act = "export"      // they left as a file
	ActGrades    Act = "grades"      // grades were opened and given
	ActParent    Act = "parent-code" // a code was given out with which a parent sees it
	ActAffected  Act = "affected"    // who is affected by an incident
	ActIncidents Act = "incidents"   // an incident in the list of all
	ActIncident  Act = "incident"
	ActNotice    Act = "notice"
	ActTimeline  Act = "timeline"
	ActRegister  Act = "register"
	ActErase     Act = "erase"
	ActMembers   Act = "members"   // an org's people, by name, and when they were last there
	ActRequest   Act = "request"   // what somebody wrote who asks about their data
	ActFind      Act = "find"      // the names in a session, to find whom they mean
	ActCopy      Act = "copy"      // what is held about a student, for the requester
	ActArchive   Act = "archive"   // everything of the school, asked for as an archive or handed out
	ActCorrect   Act = "correct"   // a student's key, to store a correction beside their work
	ActCount     Act = "count"     // a session was counted, in tables for research
	ActHandOver  Act = "hand-over" // such tables left as a file

	// By whoever has the link in a newsletter, for the member to whom it was sent: no more mail of
	// its kind is wanted.
	ActLeaveMail Act = "leave-mail"
)

// A Role is as what somebody opens.
type Role string

const (
	RoleTeacher       Role = "teacher"       // of that session
	RoleAdministrator Role = "administrator" // of its org, who doesn't teach it
	RoleManager       Role = "manager"       // of an org's incidents
	RoleOperator      Role = "operator"      // the operator's people, who aren't the school's
	RoleRights        Role = "rights"        // who decides what people ask about their data
	RoleMember        Role = "member"        // themselves, by a link that they were sent
	RoleService       Role = "service"       // nobody: a function, on time or on request
)

// A Purpose is what somebody opens for.
type Purpose string

const (
	PurposeTeaching  Purpose = "teaching"
	PurposeOversight Purpose = "oversight"
	PurposeIncident  Purpose = "incident"
	PurposeErasure   Purpose = "erasure"
	PurposeRequest   Purpose = "subject-request"
	PurposeExport    Purpose = "school-export" // by the school itself, to take along
	PurposeResearch  Purpose = "research"      // research and statistics, on the school's word
	PurposeOwn       Purpose = "own"           // what somebody wants for themselves
)

// acts are what may be done for a purpose, and purposes what somebody may open for in a
// role. What isn't here is refused.
var (
	acts = map[Purpose][]Act{
		PurposeTeaching:  {ActResults, ActStream, ActStreamed, ActExport, ActGrades, ActParent},
		PurposeOversight: {ActResults, ActStream, ActStreamed, ActExport, ActGrades, ActParent, ActMembers},
		PurposeIncident:  {ActAffected, ActIncidents, ActIncident, ActNotice, ActTimeline, ActRegister},
		PurposeErasure:   {ActErase},
		PurposeRequest:   {ActRequest, ActFind, ActCopy, ActCorrect},
		PurposeExport:    {ActArchive},
		PurposeResearch:  {ActCount, ActHandOver},
		PurposeOwn:       {ActLeaveMail},
	}
	purposes = map[Role][]Purpose{
		RoleTeacher:       {PurposeTeaching},
		RoleAdministrator: {PurposeOversight, PurposeExport, PurposeResearch},
		RoleManager:       {PurposeIncident},
		RoleOperator:      {PurposeIncident},
		RoleRights:        {PurposeRequest},
		RoleMember:        {PurposeOwn},
		RoleService:       {PurposeErasure},
	}
)

// Purposes returns the purposes that there are, in order.
func Purposes() []Purpose {
	return []Purpose{PurposeTeaching, PurposeOversight, PurposeIncident, PurposeErasure, PurposeRequest, PurposeExport, PurposeResearch, PurposeOwn}
}

// An Opening is what somebody is about to be shown.
type Opening struct {
	Org     string // whose data it is
	Member  string // who opens, by their member id; empty: a function
	Role    Role
	Act     Act
	Path    string // of the document that was named
	Purpose Purpose
	Counts  Opened
}

// Opened counts what an opening shows. Nothing else of it is kept.
type Opened struct {
	Participants int `json:"participants"`
	Answers      int `json:"answers"`
	Members      int `json:"members,omitempty"`
}

// ErrPurpose refuses an opening for a purpose that the role doesn't have.
var ErrPurpose = Problem(ErrForbidden, "purpose-not-allowed",
	"Your account isn't allowed to open this for that purpose. An administrator of your school can grant it.")

// Check returns an error unless the role may do the act for the purpose.
func (o *Opening) Check() error {
	if o.Org == "" || o.Path == "" || (o.Member == "") != (o.Role == RoleService) ||
		!slices.Contains(purposes[o.Role], o.Purpose) || !slices.Contains(acts[o.Purpose], o.Act) {
		return ErrPurpose
	}
	return nil
}

// OfSession returns the opening of s by p, for the purpose that p's role in it has.
func OfSession(p Principal, s *Session, path string, act Act, counts Opened) Opening {
	o := Opening{Org: s.Org, Member: p.Member(), Act: act, Path: path, Counts: counts}
	switch {
	case s.Org != p.Org:
	case s.TaughtBy(p.Member()):
		o.Role, o.Purpose = RoleTeacher, PurposeTeaching
	case p.May(OrgAdmin):
		o.Role, o.Purpose = RoleAdministrator, PurposeOversight
	}
	return o
}

// An AuditEntry says who opened what. Its JSON is what is chained.
type AuditEntry struct {
	ID      string    `json:"id"`
	Org     string    `json:"org"`
	Actor   string    `json:"actor"` // keyed hash of the member's id; empty: a function
	Role    Role      `json:"role"`
	Act     Act       `json:"act"`
	Path    string    `json:"path"`
	Purpose Purpose   `json:"purpose"`
	Counts  Opened    `json:"counts"`
	At      time.Time `json:"at"`
}
