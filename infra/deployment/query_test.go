package deployment

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A query is one that the store may send: where to, and what it filters and sorts by.
type query struct {
	where      string // in the source
	database   string
	collection string
	group      bool
	equal      []string // fields
	contains   string
	inequality string
	order      []string // "createdAt DESCENDING"
}

// A reader finds the queries that the store's source can make: it follows the client's query builders through
// variables, parameters and results within the package. What it can't follow is an error, never ignored.
type reader struct {
	t     *testing.T
	p     *program
	store *pkg
	decls map[*types.Func]*ast.FuncDecl
	in    map[ast.Node]*ast.FuncDecl // the function around a call
	calls map[*types.Func][]*ast.CallExpr
	depth int
}

func queriesOf(t *testing.T, p *program) []query {
	t.Helper()
	r := &reader{
		t: t, p: p, store: p.pkgs[module+"/shared/store"],
		decls: make(map[*types.Func]*ast.FuncDecl), in: make(map[ast.Node]*ast.FuncDecl), calls: make(map[*types.Func][]*ast.CallExpr),
	}
	var all []*ast.FuncDecl
	for _, f := range r.store.files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				all = append(all, fn)
				r.decls[r.store.info.Defs[fn.Name].(*types.Func)] = fn
				ast.Inspect(fn.Body, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						r.in[call] = fn
						if f := r.callee(call); f != nil {
							r.calls[f] = append(r.calls[f], call)
						}
					}
					return true
				})
			}
		}
	}
	seen := make(map[string]query)
	for _, fn := range all {
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sent := r.sent(call)
			if sent == nil {
				return true
			}
			queries := r.queries(fn, sent)
			if len(queries) == 0 {
				t.Errorf("%s: can't tell which query this is: extend reader", p.fset.Position(sent.Pos()))
			}
			for _, q := range queries {
				seen[fmt.Sprintf("%+v", q)] = q
			}
			return true
		})
	}
	return slices.Collect(maps.Values(seen))
}

// sent returns the query that a call sends to Firestore, nil if it doesn't send one.
func (r *reader) sent(call *ast.CallExpr) ast.Expr {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	switch sel.Sel.Name {
	case "Documents", "Snapshots", "NewAggregationQuery":
	default:
		return nil
	}
	switch namedIn(r.typeOf(sel.X), client) {
	case "Query", "CollectionRef", "CollectionGroupRef":
		return sel.X
	case "Transaction":
		return call.Args[0]
	}
	return nil
}

func (r *reader) typeOf(x ast.Expr) types.Type { return r.store.info.Types[x].Type }

// callee returns the function or method of the store that is called, nil if it is another package's.
func (r *reader) callee(call *ast.CallExpr) *types.Func {
	fun := call.Fun
	if x, ok := fun.(*ast.IndexExpr); ok {
		fun = x.X
	}
	var id *ast.Ident
	switch f := fun.(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return nil
	}
	f, ok := r.store.info.Uses[id].(*types.Func)
	if !ok || f.Pkg() != r.store.Package {
		return nil
	}
	return f.Origin()
}

// queries returns what an expression of a query type can be.
func (r *reader) queries(fn *ast.FuncDecl, x ast.Expr) []query {
	if r.depth++; r.depth > 100 {
		r.t.Fatalf("%s: a query is built from itself", r.p.fset.Position(x.Pos()))
	}
	defer func() { r.depth-- }()
	switch x := x.(type) {
	case *ast.ParenExpr:
		return r.queries(fn, x.X)
	case *ast.Ident:
		return r.variable(fn, x, r.queries)
	case *ast.SelectorExpr:
		if x.Sel.Name == "Query" && namedIn(r.typeOf(x.X), client) != "" { // a collection is itself a query
			return r.queries(fn, x.X)
		}
		return r.fieldOf(x)
	case *ast.CallExpr:
		if f := r.callee(x); f != nil {
			return returned(r, f, r.queries)
		}
		if sel, ok := x.Fun.(*ast.SelectorExpr); ok {
			return r.built(fn, sel, x.Args)
		}
	}
	return nil
}

// built returns the queries that a method of the client's query builder makes from its receiver.
func (r *reader) built(fn *ast.FuncDecl, sel *ast.SelectorExpr, args []ast.Expr) (all []query) {
	switch sel.Sel.Name {
	case "Collection", "CollectionGroup":
		for _, db := range r.databases(fn, sel.X) {
			for _, path := range r.words(fn, args[0]) {
				all = append(all, query{where: fn.Name.Name, database: db, collection: path[strings.LastIndex(path, "/")+1:], group: sel.Sel.Name == "CollectionGroup"})
			}
		}
	case "Where":
		op := r.words(fn, args[1])
		for _, q := range r.queries(fn, sel.X) {
			for _, f := range r.words(fn, args[0]) {
				q := q
				switch {
				case len(op) != 1:
					r.t.Errorf("%s: can't tell the operator", r.p.fset.Position(args[1].Pos()))
				case op[0] == "==" || op[0] == "in":
					q.equal = append(slices.Clone(q.equal), f)
				case strings.HasPrefix(op[0], "array-contains"):
					q.contains = f
				default:
					if q.inequality != "" && q.inequality != f {
						r.t.Errorf("%s: inequalities on two fields: extend index with what they need", r.p.fset.Position(args[0].Pos()))
					}
					q.inequality = f
				}
				all = append(all, q)
			}
		}
	case "OrderBy":
		direction := "ASCENDING"
		if d, ok := args[1].(*ast.SelectorExpr); ok && d.Sel.Name == "Desc" {
			direction = "DESCENDING"
		}
		for _, q := range r.queries(fn, sel.X) {
			for _, f := range r.words(fn, args[0]) {
				if q.inequality != "" && len(q.order) == 0 && q.inequality != f && f != "__name__" {
					continue // Firestore rejects it: another value of a parameter is meant
				}
				q := q
				q.order = append(slices.Clone(q.order), f+" "+direction)
				all = append(all, q)
			}
		}
	case "Limit", "LimitToLast", "Offset", "Select", "StartAt", "StartAfter", "EndAt", "EndBefore":
		return r.queries(fn, sel.X)
	}
	return all
}

// variable returns what a variable or a parameter can be, by value.
func (r *reader) variable(fn *ast.FuncDecl, x *ast.Ident, value func(*ast.FuncDecl, ast.Expr) []query) []query {
	obj := r.store.info.Uses[x]
	if obj == nil {
		obj = r.store.info.Defs[x]
	}
	if i := parameter(r, fn, obj); i >= 0 {
		return passed(r, fn, i, value)
	}
	var all []query
	depth, declared := 0, 0
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			if n.Pos() > x.Pos() {
				return false
			}
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				id, ok := lhs.(*ast.Ident)
				if !ok || len(n.Lhs) != len(n.Rhs) || n.End() > x.Pos() || (r.store.info.Defs[id] != obj && r.store.info.Uses[id] != obj) {
					continue
				}
				depth = r.blocks(fn, n)
				made := value(fn, n.Rhs[i])
				if r.store.info.Defs[id] == obj {
					declared = depth
				}
				if depth > declared { // inside a condition
					made = append(slices.Clone(all), made...)
				}
				all = made
			}
		case *ast.RangeStmt:
			if id, ok := n.Value.(*ast.Ident); ok && r.store.info.Defs[id] == obj {
				if lit, ok := n.X.(*ast.CompositeLit); ok {
					for _, elt := range lit.Elts {
						all = append(all, value(fn, elt)...)
					}
				}
			}
		}
		return true
	})
	return all
}

// blocks counts the blocks around a statement.
func (r *reader) blocks(fn *ast.FuncDecl, stmt ast.Stmt) (n int) {
	ast.Inspect(fn.Body, func(node ast.Node) bool {
		if b, ok := node.(*ast.BlockStmt); ok && b.Pos() <= stmt.Pos() && stmt.End() <= b.End() {
			n++
		}
		return true
	})
	return n
}

// fieldOf returns what literals of the store give to a field of a struct.
func (r *reader) fieldOf(x *ast.SelectorExpr) (all []query) {
	s, ok := r.typeOf(x.X).Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for _, fn := range r.decls {
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !types.Identical(r.typeOf(lit), r.typeOf(x.X)) {
				return true
			}
			for i, e := range lit.Elts {
				name := s.Field(i).Name()
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					name, e = kv.Key.(*ast.Ident).Name, kv.Value
				}
				if name == x.Sel.Name {
					all = append(all, r.queries(fn, e)...)
				}
			}
			return true
		})
	}
	return all
}

// parameter returns the index of obj among the parameters of fn, or -1.
func parameter(r *reader, fn *ast.FuncDecl, obj types.Object) int {
	params := r.store.info.Defs[fn.Name].(*types.Func).Signature().Params()
	for i := range params.Len() {
		if params.At(i) == obj {
			return i
		}
	}
	return -1
}

// passed returns what callers within the package pass as a parameter.
func passed[T any](r *reader, fn *ast.FuncDecl, i int, value func(*ast.FuncDecl, ast.Expr) []T) (all []T) {
	for _, call := range r.calls[r.store.info.Defs[fn.Name].(*types.Func)] {
		all = append(all, value(r.in[call], call.Args[i])...)
	}
	return all
}

// returned returns what a function of the store returns.
func returned[T any](r *reader, f *types.Func, value func(*ast.FuncDecl, ast.Expr) []T) (all []T) {
	fn := r.decls[f]
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if len(n.Results) == 1 {
				all = append(all, value(fn, n.Results[0])...)
			}
		}
		return true
	})
	return all
}

// databases returns the databases of a client or document: those of the Store, the Vault or the Audit that owns the client.
func (r *reader) databases(fn *ast.FuncDecl, x ast.Expr) []string {
	switch x := x.(type) {
	case *ast.SelectorExpr:
		switch namedIn(r.typeOf(x.X), r.store.Path()) {
		case "Store":
			return []string{"(default)"}
		case "Vault":
			return []string{"vault"}
		case "Audit":
			return []string{"audit"}
		}
		return r.databases(fn, x.X)
	case *ast.CallExpr:
		if f := r.callee(x); f != nil {
			return returned(r, f, r.databases)
		}
		return r.databases(fn, x.Fun)
	case *ast.Ident:
		obj := r.store.info.Uses[x]
		if i := parameter(r, fn, obj); i >= 0 {
			return passed(r, fn, i, r.databases)
		}
		var dbs []string
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
				for i, lhs := range a.Lhs {
					if id, ok := lhs.(*ast.Ident); ok && r.store.info.Defs[id] == obj {
						dbs = append(dbs, r.databases(fn, a.Rhs[i])...)
					}
				}
			}
			return true
		})
		return dbs
	}
	return nil
}

// words returns the strings that an expression can be; for a path, at least its end.
func (r *reader) words(fn *ast.FuncDecl, x ast.Expr) []string {
	if v := r.store.info.Types[x].Value; v != nil && v.Kind() == constant.String {
		return []string{constant.StringVal(v)}
	}
	switch x := x.(type) {
	case *ast.SelectorExpr:
		if x.Sel.Name == "DocumentID" {
			return []string{"__name__"}
		}
	case *ast.BinaryExpr:
		return r.words(fn, x.Y)
	case *ast.Ident:
		obj := r.store.info.Uses[x]
		if i := parameter(r, fn, obj); i >= 0 {
			all := passed(r, fn, i, r.words)
			return append(all, r.literals(fn.Name.Name, i)...)
		}
		var all []string
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if loop, ok := n.(*ast.RangeStmt); ok {
				if id, ok := loop.Value.(*ast.Ident); ok && r.store.info.Defs[id] == obj {
					if lit, ok := loop.X.(*ast.CompositeLit); ok {
						for _, elt := range lit.Elts {
							all = append(all, r.words(fn, elt)...)
						}
					}
				}
			}
			return true
		})
		if all != nil {
			return all
		}
	}
	r.t.Errorf("%s: can't tell which name this is: extend reader", r.p.fset.Position(x.Pos()))
	return nil
}

// literals returns the constants that the other packages pass to a method of the store.
func (r *reader) literals(method string, i int) (all []string) {
	for _, q := range r.p.pkgs {
		if q == r.store {
			continue
		}
		for _, f := range q.files {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) <= i {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || sel.Sel.Name != method {
					return true
				}
				lit, ok := call.Args[i].(*ast.BasicLit)
				if !ok {
					r.t.Errorf("%s: use a literal name here, so that the index it needs can be derived", r.p.fset.Position(call.Args[i].Pos()))
					return true
				}
				if word := strings.Trim(lit.Value, `"`); word != "" && !slices.Contains(all, word) {
					all = append(all, word)
				}
				return true
			})
		}
	}
	return all
}
