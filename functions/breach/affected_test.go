package breach_test

import (
	"context"
	"flag"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type affectedView struct {
	Items []struct {
		Kind                          string
		Session, Receipt              *string
		People, Records               int
		Sealed, KeysInReach, Readable bool
	}
	NextPageToken *string
}

// groups returns the affected list by kind: how many groups, people and records.
func groups(t *testing.T, w *breachtest.World, as, id string) map[string][3]int {
	t.Helper()
	got := make(map[string][3]int)
	for token := ""; ; {
		path := "/v1/incidents/" + id + "/affected?pageSize=2"
		if token != "" {
			path += "&pageToken=" + token
		}
		var page affectedView
		w.Ask("GET", path, breachtest.Call{As: as}, &page)
		for _, g := range page.Items {
			sum := got[g.Kind]
			got[g.Kind] = [3]int{sum[0] + 1, sum[1] + g.People, sum[2] + g.Records}
			if g.Readable != (!g.Sealed || g.KeysInReach) {
				t.Errorf("a group that is sealed %v with keys in reach %v is readable %v", g.Sealed, g.KeysInReach, g.Readable)
			}
		}
		if page.NextPageToken == nil {
			return got
		}
		token = *page.NextPageToken
	}
}

// receipt stores what an erasure leaves.
func receipt(t *testing.T, w *breachtest.World, kind domain.SubjectKind, session string, erased time.Time, people, answers int) {
	t.Helper()
	r := domain.Receipt{
		Format: 1, ID: breachtest.NewID(t), Org: breachtest.North, Kind: kind, Session: session, Rule: domain.RuleFormal,
		Counts: domain.Counted{Participants: people, Answers: answers}, KeysDeletedAt: erased.Add(-time.Minute), ErasedAt: erased,
	}
	stored, err := w.Vault.PutReceipt(t.Context(), r)
	w.Must(err)
	w.Must(w.Store.FinishErasure(t.Context(), breachtest.NewID(t), stored))
}

// Who is affected follows from the window, the categories and the scope, and
// what was erased since is counted from receipts.
func TestAffected(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	one := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 3, 2)
	w.Session(breachtest.North, breachtest.Monday.Add(-2*time.Hour), 2, 1)    // within the window
	w.Session(breachtest.North, breachtest.Monday.Add(-30*time.Minute), 9, 9) // after it
	gone := breachtest.NewID(t)
	receipt(t, w, domain.SubjectSession, gone, breachtest.Monday.Add(-5*time.Hour), 7, 20)   // since the exposure began
	receipt(t, w, domain.SubjectParticipant, one, breachtest.Monday.Add(-time.Minute), 1, 0) // likewise
	receipt(t, w, domain.SubjectSession, breachtest.NewID(t), breachtest.Monday.Add(-10*time.Hour), 50, 500)
	receipt(t, w, domain.SubjectQuestionSet, "", breachtest.Monday.Add(-time.Minute), 0, 0)
	// The first was erased when the exposure began, but its keys a minute earlier.
	for name, tt := range map[string]struct {
		change func(object)
		want   map[string][3]int // groups, people, records
	}{
		"aliases and answers": {nil, map[string][3]int{"session": {2, 5, 5 + 8}, "erased": {2, 8, 8 + 20}}},
		"aliases only": {func(o object) { o["categories"] = []string{"aliases"} },
			map[string][3]int{"session": {2, 5, 5}, "erased": {2, 8, 8}}},
		"titles are nobody's": {func(o object) { o["categories"] = []string{"lessons"} },
			map[string][3]int{"session": {2, 0, 2}, "erased": {2, 0, 0}}},
		"it goes on": {func(o object) { delete(o, "occurredUntil") },
			map[string][3]int{"session": {3, 14, 14 + 8 + 81}, "erased": {2, 8, 28}}},
		"one session": {func(o object) { o["scope"] = object{"sessions": []string{one}} },
			map[string][3]int{"session": {1, 3, 9}, "erased": {1, 1, 1}}},
		"members, accounts and the contact": {func(o object) { o["categories"] = []string{"members", "accounts", "contacts"} },
			map[string][3]int{"members": {1, 1, 1}, "accounts": {1, 1, 1}, "contact": {1, 0, 1}}},
	} {
		i := w.Report(breachtest.Grace, tt.change)
		got := groups(t, w, breachtest.Grace, i.ID)
		for kind, want := range tt.want {
			if got[kind] != want {
				t.Errorf("%s: %s %v, want %v", name, kind, got[kind], want)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		people, records := 0, 0
		for _, n := range got {
			people, records = people+n[1], records+n[2]
		}
		if a := i.Affected; a == nil || a.People != people || a.Records != records || !a.Complete {
			t.Errorf("%s: totals %+v, the groups have %d and %d", name, a, people, records)
		}
	}
	// Found out later: the window was longer, and the keys were in reach. What was counted before doesn't hold.
	i := w.Report(breachtest.Grace, func(o object) { o["risk"] = "high" })
	if s := w.Notices(breachtest.Grace, i.ID)["gdpr-34 public"].State; i.Affected.Readable || s != "not-required" {
		t.Errorf("sealed: readable %v, art. 34 %s", i.Affected.Readable, s)
	}
	w.Patch(breachtest.Grace, i.ID, object{"occurredUntil": nil, "keysInReach": "yes"})
	i = w.Incident(breachtest.Grace, i.ID)
	if s := w.Notices(breachtest.Grace, i.ID)["gdpr-34 public"].State; !i.Affected.Readable || i.Affected.People != 14+8 || s != "waiting" {
		t.Errorf("in reach: %+v, art. 34 %s", i.Affected, s)
	}
	if kinds, _ := w.Kinds(breachtest.Grace, i.ID); kinds["affected"] != 2 || kinds["changed"] != 1 {
		t.Errorf("%v", kinds)
	}
}

// lean counts what is read of participants: their number, never themselves.
type lean struct {
	breach.Store
	mu     sync.Mutex
	counts int
}

func (l *lean) CountParticipants(ctx context.Context, sid string) (int, error) {
	l.mu.Lock()
	l.counts++
	l.mu.Unlock()
	return l.Store.CountParticipants(ctx, sid)
}

// scale is how many students TestAffectedAtScale stores. Google's emulator takes
// time in proportion to the whole database for each count, so that a hundred
// thousand take minutes there, most of them in it:
//
//	go test -run AtScale -timeout 20m ./functions/breach -affected 100000
var scale = flag.Int("affected", 10_000, "how many affected students are stored and counted; a multiple of 1,000")

// Many students are counted session by session, without being in memory.
func TestAffectedAtScale(t *testing.T) {
	if testing.Short() {
		t.Skip("starts an emulator, and stores ten thousand students")
	}
	const students, answers = 1000, 2
	sessions := *scale / students
	// An emulator of its own: this much data would slow other tests down. Not parallel,
	// so that they don't see its address.
	e, err := firestore.Start(t.Context(), firestore.Options{Heap: "2g"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Stop()
	t.Setenv("FIRESTORE_EMULATOR_HOST", e.Host())
	w := breachtest.New(t)
	seeding := time.Now()
	seedMany(t, w, sessions, students, answers)
	t.Logf("stored in %v", time.Since(seeding).Round(time.Second))
	l := &lean{Store: w.Store}
	w.Breach.Store = l
	w.Wire()

	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, peak := m.HeapAlloc, m.HeapAlloc
	done := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	})
	began := time.Now()
	i := w.Report(breachtest.Grace, nil)
	took := time.Since(began)
	close(done)
	watching.Wait()
	if a := i.Affected; a == nil || a.Sessions != sessions || a.People != sessions*students || a.Records != sessions*students*(1+answers) {
		t.Fatalf("affected: %+v", a)
	}
	grown := int64(peak) - int64(before)
	t.Logf("%d people and %d records in %v; %d counts; the heap grew by %.1f MiB at most", i.Affected.People, i.Affected.Records, took.Round(time.Millisecond), l.counts, float64(grown)/(1<<20))
	// The students' documents alone would be more than this.
	if grown > 48<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
	if l.counts != sessions {
		t.Errorf("%d sessions were counted", l.counts)
	}
}

// seedMany stores many students as fast as the emulator takes them.
func seedMany(t *testing.T, w *breachtest.World, sessions, students, answers int) {
	t.Helper()
	db, err := raw.NewClient(t.Context(), w.Project)
	w.Must(err)
	defer db.Close()
	work := make(chan string, sessions)
	for range sessions {
		work <- w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 0, 0)
	}
	close(work)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for sid := range work {
				all := make([]string, students)
				for k := range all {
					all[k] = breachtest.NewID(t)
				}
				for chunk := range slices.Chunk(all, 250) {
					err := db.RunTransaction(t.Context(), func(_ context.Context, tx *raw.Transaction) error {
						for _, pid := range chunk {
							if err := tx.Create(db.Doc("sessions/"+sid+"/participants/"+pid), map[string]any{"alias": []byte("sealed")}); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						t.Error(err)
						return
					}
					var records []domain.Record
					for _, pid := range chunk {
						for k := range answers {
							records = append(records, domain.Record{Participant: pid, Question: "q1", Revision: 1 + k, Sealed: []byte("s")})
						}
					}
					for part := range slices.Chunk(records, 400) {
						if _, err := w.Store.AppendChunk(t.Context(), sid, breachtest.NewID(t), part); err != nil {
							t.Error(err)
							return
						}
					}
				}
			}
		})
	}
	wg.Wait()
}

// A school's notices don't wait for another's: each org's list is a message of its own.
func TestOrgsAreCountedApart(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 2, 0)
	w.Session(breachtest.South, breachtest.Monday.Add(-48*time.Hour), 3, 0)
	w.Breach.Store = &refusing{Store: w.Store, org: breachtest.South}
	w.Wire()
	var i breachtest.Incident
	w.Ask("POST", "/v1/incidents", breachtest.Call{As: breachtest.Ops, Body: breachtest.Body(func(o object) { o["scope"] = object{"orgs": []string{breachtest.North, breachtest.South}} })}, &i)
	w.Bus.Settle(t.Context())
	if len(w.Bus.Poisoned) == 0 {
		t.Fatal("nothing failed")
	}
	w.Bus.Poisoned = nil
	if a := w.Incident(breachtest.Ops, i.ID).Affected; a == nil || a.Complete || a.People != 2 {
		t.Errorf("while one org can't be counted: %+v", a)
	}
	// The next tick asks again for what was lost.
	w.Breach.Store = w.Store
	w.Wire()
	w.Tick()
	if a := w.Incident(breachtest.Ops, i.ID).Affected; a == nil || !a.Complete || a.People != 5 {
		t.Errorf("after the next tick: %+v", a)
	}
}

type refusing struct {
	breach.Store
	org string
}

func (r *refusing) Sessions(ctx context.Context, q store.SessionQuery, size int, token string) ([]*domain.Session, string, error) {
	if q.Org == r.org {
		return nil, "", domain.ErrUnavailable
	}
	return r.Store.Sessions(ctx, q, size, token)
}
