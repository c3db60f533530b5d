package breach

import (
	"context"
	"errors"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// lettersMax bounds how many letters one tick looks at. The next takes up the rest.
const lettersMax = 2000

// letters writes the letters that retention asked for, and has those sent that are to be
// sent: again at every tick, so that a lost message does no harm.
func (h *handler) letters(ctx context.Context) error {
	var ids []string
	for id, err := range h.Store.OpenLetters(ctx) {
		if err != nil {
			return err
		}
		if ids = append(ids, id); len(ids) == lettersMax {
			break
		}
	}
	var mails [][]byte
	var errs []error
	for _, id := range ids { // one that fails keeps no other
		send, err := h.letter(ctx, id)
		if err != nil {
			errs = append(errs, fmt.Errorf("writing a letter: %w", err))
		}
		if send {
			mails = append(mails, events.Mail{Letter: id}.Encode())
		}
	}
	return errors.Join(append(errs, h.publish(ctx, events.NotifyMail, mails))...)
}

// letter brings one letter up to date and reports whether it is to be sent now.
func (h *handler) letter(ctx context.Context, id string) (send bool, err error) {
	l, err := h.Store.Letter(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now := h.Clock().UTC()
	var content notice.Content
	var office mailbox
	if l.State == domain.NoticeWaiting {
		if content, office, err = h.written(ctx, l); err != nil {
			return false, err
		}
	}
	l, err = h.Store.ChangeLetter(ctx, id, func(l *domain.Letter, o domain.Org) (bool, error) {
		switch {
		case l.Lapse(now):
			return true, nil
		case (l.State == domain.NoticeWaiting || l.State == domain.NoticeQueued || l.State == domain.NoticeDeferred) && l.Outdated(o, now):
			l.Withdraw()
			return true, nil
		case l.State != domain.NoticeWaiting || content.Subject == "":
			return false, nil // written by somebody faster, or put back since
		case office.address == "":
			l.State, l.DoneAt, l.Result = domain.NoticeFailed, now, "no address"
			return true, nil
		}
		path := seal.LetterPath(id)
		recipient, err := encode(contact.Contact{Email: office.address})
		if err != nil {
			return false, err
		}
		text, err := encode(content)
		if err != nil {
			return false, err
		}
		l.State, l.KeyOrg = domain.NoticeQueued, office.org
		l.Recipient, l.Content = office.key.Seal(path, seal.Recipient, recipient), office.key.Seal(path, seal.Content, text)
		return true, nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	return l.State == domain.NoticeQueued || l.State == domain.NoticeDeferred && !now.Before(l.NextAttempt), err
}

// written returns what a letter says, and to whom.
func (h *handler) written(ctx context.Context, l domain.Letter) (c notice.Content, office mailbox, err error) {
	about, err := h.Store.Org(ctx, l.Org)
	if errors.Is(err, domain.ErrNotFound) {
		about, err = domain.Org{ID: l.Org, Name: l.Org}, nil
	}
	if err != nil {
		return c, office, err
	}
	reader, to := about, l.Org
	if l.To == domain.OfficeOperator {
		to = h.Operator
		if reader, err = h.Store.Org(ctx, to); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return c, office, err
		}
	}
	if office, err = h.mailboxOf(ctx, contact.New(h.Vault, h.ContactKeys), to, func(c contact.Contact) string { return c.Email }); err != nil {
		return c, office, err
	}
	if l.Kind == domain.LetterRequest {
		if about.Timezone == "" {
			about.Timezone = "UTC" // of an erased org a tombstone is left
		}
		c, err = notice.OfRequest(about, l)
		return c, office, err
	}
	if l.Kind == domain.LetterFarewell {
		receipts, more, err := h.Store.Receipts(ctx, l.Org, notice.ReceiptsMax, "")
		if err != nil {
			return c, office, err
		}
		all := make([]notice.Receipt, len(receipts))
		for i, r := range receipts {
			all[i] = notice.Receipt{Receipt: r.Receipt, Body: r.Body}
		}
		c, err = notice.Farewell(about, all, more != "")
		return c, office, err
	}
	c, err = notice.Ending(reader, about, l)
	return c, office, err
}
