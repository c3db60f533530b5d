package store

import (
	"go/ast"
	"go/token"
	"reflect"
	"strings"
	"testing"
)

// storedFields returns the names of all stored types and those of their fields in
// Firestore.
func storedFields(t *testing.T, files map[string]*ast.File) (types, fields map[string]bool) {
	t.Helper()
	types, fields = make(map[string]bool), make(map[string]bool)
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if typ, ok := spec.Type.(*ast.StructType); ok && stored(typ) {
				types[spec.Name.Name] = true
				for _, f := range typ.Fields.List {
					if f.Tag != nil {
						name, _, _ := strings.Cut(reflect.StructTag(unquote(t, f.Tag)).Get("firestore"), ",")
						fields[name] = true
					}
				}
			}
			return true
		})
	}
	if !types["sessionDoc"] || !fields["leaseUntil"] {
		t.Fatal("no sessionDoc or leaseUntil is stored: this test looks for the wrong thing")
	}
	return types, fields
}

// The store's API has typed values only: nothing that it exports has a stored type, a
// Firestore type, the name of a field, or a value of type any.
func TestNothingStoredLeaves(t *testing.T) {
	fset, files := source(t)
	types, fields := storedFields(t, files)
	exports := func(what string, n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && strings.HasPrefix(pkg.Name, "firestore") {
					t.Errorf("%s: %s has firestore.%s", fset.Position(n.Pos()), what, n.Sel.Name)
				}
			case *ast.InterfaceType:
				t.Errorf("%s: %s has an interface", fset.Position(n.Pos()), what)
			case *ast.Ident:
				if n.Name == "any" || types[n.Name] {
					t.Errorf("%s: %s has %s", fset.Position(n.Pos()), what, n.Name)
				}
			}
			return true
		})
	}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if !d.Name.IsExported() || d.Recv != nil && !exportedReceiver(d.Recv) {
					continue
				}
				exports(d.Name.Name, d.Type.Params)
				if d.Type.Results != nil {
					exports(d.Name.Name, d.Type.Results)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						if !spec.Name.IsExported() {
							continue
						}
						typ, ok := spec.Type.(*ast.StructType)
						if !ok {
							exports(spec.Name.Name, spec.Type)
							continue
						}
						if stored(typ) {
							t.Errorf("%s: %s is stored as it is: give it a stored form that isn't exported", fset.Position(spec.Pos()), spec.Name.Name)
						}
						for _, field := range typ.Fields.List {
							if len(field.Names) == 0 || field.Names[0].IsExported() {
								exports(spec.Name.Name, field.Type)
							}
						}
					case *ast.ValueSpec:
						for i, name := range spec.Names {
							if !name.IsExported() {
								continue
							}
							if spec.Type != nil {
								exports(name.Name, spec.Type)
							} else if i < len(spec.Values) {
								if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING && fields[unquote(t, lit)] {
									t.Errorf("%s: %s is the name of a field", fset.Position(spec.Pos()), name.Name)
								}
							}
						}
					}
				}
			}
		}
	}
}

func exportedReceiver(recv *ast.FieldList) bool {
	exported := false
	ast.Inspect(recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.IsExported() {
			exported = true
		}
		return true
	})
	return exported
}

// A field that is queried, updated or read by its name is one of a stored type.
func TestFieldNamesAreThoseOfStoredTypes(t *testing.T) {
	fset, files := source(t)
	_, fields := storedFields(t, files)
	found := 0
	for _, f := range files {
		check := func(e ast.Expr) {
			lit, ok := e.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return
			}
			found++
			for name := range strings.SplitSeq(unquote(t, lit), ".") {
				if !fields[name] {
					t.Errorf("%s: no stored type has a field %q", fset.Position(lit.Pos()), name)
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				// A firestore.Update, alone or in a list of them.
				if typ, ok := n.Type.(*ast.SelectorExpr); n.Type != nil && !(ok && typ.Sel.Name == "Update") {
					break
				}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Path" {
							check(kv.Value)
						}
					}
				}
			case *ast.IndexExpr:
				if call, ok := n.X.(*ast.CallExpr); ok {
					if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Data" {
						check(n.Index)
					}
				}
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if strings.HasPrefix(name.Name, "field") && i < len(n.Values) {
						check(n.Values[i])
					}
				}
			case *ast.CallExpr:
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || len(n.Args) == 0 {
					break
				}
				switch sel.Sel.Name {
				case "Where", "OrderBy", "DataAt":
					check(n.Args[0])
				case "Select":
					for _, arg := range n.Args {
						check(arg)
					}
				}
			}
			return true
		})
	}
	if found < 50 {
		t.Errorf("the source names fields %d times: this test looks for the wrong thing", found)
	}
}
