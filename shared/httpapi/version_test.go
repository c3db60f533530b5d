package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/version"
)

// A function returns its version whether or not it can start, and no other function's.
func TestVersion(t *testing.T) {
	t.Parallel()
	v := version.Version{Version: "v1.2.3", Commit: "c0ffee"}
	for name, build := range map[string]lazy.Build[http.Handler]{
		"starts": func(context.Context, *lazy.Opened) (http.Handler, error) {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) }), nil
		},
		"can't start": func(context.Context, *lazy.Opened) (http.Handler, error) { return nil, errors.New("no") },
	} {
		h := Lazy("join", v, build)
		ask := func(method, path string) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
			return w
		}
		w := ask("GET", "/v1/version/join")
		if w.Code != 200 || w.Body.String() != `{"version":"v1.2.3","commit":"c0ffee"}`+"\n" && w.Body.String() != `{"version":"v1.2.3","commit":"c0ffee"}` || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s %v", name, w.Code, w.Body, w.Header())
		}
		if w := ask("POST", "/v1/version/join"); w.Code != 405 {
			t.Errorf("%s: POST is answered %d", name, w.Code)
		}
		if w := ask("GET", "/v1/version/answer"); w.Code == 200 {
			t.Errorf("%s: join says the version of answer", name)
		}
	}
}
