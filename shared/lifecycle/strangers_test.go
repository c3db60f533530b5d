package lifecycle

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// strangersShort is how many there are unless told otherwise: more than two pages
// of what one transaction erases.
const strangersShort = 650

var strangers = flag.Int("strangers", strangersShort, "how many strangers join a session and erase themselves")

// Whoever has a session's code can join and erase themselves again and again. However
// often they do, the session can be closed, deleted and erased, by its teacher, its
// school or its policy, and so can everyone else in it.
//
//	go test ./shared/lifecycle -run TestStrangers -strangers 50000 -timeout 3h -v
func TestStrangersCantKeepASession(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(s *strange)
	}{
		{"a school asks", func(s *strange) {
			// A student who stayed goes now.
			s.time = s.time.Add(time.Minute)
			s.erase(s.participants(s.id)[0], s.id)
			s.step("a student erases themselves")
			if few() {
				seats, err := s.data.Seats(s.t.Context(), s.id, time.Time{})
				if err != nil || len(seats) != *strangers+2 {
					s.t.Errorf("%d seats, %v", len(seats), err)
				}
				s.step("an instance reads the seats")
			}
			s.must(s.change(s.id, func(c *domain.Session) error { c.Take(domain.Step{To: domain.Closed}, s.time); return nil }))
			s.delete(s.id)
			s.step("a teacher closes and deletes")
			s.time = s.time.Add(domain.LateWrites)
			out, err := s.Request(s.t.Context(), ofSession(s.id), domain.GroundSchool)
			if err != nil || !out.More {
				s.t.Fatal(out, err)
			}
			s.step("the school asks for its erasure")
			s.tick()
			s.erasedWhole(s.id)
		}},
		// Idle for a month, kept for one, and six months in the bin.
		{"its policy ends it", func(s *strange) {
			for day := 0; day <= 365; day += 15 { // a tick takes the emulator, which has no indexes, long
				s.time = start.AddDate(0, 0, day)
				s.tick()
			}
			s.erasedWhole(s.id)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if few() {
				t.Parallel()
			}
			s := newStrange(t)
			tt.end(s)
			if again, err := s.Paused(t.Context()); err != nil || again != "" {
				t.Errorf("paused: %q, %v", again, err)
			}
		})
	}
}

// few reports whether there are no more strangers than may join. No request has to count
// or read more than that.
func few() bool { return *strangers < domain.DefaultMaxParticipants }

// A strange session is one that strangers joined, each to erase themselves.
type strange struct {
	*world
	id     string
	signer Signer
	began  time.Time // of what step times
}

func newStrange(t *testing.T) *strange {
	s := &strange{world: newWorld(t), signer: newSigner(t), began: time.Now()}
	ctx := t.Context()
	s.id = s.session(2, 1).ID
	// The first goes the whole way, so that nothing is set up that erasing
	// doesn't leave.
	first := s.participants(s.id)[0]
	s.erase(first, s.id)
	seat, err := s.client("(default)").Doc("sessions/" + s.id + "/seats/" + first).Get(ctx)
	s.must(err)
	receipt, err := s.client("vault").Doc("receipts/" + participant(first, s.id).ErasureID()).Get(ctx)
	s.must(err)
	var body domain.Receipt
	s.must(json.Unmarshal(receipt.Data()["body"].([]byte), &body))
	var data, vault []write
	for range *strangers {
		pid := s.world.id()
		id := participant(pid, s.id).ErasureID()
		body.ID, body.Participant = id, pid
		r := receipt.Data()
		if r["body"], err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
		data = append(data, write{"sessions/" + s.id + "/seats/" + pid, seat.Data()}, write{"receipts/" + id, r})
		vault = append(vault, write{seal.ParticipantPath(s.id, pid), map[string]any{"erased": true}}, write{"receipts/" + id, r})
	}
	s.put("(default)", data)
	s.put("vault", vault)
	s.step("set up")
	if few() {
		if n, err := s.data.CountErased(ctx, s.id); n != *strangers+1 || err != nil {
			t.Fatalf("%d seats, %v", n, err)
		}
		s.step("an instance counts the seats")
	}
	return s
}

// step logs what took how long.
func (s *strange) step(what string) {
	s.t.Logf("%7.2f s: %s", time.Since(s.began).Seconds(), what)
	s.began = time.Now()
}

// tick runs a tick, its parts and its work as Pub/Sub would: each within the time of a
// delivery, redelivered after an error but not forever, and continued in another message.
func (s *strange) tick() {
	s.t.Helper()
	var parts, work collect
	s.deliver("a tick", func(ctx context.Context) (bool, error) {
		parts = collect{}
		return false, s.Tick(ctx, &parts)
	})
	for _, data := range parts.sent {
		in, err := events.ParseRetention(events.Message{Data: data})
		s.must(err)
		if in.Plan.Org == "" {
			s.deliver("its rest", func(ctx context.Context) (bool, error) { return false, s.TickRest(ctx, &collect{}) })
			continue
		}
		s.deliver("its part for the school", func(ctx context.Context) (bool, error) {
			return false, s.TickOrg(ctx, *in.Plan, &work, s.signer)
		})
	}
	for _, data := range work.sent {
		in, err := events.ParseRetention(events.Message{Data: data})
		s.must(err)
		s.deliver("what it asks for", func(ctx context.Context) (bool, error) { return s.Do(ctx, in.Work) })
	}
}

func (s *strange) deliver(what string, do func(context.Context) (more bool, err error)) {
	s.t.Helper()
	messages, failed := 1, 0
	for more, attempts := true, 0; more; {
		ctx, cancel := context.WithTimeout(context.Background(), events.DeliveryTime)
		var err error
		more, err = do(ctx)
		cancel()
		switch {
		case err != nil && attempts == deliveries:
			s.t.Fatalf("%s, after %d deliveries: %v", what, deliveries, err)
		case err != nil:
			more = true
			attempts++
			failed++
			time.Sleep(backoff) // the emulator has given up a transaction that took too long by then
		case more:
			attempts = 0
			messages++
		}
	}
	s.step(fmt.Sprintf("%s, in %d messages; %d deliveries failed", what, messages, failed))
}

// What Pub/Sub does with a message that fails (terraform/modules/push).
const (
	deliveries = 10
	backoff    = 10 * time.Second // at least
)

func participant(pid, sid string) domain.Subject {
	return domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: sid, ID: pid}
}

// erase erases a student at their own request.
func (w *world) erase(pid, sid string) {
	w.t.Helper()
	out, err := w.Request(w.t.Context(), participant(pid, sid), domain.GroundSubject)
	if err != nil || out.Receipt == nil {
		w.t.Fatal(out, err)
	}
}

// erasedWhole checks that nothing is left of a session but its tombstone.
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
