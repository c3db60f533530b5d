package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// calls counts what a process asks of Firestore.
type calls struct{ n atomic.Int64 }

func (c *calls) process() *process {
	return &process{
		unary: func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
			c.n.Add(1)
			return invoke(ctx, method, req, reply, cc, opts...)
		},
		stream: func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
			c.n.Add(1)
			return open(ctx, desc, cc, method, opts...)
		},
	}
}

// A bus keeps what is published by topic, and fails after so many publications.
type bus struct {
	sent  map[string][][]byte
	sends int
	last  int // 0: never fails
}

var errBus = errors.New("Pub/Sub is out of reach")

func (b *bus) Send(_ context.Context, topic string, messages ...[]byte) error {
	if b.sends++; b.last > 0 && b.sends > b.last {
		return errBus
	}
	if b.sent == nil {
		b.sent = make(map[string][][]byte)
	}
	b.sent[topic] = append(b.sent[topic], messages...)
	return nil
}

// plans returns how often each org was published; the empty one is the rest.
func (b *bus) plans(t *testing.T) map[string]int {
	t.Helper()
	all := make(map[string]int)
	for _, data := range b.sent[events.RetentionPlan] {
		in, err := events.ParseRetention(events.Message{Data: data})
		if err != nil || in.Plan == nil || in.Tick {
			t.Fatalf("%s: %+v, %v", data, in, err)
		}
		all[in.Plan.Org]++
	}
	return all
}

// However many schools there are, a tick reads and publishes a page of ids at a time;
// each school's cost falls on its own message. A tick that was cut off publishes all of
// them at its next delivery.
func TestTickOfManyOrgs(t *testing.T) {
	t.Parallel()
	orgs := 5_000
	if *large {
		orgs = 20_000
	}
	w := newWorld(t)
	docs := make([]write, orgs-1) // a world has one
	for i := range docs {
		docs[i] = write{fmt.Sprintf("orgs/org_%05d", i), map[string]any{
			"name": "School", "state": "active", "timezone": "UTC",
			"policy": map[string]any{"keptDays": 30, "restoreMonths": 6, "clause": "section 7"},
		}}
	}
	docs[7].doc = map[string]any{"name": 7} // can't be read
	broken := strings.TrimPrefix(docs[7].path, "orgs/")
	w.put("(default)", docs)

	var counted calls
	l := w.as(counted.process())
	cut := &bus{last: 3}
	if err := l.Tick(t.Context(), cut); !errors.Is(err, errBus) {
		t.Fatalf("cut off, a tick reports %v", err)
	}
	counted.n.Store(0)
	out := &bus{}
	begun := time.Now()
	w.must(l.Tick(t.Context(), out))
	took, asked := time.Since(begun), counted.n.Load()
	got := out.plans(t)
	if got[""] != 1 || len(got) != orgs+1 || slices.Max(slices.Collect(maps.Values(got))) != 1 || len(out.sent) != 1 {
		t.Errorf("a tick publishes %d plans, %d for the rest, on %d topics", len(got), got[""], len(out.sent))
	}
	// One page more than the orgs fill, the count of ticks in both databases, and what is announced to all.
	if pages := orgs/orgsPage + 1; int(asked) > pages+14 || out.sends > pages {
		t.Errorf("a tick of %d orgs makes %d calls and %d publications", orgs, asked, out.sends)
	}

	// A school that can't be planned fails alone.
	signer := newSigner(t)
	if err := l.TickOrg(t.Context(), events.Plan{Org: broken}, out, signer); err == nil || !strings.Contains(err.Error(), "org") {
		t.Errorf("an org that can't be read: %v", err)
	}
	trash := w.session(1, 1)
	w.delete(trash.ID)
	w.time = domain.AddMonths(start, 7)
	w.must(l.TickOrg(t.Context(), events.Plan{Org: north}, out, signer))
	if work := out.sent[events.RetentionWork]; len(work) != 1 || !strings.Contains(string(work[0]), trash.ID) {
		t.Errorf("the school beside it gets %q", work)
	}
	const some = 50
	counted.n.Store(0)
	begun = time.Now()
	for _, d := range docs[100 : 100+some] {
		w.must(l.TickOrg(t.Context(), events.Plan{Org: strings.TrimPrefix(d.path, "orgs/")}, out, signer))
	}
	each, one := time.Since(begun)/some, counted.n.Load()/some
	if one > 24 {
		t.Errorf("planning for one org makes %d calls", one)
	}
	w.must(l.TickOrg(t.Context(), events.Plan{Org: "org_gone"}, out, signer))
	t.Logf("%d orgs: a tick takes %v, %d calls and %d publications; each org's message %v and %d calls",
		orgs, took.Round(time.Millisecond), asked, out.sends, each.Round(time.Millisecond), one)
}
