package org_test

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
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

// Who places holds and releases them in turn keeps nothing from being erased: what has ended
// is read by no erasure, lists are bounded, and there is an end to it for the day.
func TestHoldsThatHaveEnded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	now := s.Clock.Now()
	ended := func(n int, at time.Time) {
		var all sync.WaitGroup
		for k := range 8 {
			all.Go(func() {
				for range n / 8 {
					h := domain.Hold{ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldLegal, Name: "Case", PlacedAt: at.Add(-time.Hour), Until: at.Add(time.Duration(-k) * time.Minute)}
					if _, err := s.Vault.PlaceHold(t.Context(), h); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	}
	ended(1000, now.AddDate(0, 0, -2))
	place := func() *functiontest.Reply {
		return s.Do("POST", "/v1/holds", functiontest.Request{Token: s.Token(functiontest.Grace), Body: fmt.Sprintf(`{"name": "Case", "until": %q}`, now.AddDate(0, 1, 0).Format(time.RFC3339))})
	}
	made := read[struct{ ID string }](t, place().Want(201))
	if standing, err := s.Vault.HoldsFrom(t.Context(), functiontest.North, s.Clock.Now()); err != nil || len(standing) != 1 || standing[0].ID != made.ID {
		t.Errorf("an erasure reads %d holds, %v", len(standing), err)
	}
	list := read[struct {
		Items []struct {
			ID     string
			Stands bool
		}
	}](t, s.Do("GET", "/v1/holds", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200))
	if len(list.Items) != store.HoldsListed || !slices.ContainsFunc(list.Items, func(h struct {
		ID     string
		Stands bool
	}) bool {
		return h.ID == made.ID && h.Stands
	}) {
		t.Errorf("%d are listed, want %d with the one that stands", len(list.Items), store.HoldsListed)
	}
	s.Do("DELETE", "/v1/holds/"+made.ID, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200)
	ended(domain.HoldsRate, now)
	place().WantProblem(409, "too-many-holds")
	st := s.Open(functiontest.Start{}).Join("Ada")
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: st.Token}).Want(202)
	s.Retain(t.Context())
	if erased := s.Do("DELETE", "/v1/me", functiontest.Request{Token: st.Token}).Want(202); !bytes.Contains(erased.Body, []byte(`"erased"`)) {
		t.Errorf("%s", erased.Body)
	}
	s.Clock.Advance(domain.HoldsRateTime)
	place().Want(201)
}
