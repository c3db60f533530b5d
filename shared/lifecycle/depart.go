package lifecycle

import (
	"context"
	"fmt"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A Departure is what follows when somebody goes: a dry run of the rules by which it would
// really happen. Nothing of it is stored.
type Departure struct {
	Subject   domain.Subject
	On, Until time.Time
	Items     []Leaving
	Truncated bool // there is more
}

// A Leaving is what happens to one subject.
type Leaving struct {
	Subject domain.Subject
	Title   string        // empty: it has none, or is hidden
	Steps   []domain.Step // none: it stays
	Stays   domain.Stay   // why, or what of it stays; empty: nothing does
}

// Depart returns what happens to an org's data by until when a subject goes on a day: its
// contract ends (the org), a member leaves, or a participant is erased. It looks at no
// more than limit subjects. Whoever or whatever isn't there is ErrNotFound.
func (l *Lifecycle) Depart(ctx context.Context, org domain.Org, s domain.Subject, on, until time.Time, limit int) (Departure, error) {
	now := l.now()
	if on.Before(now) {
		on = now
	}
	if until.Before(on) {
		until = on
	}
	d := Departure{Subject: s, On: on, Until: until}
	holds, err := l.vault.HoldsFrom(ctx, org.ID, l.now())
	if err != nil {
		return d, err
	}
	switch s.Kind {
	case domain.SubjectOrg:
		return l.departOrg(ctx, org, d, limit)
	case domain.SubjectMember:
		return l.departMember(ctx, org, holds, d, limit)
	case domain.SubjectParticipant:
		return l.departParticipant(ctx, org, holds, d)
	}
	return d, domain.ErrInvalid
}

// departOrg is the planner's own plan for an org whose contract has ended.
func (l *Lifecycle) departOrg(ctx context.Context, org domain.Org, d Departure, limit int) (Departure, error) {
	if org.LeftAt.IsZero() || org.LeftAt.After(d.On) {
		org.LeftAt = d.On
	}
	plan, err := l.Plan(ctx, org, d.Until, limit)
	if err != nil {
		return d, err
	}
	d.Truncated = plan.Truncated
	at := make(map[domain.Subject]int)
	for _, step := range plan.Steps {
		i, ok := at[step.Subject]
		if !ok {
			i = len(d.Items)
			at[step.Subject] = i
			d.Items = append(d.Items, Leaving{Subject: step.Subject, Title: plan.Titles[step.Subject.Session+step.Subject.ID]})
		}
		d.Items[i].Steps = append(d.Items[i].Steps, step)
	}
	d.Items = append(d.Items, Leaving{Subject: d.Subject, Stays: domain.StaysReceipts})
	return d, nil
}

// departMember is what erasing a member brings about: eraseMember of package store does
// the same with the same methods, and retention's steps follow.
func (l *Lifecycle) departMember(ctx context.Context, org domain.Org, holds []domain.Hold, d Departure, limit int) (Departure, error) {
	if m, err := l.store.Member(ctx, org.ID, d.Subject.ID); err != nil || m.State == domain.MemberErased {
		return d, fmt.Errorf("looking for who leaves: %w", orNotFound(err))
	}
	formal := domain.Erasure{Subject: d.Subject, Rule: domain.RuleFormal, RequestedAt: d.On}
	step, ok := domain.FormalStep(&formal, holds, d.On, d.Until)
	if !ok {
		return d, nil
	}
	d.Items = append(d.Items, Leaving{Subject: d.Subject, Steps: []domain.Step{step}, Stays: domain.StaysReceipts})
	if step.Hold != "" {
		return d, nil // until it ends nothing happens
	}
	full := func() bool {
		d.Truncated = d.Truncated || len(d.Items) >= limit
		return d.Truncated
	}
	for s, err := range l.store.SessionsOf(ctx, org.ID, d.Subject.ID) {
		if err != nil {
			return d, err
		}
		if full() {
			return d, nil
		}
		d.Items = append(d.Items, leaveSession(s, org, holds, d, step.At, l.now()))
	}
	for set, err := range l.store.QuestionSetsOf(ctx, org.ID, d.Subject.ID) {
		if err != nil {
			return d, err
		}
		if set.Erasing {
			continue
		}
		if full() {
			return d, nil
		}
		item := Leaving{Subject: domain.Subject{Kind: domain.SubjectQuestionSet, Org: org.ID, ID: set.ID}, Title: set.Title}
		was := set.Hidden()
		set.Leave(step.At)
		if set.Hidden() {
			if !was {
				item.Steps = append(item.Steps, domain.Step{Subject: item.Subject, To: domain.Deleted, Rule: domain.RuleLeft, Due: step.At, At: step.At})
			}
			item.Steps = append(item.Steps, domain.QuestionSetSteps(&org, set.ID, set.DeletedAt, holds, step.At, d.Until)...)
		} else {
			item.Stays = domain.StaysSchool
		}
		d.Items = append(d.Items, item)
	}
	return d, nil
}

// leaveSession returns what happens to a session whose teacher leaves at the given time:
// by then what its rules say, then what the leaving does, then its rules again.
func leaveSession(s *domain.Session, org domain.Org, holds []domain.Hold, d Departure, at, now time.Time) Leaving {
	item := Leaving{Subject: domain.Subject{Kind: domain.SubjectSession, Org: org.ID, Session: s.ID}, Title: s.Title}
	after := *s
	after.CoTeachers = append([]string(nil), s.CoTeachers...)
	for _, step := range s.Steps(&org, holds, now, at) {
		item.Steps = append(item.Steps, step)
		if step.Hold != "" || step.To == domain.Erased {
			return item
		}
		after.Take(step, step.At)
	}
	owner, was := after.Owner == d.Subject.ID, after.State
	after.Leave(d.Subject.ID, at)
	if !owner {
		item.Steps, item.Stays = nil, domain.StaysColleagues
		return item
	}
	if after.State != was {
		item.Steps = append(item.Steps, domain.Step{Subject: item.Subject, To: after.State, Rule: domain.RuleLeft, Due: at, At: at})
	}
	item.Steps = append(item.Steps, after.Steps(&org, holds, at, d.Until)...)
	return item
}

// departParticipant is the formal erasure of one student, and what stays of the session.
func (l *Lifecycle) departParticipant(ctx context.Context, org domain.Org, holds []domain.Hold, d Departure) (Departure, error) {
	s, err := l.store.Session(ctx, d.Subject.Session)
	if err == nil && s.Org != org.ID {
		err = domain.ErrNotFound
	}
	if err != nil {
		return d, err
	}
	if _, err := l.store.Participant(ctx, s.ID, d.Subject.ID); err != nil {
		return d, err
	}
	session := Leaving{
		Subject: domain.Subject{Kind: domain.SubjectSession, Org: org.ID, Session: s.ID}, Title: s.Title, Stays: domain.StaysOthers,
		Steps: s.Steps(&org, holds, l.now(), d.Until),
	}
	formal := domain.Erasure{Subject: d.Subject, Rule: domain.RuleFormal, RequestedAt: d.On}
	student := Leaving{Subject: d.Subject, Stays: domain.StaysReceipts}
	if step, ok := domain.FormalStep(&formal, holds, d.On, d.Until); ok {
		student.Steps = []domain.Step{step}
	}
	d.Items = []Leaving{student, session}
	return d, nil
}

func orNotFound(err error) error {
	if err == nil {
		return domain.ErrNotFound
	}
	return err
}
