package promise

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func readVendors(t *testing.T) *Vendors {
	t.Helper()
	v, err := ReadVendors()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Whoever gets something is listed with all that people want to know (promises P38 and P58).
func TestVendors(t *testing.T) {
	t.Parallel()
	v := readVendors(t)
	for _, id := range []string{"google", "auth0", "relay"} {
		if _, ok := v.Vendor(id); !ok {
			t.Errorf("%s isn't listed", id)
		}
	}
	for _, text := range []string{
		"vendors: [{id: x, name: X, what: {en: a}}]", "vendors: [{id: x, name: X, gets: everything}]",
	} {
		var bad Vendors
		err := decode([]byte(text), &bad)
		if err == nil {
			err = bad.Vendors[0].What.check()
		}
		if err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// outgoing is what a program can call others with: names of the standard library by
// package, and packages of others with all below them.
var outgoing = map[string]*regexp.Regexp{
	"net/http":   regexp.MustCompile(`^(Client|Get|Head|Post|PostForm|DefaultClient|DefaultTransport|Transport|NewRequest|NewRequestWithContext)$`),
	"net":        regexp.MustCompile(`^(Dial.*|Dialer|Resolver|Lookup.*|DefaultResolver)$`),
	"crypto/tls": regexp.MustCompile(`^(Dial.*|Dialer|Client)$`),
	"net/smtp":   regexp.MustCompile(`.`),
	"net/rpc":    regexp.MustCompile(`^Dial`),
	"os/exec":    regexp.MustCompile(`.`),
	"syscall":    regexp.MustCompile(`^(Connect|Socket|Sendto)$`),
	// The codes, statuses and metadata of errors call nobody.
	"google.golang.org/grpc": regexp.MustCompile(`^(NewClient|Dial.*|ClientConn|With.*)$`),
}

var clients = []string{
	"cloud.google.com/go/", "google.golang.org/api/", "github.com/wneessen/go-mail", "go.opentelemetry.io/otel/exporters/", "github.com/auth0/",
	"golang.org/x/net/websocket",
}

// forTests are packages that no function links (testOnly of functions/architecture_test.go).
var forTests = []string{"functions/functiontest", "functions/breachtest", "functions/process", "shared/httpapi/client", "shared/httpapi/contract", "shared/promise"}

// calls returns what a Go file calls others with.
func calls(t *testing.T, name, text string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	names := make(map[string]*regexp.Regexp)
	for _, i := range f.Imports {
		imported, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range clients {
			if strings.HasPrefix(imported+"/", c) || strings.HasPrefix(imported, c) {
				found = append(found, imported)
			}
		}
		if pattern := outgoing[imported]; pattern != nil {
			local := path.Base(imported)
			if i.Name != nil {
				local = i.Name.Name
			}
			if local == "." || local == "_" {
				found = append(found, imported)
			}
			names[local] = pattern
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && names[x.Name] != nil && names[x.Name].MatchString(s.Sel.Name) {
				found = append(found, x.Name+"."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// What leaves, leaves where a vendor is named for it, and from nowhere else (promise P38).
func TestCallsGoToVendors(t *testing.T) {
	t.Parallel()
	listed := make(map[string]bool)
	for _, v := range readVendors(t).Vendors {
		for _, c := range v.Calls {
			listed[c] = false
		}
	}
	for name, text := range repository(t, "functions/*.go", "shared/*.go") {
		folder := path.Dir(name)
		if strings.HasSuffix(name, "_test.go") || slices.ContainsFunc(forTests, func(f string) bool { return folder == f || strings.HasPrefix(folder, f+"/") }) {
			continue
		}
		found := calls(t, name, text)
		if len(found) == 0 {
			continue
		}
		if _, ok := listed[folder]; !ok {
			t.Errorf("%s calls others with %q: name the vendor and what it gets in shared/promise/vendors.yaml, or call through one of its packages", name, found)
		}
		listed[folder] = true
	}
	for name, text := range repository(t, "web/src/*.ts", "web/src/*.tsx", "web/public/*.js", "web/first/*.js") {
		if strings.HasSuffix(name, ".test.ts") {
			continue
		}
		if strings.Contains(text, "'@auth0/") {
			if _, ok := listed[name]; !ok {
				t.Errorf("%s calls Auth0: only what vendors.yaml names may", name)
			}
			listed[name] = true
		}
		if found := regexp.MustCompile(`\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|WebTransport)\(|new Image\(`).FindAllString(text, -1); len(found) > 0 {
			t.Errorf("%s calls with %q, which this test doesn't follow: use fetch", name, found)
		}
		// A path of this service, or a variable of the one function for it.
		for _, m := range regexp.MustCompile(`[^.\w]fetch\(\s*([^,)\s]+)`).FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`^(['"\x60]/|path:?$|request$|\(?\)?:?$)`).MatchString(m[1]) {
				t.Errorf("%s fetches %s: a path of this service begins with /", name, m[1])
			}
		}
	}
	for c, called := range listed {
		if !called {
			t.Errorf("vendors.yaml says that %s calls a vendor, and it calls nobody", c)
		}
	}
}

// The test above looks.
func TestCallsAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`import "net/http"; var _ = http.Get`:                                          1,
		`import h "net/http"; var _ = h.DefaultClient`:                                 1,
		`import "net/http"; var _ http.Handler`:                                        0,
		`import "net/smtp"; var _ = smtp.SendMail`:                                     1,
		`import "google.golang.org/grpc"; var _ = grpc.NewClient`:                      1,
		`import "google.golang.org/grpc/status"; var _ = status.Code`:                  0,
		`import _ "cloud.google.com/go/storage"`:                                       1,
		`import . "net"; var _ = Dial`:                                                 1,
		`import "net"; var _ = net.ParseIP; var _ net.Dialer`:                          1,
		`import "github.com/wneessen/go-mail"; var _ = mail.NewClient`:                 1,
		`import "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"`:     1,
		`import "github.com/cleanslate-edu/cleanslate/shared/mail"; var _ mail.Config`: 0,
	} {
		if got := calls(t, "x.go", "package x; "+text); len(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}
