package notify_test

import (
	"context"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// Crashes around a send: what is known after each, and that only a person can have it
// sent again.
func TestCrashAroundASend(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		at    int // of notify's calls: 1 claims, 2 sends, 3 records, 4 tells breach
		after bool
		state string // when everything has come to rest
		mails int
	}{
		{"before the claim", 1, false, "sent", 1},
		{"after the claim", 1, true, "unknown", 0},
		{"before the send", 2, false, "unknown", 0},
		{"after the send", 2, true, "unknown", 1},
		{"before the result", 3, false, "unknown", 1},
		{"after the result", 3, true, "sent", 1},
		{"before breach is told", 4, false, "sent", 1},
		{"after breach is told", 4, true, "sent", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := breachtest.New(t)
			w.Bus.Handlers[events.NotifyMail] = func(context.Context, events.Message) error { return nil }
			i := w.Report(breachtest.Grace, nil)
			w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
			n := w.Notices(breachtest.Grace, i.ID)["gdpr-33-2 mail"]
			if n.State != "queued" {
				t.Fatalf("queued: %s", n.State)
			}
			w.BreakAt(tt.at, tt.after)
			message := events.Mail{Incident: i.ID, Notice: n.ID}.Encode()
			for range 6 { // Pub/Sub delivers again and again
				w.Must(w.Bus.Send(t.Context(), events.NotifyMail, message))
				w.Settle()
			}
			w.BreakAt(0, false)
			if s := w.Notices(breachtest.Grace, i.ID)["gdpr-33-2 mail"].State; tt.state == "unknown" && s != "sending" {
				t.Errorf("before the claim lapses: %s", s)
			}
			for range 3 {
				w.Advance(15 * time.Minute)
				w.Tick()
				w.Must(w.Bus.Send(t.Context(), events.NotifyMail, message))
				w.Settle()
			}
			w.Bus.Handlers[events.NotifyMail] = notify.New(w.Notify)
			count := func() int { return w.MailIDs()["<"+n.ID+"@cleanslate.example>"] }
			if s := w.Notices(breachtest.Grace, i.ID)["gdpr-33-2 mail"].State; s != tt.state || count() != tt.mails {
				t.Errorf("%s and %d mails, want %s and %d", s, count(), tt.state, tt.mails)
			}
			if tt.state != "unknown" {
				return
			}
			// It stands on the timeline, can't be closed over, and waits for a person.
			w.Refused("POST", "/v1/incidents/"+i.ID+"/close", breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "notified", "reason": "We think that all is well."}}, 409, "notices-open")
			path := "/v1/incidents/" + i.ID + "/notices/" + n.ID + "/resolve"
			if tt.mails == 1 {
				w.Ask("POST", path, breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "sent"}}, nil)
			} else {
				w.Ask("POST", path, breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "not-sent"}}, nil)
			}
			w.Settle()
			if n := w.Notices(breachtest.Grace, i.ID)["gdpr-33-2 mail"]; n.State != "sent" || count() != 1 || !n.Met {
				t.Errorf("after the person's word: %s, %d mails, met %v", n.State, count(), n.Met)
			}
			w.Refused("POST", path, breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "not-sent"}}, 409, "wrong-state")
			if kinds, verified := w.Kinds(breachtest.Grace, i.ID); !verified || kinds["resolved"] != 1 {
				t.Errorf("%v, verified %v", kinds, verified)
			}
		})
	}
}
