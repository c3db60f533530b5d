package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type orgDoc struct {
	Name       string         `firestore:"name"`
	Country    string         `firestore:"country"`
	Timezone   string         `firestore:"timezone"`
	Language   string         `firestore:"language,omitempty"`
	State      string         `firestore:"state"`
	LeftAt     time.Time      `firestore:"leftAt,omitempty"`
	Policy     policyDoc      `firestore:"policy"`
	Agreements []agreementDoc `firestore:"agreements"`
	Contact    []byte         `firestore:"contact,omitempty"` // sealed
}

type policyDoc struct {
	KeptMonths      int       `firestore:"keptMonths"`
	KeptDays        int       `firestore:"keptDays"`
	RestoreMonths   int       `firestore:"restoreMonths"`
	RestoreDays     int       `firestore:"restoreDays"`
	MaxParticipants int       `firestore:"maxParticipants"`
	PrivacyContact  string    `firestore:"privacyContact"`
	Purposes        []string  `firestore:"purposes"`
	Clause          string    `firestore:"clause"`
	Revision        int       `firestore:"revision"`
	FinalUntil      time.Time `firestore:"finalUntil,omitempty"`
}

func (s *Store) org(id string) *firestore.DocumentRef { return s.db.Doc(seal.OrgPath(id)) }

// Org reads an org.
func (s *Store) Org(ctx context.Context, id string) (domain.Org, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.org(id))
	if err != nil {
		return domain.Org{}, wrap("reading an org", err)
	}
	return orgOf(snap)
}

func orgOf(snap *firestore.DocumentSnapshot) (domain.Org, error) {
	var d orgDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Org{}, wrap("decoding an org", err)
	}
	o := domain.Org{
		ID: snap.Ref.ID, Name: d.Name, Country: d.Country, Timezone: d.Timezone, Language: d.Language,
		State: domain.OrgState(d.State), LeftAt: d.LeftAt, Policy: domain.Policy(d.Policy),
	}
	for _, a := range d.Agreements {
		o.Agreements = append(o.Agreements, agreementOf(a))
	}
	return o, nil
}

// CreateOrg stores an org that isn't there yet, with its sealed contact.
func (s *Store) CreateOrg(ctx context.Context, o domain.Org, contact []byte) error {
	ctx, cancel := within(ctx)
	defer cancel()
	d := orgDoc{
		Name: o.Name, Country: o.Country, Timezone: o.Timezone, Language: o.Language, State: string(o.State),
		LeftAt: o.LeftAt, Policy: policyDoc(o.Policy), Contact: contact,
	}
	for _, a := range o.Agreements {
		d.Agreements = append(d.Agreements, agreementDocOf(a))
	}
	_, err := s.org(o.ID).Create(ctx, d)
	return wrap("creating an org", err)
}

type memberDoc struct {
	State   string `firestore:"state"`
	Profile []byte `firestore:"profile,omitempty"` // sealed
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
	_, err := s.member(m.Org, m.ID).Create(ctx, memberDoc{State: string(m.State), Profile: m.Profile})
	return wrap("creating a member", err)
}

// SetMemberState lets a member act or no longer act.
func (s *Store) SetMemberState(ctx context.Context, org, id string, state domain.MemberState) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.member(org, id).Update(ctx, []firestore.Update{{Path: "state", Value: string(state)}})
	return wrap("changing a member's state", err)
}
