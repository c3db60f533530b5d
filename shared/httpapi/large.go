package httpapi

import (
	"context"
	"hash/maphash"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"
)

// An answer that may be large because people wrote much takes two things of an instance: memory while it is read and
// encoded, and the encoded answer for as long as its client takes to read it. Clients may be slow, by misfortune or on
// purpose, and none must keep another from their answer.
const (
	// largeAtOnce is how many such answers are read and encoded at a time. Between two calls of CheckMemory each takes
	// some megabytes more, and as much again once it is encoded: all of an instance's requests together would need more
	// than it has.
	largeAtOnce = 8
	// A client has slowTime and a second for each slowRate bytes to read its answer, slowMax at most.
	slowTime = 10 * time.Second
	slowRate = 128 << 10
	slowMax  = 60 * time.Second
	// unreadShare is which part of GOMEMLIMIT the answers may take that are being written. Above it the oldest is cut off,
	// once its client had unreadTime.
	unreadShare = 8
	unreadTime  = 2 * time.Second
)

// large has what the large answers of a process share.
var large = newLargeAnswers()

type largeAnswers struct {
	slowTime, slowMax, unreadTime time.Duration
	limit                         func() int64 // of what is unread, in bytes

	seed    maphash.Seed
	reading [largeAtOnce]chan struct{} // by a hash of the caller

	mu      sync.Mutex
	callers map[string]*caller
	unread  []*unread // the oldest first
	size    int64     // of all of them, in bytes
}

// A caller is somebody who asks for large answers.
type caller struct {
	turn chan struct{} // held by the one that is being read or written
	n    int           // of those that have the turn or wait for it; guarded by largeAnswers.mu
}

// An unread is an answer that is being written.
type unread struct {
	size  int64
	since time.Time
	cut   func() // ends the writing
}

func newLargeAnswers() *largeAnswers {
	l := &largeAnswers{slowTime: slowTime, slowMax: slowMax, unreadTime: unreadTime, seed: maphash.MakeSeed(), callers: make(map[string]*caller)}
	l.limit = func() int64 { return debug.SetMemoryLimit(-1) / unreadShare }
	for i := range l.reading {
		l.reading[i] = make(chan struct{}, 1)
	}
	return l
}

// Large answers a request with what may be large because people wrote much. It calls read, which reads and encodes it,
// once few others do so and nothing else of the same caller's is being read or written; then head, which says in the
// header what it is, and writes it, until the client has been too slow. The caller is the id of who asks. An error of read or
// head is returned, and nothing is written; if ctx ends before it is their turn, it is one that asks to try again. Neither
// may write to the client.
func Large(ctx context.Context, w http.ResponseWriter, caller string, read func() ([]byte, error), head func() error) error {
	return large.answer(ctx, w, caller, read, head)
}

func (l *largeAnswers) answer(ctx context.Context, w http.ResponseWriter, caller string, read func() ([]byte, error), head func() error) error {
	leave, err := l.enter(ctx, caller)
	if err != nil {
		return err
	}
	defer leave()
	body, err := l.read(ctx, caller, read)
	if err == nil {
		err = head()
	}
	if err != nil {
		return err
	}
	l.write(w, body)
	return nil
}

// enter waits until nothing of a caller's is being read or written.
func (l *largeAnswers) enter(ctx context.Context, id string) (leave func(), err error) {
	l.mu.Lock()
	c := l.callers[id]
	if c == nil {
		c = &caller{turn: make(chan struct{}, 1)}
		l.callers[id] = c
	}
	c.n++
	l.mu.Unlock()
	end := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if c.n--; c.n == 0 {
			delete(l.callers, id)
		}
	}
	select {
	case c.turn <- struct{}{}:
		return func() { <-c.turn; end() }, nil
	case <-ctx.Done():
		end()
		return nil, errFull
	}
}

func (l *largeAnswers) read(ctx context.Context, caller string, read func() ([]byte, error)) ([]byte, error) {
	turn := l.reading[maphash.String(l.seed, caller)%largeAtOnce]
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
		return read()
	case <-ctx.Done():
		return nil, errFull
	}
}

// write writes body for as long as its client may take. Whoever has left needs no error.
func (l *largeAnswers) write(w http.ResponseWriter, body []byte) {
	c := http.NewResponseController(w)
	u := &unread{size: int64(len(body)), since: time.Now(), cut: func() { c.SetWriteDeadline(time.Unix(1, 0)) }}
	c.SetWriteDeadline(u.since.Add(min(l.slowTime+time.Duration(len(body)/slowRate)*time.Second, l.slowMax)))
	l.add(u)
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, err := w.Write(body)
	if err == nil {
		err = c.Flush() // what is left of it mustn't be written without a deadline
	}
	l.remove(u)
	if err == nil {
		c.SetWriteDeadline(time.Time{}) // the connection may be used again
	}
}

// add counts an answer in, and cuts off the oldest if there are too many.
func (l *largeAnswers) add(u *unread) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unread = append(l.unread, u)
	l.size += u.size
	for limit := l.limit(); l.size > limit; {
		oldest := l.unread[0]
		if u.since.Sub(oldest.since) < l.unreadTime {
			return
		}
		oldest.cut()
		l.drop(oldest)
	}
}

func (l *largeAnswers) remove(u *unread) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop(u)
}

// drop counts an answer out, if it is in. It is called with the lock.
func (l *largeAnswers) drop(u *unread) {
	if i := slices.Index(l.unread, u); i >= 0 {
		l.unread = slices.Delete(l.unread, i, i+1)
		l.size -= u.size
	}
}
