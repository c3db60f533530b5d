package functions_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var large = flag.Bool("large", false, "measure live views of large sessions too, for minutes")

// TestLiveMemory measures what live, as it is deployed, has resident above its idle
// state with views open and every answer given.
func TestLiveMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells how much memory a process has")
	}
	type row struct {
		sessions, students, questions int
		most                          int64 // MiB, with one view of each
		further                       int   // views of the first session
	}
	rows := []row{{1, 250, 20, 30, 4}}
	if *large {
		rows = append(rows, row{1, 1500, 20, 60, 20}, row{80, 30, 20, 80, 0}, row{1, 5000, 20, 200, 4})
	}
	for _, r := range rows {
		t.Run(fmt.Sprintf("%d sessions of %d × %d", r.sessions, r.students, r.questions), func(t *testing.T) {
			ada := teacherToken(t, "ada@north.example")
			p, _, _ := limited(t, "live", func(origin string) {
				if r := to(t, origin, client.Request{Path: "/v1/sessions/x/results/stream", Token: ada}); r.status != 404 {
					t.Fatalf("%d %s", r.status, r.body)
				}
			})
			idle := settled(t, p)
			var classes []*class
			var views []*liveView
			for range r.sessions {
				c := newClass(t, ada, r.students, r.questions)
				classes = append(classes, c)
				views = append(views, watchLive(t, p, c.ID, ada))
			}
			for i, c := range classes {
				c.answer(t)
				views[i].await(t, int64(r.students*r.questions))
			}
			open := settled(t, p)
			var more []*liveView
			for range r.further {
				more = append(more, watchLive(t, p, classes[0].ID, ada))
			}
			all := settled(t, p)
			each := float64(all-open) / float64(max(r.further, 1)) / (1 << 20)
			peak, _ := p.Peak()
			t.Logf("idle %d MiB; one view of each %d MiB more; each of %d further %.2f MiB; at most %d MiB",
				idle>>20, (open-idle)>>20, r.further, each, peak>>20)
			if open-idle > r.most<<20 {
				t.Errorf("one view of each takes %d MiB, want at most %d", (open-idle)>>20, r.most)
			}
			if each > 0.5 {
				t.Errorf("each further view takes %.2f MiB", each)
			}
			for _, v := range append(views, more...) {
				if err := v.failed(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// A lecture that outgrows an instance's memory ends for those who follow it, and for nobody else: the page of a small
// class goes on and others open.
func TestLiveOutgrowsMemory(t *testing.T) {
	ada := teacherToken(t, "ada@north.example")
	// What process.Options.Memory holds a process to is too coarse for so little.
	p := start(t, "live", append(environment(t, "live"), "GOMEMLIMIT=32MiB"))
	small := newClass(t, ada, 5, 20)
	stays := watchLive(t, p, small.ID, ada)
	essay := `"` + strings.Repeat("x", 1900) + `"`
	lecture := newClassOf(t, ada, 500, 20, object{"kind": "text", "prompt": "Why?"}, essay)
	grows := watchLive(t, p, lecture.ID, ada)
	for chunk := range slices.Chunk(lecture.records(), domain.ChunkRecordsMax) {
		if err := errors.Join(lecture.append(t, chunk), small.append(t, small.records()[:1])); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-grows.ended:
	case <-time.After(time.Minute):
		t.Errorf("the lecture's view shows %d answers and goes on", grows.answers.Load())
	}
	if r := to(t, p.URL(), client.Request{Path: "/v1/sessions/" + lecture.ID + "/results/stream", Token: ada}); r.status != 503 {
		t.Errorf("the lecture opens again: %d", r.status)
	}
	if err := small.append(t, small.records()[1:]); err != nil {
		t.Fatal(err)
	}
	stays.await(t, 5*20)
	// The page of another class tries again while what the lecture took isn't free yet.
	another := client.Request{Path: "/v1/sessions/" + newClass(t, ada, 1, 1).ID + "/results/stream", Token: ada}
	for tries := 1; ; tries++ {
		resp, err := (&client.Client{Origin: p.URL()}).Open(t.Context(), another)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == 200 {
			break
		}
		if resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" || tries == 10 {
			t.Fatal(resp.Status)
		}
		time.Sleep(time.Second)
	}
	checkPeak(t, p, 128<<20, "live")
}

// A projector that hides results has a lecture counted for hardly any memory.
func TestCountsMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells how much memory a process has")
	}
	students, most := 250, int64(16) // MiB, nearly all of it what passed through
	if *large {
		students, most = 1500, 24
	}
	const questions = 20
	ada := teacherToken(t, "ada@north.example")
	p, _, _ := limited(t, "live", func(string) {})
	// A first view builds what all have in common.
	empty := newClass(t, ada, 1, 1)
	awaitAnswered(t, p, empty.ID, ada, 0)()
	idle := settled(t, p)
	c := newClass(t, ada, students, questions)
	done := awaitAnswered(t, p, c.ID, ada, students*questions)
	c.answer(t)
	done()
	// What was read at once takes no more than what came bit by bit.
	awaitAnswered(t, p, c.ID, ada, students*questions)()
	open := settled(t, p)
	t.Logf("%d × %d: %.1f MiB", students, questions, float64(open-idle)/(1<<20))
	if open-idle > most<<20 {
		t.Errorf("a counts view takes %d MiB, want at most %d", (open-idle)>>20, most)
	}
}

// awaitAnswered opens a counts view, and returns what waits until it counts so many
// answers.
func awaitAnswered(t *testing.T, p *process.Process, sid, token string, n int) (wait func()) {
	t.Helper()
	function := client.Client{Origin: p.URL()}
	resp, err := function.Open(t.Context(), client.Request{Path: "/v1/sessions/" + sid + "/results/stream?view=counts", Token: token})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	if resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	counted := make(chan error, 1)
	go func() {
		told := false
		for e, err := range client.Events(resp.Body) {
			var counts struct{ Answered map[string]int }
			if err == nil {
				err = json.Unmarshal(e.Data, &counts)
			}
			sum := 0
			for _, answered := range counts.Answered {
				sum += answered
			}
			if (err != nil || sum == n) && !told {
				counted <- err
				told = true
			}
		}
	}()
	return func() {
		t.Helper()
		select {
		case err := <-counted:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(3 * time.Minute):
			t.Fatalf("the view doesn't count %d answers", n)
		}
	}
}

// TestLiveDelay measures how long it takes from the commit of an answer until a view
// has it, while 1,000 students answer within a few seconds.
func TestLiveDelay(t *testing.T) {
	if !*large {
		t.Skip("takes a quiet machine: -large")
	}
	ada := teacherToken(t, "ada@north.example")
	p := start(t, "live", environment(t, "live"))
	c := newClass(t, ada, 1000, 3)
	v := watchLive(t, p, c.ID, ada)
	var committed []time.Time // of each answer
	c.commit(t, 20, func(n int) {
		for range n {
			committed = append(committed, time.Now())
		}
		time.Sleep(20 * time.Millisecond)
	})
	v.await(t, int64(len(committed)))
	v.mu.Lock()
	defer v.mu.Unlock()
	var delays []time.Duration
	for i, at := range committed {
		delays = append(delays, v.shown[i].Sub(at))
	}
	slices.Sort(delays)
	p95 := delays[len(delays)*95/100]
	t.Logf("from commit to view: median %v, p95 %v, at most %v", delays[len(delays)/2], p95, delays[len(delays)-1])
	if p95 > 300*time.Millisecond {
		t.Errorf("p95 is %v, want at most 300 ms", p95)
	}
}

// settled returns what a process has resident once it has had time to give back what
// it doesn't need.
func settled(t *testing.T, p *process.Process) int64 {
	t.Helper()
	least := int64(1 << 62)
	for range 10 {
		time.Sleep(300 * time.Millisecond)
		n, err := p.Resident()
		if err != nil {
			t.Fatal(err)
		}
		least = min(least, n)
	}
	return least
}

// A liveView is one that is being read.
type liveView struct {
	answers atomic.Int64
	ended   chan error

	mu    sync.Mutex
	shown []time.Time // when each answer came
}

// watchLive opens a view and reads its snapshot.
func watchLive(t *testing.T, p *process.Process, sid, token string) *liveView {
	t.Helper()
	function := client.Client{Origin: p.URL()}
	resp, err := function.Open(t.Context(), client.Request{Path: "/v1/sessions/" + sid + "/results/stream", Token: token})
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	t.Cleanup(func() { resp.Body.Close() })
	v := &liveView{ended: make(chan error, 1)}
	begun := make(chan bool)
	go func() {
		once := sync.OnceFunc(func() { close(begun) })
		item := []byte(`"participantId"`)
		b := make([]byte, 64<<10)
		for kept := 0; ; {
			n, err := resp.Body.Read(b[kept:])
			got := b[:kept+n]
			v.count(bytes.Count(got, item))
			if bytes.HasSuffix(got, []byte("\n\n")) {
				once()
			}
			if err != nil {
				v.ended <- err
				return
			}
			// The beginning of an item may be at the end.
			kept = copy(b, got[max(0, len(got)-len(item)+1):])
		}
	}()
	select {
	case <-begun:
	case err := <-v.ended:
		t.Fatal(err)
	case <-time.After(time.Minute):
		t.Fatal("no snapshot")
	}
	return v
}

func (v *liveView) count(n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for range n {
		v.shown = append(v.shown, time.Now())
	}
	v.answers.Add(int64(n))
}

// await waits until the view has shown so many answers.
func (v *liveView) await(t *testing.T, n int64) {
	t.Helper()
	for end := time.Now().Add(5 * time.Minute); v.answers.Load() < n; time.Sleep(20 * time.Millisecond) {
		if err := v.failed(); err != nil || time.Now().After(end) {
			t.Fatalf("the view has %d answers of %d: %v", v.answers.Load(), n, err)
		}
	}
}

func (v *liveView) failed() error {
	select {
	case err := <-v.ended:
		return fmt.Errorf("a view ended: %w", err)
	default:
		return nil
	}
}

// A class is a session whose students' documents were written as join and answer
// write them, which is quicker than asking them to.
type class struct {
	session
	db        *store.Store
	questions []string
	ids       []string
	keys      []seal.Key
	response  string // to every question, in JSON
}

func newClass(t *testing.T, teacher string, students, questions int) *class {
	t.Helper()
	return newClassOf(t, teacher, students, questions, object{
		"kind": "choice", "prompt": "Which?", "options": []object{{"text": "yes"}, {"text": "no"}, {"text": "both"}}, "correct": "a",
	}, `"b"`)
}

// newClassOf makes a class whose questions are all alike.
func newClassOf(t *testing.T, teacher string, students, questions int, question object, response string) *class {
	t.Helper()
	set := slices.Repeat([]object{question}, questions)
	c := &class{session: open(t, teacher, set, nil), ids: make([]string, students), keys: make([]seal.Key, students), response: response}
	var paper struct{ Questions []struct{ ID string } }
	ask(t, client.Request{Path: "/v1/sessions/" + c.ID + "/paper", Token: teacher}, &paper)
	for _, q := range paper.Questions {
		c.questions = append(c.questions, q.ID)
	}
	var err error
	if c.db, err = store.Open(t.Context(), os.Getenv(environ.Project)); err != nil {
		t.Fatal(err)
	}
	vault, err := store.OpenVault(t.Context(), os.Getenv(environ.Project))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.db.Close(), vault.Close()); err != nil {
			t.Error(err)
		}
	})
	stored, err := c.db.Session(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	public, err := seal.ParsePublicKey(stored.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	inParallel(t, students, func(i int) error {
		id, err := domain.NewID(rand.Reader)
		if err != nil {
			return err
		}
		path := seal.ParticipantPath(c.ID, id)
		key, err := seal.NewKey(rand.Reader)
		if err != nil {
			return err
		}
		box, err := public.Box(path, key)
		if err != nil {
			return err
		}
		c.ids[i], c.keys[i] = id, key
		return errors.Join(
			vault.CreateBoxes(t.Context(), c.ID, id, store.Boxes{Session: box, Rejoin: make([]byte, 61)}),
			c.db.CreateParticipant(t.Context(), c.ID, domain.Participant{
				ID: id, JoinedAt: time.Now(), ConsentBasis: "agreement-1", Alias: key.Seal(path, seal.Alias, fmt.Appendf(nil, "Student %d", i)),
			}))
	})
	return c
}

// answer answers every question as every student, in chunks as large as there are.
func (c *class) answer(t *testing.T) {
	t.Helper()
	records := c.records()
	chunks := (len(records) + domain.ChunkRecordsMax - 1) / domain.ChunkRecordsMax
	inParallel(t, chunks, func(i int) error {
		return c.append(t, records[i*domain.ChunkRecordsMax:min((i+1)*domain.ChunkRecordsMax, len(records))])
	})
}

// commit does so in chunks of a size, one after the other, and calls done after each.
func (c *class) commit(t *testing.T, size int, done func(n int)) {
	t.Helper()
	for chunk := range slices.Chunk(c.records(), size) {
		if err := c.append(t, chunk); err != nil {
			t.Fatal(err)
		}
		done(len(chunk))
	}
}

func (c *class) append(t *testing.T, records []domain.Record) error {
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		return err
	}
	_, err = c.db.AppendChunk(t.Context(), c.ID, id, records)
	return err
}

func (c *class) records() (records []domain.Record) {
	for _, q := range c.questions {
		for i, id := range c.ids {
			records = append(records, domain.Record{
				Participant: id, Question: q, Revision: 1,
				Sealed: c.keys[i].Seal(seal.ParticipantPath(c.ID, id), seal.Answer(q, 1), []byte(c.response)),
			})
		}
	}
	return records
}

// inParallel does something n times, a few at once.
func inParallel(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	var next atomic.Int64
	for range 8 {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
}
