package answer

import (
	"hash/maphash"
	"sync"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Budgets count what each participant has written through this instance, so that
// nobody fills a session's log. It is safe for concurrent use.
//
// Participants are told apart by a hash that nobody outside can compute. Some of those
// who wrote longest ago are forgotten.
type budgets struct {
	seed maphash.Seed

	mu            sync.Mutex
	recent, older map[uint64]*domain.Volume
}

// budgetsKept is how many participants are recent; as many are older.
const budgetsKept = 100_000

func newBudgets() *budgets {
	return &budgets{seed: maphash.MakeSeed(), recent: make(map[uint64]*domain.Volume)}
}

// spend reports whether a participant of a session may write what they are about
// to within the given budget, and counts it if so.
func (b *budgets) spend(sid, pid string, v, budget domain.Volume) bool {
	key := b.key(sid, pid)
	b.mu.Lock()
	defer b.mu.Unlock()
	spent := b.recent[key]
	if spent == nil {
		if spent = b.older[key]; spent == nil {
			spent = new(domain.Volume)
		}
		if len(b.recent) >= budgetsKept {
			b.recent, b.older = make(map[uint64]*domain.Volume), b.recent
		}
		b.recent[key] = spent
	}
	after := spent.Plus(v.Records, v.Bytes)
	if after.Over(budget) {
		return false
	}
	*spent = after
	return true
}

// refund takes back what spend counted, when it wasn't written through no fault of the
// participant's.
func (b *budgets) refund(sid, pid string, v domain.Volume) {
	key := b.key(sid, pid)
	b.mu.Lock()
	defer b.mu.Unlock()
	if spent := b.recent[key]; spent != nil {
		*spent = spent.Plus(-v.Records, -v.Bytes)
	}
}

func (b *budgets) key(sid, pid string) uint64 {
	var h maphash.Hash
	h.SetSeed(b.seed)
	h.WriteString(sid)
	h.WriteString(pid)
	return h.Sum64()
}
