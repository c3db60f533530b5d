package export_test

import (
	"archive/zip"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	largeLessons  = 200
	largeStudents = 30
	largeAnswers  = 4
	largeText     = 1500 // characters of an answer
	// largeHeap is how much more than before may be in use while an archive is made or handed
	// out: what is in it is more than twice as much.
	largeHeap = 24 << 20
)

// A school of 200 sessions of 30 students each: making its archive and handing it out take
// no more memory than one session does.
func TestLargeSchool(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	s := newSchool(t)
	ctx := t.Context()
	log, err := answerlog.Open(ctx, s.Project)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	lessons := make([]*functiontest.Lesson, largeLessons)
	for i := range lessons {
		lessons[i] = s.Open(functiontest.Start{Questions: `{"title": "Essays", "questions": [
			{"id": "q1", "kind": "text", "prompt": "?"}, {"id": "q2", "kind": "text", "prompt": "?"}, {"id": "q3", "kind": "text", "prompt": "?"}, {"id": "q4", "kind": "text", "prompt": "?"}]}`})
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	errs := make(chan error, 16)
	for range 16 {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < largeLessons; i = next.Add(1) - 1 {
				if err := fill(s, log, lessons[i].ID); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	select {
	case err := <-errs:
		t.Fatal(err)
	default:
	}
	id := s.begin()

	peak := watchHeap(t)
	handle := s.Exporter(discard{}) // what the bucket holds in this process is no part of it
	for work := s.Published.Take(events.ExportWork); len(work) > 0; work = s.Published.Take(events.ExportWork) {
		for _, data := range work {
			if err := handle(ctx, events.Message{Data: data}); err != nil {
				t.Fatal(err)
			}
		}
	}
	made := s.list()[0]
	t.Logf("making %d MB took %d MB", made.Bytes>>20, peak()>>20)
	if p := peak(); p > largeHeap || made.Bytes < 2*largeHeap || made.Done != largeLessons {
		t.Errorf("making %+v took %d MB", made, p>>20)
	}
	s.ask("DELETE", "/v1/org/exports/"+id).Want(204)

	id = s.make()
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	request, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/v1/org/exports/"+id+"/archive", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.token())
	peak = watchHeap(t)
	begun := time.Now()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	n, err := io.Copy(file, answer.Body)
	if err != nil || answer.StatusCode != 200 {
		t.Fatal(answer.StatusCode, err)
	}
	t.Logf("handing out %d MB took %d MB and %v", n>>20, peak()>>20, time.Since(begun).Round(time.Millisecond))
	if p := peak(); p > largeHeap {
		t.Errorf("handing it out took %d MB", p>>20)
	}
	z, err := zip.NewReader(file, n)
	if err != nil {
		t.Fatal(err)
	}
	sessions := 0
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/results.csv") {
			sessions++
		}
	}
	if sessions != largeLessons {
		t.Errorf("%d sessions", sessions)
	}
}

// fill puts a class that wrote much into a session.
func fill(s *school, log *answerlog.Log, sid string) error {
	ctx := s.t.Context()
	session, err := s.Store.Session(ctx, sid)
	if err != nil {
		return err
	}
	public, err := seal.ParsePublicKey(session.PublicKey)
	if err != nil {
		return err
	}
	var records []domain.Record
	for i := range largeStudents {
		pid := s.NewID()
		path := seal.ParticipantPath(sid, pid)
		key, err := seal.NewKey(rand.Reader)
		if err != nil {
			return err
		}
		box, err := public.Box(path, key)
		if err != nil {
			return err
		}
		if err := s.Vault.CreateBoxes(ctx, sid, pid, store.Boxes{Session: box}); err != nil {
			return err
		}
		if err := s.Store.CreateParticipant(ctx, sid, domain.Participant{ID: pid, JoinedAt: time.Now(), Alias: key.Seal(path, seal.Alias, fmt.Append(nil, "Student ", i))}); err != nil {
			return err
		}
		for q := range largeAnswers {
			question := fmt.Sprint("q", q+1)
			text := make([]byte, largeText/2)
			rand.Read(text)
			records = append(records, domain.Record{Participant: pid, Question: question, Revision: 1, Sealed: key.Seal(path, seal.Answer(question, 1), fmt.Appendf(nil, "%q", fmt.Sprintf("%x", text)))})
		}
	}
	for n := 0; n < len(records); n += 60 {
		some := records[n:min(n+60, len(records))]
		if _, err := log.AppendChunk(ctx, sid, domain.ChunkID(some, s.NewID()), some); err != nil {
			return err
		}
	}
	return nil
}

// watchHeap returns what tells how much more of the heap was in use since than now.
func watchHeap(t *testing.T) (peak func() uint64) {
	var m runtime.MemStats
	use := func() uint64 {
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	use()
	base := use()
	var top atomic.Uint64
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
			}
			if n := use(); n > base && n-base > top.Load() {
				top.Store(n - base)
			}
		}
	})
	t.Cleanup(func() { close(done); wg.Wait() })
	return top.Load
}

// discard takes objects and keeps none.
type discard struct{}

func (discard) Create(_ context.Context, _ string, write func(io.Writer) error) (int64, error) {
	var n counting
	err := write(&n)
	return int64(n), err
}

type counting int64

func (c *counting) Write(p []byte) (int, error) {
	*c += counting(len(p))
	return len(p), nil
}
