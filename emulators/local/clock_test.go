package main_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/smtp"
	"slices"
	"strings"
	"testing"
	"time"

	api "github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// manage makes a request of the management address.
func (s *process) manageCall(t *testing.T, method, path, body string) (int, []byte) {
	t.Helper()
	manage := api.Client{Origin: s.manage}
	resp, err := manage.Send(t.Context(), api.Request{Method: method, Path: path, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Status, resp.Body
}

func (s *process) now(t *testing.T) time.Time {
	t.Helper()
	status, body := s.manageCall(t, "GET", "/clock", "")
	var clock struct{ Now time.Time }
	if err := json.Unmarshal(body, &clock); status != 200 || err != nil {
		t.Fatalf("the clock says %d %s, %v", status, body, err)
	}
	return clock.Now
}

func (s *process) advance(t *testing.T, d time.Duration) {
	t.Helper()
	before := s.now(t)
	if status, body := s.manageCall(t, "POST", "/clock", `{"advance":"`+d.String()+`"}`); status != 200 {
		t.Fatalf("moving the clock: %d %s", status, body)
	}
	if moved := s.now(t).Sub(before); moved < d || moved > d+10*time.Second {
		t.Fatalf("the clock moved by %v, want %v", moved, d)
	}
}

// Requests from pages of other origins, and from pages whose name resolves to this machine, are refused.
func testStrangers(t *testing.T, s *process) {
	before := s.now(t)
	for _, tt := range []struct {
		name, method, url, host string
		header                  []string
		status                  int
	}{
		{"a page moves the clock", "POST", s.manage + "/clock", "", []string{"Origin", "https://other.example"}, 403},
		{"a page of the app does", "POST", s.manage + "/clock", "", []string{"Origin", s.origin}, 403},
		{"a page without an origin does", "POST", s.manage + "/clock", "", []string{"Origin", "null"}, 403},
		{"a browser says so", "POST", s.manage + "/clock", "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a page ticks", "POST", s.manage + "/tick/retention-tick", "", []string{"Origin", "https://other.example"}, 403},
		{"another name moves the clock", "POST", s.manage + "/clock", "other.example", nil, 403},
		{"another name reads mail", "GET", s.manage + "/mail", "other.example:8081", nil, 403},
		{"a name that begins alike", "GET", s.manage + "/mail", "127.0.0.1.other.example", nil, 403},
		{"a name that begins with ours", "GET", s.manage + "/mail", "localhost.other.example:80", nil, 403},
		{"an address elsewhere", "GET", s.manage + "/mail", "192.168.1.1", nil, 403},
		{"the app under another name", "GET", s.origin + "/config.json", "other.example", nil, 403},
		{"sign-in under another name", "GET", s.vars["AUTH0_DOMAIN"] + "/.well-known/jwks.json", "other.example", nil, 403},
		{"localhost", "GET", s.manage + "/mail", "localhost", nil, 200},
		{"localhost with a port", "GET", s.origin + "/config.json", "localhost:5173", nil, 200},
		{"IPv6", "GET", s.manage + "/healthz", "[::1]:8081", nil, 200},
	} {
		req, err := http.NewRequestWithContext(t.Context(), tt.method, tt.url, strings.NewReader(`{"advance":"48h"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = tt.host
		for i := 0; i < len(tt.header); i += 2 {
			req.Header.Set(tt.header[i], tt.header[i+1])
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != tt.status || tt.status != 200 && !strings.Contains(string(body), "error") {
			t.Errorf("%s: %s %s", tt.name, resp.Status, body)
		}
	}
	if moved := s.now(t).Sub(before); moved > 24*time.Hour {
		t.Errorf("the clock was moved by %v", moved)
	}
}

func testManagement(t *testing.T, s *process, in *inbox) {
	if status, body := s.manageCall(t, "GET", "/healthz", ""); status != 200 || !json.Valid(body) {
		t.Errorf("/healthz: %d %s", status, body)
	}
	if drift := time.Until(s.now(t)); drift.Abs() > 5*time.Second {
		t.Errorf("the clock differs by %v before anybody has moved it", drift)
	}
	for _, bad := range []string{``, `{}`, `{"advance":"soon"}`, `{"advance":"1h","set":"2027-01-01T00:00:00Z"}`, `{"forward":"1h"}`, `{"set":"tomorrow"}`} {
		if status, body := s.manageCall(t, "POST", "/clock", bad); status != 400 || !json.Valid(body) {
			t.Errorf("the clock set to %s: %d %s", bad, status, body)
		}
	}

	for _, topic := range in.topics {
		in.pull(topic)
	}
	for _, topic := range []string{"retention-tick", "breach-tick"} {
		if status, body := s.manageCall(t, "POST", "/tick/"+topic, ""); status != 202 {
			t.Errorf("/tick/%s: %d %s", topic, status, body)
		}
		eventually(t, "the tick is published", func() bool { return len(in.pull(topic)) == 1 })
	}
	for _, topic := range []string{"notify-mail", "nothing"} {
		if status, _ := s.manageCall(t, "POST", "/tick/"+topic, ""); status != 404 {
			t.Errorf("/tick/%s: %d", topic, status)
		}
	}
	if status, _ := s.manageCall(t, "GET", "/tick/retention-tick", ""); status != 405 {
		t.Errorf("a tick by GET: %d", status)
	}

	if status, body := s.manageCall(t, "GET", "/mail", ""); status != 200 || string(bytes.TrimSpace(body)) != "[]" {
		t.Errorf("/mail before there is any: %d %s", status, body)
	}
	message := "From: <a@north.example>\r\nTo: <b@north.example>\r\nSubject: Water\r\n\r\nIt rains.\r\n"
	if err := smtp.SendMail(s.vars["SMTP_HOST"], nil, "a@north.example", []string{"b@north.example"}, []byte(message)); err != nil {
		t.Fatal(err)
	}
	if status, body := s.manageCall(t, "GET", "/mail", ""); status != 200 || !strings.Contains(string(body), "Water") || !strings.Contains(string(body), "It rains.") {
		t.Errorf("/mail: %d %s", status, body)
	}

	// A jump over many hours publishes a scheduled topic once. (A second time, if
	// a quarter of an hour ends just now.)
	for _, topic := range in.topics {
		in.pull(topic)
	}
	s.advance(t, 5*time.Hour)
	for _, topic := range []string{"retention-tick", "breach-tick"} {
		n := 0
		eventually(t, "the scheduler noticed", func() bool { n += len(in.pull(topic)); return n > 0 })
		if n += len(in.pull(topic)); n > 2 {
			t.Errorf("after a jump there are %d messages to %s", n, topic)
		}
	}
}

// The clock moves everything alike: sign-in, tokens, sessions, deletions.
func testClock(t *testing.T, s *process) {
	c := newClient(t, s)
	signIn := func() *client { return c.as(passwordGrant(t, s, "ada@north.example")) }
	ada := signIn()
	c.want(200, ada, "GET", "/v1/sessions?pageSize=1", nil)
	set := object{"title": "Clock", "questions": []object{{"kind": "trueFalse", "prompt": "So?", "correct": true}}}
	var made struct{ ID string }
	c.want(201, ada, "POST", "/v1/question-sets", set).into(&made)
	end := s.now(t).Add(2 * time.Hour).UTC().Truncate(time.Second)
	sid, code := c.opens(ada, object{"questionSetId": made.ID, "mode": "self-paced", "feedback": "none", "closesAt": end.Format(time.RFC3339)})
	st := c.joins(code, "Punctual", api.NewKey())
	c.gives(st.Token, answer(st.Session.Questions[0], 1, true))
	gone, _ := c.opens(ada, object{"questionSetId": made.ID, "mode": "self-paced", "feedback": "none"})
	var deleted struct{ RestorableUntil time.Time }
	c.want(200, ada, "DELETE", "/v1/sessions/"+gone, nil).into(&deleted)

	// The second factor is too old after a quarter of an hour.
	s.advance(t, 16*time.Minute)
	if r := c.want(401, ada, "GET", "/v1/sessions/"+sid+"/export?format=csv", nil); r.problem() != "second-factor-required" {
		t.Errorf("an old second factor: %s", r.body)
	}
	c.want(200, ada, "GET", "/v1/sessions/"+sid, nil)

	// The token expires, and its holder's stream ends.
	b := ada.watch(sid)
	defer b.end()
	eventually(t, "the stream begins", func() bool { return b.seen("snapshot") == 1 })
	s.advance(t, 2*time.Hour)
	if r := c.want(401, ada, "GET", "/v1/sessions/"+sid, nil); r.problem() != "invalid-token" {
		t.Errorf("an expired token: %s", r.body)
	}
	select {
	case <-b.done:
	case <-time.After(10 * time.Second):
		t.Error("the stream outlives its token")
	}
	ada = signIn()
	c.want(200, ada, "GET", "/v1/sessions?pageSize=1", nil)

	// The session has closed by its closesAt.
	var session struct{ State string }
	c.want(200, ada, "GET", "/v1/sessions/"+sid, nil).into(&session)
	if session.State != "closed" {
		t.Errorf("after its end the session is %s", session.State)
	}
	if r := c.want(409, c.as(st.Token), "POST", "/v1/answers", object{"answers": []object{answer(st.Session.Questions[0], 2, false)}}); r.problem() != "session-closed" {
		t.Errorf("an answer after the end: %s", r.body)
	}
	c.want(404, c.with(api.NewKey()), "POST", "/v1/join", object{"code": code, "alias": "Late"})
	var state struct{ State string }
	c.want(200, c, "GET", "/v1/sessions/"+sid+"/state", nil).into(&state)
	if state.State != "closed" {
		t.Errorf("after its end the students are told %s", state.State)
	}
	results := c.results(ada, sid)
	if len(results.Participants) != 1 || len(results.Participants[0].Answers) != 1 {
		t.Errorf("after the end there are %+v", results.Participants)
	}

	// A student's token lasts two weeks longer than the session.
	s.advance(t, 13*24*time.Hour)
	c.want(200, c.as(st.Token), "GET", "/v1/me", nil)
	s.advance(t, 2*24*time.Hour)
	c.want(401, c.as(st.Token), "GET", "/v1/me", nil)

	// What was deleted can be restored for six months, to the second.
	s.set(t, deleted.RestorableUntil.Add(-time.Minute))
	ada = signIn()
	c.want(200, ada, "POST", "/v1/sessions/"+gone+"/restore", nil)
	var again struct{ RestorableUntil time.Time }
	c.want(200, ada, "DELETE", "/v1/sessions/"+gone, nil).into(&again)
	if !again.RestorableUntil.Equal(deleted.RestorableUntil) {
		t.Errorf("the final date moved from %v to %v", deleted.RestorableUntil, again.RestorableUntil)
	}
	s.set(t, deleted.RestorableUntil.Add(time.Second))
	if r := c.want(410, ada, "POST", "/v1/sessions/"+gone+"/restore", nil); r.problem() != "restore-window-over" {
		t.Errorf("too late: %s", r.body)
	}

	// Back to today, for those who come after.
	s.set(t, time.Now())
	if r := signIn().do("GET", "/v1/sessions?pageSize=1", nil); r.status != 200 {
		t.Errorf("back in the present: %d %s", r.status, r.body)
	}
	s.complains(t)
}

// complains fails the test if the stack logged anything that the tests don't
// bring about on purpose.
func (s *process) complains(t *testing.T) {
	t.Helper()
	for _, line := range s.stderr.lines() {
		expected := slices.ContainsFunc([]string{
			"level=DEBUG", "slow request", "level=INFO msg=request ", "level=INFO msg=requests ",
			// The planted message.
			"a message was not handled", "Function error: the message was not handled",
		}, func(part string) bool { return strings.Contains(line, part) })
		if !expected {
			t.Errorf("the stack says: %s", line)
		}
	}
}

func (s *process) set(t *testing.T, to time.Time) {
	t.Helper()
	if status, body := s.manageCall(t, "POST", "/clock", `{"set":"`+to.UTC().Format(time.RFC3339Nano)+`"}`); status != 200 {
		t.Fatalf("setting the clock: %d %s", status, body)
	}
	if off := s.now(t).Sub(to); off.Abs() > 10*time.Second {
		t.Fatalf("the clock is off by %v", off)
	}
}
