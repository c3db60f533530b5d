package breach_test

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// The freeze is renewed by a person, or ends after 90 days.
func TestFreeze(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 0)
	i := w.Report(breachtest.Grace, func(o object) { o["scope"] = object{"sessions": []string{sid}} })
	stands := func() (n int) {
		holds, err := w.Vault.Holds(t.Context(), breachtest.North)
		w.Must(err)
		for _, h := range holds {
			if h.Session != sid {
				t.Errorf("a hold on %q", h.Session)
			}
			if h.Stands(w.Clock()) {
				n++
			}
		}
		return n
	}
	w.Advance(89 * 24 * time.Hour)
	w.Tick()
	if stands() != 1 {
		t.Error("it doesn't stand after 89 days")
	}
	w.Advance(2 * 24 * time.Hour)
	w.Tick()
	if stands() != 0 {
		t.Error("it stands after 91 days without being renewed")
	}
	w.Patch(breachtest.Grace, i.ID, object{"renewFreeze": true})
	if stands() != 1 {
		t.Error("it wasn't renewed")
	}
	w.Ask("POST", "/v1/incidents/"+i.ID+"/close", breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "no-breach", "reason": "The bucket held test data only."}}, nil)
	w.Settle()
	if stands() != 0 {
		t.Error("it stands after the close")
	}
	// Nothing is kept without an end.
	w.Advance(83 * 30 * 24 * time.Hour)
	w.Tick()
	w.Incident(breachtest.Grace, i.ID)
	w.Advance(3 * 31 * 24 * time.Hour)
	w.Tick()
	w.Refused("GET", "/v1/incidents/"+i.ID, breachtest.Call{As: breachtest.Grace}, 404, "not-found")
}

// While an incident is open, what expires in its scope waits and what somebody
// has a right to have erased is erased; the affected list still counts it. A
// drill stops nothing.
func TestErasureDuringAnIncident(t *testing.T) {
	t.Parallel()
	for _, drill := range []bool{false, true} {
		w := breachtest.New(t)
		ctx := t.Context()
		life := lifecycle.New(w.Store, w.Vault, w.Audits, w.Clock, rand.Reader)
		var subjects []domain.Subject
		for range 2 {
			sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 2, 3)
			participants, err := w.Store.Participants(ctx, sid)
			w.Must(err)
			for _, p := range participants {
				w.Must(w.Vault.CreateBoxes(ctx, sid, p.ID, store.Boxes{Session: []byte("boxed"), Rejoin: []byte("boxed")}))
			}
			w.Must(w.Vault.CreateSessionKey(ctx, sid, store.WrappedKey{Wrapped: []byte("wrapped")}))
			subjects = append(subjects, domain.Subject{Kind: domain.SubjectSession, Org: breachtest.North, Session: sid})
		}
		i := w.Report(breachtest.Grace, func(o object) {
			o["drill"] = drill
			delete(o, "occurredUntil")
		})
		if g := groups(t, w, breachtest.Grace, i.ID); g["session"] != [3]int{2, 4, 4 + 12} {
			t.Fatalf("before: %v", g)
		}
		w.Advance(time.Hour)
		out, err := life.Erase(ctx, domain.Erasure{Subject: subjects[0], Rule: domain.RuleWindow})
		w.Must(err)
		if held := out.Hold != nil && out.Hold.Kind == domain.HoldIncident; held == drill {
			t.Errorf("drill %v: expiry is held: %v (%+v)", drill, held, out)
		}
		if drill {
			continue
		}
		for range 2 { // the second finds that nothing was written meanwhile
			out, err = life.Erase(ctx, domain.Erasure{Subject: subjects[1], Rule: domain.RuleFormal, Ground: domain.GroundSchool})
			w.Must(err)
			w.Advance(time.Hour)
		}
		if out.Receipt == nil {
			t.Fatalf("a formal erasure waits: %+v", out)
		}
		w.Patch(breachtest.Grace, i.ID, object{"categories": []string{"aliases"}})
		if g := groups(t, w, breachtest.Grace, i.ID); g["session"] != [3]int{1, 2, 2} || g["erased"] != [3]int{1, 2, 2} {
			t.Errorf("counted again: %v", g)
		}
		if a := w.Incident(breachtest.Grace, i.ID).Affected; a.People != 4 || a.ErasedSince.People != 2 {
			t.Errorf("totals: %+v", a)
		}
	}
}

// However often somebody renews a freeze, or names the same scope again, there are few holds
// of it, since every erasure in the scope looks at each. What comes into the scope is frozen
// with the rest.
func TestFreezesAreBounded(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 0)
	i := w.Report(breachtest.Grace, func(o object) { o["scope"] = object{"sessions": []string{sid}} })
	again := func(sessions ...string) {
		for range 5 {
			w.Patch(breachtest.Grace, i.ID, object{"renewFreeze": true})
			w.Patch(breachtest.Grace, i.ID, object{"scope": object{"sessions": sessions}})
			w.Settle()
		}
	}
	holds := func(want ...string) {
		t.Helper()
		all, err := w.Vault.HoldsFrom(t.Context(), breachtest.North, w.Clock())
		w.Must(err)
		var on []string
		for _, h := range all {
			on = append(on, h.Session)
		}
		slices.Sort(on)
		slices.Sort(want)
		if !slices.Equal(on, want) {
			t.Errorf("holds on %v, want %v", on, want)
		}
	}
	again(sid)
	holds(sid)
	other := w.Session(breachtest.North, breachtest.Monday.Add(-24*time.Hour), 1, 0)
	again(sid, other)
	holds(sid, other)
	w.Advance(25 * time.Hour)
	again(sid, other)
	holds(sid, sid, other, other)
}
