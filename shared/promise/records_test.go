package promise

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The documents that schools file say the same in every language: each text fills in the
// same facts and leaves as many blanks, and every fact, promise and vendor is one that
// there is.
func TestRecordsAreComplete(t *testing.T) {
	t.Parallel()
	r, err := ReadRecords()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"day": true, "version": true, "level": true, "school": true, "country": true, "kept": true, "restore": true, "basis": true, "authority": true}
	for name := range r.Facts {
		known[name] = true
	}
	for _, name := range terms(t) {
		known[name] = true
	}
	used := make(map[string]bool)
	for _, text := range r.texts() {
		want := facts(text["en"])
		slices.Sort(want)
		for _, name := range want {
			used[name] = true
			if !known[name] {
				t.Errorf("%q fills in {%s}, which isn't a fact", text["en"], name)
			}
		}
		for _, language := range Languages {
			got := facts(text[language])
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%q: in %q it fills in %v, in English %v", text["en"], language, got, want)
			}
			if strings.Count(text[language], "[[") != strings.Count(text["en"], "[[") || strings.Count(text[language], "[[") != strings.Count(text[language], "]]") {
				t.Errorf("%q: in %q it leaves other blanks", text["en"], language)
			}
		}
	}
	for name := range r.Facts {
		if !used[name] {
			t.Errorf("no text fills in {%s}", name)
		}
	}

	list, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	promises := slices.Concat(r.Security)
	vendors, privacy := readVendors(t), new(Privacy)
	if privacy, err = ReadPrivacy(); err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Activities {
		promises = append(promises, a.Promises...)
		for _, id := range a.Vendors {
			if _, ok := vendors.Vendor(id); !ok {
				t.Errorf("%s: there is no vendor %q", a.ID, id)
			}
		}
		if a.Kept.One != "" && len(privacy.Said[a.Kept.One]) == 0 || a.Basis != "" && a.Basis != "country" || len(a.Vendors) == 0 {
			t.Errorf("%s: say how long it is kept, who receives it, and on which basis", a.ID)
		}
	}
	for _, s := range r.Assessment {
		promises = append(promises, s.Promises...)
	}
	for _, risk := range r.Risks {
		promises = append(promises, risk.Promises...)
	}
	for _, id := range promises {
		if !slices.ContainsFunc(list.Promises, func(p Promise) bool { return p.ID == id }) {
			t.Errorf("there is no promise %s", id)
		}
	}
	// Every vendor receives something that an activity names.
	for _, v := range vendors.Vendors {
		if !slices.ContainsFunc(r.Activities, func(a Activity) bool { return slices.Contains(a.Vendors, v.ID) }) {
			t.Errorf("no activity names the vendor %s", v.ID)
		}
	}
}

// No length of time stands in the texts: all come from the functions' constants, from the
// school's policy, or from what is published.
func TestRecordsNameNoTime(t *testing.T) {
	t.Parallel()
	r, err := ReadRecords()
	if err != nil {
		t.Fatal(err)
	}
	figure := regexp.MustCompile(`(?i)\b\d+\s*(hour|day|week|month|year|Stunde|Tag|Woche|Monat|Jahr|heure|jour|semaine|mois|an|hora|día|semana|mes|año)`)
	for _, text := range r.texts() {
		for _, language := range Languages {
			if figure.MatchString(text[language]) {
				t.Errorf("%q states a time itself", text[language])
			}
		}
	}
}

// terms returns the names of the times that GET /v1/records returns.
func terms(t *testing.T) []string {
	text, err := os.ReadFile(filepath.Join("..", "httpapi", "openapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Components struct {
			Schemas map[string]struct {
				Required []string `yaml:"required"`
			} `yaml:"schemas"`
		} `yaml:"components"`
	}
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	names := document.Components.Schemas["RecordTerms"].Required
	if len(names) == 0 {
		t.Fatal("the document lists no terms")
	}
	return names
}
