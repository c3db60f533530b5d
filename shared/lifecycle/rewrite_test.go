package lifecycle

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

func rewrites(sid string) events.Work {
	return events.Work{Subject: ofSession(sid), To: domain.Erased, Rule: domain.RuleRewrite}
}

// answered makes a session in whose log the answers of three students stand in every way: changed
// ones, sent twice in one chunk and in two, in chunks of one student and in shared ones.
func (w *world) answered() (sid string, pids []string) {
	w.t.Helper()
	s := w.session(3, 0)
	pids = w.participants(s.ID)
	a, b, c := pids[0], pids[1], pids[2]
	record := func(pid, question string, revision int, response string) domain.Record {
		return domain.Record{Participant: pid, Question: question, Revision: revision, Sealed: []byte("sealed " + response)}
	}
	for _, records := range [][]domain.Record{
		{record(a, "q1", 1, "a1"), record(b, "q1", 1, "b1"), record(a, "q2", 1, "a2"), record(b, "q1", 1, "b1 again"), record(c, "q1", 1, "c1")},
		{record(a, "q1", 2, "a1 changed"), record(a, "q3", 1, "a3")}, // a's own
		{record(b, "q1", 1, "b1 a third time"), record(a, "q1", 2, "a1 again"), record(b, "q2", 2, "b2 changed"), record(b, "q2", 1, "b2")},
		{record(b, "q3", 1, "b3")},
		{record(c, "q2", 1, "c2"), record(a, "q2", 3, "a2 changed")},
	} {
		_, err := w.data.AppendChunk(w.t.Context(), s.ID, w.id(), records)
		w.must(err)
	}
	return s.ID, pids
}

func (w *world) close(sid string) {
	w.t.Helper()
	w.must(w.change(sid, func(s *domain.Session) error {
		s.Take(domain.Step{To: domain.Closed}, w.time)
		return nil
	}))
}

// counting returns what counts in a session's log, of everybody but the given, as the log's readers find it.
func (w *world) counting(ctx context.Context, sid string, without ...string) (map[string]domain.Winner, error) {
	var log domain.Log
	all := make(map[string]domain.Winner)
	for c, err := range w.data.Chunks(ctx, sid) {
		if err != nil {
			return nil, err
		}
		for _, winner := range log.Add(c) {
			all[winner.Participant+" "+winner.Question] = winner
		}
	}
	for key, winner := range all {
		for _, pid := range without {
			if winner.Participant == pid {
				delete(all, key)
			}
		}
	}
	return all, nil
}

// The records of all who were erased leave a closed session's log in one pass, with another receipt for each. Killed before
// and after every single write, and whoever reads meanwhile, nothing changes about what counts of the others.
func TestErasedLeaveTheLog(t *testing.T) {
	t.Parallel()
	whole := newWorld(t)
	ctx := t.Context()
	sid, pids := whole.answered()
	for _, pid := range []string{pids[0], pids[2]} {
		whole.erase(pid, sid)
	}
	whole.close(sid)
	whole.time = whole.time.Add(domain.LateWrites)
	want, err := whole.counting(ctx, sid, pids[0], pids[2])
	whole.must(err)
	if len(want) != 3 || string(want[pids[1]+" q1"].Sealed) != "sealed b1" || string(want[pids[1]+" q2"].Sealed) != "sealed b2 changed" {
		t.Fatalf("before: %+v", want)
	}
	before := whole.snapshot()
	work := rewrites(sid)

	check := func(t *testing.T, w *world) {
		t.Helper()
		got, err := w.counting(t.Context(), sid)
		w.must(err)
		if !maps.EqualFunc(got, want, func(a, b domain.Winner) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("what counts is\n%+v, want\n%+v", got, want)
		}
		for _, pid := range []string{pids[0], pids[2]} {
			if n, err := w.data.CountRecordsOf(t.Context(), sid, pid); n != 0 || err != nil {
				t.Errorf("%d records are left of an erased student, %v", n, err)
			}
			first, err := w.data.Receipt(t.Context(), participant(pid, sid).ErasureID())
			w.must(err)
			next, err := w.data.Receipt(t.Context(), first.FollowUp(w.time).ID)
			w.must(err)
			if first.Rewrite || first.PlainUntil != nil || !first.IrrecoverableAt.Equal(first.KeysGoneAt) {
				t.Errorf("the first receipt: %+v", first)
			}
			until := w.time.Add(domain.BackupLife)
			if next.Follows != first.ID || next.Participant != pid || !next.PlainUntil.Equal(until) || !next.IrrecoverableAt.Equal(until) ||
				!next.IrrecoverableAt.Before(first.IrrecoverableAt) || next.Counts != (domain.Counted{}) || !next.Consistent() || !first.Consistent() {
				t.Errorf("the second receipt: %+v", next)
			}
		}
	}

	// Somebody reads all the time.
	reading, stop := context.WithCancel(ctx)
	read := make(chan string, 1)
	go func() {
		defer close(read)
		for reading.Err() == nil {
			got, err := whole.counting(ctx, sid, pids[0], pids[2])
			if err != nil || !maps.EqualFunc(got, want, func(a, b domain.Winner) bool { return reflect.DeepEqual(a, b) }) {
				read <- fmt.Sprintf("somebody reads meanwhile %+v, %v", got, err)
				return
			}
		}
	}()
	var counted crash
	if err := deliver(work)(ctx, whole, whole.as(counted.process())); err != nil {
		t.Fatal(err)
	}
	stop()
	if wrong := <-read; wrong != "" {
		t.Error(wrong)
	}
	check(t, whole)
	final := settle(t, whole)
	writes := counted.writes.Load()
	if writes < 6 {
		t.Fatalf("only %d writes", writes)
	}
	for n := int64(1); n <= writes; n++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, after=%v", n, after), func(t *testing.T) {
				w := before.world(t)
				c := crash{n: n, after: after}
				if err := deliver(work)(t.Context(), w, w.as(c.process())); err == nil || !c.dead.Load() {
					t.Fatalf("it wasn't killed: %v", err)
				}
				got, err := w.counting(t.Context(), sid, pids[0], pids[2])
				w.must(err)
				if !maps.EqualFunc(got, want, func(a, b domain.Winner) bool { return reflect.DeepEqual(a, b) }) {
					t.Errorf("what counts after the crash is %+v", got)
				}
				w.must(deliver(work)(t.Context(), w, w.Lifecycle))
				check(t, w)
				if d := difference(settle(t, w), final); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

// A tick asks for it once the session is over and its grace too, unless a legal hold keeps it.
func TestWhenErasedLeaveTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	sid, pids := w.answered()
	w.erase(pids[0], sid)
	left := func() int {
		t.Helper()
		w.work(w.tick(signer))
		// A message may come at any time.
		_, err := w.Do(ctx, rewrites(sid))
		w.must(err)
		n, err := w.data.CountRecordsOf(ctx, sid, pids[0])
		w.must(err)
		return n
	}
	if left() == 0 {
		t.Error("the session is open")
	}
	w.close(sid)
	w.time = w.time.Add(domain.LateWrites - time.Second)
	if left() == 0 {
		t.Error("an answer may still be on its way")
	}
	hold, err := w.PlaceHold(ctx, domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Name: "Case", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)})
	w.must(err)
	w.time = w.time.Add(time.Second)
	if left() == 0 {
		t.Error("a hold keeps it")
	}
	_, err = w.ReleaseHold(ctx, north, hold.ID, domain.HoldLegal)
	w.must(err)
	w.time = w.time.Add(time.Second)
	if n := left(); n != 0 {
		t.Errorf("%d records are left", n)
	}
	// Who is erased later leaves later.
	w.erase(pids[1], sid)
	w.time = w.time.Add(time.Hour)
	w.work(w.tick(signer))
	if n, err := w.data.CountRecordsOf(ctx, sid, pids[1]); n != 0 || err != nil {
		t.Errorf("%d records are left of the second, %v", n, err)
	}
	// And whose session is erased meanwhile has left with it.
	other, ids := w.answered()
	w.erase(ids[0], other)
	w.close(other)
	w.time = w.time.Add(domain.LateWrites)
	if _, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(other), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil {
		t.Fatal(err)
	}
	w.time = w.time.Add(time.Hour)
	w.work(w.tick(signer))
	first := participant(ids[0], other).ErasureID()
	r, err := w.data.Receipt(ctx, first)
	w.must(err)
	if next, err := w.data.Receipt(ctx, r.FollowUp(w.time).ID); err != nil || next.Follows != first {
		t.Errorf("of a student whose session is gone: %+v, %v", next, err)
	}
}

// A backup of (default) brings the records back, and the replay takes them away again.
func TestBackupOfRewrittenLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	sid, pids := w.answered()
	w.erase(pids[0], sid)
	w.close(sid)
	w.time = w.time.Add(domain.LateWrites)
	want, err := w.counting(ctx, sid, pids[0])
	w.must(err)
	old := w.snapshot()
	w.must(deliver(rewrites(sid))(ctx, w, w.Lifecycle))

	var writes []*firestorepb.Write
	for _, d := range old.documents["(default)"] {
		writes = append(writes, &firestorepb.Write{Operation: &firestorepb.Write_Update{Update: &firestorepb.Document{Name: w.root("(default)") + d.Name, Fields: d.Fields}}})
	}
	_, err = firestorepb.NewFirestoreClient(direct).Commit(ctx, &firestorepb.CommitRequest{Database: w.database("(default)"), Writes: writes})
	w.must(err)
	if n, err := w.data.CountRecordsOf(ctx, sid, pids[0]); n == 0 || err != nil {
		t.Fatalf("the backup brought %d records back, %v", n, err)
	}
	if _, err := w.Replay(ctx, Replay{}); err != nil {
		t.Fatal(err)
	}
	got, err := w.counting(ctx, sid)
	w.must(err)
	if !maps.EqualFunc(got, want, func(a, b domain.Winner) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("what counts is %+v, want %+v", got, want)
	}
}
