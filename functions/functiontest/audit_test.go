package functiontest_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// An opening is a request that shows what students entered.
type opening struct {
	act    domain.Act
	method string
	below  string
	body   func(pid string) any
	counts domain.Opened
}

var openings = []opening{
	{domain.ActResults, "GET", "/results", nil, domain.Opened{Participants: 2, Answers: 3}},
	{domain.ActStream, "GET", "/results/stream", nil, domain.Opened{Participants: 2, Answers: 3}},
	{domain.ActExport, "GET", "/export?format=csv", nil, domain.Opened{Participants: 2, Answers: 3}},
	{domain.ActExport, "GET", "/export?format=json", nil, domain.Opened{Participants: 2, Answers: 3}},
	{domain.ActExport, "GET", "/export?format=xlsx", nil, domain.Opened{Participants: 2, Answers: 3}},
	{domain.ActGrades, "PUT", "/grades", func(pid string) any {
		return map[string]any{"grades": []any{map[string]any{"participantId": pid, "questionId": "text", "revision": 1, "points": 1}}}
	}, domain.Opened{Participants: 1, Answers: 1}},
	{domain.ActParent, "POST", "/participants/{pid}/parent-code", nil, domain.Opened{Participants: 1}},
}

// path is what is asked for, below the session's.
func (o opening) path(pid string) string { return strings.ReplaceAll(o.below, "{pid}", pid) }

func (o opening) ask(l *functiontest.Lesson, email, pid string) {
	if o.act == domain.ActStream {
		st := l.Watch(l.School.Token(email))
		st.Want("snapshot", &struct{}{})
		st.Close()
		return
	}
	var body any
	if o.body != nil {
		body = o.body(pid)
	}
	if r := l.As(email, o.method, o.path(pid), body); r.Status >= 300 {
		r.Want(200)
	}
}

// entries returns North's audit, the earliest first.
func entries(t *testing.T, s *functiontest.School) []store.StoredEntry {
	t.Helper()
	all, next, err := s.Audit.Entries(t.Context(), store.AuditQuery{Org: functiontest.North}, 200, "")
	if err != nil || next != "" {
		t.Fatal(err, next)
	}
	slices.Reverse(all)
	return all
}

// classOf is a lesson of two students with three answers.
func classOf(s *functiontest.School) (l *functiontest.Lesson, pid string) {
	l = s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("text", `"Secret"`)
	ada.Record("choice", `"b"`)
	l.Join("Bo").Record("choice", `"a"`)
	return l, ada.ID
}

// Every opening leaves one entry, with who, as what, what for and how much.
func TestOpeningsAreEntered(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, pid := classOf(s)
	actors := make(map[string]string)
	for _, who := range []struct {
		email   string
		role    domain.Role
		purpose domain.Purpose
	}{
		{functiontest.Ada, domain.RoleTeacher, domain.PurposeTeaching},
		{functiontest.Grace, domain.RoleAdministrator, domain.PurposeOversight},
	} {
		for _, o := range openings {
			before := len(entries(t, s))
			o.ask(l, who.email, pid)
			var got []store.StoredEntry
			for began := time.Now(); time.Since(began) < 2*time.Second; time.Sleep(100 * time.Millisecond) {
				got = entries(t, s)[before:] // a view that has ended may still be at it
				if o.act != domain.ActStream && len(got) > 0 {
					break
				}
			}
			if len(got) != 1 {
				t.Fatalf("%s %s by %s left %d entries: %+v", o.method, o.below, who.email, len(got), got)
			}
			e := got[0]
			if e.Act != o.act || e.Role != who.role || e.Purpose != who.purpose || e.Counts != o.counts || e.Path != "sessions/"+l.ID || e.Org != functiontest.North {
				t.Errorf("%s %s by %s is entered as %+v", o.method, o.below, who.email, e)
			}
			if actor := actors[who.email]; len(e.Actor) != 64 || actor != "" && actor != e.Actor {
				t.Errorf("%s is %q, and was %q before", who.email, e.Actor, actor)
			}
			actors[who.email] = e.Actor
			for _, content := range []string{"Secret", "Ada", pid, functiontest.MemberID(who.email)} {
				if strings.Contains(string(e.Body), content) {
					t.Errorf("the entry tells %q: %s", content, e.Body)
				}
			}
		}
	}
	if actors[functiontest.Ada] == actors[functiontest.Grace] {
		t.Error("everybody is the same")
	}

	// What shows nothing of students, or nothing at all, leaves none.
	before := len(entries(t, s))
	l.As(functiontest.Ada, "GET", "", nil).Want(200)
	l.As(functiontest.Ada, "GET", "/paper", nil).Want(200)
	l.As(functiontest.Linus, "GET", "/results", nil).Want(404)
	s.Do("GET", l.Path("/export?format=pdf"), functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true}).Want(422)
	s.Do("GET", "/v1/sessions/"+s.NewID()+"/results", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(404)
	if n := len(entries(t, s)) - before; n != 0 {
		t.Errorf("what showed nothing left %d entries", n)
	}
}

// What a view was shown after it began is entered once more, when it ends.
func TestStreamIsSummed(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, _ := classOf(s)
	st := l.Watch(s.Token(functiontest.Ada))
	st.Want("snapshot", &struct{}{})
	l.Join("Cy").Record("choice", `"a"`)
	for {
		e, ok := st.Next()
		if !ok {
			t.Fatal("the view ended")
		}
		if e.Name == "answers" {
			break
		}
	}
	st.Close()
	var all []store.StoredEntry
	for began := time.Now(); len(all) < 2 && time.Since(began) < 20*time.Second; time.Sleep(100 * time.Millisecond) {
		all = entries(t, s)
	}
	if len(all) != 2 || all[0].Act != domain.ActStream || all[1].Act != domain.ActStreamed || all[1].Counts != (domain.Opened{Participants: 3, Answers: 4}) {
		t.Errorf("entered are %+v", all)
	}
}

// away is an audit that can't be reached.
type away struct{}

func (away) Note(context.Context, domain.AuditEntry) error {
	return fmt.Errorf("noting: %w", domain.ErrUnavailable)
}

// What can't be entered isn't shown, and nothing is changed by it.
func TestNothingIsShownWithoutAudit(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{
		Teacher: func(d *teacher.Deps) { d.Audit = away{} },
		Live:    func(d *live.Deps) { d.Audit = away{} },
	})
	l, pid := classOf(s)
	before := documents(t, s)
	for _, o := range openings {
		var body any
		if o.body != nil {
			body = o.body(pid)
		}
		r := l.As(functiontest.Ada, o.method, o.path(pid), body).WantProblem(503, "unavailable")
		if r.Header.Get("Retry-After") == "" || strings.Contains(string(r.Body), "Secret") || strings.Contains(string(r.Body), pid) {
			t.Errorf("%s %s: %v\n%s", o.method, o.below, r.Header, r.Body)
		}
	}
	after := documents(t, s)
	for name, doc := range after {
		if before[name] != doc && !strings.Contains(name, "/members/") {
			t.Errorf("%s was changed: %s", name, doc)
		}
	}
}

// Nor is anything shown without the key that says who it was.
func TestNothingIsShownWithoutActors(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { d.Vault = keyless{d.Vault} }})
	l, _ := classOf(s)
	l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(503, "unavailable")
	if all := entries(t, s); len(all) != 0 {
		t.Errorf("entered are %+v", all)
	}
}

type keyless struct{ live.Vault }

func (keyless) AuditKey(context.Context, string) ([]byte, error) { return nil, domain.ErrNotFound }

type auditItem struct {
	Entry  domain.AuditEntry
	SHA256 string
	Block  *int
	Member *string
}

// The administrator reads who it was, filtered, and checks the signed chain.
func TestAdministratorReadsTheAudit(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, pid := classOf(s)
	for _, o := range openings {
		o.ask(l, functiontest.Ada, pid)
		o.ask(l, functiontest.Grace, pid)
	}
	list := func(query string) (items []auditItem) {
		t.Helper()
		var page struct {
			Items         []auditItem
			NextPageToken *string
		}
		for token := ""; ; token = *page.NextPageToken {
			path := "/v1/audit?pageSize=5" + query
			if token != "" {
				path += "&pageToken=" + token
			}
			page.Items, page.NextPageToken = nil, nil
			s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200).JSON(&page)
			items = append(items, page.Items...)
			if page.NextPageToken == nil {
				return items
			}
		}
	}
	all := list("")
	if len(all) != 2*len(openings) {
		t.Fatalf("%d entries", len(all))
	}
	ada, grace := functiontest.MemberID(functiontest.Ada), functiontest.MemberID(functiontest.Grace)
	for i, e := range all {
		want := grace
		if e.Entry.Role == domain.RoleTeacher {
			want = ada
		}
		if e.Member == nil || *e.Member != want || e.Block != nil || i > 0 && e.Entry.At.After(all[i-1].Entry.At) {
			t.Errorf("%+v", e)
		}
	}
	half := all[len(all)/2].Entry.At.Format(time.RFC3339Nano)
	for query, n := range map[string]int{
		"&actor=" + all[0].Entry.Actor:                       len(openings),
		"&purpose=oversight":                                 len(openings),
		"&purpose=incident":                                  0,
		"&purpose=teaching&actor=" + all[0].Entry.Actor:      map[bool]int{true: len(openings)}[all[0].Entry.Role == domain.RoleTeacher],
		"&from=2100-01-01T00:00:00Z":                         0,
		"&to=2100-01-01T00:00:00Z&from=2000-01-01T00:00:00Z": len(all),
		"&from=" + half:                                      len(all)/2 + 1,
		"&to=" + half:                                        len(all) - len(all)/2 - 1,
	} {
		if got := list(query); len(got) != n {
			t.Errorf("%s: %d entries, want %d", query, len(got), n)
		}
	}
	for _, query := range []string{"from=yesterday", "to=1", "actor=ada", "purpose=fun", "from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z"} {
		s.Do("GET", "/v1/audit?"+query, functiontest.Request{Token: s.Token(functiontest.Grace), Bad: true}).WantProblem(422, "invalid")
	}
	var south struct{ Items []auditItem }
	s.Do("GET", "/v1/audit", functiontest.Request{Token: s.Token(functiontest.Alan)}).Want(200).JSON(&south)
	if len(south.Items) != 0 {
		t.Errorf("another school sees %+v", south.Items)
	}

	// Ten minutes later they are sealed.
	blocks := func() (signed []chain.Signed, records [][][]byte) {
		t.Helper()
		var page struct {
			Items []struct {
				Block, Signature []byte
				Entries          []string
			}
		}
		s.Do("GET", "/v1/audit/blocks", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200).JSON(&page)
		for _, b := range page.Items {
			signed = append(signed, chain.Signed{Block: b.Block, Signature: b.Signature})
			var bodies [][]byte
			for _, e := range b.Entries {
				body, err := base64.StdEncoding.DecodeString(e)
				if err != nil {
					t.Fatal(err)
				}
				bodies = append(bodies, body)
			}
			records = append(records, bodies)
		}
		return signed, records
	}
	s.Tick(t.Context())
	if signed, _ := blocks(); len(signed) != 0 {
		t.Error("what may still be under way is sealed")
	}
	s.Clock.Advance(time.Hour)
	s.Tick(t.Context())
	public, err := s.Signer.PublicKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]ed25519.PublicKey{chain.KeyID(public): public}
	signed, records := blocks()
	if faults, _ := chain.Verify(signed, records, keys); len(faults) != 0 || len(signed) != 1 || len(records[0]) != len(all) {
		t.Errorf("%d blocks, %v", len(signed), faults)
	}
	for _, e := range list("") {
		if e.Block == nil || *e.Block != 1 {
			t.Errorf("not sealed: %+v", e)
		}
		if !slices.ContainsFunc(records[0], func(b []byte) bool { return chain.Hash(b) == e.SHA256 }) {
			t.Errorf("not in its block: %+v", e)
		}
	}
	var body domain.AuditEntry
	if err := json.Unmarshal(records[0][0], &body); err != nil || body != all[len(all)-1].Entry {
		t.Errorf("the first is %+v, %v", body, err)
	}

	// Three years later they are gone, with their block.
	s.Clock.Advance(3*366*24*time.Hour + time.Hour)
	s.Tick(t.Context())
	if signed, _ := blocks(); len(signed) != 0 || len(list("")) != 0 {
		t.Errorf("after three years there are %d blocks and %d entries", len(signed), len(list("")))
	}
}
