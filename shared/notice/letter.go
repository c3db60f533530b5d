package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Ending writes the announcement that an agreement with a school ends, in the language of
// whose office reads it, the school or the operator.
func Ending(reader, school domain.Org, l domain.Letter) (Content, error) {
	zoned := reader
	if zoned.Timezone = school.Timezone; zoned.Timezone == "" {
		zoned.Timezone = "UTC"
	}
	w, err := newWriter(zoned) // days are those of the school
	if err != nil {
		return Content{}, err
	}
	number := ""
	for _, a := range school.Agreements {
		if a.ID == l.Agreement {
			number = a.Number
		}
	}
	about := data{"Org": school.Name, "Number": number, "Day": domain.LastDay(l.EndsAt, w.location)}
	p := page{
		Title: w.say("subject-ending", about), Intro: []string{w.say("ending", about)},
		Signed: w.say("signed-letter", about),
	}
	if !school.ContractEnd().After(l.EndsAt) {
		p.Intro = append(p.Intro, w.say("ending-last", data{
			"Day": about["Day"], "Restore": domain.Day(school.Policy.RestorableUntil(l.EndsAt), w.location), "Gone": domain.Day(domain.OrgKept.After(l.EndsAt), w.location),
		}))
	}
	p.Intro = append(p.Intro, w.say("ending-renew-"+string(l.To), about))
	return w.lay(p)
}

// ReceiptsMax is how many receipts one letter holds, so that it stays a letter.
const ReceiptsMax = 200

// A Receipt is one with the bytes that its block's hash is of.
type Receipt struct {
	domain.Receipt
	Body []byte
}

// Farewell writes the letter with a school's last receipts, the latest first; more says
// that there are earlier ones. It holds ids, counts and times, and nothing personal.
func Farewell(school domain.Org, receipts []Receipt, more bool) (Content, error) {
	zoned := school
	zoned.Timezone = "UTC" // as receipts have it
	w, err := newWriter(zoned)
	if err != nil {
		return Content{}, err
	}
	own := domain.Subject{Kind: domain.SubjectOrg, Org: school.ID}.ErasureID()
	about := data{"Org": school.Name, "Receipt": own, "ID": school.ID}
	p := page{
		Title: w.say("subject-farewell", about), Intro: []string{w.say("farewell", about), w.say("farewell-own", about)},
		After: []string{w.say("farewell-kept", about)}, Signed: w.say("signed-letter", about),
	}
	list := section{Heading: w.say("farewell-receipts", data{"Count": len(receipts), "More": more})}
	for _, r := range receipts {
		sum := sha256.Sum256(r.Body)
		list.List = append(list.List, w.say("farewell-receipt", data{
			"ID": r.ID, "What": w.say("erased-"+string(r.Kind), nil), "Subject": subjectOf(r.Receipt),
			"Participants": r.Counts.Participants, "Answers": r.Counts.Answers, "Documents": r.Counts.Documents,
			"Erased": stamp(r.ErasedAt), "Keys": stamp(r.KeysDeletedAt), "Irrecoverable": stamp(r.IrrecoverableAt), "Hash": hex.EncodeToString(sum[:]),
		}))
	}
	if len(receipts) == 0 {
		list.Paragraphs = []string{w.say("farewell-none", nil)}
	}
	p.Sections = []section{list}
	return w.lay(p)
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 MST") }

// subjectOf returns the id of what was erased; of a member's account nothing leads there.
func subjectOf(r domain.Receipt) string {
	switch {
	case r.Participant != "":
		return r.Session + "/" + r.Participant
	case r.Session != "":
		return r.Session
	}
	return r.QuestionSet
}
