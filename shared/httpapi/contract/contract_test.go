package contract

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A recorder is a testing.TB that keeps what it is told.
type recorder struct {
	testing.TB
	mu     sync.Mutex
	errors []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

const (
	sid     = "onswg4tforpw63dmmfzgk2lomm"
	state   = `{"state":"open","currentQuestion":null,"closesAt":null,"version":1}`
	problem = `{"type":"/problems/not-found","title":"Not found","status":404,"detail":"Look.","requestId":"00f067aa0ba902b7"}`
	answer  = `{"answers":[{"questionId":"q1","revision":1,"response":"a"}]}`
)

func TestRoundTripper(t *testing.T) {
	t.Parallel()
	stateHeader := []string{"Content-Type", "application/json", "ETag", `"1"`, "Cache-Control", "public, max-age=1"}
	fresh := []string{"Cache-Control", "no-store", "X-Request-Id", "00f067aa0ba902b7"}
	problemHeader := append([]string{"Content-Type", "application/problem+json"}, fresh...)
	jsonHeader := append([]string{"Content-Type", "application/json"}, fresh...)
	for _, tt := range []struct {
		name         string
		method, path string
		body         string
		bad          bool
		status       int
		header       []string
		response     string
		want         string // a part of the error; empty: none
	}{
		{name: "good", path: "/v1/sessions/" + sid + "/state", status: 200, header: stateHeader, response: state},
		{name: "good problem", path: "/v1/sessions/" + sid + "/state", status: 404, header: problemHeader, response: problem},
		{name: "not modified", path: "/v1/sessions/" + sid + "/state", status: 304, header: stateHeader[2:]},
		{name: "id in what is kept", path: "/v1/sessions/" + sid + "/state", status: 200, header: append(fresh[2:4:4], stateHeader...), response: state, want: "a cache would keep X-Request-Id"},
		{name: "no id", path: "/v1/me", status: 404, header: problemHeader[:4], response: strings.Replace(problem, `,"requestId":"00f067aa0ba902b7"`, "", 1), want: "no X-Request-Id"},
		{name: "another id in the body", path: "/v1/me", status: 404, header: problemHeader, response: strings.Replace(problem, "00f0", "11f0", 1), want: "requestId"},
		{name: "no id in the body", path: "/v1/me", status: 404, header: problemHeader, response: strings.Replace(problem, `,"requestId":"00f067aa0ba902b7"`, "", 1), want: "requestId"},
		{name: "an id of another form", path: "/v1/me", status: 404, header: append([]string{"X-Request-Id", "Ada"}, problemHeader[:4]...), response: strings.Replace(problem, "00f067aa0ba902b7", "Ada", 1), want: "X-Request-Id"},
		{name: "elsewhere", path: "/anything", status: 418, response: "tea"},
		{name: "bad id in the path", path: "/v1/sessions/1/state", status: 404, header: problemHeader, response: problem, want: "sid"},
		{name: "bad id on purpose", path: "/v1/sessions/1/state", bad: true, status: 404, header: problemHeader, response: problem},
		{name: "field too many", path: "/v1/sessions/" + sid + "/state", status: 200, header: stateHeader, response: state[:len(state)-1] + `,"alias":"x"}`, want: "alias"},
		{name: "field missing", path: "/v1/sessions/" + sid + "/state", status: 200, header: stateHeader, response: `{"state":"open"}`, want: "version"},
		{name: "wrong enum", path: "/v1/sessions/" + sid + "/state", status: 200, header: stateHeader, response: strings.Replace(state, "open", "ajar", 1), want: "/state"},
		{name: "no time", path: "/v1/sessions/" + sid + "/state", status: 200, header: stateHeader, response: strings.Replace(state, `"closesAt":null`, `"closesAt":"soon"`, 1), want: "/closesAt"},
		{name: "not UTC", path: "/v1/sessions/" + sid + "/state", status: 200, header: stateHeader, response: strings.Replace(state, `"closesAt":null`, `"closesAt":"2026-09-01T10:00:00+02:00"`, 1), want: "/closesAt"},
		{name: "no ETag", path: "/v1/sessions/" + sid + "/state", status: 200, header: []string{"Content-Type", "application/json", "Cache-Control", "public, max-age=1"}, response: state, want: "ETag"},
		{name: "other caching", path: "/v1/sessions/" + sid + "/state", status: 200, header: append([]string{"ETag", `"1"`}, jsonHeader...), response: state, want: "Cache-Control"},
		{name: "status not in the document", path: "/v1/sessions/" + sid + "/state", status: 202, header: stateHeader, response: state, want: "status is not supported"},
		{name: "plain text error", path: "/v1/sessions/" + sid + "/state", status: 404, header: append([]string{"Content-Type", "text/plain"}, fresh...), response: "404", want: "text/plain"},
		{name: "problem with another status", path: "/v1/sessions/" + sid + "/state", status: 500, header: problemHeader, response: problem, want: "says 404"},
		{name: "problem with more in it", path: "/v1/sessions/" + sid + "/state", status: 404, header: problemHeader, response: problem[:len(problem)-1] + `,"trace":"x"}`, want: "trace"},
		{name: "unknown route", path: "/v1/nowhere", status: 404, header: problemHeader, response: problem, want: "not in the document"},
		{name: "unknown route on purpose", path: "/v1/nowhere", bad: true, status: 404, header: problemHeader, response: problem},
		{name: "unknown route on purpose, plain", path: "/v1/nowhere", bad: true, status: 404, header: append([]string{"Content-Type", "text/plain"}, fresh...), response: "404", want: "not as a problem"},
		{name: "unknown method on purpose", method: "PUT", path: "/v1/answers", bad: true, status: 405, header: problemHeader, response: problem},
		{name: "401 without a challenge", method: "POST", path: "/v1/answers", body: answer, status: 401, header: problemHeader, response: strings.Replace(problem, "404", "401", 1), want: "WWW-Authenticate"},
		{name: "bad request body", method: "POST", path: "/v1/answers", body: strings.Replace(answer, `"revision":1`, `"revision":51`, 1), status: 200, header: jsonHeader, response: `{"results":[{"questionId":"q1","revision":51,"status":"rejected"}]}`, want: "/answers/0/revision"},
		{name: "bad request body on purpose", method: "POST", path: "/v1/answers", body: "{", bad: true, status: 400, header: problemHeader, response: strings.Replace(problem, "404", "400", 1)},
		{name: "no request body", method: "POST", path: "/v1/answers", status: 400, header: problemHeader, response: strings.Replace(problem, "404", "400", 1), want: "request POST /v1/answers"},
		{name: "body where none belongs", method: "DELETE", path: "/v1/me", body: "{}", status: 202, header: jsonHeader, response: `{"state":"erased","irrecoverableAt":"2026-09-08T08:10:00Z"}`, want: "body not allowed"},
		{name: "content where none belongs", method: "DELETE", path: "/v1/sessions/" + sid + "/co-teachers/" + sid, status: 204, header: append([]string{"Content-Type", "text/html"}, fresh...), want: "text/html"},
		{name: "key missing", method: "POST", path: "/v1/join", body: `{"code":"KXWQPT","alias":"Ada"}`, status: 404, header: problemHeader, response: problem, want: "Idempotency-Key"},
		{name: "file", path: "/v1/sessions/" + sid + "/export?format=xlsx", status: 200, header: append([]string{"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Content-Disposition", "attachment; filename=x.xlsx"}, fresh...), response: "PK\x03\x04"},
		{name: "file of another type", path: "/v1/sessions/" + sid + "/export?format=xlsx", status: 200, header: append([]string{"Content-Type", "application/zip", "Content-Disposition", "attachment; filename=x.xlsx"}, fresh...), response: "PK\x03\x04", want: "application/zip"},
		{name: "unknown format", path: "/v1/sessions/" + sid + "/export?format=pdf", status: 422, header: problemHeader, response: strings.Replace(problem, "404", "422", 1), want: "format"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if got, _ := io.ReadAll(r.Body); string(got) != tt.body {
					t.Errorf("the server got %q", got)
				}
				w.Header()["Content-Type"] = nil
				for pair := range slices.Chunk(tt.header, 2) {
					w.Header().Set(pair[0], pair[1])
				}
				w.WriteHeader(tt.status)
				io.WriteString(w, tt.response)
			}))
			defer srv.Close()
			rec := &recorder{TB: t}
			client := &http.Client{Transport: New(rec).RoundTripper(srv.Client().Transport)}
			ctx := t.Context()
			if tt.bad {
				ctx = Bad(ctx)
			}
			var body io.Reader
			if tt.body != "" {
				body = strings.NewReader(tt.body)
			}
			req, err := http.NewRequestWithContext(ctx, tt.method, srv.URL+tt.path, body)
			if err != nil {
				t.Fatal(err)
			}
			if tt.body != "" {
				req.Header.Set("Content-Type", "application/json")
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if got, err := io.ReadAll(resp.Body); string(got) != tt.response || err != nil {
				t.Errorf("the client got %q, %v", got, err)
			}
			if tt.want == "" && len(rec.errors) > 0 || tt.want != "" && (len(rec.errors) == 0 || !strings.Contains(rec.errors[0], tt.want)) {
				t.Errorf("errors %q, want %q", rec.errors, tt.want)
			}
		})
	}
}

func TestStreamPassesThrough(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Request-Id", "00f067aa0ba902b7")
		io.WriteString(w, "event: x\n\n")
		http.NewResponseController(w).Flush()
		<-release
	}))
	defer srv.Close()
	defer close(release)
	client := &http.Client{Transport: New(t).RoundTripper(srv.Client().Transport)}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", srv.URL+"/v1/sessions/"+sid+"/results/stream", nil)
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b := make([]byte, 10)
	if _, err := io.ReadFull(resp.Body, b); err != nil || string(b) != "event: x\n\n" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestEvent(t *testing.T) {
	t.Parallel()
	rec := &recorder{TB: t}
	v := New(rec)
	v.Event("participantErased", []byte(`{"id":"`+sid+`"}`))
	if len(rec.errors) > 0 {
		t.Fatalf("%q", rec.errors)
	}
	for name, data := range map[string]string{
		"participantErased": `{"id":"` + sid + `","alias":"Ada"}`,
		"answers":           `{"items":[]}`,
		"snapshot":          `{}`,
		"session":           `[`,
		"unheardOf":         `{}`,
	} {
		rec.errors = nil
		if v.Event(name, []byte(data)); len(rec.errors) != 1 {
			t.Errorf("%s %s: %q", name, data, rec.errors)
		}
	}
}

func TestUnvisited(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Request-Id", "00f067aa0ba902b7")
		w.WriteHeader(404)
		io.WriteString(w, problem)
	}))
	defer srv.Close()
	v := New(t)
	const visited = "GET /v1/sessions/{sid}/state 404"
	before := v.Unvisited()
	client := &http.Client{Transport: v.RoundTripper(srv.Client().Transport)}
	resp, err := client.Get(srv.URL + "/v1/sessions/" + sid + "/state")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	after := v.Unvisited()
	if !slices.Contains(before, visited) || slices.Contains(after, visited) || len(after) != len(before)-1 {
		t.Errorf("%d before, %d after", len(before), len(after))
	}
}

// The document has these routes and no others.
func TestRoutes(t *testing.T) {
	t.Parallel()
	v := New(t)
	for _, want := range []string{
		"POST /v1/join 201", "GET /v1/sessions/{sid}/state 200", "GET /v1/sessions/{sid}/solutions 200", "POST /v1/answers 200",
		"GET /v1/me 200", "DELETE /v1/me 202", "GET /v1/question-sets 200", "POST /v1/question-sets 201", "GET /v1/question-sets/{id} 200",
		"PUT /v1/question-sets/{id} 200", "PUT /v1/question-sets/{id} 412", "DELETE /v1/question-sets/{id} 200", "GET /v1/sessions 200",
		"POST /v1/sessions 201", "GET /v1/sessions/{sid} 200", "PATCH /v1/sessions/{sid} 200", "DELETE /v1/sessions/{sid} 200",
		"POST /v1/sessions/{sid}/restore 200", "POST /v1/sessions/{sid}/restore 410", "GET /v1/sessions/{sid}/paper 200",
		"GET /v1/sessions/{sid}/results 200", "GET /v1/sessions/{sid}/results/stream 200", "GET /v1/sessions/{sid}/export 200",
		"PUT /v1/sessions/{sid}/grades 200", "DELETE /v1/sessions/{sid}/participants/{pid} 202",
		"POST /v1/sessions/{sid}/co-teachers/invitations 201", "POST /v1/co-teachers 200", "DELETE /v1/sessions/{sid}/co-teachers/{memberId} 204",
	} {
		if !slices.Contains(v.Unvisited(), want) {
			t.Errorf("the document has no %s", want)
		}
	}
}

func BenchmarkResponse(b *testing.B) {
	v := New(b)
	example := []byte(`{"results":[` + strings.Repeat(`{"questionId":"q1","revision":1,"status":"recorded"},`, 9) + `{"questionId":"q1","revision":1,"status":"recorded"}]}`)
	for b.Loop() {
		req := httptest.NewRequest("POST", "/v1/answers", strings.NewReader(answer))
		req.Header.Set("Content-Type", "application/json")
		in, _, err := v.request(req)
		if err != nil {
			b.Fatal(err)
		}
		resp := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-store"}, "X-Request-Id": {"00f067aa0ba902b7"}}, Body: io.NopCloser(strings.NewReader(string(example)))}
		if err := v.response(in, resp); err != nil {
			b.Fatal(err)
		}
	}
}
