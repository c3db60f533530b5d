package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// named is a folder and tests in it: `shared/seal` `FuzzOpen`, `TestLengthTellsLittle`.
	named    = regexp.MustCompile("`((?:emulators|functions|infra|shared)(?:/[a-z0-9]+)*)` ((?:`(?:Test|Fuzz)\\w+`(?:, )?)+)")
	testName = regexp.MustCompile(`(?:Test|Fuzz)\w+`)
	// titled is a file of the web app's tests and the title of one.
	titled = regexp.MustCompile("`(web/[\\w/.-]+\\.test\\.ts)` “(.*?)”(?:[;,]| \\|)")
)

// A document that names a test is right only while the test exists; and a threat without
// a test isn't dealt with.
func TestNamedTestsExist(t *testing.T) {
	t.Parallel()
	const root = "../.."
	for _, tt := range []struct {
		file string
		all  bool // each row of a table names a test
	}{{"infra/threat-model.md", true}, {"infra/security.md", false}, {"SECURITY.md", true}} {
		b, err := os.ReadFile(filepath.Join(root, tt.file))
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for line := range strings.Lines(string(b)) {
			missing, names := unproved(t, root, line)
			for _, m := range missing {
				t.Errorf("%s names %s, which isn't there", tt.file, m)
			}
			row := strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| threat ") && !strings.HasPrefix(line, "| promise ")
			if row {
				rows++
			}
			if row && tt.all && names == 0 {
				t.Errorf("%s: nothing shows %.80s", tt.file, line)
			}
		}
		if rows == 0 {
			t.Errorf("%s has no rows: this test looks for the wrong thing", tt.file)
		}
	}
}

// unproved returns the tests that a line names but that don't exist, and how many it
// names.
func unproved(t *testing.T, root, line string) (missing []string, names int) {
	t.Helper()
	for _, m := range named.FindAllStringSubmatch(line, -1) {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(m[1]), "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		var source strings.Builder
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
		for _, name := range testName.FindAllString(m[2], -1) {
			names++
			if !strings.Contains(source.String(), "\nfunc "+name+"(") {
				missing = append(missing, m[1]+" "+name)
			}
		}
	}
	for _, m := range titled.FindAllStringSubmatch(line, -1) {
		names++
		b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(m[1])))
		if err != nil || m[2] == "" || !strings.Contains(string(b), m[2]) {
			missing = append(missing, m[1]+" “"+m[2]+"”")
		}
	}
	return missing, names
}

// The check finds what it is meant to find.
func TestUnproved(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"`infra/audit` `TestUnproved`":                                                  "",
		"`infra/audit` `TestUnproved`, `TestNobody`; x":                                 "infra/audit TestNobody",
		"`infra/nowhere` `TestUnproved`":                                                "infra/nowhere TestUnproved",
		"`web/e2e/student.test.ts` “a title that no test has” |":                        "web/e2e/student.test.ts “a title that no test has”",
		"`web/e2e/nobody.test.ts` “is erased at the student’s word, everywhere”; `a` |": "web/e2e/nobody.test.ts “is erased at the student’s word, everywhere”",
		"`web/e2e/student.test.ts` “is erased at the student’s word, everywhere” |":     "",
	} {
		missing, names := unproved(t, "../..", line)
		if got := strings.Join(missing, "; "); got != want || names == 0 {
			t.Errorf("%s: %q of %d, want %q", line, got, names, want)
		}
	}
}
