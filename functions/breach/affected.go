package breach

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	// pageSize is how many sessions or receipts are in memory at once.
	pageSize = 100
	// counters is how many sessions are counted at the same time.
	counters = 4
)

// present are the states of sessions whose data is stored. Receipts account for
// what was erased.
var present = []domain.State{domain.Draft, domain.Open, domain.Paused, domain.Closed, domain.Deleted, domain.Erasing}

// compute computes the affected list of one org from what is stored now and from the
// receipts of what was erased since the exposure began. It keeps one page of sessions in
// memory and none of their participants. Repeating it returns the list as of then.
func (h *handler) compute(ctx context.Context, i *domain.Incident, org string) error {
	l := &lister{handler: h, incident: i, total: domain.Affected{Org: org, Run: i.AffectedRun}}
	for _, part := range []func(context.Context) error{l.sessions, l.people, l.erased, l.flush} {
		if err := part(ctx); err != nil {
			return fmt.Errorf("computing who is affected: %w", err)
		}
	}
	now := h.Clock()
	l.total.At = now.UTC()
	_, err := h.Store.ChangeIncident(ctx, i.ID, func(i *domain.Incident) ([]domain.Entry, error) {
		if a, _ := i.AffectedOf(org); i.AffectedRun != l.total.Run || a.Run == l.total.Run || i.State == domain.IncidentClosed {
			return nil, nil // overtaken, or done by somebody else
		}
		i.Affected = slices.DeleteFunc(i.Affected, func(a domain.Affected) bool { return a.Org == org })
		i.Affected = append(i.Affected, l.total)
		return []domain.Entry{{At: now, RecordedAt: now, Actor: actor, Kind: domain.EntryAffected, Facts: map[string]string{
			"org": org, "people": strconv.Itoa(l.total.People), "records": strconv.Itoa(l.total.Records),
			"sessions": strconv.Itoa(l.total.Sessions), "erasedSince": strconv.Itoa(l.total.Erased.Receipts),
			"readable": strconv.FormatBool(l.total.Readable),
		}}}, nil
	})
	return err
}

// A lister gathers one org's groups and their totals.
type lister struct {
	*handler
	incident *domain.Incident
	total    domain.Affected
	groups   []domain.AffectedGroup
}

// add counts a group in, if any category concerns it.
func (l *lister) add(ctx context.Context, g domain.AffectedGroup) error {
	g.Org, g.Run = l.total.Org, l.total.Run
	g, concerned := l.incident.Group(g)
	if !concerned {
		return nil
	}
	g.ID = domain.GroupID(l.incident.ID, g.Org, g.Kind, g.Session+g.Receipt)
	l.total.Add(g)
	l.groups = append(l.groups, g)
	if len(l.groups) == store.GroupsMax {
		return l.flush(ctx)
	}
	return nil
}

func (l *lister) flush(ctx context.Context) error {
	if len(l.groups) == 0 {
		return nil
	}
	err := l.Store.PutGroups(ctx, l.incident.ID, l.groups)
	l.groups = l.groups[:0]
	return err
}

func (l *lister) has(c domain.Category) bool { return slices.Contains(l.incident.Categories, c) }

func (l *lister) sessions(ctx context.Context) error {
	if !slices.ContainsFunc(l.incident.Categories, domain.Category.InSessions) {
		return nil
	}
	ids, whole := l.incident.Scope.SessionsOf(l.total.Org)
	if !whole {
		var some []*domain.Session
		for _, id := range ids {
			s, err := l.Store.Session(ctx, id)
			if errors.Is(err, domain.ErrNotFound) || err == nil && (s.Org != l.total.Org || !slices.Contains(present, s.State)) {
				continue
			}
			if err != nil {
				return err
			}
			some = append(some, s)
		}
		return l.count(ctx, some)
	}
	for token := ""; ; {
		page, next, err := l.Store.Sessions(ctx, store.SessionQuery{Org: l.total.Org, States: present}, pageSize, token)
		if err != nil {
			return err
		}
		if err := l.count(ctx, page); err != nil || next == "" {
			return err
		}
		token = next
	}
}

// count counts a page of sessions, several at a time.
func (l *lister) count(ctx context.Context, page []*domain.Session) error {
	page = slices.DeleteFunc(page, func(s *domain.Session) bool { return !l.incident.Exposes(s.CreatedAt) })
	groups := make([]domain.AffectedGroup, len(page))
	errs := make([]error, len(page))
	var wg sync.WaitGroup
	for w := range min(counters, len(page)) {
		wg.Go(func() {
			for k := w; k < len(page); k += counters {
				groups[k], errs[k] = l.session(ctx, page[k].ID)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, g := range groups {
		if err := l.add(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

// session counts one session: its students, and the records that are concerned.
func (l *lister) session(ctx context.Context, sid string) (domain.AffectedGroup, error) {
	g := domain.AffectedGroup{Kind: domain.GroupSession, Session: sid}
	var participants, answers int
	var err error
	if l.has(domain.CategoryAliases) || l.has(domain.CategoryAnswers) {
		if participants, err = l.Store.CountParticipants(ctx, sid); err != nil {
			return g, err
		}
	}
	if l.has(domain.CategoryAnswers) {
		if answers, err = l.Store.CountRecords(ctx, sid); err != nil {
			return g, err
		}
	}
	g.People, g.Records = l.weigh(participants, answers)
	if l.has(domain.CategoryLessons) {
		g.Records++
	}
	return g, nil
}

// weigh converts numbers of participants and answers into numbers of people and
// records of the categories.
func (l *lister) weigh(participants, answers int) (people, records int) {
	if l.has(domain.CategoryAliases) {
		people, records = participants, records+participants
	}
	if l.has(domain.CategoryAnswers) {
		people, records = participants, records+answers
	}
	return people, records
}

// people counts those who belong to the org and not to a session.
func (l *lister) people(ctx context.Context) error {
	if ids, whole := l.incident.Scope.SessionsOf(l.total.Org); !whole && len(ids) > 0 {
		return nil
	}
	if l.has(domain.CategoryMembers) || l.has(domain.CategoryAccounts) {
		n, err := l.Store.CountMembers(ctx, l.total.Org)
		if err != nil {
			return err
		}
		for _, kind := range []domain.GroupKind{domain.GroupMembers, domain.GroupAccounts} {
			if err := l.add(ctx, domain.AffectedGroup{Kind: kind, People: n, Records: n}); err != nil {
				return err
			}
		}
	}
	return l.add(ctx, domain.AffectedGroup{Kind: domain.GroupContact, Records: 1})
}

// erased counts by receipts what was erased since the exposure began. Data whose
// keys were gone before then could no longer be read.
func (l *lister) erased(ctx context.Context) error {
	from := l.incident.OccurredFrom
	ids, whole := l.incident.Scope.SessionsOf(l.total.Org)
	for token := ""; ; {
		page, next, err := l.Store.Receipts(ctx, l.total.Org, pageSize, token)
		if err != nil {
			return err
		}
		for _, r := range page {
			if r.ErasedAt.Before(from) {
				return nil // the latest come first
			}
			if r.KeysDeletedAt.Before(from) || !whole && !slices.Contains(ids, r.Session) {
				continue
			}
			if r.Kind != domain.SubjectSession && r.Kind != domain.SubjectParticipant || r.Follows != "" {
				continue // not students', or counted by the receipt that it completes
			}
			g := domain.AffectedGroup{Kind: domain.GroupErased, Session: r.Session, Receipt: r.ID}
			g.People, g.Records = l.weigh(r.Counts.Participants, r.Counts.Answers)
			if err := l.add(ctx, g); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		token = next
	}
}
