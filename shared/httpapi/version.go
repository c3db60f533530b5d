package httpapi

import (
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/version"
)

// versionPath is where the function called name says its version.
func versionPath(name string) string { return "/v1/version/" + name }

// Version returns the handler of GET /v1/version/{name}, for the function of that
// name. Lazy serves it, before the function itself and also if that can't start.
func Version(name string, v version.Version) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+versionPath(name), func(w http.ResponseWriter, r *http.Request) {
		WriteJSON(w, http.StatusOK, v)
	})
	return Wrap(name, mux, Options{})
}
