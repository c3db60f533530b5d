package functions_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/infra/deployment"
)

const module = "github.com/cleanslate-edu/cleanslate"

// A rule says what the packages of a folder may import beside the standard
// library. Names are relative to the module, '*' stands for one element of a
// path, and a name with "/..." includes what is below it.
type rule struct {
	folder string
	ours   []string // packages of this module
	others []string // packages of other modules, with all below them
	never  []string // of the standard library
}

// rules is the architecture's table of imports. The first rule that names a
// package's folder counts, and every package needs one.
var rules = []rule{
	{folder: "functions"}, // tests only
	{folder: "functions/process", ours: []string{"emulators/child"}, others: []string{"golang.org/x/sys/unix"}}, // runs functions for tests
	{folder: "functions/functiontest", ours: []string{"shared/...", "functions/*", "emulators/*"}, others: []string{""}},
	{folder: "functions/breachtest", ours: []string{"shared/...", "functions/*", "emulators/*"}, others: []string{""}},
	// One Cloud Function: a pure handler. No environment.
	{folder: "functions/teacher", ours: []string{"shared/*"}, never: []string{"os"},
		others: []string{"golang.org/x/text/unicode/norm", "github.com/xuri/excelize/v2"}},
	{folder: "functions/*", ours: []string{"shared/*"}, never: []string{"os"},
		others: []string{"golang.org/x/text/unicode/norm"}},
	// Registration and wiring: the only place that imports the framework. Its
	// own function is added below.
	{folder: "functions/*/entry", ours: []string{"shared/*"},
		others: []string{"github.com/GoogleCloudPlatform/functions-framework-go/functions", "github.com/cloudevents/sdk-go/v2"}},

	{folder: "shared/domain", never: []string{"os", "net/http"}},
	{folder: "shared/seal", never: []string{"os", "log/slog"}},
	// Sets up the log too, since the level is in the environment.
	{folder: "shared/environ", ours: []string{"shared/logging", "shared/version"}},
	{folder: "shared/version", never: []string{"os", "net/http"}},
	{folder: "shared/logging", never: []string{"os", "net/http"}},
	{folder: "shared/lazy", never: []string{"os", "net/http"}},
	{folder: "shared/garbage", never: []string{"os", "net/http"}},
	{folder: "shared/ticket", ours: []string{"shared/seal"}, never: []string{"os", "log/slog"}},
	{folder: "shared/store", ours: []string{"shared/answerlog", "shared/domain", "shared/seal", "shared/wire"},
		others: []string{"cloud.google.com/go/firestore", "google.golang.org"}},
	// What answer links of Firestore: the generated messages and gRPC, no client of Google's.
	{folder: "shared/answerlog", ours: []string{"shared/cache", "shared/domain", "shared/seal", "shared/wire"}, never: []string{"os", "log/slog"},
		others: []string{"cloud.google.com/go/firestore/apiv1/firestorepb", "google.golang.org/grpc"}},
	{folder: "shared/wire", ours: []string{"shared/domain", "shared/seal"}, never: []string{"log/slog"},
		others: []string{"cloud.google.com/go/firestore/apiv1/firestorepb", "google.golang.org/grpc", "google.golang.org/protobuf"}},
	{folder: "shared/cache", ours: []string{"shared/domain"}, never: []string{"os", "log/slog"}},
	{folder: "shared/lesson", ours: []string{"shared/cache", "shared/domain", "shared/grade", "shared/httpapi", "shared/profile", "shared/seal", "shared/sheet", "shared/store"}, never: []string{"os", "log/slog"},
		others: []string{"golang.org/x/text/unicode/norm"}},
	{folder: "shared/audit", ours: []string{"shared/cache", "shared/domain"}, never: []string{"os", "log/slog", "net/http"}},
	{folder: "shared/grade", ours: []string{"shared/domain", "shared/seal"}, never: []string{"os", "log/slog"}},
	// The domain for the kinds of error.
	{folder: "shared/archive", ours: []string{"shared/domain", "shared/seal"}, never: []string{"os", "log/slog"}},
	// Google's generated client, without the hundreds of packages of its larger one.
	{folder: "shared/bucket", ours: []string{"shared/domain"}, never: []string{"log/slog"},
		others: []string{"google.golang.org/api/googleapi", "google.golang.org/api/option", "google.golang.org/api/storage/v1"}},
	{folder: "shared/kms", ours: []string{"shared/domain", "shared/seal"},
		others: []string{"cloud.google.com/go/kms", "github.com/googleapis/gax-go/v2", "google.golang.org"}},
	{folder: "shared/auth", ours: []string{"shared/domain"},
		others: []string{"github.com/auth0/go-jwt-middleware/v2", "gopkg.in/go-jose/go-jose.v2"}},
	{folder: "shared/notice", ours: []string{"shared/domain"}, never: []string{"os", "log/slog"}},
	{folder: "shared/contact", ours: []string{"shared/domain", "shared/seal", "shared/store"}, never: []string{"os", "log/slog"}},
	{folder: "shared/profile", ours: []string{"shared/cache", "shared/domain", "shared/seal", "shared/store"}, never: []string{"os", "log/slog", "net/http"}},
	{folder: "shared/invitee", ours: []string{"shared/domain", "shared/seal"}, never: []string{"os", "log/slog", "net/http"}},
	{folder: "shared/requestkey", ours: []string{"shared/domain", "shared/seal", "shared/store"}, never: []string{"os", "log/slog", "net/http"}},
	{folder: "shared/requestmail", ours: []string{"shared/domain", "shared/seal"}, never: []string{"os", "log/slog", "net/http"}},
	{folder: "shared/account", ours: []string{"shared/domain"}, others: []string{"golang.org/x/oauth2"}, never: []string{"os", "log/slog"}},
	{folder: "shared/mail", ours: []string{"shared/domain"}, others: []string{"github.com/wneessen/go-mail"}, never: []string{"os", "log/slog"}},
	{folder: "shared/httpapi", ours: []string{"shared/domain", "shared/lazy", "shared/logging", "shared/version"}},
	{folder: "shared/httpapi/client", never: []string{"os", "log/slog"}},
	{folder: "shared/httpapi/contract", ours: []string{"shared/httpapi"}, others: []string{"github.com/getkin/kin-openapi"}},
	{folder: "shared/lifecycle", ours: []string{"shared/chain", "shared/domain", "shared/events", "shared/store"}, never: []string{"os"}},
	{folder: "shared/chain", never: []string{"os", "log/slog"}},
	{folder: "shared/sheet", others: []string{"golang.org/x/text/language"}, never: []string{"os", "log/slog", "net/http"}},
	{folder: "shared/events", ours: []string{"shared/domain", "shared/lazy", "shared/logging"}},
	{folder: "shared/trace", ours: []string{"shared/logging"}, others: []string{"go.opentelemetry.io", "golang.org/x/time/rate", "google.golang.org"}},
	// The domain for the kinds of error, which events knows as well.
	{folder: "shared/publish", ours: []string{"shared/events", "shared/domain"}, others: []string{"cloud.google.com/go/pubsub/v2", "google.golang.org"}},

	// What is promised, as data for tests, tools and the web app's build.
	{folder: "shared/promise", others: []string{"go.yaml.in/yaml/v3"}, never: []string{"net/http"}},

	// Google's emulators, and stand-ins that know nothing of the product.
	{folder: "emulators/child"},
	{folder: "emulators/stacktest"}, // runs tests inside the stack
	{folder: "emulators/java", ours: []string{"emulators/child"}},
	{folder: "emulators/firestore", ours: []string{"emulators/java"}, others: []string{"google.golang.org"}},
	{folder: "emulators/pubsub", ours: []string{"emulators/java"}},
	{folder: "emulators/kms", others: []string{"cloud.google.com/go/kms/apiv1/kmspb", "google.golang.org"}},
	{folder: "emulators/auth0", others: []string{"github.com/zitadel/oidc/v3", "github.com/go-jose/go-jose/v4", "github.com/rs/cors"}},
	{folder: "emulators/storage", others: []string{"github.com/fsouza/fake-gcs-server"}},
	{folder: "emulators/mail", others: []string{"github.com/emersion"}},
	// Everything but entry: '*' doesn't reach below a function's folder.
	{folder: "emulators/local", ours: []string{"emulators/*", "functions/*", "shared/*"}, others: []string{""}},

	// The load tool knows the API, and how functions are run and what they are sent. It counts documents and looks into none.
	{folder: "infra/loadtest", ours: []string{"shared/httpapi/client", "functions/process", "infra/deployment", "emulators/firestore", "shared/environ"},
		others: []string{"cloud.google.com/go/firestore/apiv1/firestorepb", "google.golang.org"}},
	// The smoke test knows the API and nothing else.
	{folder: "infra/smoke", ours: []string{"shared/httpapi/client"}},
	// Writes what each archive is made of beside it.
	{folder: "infra/package", ours: []string{"infra/sbom", "shared/httpapi", "shared/version"}, others: []string{""}},
	{folder: "infra/...", ours: []string{"shared/*", "shared/httpapi/client", "functions/*", "emulators/*"}, others: []string{""}},
}

// testOnly is what belongs into tests and never into a function.
var testOnly = []string{
	"testing", "net/http/httptest", module + "/emulators", module + "/functions/process", module + "/functions/functiontest", module + "/functions/breachtest",
	module + "/shared/httpapi/client", module + "/shared/httpapi/contract", module + "/shared/promise", "go.yaml.in/yaml", "github.com/getkin/kin-openapi", "github.com/zitadel/oidc",
}

// links says what each function's binary must not hold, with all below it.
var links = map[string][]string{
	"functions/*/entry": testOnly,
	// Whoever seals must not be able to open, and whoever serves bursts must
	// start fast: linking costs more than constructing.
	"functions/join/entry": sealOnly,
	// Google's clients take an instance longer to start than all that answer does.
	"functions/answer/entry": append(slices.Clone(sealOnly), module+"/shared/store", "google.golang.org/api", "cloud.google.com/go/auth"),
	// A function that tells students the session's state has no business with what they
	// wrote.
	"functions/watch/entry": append(slices.Clone(sealOnly), module+"/shared/ticket", module+"/shared/grade"),
	// Whoever opens what students wrote has nothing that destroys it, and whoever
	// destroys has neither tokens nor grades to open.
	"functions/teacher/entry": {module + "/shared/lifecycle"},
	"functions/live/entry":    {module + "/shared/lifecycle", module + "/shared/publish", module + "/shared/ticket", "cloud.google.com/go/pubsub", "github.com/xuri/excelize"},
	// A school's queue opens what requesters wrote, and nothing of a lesson.
	"functions/request/entry": append(slices.Clone(neverOpens), module+"/shared/contact", module+"/shared/profile"),
	// Whoever looks for somebody opens names, and has nothing that destroys, grades or lets anybody in.
	"functions/find/entry": {
		module + "/shared/lifecycle", module + "/shared/ticket", module + "/shared/grade", module + "/shared/lesson", module + "/shared/contact",
		module + "/shared/profile", module + "/shared/auth", module + "/shared/requestkey", module + "/shared/requestmail",
	},
	// Whoever makes archives has nothing that opens, and nothing that destroys.
	"functions/export/entry": append(slices.Clone(neverOpens), module+"/shared/lifecycle", module+"/shared/contact", module+"/shared/profile",
		module+"/shared/auth", module+"/shared/requestkey", module+"/shared/requestmail", module+"/shared/audit"),
	"functions/org/entry": neverOpens,
	// Alone it manages accounts. It reaches no vault, and nothing but that changes accounts.
	"functions/identity/entry": {
		module + "/shared/lifecycle", module + "/shared/lesson", module + "/shared/ticket", module + "/shared/grade", module + "/shared/contact",
		module + "/shared/profile", module + "/shared/publish", "cloud.google.com/go/pubsub",
	},
	"functions/retention/entry": append(slices.Clone(neverOpens), module+"/shared/contact"),
}

var neverOpens = []string{module + "/shared/ticket", module + "/shared/grade", module + "/shared/lesson"}

var sealOnly = []string{
	"cloud.google.com/go/kms", "cloud.google.com/go/pubsub", module + "/shared/kms", module + "/shared/publish",
	module + "/shared/auth", "github.com/auth0/go-jwt-middleware", "github.com/xuri/excelize",
	// Nor is it traced. (The API of OpenTelemetry is in Google's clients.)
	module + "/shared/trace", "go.opentelemetry.io/otel/sdk", "go.opentelemetry.io/otel/exporters",
}

// A goPackage is what `go list -json` says of one.
type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string // linked into a binary of it
}

// within reports whether a package is the named one or below it. It compares
// whole elements: the framework has an "internal/events/pubsub" of its own.
func within(pkg, name string) bool {
	return name == "" || pkg == name || strings.HasPrefix(pkg, name+"/")
}

// named reports whether a package of this module, by its relative name, is one
// of those that a pattern names.
func named(pkg, pattern string) bool {
	if above, ok := strings.CutSuffix(pattern, "/..."); ok {
		return within(pkg, above)
	}
	ok, err := path.Match(pattern, pkg)
	return err == nil && ok
}

// violations returns which rules of the table a package breaks.
func violations(p goPackage) []string {
	pkg, ours := strings.CutPrefix(p.ImportPath, module+"/")
	if !ours {
		return nil
	}
	i := slices.IndexFunc(rules, func(r rule) bool { return named(pkg, r.folder) })
	if i < 0 {
		return []string{pkg + ": the table of imports has no rule for it"}
	}
	r := rules[i]
	allowed := r.ours
	if function, ok := strings.CutSuffix(pkg, "/entry"); ok {
		allowed = append(slices.Clone(allowed), function)
	}
	var broken []string
	for _, imported := range p.Imports {
		name, ours := strings.CutPrefix(imported, module+"/")
		first, _, _ := strings.Cut(imported, "/")
		ok := true
		switch {
		case ours:
			ok = slices.ContainsFunc(allowed, func(a string) bool { return named(name, a) })
		case strings.Contains(first, "."):
			ok = slices.ContainsFunc(r.others, func(o string) bool { return within(imported, o) })
		default:
			ok = !slices.ContainsFunc(r.never, func(n string) bool { return within(imported, n) })
		}
		if !ok {
			broken = append(broken, fmt.Sprintf("%s: imports %s", pkg, name))
		}
	}
	for pattern, forbidden := range links {
		if !named(pkg, pattern) {
			continue
		}
		for _, dep := range p.Deps {
			if slices.ContainsFunc(forbidden, func(f string) bool { return within(dep, f) }) {
				broken = append(broken, fmt.Sprintf("%s: links %s", pkg, dep))
			}
		}
	}
	return broken
}

func TestImports(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen[strings.TrimPrefix(p.ImportPath, module+"/")] = true
		for _, v := range violations(p) {
			t.Error(v)
		}
	}
	for _, name := range functionsOf(t, "HTTP", "CloudEvent") {
		if !seen["functions/"+name] || !seen["functions/"+name+"/entry"] {
			t.Errorf("functions/%s and its entry were not looked at", name)
		}
	}
}

// The checker finds what it is meant to find.
func TestImportsAreChecked(t *testing.T) {
	t.Parallel()
	const framework = "github.com/GoogleCloudPlatform/functions-framework-go"
	for _, tt := range []struct {
		name string
		p    goPackage
		want string // a part of the violation; empty: none
	}{
		{"a handler without clients", goPackage{ImportPath: "functions/answer", Imports: []string{"context", "shared/store"}}, ""},
		{"a handler that reads the environment", goPackage{ImportPath: "functions/answer", Imports: []string{"os"}}, "imports os"},
		{"a handler that makes a client", goPackage{ImportPath: "functions/answer", Imports: []string{"cloud.google.com/go/firestore"}}, "imports cloud.google.com/go/firestore"},
		{"a handler that registers itself", goPackage{ImportPath: "functions/answer", Imports: []string{framework + "/functions"}}, "imports " + framework},
		{"a handler that calls another", goPackage{ImportPath: "functions/answer", Imports: []string{"functions/join"}}, "imports functions/join"},
		{"a function that doesn't exist yet", goPackage{ImportPath: "functions/new", Imports: []string{"emulators/mail"}}, "imports emulators/mail"},
		{"an entry of its function", goPackage{ImportPath: "functions/join/entry", Imports: []string{"functions/join", framework + "/functions"}}, ""},
		{"an entry of another function", goPackage{ImportPath: "functions/join/entry", Imports: []string{"functions/answer"}}, "imports functions/answer"},
		{"an entry that links KMS", goPackage{ImportPath: "functions/answer/entry", Deps: []string{"cloud.google.com/go/kms/apiv1"}}, "links cloud.google.com/go/kms/apiv1"},
		{"an entry that links Pub/Sub", goPackage{ImportPath: "functions/join/entry", Deps: []string{"cloud.google.com/go/pubsub/v2"}}, "links cloud.google.com/go/pubsub/v2"},
		{"an entry that links our KMS", goPackage{ImportPath: "functions/join/entry", Deps: []string{"shared/kms"}}, "links " + module + "/shared/kms"},
		{"an entry that links Google's clients", goPackage{ImportPath: "functions/answer/entry", Deps: []string{"google.golang.org/api/option"}}, "links google.golang.org/api/option"},
		{"an entry of bursts that traces", goPackage{ImportPath: "functions/answer/entry", Deps: []string{"go.opentelemetry.io/otel/sdk/trace"}}, "links go.opentelemetry.io/otel/sdk/trace"},
		{"the framework's own events", goPackage{ImportPath: "functions/answer/entry", Deps: []string{framework + "/internal/events/pubsub"}}, ""},
		{"an entry that may unwrap", goPackage{ImportPath: "functions/teacher/entry", Deps: []string{"cloud.google.com/go/kms/apiv1"}}, ""},
		{"an entry that links an emulator", goPackage{ImportPath: "functions/teacher/entry", Deps: []string{"emulators/kms"}}, "links " + module + "/emulators/kms"},
		{"an entry that links testing", goPackage{ImportPath: "functions/rights/entry", Deps: []string{"testing"}}, "links testing"},
		{"the domain with a dependency", goPackage{ImportPath: "shared/domain", Imports: []string{"golang.org/x/text/unicode/norm"}}, "imports golang.org/x/text"},
		{"the domain with another package", goPackage{ImportPath: "shared/domain", Imports: []string{"shared/seal"}}, "imports shared/seal"},
		{"a stand-in that knows the product", goPackage{ImportPath: "emulators/kms", Imports: []string{"shared/seal"}}, "imports shared/seal"},
		{"the stack with a function", goPackage{ImportPath: "emulators/local", Imports: []string{"functions/answer"}}, ""},
		{"the stack with an entry", goPackage{ImportPath: "emulators/local", Imports: []string{"functions/answer/entry"}}, "imports functions/answer/entry"},
		{"a package that nobody thought of", goPackage{ImportPath: "shared/util"}, "no rule"},
		{"another module's package", goPackage{ImportPath: "cloud.google.com/go/kms", Imports: []string{"os"}}, ""},
	} {
		ours := func(names []string) {
			for i, n := range names {
				for _, top := range []string{"functions/", "shared/", "emulators/"} {
					if strings.HasPrefix(n, top) {
						names[i] = module + "/" + n
					}
				}
			}
		}
		path := []string{tt.p.ImportPath}
		ours(path)
		ours(tt.p.Imports)
		ours(tt.p.Deps)
		tt.p.ImportPath = path[0]
		got := strings.Join(violations(tt.p), "; ")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: violations %q, want %q", tt.name, got, tt.want)
		}
	}
}

// symbols returns the names of what the linker put into a function's binary.
func symbols(t *testing.T, name string) []string {
	t.Helper()
	out, err := exec.Command("go", "tool", "nm", program(t, name).Path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		// "  c1a2b0 T cloud.google.com/go/kms.New"; names may hold spaces, and
		// what is undefined has no address.
		fields := strings.SplitN(strings.TrimSpace(line), " ", 3)
		names = append(names, fields[len(fields)-1])
	}
	return names
}

// opens reports whether a symbol belongs to what can open anything that is
// stored, or tell anybody else.
func opens(symbol string) bool {
	return opensSessions(symbol) || containsAny(symbol, module+"/shared/kms.", "cloud.google.com/go/kms/", "cloud.google.com/go/pubsub/")
}

// opensSessions reports whether a symbol belongs to what can open the boxes in
// which a session's participant keys lie. The hpke package itself is in every
// binary: TLS uses it.
func opensSessions(symbol string) bool {
	return containsAny(symbol, module+"/shared/seal.(*SessionKey)", module+"/shared/seal.ParseSessionKey", module+"/shared/seal.NewSessionKey")
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(s, part) })
}

// join, answer and watch have no way to open what students wrote: not only don't they
// do it, their binaries hold no code that could.
func TestBurstFunctionsCannotOpen(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"join", "answer", "watch"} {
		all := symbols(t, name)
		if name != "watch" && !slices.ContainsFunc(all, func(s string) bool { return s == module+"/shared/seal.Key.Seal" }) {
			t.Errorf("%s: the symbols don't show that it seals, so they show nothing", name)
		}
		for _, s := range all {
			if opens(s) {
				t.Errorf("%s holds %s", name, s)
			}
		}
	}
	holdsWhatOpens(t)
}

// Whoever may destroy what students wrote, by the grants of its account, holds no
// code that could open it.
func TestDestroyersCannotOpen(t *testing.T) {
	t.Parallel()
	grants, err := deployment.Stack("../terraform").Grants()
	if err != nil {
		t.Fatal(err)
	}
	var destroyers []string
	for name, g := range grants {
		if !slices.Contains(g.Default, "delete") && !slices.Contains(g.Vault, "delete") && !slices.Contains(g.Vault, "update") {
			continue
		}
		destroyers = append(destroyers, name)
		for _, s := range symbols(t, name) {
			if opensSessions(s) {
				t.Errorf("%s holds %s", name, s)
			}
			// Of Cloud KMS only what signs, or says with what signatures verify, or opens an address.
			if len(g.Keys["contact"]) == 0 && len(g.Keys["invitation"]) == 0 && strings.Contains(s, module+"/shared/kms.(*Key)") {
				t.Errorf("%s holds %s", name, s)
			}
		}
	}
	for _, name := range []string{"org", "retention"} {
		if !slices.Contains(destroyers, name) {
			t.Errorf("%s isn't among those that destroy: %v", name, destroyers)
		}
	}
	holdsWhatOpens(t)
}

// holdsWhatOpens checks the check: it finds what opens in the function that may.
func holdsWhatOpens(t *testing.T) {
	t.Helper()
	all := symbols(t, "teacher")
	for want, seen := range map[string]func(string) bool{
		"/shared/seal.(*SessionKey).OpenBox": opensSessions, "/shared/seal.ParseSessionKey": opensSessions,
		"/shared/kms.Dial": opens, "/shared/kms.(*Key).Unwrap": opens,
	} {
		if !slices.ContainsFunc(all, func(s string) bool { return s == module+want && seen(s) }) {
			t.Errorf("teacher doesn't hold %s: this test looks for the wrong thing", want)
		}
	}
}
