package org

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// An organizationView is what the operator sees of an organization at the identity
// provider that was asked for.
type organizationView struct {
	ID      string    `json:"id"`
	State   string    `json:"state"` // "waiting" or "made"
	Refused bool      `json:"refused"`
	Org     *string   `json:"org"` // the id that the school is added with, once it's made
	EndsAt  time.Time `json:"endsAt"`
}

func organizationViewOf(o domain.Organization) organizationView {
	v := organizationView{ID: o.ID, State: "waiting", Refused: o.Refused, EndsAt: o.EndsAt().UTC()}
	if !o.Waits() {
		v.State, v.Org = "made", &o.Org
	}
	return v
}

var errOrganizations = domain.Problem(domain.ErrConflict, "too-many-organizations",
	"So many schools were begun within a day that no other can be. Wait until the first are a day old.")

// organize has identity create the organization of a school that is to be added.
func (h *handler) organize(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx := r.Context()
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	var in struct {
		Name string `json:"name"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	name := domain.CleanLine(in.Name)
	if !domain.IsLine(name, domain.OrgNameMax) {
		return domain.Invalid(domain.FieldError{Pointer: "/name", Detail: "Name the school in one line of 1 to 100 characters."})
	}
	id, err := who.NewID(h.Rand, "organization", key)
	if err != nil {
		return err
	}
	o, err := h.Store.Organization(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		o, err = h.newOrganization(ctx, domain.Organization{ID: id, Name: name, MadeAt: h.Clock().UTC().Truncate(time.Microsecond)})
	}
	if err != nil {
		return err
	}
	if o.Name != name {
		return httpapi.ErrKeyReused
	}
	if o.Waits() { // if the message is lost, the next tick of retention sends it again
		_ = h.Publisher.Send(ctx, events.IdentityWork, events.IdentityJob{Organization: o.ID}.Encode())
	}
	httpapi.WriteJSON(w, http.StatusAccepted, organizationViewOf(o))
	return nil
}

func (h *handler) newOrganization(ctx context.Context, o domain.Organization) (domain.Organization, error) {
	err := h.Store.CreateOrganization(ctx, o, func(n int) error {
		if n >= domain.OrganizationsMax {
			return errOrganizations
		}
		return nil
	})
	if errors.Is(err, domain.ErrConflict) && !errors.Is(err, errOrganizations) { // another request was faster
		return h.Store.Organization(ctx, o.ID)
	}
	return o, err
}

// getOrganization says how far an organization is.
func (h *handler) getOrganization(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	o, err := h.Store.Organization(r.Context(), id)
	if err != nil {
		return notThere(err)
	}
	httpapi.WriteJSON(w, http.StatusOK, organizationViewOf(o))
	return nil
}
