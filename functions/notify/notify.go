// Package notify sends one e-mail for one message, exactly once as far as SMTP
// allows.
//
// Pub/Sub calls it with the id of a notice. It claims the notice before it sends
// and records the result after it. A crash between the two leaves a claim that
// nobody settles: whether the mail went out is unknown, a person is shown that, and
// it is never resent automatically.
//
// It opens what is sealed under orgs' contact keys and nothing else. It must
// never log an address or a word of a notice, and never send what it has not
// claimed.
package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       contact.Vault
	ContactKeys contact.Wrapper // the Cloud KMS key of contacts
	Mail        Sender
	Publisher   Publisher
	Clock       domain.Clock
}

// Store is what the function needs of the database.
type Store interface {
	ChangeNotice(ctx context.Context, incident, id string, change func(*domain.Notice) (changed bool, err error)) (domain.Notice, error)
}

// A Sender makes one attempt to send a message.
type Sender interface {
	Send(ctx context.Context, m mail.Message) (sent domain.Sent, result string)
}

// Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

// settleTime bounds recording a result, which continues past the deadline of the
// delivery.
const settleTime = 30 * time.Second

type handler struct{ Deps }

// New makes the function's handler.
func New(d Deps) events.Handler {
	h := &handler{d}
	return func(ctx context.Context, m events.Message) error {
		job, err := events.ParseMail(m)
		if err != nil {
			return err
		}
		return h.send(ctx, job)
	}
}

func (h *handler) send(ctx context.Context, job events.Mail) error {
	now := h.Clock().UTC()
	var claimed, lapsed bool
	n, err := h.Store.ChangeNotice(ctx, job.Incident, job.Notice, func(n *domain.Notice) (bool, error) {
		claimed, lapsed = false, n.Lapse(now)
		if !lapsed {
			claimed = n.Claim(now)
		}
		return claimed || lapsed, nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil // there is no such notice, now or later
	}
	if err != nil {
		return err
	}
	if lapsed {
		return h.tell(ctx, n)
	}
	if !claimed {
		return nil // sent, being sent, or not to be sent now
	}
	sent, result := h.deliver(ctx, n)
	if sent == domain.SentTemporary || sent == domain.SentUnknown {
		// The alert "mail-fails" counts this line (terraform/service/failures.tf). The
		// server's words are on the timeline: they may name the recipient.
		slog.WarnContext(ctx, "a notice was not accepted", "alert", "mail-fails", "incident", n.Incident, "notice", n.ID, "attempt", n.Attempt)
	}

	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	attempt := n.Attempt
	if n, err = h.Store.ChangeNotice(settling, job.Incident, job.Notice, func(n *domain.Notice) (bool, error) {
		return n.Settle(attempt, sent, result, h.Clock().UTC()), nil
	}); err != nil {
		return err // the claim stands: it will be unknown
	}
	return h.tell(settling, n)
}

// tell has breach put on the timeline what happened. Without it the next tick
// does.
func (h *handler) tell(ctx context.Context, n domain.Notice) error {
	return h.Publisher.Send(ctx, events.BreachWork, events.BreachJob{Incident: n.Incident, Org: n.Org}.Encode())
}

// deliver opens a claimed notice and makes one attempt to send it.
func (h *handler) deliver(ctx context.Context, n domain.Notice) (domain.Sent, string) {
	keys := contact.New(h.Vault, h.ContactKeys)
	path := seal.NoticePath(n.Incident, n.ID)
	var to contact.Contact
	var c notice.Content
	err := keys.Open(ctx, n.KeyOrg, path, seal.Recipient, n.Recipient, &to)
	if err == nil {
		err = keys.Open(ctx, n.KeyOrg, path, seal.Content, n.Content, &c)
	}
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return domain.SentRefused, "the key was erased"
	case errors.Is(err, seal.ErrOpen):
		return domain.SentRefused, "the notice doesn't open"
	case err != nil:
		return domain.SentTemporary, "the notice can't be opened now"
	}
	return h.Mail.Send(ctx, mail.Message{
		ID: n.ID, To: to.Email, Language: c.Language, Subject: c.Subject, Text: c.Text, HTML: c.HTML,
	})
}
