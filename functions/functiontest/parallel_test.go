package functiontest_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
)

// atOnce is how many times one person sends the same request at one moment: by a page that
// retries, in many tabs, or to see what happens.
const atOnce = 24

// TestManyAtOnce makes every request of the OpenAPI document that writes many times at one
// moment, through two instances of each function. None may fail for that reason, and together they must leave
// what one of them leaves.
func TestManyAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes more than a minute")
	}
	who := readMatrix(t)
	for _, op := range operations(t) {
		if op.method == "GET" {
			continue
		}
		t.Run(op.String(), func(t *testing.T) {
			t.Parallel()
			one := newTrial(t, op, who[op.String()], functiontest.Options{})
			want, slug, _ := one.send()
			if want >= 300 {
				t.Fatalf("one alone: %d %s", want, slug)
			}
			effect := one.effect()
			many := newTrial(t, op, who[op.String()], functiontest.Options{Instances: 2})
			statuses, slugs := make([]int, atOnce), make([]string, atOnce)
			began := time.Now()
			var all sync.WaitGroup
			for i := range atOnce {
				all.Go(func() {
					r, err := many.s.Try(t.Context(), many.method, many.path, many.q)
					if err != nil {
						t.Error(err)
						return
					}
					statuses[i], slugs[i] = r.Status, r.Problem()
				})
			}
			all.Wait()
			took := time.Since(began).Round(time.Millisecond)
			for i, status := range statuses {
				if status != want && (status < 400 || status >= 500 || status == 429) {
					t.Errorf("%d %s, want %d or that it is done; after %v", status, slugs[i], want, took)
				}
			}
			if !slices.Contains(statuses, want) {
				t.Errorf("none is answered %d: %v %v", want, statuses, slugs)
			}
			// An answer may be in the log more than once: it counts once.
			if got := many.effect(); got != effect && op.path != "/v1/answers" {
				t.Errorf("together they left\n%s\nwant\n%s", got, effect)
			}
			t.Logf("%v: %v", took, tally(statuses))
		})
	}
}

func tally(statuses []int) map[int]int {
	n := make(map[int]int)
	for _, s := range statuses {
		n[s]++
	}
	return n
}
