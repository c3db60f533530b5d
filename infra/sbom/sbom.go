// Package sbom lists what the deployed programs are made of: every dependency with its
// version, checksum and licence, as a CycloneDX document.
//
// infra/package calls it and writes a document beside each archive, for schools
// and auditors to search when a vulnerability is made known. Tests call it to
// check licences and to notice a dependency that nobody meant to add. It reads
// the Go command's lists, go.sum, package-lock.json and licence files, and must
// never guess: a module without a known licence or checksum is an error.
package sbom

import (
	"bytes"
	"fmt"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// module is the root of every function.
const module = "github.com/cleanslate-edu/cleanslate"

// OfFunction returns the CycloneDX document of a function. The same modules give
// the same bytes: it has no serial number and no time.
func OfFunction(name string, modules []Module) ([]byte, error) {
	return document(module+"/functions/"+name, modules, cdx.HashAlgoSHA256, func(m Module) string {
		return "pkg:golang/" + m.Path + "@" + m.Version
	})
}

// OfWeb returns the CycloneDX document of the web app.
func OfWeb(packages []Module) ([]byte, error) {
	return document("cleanslate-web", packages, cdx.HashAlgoSHA512, func(m Module) string {
		return "pkg:npm/" + strings.Replace(m.Path, "@", "%40", 1) + "@" + m.Version
	})
}

func document(name string, modules []Module, algorithm cdx.HashAlgorithm, purl func(Module) string) ([]byte, error) {
	refs := make(map[string]string, len(modules))
	for _, m := range modules {
		refs[m.Path] = purl(m)
	}
	root := cdx.Component{BOMRef: name, Type: cdx.ComponentTypeApplication, Name: name}
	components := make([]cdx.Component, len(modules))
	needed := make([]string, len(modules))
	dependencies := []cdx.Dependency{{Ref: root.BOMRef, Dependencies: &needed}}
	for i, m := range modules {
		ref := purl(m)
		needed[i] = ref
		components[i] = cdx.Component{
			BOMRef: ref, Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, PackageURL: ref, Scope: cdx.ScopeRequired,
			Hashes: &[]cdx.Hash{{Algorithm: algorithm, Value: m.Hash}}, Licenses: licences(m.Licence),
		}
		needs := make([]string, len(m.Needs))
		for j, path := range m.Needs {
			needs[j] = refs[path]
		}
		dependencies = append(dependencies, cdx.Dependency{Ref: ref, Dependencies: &needs})
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Component: &root}
	bom.Components, bom.Dependencies = &components, &dependencies
	var b bytes.Buffer
	if err := cdx.NewBOMEncoder(&b, cdx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false).Encode(bom); err != nil {
		return nil, fmt.Errorf("writing what %s is made of: %w", name, err)
	}
	return b.Bytes(), nil
}

func licences(expression string) *cdx.Licenses {
	if strings.Contains(expression, " ") {
		return &cdx.Licenses{{Expression: expression}}
	}
	return &cdx.Licenses{{License: &cdx.License{ID: expression}}}
}
