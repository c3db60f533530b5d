package store

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// Every path stands once: path.go and package seal have them, and the other files
// neither a path nor the name of a collection.
func TestPathsStandOnce(t *testing.T) {
	fset, files := source(t)
	names := make(map[string]bool) // of what path.go declares
	ast.Inspect(files["path.go"], func(n ast.Node) bool {
		if _, ok := n.(*ast.ImportSpec); ok {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok {
			word := unquote(t, lit)
			if names[word] && len(word) > 1 {
				t.Errorf("%s: %q stands twice", fset.Position(lit.Pos()), word)
			}
			names[word] = true
		}
		return true
	})
	if !names["holds"] {
		t.Fatal("path.go has no holds: this test looks for the wrong thing")
	}
	for name, f := range files {
		if name == "path.go" {
			continue
		}
		fields := make(map[ast.Node]bool) // literals that name one, which may be called as a collection is
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.KeyValueExpr: // of a firestore.Update
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Path" {
					fields[n.Value] = true
				}
			case *ast.IndexExpr: // of a document's Data
				fields[n.Index] = true
			case *ast.Field: // of a struct, with its tag
				return n.Tag == nil
			case *ast.GenDecl:
				return n.Tok != token.CONST || !fieldNames(n)
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "read" && len(n.Args) > 1 { // a field of a document
					fields[n.Args[1]] = true
				}
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if !ok {
					break
				}
				switch sel.Sel.Name {
				case "Where", "OrderBy", "Select", "DataAt":
					for _, arg := range n.Args {
						fields[arg] = true
					}
				case "Doc", "Collection", "CollectionGroup":
					for _, arg := range n.Args {
						ast.Inspect(arg, func(n ast.Node) bool {
							if lit, ok := n.(*ast.BasicLit); ok {
								t.Errorf("%s: a path is written out: give it a name in path.go", fset.Position(lit.Pos()))
							}
							return true
						})
					}
				}
			case *ast.BasicLit:
				if n.Kind != token.STRING {
					break
				}
				if word := unquote(t, n); names[word] && !fields[n] || strings.Contains(word, "/") {
					t.Errorf("%s: %q is a path, or part of one: take it from path.go", fset.Position(n.Pos()), word)
				}
			}
			return true
		})
	}
}

// fieldNames reports whether a declaration is of names of fields, which may be
// those of collections as well.
func fieldNames(d *ast.GenDecl) bool {
	for _, spec := range d.Specs {
		for _, id := range spec.(*ast.ValueSpec).Names {
			if !strings.HasPrefix(id.Name, "field") {
				return false
			}
		}
	}
	return true
}

func unquote(t *testing.T, lit *ast.BasicLit) string {
	t.Helper()
	if lit.Kind != token.STRING {
		return lit.Value
	}
	word, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return word
}
