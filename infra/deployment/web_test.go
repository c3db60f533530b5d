package deployment

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestHeadersAreThoseOfTheLocalStack compares the headers that the bucket sends with those of emulators/local, which
// the browser tests exercise.
func TestHeadersAreThoseOfTheLocalStack(t *testing.T) {
	local, cloud := read(t, "../../emulators/local/web.go"), read(t, "../../terraform/service/web.tf")

	// "connect-src 'self' " + auth0Domain here, "connect-src 'self' ${local.auth0_origin}" there.
	directive := regexp.MustCompile(`"((?:[a-z]+-)+[a-z]+ [^"]*?)( ?\$\{local\.auth0_origin\})?"( \+ auth0Domain)?`)
	policy := func(text, begin, end string) (list []string) {
		_, text, _ = strings.Cut(text, begin)
		text, _, _ = strings.Cut(text, end)
		for _, m := range directive.FindAllStringSubmatch(text, -1) {
			d := strings.TrimSpace(m[1])
			if m[2]+m[3] != "" {
				d += " AUTH0"
			}
			list = append(list, d)
		}
		return list
	}
	want, got := policy(local, "csp := strings.Join(", `"; ")`), policy(cloud, "content_security_policy = join(", "])")
	if len(want) < 5 || !slices.Equal(got, want) {
		t.Errorf("Content-Security-Policy\ncloud: %q\nlocal: %q", got, want)
	}

	headers := func(text string, pattern string) map[string]string {
		all := make(map[string]string)
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			all[m[1]] = m[2]
		}
		return all
	}
	wantHeaders := headers(local, `h\.Set\("([A-Za-z-]+)", (".*"|csp)\)`)
	gotHeaders := headers(cloud, `(?m)^    "([A-Za-z-]+)"\s+= (".*"|local\.content_security_policy)$`)
	wantHeaders["Content-Security-Policy"] = "local.content_security_policy"
	if len(wantHeaders) < 4 {
		t.Errorf("emulators/local/web.go sets its headers in a way that this test doesn't recognize: %v", wantHeaders)
	}
	for name, value := range wantHeaders {
		if gotHeaders[name] != value {
			t.Errorf("%s: cloud %s, local %s", name, gotHeaders[name], value)
		}
	}
	for name := range gotHeaders {
		if wantHeaders[name] == "" {
			t.Errorf("%s is sent in the cloud only", name)
		}
	}
}

// TestPolicyNamesWhatThePageHolds compares the hashes in the local stack's policy, which is the cloud's, with the style and
// the script that web/first puts into a student's page.
func TestPolicyNamesWhatThePageHolds(t *testing.T) {
	policy := read(t, "../../emulators/local/web.go")
	for directive, file := range map[string]string{"script-src": "first.js", "style-src": "frame.css"} {
		sum := sha256.Sum256([]byte(read(t, "../../web/first/"+file)))
		want := fmt.Sprintf("%s 'self' 'sha256-%s'", directive, base64.StdEncoding.EncodeToString(sum[:]))
		if !strings.Contains(policy, `"`+want+`"`) {
			t.Errorf("for web/first/%s, emulators/local/web.go and terraform/service/web.tf must say\n\t%s", file, want)
		}
	}
}

// to returns where the load balancer sends a request without an access token, and the file that it sends instead of the
// path's own.
func to(t *testing.T, routes []Route, path, accept string) (backend, page string) {
	t.Helper()
	return signedIn(t, slices.DeleteFunc(slices.Clone(routes), func(r Route) bool { return r.SignedIn }), path, accept)
}

// signedIn is to for who reads with an access token.
func signedIn(t *testing.T, routes []Route, path, accept string) (backend, page string) {
	t.Helper()
	for _, r := range routes {
		if r.Accept != nil && !slices.ContainsFunc(r.Accept, func(begins string) bool { return strings.HasPrefix(accept, begins) }) {
			continue
		}
		pattern := regexp.MustCompile(`\\\{[a-z]+=(\\\*)+\\\}`).ReplaceAllStringFunc(regexp.QuoteMeta(r.Path), func(v string) string {
			if strings.Contains(v, `\*\*`) {
				return ".*"
			}
			return "[^/]+"
		})
		if regexp.MustCompile("^" + pattern + "$").MatchString(path) {
			return r.To, r.Page
		}
	}
	return "web", "" // the default
}

// TestRoutesLeadToTheFunctions sends an example of every path that a function serves through the routes.
func TestRoutesLeadToTheFunctions(t *testing.T) {
	routes, err := stack.Routes()
	if err != nil {
		t.Fatal(err)
	}
	pattern := regexp.MustCompile("\"(GET|POST|PUT|PATCH|DELETE) (/v1/[^\"]*)\"")
	variable := regexp.MustCompile(`\{[a-zA-Z]+\}`)
	cached := map[string]string{"state": "join", "notices": "incident", "privacy": "org"} // loadbalancer.tf
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range functions(t) {
		served := 0
		for _, f := range p.pkgs[module+"/functions/"+name].files {
			for _, m := range pattern.FindAllStringSubmatch(read(t, p.fset.Position(f.Pos()).Filename), -1) {
				served++
				path := variable.ReplaceAllString(m[2], "x")
				backend, page := to(t, routes, path, "application/json")
				if m[1] == "GET" && cached[backend] == name {
					continue // by way of the edge
				}
				if backend != name && m[1] == "GET" {
					backend, page = signedIn(t, routes, path, "application/json")
				}
				if backend != name || page != "" {
					t.Errorf("%s serves %s %s, which is sent to %s", name, m[1], m[2], backend)
				}
			}
		}
		t.Logf("%s: %d patterns", name, served)
		if entry := read(t, "../../functions/"+name+"/entry/entry.go"); strings.Contains(entry, "httpapi.Lazy(") {
			if backend, _ := to(t, routes, "/v1/version/"+name, "application/json"); backend != name {
				t.Errorf("what version %s is asks %s", name, backend)
			}
		}
	}
	for path, want := range map[string]string{
		"/": "/index.html", "/j/KXWQPT": "/index.html", "/privacy": "/index.html", "/promises": "/index.html", "/privacy/org_north": "/index.html", "/teach/": "/teach/index.html",
		"/teach/sessions/x": "/teach/index.html", "/problems/": "/problems/index.html",
		"/problems/gone": "", "/assets/a.js": "", "/config.json": "", "/icon.svg": "", "/v1/openapi.yaml": "", "/no/such/page": "",
	} {
		if backend, page := to(t, routes, path, "text/html, application/json"); backend != "web" || page != want {
			t.Errorf("%s is sent to %s %q, want the file %q of the web app", path, backend, page, want)
		}
	}
	for path, want := range map[string]string{"/problems/": "/problems/json/index", "/problems/gone": "/problems/json/{slug}"} {
		if backend, page := to(t, routes, path, "application/json, */*"); backend != "web" || page != want {
			t.Errorf("%s as JSON is sent to %s %q, want %q", path, backend, page, want)
		}
	}
}

// TestErrorsOfFunctionsPass checks that the load balancer replaces only statuses that no function sends: it sees just
// the status, and would overwrite a function's own text.
func TestErrorsOfFunctionsPass(t *testing.T) {
	_, errors, _ := strings.Cut(read(t, "../../terraform/service/loadbalancer.tf"), "api_errors = [")
	errors, _, _ = strings.Cut(errors, "\n  ]")
	var codes []string
	for _, m := range regexp.MustCompile(`"([0-9x]+)"`).FindAllStringSubmatch(errors, -1) {
		codes = append(codes, m[1])
	}
	_, limiting, _ := strings.Cut(read(t, "../../terraform/service/loadbalancer.tf"), "limiting = [")
	limiting, _, _ = strings.Cut(limiting, "]")
	names := map[string]string{"429": "TooMany", "502": "StatusBadGateway", "504": "StatusGatewayTimeout"}
	for _, c := range codes {
		if names[c] == "" {
			t.Errorf("the load balancer replaces functions' responses with status %s", c)
		}
	}
	if len(codes) != len(names) {
		t.Errorf("the load balancer replaces %v, want %v", codes, names)
	}
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for path, pkg := range p.pkgs {
		if path == module+"/shared/domain" || path == module+"/shared/httpapi" { // these name every status
			continue
		}
		for _, f := range pkg.files {
			file := p.fset.Position(f.Pos()).Filename
			for code, name := range names {
				function := filepath.Base(filepath.Dir(file))
				if code == "429" && strings.Contains(limiting, `"`+function+`"`) {
					continue
				}
				if regexp.MustCompile(`(domain\.Err|http\.)\w*` + name).MatchString(read(t, file)) {
					t.Errorf("%s answers %s, which the load balancer replaces", file, code)
				}
			}
		}
	}
}
