package profile

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What an instance caches: at most this many names, for this long.
const (
	namesKept = 1000
	namesAge  = time.Minute
	atOnce    = 8 // names that one call opens at a time
)

// Members is where members are stored.
type Members interface {
	Member(ctx context.Context, org, id string) (domain.Member, error)
}

// Names knows the names of members, as colleagues see them. It is safe for concurrent
// use.
type Names struct {
	cache *cache.Cache[string]
}

// NewNames returns Names.
func NewNames(members Members, vault Vault, kms Unwrapper, clock domain.Clock) *Names {
	return &Names{cache.New(clock, namesAge, namesKept, func(ctx context.Context, key string) (string, error) {
		org, id, _ := strings.Cut(key, "/")
		m, err := members.Member(ctx, org, id)
		if err != nil {
			return "", err
		}
		p, err := Open(ctx, vault, kms, m)
		if err == nil && p.Name == "" {
			err = domain.ErrNotFound // kept for less long than a name
		}
		return p.Name, err
	})}
}

// Of returns a member's name, at most a minute old. It is nil if they have none, and if
// it can't be opened now: what it stands beside is useful without it.
func (n *Names) Of(ctx context.Context, org, id string) *string {
	name, err := n.cache.Get(ctx, org+"/"+id)
	if err != nil {
		return nil
	}
	return &name
}

// All is Of for many.
func (n *Names) All(ctx context.Context, org string, ids []string) map[string]*string {
	var mu sync.Mutex
	var all sync.WaitGroup
	names := make(map[string]*string, len(ids))
	turn := make(chan struct{}, atOnce)
	for _, id := range ids {
		turn <- struct{}{}
		all.Go(func() {
			name := n.Of(ctx, org, id)
			mu.Lock()
			names[id] = name
			mu.Unlock()
			<-turn
		})
	}
	all.Wait()
	return names
}
