package org

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/invitee"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A memberView is what an administrator sees of a member.
type memberView struct {
	ID         string      `json:"id"`
	Name       *string     `json:"name"` // null: they haven't said one
	Role       domain.Role `json:"role"`
	State      string      `json:"state"`
	LastActive *string     `json:"lastActive"` // an ISO week; null: never
	Waits      bool        `json:"waits"`      // the sign-in service is still to be told
	Refused    bool        `json:"refused"`    // it didn't accept the change; it is tried again
	You        bool        `json:"you"`
}

// states are what the API calls the states of members.
var states = map[domain.MemberState]string{
	domain.MemberActive: "active", domain.MemberRevoked: "suspended",
	domain.MemberDeactivated: "deactivated", domain.MemberErasing: "erasing",
}

func memberViewOf(m domain.Member, name *string, who domain.Principal) memberView {
	role := m.Role
	if role == "" {
		role = domain.RoleTeacher // they came before roles were noted
	}
	return memberView{m.ID, name, role, states[m.State], httpapi.TextOrNull(m.Week), m.Waits(), m.Refused, m.ID == who.Member()}
}

// listMembers lists who belongs to the org, by name, and when they were last there.
func (h *handler) listMembers(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	all, next, err := h.Store.MemberPage(r.Context(), who.Org, size, token)
	if err != nil {
		return err
	}
	var shown []domain.Member
	var ids []string
	for _, m := range all {
		if m.State != domain.MemberErased {
			shown, ids = append(shown, m), append(ids, m.ID)
		}
	}
	if err := h.openings.Note(r.Context(), domain.Opening{
		Org: who.Org, Member: who.Member(), Role: domain.RoleAdministrator, Act: domain.ActMembers,
		Path: seal.OrgPath(who.Org) + "/" + seal.Members, Purpose: domain.PurposeOversight, Counts: domain.Opened{Members: len(shown)},
	}); err != nil {
		return err
	}
	names := h.names.All(r.Context(), who.Org, ids)
	items := make([]memberView, len(shown))
	for i, m := range shown {
		items[i] = memberViewOf(m, names[m.ID], who)
	}
	httpapi.WriteList(w, items, next)
	return nil
}

var errYourself = domain.Problem(domain.ErrConflict, "own-membership",
	"You can't change your own role, suspend yourself or erase yourself: somebody has to be left who can. Ask another administrator.")

// member reads a member of the caller's org whom they may change.
func (h *handler) member(ctx context.Context, id string, who domain.Principal) error {
	if !domain.IsID(id) {
		return errNotFound
	}
	m, err := h.Store.Member(ctx, who.Org, id)
	if err != nil {
		return notThere(err)
	}
	if m.State == domain.MemberErased {
		return errNotFound
	}
	if id == who.Member() {
		return errYourself
	}
	return nil
}

// patchMember changes a member's role, suspends them or lets them back in. It counts here
// at once; the sign-in service is told afterwards.
func (h *handler) patchMember(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Role  *domain.Role `json:"role"`
		State *string      `json:"state"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	var wrong []domain.FieldError
	if in.Role != nil && !domain.IsMemberRole(*in.Role, who.Org == h.Operator) {
		wrong = append(wrong, domain.FieldError{Pointer: "/role", Detail: roles(who.Org == h.Operator)})
	}
	if in.State != nil && *in.State != "active" && *in.State != "suspended" {
		wrong = append(wrong, domain.FieldError{Pointer: "/state", Detail: `The state is "active" or "suspended".`})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	id := r.PathValue("memberId")
	if err := h.member(r.Context(), id, who); err != nil {
		return err
	}
	entry, err := h.changeOfPeople(r.Context(), who, who.Org)
	if err != nil {
		return err
	}
	if entry.About, err = h.openings.Actor(r.Context(), who.Org, id); err != nil {
		return err
	}
	m, err := h.Store.ChangePerson(r.Context(), who.Org, id, func(m *domain.Member) ([]domain.Change, error) {
		before := *m
		switch {
		case m.State == domain.MemberErasing || m.State == domain.MemberErased:
			return nil, errNotFound
		case in.State == nil:
		case *in.State == "suspended":
			m.State = domain.MemberRevoked
		case m.State == domain.MemberRevoked:
			m.State = domain.MemberActive
		}
		if m.Role == "" {
			m.Role = domain.RoleTeacher
		}
		if in.Role != nil {
			m.Role = *in.Role
		}
		if m.State != before.State || m.Role != before.Role || m.Refused {
			m.Want()
		}
		return entry.Person(before, *m), nil
	})
	if err != nil {
		return notThere(err)
	}
	h.tell(r.Context(), m)
	httpapi.WriteJSON(w, http.StatusOK, memberViewOf(m, h.names.Of(r.Context(), who.Org, id), who))
	return nil
}

// tell has identity look at a member who waits. If the message is lost, the next tick of
// retention sends it again.
func (h *handler) tell(ctx context.Context, m domain.Member) {
	if m.Waits() {
		_ = h.Publisher.Send(ctx, events.IdentityWork, events.IdentityJob{Org: m.Org, Member: m.ID}.Encode())
	}
}

// eraseMember erases a member for good: what they said about themselves, and their
// account. They are hidden at once, and erased as soon as no legal hold stops it.
func (h *handler) eraseMember(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("memberId")
	if err := h.member(r.Context(), id, who); err != nil {
		return err
	}
	return h.erase(w, r, domain.Subject{Kind: domain.SubjectMember, Org: who.Org, ID: id}, domain.GroundSchool)
}

// An inviteeView is what an administrator sees of an invitation: to whom it went isn't
// kept.
type inviteeView struct {
	ID      string              `json:"id"`
	Role    domain.Role         `json:"role"`
	State   domain.InviteeState `json:"state"`
	Refused bool                `json:"refused"`
	MadeAt  time.Time           `json:"madeAt"`
	EndsAt  time.Time           `json:"endsAt"`
}

func inviteeViewOf(i domain.Invitee) inviteeView {
	return inviteeView{i.ID, i.Role, i.State, i.Refused, i.MadeAt.UTC(), i.EndsAt().UTC()}
}

// listInvitees lists the invitations that can be accepted still or are being withdrawn.
func (h *handler) listInvitees(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	all, err := h.Store.Invitees(r.Context(), who.Org)
	if err != nil {
		return err
	}
	items := []inviteeView{}
	for _, i := range all {
		if !i.Over() && h.Clock().Before(i.EndsAt()) {
			items = append(items, inviteeViewOf(i))
		}
	}
	httpapi.WriteList(w, items, "")
	return nil
}

var errInvitees = domain.Problem(domain.ErrConflict, "too-many-invitations",
	"So many invitations are open, or were sent within seven days, that no more can be. Withdraw those that are open, or wait until the first are seven days old.")

func roles(operators bool) string {
	if operators {
		return `The role is "operator".`
	}
	return `The role is "teacher" or "administrator".`
}

func (h *handler) invite(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.inviteTo(w, r, who, who.Org)
}

// inviteFirst lets the operator invite a school's first administrators.
func (h *handler) inviteFirst(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.inviteTo(w, r, who, r.PathValue("org"))
}

// inviteTo stores an invitation, with the address wrapped for identity alone.
func (h *handler) inviteTo(w http.ResponseWriter, r *http.Request, who domain.Principal, org string) error {
	ctx := r.Context()
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	var in struct {
		Email string      `json:"email"`
		Role  domain.Role `json:"role"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	var wrong []domain.FieldError
	if !domain.IsAddress(in.Email) {
		wrong = append(wrong, domain.FieldError{Pointer: "/email", Detail: "Enter a plain e-mail address, such as ada@school.example."})
	}
	if !domain.IsMemberRole(in.Role, org == h.Operator) {
		wrong = append(wrong, domain.FieldError{Pointer: "/role", Detail: roles(org == h.Operator)})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	o, err := h.org(ctx, org)
	if err != nil {
		return err
	}
	if o.State != domain.OrgActive {
		return errEnded
	}
	id, err := who.NewID(h.Rand, "invitee/"+org, key)
	if err != nil {
		return err
	}
	i, err := h.Store.Invitee(ctx, org, id)
	if errors.Is(err, domain.ErrNotFound) {
		i, err = h.newInvitee(ctx, who, domain.Invitee{ID: id, Org: org, Role: in.Role, State: domain.InviteeWaits, By: who.Member(), MadeAt: h.Clock().UTC().Truncate(time.Microsecond)}, in.Email)
	}
	if err != nil {
		return err
	}
	if i.Role != in.Role {
		return httpapi.ErrKeyReused
	}
	h.tellOf(ctx, i)
	httpapi.WriteJSON(w, http.StatusAccepted, inviteeViewOf(i))
	return nil
}

// changeOfPeople begins an entry of an org's history about its people, which names nobody.
func (h *handler) changeOfPeople(ctx context.Context, who domain.Principal, org string) (domain.Change, error) {
	actor, err := h.openings.Actor(ctx, org, who.Member())
	return domain.Change{At: h.Clock().UTC(), Who: actor, Org: who.Org}, err
}

// mayInvite refuses another invitation beside so many.
func mayInvite(all []domain.Invitee) error {
	open := 0
	for _, other := range all {
		if !other.Over() {
			open++
		}
	}
	if open >= domain.InviteesMax || len(all) >= domain.InviteesSent {
		return errInvitees
	}
	return nil
}

func (h *handler) newInvitee(ctx context.Context, who domain.Principal, i domain.Invitee, address string) (domain.Invitee, error) {
	var err error
	if i.Address, err = invitee.Wrap(ctx, h.Invitations, i.Org, i.ID, address); err != nil {
		return i, err
	}
	entry, err := h.changeOfPeople(ctx, who, i.Org)
	if err != nil {
		return i, err
	}
	entry.What, entry.About, entry.Fields = domain.ChangeInvited, i.ID, []domain.FieldChange{{Name: "role", After: string(i.Role)}}
	err = h.Store.CreateInvitee(ctx, i, mayInvite, entry)
	if errors.Is(err, domain.ErrConflict) && !errors.Is(err, errInvitees) { // another request was faster
		return h.Store.Invitee(ctx, i.Org, i.ID)
	}
	return i, err
}

// tellOf has identity look at an invitee.
func (h *handler) tellOf(ctx context.Context, i domain.Invitee) {
	if i.Waits() {
		_ = h.Publisher.Send(ctx, events.IdentityWork, events.IdentityJob{Org: i.Org, Invitee: i.ID}.Encode())
	}
}

// withdraw ends an invitation, sent or not.
func (h *handler) withdraw(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	if _, err := h.Store.Invitee(r.Context(), who.Org, id); err != nil {
		return notThere(err)
	}
	entry, err := h.changeOfPeople(r.Context(), who, who.Org)
	if err != nil {
		return err
	}
	entry.What, entry.About = domain.ChangeWithdrawn, id
	i, err := h.Store.Withdraw(r.Context(), who.Org, id, entry)
	if err != nil {
		return notThere(err)
	}
	h.tellOf(r.Context(), i)
	httpapi.WriteJSON(w, http.StatusAccepted, inviteeViewOf(i))
	return nil
}
