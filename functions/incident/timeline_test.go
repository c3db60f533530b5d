package incident_test

import (
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
)

// Everybody who reads a timeline finds out that it was edited.
func TestEditedTimelineIsSeen(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(all []*raw.DocumentSnapshot) error{
		"another time": func(all []*raw.DocumentSnapshot) error {
			_, err := all[0].Ref.Update(t.Context(), []raw.Update{{Path: "at", Value: breachtest.Monday.Add(-time.Hour)}})
			return err
		},
		"an entry less": func(all []*raw.DocumentSnapshot) error {
			_, err := all[len(all)-1].Ref.Delete(t.Context())
			return err
		},
	} {
		w := breachtest.New(t)
		i := w.Report(breachtest.Grace, nil)
		if _, verified := w.Kinds(breachtest.Grace, i.ID); !verified {
			t.Fatal("it doesn't verify before")
		}
		db, err := raw.NewClient(t.Context(), w.Project)
		w.Must(err)
		all, err := db.Collection("incidents/" + i.ID + "/timeline").Documents(t.Context()).GetAll()
		w.Must(err)
		w.Must(edit(all))
		w.Must(db.Close())
		if _, verified := w.Kinds(breachtest.Grace, i.ID); verified {
			t.Errorf("%s: the timeline verifies", name)
		}
		var register struct{ Verified bool }
		w.Ask("GET", "/v1/incidents/"+i.ID+"/register", breachtest.Call{As: breachtest.Grace}, &register)
		if register.Verified {
			t.Errorf("%s: the register says that it is whole", name)
		}
	}
}
