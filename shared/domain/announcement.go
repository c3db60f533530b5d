package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Announcing is something that people at a school are told by mail: a change of its
// policy, or of who owns the service, or a newsletter.
type Announcing struct {
	Kind      AnnouncementKind
	N         int    // the version of the policy
	ID        string // of the change of ownership, or the newsletter
	Withdrawn bool   // that it won't come
}

// AnnouncementKind is what an Announcing is about.
type AnnouncementKind string

const (
	AnnouncePolicy    AnnouncementKind = "policy"
	AnnounceOwnership AnnouncementKind = "ownership"
	// AnnounceNewsletter goes to those members alone who chose mail of its kind.
	AnnounceNewsletter AnnouncementKind = "newsletter"
	// AnnounceIncident is what teachers are told of one. No org's Mailing has it: its notice
	// says whether it is to be sent. N is the number of the update.
	AnnounceIncident AnnouncementKind = "incident"
)

const withdrawnSuffix = "-withdrawn"

// String returns a as ParseAnnouncing reads it.
func (a Announcing) String() string {
	s := string(a.Kind) + "-" + a.ID
	if a.Kind == AnnouncePolicy {
		s = string(a.Kind) + "-" + strconv.Itoa(a.N)
	}
	if a.Withdrawn {
		s += withdrawnSuffix
	}
	return s
}

// ParseAnnouncing reads what String wrote.
func ParseAnnouncing(s string) (a Announcing, ok bool) {
	s, a.Withdrawn = strings.CutSuffix(s, withdrawnSuffix)
	kind, about, _ := strings.Cut(s, "-")
	switch a.Kind = AnnouncementKind(kind); a.Kind {
	case AnnouncePolicy:
		n, err := strconv.Atoi(about)
		a.N = n
		return a, err == nil && n > 0 && strconv.Itoa(n) == about
	case AnnounceOwnership:
		a.ID = about
		return a, IsID(about)
	case AnnounceNewsletter:
		a.ID = about
		return a, IsID(about) && !a.Withdrawn
	}
	return Announcing{}, false
}

func appendOnce(all []Announcing, a Announcing) []Announcing {
	if slices.Contains(all, a) {
		return all
	}
	return append(slices.Clip(all), a)
}

// TellOwnership adds an announcement of a change of ownership to what o's people are to be
// sent, unless they were: once each. That it won't come only those are told who were told
// that it comes.
func (o *Org) TellOwnership(a Announcing) (changed bool) {
	if slices.Contains(o.Told, a.String()) {
		return false
	}
	before := a
	before.Withdrawn = false
	waits := slices.Index(o.Mailing, before)
	if !a.Withdrawn || slices.Contains(o.Told, before.String()) {
		o.Mailing = appendOnce(o.Mailing, a)
	}
	if a.Withdrawn && waits >= 0 {
		o.Mailing = slices.Delete(slices.Clone(o.Mailing), waits, waits+1)
	}
	// Of earlier ones no tick speaks again.
	o.Told = append(slices.DeleteFunc(slices.Clone(o.Told), func(s string) bool {
		earlier, _ := ParseAnnouncing(s)
		return earlier.Kind == AnnounceOwnership && s != before.String()
	}), a.String())
	return true
}

// A Mailbox is one of a school's own addresses.
type Mailbox string

const (
	MailboxOffice   Mailbox = "office"
	MailboxPrivacy  Mailbox = "privacy"
	MailboxIncident Mailbox = "incident"
)

// Mailboxes lists those that announcements go to.
var Mailboxes = []Mailbox{MailboxOffice, MailboxPrivacy, MailboxIncident}

// A Recipient is whom a circular goes to: one of the school's mailboxes, or a member.
type Recipient struct {
	Mailbox Mailbox
	Member  string // id
}

// A Circular is an announcement on its way to one recipient. Where it goes and what it says
// is looked up when it is sent: nothing of that is stored with it.
type Circular struct {
	ID    string
	Org   string
	About Announcing
	To    Recipient
	Attempts
}

// NewCircular returns a circular that is to be sent. Its id is derived from what it is, so
// that it is made once.
func NewCircular(org string, about Announcing, to Recipient) Circular {
	return Circular{
		ID:  derivedID("circular\x00", org+"\x00", about.String()+"\x00", string(to.Mailbox)+"\x00", to.Member),
		Org: org, About: about, To: to, Attempts: Attempts{State: NoticeQueued},
	}
}

// Done reports whether nothing happens to l any more. A circular of which nobody knows
// whether it was sent isn't sent again.
func (l *Circular) Done() bool { return !l.State.Open() || l.State == NoticeUnknown }

// Due returns when something is next to happen to l, zero if that is now: an attempt, or that one
// which nobody settled is given up.
func (l *Circular) Due() time.Time {
	if l.State == NoticeSending {
		return l.ClaimedAt.Add(ClaimLease)
	}
	return l.NextAttempt
}

// Settle records the result of an attempt, as a notice's does. The last one is before until
// or, if that is zero, once the pauses add up.
func (l *Circular) Settle(attempt int, sent Sent, result string, until, now time.Time) bool {
	return l.settle(attempt, sent, result, until, now)
}

// Told counts what happened to letters to many. It names nobody.
type Told struct {
	Sent    int
	Failed  int
	Unknown int // nobody knows whether they were sent
	Without int // who have no address
}

// Count counts a letter in, once it is done.
func (t *Told) Count(l Circular) {
	switch l.State {
	case NoticeSent:
		t.Sent++
	case NoticeFailed:
		t.Failed++
	case NoticeUnknown:
		t.Unknown++
	}
}

// An Ownership is a change of who owns the service: announced beforehand, with a choice
// (promise P43).
type Ownership struct {
	ID          string
	Owner       string            // the new one: an institution's name
	Country     string            // where it is, ISO 3166-1 alpha-2
	On          time.Time         // when it changes
	Choice      map[string]string // what people can do, by language
	PublishedAt time.Time
	WithdrawnAt time.Time // zero: it wasn't
	Who         string    // member id, of the operator's
}

// OwnershipNotice is how long before it a change of ownership is announced at least.
var OwnershipNotice = Period{Days: 30}

// How many changes of ownership there may be: OwnershipRate announced within
// OwnershipRateTime, withdrawn ones included, since each is mailed to everybody, and
// OwnershipsMax that weren't withdrawn on record.
const (
	OwnershipsMax     = 50
	OwnershipRate     = 10
	OwnershipRateTime = 30 * 24 * time.Hour
	// OwnershipWithdrawnKept is how long one is on record after it was withdrawn: everybody
	// who was told of it has been told of that by then.
	OwnershipWithdrawnKept = 90 * 24 * time.Hour
)

// MayAnnounce reports whether another change of ownership may be announced beside all that
// are on record.
func MayAnnounce(all []Ownership, now time.Time) bool {
	standing, lately := 0, 0
	for _, w := range all {
		if w.WithdrawnAt.IsZero() {
			standing++
		}
		if now.Sub(w.PublishedAt) < OwnershipRateTime {
			lately++
		}
	}
	return standing < OwnershipsMax && lately < OwnershipRate
}

// Limits of what an announcement of a change of ownership says, in characters.
const (
	OwnerMax  = 100
	ChoiceMax = 1000
)

// Check returns what is wrong with w, with the pointers of the API.
func (w Ownership) Check(now time.Time) []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !IsLine(w.Owner, OwnerMax) {
		bad("/owner", "Name the new owner in one line of 1 to 100 characters.")
	}
	if !countryForm.MatchString(w.Country) {
		bad("/country", `Give the new owner's country as ISO 3166-1 does, such as "DE".`)
	}
	if w.On.Before(OwnershipNotice.After(now)) || w.On.After(NoticeMax.After(now).AddDate(1, 0, 0)) {
		bad("/on", "Give a day such as 2027-03-01, at least 30 days from now and within two years.")
	}
	for _, l := range Languages {
		if s := w.Choice[l]; !IsLine(s, ChoiceMax) {
			bad("/choice/"+l, "Say in one line of 1 to 1,000 characters what people can do who don't agree.")
		}
	}
	for l := range w.Choice {
		if !slices.Contains(Languages, l) {
			bad("/choice", "Give the choice in en, de, fr and es.")
			break
		}
	}
	return wrong
}

// Pending reports whether w is announced and hasn't happened yet.
func (w Ownership) Pending(now time.Time) bool { return w.WithdrawnAt.IsZero() && now.Before(w.On) }

// OwnershipKept is how long a change of ownership is on record after its day.
var OwnershipKept = Period{Months: 36}

// OwnershipShown is for how long a change of ownership is shown after it has happened.
var OwnershipShown = Period{Days: 30}

// Shown reports whether w stands on public pages.
func (w Ownership) Shown(now time.Time) bool {
	return w.WithdrawnAt.IsZero() && now.Before(OwnershipShown.After(w.On))
}
