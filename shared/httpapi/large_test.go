package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// unreadBody is more than what the system takes of an answer that nobody reads.
var unreadBody = bytes.Repeat([]byte("0123456789abcdef"), 1<<20)

// A largeServer answers each caller with unreadBody, as the functions do.
type largeServer struct {
	*largeAnswers
	t       *testing.T
	url     string
	reading atomic.Int32 // answers that were read and encoded
	ended   sync.Map     // the clients' addresses of connections that the server has ended
}

func newLargeServer(t *testing.T) *largeServer {
	t.Helper()
	s := &largeServer{largeAnswers: newLargeAnswers(), t: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{caller}", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
		defer cancel()
		err := s.answer(ctx, w, r.PathValue("caller"), func() ([]byte, error) {
			s.reading.Add(1)
			return unreadBody, nil
		}, func() error { return nil })
		if err != nil {
			WriteError(w, r, err)
		}
	})
	srv := httptest.NewUnstartedServer(Wrap("test", mux, Options{Logger: slog.New(slog.DiscardHandler)}))
	srv.Config.ConnState = func(conn net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			s.ended.Store(conn.RemoteAddr().String(), true)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	t.Cleanup(srv.CloseClientConnections)
	s.url = srv.URL
	return s
}

// slowly asks as a caller and reads nothing. It returns once the answer is being written.
func (s *largeServer) slowly(caller string) net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	before := s.reading.Load()
	fmt.Fprintf(conn, "GET /%s HTTP/1.1\r\nHost: test\r\n\r\n", caller)
	for end := time.Now().Add(10 * time.Second); s.reading.Load() == before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatal("the answer isn't read")
		}
	}
	return conn
}

// served asks as a caller, reads the answer and returns how long that took.
func (s *largeServer) served(caller string) time.Duration {
	s.t.Helper()
	began := time.Now()
	resp, err := http.Get(s.url + "/" + caller)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || !bytes.Equal(body, unreadBody) {
		s.t.Fatalf("%s: %d bytes, %v", caller, len(body), err)
	}
	return time.Since(began)
}

// ends reports whether the server ends a connection within a moment.
func (s *largeServer) ends(conn net.Conn) bool {
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if _, ok := s.ended.Load(conn.LocalAddr().String()); ok {
			return true
		}
	}
	return false
}

// Clients who read nothing keep nobody else from their answers, as many as there are, and be
// it that they share a turn of reading with them.
func TestSlowReadersKeepNobody(t *testing.T) {
	t.Parallel()
	s := newLargeServer(t)
	for i := range 3 * largeAtOnce {
		s.slowly(fmt.Sprint("slow", i))
	}
	for i := range 3 * largeAtOnce {
		if took := s.served(fmt.Sprint("quick", i)); took > 5*time.Second {
			t.Errorf("caller %d (turn %d) waited %v", i, maphash.String(s.seed, fmt.Sprint("quick", i))%largeAtOnce, took)
		}
	}
}

// Whoever reads slowly has nothing else read for them meanwhile, and something again once that
// is over: because the client has left, or was too slow.
func TestSlowReaderWaitsForItself(t *testing.T) {
	t.Parallel()
	s := newLargeServer(t)
	conn := s.slowly("ada")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	none := func() ([]byte, error) { t.Error("it is read"); return nil, nil }
	if err := s.answer(ctx, httptest.NewRecorder(), "ada", none, func() error { return nil }); !errors.Is(err, domain.ErrUnavailable) {
		t.Errorf("a second answer: %v", err)
	}
	conn.Close()
	s.served("ada")

	late := newLargeServer(t)
	late.slowMax = 3 * time.Second
	conn = late.slowly("ada")
	if took := late.served("ada"); took < 2*time.Second || took > 20*time.Second {
		t.Errorf("waited %v", took)
	}
	if !late.ends(conn) {
		t.Error("the slow one has a connection still")
	}
	// A connection that was quick enough has no deadline any more.
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}
	for range 2 {
		resp, err := client.Get(late.url + "/bo")
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, resp.Body); err != nil || n != int64(len(unreadBody)) {
			t.Errorf("%d bytes, %v", n, err)
		}
		resp.Body.Close()
		time.Sleep(late.slowMax + 500*time.Millisecond)
	}
	late.mu.Lock()
	defer late.mu.Unlock()
	if len(late.callers) != 0 || len(late.unread) != 0 || late.size != 0 {
		t.Errorf("left: %d callers, %d answers of %d bytes", len(late.callers), len(late.unread), late.size)
	}
}

// However many read slowly, what they haven't read takes no more than its share of the memory.
func TestUnreadAnswersAreBounded(t *testing.T) {
	t.Parallel()
	s := newLargeServer(t)
	s.limit = func() int64 { return 3 * int64(len(unreadBody)) }
	s.unreadTime = 10 * time.Millisecond
	var all []net.Conn
	for i := range 8 {
		all = append(all, s.slowly(fmt.Sprint("slow", i)))
		time.Sleep(2 * s.unreadTime)
	}
	s.mu.Lock()
	unread, size := len(s.unread), s.size
	s.mu.Unlock()
	if unread != 3 || size > s.limit() {
		t.Errorf("%d answers of %d bytes are unread", unread, size)
	}
	for i, conn := range all {
		if got := s.ends(conn); got != (i < 5) {
			t.Errorf("%d is cut off: %v", i, got)
		}
	}
}
