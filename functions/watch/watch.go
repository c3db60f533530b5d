// Package watch tells the pages of students who wait for their teacher the session's
// state as soon as it changes.
//
// Students' pages call it, thousands at once, and each request is held for up to
// 25 seconds. An instance listens to each session once, however many wait for it,
// and keeps nothing per student but the request.
//
// It must never write, never read what students wrote, never link what could open
// it, and never log an id.
package watch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// Deps is what the function needs.
type Deps struct {
	Store Store
	Clock domain.Clock
}

// Store is what the function needs of the database.
type Store interface {
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	WatchSession(ctx context.Context, sid string) func(yield func(*domain.Session, error) bool)
}

const (
	// waitersMax is how many requests an instance holds. Cloud Run hands it 1,000
	// at once: the rest is for telling others that it is full.
	waitersMax = 950
	// sessionsMax is how many sessions an instance listens to.
	sessionsMax = waitersMax + 1
	// linger is how long an instance goes on listening to a session for which
	// nobody waits: pages ask again within a second.
	linger = 5 * time.Second

	sessionsKept = 2000
	papersKept   = 64 << 20 // bytes
	paperAge     = 10 * time.Minute
)

type watcher struct {
	store    Store
	clock    domain.Clock
	sessions *cache.Cache[*domain.Session] // as they are read, not listened to
	papers   *cache.Cache[*domain.Paper]

	mu      sync.Mutex
	waiters int
	lessons map[string]*lesson
}

// New returns the function's handler. It serves GET
// /v1/sessions/{sid}/changes?after={version}&wait={seconds}.
func New(d Deps) http.Handler {
	w := &watcher{
		store: d.Store, clock: d.Clock,
		sessions: cache.New(d.Clock, cache.Age, sessionsKept, d.Store.Session),
		papers:   cache.New(d.Clock, paperAge, papersKept, d.Store.Paper).Weigh((*domain.Paper).Size),
		lessons:  make(map[string]*lesson),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/sessions/{sid}/changes", w.getChanges)
	return httpapi.Wrap("watch", mux, httpapi.Options{Counts: true, Slow: (domain.WaitMax + 5) * time.Second})
}

// getChanges returns the session's state once its version isn't the one that the
// page has, or 204 when the time is over.
func (w *watcher) getChanges(rw http.ResponseWriter, r *http.Request) {
	body, err := w.changes(r)
	switch {
	case err != nil:
		httpapi.WriteError(rw, r, err)
	case body == nil:
		rw.WriteHeader(http.StatusNoContent)
	default:
		rw.Header().Set("Content-Type", "application/json")
		rw.Write(body) // #nosec G705 -- JSON, and a student who has left needs no error
	}
}

var (
	errAfter = domain.Problem(domain.ErrInvalid, "invalid", "after is the version of the state that the page has: a whole number from 0.")
	errWait  = domain.Problem(domain.ErrInvalid, "invalid", "wait is for how many seconds to wait for a change: a whole number from 1 to %d.", domain.WaitMax)
	errFull  = domain.Problem(domain.ErrUnavailable, "unavailable",
		"Too many are waiting here. Read the session's state instead, and ask again when the time in the Retry-After header has passed.")
	errSilent = domain.Problem(domain.ErrUnavailable, "unavailable",
		"The session can't be read at the moment. Read its state instead, and ask again when the time in the Retry-After header has passed.")
)

func (w *watcher) changes(r *http.Request) ([]byte, error) {
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return nil, httpapi.ErrNoSession
	}
	q := r.URL.Query()
	after, err := number(q["after"])
	if err != nil || after < 0 {
		return nil, errAfter
	}
	wait, err := number(q["wait"])
	if err != nil || wait < 1 || wait > domain.WaitMax {
		return nil, errWait
	}
	return w.await(r.Context(), sid, after, time.Duration(wait)*time.Second)
}

var errNotOne = errors.New("not given once")

func number(values []string) (int, error) {
	if len(values) != 1 {
		return 0, errNotOne
	}
	return strconv.Atoi(values[0])
}

// await returns the state of a session as soon as its version isn't after, or nil
// when the wait is over.
func (w *watcher) await(ctx context.Context, sid string, after int, wait time.Duration) ([]byte, error) {
	l, err := w.enter(ctx, sid)
	if err != nil {
		return nil, err
	}
	defer w.leave(l)
	end := time.Now().Add(wait)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		now := w.clock()
		u := l.at(now)
		switch {
		case u.err != nil:
			return nil, u.err
		case u.body != nil && u.version != after:
			return u.body, nil
		}
		left := time.Until(end)
		if left <= 0 && u.body == nil {
			return nil, errSilent
		}
		if left <= 0 {
			return w.look(ctx, sid, after)
		}
		if !u.next.IsZero() {
			left = min(left, u.next.Sub(now))
		}
		timer.Reset(left)
		select {
		case <-u.changed:
		case <-timer.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for a change: %w", domain.ErrUnavailable)
		}
	}
}

// look returns the state of a session as it is read, if that is newer than after: a
// listener that has lost its connection may say nothing for a minute.
func (w *watcher) look(ctx context.Context, sid string, after int) ([]byte, error) {
	s, err := w.session(ctx, sid)
	now := w.clock()
	if err != nil || s.VersionAt(now) <= after {
		return nil, err
	}
	question, err := w.question(ctx, s)
	if err != nil {
		return nil, err
	}
	return httpapi.State(s, question, now)
}

// session returns a session that students may know of.
func (w *watcher) session(ctx context.Context, sid string) (*domain.Session, error) {
	s, err := w.sessions.Get(ctx, sid)
	return s, httpapi.Shown(s, err)
}

// enter counts the caller among those who wait for the session.
func (w *watcher) enter(ctx context.Context, sid string) (*lesson, error) {
	if l, err := w.seat(sid, false); l != nil || err != nil {
		return l, err
	}
	if _, err := w.session(ctx, sid); err != nil {
		return nil, err
	}
	return w.seat(sid, true)
}

// seat takes one of the instance's seats. It returns nil when nobody listens to
// the session yet, unless it is to begin.
func (w *watcher) seat(sid string, begin bool) (*lesson, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waiters >= waitersMax {
		return nil, errFull
	}
	l := w.lessons[sid]
	if l == nil && !begin {
		return nil, nil
	}
	if l == nil {
		w.makeRoom()
		ctx, stop := context.WithCancel(context.Background())
		l = &lesson{id: sid, stop: stop, changed: make(chan struct{})}
		w.lessons[sid] = l
		go w.follow(ctx, l)
	}
	w.waiters++
	l.waiters++
	if l.idle != nil {
		l.idle.Stop()
		l.idle = nil
	}
	return l, nil
}

func (w *watcher) leave(l *lesson) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiters--
	l.waiters--
	if l.waiters > 0 || w.lessons[l.id] != l {
		return
	}
	l.idle = time.AfterFunc(linger, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if l.waiters == 0 {
			w.drop(l)
		}
	})
}

// makeRoom drops a session for which nobody waits if there are sessionsMax, with w.mu held. Fewer than that can wait, so
// that there is one.
func (w *watcher) makeRoom() {
	if len(w.lessons) < sessionsMax {
		return
	}
	for _, l := range w.lessons {
		if l.waiters == 0 {
			w.drop(l)
			return
		}
	}
}

// drop ends the listening to a session, with w.mu held.
func (w *watcher) drop(l *lesson) {
	if w.lessons[l.id] == l {
		delete(w.lessons, l.id)
	}
	l.stop()
}

// follow listens to a session until nobody waits for it or listening fails: those
// who wait are told, and whoever comes next begins again.
func (w *watcher) follow(ctx context.Context, l *lesson) {
	for s, err := range w.store.WatchSession(ctx, l.id) {
		var question *domain.PaperQuestion
		if err = httpapi.Shown(s, err); err == nil {
			question, err = w.question(ctx, s)
		}
		if err != nil {
			w.mu.Lock()
			w.drop(l) // before anybody can hear of it and come back
			w.mu.Unlock()
		}
		l.set(s, question, err)
		if err != nil {
			return
		}
	}
}

// question returns the current question of a session, nil if there is none.
func (w *watcher) question(ctx context.Context, s *domain.Session) (*domain.PaperQuestion, error) {
	if s.CurrentQuestion == "" {
		return nil, nil
	}
	paper, err := w.papers.Get(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	q, _ := paper.Question(s.CurrentQuestion)
	return q, nil
}
