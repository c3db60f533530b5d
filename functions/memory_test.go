package functions_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// sizeOf returns how much memory an instance of a function has, and how many
// requests it gets at once, as Terraform says.
func sizeOf(t *testing.T, name string) (memory int64, concurrency int) {
	t.Helper()
	b, err := os.ReadFile("../terraform/service/variables.tf")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^ +` + name + ` += \{ .*memory = "(\d+)Mi", concurrency = (\d+),`).FindStringSubmatch(string(b))
	if m == nil {
		t.Fatalf("terraform/service/variables.tf has no size of %s", name)
	}
	mib, _ := strconv.ParseInt(m[1], 10, 64)
	concurrency, _ = strconv.Atoi(m[2])
	return mib << 20, concurrency
}

// fill repeats an element until head, elements and tail have the size.
func fill(head, element, tail string, size int) string {
	n := (size - len(head) - len(tail) + 1) / (len(element) + 1)
	return head + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + tail
}

// TestMemory sends the largest bodies to a function as it is deployed, under its
// memory limit and at its concurrency, all of them at one moment, in the forms that
// take the most memory once decoded. It may refuse some; it must live, and serve
// the next.
func TestMemory(t *testing.T) {
	ada := teacherToken(t, "ada@north.example")
	s := open(t, ada, []object{{"kind": "text", "prompt": "What?"}}, nil)
	st := join(t, s, "Ada")
	question := st.Session.Questions[0].ID
	item := func(response string) string {
		return `{"questionId":"` + question + `","revision":1,"response":` + response + `}`
	}
	for _, f := range []struct {
		name, method, path, token string
		bodies                    []string
		refuses                   bool // there is no room for all of them
		next                      client.Request
	}{
		{name: "answer", method: "POST", path: "/v1/answers", token: st.Token, bodies: []string{
			fill(`{"answers":[`, `{}`, `]}`, httpapi.BodyLimit),
			fill(`{"answers":[`+item(`[`)[:len(item(`[`))-1], `1`, `]}]}`, httpapi.BodyLimit),
			`{"answers":[` + item(`"`+strings.Repeat("x", httpapi.BodyLimit-200)+`"`) + `]}`,
			fill(`{"answers":[`, item(`"x"`), `]}`, httpapi.BodyLimit),
			fill(`{"answers":[],"more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: answer(st, 0, 9, "here")},
		{name: "teacher", method: "POST", path: "/v1/question-sets", token: ada, bodies: []string{
			fill(`{"title":"x","questions":[`, `{}`, `]}`, httpapi.QuestionSetLimit),
			fill(`{"title":"x","questions":[`, `{"kind":"choice","prompt":"x","options":[`+strings.TrimSuffix(strings.Repeat(`{"text":"y"},`, 400), ",")+`]}`, `]}`, httpapi.QuestionSetLimit),
			fill(`{"title":"x","questions":[`, `{"kind":"text","prompt":"`+strings.Repeat("x", 4000)+`"}`, `]}`, httpapi.QuestionSetLimit),
			fill(`{"title":"x","more":[`, `1`, `]}`, httpapi.QuestionSetLimit),
		}, refuses: true, next: client.Request{Path: "/v1/question-sets", Token: ada}},
	} {
		t.Run(f.name, func(t *testing.T) {
			memory, concurrency := sizeOf(t, f.name)
			p, err := program(t, f.name).Start(t.Context(), process.Options{Env: environment(t, f.name), Memory: memory})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := p.Kill(); err != nil {
					t.Error(err)
				}
			})
			function := client.Client{Origin: p.URL()}
			if err := function.Do(t.Context(), f.next, nil); err != nil { // builds the clients
				t.Fatal(err)
			}
			statuses := make(map[int]int)
			for range 3 {
				for status, n := range together(t, p, concurrency, f.refuses, func(i int) (head, body string) {
					body = f.bodies[i%len(f.bodies)]
					return fmt.Sprintf("%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\nIdempotency-Key: %s\r\nAuthorization: Bearer %s\r\n\r\n",
						f.method, f.path, len(body), client.NewKey(), f.token), body
				}) {
					statuses[status] += n
				}
			}
			if f.refuses && statuses[503] == 0 {
				t.Errorf("answered %v; there is no memory for all of them", statuses)
			}
			if err := function.Do(t.Context(), f.next, nil); err != nil {
				t.Errorf("afterwards: %v", err)
			}
			if runtime.GOOS != "linux" {
				return
			}
			peak, err := p.Peak()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d requests at once, three times: %d of %d MiB at most, answered %v", concurrency, peak>>20, memory>>20, statuses)
			if peak > memory*9/10 {
				t.Errorf("it had %d MiB of %d", peak>>20, memory>>20)
			}
		})
	}
}

// together makes n requests whose bodies are all there before any is complete, and
// counts the statuses. If some are to be refused, it completes none before that.
func together(t *testing.T, p *process.Process, n int, refuses bool, request func(int) (head, body string)) map[int]int {
	t.Helper()
	var sent, done sync.WaitGroup
	complete, answered := make(chan struct{}), make(chan int, n)
	for i := range n {
		head, body := request(i)
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(2 * time.Minute))
		done.Go(func() {
			defer conn.Close()
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Errorf("request %d: %v", i, err)
				answered <- 0
				return
			}
			io.Copy(io.Discard, resp.Body)
			if resp.StatusCode >= 500 && (resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "") {
				t.Errorf("request %d: %d %v", i, resp.StatusCode, resp.Header)
			}
			answered <- resp.StatusCode
		})
		sent.Add(1)
		done.Go(func() {
			// Errors are those of a body that was refused, whose answer is read.
			io.WriteString(conn, head+body[:len(body)-1])
			sent.Done()
			<-complete
			io.WriteString(conn, body[len(body)-1:])
		})
	}
	statuses := make(map[int]int)
	left := n
	if refuses {
		statuses[<-answered]++
		left--
	}
	sent.Wait()
	close(complete)
	for range left {
		statuses[<-answered]++
	}
	done.Wait()
	return statuses
}
