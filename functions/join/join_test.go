package join_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/join"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type joined struct {
	Token         string
	ParticipantID string
	Session       struct {
		ID, Title       string
		Mode            domain.Mode
		Feedback        domain.Feedback
		State           domain.State
		ClosesAt        *time.Time
		CurrentQuestion *string
		Questions       []domain.PaperQuestion
		Privacy         struct {
			KeptDays      int
			RestoreWindow string
			VisibleTo     []string
			Org           string
			Contact       string
		}
	}
}

func post(s *functiontest.School, key, code, alias string) *functiontest.Reply {
	return s.Do("POST", "/v1/join", functiontest.Request{Key: key, Body: functiontest.JoinBody(code, alias)})
}

func TestJoin(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.Policy.KeptDays, o.Policy.RestoreMonths = 90, 3 }})
	closesAt := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose, ClosesAt: closesAt})

	key := functiontest.NewKey()
	var got joined
	post(s, key, l.Code, "  Ada Lovelace ").Want(201).JSON(&got)
	v := got.Session
	if got.ParticipantID != domain.ParticipantID(l.ID, key) || v.ID != l.ID || v.Title != "Rivers" || v.Mode != domain.SelfPaced ||
		v.Feedback != domain.FeedbackAfterClose || v.State != domain.Open || v.ClosesAt == nil || !v.ClosesAt.Equal(closesAt) || v.CurrentQuestion != nil {
		t.Errorf("joined %+v", got)
	}
	if p := v.Privacy; p.KeptDays != 90 || p.RestoreWindow != "P3M" || p.Contact != "privacy@north.example" || p.Org != functiontest.North || !slices.Equal(p.VisibleTo, []string{"teachers", "school-admins"}) {
		t.Errorf("privacy %+v", p)
	}
	var ids []string
	for _, q := range v.Questions {
		ids = append(ids, q.ID)
	}
	if !slices.Equal(ids, functiontest.Kinds) {
		t.Errorf("questions %v", ids)
	}

	ticket, err := s.Tickets.Open(got.Token, s.Clock.Now())
	if err != nil || ticket.Session != l.ID || ticket.Participant != got.ParticipantID || !ticket.Expiry.Equal(closesAt.Add(domain.TicketLife)) {
		t.Errorf("ticket %+v, %v", ticket, err)
	}
	p, err := s.Store.Participant(t.Context(), l.ID, got.ParticipantID)
	if err != nil || p.ConsentBasis != "agreement-1" || time.Since(p.JoinedAt).Abs() > time.Minute {
		t.Errorf("participant %+v, %v", p, err)
	}
	if alias, err := ticket.Key.Open(seal.ParticipantPath(l.ID, p.ID), seal.Alias, p.Alias); err != nil || string(alias) != "Ada Lovelace" {
		t.Errorf("alias %q, %v", alias, err)
	}
}

// The paper must not tell what is right: neither keys, nor feedback, nor the
// author's order.
func TestJoinHidesTheKey(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	texts := func(items []domain.Item) string {
		var list []string
		for _, i := range items {
			list = append(list, i.Text)
		}
		return strings.Join(list, " ")
	}
	orders := make(map[string]bool)
	for range 8 {
		l := s.Open(functiontest.Start{})
		reply := post(s, functiontest.NewKey(), l.Code, "Ada").Want(201)
		// In the rest, ids and a token could have any three letters by chance.
		_, questions, _ := bytes.Cut(reply.Body, []byte(`"questions":`))
		questions, _, found := bytes.Cut(questions, []byte(`"privacy":`))
		if !found {
			t.Fatalf("no questions before the privacy block: %s", reply.Body)
		}
		for _, secret := range []string{"correct", "That has 1,230", "Nearly", "Look at the map", "3,530", "Paname", "346", "tolerance", "weight", "explanation"} {
			if bytes.Contains(questions, []byte(secret)) {
				t.Errorf("the paper contains %q", secret)
			}
		}
		var got joined
		reply.JSON(&got)
		for _, q := range got.Session.Questions {
			switch q.Kind {
			case domain.KindOrder, domain.KindMatch:
				orders[string(q.Kind)+": "+texts(q.Options)] = true
				for i, o := range q.Options {
					if o.ID != string(rune('a'+i)) {
						t.Errorf("%s: option %d is called %q", q.ID, i, o.ID)
					}
				}
				if q.Kind == domain.KindMatch {
					orders["targets: "+texts(q.Targets)] = true
				}
			case domain.KindChoice:
				if texts(q.Options) != "Rhine Volga Elbe" {
					t.Errorf("choice: %v", q.Options)
				}
			}
		}
	}
	// Eight times the same order of three has a chance of 1 to 280,000.
	for _, kind := range []string{"order", "match", "targets"} {
		n := 0
		for o := range orders {
			if strings.HasPrefix(o, kind+": ") {
				n++
			}
		}
		if n < 2 {
			t.Errorf("%s always comes in the same order: %v", kind, orders)
		}
	}
}

func TestJoinMatchesCodesLoosely(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	lower := strings.ToLower(l.Code)
	for _, code := range []string{l.Code, lower, l.Code[:3] + " " + l.Code[3:], " " + lower[:2] + "-" + l.Code[2:4] + "–" + lower[4:] + "\u00a0"} {
		post(s, functiontest.NewKey(), code, "Ada").Want(201)
	}
}

func TestJoinRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	key := functiontest.NewKey()
	for _, c := range []struct {
		name   string
		key    string
		body   any
		status int
		slug   string
	}{
		{"no key", "", functiontest.JoinBody(l.Code, "Ada"), 422, "idempotency-key-invalid"},
		{"a short key", strings.Repeat("k", 21), functiontest.JoinBody(l.Code, "Ada"), 422, "idempotency-key-invalid"},
		{"a long key", strings.Repeat("k", 129), functiontest.JoinBody(l.Code, "Ada"), 422, "idempotency-key-invalid"},
		{"no alias", key, map[string]any{"code": l.Code}, 422, "invalid"},
		{"an empty alias", key, functiontest.JoinBody(l.Code, ""), 422, "invalid"},
		{"a blank alias", key, functiontest.JoinBody(l.Code, " \u200b\u00a0"), 422, "invalid"},
		{"a long alias", key, functiontest.JoinBody(l.Code, strings.Repeat("é", 41)), 422, "invalid"},
		{"a control character", key, functiontest.JoinBody(l.Code, "A\tda"), 422, "invalid"},
		{"a direction mark", key, functiontest.JoinBody(l.Code, "A\u202eda"), 422, "invalid"},
		{"a locale that is none", key, map[string]any{"code": l.Code, "alias": "Ada", "locale": "e/n"}, 422, "invalid"},
		{"an unknown field", key, map[string]any{"code": l.Code, "alias": "Ada", "email": "a@b.example"}, 422, "invalid"},
		{"no JSON", key, "code=" + l.Code, 400, "malformed"},
		{"a large body", key, functiontest.JoinBody(l.Code, strings.Repeat("a", 65<<10)), 413, "too-large"},
	} {
		reply := s.Do("POST", "/v1/join", functiontest.Request{Key: c.key, Body: c.body, Bad: true})
		if reply.Status != c.status || reply.Problem() != c.slug {
			t.Errorf("%s: %d %s, want %d %s", c.name, reply.Status, reply.Problem(), c.status, c.slug)
		}
	}
	post(s, key, l.Code, strings.Repeat("é", 40)).Want(201)
	if r := l.Results(); len(r.Participants) != 1 {
		t.Errorf("%d participants", len(r.Participants))
	}
	s.Do("GET", "/v1/join", functiontest.Request{Bad: true}).WantProblem(405, "method-not-allowed")
}

// Whoever guesses codes must not learn which of them belong to a session.
func TestJoinLookAlikes(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	replies := map[string]*functiontest.Reply{
		"unknown":   post(s, functiontest.NewKey(), "BBBBBB", "Ada"),
		"malformed": post(s, functiontest.NewKey(), "B4", "Ada"),
		"foreign":   post(s, functiontest.NewKey(), "ÄÖÜAEI", "Ada"),
	}
	nameless := func(code string) *functiontest.Reply {
		return s.Do("POST", "/v1/join", functiontest.Request{Key: functiontest.NewKey(), Body: functiontest.JoinBody(code, ""), Bad: true})
	}
	expired := s.Open(functiontest.Start{ClosesAt: time.Now().Add(time.Minute)})
	lessons := map[string]*functiontest.Lesson{"expired": expired}
	for name, end := range map[string]func(*functiontest.Lesson){
		"closed":  func(l *functiontest.Lesson) { l.Patch(`{"state": "closed"}`) },
		"locked":  func(l *functiontest.Lesson) { l.Patch(`{"locked": true}`) },
		"deleted": func(l *functiontest.Lesson) { l.As(functiontest.Ada, "DELETE", "", nil).Want(200) },
	} {
		l := s.Open(functiontest.Start{})
		// Also right after, while instances still know the open session.
		post(s, functiontest.NewKey(), l.Code, "Ada").Want(201)
		end(l)
		lessons[name] = l
	}
	s.Clock.Advance(2 * time.Minute)
	for name, l := range lessons {
		replies[name] = post(s, functiontest.NewKey(), l.Code, "Ada")
		replies[name+", without a name"] = nameless(l.Code)
	}
	replies["unknown, without a name"] = nameless("BBBBBB")
	want := replies["unknown"].WantProblem(404, "unknown-code").Alike()
	for name, r := range replies {
		if got := r.Alike(); r.Status != 404 || got != want {
			t.Errorf("%s: %s\nwant the same as for an unknown code: %s", name, got, want)
		}
	}
}

var rounds = flag.Int("rounds", 21, "how often each code that is refused is tried; from 100 on, the medians must be alike")

// Nor does the time tell: it is a multiple of 100 ms, whatever was read. Here the vault,
// which only a locked session asks, takes half of that.
//
//	go test ./functions/join -run RefusalsTakeAlike -rounds 300 -v
func TestJoinRefusalsTakeAlike(t *testing.T) {
	t.Parallel()
	const unit = 100 * time.Millisecond
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { d.Vault = sluggish{d.Vault, unit / 2} }})
	locked, both, closed := s.Open(functiontest.Start{}), s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	locked.Patch(`{"locked": true}`)
	both.Patch(`{"locked": true, "state": "paused"}`)
	closed.Patch(`{"state": "closed"}`)
	s.Clock.Advance(time.Second)
	codes := map[string]string{"unknown": "BBBBBB", "malformed": "B4", "locked": locked.Code, "locked and paused": both.Code, "closed": closed.Code}
	took := make(map[string][]time.Duration)
	for range *rounds {
		for name, code := range codes {
			start := time.Now()
			post(s, functiontest.NewKey(), code, "Ada").WantProblem(404, "unknown-code")
			took[name] = append(took[name], time.Since(start))
		}
	}
	medians := make(map[string]time.Duration)
	for name, all := range took {
		slices.Sort(all)
		medians[name] = all[len(all)/2]
		// The rest is the round trip, which a busy machine makes longer, but not each time.
		slices.SortFunc(all, func(x, y time.Duration) int { return cmp.Compare(x%unit, y%unit) })
		if quick := all[len(all)/10]; slices.Min(all) < unit || quick%unit > unit/3 {
			t.Errorf("refusing a code that is %s takes %v, %v at least", name, quick, slices.Min(all))
		}
	}
	for name, median := range medians {
		ratio := float64(median) / float64(medians["unknown"])
		t.Logf("%s: %.1f ms, %.3f of unknown", name, float64(median.Microseconds())/1000, ratio)
		if *rounds >= 100 && (ratio < 0.8 || ratio > 1.25) {
			t.Errorf("refusing a code that is %s takes %v, one that is unknown %v", name, median, medians["unknown"])
		}
	}
}

// sluggish is a vault that takes its time to look for boxes.
type sluggish struct {
	join.Vault
	delay time.Duration
}

func (v sluggish) Boxes(ctx context.Context, sid, pid string) (store.Boxes, error) {
	time.Sleep(v.delay)
	return v.Vault.Boxes(ctx, sid, pid)
}

func TestJoinPausedSession(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	l.Patch(`{"state": "paused"}`)
	s.Clock.Advance(time.Second)
	post(s, functiontest.NewKey(), l.Code, "Bo").WantProblem(409, "session-paused")
	l.Patch(`{"state": "open"}`)
	s.Clock.Advance(time.Second)
	ada.JoinAgain()
	l.Join("Bo")
}

func TestJoinWithoutAgreement(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) {
		o.Agreements = []domain.Agreement{{ID: "a", SignedAt: now.Add(-time.Hour), EndsAt: now.Add(time.Hour)}}
	}})
	l, paused := s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	l.Join("Ada")
	paused.Patch(`{"state": "paused"}`)
	s.Clock.Advance(time.Hour)
	post(s, functiontest.NewKey(), l.Code, "Bo").WantProblem(404, "unknown-code")
	post(s, functiontest.NewKey(), paused.Code, "Bo").WantProblem(404, "unknown-code")
}

func TestJoinAgain(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("choice", `"b"`)
	first := ada.Token
	ada.JoinAgain() // another device with the same secret, or a lost reply
	ada.Record("trueFalse", "true")
	r := l.Results()
	if p := r.Of(t, ada.ID); len(r.Participants) != 1 || *p.Alias != "Ada" || len(p.Answers) != 2 {
		t.Errorf("results %+v", r.Participants)
	}
	// The first token stays good too.
	s.Do("GET", "/v1/me", functiontest.Request{Token: first}).Want(200)

	// The same values spelled differently are the same request; anything else is another.
	post(s, ada.Key, strings.ToLower(l.Code), " Ada ").Want(201)
	post(s, ada.Key, l.Code, "Eve").WantProblem(422, "idempotency-key-reused")
	s.Do("POST", "/v1/join", functiontest.Request{Key: ada.Key, Body: map[string]any{"code": l.Code, "alias": "Ada", "locale": "de"}}).
		WantProblem(422, "idempotency-key-reused")
	// With another session the same key is another participant.
	other := s.Open(functiontest.Start{})
	var got joined
	post(s, ada.Key, other.Code, "Eve").Want(201).JSON(&got)
	if got.ParticipantID == ada.ID {
		t.Error("the same participant in two sessions")
	}
}

// failing is a store that fails to create a participant a few times: before it
// is stored, or after.
type failing struct {
	join.Store
	before, after atomic.Int32
}

func (f *failing) CreateParticipant(ctx context.Context, sid string, p domain.Participant) error {
	if f.before.Add(-1) >= 0 {
		return fmt.Errorf("creating a participant: %w", domain.ErrUnavailable)
	}
	err := f.Store.CreateParticipant(ctx, sid, p)
	if f.after.Add(-1) >= 0 {
		return fmt.Errorf("creating a participant: %w", domain.ErrUnavailable)
	}
	return err
}

func TestJoinAfterACrashBetweenVaultAndDatabase(t *testing.T) {
	t.Parallel()
	var f failing
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { f.Store, d.Store = d.Store, &f }})
	l := s.Open(functiontest.Start{})
	for name, counter := range map[string]*atomic.Int32{"before": &f.before, "after": &f.after} {
		counter.Store(1)
		key := functiontest.NewKey()
		reply := post(s, key, l.Code, name).WantProblem(503, "unavailable")
		if reply.Header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", name)
		}
		pid := domain.ParticipantID(l.ID, key)
		boxes, err := s.Vault.Boxes(t.Context(), l.ID, pid)
		if err != nil {
			t.Fatalf("%s: the vault: %v", name, err)
		}
		var got joined
		post(s, key, l.Code, name).Want(201).JSON(&got)
		if again, err := s.Vault.Boxes(t.Context(), l.ID, pid); err != nil || !bytes.Equal(again.Session, boxes.Session) {
			t.Errorf("%s: the retry changed the vault, %v", name, err)
		}
		st := &functiontest.Student{Lesson: l, ID: pid, Token: got.Token, Key: key, Alias: name}
		st.Record("choice", `"b"`)
		if p := l.Results().Of(t, pid); p.Alias == nil || *p.Alias != name || p.Score != 2 {
			t.Errorf("%s: results %+v", name, p)
		}
	}
}

func TestJoinAfterErasure(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	l.As(functiontest.Ada, "DELETE", "/participants/"+bo.ID, nil).Want(202)
	s.Clock.Advance(time.Second)
	refused := func() {
		t.Helper()
		for _, st := range []*functiontest.Student{ada, bo} {
			post(s, st.Key, l.Code, st.Alias).WantProblem(410, "participant-erased")
			// With another body too: there is nothing left to compare with.
			post(s, st.Key, l.Code, "Eve").WantProblem(410, "participant-erased")
		}
	}
	refused() // although Ada's key is still there
	s.Retain(t.Context())
	refused()
	l.Join("Ada")
	l.Patch(`{"locked": true}`)
	s.Clock.Advance(time.Second)
	post(s, ada.Key, l.Code, ada.Alias).WantProblem(410, "participant-erased")
}

func TestJoinLockedSession(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	l.Patch(`{"locked": true}`)
	s.Clock.Advance(time.Second)
	ada.JoinAgain()
	ada.Record("choice", `"a"`)
	post(s, functiontest.NewKey(), l.Code, "Bo").WantProblem(404, "unknown-code")
	// Paused as well, it still looks like an unknown one, but not to those who are in.
	l.Patch(`{"state": "paused"}`)
	s.Clock.Advance(time.Second)
	post(s, functiontest.NewKey(), l.Code, "Bo").WantProblem(404, "unknown-code")
	post(s, ada.Key, l.Code, ada.Alias).WantProblem(409, "session-paused")
	post(s, ada.Key, l.Code, "Bo").WantProblem(422, "idempotency-key-reused")
	l.Patch(`{"state": "open", "locked": false}`)
	s.Clock.Advance(time.Second)
	l.Join("Bo")
}

// slow is a store that takes its time to create a participant.
type slow struct {
	join.Store
	pause time.Duration
}

func (s slow) CreateParticipant(ctx context.Context, sid string, p domain.Participant) error {
	time.Sleep(s.pause)
	return s.Store.CreateParticipant(ctx, sid, p)
}

// The cap holds on one instance whenever the count is taken again: here it is at
// every single join.
func TestJoinCap(t *testing.T) {
	t.Parallel()
	const seats, students = 5, 20
	var clock atomic.Pointer[functiontest.Clock]
	s := functiontest.New(t, functiontest.Options{
		Org: func(o *domain.Org) { o.Policy.MaxParticipants = seats },
		Join: func(d *join.Deps) {
			d.Store = slow{d.Store, 30 * time.Millisecond}
			now := d.Clock
			d.Clock = func() time.Time {
				if c := clock.Load(); c != nil {
					c.Advance(300 * time.Millisecond)
				}
				return now()
			}
		},
	})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	clock.Store(s.Clock)

	var in, full atomic.Int32
	var wg sync.WaitGroup
	for range students {
		wg.Go(func() {
			reply, err := s.Try(t.Context(), "POST", "/v1/join", functiontest.Request{Key: functiontest.NewKey(), Body: functiontest.JoinBody(l.Code, "Bo")})
			switch {
			case err != nil:
				t.Error(err)
			case reply.Status == 201:
				in.Add(1)
			case reply.Status == 409 && reply.Problem() == "session-full":
				full.Add(1)
			default:
				t.Errorf("%d %s", reply.Status, reply.Body)
			}
		})
	}
	wg.Wait()
	clock.Store(nil)
	if n, err := s.Store.CountParticipants(t.Context(), l.ID); n != seats || err != nil || in.Load() != seats-1 || full.Load() != students-seats+1 {
		t.Errorf("%d participants, %d let in, %d refused, %v", n, in.Load(), full.Load(), err)
	}
	ada.JoinAgain()
	// An erasure frees no seat: joining and erasing oneself can't go on forever.
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	s.Retain(t.Context())
	s.Clock.Advance(time.Second)
	post(s, functiontest.NewKey(), l.Code, "Di").WantProblem(409, "session-full")
}

func TestJoinShuffled(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Shuffle: true})
	order := func(key string) string {
		var got joined
		post(s, key, l.Code, "Ada").Want(201).JSON(&got)
		var b strings.Builder
		for _, q := range got.Session.Questions {
			fmt.Fprint(&b, q.ID)
			for _, o := range q.Options {
				fmt.Fprint(&b, " ", o.ID, "=", o.Text)
			}
			fmt.Fprintln(&b)
		}
		return b.String()
	}
	orders := make(map[string]bool)
	for range 4 {
		key := functiontest.NewKey()
		o := order(key)
		if order(key) != o {
			t.Error("joining again changed the order")
		}
		orders[o] = true
	}
	if len(orders) < 3 {
		t.Errorf("%d orders among 4 students", len(orders))
	}
}

func TestJoinTeacherPaced(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced, Shuffle: true})
	shown := func(want ...string) {
		t.Helper()
		s.Clock.Advance(time.Second)
		var got joined
		post(s, functiontest.NewKey(), l.Code, "Ada").Want(201).JSON(&got)
		ids := []string{}
		for _, q := range got.Session.Questions {
			ids = append(ids, q.ID)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("shown %v, want %v", ids, want)
		}
	}
	shown()
	l.Patch(`{"currentQuestion": "text"}`)
	shown("text")
	l.Patch(`{"currentQuestion": "choice"}`)
	shown("choice", "text")
	l.Patch(`{"currentQuestion": null}`)
	shown("choice", "text")
}

// sealed is a vault from which join can read nothing that it boxed to the session.
type sealed struct {
	join.Vault
	read atomic.Int32
}

func (v *sealed) Boxes(ctx context.Context, sid, pid string) (store.Boxes, error) {
	v.read.Add(1)
	b, err := v.Vault.Boxes(ctx, sid, pid)
	b.Session = nil
	return b, err
}

// A first join reads nothing from the vault, and a rejoin never needs what is
// boxed to the session.
func TestJoinOpensNothing(t *testing.T) {
	t.Parallel()
	var v sealed
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { v.Vault, d.Vault = d.Vault, &v }})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	if n := v.read.Load(); n != 0 {
		t.Errorf("a first join read %d boxes", n)
	}
	ada.JoinAgain()
	ada.Record("choice", `"b"`)

	// What stands in the vault opens for neither another secret nor another place.
	boxes, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	path := seal.ParticipantPath(l.ID, ada.ID)
	if _, _, err := seal.OpenForRejoin(ada.Key, path, boxes.Rejoin); err != nil {
		t.Errorf("the student's own secret: %v", err)
	}
	if _, _, err := seal.OpenForRejoin(functiontest.NewKey(), path, boxes.Rejoin); err == nil {
		t.Error("another secret opens the box")
	}
	if _, _, err := seal.OpenForRejoin(ada.Key, seal.ParticipantPath(l.ID, s.NewID()), boxes.Rejoin); err == nil {
		t.Error("the box opens elsewhere")
	}
}

// unavailable is a database that can't be reached.
type unavailable struct{ join.Store }

func (unavailable) SessionByCode(context.Context, string) (string, error) {
	return "", domain.ErrUnavailable
}

func (unavailable) Session(context.Context, string) (*domain.Session, error) {
	return nil, domain.ErrUnavailable
}

func TestJoinWithoutDatabase(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { d.Store = unavailable{d.Store} }})
	for path, method := range map[string]string{"/v1/join": "POST", "/v1/sessions/" + s.NewID() + "/state": "GET"} {
		q := functiontest.Request{}
		if method == "POST" {
			q = functiontest.Request{Key: functiontest.NewKey(), Body: functiontest.JoinBody("BBBBBB", "Ada")}
		}
		if r := s.Do(method, path, q).WantProblem(503, "unavailable"); r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", path)
		}
	}
}

func getState(s *functiontest.School, sid, etag string) *functiontest.Reply {
	q := functiontest.Request{}
	if etag != "" {
		q.Header = map[string]string{"If-None-Match": etag}
	}
	return s.Do("GET", "/v1/sessions/"+sid+"/state", q)
}

type state struct {
	State           domain.State
	CurrentQuestion *string
	Question        *domain.PaperQuestion
	ClosesAt        *time.Time
	Version         int
}

func TestState(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced})
	var last state
	var etag string
	// see reads the state after a change, which must bring a new version and a
	// new ETag.
	see := func(what string) state {
		t.Helper()
		s.Clock.Advance(time.Second)
		reply := getState(s, l.ID, etag).Want(200)
		var now state
		reply.JSON(&now)
		tag := reply.Header.Get("ETag")
		if now.Version <= last.Version || tag == etag {
			t.Errorf("%s: version %d after %d, ETag %s after %s", what, now.Version, last.Version, tag, etag)
		}
		if c := reply.Header.Get("Cache-Control"); c != "public, max-age=1" {
			t.Errorf("%s: Cache-Control %q", what, c)
		}
		if r := getState(s, l.ID, `"other", W/`+tag).Want(304); len(r.Body) != 0 || r.Header.Get("ETag") != tag || r.Header.Get("Cache-Control") == "" {
			t.Errorf("%s: 304 with %v %q", what, r.Header, r.Body)
		}
		last, etag = now, tag
		return now
	}

	if v := see("open"); v.State != domain.Open || v.CurrentQuestion != nil || v.Question != nil || v.ClosesAt != nil {
		t.Errorf("open: %+v", v)
	}
	l.Patch(`{"currentQuestion": "order"}`)
	if v := see("a question"); v.CurrentQuestion == nil || *v.CurrentQuestion != "order" || v.Question == nil || v.Question.ID != "order" || len(v.Question.Options) != 3 {
		t.Errorf("a question: %+v", v)
	}
	l.Patch(`{"state": "paused"}`)
	if v := see("paused"); v.State != domain.Paused {
		t.Errorf("paused: %+v", v)
	}
	closesAt := s.Clock.Now().Add(time.Minute).UTC().Truncate(time.Microsecond)
	l.Patch(`{"state": "open", "closesAt": "` + closesAt.Format(time.RFC3339Nano) + `"}`)
	if v := see("an end"); v.State != domain.Open || v.ClosesAt == nil || !v.ClosesAt.Equal(closesAt) {
		t.Errorf("an end: %+v", v)
	}
	s.Clock.Advance(time.Minute)
	if v := see("closed by the clock"); v.State != domain.Closed {
		t.Errorf("closed by the clock: %+v", v)
	}
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	s.Clock.Advance(time.Second)
	if r := getState(s, l.ID, "").WantProblem(404, "not-found"); r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("404 with Cache-Control %q", r.Header.Get("Cache-Control"))
	}
	// Pages of students that nobody closed ask for months, also once a tombstone is all that is left.
	s.Clock.Advance(200 * 24 * time.Hour)
	s.Tick(t.Context())
	s.Retain(t.Context())
	if gone, err := s.Store.Session(t.Context(), l.ID); err != nil || gone.State != domain.Erased {
		t.Fatalf("what is left: %+v, %v", gone, err)
	}
	getState(s, l.ID, "").WantProblem(404, "not-found")
	getState(s, s.NewID(), "").WantProblem(404, "not-found")
	s.Do("GET", "/v1/sessions/nonsense/state", functiontest.Request{Bad: true}).WantProblem(404, "not-found")
}

// A thousand students who ask within a second are one read.
func TestStateIsReadOnceASecond(t *testing.T) {
	t.Parallel()
	var reads counting
	s := functiontest.New(t, functiontest.Options{Join: func(d *join.Deps) { reads.Store, d.Store = d.Store, &reads }})
	l := s.Open(functiontest.Start{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				if r, err := s.Try(t.Context(), "GET", l.Path("/state"), functiontest.Request{}); err != nil || r.Status != http.StatusOK {
					t.Errorf("%+v, %v", r, err)
				}
			}
		})
	}
	start := time.Now()
	wg.Wait()
	if n, most := reads.sessions.Load(), 1+int32(time.Since(start)/time.Second)+1; n > most {
		t.Errorf("%d reads for 80 requests, want at most %d", n, most)
	}
}

type counting struct {
	join.Store
	sessions atomic.Int32
}

func (c *counting) Session(ctx context.Context, sid string) (*domain.Session, error) {
	c.sessions.Add(1)
	return c.Store.Session(ctx, sid)
}

func TestSolutions(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose})
	ada := l.Join("Ada")
	get := func(l *functiontest.Lesson, token string) *functiontest.Reply {
		s.Clock.Advance(time.Second)
		return s.Do("GET", l.Path("/solutions"), functiontest.Request{Token: token})
	}
	if r := get(l, "").WantProblem(401, "not-authenticated"); r.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("challenge %q", r.Header.Get("WWW-Authenticate"))
	}
	get(l, ada.Token).WantProblem(409, "not-closed")
	l.Patch(`{"state": "paused"}`)
	get(l, ada.Token).WantProblem(409, "not-closed")

	other := s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose})
	bo := other.Join("Bo")
	l.Patch(`{"state": "open"}`)
	s.Clock.Advance(time.Second)
	cy := l.Join("Cy")
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: cy.Token}).Want(202)
	l.Patch(`{"state": "closed"}`)
	for name, token := range map[string]string{
		"another session's": bo.Token, "a teacher's": s.Token(functiontest.Ada), "an erased student's": cy.Token, "nonsense": "nonsense",
	} {
		if r := get(l, token); r.Status != 401 || r.Problem() != "invalid-token" || r.Header.Get("WWW-Authenticate") != `Bearer error="invalid_token"` {
			t.Errorf("with %s token: %d %s", name, r.Status, r.Body)
		}
	}

	type item struct {
		QuestionID, Explanation string
		Solution                json.RawMessage
		Points                  float64
	}
	var got struct{ Items []item }
	get(l, ada.Token).Want(200).JSON(&got)
	if len(got.Items) != len(functiontest.Kinds) {
		t.Fatalf("%d solutions", len(got.Items))
	}
	for i, it := range got.Items {
		kind := functiontest.Kinds[i]
		want := string(l.Right(kind))
		if kind == "scale" || kind == "cloud" {
			want = "null"
		}
		if it.QuestionID != kind || string(it.Solution) != want {
			t.Errorf("%s: solution %s, want %s", kind, it.Solution, want)
		}
	}
	if got.Items[0].Points != 2 || got.Items[0].Explanation != "3,530 km." {
		t.Errorf("%+v", got.Items[0])
	}

	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	get(l, ada.Token).WantProblem(404, "not-found")
	s.Do("GET", "/v1/sessions/nonsense/solutions", functiontest.Request{Token: ada.Token, Bad: true}).WantProblem(401, "invalid-token")

	for _, f := range []domain.Feedback{domain.FeedbackNone, domain.FeedbackImmediate} {
		l := s.Open(functiontest.Start{Feedback: f})
		ada := l.Join("Ada")
		get(l, ada.Token).WantProblem(409, "no-solutions")
		l.Patch(`{"state": "closed"}`)
		get(l, ada.Token).WantProblem(409, "no-solutions")
	}
}

// Whoever has the solutions can't answer any more: not even by an instance that
// hasn't learned of the close, whose answers count for a while.
func TestSolutionsComeAfterTheLastAnswerThatCounts(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose})
	ada := l.Join("Ada")
	ada.Record("choice", `"a"`) // answer knows an open session now
	l.Patch(`{"state": "closed"}`)
	closed, err := s.Store.Session(t.Context(), l.ID)
	if err != nil || closed.ClosedAt.IsZero() {
		t.Fatalf("%+v, %v", closed, err)
	}
	s.Clock.Advance(time.Second)
	s.Do("GET", l.Path("/solutions"), functiontest.Request{Token: ada.Token}).Want(200)
	at, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), []domain.Record{{Participant: ada.ID, Question: "choice", Revision: 2, Sealed: []byte("late")}})
	if err != nil {
		t.Fatal(err)
	}
	if domain.Counts(at, closed.ClosedAt) {
		t.Errorf("the solutions came at most %v after the close, when answers still count", at.Sub(closed.ClosedAt))
	}
}

func TestSolutionsOfATeacherPacedSession(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced, Feedback: domain.FeedbackAfterClose, ClosesAt: time.Now().Add(time.Minute)})
	ada := l.Join("Ada")
	l.Patch(`{"currentQuestion": "number"}`)
	l.Patch(`{"currentQuestion": "choice"}`)
	s.Clock.Advance(time.Minute) // closed by the clock
	time.AfterFunc(time.Second, func() { s.Clock.Advance(domain.CloseGrace) })
	var got struct{ Items []struct{ QuestionID string } }
	s.Do("GET", l.Path("/solutions"), functiontest.Request{Token: ada.Token}).Want(200).JSON(&got)
	if fmt.Sprint(got.Items) != "[{choice} {number}]" {
		t.Errorf("solutions of %v, want those of the two that were shown", got.Items)
	}
}
