package incident_test

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
func (w *world) groups(as, id string) map[string][3]int {
	w.t.Helper()
	got := make(map[string][3]int)
	for token := ""; ; {
		path := "/v1/incidents/" + id + "/affected?pageSize=2"
		if token != "" {
			path += "&pageToken=" + token
		}
		var page affectedView
		w.ask("GET", path, call{as: as}, &page)
		for _, g := range page.Items {
			sum := got[g.Kind]
			got[g.Kind] = [3]int{sum[0] + 1, sum[1] + g.People, sum[2] + g.Records}
			if g.Readable != (!g.Sealed || g.KeysInReach) {
				w.t.Errorf("a group that is sealed %v with keys in reach %v is readable %v", g.Sealed, g.KeysInReach, g.Readable)
			}
		}
		if page.NextPageToken == nil {
			return got
		}
		token = *page.NextPageToken
	}
}

// receipt stores what an erasure leaves.
func (w *world) receipt(kind domain.SubjectKind, session string, erased time.Time, people, answers int) {
	w.t.Helper()
	r := domain.Receipt{
		Format: 1, ID: newID(w.t), Org: north, Kind: kind, Session: session, Rule: domain.RuleFormal,
		Counts: domain.Counted{Participants: people, Answers: answers}, KeysDeletedAt: erased.Add(-time.Minute), ErasedAt: erased,
	}
	stored, err := w.vault.PutReceipt(w.t.Context(), r)
	w.must(err)
	w.must(w.data.FinishErasure(w.t.Context(), newID(w.t), stored))
}

// Who is affected follows from the window, the categories and the scope, and
// what was erased since is counted from receipts.
func TestAffected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.session(north, monday.Add(-48*time.Hour), 3, 2)
	w.session(north, monday.Add(-2*time.Hour), 2, 1)    // within the window
	w.session(north, monday.Add(-30*time.Minute), 9, 9) // after it
	gone := newID(t)
	w.receipt(domain.SubjectSession, gone, monday.Add(-5*time.Hour), 7, 20)   // since the exposure began
	w.receipt(domain.SubjectParticipant, one, monday.Add(-time.Minute), 1, 0) // likewise
	w.receipt(domain.SubjectSession, newID(t), monday.Add(-10*time.Hour), 50, 500)
	w.receipt(domain.SubjectQuestionSet, "", monday.Add(-time.Minute), 0, 0)
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
		i := w.report(grace, tt.change)
		got := w.groups(grace, i.ID)
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
	i := w.report(grace, func(o object) { o["risk"] = "high" })
	if s := w.notices(grace, i.ID)["gdpr-34 public"].State; i.Affected.Readable || s != "not-required" {
		t.Errorf("sealed: readable %v, art. 34 %s", i.Affected.Readable, s)
	}
	w.patch(grace, i.ID, object{"occurredUntil": nil, "keysInReach": "yes"})
	i = w.incident(grace, i.ID)
	if s := w.notices(grace, i.ID)["gdpr-34 public"].State; !i.Affected.Readable || i.Affected.People != 14+8 || s != "waiting" {
		t.Errorf("in reach: %+v, art. 34 %s", i.Affected, s)
	}
	if kinds, _ := w.kinds(grace, i.ID); kinds["affected"] != 2 || kinds["changed"] != 1 {
		t.Errorf("%v", kinds)
	}
}

// The freeze is renewed by a person, or ends after 90 days.
func TestFreeze(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sid := w.session(north, monday.Add(-48*time.Hour), 1, 0)
	i := w.report(grace, func(o object) { o["scope"] = object{"sessions": []string{sid}} })
	stands := func() (n int) {
		holds, err := w.vault.Holds(t.Context(), north)
		w.must(err)
		for _, h := range holds {
			if h.Session != sid {
				t.Errorf("a hold on %q", h.Session)
			}
			if h.Stands(w.clock()) {
				n++
			}
		}
		return n
	}
	w.advance(89 * 24 * time.Hour)
	w.tick()
	if stands() != 1 {
		t.Error("it doesn't stand after 89 days")
	}
	w.advance(2 * 24 * time.Hour)
	w.tick()
	if stands() != 0 {
		t.Error("it stands after 91 days without being renewed")
	}
	w.patch(grace, i.ID, object{"renewFreeze": true})
	if stands() != 1 {
		t.Error("it wasn't renewed")
	}
	w.ask("POST", "/v1/incidents/"+i.ID+"/close", call{as: grace, body: object{"outcome": "no-breach", "reason": "The bucket held test data only."}}, nil)
	w.settle()
	if stands() != 0 {
		t.Error("it stands after the close")
	}
	// Nothing is kept without an end.
	w.advance(83 * 30 * 24 * time.Hour)
	w.tick()
	w.incident(grace, i.ID)
	w.advance(3 * 31 * 24 * time.Hour)
	w.tick()
	w.refused("GET", "/v1/incidents/"+i.ID, call{as: grace}, 404, "not-found")
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
//	go test -run AtScale -timeout 20m ./functions/incident -affected 100000
var scale = flag.Int("affected", 10_000, "how many affected students are stored and counted; a multiple of 1,000")

// Many students are counted session by session, without being in memory.
func TestAffectedAtScale(t *testing.T) {
	const students, answers = 1000, 2
	sessions := *scale / students
	// An emulator of its own: so much would take the others' breath. It is
	// no parallel test, so that they don't see its address.
	e, err := firestore.Start(t.Context(), firestore.Options{Heap: "2g"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Stop()
	t.Setenv("FIRESTORE_EMULATOR_HOST", e.Host())
	w := newWorld(t)
	seeding := time.Now()
	seedMany(t, w, sessions, students, answers)
	t.Logf("stored in %v", time.Since(seeding).Round(time.Second))
	l := &lean{Store: w.data}
	w.deps.breach.Store = l
	w.wire()

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
	i := w.report(grace, nil)
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
func seedMany(t *testing.T, w *world, sessions, students, answers int) {
	t.Helper()
	db, err := raw.NewClient(t.Context(), w.project)
	w.must(err)
	defer db.Close()
	work := make(chan string, sessions)
	for range sessions {
		work <- w.session(north, monday.Add(-48*time.Hour), 0, 0)
	}
	close(work)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for sid := range work {
				all := make([]string, students)
				for k := range all {
					all[k] = newID(t)
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
						if _, err := w.data.AppendChunk(t.Context(), sid, newID(t), part); err != nil {
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

// A school's notices wait for no other's: each org's list is a message of its own.
func TestOrgsAreCountedApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.session(north, monday.Add(-48*time.Hour), 2, 0)
	w.session(south, monday.Add(-48*time.Hour), 3, 0)
	w.deps.breach.Store = &refusing{Store: w.data, org: south}
	w.wire()
	var i incidentView
	w.ask("POST", "/v1/incidents", call{as: ops, body: report(func(o object) { o["scope"] = object{"orgs": []string{north, south}} })}, &i)
	w.bus.settle(t.Context())
	if len(w.bus.poisoned) == 0 {
		t.Fatal("nothing failed")
	}
	w.bus.poisoned = nil
	if a := w.incident(ops, i.ID).Affected; a == nil || a.Complete || a.People != 2 {
		t.Errorf("while one org can't be counted: %+v", a)
	}
	// What was lost is asked for again by the next tick.
	w.deps.breach.Store = w.data
	w.wire()
	w.tick()
	if a := w.incident(ops, i.ID).Affected; a == nil || !a.Complete || a.People != 5 {
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
