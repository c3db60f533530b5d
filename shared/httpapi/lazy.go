package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Lazy serves with the handler that build makes, so that a function whose
// environment is incomplete starts all the same, says what it lacks with 503, and
// tries again a second later. Building begins at once, while the server around it
// starts, since the first request waits for both. Build's error is shown to the
// client and logged: it must name variables, never their values.
func Lazy(name string, build func(context.Context) (http.Handler, error)) http.Handler {
	var mu sync.Mutex
	var built http.Handler
	var failed error
	var at time.Time
	get := func(ctx context.Context) (http.Handler, error) {
		mu.Lock()
		defer mu.Unlock()
		if built == nil && (failed == nil || time.Since(at) > time.Second) {
			// What is built outlives the request.
			built, failed = build(context.WithoutCancel(ctx))
			at = time.Now()
			if failed != nil {
				slog.Error("the function can't start", "function", name, "error", failed.Error())
			}
		}
		return built, failed
	}
	go get(context.Background())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, err := get(r.Context())
		if err != nil {
			WriteError(w, r, domain.Problem(domain.ErrUnavailable, "unavailable",
				"The function can't start: %v. Set what is missing and try again.", err))
			return
		}
		h.ServeHTTP(w, r)
	})
}
