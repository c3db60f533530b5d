package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var (
	someMachine = machine{"2026-01-02", "Abacus 3000", 2, "0.1, 0.2, 0.3", "go1.26"}
	someRows    = []row{
		within("ratio", []float64{1, 1.2, 1.4}, 1.1, "2 ÷ 1", "speed"),
		below("count", 3, 4, "", "money"),
		info("size", "5 MiB", "", "room"),
	}
)

func TestShow(t *testing.T) {
	for _, c := range []struct {
		name string
		row  row
		ok   bool
		says string
	}{
		{"holds", below("f", 1, 2, "", ""), true, "pass"},
		{"fails", below("f", 3, 2, "", ""), false, "FAIL"},
		{"noisy", within("f", []float64{1, 3}, 1.9, "", ""), true, "Measure again"},
		{"no budget", info("f", "1", "", ""), true, "Abacus 3000, 2 cores, go1.26, load average before: 0.1, 0.2, 0.3"},
	} {
		var out bytes.Buffer
		ok, err := show(&out, someMachine, append([]row{c.row}, someRows[1:]...))
		if err != nil || ok != c.ok || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: %v, %v\n%s", c.name, ok, err, &out)
		}
	}
}

func TestMarkdown(t *testing.T) {
	const want = `Measured on 2026-01-02: Abacus 3000, 2 cores, go1.26, load average before: 0.1, 0.2, 0.3.

| figure | budget | measured | half of the rounds | | what it means |
|---|---|---|---|---|---|
| ratio | ≤ 1.1 | 1.2 (2 ÷ 1) | 1.1 to 1.3 | **noisy** | speed |
| count | ≤ 4 | 3 |  | pass | money |
| size |  | 5 MiB |  |  | room |
`
	if got := markdown(someMachine, someRows); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRewrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "document.md")
	if err := os.WriteFile(file, []byte("before\n"+begin+"old\n"+end+"after\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is what the first wrote
		if err := rewrite(file, "new\n"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if want := "before\n" + begin + "new\n" + end + "after\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestFillNeedsOnePairOfMarkers(t *testing.T) {
	for _, document := range []string{"", begin, end + begin, begin + end + begin + end} {
		if got, err := fill(document, "x"); err == nil {
			t.Errorf("fill(%q) = %q", document, got)
		}
	}
}

// The document that make bench writes into has a place for the table.
func TestDocument(t *testing.T) {
	document, err := os.ReadFile("../performance.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fill(string(document), "x"); err != nil {
		t.Error(err)
	}
}
