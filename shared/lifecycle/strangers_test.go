package lifecycle

import (
	"encoding/json"
	"flag"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

var strangers = flag.Int("strangers", 650, "how many strangers join a session and erase themselves")

// Whoever has a session's code can join and erase themselves again and again.
// However often, the session closes, is deleted and erased, at a teacher's word
// and at that of its school and by its policy, and whoever else is in it can be
// erased as well.
//
//	go test ./shared/lifecycle -run TestStrangers -strangers 50000 -v
func TestStrangersCantKeepASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	asked, left := w.session(2, 1), w.session(2, 1)
	for _, s := range []*domain.Session{asked, left} {
		// The first goes the whole way, so that nothing is set up that erasing
		// doesn't leave.
		first := w.participants(s.ID)[0]
		w.erase(first, s.ID)
		seat, err := w.client("(default)").Doc("sessions/" + s.ID + "/seats/" + first).Get(ctx)
		w.must(err)
		receipt, err := w.client("vault").Doc("receipts/" + participant(first, s.ID).ErasureID()).Get(ctx)
		w.must(err)
		var body domain.Receipt
		w.must(json.Unmarshal(receipt.Data()["body"].([]byte), &body))
		var data, vault []write
		for range *strangers {
			pid := w.id()
			id := participant(pid, s.ID).ErasureID()
			body.ID, body.Participant = id, pid
			r := receipt.Data()
			if r["body"], err = json.Marshal(body); err != nil {
				t.Fatal(err)
			}
			data = append(data, write{"sessions/" + s.ID + "/seats/" + pid, seat.Data()}, write{"receipts/" + id, r})
			vault = append(vault, write{seal.ParticipantPath(s.ID, pid), map[string]any{"erased": true}}, write{"receipts/" + id, r})
		}
		w.put("(default)", data)
		w.put("vault", vault)
	}
	if n, err := w.data.CountErased(ctx, asked.ID); n != *strangers+1 || err != nil {
		t.Fatalf("%d seats, %v", n, err)
	}

	// A student who stayed goes now.
	w.time = w.time.Add(time.Minute)
	w.erase(w.participants(asked.ID)[0], asked.ID)
	seats, err := w.data.Seats(ctx, asked.ID, time.Time{})
	if err != nil || len(seats) != *strangers+2 {
		t.Errorf("%d seats, %v", len(seats), err)
	}
	w.must(w.change(asked.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	w.delete(asked.ID)
	w.time = w.time.Add(domain.LateWrites)
	out, err := w.Request(ctx, ofSession(asked.ID), domain.GroundSchool)
	if err != nil || !out.More {
		t.Fatal(out, err)
	}
	tick := func() {
		t.Helper()
		w.work(w.tick(signer))
	}
	tick()
	w.erasedWhole(asked.ID)

	// The other is left to its policy: idle for a month, kept for one, and six
	// months in the bin.
	for day := 0; day <= 365; day += 5 {
		w.time = start.AddDate(0, 0, day)
		tick()
	}
	w.erasedWhole(left.ID)
	if again, err := w.Paused(ctx); err != nil || again != "" {
		t.Errorf("paused: %q, %v", again, err)
	}
}

func participant(pid, sid string) domain.Subject {
	return domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: sid, ID: pid}
}

// erase erases a student at their own word.
func (w *world) erase(pid, sid string) {
	w.t.Helper()
	out, err := w.Request(w.t.Context(), participant(pid, sid), domain.GroundSubject)
	if err != nil || out.Receipt == nil {
		w.t.Fatal(out, err)
	}
}

// erasedWhole wants nothing to be left of a session but its tombstone.
func (w *world) erasedWhole(sid string) {
	w.t.Helper()
	s, err := w.data.Session(w.t.Context(), sid)
	w.must(err)
	n, err := w.data.CountDocuments(w.t.Context(), sid)
	w.must(err)
	keys, err := w.vault.AllBoxes(w.t.Context(), sid)
	w.must(err)
	if s.State != domain.Erased || n+len(keys) > 0 {
		w.t.Errorf("the session is %s, with %d documents and %d keys", s.State, n, len(keys))
	}
	r, err := w.data.Receipt(w.t.Context(), ofSession(sid).ErasureID())
	if err != nil {
		w.t.Errorf("its receipt: %v", err)
	}
	w.t.Logf("%+v", r.Counts)
}
