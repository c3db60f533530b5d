package httpapi

import (
	_ "embed"
	"net/http"
)

// OpenAPIDocument is the contract (OpenAPI 3.1, YAML).
//
//go:embed openapi.yaml
var OpenAPIDocument []byte

// OpenAPI serves the contract at /v1/openapi.yaml.
func OpenAPI() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=300")
		write(w, http.StatusOK, []string{"application/yaml"}, OpenAPIDocument)
	})
	return Wrap("openapi", mux, Options{})
}
