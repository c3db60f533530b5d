package httpapi

import (
	"log/slog"
	"testing"
)

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	srv, _ := serve(t, slog.LevelInfo, OpenAPI())
	resp, body := do(t, srv, "GET", "/v1/openapi.yaml")
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "application/yaml" || body != string(OpenAPIDocument) || len(body) < 10000 {
		t.Errorf("%d %v, %d bytes", resp.StatusCode, resp.Header, len(body))
	}
	if resp, _ := do(t, srv, "POST", "/v1/openapi.yaml"); resp.StatusCode != 405 {
		t.Errorf("POST: %d", resp.StatusCode)
	}
}
