package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// constant is a cost of nothing but commits, all of the same duration.
func constant(commit time.Duration) Cost { return Cost{Commit: commit} }

// The cases that have a closed form: one session, one instance, answers at
// random, commits of a constant time.
func TestSimulationMeetsClosedForms(t *testing.T) {
	t.Parallel()
	const commit = 50 * time.Millisecond
	for _, perCommit := range []float64{0.01, 0.1, 0.5, 1, 2, 5, 10, 50, 200} {
		const answers = 100_000
		length := time.Duration(answers / perCommit * float64(commit))
		r := Simulate(1, Load{answers, 1, within(length)}, fixed(1), constant(commit))
		if got, want := r.DocumentsPerAnswer(), expected(perCommit); math.Abs(got/want-1) > 0.03 {
			t.Errorf("%v answers in a commit: %.4f documents per answer, want %.4f", perCommit, got, want)
		}
		// Many answers: one commit after another.
		if got, want := float64(r.Documents)/length.Seconds(), 1/commit.Seconds(); perCommit >= 5 && math.Abs(got/want-1) > 0.03 {
			t.Errorf("%v answers in a commit: %.2f documents a second, want %.2f", perCommit, got, want)
		}
		// The rest of the previous commit, and its own.
		if r.Longest > 2*commit {
			t.Errorf("%v answers in a commit: one waited for %v", perCommit, r.Longest)
		}
		if r.Answers != answers || r.Refused != 0 {
			t.Errorf("%d answered and %d refused of %d", r.Answers, r.Refused, answers)
		}
	}
}

func TestSimulationAlone(t *testing.T) {
	t.Parallel()
	const commit = 50 * time.Millisecond
	next := time.Duration(0)
	apart := func(*mathrand.Rand) time.Duration {
		next += commit + time.Millisecond
		return next
	}
	r := Simulate(1, Load{1000, 1, apart}, fixed(1), constant(commit))
	if r.Documents != 1000 || r.P50 != commit || r.Longest != commit {
		t.Errorf("%d documents, waited for %v and at most %v; want 1,000 and its own commit", r.Documents, r.P50, r.Longest)
	}
}

func TestSimulationIsRepeatable(t *testing.T) {
	t.Parallel()
	load := Load{20_000, 300, minute}
	fleet := Fleet{Min: 1, Max: 10, Concurrency: 20, Start: coldStart}
	a, b, c := Simulate(7, load, fleet, multiRegion), Simulate(7, load, fleet, multiRegion), Simulate(8, load, fleet, multiRegion)
	if a != b {
		t.Errorf("the same seed yields\n%+v\n%+v", a, b)
	}
	if a == c {
		t.Error("another seed yields the same")
	}
}

func TestSimulationOfFullFleet(t *testing.T) {
	t.Parallel()
	load := Load{20_000, 300, within(time.Second)}
	for _, c := range []struct {
		fleet   Fleet
		refused bool
	}{
		{Fleet{Min: 1, Max: 1, Concurrency: 20}, true}, // 400 a second
		{Fleet{Min: 1, Max: 10, Concurrency: 1000, Start: coldStart}, false},
	} {
		r := Simulate(1, load, c.fleet, constant(50*time.Millisecond))
		if r.Answers+r.Refused != load.Students || (r.Refused > 0) != c.refused {
			t.Errorf("%+v: %d answered and %d refused", c.fleet, r.Answers, r.Refused)
		}
		if r.PeakInFlight > c.fleet.Concurrency*c.fleet.Max || r.Instances > c.fleet.Max {
			t.Errorf("%+v: %d in flight on %d instances", c.fleet, r.PeakInFlight, r.Instances)
		}
		if r.Longest > patience+time.Second {
			t.Errorf("%+v: one waited for %v", c.fleet, r.Longest)
		}
	}
}

func TestRamp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate  int
		takes time.Duration
		ops   float64
	}{
		{1, 0, 0}, {500, 0, 0}, {501, 5 * time.Minute, 150_000}, {750, 5 * time.Minute, 150_000}, {751, 10 * time.Minute, 375_000},
	} {
		if takes, ops := ramp(c.rate); takes != c.takes || ops != c.ops {
			t.Errorf("%d a second: %v, %v operations; want %v, %v", c.rate, takes, ops, c.takes, c.ops)
		}
	}
}

// What minute's density says about its peak.
func TestPeakOfMinute(t *testing.T) {
	t.Parallel()
	r := Simulate(1, Load{500_000, 1, minute}, fixed(1), constant(time.Millisecond))
	if got := float64(r.PeakAnswers) / (500_000. / 60); math.Abs(got/peakOfMinute-1) > 0.02 {
		t.Errorf("peak %.2f times the mean, said to be %v", got, peakOfMinute)
	}
}

// The simulation is compared with the function itself (without its store), in
// synthetic time.
func TestSimulationAgreesWithTheFunction(t *testing.T) {
	const commit = 50 * time.Millisecond
	for _, c := range []struct {
		name string
		load Load
	}{
		{"seldom", Load{200, 3, within(time.Minute)}},
		{"often", Load{1000, 1, within(5 * time.Second)}},
		{"often, in sessions", Load{1000, 7, within(5 * time.Second)}},
		{"full chunks, several writers", Load{6000, 1, within(100 * time.Millisecond)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			// Both see the same arrivals.
			var arrivals []time.Duration
			load := c.load
			load.Arrive = func(r *mathrand.Rand) time.Duration {
				arrivals = append(arrivals, c.load.Arrive(r))
				return arrivals[len(arrivals)-1]
			}
			want := Simulate(1, load, Fleet{Min: 1, Max: 1, Concurrency: math.MaxInt}, constant(commit))
			synctest.Test(t, func(t *testing.T) {
				documents, longest := serve(t, c.load.Sessions, arrivals, commit)
				if documents != want.Documents || longest != want.Longest {
					t.Errorf("the function stores %d documents and makes requests wait for at most %v, the simulation %d and %v",
						documents, longest, want.Documents, want.Longest)
				}
			})
		})
	}
}

// serve sends answers to the function at the given times, answer i to session i
// modulo sessions. It returns how many documents the function stored, and the
// longest that one waited.
func serve(t *testing.T, sessions int, arrivals []time.Duration, commit time.Duration) (documents int, longest time.Duration) {
	t.Helper()
	secrets, err := ticket.New(bytes.Repeat([]byte{1}, ticket.SecretSize))
	if err != nil {
		t.Fatal(err)
	}
	log := &slow{commit: commit}
	handler := answer.New(answer.Deps{Store: log, Tickets: secrets, Clock: time.Now, Rand: rand.Reader})
	newID := func() string {
		id, err := domain.NewID(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	sids := make([]string, sessions)
	for i := range sids {
		sids[i] = newID()
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i, at := range arrivals {
		token := secrets.Issue(ticket.Ticket{Session: sids[i%sessions], Participant: newID(), Key: key, Expiry: time.Now().Add(time.Hour)})
		wg.Go(func() {
			time.Sleep(at)
			start := time.Now()
			r := httptest.NewRequest("POST", "/v1/answers", strings.NewReader(`{"answers":[{"questionId":"q","revision":1,"response":true}]}`))
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			mu.Lock()
			defer mu.Unlock()
			longest = max(longest, time.Since(start))
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "recorded") {
				t.Errorf("status %d %s", w.Code, w.Body)
			}
		})
	}
	wg.Wait()
	return log.documents, longest
}

// slow is a store with instant reads and slow commits.
type slow struct {
	commit    time.Duration
	mu        sync.Mutex
	documents int
}

func (s *slow) Session(_ context.Context, sid string) (*domain.Session, error) {
	return &domain.Session{ID: sid, State: domain.Open, Mode: domain.SelfPaced, Feedback: domain.FeedbackNone, ReadAt: time.Now()}, nil
}

func (s *slow) Seats(context.Context, string, time.Time) (map[string]domain.Seat, error) {
	return nil, nil
}

func (s *slow) Paper(context.Context, string) (*domain.Paper, error) {
	return domain.ParsePaper(json.RawMessage(`{"questions":[{"id":"q","kind":"trueFalse","prompt":"?"}]}`))
}

func (s *slow) AnswerKey(context.Context, string) (*domain.AnswerKey, error) {
	return nil, domain.ErrNotFound
}

func (s *slow) AppendChunk(context.Context, string, string, []domain.Record) (time.Time, error) {
	s.mu.Lock()
	s.documents++
	s.mu.Unlock()
	time.Sleep(s.commit)
	return time.Now(), nil
}

// The document must hold what the program prints.
func TestDocumentIsUpToDate(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulates the answers of six million students")
	}
	document, err := os.ReadFile("../capacity.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := fill(document, tables(1))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(document, want) {
		return
	}
	have := strings.Split(string(document), "\n")
	for _, line := range strings.Split(string(want), "\n") {
		if !slices.Contains(have, line) {
			t.Errorf("missing: %s", line)
		}
	}
	t.Fatal("infra/capacity.md is out of date: go run ./infra/capacity -write infra/capacity.md")
}

func TestFillWantsEveryTableOnce(t *testing.T) {
	t.Parallel()
	place := func(name string) string { return fmt.Sprintf("<!-- table %s -->\nold\n<!-- end -->\n", name) }
	a := []table{{"a", "new\n"}}
	got, err := fill([]byte("x\n"+place("a")+"y\n"), a)
	if want := "x\n<!-- table a -->\nnew\n<!-- end -->\ny\n"; err != nil || string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	for _, bad := range []string{"", place("b"), place("a") + place("a"), place("a") + place("b")} {
		if _, err := fill([]byte(bad), a); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// TestCostsAreUpToDate compares the sums of infra/cost.md with what would be written
// there.
func TestCostsAreUpToDate(t *testing.T) {
	all, err := costTables()
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile("../cost.md")
	if err != nil {
		t.Fatal(err)
	}
	written, err := fill(old, all)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(old, written) {
		t.Error("run go run ./infra/capacity -write-costs infra/cost.md")
	}
}

// TestMonth checks that more use costs more, item by item, and dearer regions too.
func TestMonth(t *testing.T) {
	oregon, err := pricesIn("us-west1", false)
	if err != nil {
		t.Fatal(err)
	}
	total := func(p Prices, u Use) (sum float64) {
		for _, i := range month(p, u) {
			if math.IsNaN(i.dollars) || i.dollars <= 0 {
				t.Errorf("%s costs %v", i.what, i.dollars)
			}
			sum += i.dollars
		}
		return sum
	}
	small, large := total(oregon, usual(1000)), total(oregon, usual(50_000))
	if large <= small || large/50_000 >= small/1000 {
		t.Errorf("1,000 students cost %.2f, 50,000 %.2f", small, large)
	}
	for region := range regions {
		p, err := pricesIn(region, false)
		if err != nil {
			t.Fatal(err)
		}
		several, err := pricesIn(region, true)
		if err != nil {
			t.Fatal(err)
		}
		if one, two := total(p, usual(50_000)), total(several, usual(50_000)); one < large-1e-9 || two <= one {
			t.Errorf("%s: %.2f, with databases in several regions %.2f, and Oregon %.2f", region, one, two, large)
		}
	}
	if _, err := pricesIn("moon-1", false); err == nil {
		t.Error("a region without prices has some")
	}
}
