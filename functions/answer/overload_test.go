package answer_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// overloads are the codes that Firestore returns when it is overloaded or failing.
var overloads = []codes.Code{
	codes.ResourceExhausted, codes.Unavailable, codes.DeadlineExceeded, codes.Internal, codes.Aborted,
}

// An overload is the answer function with a proxy between it and Firestore, and
// a session with students.
type overload struct {
	*proxy
	handler  http.Handler
	store    *answerlog.Log // as the function sees it
	direct   *store.Store   // past the proxy
	sid      string
	students []pupil
}

type pupil struct {
	id, token string
	key       seal.Key
}

// newOverload makes one. It changes the environment while it opens the store, so parallel
// tests mustn't call it; what it returns may be used in parallel.
func newOverload(t *testing.T, students int) *overload {
	t.Helper()
	host, err := firestore.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return newOverloadOf(t, host, students)
}

// newOverloadOf makes one for the Firestore at host.
func newOverloadOf(t *testing.T, host string, students int) *overload {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	newID := func() string {
		id, err := domain.NewID(rand.Reader)
		check(err)
		return id
	}
	project := "demo-" + newID()
	o := &overload{proxy: newProxy(t, host), sid: newID()}
	t.Setenv("FIRESTORE_EMULATOR_HOST", o.addr)
	log, err := answerlog.Open(ctx, project)
	check(err)
	o.store = log
	t.Cleanup(func() { log.Close() })
	t.Setenv("FIRESTORE_EMULATOR_HOST", host)
	o.direct, err = store.Open(ctx, project)
	check(err)
	t.Cleanup(func() { o.direct.Close() })

	set := &domain.QuestionSet{Title: "t", Questions: []domain.Question{
		{ID: "q", Kind: domain.KindText, Prompt: "?"},
	}}
	check(set.Normalize())
	paper, key := set.Split(nil)
	paperJSON, err := json.Marshal(paper)
	check(err)
	keyJSON, err := json.Marshal(key)
	check(err)
	code, err := domain.NewCode(rand.Reader)
	check(err)
	check(o.direct.CreateSession(ctx, &domain.Session{
		ID: o.sid, Org: "org", Owner: "owner", Title: "t", Code: code, Mode: domain.SelfPaced, Feedback: domain.FeedbackNone,
		State: domain.Open, Version: 1, PublicKey: []byte("public"), CreatedAt: time.Now(),
	}, paperJSON, keyJSON))

	secrets, err := ticket.New(bytes.Repeat([]byte{1}, ticket.SecretSize))
	check(err)
	for range students {
		key, err := seal.NewKey(rand.Reader)
		check(err)
		p := pupil{id: newID(), key: key}
		p.token = secrets.Issue(ticket.Ticket{Session: o.sid, Participant: p.id, Key: key, Expiry: time.Now().Add(time.Hour)})
		o.students = append(o.students, p)
	}
	o.handler = answer.New(answer.Deps{Store: o.store, Tickets: secrets, Clock: time.Now, Rand: rand.Reader})
	return o
}

// serve starts serving the function and returns its address.
func (o *overload) serve(t *testing.T) (url string) {
	t.Helper()
	server := httptest.NewServer(o.handler)
	t.Cleanup(server.Close)
	return server.URL
}

// request is what a student's page sends: the answer of student i is text.
func (o *overload) request(origin string, i int, text string) *http.Request {
	r, err := client.Answers(o.students[i].token, client.Answer{Question: "q", Revision: 1, Response: text}).HTTP(context.Background(), origin)
	if err != nil {
		panic(err)
	}
	return r
}

// answer sends a student's answer, and reports whether it was acknowledged. It
// is told to try again if it was not, and nothing else.
func (o *overload) answer(t *testing.T, url string, i int) (acknowledged bool) {
	t.Helper()
	response, err := http.DefaultClient.Do(o.request(url, i, text(i)))
	if err != nil {
		t.Error(err)
		return false
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
		return false
	}
	switch response.StatusCode {
	case http.StatusOK:
		if want := `{"results":[{"questionId":"q","revision":1,"status":"recorded"}]}`; string(body) != want {
			t.Errorf("got %s", body)
		}
		return true
	case http.StatusServiceUnavailable:
		if response.Header.Get("Retry-After") == "" || !strings.Contains(string(body), `"/problems/unavailable"`) {
			t.Errorf("503 with %v %s", response.Header, body)
		}
		if strings.Contains(string(body), o.sid) || strings.Contains(string(body), "injected") {
			t.Errorf("503 with the error's text: %s", body)
		}
		return false
	default:
		t.Errorf("status %d: %s", response.StatusCode, body)
		return false
	}
}

func text(i int) string { return fmt.Sprint("answer ", i) }

// everybody sends all students' answers at once and returns whose were acknowledged.
func (o *overload) everybody(t *testing.T, url string) (acknowledged map[int]bool) {
	t.Helper()
	acknowledged = make(map[int]bool)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range o.students {
		wg.Go(func() {
			ok := o.answer(t, url, i)
			mu.Lock()
			acknowledged[i] = ok
			mu.Unlock()
		})
	}
	wg.Wait()
	return acknowledged
}

// stored reads the log past the proxy: how often each student's answer stands
// in it, opened with the student's key.
func (o *overload) stored(t *testing.T) (times map[int]int) {
	t.Helper()
	times = make(map[int]int)
	for chunk, err := range o.direct.Chunks(t.Context(), o.sid) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range chunk.Records {
			i := slices.IndexFunc(o.students, func(p pupil) bool { return p.id == r.Participant })
			if i < 0 {
				t.Fatal("an answer of nobody's is stored")
			}
			plain, err := o.students[i].key.Open(seal.ParticipantPath(o.sid, r.Participant), seal.Answer(r.Question, r.Revision), r.Sealed)
			if want := fmt.Sprintf("%q", text(i)); err != nil || string(plain) != want {
				t.Fatalf("student %d's answer is %q, %v", i, plain, err)
			}
			times[i]++
		}
	}
	return times
}

// wantStored checks that every answer is acknowledged, or none, and how often
// each is stored.
func (o *overload) wantStored(t *testing.T, acknowledged map[int]bool, all bool, times int) {
	t.Helper()
	stored := o.stored(t)
	for i := range o.students {
		if acknowledged[i] != all || stored[i] != times {
			t.Errorf("student %d's answer is acknowledged: %v, and stored %d times; want %v, %d", i, acknowledged[i], stored[i], all, times)
		}
	}
}

// recovers checks that the same process serves normally once nothing is wrong any more,
// and that no answer counts twice because it was repeated.
func (o *overload) recovers(t *testing.T, url string, within time.Duration) {
	t.Helper()
	start := time.Now()
	for i, ok := range o.everybody(t, url) {
		if !ok {
			t.Errorf("student %d's answer is refused by a Firestore that has recovered", i)
		}
	}
	if took := time.Since(start); took > within {
		t.Errorf("recovering took %v, want at most %v", took, within)
	}
	for i, n := range o.stored(t) {
		if n > 2 {
			t.Errorf("student %d's answer was sent twice and stored %d times", i, n)
		}
	}
	var log domain.Log
	counted := make(map[string]bool) // by participant: each answers once
	for chunk, err := range o.direct.Chunks(t.Context(), o.sid) {
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range log.Add(chunk) {
			counted[w.Participant] = true
		}
	}
	if n := len(counted); n != len(o.students) {
		t.Errorf("%d answers count, of %d students", n, len(o.students))
	}
}

// pauses returns the time between the attempts to store each chunk.
func (o *overload) pauses() (all [][]time.Duration) {
	for _, attempts := range o.commits() {
		var pauses []time.Duration
		for i := range len(attempts) - 1 {
			pauses = append(pauses, attempts[i+1].Sub(attempts[i]))
		}
		all = append(all, pauses)
	}
	return all
}

// What the store promises (shared/store), with room for a busy machine.
const (
	slack      = 1500 * time.Millisecond
	pauseMost  = time.Second + slack
	giveUp     = 10 * time.Second
	giveUpLoad = 5 * time.Second
)

// TestOverload runs everything that takes long at once.
func TestOverload(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 15 seconds")
	}
	// They wait most of the time, so they aren't held to as many at once as
	// there are processors, which t.Parallel would do.
	var wg sync.WaitGroup
	defer wg.Wait()
	run := func(name string, students int, test func(t *testing.T, o *overload, url string)) {
		t.Helper()
		o := newOverload(t, students)
		wg.Go(func() {
			t.Run(name, func(t *testing.T) { test(t, o, o.serve(t)) })
		})
	}
	// What lasts longest begins first.
	for _, code := range overloads {
		for _, after := range []bool{false, true} {
			run(fmt.Sprintf("%v %s the commit, forever", code, when(after)), 3, func(t *testing.T, o *overload, url string) {
				o.fail(fault{call: "Commit", code: code, after: after})
				start := time.Now()
				acknowledged := o.everybody(t, url)
				if took := time.Since(start); took < giveUp-slack || took > giveUp+slack {
					t.Errorf("gave up after %v, want %v", took, giveUp)
				}
				stored := o.stored(t)
				for i := range o.students {
					if acknowledged[i] || stored[i] > 1 || !after && stored[i] > 0 {
						t.Errorf("student %d's answer is acknowledged: %v, and stored %d times", i, acknowledged[i], stored[i])
					}
				}
				if after && len(stored) == 0 {
					t.Error("nothing is stored, so nothing was forwarded")
				}
				most := slices.MaxFunc(o.pauses(), func(a, b []time.Duration) int { return len(a) - len(b) })
				// Half a second in the mean, after the first few: about 25.
				if n := len(most); n < 10 || n > 60 {
					t.Errorf("%d pauses", n)
				}
				tail := most[min(6, len(most)):]
				if longest := slices.Max(tail); longest > pauseMost {
					t.Errorf("paused for %v", longest)
				}
				if slices.Max(tail)-slices.Min(tail) < 100*time.Millisecond {
					t.Errorf("the pauses don't vary: %v", tail)
				}
				o.lift()
				o.recovers(t, url, slack)
			})
		}
		// Not as if the session were closed: the page would drop the answer.
		run(fmt.Sprintf("%v of the session, forever", code), 3, func(t *testing.T, o *overload, url string) {
			o.fail(fault{call: "BatchGetDocuments", on: o.sid, code: code})
			start := time.Now()
			o.wantStored(t, o.everybody(t, url), false, 0)
			if took := time.Since(start); took > giveUpLoad+slack {
				t.Errorf("gave up after %v, want %v", took, giveUpLoad)
			}
			o.lift()
			o.recovers(t, url, slack)
		})
	}
	// Papers are kept for minutes, but not the failure to read one.
	run("the paper, forever", 3, func(t *testing.T, o *overload, url string) {
		o.fail(fault{call: "BatchGetDocuments", on: "/content/paper", code: codes.Unavailable})
		o.wantStored(t, o.everybody(t, url), false, 0)
		o.lift()
		time.Sleep(cache.Age)
		o.recovers(t, url, slack)
	})
	run("every commit is slow", 50, func(t *testing.T, o *overload, url string) {
		const slow = 300 * time.Millisecond
		o.fail(fault{call: "Commit", delay: slow})
		start := time.Now()
		o.wantStored(t, o.everybody(t, url), true, 1)
		if took := time.Since(start); took > 3*slow+slack {
			t.Errorf("took %v, want at most three commits' time", took)
		}
		// The first answer alone, then all others; one more for those who
		// come late to a busy machine.
		if n := len(o.commits()); n > 4 {
			t.Errorf("%d documents for %d answers", n, len(o.students))
		}
	})
	for _, after := range []bool{false, true} {
		run("an attempt hangs "+when(after)+" the commit", 8, func(t *testing.T, o *overload, url string) {
			o.fail(fault{call: "Commit", hang: true, after: after, times: 1})
			start := time.Now()
			o.wantStored(t, o.everybody(t, url), true, 1)
			if took := time.Since(start); took > giveUp-2*time.Second {
				t.Errorf("took %v: the attempt had no deadline of its own", took)
			}
		})
	}
	// The first attempt takes effect when the second has long done so.
	run("an attempt arrives too late", 1, func(t *testing.T, o *overload, url string) {
		o.fail(fault{call: "Commit", delay: 4 * time.Second, times: 1})
		acknowledged := o.everybody(t, url)
		for o.waiting.Load() > 0 {
			time.Sleep(100 * time.Millisecond)
		}
		o.wantStored(t, acknowledged, true, 1)
	})
	// What took longer to store than the close rule allows is acknowledged
	// only when the session says that it counts.
	run("the session can't be read again", 3, func(t *testing.T, o *overload, url string) {
		o.fail(
			fault{call: "BatchGetDocuments", on: o.sid, times: 2}, // session and paper, as they should be
			fault{call: "BatchGetDocuments", on: o.sid, code: codes.Unavailable},
			fault{call: "Commit", delay: domain.AckSlack + 500*time.Millisecond, times: 1},
		)
		if o.answer(t, url, 0) {
			t.Error("acknowledged, though nobody knows whether it counts")
		}
		if n := o.stored(t)[0]; n != 1 {
			t.Errorf("stored %d times", n)
		}
		o.lift()
		o.recovers(t, url, slack)
	})
	run("the connection is lost", 3, func(t *testing.T, o *overload, url string) {
		if !o.answer(t, url, 0) {
			t.Fatal("refused while all is well")
		}
		write := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			id, err := domain.NewID(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			_, err = o.store.AppendChunk(ctx, o.sid, id, nil)
			return err
		}
		// Left to itself gRPC would try again after 1, 2.6, 5.2 and 9.3
		// seconds, a fifth more or less.
		o.stop()
		for start := time.Now(); time.Since(start) < 6100*time.Millisecond; {
			if err := write(); !errors.Is(err, domain.ErrUnavailable) {
				t.Fatalf("without Firestore: %v", err)
			}
		}
		o.start(t)
		start := time.Now()
		for write() != nil {
			if time.Since(start) > giveUp {
				t.Fatal("never found Firestore again")
			}
		}
		if took := time.Since(start); took > slack {
			t.Errorf("found Firestore again after %v", took)
		}
		o.recovers(t, url, slack)
	})
	for _, code := range overloads {
		for _, after := range []bool{false, true} {
			run(fmt.Sprintf("%v %s the commit, three times", code, when(after)), 8, func(t *testing.T, o *overload, url string) {
				o.fail(fault{call: "Commit", code: code, after: after, times: 3})
				o.wantStored(t, o.everybody(t, url), true, 1)
				attempts := 0
				for _, pauses := range o.pauses() {
					attempts += len(pauses) + 1
					for i, p := range pauses {
						if bound := 20 * time.Millisecond << i; p > bound+slack {
							t.Errorf("pause %d was %v, want at most %v", i, p, bound)
						}
					}
				}
				if chunks := len(o.commits()); attempts != chunks+3 {
					t.Errorf("%d attempts for %d chunks, want 3 more", attempts, chunks)
				}
			})
		}
		run(fmt.Sprintf("%v of the session, three times", code), 8, func(t *testing.T, o *overload, url string) {
			o.fail(fault{call: "BatchGetDocuments", on: o.sid, code: code, times: 3})
			o.wantStored(t, o.everybody(t, url), true, 1)
		})
	}
}

func when(after bool) string {
	if after {
		return "after"
	}
	return "before"
}

// TestOverloadIsBounded sends more than fits to a Firestore that takes no more
// chunks, and some to one that does nothing any more.
func TestOverloadIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 12 seconds")
	}
	const requests, students = 3000, 1000 // none of whom uses up their budget
	chunks, everything := newOverload(t, students), newOverload(t, students)
	serve := func(o *overload, i int, body string) (status int, retryAfter string) {
		r := o.request("", i%students, "")
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		return w.Code, w.Header().Get("Retry-After")
	}
	small := fmt.Sprintf(`{"answers":[{"questionId":"q","revision":1,"response":%q}]}`, text(0))
	large := fmt.Sprintf(`{"questionId":"q","revision":2,"response":%q}`, strings.Repeat("x", domain.TextMax))
	large = `{"answers":[` + strings.Repeat(large+",", 24) + large + `]}`
	for _, o := range []*overload{chunks, everything} {
		if status, _ := serve(o, 0, small); status != http.StatusOK {
			t.Fatalf("status %d while all is well", status)
		}
	}
	goroutines, before := runtime.NumGoroutine(), memory()

	chunks.fail(fault{call: "Commit", hang: true})
	everything.fail(fault{call: "Commit", hang: true}, fault{call: "BatchGetDocuments", hang: true})
	time.Sleep(cache.Age) // the session is to be read again
	var acknowledged, begun, waiting atomic.Int64
	var wg sync.WaitGroup
	send := func(n int, o *overload, body string) {
		for i := range n {
			wg.Go(func() {
				if o == chunks {
					begun.Add(1)
					waiting.Add(1)
					defer waiting.Add(-1)
				}
				if status, retryAfter := serve(o, i, body); status != http.StatusServiceUnavailable || retryAfter == "" {
					acknowledged.Add(1)
				}
			})
		}
	}
	send(1000, everything, small)
	send(requests, chunks, large)
	// 64 MiB by the function's measure, 8 KiB and its body for each request;
	// the rest are turned away at once. A few may be on their way out.
	most := int64(64<<20/(8<<10+len(large))) + 50
	waited := waiting.Load()
	for start := time.Now(); time.Since(start) < giveUp-slack; time.Sleep(100 * time.Millisecond) {
		if waited = waiting.Load(); begun.Load() == requests && waited <= most {
			break
		}
	}
	held := memory() - before
	wg.Wait()
	if n := acknowledged.Load(); n > 0 {
		t.Errorf("%d requests were not told to try again", n)
	}
	if waited > most {
		t.Errorf("%d requests of %d KiB wait, want at most %d", waited, len(large)>>10, most)
	}
	// What was sealed takes as much again; so does what reads and encodes it.
	if most := int64(4 * 64 << 20); held > most {
		t.Errorf("%d requests of %d KiB hold %d MiB, want at most %d", requests, len(large)>>10, held>>20, most>>20)
	}

	for _, o := range []*overload{chunks, everything} {
		o.lift()
		if status, _ := serve(o, 0, small); status != http.StatusOK {
			t.Errorf("status %d from a Firestore that has recovered", status)
		}
	}
	for deadline := time.Now().Add(giveUp); ; time.Sleep(100 * time.Millisecond) {
		n, left := runtime.NumGoroutine()-goroutines, memory()-before
		if n <= 20 && left < 32<<20 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines and %d MiB are left behind", n, left>>20)
		}
	}
}

// memory returns what goroutines and live objects take, in bytes.
func memory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}
