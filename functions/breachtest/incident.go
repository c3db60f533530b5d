package breachtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// An Object is a JSON object.
type Object = map[string]any

// An Incident is one as the API shows it, in part.
type Incident struct {
	ID, State, Title, Org string
	Outcome               *string
	Revision, Updates     int
	Affected              *struct {
		Orgs, Sessions, People, Records int
		ErasedSince                     struct{ Receipts, People, Records int }
		Readable, Complete              bool
	}
	Clocks struct{ ReportedAt, DiscoveredAt, AwareAt, ConfirmedAt *time.Time }
	Delays []struct{ Ground, Authority string }
}

// A Notice is one as the API shows it, in part.
type Notice struct {
	ID, Org, Kind, Channel, State string
	Number, Escalated, Attempts   int
	Clause                        struct{ ID, Source string }
	StartsAt, Deadline, DoneAt    *time.Time
	Missed, Met, Stopped          bool
	Missing                       []string
	Result                        *string
	Told                          *struct{ Sent, Failed, Unknown, Without int }
}

// Texts returns a narrative that lacks nothing.
func Texts() Object {
	return Object{"en": Object{
		"nature": "A bucket with exports was public.", "consequences": "Somebody may know who took part.", "measures": "The bucket was closed.",
		"recommendations": "You need not do anything.", "investigation": "We read the access logs.",
	}}
}

// Body returns what Report sends: a report of an incident that lacks nothing, as changed.
func Body(change func(Object)) Object {
	o := Object{
		"title": "Export bucket was public", "drill": false, "occurredFrom": Monday.Add(-10 * time.Hour), "occurredUntil": Monday.Add(-time.Hour),
		"categories": []string{"aliases", "answers"}, "keysInReach": "no", "texts": Texts(),
		"contact":  Object{"name": "Privacy office", "email": "privacy@cleanslate.example"},
		"reporter": Object{"name": "Grace", "email": Grace},
	}
	if change != nil {
		change(o)
	}
	return o
}

// Report files an incident and settles.
func (w *World) Report(as string, change func(Object)) Incident {
	w.t.Helper()
	var i Incident
	w.Ask("POST", "/v1/incidents", Call{As: as, Body: Body(change)}, &i)
	w.Settle()
	return w.Incident(as, i.ID)
}

// Incident returns an incident.
func (w *World) Incident(as, id string) (i Incident) {
	w.t.Helper()
	w.Ask("GET", "/v1/incidents/"+id, Call{As: as}, &i)
	return i
}

// Patch changes an incident and settles.
func (w *World) Patch(as, id string, body Object) {
	w.t.Helper()
	w.Ask("PATCH", "/v1/incidents/"+id, Call{As: as, Body: body}, nil)
	w.Settle()
}

// Notices returns an incident's notices by clause, channel, kind and number:
// "gdpr-33-2 mail", "platform public update 1", "ny-2d mail escalation 50".
func (w *World) Notices(as, id string) map[string]Notice {
	w.t.Helper()
	all := make(map[string]Notice)
	for token := ""; ; {
		var page struct {
			Items         []Notice
			NextPageToken *string
		}
		path := "/v1/incidents/" + id + "/notices?pageSize=7"
		if token != "" {
			path += "&pageToken=" + token
		}
		w.Ask("GET", path, Call{As: as}, &page)
		for _, n := range page.Items {
			name := n.Clause.ID + " " + n.Channel
			if n.Kind != "notice" {
				name += fmt.Sprint(" ", n.Kind, " ", n.Number)
			}
			if _, twice := all[name]; twice && n.Org == North {
				w.t.Errorf("%s is there twice", name)
			}
			all[name] = n
		}
		if page.NextPageToken == nil {
			return all
		}
		token = *page.NextPageToken
	}
}

// States writes notices as "clause channel: state", for comparing.
func States(all map[string]Notice) map[string]string {
	got := make(map[string]string)
	for name, n := range all {
		got[name] = n.State
	}
	return got
}

// Equal reports how got differs from want, name by name.
func Equal(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if is, ok := got[name]; !ok || is != want[name] {
			t.Errorf("%s: %s is %q, want %q", what, name, got[name], want[name])
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is %q, want none", what, name, got[name])
		}
	}
}

// Mails returns the captured mails, each as its recipients and subject.
func (w *World) Mails() []string {
	var all []string
	for _, m := range w.Mail.Messages() {
		if m.Problem != "" {
			w.t.Errorf("a mail can't be read: %s", m.Problem)
		}
		all = append(all, strings.Join(m.To, ",")+": "+m.Subject)
	}
	return all
}

// Kinds returns how many entries of each kind an incident's timeline has, and whether it
// verifies.
func (w *World) Kinds(as, id string) (kinds map[string]int, verified bool) {
	w.t.Helper()
	kinds = make(map[string]int)
	for token := ""; ; {
		var page struct {
			Items []struct {
				N     int
				Kind  string
				Facts map[string]string
			}
			NextPageToken *string
			Verified      bool
		}
		path := "/v1/incidents/" + id + "/timeline?pageSize=9"
		if token != "" {
			path += "&pageToken=" + token
		}
		w.Ask("GET", path, Call{As: as}, &page)
		for _, e := range page.Items {
			kinds[e.Kind]++
			if (e.Facts["percent"] != "") != (e.Kind == "escalated") || (e.Facts["target"] != "") != (e.Kind == "missed") {
				w.t.Errorf("entry %d, %s, says %v", e.N, e.Kind, e.Facts)
			}
		}
		if page.NextPageToken == nil {
			return kinds, page.Verified
		}
		token = *page.NextPageToken
	}
}

// Audit returns how often something was done with incidents, and in which role, by the
// audit of an org: "incident operator".
func (w *World) Audit(org string) map[string]int {
	w.t.Helper()
	entries, _, err := w.Audits.Entries(w.t.Context(), store.AuditQuery{Org: org}, 1000, "")
	w.Must(err)
	got := make(map[string]int)
	for _, e := range entries {
		got[fmt.Sprint(e.Act, " ", e.Role)]++
		if e.Purpose != domain.PurposeIncident || !strings.HasPrefix(e.Path, "incidents/") || len(e.Actor) != 64 {
			w.t.Errorf("entered as %+v", e)
		}
	}
	return got
}
