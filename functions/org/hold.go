package org

import (
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

type hold struct {
	ID       string          `json:"id"`
	Kind     domain.HoldKind `json:"kind"`
	Session  *string         `json:"session"` // null: everything of the org
	Name     string          `json:"name"`
	PlacedAt time.Time       `json:"placedAt"`
	Until    time.Time       `json:"until"`
	EndsAt   time.Time       `json:"endsAt"`
	Stands   bool            `json:"stands"`
}

func (h *handler) holdView(d domain.Hold) hold {
	return hold{d.ID, d.Kind.Shown(), httpapi.TextOrNull(d.Session), d.Name, d.PlacedAt.UTC(), d.Until.UTC(), d.EndsAt().UTC(), d.Stands(h.Clock())}
}

func (h *handler) listHolds(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	holds, err := h.Lifecycle.Holds(r.Context(), who.Org)
	if err != nil {
		return err
	}
	slices.SortFunc(holds, func(x, y domain.Hold) int { return y.PlacedAt.Compare(x.PlacedAt) })
	items := make([]hold, len(holds))
	for i, d := range holds {
		items[i] = h.holdView(d)
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// placeHold places a legal hold. While it is in force, what it covers isn't erased, not
// even by a formal request.
func (h *handler) placeHold(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	id, err := who.NewID(h.Rand, "hold", key)
	if err != nil {
		return err
	}
	var in struct {
		Session *string   `json:"session"`
		Name    string    `json:"name"`
		Until   time.Time `json:"until"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC()
	var wrong []domain.FieldError
	in.Name = domain.CleanLine(in.Name)
	if !domain.IsLine(in.Name, domain.HoldNameMax) {
		wrong = append(wrong, domain.FieldError{Pointer: "/name", Detail: "Give the reference of the case in one line of 1 to 100 characters, and no person's name."})
	}
	if !in.Until.After(now) || in.Until.After(domain.HoldMax.After(now)) {
		wrong = append(wrong, domain.FieldError{Pointer: "/until", Detail: "A hold ends within 24 months. It can be placed again before it does."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	d := domain.Hold{ID: id, Org: who.Org, Kind: domain.HoldLegal, Name: in.Name, PlacedBy: who.Member(), PlacedAt: now, Until: in.Until}
	if in.Session != nil {
		if err := h.orgSession(r.Context(), who, *in.Session); err != nil {
			return err
		}
		d.Session = *in.Session
	}
	placed, err := h.Lifecycle.PlaceHold(r.Context(), d)
	if err != nil {
		return err
	}
	if placed.Org != d.Org || placed.Name != d.Name || placed.Session != d.Session {
		return httpapi.ErrKeyReused
	}
	httpapi.WriteJSON(w, http.StatusCreated, h.holdView(placed))
	return nil
}

func (h *handler) releaseHold(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	d, err := h.Lifecycle.ReleaseHold(r.Context(), who.Org, id, domain.HoldLegal)
	if err != nil {
		return notThere(err)
	}
	httpapi.WriteJSON(w, http.StatusOK, h.holdView(d))
	return nil
}
