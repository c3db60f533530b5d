package notify_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// Mail that is refused for good, refused for now, or bounces; an org without an address.
func TestMailThatDoesNotArrive(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Org(domain.Org{ID: "org_silent", Name: "Silent", Country: "US", Timezone: "UTC", Agreements: []domain.Agreement{
		{ID: "a", SignedAt: breachtest.Monday.AddDate(-1, 0, 0), Clauses: []domain.ClauseTerm{{ID: domain.ClauseNY2D}}},
	}}, "")
	i := w.Report(breachtest.Ops, func(o object) { o["scope"] = object{"orgs": []string{"org_silent"}} })
	w.Patch(breachtest.Ops, i.ID, object{"state": "notifying"})
	breachtest.Equal(t, "without an address", breachtest.States(w.Notices(breachtest.Ops, i.ID)), map[string]string{
		"platform mail": "failed", "platform public": "published", "ny-2d mail": "failed", "ny-2d public": "published", "teachers members": "not-required",
	})
	w.Mail.Refuse("office@north.example", 550, "no such user")
	i = w.Report(breachtest.Grace, nil)
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	all := w.Notices(breachtest.Grace, i.ID)
	if n := all["gdpr-33-2 mail"]; n.State != "failed" || n.Result == nil || !strings.HasPrefix(*n.Result, "550") || n.Attempts != 1 {
		t.Errorf("refused for good: %+v", n)
	}
	if n := all["gdpr-33-2 public"]; n.State != "published" {
		t.Errorf("what takes its place is %q", n.State)
	}
	w.Mail.Refuse("office@north.example", 0, "")

	// For now: again with growing pauses, then sent.
	w.Mail.Refuse("office@north.example", 451, "greylisted")
	i = w.Report(breachtest.Grace, func(r object) { r["title"] = "Another bucket was public" }) // the same again would be that incident
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	for range 4 {
		w.Advance(15 * time.Minute)
		w.Tick()
	}
	if n := w.Notices(breachtest.Grace, i.ID)["gdpr-33-1 mail"]; n.State != "deferred" || n.Attempts < 3 || n.Attempts > 4 {
		t.Errorf("refused for now: %s after %d attempts", n.State, n.Attempts)
	}
	w.Mail.Refuse("office@north.example", 0, "")
	w.Advance(time.Hour)
	w.Tick()
	n := w.Notices(breachtest.Grace, i.ID)["gdpr-33-1 mail"]
	if n.State != "sent" || !n.Met {
		t.Errorf("in the end: %s", n.State)
	}
	// And it bounces a day later.
	w.Advance(24 * time.Hour)
	w.Ask("POST", "/v1/incidents/"+i.ID+"/notices/"+n.ID+"/resolve", breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "bounced"}}, nil)
	w.Settle()
	all = w.Notices(breachtest.Grace, i.ID)
	if all["gdpr-33-1 mail"].State != "failed" || all["gdpr-33-1 public"].State != "published" {
		t.Errorf("bounced: %v", breachtest.States(all))
	}
	if ids := w.MailIDs(); slices.Max(slices.Collect(maps.Values(ids))) != 1 {
		t.Errorf("sent twice: %v", ids)
	}
}

func TestPoison(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := w.Report(breachtest.Grace, nil)
	before, _ := w.Kinds(breachtest.Grace, i.ID)
	w.Poison(events.NotifyMail, i.ID)
	// A message about an unknown notice is done at once.
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Mail{Incident: i.ID, Notice: breachtest.NewID(t)}.Encode(), events.Mail{Incident: breachtest.NewID(t), Notice: breachtest.NewID(t)}.Encode()))
	w.Settle()
	if after, verified := w.Kinds(breachtest.Grace, i.ID); !maps.Equal(before, after) || !verified {
		t.Errorf("the timeline went from %v to %v", before, after)
	}
	if n := w.Mail.Messages(); len(n) != 0 {
		t.Errorf("mails: %v", w.Mails())
	}
}
