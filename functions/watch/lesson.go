package watch

import (
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// A lesson is a session that somebody waits for.
type lesson struct {
	id   string
	stop func()

	// Guarded by watcher.mu.
	waiters int
	idle    *time.Timer // nil while there are waiters

	mu       sync.Mutex
	session  *domain.Session // nil until it was read
	question *domain.PaperQuestion
	err      error
	changed  chan struct{} // closed and replaced when one of the above changes
	body     []byte        // what waiters are told, as of version; all get the same bytes
	version  int
}

// An update is a session's state, and what to wait for next.
type update struct {
	body    []byte // nil: not known yet
	version int
	err     error
	changed <-chan struct{}
	next    time.Time // when the clock alone changes it; zero: never
}

// set stores the session's state and wakes everyone who waits.
func (l *lesson) set(s *domain.Session, question *domain.PaperQuestion, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.session, l.question, l.err, l.body = s, question, err, nil
	close(l.changed)
	l.changed = make(chan struct{})
}

// at returns the session's state at now.
func (l *lesson) at(now time.Time) update {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil || l.session == nil {
		return update{err: l.err, changed: l.changed}
	}
	if v := l.session.VersionAt(now); l.body == nil || l.version != v {
		l.version = v
		if l.body, l.err = httpapi.State(l.session, l.question, now); l.err != nil {
			return update{err: l.err}
		}
	}
	return update{body: l.body, version: l.version, changed: l.changed, next: l.session.NextChange(now)}
}
