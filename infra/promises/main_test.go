package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/promise"
)

func all(promise.Promise) bool { return true }

// A promise is what its tests show, and no more than it is listed as.
func TestJudge(t *testing.T) {
	t.Parallel()
	one, two := promise.Test{In: "functions/join", Name: "TestJoin"}, promise.Test{In: "functions/join", Name: "TestState"}
	list := &promise.List{
		Page: map[string]promise.Text{"failed": {"en": "A test of it failed."}},
		Promises: []promise.Promise{
			{ID: "P01", State: promise.Kept, Tests: []promise.Test{one}, Text: promise.Text{"en": "First"}},
			{ID: "P02", State: promise.Absent, Tests: []promise.Test{one, two}, Text: promise.Text{"en": "Second"}},
			{ID: "P03", State: promise.NotYet, Text: promise.Text{"en": "Third"}},
		},
	}
	for _, tt := range []struct {
		of   result
		want promise.State
	}{{pass, promise.Absent}, {"fail", promise.NotYet}, {"skip", promise.NotYet}, {"", promise.NotYet}} {
		results := map[promise.Test]result{one: pass, two: tt.of}
		states, bad := judge(list, results, all)
		if states["P01"] != promise.Kept || states["P02"] != tt.want || states["P03"] != promise.NotYet || bad != (tt.of != pass) {
			t.Errorf("%q: %v, %v", tt.of, states, bad)
		}
		var out bytes.Buffer
		table(&out, list, states, results)
		if strings.Contains(out.String(), "NOT SHOWN") != bad || strings.Contains(out.String(), two.String()) != bad {
			t.Errorf("%q: %s", tt.of, out.String())
		}
		name := filepath.Join(t.TempDir(), "promises.json")
		if err := os.WriteFile(name, []byte(`{"built":"2026-11-30","promises":[{"id":"P01","state":"kept"},{"id":"P02","state":"absent"},{"id":"P03","state":"notYet"}]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := lower(name, list, states); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Promises []struct {
				State   promise.State
				Missing promise.Text
			}
		}
		if err := json.Unmarshal(text, &file); err != nil || file.Promises[1].State != tt.want || (file.Promises[1].Missing != nil) != bad || file.Promises[0].State != promise.Kept {
			t.Errorf("%q: %s, %v", tt.of, text, err)
		}
	}
	if err := lower(filepath.Join(t.TempDir(), "gone.json"), list, nil); err == nil {
		t.Error("what isn't there was lowered")
	}
}

// Tests are run, and one that fails, one that skips itself and one that isn't there are told apart.
func TestTestsAreRun(t *testing.T) {
	t.Chdir("testdata/module")
	t.Setenv("GOFLAGS", "-mod=mod")
	wanted := map[promise.Test]bool{}
	for _, name := range []string{"TestPasses", "TestFails", "TestSkips", "TestGone"} {
		wanted[promise.Test{In: "shown", Name: name}] = true
	}
	var out bytes.Buffer
	results, err := runTests(t.Context(), &out, wanted)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]result{"TestPasses": pass, "TestFails": "fail", "TestSkips": "skip", "TestGone": ""} {
		if got := results[promise.Test{In: "shown", Name: name}]; got != want {
			t.Errorf("%s: %q, want %q\n%s", name, got, want, out.String())
		}
	}
}
