package httpapi

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// A logBuffer collects log lines from several goroutines.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func serve(t *testing.T, level slog.Level, h http.Handler) (*httptest.Server, *logBuffer) {
	t.Helper()
	logs := new(logBuffer)
	srv := httptest.NewServer(Wrap("test", h, Options{
		Logger: logging.New(logs, logging.Options{Level: level, Project: "p"}),
	}))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(srv.Close)
	return srv, logs
}

func do(t *testing.T, srv *httptest.Server, method, path string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, srv.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "agent-"+marker)
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/things/{id}", func(w http.ResponseWriter, r *http.Request) {
		WriteJSON(w, 200, map[string]string{"id": r.PathValue("id")})
	})
	mux.HandleFunc("PUT /v1/things/{id}", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) })
	mux.HandleFunc("GET /v1/cached", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=1")
		WriteJSON(w, 200, struct{}{})
	})
	mux.HandleFunc("GET /v1/plain", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "mine", 404) })
	mux.HandleFunc("GET /v1/fails", func(w http.ResponseWriter, r *http.Request) {
		WriteError(w, r, errors.New("reading the store failed"))
	})
	mux.HandleFunc("GET /v1/away", func(w http.ResponseWriter, r *http.Request) {
		WriteError(w, r, fmt.Errorf("store: %w", domain.ErrUnavailable))
	})
	mux.HandleFunc("GET /v1/panics", func(w http.ResponseWriter, r *http.Request) { panic("about " + marker) })
	mux.HandleFunc("GET /v1/panics-late", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "begun")
		http.NewResponseController(w).Flush()
		panic(errors.New(marker))
	})
	mux.HandleFunc("GET /v1/aborts", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) })
	return mux
}

func TestWrapHeaders(t *testing.T) {
	t.Parallel()
	srv, _ := serve(t, slog.LevelInfo, routes())
	for path, cache := range map[string]string{"/v1/things/a": "no-store", "/v1/cached": "public, max-age=1", "/v1/fails": "no-store", "/nowhere": "no-store"} {
		resp, _ := do(t, srv, "GET", path)
		for k, v := range map[string]string{
			"Cache-Control":           cache,
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
			"Referrer-Policy":         "no-referrer",
			"X-Content-Type-Options":  "nosniff",
		} {
			if got := resp.Header.Values(k); len(got) != 1 || got[0] != v {
				t.Errorf("%s: %s %q, want %q", path, k, got, v)
			}
		}
	}
}

// Every response has an id of its own, which a problem document and the log
// repeat, whatever the client calls its request. What a cache keeps has none.
func TestWrapRequestID(t *testing.T) {
	t.Parallel()
	logs := new(logBuffer)
	mux := routes()
	mux.HandleFunc("GET /v1/cached-error", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=1")
		WriteError(w, r, domain.ErrNotFound)
	})
	mux.HandleFunc("GET /v1/cached-at-once", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=1")
		io.WriteString(w, "x")
	})
	mux.HandleFunc("GET /v1/cached-empty", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Cache-Control", "public, max-age=1") })
	mux.HandleFunc("GET /v1/silent", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("GET /v1/within", func(w http.ResponseWriter, r *http.Request) {
		slog.New(logging.New(logs, logging.Options{}).Handler()).InfoContext(r.Context(), "within")
		w.WriteHeader(204)
	})
	n := uint64(0)
	h := Wrap("test", mux, Options{Logger: logging.New(logs, logging.Options{Project: "p"}), Rand: func() uint64 { n++; return n }})
	for i, tt := range []struct {
		method, path string
		status       int
		cached       bool
	}{
		{"GET", "/v1/things/a", 200, false},
		{"PUT", "/v1/things/a", 204, false},
		{"GET", "/v1/silent", 200, false},
		{"GET", "/v1/within", 204, false},
		{"GET", "/v1/fails", 500, false},
		{"GET", "/v1/panics", 500, false},
		{"GET", "/nowhere", 404, false},
		{"PUT", "/v1/fails", 405, false},
		{"GET", "/v1/cached-error", 404, false}, // a problem document isn't kept
		{"GET", "/v1/cached", 200, true},
		{"GET", "/v1/cached-at-once", 200, true},
		{"GET", "/v1/cached-empty", 200, true},
	} {
		want := fmt.Sprintf("%016x", i+1)
		r := httptest.NewRequest(tt.method, tt.path, nil)
		r.Header.Set("X-Request-Id", marker)
		r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		got := w.Header().Get("X-Request-Id")
		if tt.cached {
			want = ""
		}
		if w.Code != tt.status || got != want {
			t.Errorf("%s %s: %d with the id %q, want %q", tt.method, tt.path, w.Code, got, want)
		}
		var p problem
		if tt.status >= 400 && (json.Unmarshal(w.Body.Bytes(), &p) != nil || p.RequestID != want) {
			t.Errorf("%s %s: %s", tt.method, tt.path, w.Body)
		}
		if tt.status < 400 && strings.Contains(w.Body.String(), "requestId") {
			t.Errorf("%s %s: %s", tt.method, tt.path, w.Body)
		}
	}
	for _, line := range []string{`"message":"within","requestId":"0000000000000004"`, `"message":"panic",`, `"message":"request",`} {
		if !strings.Contains(logs.String(), line) {
			t.Errorf("no line with %s", line)
		}
	}
	for line := range strings.Lines(logs.String()) {
		traced := strings.Contains(line, `"logging.googleapis.com/trace":"projects/p/traces/0af7651916cd43dd8448eb211c80319c"`)
		if strings.Contains(line, marker) || !strings.Contains(line, `"requestId":"00000000`) || !traced && !strings.Contains(line, "within") {
			t.Errorf("line %s", line)
		}
	}
}

func TestWrapUnmatched(t *testing.T) {
	t.Parallel()
	srv, _ := serve(t, slog.LevelInfo, routes())
	for _, tt := range []struct {
		method, path string
		status       int
		slug, allow  string
	}{
		{"GET", "/nowhere", 404, "not-found", ""},
		{"POST", "/v1/things/a", 405, "method-not-allowed", "GET, HEAD, PUT"},
		{"BREW", "/v1/things/a", 405, "method-not-allowed", "GET, HEAD, PUT"},
	} {
		resp, body := do(t, srv, tt.method, tt.path)
		var p problem
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Fatalf("%s %s: %q", tt.method, tt.path, body)
		}
		if resp.StatusCode != tt.status || p.Type != "/problems/"+tt.slug || resp.Header.Get("Allow") != tt.allow ||
			resp.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d %v %s", tt.method, tt.path, resp.StatusCode, resp.Header, body)
		}
	}
	if resp, body := do(t, srv, "HEAD", "/nowhere"); resp.StatusCode != 404 || body != "" || resp.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("HEAD: %d %q", resp.StatusCode, body)
	}
	if resp, body := do(t, srv, "HEAD", "/v1/things/a"); resp.StatusCode != 200 || body != "" || resp.ContentLength != 10 {
		t.Errorf("HEAD: %d %q %d", resp.StatusCode, body, resp.ContentLength)
	}
	if _, body := do(t, srv, "GET", "/v1/plain"); body != "mine\n" {
		t.Errorf("a handler's own 404 was replaced by %q", body)
	}
	if resp, _ := do(t, srv, "PUT", "/v1/things/a"); resp.StatusCode != 204 {
		t.Errorf("PUT: %d", resp.StatusCode)
	}
}

func TestWrapPanic(t *testing.T) {
	t.Parallel()
	srv, logs := serve(t, slog.LevelInfo, routes())
	resp, body := do(t, srv, "GET", "/v1/panics")
	if resp.StatusCode != 500 || !strings.Contains(body, "/problems/internal") || strings.Contains(body, marker) {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	if l := logs.String(); !strings.Contains(l, `"severity":"CRITICAL","message":"panic"`) || !strings.Contains(l, "goroutine 1 [running]:\\ngithub.com/cleanslate-edu/cleanslate/shared/httpapi.routes.") ||
		!strings.Contains(l, `"type":"string"`) || !strings.Contains(l, `"status":500`) || strings.Contains(l, marker) {
		t.Errorf("log: %s", l)
	}

	// A response that has begun must not look complete.
	late, err := srv.Client().Get(srv.URL + "/v1/panics-late")
	if err != nil {
		t.Fatal(err)
	}
	defer late.Body.Close()
	if b, err := io.ReadAll(late.Body); err == nil {
		t.Errorf("the broken answer looks complete: %q", b)
	}
	if _, err := srv.Client().Get(srv.URL + "/v1/aborts"); err == nil {
		t.Error("an aborted answer looks complete")
	}
	if l := logs.String(); strings.Contains(l, marker) {
		t.Errorf("log: %s", l)
	}
}

// Some servers recover a handler's panic themselves and go on writing.
func TestWrapPanicWithinAnotherRecover(t *testing.T) {
	t.Parallel()
	h := Wrap("test", routes(), Options{Logger: slog.New(slog.DiscardHandler)})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			recover()
			io.WriteString(w, "something went wrong")
		}()
		h.ServeHTTP(w, r)
	}))
	defer srv.Close()
	resp, err := srv.Client().Get(srv.URL + "/v1/panics-late")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); err == nil || strings.Contains(string(b), "wrong") {
		t.Errorf("the broken answer looks complete: %q", b)
	}
}

func TestWrapLogs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		method, path string
		level        slog.Level
		want         []string // nil: no line
	}{
		{"GET", "/v1/things/" + marker + "?q=" + marker, slog.LevelWarn, nil},
		{"GET", "/v1/things/" + marker + "?q=" + marker, slog.LevelInfo,
			[]string{`"severity":"INFO"`, `"message":"request"`, `"function":"test"`, `"method":"GET"`, `"route":"GET /v1/things/{id}"`, `"status":200`, `"ms":`, `"bytes":21`, `"requestId":"`}},
		{"PUT", "/v1/things/" + marker, slog.LevelInfo, []string{`"status":204`, `"bytes":0`}},
		{"BREW-" + marker, "/" + marker, slog.LevelInfo, []string{`"method":"other"`, `"route":""`, `"status":404`}},
		{"GET", "/v1/fails", slog.LevelWarn, []string{`"severity":"ERROR"`, `"status":500`, `"error":"reading the store failed"`}},
		{"GET", "/v1/away", slog.LevelWarn, []string{`"severity":"WARNING"`, `"status":503`, `"error":"store: temporarily unavailable"`}},
	} {
		srv, logs := serve(t, tt.level, routes())
		do(t, srv, tt.method, tt.path)
		srv.Close() // waits for the handler's end
		l := logs.String()
		if strings.Count(l, "\n") > 1 || (l == "") != (tt.want == nil) {
			t.Errorf("%s %s: logged %q", tt.method, tt.path, l)
		}
		for _, want := range tt.want {
			if !strings.Contains(l, want) {
				t.Errorf("%s %s: no %s in %s", tt.method, tt.path, want, l)
			}
		}
		for _, secret := range []string{marker, "127.0.0.1"} {
			if strings.Contains(l, secret) {
				t.Errorf("%s %s: %s in %s", tt.method, tt.path, secret, l)
			}
		}
	}
}

func TestWrapLogsSlow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		contentType string
		took, slow  time.Duration
		want        int
	}{
		{"application/json", time.Second + 1, 0, 1},
		{"application/json", time.Second, 0, 0},
		{"text/event-stream", time.Second + 1, 0, 0},
		{"application/json", 30 * time.Second, 30 * time.Second, 0},
		{"application/json", 30*time.Second + 1, 30 * time.Second, 1},
	} {
		logs := new(logBuffer)
		now := time.Now()
		h := Wrap("test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", tt.contentType)
			now = now.Add(tt.took)
		}), Options{Logger: logging.New(logs, logging.Options{}), Clock: func() time.Time { return now }, Slow: tt.slow})
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		if got := strings.Count(logs.String(), "slow request"); got != tt.want {
			t.Errorf("%+v: %s", tt, logs)
		}
	}
}

func TestWrapClientLeft(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	srv, logs := serve(t, slog.LevelWarn, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
		WriteError(w, r, r.Context().Err())
	}))
	client := &http.Client{Timeout: 5 * time.Second}
	r, _ := http.NewRequest("GET", srv.URL, nil)
	go func() {
		<-begun
		client.CloseIdleConnections()
		srv.CloseClientConnections()
	}()
	client.Do(r)
	srv.Close()
	if l := logs.String(); l != "" {
		t.Errorf("logged %s", l)
	}
}

func TestWrapFlushes(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	srv, _ := serve(t, slog.LevelInfo, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := http.NewResponseController(w)
		if err := c.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Errorf("setting a deadline: %v", err)
		}
		io.WriteString(w, "first\n")
		if err := c.Flush(); err != nil {
			t.Errorf("flushing: %v", err)
		}
		<-release
	}))
	defer close(release)
	resp, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if line, err := bufio.NewReader(resp.Body).ReadString('\n'); err != nil || line != "first\n" {
		t.Errorf("%q, %v", line, err)
	}
}

func BenchmarkWrap(b *testing.B) {
	h := Wrap("test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) }),
		Options{Counts: true, Logger: slog.New(slog.DiscardHandler)})
	r := httptest.NewRequest("GET", "/", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(discard{}, r)
	}
}

type discard struct{}

var discardHeader = http.Header{}

func (discard) Header() http.Header         { return discardHeader }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
