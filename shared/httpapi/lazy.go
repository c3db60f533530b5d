package httpapi

import (
	"context"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/version"
)

// Lazy serves with the handler that build makes. As long as build fails it
// answers 503 and says what is missing: build's error is shown to the client and
// logged, so that it must name variables, never their values. Building begins at
// once, while the server around it starts, since the first request waits for
// both. It says at once which version of the function this is (see Version).
func Lazy(name string, v version.Version, build lazy.Build[http.Handler]) http.Handler {
	value := lazy.New(name, func(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
		h, err := build(ctx, opened)
		if m, ok := h.(*middleware); ok && m.counts != nil {
			m.flushAtEnd()
		}
		return h, err
	})
	go value.Get(context.Background())
	path, said := versionPath(name), Version(name, v)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			said.ServeHTTP(w, r)
			return
		}
		h, err := value.Get(r.Context())
		if err != nil {
			h = Wrap(name, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				WriteError(w, r, domain.Problem(domain.ErrUnavailable, "unavailable",
					"The function can't start: %v. Set what is missing and try again.", err))
			}), Options{})
		}
		h.ServeHTTP(w, r)
	})
}
