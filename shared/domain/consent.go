package domain

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Basis is on what data may be collected from an org's students.
type Basis struct {
	Agreement string // the agreement's id
	Consent   ConsentBasis
	// AgeLine is the age from which nobody has to consent for a student, where each parent
	// has to for those below; 0: the agreements don't say, so that it is for everybody.
	AgeLine int
}

// Basis returns on what data may be collected at the given time, by the agreements as they
// stand now. It reports false where nothing may be (promise P30). Where one in force, or an
// amendment of it, wants each parent's consent, that is the basis (promise P31): no other
// agreement makes it easier.
func (o *Org) Basis(at time.Time) (b Basis, ok bool) {
	if !o.LeftAt.IsZero() && !at.Before(o.LeftAt) {
		return Basis{}, false
	}
	silent := false
	for _, a := range o.Agreements {
		if !a.InForce(at) {
			continue
		}
		if a.Kind != AgreementAmendment && b.Agreement == "" {
			b.Agreement, b.Consent = a.ID, cmp.Or(b.Consent, a.Consent)
		}
		if a.Consent == ConsentParents {
			b.Consent = ConsentParents
			b.AgeLine = max(b.AgeLine, a.AgeLine)
			silent = silent || a.AgeLine == 0
		}
	}
	if b.Agreement == "" {
		return Basis{}, false
	}
	b.Consent = cmp.Or(b.Consent, ConsentSchool)
	if silent {
		b.AgeLine = 0
	}
	return b, true
}

// Wanted reports whether a consent has to be on record before anything of a student is.
func (b Basis) Wanted() bool { return b.Consent == ConsentParents }

// Lacks reports whether what a student left who joined at the given time has no basis, by the
// agreements as they stand now. Consented says that a consent is on record for it.
func (o *Org) Lacks(joined time.Time, consented bool) bool {
	b, ok := o.Basis(joined)
	return !ok || b.Wanted() && !consented
}

// WantsConsent reports whether each parent's consent is wanted at now, or will be by an
// agreement that is to begin: codes are given out before.
func (o *Org) WantsConsent(now time.Time) bool {
	return o.State == OrgActive && slices.ContainsFunc(o.Agreements, func(a Agreement) bool {
		return a.Consent == ConsentParents && (a.EndsAt.IsZero() || now.Before(a.EndsAt))
	})
}

// A ConsentText is a version of what an org asks parents to consent to. Who consented did so
// to one of them: they are kept with the org.
type ConsentText struct {
	N    int // from 1
	Text string
	At   time.Time // when it was stored
}

// AgeSaid returns from which age on students say themselves that they are of age, 0 if they
// may not: the agreements have to know an age, and the org has to allow it.
func (o *Org) AgeSaid(b Basis) int {
	if !o.OfAge {
		return 0
	}
	return b.AgeLine
}

// Limits of consents.
const (
	ConsentTextMax    = 2000 // characters
	ConsentLabelMax   = 60   // characters
	ConsentCodesMax   = 5000 // of an org that aren't over
	ConsentIssueMax   = 100  // codes for one child each that one request issues
	ConsentUsesMax    = 100  // students in one session with one code
	ConsentDaysMax    = 400  // until a code's end: a school year and the weeks around it
	ConsentErasedOnce = 200  // students that one request erases
)

// ConsentCodeKept is how long a code is kept after its end: as long as anything may be that
// was collected under it. It holds nothing personal.
var ConsentCodeKept = Period{Months: KeptMonthsMax + RestoreMonthsMax}

// CheckConsentText returns what is wrong with a text that parents of students under the basis
// are to consent to, and with letting students say that they are of age.
func CheckConsentText(text string, ofAge bool, b Basis) (wrong []FieldError) {
	if n := utf8.RuneCountInString(text); n < 1 || n > ConsentTextMax || !isText(text) {
		wrong = append(wrong, FieldError{"/text", "Say in 1 to 2,000 characters what parents consent to."})
	}
	if ofAge && b.AgeLine == 0 {
		wrong = append(wrong, FieldError{"/ofAge", "No agreement in force says from which age on no parent has to consent."})
	}
	return wrong
}

// ChangedConsent returns the fields of o's history that another text, or another choice of who
// may say that they are of age, changes.
func ChangedConsent(o Org, before, after string, ofAge bool) []FieldChange {
	return Changed(
		[]FieldChange{{Name: "consentText", After: before}, {Name: "ofAge", After: strconv.FormatBool(o.OfAge)}},
		[]FieldChange{{Name: "consentText", After: after}, {Name: "ofAge", After: strconv.FormatBool(ofAge)}})
}

// ConsentFor is whom a consent code is issued for.
type ConsentFor string

const (
	ConsentForClass ConsentFor = "class"
	ConsentForChild ConsentFor = "child"
)

// A ConsentCode is what whoever holds it shows that a parent consented with: one class's, or
// one child's, of which the org alone knows which. The code itself is stored nowhere: the id
// is its hash. In each session as many may join with it as it is for.
type ConsentCode struct {
	ID      string
	Org     string
	For     ConsentFor
	Label   string // of a class, such as "7b"; empty for a child
	Uses    int    // how many may join one session with it
	Version int    // of the text that was consented to
	MadeAt  time.Time
	EndsAt  time.Time
	Ended   bool // by a person, at EndsAt
	Erase   bool // what was collected under it is being erased
}

// Ref is by which a school tells its codes from one another, without the code.
func (c ConsentCode) Ref() string { return strings.ToUpper(c.ID[:consentRefLength]) }

const consentRefLength = 6

// Facts returns what an org's history says of count codes like c that are issued.
func (c ConsentCode) Facts(count int, zone *time.Location) []FieldChange {
	all := []FieldChange{{Name: "codes", After: strconv.Itoa(count)}, {Name: "uses", After: strconv.Itoa(c.Uses)}}
	if c.Label != "" {
		all = append(all, FieldChange{Name: "label", After: c.Label})
	}
	return append(all, FieldChange{Name: "ends", After: LastDay(c.EndsAt, zone)})
}

// Holds reports whether an org's students may join with c. Once a person has ended it nobody
// may, when ever their join began.
func (c ConsentCode) Holds(org string, now time.Time) bool {
	return c.Org == org && !c.Erase && !c.Ended && now.Before(c.EndsAt)
}

// ConsentGround is who consented that something was collected.
type ConsentGround string

const (
	ConsentByParents ConsentGround = "parents" // with a code
	ConsentOfAge     ConsentGround = "of-age"  // the student, who said that they are of age
)

// A Consent is on record before anything else of a student is stored, where one is wanted. It
// says nothing about who they are, or who consented.
type Consent struct {
	Org         string
	Session     string
	Participant string
	Ground      ConsentGround
	At          time.Time
	Version     int    // of the text; 0: there was none
	Code        string // the id of the code; empty: none
}

// ID derives c's id from what it is for: one student in one session has one.
func (c Consent) ID() string { return ConsentID(c.Session, c.Participant) }

// ConsentID derives the id of a participant's consent.
func ConsentID(sid, pid string) string { return derivedID("consent\x00", sid+"\x00", pid) }

// ConsentCodeLength is the number of letters of a consent code. With those of CodeAlphabet
// that is one of 17^16, or 5·10^19. A wrong one is answered after 100 ms at the earliest
// (httpapi.Settle), and an instance of join serves 80 requests at once: if a thousand of them
// did nothing but refuse codes for the 400 days of the longest one, that were 3·10^13 tries,
// and of an org with all of its 5,000 codes one would be found with a probability of 3 in a
// thousand. Cloud Armor refuses nearly all of them before that.
const ConsentCodeLength = 16

// ParseConsentCode reads a consent code as ParseCode does a session's.
func ParseConsentCode(s string) (code string, ok bool) { return parseLetters(s, ConsentCodeLength) }

// ConsentCodeID returns the id of a consent code of an org.
func ConsentCodeID(org, code string) string { return derivedID("consent code\x00", org+"\x00", code) }

// NewConsentCode returns the nth consent code of a request, made from random bytes of it: the
// same for the same ones, so that a request sent again returns the codes that it made.
func NewConsentCode(seed [sha256.Size]byte, n int) string {
	code, err := newLetters(&digests{seed: seed, n: n}, ConsentCodeLength)
	if err != nil {
		panic(err) // digests never end
	}
	return code
}

// ConsentSeed derives random bytes from what makes a request, and its Idempotency-Key, the
// only one of them that nobody can guess.
func ConsentSeed(org, member, idempotencyKey string) (seed [sha256.Size]byte) {
	h := sha256.New()
	io.WriteString(h, "consent codes\x00"+org+"\x00"+member+"\x00"+idempotencyKey)
	return [sha256.Size]byte(h.Sum(nil))
}

// digests reads as SHA-256 of the seed, n and a counter, one after the other.
type digests struct {
	seed    [sha256.Size]byte
	n, next int
	rest    []byte
}

func (d *digests) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		b := binary.BigEndian.AppendUint64(d.seed[:], uint64(d.n))             // #nosec G115 -- small
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(b, uint64(d.next))) // #nosec G115 -- small
		d.rest, d.next = sum[:], d.next+1
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}
