package breach_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The clauses of a school in the United States, each from its own event.
func TestUnitedStates(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Session(breachtest.South, breachtest.Monday.Add(-48*time.Hour), 1, 1)
	i := w.Report(breachtest.Alan, func(o object) { o["discoveredAt"] = breachtest.Monday.Add(-2 * time.Hour) })
	w.Patch(breachtest.Alan, i.ID, object{"state": "notifying"})
	// Nothing was confirmed: what counts from there doesn't run.
	breachtest.Equal(t, "before it is confirmed", breachtest.States(w.Notices(breachtest.Alan, i.ID)), map[string]string{
		"platform mail": "sent", "platform public": "published", "ny-2d mail": "sent", "ndpa mail": "waiting",
		"soppa-school mail": "waiting", "soppa-parents mail": "waiting", "teachers members": "not-required",
	})
	w.Advance(24 * time.Hour)
	// NDPA lets law enforcement delay; New York's seven days run on.
	police := object{"ground": "law-enforcement", "authority": "State police", "until": breachtest.Monday.Add(72 * time.Hour)}
	w.Mail.Refuse("office@south.example", 451, "later")
	w.Ask("POST", "/v1/incidents/"+i.ID+"/confirm", breachtest.Call{As: breachtest.Alan, Body: object{}}, nil)
	w.Settle()
	w.Ask("POST", "/v1/incidents/"+i.ID+"/delay", breachtest.Call{As: breachtest.Alan, Body: police}, nil)
	w.Ask("POST", "/v1/incidents/"+i.ID+"/delay", breachtest.Call{As: breachtest.Alan, Body: police}, nil) // a retry
	w.Settle()
	all := w.Notices(breachtest.Alan, i.ID)
	for name, want := range map[string]time.Time{
		"ny-2d mail": time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC),             // 8 NYCRR § 121.11(a): the 23rd is day seven, until midnight in New York
		"ndpa mail":  breachtest.Monday.Add(72 * time.Hour).Add(48 * time.Hour), // it was confirmed when the delay began
		// 105 ILCS 85/15(5)
		"soppa-school mail": time.Date(2026, 12, 18, 5, 0, 0, 0, time.UTC),
	} {
		if d := all[name].Deadline; d == nil || !d.Equal(want) {
			t.Errorf("%s: deadline %v, want %v", name, d, want)
		}
	}
	if all["ndpa mail"].State != "deferred" || all["soppa-parents mail"].State != "waiting" {
		t.Errorf("refused for now: %v", breachtest.States(all))
	}
	if n := w.Incident(breachtest.Alan, i.ID); len(n.Delays) != 1 {
		t.Errorf("%d delays", len(n.Delays))
	}
	for name, body := range map[string]object{
		"nothing-to-delay": {"ground": "determining-scope", "authority": "us", "until": breachtest.Monday.Add(80 * time.Hour)},
	} {
		w.Refused("POST", "/v1/incidents/"+i.ID+"/delay", breachtest.Call{As: breachtest.Alan, Body: body}, 409, name)
	}
	// The mail comes through: the school was told, and the parents' thirty days begin.
	w.Mail.Refuse("office@south.example", 0, "")
	w.Advance(10 * time.Minute)
	w.Tick()
	all = w.Notices(breachtest.Alan, i.ID)
	for _, name := range []string{"ndpa mail", "soppa-school mail", "soppa-parents mail"} {
		if n := all[name]; n.State != "sent" || n.Missed {
			t.Errorf("%s is %s, missed %v", name, n.State, n.Missed)
		}
	}
	if s := all["soppa-parents mail"].StartsAt; s == nil || !s.Equal(*all["soppa-school mail"].DoneAt) {
		t.Errorf("the parents' time starts at %v", s)
	}
	var parents, ny bool
	for _, m := range w.Mail.Messages() {
		parents = parents || strings.Contains(m.Text, "105 ILCS 85/27(d)") && strings.Contains(m.Text, "2026-12-19 00:00 EST") // the 18th of November was delayed
		ny = ny || strings.Contains(m.Text, "8 NYCRR")
	}
	if !parents || !ny {
		t.Errorf("parents' letter with its deadline: %v, New York's: %v\n%s", parents, ny, w.Mail.Messages()[len(w.Mail.Messages())-1].Text)
	}
}

// A delay stops the clauses that allow its ground, and no others: shown with an
// agreement that allows all three (promise P50).
func TestDelay(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	own := domain.ClauseTerm{
		ID: "own", Audience: domain.AudienceSchool, Starts: domain.StartAware, Within: &domain.Within{Count: 5, Unit: domain.BusinessDays},
		Form: domain.FormController, Delays: domain.DelayGrounds, Source: "agreement b, § 9",
	}
	w.Org(domain.Org{ID: "org_east", Name: "East", Country: "BR", Timezone: "America/Sao_Paulo", Holidays: []string{"2026-11-20"}, Agreements: []domain.Agreement{
		{ID: "b", SignedAt: breachtest.Monday.AddDate(-1, 0, 0), Clauses: []domain.ClauseTerm{own}},
	}}, "office@east.example")
	i := w.Report(breachtest.Ops, func(o object) { o["scope"] = object{"orgs": []string{"org_east"}} })
	all := w.Notices(breachtest.Ops, i.ID)
	// Monday, 9:00 there: the 17th to the 19th, and over a holiday and a weekend the 23rd and 24th.
	if d := all["own mail"].Deadline; d == nil || !d.Equal(time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("five business days end at %v", d)
	}
	for _, ground := range domain.DelayGrounds {
		w.Advance(time.Hour)
		w.Ask("POST", "/v1/incidents/"+i.ID+"/delay", breachtest.Call{As: breachtest.Ops, Body: object{
			"ground": ground, "authority": "Office of " + string(ground), "until": time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC),
		}}, nil)
	}
	w.Settle()
	all = w.Notices(breachtest.Ops, i.ID)
	// All of the 17th is covered: it doesn't count.
	if n := all["own mail"]; !n.Stopped || !n.Deadline.Equal(time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("delayed: stopped %v, deadline %v", n.Stopped, n.Deadline)
	}
	if n := all["platform mail"]; n.Stopped || !n.Deadline.Equal(breachtest.Monday.Add(72*time.Hour)) {
		t.Errorf("our own promise waits too: %v, %v", n.Stopped, n.Deadline)
	}
	for name, body := range map[string]object{
		"/ground":    {"ground": "holidays", "authority": "x", "until": w.Clock().Add(time.Hour)},
		"/authority": {"ground": "law-enforcement", "authority": "", "until": w.Clock().Add(time.Hour)},
		"/until":     {"ground": "law-enforcement", "authority": "x", "until": w.Clock().Add(-time.Hour)},
	} {
		got := w.Refused("POST", "/v1/incidents/"+i.ID+"/delay", breachtest.Call{As: breachtest.Ops, Body: body, Bad: true}, 422, "invalid")
		if !slices.Equal(got, []string{name}) {
			t.Errorf("%s: %v", name, got)
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
			w := breachtest.New(t)
			i := w.Report(breachtest.Grace, func(o object) { o["texts"] = object{} })
			w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
			for at := time.Duration(0); at < 80*time.Hour; at += tt.every {
				w.Advance(tt.every)
				w.Tick()
				if tt.twice {
					w.Tick()
				}
			}
			all := w.Notices(breachtest.Grace, i.ID)
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
					// Of the thresholds that pass between two ticks, only the last is reported.
					_, told := all[clause+" escalation "+percent]
					if told != (tt.every < 80*time.Hour) {
						t.Errorf("%s: told at %s %%: %v", clause, percent, told)
					}
				}
			}
			kinds, verified := w.Kinds(breachtest.Grace, i.ID)
			if kinds["missed"] != 4 || !verified {
				t.Errorf("%v, verified %v", kinds, verified)
			}
			for _, m := range w.Mail.Messages() {
				if !slices.Equal(m.To, []string{breachtest.Grace}) {
					t.Errorf("an escalation went to %v", m.To)
				}
			}
			for id, n := range w.MailIDs() {
				if n != 1 {
					t.Errorf("%s was sent %d times", id, n)
				}
			}
			// Missed is missed for good, and the notice must say why (art. 33(1)).
			w.Patch(breachtest.Grace, i.ID, object{"texts": object{"de": object{"nature": "N", "consequences": "C", "measures": "M"}}})
			n := w.Notices(breachtest.Grace, i.ID)["gdpr-33-1 mail"]
			if n.State != "incomplete" || !slices.Equal(n.Missing, []string{"reasons"}) {
				t.Errorf("without reasons: %s, missing %v", n.State, n.Missing)
			}
			w.Patch(breachtest.Grace, i.ID, object{"texts": object{"de": object{"reasons": "Das Protokoll kam spät."}}})
			n = w.Notices(breachtest.Grace, i.ID)["gdpr-33-1 mail"]
			if n.State != "sent" || !n.Missed || n.Met {
				t.Errorf("with reasons: %s, missed %v", n.State, n.Missed)
			}
			w.Tick()
			if again, _ := w.Kinds(breachtest.Grace, i.ID); again["missed"] != 4 || again["met"] != 0 {
				t.Errorf("afterwards: %v", again)
			}
		})
	}
}

// An incident that nobody closes has an end too.
func TestIncidentThatNobodyCloses(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := w.Report(breachtest.Grace, nil)
	end := domain.AddMonths(w.Clock(), domain.IncidentKept.Months)
	for _, tt := range []struct {
		at   time.Time
		want int
	}{{end.Add(-time.Hour), http.StatusOK}, {end, http.StatusNotFound}} {
		w.Advance(tt.at.Sub(w.Clock()))
		w.Tick()
		if status := w.Do("GET", "/v1/incidents/"+i.ID, breachtest.Call{As: breachtest.Grace}).Status; status != tt.want {
			t.Errorf("at %v: %d, want %d", tt.at, status, tt.want)
		}
	}
}
