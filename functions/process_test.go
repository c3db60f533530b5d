package functions_test

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// asking is a request to a school, whose id is filled in.
const asking = `{"org": "%s", "kind": "know", "from": "parent", "email": "parent@mail.example", "text": "What is held?", "locale": "en"}`

// start runs a function with the environment until the test ends, and shows what
// it wrote if the test fails.
func start(t *testing.T, name string, env []string) *process.Process {
	t.Helper()
	s := serve(t, name, env)
	t.Cleanup(func() {
		stop(t, s)
		if t.Failed() {
			s.mu.Lock()
			defer s.mu.Unlock()
			t.Logf("%s wrote:\n%s", name, s.buf.String())
		}
	})
	return s.Process
}

// A reply is what a server answered.
type reply struct {
	status int
	header http.Header
	body   string
}

// to makes a request of a server.
func to(t *testing.T, origin string, request client.Request) reply {
	t.Helper()
	server := client.Client{Origin: origin}
	resp, err := server.Open(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	r := reply{status: resp.StatusCode, header: resp.Header}
	if resp.Header.Get("Content-Type") == "text/event-stream" {
		// A stream has no end: its first event has to suffice.
		for lines := bufio.NewReader(resp.Body); !strings.HasSuffix(r.body, "\n\n"); {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			r.body += line
		}
		return r
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.body = string(body)
	return r
}

// A lesson has what requests can be about: sessions in every state, students,
// teachers.
type lesson struct {
	open, paused, closed, deleted session
	ada, linus, alan, ops         string // access tokens
	adaAlone, alanAlone           string // without a second factor
	student, other, gone, erased  client.Participant
	late                          client.Participant // of the closed session
	set                           string
}

func newLesson(t *testing.T) *lesson {
	t.Helper()
	l := &lesson{
		ada:       teacherToken(t, "ada@north.example"),
		adaAlone:  signIn(t, client.PasswordGrant{User: "ada@north.example", NoMFA: true}),
		linus:     teacherToken(t, "linus@north.example"),
		alan:      teacherToken(t, "alan@south.example"),
		alanAlone: signIn(t, client.PasswordGrant{User: "alan@south.example", NoMFA: true}),
		ops:       teacherToken(t, "ops@cleanslate.example"),
	}
	questions := []object{
		{"kind": "choice", "prompt": "Which?", "options": []object{{"text": "this"}, {"text": "that"}}, "correct": "a", "points": 2},
		{"kind": "text", "prompt": "What?", "correct": []string{"water"}},
		{"kind": "order", "prompt": "In which order?", "options": []object{{"text": "first"}, {"text": "second"}, {"text": "third"}}},
	}
	l.open = open(t, l.ada, questions, nil)
	l.paused = open(t, l.ada, questions, nil)
	l.closed = open(t, l.ada, questions, object{"feedback": "after-close"})
	l.deleted = open(t, l.ada, questions, nil)
	l.student, l.other, l.gone = join(t, l.open, "Berta"), join(t, l.open, "=1+1"), join(t, l.open, "Gone")
	l.erased = join(t, l.open, "Erased")
	ask(t, client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID + "/participants/" + l.erased.ID, Token: l.ada}, nil)
	l.late = join(t, l.closed, "Late")
	for i, st := range []client.Participant{l.student, l.other} {
		ask(t, answer(st, 0, 1, st.Session.Questions[0].Options[i].ID), nil)
	}
	ask(t, client.Request{Method: "PATCH", Path: "/v1/sessions/" + l.paused.ID, Token: l.ada, Body: object{"state": "paused"}}, nil)
	ask(t, client.Request{Method: "PATCH", Path: "/v1/sessions/" + l.closed.ID, Token: l.ada, Body: object{"state": "closed"}}, nil)
	ask(t, client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.deleted.ID, Token: l.ada}, nil)
	var set struct{ ID string }
	ask(t, client.Request{Method: "POST", Path: "/v1/question-sets", Token: l.ada, Body: object{"title": "Set", "questions": questions}}, &set)
	l.set = set.ID
	time.Sleep(1100 * time.Millisecond) // for so long functions keep what they have read
	return l
}

func answer(st client.Participant, question, revision int, response any) client.Request {
	return client.Answers(st.Token, client.Answer{Question: st.Session.Questions[question].ID, Revision: revision, Response: response})
}

// A comparison is a request that is made of the stack and of a function's own
// process, which must answer alike.
type comparison struct {
	name string
	client.Request
	status int
	mask   []string // members of the JSON that differ each time; "*": the body
}

func comparisons(l *lesson) map[string][]comparison {
	key := client.NewKey()
	get := func(path, token string) client.Request {
		return client.Request{Method: "GET", Path: path, Token: token}
	}
	post := func(path, token string, body any) client.Request {
		return client.Request{Method: "POST", Path: path, Token: token, Body: body}
	}
	patch := func(s session, token string, body any) client.Request {
		return client.Request{Method: "PATCH", Path: "/v1/sessions/" + s.ID, Token: token, Body: body}
	}
	with := func(c client.Request, name, value string) client.Request {
		c.Header = maps.Clone(c.Header)
		if c.Header == nil {
			c.Header = make(map[string]string)
		}
		c.Header[name] = value
		return c
	}
	large := `{"x":"` + strings.Repeat("y", 65<<10) + `"}`
	unknown := strings.Repeat("a", 26)
	set := object{"title": "Made twice", "questions": []object{{"kind": "trueFalse", "prompt": "So?", "correct": true}}}
	return map[string][]comparison{
		"join": {
			{"join", client.Join(l.open.Code, "Ada", key), 201, []string{"token"}},
			{"join again as somebody else", client.Join(l.open.Code, "Bob", key), 422, nil},
			{"join with a spaced code", client.Join(strings.ToLower(l.open.Code[:3]+" - "+l.open.Code[3:]), "Ada", client.NewKey()), 201, []string{"token"}},
			{"join without a key", post("/v1/join", "", object{"code": l.open.Code, "alias": "Ada"}), 422, nil},
			{"join with a short key", client.Join(l.open.Code, "Ada", "short"), 422, nil},
			{"join without a name", client.Join(l.open.Code, " ", client.NewKey()), 422, nil},
			{"join nowhere", client.Join("BCDFGH", "Ada", client.NewKey()), 404, nil},
			{"join a closed session", client.Join(l.closed.Code, "Ada", client.NewKey()), 404, nil},
			{"join a paused session", client.Join(l.paused.Code, "Ada", client.NewKey()), 409, nil},
			{"no JSON", with(post("/v1/join", "", "{"), "Idempotency-Key", key), 400, nil},
			{"an unknown field", with(post("/v1/join", "", `{"code":"BCDFGH","alias":"a","age":9}`), "Idempotency-Key", key), 422, nil},
			{"a form", with(with(post("/v1/join", "", "code=BCDFGH"), "Idempotency-Key", key), "Content-Type", "application/x-www-form-urlencoded"), 415, nil},
			{"too large", with(post("/v1/join", "", large), "Idempotency-Key", key), 413, nil},
			{"wrong method", get("/v1/join", ""), 405, nil},
			{"state", get("/v1/sessions/"+l.open.ID+"/state", ""), 200, nil},
			{"state, not changed", with(get("/v1/sessions/"+l.open.ID+"/state", ""), "If-None-Match", "*"), 304, nil},
			{"state of a paused session", get("/v1/sessions/"+l.paused.ID+"/state", ""), 200, nil},
			{"state of a deleted session", get("/v1/sessions/"+l.deleted.ID+"/state", ""), 404, nil},
			{"state of nothing", get("/v1/sessions/"+unknown+"/state", ""), 404, nil},
			{"solutions", get("/v1/sessions/"+l.closed.ID+"/solutions", l.late.Token), 200, nil},
			{"solutions for a stranger", get("/v1/sessions/"+l.closed.ID+"/solutions", l.student.Token), 401, nil},
			{"solutions without a token", get("/v1/sessions/"+l.closed.ID+"/solutions", ""), 401, nil},
			{"solutions that aren't shown", get("/v1/sessions/"+l.open.ID+"/solutions", l.student.Token), 409, nil},
		},
		"watch": {
			{"a change that was missed", get("/v1/sessions/"+l.open.ID+"/changes?after=1&wait=1", ""), 200, nil},
			{"without a version", get("/v1/sessions/"+l.open.ID+"/changes?wait=1", ""), 422, nil},
			{"too long", get("/v1/sessions/"+l.open.ID+"/changes?after=1&wait=26", ""), 422, nil},
			{"of a deleted session", get("/v1/sessions/"+l.deleted.ID+"/changes?after=1&wait=1", ""), 404, nil},
			{"of nothing", get("/v1/sessions/"+unknown+"/changes?after=1&wait=1", ""), 404, nil},
			{"wrong method", post("/v1/sessions/"+l.open.ID+"/changes", "", object{}), 405, nil},
		},
		"answer": {
			{"answer", answer(l.student, 1, 1, "water"), 200, nil},
			{"change it", answer(l.student, 1, 2, "ice"), 200, nil},
			{"wrong shape", answer(l.student, 1, 3, 7), 200, nil},
			{"unknown question", post("/v1/answers", l.student.Token, `{"answers":[{"questionId":"none","revision":1,"response":"a"}]}`), 200, nil},
			{"revision 51", answer(l.student, 1, 51, "steam"), 200, nil},
			{"nothing", post("/v1/answers", l.student.Token, `{"answers":[]}`), 422, nil},
			{"no token", post("/v1/answers", "", `{"answers":[]}`), 401, nil},
			{"a forged token", post("/v1/answers", strings.Repeat("A", len(l.student.Token)), `{"answers":[]}`), 401, nil},
			{"a teacher's token", post("/v1/answers", l.ada, `{"answers":[]}`), 401, nil},
			{"no JSON", post("/v1/answers", l.student.Token, "{"), 400, nil},
			{"too large", post("/v1/answers", l.student.Token, large), 413, nil},
			{"closed", answer(l.late, 1, 1, "water"), 409, nil},
			{"wrong method", get("/v1/answers", l.student.Token), 405, nil},
		},
		"rights": {
			{"me", get("/v1/me", l.student.Token), 200, nil},
			{"me without a token", get("/v1/me", ""), 401, nil},
			{"me with a forged token", get("/v1/me", strings.Repeat("A", len(l.student.Token))), 401, nil},
			{"erase me", client.Request{Method: "DELETE", Path: "/v1/me", Token: l.gone.Token}, 202, []string{"state", "receiptId", "irrecoverableAt"}}, // retention may have been there by now
			{"me, erased", get("/v1/me", l.gone.Token), 410, nil},
			{"wrong method", post("/v1/me", l.student.Token, "{}"), 405, nil},
			{"ask a school", client.Request{Method: "POST", Path: "/v1/requests", Key: client.NewKey(), Body: fmt.Sprintf(asking, "org_north")}, 202, nil},
			{"ask no school", client.Request{Method: "POST", Path: "/v1/requests", Key: client.NewKey(), Body: fmt.Sprintf(asking, "org_none")}, 404, nil},
			{"follow nothing", get("/v1/requests/"+unknown, unknown), 404, nil},
		},
		"org": {
			{"policy", get("/v1/policy", l.ada), 200, nil},
			{"policy without a token", get("/v1/policy", ""), 401, nil},
			{"what a school promises", get("/v1/orgs/org_north/privacy", ""), 200, nil},
			{"what nobody promises", get("/v1/orgs/org_none/privacy", ""), 404, nil},
			{"plan for a teacher", get("/v1/retention/plan", l.ada), 403, nil},
			{"plan", get("/v1/retention/plan?at=2030-01-01T00:00:00Z", l.alan), 200, []string{"at"}},
			{"holds", get("/v1/holds", l.alan), 200, nil},
			{"release nothing", client.Request{Method: "DELETE", Path: "/v1/holds/" + unknown, Token: l.alan}, 404, nil},
			{"erasures", get("/v1/erasures", l.alan), 200, nil},
			{"erase nothing", post("/v1/erasures", l.alan, object{"subject": object{"kind": "org"}, "ground": "school"}), 422, nil},
			{"erase a student without a second factor", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID + "/participants/" + l.other.ID, Token: l.adaAlone}, 401, nil},
			{"erase a student of another school", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID + "/participants/" + l.other.ID, Token: l.alan}, 404, nil},
			{"erase a student who isn't there", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID + "/participants/" + unknown, Token: l.ada}, 404, nil},
			{"erase a student, again", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID + "/participants/" + l.erased.ID, Token: l.ada}, 202, nil},
			{"receipts", get("/v1/receipts", l.alan), 200, nil},
			{"no receipt", get("/v1/receipts/"+unknown, l.ada), 404, nil},
			{"blocks of receipts", get("/v1/receipts/blocks", l.alan), 200, nil},
			{"keys of receipts", get("/v1/receipts/keys", ""), 200, nil},
			{"agreements", get("/v1/org/agreements", l.alan), 200, nil},
			{"schools, for a school", get("/v1/orgs", l.alan), 403, nil},
			{"orphans", get("/v1/orphans", l.alan), 200, nil},
			{"confirm nothing", post("/v1/retention/confirm", l.alan, object{"what": "cap", "waiting": 1}), 409, nil},
			{"wrong method", client.Request{Method: "PATCH", Path: "/v1/policy", Token: l.alan}, 405, nil},
		},
		"incident": {
			{"public notices", get("/v1/notices/public", ""), 200, nil},
			{"incidents without a token", get("/v1/incidents", ""), 401, nil},
			{"incidents", get("/v1/incidents", l.alan), 200, nil},
			{"incidents without a second factor", get("/v1/incidents", l.alanAlone), 401, nil},
			{"incidents for a teacher", get("/v1/incidents", l.ada), 403, nil},
			{"incidents for the operator", get("/v1/incidents", l.ops), 200, nil},
			{"no incident", get("/v1/incidents/"+unknown, l.alan), 404, nil},
		},
		"request": {
			{"requests", get("/v1/requests", l.alan), 200, nil},
			{"open requests", get("/v1/requests?state=open&pageSize=1", l.alan), 200, nil},
			{"requests in no state", get("/v1/requests?state=lost", l.alan), 422, nil},
			{"requests without a second factor", get("/v1/requests", l.alanAlone), 401, nil},
			{"requests for a teacher", get("/v1/requests", l.ada), 403, nil},
			{"no request", get("/v1/requests/"+unknown, l.alan), 404, nil},
			{"decide without a token", post("/v1/requests/"+unknown+"/decide", "", object{"decision": "granted", "text": "Yes."}), 401, nil},
			{"identify without anything", post("/v1/requests/"+unknown+"/identify", l.alan, object{"how": "asked"}), 422, nil},
			{"wrong method", client.Request{Method: "DELETE", Path: "/v1/requests/" + unknown, Token: l.alan}, 405, nil},
		},
		"live": {
			{"stream", get("/v1/sessions/"+l.open.ID+"/results/stream", l.ada), 200, nil},
			{"stream of another school", get("/v1/sessions/"+l.open.ID+"/results/stream", l.alan), 404, nil},
			{"stream without a token", get("/v1/sessions/"+l.open.ID+"/results/stream", ""), 401, nil},
			{"wrong method", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID + "/results/stream", Token: l.ada}, 405, nil},
		},
		"teacher": {
			{"sessions", get("/v1/sessions?state=paused&pageSize=1", l.alan), 200, nil},
			{"sessions, too many", get("/v1/sessions?pageSize=1000", l.ada), 422, nil},
			{"sessions without a token", get("/v1/sessions", ""), 401, nil},
			{"sessions with a student's token", get("/v1/sessions", l.student.Token), 401, nil},
			{"session", get("/v1/sessions/"+l.open.ID, l.ada), 200, nil},
			{"a colleague's session", get("/v1/sessions/"+l.open.ID, l.linus), 404, nil},
			{"another school's session", get("/v1/sessions/"+l.open.ID, l.alan), 404, nil},
			{"a deleted session", get("/v1/sessions/"+l.deleted.ID, l.ada), 404, nil},
			{"no id", get("/v1/sessions/x", l.ada), 404, nil},
			{"paper", get("/v1/sessions/"+l.open.ID+"/paper", l.ada), 200, nil},
			{"results", get("/v1/sessions/"+l.open.ID+"/results", l.ada), 200, nil},
			{"results of another school", get("/v1/sessions/"+l.open.ID+"/results", l.alan), 404, nil},
			{"export as CSV", get("/v1/sessions/"+l.open.ID+"/export?format=csv", l.ada), 200, nil},
			{"export as JSON", get("/v1/sessions/"+l.open.ID+"/export?format=json", l.ada), 200, []string{"exportedAt"}},
			{"export as XLSX", get("/v1/sessions/"+l.open.ID+"/export?format=xlsx", l.ada), 200, []string{"*"}},
			{"export as something", get("/v1/sessions/"+l.open.ID+"/export?format=pdf", l.ada), 422, nil},
			{"export without a second factor", get("/v1/sessions/"+l.open.ID+"/export?format=csv", l.adaAlone), 401, nil},
			{"delete without a second factor", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.open.ID, Token: l.adaAlone}, 401, nil},
			{"delete again", client.Request{Method: "DELETE", Path: "/v1/sessions/" + l.deleted.ID, Token: l.ada}, 200, nil},
			{"restore what isn't deleted", post("/v1/sessions/"+l.open.ID+"/restore", l.ada, nil), 409, nil},
			{"close again", patch(l.closed, l.ada, object{"state": "closed"}), 200, nil},
			{"reopen", patch(l.closed, l.ada, object{"state": "open"}), 409, nil},
			{"patch nothing", patch(l.open, l.ada, object{}), 422, nil},
			{"patch with nonsense", patch(l.open, l.ada, object{"state": "asleep"}), 422, nil},
			{"question set", get("/v1/question-sets/"+l.set, l.ada), 200, nil},
			{"question set of another school", get("/v1/question-sets/"+l.set, l.alan), 404, nil},
			{"replace another revision", with(client.Request{Method: "PUT", Path: "/v1/question-sets/" + l.set, Token: l.ada, Body: set}, "If-Match", `"7"`), 412, nil},
			{"create", with(post("/v1/question-sets", l.ada, set), "Idempotency-Key", key), 201, nil},
			{"create another with the same key", with(post("/v1/question-sets", l.ada, object{"title": "Other", "questions": set["questions"]}), "Idempotency-Key", key), 422, nil},
			{"create nonsense", post("/v1/question-sets", l.ada, object{"title": "", "questions": []object{{"kind": "riddle", "prompt": ""}}}), 422, nil},
			{"open a session with no set", post("/v1/sessions", l.ada, object{"questionSetId": unknown, "mode": "self-paced", "feedback": "none"}), 404, nil},
			{"wrong method", client.Request{Method: "DELETE", Path: "/v1/sessions", Token: l.ada}, 405, nil},
			{"nothing there", get("/v1/nothing", l.ada), 404, nil},
		},
	}
}

// A function's own process, configured by its environment, serves what the
// local stack serves.
func TestProcessServesAsTheStack(t *testing.T) {
	l := newLesson(t)
	all := comparisons(l)
	for _, name := range functionsOf(t, "HTTP") {
		t.Run(name, func(t *testing.T) {
			p := start(t, name, environment(t, name))
			if len(all[name]) == 0 {
				t.Fatal("nothing to compare")
			}
			for _, c := range all[name] {
				stack, own := to(t, stackURL(), c.Request), to(t, p.URL(), c.Request)
				if stack.status != c.status {
					t.Errorf("%s: the stack answers %d, want %d\n%s", c.name, stack.status, c.status, stack.body)
				}
				for _, d := range differences(stack, own, c.mask) {
					t.Errorf("%s: %s", c.name, d)
				}
			}
		})
	}
}

// exported is the second in the name of an exported file, which may be another a moment later.
var exported = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d{6}Z`)

// withoutID returns r with a fixed request id and a fixed time of an export where it has them.
func (r reply) withoutID() reply {
	if name := r.header.Get("Content-Disposition"); exported.MatchString(name) {
		r.header = r.header.Clone()
		r.header.Set("Content-Disposition", exported.ReplaceAllString(name, "time"))
	}
	if id := r.header.Get(httpapi.RequestID); id != "" {
		r.header = r.header.Clone()
		r.header.Set(httpapi.RequestID, "id")
		r.body = strings.Replace(r.body, `"requestId":"`+id+`"`, `"requestId":"id"`, 1)
	}
	return r
}

// differences says in what two replies differ, but for the date, the request's
// id and what is masked.
func differences(a, b reply, mask []string) []string {
	a, b = a.withoutID(), b.withoutID()
	var all []string
	if a.status != b.status {
		all = append(all, fmt.Sprintf("status %d and %d", a.status, b.status))
	}
	ignored := []string{"Date"}
	if len(mask) > 0 {
		ignored = append(ignored, "Content-Length")
	}
	names := slices.Sorted(maps.Keys(a.header))
	for name := range b.header {
		if _, ok := a.header[name]; !ok {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if !slices.Contains(ignored, name) && !slices.Equal(a.header[name], b.header[name]) {
			all = append(all, fmt.Sprintf("%s is %q and %q", name, a.header[name], b.header[name]))
		}
	}
	if slices.Contains(mask, "*") {
		return all
	}
	x, y := any(a.body), any(b.body)
	if len(mask) > 0 {
		x, y = masked(a.body, mask), masked(b.body, mask)
	}
	if !reflect.DeepEqual(x, y) {
		all = append(all, fmt.Sprintf("body\n%.2000v\nand\n%.2000v", x, y))
	}
	return all
}

// masked parses JSON and removes the members that differ each time. What isn't JSON, or
// lacks a member, stays as it is.
func masked(body string, mask []string) any {
	var v map[string]any
	if json.Unmarshal([]byte(body), &v) != nil {
		return body
	}
	for _, name := range mask {
		if _, ok := v[name]; !ok {
			return body
		}
		delete(v, name)
	}
	return v
}

func TestDifferencesAreSeen(t *testing.T) {
	t.Parallel()
	a := reply{200, http.Header{"Date": {"now"}, "Content-Type": {"application/json"}}, `{"token":"x","id":1}`}
	if got := differences(reply{404, http.Header{"X-Request-Id": {"1"}}, `{"requestId":"1"}`}, reply{404, http.Header{"X-Request-Id": {"2"}}, `{"requestId":"2"}`}, nil); got != nil {
		t.Errorf("another request: %q", got)
	}
	if got := differences(reply{404, http.Header{"X-Request-Id": {"1"}}, `{"requestId":"1"}`}, reply{404, http.Header{"X-Request-Id": {"2"}}, `{"requestId":"1"}`}, nil); len(got) != 1 {
		t.Errorf("an id that isn't the request's: %q", got)
	}
	for _, tt := range []struct {
		name string
		b    reply
		mask []string
		want int
	}{
		{"the same later", reply{200, http.Header{"Date": {"then"}, "Content-Type": {"application/json"}}, a.body}, nil, 0},
		{"another token", reply{200, a.header, `{"token":"y","id":1}`}, []string{"token"}, 0},
		{"another id", reply{200, a.header, `{"token":"y","id":2}`}, []string{"token"}, 1},
		{"no token", reply{200, a.header, `{"id":1}`}, []string{"token"}, 1},
		{"another status", reply{201, a.header, a.body}, nil, 1},
		{"a header less", reply{200, http.Header{}, a.body}, nil, 1},
		{"a header more", reply{200, http.Header{"Content-Type": {"application/json"}, "Etag": {"1"}}, a.body}, nil, 1},
	} {
		if got := differences(a, tt.b, tt.mask); len(got) != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// Without one of its variables a function starts, answers 503, and names the
// variable, never a value.
func TestIncompleteEnvironment(t *testing.T) {
	requests := map[string]client.Request{
		"join":     {Method: "POST", Path: "/v1/join", Body: "{}"},
		"answer":   {Method: "POST", Path: "/v1/answers", Body: "{}"},
		"rights":   {Method: "GET", Path: "/v1/me"},
		"live":     {Method: "GET", Path: "/v1/sessions/x/results/stream"},
		"teacher":  {Method: "GET", Path: "/v1/sessions"},
		"org":      {Method: "GET", Path: "/v1/policy"},
		"incident": {Method: "GET", Path: "/v1/incidents"},
		"request":  {Method: "GET", Path: "/v1/requests"},
	}
	check := func(t *testing.T, name, variable string, env []string, hidden string) {
		t.Helper()
		r := to(t, start(t, name, env).URL(), requests[name])
		var problem struct{ Type, Detail string }
		if err := json.Unmarshal([]byte(r.body), &problem); err != nil {
			t.Fatalf("%s without %s: %v\n%s", name, variable, err, r.body)
		}
		if r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "" || problem.Type != "/problems/unavailable" ||
			r.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s without %s: %d, %v\n%s", name, variable, r.status, r.header, r.body)
		}
		if !strings.Contains(problem.Detail, variable) || hidden != "" && strings.Contains(r.body, hidden) {
			t.Errorf("%s without %s says %q", name, variable, problem.Detail)
		}
	}
	for _, name := range functionsOf(t, "HTTP") {
		full := environment(t, name)
		for _, variable := range variables[name] {
			check(t, name, variable, slices.DeleteFunc(slices.Clone(full), func(v string) bool {
				return strings.HasPrefix(v, variable+"=")
			}), "")
		}
	}
	for _, name := range []string{"join", "answer", "rights"} {
		for _, wrong := range []string{"not*base64", base64.StdEncoding.EncodeToString([]byte("too short"))} {
			check(t, name, "", append(environment(t, name), environ.TicketSecret+"="+wrong), wrong)
		}
	}
}

// The ticket secret changes in the middle of a lesson: tokens under the previous one keep
// working, those under an earlier one don't.
func TestTicketSecretRotates(t *testing.T) {
	s := open(t, teacherToken(t, "ada@north.example"), []object{{"kind": "text", "prompt": "What?"}}, nil)
	st := join(t, s, "Ada")
	secret := make([]byte, 32)
	rand.Read(secret)
	rotated := slices.DeleteFunc(environment(t, "answer"), func(v string) bool { return strings.HasPrefix(v, environ.TicketSecret+"=") })
	rotated = append(rotated, environ.TicketSecret+"="+base64.StdEncoding.EncodeToString(secret))
	if r := to(t, start(t, "answer", rotated).URL(), answer(st, 0, 1, "water")); r.status != http.StatusUnauthorized {
		t.Errorf("a token of an earlier secret: %d\n%s", r.status, r.body)
	}
	both := append(rotated, environ.TicketSecretPrevious+"="+os.Getenv(environ.TicketSecret))
	if r := to(t, start(t, "answer", both).URL(), answer(st, 0, 1, "water")); r.status != http.StatusOK || !strings.Contains(r.body, `"recorded"`) {
		t.Errorf("a token of the previous secret: %d\n%s", r.status, r.body)
	}
}
