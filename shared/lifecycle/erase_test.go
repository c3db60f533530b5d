package lifecycle

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

func erased(subject domain.Subject) events.Work {
	return events.Work{Subject: subject, To: domain.Erased, Rule: domain.RuleWindow}
}

func ofSession(sid string) domain.Subject {
	return domain.Subject{Kind: domain.SubjectSession, Org: north, Session: sid}
}

func TestEraseSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.session(3, 2)
	w.time = start.Add(time.Hour)
	w.delete(s.ID)
	w.time = domain.AddMonths(start.Add(time.Hour), 6).Add(-time.Microsecond)
	if _, err := w.Do(t.Context(), erased(ofSession(s.ID))); err != nil {
		t.Fatal(err)
	}
	if got, err := w.data.Session(t.Context(), s.ID); err != nil || got.State != domain.Deleted {
		t.Fatalf("a microsecond too early: %v, %v", got, err)
	}
	if left := paths(w.dump(), "erasures/"); len(left) != 0 {
		t.Errorf("what was not due left %v", left)
	}
	w.time = w.time.Add(time.Microsecond)
	more, err := w.Do(t.Context(), erased(ofSession(s.ID)))
	if err != nil || more {
		t.Fatal(more, err)
	}
	dump := w.dump()
	id := ofSession(s.ID).ErasureID()
	want := []string{
		"(default) codes/" + s.Code, "(default) orgs/org_north", "(default) orgs/org_north/changes/00000001", "(default) orgs/org_north/policies/00000001", "(default) receipts/" + id,
		"(default) sessions/" + s.ID, "vault contacts/org_north", "vault receipts/" + id, "audit audit/org_north/entries/" + id,
	}
	slices.Sort(want)
	if got := paths(dump, ""); !slices.Equal(got, want) {
		t.Errorf("left are %v", got)
	}
	for path, doc := range dump {
		if strings.Contains(doc, s.Owner) || strings.Contains(doc, "Secret") {
			t.Errorf("%s still tells something: %s", path, doc)
		}
	}
	r, err := w.data.Receipt(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	until := w.time.Add(7 * 24 * time.Hour)
	wantReceipt := domain.Receipt{
		Format: 2, ID: id, Org: north, Kind: domain.SubjectSession, Session: s.ID, Rule: domain.RuleWindow,
		Clause: "Agreement 1, section 7", Counts: domain.Counted{Participants: 3, Answers: 20, Documents: 3 + 2 + 2 + 1},
		RequestedAt: w.time, KeysDeletedAt: w.time, ErasedAt: w.time,
		KeysGoneAt: until, IrrecoverableAt: until, PlainUntil: &until,
	}
	if !reflect.DeepEqual(r.Receipt, wantReceipt) {
		t.Errorf("receipt\n%+v, want\n%+v", r.Receipt, wantReceipt)
	}
	// Again, later: nothing changes.
	w.time = w.time.Add(time.Hour)
	if _, err := w.Do(t.Context(), erased(ofSession(s.ID))); err != nil {
		t.Fatal(err)
	}
	if d := difference(w.dump(), dump); d != "" {
		t.Error(d)
	}
}

// crash fails the n-th write that goes through it, before or after Firestore has it, and
// all calls from then on: the process is dead.
type crash struct {
	n      int64 // 0: never
	after  bool
	writes atomic.Int64
	dead   atomic.Bool
}

var errDead = status.Error(codes.PermissionDenied, "the process was killed")

func (c *crash) process() *process {
	return &process{
		unary: func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
			if _, ok := req.(*firestorepb.RollbackRequest); ok {
				// The locks of a dead process's transaction expire after a
				// minute; the test doesn't wait for that.
				return invoke(ctx, method, req, reply, cc, opts...)
			}
			if c.dead.Load() {
				return errDead
			}
			commit, ok := req.(*firestorepb.CommitRequest)
			if !ok || len(commit.Writes) == 0 {
				if _, batch := req.(*firestorepb.BatchWriteRequest); batch {
					return status.Error(codes.Internal, "an erasure writes in transactions only")
				}
				return invoke(ctx, method, req, reply, cc, opts...)
			}
			if c.writes.Add(1) != c.n {
				return invoke(ctx, method, req, reply, cc, opts...)
			}
			c.dead.Store(true)
			if c.after {
				if err := invoke(ctx, method, req, reply, cc, opts...); err != nil {
					return err
				}
			}
			return errDead
		},
		stream: func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, streamer grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
			if c.dead.Load() {
				return nil, errDead
			}
			return streamer(ctx, desc, cc, method, opts...)
		},
	}
}

// An erasure is set up in a world and then done, the same way each time it is
// delivered.
type erasure struct {
	name  string
	setUp func(w *world) (deliver func(ctx context.Context, w *world, l *Lifecycle) error)
}

func deliver(work ...events.Work) func(ctx context.Context, w *world, l *Lifecycle) error {
	return func(ctx context.Context, _ *world, l *Lifecycle) error {
		for _, piece := range work {
			for more := true; more; {
				var err error
				if more, err = l.Do(ctx, piece); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

var erasures = []erasure{
	{"a session after its restore window, in two pages", func(w *world) func(context.Context, *world, *Lifecycle) error {
		s := w.session(301, 16)
		w.delete(s.ID)
		w.time = domain.AddMonths(start, 6)
		return deliver(erased(ofSession(s.ID)))
	}},
	{"an open session, formally", func(w *world) func(context.Context, *world, *Lifecycle) error {
		s := w.session(2, 1)
		e := domain.Erasure{Subject: ofSession(s.ID), Rule: domain.RuleFormal, Ground: domain.GroundSchool}
		return func(ctx context.Context, w *world, l *Lifecycle) error {
			w.time = start
			if _, err := l.Erase(ctx, e); err != nil {
				return err
			}
			w.time = start.Add(domain.LateWrites)
			_, err := l.Erase(ctx, e)
			return err
		}
	}},
	{"one student, formally", func(w *world) func(context.Context, *world, *Lifecycle) error {
		s := w.session(3, 2)
		e := domain.Erasure{Rule: domain.RuleFormal, Ground: domain.GroundParent,
			Subject: domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: w.participants(s.ID)[0]}}
		return func(ctx context.Context, _ *world, l *Lifecycle) error {
			_, err := l.Erase(ctx, e)
			return err
		}
	}},
	{"a question set", func(w *world) func(context.Context, *world, *Lifecycle) error {
		id := w.id()
		w.put("(default)", []write{{"orgs/" + north + "/questionSets/" + id, map[string]any{"title": "T", "deleted": true, "deletedAt": start}}})
		w.time = domain.AddMonths(start, 6)
		return deliver(erased(domain.Subject{Kind: domain.SubjectQuestionSet, Org: north, ID: id}))
	}},
	{"a teacher who leaves", func(w *world) func(context.Context, *world, *Lifecycle) error {
		m := w.member()
		w.session(1, 1, func(s *domain.Session) { s.Owner = m })
		w.session(1, 1, func(s *domain.Session) { s.CoTeachers = []string{m} })
		for _, shared := range []string{"none", "school"} {
			w.put("(default)", []write{{"orgs/" + north + "/questionSets/" + w.id(), map[string]any{
				"title": "T", "owner": m, "shared": shared, "readers": []string{m}, "deleted": false,
			}}})
		}
		e := domain.Erasure{Subject: domain.Subject{Kind: domain.SubjectMember, Org: north, ID: m}, Rule: domain.RuleFormal, Ground: domain.GroundSchool}
		return func(ctx context.Context, _ *world, l *Lifecycle) error {
			_, err := l.Erase(ctx, e)
			return err
		}
	}},
	{"a school, formally", func(w *world) func(context.Context, *world, *Lifecycle) error {
		s := w.session(1, 1)
		w.member()
		w.archive(north, "x")
		w.must(w.change(s.ID, func(s *domain.Session) error { s.State = domain.Closed; s.End(start); return nil }))
		w.put("(default)", []write{{"orgs/" + north + "/questionSets/" + w.id(), map[string]any{"title": "T", "deleted": false}}})
		w.time = start.Add(time.Hour)
		e := domain.Erasure{Subject: domain.Subject{Kind: domain.SubjectOrg, Org: north}, Rule: domain.RuleFormal, Ground: domain.GroundSchool}
		return func(ctx context.Context, w *world, l *Lifecycle) error {
			if _, err := l.Erase(ctx, e); err != nil {
				return err
			}
			w.handOver()
			_, err := l.Erase(ctx, e)
			return err
		}
	}},
}

// member stores a member with a key.
func (w *world) member() string {
	w.t.Helper()
	id := w.id()
	w.must(w.vault.CreateMemberKey(w.t.Context(), id, keyOf()))
	w.must(w.data.CreateMember(w.t.Context(), domain.Member{ID: id, Org: north, State: domain.MemberActive, Profile: []byte("sealed")}))
	return id
}

// An erasure is killed before and after every single write. The next delivery
// comes to the state in which an undisturbed one ends, with one receipt.
func TestCrashAtEveryWrite(t *testing.T) {
	t.Parallel()
	points := 0
	for _, e := range erasures {
		t.Run(e.name, func(t *testing.T) {
			whole := newWorld(t)
			deliver := e.setUp(whole)
			before := whole.snapshot()
			var counted crash
			if err := deliver(t.Context(), whole, whole.as(counted.process())); err != nil {
				t.Fatal(err)
			}
			want := settle(t, whole)
			writes := counted.writes.Load()
			for n := int64(1); n <= writes; n++ {
				for _, after := range []bool{false, true} {
					t.Run(fmt.Sprintf("write %d, after=%v", n, after), func(t *testing.T) {
						w := before.world(t)
						c := crash{n: n, after: after}
						if err := deliver(t.Context(), w, w.as(c.process())); err == nil {
							t.Fatal("the killed process reports no error")
						}
						if !c.dead.Load() {
							t.Fatalf("there was no write %d", n)
						}
						if err := deliver(t.Context(), w, w.Lifecycle); err != nil {
							t.Fatal(err)
						}
						if d := difference(settle(t, w), want); d != "" {
							t.Error(d)
						}
					})
					points++
				}
			}
			t.Logf("%d writes", writes)
		})
	}
	t.Logf("%d crash points enumerated and converged", points)
}

// settle checks what holds in the end whatever was erased, and returns the dump
// with random receipt ids, those of members, made equal.
func settle(t *testing.T, w *world) map[string]string {
	t.Helper()
	dump := w.dump()
	for _, path := range paths(dump, "erasures/") {
		t.Errorf("%s is left", path)
	}
	if a, b := len(paths(dump, "(default) receipts/")), len(paths(dump, "vault receipts/")); a == 0 || a != b {
		t.Errorf("%d receipts, %d in the vault", a, b)
	}
	members := 0
	for _, path := range paths(dump, "vault receipts/") {
		if id := path[len("vault receipts/"):]; strings.Contains(dump[path], `"stringValue":"member"`) {
			members++
			replaced := make(map[string]string, len(dump))
			for p, doc := range dump {
				if strings.HasSuffix(p, id) {
					delete(dump, p)
					doc = "of a member"
				}
				replaced[strings.ReplaceAll(p, id, fmt.Sprint("member-", members))] = strings.ReplaceAll(doc, id, fmt.Sprint("member-", members))
			}
			dump = replaced
		}
	}
	return dump
}

// A formal erasure that a hold stops is hidden by the next tick, if the request
// that asked for it was cut off between the vault's note and hiding it.
func TestHeldErasureIsHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	signer := newSigner(t)
	lesson, other := w.session(2, 1), w.session(1, 1)
	w.must(w.change(lesson.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	if _, err := w.PlaceHold(ctx, domain.Hold{ID: "hold", Org: north, Kind: domain.HoldLegal, Name: "Case", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	pid := w.participants(lesson.ID)[0]
	for _, s := range []domain.Subject{participant(pid, lesson.ID), ofSession(other.ID)} {
		// The first write is the vault's note, the second isn't made.
		c := crash{n: 2}
		if _, err := w.as(c.process()).Request(ctx, s, domain.GroundSchool); err == nil || !c.dead.Load() {
			t.Fatalf("%s: not cut off: %v", s.Kind, err)
		}
	}
	hidden := func() (student, session bool) {
		t.Helper()
		seat, err := w.data.Seat(ctx, lesson.ID, pid)
		w.must(err)
		s, err := w.data.Session(ctx, other.ID)
		w.must(err)
		return seat.Erased, s.State == domain.Erasing
	}
	if student, session := hidden(); student || session {
		t.Fatalf("hidden before: %v, %v", student, session)
	}
	keys := len(paths(w.dump(), "vault sessions/"))
	for range 2 {
		w.time = w.time.Add(time.Hour)
		w.work(w.tick(signer))
		if student, session := hidden(); !student || !session {
			t.Errorf("after a tick hidden: the student %v, the session %v", student, session)
		}
	}
	if left := len(paths(w.dump(), "vault sessions/")); left != keys {
		t.Errorf("the hold kept %d of %d keys", left, keys)
	}
}
