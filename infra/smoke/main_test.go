package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/stacktest"
)

func TestMain(m *testing.M) { os.Exit(stacktest.Run(m.Run)) }

// local returns the options for the local stack, which must serve the web app: `go run ./emulators/local exec` does, in the
// module's folder, once it is built.
func local(t *testing.T, out io.Writer) options {
	t.Helper()
	resp, err := http.Get(os.Getenv("CLEANSLATE_URL"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode == http.StatusServiceUnavailable {
		t.Skip("the stack has no web app: make web, then go run ./emulators/local exec -- go test ./infra/smoke")
	}
	return options{
		url: os.Getenv("CLEANSLATE_URL"), user: "ada@north.example", password: "demo", out: out,
		timeout: 20 * time.Second, patience: 40 * time.Second,
	}
}

func TestTheLocalStackWorks(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), local(t, &out)); err != nil {
		t.Errorf("%v\n%s", err, &out)
	}
	if strings.Contains(out.String(), "eyJ") {
		t.Error("a token is printed")
	}
}

// TestWhatIsBrokenIsSeen breaks one thing after another, between the command and the stack.
func TestWhatIsBrokenIsSeen(t *testing.T) {
	t.Parallel()
	target, err := url.Parse(os.Getenv("CLEANSLATE_URL"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		tamper func(w http.ResponseWriter, r *http.Request) bool // whether it has answered
		change func(r *http.Response)
		failed string
	}{
		"no page":           {tamper: answered("/teach/", 404, ""), failed: "the page is there, with its headers"},
		"no policy":         {change: without("/", "Content-Security-Policy"), failed: "the page is there, with its headers"},
		"no sign-in":        {tamper: answered("/config.json", 200, "{}"), failed: "the page knows where to sign in; a teacher signs in"},
		"no problem":        {tamper: answered("/v1/policy", 401, "<h1>"), failed: "the API's headers, and a problem as JSON"},
		"sniffing":          {change: without("/v1/me", "X-Content-Type-Options"), failed: "the API's headers, and a problem as JSON"},
		"an old version":    {tamper: answered("/v1/version/rights", 200, `{"version":"v0","commit":"c"}`), failed: "one version is running"},
		"no version":        {tamper: answered("/v1/version/join", 404, ""), failed: "one version is running"},
		"no joining":        {tamper: posted("/v1/join", 503, ""), failed: "a student joins with the code"},
		"a closed session":  {tamper: answered("/state", 200, `{"state":"closed"}`), failed: "sees the session"},
		"a swallowed one":   {tamper: posted("/v1/answers", 200, `{"results":[{"status":"recorded"}]}`), failed: "the teacher reads the answer"},
		"a rejected one":    {tamper: posted("/v1/answers", 200, `{"results":[{"status":"rejected"}]}`), failed: "answers, and it is recorded"},
		"an erasure undone": {tamper: deleted("/v1/me"), failed: "is erased"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := httputil.NewSingleHostReverseProxy(target)
			stack.ErrorLog = nil
			stack.ModifyResponse = func(r *http.Response) error {
				if tt.change != nil {
					tt.change(r)
				}
				return nil
			}
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.ContentLength == 100 && r.URL.Path == "/v1/join" {
					// At once: the time-out itself is tested on the stack. A connection that is kept would wait for the rest.
					w.Header().Set("Connection", "close")
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				if tt.tamper == nil || !tt.tamper(w, r) {
					stack.ServeHTTP(w, r)
				}
			}))
			defer srv.Close()
			o := local(t, io.Discard)
			o.url, o.timeout = srv.URL, 5*time.Second
			err := run(t.Context(), o)
			want := fmt.Sprintf("%d of the steps failed: %s", strings.Count(tt.failed, ";")+1, tt.failed)
			if err == nil || err.Error() != want {
				t.Errorf("%v, want that only %q failed", err, tt.failed)
			}
		})
	}
}

func answered(path string, status int, body string) func(w http.ResponseWriter, r *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "GET" || !strings.HasSuffix(r.URL.Path, path) {
			return false
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return true
	}
}

func posted(path string, status int, body string) func(w http.ResponseWriter, r *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" || r.URL.Path != path {
			return false
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return true
	}
}

func deleted(path string) func(w http.ResponseWriter, r *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "DELETE" || r.URL.Path != path {
			return false
		}
		w.WriteHeader(http.StatusAccepted)
		return true
	}
}

func without(path, header string) func(r *http.Response) {
	return func(r *http.Response) {
		if r.Request.URL.Path == path {
			r.Header.Del(header)
		}
	}
}

// A connection on which half a request stays open is seen.
func TestAnEndlessWaitIsSeen(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }))
	defer srv.CloseClientConnections()
	base, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := &smoke{options: options{timeout: time.Second, patience: 200 * time.Millisecond}, base: base}
	if err := s.slowBody(t.Context()); err == nil || !strings.Contains(err.Error(), "still open") {
		t.Errorf("%v", err)
	}
}

// Over TLS, the certificate, its validity and the protocol versions are checked.
func TestCertificate(t *testing.T) {
	t.Parallel()
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	defer srv.Close()
	base, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := &smoke{options: options{timeout: 5 * time.Second}, base: base}
	if err := s.certificate(t.Context()); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate that nobody signed: %v", err)
	}
	if err := s.oldTLS(t.Context()); err != nil {
		t.Errorf("Go's server speaks nothing older than TLS 1.2: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "cleanslate.example", "http://cleanslate.example", "https://cleanslate.example/v1", "ftp://cleanslate.example"} {
		if err := run(t.Context(), options{url: address, out: io.Discard, edge: true}); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
}
