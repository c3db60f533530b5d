package org_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A school has so many legal holds at a time and no more: a repeated request finds its own, one that is released or over
// makes room, and neither an incident's freeze nor another school's hold counts.
func TestHoldsAreLimited(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	now := s.Clock.Now()
	for k := range domain.HoldsMax - 1 {
		h := domain.Hold{ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldLegal, Name: "Case", PlacedAt: now.Add(-time.Hour), Until: now.Add(time.Hour)}
		for _, other := range []domain.Hold{h, {ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldIncident, Name: "incident", PlacedAt: h.PlacedAt, Until: h.Until}} {
			if k > 5 && other.Kind == domain.HoldIncident {
				continue
			}
			if _, err := s.Vault.PlaceHold(t.Context(), other); err != nil {
				t.Fatal(err)
			}
		}
	}
	place := func(email string, k int) *functiontest.Reply {
		return s.Do("POST", "/v1/holds", functiontest.Request{
			Token: s.Token(email), Key: fmt.Sprintf("0123456789abcdefghijkl%02d", k),
			Body: fmt.Sprintf(`{"name": "Case %d", "until": %q}`, k, now.AddDate(0, 1, 0).Format(time.RFC3339)),
		})
	}
	last := read[struct{ ID string }](t, place(functiontest.Grace, 1).Want(201)).ID
	place(functiontest.Grace, 2).WantProblem(409, "too-many-holds")
	place(functiontest.Grace, 1).Want(201)
	place(functiontest.Alan, 2).Want(201)
	s.Do("DELETE", "/v1/holds/"+last, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	place(functiontest.Grace, 2).Want(201)
	place(functiontest.Grace, 3).WantProblem(409, "too-many-holds")
	s.Clock.Advance(2 * time.Hour) // the others are over
	place(functiontest.Grace, 3).Want(201)
}
