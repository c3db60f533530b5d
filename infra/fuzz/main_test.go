package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTargets(t *testing.T) {
	all, err := targets(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []target{{"shared/seal", "FuzzOpen"}, {"shared/ticket", "FuzzOpen"}, {"functions/answer", "FuzzDecode"}} {
		if !slices.Contains(all, want) {
			t.Errorf("%v isn't among %v", want, all)
		}
	}
	// Each has its row, so that one that was never fuzzed shows.
	rows, err := os.ReadFile(filepath.Join("..", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range all {
		if !strings.Contains(string(rows), fmt.Sprintf("\n| `%s` `%s` |", target.dir, target.name)) {
			t.Errorf("security.md has no row for %s %s", target.dir, target.name)
		}
	}
}

func TestExecutions(t *testing.T) {
	out := "fuzz: elapsed: 0s, gathering baseline coverage: 0/19 completed\n" +
		"fuzz: elapsed: 3s, execs: 102491 (34159/sec), new interesting: 2 (total: 40)\n" +
		"fuzz: elapsed: 6s, execs: 201007 (32838/sec), new interesting: 2 (total: 40)\nPASS\n"
	if n, ok := executions([]byte(out)); !ok || n != 201007 {
		t.Errorf("%d, %v", n, ok)
	}
	if _, ok := executions([]byte("PASS\n")); ok {
		t.Error("a run without figures is counted")
	}
}

func TestRun(t *testing.T) {
	t.Chdir("../..")
	passes := "fuzz: elapsed: 3s, execs: 7 (2/sec), new interesting: 0 (total: 1)\nPASS\n"
	for _, tt := range []struct {
		name, out string
		err       error
		want      string // a part of the error
	}{
		{"a target that passes", passes, nil, ""},
		{"one that fails", "fuzz: elapsed: 3s, execs: 7 (2/sec)\n--- FAIL: FuzzOpen\n", errors.New("exit status 1"), "failed: shared/ticket.FuzzOpen"},
		{"one that doesn't build", "FAIL [build failed]\n", errors.New("exit status 1"), "failed: shared/ticket.FuzzOpen"},
		{"one without figures", "PASS\n", nil, "failed: shared/ticket.FuzzOpen"},
	} {
		var ran []target
		fuzz := func(f target) ([]byte, error) {
			ran = append(ran, f)
			return []byte(tt.out), tt.err
		}
		err := run(t.Context(), fuzz, 0, "^shared/ticket.FuzzOpen$")
		if (err == nil) != (tt.want == "") || err != nil && err.Error() != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if !slices.Equal(ran, []target{{"shared/ticket", "FuzzOpen"}}) {
			t.Errorf("%s: ran %v", tt.name, ran)
		}
	}
}
