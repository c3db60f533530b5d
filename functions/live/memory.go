package live

import (
	"runtime/debug"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// errFull refuses a view for which there is no memory left. Without it the
// instance would be killed, and with it every view that it serves.
var errFull = domain.Problem(domain.ErrUnavailable, "live-full",
	"There is no room for another live view right now. Wait as long as the Retry-After header says, then try again.")

// boardMemory returns how many bytes boards may take by default: three fifths of
// GOMEMLIMIT. The rest is for connections, for what is being read, and for what the
// collector hasn't freed yet.
func boardMemory() int64 { return debug.SetMemoryLimit(-1) / 5 * 3 }

// full reports whether there is no memory for another board, or for more on those that
// there are.
func (h *hub) full() bool { return httpapi.HeapFull(h.Memory) }
