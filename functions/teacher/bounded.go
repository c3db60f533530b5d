package teacher

import (
	"context"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// A boundedStore reads sessions' answers only while there is memory for them: students
// decide how much they write.
type boundedStore struct{ Store }

func (s boundedStore) Chunks(ctx context.Context, sid string) func(func(domain.Chunk, error) bool) {
	return func(yield func(domain.Chunk, error) bool) {
		for c, err := range s.Store.Chunks(ctx, sid) {
			if err == nil {
				err = httpapi.CheckMemory()
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}
