package sbom

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/licensecheck"
)

// Allowed are the licences that a dependency may have: those that require no more than
// notices. The second list is for what only builds and tests, and is never shipped: weak
// copyleft there binds nothing that is.
var (
	Allowed        = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "MIT-0", "Unlicense", "Zlib"}
	AllowedInTests = append(slices.Clone(Allowed), "CC-BY-4.0", "CC0-1.0", "MPL-2.0", "Python-2.0")
)

// Refused returns the modules whose licence isn't among the allowed. A choice
// between licences is met by one of them, a combination by all.
func Refused(modules []Module, allowed []string) (refused []Module) {
	for _, m := range modules {
		if !admits(m.Licence, allowed) {
			refused = append(refused, m)
		}
	}
	return refused
}

func admits(expression string, allowed []string) bool {
	all := strings.Trim(expression, "()")
	if all == "" {
		return false
	}
	for part := range strings.SplitSeq(all, " AND ") {
		one := slices.ContainsFunc(strings.Split(strings.Trim(part, "()"), " OR "), func(id string) bool { return slices.Contains(allowed, id) })
		if !one {
			return false
		}
	}
	return true
}

// licenceFile is what the files are called at a module's root.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([-.].*)?$`)

// coverage is how much of a file must be the text of known licences, in percent:
// what is left are names and years.
const coverage = 75

// scanned holds what licenceOf found, by folder: many functions link the same modules,
// and comparing texts is slow.
var scanned sync.Map

// licenceOf returns the licences of the files in a module's folder.
func licenceOf(dir string) (string, error) {
	if found, ok := scanned.Load(dir); ok {
		return found.(string), nil
	}
	found, err := scan(dir)
	if err == nil {
		scanned.Store(dir, found)
	}
	return found, err
}

func scan(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) == ".go" || !licenceFile.MatchString(e.Name()) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		found := licensecheck.Scan(b)
		if found.Percent < coverage {
			return "", fmt.Errorf("%s: only %.0f %% of it is the text of a known licence: read it", e.Name(), found.Percent)
		}
		for _, m := range found.Match {
			if !slices.Contains(ids, m.ID) {
				ids = append(ids, m.ID)
			}
		}
	}
	if len(ids) == 0 {
		return "", errors.New("it has no licence file")
	}
	slices.Sort(ids)
	return strings.Join(ids, " AND "), nil
}
