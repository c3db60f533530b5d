package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/stacktest"
)

func TestMain(m *testing.M) {
	os.Exit(stacktest.Run(func() int {
		var err error
		if built, err = os.MkdirTemp("", "loadtest-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(built)
		return m.Run()
	}))
}

// small is a lesson that takes an instant.
func small() options {
	return options{
		user: "ada@north.example", password: "demo", students: 20, questions: 5, connections: 16,
		joining: 50 * time.Millisecond, over: 200 * time.Millisecond, change: 0.3, again: 0.1, seed: 1, progress: io.Discard,
	}
}

// through runs the tool against the local stack, behind a proxy that may answer in its
// place.
func through(t *testing.T, o options, tamper func(w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler)) (string, error) {
	t.Helper()
	target, err := url.Parse(os.Getenv("CLEANSLATE_URL"))
	if err != nil {
		t.Fatal(err)
	}
	stack := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/answers" {
			stack.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		tamper(w, r, body, stack)
	}))
	defer server.Close()
	var out bytes.Buffer
	o.url, o.out = server.URL, &out
	err = run(t.Context(), o)
	return out.String(), err
}

// recorded answers as the server would.
func recorded(t *testing.T, w http.ResponseWriter, body []byte) {
	var in struct {
		Answers []struct {
			QuestionID string `json:"questionId"`
			Revision   int    `json:"revision"`
		} `json:"answers"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		t.Error(err)
	}
	var results []object
	for _, a := range in.Answers {
		results = append(results, object{"questionId": a.QuestionID, "revision": a.Revision, "status": "recorded"})
	}
	json.NewEncoder(w).Encode(object{"results": results})
}

func TestLesson(t *testing.T) {
	out, err := through(t, small(), func(w http.ResponseWriter, r *http.Request, _ []byte, stack http.Handler) { stack.ServeHTTP(w, r) })
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"20 students × 5 questions", "joins          20 in", "errors    none", "of 20 students are stored with the right content"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestSeesWhatTheServerDoesWrong(t *testing.T) {
	var tampered atomic.Bool
	for _, tt := range []struct {
		name   string
		tamper func(n int64, w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler)
		err    string // a part of it; empty: none
		out    string
	}{
		{"an acknowledged answer is lost", func(n int64, w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler) {
			if n%9 == 0 {
				recorded(t, w, body)
				return
			}
			stack.ServeHTTP(w, r)
		}, "missing or wrong", "was acknowledged"},
		{"an answer is stored as another", func(n int64, w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler) {
			changed := bytes.ReplaceAll(body, []byte(", thought 1"), []byte(", thought 3"))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(changed)), int64(len(changed))
			stack.ServeHTTP(w, r)
		}, "missing or wrong", "has another content"},
		{"an answer is rejected", func(n int64, w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler) {
			// Some requests are changed answers, with later revisions only.
			if first := []byte(`"revision":1`); bytes.Contains(body, first) && tampered.CompareAndSwap(false, true) {
				body = bytes.ReplaceAll(body, first, []byte(`"revision":99`))
				r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			}
			stack.ServeHTTP(w, r)
		}, "gave up 1 requests", "1 × revision-out-of-range"},
		{"a token is refused", func(n int64, w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler) {
			if n == 3 {
				r.Header.Set("Authorization", "Bearer nonsense")
			}
			stack.ServeHTTP(w, r)
		}, "gave up 1 requests", "1 × 401 invalid-token"},
		{"replies are lost and the server is busy", func(n int64, w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler) {
			switch {
			case n%5 == 0:
				stack.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			case n%7 == 0:
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			stack.ServeHTTP(w, r)
		}, "", "× connection broken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var n atomic.Int64
			out, err := through(t, small(), func(w http.ResponseWriter, r *http.Request, body []byte, stack http.Handler) {
				tt.tamper(n.Add(1), w, r, body, stack)
			})
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
			if !strings.Contains(out, tt.out) {
				t.Errorf("%q is not in\n%s", tt.out, out)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*options)
		want   string // a part of the error; empty: none
	}{
		{"as they are", func(o *options) {}, ""},
		{"localhost", func(o *options) { o.url = "http://localhost:8080" }, ""},
		{"IPv6 loopback", func(o *options) { o.url = "http://[::1]:8080" }, ""},
		{"another machine", func(o *options) { o.url = "https://cleanslate.example" }, "is not on this machine"},
		{"another machine, half allowed", func(o *options) { o.url, o.allowRemote = "https://cleanslate.example", true }, "is not on this machine"},
		{"another machine, not by its own flag", func(o *options) { o.url, o.urlGiven = "https://cleanslate.example", true }, "is not on this machine"},
		{"another machine, allowed", func(o *options) { o.url, o.urlGiven, o.allowRemote = "https://cleanslate.example", true, true }, ""},
		{"a private address", func(o *options) { o.url = "http://192.168.1.1" }, "is not on this machine"},
		{"a name that looks like loopback", func(o *options) { o.url = "http://127.0.0.1.example" }, "is not on this machine"},
		{"a user that looks like loopback", func(o *options) { o.url = "http://127.0.0.1@cleanslate.example" }, "is not on this machine"},
		{"no address", func(o *options) { o.url = "127.0.0.1:8080" }, "is not an address"},
		{"no students", func(o *options) { o.students = 0 }, "-students"},
		{"too many students", func(o *options) { o.students = studentsMax + 1 }, "-students"},
		{"too many questions", func(o *options) { o.questions = questionsMax + 1 }, "-questions"},
		{"too many connections", func(o *options) { o.connections = connectionsMax + 1 }, "-connections"},
		{"too long", func(o *options) { o.over = overMax + 1 }, "-over"},
		{"backwards", func(o *options) { o.joining = -1 }, "-joining"},
		{"more than all", func(o *options) { o.change = 1.5 }, "-change"},
	} {
		o := small()
		o.url = "http://127.0.0.1:8080"
		tt.change(&o)
		err := o.check()
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestPercentiles(t *testing.T) {
	t.Parallel()
	var l latencies
	if l.at(0.5) != 0 {
		t.Error("an empty set has a median")
	}
	for i := 100; i >= 1; i-- {
		l.add(time.Duration(i))
	}
	for share, want := range map[float64]time.Duration{0: 1, 0.01: 1, 0.5: 50, 0.9: 90, 0.99: 99, 0.995: 100, 1: 100} {
		if got := l.at(share); got != want {
			t.Errorf("at %v: %d, want %d", share, got, want)
		}
	}
}
