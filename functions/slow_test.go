package functions_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// How long a body may take, by shared/httpapi, and when a test stops waiting for the end.
const (
	bodyTime  = 10 * time.Second
	slowLimit = bodyTime + 5*time.Second
)

// A slowly dripping body holds no connection for longer than the limit, in any function
// as it is deployed: with a token or without, read or not.
func TestSlowBodyIsCutOff(t *testing.T) {
	t.Parallel()
	s := open(t, teacherToken(t, "ada@north.example"), []object{{"kind": "text", "prompt": "What?"}}, nil)
	st := join(t, s, "Ada")
	ada, alan := teacherToken(t, "ada@north.example"), teacherToken(t, "alan@south.example")
	slow := map[string][]struct {
		name, request, token string
		status               int
	}{
		"join":     {{"without a token", "POST /v1/join", "", 503}},
		"answer":   {{"with a token", "POST /v1/answers", st.Token, 503}, {"without a token", "POST /v1/answers", "", 401}},
		"rights":   {{"unread", "DELETE /v1/me", "nonsense", 401}, {"without a token", "POST /v1/requests", "", 503}},
		"watch":    {{"unread", "GET /v1/sessions/nothing/changes", "", 404}},
		"live":     {{"unread", "GET /v1/sessions/x/results/stream", "nonsense", 401}},
		"teacher":  {{"with a token", "POST /v1/question-sets", ada, 503}, {"without a token", "POST /v1/question-sets", "", 401}},
		"org":      {{"with a token", "PUT /v1/policy", alan, 503}, {"without a token", "PUT /v1/policy", "", 401}},
		"request":  {{"with a token", "POST /v1/requests/x/decide", alan, 503}, {"without a token", "POST /v1/requests/x/decide", "", 401}},
		"incident": {{"with a token", "POST /v1/incidents", alan, 503}, {"unread", "GET /v1/notices/public", "", 200}},
	}
	origins := make(map[string]string)
	for _, name := range functionsOf(t, "HTTP") {
		origins[name] = start(t, name, environment(t, name)).URL()
	}
	// They wait most of the time, so they aren't held to as many at once as there are processors, which t.Parallel would do.
	var wg sync.WaitGroup
	defer wg.Wait()
	for name, origin := range origins {
		if len(slow[name]) == 0 {
			t.Errorf("nothing is tried on %s", name)
		}
		for _, c := range slow[name] {
			try := func(t *testing.T) {
				head := fmt.Sprintf("%s HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 10000\r\nIdempotency-Key: %s\r\n", c.request, client.NewKey())
				if c.token != "" {
					head += "Authorization: Bearer " + c.token + "\r\n"
				}
				conn, err := net.Dial("tcp", strings.TrimPrefix(origin, "http://"))
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				began := time.Now()
				io.WriteString(conn, head+"\r\n")
				go func() {
					for time.Since(began) < 2*slowLimit {
						if _, err := io.WriteString(conn, " "); err != nil {
							return
						}
						time.Sleep(bodyTime / 20)
					}
				}()
				conn.SetReadDeadline(began.Add(slowLimit))
				in := bufio.NewReader(conn)
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Fatalf("after %v: %v", time.Since(began), err)
				}
				body, _ := io.ReadAll(resp.Body)
				if resp.StatusCode != c.status || !resp.Close {
					t.Errorf("%d %v, want %d and the connection's end\n%s", resp.StatusCode, resp.Header, c.status, body)
				}
				_, err = in.ReadByte()
				if took := time.Since(began); err == nil || took < bodyTime-time.Second || took > slowLimit {
					t.Errorf("the connection ended after %v: %v", took, err)
				}
			}
			wg.Go(func() { t.Run(name+" "+c.name, try) })
		}
	}
}

// The deadline of a body cuts off nothing else: neither a connection that is used
// again after a while, nor the live stream.
func TestBodyTimeEndsWithTheBody(t *testing.T) {
	t.Parallel()
	ada := teacherToken(t, "ada@north.example")
	s := open(t, ada, []object{{"kind": "text", "prompt": "What?"}}, nil)
	st := join(t, s, "Ada")
	used, streamed := start(t, "answer", environment(t, "answer")).URL(), start(t, "live", environment(t, "live")).URL()
	again := func(t *testing.T) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(used, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(2 * slowLimit))
		in := bufio.NewReader(conn)
		for revision := 1; revision <= 2; revision++ {
			req, err := answer(st, 0, revision, "water").HTTP(t.Context(), used)
			if err != nil {
				t.Fatal(err)
			}
			if err := req.Write(conn); err != nil {
				t.Fatal(err)
			}
			resp, err := http.ReadResponse(in, req)
			if err != nil {
				t.Fatal(err)
			}
			if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK || !strings.Contains(string(body), `"recorded"`) {
				t.Fatalf("%d\n%s", resp.StatusCode, body)
			}
			if revision == 1 {
				time.Sleep(bodyTime + time.Second)
			}
		}
	}
	stream := func(t *testing.T) {
		function := client.Client{Origin: streamed}
		resp, err := function.Open(t.Context(), client.Request{Path: "/v1/sessions/" + s.ID + "/results/stream", Token: ada})
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		began := time.Now()
		for lines := bufio.NewReader(resp.Body); time.Since(began) < bodyTime+time.Second; {
			if _, err := lines.ReadString('\n'); err != nil {
				t.Fatalf("the stream ended after %v: %v", time.Since(began), err)
			}
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { t.Run("a connection that is used again", again) })
	wg.Go(func() { t.Run("the live stream", stream) })
	wg.Wait()
}
