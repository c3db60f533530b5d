package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestWriteError(t *testing.T) {
	t.Parallel()
	secondFactor := domain.Principal{}.RequireSecondFactor(time.Now())
	for _, tt := range []struct {
		name   string
		err    error
		token  string
		status int
		slug   string
		detail string
		header map[string]string
	}{
		{"own", domain.Problem(domain.ErrConflict, "session-paused", "Wait."), "", 409, "session-paused", "Wait.", nil},
		{"own, wrapped", fmt.Errorf("joining: %w", domain.Problem(domain.ErrGone, "participant-erased", "Gone.")), "", 410, "participant-erased", "Gone.", nil},
		{"own, with a cause of another kind", fmt.Errorf("%w: %w", domain.Problem(domain.ErrInvalid, "invalid", "No."), context.Canceled), "", 422, "invalid", "No.", nil},
		{"kind only", fmt.Errorf("session x: %w", domain.ErrNotFound), "", 404, "not-found", "There is nothing here, or nothing you have access to. Check the address.", nil},
		{"slug that isn't registered", domain.Problem(domain.ErrForbidden, "odd", "Odd."), "", 403, "odd", "Odd.", nil},
		{"no token", domain.ErrUnauthenticated, "", 401, "not-authenticated", "", map[string]string{"WWW-Authenticate": "Bearer"}},
		{"bad token", domain.Problem(domain.ErrUnauthenticated, "invalid-token", "Sign in again."), "Bearer x", 401, "invalid-token", "Sign in again.", map[string]string{"WWW-Authenticate": `Bearer error="invalid_token"`}},
		{"second factor", secondFactor, "Bearer x", 401, "second-factor-required", "", map[string]string{"WWW-Authenticate": secondFactor.(*domain.Error).Challenge}},
		{"unavailable", domain.ErrUnavailable, "", 503, "unavailable", "", map[string]string{"Retry-After": RetryAfter}},
		{"too many", domain.ErrTooMany, "", 429, "too-many-requests", "", map[string]string{"Retry-After": RetryAfter}},
		{"deadline", fmt.Errorf("reading: %w", context.DeadlineExceeded), "", 503, "unavailable", "", map[string]string{"Retry-After": RetryAfter}},
		{"canceled", context.Canceled, "", 503, "unavailable", "", nil},
		{"unknown", errors.New("secret"), "", 500, "internal", internal, nil},
		{"own without a kind", &domain.Error{Slug: "x", Detail: "secret"}, "", 500, "internal", internal, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/", nil)
			if tt.token != "" {
				r.Header.Set("Authorization", tt.token)
			}
			w := httptest.NewRecorder()
			w.Header().Set("ETag", `"1"`)
			w.Header().Set("Cache-Control", "public")
			WriteError(w, r, tt.err)
			var p problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			if w.Code != tt.status || p.Status != tt.status || p.Type != "/problems/"+tt.slug || p.Title == "" ||
				p.Detail == "" || tt.detail != "" && p.Detail != tt.detail || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("status %d, %s", w.Code, w.Body)
			}
			for k, v := range tt.header {
				if got := w.Header().Get(k); got != v {
					t.Errorf("%s: %q, want %q", k, got, v)
				}
			}
			if h := w.Header(); h.Get("Content-Type") != "application/problem+json" || h.Get("Cache-Control") != "no-store" || h.Get("ETag") != "" {
				t.Errorf("headers %v", h)
			}
		})
	}
}

func TestWriteErrorFields(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	WriteError(w, httptest.NewRequest("POST", "/", nil), domain.Invalid(domain.FieldError{Pointer: "/alias", Detail: "Too long."}))
	want := `{"type":"/problems/invalid","title":"Some values are invalid","status":422,` +
		`"detail":"Some values are invalid. See the list of errors, correct them and send the request again.",` +
		`"errors":[{"pointer":"/alias","detail":"Too long."}]}`
	if w.Body.String() != want {
		t.Errorf("got %s", w.Body)
	}
}

func TestWriteJSONRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	WriteJSON(w, 200, map[string]any{"secret": func() {}})
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestWriteList(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	WriteList[string](w, nil, "")
	if got := w.Body.String(); got != `{"items":[],"nextPageToken":null}` {
		t.Error(got)
	}
	w = httptest.NewRecorder()
	WriteList(w, []int{1}, "next")
	if got := w.Body.String(); got != `{"items":[1],"nextPageToken":"next"}` {
		t.Error(got)
	}
}

// Every kind of error that domain declares has a status, and every slug in the
// registry is an address of its own with the status of one of the kinds.
func TestRegistry(t *testing.T) {
	t.Parallel()
	statuses := map[int]bool{500: true}
	for _, k := range kinds {
		statuses[k.status] = true
		if title(k.slug, "") == "" {
			t.Errorf("%v: slug %s isn't registered", k.kind, k.slug)
		}
	}
	seen := map[string]bool{}
	for _, e := range registry {
		if seen[e.Slug] || !regexp.MustCompile(`^[a-z][a-z-]*[a-z]$`).MatchString(e.Slug) || e.Title == "" || e.Text == "" || !statuses[e.Status] {
			t.Errorf("bad entry %+v", e)
		}
		seen[e.Slug] = true
	}
}

// Every slug in the module's source is registered, with the status that its
// kind has.
func TestSlugsAreRegistered(t *testing.T) {
	t.Parallel()
	registered := map[string]int{}
	for _, e := range registry {
		registered[e.Slug] = e.Status
	}
	status := map[string]int{"ErrMalformed": 400, "ErrUnauthenticated": 401, "ErrForbidden": 403, "ErrNotFound": 404,
		"ErrMethod": 405, "ErrConflict": 409, "ErrGone": 410, "ErrPrecondition": 412, "ErrTooLarge": 413, "ErrMediaType": 415,
		"ErrInvalid": 422, "ErrTooMany": 429, "ErrUnavailable": 503}
	found := 0
	check := func(pos token.Position, kind, slug ast.Expr) {
		lit, ok := slug.(*ast.BasicLit)
		if !ok {
			return
		}
		found++
		s, _ := strconv.Unquote(lit.Value)
		if registered[s] == 0 {
			t.Errorf("%s: the slug %q has no entry in the registry (problems.go)", pos, s)
		} else if want := status[name(kind)]; want != 0 && registered[s] != want {
			t.Errorf("%s: the slug %q is registered for %d and used for %d", pos, s, registered[s], want)
		}
	}
	root := filepath.Join("..", "..")
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return nil // the compiler says so
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if name(n.Fun) == "Problem" && len(n.Args) >= 3 {
					check(files.Position(n.Pos()), n.Args[0], n.Args[1])
				}
			case *ast.CompositeLit:
				if name(n.Type) != "Error" {
					break
				}
				var kind, slug ast.Expr
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						switch name(kv.Key) {
						case "Kind":
							kind = kv.Value
						case "Slug":
							slug = kv.Value
						}
					}
				}
				if kind != nil && slug != nil {
					check(files.Position(n.Pos()), kind, slug)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 10 {
		t.Errorf("found %d slugs only: the search is broken", found)
	}
}

// name returns the last name of x or of pkg.x.
func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func TestProblemPages(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(ProblemPages())
	defer srv.Close()
	get := func(path, accept string) (int, string, http.Header) {
		t.Helper()
		r, _ := http.NewRequest("GET", srv.URL+path, nil)
		r.Header.Set("Accept", accept)
		resp, err := srv.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var b strings.Builder
		if err := resp.Write(&b); err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(b.String(), "\r\n\r\n")
		return resp.StatusCode, body, resp.Header
	}
	for _, e := range registry {
		status, body, h := get("/problems/"+e.Slug, "text/html,*/*")
		if status != 200 || !strings.Contains(body, "<h1>") || h.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %s", e.Slug, status, body)
		}
		status, body, _ = get("/problems/"+e.Slug, "application/json")
		var got entry
		if err := json.Unmarshal([]byte(body), &got); status != 200 || err != nil || got != e {
			t.Errorf("%s: %d %s", e.Slug, status, body)
		}
	}
	if status, body, _ := get("/problems/", "text/html"); status != 200 || strings.Count(body, "<li>") != len(registry) {
		t.Errorf("index: %d %s", status, body)
	}
	if status, _, h := get("/problems/%3Cscript%3E", "text/html"); status != 404 || h.Get("Content-Type") != "application/problem+json" {
		t.Errorf("unknown: %d %v", status, h)
	}
}
