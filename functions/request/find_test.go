package request_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type found struct {
	ID, Session, Title, Code, Alias, Mark string
	Answers                               int
	Erased                                bool
}

// A searched is a request with its search.
type searched struct {
	view
	Find *struct {
		ID, State, Alias string
		Sessions         int
		Older, Full      bool
		Found            []found
	}
	Erasures []struct{ Participant, State, Receipt string }
}

func (q *queue) searched() (v searched) {
	q.t.Helper()
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Grace)}).Want(200).JSON(&v)
	return v
}

// seen returns a body that names the last search, and in a decision who is meant.
func (q *queue) seen(what string, body object) object {
	q.t.Helper()
	v := q.searched()
	if v.Find == nil {
		return body
	}
	body = maps.Clone(body)
	switch what {
	case "find", "found":
		body["find"] = v.Find.ID
	case "decide":
		meant := []string{}
		for _, f := range v.Find.Found {
			if f.Mark == "meant" {
				meant = append(meant, f.ID)
			}
		}
		body["find"], body["meant"] = v.Find.ID, meant
	}
	return body
}

// act does something about the request, by what is stored.
func (q *queue) act(what string, body object) *functiontest.Reply {
	q.t.Helper()
	if body == nil {
		return q.Do("POST", q.path("/"+what), functiontest.Request{Token: q.of(functiontest.Grace)})
	}
	return q.post(functiontest.Grace, what, q.seen(what, body))
}

// search has somebody searched for until the search is through.
func (q *queue) search(body object) searched {
	q.t.Helper()
	q.act("find", body).Want(202)
	q.Search(q.t.Context())
	return q.searched()
}

// A whole request to erase: whom it means is searched for, a namesake is excluded, the
// decision erases who is meant and nobody else, and the receipts reach the requester.
func TestSearchAndErase(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "en")
	rivers, lakes := q.Open(functiontest.Start{}), q.Open(functiontest.Start{By: functiontest.Mary})
	ada, bo := rivers.Join("Ada  Secret"), rivers.Join("Bo Secret")
	again, namesake := lakes.Join("ada secret"), lakes.Join("Ada Secret-Other")
	ada.Record("choice", `"b"`)
	for _, other := range []*functiontest.Student{bo, again, namesake} {
		other.Record("choice", `"a"`)
	}
	other := q.Open(functiontest.Start{By: functiontest.Alan}) // another school's
	other.Join("Ada Secret")

	q.post(functiontest.Grace, "found", object{"find": q.NewID(), "meant": []string{}, "excluded": []string{}}).WantProblem(412, "changed")
	q.post(functiontest.Grace, "identify", object{"how": "known"}).Want(200)
	var begun searched
	q.post(functiontest.Grace, "find", object{"alias": " Ada Secret "}).Want(202).JSON(&begun)
	if f := begun.Find; f == nil || f.State != "running" || f.Alias != "Ada Secret" || f.Sessions != 0 || len(f.Found) != 0 {
		t.Errorf("begun: %+v", f)
	}
	decision := object{"decision": "granted", "text": "We erase it."}
	q.act("decide", decision).WantProblem(409, "find-unfinished")
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).WantProblem(409, "find-unfinished")
	q.post(functiontest.Grace, "find", object{"alias": "Ada Secret"}).Want(202) // a retry
	q.Search(t.Context())
	v := q.searched()
	got := make(map[string]found)
	for _, f := range v.Find.Found {
		got[f.ID] = f
	}
	if len(got) != 3 || v.Find.State != "done" || v.Find.Sessions != 2 || v.Find.Older || v.Find.Full ||
		got[ada.ID].Alias != "Ada  Secret" || got[ada.ID].Session != rivers.ID || got[ada.ID].Title != "Rivers" || got[ada.ID].Code != rivers.Code || got[ada.ID].Answers != 1 ||
		got[again.ID].Session != lakes.ID || got[namesake.ID].Alias == "" {
		t.Errorf("found: %+v", v.Find)
	}
	q.act("decide", decision).WantProblem(409, "found-unmarked")
	for name, body := range map[string]object{
		"nobody":    {"meant": []string{bo.ID}, "excluded": []string{}},
		"both":      {"meant": []string{ada.ID}, "excluded": []string{ada.ID}},
		"not an id": {"meant": []string{"../x"}, "excluded": []string{}},
	} {
		if r := q.Do("POST", q.path("/found"), functiontest.Request{Token: q.of(functiontest.Grace), Body: q.seen("found", body), Bad: name == "not an id"}); r.Status != 422 {
			t.Errorf("%s is marked: %d", name, r.Status)
		}
	}
	q.act("found", object{"meant": []string{ada.ID, namesake.ID}, "excluded": []string{}}).Want(200)
	q.act("decide", decision).WantProblem(409, "found-unmarked")
	q.act("found", object{"meant": []string{again.ID}, "excluded": []string{namesake.ID}}).Want(200).JSON(&v)
	marks := make(map[string]string)
	for _, f := range v.Find.Found {
		marks[f.ID] = f.Mark
	}
	if want := map[string]string{ada.ID: "meant", again.ID: "meant", namesake.ID: "excluded"}; !maps.Equal(marks, want) {
		t.Errorf("marked: %v, want %v", marks, want)
	}
	for range 2 { // the second is a retry
		q.act("decide", decision).Want(200).JSON(&v)
	}
	states := func() (list []string) {
		for _, e := range v.Erasures {
			list = append(list, e.State)
		}
		return list
	}
	if got := states(); !slices.Equal(got, []string{"erasing", "erasing"}) {
		t.Errorf("after the decision: %v", got)
	}
	// Hidden at once, gone with the work.
	q.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).WantProblem(410, "participant-erased")
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).WantProblem(409, "erasure-open")
	q.act("found", object{"meant": []string{namesake.ID}, "excluded": []string{}}).WantProblem(409, "request-decided")
	q.post(functiontest.Grace, "find", object{"alias": "Bo"}).WantProblem(409, "request-decided")
	q.Retain(t.Context())
	v = q.searched()
	if got := states(); !slices.Equal(got, []string{"erased", "erased"}) {
		t.Errorf("after the work: %v", got)
	}
	for range 2 {
		q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).Want(200).JSON(&v)
	}
	want := []string{v.Erasures[0].Receipt, v.Erasures[1].Receipt}
	slices.Sort(want)
	if v.State != "done" || !slices.Equal(v.Receipts, want) || !v.Verified {
		t.Errorf("done: %+v, want the receipts %v", v.view, want)
	}
	for _, id := range want {
		receipt, err := q.Store.Receipt(t.Context(), id)
		if err != nil || receipt.Ground != domain.GroundParent || receipt.Rule != domain.RuleFormal {
			t.Errorf("the receipt: %+v, %v", receipt, err)
		}
	}
	var own struct{ Receipts []string }
	q.Do("GET", q.path(""), functiontest.Request{Token: q.secret}).Want(200).JSON(&own)
	if !slices.Equal(own.Receipts, want) {
		t.Errorf("the requester reads %v, want %v", own.Receipts, want)
	}
	for _, stays := range []*functiontest.Student{bo, namesake} {
		q.Do("GET", "/v1/me", functiontest.Request{Token: stays.Token}).Want(200)
	}
	if len(rivers.Results().Participants) != 1 {
		t.Error("a student who was erased is in the results")
	}

	// Each session was entered before it was opened, for whoever searched, with how many there were.
	var list struct {
		Items []struct {
			Entry struct {
				Act, Path, Role, Actor string
				Counts                 domain.Opened
			}
		}
	}
	q.Do("GET", "/v1/audit?purpose=subject-request", functiontest.Request{Token: q.TokenWith(functiontest.Grace, auth0.TokenOptions{Permissions: []string{domain.OrgAdmin}})}).Want(200).JSON(&list)
	opened := make(map[string]int)
	for _, i := range list.Items {
		if i.Entry.Act == "find" {
			opened[i.Entry.Path] += i.Entry.Counts.Participants
			if i.Entry.Role != "rights" || i.Entry.Actor == "" {
				t.Errorf("entered as %+v", i.Entry)
			}
		}
	}
	if want := map[string]int{"sessions/" + rivers.ID: 2, "sessions/" + lakes.ID: 2}; !maps.Equal(opened, want) {
		t.Errorf("the audit has %v, want %v", opened, want)
	}
	for name, doc := range q.Documents(t.Context()) {
		if strings.Contains(doc, "Secret") || strings.Contains(doc, "secret\"") {
			t.Errorf("%s has a name in plain", name)
		}
	}

	// A week later nothing of the search is left, and the receipts are.
	q.Clock.Advance(domain.FindKept)
	q.Tick(t.Context())
	if v = q.searched(); v.Find != nil || len(v.Erasures) != 2 || v.Erasures[0].State != "erased" || !slices.Equal(v.Receipts, want) {
		t.Errorf("a week later: %+v", v)
	}
	for name := range q.Documents(t.Context()) {
		if strings.Contains(name, "/requestFinds/") {
			t.Errorf("a week later there is %s", name)
		}
	}
}

// Whoever marks or decides does it about what they saw: the last search, and in a decision
// those who are meant. Marks raise the revision, as all that is done does.
func TestActsOnWhatWasSeen(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "en")
	l := q.Open(functiontest.Start{})
	ada, again := l.Join("Ada"), l.Join("ada")
	q.act("identify", object{"how": "known"}).Want(200)
	first := q.search(object{"alias": "Ada"})
	marks := object{"find": first.Find.ID, "meant": []string{ada.ID}, "excluded": []string{again.ID}}
	var marked searched
	q.post(functiontest.Grace, "found", marks).Want(200).JSON(&marked)
	if marked.Revision <= first.Revision {
		t.Errorf("marking leaves the revision at %d", marked.Revision)
	}
	var same searched
	if q.post(functiontest.Grace, "found", marks).Want(200).JSON(&same); same.Revision != marked.Revision {
		t.Errorf("the same marks again raise the revision from %d to %d", marked.Revision, same.Revision)
	}
	last := marked.Timeline[len(marked.Timeline)-1]
	if last.Kind != "marked" || last.Facts["meant"] != "1" || last.Facts["excluded"] != "1" {
		t.Errorf("noted: %+v", last)
	}
	stale := functiontest.Request{Token: q.of(functiontest.Grace), Body: object{"find": first.Find.ID, "meant": []string{again.ID}, "excluded": []string{}}}
	stale.Header = map[string]string{"If-Match": fmt.Sprintf(`"%d"`, first.Revision)}
	q.Do("POST", q.path("/found"), stale).WantProblem(412, "changed")

	// A colleague marks the other one meanwhile, or searches again.
	granted := func(find string, meant ...string) object {
		return object{"decision": "granted", "text": "Yes.", "find": find, "meant": append([]string{}, meant...)}
	}
	for what, body := range map[string]object{
		"nothing": {"decision": "granted", "text": "Yes."}, "nobody": granted(first.Find.ID), "the other": granted(first.Find.ID, again.ID),
		"both": granted(first.Find.ID, ada.ID, again.ID), "another search": granted(q.NewID(), ada.ID),
	} {
		if r := q.post(functiontest.Grace, "decide", body); r.Status != 412 {
			t.Errorf("decided having seen %s: %d", what, r.Status)
		}
	}
	q.post(functiontest.Grace, "find", object{"alias": "Bo"}).WantProblem(412, "changed")
	q.post(functiontest.Grace, "find", object{"alias": "Ada", "find": q.NewID()}).Want(202) // the same, as a retry sends it
	if v := q.searched(); v.Find.ID != first.Find.ID || v.Find.Found[0].Mark == "" {
		t.Errorf("a retry begins another search: %+v", v.Find)
	}
	second := q.search(object{"alias": "Ada"})
	if second.Find.ID == first.Find.ID || second.Find.Found[0].Mark != "" {
		t.Errorf("searched again: %+v", second.Find)
	}
	q.post(functiontest.Grace, "found", marks).WantProblem(412, "changed")
	q.post(functiontest.Grace, "decide", granted(first.Find.ID, ada.ID)).WantProblem(412, "changed")
	marks["find"] = second.Find.ID
	q.post(functiontest.Grace, "found", marks).Want(200)
	for range 2 { // the second is a retry
		q.post(functiontest.Grace, "decide", granted(second.Find.ID, ada.ID)).Want(200)
	}
	q.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).WantProblem(410, "participant-erased")
	q.Do("GET", "/v1/me", functiontest.Request{Token: again.Token}).Want(200)
}

// Of searches that are begun at once one is accepted, and that one runs, as it was asked
// for and for whoever asked; the others change nothing about it.
func TestSearchesAtOnce(t *testing.T) {
	t.Parallel()
	q := &queue{School: functiontest.New(t, functiontest.Options{Instances: 2}), t: t}
	q.ask(functiontest.North, "know", "en")
	l := q.Open(functiontest.Start{})
	aliases := []string{"Ada", "Bo", "Cy", "Di"}
	for _, alias := range aliases {
		l.Join(alias)
	}
	people := []string{functiontest.Grace, functiontest.Mary}
	tokens := make([]string, len(people))
	for i, email := range people {
		tokens[i] = q.of(email)
	}
	for round := range 5 {
		replies := make([]*functiontest.Reply, len(aliases))
		bodies := make([]object, len(aliases))
		for i, alias := range aliases {
			bodies[i] = q.seen("find", object{"alias": alias})
		}
		var all sync.WaitGroup
		for i := range aliases {
			all.Go(func() {
				var err error
				if replies[i], err = q.Try(t.Context(), "POST", q.path("/find"), functiontest.Request{Token: tokens[i%len(tokens)], Body: bodies[i]}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if t.Failed() {
			return
		}
		won := -1
		for i, r := range replies {
			switch {
			case r.Status == 202 && won < 0:
				won = i
			case r.Status != 412:
				t.Errorf("round %d, %s: %d %s", round, aliases[i], r.Status, r.Problem())
			}
		}
		if won < 0 {
			t.Fatalf("round %d: none is accepted", round)
		}
		var begun searched
		replies[won].JSON(&begun)
		stored, err := q.Store.Find(t.Context(), begun.Find.ID)
		if last := begun.Timeline[len(begun.Timeline)-1]; err != nil || last.Kind != "searched" || last.Actor != stored.By {
			t.Errorf("round %d: accepted from %+v, it runs for %s, %v", round, last, stored.By, err)
		}
		q.Search(t.Context())
		v := q.searched()
		if f := v.Find; f.ID != begun.Find.ID || f.State != "done" || f.Alias != aliases[won] || len(f.Found) != 1 || f.Found[0].Alias != aliases[won] {
			t.Errorf("round %d: %s is accepted, and there is %+v", round, aliases[won], f)
		}
	}
}

// A refusal is about nobody, whoever was found and marked.
func TestRefusalNeedsNoSearch(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "en")
	q.Open(functiontest.Start{}).Join("Ada")
	q.search(object{"alias": "Ada"})
	q.post(functiontest.Grace, "decide", object{"decision": "refused", "ground": "not-identified", "text": "No."}).Want(200)
}

// What a search found of somebody goes with the rest of their data, whether they are erased
// alone or with their session: it can't be opened any more, and nobody has to mark them.
func TestNamesGoWithTheirStudents(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "en")
	l, whole := q.Open(functiontest.Start{}), q.Open(functiontest.Start{})
	gone, stays, marked := l.Join("Ada"), l.Join("Ada"), l.Join("Ada")
	whole.Join("Ada")
	keys := func() (n int) {
		for name := range q.Documents(t.Context()) {
			if strings.Contains(name, "/foundKeys/") {
				n++
			}
		}
		return n
	}
	q.act("identify", object{"how": "known"}).Want(200)
	if v := q.search(object{"alias": "Ada"}); len(v.Find.Found) != 4 || keys() != 4 {
		t.Fatalf("found %+v with %d keys", v.Find, keys())
	}
	q.act("found", object{"meant": []string{marked.ID}, "excluded": []string{}}).Want(200)
	for _, s := range []*functiontest.Student{gone, marked} {
		q.Do("DELETE", "/v1/me", functiontest.Request{Token: s.Token}).Want(202)
	}
	q.Retain(t.Context())
	whole.Patch(`{"state":"closed"}`)
	q.Clock.Advance(domain.LateWrites)
	session := domain.Subject{Kind: domain.SubjectSession, Org: functiontest.North, Session: whole.ID}
	if out, err := q.Lifecycle.Erase(t.Context(), domain.Erasure{Subject: session, Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	if n := keys(); n != 1 {
		t.Errorf("%d of those who were found can be opened, want one", n)
	}
	got := make(map[string]found)
	for _, f := range q.searched().Find.Found {
		got[f.ID] = f
	}
	if len(got) != 2 || got[stays.ID].Alias != "Ada" || got[stays.ID].Erased || got[marked.ID].Alias != "" || got[marked.ID].Title != "" || !got[marked.ID].Erased {
		t.Errorf("found: %+v", got)
	}
	q.act("decide", object{"decision": "granted", "text": "Yes."}).WantProblem(409, "found-unmarked")
	q.act("found", object{"meant": []string{}, "excluded": []string{stays.ID}}).Want(200)
	q.act("decide", object{"decision": "granted", "text": "Yes."}).Want(200)
	var v searched
	q.act("complete", object{"receipts": []string{}}).Want(200).JSON(&v)
	if len(v.Receipts) != 1 || len(v.Erasures) != 1 || v.Erasures[0].Participant != marked.ID {
		t.Errorf("done: %+v", v)
	}
}

// A search is of one school's sessions, of a teacher or a period where that is said, and a
// later one takes its place.
func TestSearchIsNarrowed(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "know", "en")
	old := q.Open(functiontest.Start{})
	old.Join("Ada")
	q.Clock.Advance(5 * 24 * time.Hour)
	day := q.Clock.Now().UTC().Format(time.DateOnly)
	latest, hers := q.Open(functiontest.Start{}), q.Open(functiontest.Start{By: functiontest.Mary})
	for _, l := range []*functiontest.Lesson{latest, hers} {
		l.Join("Ada")
	}
	mary := functiontest.MemberID(functiontest.Mary)
	for name, c := range map[string]struct {
		body object
		want []string
	}{
		"everywhere":    {object{"alias": "ada"}, []string{old.ID, latest.ID, hers.ID}},
		"since a day":   {object{"alias": "ada", "from": day}, []string{latest.ID, hers.ID}},
		"a day":         {object{"alias": "ada", "from": day, "to": day, "teacher": mary}, []string{hers.ID}},
		"until a day":   {object{"alias": "ada", "to": q.Clock.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)}, []string{old.ID}},
		"another name":  {object{"alias": "Ad"}, nil},
		"one too many":  {object{"alias": "Ada Lovelace"}, nil},
		"a teacher's":   {object{"alias": "ADA", "teacher": mary}, []string{hers.ID}},
		"other's alone": {object{"alias": "Ada", "teacher": functiontest.MemberID(functiontest.Alan)}, nil},
	} {
		var got []string
		v := q.search(c.body)
		for _, f := range v.Find.Found {
			got = append(got, f.Session)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if v.Find.State != "done" || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for name, body := range map[string]object{
		"nobody": {"alias": ""}, "no day": {"alias": "Ada", "from": "2026-13-01"}, "backwards": {"alias": "Ada", "from": "2026-12-02", "to": "2026-12-01"},
		"a teacher's name": {"alias": "Ada", "teacher": "Ada"}, "two lines": {"alias": "Ada\nBo"}, "too long": {"alias": strings.Repeat("x", domain.RequestAliasMax+1)},
	} {
		if r := q.Do("POST", q.path("/find"), functiontest.Request{Token: q.of(functiontest.Grace), Body: body, Bad: true}); r.Status != 422 {
			t.Errorf("%s: %d", name, r.Status)
		}
	}
	// In the other queue nothing is known of it.
	q.post(functiontest.Grace, "forward", object{"to": "operator"}).Want(204)
	var v searched
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Ops)}).Want(200).JSON(&v)
	if v.Find != nil {
		t.Errorf("forwarded with %+v", v.Find)
	}
}

// What a legal hold keeps is hidden with the decision, and the request isn't done before it
// is erased.
func TestErasureIsHeld(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "en")
	l := q.Open(functiontest.Start{})
	ada := l.Join("Ada")
	hold, err := q.Lifecycle.PlaceHold(t.Context(), domain.Hold{
		ID: q.NewID(), Org: functiontest.North, Kind: domain.HoldLegal, Session: l.ID, Name: "Case 7", PlacedAt: q.Clock.Now(), Until: q.Clock.Now().AddDate(0, 1, 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	q.post(functiontest.Grace, "identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	var v searched
	q.act("decide", object{"decision": "granted", "text": "Yes."}).Want(200).JSON(&v)
	q.Retain(t.Context())
	if len(v.Erasures) != 1 || v.Erasures[0].State != "held" {
		t.Errorf("held: %+v", v.Erasures)
	}
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).WantProblem(409, "erasure-open")
	if _, err := q.Lifecycle.ReleaseHold(t.Context(), functiontest.North, hold.ID, domain.HoldLegal); err != nil {
		t.Fatal(err)
	}
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).WantProblem(409, "erasure-open")
	q.Retain(t.Context())
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).Want(200).JSON(&v)
	if v.State != "done" || len(v.Receipts) != 1 {
		t.Errorf("released: %+v", v.view)
	}
}

// Who went with their session, by its own end, is erased with it: its receipt is theirs.
func TestErasedWithSession(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "delete", "en")
	l := q.Open(functiontest.Start{})
	ada := l.Join("Ada")
	q.post(functiontest.Grace, "identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	l.Patch(`{"state":"closed"}`)
	q.Clock.Advance(domain.LateWrites)
	whole := domain.Subject{Kind: domain.SubjectSession, Org: functiontest.North, Session: l.ID}
	if out, err := q.Lifecycle.Erase(t.Context(), domain.Erasure{Subject: whole, Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	q.act("decide", object{"decision": "granted", "text": "Yes."}).Want(200)
	var v searched
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).Want(200).JSON(&v)
	if !slices.Equal(v.Receipts, []string{whole.ErasureID()}) {
		t.Errorf("%+v", v.Receipts)
	}
}

// Wherever a request's life is cut off, at every call to Firestore, Cloud KMS and Pub/Sub
// and after it, the same steps again come to the same end: one student is erased, with one
// receipt, and the other is there; or there is one copy to be saved, or the correction or the
// restriction is there.
func TestCrashAtEveryStep(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	t.Parallel()
	steps := []struct {
		what   string
		body   func(pid string) object
		status int
	}{
		{"identify", func(string) object { return object{"how": "known"} }, 200},
		{"find", func(string) object { return object{"alias": "Ada"} }, 202},
		{"found", func(pid string) object { return object{"meant": []string{pid}, "excluded": []string{}} }, 200},
		{"decide", func(string) object { return object{"decision": "granted", "text": "Yes."} }, 200},
		{"complete", func(string) object { return object{"receipts": []string{}} }, 200},
	}
	run := func(t *testing.T, kind string, step, call int, after bool) (calls int) {
		var faults functiontest.Faults
		q := &queue{School: functiontest.New(t, functiontest.Options{Faults: &faults}), t: t}
		q.ask(functiontest.North, kind, "en")
		l := q.Open(functiontest.Start{})
		ada, bo := l.Join("Ada"), l.Join("Bo")
		for i, s := range steps {
			body := q.seen(s.what, s.body(ada.ID)) // sent again as it was
			if kind == "correct" && s.what == "decide" {
				body["correction"] = "It was the Seine."
			}
			if i == step {
				faults.Arm(functiontest.Fault{Call: call, After: after, Code: codes.Internal})
				q.post(functiontest.Grace, s.what, body)
				calls = len(faults.Disarm())
				q.Clock.Advance(time.Minute) // a failure is remembered for as long
			}
			if s.what == "complete" {
				q.Retain(t.Context())
			}
			q.post(functiontest.Grace, s.what, body).Want(s.status)
			if s.what == "find" || s.what == "decide" {
				q.Search(t.Context())
			}
		}
		v := q.searched()
		if kind == "correct" || kind == "restrict" {
			me := string(q.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).Want(200).Body)
			if v.State != "done" || !v.Verified || strings.Contains(me, "It was the Seine.") != (kind == "correct") || strings.Contains(me, `"restricted":true`) != (kind == "restrict") {
				t.Errorf("%+v; she reads %s", v.view, me)
			}
			return calls
		}
		if kind == "know" {
			if v.State != "done" || !v.Verified || !slices.Equal(q.own().Copies, []string{ada.ID}) {
				t.Errorf("%+v, %+v", v.view, q.own())
			}
			q.save(q.code(), ada.ID).Want(200)
			return calls
		}
		receipts, _, err := q.Store.Receipts(t.Context(), functiontest.North, 10, "")
		if err != nil || len(receipts) != 1 || receipts[0].Participant != ada.ID || !slices.Equal(v.Receipts, []string{receipts[0].ID}) || v.State != "done" || !v.Verified {
			t.Errorf("%+v with %d receipts, %v", v.view, len(receipts), err)
		}
		q.Do("GET", "/v1/me", functiontest.Request{Token: bo.Token}).Want(200)
		finds := 0
		for name := range q.Documents(t.Context()) {
			if strings.Contains(name, "/requestFinds/") {
				finds++
			}
		}
		if finds != 2 { // the search and its key
			t.Errorf("%d documents of searches are left", finds)
		}
		return calls
	}
	for _, kind := range []string{"delete", "know", "correct", "restrict"} {
		for i, s := range steps {
			calls := run(t, kind, i, 0, false)
			if calls == 0 {
				t.Fatalf("%s makes no calls", s.what)
			}
			for call := 1; call <= calls; call++ {
				t.Run(fmt.Sprintf("%s, %s, call %d", kind, s.what, call), func(t *testing.T) {
					t.Parallel()
					run(t, kind, i, call, call%2 == 0)
				})
			}
		}
	}
}
