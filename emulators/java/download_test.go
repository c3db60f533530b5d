package java

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func release(url string, content []byte) Release {
	sum := sha256.Sum256(content)
	return Release{Version: "1.2.3", URL: url, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}
}

func impatient(progress io.Writer) *downloader {
	d := newDownloader("test emulator", progress)
	d.pause = func(int) time.Duration { return 0 }
	d.stall = 300 * time.Millisecond
	return d
}

// is says a file is intact when it has exactly the content.
func is(content []byte) func(string) error {
	return func(path string) error {
		got, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(got, content) {
			err = errors.New("other content")
		}
		return err
	}
}

func files(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// flaky serves content. Each step serves one request; the last serves all further ones.
type flaky struct {
	content []byte
	steps   []func(f *flaky, w http.ResponseWriter, r *http.Request)

	mu       sync.Mutex
	requests []string // their Range headers
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	step := f.steps[min(len(f.requests), len(f.steps)-1)]
	f.requests = append(f.requests, r.Header.Get("Range"))
	f.mu.Unlock()
	step(f, w, r)
}

func whole(f *flaky, w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
}

// wholeAgain ignores that only a part was asked for.
func wholeAgain(f *flaky, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", strconv.Itoa(len(f.content)))
	w.Write(f.content)
}

// half breaks the connection after half of what is left.
func half(f *flaky, w http.ResponseWriter, r *http.Request) {
	var from int
	if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(f.content)-1, len(f.content)))
		w.Header().Set("Content-Length", strconv.Itoa(len(f.content)-from))
		w.WriteHeader(http.StatusPartialContent)
	} else {
		w.Header().Set("Content-Length", strconv.Itoa(len(f.content)))
	}
	w.Write(f.content[from : from+(len(f.content)-from)/2])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// hangs sends half and then nothing, until the client goes.
func hangs(f *flaky, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", strconv.Itoa(len(f.content)))
	w.Write(f.content[:len(f.content)/2])
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

func other(f *flaky, w http.ResponseWriter, r *http.Request) {
	changed := bytes.Clone(f.content)
	changed[len(changed)/2] ^= 1
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(changed))
}

// endless says no length and never stops: no more is taken than there should be.
func endless(f *flaky, w http.ResponseWriter, r *http.Request) {
	w.(http.Flusher).Flush()
	for {
		if _, err := w.Write(f.content); err != nil {
			return
		}
	}
}

func answer(code int) func(*flaky, http.ResponseWriter, *http.Request) {
	return func(f *flaky, w http.ResponseWriter, r *http.Request) { http.Error(w, "no", code) }
}

func TestFetch(t *testing.T) {
	t.Parallel()
	content := make([]byte, 1<<20)
	rand.NewChaCha8([32]byte{1}).Read(content)
	steps := func(s ...func(*flaky, http.ResponseWriter, *http.Request)) []func(*flaky, http.ResponseWriter, *http.Request) {
		return s
	}
	tests := []struct {
		name     string
		steps    []func(*flaky, http.ResponseWriter, *http.Request)
		err      string // a part of it; "" is success
		requests int
	}{
		{"right", steps(whole), "", 1},
		{"broken half-way, taken up", steps(half, whole), "", 2},
		{"broken twice, taken up", steps(half, half, whole), "", 3},
		{"broken half-way, from the start", steps(half, wholeAgain), "", 2},
		{"hangs, taken up", steps(hangs, whole), "", 2},
		{"busy, then right", steps(answer(503), answer(429), whole), "", 3},
		{"broken forever", steps(half), "gave up after 5 attempts", 5},
		{"busy forever", steps(answer(503)), "503", 5},
		{"not there", steps(answer(404)), "404", 1},
		{"broken, then not there", steps(half, answer(404)), "404", 2},
		{"changed", steps(other), "SHA-256", 1},
		{"taken up from another", steps(half, func(f *flaky, w http.ResponseWriter, r *http.Request) {
			changed := bytes.Clone(f.content)
			changed[len(changed)-1] ^= 1
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(changed))
		}), "SHA-256", 2},
		{"too short", steps(func(f *flaky, w http.ResponseWriter, r *http.Request) { w.Write(f.content[:100]) }), "100 bytes where 1048576", 1},
		{"endless", steps(endless), "", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &flaky{content: content, steps: tt.steps}
			server := httptest.NewServer(f)
			defer server.Close()
			dir := t.TempDir()
			jar, err := impatient(io.Discard).fetch(t.Context(), release(server.URL+"/test-v1.2.3.jar", content), dir, is(content))
			if len(f.requests) != tt.requests {
				t.Errorf("%d requests: %q; want %d", len(f.requests), f.requests, tt.requests)
			}
			if tt.err == "" {
				if err != nil {
					t.Fatal(err)
				}
				if err := is(content)(jar); err != nil || files(t, dir) != "test-v1.2.3.jar" {
					t.Errorf("%s (%v) in %s", jar, err, files(t, dir))
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.err) || !strings.Contains(err.Error(), server.URL) {
				t.Errorf("error %v; want one with %q and the address", err, tt.err)
			}
			if left := files(t, dir); left != "" {
				t.Errorf("left behind: %s", left)
			}
		})
	}
	t.Run("asks for what is missing", func(t *testing.T) {
		f := &flaky{content: content, steps: steps(half, half, whole)}
		server := httptest.NewServer(f)
		defer server.Close()
		if _, err := impatient(io.Discard).fetch(t.Context(), release(server.URL+"/a.jar", content), t.TempDir(), is(content)); err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(f.requests, ","), ",bytes=524288-,bytes=786432-"; got != want {
			t.Errorf("ranges %q, want %q", got, want)
		}
	})
}

func TestFetchCancelled(t *testing.T) {
	t.Parallel()
	content := jarBytes(t, 11)
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(&flaky{content: content, steps: []func(*flaky, http.ResponseWriter, *http.Request){
		func(f *flaky, w http.ResponseWriter, r *http.Request) {
			time.AfterFunc(50*time.Millisecond, cancel)
			hangs(f, w, r)
		}}})
	defer server.Close()
	dir := t.TempDir()
	_, err := impatient(io.Discard).fetch(ctx, release(server.URL+"/a.jar", content), dir, is(content))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left := files(t, dir); left != "" {
		t.Errorf("left behind: %s", left)
	}
}

func TestFetchZip(t *testing.T) {
	t.Parallel()
	jar := jarBytes(t, 11)
	const pattern = "test/lib/test-*-all.jar"
	tests := []struct{ name, entry, err string }{
		{"right", "test/lib/test-1.2.3-all.jar", ""},
		{"elsewhere", "test/lib/deeper/test-1.2.3-all.jar", "nothing in it matches"},
		{"path traversal", "test/lib/test-/../../../../../../evil-all.jar", "nothing in it matches"},
		{"absolute", "/test/lib/test-1.2.3-all.jar", "nothing in it matches"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			content := zipBytes(t, tt.entry, jar)
			server := httptest.NewServer(&flaky{content: content, steps: []func(*flaky, http.ResponseWriter, *http.Request){whole}})
			defer server.Close()
			r := release(server.URL+"/test-1.2.3.zip", content)
			r.Entry = pattern
			dir := t.TempDir()
			got, err := impatient(io.Discard).fetch(t.Context(), r, dir, is(jar))
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || files(t, dir) != "" {
					t.Errorf("error %v, want %q; left behind: %s", err, tt.err, files(t, dir))
				}
				return
			}
			if err != nil || got != filepath.Join(dir, "test-1.2.3.jar") || files(t, dir) != "test-1.2.3.jar" {
				t.Errorf("fetch() = %s, %v; in the cache: %s", got, err, files(t, dir))
			}
		})
	}
}

func TestUnpackLimit(t *testing.T) {
	t.Parallel()
	bomb := zipBytes(t, "a.jar", make([]byte, 1<<20))
	if len(bomb) > 4<<10 {
		t.Fatalf("%d bytes are no bomb", len(bomb))
	}
	for limit, ok := range map[int64]bool{1 << 20: true, 1<<20 - 1: false} {
		var out bytes.Buffer
		err := unpack(bytes.NewReader(bomb), int64(len(bomb)), "a.jar", &out, limit)
		if ok != (err == nil) || int64(out.Len()) > limit+1 {
			t.Errorf("limit %d: %d bytes, error %v", limit, out.Len(), err)
		}
	}
}

// again starts this test binary again with the role and the environment.
func again(t *testing.T, role string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(append(os.Environ(), "JAVA_TEST_CHILD="+role), env...)
	return cmd
}

func fetchAsChild() {
	size, err := strconv.ParseInt(os.Getenv("SIZE"), 10, 64)
	if err == nil {
		r := Release{Version: "1.2.3", URL: os.Getenv("URL"), SHA256: os.Getenv("SHA256"), Size: size}
		_, err = impatient(io.Discard).fetch(context.Background(), r, os.Getenv("DIR"), func(jar string) error {
			_, err := os.Stat(jar)
			return err
		})
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

func childEnv(r Release, dir string) []string {
	return []string{"URL=" + r.URL, "SHA256=" + r.SHA256, "SIZE=" + strconv.FormatInt(r.Size, 10), "DIR=" + dir}
}

func TestFetchTwoProcesses(t *testing.T) {
	t.Parallel()
	content := jarBytes(t, 11)
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		for _, b := range content {
			w.Write([]byte{b})
			w.(http.Flusher).Flush()
			time.Sleep(time.Millisecond)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	r := release(server.URL+"/test-v1.2.3.jar", content)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if out, err := again(t, "fetch", childEnv(r, dir)...).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	if n := requests.Load(); n != 1 {
		t.Errorf("%d downloads, want one", n)
	}
	if err := is(content)(filepath.Join(dir, "test-v1.2.3.jar")); err != nil || files(t, dir) != "test-v1.2.3.jar" {
		t.Errorf("%v; in the cache: %s", err, files(t, dir))
	}
}

func TestFetchAfterKill(t *testing.T) {
	t.Parallel()
	content := jarBytes(t, 11)
	begun := make(chan struct{})
	server := httptest.NewServer(&flaky{content: content, steps: []func(*flaky, http.ResponseWriter, *http.Request){
		func(f *flaky, w http.ResponseWriter, r *http.Request) {
			close(begun)
			hangs(f, w, r)
		}, whole}})
	defer server.Close()
	dir := t.TempDir()
	r := release(server.URL+"/test-v1.2.3.jar", content)
	killed := again(t, "fetch", childEnv(r, dir)...)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	<-begun
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed.Wait()
	if left := files(t, dir); !strings.HasPrefix(left, "download-") {
		t.Fatalf("the killed process left %q: it was not in the middle of a download", left)
	}
	if _, err := impatient(io.Discard).fetch(t.Context(), r, dir, is(content)); err != nil {
		t.Fatal(err)
	}
	if left := files(t, dir); left != "test-v1.2.3.jar" {
		t.Errorf("in the cache: %s", left)
	}
}

func TestFetchShowsProgress(t *testing.T) {
	t.Parallel()
	content := make([]byte, 4<<20)
	server := httptest.NewServer(&flaky{content: content, steps: []func(*flaky, http.ResponseWriter, *http.Request){half, whole}})
	defer server.Close()
	var said bytes.Buffer
	if _, err := impatient(&said).fetch(t.Context(), release(server.URL+"/a.jar", content), t.TempDir(), is(content)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(said.String()), "\n")
	// A line for every tenth from 0 to 100, and one for the break.
	if len(lines) != 12 || !strings.HasSuffix(lines[6], "trying again in 0s") ||
		lines[11] != "downloading test emulator 1.2.3: 100 %  4.0 of 4.0 MiB" {
		t.Errorf("said %q", lines)
	}
}

func TestProgressOnTerminal(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	p := newProgress(&said, "x", 2<<20)
	p.terminal = true
	for done := int64(0); done <= 2<<20; done += 1 << 10 {
		p.set(done)
	}
	p.end()
	frames := strings.Split(said.String(), "\r")
	if len(frames) != 102 { // an empty one, then 0 % to 100 %
		t.Errorf("%d frames", len(frames))
	}
	if got, want := frames[51], "downloading x [===============               ]  50 %  1.0 of 2.0 MiB"; got != want {
		t.Errorf("half-way:\n%s\nwant\n%s", got, want)
	}
	if got, want := frames[101], "downloading x [==============================] 100 %  2.0 of 2.0 MiB\n"; got != want {
		t.Errorf("at the end:\n%s\nwant\n%s", got, want)
	}
}
