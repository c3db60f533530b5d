package lifecycle

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// consented reports whether the consent of a participant is there.
func (w *world) consented(sid, pid string) bool {
	w.t.Helper()
	_, err := w.data.Consent(w.t.Context(), sid, pid)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

// A consent goes with the student whose it is, with their session, and again after a restore of
// the database brought it back.
func TestConsentsEndWithWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	w.tick(signer)
	s := w.session(3, 1)
	pids := w.participants(s.ID)
	code := w.consentCode("7b")
	for _, pid := range pids {
		w.must(w.data.RecordConsent(ctx, domain.Consent{Org: north, Session: s.ID, Participant: pid, Ground: domain.ConsentByParents, At: w.time, Code: code.ID}))
	}
	restore := w.backUp("(default)")
	w.time = w.time.Add(time.Hour)
	out, err := w.Request(ctx, domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: pids[0]}, domain.GroundParent)
	if err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	if w.consented(s.ID, pids[0]) || !w.consented(s.ID, pids[1]) {
		t.Error("erasing one student erases the wrong consents")
	}
	w.tick(signer)
	restore()
	if !w.consented(s.ID, pids[0]) {
		t.Fatal("the backup doesn't hold the consent")
	}
	w.tick(signer) // sees the restore, and replays
	if w.consented(s.ID, pids[0]) || !w.consented(s.ID, pids[1]) {
		t.Error("the replay leaves what a restore brought back, or takes more")
	}
	w.must(w.Confirm(ctx))
	w.must(w.change(s.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	w.time = w.time.Add(domain.LateWrites)
	for range 3 {
		if out, err = w.Erase(ctx, domain.Erasure{Subject: ofSession(s.ID), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil {
			t.Fatal(err)
		}
	}
	if out.Receipt == nil || w.consented(s.ID, pids[1]) || w.consented(s.ID, pids[2]) {
		t.Errorf("after the session: %+v", out)
	}
}

// A tick asks for what a request didn't come to, and a code is done with once nothing is left.
// A consent that a join recorded for whoever was erased already goes as well.
func TestTickErasesWhatHasNoConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	s := w.session(3, 1)
	pids := w.participants(s.ID)
	code := w.consentCode("7b")
	consent := func(pid string) {
		w.must(w.data.RecordConsent(ctx, domain.Consent{Org: north, Session: s.ID, Participant: pid, Ground: domain.ConsentByParents, At: w.time, Code: code.ID}))
	}
	if _, err := w.Request(ctx, domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: pids[0]}, domain.GroundParent); err != nil {
		t.Fatal(err)
	}
	for _, pid := range pids[:2] {
		consent(pid)
	}
	if _, err := w.data.EndConsentCode(ctx, north, code.ID, w.time, true, domain.Change{At: w.time, What: domain.ChangeConsentErased}); err != nil {
		t.Fatal(err)
	}
	w.work(w.tick(signer))
	if w.consented(s.ID, pids[0]) || w.consented(s.ID, pids[1]) {
		t.Error("a consent of whoever was erased is there")
	}
	if left := w.participants(s.ID); len(left) != 1 || left[0] != pids[2] {
		t.Errorf("left: %v of %v", left, pids)
	}
	w.tick(signer)
	if c, err := w.data.ConsentCode(ctx, code.ID); err != nil || c.Erase {
		t.Errorf("the code: %+v, %v", c, err)
	}
	// The code itself is kept as long as anything under it could be.
	w.time = domain.AddMonths(w.time, domain.ConsentCodeKept.Months)
	w.must(w.clean(ctx))
	if _, err := w.data.ConsentCode(ctx, code.ID); err != nil {
		t.Errorf("too early: %v", err)
	}
	w.time = w.time.Add(time.Microsecond)
	w.must(w.clean(ctx))
	if _, err := w.data.ConsentCode(ctx, code.ID); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("the code is there: %v", err)
	}
}

// However many of a session are held, and however little time a request has, each goes on after the last and one is the
// last of all; each student is counted once.
func TestEraseLackingComesToAnEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many, few := w.session(domain.ConsentErasedOnce+1, 0), w.session(3, 0)
	for _, sid := range []string{many.ID, few.ID} {
		_, err := w.PlaceHold(t.Context(), domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Session: sid, Name: "Case", PlacedAt: w.time, Until: w.time.Add(time.Hour)})
		w.must(err)
	}
	org, err := w.data.Org(t.Context(), north)
	w.must(err)
	org.Agreements = nil // nobody had a basis
	run := func(hurried bool) (calls int, sum ConsentErasure) {
		for after := ""; ; calls++ {
			ctx, cancel := t.Context(), context.CancelFunc(func() {})
			if hurried {
				ctx, cancel = context.WithTimeout(ctx, margin-time.Millisecond)
			}
			done, err := w.EraseLacking(ctx, org, after, false)
			cancel()
			if err != nil {
				t.Fatal(err)
			}
			sum.Students += done.Students
			sum.Held += done.Held
			if done.Next == "" {
				return calls + 1, sum
			}
			if after = done.Next; calls > domain.ConsentErasedOnce+10 {
				t.Fatalf("it goes round in circles: after %q, %+v", after, sum)
			}
		}
	}
	for _, hurried := range []bool{false, true} {
		calls, sum := run(hurried)
		if sum.Students != domain.ConsentErasedOnce+4 || sum.Held != sum.Students {
			t.Errorf("in %d requests: %+v", calls, sum)
		}
	}
}

// Whoever is erased before their join has stored anything isn't there afterwards: the join finds a tombstone.
func TestErasedWhileTheyJoin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.session(1, 0)
	pid := w.id()
	_, err := w.Request(ctx, domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: pid}, domain.GroundNoConsent)
	w.must(err)
	if err := w.vault.CreateBoxes(ctx, s.ID, pid, store.Boxes{Session: []byte("box")}); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("a join that is late: %v", err)
	}
}
