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
		Logger: slog.New(slog.NewJSONHandler(logs, &slog.HandlerOptions{Level: level})),
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
	if l := logs.String(); !strings.Contains(l, "httpapi.routes.") || !strings.Contains(l, `"status":500`) || strings.Contains(l, marker) {
		t.Errorf("log: %s", l)
	}

	// An answer that has begun must not look complete.
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

// Some hosts recover a handler's panic themselves and go on writing.
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
		{"GET", "/v1/things/" + marker + "?q=" + marker, slog.LevelInfo, nil},
		{"GET", "/v1/things/" + marker + "?q=" + marker, slog.LevelDebug,
			[]string{`"level":"DEBUG"`, `"function":"test"`, `"method":"GET"`, `"route":"GET /v1/things/{id}"`, `"status":200`, `"duration":`, `"bytes":21`}},
		{"PUT", "/v1/things/" + marker, slog.LevelDebug, []string{`"status":204`, `"bytes":0`}},
		{"BREW-" + marker, "/" + marker, slog.LevelDebug, []string{`"method":"other"`, `"route":""`, `"status":404`}},
		{"GET", "/v1/fails", slog.LevelInfo, []string{`"level":"ERROR"`, `"status":500`, `"error":"reading the store failed"`}},
		{"GET", "/v1/away", slog.LevelInfo, []string{`"level":"WARN"`, `"status":503`, `"error":"store: temporarily unavailable"`}},
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
	for contentType, want := range map[string]int{"application/json": 1, "text/event-stream": 0} {
		logs := new(logBuffer)
		w := &response{ResponseWriter: httptest.NewRecorder(), r: httptest.NewRequest("GET", "/", nil), start: time.Now().Add(-2 * slow), status: 200}
		w.Header().Set("Content-Type", contentType)
		w.log("test", slog.New(slog.NewTextHandler(logs, nil)))
		if got := strings.Count(logs.String(), "slow request"); got != want {
			t.Errorf("%s: %s", contentType, logs)
		}
	}
}

func TestWrapClientLeft(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	srv, logs := serve(t, slog.LevelInfo, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	h := Wrap("test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) }), Options{})
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
