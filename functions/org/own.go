package org

import (
	"context"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// An ownDeparture is what follows when the caller leaves.
type ownDeparture struct {
	Member    string        `json:"member"`
	Departure departureView `json:"departure"`
	Successor bool          `json:"successor"` // false: somebody else has to have their role first
}

// own returns the caller as what is erased when they leave.
func own(who domain.Principal) domain.Subject {
	return domain.Subject{Kind: domain.SubjectMember, Org: who.Org, ID: who.Member()}
}

// simulateOwn shows members what happens if they leave, by the rules by which it would:
// nothing of it is stored.
func (h *handler) simulateOwn(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	successor, err := h.succeeded(r.Context(), who)
	if err != nil {
		return err
	}
	out := ownDeparture{Member: who.Member(), Successor: successor}
	now := h.Clock()
	if out.Departure, err = h.depart(r.Context(), own(who), now, domain.AddMonths(now, domain.DepartureMonths)); err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}

// succeeded reports whether somebody else has each role of the caller's that an org can't be
// without.
func (h *handler) succeeded(ctx context.Context, who domain.Principal) (bool, error) {
	m, err := h.Store.Member(ctx, who.Org, who.Member())
	if err != nil {
		return false, notThere(err)
	}
	if m.Leaving {
		return true, nil // was judged when it was noted
	}
	for _, role := range m.Duties(who.Role()) {
		if there, err := h.Store.Succeeded(ctx, who.Org, who.Member(), role); err != nil || !there {
			return false, err
		}
	}
	return true, nil
}

// leaveOwn erases the caller, whom nobody has to allow it (promises P16 and P26): what they
// said about themselves and their account go at once, their sessions and question sets as
// simulateOwn says. That they leave is noted first, so that of two last administrators one
// stays; whoever was cut off after that asks again.
func (h *handler) leaveOwn(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	// The entry takes the key of the org's audit, which whoever is refused doesn't make.
	successor, err := h.succeeded(r.Context(), who)
	if err != nil {
		return err
	}
	if !successor {
		return store.ErrLastOfRole
	}
	entry, err := h.changeOfPeople(r.Context(), who, who.Org)
	if err != nil {
		return err
	}
	entry.What, entry.About = domain.ChangeLeft, entry.Who
	if err := h.Store.MarkLeaving(r.Context(), who.Org, who.Member(), who.Role(), entry); err != nil {
		return notThere(err)
	}
	out, err := h.request(r.Context(), own(who), domain.GroundSubject)
	if err != nil {
		return err
	}
	// They can't ask for the receipt any more once there is one.
	httpapi.WriteJSON(w, http.StatusAccepted, struct {
		State   string  `json:"state"`
		Receipt *string `json:"receiptId"`
	}{out.State(), httpapi.TextOrNull(out.ID)})
	return nil
}

// listOwnAudit lists what the audit has of the caller: what they opened and what for.
func (h *handler) listOwnAudit(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	actor, err := h.openings.Actor(r.Context(), who.Org, who.Member())
	if err != nil {
		return err
	}
	entries, next, err := h.Audit.Entries(r.Context(), store.AuditQuery{Org: who.Org, Actor: actor}, size, token)
	if err != nil {
		return err
	}
	items := auditViews(entries)
	id := who.Member()
	for i := range items {
		items[i].Member = &id
	}
	httpapi.WriteList(w, items, next)
	return nil
}
