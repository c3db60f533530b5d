package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// source parses the package's files, without tests, by name.
func source(t *testing.T) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset, files := token.NewFileSet(), make(map[string]*ast.File)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = f
	}
	return fset, files
}

// A file's prefix says which database it works on.
func TestFilesAreNamedForTheirDatabase(t *testing.T) {
	_, files := source(t)
	for name, f := range files {
		has := make(map[string]bool) // receivers
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil {
				continue
			}
			if star, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok {
				if id, ok := star.X.(*ast.Ident); ok {
					has[id.Name] = true
				}
			}
		}
		prefix, _, _ := strings.Cut(strings.TrimSuffix(name, ".go"), "_")
		only := prefix == "vault" || prefix == "audit" // one of the databases beside "(default)"
		store, vault, audit := !only, prefix == "vault" || prefix == "both", prefix == "audit"
		if has["Store"] && !store || has["Vault"] && !vault || has["Audit"] && !audit || prefix == "both" && !(has["Store"] && has["Vault"]) {
			t.Errorf("%s has methods of %v", name, has)
		}
	}
}
