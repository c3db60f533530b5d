package notify

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
)

// sendRequester is send for a mail to somebody who asked a school for something. Once it is
// sent or given up, the address is forgotten.
func (h *handler) sendRequester(ctx context.Context, id string) error {
	now := h.Clock().UTC()
	claimed := false
	var envelope []byte
	m, err := h.Store.ChangeRequestMail(ctx, id, func(m *domain.RequestMail) bool {
		if claimed = false; m.Expire(now) {
			return true
		}
		claimed, envelope = m.Claim(now), m.Wrapped
		return claimed
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it went with its request
	}
	if err != nil || !claimed {
		return err
	}
	sent, result := h.deliverRequester(ctx, m, envelope)
	if sent == domain.SentTemporary || sent == domain.SentUnknown {
		// One that is refused for good says that somebody mistyped an address.
		slog.WarnContext(ctx, "a mail to a requester was not accepted", "alert", "mail-fails", "mail", m.ID, "kind", string(m.Kind), "attempt", m.Attempt)
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	attempt := m.Attempt
	_, err = h.Store.ChangeRequestMail(settling, id, func(m *domain.RequestMail) bool {
		return m.Settle(attempt, sent, result, h.Clock().UTC())
	})
	return unless(domain.ErrNotFound, err) // else the claim stands: it will be unknown
}

// deliverRequester opens what was claimed, and makes one attempt to send it.
func (h *handler) deliverRequester(ctx context.Context, m domain.RequestMail, envelope []byte) (domain.Sent, string) {
	e, err := requestmail.Unwrap(ctx, h.MailKeys, m.ID, envelope)
	if errors.Is(err, domain.ErrUnavailable) {
		return domain.SentTemporary, "the mail can't be opened now"
	}
	if err != nil {
		return domain.SentRefused, "the mail doesn't open"
	}
	org, err := h.Store.Org(ctx, m.Org)
	if errors.Is(err, domain.ErrNotFound) {
		return domain.SentRefused, "the school is gone"
	}
	if err != nil {
		return domain.SentTemporary, "the mail can't be written now"
	}
	c, err := written(org, m, e)
	if err != nil {
		return domain.SentRefused, "it can't be written"
	}
	return h.Mail.Send(ctx, mail.Message{ID: m.ID, To: e.To, Language: c.Language, Subject: c.Subject, Text: c.Text, HTML: c.HTML})
}

var errKind = errors.New("there is no such mail")

// written returns what a mail to a requester says.
func written(o domain.Org, m domain.RequestMail, e requestmail.Envelope) (notice.Content, error) {
	switch m.Kind {
	case domain.RequestMailCode:
		if code, ok := domain.ParseRequestCode(e.Code); ok {
			return notice.OfRequestCode(o, code, m.Locale)
		}
	case domain.RequestMailCopy:
		if code, ok := domain.ParseRequestCode(e.Code); ok {
			return notice.OfRequestCopy(o, code, m.Locale)
		}
	default:
		if slices.Contains(domain.RequestNews, m.Kind) {
			return notice.OfRequestNews(o, m.Kind, m.Locale)
		}
	}
	return notice.Content{}, errKind
}
