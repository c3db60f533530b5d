package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Options of Wrap.
type Options struct {
	Logger *slog.Logger // nil: slog.Default
}

// slow is how long a request may take before it is logged as slow.
const slow = time.Second

// Wrap is the middleware around the handler of the function called name.
//
// It sets the security headers of an API and Cache-Control: no-store, which a
// handler may replace. It answers a panic with 500 and logs where it happened
// but not its value, which may hold an answer. It turns the 404 and 405 of a
// [http.ServeMux] into problem documents; h must be that mux, or hand it the
// request as it came. And it logs requests by the mux's pattern: failed and slow
// ones as errors and warnings, all others at debug level. No path, query,
// address or user agent is ever logged.
//
// The wrapped handler's [http.ResponseController] can flush and set deadlines.
func Wrap(name string, h http.Handler, o Options) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rw := &response{ResponseWriter: w, r: r, start: time.Now()}
		header := w.Header()
		header["Cache-Control"] = noStore
		header["Content-Security-Policy"] = csp
		header["Referrer-Policy"] = noReferrer
		header["X-Content-Type-Options"] = noSniff
		defer rw.end(name, o.Logger)
		h.ServeHTTP(rw, r)
		if rw.replaced != nil {
			WriteError(w, r, rw.replaced)
		}
	})
}

// Header values that every answer shares; never changed.
var (
	noStore    = []string{"no-store"}
	csp        = []string{"default-src 'none'; frame-ancestors 'none'"}
	noReferrer = []string{"no-referrer"}
	noSniff    = []string{"nosniff"}
)

// A response notes what a handler answers.
type response struct {
	http.ResponseWriter
	r        *http.Request
	start    time.Time
	status   int // zero: nothing written yet
	bytes    int64
	replaced error // instead of which ServeMux wrote its own answer
	err      error // why the status is 500 or 503
}

// Unwrap is for [http.ResponseController].
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *response) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
		if w.replaced = w.unmatched(status); w.replaced != nil {
			return
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(b []byte) (int, error) {
	if w.replaced != nil {
		return len(b), nil
	}
	if w.status == 0 {
		w.status = http.StatusOK
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
func (w *response) end(name string, logger *slog.Logger) {
	if logger == nil {
		logger = slog.Default()
	}
	if v := recover(); v != nil {
		if v == http.ErrAbortHandler {
			panic(v)
		}
		logger.LogAttrs(w.r.Context(), slog.LevelError, "panic",
			slog.String("function", name), slog.String("type", fmt.Sprintf("%T", v)), slog.Any("stack", stack()))
		if w.status != 0 {
			// The answer has begun: it must not look complete.
			http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Unix(1, 0))
			panic(http.ErrAbortHandler)
		}
		WriteError(w, w.r, errPanic)
	}
	w.log(name, logger)
}

var errPanic = errors.New("the handler panicked")

// log writes the request's line, unless nobody wants it.
func (w *response) log(name string, logger *slog.Logger) {
	ctx, took, status := w.r.Context(), time.Since(w.start), w.status
	if status == 0 {
		status = http.StatusOK
	}
	level, message := slog.LevelDebug, "request"
	switch {
	case status == http.StatusServiceUnavailable && errors.Is(ctx.Err(), context.Canceled):
		message = "client left"
	case status == http.StatusServiceUnavailable:
		level, message = slog.LevelWarn, "request failed"
	case status >= http.StatusInternalServerError:
		level, message = slog.LevelError, "request failed"
	case took > slow && w.Header().Get("Content-Type") != "text/event-stream":
		level, message = slog.LevelWarn, "slow request"
	}
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 7)
	attrs = append(attrs,
		slog.String("function", name),
		slog.String("method", method(w.r)),
		slog.String("route", route(w.r)),
		slog.Int("status", status),
		slog.Duration("duration", took),
		slog.Int64("bytes", w.bytes))
	if w.err != nil {
		attrs = append(attrs, slog.String("error", w.err.Error()))
	}
	logger.LogAttrs(ctx, level, message, attrs...)
}

// method returns r's method, unless it is a word of the client's own.
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

// stack returns the functions and lines of the panic's stack, innermost first.
func stack() []string {
	var pcs [48]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	var lines []string
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") {
			lines = append(lines, f.Function+":"+strconv.Itoa(f.Line))
		}
		if !more {
			return lines
		}
	}
}
