package lifecycle

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A student as known to their own device and to the session's private key.
type student struct {
	pid    string
	secret string // the Idempotency-Key
	parent string // the secret of a parent's code
}

// lesson makes a closed session that is truly sealed, with its private key as
// Cloud KMS would unwrap it: nothing but the vault decides who can open it.
func (w *world) lesson(names ...string) (sid string, private *seal.SessionKey, students []student) {
	w.t.Helper()
	ctx := w.t.Context()
	private, err := seal.NewSessionKey()
	w.must(err)
	raw, err := private.Bytes()
	w.must(err)
	s := &domain.Session{
		ID: w.id(), Org: north, Owner: w.id(), Title: "Rivers", Code: "C" + w.id()[:5], Mode: domain.SelfPaced, Feedback: domain.FeedbackNone,
		State: domain.Open, Version: 1, PublicKey: private.Public().Bytes(), CreatedAt: w.time,
	}
	w.must(w.vault.CreateSessionKey(ctx, s.ID, store.WrappedKey{Wrapped: raw, PublicKey: s.PublicKey}))
	w.must(w.data.CreateSession(ctx, s, []byte(`{"questions":[]}`), []byte(`{"questions":[]}`)))
	public, err := seal.ParsePublicKey(s.PublicKey)
	w.must(err)
	for _, name := range names {
		st := student{pid: w.id(), secret: "secret of " + name + " with many bits"}
		path := seal.ParticipantPath(s.ID, st.pid)
		key, err := seal.NewKey(rand.Reader)
		w.must(err)
		var boxes store.Boxes
		boxes.Session, err = public.Box(path, key)
		w.must(err)
		boxes.Rejoin, err = seal.BoxForRejoin(st.secret, path, key, sha256.Sum256([]byte(name)))
		w.must(err)
		w.must(w.vault.CreateBoxes(ctx, s.ID, st.pid, boxes))
		w.must(w.data.CreateParticipant(ctx, s.ID, domain.Participant{ID: st.pid, JoinedAt: w.time, Alias: key.Seal(path, seal.Alias, []byte(name))}))
		_, err = w.data.AppendChunk(ctx, s.ID, w.id(), []domain.Record{{
			Participant: st.pid, Question: "q1", Revision: 1, Sealed: key.Seal(path, seal.Answer("q1", 1), []byte(`"answer of `+name+`"`)),
		}})
		w.must(err)
		st.parent = "secret of the parent of " + name
		id := domain.ParentCodeID(s.ID, st.parent)
		box, err := seal.BoxForParent(st.parent, s.ID, id, st.pid, key)
		w.must(err)
		w.must(w.vault.CreateParentCode(ctx, s.ID, st.pid, id, box, w.time))
		students = append(students, st)
	}
	w.must(w.change(s.ID, func(s *domain.Session) error { s.State = domain.Closed; s.End(w.time); return nil }))
	return s.ID, private, students
}

// opens returns what can be opened of a session with everything that the vault
// holds now: by the session's key if it is there, and by the students' secrets.
func (w *world) opens(sid string, students []student) (plain []string) {
	w.t.Helper()
	ctx := w.t.Context()
	keys := make(map[string]seal.Key)
	boxes, err := w.vault.AllBoxes(ctx, sid)
	w.must(err)
	wrapped, err := w.vault.SessionKey(ctx, sid)
	if err == nil {
		private, err := seal.ParseSessionKey(wrapped.Wrapped)
		w.must(err)
		for pid, b := range boxes {
			if k, err := private.OpenBox(seal.ParticipantPath(sid, pid), b.Session); err == nil {
				keys[pid] = k
			}
		}
	} else if !errors.Is(err, domain.ErrNotFound) {
		w.t.Fatal(err)
	}
	for _, st := range students {
		if k, _, err := seal.OpenForRejoin(st.secret, seal.ParticipantPath(sid, st.pid), boxes[st.pid].Rejoin); err == nil {
			keys[st.pid] = k
		}
		id := domain.ParentCodeID(sid, st.parent)
		if code, err := w.vault.ParentCode(ctx, sid, id); err == nil {
			if k, err := seal.OpenForParent(st.parent, sid, id, st.pid, code.Box); err == nil {
				keys[st.pid] = k
			}
		} else if !errors.Is(err, domain.ErrNotFound) {
			w.t.Fatal(err)
		}
	}
	participants, err := w.data.Participants(ctx, sid)
	w.must(err)
	for _, p := range participants {
		if alias, err := keys[p.ID].Open(seal.ParticipantPath(sid, p.ID), seal.Alias, p.Alias); err == nil {
			plain = append(plain, string(alias))
		}
	}
	for c, err := range w.data.Chunks(ctx, sid) {
		w.must(err)
		for _, r := range c.Records {
			if answer, err := keys[r.Participant].Open(seal.ParticipantPath(sid, r.Participant), seal.Answer(r.Question, r.Revision), r.Sealed); err == nil {
				plain = append(plain, string(answer))
			}
		}
	}
	return plain
}

// backUp returns a function that puts a database back as it is now, into a fresh
// one: what restoring a backup does.
func (w *world) backUp(database string) (restore func()) {
	w.t.Helper()
	metadata, err := firestore.Export(w.t.Context(), host, w.project, database, w.t.TempDir())
	w.must(err)
	return func() {
		w.t.Helper()
		w.must(firestore.Clear(w.t.Context(), host, w.project, database))
		w.must(firestore.Import(w.t.Context(), host, w.project, database, metadata))
	}
}

// testSigner signs with a key of its own: package kms has the tests of the real
// one.
type testSigner struct{ private ed25519.PrivateKey }

func newSigner(t *testing.T) testSigner {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return testSigner{private}
}

func (s testSigner) PublicKey(context.Context) (ed25519.PublicKey, error) {
	return s.private.Public().(ed25519.PublicKey), nil
}

func (s testSigner) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(s.private, data), nil
}

// collect keeps what is published for retention, for notify and for find.
type collect struct{ sent, mails, finds, exports [][]byte }

func (c *collect) Send(_ context.Context, topic string, messages ...[]byte) error {
	switch topic {
	case events.NotifyMail:
		c.mails = append(c.mails, messages...)
	case events.FindWork:
		c.finds = append(c.finds, messages...)
	case events.ExportWork:
		c.exports = append(c.exports, messages...)
	case events.IdentityWork: // for another function
	default:
		c.sent = append(c.sent, messages...)
	}
	return nil
}

// tick runs a tick with all of its parts and returns the work that they publish.
func (w *world) tick(signer Signer) [][]byte {
	w.t.Helper()
	work, _ := w.tickWithMail(signer)
	return work
}

// tickWithMail is tick, and returns what it asks notify for as well.
func (w *world) tickWithMail(signer Signer) (sent, mails [][]byte) {
	w.t.Helper()
	ctx := context.Background()
	var parts, work collect
	w.must(w.Tick(ctx, &parts))
	for _, data := range parts.sent {
		in, err := events.ParseRetention(events.Message{Data: data})
		w.must(err)
		if in.Plan.Org == "" {
			w.must(w.TickRest(ctx, &collect{}))
		} else {
			w.must(w.TickOrg(ctx, *in.Plan, &work, signer))
		}
	}
	return work.sent, work.mails
}

// A backup of (default) from before an erasure brings documents back, and nothing of them
// opens with the vault of today. The replay takes them away again before anything else
// happens; those who weren't erased are untouched and count the same.
func TestBackupOfDataCantBringBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	gone, _, class := w.lesson("Ada", "Bo")
	stays, _, others := w.lesson("Cy", "Di")
	held, _, _ := w.lesson("Ed")
	tick := func() [][]byte { return w.tick(signer) }
	tick()
	restore := w.backUp("(default)")
	counts := func(sid string) (latest time.Time, n int) {
		t.Helper()
		s, err := w.data.Session(ctx, sid)
		w.must(err)
		for c, err := range w.data.Chunks(ctx, sid) {
			w.must(err)
			if domain.Counts(c.At, s.ClosedAt) {
				n += len(c.Records)
			}
			if c.At.After(latest) {
				latest = c.At
			}
		}
		return latest, n
	}
	at, n := counts(stays)

	w.time = start.Add(time.Hour)
	if got := strings.Join(w.opens(gone, class), ","); !strings.Contains(got, "Ada") || !strings.Contains(got, "answer of Bo") {
		t.Fatalf("before: %s", got)
	}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(gone), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	cy := domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: stays, ID: others[0].pid}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: cy, Rule: domain.RuleFormal, Ground: domain.GroundParent}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	if _, err := w.PlaceHold(ctx, domain.Hold{ID: "hold", Org: north, Kind: domain.HoldLegal, Session: held, Name: "Case", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	w.time = w.time.Add(time.Hour)
	tick() // seals the receipts
	want := w.dump()

	restore()
	if d := paths(w.dump(), "(default) sessions/"+gone); len(d) < 5 {
		t.Fatalf("the backup didn't bring the documents back: %v", d)
	}
	if got := w.opens(gone, class); len(got) != 0 {
		t.Errorf("with today's vault the restored session opens: %v", got)
	}
	if got := strings.Join(w.opens(stays, others), ","); strings.Contains(got, "Cy") || !strings.Contains(got, "Di") {
		t.Errorf("with today's vault the other session opens to %s", got)
	}

	// Work from an earlier tick comes late, finds a restored database and leaves it
	// alone.
	w.time = start.AddDate(0, 2, 0)
	before := w.dump()
	var late collect
	w.must(w.TickOrg(ctx, events.Plan{Org: north}, &late, signer))
	w.must(w.TickRest(ctx, &collect{}))
	if d := difference(w.dump(), before); d != "" || len(late.sent) != 0 {
		t.Errorf("an earlier tick's parts publish %d pieces of work in a restored database, and change\n%s", len(late.sent), d)
	}
	// The next tick notices, replays, and does nothing else until an operator
	// has confirmed.
	if work := tick(); len(work) != 0 {
		t.Errorf("paused, and %d pieces of work were published", len(work))
	}
	if reason, err := w.Paused(ctx); err != nil || reason != RestoredData {
		t.Errorf("paused because %q, %v", reason, err)
	}
	got := w.dump()
	for _, d := range []map[string]string{got, want} {
		delete(d, "(default) retention/state")
		delete(d, "vault retention/state")
	}
	if d := difference(got, want); d != "" {
		t.Errorf("after the replay:\n%s", d)
	}
	if at2, n2 := counts(stays); !at2.Equal(at) || n2 != n {
		t.Errorf("answers count %d until %v, before the restore %d until %v", n2, at2, n, at)
	}
	if work := tick(); len(work) != 0 {
		t.Error("it went on without a confirmation")
	}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(stays), Rule: domain.RuleFormal}); err != nil || out.Receipt != nil {
		t.Errorf("erased while paused: %+v, %v", out, err)
	}
	if err := w.Confirm(ctx); err != nil {
		t.Fatal(err)
	}
	if out := tick(); len(out) == 0 {
		t.Error("confirmed, and nothing goes on")
	}
}

// The other way round: an older vault brings keys back. They are destroyed again
// by what (default) knows, and holds and receipts put back.
func TestOlderVaultIsReplayed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	gone, _, class := w.lesson("Ada")
	stays, _, others := w.lesson("Bo", "Cy")
	member := w.member()
	w.tick(signer)
	restore := w.backUp("vault")
	old := w.backUp("(default)") // to look into with the keys that come back
	w.time = start.Add(time.Hour)
	for _, e := range []domain.Erasure{
		{Subject: ofSession(gone), Rule: domain.RuleFormal, Ground: domain.GroundSchool},
		{Subject: domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: stays, ID: others[0].pid}, Rule: domain.RuleFormal, Ground: domain.GroundSubject},
		{Subject: domain.Subject{Kind: domain.SubjectMember, Org: north, ID: member}, Rule: domain.RuleFormal, Ground: domain.GroundSchool},
	} {
		if out, err := w.Erase(ctx, e); err != nil || out.Receipt == nil {
			t.Fatal(out, err)
		}
	}
	if _, err := w.PlaceHold(ctx, domain.Hold{ID: "hold", Org: north, Kind: domain.HoldLegal, Name: "Case", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	// One that the hold stops: requested but not done.
	waiting := domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: stays, ID: others[1].pid}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: waiting, Rule: domain.RuleFormal, Ground: domain.GroundSubject}); err != nil || out.Hold == nil {
		t.Fatal(out, err)
	}
	w.time = w.time.Add(time.Hour)
	w.tick(signer)
	want := w.dump()
	today := w.backUp("(default)")

	restore()
	old()
	if got := strings.Join(w.opens(gone, class), ","); !strings.Contains(got, "Ada") {
		t.Fatalf("the older vault with the older data opens %q: the test shows nothing", got)
	}
	today()
	w.tick(signer)
	if reason, err := w.Paused(ctx); err != nil || reason != RestoredVault {
		t.Errorf("paused because %q, %v", reason, err)
	}
	got := w.dump()
	for _, d := range []map[string]string{got, want} {
		delete(d, "(default) retention/state")
		delete(d, "vault retention/state")
	}
	if d := difference(got, want); d != "" {
		t.Errorf("after the replay:\n%s", d)
	}
	old()
	if got := w.opens(gone, class); len(got) != 0 {
		t.Errorf("after the replay the old data opens: %v", got)
	}
}

// A crash between the two writes that count a tick isn't taken for a restore.
func TestCrashOfATickIsNoRestore(t *testing.T) {
	t.Parallel()
	for n := int64(1); n <= 3; n++ {
		for _, after := range []bool{false, true} {
			w := newWorld(t)
			signer := newSigner(t)
			w.tick(signer)
			c := crash{n: n, after: after}
			if err := w.as(c.process()).Tick(t.Context(), &collect{}); err == nil || !c.dead.Load() {
				t.Fatalf("write %d: the killed tick reports %v", n, err)
			}
			for range 2 {
				w.tick(signer)
			}
			if reason, err := w.Paused(t.Context()); err != nil || reason != "" {
				t.Errorf("write %d, after=%v: paused because %q, %v", n, after, reason, err)
			}
		}
	}
}

// Receipts are sealed once, in order, however often and by however many.
func TestSeal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	for range 3 {
		s := w.session(1, 1)
		w.delete(s.ID)
		w.time = w.time.Add(2 * domain.LateWrites)
		if out, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(s.ID), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
			t.Fatal(out, err)
		}
		if err := w.Seal(ctx, north, signer); err != nil {
			t.Fatal(err)
		}
		if len(paths(w.dump(), "/blocks/")) != 0 {
			t.Fatal("sealed before ten minutes have passed")
		}
	}
	w.time = w.time.Add(sealAge)
	c := crash{n: 2, after: true} // after the lease and the block, before the copy
	if err := w.as(c.process()).Seal(ctx, north, signer); err == nil {
		t.Fatal("the killed sealer reports no error")
	}
	for range 2 {
		w.time = w.time.Add(leaseTime)
		if err := w.Seal(ctx, north, signer); err != nil {
			t.Fatal(err)
		}
	}
	blocks, err := w.Export(ctx, north, 1, 10)
	if err != nil || len(blocks) != 1 || len(blocks[0].Records) != 3 {
		t.Fatalf("%d blocks, %v", len(blocks), err)
	}
	public, err := signer.PublicKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	faults, _ := chain.Verify([]chain.Signed{blocks[0].Signed}, [][][]byte{blocks[0].Records}, map[string]ed25519.PublicKey{chain.KeyID(public): public})
	if len(faults) != 0 {
		t.Error(faults)
	}
}
