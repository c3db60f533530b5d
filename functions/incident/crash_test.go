package incident_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
)

// A fuse lets calls pass until a chosen one, and crashes before or after it.
type fuse struct {
	mu    sync.Mutex
	calls int
	at    int // 1, 2, …; 0: never
	after bool
}

// around makes a call, or crashes instead of it or after it.
func (f *fuse) around(call func() error) error {
	f.mu.Lock()
	f.calls++
	crash := f.calls == f.at
	f.mu.Unlock()
	if crash && !f.after {
		panic("before")
	}
	err := call()
	if crash {
		panic("after")
	}
	return err
}

// breakable is everything that breach and notify write to, through a fuse.
type breakable struct {
	breach.Store
	breach.Vault
	notices notify.Store
	out     breach.Publisher
	mail    notify.Sender
	fuse    *fuse
}

func (b *breakable) ChangeIncident(ctx context.Context, id string, change func(*domain.Incident) ([]domain.Entry, error)) (i *domain.Incident, err error) {
	err = b.fuse.around(func() error { i, err = b.Store.ChangeIncident(ctx, id, change); return err })
	return i, err
}

func (b *breakable) ChangeNotices(ctx context.Context, id, org string, change func(*domain.Incident, []domain.Notice) ([]domain.Notice, []domain.Entry, error)) (i *domain.Incident, err error) {
	err = b.fuse.around(func() error { i, err = b.Store.ChangeNotices(ctx, id, org, change); return err })
	return i, err
}

func (b *breakable) PutGroups(ctx context.Context, id string, groups []domain.AffectedGroup) error {
	return b.fuse.around(func() error { return b.Store.PutGroups(ctx, id, groups) })
}

func (b *breakable) CopyHold(ctx context.Context, h domain.Hold) error {
	return b.fuse.around(func() error { return b.Store.CopyHold(ctx, h) })
}

func (b *breakable) PlaceHold(ctx context.Context, h domain.Hold) (placed domain.Hold, err error) {
	err = b.fuse.around(func() error { placed, err = b.Vault.PlaceHold(ctx, h); return err })
	return placed, err
}

func (b *breakable) ReleaseHold(ctx context.Context, org, id string, kind domain.HoldKind, now time.Time) (h domain.Hold, err error) {
	err = b.fuse.around(func() error { h, err = b.Vault.ReleaseHold(ctx, org, id, kind, now); return err })
	return h, err
}

func (b *breakable) ChangeNotice(ctx context.Context, incident, id string, change func(*domain.Notice) (bool, error)) (n domain.Notice, err error) {
	err = b.fuse.around(func() error { n, err = b.notices.ChangeNotice(ctx, incident, id, change); return err })
	return n, err
}

// publisher and sender are types of their own: both have a method Send.
type publisher struct{ *breakable }

func (p publisher) Send(ctx context.Context, topic string, messages ...[]byte) error {
	return p.fuse.around(func() error { return p.out.Send(ctx, topic, messages...) })
}

type sender struct{ *breakable }

func (s sender) Send(ctx context.Context, m mail.Message) (sent domain.Sent, result string) {
	s.fuse.around(func() error { sent, result = s.mail.Send(ctx, m); return nil })
	return sent, result
}

// breakAt puts a fuse into the functions' writes.
func (w *world) breakAt(at int, after bool) *fuse {
	f := &fuse{at: at, after: after}
	b := &breakable{Store: w.data, Vault: w.vault, notices: w.data, out: w.bus, mail: w.deps.notify.Mail, fuse: f}
	if s, ok := b.mail.(sender); ok {
		b.mail = s.mail
	}
	w.deps.breach.Store, w.deps.breach.Vault, w.deps.breach.Publisher = b, b, publisher{b}
	w.deps.notify.Store, w.deps.notify.Publisher, w.deps.notify.Mail = b, publisher{b}, sender{b}
	w.wire()
	return f
}

// ids counts mails by Message-ID: one for each notice.
func (w *world) ids() map[string]int {
	got := make(map[string]int)
	for _, m := range w.mail.Messages() {
		got[m.Header["Message-Id"][0]]++
	}
	return got
}

// Crashes around a send, each with what is then known, and that nothing but a
// person's word sends again.
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
			w := newWorld(t)
			w.bus.handlers[events.NotifyMail] = func(context.Context, events.Message) error { return nil }
			i := w.report(grace, nil)
			w.patch(grace, i.ID, object{"state": "notifying"})
			n := w.notices(grace, i.ID)["gdpr-33-2 mail"]
			if n.State != "queued" {
				t.Fatalf("queued: %s", n.State)
			}
			w.breakAt(tt.at, tt.after)
			message := events.Mail{Incident: i.ID, Notice: n.ID}.Encode()
			for range 6 { // Pub/Sub delivers again and again
				w.must(w.bus.Send(t.Context(), events.NotifyMail, message))
				w.settle()
			}
			w.breakAt(0, false)
			if s := w.notices(grace, i.ID)["gdpr-33-2 mail"].State; tt.state == "unknown" && s != "sending" {
				t.Errorf("before the claim lapses: %s", s)
			}
			for range 3 {
				w.advance(15 * time.Minute)
				w.tick()
				w.must(w.bus.Send(t.Context(), events.NotifyMail, message))
				w.settle()
			}
			w.bus.handlers[events.NotifyMail] = notify.New(w.deps.notify)
			count := func() int { return w.ids()["<"+n.ID+"@cleanslate.example>"] }
			if s := w.notices(grace, i.ID)["gdpr-33-2 mail"].State; s != tt.state || count() != tt.mails {
				t.Errorf("%s and %d mails, want %s and %d", s, count(), tt.state, tt.mails)
			}
			if tt.state != "unknown" {
				return
			}
			// It stands on the timeline, can't be closed over, and waits for a person.
			w.refused("POST", "/v1/incidents/"+i.ID+"/close", call{as: grace, body: object{"outcome": "notified", "reason": "We think that all is well."}}, 409, "notices-open")
			path := "/v1/incidents/" + i.ID + "/notices/" + n.ID + "/resolve"
			if tt.mails == 1 {
				w.ask("POST", path, call{as: grace, body: object{"resolution": "sent"}}, nil)
			} else {
				w.ask("POST", path, call{as: grace, body: object{"resolution": "not-sent"}}, nil)
			}
			w.settle()
			if n := w.notices(grace, i.ID)["gdpr-33-2 mail"]; n.State != "sent" || count() != 1 || !n.Met {
				t.Errorf("after the person's word: %s, %d mails, met %v", n.State, count(), n.Met)
			}
			w.refused("POST", path, call{as: grace, body: object{"resolution": "not-sent"}}, 409, "wrong-state")
			if kinds, verified := w.kinds(grace, i.ID); !verified || kinds["resolved"] != 1 {
				t.Errorf("%v, verified %v", kinds, verified)
			}
		})
	}
}

// story is an incident from the report to the close, and what is left of it: the
// states of its notices, the mails by notice, the timeline by kind.
func (w *world) story() (left map[string]string) {
	t := w.t
	w.session(north, monday.Add(-48*time.Hour), 2, 1)
	i := w.report(grace, func(o object) { o["keysInReach"], o["risk"] = "yes", "high" })
	w.patch(grace, i.ID, object{"state": "notifying"})
	w.advance(15 * time.Minute)
	w.tick()
	w.ask("POST", "/v1/incidents/"+i.ID+"/updates", call{as: grace, body: object{"texts": texts()}}, nil)
	w.settle()
	w.advance(15 * time.Minute)
	w.tick()
	left = states(w.notices(grace, i.ID))
	closed, body, _ := w.do("POST", "/v1/incidents/"+i.ID+"/close", call{as: grace, body: object{"outcome": "notified", "reason": "Everybody was told in time."}})
	left["close"] = fmt.Sprint(closed)
	if closed != 200 {
		left["close"] += string(body)
	}
	w.settle()
	w.tick()
	kinds, verified := w.kinds(grace, i.ID)
	if !verified {
		t.Error("the timeline doesn't verify")
	}
	for _, kind := range []string{"reported", "state", "affected", "met", "missed", "update"} {
		left["timeline "+kind] = fmt.Sprint(kinds[kind])
	}
	left["people"] = fmt.Sprint(w.incident(grace, i.ID).Affected.People)
	holds, err := w.vault.Holds(t.Context(), north)
	w.must(err)
	left["holds"] = fmt.Sprint(len(holds))
	for _, h := range holds {
		if h.Stands(w.clock()) {
			left["holds"] += " standing"
		}
	}
	left["mails"] = fmt.Sprint(len(w.ids()))
	for id, n := range w.ids() {
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
		w := newWorld(t)
		notify := w.deps.notify
		f := w.breakAt(at, after)
		w.deps.notify = notify
		w.wire()
		return w.story(), f.calls
	}
	want, writes := run(t, 0, false)
	if want["close"] != "200" || want["mails"] == "0" || writes < 20 {
		t.Fatalf("without a crash: %d writes, %v", writes, want)
	}
	for at := 1; at <= writes; at++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, after %v", at, after), func(t *testing.T) {
				t.Parallel()
				if got, _ := run(t, at, after); !maps.Equal(got, want) {
					equal(t, "left", got, want)
				}
			})
		}
	}
	t.Logf("%d crash points, %d mails each", 2*writes, len(want))
}

// Messages that come again, at the same time, in another order, mixed with
// poison, change nothing.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	plain := newWorld(t)
	want := plain.story()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.bus.copies, w.bus.shuffle = max(2, int(seed)), mathrand.New(mathrand.NewPCG(seed, 1))
			// Not all of them at the same time: the emulator takes seconds over
			// each contended transaction.
			w.bus.together = seed <= 2
			if got := w.story(); !maps.Equal(got, want) {
				equal(t, "left", got, want)
			}
			t.Logf("%d messages, %d redeliveries, %d mails, 0 duplicates", w.bus.delivered, w.bus.again, len(w.mail.Messages()))
		})
	}
}

func TestPoison(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.report(grace, nil)
	before, _ := w.kinds(grace, i.ID)
	for _, topic := range []string{events.BreachWork, events.NotifyMail} {
		for _, data := range []string{
			"{", "null", `{"incident":"` + i.ID + `","org":"../x"}`, `{"incident":"` + i.ID + `","notice":"` + i.ID + `","to":"x@y.example"}`, "\xff\x00",
			strings.Repeat("[", 3000),
		} {
			w.must(w.bus.Send(t.Context(), topic, []byte(data)))
		}
	}
	w.bus.settle(t.Context())
	if len(w.bus.poisoned) != 12 {
		t.Errorf("%d messages came to the dead letter, want 12", len(w.bus.poisoned))
	}
	for _, err := range w.bus.poisoned {
		if !errors.Is(err, events.ErrPoison) {
			t.Errorf("given up as %v", err)
		}
	}
	w.bus.poisoned = nil
	// What can be read but asks for what isn't there is done with at once.
	for topic, all := range map[string][][]byte{
		events.BreachWork: {events.BreachJob{Incident: newID(t)}.Encode(), events.BreachJob{Incident: i.ID, Org: south}.Encode(),
			events.BreachJob{Incident: i.ID, Org: "org_nowhere", Run: 1}.Encode(), events.BreachJob{Incident: i.ID, Org: north, Run: 99}.Encode()},
		events.NotifyMail: {events.Mail{Incident: i.ID, Notice: newID(t)}.Encode(), events.Mail{Incident: newID(t), Notice: newID(t)}.Encode()},
	} {
		w.must(w.bus.Send(t.Context(), topic, all...))
	}
	w.settle()
	if after, verified := w.kinds(grace, i.ID); !maps.Equal(before, after) || !verified {
		t.Errorf("the timeline went from %v to %v", before, after)
	}
	if n := w.mail.Messages(); len(n) != 0 {
		t.Errorf("mails: %v", w.mails())
	}
}

// Mail that is refused for good, for now, or comes back later; an org without an
// address.
func TestMailThatDoesNotArrive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.org(domain.Org{ID: "org_silent", Name: "Silent", Country: "US", Timezone: "UTC", Agreements: []domain.Agreement{
		{ID: "a", SignedAt: monday.AddDate(-1, 0, 0), Clauses: []domain.ClauseTerm{{ID: domain.ClauseNY2D}}},
	}}, "")
	i := w.report(ops, func(o object) { o["scope"] = object{"orgs": []string{"org_silent"}} })
	w.patch(ops, i.ID, object{"state": "notifying"})
	equal(t, "without an address", states(w.notices(ops, i.ID)), map[string]string{
		"platform mail": "failed", "platform public": "published", "ny-2d mail": "failed", "ny-2d public": "published",
	})
	w.mail.Refuse("office@north.example", 550, "no such user")
	i = w.report(grace, nil)
	w.patch(grace, i.ID, object{"state": "notifying"})
	all := w.notices(grace, i.ID)
	if n := all["gdpr-33-2 mail"]; n.State != "failed" || n.Result == nil || !strings.HasPrefix(*n.Result, "550") || n.Attempts != 1 {
		t.Errorf("refused for good: %+v", n)
	}
	if n := all["gdpr-33-2 public"]; n.State != "published" {
		t.Errorf("what takes its place is %q", n.State)
	}
	w.mail.Refuse("office@north.example", 0, "")

	// For now: again with growing pauses, then sent.
	w.mail.Refuse("office@north.example", 451, "greylisted")
	i = w.report(grace, nil)
	w.patch(grace, i.ID, object{"state": "notifying"})
	for range 4 {
		w.advance(15 * time.Minute)
		w.tick()
	}
	if n := w.notices(grace, i.ID)["gdpr-33-1 mail"]; n.State != "deferred" || n.Attempts < 3 || n.Attempts > 4 {
		t.Errorf("refused for now: %s after %d attempts", n.State, n.Attempts)
	}
	w.mail.Refuse("office@north.example", 0, "")
	w.advance(time.Hour)
	w.tick()
	n := w.notices(grace, i.ID)["gdpr-33-1 mail"]
	if n.State != "sent" || !n.Met {
		t.Errorf("in the end: %s", n.State)
	}
	// And it bounces a day later.
	w.advance(24 * time.Hour)
	w.ask("POST", "/v1/incidents/"+i.ID+"/notices/"+n.ID+"/resolve", call{as: grace, body: object{"resolution": "bounced"}}, nil)
	w.settle()
	all = w.notices(grace, i.ID)
	if all["gdpr-33-1 mail"].State != "failed" || all["gdpr-33-1 public"].State != "published" {
		t.Errorf("bounced: %v", states(all))
	}
	if ids := w.ids(); slices.Max(slices.Collect(maps.Values(ids))) != 1 {
		t.Errorf("sent twice: %v", ids)
	}
}

// An incident that nobody closes has an end too.
func TestIncidentThatNobodyCloses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.report(grace, nil)
	end := domain.AddMonths(w.clock(), domain.IncidentKept.Months)
	for _, tt := range []struct {
		at   time.Time
		want int
	}{{end.Add(-time.Hour), http.StatusOK}, {end, http.StatusNotFound}} {
		w.advance(tt.at.Sub(w.clock()))
		w.tick()
		if status, _, _ := w.do("GET", "/v1/incidents/"+i.ID, call{as: grace}); status != tt.want {
			t.Errorf("at %v: %d, want %d", tt.at, status, tt.want)
		}
	}
}

// Clocks are right when ticks are late, doubled, or stop for a day.
func TestTicks(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		every time.Duration
		twice bool
	}{
		"every two hours":        {2 * time.Hour, false}, // all thresholds fall apart, as with ticks every 15 minutes
		"every two hours, twice": {2 * time.Hour, true},
		"stopped for days":       {80 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.report(grace, func(o object) { o["texts"] = object{} })
			w.patch(grace, i.ID, object{"state": "notifying"})
			for at := time.Duration(0); at < 80*time.Hour; at += tt.every {
				w.advance(tt.every)
				w.tick()
				if tt.twice {
					w.tick()
				}
			}
			all := w.notices(grace, i.ID)
			for _, clause := range []string{"platform mail", "platform public", "gdpr-33-1 mail", "gdpr-33-2 mail"} {
				n := all[clause]
				if !n.Missed || n.Escalated != 90 || n.State != "incomplete" {
					t.Errorf("%s: missed %v, told at %d %%, %s", clause, n.Missed, n.Escalated, n.State)
				}
				_, target := all[clause+" escalation 100"]
				if !target {
					t.Errorf("%s: nobody was told of the miss", clause)
				}
				for _, percent := range []string{"50", "75", "90"} {
					// Of thresholds that pass between two ticks the last is told.
					_, told := all[clause+" escalation "+percent]
					if told != (tt.every < 80*time.Hour) {
						t.Errorf("%s: told at %s %%: %v", clause, percent, told)
					}
				}
			}
			kinds, verified := w.kinds(grace, i.ID)
			if kinds["missed"] != 4 || !verified {
				t.Errorf("%v, verified %v", kinds, verified)
			}
			for _, m := range w.mail.Messages() {
				if !slices.Equal(m.To, []string{grace}) {
					t.Errorf("an escalation went to %v", m.To)
				}
			}
			for id, n := range w.ids() {
				if n != 1 {
					t.Errorf("%s was sent %d times", id, n)
				}
			}
			// Missed is missed for good, and the notice must say why (art. 33(1)).
			w.patch(grace, i.ID, object{"texts": object{"de": object{"nature": "N", "consequences": "C", "measures": "M"}}})
			n := w.notices(grace, i.ID)["gdpr-33-1 mail"]
			if n.State != "incomplete" || !slices.Equal(n.Missing, []string{"reasons"}) {
				t.Errorf("without reasons: %s, missing %v", n.State, n.Missing)
			}
			w.patch(grace, i.ID, object{"texts": object{"de": object{"reasons": "Das Protokoll kam spät."}}})
			n = w.notices(grace, i.ID)["gdpr-33-1 mail"]
			if n.State != "sent" || !n.Missed || n.Met {
				t.Errorf("with reasons: %s, missed %v", n.State, n.Missed)
			}
			w.tick()
			if again, _ := w.kinds(grace, i.ID); again["missed"] != 4 || again["met"] != 0 {
				t.Errorf("afterwards: %v", again)
			}
		})
	}
}
