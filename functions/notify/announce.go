package notify

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
)

// announceMargin is how long before its deadline a delivery begins no other letter: one
// takes an attempt to send and settling it.
const announceMargin = 2 * time.Minute

// announce sends an announcement to everybody of an org who has an address and hasn't had
// it. What an org is yet to be sent is in its own record; the hourly tick asks again for
// what isn't done.
func (h *handler) announce(ctx context.Context, job events.Mail) error {
	about, _ := domain.ParseAnnouncing(job.About)
	org, err := h.Store.Org(ctx, job.Org)
	if err != nil {
		return unless(domain.ErrNotFound, err)
	}
	if !slices.Contains(org.Mailing, about) {
		return nil // sent, or taken back
	}
	org = org.At(h.Clock())
	var write writer
	var all iter.Seq2[addressee, error]
	if about.Kind == domain.AnnounceNewsletter {
		n, err := h.Store.Newsletter(ctx, about.ID)
		if errors.Is(err, domain.ErrNotFound) {
			return h.announced(ctx, org.ID, about) // it is too old for anybody
		}
		if err != nil {
			return fmt.Errorf("reading a newsletter: %w", err)
		}
		write = func(to addressee) (notice.Content, error) {
			return notice.OfNewsletter(org, n, to.language, h.leave(to))
		}
		all = h.members(ctx, org.ID, about, n.Kind, nil)
	} else {
		if write, err = h.writer(ctx, org, about); err != nil {
			return err
		}
		all = concat(h.mailboxes(ctx, org, about), h.members(ctx, org.ID, about, "", nil))
	}
	r, err := h.round(ctx, once(all), write, time.Time{})
	if err != nil {
		return err
	}
	if r.cut {
		return h.Publisher.Send(ctx, events.NotifyMail, job.Encode())
	}
	if r.gone || !r.next.IsZero() {
		return nil
	}
	return h.announced(ctx, org.ID, about)
}

// announced notes that an org's people have had an announcement.
func (h *handler) announced(ctx context.Context, org string, about domain.Announcing) error {
	return unless(domain.ErrNotFound, h.Store.ChangeMailing(ctx, org, func(o *domain.Org) bool {
		i := slices.Index(o.Mailing, about)
		if i >= 0 {
			o.Mailing = slices.Delete(o.Mailing, i, i+1)
		}
		return i >= 0
	}))
}

// A round is what one delivery of a message came to that asks for a letter to each of many.
type round struct {
	told domain.Told
	next time.Time // when the first of the letters that aren't done is due; zero: all are
	cut  bool      // the delivery's time was over before the last
	gone bool      // the org is being erased
}

// failuresMax is after how many letters that could not be worked on a round ends: whatever
// it is, it isn't about one of them.
const failuresMax = 10

// round makes an attempt to send each letter that is due. One that fails keeps no other. A
// letter isn't tried again after until; zero: as long as Attempts allow.
func (h *handler) round(ctx context.Context, all iter.Seq2[addressee, error], write writer, until time.Time) (r round, err error) {
	var failed []error
	var held []domain.Circular // by another delivery, which is sending them
	for to, err := range all {
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < announceMargin {
			r.cut = true
			break
		}
		var l domain.Circular
		if err == nil {
			if to.address == "" {
				r.told.Without++
				continue
			}
			if l, err = h.circular(ctx, to, write, until); errors.Is(err, domain.ErrNotFound) {
				r.gone = true
				break
			}
		}
		if err != nil {
			if failed = append(failed, err); len(failed) == failuresMax {
				break
			}
			continue
		}
		if l.State == domain.NoticeSending {
			held = append(held, l)
			continue
		}
		r.count(l)
	}
	// That delivery may have found ours being sent in turn: whichever looks last finds all done.
	for _, l := range held {
		l, err := h.Store.ChangeCircular(ctx, l, func(*domain.Circular) bool { return false })
		if errors.Is(err, domain.ErrNotFound) {
			r.gone = true
			break
		}
		if err != nil {
			failed = append(failed, err)
			break
		}
		r.count(l)
	}
	return r, errors.Join(failed...)
}

// count adds a letter to a round.
func (r *round) count(l domain.Circular) {
	r.told.Count(l)
	if due := l.Due(); !l.Done() && (r.next.IsZero() || due.Before(r.next)) {
		r.next = due
	}
}

// circular makes an attempt to send one letter if one is due, and returns the letter as it
// is then.
func (h *handler) circular(ctx context.Context, to addressee, write writer, until time.Time) (domain.Circular, error) {
	if to.letter.Done() {
		return to.letter, nil
	}
	now := h.Clock().UTC()
	var claimed bool
	l, err := h.Store.ChangeCircular(ctx, to.letter, func(l *domain.Circular) bool {
		claimed = false
		if l.Lapse(now) {
			return true
		}
		claimed = l.Claim(now)
		return claimed
	})
	if err != nil || !claimed {
		return l, err
	}
	sent, result := domain.SentRefused, "it can't be written"
	if c, err := write(to); err == nil {
		sent, result = h.Mail.Send(ctx, mail.Message{
			ID: l.ID, To: to.address, Language: c.Language, Subject: c.Subject, Text: c.Text, HTML: c.HTML, Unsubscribe: h.oneClick(to),
		})
	}
	if sent == domain.SentTemporary || sent == domain.SentUnknown {
		slog.WarnContext(ctx, "an announcement was not accepted", "alert", "mail-fails", "org", l.Org, "letter", l.ID, "attempt", l.Attempt)
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	attempt := l.Attempt
	return h.Store.ChangeCircular(settling, l, func(l *domain.Circular) bool {
		return l.Settle(attempt, sent, result, until, h.Clock().UTC())
	}) // an error leaves the claim: it will be unknown
}

// A writer writes a letter to somebody, in their language.
type writer func(to addressee) (notice.Content, error)

// leave returns the page on which an addressee leaves a newsletter. What is behind the # stays
// in their browser.
func (h *handler) leave(to addressee) string { return h.Origin + "/unsubscribe#" + to.token }

// oneClick returns where mail programs leave it (RFC 8058), empty for what can't be left. They
// put the token where no line of the edge's log keeps it: behind a question mark.
func (h *handler) oneClick(to addressee) string {
	if to.token == "" {
		return ""
	}
	return h.Origin + "/v1/unsubscribe?token=" + to.token
}

// writer returns how an announcement is written. What can't be found is never sent.
func (h *handler) writer(ctx context.Context, org domain.Org, about domain.Announcing) (writer, error) {
	if about.Kind == domain.AnnounceOwnership {
		c, err := h.Store.Ownership(ctx, about.ID)
		if err != nil {
			return nil, fmt.Errorf("reading what is announced: %w", err)
		}
		return func(to addressee) (notice.Content, error) { return notice.OfOwnership(org, c, to.language) }, nil
	}
	v, err := h.Store.PolicyVersion(ctx, org.ID, about.N)
	if err != nil {
		return nil, fmt.Errorf("reading what is announced: %w", err)
	}
	return func(to addressee) (notice.Content, error) { return notice.OfPolicy(org, v, to.language) }, nil
}

func unless(ignored, err error) error {
	if errors.Is(err, ignored) {
		return nil
	}
	return err
}
