package domain

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Find is a search through an org's sessions for the person whom a request is about: by
// the name that they used there. What it finds decides nothing: a name is nobody's alone,
// and a person marks who is meant.
type Find struct {
	ID      string
	Org     string // in whose queue the request was
	Request string
	By      string // who searches, by their member id: as whom the audit has it

	// What is looked through: the latest sessions of the org that were created within a
	// period and, unless Teacher is empty, are that member's.
	Teacher string
	From    time.Time // zero: since ever
	To      time.Time // exclusive; zero: until now

	State    FindState
	AskedAt  time.Time
	MovedAt  time.Time // when it last got on
	Page     int       // which page is next, from 0
	Token    string    // where that begins in the list of sessions
	Sessions int       // that were looked through
	Older    bool      // there are older ones, and they weren't
	Full     bool      // it ended early, since FoundMax were found

	Query []byte // sealed: a FindQuery
	Found []byte // sealed: a list of Found; empty: none yet

	// Granted is what the function find is to carry out of a decision, sealed: a Granting;
	// empty: nothing. CopiedAt is when it did; zero: not yet.
	Granted  []byte
	CopiedAt time.Time
}

// A FindState is how a search stands.
type FindState string

const (
	FindRunning FindState = "running"
	FindDone    FindState = "done"
)

// FindStates lists all states.
var FindStates = []FindState{FindRunning, FindDone}

// Limits of a search.
const (
	FindSessionsMax = 500 // that are looked through, the latest first
	FindPageSize    = 10  // of them for one message
	FoundMax        = 100 // who are found
	// FindKept is how long what was found is kept after the request is done.
	FindKept = 7 * 24 * time.Hour
	// FindLongest is how long a search is kept at most whose request isn't done: longer than
	// any law's time for the answer, extended.
	FindLongest = 120 * 24 * time.Hour
	// FindStalls is after how long without progress retention has a search go on.
	FindStalls = time.Hour
)

// A FindQuery is whom a search is for.
type FindQuery struct {
	Alias string `json:"alias"`
}

// A Found is a student who may be the one that is meant.
type Found struct {
	Session     string    `json:"session"`
	Participant string    `json:"participant"`
	Mark        FoundMark `json:"mark,omitempty"`
	// About is a FoundPerson, sealed under a key that is erased with the student's.
	About []byte `json:"about"`
}

// A FoundPerson is what tells who somebody is who was found.
type FoundPerson struct {
	Alias    string    `json:"alias"`
	Title    string    `json:"title"` // of the session
	Code     string    `json:"code"`  // that it had
	JoinedAt time.Time `json:"joinedAt"`
	Answers  int       `json:"answers"` // questions that they answered
}

// FoundID derives the id of the key of one student whom a search found.
func FoundID(find, participant string) string {
	return derivedID("found\x00", find+"\x00", participant)
}

// Subject names the student for what erases.
func (f Found) Subject(org string) Subject {
	return Subject{Kind: SubjectParticipant, Org: org, Session: f.Session, ID: f.Participant}
}

// A FoundMark is what a person says about somebody who was found.
type FoundMark string

const (
	FoundMeant    FoundMark = "meant"
	FoundExcluded FoundMark = "excluded" // somebody else of that name
)

// FoundMarks lists both.
var FoundMarks = []FoundMark{FoundMeant, FoundExcluded}

var (
	// ErrFindUnfinished refuses what needs the result of a search.
	ErrFindUnfinished = Problem(ErrConflict, "find-unfinished",
		"The search still runs, or there was none. Wait until it is through, then mark who is meant.")
	// ErrCopyOpen refuses to call done what the requester can't save yet.
	ErrCopyOpen = Problem(ErrConflict, "copy-open",
		"The copy isn't ready yet. It takes a minute. Record it then.")
	// ErrCorrectionOpen refuses to call done what doesn't show yet.
	ErrCorrectionOpen = Problem(ErrConflict, "correction-open",
		"The correction doesn't show beside the work yet. It takes a minute. Record it then.")
	// ErrFoundUnmarked refuses to decide before everybody who was found is marked.
	ErrFoundUnmarked = Problem(ErrConflict, "found-unmarked",
		"Mark everybody who was found, as meant or as somebody else: a name alone decides nothing.")
)

// A FindPage is what looking through one page of sessions leads to.
type FindPage struct {
	Page     int    // its number
	Query    []byte // of the search, sealed
	Sessions int    // in it
	Next     string // where the next one begins; empty: there is none
	Found    []byte // sealed: everybody who was found so far
	Full     bool   // no more are taken
}

// FindID derives the id of the search that somebody begins for a request when it had been
// changed so often.
func FindID(request string, revision int) string {
	return derivedID("request find\x00", request+"\x00", strconv.Itoa(revision))
}

// Advance records a page, unless it was recorded before, or f is another search by now. It
// reports whether f changed.
func (f *Find) Advance(p FindPage, now time.Time) bool {
	if f.State != FindRunning || f.Page != p.Page || !bytes.Equal(f.Query, p.Query) {
		return false
	}
	f.Page, f.Token, f.Found, f.MovedAt = f.Page+1, p.Next, p.Found, now
	f.Sessions += p.Sessions
	f.Older, f.Full = p.Next != "" && (f.Sessions >= FindSessionsMax || p.Full), p.Full
	if p.Next == "" || f.Older {
		f.State, f.Token = FindDone, ""
	}
	return true
}

// Begun reports whether f is a search for r that may go on: r is in the queue of the same
// org, isn't decided, and has no later search.
func (f *Find) Begun(r *Request) bool {
	return r.ID == f.Request && r.Org == f.Org && r.State == RequestOpen && r.Queue.Find == f.ID
}

// A Granting is what was granted that needs the keys of those who are meant: the requester
// gets a copy, or something is to be read beside their work.
type Granting struct {
	Meant      []Meant `json:"meant"`
	Correction string  `json:"correction,omitempty"`
}

// Grants reports whether f is the search for r, of which a Granting is to be carried out.
func (f *Find) Grants(r *Request) bool {
	return r.ID == f.Request && r.Org == f.Org && r.Queue.Find == f.ID && (r.Copies() || r.Corrects()) && len(f.Granted) > 0
}

// Over reports whether f has no purpose any more: its request has another search, went to
// another org, is done since FindKept, or wasn't done in FindLongest. Where it
// isn't the last one, find may still be at it until FindStalls after it was begun.
func (f *Find) Over(r *Request, now time.Time) bool {
	switch {
	case r.Queue.Find != f.ID || r.Org != f.Org:
		return !now.Before(f.AskedAt.Add(FindStalls))
	case r.State == RequestDone:
		return !now.Before(r.Queue.keptFrom().Add(FindKept))
	}
	return !now.Before(f.AskedAt.Add(FindLongest))
}

// MarkFound marks who is meant among those who were found, and who isn't, each by the
// participant's id, and reports whether that changed anything. It returns an error for the
// first who is none of them.
func MarkFound(found []Found, meant, excluded []string) (changed bool, err error) {
	for i, ids := range [][]string{meant, excluded} {
		for _, id := range ids {
			at := slices.IndexFunc(found, func(f Found) bool { return f.Participant == id })
			if at < 0 || i == 1 && slices.Contains(meant, id) {
				return false, Invalid(FieldError{[]string{"/meant", "/excluded"}[i], "Name only who was found, and nobody as both."})
			}
			changed = changed || found[at].Mark != FoundMarks[i]
			found[at].Mark = FoundMarks[i]
		}
	}
	return changed, nil
}

// A Meant is one student about whom a request was decided.
type Meant struct {
	Session     string `json:"session"`
	Participant string `json:"participant"`
}

// Subject names the student for what erases.
func (m Meant) Subject(org string) Subject {
	return Found{Session: m.Session, Participant: m.Participant}.Subject(org)
}

// MeantOf returns those who are marked as meant. The error is ErrFoundUnmarked if somebody
// isn't marked and there is still something about them: nobody can tell who the others were.
func MeantOf(found []Found, people map[string]FoundPerson) (meant []Meant, err error) {
	for _, f := range found {
		if f.Mark == FoundMeant {
			meant = append(meant, Meant{f.Session, f.Participant})
		} else if _, there := people[f.Participant]; there && f.Mark != FoundExcluded {
			return nil, ErrFoundUnmarked
		}
	}
	return meant, nil
}

// SameMeant reports whether those who are meant are the ones with the given ids, in any
// order.
func SameMeant(meant []Meant, ids []string) bool {
	have := make([]string, len(meant))
	for i, m := range meant {
		have[i] = m.Participant
	}
	ids = slices.Clone(ids)
	slices.Sort(have)
	slices.Sort(ids)
	return slices.Equal(have, slices.Compact(ids))
}

// Names reports whether a student's alias may be the name of somebody who is searched for:
// both are the same but for what Fold leaves out, or every word of the name is one of the
// alias.
func (n Normalizer) Names(alias, name string) bool {
	alias, name = n.Fold(alias), n.Fold(name)
	if alias == name {
		return true
	}
	has, wanted := nameWords(alias), nameWords(name)
	return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(has, w) })
}

func nameWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// FindDays returns the period between two days of o, both included: each "2006-01-02", or
// empty for none.
func (o Org) FindDays(from, to string) (begin, end time.Time, err error) {
	calendar, err := o.Calendar()
	if err != nil {
		return begin, end, err
	}
	if first := requestDay(from); !first.IsZero() {
		begin = time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, calendar.Location).UTC()
	}
	if last := requestDay(to); !last.IsZero() {
		end = time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, calendar.Location).UTC()
	}
	return begin, end, nil
}

// findDay is requestDay for days that Firestore has in every time zone.
func findDay(s string) time.Time {
	if day := requestDay(s); day.Year() > 1 && day.Year() < 9999 {
		return day
	}
	return time.Time{}
}

// CheckFind returns what is wrong with a search, with the pointers of the API. Teacher may
// be empty.
func CheckFind(alias, from, to, teacher string) []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !IsLine(alias, RequestAliasMax) {
		bad("/alias", "Enter the name to search for, in one line of at most 100 characters.")
	}
	first, last := findDay(from), findDay(to)
	if from != "" && first.IsZero() {
		bad("/from", "Enter a day, such as 2026-11-30, or none.")
	}
	if to != "" && last.IsZero() || !first.IsZero() && !last.IsZero() && last.Before(first) {
		bad("/to", "Enter a day that is not before the first one, such as 2026-12-01, or none.")
	}
	if teacher != "" && !IsID(teacher) {
		bad("/teacher", "Name a teacher by their id, or nobody.")
	}
	return wrong
}
