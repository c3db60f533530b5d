package incident_test

import (
	"crypto/rand"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// While an incident is open, what expires in its scope waits and what somebody
// has a right to have erased is erased; the affected list still counts it. A
// drill stops nothing.
func TestErasureDuringAnIncident(t *testing.T) {
	t.Parallel()
	for _, drill := range []bool{false, true} {
		w := newWorld(t)
		ctx := t.Context()
		life := lifecycle.New(w.data, w.vault, w.clock, rand.Reader)
		var subjects []domain.Subject
		for range 2 {
			sid := w.session(north, monday.Add(-48*time.Hour), 2, 3)
			participants, err := w.data.Participants(ctx, sid)
			w.must(err)
			for _, p := range participants {
				w.must(w.vault.CreateBoxes(ctx, sid, p.ID, store.Boxes{Session: []byte("boxed"), Rejoin: []byte("boxed")}))
			}
			w.must(w.vault.CreateSessionKey(ctx, sid, store.WrappedKey{Wrapped: []byte("wrapped")}))
			subjects = append(subjects, domain.Subject{Kind: domain.SubjectSession, Org: north, Session: sid})
		}
		i := w.report(grace, func(o object) {
			o["drill"] = drill
			delete(o, "occurredUntil")
		})
		if g := w.groups(grace, i.ID); g["session"] != [3]int{2, 4, 4 + 12} {
			t.Fatalf("before: %v", g)
		}
		w.advance(time.Hour)
		out, err := life.Erase(ctx, domain.Erasure{Subject: subjects[0], Rule: domain.RuleWindow})
		w.must(err)
		if held := out.Hold != nil && out.Hold.Kind == domain.HoldIncident; held == drill {
			t.Errorf("drill %v: expiry is held: %v (%+v)", drill, held, out)
		}
		if drill {
			continue
		}
		for range 2 { // the second finds that nothing was written meanwhile
			out, err = life.Erase(ctx, domain.Erasure{Subject: subjects[1], Rule: domain.RuleFormal, Ground: domain.GroundSchool})
			w.must(err)
			w.advance(time.Hour)
		}
		if out.Receipt == nil {
			t.Fatalf("a formal erasure waits: %+v", out)
		}
		w.patch(grace, i.ID, object{"categories": []string{"aliases"}})
		if g := w.groups(grace, i.ID); g["session"] != [3]int{1, 2, 2} || g["erased"] != [3]int{1, 2, 2} {
			t.Errorf("counted again: %v", g)
		}
		if a := w.incident(grace, i.ID).Affected; a.People != 4 || a.ErasedSince.People != 2 {
			t.Errorf("totals: %+v", a)
		}
	}
}

// Whoever edits a stored timeline is found out by everybody who reads it.
func TestEditedTimelineIsSeen(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(all []*raw.DocumentSnapshot) error{
		"another time": func(all []*raw.DocumentSnapshot) error {
			_, err := all[0].Ref.Update(t.Context(), []raw.Update{{Path: "at", Value: monday.Add(-time.Hour)}})
			return err
		},
		"an entry less": func(all []*raw.DocumentSnapshot) error {
			_, err := all[len(all)-1].Ref.Delete(t.Context())
			return err
		},
	} {
		w := newWorld(t)
		i := w.report(grace, nil)
		if _, verified := w.kinds(grace, i.ID); !verified {
			t.Fatal("it doesn't verify before")
		}
		db, err := raw.NewClient(t.Context(), w.project)
		w.must(err)
		all, err := db.Collection("incidents/" + i.ID + "/timeline").Documents(t.Context()).GetAll()
		w.must(err)
		w.must(edit(all))
		w.must(db.Close())
		if _, verified := w.kinds(grace, i.ID); verified {
			t.Errorf("%s: the timeline verifies", name)
		}
		var register struct{ Verified bool }
		w.ask("GET", "/v1/incidents/"+i.ID+"/register", call{as: grace}, &register)
		if register.Verified {
			t.Errorf("%s: the register says that it is whole", name)
		}
	}
}
