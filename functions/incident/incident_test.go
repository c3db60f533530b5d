package incident_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// From the report to the register: what is known when, what is sent to whom, and
// that what is sent is what was shown.
func TestIncident(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 4, 3)
	w.Session(breachtest.North, breachtest.Monday.Add(-24*time.Hour), 2, 0)
	w.Session(breachtest.North, breachtest.Monday.Add(-time.Minute), 5, 5) // after the exposure
	w.Session(breachtest.South, breachtest.Monday.Add(-48*time.Hour), 9, 9)
	i := w.Report(breachtest.Grace, func(o object) {
		o["texts"] = object{"en": object{"nature": "A bucket with exports was public."}}
	})
	if i.State != "scoping" || i.Affected == nil || !i.Affected.Complete || i.Affected.People != 6 || i.Affected.Records != 6+12 || i.Affected.Sessions != 2 || i.Affected.Readable {
		t.Fatalf("after the report: %+v, affected %+v", i, i.Affected)
	}
	// What is sealed and whose keys were out of reach needs no art. 34.
	waiting := map[string]string{
		"platform mail": "waiting", "platform public": "waiting", "gdpr-33-2 mail": "waiting", "gdpr-33-1 mail": "waiting",
		"gdpr-34 mail": "not-required", "gdpr-34 public": "not-required",
	}
	before := w.Notices(breachtest.Grace, i.ID)
	breachtest.Equal(t, "before notifying", breachtest.States(before), waiting)
	if d := before["platform mail"].Deadline; d == nil || !d.Equal(breachtest.Monday.Add(72*time.Hour)) {
		t.Errorf("the platform's deadline is %v", d)
	}
	// A missing part is refused by name.
	got := w.Refused("GET", "/v1/incidents/"+i.ID+"/notices/"+before["gdpr-33-1 mail"].ID+"/preview", breachtest.Call{As: breachtest.Grace}, 422, "notice-incomplete")
	if want := []string{"/texts/de/consequences", "/texts/de/measures"}; !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
	// Nothing goes out before somebody says so, and what lacks a part not then.
	w.Advance(time.Hour)
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	breachtest.Equal(t, "with parts missing", breachtest.States(w.Notices(breachtest.Grace, i.ID)), map[string]string{
		"platform mail": "incomplete", "platform public": "incomplete", "gdpr-33-2 mail": "sent", "gdpr-33-1 mail": "incomplete",
		"gdpr-34 mail": "not-required", "gdpr-34 public": "not-required",
	})
	w.Advance(time.Hour)
	shown := make(map[string]string)
	w.Patch(breachtest.Grace, i.ID, object{"title": "Public bucket"}) // anything: the texts stay
	// The rest is filled in, but not yet acted upon: what the preview shows now is what must be sent.
	w.Ask("PATCH", "/v1/incidents/"+i.ID, breachtest.Call{As: breachtest.Grace, Body: object{"texts": breachtest.Texts()}}, nil)
	for name, n := range w.Notices(breachtest.Grace, i.ID) {
		if n.State != "incomplete" {
			continue
		}
		var p struct{ Language, Subject, Text, HTML string }
		w.Ask("GET", "/v1/incidents/"+i.ID+"/notices/"+n.ID+"/preview", breachtest.Call{As: breachtest.Grace}, &p)
		if p.Language != "de" {
			t.Errorf("%s is written in %s", name, p.Language)
		}
		shown[p.Subject+"\n"+p.Text+p.HTML] = name
	}
	w.Settle()
	done := w.Notices(breachtest.Grace, i.ID)
	breachtest.Equal(t, "with everything", breachtest.States(done), map[string]string{
		"platform mail": "sent", "platform public": "published", "gdpr-33-2 mail": "sent", "gdpr-33-1 mail": "sent",
		"gdpr-34 mail": "not-required", "gdpr-34 public": "not-required", "teachers members": "not-required",
	})
	if len(shown) != 3 {
		t.Fatalf("%d previews", len(shown))
	}
	for _, m := range w.Mail.Messages() {
		delete(shown, m.Subject+"\n"+m.Text+m.HTML)
		if !slices.Equal(m.To, []string{"office@north.example"}) {
			t.Errorf("a notice went to %v", m.To)
		}
	}
	var public struct {
		Items []struct {
			Language, Title, Text string
			Until                 time.Time
		}
	}
	w.Ask("GET", "/v1/notices/public", breachtest.Call{}, &public)
	if len(public.Items) != 1 {
		t.Fatalf("%d public notices", len(public.Items))
	}
	for p := range shown {
		if shown[p] == "platform public" && strings.HasPrefix(p, public.Items[0].Title+"\n"+public.Items[0].Text) {
			delete(shown, p)
		}
	}
	if len(shown) != 0 {
		t.Errorf("shown and not sent: %v", slices.Collect(maps.Values(shown)))
	}
	for name, n := range done {
		if n.State != "not-required" && (!n.Met || n.Missed || n.DoneAt == nil) {
			t.Errorf("%s: met %v, missed %v, done %v", name, n.Met, n.Missed, n.DoneAt)
		}
	}
	// Later findings go to everybody who was told.
	w.Advance(time.Hour)
	update := breachtest.Call{As: breachtest.Grace, Key: breachtest.NewID(t), Body: object{"texts": object{"de": object{"nature": "Es war ein Protokoll mehr."}}}}
	w.Ask("POST", "/v1/incidents/"+i.ID+"/updates", update, nil)
	w.Ask("POST", "/v1/incidents/"+i.ID+"/updates", update, nil) // a retry
	w.Settle()
	after := w.Notices(breachtest.Grace, i.ID)
	for _, name := range []string{"platform mail update 1", "platform public update 1", "gdpr-33-2 mail update 1", "gdpr-33-1 mail update 1"} {
		if s := after[name].State; s != "sent" && s != "published" {
			t.Errorf("%s is %q", name, s)
		}
	}
	if n := len(after); n != 11 {
		t.Errorf("%d notices, want 11", n)
	}
	if last := w.Mail.Messages()[len(w.Mail.Messages())-1]; !strings.HasPrefix(last.Subject, "Nachtrag 1: ") || !strings.Contains(last.Text, "Es war ein Protokoll mehr.") {
		t.Errorf("the update is %q", last.Subject)
	}
	w.Advance(2 * time.Minute) // the cache of public notices
	w.Ask("GET", "/v1/notices/public", breachtest.Call{}, &public)
	if len(public.Items) != 1 || !strings.Contains(public.Items[0].Text, "Protokoll") {
		t.Errorf("after the update: %+v", public.Items)
	}
	// Before it was published, the first notice was current and it wasn't.
	w.Advance(-4 * time.Minute)
	w.Ask("GET", "/v1/notices/public", breachtest.Call{}, &public)
	if len(public.Items) != 1 || strings.Contains(public.Items[0].Text, "Protokoll") {
		t.Errorf("before the update: %+v", public.Items)
	}
	w.Advance(4 * time.Minute)
	if date := w.Ask("GET", "/v1/incidents/"+i.ID, breachtest.Call{As: breachtest.Grace}, nil).Get("Date"); date != w.Clock().UTC().Format(http.TimeFormat) {
		t.Errorf("the clock by which deadlines are told is said to be %s", date)
	}

	// Expiry is frozen until the incident is closed.
	holds, err := w.Vault.Holds(t.Context(), breachtest.North)
	w.Must(err)
	if len(holds) != 1 || holds[0].Kind != domain.HoldIncident || !holds[0].Stands(w.Clock()) || holds[0].Session != "" {
		t.Fatalf("holds: %+v", holds)
	}
	session := domain.Subject{Kind: domain.SubjectSession, Org: breachtest.North, Session: breachtest.NewID(t)}
	if domain.HeldBy(holds, session, false, w.Clock()) == nil || domain.HeldBy(holds, session, true, w.Clock()) != nil {
		t.Error("expiry goes on, or a formal erasure doesn't")
	}
	closing := breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "notified", "reason": "The bucket is closed and everybody was told."}}
	w.Ask("POST", "/v1/incidents/"+i.ID+"/close", closing, nil)
	w.Ask("POST", "/v1/incidents/"+i.ID+"/close", closing, nil) // a retry
	w.Settle()
	if holds, err = w.Vault.Holds(t.Context(), breachtest.North); err != nil || holds[0].Stands(w.Clock()) {
		t.Errorf("after the close: %+v, %v", holds, err)
	}
	for path, body := range map[string]object{
		"": {"risk": "high"}, "/confirm": {}, "/updates": {"texts": breachtest.Texts()}, "/close": {"outcome": "no-breach", "reason": "It was nothing at all."},
	} {
		method := "POST"
		if path == "" {
			method = "PATCH"
		}
		w.Refused(method, "/v1/incidents/"+i.ID+path, breachtest.Call{As: breachtest.Grace, Body: body}, 409, "incident-closed")
	}

	kinds, verified := w.Kinds(breachtest.Grace, i.ID)
	if !verified || kinds["reported"] != 1 || kinds["state"] != 3 || kinds["met"] != 4 || kinds["affected"] != 1 || kinds["update"] != 1 || kinds["missed"] != 0 {
		t.Errorf("timeline: verified %v, %v", verified, kinds)
	}
	var register struct {
		Incident breachtest.Incident
		Notices  []breachtest.Notice
		Timeline []struct{ Note *string }
		Verified bool
	}
	w.Ask("GET", "/v1/incidents/"+i.ID+"/register", breachtest.Call{As: breachtest.Grace}, &register)
	last := register.Timeline[len(register.Timeline)-1]
	if !register.Verified || *register.Incident.Outcome != "notified" || len(register.Notices) != 11 || last.Note == nil || !strings.Contains(*last.Note, "bucket") {
		t.Errorf("register: %+v", register.Incident)
	}
	page := w.Do("GET", "/v1/incidents/"+i.ID+"/register?format=html", breachtest.Call{As: breachtest.Grace})
	for _, want := range []string{"art. 33(5)", "GDPR art. 33(1)", "A bucket with exports was public.", "The bucket was closed.", "is intact", "@media print"} {
		if page.Status != 200 || !strings.Contains(string(page.Body), want) {
			t.Errorf("the page doesn't say %q", want)
		}
	}
	if csp := page.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "style-src 'sha256-") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}

// A drill runs all of it, but writes to nobody but its owner, publishes nothing
// and freezes nothing.
func TestDrill(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1)
	i := w.Report(breachtest.Grace, func(o object) {
		o["drill"], o["keysInReach"], o["risk"] = true, "yes", "high"
	})
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	want := map[string]string{}
	for _, name := range []string{"platform mail", "platform public", "gdpr-33-2 mail", "gdpr-33-1 mail", "gdpr-34 mail", "gdpr-34 public", "teachers members"} {
		want[name] = "sent"
	}
	breachtest.Equal(t, "a drill", breachtest.States(w.Notices(breachtest.Grace, i.ID)), want)
	all := w.Mail.Messages()
	if len(all) != 7 {
		t.Errorf("%d mails", len(all))
	}
	for _, m := range all {
		if !slices.Equal(m.To, []string{breachtest.Grace}) || !strings.HasPrefix(m.Subject, "DRILL") || !strings.Contains(m.Text, "DRILL") {
			t.Errorf("%v: %s", m.To, m.Subject)
		}
	}
	var public struct{ Items []any }
	w.Ask("GET", "/v1/notices/public", breachtest.Call{}, &public)
	holds, err := w.Vault.Holds(t.Context(), breachtest.North)
	w.Must(err)
	if len(public.Items) != 0 || len(holds) != 0 {
		t.Errorf("%d public notices, %d holds", len(public.Items), len(holds))
	}
}

// Who may do what: every route requires a second factor (promise P06), one's own org is
// the limit, and each reading is logged (promise P15).
func TestAccess(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := w.Report(breachtest.Grace, nil)
	n := w.Notices(breachtest.Grace, i.ID)["platform mail"].ID
	id := "/v1/incidents/" + i.ID
	routes := []struct {
		method, path string
		body         any
	}{
		{"POST", "/v1/incidents", breachtest.Body(nil)}, {"GET", "/v1/incidents", nil}, {"GET", id, nil}, {"PATCH", id, object{"risk": "high"}},
		{"POST", id + "/confirm", object{}}, {"POST", id + "/updates", object{"texts": breachtest.Texts()}},
		{"POST", id + "/delay", object{"ground": "law-enforcement", "authority": "x", "until": w.Clock().Add(time.Hour)}},
		{"POST", id + "/close", object{"outcome": "no-breach", "reason": "It was nothing at all."}},
		{"GET", id + "/affected", nil}, {"GET", id + "/notices", nil}, {"GET", id + "/notices/" + n + "/preview", nil},
		{"POST", id + "/notices/" + n + "/resolve", object{"resolution": "sent"}}, {"GET", id + "/timeline", nil}, {"GET", id + "/register", nil},
	}
	hour := w.Clock().Add(time.Hour)
	for _, r := range routes {
		w.Refused(r.method, r.path, breachtest.Call{Body: r.body}, 401, "not-authenticated")
		w.Refused(r.method, r.path, breachtest.Call{As: breachtest.Ada, Body: r.body}, 403, "forbidden")
		w.Refused(r.method, r.path, breachtest.Call{As: breachtest.Mallory, Body: r.body}, 403, "forbidden")
		w.Refused(r.method, r.path, breachtest.Call{As: breachtest.Grace, Body: r.body, Token: &auth0.TokenOptions{Expiry: hour, NoMFA: true}}, 401, "second-factor-required")
		w.Refused(r.method, r.path, breachtest.Call{As: breachtest.Grace, Body: r.body, Token: &auth0.TokenOptions{Expiry: hour, MFAAt: w.Clock().Add(-16 * time.Minute)}}, 401, "second-factor-required")
		if r.path != "/v1/incidents" {
			w.Refused(r.method, r.path, breachtest.Call{As: breachtest.Alan, Body: r.body}, 404, "not-found")
		}
	}
	var list struct{ Items []breachtest.Incident }
	w.Ask("GET", "/v1/incidents", breachtest.Call{As: breachtest.Alan}, &list)
	if len(list.Items) != 0 {
		t.Error("an org sees another's incidents")
	}
	// Schools file for themselves, the breachtest.Operator for all.
	for _, scope := range []object{{"orgs": []string{breachtest.South}}, {"sessions": []string{w.Session(breachtest.South, breachtest.Monday, 0, 0)}}, {"orgs": []string{"org_nowhere"}}} {
		got := w.Refused("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Body: breachtest.Body(func(o object) { o["scope"] = scope })}, 422, "invalid")
		if len(got) == 0 || !strings.HasPrefix(got[0], "/scope/") {
			t.Errorf("%v: %v", scope, got)
		}
	}
	both := w.Report(breachtest.Ops, func(o object) { o["scope"] = object{"orgs": []string{breachtest.North, breachtest.South}} })
	if both.Affected.Orgs != 2 {
		t.Errorf("%+v", both.Affected)
	}
	w.Ask("GET", "/v1/incidents", breachtest.Call{As: breachtest.Ops}, &list)
	if len(list.Items) != 2 {
		t.Errorf("the breachtest.Operator sees %d incidents", len(list.Items))
	}
	if part := w.Incident(breachtest.Grace, both.ID); part.Affected.Orgs != 1 || part.Title != "" {
		t.Errorf("a school sees %+v of it", part)
	}
	w.Refused("POST", "/v1/incidents", breachtest.Call{As: breachtest.Ops, Body: breachtest.Body(nil)}, 422, "invalid") // it must say whose
	w.Ask("GET", id, breachtest.Call{As: breachtest.Ops}, nil)

	// A revoked member stays out, whatever the token says.
	w.Must(w.Store.SetMemberState(t.Context(), breachtest.North, domain.MemberID(breachtest.North, "auth0|grace"), domain.MemberRevoked))
	w.Refused("GET", id, breachtest.Call{As: breachtest.Grace}, 403, "forbidden")

	logged := w.Audit(breachtest.North)
	for _, want := range []domain.Act{domain.ActIncident, domain.ActIncidents} {
		if logged[fmt.Sprint(want, " ", domain.RoleOperator)] == 0 {
			t.Errorf("that the breachtest.Operator's person did %q is not logged: %v", want, logged)
		}
	}
}

// What is sent is checked, and a retry is told from a mistake. What is stored is
// acknowledged even while no message can be sent: the next tick continues. A report that
// is sent again, for lack of an answer, is the same one.
func TestReportsWhilePubSubIsAway(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Bus.Down.Store(true)
	var first, second, other breachtest.Incident
	w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Body: breachtest.Body(nil)}, &first)
	w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Body: breachtest.Body(nil)}, &second)
	w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Body: breachtest.Body(func(o object) { o["title"] = "Another" })}, &other)
	if first.ID != second.ID || first.ID == other.ID {
		t.Errorf("filed as %s, again as %s, another as %s", first.ID, second.ID, other.ID)
	}
	id := "/v1/incidents/" + first.ID
	etag := w.Ask("GET", id, breachtest.Call{As: breachtest.Grace}, &first).Get("ETag")
	if first.State != string(domain.IncidentReported) {
		t.Errorf("nobody was told, and it is %s", first.State)
	}
	w.Ask("PATCH", id, breachtest.Call{As: breachtest.Grace, Match: etag, Body: object{"risk": "high"}}, nil)
	w.Bus.Down.Store(false)
	w.Tick()
	w.Ask("GET", id, breachtest.Call{As: breachtest.Grace}, &first)
	if first.State == string(domain.IncidentReported) {
		t.Error("the tick didn't go on with it")
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	long := strings.Repeat("ü", domain.NoticeTextMax+1)
	for name, tt := range map[string]struct {
		change func(object)
		want   string
	}{
		"no title":                 {func(o object) { o["title"] = "" }, "/title"},
		"a header in the title":    {func(o object) { o["title"] = "x\r\nBcc: y" }, "/title"},
		"in the future":            {func(o object) { o["occurredFrom"] = breachtest.Monday.Add(time.Hour); delete(o, "occurredUntil") }, "/occurredFrom"},
		"backwards":                {func(o object) { o["occurredUntil"] = breachtest.Monday.Add(-20 * time.Hour) }, "/occurredUntil"},
		"discovered in future":     {func(o object) { o["discoveredAt"] = breachtest.Monday.Add(time.Hour) }, "/discoveredAt"},
		"aware in future":          {func(o object) { o["awareAt"] = breachtest.Monday.Add(time.Hour) }, "/awareAt"},
		"no category":              {func(o object) { o["categories"] = []string{} }, "/categories"},
		"an unknown category":      {func(o object) { o["categories"] = []string{"secrets"} }, "/categories"},
		"a category twice":         {func(o object) { o["categories"] = []string{"aliases", "aliases"} }, "/categories"},
		"unknown reach":            {func(o object) { o["keysInReach"] = "perhaps" }, "/keysInReach"},
		"unknown risk":             {func(o object) { o["risk"] = "some" }, "/risk"},
		"a language we don't know": {func(o object) { o["texts"] = object{"tlh": object{"nature": "x"}} }, "/texts"},
		"a long text":              {func(o object) { o["texts"] = object{"en": object{"nature": long}} }, "/texts/en/nature"},
		"a control character":      {func(o object) { o["texts"] = object{"de": object{"measures": "\x07"}} }, "/texts/de/measures"},
		"a header in an address":   {func(o object) { o["reporter"] = object{"name": "x", "email": "a@b.example\r\nBcc: c@d.example"} }, "/reporter/email"},
		"two addresses":            {func(o object) { o["contact"] = object{"name": "x", "email": "a@b.example, c@d.example"} }, "/contact/email"},
		"a header in a name":       {func(o object) { o["contact"] = object{"name": "x\nBcc: c@d.example", "email": "a@b.example"} }, "/contact/name"},
		"a session that is none":   {func(o object) { o["scope"] = object{"sessions": []string{"../../x"}} }, "/scope/sessions/0"},
		"a session that isn't":     {func(o object) { o["scope"] = object{"sessions": []string{breachtest.NewID(t)}} }, "/scope/sessions/0"},
	} {
		got := w.Refused("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Body: breachtest.Body(tt.change), Bad: true}, 422, "invalid")
		if !slices.Contains(got, tt.want) {
			t.Errorf("%s: %v, want %s", name, got, tt.want)
		}
	}
	key := breachtest.NewID(t)
	var first, second breachtest.Incident
	h := w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Key: key, Body: breachtest.Body(nil)}, &first)
	w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Key: key, Body: breachtest.Body(nil)}, &second)
	if first.ID != second.ID || h.Get("Location") != "/v1/incidents/"+first.ID {
		t.Errorf("a retry made another: %s, %s", first.ID, second.ID)
	}
	w.Refused("POST", "/v1/incidents", breachtest.Call{As: breachtest.Grace, Key: key, Body: breachtest.Body(func(o object) { o["title"] = "Another" })}, 422, "idempotency-key-reused")
	w.Settle()

	id := "/v1/incidents/" + first.ID
	etag := w.Ask("GET", id, breachtest.Call{As: breachtest.Grace}, nil).Get("ETag")
	w.Ask("PATCH", id, breachtest.Call{As: breachtest.Grace, Match: etag, Body: object{"risk": "high"}}, nil)
	w.Refused("PATCH", id, breachtest.Call{As: breachtest.Grace, Match: etag, Body: object{"risk": "possible"}}, 412, "changed")
	longest := strings.TrimSuffix(long, "ü") // in characters, not in bytes
	w.Ask("PATCH", id, breachtest.Call{As: breachtest.Grace, Body: object{"texts": object{"de": object{"nature": longest}}}}, nil)
	w.Refused("PATCH", id, breachtest.Call{As: breachtest.Grace, Body: object{"state": "closed"}, Bad: true}, 422, "invalid")
	w.Refused("PATCH", id, breachtest.Call{As: breachtest.Grace, Body: object{"discoveredAt": breachtest.Monday.Add(-5 * time.Hour)}}, 422, "invalid") // no reason
	w.Refused("PATCH", id, breachtest.Call{As: breachtest.Grace, Body: object{"secret": 1}, Bad: true}, 422, "invalid")
	w.Refused("POST", id+"/updates", breachtest.Call{As: breachtest.Grace, Body: object{"texts": breachtest.Texts()}}, 409, "wrong-state")
	w.Refused("POST", id+"/close", breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "notified", "reason": "Everybody was told by us."}}, 409, "wrong-state")
	w.Refused("GET", "/v1/incidents/nothing", breachtest.Call{As: breachtest.Grace, Bad: true}, 404, "not-found")
	w.Refused("GET", id+"/notices/"+breachtest.NewID(t)+"/preview", breachtest.Call{As: breachtest.Grace}, 404, "not-found")
	w.Refused("GET", id+"/register?format=pdf", breachtest.Call{As: breachtest.Grace, Bad: true}, 422, "invalid")
	if status := w.Do("DELETE", id+"/timeline", breachtest.Call{As: breachtest.Grace, Bad: true}).Status; status != http.StatusMethodNotAllowed {
		t.Errorf("a timeline can be deleted: %d", status)
	}
	w.Patch(breachtest.Grace, first.ID, object{"state": "notifying"})
	w.Refused("PATCH", id, breachtest.Call{As: breachtest.Grace, Body: object{"state": "scoping"}}, 409, "wrong-state")
	// A clock is corrected with a reason, which the timeline keeps.
	w.Patch(breachtest.Grace, first.ID, object{"discoveredAt": breachtest.Monday.Add(-5 * time.Hour), "clockReason": "The log shows it."})
	if kinds, verified := w.Kinds(breachtest.Grace, first.ID); kinds["clock"] != 1 || !verified {
		t.Errorf("%v, %v", kinds, verified)
	}
	// A scope can't shrink: whoever is in it keeps their clocks.
	both := w.Report(breachtest.Ops, func(o object) { o["scope"] = object{"orgs": []string{breachtest.North, breachtest.South}} })
	w.Refused("PATCH", "/v1/incidents/"+both.ID, breachtest.Call{As: breachtest.Ops, Body: object{"scope": object{"orgs": []string{breachtest.North}}}}, 422, "invalid")
}

// An incident's texts have room in its document, whatever they consist of, or are refused;
// nothing that they say keeps it from going on.
func TestTextsHaveRoom(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	i := w.Report(breachtest.Grace, nil)
	long := func(c string) object {
		text := strings.Repeat(c, 4000)
		return object{"nature": text, "consequences": text, "measures": text, "recommendations": text, "investigation": text, "reasons": text}
	}
	plain := func(v any) string { // without the escapes of HTML that take more room
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		w.Must(e.Encode(v))
		return b.String()
	}
	for _, c := range []string{"x", "\n", "é", "語", "<", "&", "\u2028", `\`, `"`} {
		for _, language := range []string{"en", "de", "fr", "es"} {
			r := w.Do("PATCH", "/v1/incidents/"+i.ID, breachtest.Call{As: breachtest.Grace, Body: plain(object{"texts": object{language: long(c)}})})
			if r.Status != 200 && r.Status != 422 && r.Status != 413 {
				t.Errorf("%q, %s: %d %.300s", c, language, r.Status, r.Body)
			}
		}
		short := object{"nature": "A bucket.", "consequences": "None.", "measures": "Closed.", "recommendations": "None.", "investigation": "Ongoing.", "reasons": "Late."}
		w.Patch(breachtest.Grace, i.ID, object{"texts": object{"en": short, "de": short, "fr": short, "es": short}})
	}
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
}
