package events

import (
	"encoding/json"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Breach is a message to the breach function: a tick, one changed incident, or one request
// in a school's queue.
type Breach struct {
	Tick bool
	Work BreachJob
}

// A BreachJob asks breach to look at one incident, at one org of it, or at one request. What to do is
// decided from the data, never from the message.
type BreachJob struct {
	Incident string `json:"incident"`
	Org      string `json:"org,omitempty"` // empty: all orgs that it concerns
	// Run, unless 0, asks for the affected list of Org to be computed, as
	// computation number Run.
	Run int `json:"run,omitempty"`
	// Request is the request to look at; then there is no incident.
	Request string `json:"request,omitempty"`
}

// Encode returns the bytes that are published.
func (w BreachJob) Encode() []byte { return encode(w) }

// ParseBreach reads a message of breach-tick, which is one without data, or of
// breach-work. The error is ErrPoison.
func ParseBreach(m Message) (Breach, error) {
	if len(m.Data) == 0 {
		return Breach{Tick: true}, nil
	}
	var w BreachJob
	if err := decode(m.Data, &w); err == nil && w == (BreachJob{Request: w.Request}) && domain.IsID(w.Request) {
		return Breach{Work: w}, nil
	} else if err != nil || w.Request != "" || !domain.IsID(w.Incident) || w.Org != "" && !domain.IsOrg(w.Org) || w.Run < 0 || w.Run > 0 && w.Org == "" {
		return Breach{}, ErrPoison
	}
	return Breach{Work: w}, nil
}

// Mail asks notify to send one notice of an incident, one letter, one mail to a requester, or an announcement to the
// people of one org: ids only, never an address or a name.
type Mail struct {
	Incident string `json:"incident,omitempty"`
	Notice   string `json:"notice,omitempty"`
	Letter   string `json:"letter,omitempty"`

	RequestMail string `json:"requestMail,omitempty"`

	Org   string `json:"org,omitempty"`
	About string `json:"about,omitempty"` // a domain.Announcing
}

// Announce returns the message that asks for an announcement.
func Announce(org string, a domain.Announcing) []byte {
	return Mail{Org: org, About: a.String()}.Encode()
}

// Encode returns the bytes that are published.
func (m Mail) Encode() []byte { return encode(m) }

// ParseMail reads a message of notify-mail. The error is ErrPoison.
func ParseMail(m Message) (Mail, error) {
	var mail Mail
	if err := decode(m.Data, &mail); err != nil {
		return Mail{}, ErrPoison
	}
	notice, letter := Mail{Incident: mail.Incident, Notice: mail.Notice}, Mail{Letter: mail.Letter}
	announcement := Mail{Org: mail.Org, About: mail.About}
	requester := Mail{RequestMail: mail.RequestMail}
	_, about := domain.ParseAnnouncing(mail.About)
	if mail == notice && domain.IsID(mail.Incident) && domain.IsID(mail.Notice) || mail == letter && domain.IsID(mail.Letter) ||
		mail == requester && domain.IsID(mail.RequestMail) ||
		mail == announcement && about && domain.IsOrg(mail.Org) {
		return mail, nil
	}
	return Mail{}, ErrPoison
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("events: plain strings and numbers are always JSON")
	}
	return b
}
