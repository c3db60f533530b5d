package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// An edge or a node in the output of terraform graph.
var (
	dotEdge = regexp.MustCompile(`^\s*"([^"]+)" -> "([^"]+)"`)
	dotNode = regexp.MustCompile(`^\s*"([^"]+)" \[`)
)

// graph is what each resource of a root module depends on.
type graph map[string][]string

func readGraph(r io.Reader) (graph, error) {
	g := graph{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if m := dotEdge.FindStringSubmatch(lines.Text()); m != nil {
			g[m[1]] = append(g[m[1]], m[2])
		} else if m := dotNode.FindStringSubmatch(lines.Text()); m != nil {
			if _, ok := g[m[1]]; !ok {
				g[m[1]] = nil
			}
		}
	}
	return g, lines.Err()
}

// reaches reports whether from depends, directly or not, on a resource of the type.
func (g graph) reaches(from, typ string) bool {
	seen := map[string]bool{from: true}
	for next := []string{from}; len(next) > 0; next = next[1:] {
		for _, to := range g[next[0]] {
			if resourceType(to) == typ {
				return true
			}
			if !seen[to] {
				seen[to] = true
				next = append(next, to)
			}
		}
	}
	return false
}

// resourceType returns google_pubsub_topic for module.answer.google_pubsub_topic.this.
func resourceType(address string) string {
	parts := strings.Split(address, ".")
	return parts[max(0, len(parts)-2)]
}

// enables reports whether the root enables services.
func (g graph) enables() bool {
	for resource := range g {
		if resourceType(resource) == "google_project_service" {
			return true
		}
	}
	return false
}

// enabled finds what an empty project would refuse: each of Google's resources, in any of the roots, must have a service
// that one root enables, and in that root wait for it; and no service is enabled without need. services maps each service
// to prefixes of types.
func enabled(roots map[string]graph, services map[string][]string) error {
	var errs []error
	needed := map[string]bool{}
	enabling := 0
	for _, root := range slices.Sorted(maps.Keys(roots)) {
		g := roots[root]
		enables := g.enables()
		if enables {
			enabling++
		}
		for _, resource := range slices.Sorted(maps.Keys(g)) {
			typ := resourceType(resource)
			if strings.Contains(resource, "data.") || !strings.HasPrefix(typ, "google_") || typ == "google_project_service" {
				continue
			}
			known := false
			for service, types := range services {
				if slices.ContainsFunc(types, func(t string) bool { return strings.HasPrefix(typ, t) }) {
					known, needed[service] = true, true
				}
			}
			if !known {
				errs = append(errs, fmt.Errorf("%s: %s: no service in services.json has this type: add it there", root, resource))
			}
			if enables && !g.reaches(resource, "google_project_service") {
				errs = append(errs, fmt.Errorf("%s: %s doesn't depend on the enabling of its service", root, resource))
			}
		}
	}
	if enabling != 1 {
		errs = append(errs, fmt.Errorf("%d roots enable services, not one", enabling))
	}
	for _, service := range slices.Sorted(maps.Keys(services)) {
		if !needed[service] {
			errs = append(errs, fmt.Errorf("%s is enabled, and nothing needs it", service))
		}
	}
	return errors.Join(errs...)
}

func readServices(dir string) (map[string][]string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "services.json"))
	if err != nil {
		return nil, err
	}
	var services map[string][]string
	return services, json.Unmarshal(raw, &services)
}
