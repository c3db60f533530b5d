package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCompressed(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("a student's page ", 100)
	for name, text := range map[string]string{"long.css": long, "short.css": "a{}", "long.png": long} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	served := compressed(http.FileServer(http.Dir(dir)))
	for name, tt := range map[string]struct {
		method, path, accept, rng string
		status                    int
		encoding, body            string
	}{
		"text":         {"GET", "/long.css", "br, gzip", "", 200, "gzip", long},
		"not accepted": {"GET", "/long.css", "br", "", 200, "", long},
		"short":        {"GET", "/short.css", "gzip", "", 200, "", "a{}"},
		"a picture":    {"GET", "/long.png", "gzip", "", 200, "", long},
		"a part":       {"GET", "/long.css", "gzip", "bytes=0-1099", 206, "", long[:1100]},
		"none":         {"GET", "/none.css", "gzip", "", 404, "", "404 page not found\n"},
		"its head":     {"HEAD", "/long.css", "gzip", "", 200, "gzip", ""},
	} {
		r := httptest.NewRequest(tt.method, tt.path, nil)
		r.Header.Set("Accept-Encoding", tt.accept)
		if tt.rng != "" {
			r.Header.Set("Range", tt.rng)
		}
		w := httptest.NewRecorder()
		served.ServeHTTP(w, r)
		body := io.Reader(w.Body)
		if w.Header().Get("Content-Encoding") == "gzip" && tt.method == "GET" {
			if w.Header().Get("Content-Length") != "" || w.Header().Get("Vary") != "Accept-Encoding" || w.Body.Len() >= len(long) {
				t.Errorf("%s: %d bytes with %v", name, w.Body.Len(), w.Header())
			}
			var err error
			if body, err = gzip.NewReader(w.Body); err != nil {
				t.Fatal(err)
			}
		}
		got, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		if w.Code != tt.status || w.Header().Get("Content-Encoding") != tt.encoding || string(got) != tt.body {
			t.Errorf("%s: %d, encoded as %q, %.40q", name, w.Code, w.Header().Get("Content-Encoding"), got)
		}
	}
}
