package httpapi

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The memory that a request takes while it is served, in bytes.
const (
	bodyCost    = 4 // for a byte of its body: itself, the text in what it is decoded to, and what is stored
	decodedCost = 3 // for a byte of a decoded list, which grows by being copied
)

// defaultMemory returns how much memory the bodies of an instance may take together:
// half of what GOMEMLIMIT gives it. The rest is for what a function reads and keeps.
// Where there is no such limit, there is none here.
func defaultMemory() int64 {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		return limit
	}
	return limit / 2
}

// load is the memory that the bodies of the requests in progress take, in bytes.
type load struct {
	limit int64
	taken atomic.Int64
}

// errFull refuses a request for which there is no memory left. Without it the
// instance would be killed, and with it every request that it is serving.
var errFull = domain.Problem(domain.ErrUnavailable, "unavailable",
	"Too much is asked for at once. Wait as long as the Retry-After header says, then send the same request again.")

// admit makes room for n bytes until the request ends.
func (w *response) admit(n int64) error {
	if w.m.load.taken.Add(n) > w.m.load.limit {
		w.m.load.taken.Add(-n)
		return errFull
	}
	w.weight += n
	return nil
}

// leave makes what admit took available to others.
func (w *response) leave() {
	if w.weight > 0 {
		w.m.load.taken.Add(-w.weight)
		w.weight = 0
	}
}

// CheckMemory returns an error once what is in memory takes two fifths of GOMEMLIMIT:
// what was read has to be written as well. Call it after each part of what may be large
// because people wrote much.
func CheckMemory() error {
	if HeapFull(debug.SetMemoryLimit(-1) / 5 * 2) {
		return errFull
	}
	return nil
}

// HeapFull reports whether what is in memory takes limit bytes or more.
func HeapFull(limit int64) bool {
	if heap() < limit {
		return false
	}
	collecting.Lock()
	defer collecting.Unlock()
	if heap() < limit {
		return false // somebody else looked
	}
	runtime.GC() // much of it may be garbage
	return heap() >= limit
}

var collecting sync.Mutex

// heap returns how many bytes objects take that aren't known to be garbage.
func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64)) // #nosec G115 -- it fits
}
