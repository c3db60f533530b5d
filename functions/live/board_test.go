package live_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Where no memory is left, a view is told when to come back.
func TestNoMemory(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { d.Memory = 1 }})
	l := s.Open(functiontest.Start{})
	if r := l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(503, "live-full"); r.Header.Get("Retry-After") == "" {
		t.Errorf("%v", r.Header)
	}
}

// unwrapping counts what opening costs.
type unwrapping struct {
	lesson.Unwrapper
	n atomic.Int32
}

func (u *unwrapping) Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error) {
	u.n.Add(1)
	return u.Unwrapper.Unwrap(ctx, path, wrapped)
}

// All views of a session share one board, which is opened once, and again when the
// last of them has gone.
func TestOneBoard(t *testing.T) {
	t.Parallel()
	var u unwrapping
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { u.Unwrapper, d.SessionKeys = d.SessionKeys, &u }})
	l := s.Open(functiontest.Start{})
	l.Join("Ada").Record("choice", `"b"`)
	var views []*functiontest.Stream
	for range 4 {
		st, _ := open(t, l)
		views = append(views, st)
	}
	if n := u.n.Load(); n != 1 {
		t.Errorf("4 views opened the session %d times", n)
	}
	bo := l.Join("Bo")
	bo.Record("choice", `"a"`)
	for _, st := range views {
		st.Want("participantJoined", &struct{}{})
		st.Close()
	}
	for began := time.Now(); u.n.Load() == 1 && time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) {
		st, _ := open(t, l) // shares the board until the function has noticed
		st.Close()
	}
	if n := u.n.Load(); n != 2 {
		t.Errorf("after the last view had gone, the session was opened %d times", n)
	}
}

// An instance serves only so many views of one session.
func TestTooManyViews(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	var first *functiontest.Stream
	for range 40 {
		st := l.Watch(s.Token(functiontest.Ada))
		new(page).next(t, st, "snapshot")
		if first == nil {
			first = st
		}
	}
	l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(409, "too-many-views")
	first.Close()
	new(page).next(t, l.WatchLater(s.Token(functiontest.Ada)), "snapshot")
}

// A view whose connection is full is dropped once it is too far behind, and nobody else
// notices. Its page connects again and has everything.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	quick, _ := open(t, l)

	// It reads the beginning, and no more. A smaller buffer would take minutes to read empty
	// in the end, in segments of a few bytes.
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	if err := slow.(*net.TCPConn).SetReadBuffer(256 << 10); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(slow, "GET %s HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\n\r\n", l.Path("/results/stream"), s.Token(functiontest.Grace))
	unread, err := http.ReadResponse(bufio.NewReader(slow), nil)
	if err != nil || unread.StatusCode != 200 {
		t.Fatalf("%+v, %v", unread, err)
	}

	// Students answer at length. As JSON each of these is six times as long.
	const students, rounds = 100, 16
	var pids []string
	var key seal.Key
	for range students {
		var pid string
		var join func()
		pid, key, join = guest(t, s, l)
		join()
		pids = append(pids, pid)
	}
	response := []byte(`"` + strings.Repeat("<", domain.TextMax) + `"`)
	sent := int64(0)
	for round := range rounds {
		var records []domain.Record
		for _, pid := range pids {
			records = append(records, domain.Record{Participant: pid, Question: "text", Revision: round + 1,
				Sealed: key.Seal(seal.ParticipantPath(l.ID, pid), seal.Answer("text", round+1), response)})
		}
		if _, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), records); err != nil {
			t.Fatal(err)
		}
		for answers := 0; answers < students; {
			e, ok := quick.Next()
			if !ok {
				t.Fatalf("round %d: the quick view ended as well", round)
			}
			sent += int64(len(e.Data))
			if e.Name == "answers" {
				answers += strings.Count(string(e.Data), `"participantId"`)
			}
		}
	}
	slow.SetReadDeadline(time.Now().Add(time.Minute))
	got, err := io.Copy(io.Discard, unread.Body)
	if errors.Is(err, os.ErrDeadlineExceeded) || got >= sent {
		t.Errorf("the slow view has %d of %d bytes, and ended with %v", got, sent, err)
	}
	t.Logf("the slow view had %d KiB of %d when it was dropped", got>>10, sent>>10)
	open(t, l) // with what the results are
}
