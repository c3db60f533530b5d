package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// MailKind is a kind of mail that members choose in their profile, and leave at any time
// (promise P35). What they must be told is none of them.
type MailKind string

const (
	MailNews    MailKind = "news"    // about what is new
	MailService MailKind = "service" // about planned outages and changed rules
)

// MailKinds lists all kinds.
var MailKinds = []MailKind{MailNews, MailService}

// Wants reports whether mail of a kind is chosen.
func (c MailChoice) Wants(k MailKind) bool {
	return k == MailNews && c.News || k == MailService && c.Service
}

// Leave chooses no more mail of a kind.
func (c *MailChoice) Leave(k MailKind) {
	switch k {
	case MailNews:
		c.News = false
	case MailService:
		c.Service = false
	}
}

// MayLeaveMail reports whether there is mail of a kind that m can leave. Whoever was suspended
// can: they may be let back.
func (m Member) MayLeaveMail(k MailKind) bool {
	return m.State != MemberErasing && m.State != MemberErased && m.Mail.Wants(k)
}

// A Newsletter is what the operator writes to the members of all orgs who chose mail of its
// kind. It is sent once, and is about nobody.
type Newsletter struct {
	ID          string
	Kind        MailKind
	Subject     map[string]string // by language
	Text        map[string]string // paragraphs, separated by empty lines; in the same languages
	WrittenAt   time.Time
	StartedAt   time.Time // zero: nothing was sent
	CancelledAt time.Time // before it was; zero: it wasn't
	Who         string    // member id, of the operator's
}

const (
	// MailTokenMax bounds what may be sent as the token that leaves a newsletter, in bytes.
	MailTokenMax = 100

	NewsletterSubjectMax = 100   // characters
	NewsletterTextMax    = 8_000 // characters
	// NewsletterDelay is how long after it was written a newsletter starts at the earliest: until
	// then it can be cancelled.
	NewsletterDelay = 15 * time.Minute
	// NewsletterTold is for how long after its start each tick has every org told of a
	// newsletter: one that a broken tick left out is.
	NewsletterTold = 7 * 24 * time.Hour
	// How many may be written within NewsletterRateTime, cancelled ones included.
	NewsletterRate     = 10
	NewsletterRateTime = 30 * 24 * time.Hour
)

// NewsletterKept is how long a newsletter is on record after it was written.
var NewsletterKept = Period{Months: 24}

// NewslettersMax is how many are on record at most.
const NewslettersMax = 300

// MayWrite reports whether another newsletter may be written beside those on record.
func MayWrite(all []Newsletter, now time.Time) bool {
	lately := 0
	for _, n := range all {
		if now.Sub(n.WrittenAt) < NewsletterRateTime {
			lately++
		}
	}
	return lately < NewsletterRate && len(all) < NewslettersMax
}

// Check returns what is wrong with n, with the pointers of the API.
func (n Newsletter) Check() []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !slices.Contains(MailKinds, n.Kind) {
		bad("/kind", `The kind is "news" or "service".`)
	}
	if len(n.Subject) == 0 {
		bad("/subject", "Write it in one language at least.")
	}
	for _, l := range Languages {
		subject, titled := n.Subject[l]
		text, written := n.Text[l]
		if !titled && !written {
			continue
		}
		if !IsLine(subject, NewsletterSubjectMax) {
			bad("/subject/"+l, "Give the subject in one line of 1 to 100 characters.")
		}
		if c := utf8.RuneCountInString(text); c < 1 || c > NewsletterTextMax || !isText(text) {
			bad("/text/"+l, "Write 1 to 8,000 characters.")
		}
	}
	for _, texts := range []struct {
		pointer string
		of      map[string]string
	}{{"/subject", n.Subject}, {"/text", n.Text}} {
		for l := range texts.of {
			if !slices.Contains(Languages, l) {
				bad(texts.pointer, "The languages are en, de, fr and es.")
				break
			}
		}
	}
	return wrong
}

// In returns the language in which somebody who speaks another one is written to: their own or,
// where n isn't written in it, the first of Languages in which it is.
func (n *Newsletter) In(language string) string {
	for _, l := range append([]string{language}, Languages...) {
		if n.Subject[l] != "" {
			return l
		}
	}
	return language
}

// Waits reports whether n can still be cancelled.
func (n *Newsletter) Waits() bool { return n.StartedAt.IsZero() && n.CancelledAt.IsZero() }

// Due reports whether n is to start at t.
func (n *Newsletter) Due(t time.Time) bool {
	return n.Waits() && !t.Before(n.WrittenAt.Add(NewsletterDelay))
}

// Current reports whether every org is to have been told of n by t.
func (n *Newsletter) Current(t time.Time) bool {
	return !n.StartedAt.IsZero() && t.Before(n.StartedAt.Add(NewsletterTold))
}

// TellNewsletters adds newsletters to what o's people are to be sent, once each. Those that
// were told and aren't current any more no tick speaks of again.
func (o *Org) TellNewsletters(current []Announcing) (changed bool) {
	told := slices.DeleteFunc(slices.Clone(o.Told), func(s string) bool {
		a, _ := ParseAnnouncing(s)
		return a.Kind == AnnounceNewsletter && !slices.Contains(current, a)
	})
	for _, a := range current {
		if slices.Contains(told, a.String()) {
			continue
		}
		told = append(told, a.String())
		o.Mailing = appendOnce(o.Mailing, a)
	}
	changed = !slices.Equal(told, o.Told)
	o.Told = told
	return changed
}
