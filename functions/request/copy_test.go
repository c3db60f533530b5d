package request_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// own is a request as whoever made it follows it.
type own struct {
	State       string
	Copies      []string
	CopiesUntil string
}

func (q *queue) own() (v own) {
	q.t.Helper()
	q.Do("GET", q.path(""), functiontest.Request{Token: q.secret}).Want(200).JSON(&v)
	return v
}

// code has a code for copies mailed, and returns it.
func (q *queue) code() string {
	q.t.Helper()
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).Want(204)
	return q.CodeOf(q.t.Context(), q.id)
}

func (q *queue) save(code, participant string) *functiontest.Reply {
	q.t.Helper()
	return q.Do("POST", q.path("/copy"), functiontest.Request{Token: q.secret, Body: object{"code": code, "participant": participant}})
}

// grant has everything granted that is held about those who are meant, who are called Ada.
func (q *queue) grant(meant ...string) {
	q.t.Helper()
	q.post(functiontest.Grace, "identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": meant, "excluded": []string{}}).Want(200)
	q.act("decide", object{"decision": "granted", "text": "Here it is."}).Want(200)
}

// unzip returns what a copy says, all files in one.
func unzip(t *testing.T, archive []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, in); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// A whole request to know: the requester gets a copy of what is held about who is meant,
// with the link and the code from a mail, and with neither alone, for a week.
func TestCopy(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "know", "en")
	l := q.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Record("text", `"Seine-et-Oise"`)
	bo.Record("text", `"Somebody else’s"`)
	q.grant(ada.ID)
	v := q.copied()
	if v == nil || v.Ready || v.Students != 1 {
		t.Errorf("once it is granted: %+v", v)
	}
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).WantProblem(409, "copy-open")
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).WantProblem(410, "gone")
	q.Search(t.Context())
	q.Search(t.Context())
	if v := q.copied(); v == nil || !v.Ready {
		t.Errorf("once it is ready: %+v", v)
	}
	if o := q.own(); len(o.Copies) != 0 {
		t.Errorf("before it is done: %+v", o)
	}
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).Want(200)
	if o := q.own(); o.State != "done" || !slices.Equal(o.Copies, []string{ada.ID}) || o.CopiesUntil == "" {
		t.Errorf("done: %+v", o)
	}
	q.save("12345678", ada.ID).WantProblem(410, "code-over") // none was mailed
	q.Published.Take(events.NotifyMail)
	code := q.code()
	if got := q.mails(); !slices.Equal(got, []string{"copy"}) {
		t.Errorf("mailed: %v", got)
	}
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).Want(204) // too soon for another
	if got := q.mails(); got != nil || q.CodeOf(t.Context(), q.id) != code {
		t.Errorf("mailed again: %v", got)
	}
	q.save(wrong(code), ada.ID).WantProblem(422, "wrong-code")
	q.save("none", ada.ID).WantProblem(422, "invalid")
	q.save(code, bo.ID).WantProblem(410, "gone")
	q.Do("POST", q.path("/copy"), functiontest.Request{Token: q.NewID(), Body: object{"code": code, "participant": ada.ID}}).WantProblem(404, "not-found")
	for range 2 { // the code is good for a while
		reply := q.save(code, ada.ID).Want(200)
		if text := unzip(t, reply.Body); !strings.Contains(text, "Seine-et-Oise") || strings.Contains(text, "Somebody else") || strings.Contains(text, "Bo") && strings.Contains(text, bo.ID) {
			t.Errorf("the copy says %s", text)
		}
	}
	for name, doc := range q.Documents(t.Context()) {
		if strings.Contains(doc, "Seine") || strings.Contains(doc, code) {
			t.Errorf("%s has what was written, or the code, in plain", name)
		}
	}
	for range domain.RequestCodeTries { // one was wrong before
		q.save(wrong(code), ada.ID)
	}
	q.save(code, ada.ID).WantProblem(410, "code-over")
	q.Clock.Advance(domain.RequestMailEvery)
	code = q.code()
	q.save(code, ada.ID).Want(200)
	q.Clock.Advance(domain.RequestCodeValid)
	q.save(code, ada.ID).WantProblem(410, "code-over")
	q.Clock.Advance(domain.FindKept)
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).WantProblem(410, "gone")
	q.Tick(t.Context())
	for name := range q.Documents(t.Context()) {
		if strings.Contains(name, "/requestCopies/") || strings.Contains(name, "/requestFinds/") {
			t.Errorf("a week later there is %s", name)
		}
	}
	if o := q.own(); o.State != "done" || len(o.Copies) != 0 {
		t.Errorf("a week later: %+v", o)
	}
	q.Do("GET", "/v1/me", functiontest.Request{Token: bo.Token}).Want(200)
}

// wrong returns another code.
func wrong(code string) string {
	if strings.HasPrefix(code, "0") {
		return "1" + code[1:]
	}
	return "0" + code[1:]
}

// Who is erased is erased for whoever has a copy of them too, by themselves or with the
// session: their key is nowhere any more.
func TestCopyOfWhoIsErased(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "port", "en")
	l, other := q.Open(functiontest.Start{}), q.Open(functiontest.Start{})
	ada, again, early := l.Join("Ada"), other.Join("Ada"), l.Join("Ada")
	q.grant(ada.ID, again.ID, early.ID)
	// Before the copy is made, too.
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: early.Token}).Want(202)
	q.Retain(t.Context())
	q.Search(t.Context())
	q.post(functiontest.Grace, "complete", object{"receipts": []string{}}).Want(200)
	code := q.code()
	q.save(code, early.ID).WantProblem(410, "gone")
	q.save(code, ada.ID).Want(200)
	q.save(code, again.ID).Want(200)
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	q.save(code, ada.ID).WantProblem(410, "gone") // hidden at once
	q.Retain(t.Context())
	copies := func() (n int) {
		for name := range q.Documents(t.Context()) {
			if strings.Contains(name, "/requestCopies/") {
				n++
			}
		}
		return n
	}
	if n := copies(); n != 1 {
		t.Errorf("%d copies can be opened, want one", n)
	}
	other.Patch(`{"state":"closed"}`)
	q.Clock.Advance(domain.LateWrites)
	whole := domain.Subject{Kind: domain.SubjectSession, Org: functiontest.North, Session: other.ID}
	if out, err := q.Lifecycle.Erase(t.Context(), domain.Erasure{Subject: whole, Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	q.save(code, again.ID).WantProblem(410, "gone")
	if n := copies(); n != 0 {
		t.Errorf("%d copies can be opened", n)
	}
}

// Whoever has the link alone can use up a day's codes, and no more; the school begins the
// seven days again, with new codes, also once they are over.
func TestCopyIsRenewed(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "know", "en")
	l := q.Open(functiontest.Start{})
	ada, gone := l.Join("Ada"), l.Join("Ada")
	q.grant(ada.ID, gone.ID)
	q.act("renew", nil).WantProblem(409, "no-copies") // it isn't done
	q.Search(t.Context())
	q.act("complete", object{"receipts": []string{}}).Want(200)
	q.Published.Take(events.NotifyMail)
	first := q.Clock.Now()
	for range domain.CopyCodesADay {
		code := q.code()
		for range domain.RequestCodeTries {
			q.save(wrong(code), ada.ID).WantProblem(422, "wrong-code")
		}
		q.Clock.Advance(domain.RequestMailEvery)
	}
	if got := q.mails(); len(got) != domain.CopyCodesADay {
		t.Errorf("mailed: %v", got)
	}
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).WantProblem(409, "too-many-codes")
	q.Clock.Advance(domain.RequestDay - q.Clock.Now().Sub(first) - time.Minute)
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).WantProblem(409, "too-many-codes")
	q.Clock.Advance(2 * time.Minute)
	q.save(q.code(), ada.ID).Want(200)
	q.Published.Take(events.NotifyMail)

	renew := func(wantMail bool) {
		t.Helper()
		var v struct {
			view
			Copy *copyState
			Find any
		}
		q.act("renew", nil).Want(200).JSON(&v)
		if last := v.Timeline[len(v.Timeline)-1]; last.Kind != "renewed" || last.Actor == "" || v.State != "done" || v.Copy == nil || v.Copy.Until == "" || v.Find != nil || !v.Verified {
			t.Errorf("renewed: %+v, %+v", v, v.Copy)
		}
		if got := q.mails(); slices.Equal(got, []string{"done"}) != wantMail {
			t.Errorf("mailed: %v", got)
		}
		q.Search(t.Context())
	}
	renew(true)
	renew(false) // a retry
	if v := q.copied(); !v.Ready || v.Students != 2 {
		t.Errorf("renewed: %+v", v)
	}
	q.save(q.code(), ada.ID).Want(200) // at once
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)
	q.Retain(t.Context())
	q.Clock.Advance(domain.FindKept)
	q.Tick(t.Context())
	q.Do("POST", q.path("/code"), functiontest.Request{Token: q.secret}).WantProblem(410, "gone")
	if v := q.copied(); v.Ready {
		t.Errorf("its time is over: %+v", v)
	}
	q.Published.Take(events.NotifyMail)
	renew(true)
	code := q.code()
	q.save(code, ada.ID).Want(200)
	q.save(code, gone.ID).WantProblem(410, "gone")
}

// Wherever a renewal is cut off, there are copies after a tick without anybody asking again,
// and asked again it is done.
func TestCrashInRenewal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	t.Parallel()
	run := func(t *testing.T, call int, after bool) (calls int) {
		var faults functiontest.Faults
		q := &queue{School: functiontest.New(t, functiontest.Options{Faults: &faults}), t: t}
		q.ask(functiontest.North, "know", "en")
		ada := q.Open(functiontest.Start{}).Join("Ada")
		q.grant(ada.ID)
		q.Search(t.Context())
		q.act("complete", object{"receipts": []string{}}).Want(200)
		q.Clock.Advance(domain.RequestDay)
		faults.Arm(functiontest.Fault{Call: call, After: after, Code: codes.Internal})
		q.act("renew", nil)
		calls = len(faults.Disarm())
		q.Published.Take(events.FindWork) // it is lost
		q.Clock.Advance(domain.FindStalls)
		q.Tick(t.Context())
		q.Search(t.Context())
		if v := q.copied(); !v.Ready || v.Students != 1 {
			t.Errorf("after a tick: %+v", v)
		}
		q.save(q.code(), ada.ID).Want(200)
		q.act("renew", nil).Want(200)
		q.Search(t.Context())
		if v := q.copied(); !v.Ready || v.Students != 1 {
			t.Errorf("asked again: %+v", v)
		}
		return calls
	}
	calls := run(t, 0, false)
	if calls == 0 {
		t.Fatal("it makes no calls")
	}
	for call := 1; call <= calls; call++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("call %d, %v", call, after), func(t *testing.T) {
				t.Parallel()
				run(t, call, after)
			})
		}
	}
}

// Where the search is over under whose key copies were granted, recording that it is done
// has them made again.
func TestCopyOfOldDecision(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "know", "en")
	ada := q.Open(functiontest.Start{}).Join("Ada")
	q.grant(ada.ID)
	q.Search(t.Context())
	q.Clock.Advance(domain.FindLongest)
	q.Tick(t.Context())
	q.act("complete", object{"receipts": []string{}}).WantProblem(409, "copy-open")
	q.Search(t.Context())
	q.act("complete", object{"receipts": []string{}}).Want(200)
	q.save(q.code(), ada.ID).Want(200)
}

type copyState struct {
	Ready    bool
	Students int
	Until    string
}

func (q *queue) copied() *copyState {
	q.t.Helper()
	var v struct{ Copy *copyState }
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Grace)}).Want(200).JSON(&v)
	return v.Copy
}
