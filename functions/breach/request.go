package breach

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// request looks at the clocks of a request in a school's queue: it starts them once the
// requester's address is verified, notes what passed, and writes to the school's office.
// Which letter that is follows from what is stored, so that a crash or a message that comes
// twice makes no other one.
func (h *handler) request(ctx context.Context, id string) error {
	now := h.Clock().UTC()
	r, err := h.Store.Request(ctx, id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && !r.Queued() {
		return nil // erased since, or not verified
	}
	if err != nil {
		return err
	}
	org, err := h.Store.Org(ctx, r.Org)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // the request goes with it
	}
	if err != nil {
		return err
	}
	var alarms []domain.ClockAlarm
	r, err = h.Store.WorkOnRequest(ctx, id, func(r *domain.Request) ([]domain.Entry, []domain.RequestMail, error) {
		if r.Org != org.ID {
			return nil, nil, errChanged // it was forwarded meanwhile
		}
		begun, err := r.Begin(org, actor, now)
		if err != nil {
			return nil, nil, err
		}
		found, noticed := r.Watch(actor, now)
		alarms = found
		return append(begun, noticed...), nil, nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at a request: %w", err)
	}
	return h.remind(ctx, &r, alarms, now)
}

// remind writes to the office of the school that has the request, of each clock that runs out one
// letter for each of its warnings, and before that one that the request came.
func (h *handler) remind(ctx context.Context, r *domain.Request, alarms []domain.ClockAlarm, now time.Time) error {
	var letters []domain.Letter
	for _, a := range alarms {
		if a.Running > 0 {
			letters = append(letters, domain.RequestLetter(r, a.Clause, a.Running, a.Deadline, now))
		}
	}
	if len(letters) == 0 && r.State == domain.RequestOpen && len(alarms) > 0 {
		letters = append(letters, domain.RequestLetter(r, "", 0, r.DueAt(), now))
	}
	var mails [][]byte
	for _, l := range letters {
		stored, err := h.Store.PutLetter(ctx, l)
		if err != nil {
			return fmt.Errorf("reminding a school of a request: %w", err)
		}
		if stored.State != domain.NoticeWaiting {
			continue // it was written before; ticks see to the rest
		}
		send, err := h.letter(ctx, l.ID)
		if err != nil {
			return fmt.Errorf("reminding a school of a request: %w", err)
		}
		if send {
			mails = append(mails, events.Mail{Letter: l.ID}.Encode())
		}
	}
	return h.publish(ctx, events.NotifyMail, mails)
}
