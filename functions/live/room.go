package live

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// errFull refuses a view for which there is no memory left. Without it the
// instance would be killed, and with it every view that it serves.
var errFull = domain.Problem(domain.ErrUnavailable, "live-full",
	"There is no room for another live view right now. Wait as long as the Retry-After header says, then try again.")

// A room says whether there is memory for another board, or for more on those that
// there are.
type room struct {
	limit uint64 // of the heap

	mu     sync.Mutex
	sample []metrics.Sample
}

// newRoom returns a room of so many bytes; zero: of three fifths of what GOMEMLIMIT
// gives. The rest is for connections, for what is being read, and for what the
// collector hasn't freed yet.
func newRoom(bytes int64) *room {
	if bytes == 0 {
		bytes = debug.SetMemoryLimit(-1)
		if bytes < math.MaxInt64 {
			bytes = bytes / 5 * 3
		}
	}
	return &room{limit: uint64(max(bytes, 0)), sample: []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}} // #nosec G115 -- not negative
}

// full reports whether there is no room.
func (r *room) full() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.used() < r.limit {
		return false
	}
	runtime.GC() // some of it may be garbage
	return r.used() >= r.limit
}

func (r *room) used() uint64 {
	metrics.Read(r.sample)
	return r.sample[0].Value.Uint64()
}
