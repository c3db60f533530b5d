package httpapi

import (
	"net/http"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// bodyTime is how long a request's body may take to arrive: without a limit,
// whoever sends a byte now and then keeps a connection and its memory forever.
const bodyTime = 10 * time.Second

// errSlow refuses a body that didn't arrive in time. A stalled network isn't the
// request's fault, so clients retry.
var errSlow = domain.Problem(domain.ErrUnavailable, "unavailable",
	"The request took too long to arrive. Send it again.")

// awaited are the requests whose bodies are awaited, oldest first. Nearly every body is
// there as soon as it is asked for, and giving each connection a deadline and lifting it
// again costs more than reading one: so a deadline is only given to a connection whose
// body is late. It is safe for concurrent use.
type awaited struct {
	limit time.Duration

	mu          sync.Mutex
	first, last *response
	looking     bool // a timer will look at the first when it is due, or was
}

// awaitBody allows the body of w's request until the limit to arrive.
func (a *awaited) awaitBody(w *response) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.due = time.Now().Add(a.limit)
	w.awaited, w.before = true, a.last
	if a.last != nil {
		a.last.after = w
	} else {
		a.first = w
	}
	a.last = w
	if !a.looking {
		a.looking = true
		time.AfterFunc(a.limit, a.cutOff)
	}
}

// cutOff ends the reading of the bodies that are late.
func (a *awaited) cutOff() {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	for a.first != nil && !a.first.due.After(now) {
		w := a.first
		a.remove(w)
		w.late = true
		// With the lock held, so that it is this request's and not the next one's of its connection.
		w.setReadDeadline(now)
	}
	a.looking = a.first != nil
	if a.looking {
		time.AfterFunc(a.first.due.Sub(now), a.cutOff)
	}
}

// haveBody ends awaitBody: from now on the server reads only to notice when the client
// leaves.
func (a *awaited) haveBody(w *response) {
	w.read = true
	a.mu.Lock()
	defer a.mu.Unlock()
	a.remove(w)
	if w.late {
		w.late = false
		w.setReadDeadline(time.Time{})
	}
}

// end is for when a request's handler returns. What the handler hasn't read of a body the
// server reads before it answers, and that has no longer time. The server lifts the deadline
// itself before it reads the next request.
func (a *awaited) end(w *response) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if w.awaited {
		a.remove(w)
		w.setReadDeadline(w.due)
	}
}

// remove takes a request off the list, if it is there.
func (a *awaited) remove(w *response) {
	if !w.awaited {
		return
	}
	if w.before != nil {
		w.before.after = w.after
	} else {
		a.first = w.after
	}
	if w.after != nil {
		w.after.before = w.before
	} else {
		a.last = w.before
	}
	w.awaited, w.before, w.after = false, nil, nil
}

// setReadDeadline does nothing under a server that has no deadlines, a test's
// recorder.
func (w *response) setReadDeadline(at time.Time) {
	_ = http.NewResponseController(w.ResponseWriter).SetReadDeadline(at)
}
