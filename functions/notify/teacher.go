package notify

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
)

// teachers tells those who teach sessions that an incident concerns, each once, and records
// how many were told. What fails for now is tried again when breach asks for it.
func (h *handler) teachers(ctx context.Context, job events.Mail, n domain.Notice) error {
	now := h.Clock().UTC()
	if n.State != domain.NoticeQueued && (n.State != domain.NoticeDeferred || now.Before(n.NextAttempt)) {
		return nil // done, or not to be sent now
	}
	i, err := h.Store.Incident(ctx, n.Incident)
	if err != nil {
		return unless(domain.ErrNotFound, err)
	}
	org, err := h.Store.Org(ctx, n.Org)
	if errors.Is(err, domain.ErrNotFound) {
		org, err = domain.Org{ID: n.Org}, nil // it has no members either
	}
	if err != nil {
		return err
	}
	among, err := h.affected(ctx, i, n.Org)
	if err != nil {
		return err
	}
	about := domain.Announcing{Kind: domain.AnnounceIncident, ID: n.Incident, N: n.Update}
	write := func(to addressee) (notice.Content, error) { return notice.ToTeachers(i, org, &n, to.language, now) }
	r, err := h.round(ctx, once(h.members(ctx, n.Org, about, "", among)), write, n.Deadline)
	if err != nil {
		return err
	}
	if r.cut {
		return h.Publisher.Send(ctx, events.NotifyMail, job.Encode())
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	n, err = h.Store.ChangeNotice(settling, n.Incident, n.ID, func(n *domain.Notice) (bool, error) {
		return n.SettleMembers(r.told, r.next, h.Clock().UTC()), nil
	})
	if err != nil {
		return unless(domain.ErrNotFound, err)
	}
	return h.tell(settling, n)
}

// affected returns which members of an org own or teach a session that an incident concerns.
func (h *handler) affected(ctx context.Context, i *domain.Incident, org string) (func(context.Context, domain.Member) (bool, error), error) {
	ids, whole := i.Scope.SessionsOf(org)
	if whole {
		return func(ctx context.Context, m domain.Member) (bool, error) {
			for s, err := range h.Store.SessionsOf(ctx, org, m.ID) {
				if err != nil || i.Exposes(s.CreatedAt) {
					return err == nil, err
				}
			}
			return false, nil
		}, nil
	}
	teach := make(map[string]bool)
	for _, id := range ids {
		s, err := h.Store.Session(ctx, id)
		if errors.Is(err, domain.ErrNotFound) || err == nil && (s.Org != org || !i.Exposes(s.CreatedAt)) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, m := range append([]string{s.Owner}, s.CoTeachers...) {
			teach[m] = true
		}
	}
	return func(_ context.Context, m domain.Member) (bool, error) { return teach[m.ID], nil }, nil
}
