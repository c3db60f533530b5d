package answer_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

type item = functiontest.Item

var give = functiontest.Give

// stored reads a student's records back from the log, opened with their own
// key: "question/revision response", in the order in which they stand in it.
func stored(t *testing.T, st *functiontest.Student) []string {
	t.Helper()
	s, sid := st.Lesson.School, st.Lesson.ID
	key := ticketOf(t, st).Key
	var chunks []domain.Chunk
	for c, err := range s.Store.Chunks(t.Context(), sid) {
		if err != nil {
			t.Fatal(err)
		}
		chunks = append(chunks, c)
	}
	slices.SortFunc(chunks, func(a, b domain.Chunk) int { return a.At.Compare(b.At) })
	var list []string
	for _, c := range chunks {
		for _, r := range c.Records {
			if r.Participant != st.ID {
				continue
			}
			response, err := key.Open(seal.ParticipantPath(sid, st.ID), seal.Answer(r.Question, r.Revision), r.Sealed)
			if err != nil {
				t.Fatalf("%s/%d: %v", r.Question, r.Revision, err)
			}
			list = append(list, fmt.Sprintf("%s/%d %s", r.Question, r.Revision, response))
		}
	}
	return list
}

func ticketOf(t *testing.T, st *functiontest.Student) ticket.Ticket {
	t.Helper()
	s := st.Lesson.School
	got, err := s.Tickets.Open(st.Token, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAnswerEveryKind(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	responses := map[string]string{
		"choice": `"b"`, "choices": `[ "b", "a" ]`, "trueFalse": `false`, "text": `"Pa\u0072is \ud83d\uddfc"`, "number": `3.460e2`,
		"order": `["c","a","b"]`, "match": `{ "c": "1", "a": "2" }`, "scale": `4.0`, "cloud": `[" water ","ship"]`,
	}
	// As it is sealed: in one form, whatever way it was written.
	want := map[string]string{
		"choice": `"b"`, "choices": `["a","b"]`, "trueFalse": `false`, "text": `"Paris 🗼"`, "number": `346`,
		"order": `["c","a","b"]`, "match": `{"a":"2","c":"1"}`, "scale": `4`, "cloud": `["water","ship"]`,
	}
	var items []item
	for _, kind := range functiontest.Kinds {
		items = append(items, give(kind, 1, responses[kind]))
	}
	items = append(items, give("choice", 2, `"a"`), give("choice", 2, `"c"`))
	results := ada.Answer(items...)
	if len(results) != len(items) {
		t.Fatalf("%d results for %d answers", len(results), len(items))
	}
	for i, r := range results {
		if r.QuestionID != items[i].Question || r.Revision != items[i].Revision || r.Status != "recorded" || r.Feedback != nil {
			t.Errorf("result %d: %+v for %+v", i, r, items[i])
		}
	}
	bo.Record("scale", `1`)
	var list []string
	for _, kind := range functiontest.Kinds {
		list = append(list, kind+"/1 "+want[kind])
	}
	list = append(list, `choice/2 "a"`, `choice/2 "c"`)
	if got := stored(t, ada); !slices.Equal(got, list) {
		t.Errorf("stored\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(list, "\n"))
	}
	if got := stored(t, bo); !slices.Equal(got, []string{"scale/1 1"}) {
		t.Errorf("stored %v", got)
	}
}

func TestAnswersAreRejectedOneByOne(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	cases := []struct {
		item
		want string
	}{
		{give("choice", 1, `"a"`), "recorded"},
		{give("nothing", 1, `"a"`), "rejected: unknown-question"},
		{give("", 1, `"a"`), "rejected: unknown-question"},
		{give("choice", 0, `"a"`), "rejected: revision-out-of-range"},
		{give("choice", 51, `"a"`), "rejected: revision-out-of-range"},
		{give("choice", 50, `"b"`), "recorded"},
		{give("choice", 1, `"z"`), "rejected: unknown-option"},
		{give("choice", 1, `1`), "rejected: wrong-shape"},
		{give("choice", 1, `null`), "rejected: wrong-shape"},
		{give("choices", 1, `["a","a"]`), "rejected: repeated-option"},
		{give("choices", 1, `["a",1]`), "rejected: wrong-shape"},
		{give("choices", 1, `[]`), "recorded"},
		{give("trueFalse", 1, `"true"`), "rejected: wrong-shape"},
		{give("text", 1, `"`+strings.Repeat("é", 2000)+`"`), "recorded"},
		{give("text", 2, `"`+strings.Repeat("é", 2001)+`"`), "rejected: too-long"},
		{give("text", 3, `"a\u0000"`), "rejected: wrong-shape"},
		{give("number", 1, `1e999`), "rejected: out-of-range"},
		{give("number", 1, `"1"`), "rejected: wrong-shape"},
		{give("order", 1, `["a","b"]`), "rejected: not-a-permutation"},
		{give("order", 1, `["a","b","b"]`), "rejected: not-a-permutation"},
		{give("match", 1, `{"a":"9"}`), "rejected: unknown-option"},
		{give("scale", 1, `6`), "rejected: out-of-range"},
		{give("scale", 1, `1.5`), "rejected: wrong-shape"},
		{give("cloud", 1, `["a","b","c","d"]`), "rejected: too-many"},
		{give("cloud", 1, `[" "]`), "rejected: empty"},
		{give("cloud", 1, `["`+strings.Repeat("a", 51)+`"]`), "rejected: too-long"},
		{give("scale", 1, `5`), "recorded"},
	}
	items := make([]item, len(cases))
	for i, c := range cases {
		items[i] = c.item
	}
	var body struct{ Results []functiontest.Result }
	s.Do("POST", "/v1/answers", functiontest.Request{Token: ada.Token, Body: map[string]any{"answers": items}, Bad: true}).Want(200).JSON(&body)
	recorded := 0
	for i, c := range cases {
		got := body.Results[i]
		if got.String() != c.want || got.QuestionID != c.Question || got.Revision != c.Revision {
			t.Errorf("%s/%d %.40s: %+v, want %s", c.Question, c.Revision, c.Response, got, c.want)
		}
		if c.want == "recorded" {
			recorded++
		}
	}
	if got := stored(t, ada); len(got) != recorded {
		t.Errorf("%d records stored, want %d: %v", len(got), recorded, got)
	}
}

func TestAnswerRequests(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	one := `{"questionId": "choice", "revision": 1, "response": "b"}`
	many := func(n int) string { return `{"answers": [` + strings.Repeat(","+one, n)[1:] + `]}` }
	for _, c := range []struct {
		name   string
		body   string
		status int
		slug   string
	}{
		{"fifty answers", many(50), 200, ""},
		{"fifty-one answers", many(51), 422, "invalid"},
		{"no answer", `{"answers": []}`, 422, "invalid"},
		{"no answers", `{}`, 422, "invalid"},
		{"null", `{"answers": null}`, 422, "invalid"},
		{"64 KiB", `{"answers": [{"questionId": "text", "revision": 1, "response": "` + strings.Repeat("a", 64<<10) + `"}]}`, 413, "too-large"},
		{"an unknown field", `{"answers": [` + one + `], "name": "Ada"}`, 422, "invalid"},
		{"a name twice", `{"answers": [{"questionId": "match", "revision": 1, "response": {"a": "1", "a": "2"}}]}`, 400, "malformed"},
		{"a broken end", `{"answers": [` + one, 400, "malformed"},
		{"a revision that is no number", `{"answers": [{"questionId": "choice", "revision": "1", "response": "b"}]}`, 422, "invalid"},
	} {
		reply := s.Do("POST", "/v1/answers", functiontest.Request{Token: ada.Token, Body: c.body, Bad: true})
		if reply.Status != c.status || reply.Problem() != c.slug {
			t.Errorf("%s: %d %s, want %d %s\n%.300s", c.name, reply.Status, reply.Problem(), c.status, c.slug, reply.Body)
		}
	}
	s.Do("POST", "/v1/answers", functiontest.Request{Token: ada.Token, Body: many(1), Header: map[string]string{"Content-Type": "text/plain"}, Bad: true}).
		WantProblem(415, "unsupported-media-type")
	if got := stored(t, ada); len(got) != 50 {
		t.Errorf("%d records stored, want 50", len(got))
	}
}

// tickets opens tokens with secrets that change.
type tickets struct{ atomic.Pointer[ticket.Secrets] }

func (s *tickets) Open(token string, now time.Time) (ticket.Ticket, error) {
	return s.Load().Open(token, now)
}

func TestAnswerTokens(t *testing.T) {
	t.Parallel()
	var now tickets
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) { d.Tickets = &now }})
	now.Store(s.Tickets)
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	send := func(token string) *functiontest.Reply {
		t.Helper()
		return s.Do("POST", "/v1/answers", functiontest.Request{Token: token, Body: map[string]any{"answers": []item{give("choice", 1, `"b"`)}}})
	}
	secret := func() []byte {
		b := make([]byte, ticket.SecretSize)
		rand.Read(b)
		return b
	}
	send(ada.Token).Want(200)

	forged, err := ticket.New(secret())
	if err != nil {
		t.Fatal(err)
	}
	good := ticketOf(t, ada)
	past := good
	past.Expiry = s.Clock.Now()
	swap := map[byte]byte{'A': 'B'}[ada.Token[40]]
	if swap == 0 {
		swap = 'A'
	}
	for name, token := range map[string]string{
		"forged": forged.Issue(good), "altered": ada.Token[:40] + string(swap) + ada.Token[41:], "expired": s.Tickets.Issue(past),
		"cut": ada.Token[:len(ada.Token)-1], "a teacher's": s.Token(functiontest.Ada),
	} {
		if r := send(token).WantProblem(401, "invalid-token"); r.Header.Get("WWW-Authenticate") != `Bearer error="invalid_token"` {
			t.Errorf("%s: challenge %q", name, r.Header.Get("WWW-Authenticate"))
		}
	}
	if r := send("").WantProblem(401, "not-authenticated"); r.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("no token: challenge %q", r.Header.Get("WWW-Authenticate"))
	}

	// The secret changes in the middle of the lesson, and once more.
	second, third := secret(), secret()
	for i, secrets := range [][][]byte{{second, s.Secret}, {third, second}} {
		opens, err := ticket.New(secrets[0], secrets[1])
		if err != nil {
			t.Fatal(err)
		}
		now.Store(opens)
		if got, want := send(ada.Token).Status, []int{200, 401}[i]; got != want {
			t.Errorf("after %d changes of the secret: %d, want %d", i+1, got, want)
		}
	}
	now.Store(s.Tickets)

	// A session without an end is taken to lie idle for 30 days at most.
	s.Clock.Advance(domain.IdleClose + domain.TicketLife - time.Hour)
	send(ada.Token).Want(200)
	s.Clock.Advance(time.Hour)
	send(ada.Token).WantProblem(401, "invalid-token")
}

func TestAnswerStates(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	send := func(st *functiontest.Student) *functiontest.Reply {
		t.Helper()
		reply, err := st.TryAnswer(t.Context(), give("choice", 1, `"b"`))
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	l.Patch(`{"state": "paused"}`)
	send(ada).WantProblem(409, "session-paused")
	l.Patch(`{"state": "open"}`)
	send(ada).Want(200) // at once, although the instance knows it as paused
	l.Patch(`{"locked": true}`)
	send(ada).Want(200)
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	s.Clock.Advance(time.Second)
	send(ada).WantProblem(401, "invalid-token")

	for name, end := range map[string]func(*functiontest.Lesson){
		"closed":  func(l *functiontest.Lesson) { l.Patch(`{"state": "closed"}`) },
		"deleted": func(l *functiontest.Lesson) { l.As(functiontest.Ada, "DELETE", "", nil).Want(200) },
		"closed by the clock": func(l *functiontest.Lesson) {
			l.Patch(`{"closesAt": "` + s.Clock.Now().Add(time.Minute).UTC().Format(time.RFC3339Nano) + `"}`)
			s.Clock.Advance(time.Minute)
		},
	} {
		l := s.Open(functiontest.Start{})
		st := l.Join("Bo")
		send(st).Want(200)
		end(l)
		s.Clock.Advance(time.Second)
		if r := send(st); r.Status != 409 || r.Problem() != "session-closed" {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
		if got := stored(t, st); len(got) != 1 {
			t.Errorf("%s: %v stored", name, got)
		}
	}

	// A token for a session that isn't there any more.
	gone := s.Tickets.Issue(ticket.Ticket{Session: s.NewID(), Participant: s.NewID(), Key: ticketOf(t, ada).Key, Expiry: s.Clock.Now().Add(time.Hour)})
	s.Do("POST", "/v1/answers", functiontest.Request{Token: gone, Body: map[string]any{"answers": []item{give("choice", 1, `"b"`)}}}).
		WantProblem(409, "session-closed")
}

func TestImmediateFeedback(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackImmediate})
	ada := l.Join("Ada")
	describe := func(r functiontest.Result) string {
		if r.Feedback == nil {
			return r.String()
		}
		f := r.Feedback
		correct, points := "null", "null"
		if f.Correct != nil {
			correct = fmt.Sprint(*f.Correct)
		}
		if f.Points != nil {
			points = fmt.Sprint(*f.Points)
		}
		return strings.Join([]string{r.String(), correct, points, string(f.Solution), f.Explanation, f.Comment}, "|")
	}
	for _, c := range []struct {
		item
		want string
	}{
		{give("choice", 1, `"a"`), `recorded|false|0|"b"|3,530 km.|That has 1,230 km.`},
		{give("choices", 1, `["a","b","d"]`), `recorded|false|2|["a","b"]||`},
		{give("trueFalse", 1, `true`), `recorded|true|1|true||`},
		{give("text", 1, `"  LUTETIA "`), "recorded|false|1|\"Paris\"||Nearly.\nLook at the map."},
		{give("number", 1, `337`), `recorded|true|1|346||`},
		{give("order", 1, l.Right("order")), `recorded|true|3|` + string(l.Right("order")) + `||`},
		{give("match", 1, `{}`), `recorded|false|0|` + string(l.Right("match")) + `||`},
		{give("scale", 1, `3`), `recorded|null|null|null||`},
		{give("cloud", 1, `["sea"]`), `recorded|null|null|null||`},
		{give("choice", 2, `"b"`), `rejected: already-answered`},
		{give("scale", 9, `"x"`), `rejected: already-answered`},
		{give("number", 1, `"x"`), `rejected: wrong-shape`},
	} {
		if got := describe(ada.Answer(c.item)[0]); got != c.want {
			t.Errorf("%s/%d: %s, want %s", c.Question, c.Revision, got, c.want)
		}
	}
	// Whoever learnt the solution can't change their mind by sending revision 1
	// again: the first counts.
	ada.Record("choice", `"b"`)
	if a := l.Results().Of(t, ada.ID).Answers["choice"]; string(a.Response) != `"a"` {
		t.Errorf("counted %s", a.Response)
	}

	for _, f := range []domain.Feedback{domain.FeedbackNone, domain.FeedbackAfterClose} {
		bo := s.Open(functiontest.Start{Feedback: f}).Join("Bo")
		for revision, response := range []string{`"a"`, `"b"`} {
			if r := bo.Answer(give("choice", revision+1, response))[0]; describe(r) != "recorded" {
				t.Errorf("%s: %s", f, describe(r))
			}
		}
	}
}

// counting counts what is read.
type counting struct {
	answer.Store
	sessions, papers, keys, chunks, records atomic.Int32
}

func (c *counting) Session(ctx context.Context, sid string) (*domain.Session, error) {
	c.sessions.Add(1)
	return c.Store.Session(ctx, sid)
}

func (c *counting) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	c.papers.Add(1)
	return c.Store.Paper(ctx, sid)
}

func (c *counting) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	c.keys.Add(1)
	return c.Store.AnswerKey(ctx, sid)
}

func (c *counting) AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (time.Time, error) {
	c.chunks.Add(1)
	c.records.Add(int32(len(records)))
	return c.Store.AppendChunk(ctx, sid, id, records)
}

func TestAnswerToTheCurrentQuestion(t *testing.T) {
	t.Parallel()
	var reads counting
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) {
		reads.Store, d.Store = d.Store, &reads
		// A clock that stands still: the instance never finds out by itself.
		now := time.Now()
		d.Clock = func() time.Time { return now }
	}})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced})
	ada := l.Join("Ada")
	expect := func(reread int32, want ...string) {
		t.Helper()
		before := reads.sessions.Load()
		var got []string
		for _, r := range ada.Answer(give("choice", 1, `"b"`), give("text", 1, `"Paris"`), give("scale", 1, `3`)) {
			got = append(got, r.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if n := reads.sessions.Load() - before; n != reread {
			t.Errorf("the session was read %d times, want %d", n, reread)
		}
	}
	const not, unknown = "rejected: not-current", "rejected: unknown-question"
	expect(2, unknown, unknown, unknown)
	l.Patch(`{"currentQuestion": "choice"}`)
	expect(1, "recorded", unknown, unknown)
	l.Patch(`{"currentQuestion": "text"}`)
	if r := ada.Answer(give("text", 2, `"Paris"`))[0]; r.Status != "recorded" {
		t.Errorf("the teacher moved on a moment ago: %v", r)
	}
	expect(1, not, "recorded", unknown)
	l.Patch(`{"currentQuestion": null}`)
	if r := ada.Answer(give("choice", 3, `"b"`))[0]; r.String() != not {
		t.Errorf("no current question: %v", r)
	}
	expect(1, not, not, unknown)
	// An instance that knows the session as open finds out that it is not.
	l.Patch(`{"state": "closed"}`)
	reply, err := ada.TryAnswer(t.Context(), give("choice", 4, `"b"`))
	if err != nil {
		t.Fatal(err)
	}
	reply.WantProblem(409, "session-closed")
}

// An answer costs no read: of the session there is one a second.
func TestAnswerReadsNothing(t *testing.T) {
	t.Parallel()
	var reads counting
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) { reads.Store, d.Store = d.Store, &reads }})
	l := s.Open(functiontest.Start{})
	var wg sync.WaitGroup
	start := time.Now()
	for range 8 {
		ada := l.Join("Ada")
		wg.Go(func() {
			for revision := range 20 {
				if r, err := ada.TryAnswer(t.Context(), give("choice", revision+1, `"b"`)); err != nil || r.Status != 200 {
					t.Errorf("%+v, %v", r, err)
				}
			}
		})
	}
	wg.Wait()
	if n, most := reads.sessions.Load(), 2+int32(time.Since(start)/time.Second); n > most || reads.papers.Load() != 1 || reads.keys.Load() != 0 {
		t.Errorf("%d session reads (want at most %d), %d of the paper, %d of the key", n, most, reads.papers.Load(), reads.keys.Load())
	}
	if n := reads.chunks.Load(); n >= 160 || reads.records.Load() != 160 {
		t.Errorf("%d records in %d chunks", reads.records.Load(), n)
	}
}

// gate is a store whose writes wait to be let through.
type gate struct {
	answer.Store
	began chan int // how many records
	open  chan error
}

func newGate(d *answer.Deps) *gate {
	g := &gate{d.Store, make(chan int, 100), make(chan error, 100)}
	d.Store = g
	return g
}

func (g *gate) AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (time.Time, error) {
	g.began <- len(records)
	select {
	case err := <-g.open:
		if err != nil {
			return time.Time{}, err
		}
	case <-ctx.Done():
		return time.Time{}, ctx.Err()
	}
	return g.Store.AppendChunk(ctx, sid, id, records)
}

func TestAnswersAreBatched(t *testing.T) {
	t.Parallel()
	var g *gate
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) { g = newGate(d) }})
	l := s.Open(functiontest.Start{})
	const students = 20
	var wg sync.WaitGroup
	var done atomic.Int32
	send := func(st *functiontest.Student) {
		wg.Go(func() {
			reply, err := st.TryAnswer(t.Context(), give("choice", 1, `"b"`), give("text", 1, `"Paris"`))
			if err != nil || reply.Status != 200 {
				t.Errorf("%+v, %v", reply, err)
			}
			done.Add(1)
		})
	}
	var all []*functiontest.Student
	for range students {
		all = append(all, l.Join("Ada"))
	}
	send(all[0])
	if n := <-g.began; n != 2 {
		t.Errorf("the first chunk has %d records", n)
	}
	for _, st := range all[1:] {
		send(st)
	}
	// Nothing shows from outside that all of them wait.
	time.Sleep(300 * time.Millisecond)
	if n := done.Load(); n != 0 {
		t.Errorf("%d were acknowledged before anything was stored", n)
	}
	g.open <- nil
	if n := <-g.began; n != 2*(students-1) {
		t.Errorf("the second chunk has %d records, want %d", n, 2*(students-1))
	}
	g.open <- nil
	wg.Wait()
	if r := l.Results(); len(r.Participants) != students || r.Questions[0].Answered != students {
		t.Errorf("results of %d participants, %d answers", len(r.Participants), r.Questions[0].Answered)
	}
}

func TestAnswersThatFirestoreRefuses(t *testing.T) {
	t.Parallel()
	var g *gate
	s := functiontest.New(t, functiontest.Options{Answer: func(d *answer.Deps) { g = newGate(d) }})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackImmediate})
	ada := l.Join("Ada")
	g.open <- fmt.Errorf("storing answers: %w (Unavailable)", domain.ErrUnavailable)
	reply, err := ada.TryAnswer(t.Context(), give("choice", 1, `"b"`))
	if err != nil {
		t.Fatal(err)
	}
	reply.WantProblem(503, "unavailable")
	if reply.Header.Get("Retry-After") == "" || strings.Contains(string(reply.Body), "recorded") || strings.Contains(string(reply.Body), "3,530") {
		t.Errorf("%v %s", reply.Header, reply.Body)
	}
	if got := stored(t, ada); len(got) != 0 {
		t.Errorf("stored %v", got)
	}
	// The same again, when Firestore is back.
	g.open <- nil
	ada.Record("choice", `"b"`)
	if got := stored(t, ada); len(got) != 1 {
		t.Errorf("stored %v", got)
	}

	// A student who leaves takes nobody's answers along, their own included.
	ctx, cancel := context.WithCancel(t.Context())
	for len(g.began) > 0 {
		<-g.began
	}
	left := make(chan error)
	go func() {
		_, err := ada.TryAnswer(ctx, give("trueFalse", 1, `true`))
		left <- err
	}()
	<-g.began
	cancel()
	if err := <-left; err == nil {
		t.Error("an answer came after the student had left")
	}
	bo := l.Join("Bo")
	g.open <- nil
	g.open <- nil
	bo.Record("choice", `"b"`)
	if got := stored(t, ada); len(got) != 2 {
		t.Errorf("stored %v", got)
	}
}

// down is a database that can't be read.
type down struct {
	answer.Store
	session, paper, key bool
}

func (d *down) Session(ctx context.Context, sid string) (*domain.Session, error) {
	if d.session {
		return nil, domain.ErrUnavailable
	}
	return d.Store.Session(ctx, sid)
}

func (d *down) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	if d.paper {
		return nil, domain.ErrUnavailable
	}
	return d.Store.Paper(ctx, sid)
}

func (d *down) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	if d.key {
		return nil, domain.ErrUnavailable
	}
	return d.Store.AnswerKey(ctx, sid)
}

func TestAnswerWithoutDatabase(t *testing.T) {
	t.Parallel()
	for _, d := range []*down{{session: true}, {paper: true}, {key: true}} {
		s := functiontest.New(t, functiontest.Options{Answer: func(deps *answer.Deps) { d.Store, deps.Store = deps.Store, d }})
		l := s.Open(functiontest.Start{Feedback: domain.FeedbackImmediate})
		ada := l.Join("Ada")
		reply, err := ada.TryAnswer(t.Context(), give("choice", 1, `"b"`))
		if err != nil {
			t.Fatal(err)
		}
		reply.WantProblem(503, "unavailable")
		if got := stored(t, ada); len(got) != 0 {
			t.Errorf("%+v: stored %v", d, got)
		}
	}
}

// A request's results are in the order sent, also when some of the answers are
// of the form that is read by the slow path.
func TestAnswerResultsAreInOrder(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ada := s.Open(functiontest.Start{}).Join("Ada")
	var items []item
	var want []string
	for i := range 50 {
		response, result := json.RawMessage(`"Zoë ❤"`), "recorded"
		if i%3 == 0 {
			response, result = json.RawMessage(`["Zoë"]`), "rejected: wrong-shape"
		}
		items = append(items, give("text", i%50+1, response))
		want = append(want, fmt.Sprintf("text/%d %s", i+1, result))
	}
	var got []string
	for _, r := range ada.Answer(items...) {
		got = append(got, fmt.Sprintf("%s/%d %s", r.QuestionID, r.Revision, r))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}
