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

func (o *office) holdView(h domain.Hold) hold {
	return hold{h.ID, h.Kind, httpapi.TextOrNull(h.Session), h.Name, h.PlacedAt.UTC(), h.Until.UTC(), h.EndsAt().UTC(), h.Stands(o.Clock())}
}

func (o *office) listHolds(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	holds, err := o.Lifecycle.Holds(r.Context(), who.Org)
	if err != nil {
		return err
	}
	slices.SortFunc(holds, func(x, y domain.Hold) int { return y.PlacedAt.Compare(x.PlacedAt) })
	items := make([]hold, len(holds))
	for i, h := range holds {
		items[i] = o.holdView(h)
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// placeHold places a legal hold. What it covers isn't erased while it stands,
// not by a formal request either.
func (o *office) placeHold(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	id, err := who.NewID(o.Rand, "hold", key)
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
	now := o.Clock().UTC()
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
	h := domain.Hold{ID: id, Org: who.Org, Kind: domain.HoldLegal, Name: in.Name, PlacedBy: who.Member(), PlacedAt: now, Until: in.Until}
	if in.Session != nil {
		if err := o.orgSession(r.Context(), who, *in.Session); err != nil {
			return err
		}
		h.Session = *in.Session
	}
	placed, err := o.Lifecycle.PlaceHold(r.Context(), h)
	if err != nil {
		return err
	}
	if placed.Org != h.Org || placed.Name != h.Name || placed.Session != h.Session {
		return httpapi.ErrKeyReused
	}
	httpapi.WriteJSON(w, http.StatusCreated, o.holdView(placed))
	return nil
}

func (o *office) releaseHold(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	h, err := o.Lifecycle.ReleaseHold(r.Context(), who.Org, id)
	if err != nil {
		return notThere(err)
	}
	httpapi.WriteJSON(w, http.StatusOK, o.holdView(h))
	return nil
}
