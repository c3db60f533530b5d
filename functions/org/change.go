package org

import (
	"context"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

type fieldChange struct {
	Name   string `json:"name"`
	Before string `json:"before"` // empty too for what is sealed
	After  string `json:"after"`
}

type changeView struct {
	N         int               `json:"n"`
	At        time.Time         `json:"at"`
	By        string            `json:"by"`   // school, operator or system
	Who       *string           `json:"who"`  // member id; null: nobody, a date came
	Name      *string           `json:"name"` // theirs, to those of their own org
	What      domain.ChangeKind `json:"what"`
	Agreement *string           `json:"agreement"`
	Member    *memberChanged    `json:"member"` // whom it is about, if they are a member still
	Fields    []fieldChange     `json:"fields"`
}

type memberChanged struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

func (h *handler) listChanges(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showChanges(w, r, who.Org, who)
}

func (h *handler) listSchoolChanges(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showChanges(w, r, r.PathValue("org"), who)
}

// showChanges lists who changed what of a school and its agreements, the latest first.
func (h *handler) showChanges(w http.ResponseWriter, r *http.Request, id string, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	if _, err := h.org(r.Context(), id); err != nil {
		return err
	}
	all, next, err := h.Store.Changes(r.Context(), id, size, token)
	if err != nil {
		return err
	}
	items := make([]changeView, len(all))
	fresh := false
	for i, c := range all {
		v := changeView{N: c.N, At: c.At.UTC(), By: "school", What: c.What, Fields: make([]fieldChange, len(c.Fields))}
		if c.What.OfPeople() {
			if c, v.Member, err = h.whoIsWho(r.Context(), c, id, who, &fresh); err != nil {
				return err
			}
		}
		v.Who, v.Agreement = httpapi.TextOrNull(c.Who), httpapi.TextOrNull(c.About)
		switch {
		case c.Org == "":
			v.By, v.Who = "system", nil
		case c.Org != id || id == h.Operator:
			v.By = "operator"
		}
		if c.Org == who.Org && v.Who != nil {
			v.Name = h.names.Of(r.Context(), who.Org, c.Who)
		}
		for k, f := range c.Fields {
			v.Fields[k] = fieldChange(f)
		}
		items[i] = v
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// whoIsWho returns an entry about people with who made it by id, and whom it is about, as
// far as they are members of the org still and the reader is one. Fresh says whether who is a
// member has been looked up again.
func (h *handler) whoIsWho(ctx context.Context, c domain.Change, org string, who domain.Principal, fresh *bool) (domain.Change, *memberChanged, error) {
	actor, subject := c.Who, c.About
	c.Who, c.About = "", ""
	if who.Org != org {
		return c, nil, nil
	}
	actors, err := h.actors.Get(ctx, org)
	// Whoever has just become a member isn't in an earlier list.
	if _, ok := actors[subject]; err == nil && !ok && !*fresh && c.What != domain.ChangeInvited && c.What != domain.ChangeWithdrawn && h.Clock().Sub(c.At) < actorsAge {
		actors, err = h.actors.Reload(ctx, org)
		*fresh = true
	}
	if err != nil {
		return c, nil, err
	}
	c.Who = actors[actor]
	if id, ok := actors[subject]; ok {
		return c, &memberChanged{id, h.names.Of(ctx, org, id)}, nil
	}
	return c, nil, nil
}
