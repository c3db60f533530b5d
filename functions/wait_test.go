package functions_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// waiterMax is what a student who waits may take of an instance's memory, in bytes:
// 24 KiB, and some garbage, which the measurement counts as well.
const waiterMax = 28 << 10

// TestWaiting has as many students wait at watch as one instance holds, under its
// memory limit, and measures what they take and how soon they learn of a change, which with
// -large, on a quiet machine, is held against its budget. One more is told that it is full.
func TestWaiting(t *testing.T) {
	ada := teacherToken(t, "ada@north.example")
	s := open(t, ada, []object{{"kind": "text", "prompt": "One?"}, {"kind": "text", "prompt": "Two?"}}, object{"mode": "teacher-paced"})
	p, _, _ := limited(t, "watch", func(string) {})
	function := client.Client{Origin: p.URL()}
	changes := func(after int) client.Request {
		return client.Request{Path: fmt.Sprintf("/v1/sessions/%s/changes?after=%d&wait=25", s.ID, after)}
	}
	type state struct {
		Version  int
		Question struct{ ID, Prompt string }
	}
	var now state
	if err := function.Do(t.Context(), changes(0), &now); err != nil {
		t.Fatal(err)
	}
	var shown struct{ Questions []struct{ ID string } }
	ask(t, client.Request{Path: "/v1/sessions/" + s.ID + "/paper", Token: ada}, &shown)

	idle := resident(t, p)
	const room = 950
	type answer struct {
		at     time.Time
		status int
		body   string
	}
	answers := make(chan answer, room+1)
	one := func() {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.URL(), "http://"))
		if err != nil {
			t.Error(err)
			answers <- answer{}
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(time.Minute))
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n", changes(now.Version).Path)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Error(err)
			answers <- answer{}
			return
		}
		body, _ := io.ReadAll(resp.Body)
		answers <- answer{time.Now(), resp.StatusCode, string(body)}
	}
	for range room + 1 {
		go one()
	}
	if a := <-answers; a.status != http.StatusServiceUnavailable {
		t.Fatalf("one too many: %d %s", a.status, a.body)
	}
	each := (resident(t, p) - idle) / room
	if runtime.GOOS == "linux" && each > waiterMax {
		t.Errorf("each who waits takes %d bytes, more than %d", each, waiterMax)
	}

	began := time.Now()
	ask(t, client.Request{Method: "PATCH", Path: "/v1/sessions/" + s.ID, Token: ada, Body: object{"currentQuestion": shown.Questions[0].ID}}, nil)
	var took []time.Duration
	for range room {
		a := <-answers
		if a.status != 200 || !strings.Contains(a.body, `"One?"`) {
			t.Fatalf("%d %s", a.status, a.body)
		}
		took = append(took, a.at.Sub(began))
	}
	slices.Sort(took)
	if p95 := took[room*95/100]; *large && p95 > 300*time.Millisecond {
		t.Errorf("p95 is %v, want at most 300 ms", p95)
	}
	t.Logf("%d wait: %d bytes each; a change reaches them after %v (median), %v (95 of 100), %v (last), by the teacher's click", room, each, took[room/2], took[room*95/100], took[room-1])
}

// resident returns how much memory a process has in bytes, 0 where that isn't known.
func resident(t *testing.T, p *process.Process) int64 {
	t.Helper()
	n, err := p.Resident()
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		t.Fatal(err)
	}
	return n
}
