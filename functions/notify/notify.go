// Package notify sends notices, announcements and newsletters by e-mail, each exactly once as
// far as SMTP allows.
//
// Pub/Sub calls it with the id of a notice of a breach, with that of a letter about a
// school's contract, with that of a mail to somebody who asks a school for something, or
// with what an org's people are to be told. It claims each before it sends
// and records the result after it. A crash between the two leaves a claim that
// nobody settles: whether the mail went out is unknown, a person is shown that, and
// it is never resent automatically.
//
// It opens what is sealed under orgs' contact keys, members' profiles for where to write to
// them, and what is wrapped of mails to requesters, and nothing else. It must never send a newsletter
// to whoever didn't choose its kind, or without a way to leave it by one click, never log an address or a word of a notice or a
// letter, and never send what it has not claimed.
package notify

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	ContactKeys contact.Wrapper       // the Cloud KMS key of contacts
	OrgKeys     profile.Unwrapper     // the Cloud KMS key of members
	MailKeys    requestmail.Unwrapper // the Cloud KMS key of mails to requesters
	Mail        Sender
	Publisher   Publisher
	Clock       domain.Clock
	// Origin is the web app's, where newsletters are left.
	Origin string
}

// Vault is what the function needs of the vault.
type Vault interface {
	contact.Vault
	profile.Vault
}

// Store is what the function needs of the database.
type Store interface {
	ChangeLetter(ctx context.Context, id string, change func(l *domain.Letter, o domain.Org) (changed bool, err error)) (domain.Letter, error)
	ChangeNotice(ctx context.Context, incident, id string, change func(*domain.Notice) (changed bool, err error)) (domain.Notice, error)

	Org(ctx context.Context, id string) (domain.Org, error)
	OrgContact(ctx context.Context, id string) ([]byte, error)
	PolicyVersion(ctx context.Context, org string, n int) (domain.PolicyVersion, error)
	Ownership(ctx context.Context, id string) (domain.Ownership, error)
	Newsletter(ctx context.Context, id string) (domain.Newsletter, error)
	Incident(ctx context.Context, id string) (*domain.Incident, error)
	Session(ctx context.Context, sid string) (*domain.Session, error)
	SessionsOf(ctx context.Context, org, member string) iter.Seq2[*domain.Session, error]
	MemberPage(ctx context.Context, org string, size int, token string) ([]domain.Member, string, error)
	Circulars(ctx context.Context, org string, letters []domain.Circular) error
	ChangeCircular(ctx context.Context, c domain.Circular, change func(*domain.Circular) (changed bool)) (domain.Circular, error)
	ChangeRequestMail(ctx context.Context, id string, change func(*domain.RequestMail) (changed bool)) (domain.RequestMail, error)
	ChangeMailing(ctx context.Context, org string, change func(o *domain.Org) (changed bool)) error
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
		if job.Letter != "" {
			return h.sendLetter(ctx, job.Letter)
		}
		if job.RequestMail != "" {
			return h.sendRequester(ctx, job.RequestMail)
		}
		if job.About != "" {
			return h.announce(ctx, job)
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
	if n.ToMembers() {
		return h.teachers(ctx, job, n)
	}
	if !claimed {
		return nil // sent, being sent, or not to be sent now
	}
	sent, result := h.deliver(ctx, n.Delivery, seal.NoticePath(n.Incident, n.ID), n.ID)
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

// sendLetter is send for a letter, unless what it says isn't so any more.
func (h *handler) sendLetter(ctx context.Context, id string) error {
	now := h.Clock().UTC()
	claimed := false
	l, err := h.Store.ChangeLetter(ctx, id, func(l *domain.Letter, o domain.Org) (bool, error) {
		if claimed = false; l.Lapse(now) {
			return true, nil
		}
		if (l.State == domain.NoticeQueued || l.State == domain.NoticeDeferred) && l.Outdated(o, now) {
			l.Withdraw()
			return true, nil
		}
		claimed = l.Claim(now)
		return claimed, nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it went with its org
	}
	if err != nil || !claimed {
		return err
	}
	sent, result := h.deliver(ctx, l.Delivery, seal.LetterPath(l.ID), l.ID)
	if sent != domain.SentAccepted {
		slog.WarnContext(ctx, "a letter was not accepted", "alert", "mail-fails", "letter", l.ID, "kind", string(l.Kind), "attempt", l.Attempt)
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	attempt := l.Attempt
	_, err = h.Store.ChangeLetter(settling, id, func(l *domain.Letter, _ domain.Org) (bool, error) {
		return l.Settle(attempt, sent, result, h.Clock().UTC()), nil
	})
	return err // the claim stands: it will be unknown
}

// deliver opens what was claimed, which stands at path, and makes one attempt to send it.
func (h *handler) deliver(ctx context.Context, n domain.Delivery, path, id string) (domain.Sent, string) {
	keys := contact.New(h.Vault, h.ContactKeys)
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
		ID: id, To: to.Email, Language: c.Language, Subject: c.Subject, Text: c.Text, HTML: c.HTML,
	})
}
