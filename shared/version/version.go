// Package version names what is running: the release, and the commit that it was
// built from.
//
// Entries read it from the environment (package environ); package httpapi serves
// it, and every log line has it. It must never say more: a version is public, and
// what else a program is made of tells an attacker where to look.
package version

// A Version is what a release is called and its commit. The JSON is what
// GET /v1/version/{function} answers.
type Version struct {
	Version string `json:"version"` // "v1.4.2", or a description of what isn't one
	Commit  string `json:"commit"`  // in full
}
