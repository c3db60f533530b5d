package lifecycle

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// An end is the rule that ends the documents of a collection.
type end struct {
	path string // {} is an id
	rule string // empty: kept forever, and so without personal data
}

var endings = map[string][]end{
	"(default)": {
		{"orgs/{}", ""}, // from twelve months after the contract on a tombstone
		{"orgs/{}/changes/{}", "with the org"},
		{"orgs/{}/policies/{}", "with the org"},
		{"orgs/{}/consentTexts/{}", "with the org"},
		{"orgs/{}/circulars/{}", "with the org"},
		{"orgs/{}/disclosures/{}", "with the org"},
		{"transfers/{}", "with the org"},
		{"transferTables/{}", "when their transfer ends, 30 days after it was authorized at the latest"},
		{"usage/{}", "with the org"},
		{"orgs/{}/invitees/{}", "domain.InviteeKept after they were made, whatever became of them"},
		{"orgs/{}/members/{}", "with the org, or before by a formal erasure"},
		{"orgs/{}/questionSets/{}", "the window after their deletion, by a person or as the org leaves"},
		{"codes/{}", "Firestore's TTL; the session's end is its expiry at the latest"},
		{"sessions/{}", "the policy, the window; the tombstone with the org"},
		{"sessions/{}/content/{}", "with the session"},
		{"sessions/{}/participants/{}", "with the session, or before by a formal erasure"},
		{"sessions/{}/seats/{}", "with the session"},
		{"sessions/{}/answers/{}", "with the session"},
		{"consents/{}", "with the participant, or the session"},
		{"consentCodes/{}", "with the org, or domain.ConsentCodeKept after their end, which they all have"},
		{"letters/{}", "with the org, or domain.LetterKept after it was made"},
		{"incidents/{}", "domain.IncidentKept after it was closed"},
		{"incidents/{}/notices/{}", "with the incident"},
		{"incidents/{}/affected/{}", "with the incident"},
		{"incidents/{}/timeline/{}", "with the incident"},
		{"requests/{}", "domain.RequestUnverifiedKept, or domain.RequestKept, after they were received"},
		{"requestMails/{}", "with the request, or domain.RequestMailKept after it was made"},
		{"requestFinds/{}", "domain.FindKept after their request is done, with it, or domain.FindLongest after they were begun"},
		{"exports/{}", "domain.ExportKept after they were asked for"},
		{"addressees/{}", "domain.RequestDay after the last request with that address"},
		{"erasures/{}", "when it is done"},
		{"receipts/{}", "domain.ReceiptsKept after their org was erased"},
		{"chains/{}", "with the receipts"},
		{"chains/{}/blocks/{}", "with the receipts"},
		{"holds/{}", "domain.HoldKept after their end, which they all have"},
		{"organizations/{}", "domain.OrganizationKept after they were asked for, whatever became of them"},
		{"ownerships/{}", "domain.OwnershipKept after their day"},
		{"newsletters/{}", "domain.NewsletterKept after it was written"},
		{"orphans/{}", "when a person has put it right"},
		{"retention/state", ""},
		{"retention/{}", "with the org"},
	},
	"vault": {
		{"sessions/{}", "before the session's documents"},
		{"sessions/{}/participants/{}", "with the session's key; tombstones too"},
		{"sessions/{}/parentCodes/{}", "with the session's key; a tombstone from their student's erasure on"},
		{"members/{}", "a tombstone from their erasure on, until the org's"},
		{"contacts/{}", "with the org"},
		{"auditKeys/{}", "with the org"},
		{"requests/{}", "before the request"},
		{"requestKeys/{}", "with the org"},
		{"requestFinds/{}", "before the search"},
		{"requestCopies/{}", "with the search's key, or the student's"},
		{"foundKeys/{}", "with the search's key, or the student's"},
		{"exports/{}", "before the archive"},
		{"addressKeys/{}", "two days after they were made"},
		{"erasures/{}", "when it is done"},
		{"receipts/{}", "domain.ReceiptsKept after their org was erased"},
		{"chains/{}", "with the receipts"},
		{"chains/{}/blocks/{}", "with the receipts"},
		{"holds/{}", "domain.HoldKept after their end"},
		{"retention/state", ""},
	},
	"audit": {
		{"audit/{}", "with the org"},
		{"audit/{}/entries/{}", "domain.AuditKept, or with the org"},
		{"audit/{}/blocks/{}", "with its entries"},
	},
}

func (e end) matches(path string) bool {
	a, b := strings.Split(e.path, "/"), strings.Split(path, "/")
	return slices.EqualFunc(a, b, func(a, b string) bool { return a == b || a == "{}" })
}

// endOf returns the end of a path of a dump.
func endOf(t *testing.T, path string) end {
	t.Helper()
	database, path, _ := strings.Cut(path, " ")
	for _, e := range endings[database] {
		if strings.Contains(e.path, "{}") && e.matches(path) && path != "retention/state" || e.path == path {
			return e
		}
	}
	t.Errorf("%s: no rule ends %s", database, path)
	return end{}
}

// The store knows no collection that isn't above.
func TestEveryCollectionHasARule(t *testing.T) {
	t.Parallel()
	known := make(map[string]bool)
	for _, all := range endings {
		for _, e := range all {
			for part := range strings.SplitSeq(e.path, "/") {
				known[part] = true
			}
		}
	}
	for _, part := range []string{"projects", "databases", "documents"} {
		known[part] = true // what every path begins with
	}
	sources, err := filepath.Glob("../store/*.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../seal/*.go")
	if err != nil {
		t.Fatal(err)
	}
	// Whatever Collection is given and every part of a path.
	name := regexp.MustCompile(`^[a-zA-Z]+$`)
	found := make(map[string]bool)
	for _, source := range append(sources, more...) {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		see := func(literal string, collection bool) {
			text, err := strconv.Unquote(literal)
			if err != nil || !collection && !strings.Contains(text, "/") {
				return
			}
			for part := range strings.SplitSeq(text, "/") {
				if name.MatchString(part) {
					found[part] = true
					if !known[part] {
						t.Errorf("%s: no rule ends what is in %q", source, part)
					}
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				see(n.Value, false)
			case *ast.GenDecl:
				// The two packages declare their collections as constants.
				if doc := n.Doc.Text(); n.Tok == token.CONST && (strings.HasPrefix(doc, "The collections ") || strings.HasPrefix(doc, "The paths ")) {
					for _, spec := range n.Specs {
						for _, v := range spec.(*ast.ValueSpec).Values {
							see(v.(*ast.BasicLit).Value, true)
						}
					}
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Collection" && len(n.Args) == 1 {
					if lit, ok := n.Args[0].(*ast.BasicLit); ok {
						see(lit.Value, true)
					}
				}
			}
			return true
		})
	}
	for _, must := range []string{"sessions", "participants", "notices", "blocks", "orphans", "questionSets", "entries"} {
		if !found[must] {
			t.Errorf("%s isn't found in the store: the search is wrong", must)
		}
	}
}

// work carries out everything published, and whatever that publishes in turn.
func (w *world) work(sent [][]byte) {
	w.t.Helper()
	for _, b := range sent {
		in, err := events.ParseRetention(events.Message{Data: b})
		w.must(err)
		for more := true; more; {
			more, err = w.Do(context.Background(), in.Work)
			w.must(err)
			more = more || w.handOver() > 0
		}
	}
}

// A document of every collection, and then years: nothing is left but what is
// kept forever and holds nothing personal.
func TestNothingIsKeptWithoutAnEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.orphanAge = 0
	ctx := t.Context()
	signer := newSigner(t)
	incident := w.fill()
	lost := w.id()
	w.must(w.vault.CreateSessionKey(ctx, lost, keyOf()))
	w.time = w.time.Add(time.Hour)
	w.tick(signer)

	filled := make(map[end]bool)
	for path := range w.dump() {
		filled[endOf(t, path)] = true
	}
	for database, all := range endings {
		for _, e := range all {
			if !filled[e] {
				t.Errorf("the test puts nothing into %s of %s", e.path, database)
			}
		}
	}

	w.must(w.data.EndContract(ctx, north, domain.AddMonths(start, 12), domain.Change{At: w.time, What: domain.ChangeEnded}, nil))
	for month := 1; month <= 12*13; month += 3 {
		w.time = domain.AddMonths(start, month)
		if month == 7 {
			// A person decides about the key without a session.
			if _, err := w.client("vault").Doc("sessions/" + lost).Delete(ctx); err != nil {
				t.Fatal(err)
			}
		}
		w.work(w.tick(signer))
		// What the breach function's tick does, and what Firestore does.
		for id, err := range w.data.ClosedIncidents(ctx, domain.AddMonths(w.time, -domain.IncidentKept.Months)) {
			w.must(err)
			w.must(w.data.DeleteIncident(ctx, id))
		}
		codes, err := w.client("(default)").Collection("codes").Where("expiry", "<=", w.time).Documents(ctx).GetAll()
		w.must(err)
		for _, c := range codes {
			if _, err := c.Ref.Delete(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.data.Incident(ctx, incident); month < 84 && err != nil {
			t.Errorf("after %d months: the incident: %v", month, err)
		}
	}
	dump := w.dump()
	for _, path := range slices.Sorted(maps.Keys(dump)) {
		if e := endOf(t, path); e.rule != "" {
			t.Errorf("after thirteen years there is %s (%s): %s", path, e.rule, dump[path])
		}
		for _, personal := range []string{"Secret", "sealed", "North", "North School", "wrapped", "Case 7"} {
			if strings.Contains(dump[path], `"`+personal+`"`) || strings.Contains(dump[path], "Secret") {
				t.Errorf("%s still tells %q: %s", path, personal, dump[path])
			}
		}
	}
}

// fill puts a document of every kind into a world and returns the incident's id.
func (w *world) fill() (incident string) {
	w.t.Helper()
	ctx := w.t.Context()
	w.session(1, 1, func(s *domain.Session) { s.State = domain.Draft })
	w.session(2, 1)
	closed := w.session(2, 1)
	w.must(w.change(closed.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	w.delete(w.session(1, 1).ID)
	for i, pid := range w.participants(closed.ID) {
		w.must(w.vault.CreateParentCode(ctx, closed.ID, pid, fmt.Sprint("code", i), []byte("box"), w.time))
	}
	w.member()
	w.put("(default)", []write{
		{"orgs/" + north + "/questionSets/" + w.id(), map[string]any{"title": "Secret", "deleted": false}},
		{"orgs/" + north + "/questionSets/" + w.id(), map[string]any{"title": "Secret", "deleted": true, "deletedAt": w.time}},
	})
	w.must(w.vault.CreateAuditKey(ctx, north, []byte("key")))
	w.must(w.audits.Note(ctx, domain.AuditEntry{
		ID: w.id(), Org: north, Actor: "somebody", Role: domain.RoleTeacher, Act: domain.ActExport, Path: "sessions/x", Purpose: domain.PurposeTeaching, At: w.time,
	}))
	w.must(w.data.ChangeStop(ctx, north, func(s *store.Stop) error { s.Confirmed, s.ConfirmedUntil = 1, w.time; return nil }))
	w.must(w.data.CreateInvitee(ctx, domain.Invitee{ID: w.id(), Org: north, State: domain.InviteeSent, MadeAt: w.time}, nil))
	w.must(w.data.CreateOrganization(ctx, domain.Organization{ID: w.id(), Name: "Secret", MadeAt: w.time}, nil))
	w.must(w.data.ChangeDisclosures(ctx, north, func([]domain.Disclosure) (*domain.Disclosure, error) {
		return &domain.Disclosure{ID: w.id(), Org: north, Reference: "Secret"}, nil
	}))
	w.must(w.data.AuthorizeTransfer(ctx, north, func([]domain.Transfer) (*domain.Transfer, error) {
		return &domain.Transfer{ID: w.id(), Org: north, Purpose: "Secret", AuthorizedAt: w.time, EndsAt: w.time.AddDate(0, 0, domain.TransferDaysMax)}, nil
	}))
	transfers, err := w.data.Transfers(ctx, north)
	w.must(err)
	_, err = w.data.AddTransferTable(ctx, store.TransferTable{Org: north, Transfer: transfers[0].ID, Table: domain.Table{Students: 10}}, func(*domain.Transfer) (bool, error) { return true, nil })
	w.must(err)
	w.must(w.data.CreateUsage(ctx, domain.Usage{Org: north, Month: domain.MonthOf(w.time, time.UTC), Few: true, CountedAt: w.time}))
	letter := domain.NewCircular(north, domain.Announcing{Kind: domain.AnnouncePolicy, N: 1}, domain.Recipient{Member: "Secret"})
	_, err = w.data.ChangeCircular(ctx, letter, func(*domain.Circular) bool { return true })
	w.must(err)
	w.must(w.data.ChangeOwnerships(ctx, func([]domain.Ownership) (*domain.Ownership, error) {
		return &domain.Ownership{ID: w.id(), Owner: "Secret", On: w.time.AddDate(0, 1, 0), PublishedAt: w.time}, nil
	}))

	w.archive(north, "Secret")
	w.must(w.data.ChangeNewsletters(ctx, func([]domain.Newsletter) (*domain.Newsletter, error) {
		return &domain.Newsletter{ID: w.id(), Kind: domain.MailNews, Subject: map[string]string{"en": "Secret"}, Text: map[string]string{"en": "Secret"}, WrittenAt: w.time}, nil
	}))

	for _, at := range []time.Time{w.time, w.time.Add(domain.RequestMailEvery)} {
		find := w.lookFor(w.request(north, at))
		key := store.RequestCopy{ID: w.id(), Org: north, Find: find, Session: closed.ID, Participant: w.participants(closed.ID)[0], Key: []byte("sealed")}
		w.must(w.vault.CreateRequestCopy(ctx, key))
		_, err := w.vault.CreateFoundKey(ctx, store.FoundKey(key))
		w.must(err)
	}

	_, err = w.data.SetConsent(ctx, north, func(*domain.Org) (*domain.ConsentText, *domain.Change, error) {
		return &domain.ConsentText{Text: "Secret", At: w.time}, &domain.Change{At: w.time, What: domain.ChangeConsentText}, nil
	})
	w.must(err)
	code := w.consentCode("Secret")
	w.must(w.data.RecordConsent(ctx, domain.Consent{
		Org: north, Session: closed.ID, Participant: w.participants(closed.ID)[0], Ground: domain.ConsentByParents, At: w.time, Code: code.ID,
	}))

	ending := domain.Announcement{Agreement: domain.Agreement{ID: "a", EndsAt: domain.AddMonths(start, 12)}, Days: 90}
	_, err = w.data.PutLetter(ctx, ending.Letter(north, domain.OfficeSchool, w.time))
	w.must(err)

	gone := w.session(1, 1)
	w.delete(gone.ID)
	w.time = w.time.Add(domain.LateWrites)
	if out, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(gone.ID), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		w.t.Fatal(out, err)
	}
	if _, err := w.PlaceHold(ctx, domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Session: closed.ID, Name: "Case 7", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)}); err != nil {
		w.t.Fatal(err)
	}
	held := domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: closed.ID, ID: w.participants(closed.ID)[0]}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: held, Rule: domain.RuleFormal, Ground: domain.GroundParent}); err != nil || out.Hold == nil {
		w.t.Fatal(out, err)
	}

	i := &domain.Incident{
		ID: w.id(), Org: north, Owner: "somebody", State: domain.IncidentReported, Clocks: domain.Clocks{Reported: w.time},
		Scope: domain.Scope{Orgs: []string{north}}, Narrative: []byte("sealed"), Reporter: []byte("sealed"),
	}
	w.must(w.data.CreateIncident(ctx, i, domain.Entry{At: w.time, RecordedAt: w.time, Actor: "somebody", Kind: domain.EntryState}))
	w.must(w.data.PutGroups(ctx, i.ID, []domain.AffectedGroup{{ID: w.id(), Org: north, People: 1, Run: 1}}))
	_, err = w.data.ChangeNotices(ctx, i.ID, north, func(i *domain.Incident, _ []domain.Notice) ([]domain.Notice, []domain.Entry, error) {
		i.State, i.ClosedAt = domain.IncidentClosed, w.time
		return []domain.Notice{{ID: w.id(), Incident: i.ID, Org: north, Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeSent}, Recipient: []byte("sealed")}}}, nil, nil
	})
	w.must(err)
	return i.ID
}

// consentCode issues a code of north's that holds for a year.
func (w *world) consentCode(label string) domain.ConsentCode {
	w.t.Helper()
	c := domain.ConsentCode{
		ID: w.id(), Org: north, For: domain.ConsentForClass, Label: label, Uses: 30, Version: 1, MadeAt: w.time, EndsAt: domain.AddMonths(w.time, 12),
	}
	w.must(w.data.CreateConsentCodes(w.t.Context(), north, []domain.ConsentCode{c}, domain.Change{At: w.time, What: domain.ChangeConsentIssued}))
	return c
}

// clone makes n more sessions like one, without keys or anything below them.
func (w *world) clone(sid string, n int) {
	w.t.Helper()
	snap, err := w.client("(default)").Doc("sessions/" + sid).Get(w.t.Context())
	w.must(err)
	var docs []write
	for range n {
		docs = append(docs, write{"sessions/" + w.id(), snap.Data()})
	}
	w.put("(default)", docs)
}

// Where a mistake would erase much at once, nothing begins until a person has confirmed
// that number; formal erasures go on.
func TestCapStopsAndWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	s := w.session(0, 0)
	w.must(w.change(s.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	most := domain.TickCap(0)
	w.clone(s.ID, most-1)
	asked := w.session(1, 0)
	w.time = start.AddDate(0, 0, 40)
	if out, err := w.Request(ctx, ofSession(asked.ID), domain.GroundSchool); err != nil || !out.More {
		t.Fatal(out, err)
	}
	tick := func() (deletions, formal int) {
		t.Helper()
		// North's part alone: to look for what these sessions lack would take most of the test's time.
		var work collect
		w.must(w.TickOrg(ctx, events.Plan{Org: north}, &work, signer))
		for _, b := range work.sent {
			in, err := events.ParseRetention(events.Message{Data: b})
			w.must(err)
			switch {
			case in.Work.Rule == domain.RuleFormal:
				formal++
			case in.Work.To == domain.Deleted:
				deletions++
			}
		}
		return deletions, formal
	}
	stop := func() store.Stop {
		t.Helper()
		s, err := w.data.Stop(ctx, north)
		w.must(err)
		return s
	}
	if n, formal := tick(); n != most || formal != 1 || stop().Waiting != 0 {
		t.Fatalf("at the cap: %d and %d of %d, %+v", n, formal, most, stop())
	}
	w.clone(s.ID, 1)
	for range 2 {
		if n, formal := tick(); n != 0 || formal != 1 {
			t.Fatalf("past the cap %d deletions began, and %d of what was asked for", n, formal)
		}
	}
	if s := stop(); s.Waiting != most+1 || !s.Since.Equal(w.time) {
		t.Fatalf("it doesn't say that it stopped: %+v", s)
	}
	confirm := func(n int) {
		t.Helper()
		w.must(w.data.ChangeStop(ctx, north, func(s *store.Stop) error {
			s.Confirmed, s.ConfirmedUntil = n, w.time.Add(time.Hour)
			return nil
		}))
	}
	confirm(most + 1)
	if n, _ := tick(); n != most+1 || stop().Waiting != 0 {
		t.Errorf("confirmed: %d began, %+v", n, stop())
	}
	w.clone(s.ID, 1)
	if n, _ := tick(); n != 0 || stop().Waiting != most+2 {
		t.Errorf("one more than was confirmed: %d began, %+v", n, stop())
	}
	confirm(most + 2)
	w.time = w.time.Add(time.Hour)
	if n, _ := tick(); n != 0 {
		t.Errorf("after the confirmation has ended %d began", n)
	}
}

// A policy that was cleared, or says nonsense, deletes nothing.
func TestPolicyThatSaysNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.session(1, 1)
	w.must(w.change(s.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	w.time = start.AddDate(9, 0, 0)
	trash := w.session(1, 1)
	w.delete(trash.ID)
	w.time = domain.AddMonths(w.time, 6).Add(-time.Microsecond)
	for _, policy := range []map[string]any{
		{}, {"keptDays": 0, "keptMonths": 0}, {"keptDays": -400}, {"keptMonths": -1, "keptDays": 40}, {"keptMonths": 5000},
	} {
		if _, err := w.client("(default)").Doc("orgs/"+north).Update(ctx, []raw.Update{{Path: "policy", Value: policy}}); err != nil {
			t.Fatal(err)
		}
		if work := w.tick(newSigner(t)); len(work) != 0 {
			t.Errorf("%v: %d pieces of work", policy, len(work))
		}
		// Nor because a message says so.
		for _, to := range []domain.State{domain.Deleted, domain.Erased} {
			for _, sid := range []string{s.ID, trash.ID} {
				if _, err := w.Do(ctx, events.Work{Subject: ofSession(sid), To: to, Rule: domain.RulePolicy}); err != nil {
					t.Error(err)
				}
			}
		}
		if state, err := w.data.Session(ctx, trash.ID); err != nil || state.State != domain.Deleted {
			t.Errorf("%v: what was deleted is %v, %v", policy, state.State, err)
		}
		if state, err := w.data.Session(ctx, s.ID); err != nil || state.State != domain.Closed {
			t.Errorf("%v: %v, %v", policy, state.State, err)
		}
	}
}

// Orphans are listed for as long as they are orphans, and never erased.
func TestOrphans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.orphanAge = 0
	ctx := t.Context()
	whole := w.session(2, 1)
	keyless := w.session(2, 1)
	halves := w.session(3, 1)
	late := w.session(1, 1)
	lost := w.id()
	must := func(_ any, err error) { t.Helper(); w.must(err) }
	must(w.client("vault").Doc("sessions/" + keyless.ID).Delete(ctx))
	must(w.client("vault").Doc("sessions/" + halves.ID + "/participants/" + w.participants(halves.ID)[0]).Delete(ctx))
	for range 2 {
		must(w.client("(default)").Doc("sessions/" + halves.ID + "/participants/" + w.participants(halves.ID)[1]).Delete(ctx))
	}
	w.must(w.vault.CreateSessionKey(ctx, lost, keyOf()))
	w.time = w.time.Add(time.Hour)
	w.delete(late.ID)
	w.time = w.time.Add(time.Hour)
	if out, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(late.ID), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	must(w.data.AppendChunk(ctx, late.ID, "latechunk", []domain.Record{{Participant: "p", Question: "q1", Revision: 1, Sealed: []byte("late")}}))
	w.put("(default)", []write{{"sessions/" + late.ID + "/seats/" + w.id(), map[string]any{"erased": true}}})

	listed := func() map[string]int {
		t.Helper()
		found := make(map[string]int)
		for _, org := range []string{north, ""} {
			token := ""
			for {
				orphans, next, err := w.data.Orphans(ctx, org, 2, token)
				w.must(err)
				for _, o := range orphans {
					found[fmt.Sprint(org, " ", o.Session, " ", o.Kind)] = o.Count
				}
				if token = next; token == "" {
					break
				}
			}
		}
		return found
	}
	before := w.dump()
	for range 6 { // in pages of one session, and around again
		_, err := w.Sweep(ctx, 2)
		w.must(err)
	}
	want := map[string]int{
		" " + lost + " key-without-session":                    1,
		north + " " + keyless.ID + " session-without-key":      1,
		north + " " + halves.ID + " participants-without-key":  1,
		north + " " + halves.ID + " keys-without-participant":  2,
		north + " " + late.ID + " documents-of-erased-session": 2,
	}
	if got := listed(); !maps.Equal(got, want) {
		t.Errorf("listed are %v,\nwant %v (%s is whole)", got, want, whole.ID)
	}
	after := w.dump()
	for path := range after {
		if strings.Contains(path, " orphans/") || strings.Contains(path, "retention/state") {
			delete(after, path)
		}
	}
	if d := difference(after, before); d != "" {
		t.Errorf("the sweep changed something:\n%s", d)
	}
	must(w.client("vault").Doc("sessions/" + lost).Delete(ctx))
	delete(want, " "+lost+" key-without-session")
	for range 6 {
		_, err := w.Sweep(ctx, 2)
		w.must(err)
	}
	if got := listed(); !maps.Equal(got, want) {
		t.Errorf("one was put right; listed are %v,\nwant %v", got, want)
	}
}

// All sessions are gone through in one tick, and again after three days, while a key that
// is lost can still be brought back. Where the time ran out, the next tick continues.
func TestSearchGoesRound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for range 5 {
		w.session(1, 0, func(*domain.Session) {})
	}
	found := func() int {
		t.Helper()
		orphans, _, err := w.data.Orphans(ctx, "", 100, "")
		w.must(err)
		return len(orphans)
	}
	lose := func() {
		t.Helper()
		w.must(w.vault.CreateSessionKey(ctx, w.id(), keyOf()))
	}
	search := func(ctx context.Context, want int) {
		t.Helper()
		w.must(w.search(ctx, 2))
		if n := found(); n != want {
			t.Errorf("%d orphans, want %d", n, want)
		}
	}
	w.orphanAge = 0
	lose()
	short, cancel := context.WithTimeout(ctx, margin)
	defer cancel()
	search(short, 0) // there is no time for it
	search(ctx, 1)
	lose()
	w.time = w.time.Add(sweepEvery - time.Hour)
	search(ctx, 1)
	w.time = w.time.Add(time.Hour)
	search(ctx, 2)
	lose()
	w.time = w.time.Add(sweepEvery)
	_, err := w.data.ChangeRetentionState(ctx, func(s *store.RetentionState) { s.Swept = w.time })
	w.must(err)
	more, err := w.Sweep(ctx, 2) // and then the instance was taken down
	w.must(err)
	if !more {
		t.Error("seven sessions are less than two")
	}
	search(ctx, 3)
}

// When someone leaves, their own data goes, and nobody else's (promises P26 and P27; P28
// is about children's accounts, which don't exist yet).
func TestDepartures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	ada, bo := w.member(), w.member()
	own := w.session(2, 1, func(s *domain.Session) { s.Owner = ada })
	shared := w.session(2, 1, func(s *domain.Session) { s.Owner, s.CoTeachers = bo, []string{ada} })
	set := w.id()
	w.put("(default)", []write{{"orgs/" + north + "/questionSets/" + set, map[string]any{"title": "Rivers", "deleted": false}}})
	erase := func(s domain.Subject) {
		t.Helper()
		if out, err := w.Erase(ctx, domain.Erasure{Subject: s, Rule: domain.RuleFormal, Ground: domain.GroundSubject}); err != nil || out.Receipt == nil {
			t.Fatal(out, err)
		}
	}
	look := func(sid string, state domain.State, owner string, participants int) {
		t.Helper()
		s, err := w.data.Session(ctx, sid)
		w.must(err)
		if n := len(w.participants(sid)); s.State != state || s.Owner != owner || n != participants {
			t.Errorf("a session is %s, of %q, with %d participants; want %s, %q, %d", s.State, s.Owner, n, state, owner, participants)
		}
	}

	// A student: what the school entered stays, and so do the others.
	erase(domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: shared.ID, ID: w.participants(shared.ID)[0]})
	look(shared.ID, domain.Open, bo, 1)
	if d := w.dump(); len(paths(d, "sessions/"+shared.ID+"/content/")) != 2 {
		t.Errorf("the paper went with a student: %v", paths(d, shared.ID))
	}

	// A teacher: their sessions are deleted, can be restored by the school, and
	// belong to nobody; those of colleagues and the sets go on.
	erase(domain.Subject{Kind: domain.SubjectMember, Org: north, ID: ada})
	look(own.ID, domain.Deleted, domain.Nobody, 2)
	look(shared.ID, domain.Open, bo, 1)
	if s, err := w.data.Session(ctx, shared.ID); err != nil || len(s.CoTeachers) != 0 {
		t.Errorf("co-teachers %v, %v", s.CoTeachers, err)
	}
	if d := w.dump(); len(paths(d, set)) != 1 {
		t.Error("the school's question set went with a teacher")
	}

	// The school: everything of its classes is deleted at the next tick, gone
	// after the window, and the accounts with it twelve months after the
	// contract.
	left := start.AddDate(0, 0, 2)
	w.must(w.data.EndContract(ctx, north, left, domain.Change{At: left, What: domain.ChangeEnded}, nil))
	tick := func(at time.Time) {
		t.Helper()
		w.time = at
		w.work(w.tick(newSigner(t)))
	}
	tick(left.Add(-time.Hour))
	look(shared.ID, domain.Open, bo, 1)
	tick(left)
	look(shared.ID, domain.Deleted, bo, 1)
	tick(domain.AddMonths(left, 6))
	if d := w.dump(); len(paths(d, "vault sessions/")) != 0 || len(paths(d, set)) != 0 {
		t.Errorf("after the window: %v", paths(d, ""))
	}
	if m, err := w.data.Member(ctx, north, bo); err != nil || m.State != domain.MemberActive {
		t.Errorf("a member of a school that left: %v, %v", m.State, err)
	}
	tick(domain.AddMonths(left, 12).Add(-time.Hour))
	if o, err := w.data.Org(ctx, north); err != nil || o.State != domain.OrgLeft {
		t.Errorf("before twelve months: %v, %v", o.State, err)
	}
	tick(domain.AddMonths(left, 12))
	if o, err := w.data.Org(ctx, north); err != nil || o.State != domain.OrgErased || o.Name != "" {
		t.Errorf("after twelve months: %+v, %v", o, err)
	}
	if d := w.dump(); len(paths(d, "members/")) != 0 || len(paths(d, "vault contacts/")) != 0 {
		t.Errorf("left of the accounts: %v", paths(d, ""))
	}
}

// A shorter policy applies to existing data. A longer one keeps what isn't deleted yet,
// and brings nothing back, not even what only a hold keeps from erasure.
func TestPolicyChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	closed := w.session(1, 1)
	w.must(w.change(closed.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	trash := w.session(1, 1)
	w.delete(trash.ID)
	hold, err := w.PlaceHold(ctx, domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Session: trash.ID, Name: "Case", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)})
	w.must(err)
	org, err := w.data.Org(ctx, north)
	w.must(err)
	set := func(days int, restore domain.Period) {
		t.Helper()
		p := org.Policy
		p.KeptMonths, p.KeptDays, p.RestoreMonths, p.RestoreDays = 0, days, restore.Months, restore.Days
		org, err = w.data.ChangePolicy(ctx, north, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
			return o.Publish(p, w.time, w.time, "", "x")
		})
		w.must(err)
	}
	tick := func(want ...domain.State) {
		t.Helper()
		w.work(w.tick(newSigner(t)))
		for i, sid := range []string{closed.ID, trash.ID} {
			if s, err := w.data.Session(ctx, sid); err != nil || s.State != want[i] {
				t.Errorf("on %v session %d is %s, %v; want %s", w.time.Format(time.DateOnly), i, s.State, err, want[i])
			}
		}
	}
	w.time = start.AddDate(0, 0, 12)
	tick(domain.Closed, domain.Deleted)
	set(10, domain.Period{Days: 10})
	tick(domain.Deleted, domain.Deleted)
	set(1000, domain.Period{Months: 6})
	w.time = start.AddDate(0, 0, 13)
	tick(domain.Deleted, domain.Deleted)
	if s, err := w.data.Session(ctx, trash.ID); err != nil || s.RestorableUntil(&org).After(w.time) {
		t.Errorf("a longer window brought back what was final: %v, %v", s.RestorableUntil(&org), err)
	}
	_, err = w.ReleaseHold(ctx, north, hold.ID, domain.HoldLegal)
	w.must(err)
	tick(domain.Deleted, domain.Erased)
	w.time = domain.AddMonths(start.AddDate(0, 0, 12), 6)
	tick(domain.Erased, domain.Erased)
}

// A session with recent activity isn't closed as idle; an idle one ends when its time was
// up, not when the tick came.
func TestIdleSessionsClose(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	idle := w.session(1, 0)
	active := w.session(1, 0)
	joined := start.AddDate(0, 0, 20)
	w.must(w.data.CreateParticipant(ctx, active.ID, domain.Participant{ID: w.id(), JoinedAt: joined, Alias: []byte("sealed")}))
	check := func(at time.Time, sid string, state domain.State, ended time.Time) {
		t.Helper()
		w.time = at
		w.work(w.tick(newSigner(t)))
		s, err := w.data.Session(ctx, sid)
		if err != nil || s.State != state || !s.EndedAt.Equal(ended) {
			t.Errorf("on %v it is %s, ended %v, %v; want %s, %v", at, s.State, s.EndedAt, err, state, ended)
		}
	}
	never := time.Time{}
	due := start.Add(domain.IdleClose)
	check(due.Add(-time.Microsecond), idle.ID, domain.Open, never)
	check(due.Add(50*time.Minute), idle.ID, domain.Closed, due)
	check(due.Add(50*time.Minute), active.ID, domain.Open, never)
	due = joined.Add(domain.IdleClose)
	check(due.Add(-time.Microsecond), active.ID, domain.Open, never)
	check(due, active.ID, domain.Closed, due)
}
