package teacher

import (
	"context"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// roomy reads sessions' answers only as long as there is memory for them: students
// decide how much they write.
type roomy struct{ Store }

func (r roomy) Chunks(ctx context.Context, sid string) func(func(domain.Chunk, error) bool) {
	return func(yield func(domain.Chunk, error) bool) {
		for c, err := range r.Store.Chunks(ctx, sid) {
			if err == nil {
				err = httpapi.RoomToRead()
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}
