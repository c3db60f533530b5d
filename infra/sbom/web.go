package sbom

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
)

// Web returns the npm packages of a package-lock.json (version 3): those that get
// into the web app, or, with all, those that build and test it too.
func Web(lock string, all bool) ([]Module, error) {
	b, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	type entry struct {
		Version, Integrity, License string
		Dev                         bool
		Dependencies                map[string]string
		Optional                    map[string]string `json:"optionalDependencies"`
	}
	var file struct {
		LockfileVersion int
		Packages        map[string]entry
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("reading %s: %w", lock, err)
	}
	if file.LockfileVersion != 3 {
		return nil, fmt.Errorf("%s has version %d, not 3", lock, file.LockfileVersion)
	}
	var packages []Module
	for place, p := range file.Packages {
		if place == "" || p.Dev && !all {
			continue
		}
		algorithm, sum, _ := strings.Cut(p.Integrity, "-")
		raw, err := base64.StdEncoding.DecodeString(sum)
		if err != nil || algorithm != "sha512" {
			return nil, fmt.Errorf("%s: %s has no SHA-512", lock, place)
		}
		m := Module{Path: nameOf(place), Version: p.Version, Hash: hex.EncodeToString(raw), Licence: p.License}
		for _, needs := range []map[string]string{p.Dependencies, p.Optional} {
			for name := range needs {
				// Node looks in the package's own folder first, and then in those above.
				for dir := place; ; dir = above(dir) {
					at := path.Join(dir, "node_modules", name)
					if _, ok := file.Packages[at]; ok {
						m.Needs = append(m.Needs, name)
						break
					}
					if dir == "" {
						break // an optional one that isn't for any platform here
					}
				}
			}
		}
		slices.Sort(m.Needs)
		packages = append(packages, m)
	}
	slices.SortFunc(packages, func(a, b Module) int { return strings.Compare(a.Path+"@"+a.Version, b.Path+"@"+b.Version) })
	return slices.CompactFunc(packages, func(a, b Module) bool { return a.Path == b.Path && a.Version == b.Version }), nil
}

// nameOf returns the name of the package in "node_modules/a/node_modules/@b/c".
func nameOf(place string) string {
	return place[strings.LastIndex(place, "node_modules/")+len("node_modules/"):]
}

// above returns the place of the package in whose node_modules a place is.
func above(place string) string {
	if i := strings.LastIndex(place, "/node_modules/"); i >= 0 {
		return place[:i]
	}
	return ""
}
