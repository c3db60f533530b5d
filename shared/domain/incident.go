package domain

import (
	"slices"
	"strconv"
	"time"
)

// An Incident is one entry of the breach register: what happened to which data,
// and what was done about it. It never holds the data itself.
type Incident struct {
	ID    string
	Org   string // that filed it; the operator's if several orgs are concerned
	Owner string // member id of who filed it
	Drill bool
	State IncidentState

	Clocks Clocks
	// OccurredFrom and OccurredUntil are the window of the exposure. A zero
	// end means that it is ongoing.
	OccurredFrom  time.Time
	OccurredUntil time.Time
	Categories    []Category
	Scope         Scope
	// KeysInReach says whether whoever got the data may have got its keys too.
	KeysInReach Reach
	Risk        Risk

	Delays []Delay
	Update int // the number of the last update, 0: none
	// UpdateRevision is the revision that the last update made, UpdateKey a
	// digest of the request that did.
	UpdateRevision int
	UpdateKey      []byte

	Outcome  Outcome   // of a closed one
	ClosedAt time.Time // zero: it is open

	// Reporter and Narrative are sealed under the contact key of Org.
	Reporter  []byte
	Narrative []byte

	Affected []Affected // totals, one per org; empty until they are computed
	// AffectedRun numbers the computations of the affected list.
	AffectedRun int

	// Freezes numbers the freezes of expiry, which are renewed; 0: none yet. FrozenAt is
	// when the last one began.
	Freezes  int
	FrozenAt time.Time

	// PublicUntil is when the last of its public notices stops being
	// current, zero if there is none.
	PublicUntil time.Time

	Revision int // rises with every change
	// Entries and Head are how many entries the timeline has and the hash of
	// the last one.
	Entries int
	Head    []byte

	Request []byte // digest of the request that filed it
}

// An IncidentState is a stage in the life of an incident.
type IncidentState string

const (
	IncidentReported  IncidentState = "reported"
	IncidentScoping   IncidentState = "scoping"
	IncidentNotifying IncidentState = "notifying"
	IncidentClosed    IncidentState = "closed"
)

// CanBecome reports whether an incident may move from s to next. Staying in
// a state is allowed, so that a retry is harmless; a closed incident stays closed.
func (s IncidentState) CanBecome(next IncidentState) bool {
	order := []IncidentState{IncidentReported, IncidentScoping, IncidentNotifying, IncidentClosed}
	from, to := slices.Index(order, s), slices.Index(order, next)
	if from < 0 || to < 0 {
		return false
	}
	// Any open incident can be closed: some turn out to be false alarms.
	return to == from || to == from+1 || next == IncidentClosed
}

// Clocks are the instants that clauses count from. A zero one hasn't come or isn't
// known.
type Clocks struct {
	Reported   time.Time // it was filed here
	Discovered time.Time // somebody first saw it
	Aware      time.Time // we had reasonable certainty (GDPR art. 33)
	Confirmed  time.Time // it was determined to be a breach
}

// At returns the instant of a clock.
func (c Clocks) At(s Start) time.Time {
	switch s {
	case StartReported:
		return c.Reported
	case StartDiscovered:
		return c.Discovered
	case StartAware:
		return c.Aware
	case StartConfirmed:
		return c.Confirmed
	}
	return time.Time{}
}

// A Category is a kind of data that may be exposed.
type Category string

const (
	CategoryAliases  Category = "aliases"  // the names that students chose
	CategoryAnswers  Category = "answers"  // what students wrote
	CategoryLessons  Category = "lessons"  // titles, questions, times of sessions
	CategoryMembers  Category = "members"  // names and e-mail addresses of teachers
	CategoryContacts Category = "contacts" // schools' contact addresses
	CategoryAccounts Category = "accounts" // at the identity provider
)

// Categories lists all categories.
var Categories = []Category{CategoryAliases, CategoryAnswers, CategoryLessons, CategoryMembers, CategoryContacts, CategoryAccounts}

// Sealed reports whether the database holds c only encrypted under keys that
// are kept elsewhere.
func (c Category) Sealed() bool {
	switch c {
	case CategoryAliases, CategoryAnswers, CategoryMembers, CategoryContacts:
		return true
	}
	return false
}

// InSessions reports whether data of the category belongs to a session.
func (c Category) InSessions() bool {
	return c == CategoryAliases || c == CategoryAnswers || c == CategoryLessons
}

// Scope is whose data is concerned: whole orgs, or single sessions of them.
type Scope struct {
	Orgs     []string
	Sessions []ScopedSession
}

// A ScopedSession is a session with the org that it belongs to.
type ScopedSession struct{ Org, ID string }

// IncidentsRate is how many incidents one member may report within IncidentsRateTime, drills
// included: many more than anybody sees apart. What else is known belongs to one of them.
const (
	IncidentsRate     = 100
	IncidentsRateTime = 24 * time.Hour
)

// Limits of an incident's scope.
const (
	ScopeOrgsMax     = 100
	ScopeSessionsMax = 200
)

// Limits of what people write about an incident, in characters.
const (
	IncidentTitleMax = 200
	NoticeTextMax    = 4000
	ContactNameMax   = 100
	PhoneMax         = 40
	ClockReasonMax   = 200
	AuthorityMax     = 200
	ClosingReasonMin = 10
	ClosingReasonMax = NoticeTextMax
)

// AllOrgs returns the orgs concerned, sorted.
func (s Scope) AllOrgs() []string {
	all := slices.Clone(s.Orgs)
	for _, session := range s.Sessions {
		all = append(all, session.Org)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Concerned returns the orgs whose people may see something of the incident, sorted: the
// one that filed it and those in its scope. A drill concerns nobody but who rehearses.
func (i *Incident) Concerned() []string {
	all := []string{i.Org}
	if !i.Drill {
		all = append(all, i.Scope.AllOrgs()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Concerns reports whether an org is among Concerned.
func (i *Incident) Concerns(org string) bool { return slices.Contains(i.Concerned(), org) }

// SessionsOf returns the sessions of an org to which the scope is limited; whole
// reports that it covers the whole org.
func (s Scope) SessionsOf(org string) (ids []string, whole bool) {
	if slices.Contains(s.Orgs, org) {
		return nil, true
	}
	for _, session := range s.Sessions {
		if session.Org == org {
			ids = append(ids, session.ID)
		}
	}
	return ids, false
}

// Reach says whether keys were in reach.
type Reach string

const (
	ReachUnknown Reach = "unknown" // counts as yes
	ReachYes     Reach = "yes"
	ReachNo      Reach = "no"
)

// Risk is a person's judgement of the risk to the people concerned.
type Risk string

const (
	RiskUndetermined Risk = "undetermined" // counts as high
	RiskUnlikely     Risk = "unlikely"
	RiskPossible     Risk = "possible"
	RiskHigh         Risk = "high"
)

// An Outcome is how an incident ended.
type Outcome string

const (
	OutcomeNotified    Outcome = "notified"
	OutcomeNoBreach    Outcome = "no-breach"           // a false alarm
	OutcomeNotRequired Outcome = "notice-not-required" // a breach that no clause requires notice of
)

// Affected are the totals of one org.
type Affected struct {
	Org      string      `json:"org"`
	Sessions int         `json:"sessions"`
	People   int         `json:"people"`
	Records  int         `json:"records"`
	Erased   ErasedSince `json:"erased"` // since the exposure began; counted above as well
	Readable bool        `json:"readable"`
	Run      int         `json:"-"` // which computation
	At       time.Time   `json:"at"`
}

// ErasedSince is what was erased since an exposure began, from receipts.
type ErasedSince struct {
	Receipts int `json:"receipts"`
	People   int `json:"people"`
	Records  int `json:"records"`
}

// An AffectedGroup is a part of the affected list that is affected alike: the
// students of one session, the members of an org, what one receipt counts.
type AffectedGroup struct {
	ID          string
	Org         string
	Kind        GroupKind
	Session     string // of a session's group
	Receipt     string // of an erased one
	People      int
	Records     int
	Categories  []Category
	Sealed      bool // all of the categories are
	KeysInReach bool
	Run         int
}

// A GroupKind says what a group consists of.
type GroupKind string

const (
	GroupSession  GroupKind = "session"
	GroupMembers  GroupKind = "members"
	GroupContact  GroupKind = "contact"
	GroupAccounts GroupKind = "accounts"
	GroupErased   GroupKind = "erased"
)

// GroupID derives the id of a group, so that recomputing the list finds it.
func GroupID(incident, org string, kind GroupKind, id string) string {
	return derivedID("affected\x00", incident+"\x00", org+"\x00", string(kind)+"\x00", id)
}

// Readable reports whether whoever got the group's data can read any of it.
func (g AffectedGroup) Readable() bool { return !g.Sealed || g.KeysInReach }

// Group completes a group with what the incident says about its categories: which
// are concerned, whether all of them are sealed, and whether the keys were in
// reach. If they were, what was sealed and has been erased since counts as in
// reach too: a copy may have been opened before. It reports false if no category
// concerns the group.
func (i *Incident) Group(g AffectedGroup) (AffectedGroup, bool) {
	concerns := func(c Category) bool {
		switch g.Kind {
		case GroupSession, GroupErased:
			return c.InSessions()
		case GroupMembers:
			return c == CategoryMembers
		case GroupContact:
			return c == CategoryContacts
		case GroupAccounts:
			return c == CategoryAccounts
		}
		return false
	}
	g.Sealed, g.Categories = true, nil
	for _, c := range Categories {
		if slices.Contains(i.Categories, c) && concerns(c) {
			g.Categories = append(g.Categories, c)
			g.Sealed = g.Sealed && c.Sealed()
		}
	}
	g.KeysInReach = i.KeysInReach != ReachNo
	return g, len(g.Categories) > 0
}

// Add adds a group to the totals.
func (a *Affected) Add(g AffectedGroup) {
	a.People += g.People
	a.Records += g.Records
	a.Readable = a.Readable || g.Readable() && g.People+g.Records > 0
	switch g.Kind {
	case GroupSession:
		a.Sessions++
	case GroupErased:
		a.Erased.Receipts++
		a.Erased.People += g.People
		a.Erased.Records += g.Records
	}
}

// AffectedOf returns the totals of an org and whether they have been computed.
func (i *Incident) AffectedOf(org string) (Affected, bool) {
	for _, a := range i.Affected {
		if a.Org == org {
			return a, true
		}
	}
	return Affected{}, false
}

// Applies reports whether a clause requires anyone to be notified on behalf of the
// org. What hasn't been judged or computed yet counts as the worst case.
func (i *Incident) Applies(c Clause, org string) bool {
	if c.Audience == AudienceTeachers {
		return slices.ContainsFunc(i.Categories, Category.InSessions)
	}
	if c.ID == ClauseGDPRAuthority && i.Risk == RiskUnlikely {
		return false // art. 33(1): "unless … unlikely to result in a risk"
	}
	if !c.Risk {
		return true
	}
	if i.Risk == RiskUnlikely || i.Risk == RiskPossible {
		return false // art. 34(1): "a high risk"
	}
	a, known := i.AffectedOf(org)
	return !known || a.Readable // art. 34(3)(a): "unintelligible to any person"
}

// Exposes reports whether a session that was created at the given time existed during the
// exposure. It ignores when its students joined, which isn't indexed so that bursts of joins
// stay cheap: counting too many is the safer mistake.
func (i *Incident) Exposes(created time.Time) bool {
	return i.OccurredUntil.IsZero() || !created.After(i.OccurredUntil)
}

// Deadline returns when c's time began and when it is over for an incident's org,
// given when the notices of other clauses were delivered. Both are zero while
// the clause's event hasn't come.
func (i *Incident) Deadline(c Clause, cal Calendar, delivered map[string]time.Time) (start, deadline time.Time) {
	start = i.Clocks.At(c.Starts)
	if after, ok := c.Starts.Notice(); ok {
		start = delivered[after]
	}
	if start.IsZero() {
		return start, start
	}
	return start, Deadline(c, start, cal, i.Delays)
}

// Stopped reports whether a delay stops c at t.
func (i *Incident) Stopped(c Clause, t time.Time) bool {
	return slices.ContainsFunc(i.Delays, func(d Delay) bool {
		return d.Stops(c) && !t.Before(d.From) && t.Before(d.Until)
	})
}

// freezeEvery is how long after a freeze another one makes no difference: each is a hold for
// everything in the scope, which every erasure there looks at.
const freezeEvery = 24 * time.Hour

// Freeze freezes expiry in i's scope from now on, or renews that. It reports false if it was
// frozen within the last day, or if i is a drill. What comes into the scope later is frozen
// with what is there.
func (i *Incident) Freeze(now time.Time) bool {
	if i.Drill || i.Freezes > 0 && now.Sub(i.FrozenAt) < freezeEvery {
		return false
	}
	i.Freezes, i.FrozenAt = i.Freezes+1, now
	return true
}

// Holds returns the holds that freeze expiry in i's scope from now on: one per
// org, or one per session where the scope names sessions. Drills freeze nothing.
func (i *Incident) Holds(now time.Time) []Hold {
	if i.Drill || i.Freezes == 0 {
		return nil
	}
	var holds []Hold
	freeze := func(org, session string) {
		holds = append(holds, Hold{
			ID:  derivedID("freeze\x00", i.ID+"\x00", org+"\x00", session+"\x00", strconv.Itoa(i.Freezes)),
			Org: org, Kind: HoldIncident, Session: session, Name: "incident " + i.ID, PlacedBy: "breach",
			PlacedAt: now, Until: now.AddDate(0, 0, FreezeDays),
		})
	}
	for _, org := range i.Scope.AllOrgs() {
		sessions, whole := i.Scope.SessionsOf(org)
		if whole {
			sessions = []string{""}
		}
		for _, s := range sessions {
			freeze(org, s)
		}
	}
	return holds
}

// IncidentKept is how long an incident is kept after it was closed, or after it was
// reported if nobody closes it: nothing is kept indefinitely.
var IncidentKept = Period{Months: 84}
