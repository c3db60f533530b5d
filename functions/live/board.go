package live

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	// opening bounds the reading of what is stored, and the wait for the
	// listeners.
	opening = 60 * time.Second
	// batching is how long updates are collected into one event, so that a burst of
	// answers is a few events a second.
	batching = 100 * time.Millisecond
	// lagMax is by how many bytes of events a view may be behind before it is
	// dropped: its page connects again, and begins with a snapshot.
	lagMax = 4 << 20
)

// A name tells the boards of an instance apart. A session has two: one with everything
// opened, and one that counts from the log alone.
type name struct {
	sid    string
	opened bool
}

// A board is a session's, open as long as it has views. Listeners report updates; what
// follows from them is encoded once, in a step that every view takes.
type board struct {
	name
	hub    *hub
	cancel context.CancelFunc
	ctx    context.Context
	ready  chan struct{}  // closed when the board is filled, or err set
	views  map[*view]bool // guarded by hub.mu
	gone   bool           // nothing fills it any more; guarded by hub.mu

	mu       sync.Mutex
	contents contents // nil until the board is filled
	last     *step
	err      error // why the board is closed; set before ctx ends
}

// contents are what is on a board. All but apply is called with the board's lock.
type contents interface {
	session() *domain.Session
	maxScore() float64
	// late reports whether something came too late, so that the board is filled again.
	late() bool
	// apply changes the contents by what happened and returns the events that show it.
	apply(ctx context.Context, all []update) (events []byte, err error)
	// counts returns what a counts view shows, and lesson.ErrNotFound if there is no
	// question whose answers it is to show. An empty one is none.
	counts(question string) (countsEvent, error)
}

// A step is what the views of a board do next. Steps make a list, of which each
// view holds the one that it took last; those behind all of them are garbage.
type step struct {
	next *step         // set before taken is closed
	more chan struct{} // closed when there is a next one
	end  int64         // bytes of all steps so far

	session  *domain.Session // as it is now
	maxScore float64
	bytes    []byte // events, the same for every view
	restart  bool   // the board was filled again: begin with a snapshot
}

func newBoard(h *hub, s *domain.Session, opened bool) *board {
	b := &board{hub: h, name: name{s.ID, opened}, ready: make(chan struct{}), views: make(map[*view]bool)}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.last = &step{session: s, more: make(chan struct{})}
	return b
}

// An update is what one listener reports.
type update struct {
	session     *domain.Session
	participant *store.News[domain.Participant]
	seat        *store.News[store.SeatChange]
	chunk       *store.News[domain.Chunk]
	err         error
	current     bool // the listener has begun
}

// run fills the board and keeps it up to date until its last view has gone, or it
// fails.
func (b *board) run() {
	err := b.serve()
	b.mu.Lock()
	b.err = err
	b.mu.Unlock()
	b.hub.forget(b)
	select {
	case <-b.ready:
	default:
		close(b.ready)
	}
}

// now returns what the board holds, and the session as it is.
func (b *board) now() (contents, *domain.Session) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.contents, b.last.session
}

// failure returns why the board is closed, nil as long as it isn't.
func (b *board) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

func (b *board) serve() error {
	c, reports, err := b.open()
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.contents = c
	b.last.session, b.last.maxScore = c.session(), c.maxScore()
	b.mu.Unlock()
	close(b.ready)
	for {
		select {
		case <-b.ctx.Done():
			return errEnd
		case n := <-reports:
			if err := b.take(b.batch(n, reports)); err != nil {
				return err
			}
		}
	}
}

// open reads what is stored, and returns when everything that happens from then on
// is reported.
func (b *board) open() (contents, <-chan update, error) {
	ctx, cancel := context.WithTimeout(b.ctx, opening)
	defer cancel()
	// What happens after this reading of the session is reported by the listeners,
	// what happened before is read.
	s, err := b.hub.Store.Session(ctx, b.sid)
	if err != nil {
		return nil, nil, lesson.NotThere(err)
	}
	c, err := b.fill(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	reports := make(chan update)
	waiting := b.listen(s, reports)
	for waiting > 0 {
		select {
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("waiting for the listeners: %w", domain.ErrUnavailable)
		case n := <-reports:
			if n.current {
				waiting--
			}
			if _, err := c.apply(ctx, []update{n}); err != nil {
				return nil, nil, err
			}
		}
	}
	if c.late() {
		c, err = b.fill(ctx, c.session())
	}
	return c, reports, err
}

// fill reads what is stored.
func (b *board) fill(ctx context.Context, s *domain.Session) (contents, error) {
	if !b.opened {
		t, err := lesson.ReadTurnout(ctx, b.hub.Store, s)
		return &turnout{t, &b.mu}, err
	}
	l, err := b.hub.lessons.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	return &results{l, b}, b.hub.lessons.Fill(ctx, l, b.check)
}

// check refuses to fill a board for which there is no memory. One that counts only takes next to
// none.
func (b *board) check() error {
	if b.opened && b.hub.full() {
		return errFull
	}
	return nil
}

// listen starts the listeners, which report what happens after s was read until
// the board ends, and returns how many of them say so when they have begun.
func (b *board) listen(s *domain.Session, reports chan<- update) (begin int) {
	tell := func(n update) bool {
		select {
		case reports <- n:
			return n.err == nil
		case <-b.ctx.Done():
			return false
		}
	}
	from := b.hub.Store
	seats := sync.OnceFunc(func() {
		go func() {
			for n, err := range from.WatchSeats(b.ctx, b.sid, s.ReadAt) {
				if !tell(update{seat: &n, err: err, current: n.Current && s.HasSeats}) {
					return
				}
			}
		}()
	})
	begin = 3
	if s.HasSeats {
		seats()
		begin++
	}
	go func() {
		first := true
		for s, err := range from.WatchSession(b.ctx, b.sid) {
			if err == nil && s.HasSeats {
				seats() // its first
			}
			if !tell(update{session: s, err: err, current: first}) {
				return
			}
			first = false
		}
	}()
	go func() {
		for n, err := range from.WatchParticipants(b.ctx, b.sid, s.ReadAt) {
			if !tell(update{participant: &n, err: err, current: n.Current}) {
				return
			}
		}
	}()
	go func() {
		for n, err := range from.WatchChunks(b.ctx, b.sid, s.ReadAt) {
			if !tell(update{chunk: &n, err: err, current: n.Current}) {
				return
			}
		}
	}()
	return begin
}

// batch waits a little for more updates to join n.
func (b *board) batch(n update, reports <-chan update) []update {
	all := []update{n}
	due := time.After(batching)
	for all[len(all)-1].err == nil {
		select {
		case <-b.ctx.Done():
			return all
		case <-due:
			return all
		case n := <-reports:
			all = append(all, n)
		}
	}
	return all
}

// take brings the board up to date and adds the step that shows what changed.
func (b *board) take(all []update) error {
	// Nobody else changes the contents, or which they are.
	c := b.contents
	events, err := c.apply(b.ctx, all)
	if err != nil {
		return err
	}
	restart := c.late()
	if restart {
		// The close shows that something on the board came too late.
		if c, err = b.fill(b.ctx, c.session()); err != nil {
			return err
		}
		b.mu.Lock()
		b.contents = c
		b.mu.Unlock()
		events = nil
	}
	if s := c.session(); restart || len(events) > 0 || !b.opened || s != b.last.session {
		b.add(&step{session: s, maxScore: c.maxScore(), bytes: events, restart: restart})
	}
	b.hub.relieve()
	return nil
}

// size returns about how many bytes the board takes, one that only counts next to none, and -1 before
// it is filled.
func (b *board) size() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch c := b.contents.(type) {
	case nil:
		return -1
	case *results:
		return c.Size()
	}
	return 0
}

// add adds a step, and drops views that are too far behind.
func (b *board) add(next *step) {
	b.mu.Lock()
	next.more = make(chan struct{})
	next.end = b.last.end + int64(len(next.bytes))
	last := b.last
	b.last, last.next = next, next
	b.mu.Unlock()
	close(last.more)
	b.hub.mu.Lock()
	defer b.hub.mu.Unlock()
	for v := range b.views {
		if !v.counts && next.end-v.taken.Load() > lagMax {
			v.drop(errEnd)
		}
	}
}
