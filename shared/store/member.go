package store

import (
	"context"
	"iter"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type memberDoc struct {
	State   string `firestore:"state"`
	Profile []byte `firestore:"profile,omitempty"` // sealed
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

func memberDocOf(m domain.Member) memberDoc {
	return memberDoc{State: string(m.State), Profile: m.Profile}
}

func memberOf(org string, snap *firestore.DocumentSnapshot) (domain.Member, error) {
	var d memberDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Member{}, wrap("decoding a member", err)
	}
	return domain.Member{ID: snap.Ref.ID, Org: org, State: domain.MemberState(d.State), Profile: d.Profile}, nil
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

// Members returns an org's members, tombstones included.
func (s *Store) Members(ctx context.Context, org string) iter.Seq2[domain.Member, error] {
	return list(ctx, s.members(org).Query, "listing members", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		return memberOf(org, snap)
	})
}

// CountMembers counts an org's members, tombstones left out.
func (s *Store) CountMembers(ctx context.Context, org string) (int, error) {
	return count(ctx, s.members(org).Where("state", "in", []any{
		string(domain.MemberActive), string(domain.MemberRevoked),
	}), "counting members")
}
