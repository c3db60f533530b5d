package notify_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
)

const toTeachers = "teachers members"

// said returns the profile of a member with an address at a school.
func said(address, locale string) domain.Profile {
	return domain.Profile{Name: "Somebody", Email: address, Locale: locale}
}

// subjects returns the subject of each teacher's mail. Nobody may have two.
func subjects(t *testing.T, w *breachtest.World) map[string]string {
	t.Helper()
	got := make(map[string]string)
	for _, m := range w.Mail.Messages() {
		for _, to := range m.To {
			if strings.HasPrefix(to, "office@") || to == breachtest.Grace {
				continue // the school, or who is warned
			}
			if got[to] != "" {
				t.Errorf("%s has it twice", to)
			}
			got[to] = m.Subject
		}
	}
	return got
}

// notifying reports an incident at North and has everybody told.
func notifying(t *testing.T, w *breachtest.World, change func(object)) breachtest.Incident {
	t.Helper()
	i := w.Report(breachtest.Grace, change)
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	return i
}

// Each teacher of a session in scope is told once, in their language: not who has no address, may not act, teaches
// something else or belongs to another school. The mail says which school, and nothing of a session.
func TestTeachersAreTold(t *testing.T) {
	t.Parallel()
	for _, scope := range []string{"school", "sessions"} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			w := breachtest.New(t)
			w.Bus.Copies = 3
			before := breachtest.Monday.Add(-48 * time.Hour)
			owner, german := w.Member(breachtest.North, said("owner@north.example", "fr")), w.Member(breachtest.North, said("co@north.example", "xx"))
			silent, foreign := w.Member(breachtest.North, said("", "en")), w.Member(breachtest.South, said("foreign@south.example", "en"))
			same := w.Member(breachtest.North, said("OWNER@north.example", "en"))
			var gone []string
			for k, state := range []domain.MemberState{domain.MemberRevoked, domain.MemberDeactivated, domain.MemberErasing, domain.MemberErased} {
				id := w.Member(breachtest.North, said(fmt.Sprint("gone", k, "@north.example"), "en"))
				w.Must(w.Store.SetMemberState(t.Context(), breachtest.North, id, state))
				gone = append(gone, id)
			}
			emptied := w.Member(breachtest.North, said("emptied@north.example", "en"))
			w.Must(w.Vault.DeleteMemberKey(t.Context(), breachtest.North, emptied, w.Clock()))
			inScope := []string{w.Session(breachtest.North, before, 2, 1), w.Session(breachtest.North, before, 1, 1)}
			w.Teach(inScope[0], owner, append(gone, foreign, silent, same, "no-member")...)
			w.Teach(inScope[1], german, emptied, owner)
			later := w.Session(breachtest.North, breachtest.Monday.Add(time.Hour), 1, 1) // after the exposure
			w.Teach(later, w.Member(breachtest.North, said("later@north.example", "en")))
			w.Teach(w.Session(breachtest.South, before, 1, 1), foreign)
			w.Member(breachtest.North, said("idle@north.example", "en"))
			i := notifying(t, w, func(o object) {
				if scope == "sessions" {
					o["scope"] = object{"orgs": []string{}, "sessions": append(inScope, later)}
				}
			})
			w.Tick()
			// Of two who share an address, whoever comes first by id is written to.
			subject := map[string]string{
				"owner@north.example": "Des données de vos séances chez North School ont pu être exposées",
				"co@north.example":    "Daten aus Ihren Sitzungen bei North School waren möglicherweise einsehbar",
			}
			got := subjects(t, w)
			for to, s := range got {
				if strings.EqualFold(to, "owner@north.example") && same < owner {
					delete(got, to)
					got["owner@north.example"] = subject["owner@north.example"]
					if s != "Data from your sessions at North School may have been exposed" {
						t.Errorf("%s: %s", to, s)
					}
				}
			}
			breachtest.Equal(t, "told", got, subject)
			for _, m := range w.Mail.Messages() {
				if !strings.Contains(m.To[0], "office") && (!strings.Contains(m.Text, "North School") || !strings.Contains(m.Text, "privacy@north.example") || !strings.Contains(m.Text, i.ID)) {
					t.Errorf("it doesn't say which school and whom to ask:\n%s", m.Text)
				}
				for _, sid := range inScope {
					if text := m.Subject + m.Text + m.HTML; !strings.Contains(m.To[0], "office") && (strings.Contains(text, sid) || strings.Contains(text, "Title ") || strings.Contains(text, "bucket")) {
						t.Errorf("it says what it must not:\n%s", text)
					}
				}
			}
			n := w.Notices(breachtest.Grace, i.ID)[toTeachers]
			if n.State != "sent" || !n.Met || n.Told == nil || n.Told.Sent != 2 || n.Told.Without != 2 || n.Told.Failed+n.Told.Unknown != 0 {
				t.Errorf("the notice: %+v, %+v", n, n.Told)
			}
			if facts := factsOf(t, w, i.ID, n.ID); facts["told"] != "2" || facts["without"] != "2" || facts["failed"] != "0" {
				t.Errorf("on the timeline: %v", facts)
			}
			var preview struct{ Subject, Text string }
			w.Ask("GET", "/v1/incidents/"+i.ID+"/notices/"+n.ID+"/preview", breachtest.Call{As: breachtest.Grace}, &preview)
			if preview.Subject != subject["co@north.example"] {
				t.Errorf("the preview is %q", preview.Subject)
			}
			// An update goes to the same, once more.
			w.Ask("POST", "/v1/incidents/"+i.ID+"/updates", breachtest.Call{As: breachtest.Grace, Body: object{"texts": breachtest.Texts()}, Key: breachtest.NewID(t)}, nil)
			w.Settle()
			if n := w.Notices(breachtest.Grace, i.ID)[toTeachers+" update 1"]; n.State != "sent" || n.Told.Sent != 2 {
				t.Errorf("the update: %+v", n)
			}
			if got := w.MailIDs(); slices.Max(slices.Collect(maps.Values(got))) != 1 {
				t.Errorf("sent twice: %v", got)
			}
		})
	}
}

// factsOf returns the facts of the last entry about a notice.
func factsOf(t *testing.T, w *breachtest.World, incident, notice string) (facts map[string]string) {
	t.Helper()
	var page struct {
		Items []struct {
			Kind  string
			Facts map[string]string
		}
	}
	w.Ask("GET", "/v1/incidents/"+incident+"/timeline?pageSize=100", breachtest.Call{As: breachtest.Grace}, &page)
	for _, e := range page.Items {
		if e.Kind == "notice" && e.Facts["notice"] == notice {
			facts = e.Facts
		}
		for _, v := range e.Facts {
			if strings.Contains(v, "@") {
				t.Errorf("an address is on the timeline: %v", e.Facts)
			}
		}
	}
	return facts
}

// In a drill its owner gets what teachers would, marked, and no teacher does.
func TestDrillTellsNoTeacher(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Teach(w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1), w.Member(breachtest.North, said("owner@north.example", "fr")))
	i := notifying(t, w, func(o object) { o["drill"] = true })
	marked := false
	for _, m := range w.Mail.Messages() {
		if !slices.Equal(m.To, []string{breachtest.Grace}) {
			t.Errorf("in a drill %v got %q", m.To, m.Subject)
		}
		marked = marked || m.Subject == "DRILL: Daten aus Ihren Sitzungen bei North School waren möglicherweise einsehbar"
	}
	if n := w.Notices(breachtest.Grace, i.ID)[toTeachers]; !marked || n.State != "sent" || n.Told != nil {
		t.Errorf("marked: %v; %+v", marked, n)
	}
}

// Where no teacher can be written to nothing is owed, and a report of what isn't in sessions owes none.
func TestNobodyToTell(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1)
	i := notifying(t, w, nil)
	w.Tick()
	if n := w.Notices(breachtest.Grace, i.ID)[toTeachers]; n.State != "not-required" || n.Missed || n.Told == nil || n.Told.Sent != 0 {
		t.Errorf("nobody: %+v", n)
	}
	i = notifying(t, w, func(o object) { o["title"], o["categories"] = "Contacts", []string{"contacts"} })
	if n, there := w.Notices(breachtest.Grace, i.ID)[toTeachers]; there {
		t.Errorf("not about sessions: %+v", n)
	}
}

// What is refused for now is tried again until a day after the school was told, and not for whoever left meanwhile; what is
// refused for good isn't. The notice counts them, and isn't late because of one teacher's mail server.
func TestTeachersWhoCannotBeReached(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1)
	member := make(map[string]string)
	for name, code := range map[string]int{"fine": 0, "refused": 550, "slow": 451, "never": 451, "empties": 451, "suspended": 451} {
		member[name] = w.Member(breachtest.North, said(name+"@north.example", "en"))
		if code != 0 {
			w.Mail.Refuse(name+"@north.example", code, "no")
		}
	}
	w.Teach(sid, member["fine"], member["refused"], member["slow"], member["never"], member["empties"], member["suspended"])
	i := notifying(t, w, nil)
	if n := w.Notices(breachtest.Grace, i.ID)[toTeachers]; n.State != "deferred" || n.Told.Sent != 1 || n.Told.Failed != 1 || n.Missed {
		t.Errorf("at first: %+v, %+v", n, n.Told)
	}
	w.Refused("POST", "/v1/incidents/"+i.ID+"/close", breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "notified", "reason": "Everybody was told in time."}}, 409, "notices-open")
	for _, name := range []string{"slow", "empties", "suspended"} {
		w.Mail.Refuse(name+"@north.example", 0, "")
	}
	w.Must(w.Vault.DeleteMemberKey(t.Context(), breachtest.North, member["empties"], w.Clock()))
	w.Must(w.Store.SetMemberState(t.Context(), breachtest.North, member["suspended"], domain.MemberRevoked))
	for range 25 {
		w.Advance(time.Hour)
		w.Tick()
	}
	n := w.Notices(breachtest.Grace, i.ID)[toTeachers]
	if n.State != "sent" || n.Missed || n.Told.Sent != 2 || n.Told.Failed != 2 || n.Told.Without != 1 {
		t.Errorf("in the end: %+v, %+v", n, n.Told)
	}
	if got := slices.Sorted(maps.Keys(subjects(t, w))); !slices.Equal(got, []string{"fine@north.example", "slow@north.example"}) {
		t.Errorf("told: %v", got)
	}
	w.Ask("POST", "/v1/incidents/"+i.ID+"/close", breachtest.Call{As: breachtest.Grace, Body: object{"outcome": "notified", "reason": "Everybody was told in time."}}, nil)
	if _, verified := w.Kinds(breachtest.Grace, i.ID); !verified {
		t.Error("the timeline doesn't verify")
	}
}

// Wherever notify is cut off, no teacher is told twice and the notice comes to an end; who may have been told counts as
// unknown.
func TestCrashAmongTeachers(t *testing.T) {
	t.Parallel()
	const most = 40
	for at := 1; ; at++ {
		if at == most {
			t.Fatal("it makes more calls than a test can follow")
		}
		broken := false
		for _, after := range []bool{false, true} {
			w := breachtest.New(t)
			sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1)
			w.Teach(sid, w.Member(breachtest.North, said("a@north.example", "en")), w.Member(breachtest.North, said("b@north.example", "de")))
			i := w.Report(breachtest.Grace, nil)
			fuse := w.BreakAt(at, after)
			w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
			broken = broken || fuse.Calls >= at
			for range 4 {
				w.Advance(12 * time.Minute)
				w.Tick()
			}
			for id, n := range w.MailIDs() {
				if n != 1 {
					t.Errorf("crash at %d (after: %v): %s was sent %d times", at, after, id, n)
				}
			}
			all := w.Notices(breachtest.Grace, i.ID)
			n, platform := all[toTeachers], all["platform mail"]
			if platform.State == "unknown" { // a person has to say so first
				continue
			}
			if n.Told == nil || n.State != "sent" || n.Told.Sent+n.Told.Unknown != 2 || n.Told.Sent < 1 {
				t.Errorf("crash at %d (after: %v): %+v, %+v", at, after, n, n.Told)
			}
		}
		if !broken {
			return
		}
	}
}

// All teachers of a large school are told in as many deliveries as it takes, each once.
func TestManyTeachersAreTold(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	members, slot := many()
	before := breachtest.Monday.Add(-48 * time.Hour)
	var making sync.WaitGroup
	for k := range 8 {
		making.Go(func() {
			for i := k; i < members; i += 8 {
				id := w.Member(breachtest.North, said(fmt.Sprintf("teacher%d@north.example", i), "en"))
				w.Must(w.Store.CreateSession(t.Context(), &domain.Session{
					ID: breachtest.NewID(t), Org: breachtest.North, Owner: id, Code: fmt.Sprintf("C%05d", i), Mode: domain.SelfPaced, State: domain.Open, CreatedAt: before,
				}, []byte("{}"), []byte("{}")))
			}
		})
	}
	making.Wait()
	full := w.Bus.Handlers[events.NotifyMail]
	deliveries := 0
	w.Bus.Handlers[events.NotifyMail] = func(ctx context.Context, m events.Message) error {
		deliveries++
		ctx, cancel := context.WithTimeout(ctx, 2*time.Minute+slot) // a delivery ends announceMargin before its deadline
		defer cancel()
		return full(ctx, m)
	}
	i := notifying(t, w, nil)
	n := w.Notices(breachtest.Grace, i.ID)[toTeachers]
	if n.State != "sent" || n.Told.Sent != members || n.Told.Failed+n.Told.Unknown+n.Told.Without != 0 {
		t.Errorf("the notice: %+v, %+v", n, n.Told)
	}
	if got := w.MailIDs(); slices.Max(slices.Collect(maps.Values(got))) != 1 || len(got) < members {
		t.Errorf("%d mails in %d deliveries", len(got), deliveries)
	}
	t.Logf("%d teachers in %d deliveries", members, deliveries)
}

// Of two deliveries of one message at the same time each sends a letter while the other meets it. Neither leaves the notice
// to wait until a claim lapses, which would keep an incident from being closed.
func TestTeachersAreToldByTwoDeliveries(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1)
	w.Teach(sid, w.Member(breachtest.North, said("ada@north.example", "en")), w.Member(breachtest.North, said("linus@north.example", "en")))
	for _, name := range []string{"ada", "linus"} {
		w.Mail.Refuse(name+"@north.example", 451, "later")
	}
	i := notifying(t, w, nil)
	n := w.Notices(breachtest.Grace, i.ID)[toTeachers]
	if n.State != "deferred" {
		t.Fatalf("the notice: %+v", n)
	}
	for _, name := range []string{"ada", "linus"} {
		w.Mail.Refuse(name+"@north.example", 0, "")
	}
	w.Advance(time.Hour)
	m := &meeting{sender: w.Notify.Mail, second: make(chan struct{}), over: make(chan struct{})}
	w.Notify.Mail = m
	w.Wire()
	job := events.Message{ID: "1", Data: events.Mail{Incident: i.ID, Notice: n.ID}.Encode()}
	var both sync.WaitGroup
	var once sync.Once
	for range 2 {
		both.Go(func() {
			if err := w.Bus.Handlers[events.NotifyMail](t.Context(), job); err != nil {
				t.Error(err)
			}
			once.Do(func() { close(m.over) })
		})
	}
	both.Wait()
	if n := w.Notices(breachtest.Grace, i.ID)[toTeachers]; n.State != "sent" || n.Told == nil || n.Told.Sent != 2 || n.Told.Unknown != 0 {
		t.Errorf("the notice: %+v, %+v", n, n.Told)
	}
	if m.sent != 2 {
		t.Errorf("%d letters were sent", m.sent)
	}
}

// A meeting sends the first letter once the second is begun, and the second once a delivery is over.
type meeting struct {
	sender interface {
		Send(context.Context, mail.Message) (domain.Sent, string)
	}
	second, over chan struct{}

	mu   sync.Mutex
	sent int
}

func (m *meeting) Send(ctx context.Context, msg mail.Message) (domain.Sent, string) {
	m.mu.Lock()
	m.sent++
	waits := m.second
	if m.sent == 2 {
		close(m.second)
		waits = m.over
	}
	m.mu.Unlock()
	select {
	case <-waits:
	case <-time.After(30 * time.Second):
		return domain.SentUnknown, "the other delivery never came"
	}
	return m.sender.Send(ctx, msg)
}
