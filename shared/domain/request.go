package domain

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Request is what somebody asks a school for about personal data, through the school's
// public page: a parent, a teacher or a former student, who needs no account for it.
// What they wrote is sealed under a key of the request's own.
type Request struct {
	ID     string
	Org    string
	Kind   RequestKind
	From   Requester
	Locale string // of the mails to them: one of Languages
	State  RequestState

	ReceivedAt time.Time // every clock starts here
	VerifiedAt time.Time // when the code was entered that was mailed to them; zero: it wasn't

	Content []byte // sealed: a RequestContent
	Code    RequestCode
	Mail    string // id of the last RequestMail with a code

	Queue RequestQueue // what the school does about it
}

// A RequestKind is what is asked for.
type RequestKind string

const (
	RequestKnow     RequestKind = "know"     // GDPR art. 15: what is held, and a copy
	RequestCorrect  RequestKind = "correct"  // art. 16
	RequestDelete   RequestKind = "delete"   // art. 17
	RequestRestrict RequestKind = "restrict" // art. 18
	RequestPort     RequestKind = "port"     // art. 20: in a common format
	RequestObject   RequestKind = "object"   // art. 21
)

// RequestKinds are all of them, in the order in which a page offers them.
var RequestKinds = []RequestKind{RequestKnow, RequestCorrect, RequestDelete, RequestPort, RequestRestrict, RequestObject}

// A Requester is who somebody says that they are.
type Requester string

const (
	FromStudent Requester = "student" // or a former one
	FromParent  Requester = "parent"
	FromTeacher Requester = "teacher"
	FromOther   Requester = "other"
)

// Requesters are all of them, in the order in which a page offers them.
var Requesters = []Requester{FromStudent, FromParent, FromTeacher, FromOther}

// A RequestState is a stage of a request.
type RequestState string

const (
	RequestUnverified RequestState = "unverified" // the code wasn't entered yet: no school sees it
	RequestOpen       RequestState = "open"       // in the school's queue
	RequestDecided    RequestState = "decided"
	RequestDone       RequestState = "done" // what was decided is carried out
)

// RequestSteps are the states that can follow each.
var RequestSteps = map[RequestState][]RequestState{
	RequestUnverified: {RequestOpen},
	RequestOpen:       {RequestDecided},
	RequestDecided:    {RequestDone},
}

// May reports whether a request in state s can become one in state to.
func (s RequestState) May(to RequestState) bool { return slices.Contains(RequestSteps[s], to) }

// Limits of requests, so that nobody is bombed with mail, and no queue with strangers'
// words.
const (
	RequestCodeDigits = 8
	RequestCodeTries  = 5                // with one code
	RequestCodeValid  = 30 * time.Minute // from its mail on

	RequestMailEvery = 10 * time.Minute // between two mails to an address that nobody has verified
	RequestMailsADay = 3                // of those, to one address, whatever schools they are about

	// RequestUnverifiedMax is how many requests that were not verified a school takes in
	// RequestDay. After that its page names the contact.
	RequestUnverifiedMax = 50
	// RequestsADay is how many a school takes in RequestDay, verified or not: whoever has a
	// mail server verifies as many as they like, each is work for people, and the school's
	// office gets letters about each.
	RequestsADay = 200
	RequestDay   = 24 * time.Hour

	// RequestUnverifiedKept is how long one is kept that is never verified.
	RequestUnverifiedKept = 72 * time.Hour
	// RequestMailKept is how long the record of a mail is kept. The address is gone from
	// it once it was sent, or given up.
	RequestMailKept = 30 * 24 * time.Hour
)

// RequestKept is how long a verified request is kept after it was received, unless the org
// is erased before.
var RequestKept = Period{Months: 36}

// Limits of what somebody writes, in characters.
const (
	RequestTextMax  = 4000
	RequestAliasMax = 100
)

// A RequestContent is what somebody wrote, and where to reply to.
type RequestContent struct {
	Email string       `json:"email"`
	Text  string       `json:"text"`
	About RequestAbout `json:"about,omitzero"`
}

// A RequestAbout says which data is meant, as far as the requester knows.
type RequestAbout struct {
	Alias string `json:"alias,omitempty"` // that a student used
	Code  string `json:"code,omitempty"`  // of a session
	// From and To are the first and the last day, as "2006-01-02".
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// CheckRequest returns what is wrong with a new request, with the pointers of the API.
func CheckRequest(r Request, c RequestContent) []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !slices.Contains(RequestKinds, r.Kind) {
		bad("/kind", "Choose what you ask for: know, correct, delete, port, restrict or object.")
	}
	if !slices.Contains(Requesters, r.From) {
		bad("/from", "Say who you are: student, parent, teacher or other.")
	}
	if !slices.Contains(Languages, r.Locale) {
		bad("/locale", "The language is en, de, fr or es.")
	}
	if !IsAddress(c.Email) {
		bad("/email", "Enter a plain e-mail address, such as ada@mail.example.")
	}
	if strings.TrimSpace(c.Text) == "" || !isMessage(c.Text, RequestTextMax) {
		bad("/text", "Say in 1 to 4,000 characters what you ask for.")
	}
	if c.About.Alias != "" && !IsLine(c.About.Alias, RequestAliasMax) {
		bad("/about/alias", "Enter the name used in the session, in one line of at most 100 characters.")
	}
	if c.About.Code != "" {
		if _, ok := ParseCode(c.About.Code); !ok {
			bad("/about/code", "A session's code has six letters. Leave it out if you don't know it.")
		}
	}
	from, to := requestDay(c.About.From), requestDay(c.About.To)
	if c.About.From != "" && from.IsZero() {
		bad("/about/from", "Enter a day, such as 2026-11-30, or none.")
	}
	if c.About.To != "" && to.IsZero() || !from.IsZero() && !to.IsZero() && to.Before(from) {
		bad("/about/to", "Enter a day that is not before the first one, such as 2026-12-01, or none.")
	}
	return wrong
}

// isMessage reports whether s is text of at most n characters, in lines.
func isMessage(s string, n int) bool {
	return utf8.RuneCountInString(s) <= n && !Unfit(strings.NewReplacer("\n", "", "\t", "").Replace(s))
}

// requestDay is zero for what is no day.
func requestDay(s string) time.Time {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return day
}

// RequestID derives the id of the request that somebody makes with an Idempotency-Key, and
// its secret, which lets them follow it: 128 bits each, the same for every school, of which
// the id doesn't tell the secret.
func RequestID(idempotencyKey string) (id, secret string) {
	return derivedID("request\x00", idempotencyKey), derivedID("request secret\x00", idempotencyKey)
}

// A RequestCode is the code that is mailed to a requester's address, as far as it is kept.
type RequestCode struct {
	Hash   []byte    // empty: it was entered
	SentAt time.Time // when it was made
	Tries  int       // that failed
	// Mailed is when codes for copies were made lately, this one included.
	Mailed []time.Time
}

// NewRequestCode returns a code of RequestCodeDigits digits made from r. The error is r's.
func NewRequestCode(r io.Reader) (string, error) {
	const all = 100_000_000
	// Rejection sampling, so that every code is as likely as the others.
	const fair = (1<<32 - 1) / all * all
	for {
		var b [4]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return "", fmt.Errorf("making a code: %w", err)
		}
		if n := binary.BigEndian.Uint32(b[:]); n < fair {
			return fmt.Sprintf("%0*d", RequestCodeDigits, n%all), nil
		}
	}
}

// ParseRequestCode reads a code as people type it: spaces and dashes don't count.
func ParseRequestCode(s string) (code string, ok bool) {
	if len(s) > CodeTextMax {
		return "", false
	}
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, s)
	return code, len(code) == RequestCodeDigits && strings.Trim(code, "0123456789") == ""
}

// HashRequestCode returns what is kept of a code: nobody can try all codes against it without
// the request's secret, which isn't kept.
func HashRequestCode(secret, id, code string) []byte {
	h := hmac.New(sha256.New, []byte(secret))
	io.WriteString(h, "request code\x00"+id+"\x00"+code)
	return h.Sum(nil)
}

// A CodeResult is how a try ended.
type CodeResult string

const (
	CodeRight CodeResult = "right"
	CodeWrong CodeResult = "wrong"
	CodeOver  CodeResult = "over" // too late, or tried too often: whatever was entered
)

// Enter verifies r with the hash of what somebody entered. A wrong code counts. Changed
// reports whether r has to be stored.
func (r *Request) Enter(hash []byte, now time.Time) (result CodeResult, changed bool) {
	if r.State != RequestUnverified {
		return CodeRight, false // by an earlier try
	}
	c := &r.Code
	if len(c.Hash) == 0 || c.Tries >= RequestCodeTries || !now.Before(c.SentAt.Add(RequestCodeValid)) || !now.Before(r.ReceivedAt.Add(RequestUnverifiedKept)) {
		return CodeOver, false
	}
	if !hmac.Equal(hash, c.Hash) {
		c.Tries++
		return CodeWrong, true
	}
	r.State, r.VerifiedAt, r.Code = RequestOpen, now, RequestCode{}
	return CodeRight, true
}

// TakesCode reports whether r takes another code: it isn't verified, and its last code was
// made some time ago.
func (r *Request) TakesCode(now time.Time) bool {
	return r.State == RequestUnverified && !r.Over(now) && !now.Before(r.Code.SentAt.Add(RequestMailEvery))
}

// KeptUntil returns until when r is kept, unless its org is erased before.
func (r *Request) KeptUntil() time.Time {
	if r.State == RequestUnverified {
		return r.ReceivedAt.Add(RequestUnverifiedKept).UTC()
	}
	return RequestKept.After(r.ReceivedAt)
}

// Over reports whether r's time is over.
func (r *Request) Over(now time.Time) bool { return !now.Before(r.KeptUntil()) }

// MayMail reports whether another mail may go to an address that nobody has verified, to
// which mails went at the given times.
func MayMail(sent []time.Time, now time.Time) bool {
	recent := slices.DeleteFunc(slices.Clone(sent), func(at time.Time) bool { return !at.Add(RequestDay).After(now) })
	return len(recent) < RequestMailsADay && !slices.ContainsFunc(recent, func(at time.Time) bool {
		return at.Add(RequestMailEvery).After(now)
	})
}

// RequestsFull reports whether a school that received requests in these states within
// RequestDay takes no more.
func RequestsFull(states []RequestState) bool {
	unverified := 0
	for _, s := range states {
		if s == RequestUnverified {
			unverified++
		}
	}
	return unverified >= RequestUnverifiedMax || len(states) >= RequestsADay
}

// AddressDay names the day of t, in UTC, whose key hashes the addresses to which mail goes.
// The key is gone two days later, and what it hashed a day before that.
func AddressDay(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// HashAddress returns what is kept of an address for a day, to count the mails to it.
// Addresses by which most providers deliver to one mailbox are the same.
func HashAddress(key []byte, address string) string {
	h := hmac.New(sha256.New, key)
	io.WriteString(h, mailbox(address))
	return EncodeID([IDBytes]byte(h.Sum(nil)[:IDBytes]))
}

// mailbox returns an address without what makes no other mailbox of it: case, what follows a
// plus sign, and dots at Gmail. Nothing is sent to it.
func mailbox(address string) string {
	local, host, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	if host == "gmail.com" || host == "googlemail.com" {
		local, host = strings.ReplaceAll(local, ".", ""), "gmail.com"
	}
	return local + "@" + host
}

// A RequestMail is one mail to a requester on its way. To whom it goes and what is in it
// is wrapped for notify alone.
type RequestMail struct {
	ID      string
	Org     string
	Request string
	Kind    RequestMailKind
	Locale  string
	MadeAt  time.Time
	Until   time.Time // after which it isn't sent; zero: as long as Attempts allow
	Wrapped []byte    // empty once nothing has to be sent any more
	Attempts
}

// A RequestMailKind says what a mail is for.
type RequestMailKind string

// RequestMailCode has the code that verifies an address. The others say that there is news on
// the requester's page, and not what.
const (
	RequestMailCode      RequestMailKind = "code"
	RequestMailExtended  RequestMailKind = "extended"
	RequestMailForwarded RequestMailKind = "forwarded"
	RequestMailDecided   RequestMailKind = "decided"
	RequestMailDone      RequestMailKind = "done"
	RequestMailLifting   RequestMailKind = "lifting" // of a restriction
	// RequestMailCopy has a code as well: the one with which copies are saved.
	RequestMailCopy RequestMailKind = "copy"
)

// RequestNews lists the kinds of mails about news.
var RequestNews = []RequestMailKind{RequestMailExtended, RequestMailForwarded, RequestMailDecided, RequestMailDone, RequestMailLifting}

// Claim begins an attempt to send m if one is due and there is time.
func (m *RequestMail) Claim(now time.Time) bool {
	return len(m.Wrapped) > 0 && !m.late(now) && m.Attempts.Claim(now)
}

func (m *RequestMail) late(now time.Time) bool { return !m.Until.IsZero() && !now.Before(m.Until) }

// Settle records the result of the attempt with the given number, as Notice.Settle does,
// and forgets the address when there won't be another.
func (m *RequestMail) Settle(attempt int, sent Sent, result string, now time.Time) bool {
	ok := m.settle(attempt, sent, result, m.Until, now)
	if ok {
		m.forget()
	}
	return ok
}

// Expire ends m when its time is over, or a crash left it without a result. It reports
// whether it did. It isn't sent again: who needs another code asks for one.
func (m *RequestMail) Expire(now time.Time) bool {
	switch {
	case m.Lapse(now):
	case m.late(now) && (m.State == NoticeQueued || m.State == NoticeDeferred):
		m.State, m.DoneAt, m.Result = NoticeFailed, now, "too late"
	default:
		return false
	}
	m.forget()
	return true
}

func (m *RequestMail) forget() {
	if !m.State.Open() || m.State == NoticeUnknown {
		m.Wrapped = nil
	}
}
