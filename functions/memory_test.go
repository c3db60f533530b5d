package functions_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/infra/deployment"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// sizeOf returns how much memory an instance of a function has, and how many
// requests it gets at once, as Terraform says.
func sizeOf(t *testing.T, name string) (memory int64, concurrency int) {
	t.Helper()
	size, err := deployment.Stack("../terraform").Size(name)
	if err != nil {
		t.Fatal(err)
	}
	return size.Memory, size.Concurrency
}

// fill repeats an element until head, elements and tail have the size.
func fill(head, element, tail string, size int) string {
	n := (size - len(head) - len(tail) + 1) / (len(element) + 1)
	return head + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + tail
}

var (
	memoryRounds   = flag.Int("memory.rounds", 1, "how often a function gets its largest load")
	memoryStudents = flag.Int("memory.students", 40, "how many students write all they may into the session that is read")
)

// limited runs a function as it is deployed, under its memory limit, until the test
// ends. The request builds its clients.
func limited(t *testing.T, name string, next func(origin string)) (p *process.Process, memory int64, concurrency int) {
	t.Helper()
	memory, concurrency = sizeOf(t, name)
	p, err := program(t, name).Start(t.Context(), process.Options{Env: environment(t, name), Memory: memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Kill(); err != nil {
			t.Error(err)
		}
	})
	next(p.URL())
	return p, memory, concurrency
}

// served makes a request that must succeed, if perhaps not before Firestore has
// finished what it was asked for before.
func served(t *testing.T, origin string, r client.Request) {
	t.Helper()
	for tries := 1; ; tries++ {
		resp, err := (&client.Client{Origin: origin}).Send(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Status != http.StatusServiceUnavailable || tries == 30 {
			if err := resp.Err(); err != nil {
				t.Fatal(err)
			}
			return
		}
		time.Sleep(time.Second)
	}
}

// checkPeak checks that a function stayed below its memory limit.
func checkPeak(t *testing.T, p *process.Process, memory int64, what string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		return
	}
	peak, err := p.Peak()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d of %d MiB at most", what, peak>>20, memory>>20)
	if peak > memory*9/10 {
		t.Errorf("it had %d MiB of %d", peak>>20, memory>>20)
	}
}

// TestMemory sends the largest bodies to a function as it is deployed, under its memory
// limit and at its concurrency, all of them at one moment, in the forms that take the
// most memory once decoded. It may refuse some, but must survive and serve the next.
//
//	go test ./functions -run TestMemory -memory.rounds 10 -memory.students 1000 -v
func TestMemory(t *testing.T) {
	ada, grace, alan := teacherToken(t, "ada@north.example"), teacherToken(t, "grace@north.example"), teacherToken(t, "alan@south.example")
	s := open(t, ada, []object{{"kind": "text", "prompt": "What?"}}, nil)
	st := join(t, s, "Ada")
	question := st.Session.Questions[0].ID
	item := func(response string) string {
		return `{"questionId":"` + question + `","revision":1,"response":` + response + `}`
	}
	long := strings.Repeat("x", httpapi.BodyLimit-200)
	loads := []struct {
		name, method, path, token string
		bodies                    []string
		refuses                   bool // there is no room for all of them
		next                      client.Request
	}{
		{name: "answer", method: "POST", path: "/v1/answers", token: st.Token, bodies: []string{
			fill(`{"answers":[`, `{}`, `]}`, httpapi.BodyLimit),
			fill(`{"answers":[`+item(`[`)[:len(item(`[`))-1], `1`, `]}]}`, httpapi.BodyLimit),
			`{"answers":[` + item(`"`+long+`"`) + `]}`,
			fill(`{"answers":[`, item(`"x"`), `]}`, httpapi.BodyLimit),
			fill(`{"answers":[],"more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: answer(st, 0, 9, "here")},
		{name: "teacher", method: "POST", path: "/v1/question-sets", token: ada, bodies: []string{
			fill(`{"title":"x","questions":[`, `{}`, `]}`, httpapi.QuestionSetLimit),
			fill(`{"title":"x","questions":[`, `{"kind":"choice","prompt":"x","options":[`+strings.TrimSuffix(strings.Repeat(`{"text":"y"},`, 400), ",")+`]}`, `]}`, httpapi.QuestionSetLimit),
			fill(`{"title":"x","questions":[`, `{"kind":"text","prompt":"`+strings.Repeat("x", 4000)+`"}`, `]}`, httpapi.QuestionSetLimit),
			fill(`{"title":"x","more":[`, `1`, `]}`, httpapi.QuestionSetLimit),
		}, refuses: true, next: client.Request{Path: "/v1/question-sets", Token: ada}},
		{name: "join", method: "POST", path: "/v1/join", bodies: []string{
			`{"code":"` + s.Code + `","alias":"Ada"` + strings.Repeat(" ", httpapi.BodyLimit-200) + `}`,
			`{"code":"` + s.Code + `","alias":"` + long + `"}`,
			fill(`{"code":"`+s.Code+`","alias":"Ada","more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: client.Join(s.Code, "Ada", client.NewKey())},
		{name: "org", method: "PUT", path: "/v1/policy", token: grace, bodies: []string{
			fill(`{"purposes":[`, `""`, `]}`, httpapi.BodyLimit),
			`{"clause":"` + long + `"}`,
			fill(`{"more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: client.Request{Path: "/v1/policy", Token: grace}},
		{name: "incident", method: "POST", path: "/v1/incidents", token: grace, bodies: []string{
			fill(`{"scope":{"sessions":[`, `""`, `]}}`, httpapi.BodyLimit),
			`{"texts":{` + members(`{}`, httpapi.BodyLimit-100) + `}}`,
			`{"texts":{"en":{"nature":"` + long + `"}}}`,
			fill(`{"more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: client.Request{Path: "/v1/incidents", Token: grace}},
		{name: "rights", method: "GET", path: "/v1/me", token: st.Token, bodies: []string{`"` + long + `"`},
			next: client.Request{Path: "/v1/me", Token: st.Token}},
		{name: "rights", method: "POST", path: "/v1/requests", bodies: []string{
			`{"org":"org_none","kind":"know","from":"parent","email":"a@mail.example","locale":"en","text":"` + long[:len(long)-100] + `"}`,
			fill(`{"text":"`, `\n`, `"}`, httpapi.BodyLimit),
			fill(`{"more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: client.Request{Path: "/v1/me", Token: st.Token}},
		{name: "request", method: "POST", path: "/v1/requests/" + domain.Nobody + "/decide", token: alan, bodies: []string{
			`{"decision":"granted","text":"` + long + `"}`,
			fill(`{"receipts":[`, `""`, `]}`, httpapi.BodyLimit),
			fill(`{"more":[`, `[]`, `]}`, httpapi.BodyLimit),
		}, next: client.Request{Path: "/v1/requests", Token: alan}},
	}
	tried := map[string]bool{"live": true, "watch": true} // which take no bodies: TestLiveMemory, TestWaiting
	for _, f := range loads {
		tried[f.name] = true
	}
	for _, name := range functionsOf(t, "HTTP") {
		if !tried[name] {
			t.Errorf("nothing large is sent to %s", name)
		}
	}
	for _, f := range loads {
		t.Run(f.name, func(t *testing.T) {
			next := func(origin string) {
				served(t, origin, f.next)
			}
			p, memory, concurrency := limited(t, f.name, next)
			statuses := make(map[int]int)
			for range *memoryRounds {
				for status, n := range together(t, p, concurrency, f.refuses, func(i int) string {
					body := f.bodies[i%len(f.bodies)]
					return fmt.Sprintf("%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\nIdempotency-Key: %s\r\nAuthorization: Bearer %s\r\n\r\n%s",
						f.method, f.path, len(body), client.NewKey(), f.token, body)
				}) {
					statuses[status] += n
				}
			}
			if f.refuses && statuses[503] == 0 {
				t.Errorf("answered %v; there is no memory for all of them", statuses)
			}
			next(p.URL())
			checkPeak(t, p, memory, fmt.Sprintf("%d requests at once, answered %v", concurrency, statuses))
		})
	}
}

// members returns members of an object with so many bytes and one value.
func members(value string, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `,"%d":%s`, i, value)
	}
	return b.String()[1:]
}

// TestMemoryOfReads requests the most that there is to read, at the function's
// concurrency: a paper of the largest size, and the results, the exports and the own data
// of students who wrote as much as they may.
func TestMemoryOfReads(t *testing.T) {
	const questions, longest = 80, 2000
	ada := teacherToken(t, "ada@north.example")
	var paper []object
	for range questions {
		paper = append(paper, object{"kind": "text", "prompt": strings.Repeat("x", 4000), "explanation": strings.Repeat("y", 2000)})
	}
	s := open(t, ada, paper, nil)
	class := make([]client.Participant, *memoryStudents)
	var writing sync.WaitGroup
	room := make(chan struct{}, 4)
	stack := client.Client{Origin: stackURL()}
	for i := range class {
		room <- struct{}{}
		writing.Go(func() {
			defer func() { <-room }()
			err := stack.Do(t.Context(), client.Join(s.Code, fmt.Sprint("Student ", i), client.NewKey()), &class[i])
			revisions := 1
			if i == 0 {
				revisions = 20 // all of which are their own data
			}
			for revision := 1; revision <= revisions && err == nil; revision++ {
				var all []client.Answer
				for _, q := range class[i].Session.Questions {
					all = append(all, client.Answer{Question: q.ID, Revision: revision, Response: strings.Repeat("z", longest)})
				}
				const some = 30 // in one body
				for part := range slices.Chunk(all, some) {
					if err == nil {
						err = stack.Do(t.Context(), client.Answers(class[i].Token, part...), nil)
					}
				}
			}
			if err != nil {
				t.Errorf("student %d: %v", i, err)
			}
		})
	}
	writing.Wait()
	if t.Failed() {
		return
	}
	results := "/v1/sessions/" + s.ID + "/results"
	export := "/v1/sessions/" + s.ID + "/export?format="
	tokens := make([]string, len(class))
	for i := range class {
		tokens[i] = class[i].Token
	}
	for _, f := range []struct {
		name   string
		tokens []string // of those who ask; each has a turn at a time
		paths  []string
		body   string // of a POST
	}{
		{"teacher", []string{ada, teacherToken(t, "grace@north.example")}, []string{results, export + "csv", export + "xlsx", export + "json", "/v1/sessions/" + s.ID + "/paper"}, ""},
		{"rights", tokens, []string{"/v1/me"}, ""},
		{"join", []string{""}, []string{"/v1/join"}, `{"code":"` + s.Code + `","alias":"Late"}`},
	} {
		t.Run(f.name, func(t *testing.T) {
			next := func(origin string) {
				r := client.Request{Path: f.paths[0], Token: f.tokens[0]}
				if f.body != "" {
					r = client.Join(s.Code, "Next", client.NewKey())
				}
				served(t, origin, r)
			}
			p, memory, concurrency := limited(t, f.name, next)
			statuses := make(map[int]int)
			for range *memoryRounds {
				for status, n := range together(t, p, concurrency, false, func(i int) string {
					method := "GET"
					if f.body != "" {
						method = "POST"
					}
					return fmt.Sprintf("%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\nIdempotency-Key: %s\r\nAuthorization: Bearer %s\r\n\r\n%s",
						method, f.paths[i%len(f.paths)], len(f.body), client.NewKey(), f.tokens[i/len(f.paths)%len(f.tokens)], f.body)
				}) {
					statuses[status] += n
				}
			}
			next(p.URL())
			if last := len(f.tokens) - 1; last > 0 {
				unread(t, p, concurrency-1, func(i int) string {
					return fmt.Sprintf("GET %s HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\n\r\n", f.paths[i%len(f.paths)], f.tokens[i%last])
				})
				for _, path := range f.paths {
					began := time.Now()
					resp, err := (&client.Client{Origin: p.URL()}).Send(t.Context(), client.Request{Path: path, Token: f.tokens[last]})
					if err == nil {
						err = resp.Err()
					}
					if took := time.Since(began); err != nil || took > 20*time.Second {
						t.Errorf("%s beside clients who read nothing: %v after %v", path, err, took)
					} else {
						t.Logf("%s beside clients who read nothing: %d bytes after %v", path, len(resp.Body), took.Round(time.Millisecond))
					}
				}
			}
			checkPeak(t, p, memory, fmt.Sprintf("%d reads at once, answered %v", concurrency, statuses))
		})
	}
}

// TestMemoryOfQueue lists a queue of requests that are as large as they can be, as many on a
// page as there may be, at the function's concurrency.
func TestMemoryOfQueue(t *testing.T) {
	const org = "org_south"
	alan := teacherToken(t, "alan@south.example")
	db, err := store.Open(t.Context(), os.Getenv(environ.Project))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	newID := func() string {
		id, err := domain.NewID(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	now := time.Now().UTC()
	ids := make([]string, httpapi.PageSizeMax)
	for i := range ids {
		ids[i] = newID()
	}
	// Whoever lists every document of the database afterwards would get all this at once.
	t.Cleanup(func() {
		for _, id := range ids {
			if err := db.EndRequest(context.WithoutCancel(t.Context()), id); err != nil {
				t.Error(err)
			}
		}
	})
	var all sync.WaitGroup
	room := make(chan struct{}, 4)
	for _, id := range ids {
		room <- struct{}{}
		all.Go(func() {
			defer func() { <-room }()
			// The text in characters of four bytes, the answer with it and with what is around it.
			r := domain.Request{
				ID: id, Org: org, Kind: domain.RequestKnow, From: domain.FromOther, Locale: "en", State: domain.RequestUnverified,
				ReceivedAt: now.Add(-2 * domain.RequestDay), Content: make([]byte, 4*domain.RequestTextMax),
			}
			mail := domain.RequestMail{ID: newID(), Org: org, Request: r.ID, MadeAt: now, Attempts: domain.Attempts{State: domain.NoticeNotRequired}}
			if _, err := db.ReceiveRequest(t.Context(), store.Incoming{Request: r, Mail: mail, Today: newID()}, now); err != nil {
				t.Error(err)
				return
			}
			if _, err := db.ChangeRequest(t.Context(), r.ID, func(r *domain.Request) (bool, error) {
				r.State, r.VerifiedAt, r.Queue.Answer = domain.RequestOpen, now, make([]byte, 8*domain.RequestAnswerMax)
				entries := make([]domain.Entry, domain.RequestEntriesMax)
				for i := range entries {
					entries[i] = domain.Entry{At: now, RecordedAt: now, Actor: newID(), Kind: domain.EntryEscalated, Facts: map[string]string{
						"clause": domain.RequestClauseGDPR, "deadline": now.Format(time.RFC3339), "percent": "90",
					}}
				}
				return true, r.Note(entries)
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	path := fmt.Sprintf("/v1/requests?pageSize=%d", httpapi.PageSizeMax)
	next := func(origin string) { served(t, origin, client.Request{Path: path, Token: alan}) }
	p, memory, concurrency := limited(t, "request", next)
	statuses := make(map[int]int)
	for range *memoryRounds {
		for status, n := range together(t, p, concurrency, false, func(int) string {
			return fmt.Sprintf("GET %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n", path, alan)
		}) {
			statuses[status] += n
		}
	}
	next(p.URL())
	checkPeak(t, p, memory, fmt.Sprintf("%d lists at once, answered %v", concurrency, statuses))
}

// unread makes n requests of whose answers nothing is read until the test ends, and waits a
// moment for the first answers to be there.
func unread(t *testing.T, p *process.Process, n int, request func(int) string) {
	t.Helper()
	for i := range n {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		if _, err := io.WriteString(conn, request(i)); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(5 * time.Second)
}

// TestMemoryOfMessages delivers the largest messages that Pub/Sub takes, as many at
// one moment as a function for messages gets.
func TestMemoryOfMessages(t *testing.T) {
	const largest = 10_000_000 // bytes, says Pub/Sub
	for _, name := range functionsOf(t, "CloudEvent") {
		t.Run(name, func(t *testing.T) {
			m := deliveries(t)[name][0]
			next := func(origin string) {
				if status := push(t, origin, m.topic, m.data); status >= 300 {
					t.Fatalf("%s: %d", m.topic, status)
				}
			}
			p, memory, concurrency := limited(t, name, next)
			for range *memoryRounds {
				var pushing sync.WaitGroup
				for range concurrency {
					pushing.Go(func() {
						if status := push(t, p.URL(), m.topic, make([]byte, largest)); status < 500 {
							t.Errorf("a message of %d bytes is taken: %d", largest, status)
						}
					})
				}
				pushing.Wait()
			}
			next(p.URL())
			checkPeak(t, p, memory, fmt.Sprintf("%d messages at once", concurrency))
		})
	}
}

// together makes n requests that are all there but for their last byte before any is
// complete, and counts the statuses. If some are to be refused, it completes none
// before that.
func together(t *testing.T, p *process.Process, n int, refuses bool, request func(int) string) map[int]int {
	t.Helper()
	var sent, done sync.WaitGroup
	complete, answered := make(chan struct{}), make(chan int, n)
	for i := range n {
		text := request(i)
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
			io.WriteString(conn, text[:len(text)-1])
			sent.Done()
			<-complete
			io.WriteString(conn, text[len(text)-1:])
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
