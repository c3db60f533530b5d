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

// worth returns from how many bytes on a board is worth ending. Less makes no room: all boards of an instance that take
// less take less than a tenth of the memory together, since each view is a request and an instance serves a hundred at a time.
func (h *hub) worth() int { return int(h.Memory / 1024) }

// relieve makes room where none is left. It ends the board that takes the most, which need not be the one that has just
// grown: whoever follows a lecture is told to try again, and no small class pays for it. Nor does one end while
// another is being filled, which is refused instead, or while the last one's memory isn't free.
func (h *hub) relieve() {
	if !h.full() {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended != nil {
		return
	}
	var largest *board
	size := h.worth() - 1
	for _, b := range h.boards {
		n := b.size()
		if b.opened && n < 0 {
			return
		}
		if n > size {
			largest, size = b, n
		}
	}
	if largest == nil {
		return
	}
	h.ended = largest
	for v := range largest.views {
		v.drop(errFull)
	}
	h.close(largest)
}
