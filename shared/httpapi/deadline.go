package httpapi

import (
	"net/http"
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

// awaitBody allows the body of w's request until the limit to arrive. It also covers a
// body that the handler doesn't read: the server reads it before it answers.
func (w *response) awaitBody(limit time.Duration) {
	w.setReadDeadline(time.Now().Add(limit))
}

// haveBody lifts awaitBody's deadline: from now on the server reads only to notice
// when the client leaves.
func (w *response) haveBody() { w.setReadDeadline(time.Time{}) }

// setReadDeadline does nothing under a server that has no deadlines, a test's
// recorder. The server lifts it itself before it reads the next request.
func (w *response) setReadDeadline(at time.Time) {
	_ = http.NewResponseController(w.ResponseWriter).SetReadDeadline(at)
}
