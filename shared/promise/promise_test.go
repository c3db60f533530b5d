package promise

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// What the list names is there, and nothing is called kept without a test.
func TestPromises(t *testing.T) {
	t.Parallel()
	l, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Find(root); err != nil {
		t.Error(err)
	}
	if len(l.Promises) < 54 {
		t.Errorf("%d promises; the policies that this product answers to make 54", len(l.Promises))
	}
}

// The list is judged as it says.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	const text = `{en: a, de: a, fr: a, es: a}`
	const head = "states: {kept: " + text + ", absent: " + text + ", partly: " + text + ", notYet: " + text + "}\ntopics: {end: " + text + "}\npromises:\n"
	promise := func(id, rest string) string {
		return fmt.Sprintf("  - {id: %s, topic: end, text: %s, sources: [Classtime], %s}\n", id, text, rest)
	}
	const test = "code: [promise_test.go], tests: [{in: ., name: TestFaultsAreFound}]"
	for _, tt := range []struct{ what, list, want string }{
		{"a whole one", promise("P01", "state: kept, "+test), ""},
		{"one that isn't there yet", promise("P01", "state: notYet, missing: "+text), ""},
		{"kept without a test", promise("P01", "state: kept, code: [promise_test.go]"), "no test or no code"},
		{"absent without a test", promise("P01", "state: absent, code: [promise_test.go]"), "no test or no code"},
		{"kept, and something missing", promise("P01", "state: kept, missing: "+text+", "+test), "something is missing"},
		{"partly, and nothing missing", promise("P01", "state: partly, "+test), "say what is missing"},
		{"not yet, and shown", promise("P01", "state: notYet, missing: "+text+", "+test), "a test shows it"},
		{"a state that is none", promise("P01", "state: nearly, "+test), "not \"nearly\""},
		{"a gap", promise("P02", "state: notYet, missing: "+text), "without a gap"},
		{"a topic that is none", strings.Replace(promise("P01", "state: kept, "+test), "topic: end", "topic: start", 1), "no topic"},
		{"a language less", strings.Replace(promise("P01", "state: kept, "+test), ", es: a", "", 1), `in "es"`},
		{"a field that nobody reads", promise("P01", "state: kept, owner: ada, "+test), "owner"},
		{"a file that isn't there", promise("P01", "state: kept, code: [gone.go], tests: [{in: ., name: TestFaultsAreFound}]"), "gone.go isn't there"},
		{"a test that isn't there", promise("P01", "state: kept, code: [promise_test.go], tests: [{in: ., name: TestGone}]"), "no such test"},
		{"a helper that is no test", promise("P01", "state: kept, code: [promise_test.go], tests: [{in: ., name: repository}]"), "no such test"},
		{"a web test that isn't there", promise("P01", "state: kept, code: [promise_test.go], tests: [{in: testdata/web.test.ts, name: gone}]"), "no such test"},
		{"a web test", promise("P01", "state: kept, code: [promise_test.go], tests: [{in: testdata/web.test.ts, name: runs}]"), ""},
		{"a web test that is skipped", promise("P01", "state: kept, code: [promise_test.go], tests: [{in: testdata/web.test.ts, name: never runs}]"), "always skipped"},
	} {
		l, err := parse([]byte(head + tt.list))
		if l != nil {
			err = errors.Join(err, l.Find("."))
		}
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.what, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %v, want %q", tt.what, err, tt.want)
		}
	}
}

// repository reads every file that git knows, but for the list itself and what is binary.
func repository(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	out, err := exec.Command("git", append([]string{"-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "--"}, patterns...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSuffix(name, "\n")
		text, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	if len(files) == 0 {
		t.Fatalf("no file matches %q", patterns)
	}
	return files
}

// The code cites promises by their ids, and each is there.
func TestCitedPromisesAreThere(t *testing.T) {
	t.Parallel()
	l, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, p := range l.Promises {
		known[p.ID] = true
	}
	cited := 0
	// "promise P24", "promises P26 and P27", "our own promise, P49 and P50".
	citation := regexp.MustCompile(`(?i)promises?,? P\d+(?:(?:, |,? and |; )P\d+)*`)
	for name, text := range repository(t, "*.go", "*.ts", "*.tsx", "*.tf", "*.md", "*.yaml", "*.tmpl") {
		if strings.HasPrefix(name, "shared/promise/") {
			continue
		}
		for _, c := range citation.FindAllString(text, -1) {
			for _, id := range regexp.MustCompile(`P\d+`).FindAllString(c, -1) {
				cited++
				if !known[id] {
					t.Errorf("%s cites %s, which is no promise", name, id)
				}
			}
		}
	}
	if cited < 25 {
		t.Errorf("%d citations: this test doesn't recognize them any more", cited)
	}
}
