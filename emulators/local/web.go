package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// newWeb serves the built web app as the bucket and the load balancer do in the
// cloud: two pages, whatever the path below them, and their assets.
func newWeb(dir, auth0Domain string) http.Handler {
	files := http.FileServer(http.Dir(dir))
	page := func(name string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				http.Error(w, "The web app isn't built. Run: make web", http.StatusServiceUnavailable)
				return
			}
			w.Header().Set("Cache-Control", "no-cache")
			http.ServeFile(w, r, filepath.Join(dir, name))
		}
	}
	config, err := json.Marshal(map[string]string{
		"auth0Domain": auth0Domain, "auth0ClientId": client, "auth0Audience": audience,
		"privacyContact": "privacy@cleanslate.example", "misuseContact": "abuse@cleanslate.example",
		"operator": "cleanslate", "region": "local", "databases": "local",
	})
	if err != nil {
		panic(err) // a few strings
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", page("index.html"))
	mux.HandleFunc("GET /j/", page("index.html"))
	mux.HandleFunc("GET /privacy", page("index.html"))
	mux.HandleFunc("GET /privacy/", page("index.html"))
	mux.HandleFunc("GET /promises", page("index.html"))
	mux.HandleFunc("GET /teach/", page("teach/index.html"))
	mux.HandleFunc("GET /unsubscribe", page("teach/index.html"))
	mux.HandleFunc("GET /config.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(config)
	})
	mux.HandleFunc("GET /assets/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		files.ServeHTTP(w, r)
	})
	mux.Handle("GET /", files)
	csp := strings.Join([]string{
		"default-src 'none'", "script-src 'self' 'sha256-A2ucDexxMQed9x42NiCQq3pQjtHeuUalM/a5wqWzm70='",
		"style-src 'self' 'sha256-o40DMpRCCmnELqEXlIsnvknBFzfxSkYnKCePW3mSO2g='", "img-src 'self' data:", "font-src 'self'",
		"connect-src 'self' " + auth0Domain, "worker-src 'self'", "frame-src " + auth0Domain, "manifest-src 'self'",
		"form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
		"require-trusted-types-for 'script'", "trusted-types worker",
	}, "; ")
	return compressed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		mux.ServeHTTP(w, r)
	}))
}
