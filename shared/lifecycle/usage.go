package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// usageAtOnce is how many sessions are counted at a time.
const usageAtOnce = 8

// planUsage asks for the months of an org to be counted in which a session ended, and that
// weren't.
func (l *Lifecycle) planUsage(ctx context.Context, org domain.Org, out Publisher) error {
	if org.State == domain.OrgErasing || org.State == domain.OrgErased {
		return nil
	}
	due := org.UsageDue(l.now()) // the latest first
	begin, _ := due[len(due)-1].In(org.Zone())
	_, end := due[0].In(org.Zone())
	if ended, err := l.store.AnyEnded(ctx, org.ID, begin, end); err != nil || !ended {
		return err
	}
	missing, err := l.store.UsageMissing(ctx, org.ID, due)
	if err != nil {
		return err
	}
	var parts [][]byte
	for _, month := range missing {
		begin, end := month.In(org.Zone())
		ended, err := l.store.AnyEnded(ctx, org.ID, begin, end)
		if err != nil {
			return err
		}
		if ended {
			parts = append(parts, events.Plan{Org: org.ID, Usage: month}.Encode())
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return out.Send(ctx, events.RetentionPlan, parts...)
}

// CountUsage counts how much an org used the service in a month, once: who took part, without
// those of whom nothing may be given away, and how much they answered. It opens nothing, and
// keeps neither a session nor a teacher (promise P36).
func (l *Lifecycle) CountUsage(ctx context.Context, id string, month domain.Month) error {
	if waiting, err := l.mustWait(ctx); err != nil || waiting {
		return err
	}
	org, err := l.store.Org(ctx, id)
	if err != nil {
		return unless(domain.ErrNotFound, err)
	}
	due := false
	for _, m := range org.UsageDue(l.now()) {
		due = due || m == month
	}
	missing, err := l.store.UsageMissing(ctx, id, []domain.Month{month})
	if err != nil || !due || len(missing) == 0 || org.State == domain.OrgErasing || org.State == domain.OrgErased {
		return err
	}
	begin, end := month.In(org.Zone())
	// Before anything is read, since it is asked again each hour.
	if n, err := l.store.CountEnded(ctx, id, begin, end); err != nil {
		return err
	} else if n > domain.UsageSessionsMax {
		slog.WarnContext(ctx, "a school's month has too many sessions to be counted", "org", id)
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	students := make(domain.Crowd)
	sessions, answers := 0, 0
	var errs []error
	var mu sync.Mutex
	var counting sync.WaitGroup
	turns := make(chan struct{}, usageAtOnce)
	for s, err := range l.store.SessionsEnded(ctx, id, "", begin, end) {
		if sessions++; err != nil {
			mu.Lock()
			errs = append(errs, err)
			mu.Unlock()
			cancel()
			break
		}
		turns <- struct{}{}
		counting.Go(func() {
			defer func() { <-turns }()
			present, answered, err := l.turnout(ctx, s)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
				cancel()
				return
			}
			students.Add(s.ID, present)
			answers += answered
		})
	}
	counting.Wait()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("counting usage: %w", err)
	}
	err = l.store.CreateUsage(ctx, domain.NewUsage(id, month, students, sessions, answers, l.now()))
	return unless(domain.ErrNotFound, unless(domain.ErrConflict, err))
}

// turnout counts who was in a session, and what they answered, of those of whom anything may be
// given away.
func (l *Lifecycle) turnout(ctx context.Context, s *domain.Session) (present, answers int, err error) {
	participants, err := l.store.Participants(ctx, s.ID)
	if err != nil {
		return 0, 0, err
	}
	var seats map[string]domain.Seat
	if s.HasSeats {
		if seats, err = l.store.Seats(ctx, s.ID, time.Time{}); err != nil {
			return 0, 0, err
		}
	}
	counted := make(map[string]bool, len(participants))
	for i := range participants {
		if p := &participants[i]; p.Disclosable(seats[p.ID].Restricted != "") && !seats[p.ID].Erased {
			counted[p.ID] = true
		}
	}
	for c, err := range l.store.ChunkHeads(ctx, s.ID) {
		if err != nil {
			return 0, 0, err
		}
		for _, r := range c.Records {
			if counted[r.Participant] {
				answers++
			}
		}
	}
	return len(counted), answers, nil
}
