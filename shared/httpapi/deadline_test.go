package httpapi

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

const testBodyTime = 300 * time.Millisecond

// serveSlow serves a handler that reads JSON and answers after the delay that the path names.
func serveSlow(t *testing.T) (*httptest.Server, *logBuffer) {
	t.Helper()
	logs := new(logBuffer)
	srv := httptest.NewServer(Wrap("test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/unread" {
			WriteJSON(w, http.StatusOK, struct{}{})
			return
		}
		var in struct{ A string }
		if err := Decode(w, r, BodyLimit, &in); err != nil {
			WriteError(w, r, err)
			return
		}
		if r.URL.Path == "/long" {
			select {
			case <-time.After(3 * testBodyTime):
			case <-r.Context().Done():
				WriteError(w, r, r.Context().Err())
				return
			}
		}
		WriteJSON(w, http.StatusOK, in)
	}), Options{Logger: logging.New(logs, logging.Options{Level: slog.LevelInfo}), BodyTime: testBodyTime}))
	t.Cleanup(srv.Close)
	return srv, logs
}

// head is what comes before a body.
func head(path string, length int) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", path, length)
}

// A body that drips is cut off, whether or not the handler reads it.
func TestSlowBodyIsCutOff(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{"/": 503, "/unread": 200} {
		srv, logs := serveSlow(t)
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		start := time.Now()
		io.WriteString(conn, head(path, 1000))
		go func() {
			for range 100 {
				if _, err := io.WriteString(conn, " "); err != nil {
					return
				}
				time.Sleep(testBodyTime / 10)
			}
		}()
		conn.SetReadDeadline(start.Add(20 * testBodyTime))
		in := bufio.NewReader(conn)
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != want || !resp.Close || want == 503 && (resp.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "too long to arrive")) {
			t.Errorf("%s: %d %v\n%s", path, resp.StatusCode, resp.Header, body)
		}
		if _, err := in.ReadByte(); err == nil || time.Since(start) > 10*testBodyTime {
			t.Errorf("%s: the connection is still open after %v: %v", path, time.Since(start), err)
		}
		if l := logs.String(); strings.Contains(l, "127.0.0.1") || want == 503 && !strings.Contains(l, "client too slow") {
			t.Errorf("%s: logged %s", path, l)
		}
	}
}

// Once the body is there, neither the handler nor the connection's next requests are
// affected by how long it took.
func TestBodyTimeEndsWithTheBody(t *testing.T) {
	t.Parallel()
	srv, logs := serveSlow(t)
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	in := bufio.NewReader(conn)
	for _, path := range []string{"/", "/long", "/unread", "/"} {
		const body = `{"A": "text"}`
		io.WriteString(conn, head(path, len(body))+body)
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("%s: %v\n%s", path, err, logs)
		}
		io.Copy(io.Discard, resp.Body)
		if resp.StatusCode != 200 {
			t.Errorf("%s: %d\n%s", path, resp.StatusCode, logs)
		}
		time.Sleep(2 * testBodyTime) // longer than a body may take
	}
}

func BenchmarkBodyDeadline(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	w := &response{ResponseWriter: connWriter{conn: conn}}
	a := &awaited{limit: bodyTime}
	b.Run("each", func(b *testing.B) {
		for b.Loop() {
			w.setReadDeadline(time.Now().Add(bodyTime))
			w.setReadDeadline(time.Time{})
		}
	})
	b.Run("late only", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			a.awaitBody(w)
			a.haveBody(w)
		}
	})
}

// A connWriter sets its connection's deadline, as a server's does.
type connWriter struct {
	discard
	conn net.Conn
}

func (w connWriter) SetReadDeadline(at time.Time) error { return w.conn.SetReadDeadline(at) }
