// Package deployment reads what Terraform deploys: each function's environment, what its account may do, and the
// indexes and routes.
//
// Tests call it to check the deployment against the code: its own, and those of the source archives. The
// load test runs functions by it. It reads the tables in terraform/*.json, the names in two maps of
// service/function_<name>.tf and the sizes in service/variables.tf; it isn't a parser of Terraform's language and must
// not become one.
package deployment

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// A Stack is the folder with the two roots, their modules and the tables.
type Stack string

// A Grant is what a function's account may do.
type Grant struct {
	Default []string            `json:"default"` // in the database "(default)": create, delete, get, list, transact, update
	Vault   []string            `json:"vault"`   // the same in the vault
	Audit   []string            `json:"audit"`   // the same in the audit
	Objects []string            `json:"objects"` // with the objects of schools' archives: create, delete, get, list
	Keys    map[string][]string `json:"keys"`    // with a Cloud KMS key: decrypt, encrypt
	Secrets []string            `json:"secrets"` // read
	Topics  []string            `json:"topics"`  // publish to
	Traces  bool                `json:"traces"`  // send spans to Cloud Trace
}

// Grants reads grants.json, by function.
func (s Stack) Grants() (g map[string]Grant, err error) {
	return g, s.readJSON("grants.json", &g)
}

// Firestore is the configuration of the databases.
type Firestore struct {
	TTL     map[string]string              `json:"ttl"`    // by collection, the field whose time is when a document is deleted
	Exempt  map[string]map[string][]string `json:"exempt"` // fields without an index of their own, by database and collection
	Indexes []Index                        `json:"indexes"`
}

// An Index is a composite index.
type Index struct {
	Database   string   `json:"database,omitempty"` // "vault", "audit", or empty for "(default)"
	Collection string   `json:"collection"`
	Scope      string   `json:"scope,omitempty"` // COLLECTION_GROUP, or empty for COLLECTION
	Fields     []string `json:"fields"`          // "org ASCENDING", "teachers CONTAINS"
}

// Firestore reads firestore.json.
func (s Stack) Firestore() (f Firestore, err error) {
	return f, s.readJSON("firestore.json", &f)
}

// A Route sends the requests for a path, which may be a template ("/j/{code=**}"), to a backend: a function, "state" or
// "web". Page is the web app's file to send, empty for the one that the path names. With Accept, the route is for
// requests whose header of that name begins with one of its values, with SignedIn for those that read with an
// access token.
type Route struct {
	Path     string   `json:"path"`
	Accept   []string `json:"accept"`
	SignedIn bool     `json:"signedIn"`
	To       string   `json:"to"`
	Page     string   `json:"page"`
}

// Routes reads routes.json, in the order in which they are tried.
func (s Stack) Routes() (r []Route, err error) {
	return r, s.readJSON("routes.json", &r)
}

func (s Stack) readJSON(name string, v any) error {
	b, err := os.ReadFile(filepath.Join(string(s), name))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// An Environment is the names of a function's environment variables: those with a plain value and those that come from
// Secret Manager.
type Environment struct{ Plain, Secret []string }

// All returns the names of both kinds, sorted.
func (e Environment) All() []string {
	all := slices.Concat(e.Plain, e.Secret)
	slices.Sort(all)
	return all
}

var (
	mapOf = regexp.MustCompile(`(?ms)^  (environment|secrets)\s*= \{\n(.*?)^  \}`)
	name  = regexp.MustCompile(`(?m)^\s+([A-Z][A-Z0-9_]*)\s*= `)
)

// Environment reads the environment of a function from service/function_<name>.tf. Every function has GOOGLE_CLOUD_PROJECT.
func (s Stack) Environment(function string) (Environment, error) {
	e := Environment{Plain: []string{"GOOGLE_CLOUD_PROJECT"}}
	b, err := os.ReadFile(filepath.Join(string(s), "service", "function_"+function+".tf"))
	if err != nil {
		return e, err
	}
	for _, m := range mapOf.FindAllStringSubmatch(string(b), -1) {
		for _, n := range name.FindAllStringSubmatch(m[2], -1) {
			if m[1] == "secrets" {
				e.Secret = append(e.Secret, n[1])
			} else {
				e.Plain = append(e.Plain, n[1])
			}
		}
	}
	return e, nil
}

// A Size is what an instance of a function gets.
type Size struct {
	Memory       int64 // in bytes
	Concurrency  int   // requests at once
	MaxInstances int
}

// Size reads a function's size from the defaults in service/variables.tf.
func (s Stack) Size(function string) (z Size, err error) {
	b, err := os.ReadFile(filepath.Join(string(s), "service", "variables.tf"))
	if err != nil {
		return z, err
	}
	m := regexp.MustCompile(`(?m)^ +` + function + ` += \{ .*memory = "(\d+)Mi", concurrency = (\d+), max_instances = (\d+)`).FindStringSubmatch(string(b))
	if m == nil {
		return z, fmt.Errorf("service/variables.tf has no size of %s", function)
	}
	var n [3]int
	for i := range n {
		if n[i], err = strconv.Atoi(m[i+1]); err != nil {
			return z, fmt.Errorf("reading the size of %s: %w", function, err)
		}
	}
	return Size{Memory: int64(n[0]) << 20, Concurrency: n[1], MaxInstances: n[2]}, nil
}

// Functions lists the functions that service/function_<name>.tf files deploy.
func (s Stack) Functions() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(string(s), "service", "function_*.tf"))
	if err != nil {
		return nil, err
	}
	names := make([]string, len(files))
	for i, f := range files {
		base := filepath.Base(f)
		names[i] = base[len("function_") : len(base)-len(".tf")]
	}
	return names, nil
}
