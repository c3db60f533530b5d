package incident_test

import (
	"flag"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// A handling is an incident and what a model knows of it.
type handling struct {
	t        *testing.T
	w        *breachtest.World
	id       string
	closed   bool
	outcome  string
	seen     breachtest.Incident
	notices  map[string]breachtest.Notice
	timeline int
	renewed  time.Time // when expiry was frozen last
}

// stages are an incident's states in their order.
var stages = []string{"reported", "scoping", "notifying", "closed"}

// TestIncidentMachine reports an incident and does everything that people, ticks, redeliveries and lost messages can
// do to it, in any order. Nothing is told twice, no notice and no entry of the timeline is lost, nothing goes back, and
// once everything has arrived nothing waits that could have been sent.
//
//	go test ./functions/incident -run IncidentMachine -rapid.checks=500 -rapid.steps=60
func TestIncidentMachine(t *testing.T) {
	t.Parallel()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		checks.Value.Set("5") // each is a world of its own
	}
	rapid.Check(t, func(r *rapid.T) {
		w := breachtest.New(t)
		w.Bus.Copies = rapid.IntRange(1, 3).Draw(r, "copies")
		w.Bus.Shuffle = mathrand.New(mathrand.NewPCG(rapid.Uint64().Draw(r, "order"), 1))
		h := &handling{t: t, w: w, renewed: w.Clock()}
		var filed breachtest.Incident
		w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Body: breachtest.Body(nil)}, &filed)
		h.id = filed.ID
		h.look(r)
		r.Repeat(map[string]func(*rapid.T){
			"move on": h.moveOn,
			"risk": func(r *rapid.T) {
				h.change(r, "PATCH", "", breachtest.Object{"risk": rapid.SampledFrom([]string{"undetermined", "unlikely", "possible", "high"}).Draw(r, "risk")})
			},
			"keys": func(r *rapid.T) {
				h.change(r, "PATCH", "", breachtest.Object{"keysInReach": rapid.SampledFrom([]string{"unknown", "yes", "no"}).Draw(r, "reach")})
			},
			"write": func(r *rapid.T) {
				h.change(r, "PATCH", "", breachtest.Object{"texts": breachtest.Object{"en": breachtest.Object{"nature": rapid.SampledFrom([]string{"", "A bucket.", "A bucket was public."}).Draw(r, "text")}}})
			},
			"renew": func(r *rapid.T) {
				if h.change(r, "PATCH", "", breachtest.Object{"renewFreeze": true}) == 200 {
					h.renewed = w.Clock()
				}
			},
			"recount": func(r *rapid.T) { h.change(r, "PATCH", "", breachtest.Object{"recount": true}) },
			"confirm": func(r *rapid.T) { h.change(r, "POST", "/confirm", breachtest.Object{}) },
			"update": func(r *rapid.T) {
				status := h.change(r, "POST", "/updates", breachtest.Object{"texts": breachtest.Object{"en": breachtest.Object{"nature": "One more log."}}})
				if want := !h.closed && h.seen.State == "notifying"; (status == 201) != want {
					r.Fatalf("an update of what is %s: %d", h.seen.State, status)
				}
			},
			"delay": func(r *rapid.T) {
				h.change(r, "POST", "/delay", breachtest.Object{"ground": "law-enforcement", "authority": "State police", "until": w.Clock().Add(48 * time.Hour)})
			},
			"close":   h.close,
			"deliver": func(*rapid.T) { w.Settle() },
			"lose":    func(*rapid.T) { w.Bus.Lose() },
			"tick":    func(*rapid.T) { w.Must(w.Bus.Send(t.Context(), events.BreachTick, nil)) },
			"wait": func(r *rapid.T) {
				w.Advance(rapid.SampledFrom([]time.Duration{time.Minute, 15 * time.Minute, 6 * time.Hour, 36 * time.Hour, 30 * 24 * time.Hour}).Draw(r, "time"))
			},
			"rest": h.rest,
			"":     h.look,
		})
	})
}

// change makes a request that a closed incident refuses.
func (h *handling) change(r *rapid.T, method, below string, body breachtest.Object) int {
	resp := h.w.Do(method, "/v1/incidents/"+h.id+below, breachtest.Call{As: breachtest.Grace, Body: body})
	status, answer := resp.Status, resp.Body
	if h.closed != (status == 409 && h.closed) || status >= 500 {
		r.Fatalf("%s %s of what is closed %v: %d %s", method, below, h.closed, status, answer)
	}
	return status
}

func (h *handling) moveOn(r *rapid.T) {
	to := rapid.SampledFrom(stages[1:3]).Draw(r, "state")
	from, next := slices.Index(stages, h.seen.State), slices.Index(stages, to)
	status := h.change(r, "PATCH", "", breachtest.Object{"state": to})
	if want := !h.closed && (next == from || next == from+1); (status == 200) != want {
		r.Fatalf("from %s to %s: %d", h.seen.State, to, status)
	}
}

func (h *handling) close(r *rapid.T) {
	if rapid.IntRange(0, 4).Draw(r, "not yet") > 0 {
		r.Skip("a closed incident is the end")
	}
	outcome := rapid.SampledFrom([]string{"notified", "no-breach"}).Draw(r, "outcome")
	for range 2 { // the second is a retry
		resp := h.w.Do("POST", "/v1/incidents/"+h.id+"/close", breachtest.Call{As: breachtest.Grace, Body: breachtest.Object{"outcome": outcome, "reason": "It was looked into."}})
		switch status, answer := resp.Status, resp.Body; {
		case status == 200 && (!h.closed || outcome == h.outcome):
			h.closed, h.outcome = true, outcome
		case status == 409 && strings.Contains(string(answer), "/notices-open") && !h.closed && outcome == "notified":
			for _, n := range h.w.Notices(breachtest.Grace, h.id) {
				if !slices.Contains(final, n.State) && n.State != "not-required" && n.Kind != "escalation" {
					return
				}
			}
			r.Fatalf("every notice is at its end, and it can't be closed: %s", answer)
		case status == 409 && !h.closed && outcome == "notified" && h.seen.State != "notifying":
			return // nobody was
		case status == 409 && h.closed && outcome != h.outcome:
		default:
			r.Fatalf("closing as %s, closed %v as %q: %d %s", outcome, h.closed, h.outcome, status, answer)
		}
	}
}

// rest lets everything arrive, and a tick find what was lost.
func (h *handling) rest(r *rapid.T) {
	h.w.Settle()
	for range 2 {
		h.w.Must(h.w.Bus.Send(h.t.Context(), events.BreachTick, nil))
		h.w.Settle()
	}
	h.look(r)
	if !h.closed && h.seen.State == "reported" {
		r.Fatal("everything has arrived, and nobody has counted who is affected")
	}
	for name, n := range h.notices {
		if n.State == "queued" || n.State == "sending" {
			r.Fatalf("everything has arrived, and %s is %s", name, n.State)
		}
	}
	holds, err := h.w.Vault.Holds(h.t.Context(), breachtest.North)
	h.w.Must(err)
	frozen := slices.ContainsFunc(holds, func(hold domain.Hold) bool { return hold.Kind == domain.HoldIncident && hold.Stands(h.w.Clock()) })
	// Within a day of a freeze another one changes nothing.
	if over := !h.w.Clock().Before(h.renewed.AddDate(0, 0, domain.FreezeDays-1)); !over && frozen == h.closed {
		r.Fatalf("closed %v, frozen %v, renewed at %v, now %v", h.closed, frozen, h.renewed, h.w.Clock())
	}
}

// final are the states that a notice doesn't leave here, where no person resolves one.
var final = []string{"sent", "published", "failed"}

// look checks that nothing seen before is lost or goes back.
func (h *handling) look(r *rapid.T) {
	now := h.w.Incident(breachtest.Grace, h.id)
	if slices.Index(stages, now.State) < slices.Index(stages, h.seen.State) || now.Revision < h.seen.Revision || now.Updates < h.seen.Updates {
		r.Fatalf("it was %+v and is %+v", h.seen, now)
	}
	if h.closed != (now.State == "closed") {
		r.Fatalf("closed %v, and it is %s", h.closed, now.State)
	}
	h.seen = now
	notices := h.w.Notices(breachtest.Grace, h.id)
	for name, before := range h.notices {
		after, there := notices[name]
		switch {
		case !there:
			r.Fatalf("%s is gone", name)
		case slices.Contains(final, before.State) && after.State != before.State:
			r.Fatalf("%s was %s and is %s", name, before.State, after.State)
		case before.Missed && !after.Missed:
			r.Fatalf("%s was late and isn't any more", name)
		case after.Attempts < before.Attempts || after.Escalated < before.Escalated:
			r.Fatalf("%s was %+v and is %+v", name, before, after)
		}
	}
	h.notices = notices
	kinds, verified := h.w.Kinds(breachtest.Grace, h.id)
	entries := 0
	for _, n := range kinds {
		entries += n
	}
	if !verified || entries < h.timeline || kinds["reported"] != 1 {
		r.Fatalf("the timeline had %d entries and has %d, verified %v: %v", h.timeline, entries, verified, kinds)
	}
	h.timeline = entries
	mails := make(map[string]bool)
	for _, m := range h.w.Mail.Messages() {
		for _, id := range m.Header["Message-Id"] {
			if mails[id] {
				r.Fatalf("%s was mailed twice: %s", id, m.Subject)
			}
			mails[id] = true
		}
	}
}
