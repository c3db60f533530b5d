package sbom

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

const root = "../.."

var update = flag.Bool("update", false, "write the list of licences; read the diff before you commit it")

// Every dependency, of whatever is shipped or only tested with, has a licence
// that is allowed there, and the list of them is in testdata for people to read.
func TestLicences(t *testing.T) {
	t.Parallel()
	shipped := make(map[string]Module)
	entries, err := filepath.Glob(filepath.Join(root, "functions", "*", "entry"))
	if err != nil || len(entries) == 0 {
		t.Fatalf("found no functions: %v", err)
	}
	for _, e := range entries {
		modules, err := Function(t.Context(), root, filepath.Base(filepath.Dir(e)))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range modules {
			shipped[m.Path] = m
		}
	}
	tested, err := Tests(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(root, "web", "package-lock.json")
	web, err := Web(lock, false)
	if err != nil {
		t.Fatal(err)
	}
	built, err := Web(lock, true)
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	section := func(title string, modules []Module, allowed []string) {
		for _, m := range Refused(modules, allowed) {
			t.Errorf("%s: %s %s comes under %q, which isn't among those allowed: %v", title, m.Path, m.Version, m.Licence, allowed)
		}
		fmt.Fprintf(&list, "# %s\n", title)
		for _, m := range modules {
			fmt.Fprintf(&list, "%s\t%s\n", m.Path, m.Licence)
		}
	}
	without := func(all []Module, has func(Module) bool) []Module {
		return slices.CompactFunc(slices.DeleteFunc(slices.Clone(all), has), func(a, b Module) bool { return a.Path == b.Path && a.Licence == b.Licence })
	}
	inFunctions := func(m Module) bool { _, ok := shipped[m.Path]; return ok }
	inApp := func(m Module) bool {
		return slices.ContainsFunc(web, func(o Module) bool { return o.Path == m.Path && o.Version == m.Version })
	}
	section("linked into a function", without(tested, func(m Module) bool { return !inFunctions(m) }), Allowed)
	section("only for building and testing the functions", without(tested, inFunctions), AllowedInTests)
	section("in the web app", web, Allowed)
	section("only for building and testing the web app", without(built, inApp), AllowedInTests)

	const golden = "testdata/licences.txt"
	if *update && !t.Failed() {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != list.String() {
		t.Errorf("%s isn't what the dependencies are: go test ./infra/sbom -update, and read the diff", golden)
	}
}

func TestAdmits(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]bool{
		"MIT": true, "GPL-3.0": false, "": false, "MIT AND GPL-3.0": false, "MIT AND ISC": true,
		"(MIT OR GPL-3.0)": true, "GPL-2.0 OR GPL-3.0": false, "(MIT OR GPL-3.0) AND ISC": true, "SEE LICENSE IN x": false, "UNLICENSED": false,
	} {
		if got := admits(expression, Allowed); got != want {
			t.Errorf("%q is allowed: %v", expression, got)
		}
	}
}

// What has no licence, or an unknown one, isn't taken for a known one.
func TestLicenceOf(t *testing.T) {
	t.Parallel()
	mit, err := os.ReadFile(filepath.Join(licensed(t, "github.com/google/licensecheck"), "LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, file, text string
		want, err        string
	}{
		{"a known licence", "LICENSE", string(mit), "BSD-3-Clause", ""},
		{"one in another spelling", "Licence.md", string(mit), "BSD-3-Clause", ""},
		{"none", "README", string(mit), "", "no licence file"},
		{"one of somebody's own", "LICENSE", "Do as I say, and only on Mondays, in writing.", "", "read it"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, tt.file), []byte(tt.text), 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := licenceOf(dir)
		if got != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
}

// licensed returns where a module's files are.
func licensed(t *testing.T, path string) string {
	t.Helper()
	all, err := modules(t.Context(), root, path)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	return all[0].dir
}

func TestDocument(t *testing.T) {
	t.Parallel()
	modules, err := Function(t.Context(), root, "answer")
	if err != nil {
		t.Fatal(err)
	}
	web, err := Web(filepath.Join(root, "web", "package-lock.json"), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		document func() ([]byte, error)
		modules  []Module
		with     string // a component's purl
		without  string // a part of every purl
	}{
		{"answer", func() ([]byte, error) { return OfFunction("answer", modules) }, modules, "pkg:golang/cloud.google.com/go/firestore@", "kin-openapi"},
		{"web", func() ([]byte, error) { return OfWeb(web) }, web, "pkg:npm/%40auth0/auth0-spa-js@", "vitest"},
	} {
		b, err := tt.document()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := tt.document(); err != nil || !bytes.Equal(b, again) {
			t.Errorf("%s: not the same twice: %v", tt.name, err)
		}
		var bom cdx.BOM
		if err := cdx.NewBOMDecoder(bytes.NewReader(b), cdx.BOMFileFormatJSON).Decode(&bom); err != nil {
			t.Fatal(err)
		}
		refs := []string{bom.Metadata.Component.BOMRef}
		found := false
		for _, c := range *bom.Components {
			refs = append(refs, c.BOMRef)
			found = found || strings.HasPrefix(c.PackageURL, tt.with)
			if strings.Contains(c.PackageURL, tt.without) || c.Version == "" || len(*c.Hashes) != 1 || len((*c.Hashes)[0].Value) < 64 || len(*c.Licenses) != 1 {
				t.Errorf("%s: %+v", tt.name, c)
			}
		}
		if !found || len(*bom.Components) != len(tt.modules) {
			t.Errorf("%s: %d components, %s among them: %v", tt.name, len(*bom.Components), tt.with, found)
		}
		for _, d := range *bom.Dependencies {
			for _, ref := range append([]string{d.Ref}, *d.Dependencies...) {
				if !slices.Contains(refs, ref) {
					t.Errorf("%s: %q needs %q, which is no component", tt.name, d.Ref, ref)
				}
			}
		}
	}
}
