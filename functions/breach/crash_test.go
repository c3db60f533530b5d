package breach_test

import (
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// story is an incident from the report to the close, and what is left of it: the
// states of its notices, the mails by notice, the timeline by kind.
func story(t *testing.T, w *breachtest.World) (left map[string]string) {
	w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 2, 1)
	i := w.Report(breachtest.Grace, func(o object) { o["keysInReach"], o["risk"] = "yes", "high" })
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	w.Advance(15 * time.Minute)
	w.Tick()
	w.Ask("POST", "/v1/incidents/"+i.ID+"/updates", breachtest.Call{As: breachtest.Grace, Body: object{"texts": breachtest.Texts()}}, nil)
	w.Settle()
	w.Advance(15 * time.Minute)
	w.Tick()
	left = breachtest.States(w.Notices(breachtest.Grace, i.ID))
	closed := w.Do("POST", "/v1/incidents/"+i.ID+"/close", breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "notified", "reason": "Everybody was told in time."}})
	left["close"] = fmt.Sprint(closed.Status)
	if closed.Status != 200 {
		left["close"] += string(closed.Body)
	}
	w.Settle()
	w.Tick()
	kinds, verified := w.Kinds(breachtest.Grace, i.ID)
	if !verified {
		t.Error("the timeline doesn't verify")
	}
	for _, kind := range []string{"reported", "state", "affected", "met", "missed", "update"} {
		left["timeline "+kind] = fmt.Sprint(kinds[kind])
	}
	left["people"] = fmt.Sprint(w.Incident(breachtest.Grace, i.ID).Affected.People)
	holds, err := w.Vault.Holds(t.Context(), breachtest.North)
	w.Must(err)
	left["holds"] = fmt.Sprint(len(holds))
	for _, h := range holds {
		if h.Stands(w.Clock()) {
			left["holds"] += " standing"
		}
	}
	left["mails"] = fmt.Sprint(len(w.MailIDs()))
	for id, n := range w.MailIDs() {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
	return left
}

// A crash before or after any single write of breach comes to the same end:
// all of them are tried. A crash around a send is the test above.
func TestCrashAtEveryWriteOfBreach(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, at int, after bool) (map[string]string, int) {
		w := breachtest.New(t)
		notify := w.Notify
		f := w.BreakAt(at, after)
		w.Notify = notify
		w.Wire()
		return story(t, w), f.Calls
	}
	want, writes := run(t, 0, false)
	if want["close"] != "200" || want["mails"] == "0" || writes < 20 {
		t.Fatalf("without a crash: %d writes, %v", writes, want)
	}
	for at := 1; at <= writes; at++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, after %v", at, after), func(t *testing.T) {
				t.Parallel()
				got, _ := run(t, at, after)
				breachtest.Equal(t, "left", got, want)
			})
		}
	}
	t.Logf("%d crash points, %d mails each", 2*writes, len(want))
}

// Messages that come again, at the same time, in another order, mixed with
// poison, change nothing.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	plain := breachtest.New(t)
	want := story(t, plain)
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := breachtest.New(t)
			w.Bus.Copies, w.Bus.Shuffle = max(2, int(seed)), mathrand.New(mathrand.NewPCG(seed, 1))
			// Not all of them at the same time: the emulator takes seconds over
			// each contended transaction.
			w.Bus.Together = seed <= 2
			breachtest.Equal(t, "left", story(t, w), want)
			t.Logf("%d messages, %d redeliveries, %d mails, 0 duplicates", w.Bus.Delivered, w.Bus.Again, len(w.Mail.Messages()))
		})
	}
}

func TestPoison(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := w.Report(breachtest.Grace, nil)
	before, _ := w.Kinds(breachtest.Grace, i.ID)
	w.Poison(events.BreachWork, i.ID)
	// A message that can be read but is about something unknown is done at once.
	w.Must(w.Bus.Send(t.Context(), events.BreachWork, events.BreachJob{Incident: breachtest.NewID(t)}.Encode(), events.BreachJob{Incident: i.ID, Org: breachtest.South}.Encode(),
		events.BreachJob{Incident: i.ID, Org: "org_nowhere", Run: 1}.Encode(), events.BreachJob{Incident: i.ID, Org: breachtest.North, Run: 99}.Encode()))
	w.Settle()
	if after, verified := w.Kinds(breachtest.Grace, i.ID); !maps.Equal(before, after) || !verified {
		t.Errorf("the timeline went from %v to %v", before, after)
	}
	if n := w.Mail.Messages(); len(n) != 0 {
		t.Errorf("mails: %v", w.Mails())
	}
}
