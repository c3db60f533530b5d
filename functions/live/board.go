package live

import (
	"context"
	"fmt"
	"slices"
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

// A board is a session's, open as long as it has views. Listeners report updates; what
// follows from them is encoded once, in a step that every view takes.
type board struct {
	hub    *hub
	sid    string
	cancel context.CancelFunc
	ctx    context.Context
	ready  chan struct{}  // closed when the board is filled, or err set
	views  map[*view]bool // guarded by hub.mu

	mu     sync.Mutex
	lesson *lesson.Board
	last   *step
	err    error // why the board is closed; set before ctx ends
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

func newBoard(h *hub, s *domain.Session) *board {
	b := &board{hub: h, sid: s.ID, ready: make(chan struct{}), views: make(map[*view]bool)}
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
func (b *board) now() (*lesson.Board, *domain.Session) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lesson, b.last.session
}

// failure returns why the board is closed, nil as long as it isn't.
func (b *board) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

func (b *board) serve() error {
	l, reports, err := b.open()
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.lesson = l
	b.last.session, b.last.maxScore = l.Session, l.MaxScore()
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
func (b *board) open() (*lesson.Board, <-chan update, error) {
	ctx, cancel := context.WithTimeout(b.ctx, opening)
	defer cancel()
	// What happens after this reading of the session is reported by the listeners,
	// what happened before is read.
	s, err := b.hub.Store.Session(ctx, b.sid)
	if err != nil {
		return nil, nil, lesson.NotThere(err)
	}
	l, err := b.fill(ctx, s)
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
			if _, err := b.apply(ctx, l, []update{n}); err != nil {
				return nil, nil, err
			}
		}
	}
	if l.Late() {
		l, err = b.fill(ctx, l.Session)
	}
	return l, reports, err
}

func (b *board) fill(ctx context.Context, s *domain.Session) (*lesson.Board, error) {
	l, err := b.hub.lessons.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	return l, b.hub.lessons.Fill(ctx, l, b.check)
}

// check ends a board for which there is no memory.
func (b *board) check() error {
	if b.hub.full() {
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
	events, err := b.apply(b.ctx, b.lesson, all)
	if err != nil {
		return err
	}
	restart := b.lesson.Late()
	if restart {
		// The close shows that something on the board came too late.
		l, err := b.fill(b.ctx, b.lesson.Session)
		if err != nil {
			return err
		}
		b.mu.Lock()
		b.lesson = l
		b.mu.Unlock()
		events = nil
	}
	s := b.lesson.Session
	if restart || len(events) > 0 || s != b.last.session {
		b.add(&step{session: s, maxScore: b.lesson.MaxScore(), bytes: events, restart: restart})
	}
	return b.check()
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
		if next.end-v.taken.Load() > lagMax {
			v.drop()
		}
	}
}

// apply changes l by what happened and returns the events that show it.
func (b *board) apply(ctx context.Context, l *lesson.Board, all []update) ([]byte, error) {
	var e events
	var left []string
	joined := make(map[string]domain.Participant)
	s := l.Session
	for _, n := range all {
		switch {
		case n.err != nil:
			return nil, n.err
		case n.session != nil:
			s = n.session
		case n.seat != nil && n.seat.Value.Erased:
			// Participants who are to be erased are hidden at once, even under a hold.
			left = append(left, n.seat.ID)
		case n.participant != nil && n.participant.Removed:
			left = append(left, n.participant.ID)
		case n.participant != nil && !n.participant.Current:
			joined[n.participant.ID] = n.participant.Value
		}
	}
	newcomers, err := b.newcomers(ctx, l, joined)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l.Session = s
	if l.Late() {
		return nil, nil // it is filled again
	}
	for _, pid := range left {
		questions, known := l.Leave(pid)
		e.count(questions...)
		if known {
			e.erased(pid)
		}
	}
	var changes []lesson.Change
	for _, p := range joined {
		changes = append(changes, l.Regrade(&p)...)
	}
	added := l.Admit(newcomers)
	for _, p := range added {
		e.joined(l.Participant(p))
	}
	changes = append(changes, l.Settle(added)...)
	for _, n := range all {
		if n.chunk != nil && !n.chunk.Current && !n.chunk.Removed {
			changes = append(changes, l.Add(n.chunk.Value)...)
		}
	}
	e.answers(l, changes)
	return e.bytes, e.err
}

// newcomers opens what belongs to those who aren't on the board yet.
func (b *board) newcomers(ctx context.Context, l *lesson.Board, joined map[string]domain.Participant) ([]*lesson.Participant, error) {
	var sealed []domain.Participant
	var ids []string
	for pid, p := range joined {
		if !l.Has(pid) {
			sealed = append(sealed, p)
			ids = append(ids, pid)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	boxes, err := b.hub.Vault.BoxesOf(ctx, b.sid, ids)
	if err != nil {
		return nil, err
	}
	opened := l.OpenAll(sealed, boxes)
	slices.SortFunc(opened, lesson.ByJoining)
	return opened, nil
}
