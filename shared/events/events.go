// Package events defines what goes over Pub/Sub: the payloads, and the envelope in
// which the functions framework hands them to a function.
//
// Functions publish through package publish and decode with this one; entries
// build their handlers with Guard. A payload names ids and never holds an
// address, a name, an answer or a token: topics are read by machines and their
// messages are kept by others.
package events

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The topics.
const (
	RetentionTick = "retention-tick"
	RetentionPlan = "retention-plan"
	RetentionWork = "retention-work"
	BreachTick    = "breach-tick"
	BreachWork    = "breach-work"
	NotifyMail    = "notify-mail"
	IdentityWork  = "identity-work"
	FindWork      = "find-work"
	ExportWork    = "export-work"
	DeadLetter    = "dead-letter"
)

// ErrPoison says that a message can't be understood, now or later. Not acknowledged, it
// goes to the dead-letter topic after its last attempt.
var ErrPoison = errors.New("the message can't be understood")

// DataMax bounds a payload in bytes: they are a few ids.
const DataMax = 4 << 10

// A Message is a Pub/Sub message as a function gets it.
type Message struct {
	ID         string
	Data       []byte
	Attributes map[string]string
}

// Decode reads the data of a CloudEvent of type
// google.cloud.pubsub.topic.v1.messagePublished:
// https://googleapis.github.io/google-cloudevents/examples/binary/pubsub/MessagePublishedData-simple.json.
// The error is ErrPoison.
func Decode(data []byte) (Message, error) {
	var in struct {
		Message *struct {
			Data       string            `json:"data"`
			Attributes map[string]string `json:"attributes"`
			ID         string            `json:"messageId"`
		} `json:"message"`
	}
	if err := json.Unmarshal(data, &in); err != nil || in.Message == nil {
		return Message{}, ErrPoison
	}
	raw, err := base64.StdEncoding.DecodeString(in.Message.Data)
	if err != nil || len(raw) > DataMax {
		return Message{}, ErrPoison
	}
	return Message{ID: in.Message.ID, Data: raw, Attributes: in.Message.Attributes}, nil
}

// Retention is a message to the retention function: a tick, a part of one, or one piece
// of work.
type Retention struct {
	Tick bool
	Plan *Plan // nil: none
	Work Work
}

// A Plan asks retention for one part of a tick: to plan what is due in one org or,
// without an org, to take care of what belongs to none.
type Plan struct {
	Org string `json:"org,omitempty"`
	// Ownership is the announcement of a change of ownership that the org's people
	// have to have had; empty: there is none.
	Ownership string `json:"ownership,omitempty"`
	// Usage is the month of which the org's usage is to be counted, and nothing else done;
	// empty: none.
	Usage domain.Month `json:"usage,omitempty"`
	// Newsletters are the announcements of newsletters that its members have to have been sent.
	Newsletters []string `json:"newsletters,omitempty"`
}

// newslettersMax is how many a Plan names at most: as many as may be started while each of them
// is current, and those that a clock put back brings.
const newslettersMax = 2 * domain.NewsletterRate

// Encode returns the bytes that are published.
func (p Plan) Encode() []byte {
	return encode(struct {
		Plan Plan `json:"plan"`
	}{p})
}

// Work asks retention to look at one subject and, if the wanted transition is due, to
// make it. Whether it is due is decided from the data, never from the message.
type Work struct {
	Subject domain.Subject `json:"subject"`
	To      domain.State   `json:"to"`   // closed, deleted or erased
	Rule    domain.Rule    `json:"rule"` // which asks for it
}

// Encode returns the bytes that are published.
func (w Work) Encode() []byte { return encode(w) }

// FormalErasure returns the work of a formal erasure, which is recorded in the vault:
// without that record the message has no effect.
func FormalErasure(s domain.Subject) []byte {
	return Work{Subject: s, To: domain.Erased, Rule: domain.RuleFormal}.Encode()
}

// ParseRetention reads a message of retention-tick, which is one without data, of
// retention-plan or of retention-work. The error is ErrPoison.
func ParseRetention(m Message) (Retention, error) {
	if len(m.Data) == 0 {
		return Retention{Tick: true}, nil
	}
	var in struct {
		Plan *Plan `json:"plan"`
		Work
	}
	if err := decode(m.Data, &in); err != nil {
		return Retention{}, ErrPoison
	}
	if in.Plan != nil {
		if in.Work != (Work{}) || in.Plan.Org != "" && !domain.IsOrg(in.Plan.Org) {
			return Retention{}, ErrPoison
		}
		if len(in.Plan.Newsletters) > newslettersMax {
			return Retention{}, ErrPoison
		}
		for _, about := range in.Plan.Newsletters {
			if a, ok := domain.ParseAnnouncing(about); !ok || a.Kind != domain.AnnounceNewsletter || in.Plan.Org == "" {
				return Retention{}, ErrPoison
			}
		}
		if about := in.Plan.Ownership; about != "" {
			if a, ok := domain.ParseAnnouncing(about); !ok || a.Kind != domain.AnnounceOwnership || in.Plan.Org == "" {
				return Retention{}, ErrPoison
			}
		}
		if month := in.Plan.Usage; month != "" {
			if _, ok := domain.ParseMonth(string(month)); !ok || in.Plan.Ownership != "" || len(in.Plan.Newsletters) > 0 || in.Plan.Org == "" {
				return Retention{}, ErrPoison
			}
		}
		return Retention{Plan: in.Plan}, nil
	}
	if !in.Subject.Valid() {
		return Retention{}, ErrPoison
	}
	switch in.To {
	case domain.Closed, domain.Deleted, domain.Erased:
		return Retention{Work: in.Work}, nil
	}
	return Retention{}, ErrPoison
}

// decode reads exactly one JSON value with no unknown fields.
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return ErrPoison
	}
	return nil
}

// DeliveryTime bounds the handling of one message: Pub/Sub's longest
// acknowledgement deadline is 600 s, and a delivery that is not acknowledged by
// then is made again while this one still runs.
const DeliveryTime = 540 * time.Second

// A Handler handles one message. An error has it delivered again.
type Handler func(context.Context, Message) error
