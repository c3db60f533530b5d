package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// Options of Wrap.
type Options struct {
	Counts bool             // for a function of bursts: requests are counted, not logged one by one
	Logger *slog.Logger     // nil: slog.Default
	Clock  func() time.Time // nil: time.Now
	Rand   func() uint64    // of request ids; nil: rand.Uint64

	// Slow is how long a request may take before it is logged as slow; zero: one
	// second. It doesn't hold for event streams.
	Slow time.Duration

	// BodyTime is how long a body may take to arrive; zero: 10 seconds. It is
	// real time, whatever Clock says.
	BodyTime time.Duration

	// Memory is how many bytes of memory the bodies of all requests in progress may
	// take together, by estimate; what is beyond is answered 503. Zero: half of
	// GOMEMLIMIT.
	Memory int64
}

// RequestID is the header of a response that holds the request's id. Problem
// documents hold it too, log lines as requestId. It is always made here, whatever
// the client sends. What a cache may keep has none: it would be another request's.
const RequestID = "X-Request-Id"

// Wrap is the middleware around the handler of the function called name.
//
// It sets the security headers of an API and Cache-Control: no-store, which a
// handler may replace. It gives each request an id (see RequestID). It answers a
// panic with 500 and logs where it happened but not its value, which may hold an
// answer. It turns the 404 and 405 of a [http.ServeMux] into problem documents; h
// must be that mux, or hand it the request as it came. It cuts off a body that
// doesn't arrive in time, and refuses bodies for which there is no memory. And it
// logs each request by the mux's pattern, failed and slow ones as errors and
// warnings; or, with Counts, how many there were. No path, query, address or user
// agent is ever logged.
//
// The wrapped handler's [http.ResponseController] can flush and set deadlines. Lines
// logged with its request's context have the request's id and trace; not so with Counts,
// where that would cost more than everything else here.
func Wrap(name string, h http.Handler, o Options) http.Handler {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Uint64
	}
	if o.Slow == 0 {
		o.Slow = time.Second
	}
	if o.BodyTime == 0 {
		o.BodyTime = bodyTime
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory()
	}
	m := &middleware{name: name, next: h, Options: o, load: load{limit: o.Memory}, bodies: awaited{limit: o.BodyTime}}
	if o.Counts {
		m.counts = new(counts)
	}
	return m
}

// A middleware is what Wrap makes.
type middleware struct {
	name string
	next http.Handler
	Options
	counts *counts // nil unless Options.Counts
	load   load
	bodies awaited
}

func (m *middleware) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rw := &response{ResponseWriter: w, m: m, start: m.Clock(), request: logging.Request{ID: logging.NewID(m.Rand), Header: r.Header}}
	if m.counts == nil {
		r = r.WithContext(logging.WithRequest(r.Context(), &rw.request))
	}
	rw.r = r
	header := w.Header()
	header["Cache-Control"] = noStore
	header["Content-Security-Policy"] = csp
	header["Referrer-Policy"] = noReferrer
	header["X-Content-Type-Options"] = noSniff
	rw.id[0] = rw.request.ID
	header[RequestID] = rw.id[:]
	hasBody := r.ContentLength != 0
	if hasBody {
		m.bodies.awaitBody(rw)
	}
	defer m.end(rw, hasBody)
	m.next.ServeHTTP(rw, r)
	if err := rw.replaced; err != nil {
		rw.replaced = nil
		WriteError(rw, r, err)
	}
}

// logger returns the logger to use now.
func (m *middleware) logger() *slog.Logger {
	if m.Logger == nil {
		return slog.Default()
	}
	return m.Logger
}

// Header values that all responses share; never changed.
var (
	noStore    = []string{"no-store"}
	csp        = []string{"default-src 'none'; frame-ancestors 'none'"}
	noReferrer = []string{"no-referrer"}
	noSniff    = []string{"nosniff"}
)

// A response records what a handler answers.
type response struct {
	http.ResponseWriter
	m        *middleware
	r        *http.Request
	request  logging.Request
	id       [1]string // the request's, as a header's value
	start    time.Time
	status   int // zero: nothing written yet
	bytes    int64
	replaced error // instead of which ServeMux wrote its own answer
	err      error // why the status is 500 or 503
	weight   int64 // of this request in load
	read     bool  // the whole body

	// Guarded by middleware.bodies.
	awaited       bool      // the body hasn't arrived, nor is it late
	late          bool      // and was cut off
	due           time.Time // when it is to have arrived
	before, after *response // of those whose bodies are awaited
}

// context returns the context of lines about w's request.
func (w *response) context() context.Context {
	return logging.WithRequest(w.r.Context(), &w.request)
}

// Unwrap is for [http.ResponseController].
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *response) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.begin(status)
		if w.replaced = w.unmatched(status); w.replaced != nil {
			return
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

// begin records the status before anything is written.
func (w *response) begin(status int) {
	w.status = status
	if header := w.Header(); !slices.Equal(header["Cache-Control"], noStore) {
		delete(header, RequestID)
	}
}

func (w *response) Write(b []byte) (int, error) {
	if w.replaced != nil {
		return len(b), nil
	}
	if w.status == 0 {
		w.begin(http.StatusOK)
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// unmatched returns the error in whose place ServeMux answers in plain text: it
// has left the pattern empty.
func (w *response) unmatched(status int) error {
	if w.r.Pattern != "" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		return nil
	}
	switch status {
	case http.StatusNotFound:
		return domain.ErrNotFound
	case http.StatusMethodNotAllowed:
		return domain.ErrMethod
	}
	return nil
}

// end runs deferred: it recovers a panic and logs the request.
func (m *middleware) end(w *response, hasBody bool) {
	w.leave()
	if hasBody && !w.read {
		m.bodies.end(w)
	}
	if v := recover(); v != nil {
		if v == http.ErrAbortHandler {
			panic(v)
		}
		logging.Panic(w.context(), m.logger(), m.name, v)
		if w.status != 0 {
			// The answer has begun: it must not look complete.
			http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Unix(1, 0))
			panic(http.ErrAbortHandler)
		}
		WriteError(w, w.r, errPanic)
	}
	if w.status == 0 {
		w.begin(http.StatusOK)
	}
	if o, ok := w.ResponseWriter.(Observer); ok && m.counts == nil {
		o.Answered(route(w.r), w.status)
	}
	m.log(w)
}

// An Observer is an [http.ResponseWriter] that is told how its request was answered: by
// which of the mux's patterns, empty if none matched, and with what status. Not so with
// Counts.
type Observer interface {
	Answered(route string, status int)
}

var errPanic = errors.New("the handler panicked")

// log writes the request's line, or counts the request.
func (m *middleware) log(w *response) {
	ctx, now := w.r.Context(), m.Clock()
	took := now.Sub(w.start)
	level, message := slog.LevelInfo, "request"
	switch {
	case errors.Is(w.err, errSlow):
		message = "client too slow"
	case w.status == http.StatusServiceUnavailable && errors.Is(ctx.Err(), context.Canceled):
		message = "client left"
	case w.status == http.StatusServiceUnavailable:
		level, message = slog.LevelWarn, "request failed"
	case w.status >= http.StatusInternalServerError:
		level, message = slog.LevelError, "request failed"
	case took > m.Slow && w.Header().Get("Content-Type") != "text/event-stream":
		level, message = slog.LevelWarn, "slow request"
	}
	if m.counts != nil && !m.count(w, now, level) {
		level = slog.LevelDebug
	}
	logger := m.logger()
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 7)
	attrs = append(attrs,
		slog.String("function", m.name),
		slog.String("method", method(w.r)),
		slog.String("route", route(w.r)),
		slog.Int("status", w.status),
		slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.Int64("bytes", w.bytes))
	if w.err != nil {
		attrs = append(attrs, logging.Error(w.err))
	}
	logger.LogAttrs(w.context(), level, message, attrs...)
}

// method returns r's method, or "other" if it isn't one of HTTP's.
func method(r *http.Request) string {
	switch r.Method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return r.Method
	}
	return "other"
}

// route returns the pattern that r matched. For CONNECT, ServeMux may have put
// the path there.
func route(r *http.Request) string {
	if r.Method == http.MethodConnect {
		return ""
	}
	return r.Pattern
}
