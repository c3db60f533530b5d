package incident_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func equal(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s is %q, want %q", what, name, got[name], want[name])
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is %q, want none", what, name, got[name])
		}
	}
}

// From the report to the register: what is known when, what is sent to whom, and
// that what is sent is what was shown.
func TestIncident(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.session(north, monday.Add(-48*time.Hour), 4, 3)
	w.session(north, monday.Add(-24*time.Hour), 2, 0)
	w.session(north, monday.Add(-time.Minute), 5, 5) // after the exposure
	w.session(south, monday.Add(-48*time.Hour), 9, 9)
	i := w.report(grace, func(o object) {
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
	before := w.notices(grace, i.ID)
	equal(t, "before notifying", states(before), waiting)
	if d := before["platform mail"].Deadline; d == nil || !d.Equal(monday.Add(72*time.Hour)) {
		t.Errorf("the platform's deadline is %v", d)
	}
	// A missing part is refused by name.
	got := w.refused("GET", "/v1/incidents/"+i.ID+"/notices/"+before["gdpr-33-1 mail"].ID+"/preview", call{as: grace}, 422, "notice-incomplete")
	if want := []string{"/texts/de/consequences", "/texts/de/measures"}; !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
	// Nothing goes out before somebody says so, and what lacks a part not then.
	w.advance(time.Hour)
	w.patch(grace, i.ID, object{"state": "notifying"})
	equal(t, "with parts missing", states(w.notices(grace, i.ID)), map[string]string{
		"platform mail": "incomplete", "platform public": "incomplete", "gdpr-33-2 mail": "sent", "gdpr-33-1 mail": "incomplete",
		"gdpr-34 mail": "not-required", "gdpr-34 public": "not-required",
	})
	w.advance(time.Hour)
	shown := make(map[string]string)
	w.patch(grace, i.ID, object{"title": "Public bucket"}) // anything: the texts stay
	// The rest is filled in, but not yet acted upon: what the preview shows now is what must be sent.
	w.ask("PATCH", "/v1/incidents/"+i.ID, call{as: grace, body: object{"texts": texts()}}, nil)
	for name, n := range w.notices(grace, i.ID) {
		if n.State != "incomplete" {
			continue
		}
		var p struct{ Language, Subject, Text, HTML string }
		w.ask("GET", "/v1/incidents/"+i.ID+"/notices/"+n.ID+"/preview", call{as: grace}, &p)
		if p.Language != "de" {
			t.Errorf("%s is written in %s", name, p.Language)
		}
		shown[p.Subject+"\n"+p.Text+p.HTML] = name
	}
	w.settle()
	done := w.notices(grace, i.ID)
	equal(t, "with everything", states(done), map[string]string{
		"platform mail": "sent", "platform public": "published", "gdpr-33-2 mail": "sent", "gdpr-33-1 mail": "sent",
		"gdpr-34 mail": "not-required", "gdpr-34 public": "not-required",
	})
	if len(shown) != 3 {
		t.Fatalf("%d previews", len(shown))
	}
	for _, m := range w.mail.Messages() {
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
	w.ask("GET", "/v1/notices/public", call{}, &public)
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
	w.advance(time.Hour)
	update := call{as: grace, key: newID(t), body: object{"texts": object{"de": object{"nature": "Es war ein Protokoll mehr."}}}}
	w.ask("POST", "/v1/incidents/"+i.ID+"/updates", update, nil)
	w.ask("POST", "/v1/incidents/"+i.ID+"/updates", update, nil) // a retry
	w.settle()
	after := w.notices(grace, i.ID)
	for _, name := range []string{"platform mail update 1", "platform public update 1", "gdpr-33-2 mail update 1", "gdpr-33-1 mail update 1"} {
		if s := after[name].State; s != "sent" && s != "published" {
			t.Errorf("%s is %q", name, s)
		}
	}
	if n := len(after); n != 10 {
		t.Errorf("%d notices, want 10", n)
	}
	if last := w.mail.Messages()[len(w.mail.Messages())-1]; !strings.HasPrefix(last.Subject, "Nachtrag 1: ") || !strings.Contains(last.Text, "Es war ein Protokoll mehr.") {
		t.Errorf("the update is %q", last.Subject)
	}
	w.advance(2 * time.Minute) // the cache of public notices
	w.ask("GET", "/v1/notices/public", call{}, &public)
	if len(public.Items) != 1 || !strings.Contains(public.Items[0].Text, "Protokoll") {
		t.Errorf("after the update: %+v", public.Items)
	}
	// Before it was published, the first notice was current and it wasn't.
	w.advance(-4 * time.Minute)
	w.ask("GET", "/v1/notices/public", call{}, &public)
	if len(public.Items) != 1 || strings.Contains(public.Items[0].Text, "Protokoll") {
		t.Errorf("before the update: %+v", public.Items)
	}
	w.advance(4 * time.Minute)
	if date := w.ask("GET", "/v1/incidents/"+i.ID, call{as: grace}, nil).Get("Date"); date != w.clock().UTC().Format(http.TimeFormat) {
		t.Errorf("the clock by which deadlines are told is said to be %s", date)
	}

	// Expiry is frozen until the incident is closed.
	holds, err := w.vault.Holds(t.Context(), north)
	w.must(err)
	if len(holds) != 1 || holds[0].Kind != domain.HoldIncident || !holds[0].Stands(w.clock()) || holds[0].Session != "" {
		t.Fatalf("holds: %+v", holds)
	}
	session := domain.Subject{Kind: domain.SubjectSession, Org: north, Session: newID(t)}
	if domain.HeldBy(holds, session, false, w.clock()) == nil || domain.HeldBy(holds, session, true, w.clock()) != nil {
		t.Error("expiry goes on, or a formal erasure doesn't")
	}
	closing := call{as: grace, body: object{"outcome": "notified", "reason": "The bucket is closed and everybody was told."}}
	w.ask("POST", "/v1/incidents/"+i.ID+"/close", closing, nil)
	w.ask("POST", "/v1/incidents/"+i.ID+"/close", closing, nil) // a retry
	w.settle()
	if holds, err = w.vault.Holds(t.Context(), north); err != nil || holds[0].Stands(w.clock()) {
		t.Errorf("after the close: %+v, %v", holds, err)
	}
	for path, body := range map[string]object{
		"": {"risk": "high"}, "/confirm": {}, "/updates": {"texts": texts()}, "/close": {"outcome": "no-breach", "reason": "It was nothing at all."},
	} {
		method := "POST"
		if path == "" {
			method = "PATCH"
		}
		w.refused(method, "/v1/incidents/"+i.ID+path, call{as: grace, body: body}, 409, "incident-closed")
	}

	kinds, verified := w.kinds(grace, i.ID)
	if !verified || kinds["reported"] != 1 || kinds["state"] != 3 || kinds["met"] != 4 || kinds["affected"] != 1 || kinds["update"] != 1 || kinds["missed"] != 0 {
		t.Errorf("timeline: verified %v, %v", verified, kinds)
	}
	var register struct {
		Incident incidentView
		Notices  []noticeView
		Timeline []struct{ Note *string }
		Verified bool
	}
	w.ask("GET", "/v1/incidents/"+i.ID+"/register", call{as: grace}, &register)
	last := register.Timeline[len(register.Timeline)-1]
	if !register.Verified || *register.Incident.Outcome != "notified" || len(register.Notices) != 10 || last.Note == nil || !strings.Contains(*last.Note, "bucket") {
		t.Errorf("register: %+v", register.Incident)
	}
	status, page, header := w.do("GET", "/v1/incidents/"+i.ID+"/register?format=html", call{as: grace})
	for _, want := range []string{"art. 33(5)", "GDPR art. 33(1)", "A bucket with exports was public.", "The bucket was closed.", "is whole", "@media print"} {
		if status != 200 || !strings.Contains(string(page), want) {
			t.Errorf("the page doesn't say %q", want)
		}
	}
	if csp := header.Get("Content-Security-Policy"); !strings.Contains(csp, "style-src 'sha256-") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}

// A drill runs all of it, but writes to nobody but its owner, publishes nothing
// and freezes nothing.
func TestDrill(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.session(north, monday.Add(-48*time.Hour), 1, 1)
	i := w.report(grace, func(o object) {
		o["drill"], o["keysInReach"], o["risk"] = true, "yes", "high"
	})
	w.patch(grace, i.ID, object{"state": "notifying"})
	want := map[string]string{}
	for _, name := range []string{"platform mail", "platform public", "gdpr-33-2 mail", "gdpr-33-1 mail", "gdpr-34 mail", "gdpr-34 public"} {
		want[name] = "sent"
	}
	equal(t, "a drill", states(w.notices(grace, i.ID)), want)
	all := w.mail.Messages()
	if len(all) != 6 {
		t.Errorf("%d mails", len(all))
	}
	for _, m := range all {
		if !slices.Equal(m.To, []string{grace}) || !strings.HasPrefix(m.Subject, "DRILL") || !strings.Contains(m.Text, "DRILL") {
			t.Errorf("%v: %s", m.To, m.Subject)
		}
	}
	var public struct{ Items []any }
	w.ask("GET", "/v1/notices/public", call{}, &public)
	holds, err := w.vault.Holds(t.Context(), north)
	w.must(err)
	if len(public.Items) != 0 || len(holds) != 0 {
		t.Errorf("%d public notices, %d holds", len(public.Items), len(holds))
	}
}

// The clauses of a school in the United States, each from its own event.
func TestUnitedStates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.session(south, monday.Add(-48*time.Hour), 1, 1)
	i := w.report(alan, func(o object) { o["discoveredAt"] = monday.Add(-2 * time.Hour) })
	w.patch(alan, i.ID, object{"state": "notifying"})
	// Nothing was confirmed: what counts from there doesn't run.
	equal(t, "before it is confirmed", states(w.notices(alan, i.ID)), map[string]string{
		"platform mail": "sent", "platform public": "published", "ny-2d mail": "sent", "ndpa mail": "waiting",
		"soppa-school mail": "waiting", "soppa-parents mail": "waiting",
	})
	w.advance(24 * time.Hour)
	// NDPA lets law enforcement delay; New York's seven days run on.
	police := object{"ground": "law-enforcement", "authority": "State police", "until": monday.Add(72 * time.Hour)}
	w.mail.Refuse("office@south.example", 451, "later")
	w.ask("POST", "/v1/incidents/"+i.ID+"/confirm", call{as: alan, body: object{}}, nil)
	w.settle()
	w.ask("POST", "/v1/incidents/"+i.ID+"/delay", call{as: alan, body: police}, nil)
	w.ask("POST", "/v1/incidents/"+i.ID+"/delay", call{as: alan, body: police}, nil) // a retry
	w.settle()
	all := w.notices(alan, i.ID)
	for name, want := range map[string]time.Time{
		"ny-2d mail": time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC),  // 8 NYCRR § 121.11(a): the 23rd is day seven, until midnight in New York
		"ndpa mail":  monday.Add(72 * time.Hour).Add(48 * time.Hour), // it was confirmed when the delay began
		// 105 ILCS 85/15(5)
		"soppa-school mail": time.Date(2026, 12, 18, 5, 0, 0, 0, time.UTC),
	} {
		if d := all[name].Deadline; d == nil || !d.Equal(want) {
			t.Errorf("%s: deadline %v, want %v", name, d, want)
		}
	}
	if all["ndpa mail"].State != "deferred" || all["soppa-parents mail"].State != "waiting" {
		t.Errorf("refused for now: %v", states(all))
	}
	if n := w.incident(alan, i.ID); len(n.Delays) != 1 {
		t.Errorf("%d delays", len(n.Delays))
	}
	for name, body := range map[string]object{
		"nothing-to-delay": {"ground": "determining-scope", "authority": "us", "until": monday.Add(80 * time.Hour)},
	} {
		w.refused("POST", "/v1/incidents/"+i.ID+"/delay", call{as: alan, body: body}, 409, name)
	}
	// The mail comes through: the school was told, and the parents' thirty days begin.
	w.mail.Refuse("office@south.example", 0, "")
	w.advance(10 * time.Minute)
	w.tick()
	all = w.notices(alan, i.ID)
	for _, name := range []string{"ndpa mail", "soppa-school mail", "soppa-parents mail"} {
		if n := all[name]; n.State != "sent" || n.Missed {
			t.Errorf("%s is %s, missed %v", name, n.State, n.Missed)
		}
	}
	if s := all["soppa-parents mail"].StartsAt; s == nil || !s.Equal(*all["soppa-school mail"].DoneAt) {
		t.Errorf("the parents' time starts at %v", s)
	}
	var parents, ny bool
	for _, m := range w.mail.Messages() {
		parents = parents || strings.Contains(m.Text, "105 ILCS 85/27(d)") && strings.Contains(m.Text, "2026-12-19 00:00 EST") // the 18th of November was delayed
		ny = ny || strings.Contains(m.Text, "8 NYCRR")
	}
	if !parents || !ny {
		t.Errorf("parents' letter with its deadline: %v, New York's: %v\n%s", parents, ny, w.mail.Messages()[len(w.mail.Messages())-1].Text)
	}
}

// A delay stops the clauses that allow its ground, and no others: shown with an
// agreement that allows all three (promise P50).
func TestDelay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := domain.ClauseTerm{
		ID: "own", Audience: domain.AudienceSchool, Starts: domain.StartAware, Within: &domain.Within{Count: 5, Unit: domain.BusinessDays},
		Form: domain.FormController, Delays: domain.DelayGrounds, Source: "agreement b, § 9",
	}
	w.org(domain.Org{ID: "org_east", Name: "East", Country: "BR", Timezone: "America/Sao_Paulo", Agreements: []domain.Agreement{
		{ID: "b", SignedAt: monday.AddDate(-1, 0, 0), Clauses: []domain.ClauseTerm{own}, Holidays: []string{"2026-11-20"}},
	}}, "office@east.example")
	i := w.report(ops, func(o object) { o["scope"] = object{"orgs": []string{"org_east"}} })
	all := w.notices(ops, i.ID)
	// Monday, 9:00 there: the 17th to the 19th, and over a holiday and a weekend the 23rd and 24th.
	if d := all["own mail"].Deadline; d == nil || !d.Equal(time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("five business days end at %v", d)
	}
	for _, ground := range domain.DelayGrounds {
		w.advance(time.Hour)
		w.ask("POST", "/v1/incidents/"+i.ID+"/delay", call{as: ops, body: object{
			"ground": ground, "authority": "Office of " + string(ground), "until": time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC),
		}}, nil)
	}
	w.settle()
	all = w.notices(ops, i.ID)
	// All of the 17th is covered: it doesn't count.
	if n := all["own mail"]; !n.Stopped || !n.Deadline.Equal(time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("delayed: stopped %v, deadline %v", n.Stopped, n.Deadline)
	}
	if n := all["platform mail"]; n.Stopped || !n.Deadline.Equal(monday.Add(72*time.Hour)) {
		t.Errorf("our own promise waits too: %v, %v", n.Stopped, n.Deadline)
	}
	for name, body := range map[string]object{
		"/ground":    {"ground": "holidays", "authority": "x", "until": w.clock().Add(time.Hour)},
		"/authority": {"ground": "law-enforcement", "authority": "", "until": w.clock().Add(time.Hour)},
		"/until":     {"ground": "law-enforcement", "authority": "x", "until": w.clock().Add(-time.Hour)},
	} {
		got := w.refused("POST", "/v1/incidents/"+i.ID+"/delay", call{as: ops, body: body, broken: true}, 422, "invalid")
		if !slices.Equal(got, []string{name}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Who may do what: every route wants a second factor (promise P06), one's own org
// is the limit, and each reading is logged (promise P15).
func TestAccess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.report(grace, nil)
	n := w.notices(grace, i.ID)["platform mail"].ID
	id := "/v1/incidents/" + i.ID
	routes := []struct {
		method, path string
		body         any
	}{
		{"POST", "/v1/incidents", report(nil)}, {"GET", "/v1/incidents", nil}, {"GET", id, nil}, {"PATCH", id, object{"risk": "high"}},
		{"POST", id + "/confirm", object{}}, {"POST", id + "/updates", object{"texts": texts()}},
		{"POST", id + "/delay", object{"ground": "law-enforcement", "authority": "x", "until": w.clock().Add(time.Hour)}},
		{"POST", id + "/close", object{"outcome": "no-breach", "reason": "It was nothing at all."}},
		{"GET", id + "/affected", nil}, {"GET", id + "/notices", nil}, {"GET", id + "/notices/" + n + "/preview", nil},
		{"POST", id + "/notices/" + n + "/resolve", object{"resolution": "sent"}}, {"GET", id + "/timeline", nil}, {"GET", id + "/register", nil},
	}
	hour := w.clock().Add(time.Hour)
	for _, r := range routes {
		w.refused(r.method, r.path, call{body: r.body}, 401, "not-authenticated")
		w.refused(r.method, r.path, call{as: ada, body: r.body}, 403, "forbidden")
		w.refused(r.method, r.path, call{as: mallory, body: r.body}, 403, "forbidden")
		w.refused(r.method, r.path, call{as: grace, body: r.body, token: &auth0.TokenOptions{Expiry: hour, NoMFA: true}}, 401, "second-factor-required")
		w.refused(r.method, r.path, call{as: grace, body: r.body, token: &auth0.TokenOptions{Expiry: hour, MFAAt: w.clock().Add(-16 * time.Minute)}}, 401, "second-factor-required")
		if r.path != "/v1/incidents" {
			w.refused(r.method, r.path, call{as: alan, body: r.body}, 404, "not-found")
		}
	}
	var list struct{ Items []incidentView }
	w.ask("GET", "/v1/incidents", call{as: alan}, &list)
	if len(list.Items) != 0 {
		t.Error("an org sees another's incidents")
	}
	// Schools file for themselves, the operator for all.
	for _, scope := range []object{{"orgs": []string{south}}, {"sessions": []string{w.session(south, monday, 0, 0)}}, {"orgs": []string{"org_nowhere"}}} {
		got := w.refused("POST", "/v1/incidents", call{as: grace, body: report(func(o object) { o["scope"] = scope })}, 422, "invalid")
		if len(got) == 0 || !strings.HasPrefix(got[0], "/scope/") {
			t.Errorf("%v: %v", scope, got)
		}
	}
	both := w.report(ops, func(o object) { o["scope"] = object{"orgs": []string{north, south}} })
	if both.Affected.Orgs != 2 {
		t.Errorf("%+v", both.Affected)
	}
	w.ask("GET", "/v1/incidents", call{as: ops}, &list)
	if len(list.Items) != 2 {
		t.Errorf("the operator sees %d incidents", len(list.Items))
	}
	w.refused("GET", "/v1/incidents/"+both.ID, call{as: grace}, 404, "not-found")
	w.refused("POST", "/v1/incidents", call{as: ops, body: report(nil)}, 422, "invalid") // it must say whose
	w.ask("GET", id, call{as: ops}, nil)

	// A member who was shut out is, whatever the token says.
	w.must(w.data.SetMemberState(t.Context(), north, domain.MemberID(north, "auth0|grace"), domain.MemberRevoked))
	w.refused("GET", id, call{as: grace}, 403, "forbidden")

	logged := w.audit(t, north)
	for _, want := range []string{"read incident", "list incidents"} {
		if logged[want+" "+domain.MemberID(operator, "auth0|ops")] == 0 {
			t.Errorf("that the operator's person did %q is not logged: %v", want, logged)
		}
	}
}

// What is sent is checked, and a retry is told from a mistake.
func TestReports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := strings.Repeat("ü", domain.NoticeTextMax+1)
	for name, tt := range map[string]struct {
		change func(object)
		want   string
	}{
		"no title":                 {func(o object) { o["title"] = "" }, "/title"},
		"a header in the title":    {func(o object) { o["title"] = "x\r\nBcc: y" }, "/title"},
		"in the future":            {func(o object) { o["occurredFrom"] = monday.Add(time.Hour); delete(o, "occurredUntil") }, "/occurredFrom"},
		"backwards":                {func(o object) { o["occurredUntil"] = monday.Add(-20 * time.Hour) }, "/occurredUntil"},
		"discovered in future":     {func(o object) { o["discoveredAt"] = monday.Add(time.Hour) }, "/discoveredAt"},
		"aware in future":          {func(o object) { o["awareAt"] = monday.Add(time.Hour) }, "/awareAt"},
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
		"a session that isn't":     {func(o object) { o["scope"] = object{"sessions": []string{newID(t)}} }, "/scope/sessions/0"},
	} {
		got := w.refused("POST", "/v1/incidents", call{as: grace, body: report(tt.change), broken: true}, 422, "invalid")
		if !slices.Contains(got, tt.want) {
			t.Errorf("%s: %v, want %s", name, got, tt.want)
		}
	}
	key := newID(t)
	var first, second incidentView
	h := w.ask("POST", "/v1/incidents", call{as: grace, key: key, body: report(nil)}, &first)
	w.ask("POST", "/v1/incidents", call{as: grace, key: key, body: report(nil)}, &second)
	if first.ID != second.ID || h.Get("Location") != "/v1/incidents/"+first.ID {
		t.Errorf("a retry made another: %s, %s", first.ID, second.ID)
	}
	w.refused("POST", "/v1/incidents", call{as: grace, key: key, body: report(func(o object) { o["title"] = "Another" })}, 422, "idempotency-key-reused")
	w.settle()

	id := "/v1/incidents/" + first.ID
	etag := w.ask("GET", id, call{as: grace}, nil).Get("ETag")
	w.ask("PATCH", id, call{as: grace, match: etag, body: object{"risk": "high"}}, nil)
	w.refused("PATCH", id, call{as: grace, match: etag, body: object{"risk": "possible"}}, 412, "changed")
	longest := strings.TrimSuffix(long, "ü") // in characters, not in bytes
	w.ask("PATCH", id, call{as: grace, body: object{"texts": object{"de": object{"nature": longest}}}}, nil)
	w.refused("PATCH", id, call{as: grace, body: object{"state": "closed"}, broken: true}, 422, "invalid")
	w.refused("PATCH", id, call{as: grace, body: object{"discoveredAt": monday.Add(-5 * time.Hour)}}, 422, "invalid") // no reason
	w.refused("PATCH", id, call{as: grace, body: object{"secret": 1}, broken: true}, 422, "invalid")
	w.refused("POST", id+"/updates", call{as: grace, body: object{"texts": texts()}}, 409, "wrong-state")
	w.refused("POST", id+"/close", call{as: grace, body: object{"outcome": "notified", "reason": "Everybody was told by us."}}, 409, "wrong-state")
	w.refused("GET", "/v1/incidents/nothing", call{as: grace, broken: true}, 404, "not-found")
	w.refused("GET", id+"/notices/"+newID(t)+"/preview", call{as: grace}, 404, "not-found")
	w.refused("GET", id+"/register?format=pdf", call{as: grace, broken: true}, 422, "invalid")
	if status, _, _ := w.do("DELETE", id+"/timeline", call{as: grace, broken: true}); status != http.StatusMethodNotAllowed {
		t.Errorf("a timeline can be deleted: %d", status)
	}
	w.patch(grace, first.ID, object{"state": "notifying"})
	w.refused("PATCH", id, call{as: grace, body: object{"state": "scoping"}}, 409, "wrong-state")
	// A clock is corrected with a reason, which the timeline keeps.
	w.patch(grace, first.ID, object{"discoveredAt": monday.Add(-5 * time.Hour), "clockReason": "The log shows it."})
	if kinds, verified := w.kinds(grace, first.ID); kinds["clock"] != 1 || !verified {
		t.Errorf("%v, %v", kinds, verified)
	}
	// A scope can't shrink: whoever is in it keeps their clocks.
	both := w.report(ops, func(o object) { o["scope"] = object{"orgs": []string{north, south}} })
	w.refused("PATCH", "/v1/incidents/"+both.ID, call{as: ops, body: object{"scope": object{"orgs": []string{north}}}}, 422, "invalid")
}
