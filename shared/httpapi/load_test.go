package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// TestBodiesHaveMemory fills an instance with bodies that are being served.
func TestBodiesHaveMemory(t *testing.T) {
	t.Parallel()
	const size = 1000
	read, goOn := make(chan bool), make(chan bool)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{how}", func(w http.ResponseWriter, r *http.Request) {
		if _, err := ReadBody(w, r, size); err != nil {
			WriteError(w, r, err)
			return
		}
		if r.PathValue("how") == "wait" {
			read <- true
			<-goOn
			return
		}
		if r.PathValue("how") == "panic" {
			panic("on purpose")
		}
	})
	mux.HandleFunc("GET /{$}", func(http.ResponseWriter, *http.Request) {})
	h := Wrap("test", mux, Options{Memory: bodyCost * (3*size + size/2), Logger: slog.New(slog.DiscardHandler)})
	send := func(method, path string, body io.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, body)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	full := strings.Repeat(" ", size)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { send("POST", "/wait", strings.NewReader(full)) })
		<-read
	}
	for name, body := range map[string]io.Reader{"one more": strings.NewReader(full), "of unknown length": struct{ io.Reader }{strings.NewReader("1")}} {
		w := send("POST", "/read", body)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "/problems/unavailable") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	for name, body := range map[string]string{"what still has room": full[:size/2], "a body of nothing": ""} {
		if w := send("POST", "/read", strings.NewReader(body)); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := send("GET", "/", nil); w.Code != http.StatusOK {
		t.Errorf("without a body: %d", w.Code)
	}
	close(goOn)
	wg.Wait()
	// However a request ends, it frees its memory.
	for range 5 {
		for path, body := range map[string]string{"/read": full, "/panic": full, "/unknown/path": full, "/": full + "1"} {
			send("POST", path, strings.NewReader(body))
		}
	}
	for range 3 {
		if w := send("POST", "/read", strings.NewReader(full)); w.Code != http.StatusOK {
			t.Errorf("afterwards: %d %s", w.Code, w.Body)
		}
	}
	if n := h.(*middleware).load.taken.Load(); n != 0 {
		t.Errorf("%d bytes are still taken", n)
	}
}

// TestRoomFollowsMemory sets the process's limit, and so runs alone.
func TestRoomFollowsMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	debug.SetMemoryLimit(400 << 20)
	mux := http.NewServeMux()
	if got := Wrap("test", mux, Options{}).(*middleware).load.limit; got != 200<<20 {
		t.Errorf("room for %d bytes", got)
	}
}

// TestCheckMemory fills the memory up, and so runs alone.
func TestCheckMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	if err := CheckMemory(); err != nil {
		t.Errorf("without a limit: %v", err)
	}
	debug.SetMemoryLimit(200 << 20)
	if err := CheckMemory(); err != nil {
		t.Errorf("with nothing read: %v", err)
	}
	much := make([]byte, 100<<20)
	if err := CheckMemory(); !errors.Is(err, domain.ErrUnavailable) {
		t.Errorf("with half of it taken: %v", err)
	}
	runtime.KeepAlive(much)
	if err := CheckMemory(); err != nil {
		t.Errorf("with that left again: %v", err)
	}
}

// TestSmallTextOfMuchMemory sends JSON whose elements are a hundred times larger in memory than in text.
func TestSmallTextOfMuchMemory(t *testing.T) {
	t.Parallel()
	type large struct {
		A [100]string `json:"a"`
	}
	var v struct {
		List  []large             `json:"list"`
		Lists [][]string          `json:"lists"`
		Map   map[string]large    `json:"map"`
		Any   any                 `json:"any"`
		Raw   json.RawMessage     `json:"raw"`
		Ref   []*large            `json:"ref"`
		Maps  []map[string]string `json:"maps"`
	}
	repeat := func(s string, n int) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	members := func(n int, value string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"%d":%s`, i, value)
		}
		return b.String()[1:]
	}
	const much = 500_000
	for name, body := range map[string]string{
		"objects":          `{"list":[` + repeat("{}", much/100) + `]}`,
		"pointers":         `{"ref":[` + repeat("{}", much/100) + `]}`,
		"lists":            `{"lists":[` + repeat("["+repeat(`""`, 1000)+"]", much/1000) + `]}`,
		"members":          `{"map":{` + members(much/5, "{}") + `}}`,
		"anything":         `{"any":[` + repeat("1", much) + `]}`,
		"anything's names": `{"any":{` + members(much/5, "1") + `}}`,
		"read later":       `{"raw":[` + repeat("1", much) + `]}`,
		"no such field":    `{"none":[` + repeat("1", much) + `]}`,
	} {
		if err := Unmarshal(nil, []byte(body), &v); !errors.Is(err, domain.ErrTooLarge) {
			t.Errorf("%s in %d bytes: %v", name, len(body), err)
		}
	}

	// An acceptable request has to fit, too.
	var weight int64
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{$}", func(w http.ResponseWriter, r *http.Request) {
		if err := Decode(w, r, BodyLimit, &v); err != nil {
			WriteError(w, r, err)
		}
		weight = wrapped(w).weight
	})
	body := `{"list":[` + repeat("{}", 1000) + `]}`
	size := int64(len(body)*bodyCost + 1000*1600*decodedCost)
	for limit, want := range map[int64]int{size - 1: 503, size: 200} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		Wrap("test", mux, Options{Memory: limit, Logger: slog.New(slog.DiscardHandler)}).ServeHTTP(w, r)
		if w.Code != want || want == 200 && weight != size {
			t.Errorf("memory for %d: %d, weight %d of %d", limit, w.Code, weight, size)
		}
	}
}

// TestAdmissionAllocatesNothing holds the answer path to what it costs: an atomic addition.
func TestAdmissionAllocatesNothing(t *testing.T) {
	w := &response{m: &middleware{load: load{limit: 1 << 20}}}
	if n := testing.AllocsPerRun(100, func() {
		if err := w.admit(1 << 16); err != nil {
			t.Fatal(err)
		}
		w.leave()
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAdmission(b *testing.B) {
	m := &middleware{load: load{limit: 1 << 40}}
	b.RunParallel(func(pb *testing.PB) {
		w := &response{m: m}
		for pb.Next() {
			if err := w.admit(1 << 16); err != nil {
				b.Fatal(err)
			}
			w.leave()
		}
	})
}

// TestLarge has one caller ask far more often than there are turns, and then others. It replaces what all share, and so
// runs alone.
func TestLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here := large
		large = newLargeAnswers() // of the bubble
		defer func() { large = here }()
		var now, most, done atomic.Int32
		failed := errors.New("failed")
		ask := func(caller string) {
			err := Large(t.Context(), httptest.NewRecorder(), caller, func() ([]byte, error) {
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(time.Second)
				now.Add(-1)
				done.Add(1)
				return nil, failed
			}, nil)
			if err != failed {
				t.Errorf("it fails with %v", err)
			}
		}
		for range 100 {
			go ask("one")
		}
		synctest.Wait()
		if n := now.Load(); n != 1 {
			t.Errorf("one caller has %d turns", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		if err := Large(ctx, httptest.NewRecorder(), "one", func() ([]byte, error) { return nil, nil }, nil); !errors.Is(err, domain.ErrUnavailable) {
			t.Errorf("who can't wait is told %v", err)
		}
		for i := range 100 {
			go ask(strconv.Itoa(i))
		}
		synctest.Wait()
		if n := now.Load(); n < 2 || n > largeAtOnce {
			t.Errorf("%d of many callers have turns", n)
		}
		time.Sleep(5 * time.Minute)
		if n := most.Load(); n > largeAtOnce || done.Load() != 200 {
			t.Errorf("%d at once, %d done", n, done.Load())
		}
	})
}
