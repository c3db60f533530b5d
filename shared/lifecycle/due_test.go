package lifecycle

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// Every list that a tick reads gets one subject that can proceed, behind more than a
// tick takes of those that can't: held, broken, or failing whenever they are tried. All
// that can proceed has its turn.
func TestNothingKeepsAnotherFromItsTurn(t *testing.T) {
	t.Parallel()
	const limit, crowd = 3, 8
	soon := start.AddDate(0, 0, 40)
	// Each makes one thing that is due 40 days after the start, behind those made before it.
	lists := map[string]func(w *world, i int) domain.Subject{
		"formal erasures": func(w *world, i int) domain.Subject {
			s := ofSession(w.session(0, 0).ID)
			out, err := w.Request(w.t.Context(), s, domain.GroundSchool)
			w.must(err)
			if out.Receipt != nil {
				w.t.Fatal(out)
			}
			return s
		},
		"restore windows": func(w *world, i int) domain.Subject {
			s := w.session(0, 0)
			w.delete(s.ID)
			w.must(w.change(s.ID, func(s *domain.Session) error {
				s.DeletedAt = start.AddDate(0, -7, i)
				s.FirstDeletedAt = s.DeletedAt
				return nil
			}))
			return ofSession(s.ID)
		},
		"drafts": func(w *world, i int) domain.Subject {
			return ofSession(w.session(0, 0, func(s *domain.Session) {
				s.State, s.CreatedAt = domain.Draft, start.AddDate(-1, 0, i)
			}).ID)
		},
		"ended sessions": func(w *world, i int) domain.Subject {
			return ofSession(w.session(0, 0, func(s *domain.Session) {
				s.State, s.EndedAt = domain.Closed, start.AddDate(0, -1, i)
			}).ID)
		},
		"question sets": func(w *world, i int) domain.Subject {
			id := w.id()
			w.put("(default)", []write{{"orgs/" + north + "/questionSets/" + id,
				map[string]any{"title": "T", "deleted": true, "deletedAt": start.AddDate(0, -7, i)}}})
			return domain.Subject{Kind: domain.SubjectQuestionSet, Org: north, ID: id}
		},
		// Nothing holds these.
		"sessions that close": func(w *world, i int) domain.Subject {
			return ofSession(w.session(0, 0, func(s *domain.Session) { s.ClosesAt = start.AddDate(0, 0, i) }).ID)
		},
	}
	// tick returns what a tick asks for, without doing any of it.
	tick := func(w *world) (asked []domain.Subject, err error) {
		var work collect
		err = w.TickOrg(t.Context(), events.Plan{Org: north}, &work, newSigner(t))
		for _, data := range work.sent {
			in, err := events.ParseRetention(events.Message{Data: data})
			w.must(err)
			asked = append(asked, in.Work.Subject)
		}
		return asked, err
	}
	world := func(t *testing.T) *world {
		w := newWorld(t)
		w.stepsMax = limit
		return w
	}

	t.Run("held", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		var held, free []domain.Subject
		for name, add := range lists {
			if name != "sessions that close" && name != "question sets" {
				for i := range crowd {
					s := add(w, i)
					held = append(held, s)
					_, err := w.PlaceHold(t.Context(), domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Session: s.Session, Name: "Case", PlacedAt: start, Until: start.AddDate(1, 0, 0)})
					w.must(err)
				}
			}
		}
		for _, add := range lists {
			free = append(free, add(w, crowd))
		}
		w.time = soon
		asked, err := tick(w)
		w.must(err)
		for _, s := range free {
			if !slices.Contains(asked, s) {
				t.Errorf("nothing is asked for %+v", s)
			}
		}
		for _, s := range held {
			if slices.Contains(asked, s) {
				t.Errorf("something is asked for %+v, which is held", s)
			}
		}
		if t.Failed() {
			t.Logf("asked for are %+v", asked)
		}
	})

	t.Run("held, and not hidden yet", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		_, err := w.PlaceHold(t.Context(), domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Name: "Case", PlacedAt: start, Until: start.AddDate(1, 0, 0)})
		w.must(err)
		var open []domain.Subject
		for range crowd {
			s := ofSession(w.session(0, 0).ID)
			c := crash{n: 2} // after the vault's note
			if _, err := w.as(c.process()).Request(t.Context(), s, domain.GroundSchool); err == nil {
				t.Fatal("not cut off")
			}
			open = append(open, s)
		}
		for range crowd { // as many as that take, and no more
			asked, err := tick(w)
			w.must(err)
			for _, s := range asked {
				_, err := w.Do(t.Context(), events.Work{Subject: s, To: domain.Erased, Rule: domain.RuleFormal})
				w.must(err)
			}
			open = slices.DeleteFunc(open, func(s domain.Subject) bool { return slices.Contains(asked, s) })
		}
		if asked, err := tick(w); len(open)+len(asked) > 0 || err != nil {
			t.Errorf("%d were never hidden; %d that are have a turn, %v", len(open), len(asked), err)
		}
	})

	for name, add := range lists {
		t.Run("failing "+name, func(t *testing.T) {
			t.Parallel()
			w := world(t)
			for i := range crowd {
				add(w, i)
			}
			last := add(w, crowd)
			w.time = soon
			// Nothing is done about any of them. A tick leaves out one of nine with a
			// chance of two thirds.
			for range 100 {
				asked, err := tick(w)
				w.must(err)
				if len(asked) > 2*limit { // some are in two lists
					t.Fatalf("%d are asked for", len(asked))
				}
				if slices.Contains(asked, last) {
					return
				}
			}
			t.Error("one that is behind the others never has its turn")
		})
	}

	t.Run("broken", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		var free []domain.Subject
		for _, add := range lists {
			free = append(free, add(w, crowd))
		}
		bad := func(path string, doc map[string]any) { w.put("(default)", []write{{path, doc}}) }
		bad("sessions/"+w.id(), map[string]any{"org": north, "state": "deleted", "firstDeletedAt": start.AddDate(-1, 0, 0), "title": 7})
		bad("sessions/"+w.id(), map[string]any{"org": north, "state": "draft", "createdAt": start.AddDate(-1, 0, 0), "title": 7})
		bad("sessions/"+w.id(), map[string]any{"org": north, "state": "closed", "endedAt": start.AddDate(-1, 0, 0), "title": 7})
		bad("sessions/"+w.id(), map[string]any{"org": north, "state": "open", "closesAt": start.AddDate(-1, 0, 0), "title": 7})
		bad("orgs/"+north+"/questionSets/"+w.id(), map[string]any{"deleted": true, "deletedAt": start.AddDate(-1, 0, 0), "title": 7})
		w.put("vault", []write{
			{"erasures/" + w.id(), map[string]any{"org": north, "kind": 7}},
			{"receipts/" + w.id(), map[string]any{"org": north, "block": 0, "at": start.AddDate(0, 0, -1), "body": []byte("no JSON")}},
		})
		set := domain.Subject{Kind: domain.SubjectQuestionSet, Org: north, ID: w.id()}
		_, err := w.Erase(t.Context(), domain.Erasure{Subject: set, Rule: domain.RuleFormal, Ground: domain.GroundSchool})
		w.must(err)
		w.time = soon
		asked, err := tick(w)
		if err == nil {
			t.Error("nobody is told of what can't be read")
		}
		for _, s := range free {
			if !slices.Contains(asked, s) {
				t.Errorf("nothing is asked for %+v", s)
			}
		}
		if blocks, err := w.Export(t.Context(), north, 1, 10); err != nil || len(blocks) != 1 || len(blocks[0].Records) != 1 {
			t.Errorf("%d blocks, %v: the receipt that can be read isn't sealed", len(blocks), err)
		}
	})
}

// Of a school that is erased, what is held or fails keeps nothing else.
func TestSchoolIsErasedButForWhatCantBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	var held, broken, free []string
	for range 3 {
		held = append(held, w.session(1, 1).ID)
		broken = append(broken, w.session(1, 1).ID)
		free = append(free, w.session(1, 1).ID)
	}
	for _, sid := range held {
		_, err := w.PlaceHold(ctx, domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Session: sid, Name: "Case", PlacedAt: start, Until: start.AddDate(1, 0, 0)})
		w.must(err)
	}
	w.put("(default)", []write{{"sessions/" + w.id(), map[string]any{"org": north, "state": "closed", "title": 7}}})
	w.put("vault", []write{{"erasures/" + w.id(), map[string]any{"org": north, "kind": 7}}})
	// Firestore refuses each commit for one of the broken.
	l := w.as(&process{
		unary: func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
			if m, ok := req.(proto.Message); ok && strings.HasSuffix(method, "/Commit") {
				for _, sid := range broken {
					if strings.Contains(fmt.Sprint(m), sid) {
						return status.Error(codes.PermissionDenied, "refused")
					}
				}
			}
			return invoke(ctx, method, req, reply, cc, opts...)
		},
		stream: func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
			return open(ctx, desc, cc, method, opts...)
		},
	})
	e := domain.Erasure{Subject: domain.Subject{Kind: domain.SubjectOrg, Org: north}, Rule: domain.RuleFormal, Ground: domain.GroundSchool}
	for i := range 2 {
		w.time = start.Add(time.Duration(i) * time.Hour)
		if out, err := l.Erase(ctx, e); err == nil || out.Receipt != nil {
			t.Errorf("with some that can't be: %+v, %v", out, err)
		}
	}
	dump := w.dump()
	for _, sid := range free {
		if left := paths(dump, "vault sessions/"+sid); len(left) > 0 {
			t.Errorf("%v are left", left)
		}
		if _, err := w.data.Receipt(ctx, ofSession(sid).ErasureID()); err != nil {
			t.Errorf("the receipt of %s: %v", sid, err)
		}
	}
	for _, sid := range held {
		s, err := w.data.Session(ctx, sid)
		w.must(err)
		if left := paths(dump, "vault sessions/"+sid); len(left) != 2 || s.State != domain.Erasing {
			t.Errorf("one that is held is %s, with the keys %v", s.State, left)
		}
	}
}

// A session that can't be compared keeps no other from being compared, and is
// tried again before the next round would be due.
func TestSearchGoesOnPastAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for range 6 {
		lost := w.id()
		w.must(w.vault.CreateSessionKey(ctx, lost, keyOf()))
	}
	refs, err := w.vault.SessionKeyRefs(ctx, "", 10)
	w.must(err)
	bad := refs[2].ID // no page ends with it
	fails := true
	l := w.as(&process{
		unary: func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
			if m, ok := req.(proto.Message); ok && fails && strings.HasSuffix(method, "/Commit") && strings.Contains(fmt.Sprint(m), bad) {
				return status.Error(codes.PermissionDenied, "refused")
			}
			return invoke(ctx, method, req, reply, cc, opts...)
		},
		stream: func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
			return open(ctx, desc, cc, method, opts...)
		},
	})
	if err := l.search(ctx, 2); err == nil || !strings.Contains(err.Error(), "PermissionDenied") {
		t.Errorf("nobody is told: %v", err)
	}
	found := func() int {
		orphans, _, err := w.data.Orphans(ctx, "", 10, "")
		w.must(err)
		return len(orphans)
	}
	if n := found(); n != 5 {
		t.Errorf("%d of 5 are found past one that fails", n)
	}
	fails = false
	w.must(l.search(ctx, 2))
	if n := found(); n != 5 {
		t.Errorf("the next round begins at once: %d", n)
	}
	w.time = w.time.Add(sweepAgain)
	w.must(l.search(ctx, 2))
	if n := found(); n != 6 {
		t.Errorf("%d of 6 are found once nothing fails", n)
	}
}
