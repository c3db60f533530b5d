package store

import (
	"context"
	"iter"
	"reflect"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

type memberDoc struct {
	State   string `firestore:"state"`
	Role    string `firestore:"role,omitempty"`
	Profile []byte `firestore:"profile,omitempty"` // sealed
	News    bool   `firestore:"news,omitempty"`
	Service bool   `firestore:"service,omitempty"`
	Week    string `firestore:"week,omitempty"` // ISO week of the last activity
	Wanted  int    `firestore:"wanted,omitempty"`
	Applied int    `firestore:"applied,omitempty"`
	Waits   bool   `firestore:"waits,omitempty"` // for the identity provider
	Refused bool   `firestore:"refused,omitempty"`
	Leaving bool   `firestore:"leaving,omitempty"`
}

func (s *Store) members(org string) *firestore.CollectionRef {
	return s.org(org).Collection(seal.Members)
}

func (s *Store) member(org, id string) *firestore.DocumentRef {
	return s.db.Doc(seal.MemberPath(org, id))
}

// Member reads a member.
func (s *Store) Member(ctx context.Context, org, id string) (domain.Member, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.member(org, id))
	if err != nil {
		return domain.Member{}, wrap("reading a member", err)
	}
	return memberOf(org, snap)
}

// LeaveMail leaves mail of a kind for a member, if they get any.
func (s *Store) LeaveMail(ctx context.Context, org, id string, kind domain.MailKind) error {
	_, err := s.ChangeMember(ctx, org, id, func(m *domain.Member) error {
		if m.MayLeaveMail(kind) {
			m.Mail.Leave(kind)
		}
		return nil
	})
	return err
}

func memberDocOf(m domain.Member) memberDoc {
	return memberDoc{
		State: string(m.State), Role: string(m.Role), Profile: m.Profile, News: m.Mail.News, Service: m.Mail.Service, Week: m.Week,
		Wanted: m.Wanted, Applied: m.Applied, Waits: m.Waits(), Refused: m.Refused,
		Leaving: m.Leaving,
	}
}

func memberOf(org string, snap *firestore.DocumentSnapshot) (domain.Member, error) {
	var d memberDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Member{}, wrap("decoding a member", err)
	}
	return domain.Member{
		ID: snap.Ref.ID, Org: org, State: domain.MemberState(d.State), Role: domain.Role(d.Role), Profile: d.Profile,
		Mail: domain.MailChoice{News: d.News, Service: d.Service}, Week: d.Week,
		Wanted: d.Wanted, Applied: d.Applied, Refused: d.Refused, Leaving: d.Leaving, Stored: snap.UpdateTime,
	}, nil
}

// CreateMember stores a member who isn't there yet.
func (s *Store) CreateMember(ctx context.Context, m domain.Member) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.member(m.Org, m.ID).Create(ctx, memberDocOf(m))
	return wrap("creating a member", err)
}

// SetMemberState sets whether a member may act.
func (s *Store) SetMemberState(ctx context.Context, org, id string, state domain.MemberState) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.member(org, id).Update(ctx, []firestore.Update{{Path: "state", Value: string(state)}})
	return wrap("changing a member's state", err)
}

// NoteActivity stores the week in which a member is active, and the role that they have
// as long as nobody gave them one here. Of callers who read the same document one writes:
// it is written once a week.
func (s *Store) NoteActivity(ctx context.Context, m domain.Member, week string, role domain.Role) error {
	ctx, cancel := within(ctx)
	defer cancel()
	changes := []firestore.Update{{Path: "week", Value: week}}
	if m.Wanted == 0 {
		changes = append(changes, firestore.Update{Path: "role", Value: string(role)})
	}
	_, err := s.member(m.Org, m.ID).Update(ctx, changes, firestore.LastUpdateTime(m.Stored))
	if wire.CodeOf(err) == codes.FailedPrecondition {
		return nil // somebody else wrote it
	}
	return wrap("noting a member's activity", err)
}

// ErrInactive refuses what a member who was suspended or erased asks for.
var ErrInactive = domain.Problem(domain.ErrForbidden, "forbidden",
	"Your account isn't active in this school. Ask an administrator of your school.")

// SetProfile stores a member's sealed profile, and makes active whoever had deleted
// theirs. It returns which mail they want: choice or, if that is nil, what they chose before.
func (s *Store) SetProfile(ctx context.Context, org, id string, sealed []byte, choice *domain.MailChoice) (domain.MailChoice, error) {
	m, err := s.ChangeMember(ctx, org, id, func(m *domain.Member) error {
		if m.State != domain.MemberActive && m.State != domain.MemberDeactivated {
			return ErrInactive
		}
		m.State, m.Profile = domain.MemberActive, sealed
		if choice != nil {
			m.Mail = *choice
		}
		return nil
	})
	return m.Mail, err
}

// Deactivate removes a member's profile, and with it the member from what goes on.
func (s *Store) Deactivate(ctx context.Context, org, id string) error {
	_, err := s.ChangeMember(ctx, org, id, func(m *domain.Member) error {
		if m.State != domain.MemberActive && m.State != domain.MemberDeactivated {
			return ErrInactive
		}
		m.State, m.Profile, m.Mail = domain.MemberDeactivated, nil, domain.MailChoice{}
		return nil
	})
	return err
}

// ChangeMember changes a member in a transaction, and returns them as they are then. An
// error of change is returned and changes nothing.
func (s *Store) ChangeMember(ctx context.Context, org, id string, change func(*domain.Member) error) (m domain.Member, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.member(org, id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, s.member(org, id))
		if err != nil {
			return err
		}
		if !there {
			return domain.ErrNotFound
		}
		if m, err = memberOf(org, snap); err != nil {
			return err
		}
		before := memberDocOf(m)
		if err := change(&m); err != nil {
			return err
		}
		if after := memberDocOf(m); !reflect.DeepEqual(before, after) {
			return tx.Set(snap.Ref, after)
		}
		return nil
	})
	return m, wrap("changing a member", err)
}

// ChangePerson is ChangeMember with entries of the org's history. Where the org is being
// erased it is domain.ErrNotFound.
func (s *Store) ChangePerson(ctx context.Context, org, id string, change func(*domain.Member) ([]domain.Change, error)) (m domain.Member, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.member(org, id))
		if err != nil {
			return err
		}
		o, _, err := s.standing(tx, org)
		if err != nil {
			return err
		}
		if m, err = memberOf(org, snap); err != nil {
			return err
		}
		before := memberDocOf(m)
		entries, err := change(&m)
		if err != nil {
			return err
		}
		if err := s.enterAside(tx, o, entries); err != nil {
			return err
		}
		if after := memberDocOf(m); !reflect.DeepEqual(before, after) {
			return tx.Set(snap.Ref, after)
		}
		return nil
	})
	return m, wrap("changing a member", err)
}

// ErrLastOfRole refuses to let go whoever is the last to have a role that an org can't be
// without.
var ErrLastOfRole = domain.Problem(domain.ErrConflict, "last-administrator",
	"You are the last active administrator here: nobody could decide about the people and the data any more. Make a colleague an administrator first, or ask the operator to end the contract.")

// successorsMax bounds among how many others of a role a successor is looked for.
const successorsMax = 100

// MarkLeaving notes that a member leaves by their own decision, with an entry of the org's
// history, once. Whoever has a role above a teacher's, by their token or here, is let go
// only while another active member has it who isn't leaving: of two who leave at once, the
// second is refused with ErrLastOfRole.
func (s *Store) MarkLeaving(ctx context.Context, org, id string, role domain.Role, entry domain.Change) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.member(org, id))
		if err != nil {
			return err
		}
		o, _, err := s.standing(tx, org)
		if err != nil {
			return err
		}
		m, err := memberOf(org, snap)
		if err != nil || m.Leaving {
			return err
		}
		for _, r := range m.Duties(role) {
			snaps, err := tx.Documents(s.ofRole(org, r)).GetAll()
			if err != nil {
				return err
			}
			there := false
			for _, other := range snaps {
				succeeds, err := successor(org, id, other)
				if err != nil {
					return err
				}
				there = there || succeeds
			}
			if !there {
				return ErrLastOfRole
			}
		}
		if err := s.enterAside(tx, o, []domain.Change{entry}); err != nil {
			return err
		}
		return tx.Update(snap.Ref, []firestore.Update{{Path: "leaving", Value: true}})
	})
	return wrap("noting that a member leaves", err)
}

// ofRole finds active members with a role.
func (s *Store) ofRole(org string, role domain.Role) firestore.Query {
	return s.members(org).Where("role", "==", string(role)).Where("state", "==", string(domain.MemberActive)).Limit(successorsMax)
}

// successor reports whether one of them could succeed the member with the id.
func successor(org, id string, snap *firestore.DocumentSnapshot) (bool, error) {
	m, err := memberOf(org, snap)
	return m.ID != id && !m.Leaving, err
}

// Succeeded reports whether MarkLeaving would let go a member with a role.
func (s *Store) Succeeded(ctx context.Context, org, id string, role domain.Role) (bool, error) {
	for there, err := range list(ctx, s.ofRole(org, role), "looking for a successor", func(snap *firestore.DocumentSnapshot) (bool, error) {
		return successor(org, id, snap)
	}) {
		if there || err != nil {
			return there, err
		}
	}
	return false, nil
}

// MemberPage returns at most size members of an org by id, tombstones included, and the
// token of the next page, which is empty on the last.
func (s *Store) MemberPage(ctx context.Context, org string, size int, token string) ([]domain.Member, string, error) {
	if token != "" && !domain.IsID(token) {
		return nil, "", errPageToken
	}
	var all []domain.Member
	for m, err := range list(ctx, pageByID(s.members(org).Query, token, size+1), "listing members", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		return memberOf(org, snap)
	}) {
		if err != nil {
			return nil, "", err
		}
		all = append(all, m)
	}
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], all[size-1].ID, nil
}

// WaitingMembers returns at most n ids of an org's members of whom the identity provider
// is still to be told something.
func (s *Store) WaitingMembers(ctx context.Context, org string, n int) ([]string, error) {
	return ids(ctx, s.members(org).Where("waits", "==", true).Limit(n), "listing members who wait")
}

func ids(ctx context.Context, q firestore.Query, doing string) ([]string, error) {
	var all []string
	for id, err := range list(ctx, q.Select(), doing, func(snap *firestore.DocumentSnapshot) (string, error) { return snap.Ref.ID, nil }) {
		if err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, nil
}

// Members returns an org's members, tombstones included.
func (s *Store) Members(ctx context.Context, org string) iter.Seq2[domain.Member, error] {
	return list(ctx, s.members(org).Query, "listing members", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		return memberOf(org, snap)
	})
}

// CountMembers counts an org's members, tombstones left out.
func (s *Store) CountMembers(ctx context.Context, org string) (int, error) {
	return count(ctx, s.members(org).Where("state", "in", []any{
		string(domain.MemberActive), string(domain.MemberRevoked), string(domain.MemberDeactivated),
	}), "counting members")
}
