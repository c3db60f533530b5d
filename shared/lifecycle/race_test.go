package lifecycle

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Races are tried in all orders of their transactions. Each actor is a process
// whose calls go through a gate: it waits there before every transaction, and
// before every read or write outside of one, until the scheduler lets it make
// that one step. Firestore's transactions are serializable, so that a step is
// as if nothing else ran.

// A gate lets one actor take one step at a time.
type gate struct {
	turn chan struct{} // the actor may take a step
	idle chan bool     // the actor waits for the next one (true) or is done (false)
	quit chan struct{} // closed when nobody looks any more

	mu     sync.Mutex
	inside bool
	wrote  bool              // since the databases were last looked at
	seen   [sha256.Size]byte // of everything that the actor has read, in order
}

func newGate() *gate {
	return &gate{turn: make(chan struct{}), idle: make(chan bool), quit: make(chan struct{})}
}

// enter waits for a turn, unless the actor is inside a transaction. It fails
// when the run is over.
func (g *gate) enter(transaction bool) error {
	g.mu.Lock()
	inside := g.inside
	g.mu.Unlock()
	if inside {
		return nil
	}
	select {
	case g.idle <- true:
	case <-g.quit:
		return errDead
	}
	select {
	case <-g.turn:
	case <-g.quit:
		return errDead
	}
	g.see("a step")
	g.mu.Lock()
	g.inside = transaction
	g.mu.Unlock()
	return nil
}

func (g *gate) leave() {
	g.mu.Lock()
	g.inside = false
	g.mu.Unlock()
}

// writes notes whether a call may write anything.
func (g *gate) writes(may bool) {
	g.mu.Lock()
	g.wrote = g.wrote || may
	g.mu.Unlock()
}

// changed reports whether the actor may have written anything since it was last asked.
func (g *gate) changed() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	wrote := g.wrote
	g.wrote = false
	return wrote
}

func (g *gate) process() *process {
	return &process{
		unary: func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
			var err error
			switch r := req.(type) {
			case *firestorepb.BeginTransactionRequest:
				err = g.enter(true)
			case *firestorepb.CommitRequest:
				if len(r.Transaction) == 0 {
					err = g.enter(false)
				}
				defer g.leave()
				g.writes(len(r.Writes) > 0)
			case *firestorepb.RollbackRequest:
				defer g.leave()
			default:
				err = g.enter(false)
				g.writes(true)
			}
			if err != nil {
				return err
			}
			// Waiting for a turn is no part of the call's time.
			err = invoke(context.WithoutCancel(ctx), method, req, reply, cc, opts...)
			g.see(method, status.Code(err).String())
			return err
		},
		stream: func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, streamer grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
			if err := g.enter(false); err != nil {
				return nil, err
			}
			s, err := streamer(context.WithoutCancel(ctx), desc, cc, method, opts...)
			if err != nil {
				return nil, err
			}
			return &readStream{s, g}, nil
		},
	}
}

// readStream records what an actor reads: two orders in which everybody has read the same
// and the databases hold the same can't differ from then on.
type readStream struct {
	grpc.ClientStream
	gate *gate
}

func (s *readStream) RecvMsg(m any) error {
	err := s.ClientStream.RecvMsg(m)
	var doc *firestorepb.Document
	missing := ""
	switch r := m.(type) {
	case *firestorepb.BatchGetDocumentsResponse:
		doc, missing = r.GetFound(), r.GetMissing()
	case *firestorepb.RunQueryResponse:
		doc = r.GetDocument()
	case *firestorepb.RunAggregationQueryResponse:
		s.gate.see(fmt.Sprint(r.GetResult().GetAggregateFields()))
	}
	_, name, _ := strings.Cut(doc.GetName()+missing, "/databases/")
	s.gate.see(name, status.Code(err).String())
	for _, k := range slices.Sorted(maps.Keys(doc.GetFields())) {
		if k != "at" && k != "closedAt" && k != "when" { // Firestore's clock
			s.gate.see(k, doc.Fields[k].String())
		}
	}
	return err
}

// see adds to what the actor has seen.
func (g *gate) see(what ...string) {
	g.seen = sha256.Sum256(fmt.Appendf(nil, "%x%q", g.seen, what))
}

// An actor does something, once, with a lifecycle and a store of its own. It
// calls wait before a step that is no call to Firestore.
type actor func(ctx context.Context, w *world, l *Lifecycle, wait func() error) error

// A race is a world, actors that act on it at once, and what holds afterwards
// whatever the order was.
type race struct {
	setUp  func(w *world)
	actors []actor
	check  func(t *testing.T, w *world, errs []error) string // the outcome's name
}

// An explorer takes a race through every order of its actors' steps. Two orders
// lead to the same state if both databases and the clock are the same then, and
// every actor has read the same, so that it is at the same place: from there on
// nothing can differ. It follows one of them and counts the orders of both. With
// -brute it follows both.
type explorer struct {
	race  *race
	begin *snapshot // of a world that is set up

	mu       sync.Mutex
	first    string
	states   map[string]map[int]string // where each actor's step leads
	outcomes map[string]int
	worlds   int
	todo     []branch
}

// A branch is a step that wasn't taken yet, the last of an order, from a state.
type branch struct {
	from  string
	order []int
}

var brute = flag.Bool("brute", false, "follow each order of a race to its end, even from a state that another order has led to")

// explore takes the race through every order.
func (r *race) explore(t *testing.T) *explorer {
	t.Helper()
	w := newWorld(t)
	r.setUp(w)
	e := &explorer{race: r, begin: w.snapshot(), states: make(map[string]map[int]string), outcomes: make(map[string]int), todo: []branch{{}}}
	for len(e.todo) > 0 && !t.Failed() {
		todo := e.todo
		e.todo = nil
		// Each world is a test of its own, so that its connections end with it.
		t.Run(fmt.Sprint("from ", len(e.states)), func(t *testing.T) {
			for _, b := range todo {
				t.Run(fmt.Sprint(b.order), func(t *testing.T) {
					t.Parallel()
					e.follow(t, b)
				})
			}
		})
	}
	return e
}

// follow takes a branch in a new world and goes on until it comes to a state
// that is known. What else could have been done on the way is left to do.
func (e *explorer) follow(t *testing.T, b branch) {
	w := e.begin.world(t)
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	gates := make([]*gate, len(e.race.actors))
	errs := make([]error, len(gates))
	waits := make([]bool, len(gates))
	for i, act := range e.race.actors {
		g := newGate()
		gates[i] = g
		defer close(g.quit)
		l := w.as(g.process())
		l.clock = func() time.Time {
			g.see("the clock", w.time.String())
			return w.time
		}
		go func() {
			errs[i] = act(ctx, w, l, func() error { return g.enter(false) })
			select {
			case g.idle <- false:
			case <-g.quit:
			}
		}()
		waits[i] = <-g.idle
	}
	step := func(i int) {
		if !waits[i] {
			t.Fatalf("actor %d is done already (%v), which it wasn't the last time", i, errs[i])
		}
		gates[i].turn <- struct{}{}
		select {
		case waits[i] = <-gates[i].idle:
		case <-ctx.Done():
			t.Fatalf("a step of actor %d doesn't end", i)
		}
	}
	for _, i := range b.order {
		step(i)
	}
	var stored [sha256.Size]byte
	for first := true; ; first = false {
		wrote := first
		for _, g := range gates {
			wrote = g.changed() || wrote
		}
		if wrote {
			stored = w.sum()
		}
		state, ready := stateOf(w, stored, gates, waits, errs)
		if !e.arrive(b, state, ready) {
			return
		}
		if len(ready) == 0 {
			outcome := e.race.check(t, w, errs)
			if t.Failed() {
				t.Fatalf("in the order %v", b.order)
			}
			e.mu.Lock()
			e.outcomes[outcome]++
			e.mu.Unlock()
			return
		}
		b = branch{state, append(slices.Clone(b.order), ready[0])}
		step(ready[0])
	}
}

// stateOf returns what decides about everything that follows, and the actors that
// aren't done. Of one that is done only how it ended still matters.
func stateOf(w *world, stored [sha256.Size]byte, gates []*gate, waits []bool, errs []error) (state string, ready []int) {
	h := sha256.New()
	fmt.Fprintf(h, "%v %x\n", w.time, stored)
	for i, g := range gates {
		if waits[i] {
			ready = append(ready, i)
			fmt.Fprintf(h, "%x\n", g.seen)
		} else {
			fmt.Fprintf(h, "done: %v\n", errs[i])
		}
	}
	return hex.EncodeToString(h.Sum(nil)), ready
}

// sum returns a hash of all that both databases hold, without what Firestore's own clock decides.
func (w *world) sum() (sum [sha256.Size]byte) {
	w.t.Helper()
	h := sha256.New()
	for _, database := range databases {
		for _, d := range w.documents(database) {
			forgetClock("/"+d.Name, d.Fields)
			b, err := proto.MarshalOptions{Deterministic: true}.Marshal(&firestorepb.Document{Fields: d.Fields})
			w.must(err)
			fmt.Fprintf(h, "%s %s %x\n", database, d.Name, b)
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// arrive records the state that a branch leads to and what can be done from there. It
// reports whether to go on.
func (e *explorer) arrive(b branch, state string, ready []int) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(b.order) == 0 {
		e.first = state
	} else {
		e.states[b.from][b.order[len(b.order)-1]] = state
	}
	_, known := e.states[state]
	if known && !*brute {
		e.worlds++
		return false
	}
	if !known {
		e.states[state] = make(map[int]string)
	}
	if len(ready) == 0 {
		e.worlds++
		return true
	}
	for _, i := range ready[1:] {
		e.todo = append(e.todo, branch{state, append(slices.Clone(b.order), i)})
	}
	return true
}

// orders counts the complete orders, those that end where nobody can do anything
// more.
func (e *explorer) orders() int {
	known := make(map[string]int)
	var count func(state string) int
	count = func(state string) int {
		if n, ok := known[state]; ok {
			return n
		}
		n := 0
		for _, next := range e.states[state] {
			n += count(next)
		}
		n = max(n, 1)
		known[state] = n
		return n
	}
	return count(e.first)
}

// due makes a closed session that was deleted so long ago that it is due.
func due(w *world) {
	s := w.session(1, 1)
	w.delete(s.ID)
	w.time = domain.AddMonths(start, 6)
}

func eraseDue(ctx context.Context, _ *world, l *Lifecycle, _ func() error) error {
	_, err := l.Erase(ctx, domain.Erasure{Subject: ofSession(wanted()), Rule: domain.RuleWindow})
	return err
}

// wanted is the id of the session of due, the same in every world.
var wanted = sync.OnceValue(func() string {
	sum := sha256.Sum256(fmt.Append(nil, 1))
	return domain.EncodeID([domain.IDBytes]byte(sum[:]))
})

// whole reports whether a session is all there, and gone whether nothing is left
// of it but a tombstone and one receipt.
func whole(w *world) bool {
	d := w.dump()
	return len(paths(d, "vault sessions/")) == 2 && len(paths(d, "(default) sessions/"+wanted()+"/")) == 4 && len(paths(d, "receipts/")) == 0
}

func gone(w *world) bool {
	d := w.dump()
	return len(paths(d, "vault sessions/")) == 0 && len(paths(d, "(default) sessions/")) == 1 &&
		len(paths(d, "(default) receipts/")) == 1 && len(paths(d, "vault receipts/")) == 1 && len(paths(d, "erasures/")) == 0
}

func state(w *world) domain.State {
	s, err := w.data.Session(context.Background(), wanted())
	w.must(err)
	return s.State
}

var races = []struct {
	name     string
	race     race
	outcomes []string // all of them are reached
}{
	{"restore against erase", race{
		setUp: due,
		actors: []actor{eraseDue, func(ctx context.Context, w *world, l *Lifecycle, _ func() error) error {
			_, err := l.store.UpdateSession(ctx, wanted(), func(s *domain.Session) error {
				if s.State != domain.Deleted {
					return domain.ErrGone
				}
				s.State, s.FirstDeletedAt = domain.Closed, w.time // as one whose clock is a moment behind
				s.DeletedAt = time.Time{}
				return nil
			})
			return err
		}},
		check: func(t *testing.T, w *world, errs []error) string {
			switch restored := errs[1] == nil; {
			case restored && (state(w) != domain.Closed || !whole(w)):
				t.Errorf("restored, and %s; %v", state(w), paths(w.dump(), ""))
			case !restored && !gone(w):
				t.Errorf("not restored (%v) and not erased (%v): %v", errs[1], errs[0], paths(w.dump(), ""))
			case restored:
				return "restored"
			}
			return "erased"
		},
	}, []string{"restored", "erased"}},
	{"legal hold against erase", race{
		setUp: due,
		actors: []actor{eraseDue, func(ctx context.Context, w *world, l *Lifecycle, _ func() error) error {
			_, err := l.PlaceHold(ctx, domain.Hold{ID: "hold", Org: north, Kind: domain.HoldLegal, Name: "Case", PlacedAt: w.time, Until: w.time.AddDate(1, 0, 0)})
			return err
		}},
		check: func(t *testing.T, w *world, errs []error) string {
			// Either the hold came before the first key was gone, and then
			// nothing is gone, or the erasure is complete.
			switch {
			case errs[1] != nil:
				t.Errorf("placing the hold: %v", errs[1])
			case whole(w):
				return "held"
			case !gone(w):
				t.Errorf("neither held nor erased: %v, %v", errs[0], paths(w.dump(), ""))
			}
			return "erased"
		},
	}, []string{"held", "erased"}},
	{"a late answer and a late join against a formal erasure", race{
		setUp: func(w *world) { w.session(1, 1) },
		actors: []actor{func(ctx context.Context, w *world, l *Lifecycle, _ func() error) error {
			_, err := l.Erase(ctx, domain.Erasure{Subject: ofSession(wanted()), Rule: domain.RuleFormal, Ground: domain.GroundSchool})
			return err
		}, func(ctx context.Context, w *world, l *Lifecycle, _ func() error) error {
			_, err := l.store.AppendChunk(ctx, wanted(), "latechunk", []domain.Record{{Participant: "p", Question: "q1", Revision: 1, Sealed: []byte("late")}})
			return err
		}, func(ctx context.Context, w *world, l *Lifecycle, _ func() error) error {
			if err := l.vault.CreateBoxes(ctx, wanted(), "late", store.Boxes{Session: []byte("box")}); err != nil {
				return err
			}
			return l.store.CreateParticipant(ctx, wanted(), domain.Participant{ID: "late", Alias: []byte("late")})
		}},
		check: func(t *testing.T, w *world, errs []error) string {
			if err := errors.Join(errs...); err != nil {
				t.Error(err)
			}
			// When no request can be under way any more, what came late goes
			// with the rest.
			w.time = w.time.Add(domain.LateWrites)
			if _, err := w.Erase(context.Background(), domain.Erasure{Subject: ofSession(wanted()), Rule: domain.RuleFormal}); err != nil {
				t.Error(err)
			}
			if !gone(w) {
				t.Errorf("left: %v", paths(w.dump(), ""))
			}
			return "erased"
		},
	}, []string{"erased"}},
	{"two workers", race{
		setUp:  due,
		actors: []actor{eraseDue, eraseDue},
		check: func(t *testing.T, w *world, errs []error) string {
			for _, err := range errs {
				if err != nil && !errors.Is(err, store.ErrAgain) {
					t.Error(err)
				}
			}
			// One that was overtaken has its message delivered again.
			if _, err := w.Erase(context.Background(), domain.Erasure{Subject: ofSession(wanted()), Rule: domain.RuleWindow}); err != nil {
				t.Error(err)
			}
			if !gone(w) {
				t.Errorf("left: %v", paths(w.dump(), ""))
			}
			r, err := w.data.Receipt(context.Background(), ofSession(wanted()).ErasureID())
			if err != nil || r.Counts != (domain.Counted{Participants: 1, Answers: 10, Documents: 5}) {
				t.Errorf("receipt %+v, %v", r.Counts, err)
			}
			return "erased"
		},
	}, []string{"erased"}},
	{"redelivery out of order, while months go by", race{
		setUp: func(w *world) {
			s := w.session(1, 1)
			w.time = ends
			w.must(w.change(s.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, ends); return nil }))
		},
		actors: []actor{delivered(domain.Erased), delivered(domain.Deleted), func(_ context.Context, w *world, _ *Lifecycle, wait func() error) error {
			for _, t := range []time.Time{keptUntil, windowEnds} {
				if err := wait(); err != nil {
					return err
				}
				w.time = t
			}
			return nil
		}},
		check: func(t *testing.T, w *world, errs []error) string {
			if err := errors.Join(errs...); err != nil {
				t.Error(err)
			}
			s, err := w.data.Session(context.Background(), wanted())
			w.must(err)
			switch r, err := w.data.Receipt(context.Background(), ofSession(wanted()).ErasureID()); {
			case s.State == domain.Erased && (err != nil || r.ErasedAt.Before(windowEnds) || !gone(w)):
				t.Errorf("erased: %+v, %v", r, err)
			case s.State != domain.Erased && !whole(w):
				t.Errorf("%s, and something is gone: %v", s.State, paths(w.dump(), ""))
			case s.State == domain.Deleted && s.DeletedAt.Before(keptUntil):
				t.Errorf("deleted at %v", s.DeletedAt)
			}
			// Whatever was handled too early is due again later, and is found to be.
			for range 2 {
				for _, to := range []domain.State{domain.Erased, domain.Deleted, domain.Closed} {
					if err := delivered(to)(context.Background(), w, w.Lifecycle, func() error { return nil }); err != nil {
						t.Error(err)
					}
				}
				w.time = domain.AddMonths(w.time, 7)
			}
			if err := delivered(domain.Erased)(context.Background(), w, w.Lifecycle, func() error { return nil }); err != nil || !gone(w) {
				t.Errorf("in the end: %v, %v", err, paths(w.dump(), ""))
			}
			return string(s.State)
		},
	}, []string{"closed", "deleted", "erased"}},
	{"two ticks", race{
		setUp:  counted,
		actors: []actor{counts, counts},
		check: func(t *testing.T, w *world, errs []error) string {
			paused, err := w.watchForRestore(context.Background())
			if err := errors.Join(append(errs, err)...); err != nil || paused != "" {
				t.Errorf("taken for a restore: %q, %v", paused, err)
			}
			return "counted"
		},
	}, []string{"counted"}},
	{"a pause against a tick", race{
		setUp:  counted,
		actors: []actor{counts, pauses},
		check:  staysPaused,
	}, []string{"paused"}},
	{"a pause against a sweep", race{
		setUp:  counted,
		actors: []actor{func(ctx context.Context, _ *world, l *Lifecycle, _ func() error) error { return l.search(ctx, 10) }, pauses},
		check:  staysPaused,
	}, []string{"paused"}},
	{"two sealers", race{
		setUp:  receipted,
		actors: []actor{seals, seals},
		check: func(t *testing.T, w *world, errs []error) string {
			for _, err := range errs {
				if err != nil && !errors.Is(err, domain.ErrConflict) {
					t.Errorf("sealing: %v", err)
				}
			}
			blocks, err := w.Export(context.Background(), north, 1, 10)
			if err != nil || len(blocks) != 1 || len(blocks[0].Records) != 1 {
				t.Errorf("%d blocks of one receipt, %v", len(blocks), err)
			}
			return "sealed"
		},
	}, []string{"sealed"}},
}

// receipted makes a receipt that waits to be sealed.
func receipted(w *world) {
	due(w)
	w.must(eraseDue(context.Background(), w, w.Lifecycle, nil))
	w.time = w.time.Add(sealAge)
}

func seals(ctx context.Context, w *world, l *Lifecycle, _ func() error) error {
	return l.Seal(ctx, north, fixedSigner)
}

// fixedSigner signs the same everywhere, so that worlds can be compared.
var fixedSigner = testSigner{ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}

func counted(w *world) {
	_, err := w.watchForRestore(context.Background())
	w.must(err)
}

func counts(ctx context.Context, _ *world, l *Lifecycle, _ func() error) error {
	_, err := l.watchForRestore(ctx)
	return err
}

func pauses(ctx context.Context, _ *world, l *Lifecycle, _ func() error) error {
	return l.Pause(ctx, "an operator said so")
}

func staysPaused(t *testing.T, w *world, errs []error) string {
	v, d, err := w.states(context.Background())
	if err := errors.Join(append(errs, err)...); err != nil || v.Paused == "" || d.Paused == "" {
		t.Errorf("paused in the vault: %q, in (default): %q, %v", v.Paused, d.Paused, err)
	}
	return "paused"
}

var (
	ends       = start.Add(time.Hour)
	keptUntil  = ends.AddDate(0, 0, 30)
	windowEnds = domain.AddMonths(keptUntil, 6)
)

// delivered is the delivery of a message of retention-work at some time.
func delivered(to domain.State) actor {
	return func(ctx context.Context, _ *world, l *Lifecycle, wait func() error) error {
		if err := wait(); err != nil {
			return err
		}
		work := erased(ofSession(wanted()))
		work.To = to
		_, err := l.Do(ctx, work)
		return err
	}
}

func TestRaces(t *testing.T) {
	t.Parallel()
	for _, r := range races {
		t.Run(r.name, func(t *testing.T) {
			found := r.race.explore(t)
			if t.Failed() {
				return
			}
			t.Logf("%d orders of the steps, %d states, %d worlds, outcomes %v", found.orders(), len(found.states), found.worlds, found.outcomes)
			for _, want := range r.outcomes {
				if found.outcomes[want] == 0 {
					t.Errorf("no order ends %s", want)
				}
			}
		})
	}
}
