package domain

import (
	"slices"
	"strconv"
	"time"
)

// A Letter is one mail to a school's office, or to the operator's: that a contract ends, what
// was erased after it, or that somebody's request waits for an answer. Nothing in it is
// personal but the address that it goes to.
type Letter struct {
	ID   string
	Org  string // that it is about
	To   Office
	Kind LetterKind

	// Agreement, EndsAt and Days say which announcement it is: of which agreement, of
	// which end, how many days before.
	Agreement string
	EndsAt    time.Time
	Days      int

	// Request, Clause, Percent and DueAt say which warning it is: about which request, by
	// which clause, how much of its time is gone (100: all of it), and until when it is.
	// Without a clause it says that the request came.
	Request string
	Clause  string
	Percent int
	DueAt   time.Time

	MadeAt time.Time
	Delivery
}

// An Office is whose office a letter goes to.
type Office string

const (
	OfficeSchool   Office = "school"
	OfficeOperator Office = "operator"
)

// A LetterKind says what a letter is for.
type LetterKind string

const (
	LetterEnding   LetterKind = "ending"   // an agreement ends
	LetterFarewell LetterKind = "farewell" // the last receipts, before the key of the school's contact goes
	LetterRequest  LetterKind = "request"  // a request came, or its time runs out
)

// AnnouncedDays are how many days before its end an agreement is announced to end.
var AnnouncedDays = []int{90, 30, 7}

// LetterKept is how long a letter is kept, unless the org is erased before.
var LetterKept = Period{Months: 24}

// An Announcement is one that is due.
type Announcement struct {
	Agreement Agreement
	Days      int  // one of AnnouncedDays
	Last      bool // the contract ends with it
}

// Announcements returns which announcements are due at now: of each agreement in force
// that ends and was not renewed, that of the time that is left, and none of those before
// it. An amendment's end ends nothing, and isn't announced.
func (o *Org) Announcements(now time.Time) []Announcement {
	var due []Announcement
	for _, a := range o.Agreements {
		if !o.ending(a, now) {
			continue
		}
		days := 0
		for _, d := range AnnouncedDays {
			if !now.Before(a.EndsAt.AddDate(0, 0, -d)) {
				days = d // the fewest of those that have come
			}
		}
		if days > 0 {
			due = append(due, Announcement{a, days, !o.ContractEnd().After(a.EndsAt)})
		}
	}
	return due
}

// ending reports whether a is in force at now, has an end, and nothing of its kind
// follows it without a gap.
func (o *Org) ending(a Agreement, now time.Time) bool {
	if o.State != OrgActive || !o.LeftAt.IsZero() || a.Kind == AgreementAmendment || a.EndsAt.IsZero() || !a.InForce(now) {
		return false
	}
	return !slices.ContainsFunc(o.Agreements, func(next Agreement) bool {
		return next.Kind == a.Kind && !next.From().After(a.EndsAt) && (next.EndsAt.IsZero() || next.EndsAt.After(a.EndsAt))
	})
}

// Letter returns the letter of an announcement to one of the offices. It has the same id
// however often it is made; another end is another letter.
func (a Announcement) Letter(org string, to Office, now time.Time) Letter {
	return Letter{
		ID: derivedID("letter\x00", string(LetterEnding)+"\x00", org+"\x00", string(to)+"\x00", a.Agreement.ID+"\x00",
			strconv.FormatInt(a.Agreement.EndsAt.UnixMicro(), 10)+"\x00", strconv.Itoa(a.Days)),
		Org: org, To: to, Kind: LetterEnding, Agreement: a.Agreement.ID, EndsAt: a.Agreement.EndsAt.UTC(), Days: a.Days,
		MadeAt: now, Delivery: Delivery{Attempts: Attempts{State: NoticeWaiting}},
	}
}

// Farewell returns the letter with an org's last receipts.
func Farewell(org string, now time.Time) Letter {
	return Letter{
		ID:  derivedID("letter\x00", string(LetterFarewell)+"\x00", org),
		Org: org, To: OfficeSchool, Kind: LetterFarewell, MadeAt: now, Delivery: Delivery{Attempts: Attempts{State: NoticeWaiting}},
	}
}

// RequestLetter returns the letter to the office of the org in whose queue r is, about one of
// its clocks. It has the same id however often it is made.
func RequestLetter(r *Request, clause string, percent int, due, now time.Time) Letter {
	return Letter{
		ID:  derivedID("letter\x00", string(LetterRequest)+"\x00", r.Org+"\x00", r.ID+"\x00", clause+"\x00", strconv.Itoa(percent)+"\x00", strconv.FormatInt(due.UnixMicro(), 10)),
		Org: r.Org, To: OfficeSchool, Kind: LetterRequest, Request: r.ID, Clause: clause, Percent: percent, DueAt: due.UTC(),
		MadeAt: now, Delivery: Delivery{Attempts: Attempts{State: NoticeWaiting}},
	}
}

// Outdated reports whether what l says is no longer so of o, as the agreement was renewed,
// moved or ended since: it isn't sent.
func (l *Letter) Outdated(o Org, now time.Time) bool {
	if l.Kind != LetterEnding {
		return false
	}
	return !slices.ContainsFunc(o.Agreements, func(a Agreement) bool {
		return a.ID == l.Agreement && a.EndsAt.Equal(l.EndsAt) && o.ending(a, now)
	})
}

// Withdraw takes a letter back that wasn't sent. It can be written again.
func (l *Letter) Withdraw() {
	l.Delivery = Delivery{Attempts: Attempts{State: NoticeNotRequired, Attempt: l.Attempt}}
}

// Settle records the result of the attempt with the given number, as Notice.Settle does.
// An announcement isn't tried once the agreement is over.
func (l *Letter) Settle(attempt int, sent Sent, result string, now time.Time) bool {
	return l.settle(attempt, sent, result, l.EndsAt, now)
}

// HandedOver reports whether nothing has to happen to the letter any more that needs the
// key under which it is sealed. Where nobody knows whether it was sent, nobody sends it
// again.
func (l *Letter) HandedOver() bool { return !l.State.Open() || l.State == NoticeUnknown }
