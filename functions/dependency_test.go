package functions_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/infra/sbom"
)

var update = flag.Bool("update", false, "write the lists of dependencies; read the diff before you commit it")

// Linking a dependency into a function, or dropping one, is a decision: whatever runs in
// a function can read what the function reads.
func TestDependencies(t *testing.T) {
	t.Parallel()
	for _, name := range functionsOf(t, "HTTP", "CloudEvent") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			modules, err := sbom.Function(t.Context(), "..", name)
			if err != nil {
				t.Fatal(err)
			}
			var list strings.Builder
			for _, m := range modules {
				list.WriteString(m.Path + "\n")
			}
			golden := filepath.Join("testdata", "dependencies", name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(list.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			for path := range strings.Lines(list.String()) {
				if !strings.Contains("\n"+string(want), "\n"+path) {
					t.Errorf("links %q, which is new", strings.TrimSpace(path))
				}
			}
			for path := range strings.Lines(string(want)) {
				if !strings.Contains("\n"+list.String(), "\n"+path) {
					t.Errorf("doesn't link %q any more", strings.TrimSpace(path))
				}
			}
			if t.Failed() {
				t.Log("If that is meant: go test ./functions -run Dependencies -update")
			}
		})
	}
}
