package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// site collects the files of the bucket behind the load balancer, by the paths at which they are
// served: the built web app, the pages that problem documents link to, the API contract, and the load
// balancer's own responses for when no function answers. They change only with a release, so no function
// has to be awake to serve them. config.json is left out: Terraform writes it.
func site(web string) (map[string][]byte, error) {
	files := make(map[string][]byte)
	err := filepath.WalkDir(web, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".") && name != web: // the bundler's own notes
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		rel, err := filepath.Rel(web, name)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the web app: %w", err)
	}
	for _, page := range []string{"index.html", "teach/index.html"} {
		if files[page] == nil {
			return nil, fmt.Errorf("%s has no %s: run make web first", web, page)
		}
	}
	delete(files, "config.json")

	files["v1/openapi.yaml"] = httpapi.OpenAPIDocument
	var list struct {
		Items []struct {
			Slug, Title string
			Status      int
		}
	}
	if err := json.Unmarshal(page("/problems/", "application/json"), &list); err != nil {
		return nil, fmt.Errorf("reading the list of problems: %w", err)
	}
	// A problem's URL has no extension, so its file has none either. The load balancer sends clients that
	// ask for JSON to the other folder.
	files["problems/index.html"] = page("/problems/", "text/html")
	files["problems/json/index"] = page("/problems/", "application/json")
	for _, p := range list.Items {
		files["problems/"+p.Slug] = page("/problems/"+p.Slug, "text/html")
		files["problems/json/"+p.Slug] = page("/problems/"+p.Slug, "application/json")
		if detail := edgeErrors[p.Slug]; detail != "" {
			b, err := json.Marshal(struct {
				Type   string `json:"type"`
				Title  string `json:"title"`
				Status int    `json:"status"`
				Detail string `json:"detail"`
			}{"/problems/" + p.Slug, p.Title, p.Status, detail})
			if err != nil {
				return nil, err
			}
			files["errors/"+p.Slug] = b
		}
	}
	return files, nil
}

// edgeErrors are the details of the problem documents that the load balancer sends instead of its own
// pages when Cloud Armor rejects a request or no function answers. It sends no Retry-After, so they
// say how long to wait.
var edgeErrors = map[string]string{
	"too-many-requests": "Too many requests come from this network. Wait a minute, then send the same request again.",
	"unavailable":       "This doesn't work at the moment. Wait some seconds, then send the same request again.",
}

// page returns the HTML page that is served below /problems/.
func page(path, accept string) []byte {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	httpapi.ProblemPages().ServeHTTP(w, r)
	return w.Body.Bytes()
}
