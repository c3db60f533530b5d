package org

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// An ownershipView is a change of the service's owner. Its day is by UTC.
type ownershipView struct {
	ID          string            `json:"id"`
	Owner       string            `json:"owner"`
	Country     string            `json:"country"`
	On          string            `json:"on"`
	Choice      map[string]string `json:"choice"` // by language
	PublishedAt time.Time         `json:"publishedAt"`
	WithdrawnAt *time.Time        `json:"withdrawnAt"`
}

func ownershipViewOf(c domain.Ownership) ownershipView {
	return ownershipView{
		c.ID, c.Owner, c.Country, domain.Day(c.On, time.UTC), c.Choice, c.PublishedAt.UTC(), httpapi.TimeOrNull(c.WithdrawnAt),
	}
}

// listOwnerships lists the changes of ownership that were announced, the latest first: 100
// at most.
func (h *handler) listOwnerships(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	all, err := h.Store.Ownerships(r.Context())
	if err != nil {
		return err
	}
	items := make([]ownershipView, len(all))
	for i, c := range all {
		items[i] = ownershipViewOf(c)
	}
	httpapi.WriteList(w, items, "")
	return nil
}

var (
	errOwnershipPending = domain.Problem(domain.ErrConflict, "ownership-announced",
		"A change of ownership is announced already. Withdraw it first, or wait until it has happened.")
	errOwnershipOver = domain.Problem(domain.ErrConflict, "ownership-over",
		"The change has happened by now, or was withdrawn. Reload the page.")
)

// announceOwnership announces to everybody that the service gets another owner: on public
// pages at once, to each school's people by mail from the next tick on.
func (h *handler) announceOwnership(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	id, err := who.NewID(h.Rand, "ownership", key)
	if err != nil {
		return err
	}
	var in struct {
		Owner   string            `json:"owner"`
		Country string            `json:"country"`
		On      string            `json:"on"`
		Choice  map[string]string `json:"choice"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	c := domain.Ownership{
		ID: id, Owner: domain.CleanLine(in.Owner), Country: in.Country, Choice: make(map[string]string), PublishedAt: now, Who: who.Member(),
	}
	c.On, _ = domain.ParseDay(in.On, time.UTC) // no day is too early
	for l, text := range in.Choice {
		c.Choice[l] = domain.CleanLine(text)
	}
	var stored domain.Ownership
	err = h.Store.ChangeOwnerships(r.Context(), func(all []domain.Ownership) (*domain.Ownership, error) {
		if i := slices.IndexFunc(all, func(o domain.Ownership) bool { return o.ID == c.ID }); i >= 0 {
			if stored = all[i]; stored.Owner != c.Owner || !stored.On.Equal(c.On) {
				return nil, httpapi.ErrKeyReused
			}
			return nil, nil
		}
		if wrong := c.Check(now); len(wrong) > 0 {
			return nil, domain.Invalid(wrong...)
		}
		if slices.ContainsFunc(all, func(o domain.Ownership) bool { return o.Pending(now) }) {
			return nil, errOwnershipPending
		}
		if !domain.MayAnnounce(all, now) {
			return nil, store.ErrOwnerships
		}
		stored = c
		return &c, nil
	})
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusCreated, ownershipViewOf(stored))
	return nil
}

// withdrawOwnership takes back an announcement before its day, and tells everybody who
// was told.
func (h *handler) withdrawOwnership(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	id, now := r.PathValue("id"), h.Clock().UTC().Truncate(time.Microsecond)
	err := h.Store.ChangeOwnerships(r.Context(), func(all []domain.Ownership) (*domain.Ownership, error) {
		i := slices.IndexFunc(all, func(o domain.Ownership) bool { return o.ID == id })
		if i < 0 {
			return nil, errNotFound
		}
		c := all[i]
		if !c.Pending(now) {
			return nil, errOwnershipOver
		}
		c.WithdrawnAt = now
		return &c, nil
	})
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// shownOwnership returns the change of ownership that stands on public pages; nil: none.
func (h *handler) shownOwnership(ctx context.Context) (*ownershipView, error) {
	all, err := h.ownerships.Get(ctx, "")
	if err != nil {
		return nil, err
	}
	now := h.Clock()
	for _, c := range all {
		if c.Shown(now) {
			v := ownershipViewOf(c)
			return &v, nil
		}
	}
	return nil, nil
}
