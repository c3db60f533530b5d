package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	// stepsMax is how many subjects of each list of an org one tick publishes. The rest is
	// due at the next.
	stepsMax = 5000
	// heldMax is how many held formal erasures are looked up at once.
	heldMax = 1000
)

var errLate = errors.New("there was no time to read all that is due")

// due returns the next step of each subject of which something can be done in an org now,
// of at most l.stepsMax from every list. Nothing keeps another from its turn: what is
// held has no place, no list takes the place of another, what can't be read is left out,
// and of a list that is too long chance decides, so that what fails again and again isn't
// always there before the rest. Steps may come beside an error.
func (l *Lifecycle) due(ctx context.Context, org domain.Org) ([]domain.Step, error) {
	now := l.now()
	holds, err := l.vault.HoldsFrom(ctx, org.ID, now)
	if err != nil {
		return nil, err
	}
	dice, err := newDice(l.rand)
	if err != nil {
		return nil, err
	}
	var all []domain.Step
	var failed error
	seen := make(map[domain.Subject]bool)
	for _, list := range l.lists(ctx, org, holds, now, now) {
		some := sample[domain.Step]{max: l.stepsMax, dice: dice}
		for step, err := range l.doable(ctx, list) {
			switch {
			case err != nil:
				failed = err
			case !seen[step.Subject]:
				some.add(step)
			}
			if late(ctx) {
				failed = errLate
				break
			}
		}
		for _, step := range some.all {
			seen[step.Subject] = true
		}
		all = append(all, some.all...)
	}
	return all, failed
}

// doable returns the first step of each candidate unless it is held. A formal erasure is
// hidden whatever holds it: if the request that asked for it was cut off before, this
// does it.
func (l *Lifecycle) doable(ctx context.Context, list iter.Seq2[candidate, error]) iter.Seq2[domain.Step, error] {
	return func(yield func(domain.Step, error) bool) {
		held := make(map[string]domain.Step) // formal erasures, by id
		flush := func() bool {
			unmarked, err := l.store.Unmarked(ctx, slices.Collect(maps.Keys(held)))
			if err != nil && !yield(domain.Step{}, err) {
				return false
			}
			for _, id := range unmarked {
				if !yield(held[id], nil) {
					return false
				}
			}
			clear(held)
			return true
		}
		for c, err := range list {
			switch {
			case err != nil:
				if !yield(domain.Step{}, err) {
					return
				}
			case len(c.steps) == 0:
			case c.steps[0].Hold == "":
				if !yield(c.steps[0], nil) {
					return
				}
			case c.steps[0].Rule == domain.RuleFormal:
				if held[c.erasure] = c.steps[0]; len(held) == heldMax && !flush() {
					return
				}
			}
		}
		flush()
	}
}

// A sample is at most max of what is added to it: each with the same chance.
type sample[T any] struct {
	max  int
	dice *rand.Rand
	all  []T
	n    int
}

func newDice(r io.Reader) (*rand.Rand, error) {
	var seed [32]byte
	if _, err := io.ReadFull(r, seed[:]); err != nil {
		return nil, fmt.Errorf("reading random bytes: %w", err)
	}
	return rand.New(rand.NewChaCha8(seed)), nil // #nosec G404 -- it shares out turns and hides nothing
}

func (s *sample[T]) add(v T) {
	if s.n++; len(s.all) < s.max {
		s.all = append(s.all, v)
	} else if i := s.dice.IntN(s.n); i < s.max {
		s.all[i] = v
	}
}
