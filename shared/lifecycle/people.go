package lifecycle

import (
	"context"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// waitingMax is how many members of an org one tick has identity look at; the next one
// goes on.
const waitingMax = 500

// people ends an org's invitations that are over, and has identity try again what it
// couldn't do, or was never told.
func (l *Lifecycle) people(ctx context.Context, org string, out Publisher) error {
	var work [][]byte
	invited, err := l.store.Invitees(ctx, org)
	if err != nil {
		return err
	}
	for _, i := range invited {
		switch {
		case !l.now().Before(i.EndsAt()):
			if err := l.store.EndInvitee(ctx, org, i.ID); err != nil {
				return err
			}
		case i.Waits():
			work = append(work, events.IdentityJob{Org: org, Invitee: i.ID}.Encode())
		}
	}
	members, err := l.store.WaitingMembers(ctx, org, waitingMax)
	if err != nil {
		return err
	}
	for _, id := range members {
		work = append(work, events.IdentityJob{Org: org, Member: id}.Encode())
	}
	if len(work) == 0 {
		return nil
	}
	return out.Send(ctx, events.IdentityWork, work...)
}

// organizations forgets those that are over, and has identity try again to create the
// others.
func (l *Lifecycle) organizations(ctx context.Context, out Publisher) error {
	all, err := l.store.Organizations(ctx)
	if err != nil {
		return err
	}
	var work [][]byte
	for _, o := range all {
		switch {
		case !l.now().Before(o.EndsAt()):
			if err := l.store.EndOrganization(ctx, o.ID); err != nil {
				return err
			}
		case o.Waits():
			work = append(work, events.IdentityJob{Organization: o.ID}.Encode())
		}
	}
	if len(work) == 0 {
		return nil
	}
	return out.Send(ctx, events.IdentityWork, work...)
}

// Gone returns the messages by which identity removes the accounts of what was erased, or
// is about to be: one member, or all of an org.
func (l *Lifecycle) Gone(ctx context.Context, s domain.Subject) ([][]byte, error) {
	switch s.Kind {
	case domain.SubjectMember:
		return [][]byte{events.IdentityJob{Org: s.Org, Member: s.ID}.Encode()}, nil
	case domain.SubjectOrg:
		var all [][]byte
		for m, err := range l.store.Members(ctx, s.Org) {
			if err != nil {
				return nil, err
			}
			all = append(all, events.IdentityJob{Org: s.Org, Member: m.ID}.Encode())
		}
		return all, nil
	}
	return nil, nil
}
