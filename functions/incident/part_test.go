package incident_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What the operator writes about an incident of two schools. None of it is for either.
var operatorsWords = []string{"Both schools of Hill Street", "Ops Person", "State police, cybercrime unit", "as the principal of South told us", "closing words"}

// both files an incident of both schools as the operator, with words that neither may read.
func both(w *breachtest.World, drill bool) breachtest.Incident {
	return w.Report(breachtest.Ops, func(o object) {
		o["title"], o["drill"] = operatorsWords[0], drill
		o["scope"] = object{"orgs": []string{breachtest.North, breachtest.South}}
		o["reporter"] = object{"name": operatorsWords[1], "email": breachtest.Ops}
	})
}

// paths are everything that can be read of an incident.
func paths(id string) []string {
	at := "/v1/incidents/" + id
	return []string{"/v1/incidents", at, at + "/affected", at + "/notices?pageSize=100", at + "/timeline?pageSize=100", at + "/register", at + "/register?format=html"}
}

// A school that the operator's report concerns reads its part of it, and nothing that was
// written for all or that concerns another.
func TestOwnPart(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 3, 2)
	w.Session(breachtest.South, breachtest.Monday.Add(-48*time.Hour), 41, 1)
	i := both(w, false)
	at := "/v1/incidents/" + i.ID
	ops, grace, alan := breachtest.Call{As: breachtest.Ops}, breachtest.Call{As: breachtest.Grace}, breachtest.Call{As: breachtest.Alan}

	// Before anything was sent there is no draft to read.
	for _, n := range w.Notices(breachtest.Grace, i.ID) {
		w.Refused("GET", at+"/notices/"+n.ID+"/preview", grace, 409, "wrong-state")
	}
	w.Advance(40 * time.Hour) // warnings go to who filed it
	w.Tick()
	w.Ask("PATCH", at, breachtest.Call{As: breachtest.Ops, Body: object{"awareAt": breachtest.Monday.Add(-time.Hour), "clockReason": operatorsWords[3]}}, nil)
	w.Ask("POST", at+"/confirm", breachtest.Call{As: breachtest.Ops, Body: object{}}, nil)
	// The delay stops a clause towards South, by its agreement, and art. 34 towards North.
	w.Ask("POST", at+"/delay", breachtest.Call{As: breachtest.Ops, Body: object{
		"ground": "law-enforcement", "authority": operatorsWords[2], "until": w.Clock().Add(time.Hour),
	}}, nil)
	w.Patch(breachtest.Ops, i.ID, object{"state": "notifying", "risk": "unlikely"})

	var part struct {
		Title, Org         string
		ReadOnly           bool
		Contact, Reporter  *object
		Texts, Names       map[string]any
		Scope              struct{ Orgs, Sessions []string }
		Affected           *struct{ Orgs, People int }
		Delays             []object
		State, KeysInReach string
	}
	w.Ask("GET", at, grace, &part)
	if part.Title != "" || !part.ReadOnly || part.Contact != nil || part.Reporter != nil || len(part.Texts) != 0 || part.State != "notifying" || part.Org != breachtest.Operator ||
		fmt.Sprint(part.Scope.Orgs, part.Scope.Sessions) != "[org_north] []" || part.Affected == nil || part.Affected.Orgs != 1 || part.Affected.People != 3 ||
		fmt.Sprint(part.Names) != "map[org_north:North School org_operator:cleanslate]" || len(part.Delays) != 0 {
		t.Errorf("North's part is %+v", part)
	}
	notices := w.Notices(breachtest.Grace, i.ID)
	breachtest.Equal(t, "North's notices", breachtest.States(notices), map[string]string{
		"platform mail": "sent", "platform public": "published", "gdpr-33-2 mail": "sent", "gdpr-33-1 mail": "not-required",
		"gdpr-34 mail": "not-required", "gdpr-34 public": "not-required", "teachers members": "not-required",
	})
	read := 0
	for name, n := range notices {
		if n.Org != breachtest.North || n.Escalated != 0 || len(n.Missing) > 0 || n.Kind != "notice" {
			t.Errorf("%s is %+v", name, n)
		}
		if n.State == "not-required" {
			continue
		}
		var p struct{ Text string }
		w.Ask("GET", at+"/notices/"+n.ID+"/preview", grace, &p)
		read++
		if !strings.Contains(p.Text, "North School") && !strings.Contains(p.Text, "bucket") {
			t.Errorf("%s says %q", name, p.Text)
		}
	}
	if read != 3 {
		t.Errorf("%d notices were read", read)
	}
	// The delay stops one of South's clauses.
	w.Ask("GET", at, alan, &part)
	if len(part.Delays) != 1 || part.Affected.People != 41 {
		t.Errorf("South's part is %+v", part)
	}

	// What is another's is not there, by whatever name.
	var of struct {
		Items []struct{ ID, Org, Kind string }
	}
	w.Ask("GET", at+"/notices?pageSize=100", ops, &of)
	others := 0
	for _, n := range of.Items {
		if n.Org == breachtest.North && n.Kind != "escalation" {
			continue
		}
		others++
		w.Refused("GET", at+"/notices/"+n.ID+"/preview", grace, 404, "not-found")
		w.Refused("POST", at+"/notices/"+n.ID+"/resolve", breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "sent"}}, 404, "not-found")
	}
	if others < 5 {
		t.Errorf("%d notices are another's", others)
	}
	w.Ask("POST", at+"/close", breachtest.Call{As: breachtest.Ops, Body: object{"outcome": "no-breach", "reason": operatorsWords[4]}}, nil)
	w.Settle()
	for _, path := range paths(i.ID) {
		for who, hides := range map[string][]string{breachtest.Grace: {"south", "South", "41", "ny-2d", operatorsWords[2]}, breachtest.Alan: {"north", "North", "gdpr-33-2"}} {
			resp := w.Do("GET", path, breachtest.Call{As: who})
			if resp.Status != 200 {
				t.Fatalf("%s, %s: %d %s", who, path, resp.Status, resp.Body)
			}
			for _, word := range append(hides, operatorsWords[0], operatorsWords[1], operatorsWords[3], operatorsWords[4], breachtest.Ops) {
				// Hashes and times may hold digits by chance, and only there.
				if strings.Contains(string(resp.Body), word) && word != "41" {
					t.Errorf("%s reads %q at %s", who, word, path)
				}
			}
			if strings.Contains(string(resp.Body), `"people":41`) && who == breachtest.Grace {
				t.Errorf("%s reads another school's numbers at %s", who, path)
			}
		}
	}
	// It is whole for whoever filed it.
	if resp := w.Do("GET", at+"/register?format=html", ops); !strings.Contains(string(resp.Body), "South Academy (org_south)") || !strings.Contains(string(resp.Body), operatorsWords[4]) {
		t.Errorf("the operator's register: %s", resp.Body)
	}
}

// Its timeline is the school's own: numbered by itself, page by page, and verified as a
// whole.
func TestOwnTimeline(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := both(w, false)
	w.Patch(breachtest.Ops, i.ID, object{"state": "notifying"})
	_, verified := w.Kinds(breachtest.Grace, i.ID)
	if !verified {
		t.Error("it doesn't verify")
	}
	n := 0
	for token := ""; ; {
		var page struct {
			Items []struct {
				N           int
				Actor, Kind string
				Facts       map[string]string
				Hash, Note  *string
			}
			NextPageToken *string
		}
		w.Ask("GET", "/v1/incidents/"+i.ID+"/timeline?pageSize=3"+token, breachtest.Call{As: breachtest.Grace}, &page)
		for _, e := range page.Items {
			if n++; e.N != n {
				t.Errorf("entry %d is numbered %d", n, e.N)
			}
			if e.Hash != nil || e.Note != nil || e.Facts["orgs"] != "" || e.Facts["org"] != "" && e.Facts["org"] != breachtest.North {
				t.Errorf("entry %d is %+v", n, e)
			}
			if (e.Kind == "reported" || e.Kind == "state" && e.Facts["state"] == "notifying") != (e.Actor == "operator") {
				t.Errorf("entry %d, %s, is by %s", n, e.Kind, e.Actor)
			}
		}
		if page.NextPageToken == nil {
			break
		}
		token = "&pageToken=" + *page.NextPageToken
	}
	if n < 8 {
		t.Errorf("%d entries", n)
	}
}

// It is read only, only by who manages the school's incidents, with a second factor, and
// each reading stands in the school's own audit.
func TestWhoReadsAPart(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := both(w, false)
	at := "/v1/incidents/" + i.ID
	for path, body := range map[string]object{
		"PATCH " + at: {"title": "Mine"}, "POST " + at + "/confirm": {}, "POST " + at + "/updates": {"texts": breachtest.Texts()},
		"POST " + at + "/delay": {"ground": "law-enforcement", "authority": "Police", "until": w.Clock().Add(time.Hour)},
		"POST " + at + "/close": {"outcome": "no-breach", "reason": "It was nothing at all."},
	} {
		method, path, _ := strings.Cut(path, " ")
		w.Refused(method, path, breachtest.Call{As: breachtest.Grace, Body: body}, 403, "read-only")
	}
	for _, n := range w.Notices(breachtest.Grace, i.ID) {
		w.Refused("POST", at+"/notices/"+n.ID+"/resolve", breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "sent"}}, 403, "read-only")
	}
	for _, path := range paths(i.ID) {
		w.Refused("GET", path, breachtest.Call{As: breachtest.Ada}, 403, "forbidden")
		w.Refused("GET", path, breachtest.Call{As: breachtest.Grace, Token: &auth0.TokenOptions{Expiry: w.Clock().Add(time.Hour), NoMFA: true}}, 401, "second-factor-required")
		if path != "/v1/incidents" {
			w.Ask("GET", path, breachtest.Call{As: breachtest.Grace}, nil)
		}
	}
	got := w.Audit(breachtest.North)
	for _, act := range []domain.Act{domain.ActIncident, domain.ActAffected, domain.ActTimeline, domain.ActRegister} {
		if got[fmt.Sprint(act, " ", domain.RoleManager)] == 0 {
			t.Errorf("%s isn't entered: %v", act, got)
		}
	}
	if of := w.Audit(breachtest.Operator); of["timeline manager"] != 0 {
		t.Errorf("North's reading stands in the operator's audit: %v", of)
	}

	// A school that it does not concern finds nothing, nor does anybody but the operator find a drill.
	alone := w.Report(breachtest.Ops, func(o object) { o["scope"] = object{"orgs": []string{breachtest.South}} })
	drill := both(w, true)
	for _, id := range []string{alone.ID, drill.ID} {
		for _, path := range paths(id)[1:] {
			w.Refused("GET", path, breachtest.Call{As: breachtest.Grace}, 404, "not-found")
		}
		w.Refused("PATCH", "/v1/incidents/"+id, breachtest.Call{As: breachtest.Grace, Body: object{"title": "Mine"}}, 404, "not-found")
	}
	var list struct{ Items []struct{ ID string } }
	w.Ask("GET", "/v1/incidents", breachtest.Call{As: breachtest.Grace}, &list)
	if len(list.Items) != 1 || list.Items[0].ID != i.ID {
		t.Errorf("North's list is %v", list)
	}
	// A school that comes into the scope later sees it from then on.
	w.Patch(breachtest.Ops, alone.ID, object{"scope": object{"orgs": []string{breachtest.North, breachtest.South}}})
	w.Ask("GET", "/v1/incidents", breachtest.Call{As: breachtest.Grace}, &list)
	if len(list.Items) != 2 || w.Incident(breachtest.Grace, alone.ID).ID != alone.ID {
		t.Errorf("North's list is %v", list)
	}
}
