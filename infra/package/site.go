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
// served: the built web app, the pages that problem documents point to, and the contract. The last two
// never change between releases, so no function need be awake to serve them. config.json is left
// out: Terraform writes it.
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
	var list struct{ Items []struct{ Slug string } }
	b, err := page(httpapi.ProblemPages(), "/problems/", "application/json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, fmt.Errorf("reading the list of problems: %w", err)
	}
	if files["problems/index.html"], err = page(httpapi.ProblemPages(), "/problems/", "text/html"); err != nil {
		return nil, err
	}
	for _, p := range list.Items {
		// The address of a problem has no ending, so its file has none.
		if files["problems/"+p.Slug], err = page(httpapi.ProblemPages(), "/problems/"+p.Slug, "text/html"); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// page gives what a handler answers.
func page(h http.Handler, path, accept string) ([]byte, error) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("%s answers %d", path, w.Code)
	}
	return w.Body.Bytes(), nil
}
