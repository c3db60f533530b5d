package deployment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	stack  = Stack("../../terraform")
	module = "github.com/cleanslate-edu/cleanslate"
	client = "cloud.google.com/go/firestore"
)

// functions returns the names of the functions in the code.
func functions(t *testing.T) []string {
	t.Helper()
	entries, err := filepath.Glob("../../functions/*/entry/entry.go")
	if err != nil || len(entries) == 0 {
		t.Fatalf("no functions: %v", err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = filepath.Base(filepath.Dir(filepath.Dir(e)))
	}
	return names
}

// A pkg is a package of the module with its syntax and types.
type pkg struct {
	*types.Package
	files []*ast.File
	info  *types.Info
}

// A program is the packages that functions are made of, with their syntax; what they import from elsewhere comes from
// the compiler's export data.
type program struct {
	fset *token.FileSet
	pkgs map[string]*pkg
}

var load = sync.OnceValues(func() (*program, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,GoFiles,Export,Module", "./functions/...", "./shared/...")
	cmd.Dir = "../.."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.Bytes())
	}
	p := &program{fset: token.NewFileSet(), pkgs: make(map[string]*pkg)}
	exports := make(map[string]string)
	exported := importer.ForCompiler(p.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for dec := json.NewDecoder(bytes.NewReader(out)); ; { // imports come before their importers
		var d struct {
			ImportPath, Dir, Export string
			GoFiles                 []string
			Module                  *struct{ Main bool }
		}
		if err := dec.Decode(&d); errors.Is(err, io.EOF) {
			return p, nil
		} else if err != nil {
			return nil, err
		}
		exports[d.ImportPath] = d.Export
		if d.Module == nil || !d.Module.Main || !deployed(d.ImportPath) {
			continue
		}
		q := &pkg{info: &types.Info{Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Types: make(map[ast.Expr]types.TypeAndValue)}}
		for _, name := range d.GoFiles {
			f, err := parser.ParseFile(p.fset, filepath.Join(d.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			q.files = append(q.files, f)
		}
		imports := importFunc(func(path string) (*types.Package, error) {
			if q := p.pkgs[path]; q != nil {
				return q.Package, nil
			}
			return exported.Import(path)
		})
		if q.Package, err = (&types.Config{Importer: imports}).Check(d.ImportPath, p.fset, q.files, q.info); err != nil {
			return nil, fmt.Errorf("checking the types of %s: %w", d.ImportPath, err)
		}
		p.pkgs[d.ImportPath] = q
	}
})

type importFunc func(path string) (*types.Package, error)

func (f importFunc) Import(path string) (*types.Package, error) { return f(path) }

// deployed reports whether a package of the module can be part of a function.
func deployed(path string) bool {
	rel := strings.TrimPrefix(path, module+"/")
	for _, tests := range []string{"functions/breachtest", "functions/functiontest", "functions/process", "shared/httpapi/client", "shared/httpapi/contract"} {
		if rel == tests {
			return false
		}
	}
	return strings.HasPrefix(rel, "functions/") || strings.HasPrefix(rel, "shared/")
}

// A set is a set of words.
type set map[string]bool

func (s set) add(words ...string) {
	for _, w := range words {
		s[w] = true
	}
}

func (s set) sorted() []string {
	words := slices.Sorted(maps.Keys(s))
	if words == nil {
		return []string{} // so that JSON has [] and not null
	}
	return words
}

// operations are what the methods of Google's Firestore client need, according to
// https://cloud.google.com/firestore/docs/security/iam ("Required permissions"). Those that are nil call nothing.
var operations = map[string][]string{
	"NewClient": nil, "NewClientWithDatabase": nil, "ArrayUnion": nil, "ArrayRemove": nil, "Increment": nil, "Exists": nil, "LastUpdateTime": nil, "MaxAttempts": nil,
	"Client.Close": nil, "Client.Doc": nil, "Client.Collection": nil, "Client.CollectionGroup": nil,
	"Client.GetAll":         {"get"},
	"Client.RunTransaction": {"transact"},
	"Client.BulkWriter":     nil,
	"CollectionRef.Doc":     nil, "DocumentRef.Collection": nil,
	"DocumentRef.Get":       {"get"},
	"DocumentRef.Create":    {"create"},           // exists: false
	"DocumentRef.Set":       {"create", "update"}, // no precondition
	"DocumentRef.Update":    {"update"},           // exists: true
	"DocumentRef.Delete":    {"delete"},
	"DocumentRef.Snapshots": {"get", "list"},
	"Query.Where":           nil, "Query.OrderBy": nil, "Query.Limit": nil, "Query.Select": nil, "Query.StartAfter": nil, "Query.StartAt": nil,
	"Query.EndBefore": nil, "Query.WhereEntity": nil, "Query.LimitToLast": nil, "Query.Offset": nil,
	"Query.Documents":            {"get", "list"},
	"Query.Snapshots":            {"get", "list"},
	"CollectionRef.DocumentRefs": {"get", "list"},
	"Query.NewAggregationQuery":  nil,
	"AggregationQuery.WithCount": nil,
	"AggregationQuery.Get":       {"get", "list"},
	"Transaction.Get":            {"get"},
	"Transaction.GetAll":         {"get"},
	"Transaction.Documents":      {"get", "list"},
	"Transaction.Create":         {"create"},
	"Transaction.Set":            {"create", "update"},
	"Transaction.Update":         {"update"},
	"Transaction.Delete":         {"delete"},
	"BulkWriter.Create":          {"create"},
	"BulkWriter.Set":             {"create", "update"},
	"BulkWriter.Update":          {"update"},
	"BulkWriter.Delete":          {"delete"},
	"BulkWriter.End":             nil,
	"BulkWriter.Flush":           nil,
	"BulkWriterJob.Results":      nil,
	"DocumentIterator.Next":      nil, "DocumentIterator.Stop": nil, "DocumentIterator.GetAll": nil,
	"DocumentRefIterator.Next": nil, "DocumentRefIterator.GetAll": nil,
	"DocumentSnapshotIterator.Next": nil, "DocumentSnapshotIterator.Stop": nil,
	"QuerySnapshotIterator.Next": nil, "QuerySnapshotIterator.Stop": nil,
	"DocumentSnapshot.DataTo": nil, "DocumentSnapshot.DataAt": nil, "DocumentSnapshot.Data": nil, "DocumentSnapshot.Exists": nil,
	"FirestoreClient.BatchGetDocuments": {"get"},
	"FirestoreClient.GetDocument":       {"get"},
	"FirestoreClient.Listen":            {"get", "list"},
	"FirestoreClient.RunQuery":          {"get", "list"},
}

// commits are the functions that write over the wire, where only a person can tell what the writes need.
var commits = map[string][]string{
	"answerlog.appendOnce": {"create"}, // one document with exists: false
	"wire.Pool.Create":     {"create"}, // the same
}

// stores are the packages that call Firestore.
var stores = []string{"store", "answerlog", "wire"}

// storeOf returns the one of stores that has the path.
func storeOf(path string) (name string, ok bool) {
	name, ok = strings.CutPrefix(path, module+"/shared/")
	return name, ok && slices.Contains(stores, name)
}

// storeNeeds returns what each function and method of stores needs in its database, by "store.Store.Session".
func storeNeeds(t *testing.T, p *program) map[string]set {
	t.Helper()
	needs, calls := make(map[string]set), make(map[string]set)
	for _, name := range stores {
		addNeeds(t, p, p.pkgs[module+"/shared/"+name], needs, calls)
	}
	for changed := true; changed; {
		changed = false
		for name, callees := range calls {
			before := len(needs[name])
			for callee := range callees {
				maps.Copy(needs[name], needs[callee])
			}
			changed = changed || len(needs[name]) > before
		}
	}
	return needs
}

// addNeeds adds what each function of a package calls of Firestore, and which functions of stores it calls.
func addNeeds(t *testing.T, p *program, store *pkg, needs, calls map[string]set) {
	t.Helper()
	for _, f := range store.files {
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			name := store.Name() + "." + funcName(store.info.Defs[fn.Name].(*types.Func))
			needs[name], calls[name] = make(set), make(set)
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				used, ok := store.info.Uses[id].(*types.Func)
				if !ok || used.Pkg() == nil {
					return true
				}
				called := funcName(used.Origin())
				path := used.Pkg().Path()
				if ours, ok := storeOf(path); ok {
					calls[name].add(ours + "." + called)
					return true
				}
				overWire := path == client+"/apiv1/firestorepb" && strings.HasPrefix(called, "FirestoreClient.")
				switch {
				case overWire && called == "FirestoreClient.Commit":
					ops, ok := commits[name]
					if !ok {
						t.Errorf("%s: %s commits writes of its own: add what they need to commits", p.fset.Position(id.Pos()), name)
					}
					needs[name].add(ops...)
				case path == client || overWire:
					ops, ok := operations[called]
					if !ok {
						t.Errorf("%s: add the permissions that %s needs to operations", p.fset.Position(id.Pos()), called)
					}
					needs[name].add(ops...)
				}
				return true
			})
		}
	}
}

// funcName returns "Store.Session" for a method, "Open" for a function.
func funcName(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return f.Name()
	}
	typ := recv.Type()
	if p, ok := typ.(*types.Pointer); ok {
		typ = p.Elem()
	}
	if n, ok := typ.(*types.Named); ok {
		return n.Obj().Name() + "." + f.Name()
	}
	return typ.String() + "." + f.Name()
}

// namedIn returns the name of the type behind a pointer if package path declares it.
func namedIn(typ types.Type, path string) string {
	if p, ok := typ.(*types.Pointer); ok {
		typ = p.Elem()
	}
	if n, ok := typ.(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path {
		return n.Obj().Name()
	}
	return ""
}

// A graph holds which functions and methods of the module each of them may call, by their full names, and which topics
// it publishes to.
type graph struct {
	calls map[string]set
	sends map[string]set
}

// callGraph follows every use of a function, called or passed on, and every method of an interface to each type of the
// module that implements it.
func callGraph(p *program) *graph {
	g := &graph{calls: make(map[string]set), sends: make(map[string]set)}
	var concrete []types.Type
	for _, q := range p.pkgs {
		for _, def := range q.info.Defs {
			if n, ok := def.(*types.TypeName); ok && !types.IsInterface(n.Type()) {
				concrete = append(concrete, types.NewPointer(n.Type()))
			}
		}
	}
	for path, q := range p.pkgs {
		for _, f := range q.files {
			for _, decl := range f.Decls {
				from := path + ".init" // where variables are initialized
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name != "init" {
					from = q.info.Defs[fn.Name].(*types.Func).FullName()
				}
				if g.calls[from] == nil {
					g.calls[from], g.sends[from] = make(set), make(set)
				}
				ast.Inspect(decl, func(n ast.Node) bool {
					id, ok := n.(*ast.Ident)
					if !ok {
						return true
					}
					switch used := q.info.Uses[id].(type) {
					case *types.Func:
						if used.Pkg() != nil && strings.HasPrefix(used.Pkg().Path(), module+"/") {
							g.calls[from].add(targets(concrete, used.Origin())...)
						}
					case *types.Const: // a topic is named only where it is published to
						if used.Pkg() != nil && used.Pkg().Path() == module+"/shared/events" && used.Val().Kind() == constant.String {
							g.sends[from].add(constant.StringVal(used.Val()))
						}
					}
					return true
				})
			}
		}
	}
	return g
}

// targets returns the functions that a use of fn may call: itself, or, for an interface method, the methods of the
// module's types that implement it.
func targets(concrete []types.Type, f *types.Func) (all []string) {
	recv := f.Signature().Recv()
	if recv == nil || !types.IsInterface(recv.Type()) {
		return []string{f.FullName()}
	}
	for _, typ := range concrete {
		if types.Implements(typ, recv.Type().Underlying().(*types.Interface)) {
			m, _, _ := types.LookupFieldOrMethod(typ, true, f.Pkg(), f.Name())
			all = append(all, m.(*types.Func).Origin().FullName())
		}
	}
	return all
}

// reach returns everything that may run when the function runs, and the topics that it publishes to.
func (g *graph) reach(function string) (reached, topics set) {
	reached, topics = make(set), make(set)
	own := module + "/functions/" + function
	var todo []string
	for from := range g.calls {
		// (*path.Type).Method, (path.Type).Method or path.Function
		path := strings.TrimLeft(from, "(*")
		if strings.HasPrefix(path, own+".") || strings.HasPrefix(path, own+"/entry.") {
			todo = append(todo, from)
		}
	}
	for len(todo) > 0 {
		from := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if reached[from] {
			continue
		}
		reached[from] = true
		maps.Copy(topics, g.sends[from])
		for to := range g.calls[from] {
			todo = append(todo, to)
		}
	}
	return reached, topics
}

// A wiring is what a function's account needs, and which variables its entry reads.
type wiring struct {
	grant Grant
	env   []string
}

// wirings derives what each function needs: which methods of the store, the vault and the audit may run, which Cloud KMS keys
// its entry passes on and to which interface, which variables it reads, which topics it publishes to.
var wirings = func() func(t *testing.T) map[string]wiring {
	var all map[string]wiring
	return func(t *testing.T) map[string]wiring {
		t.Helper()
		if all != nil {
			return all
		}
		p, err := load()
		if err != nil {
			t.Fatal(err)
		}
		needs, calls := storeNeeds(t, p), callGraph(p)
		made := make(map[string]wiring)
		for _, name := range functions(t) {
			made[name] = wire(t, p, needs, calls, name)
		}
		if !t.Failed() {
			all = made
		}
		return made
	}
}()

func wire(t *testing.T, p *program, needs map[string]set, calls *graph, function string) wiring {
	t.Helper()
	data := make(set)
	databases := map[string]set{"store.Store": data, "answerlog.Log": data, "store.Vault": {}, "store.Audit": {}}
	reached, topics := calls.reach(function)
	for name := range reached {
		method, ok := strings.CutPrefix(name, "(*"+module+"/shared/")
		typ, method, _ := strings.Cut(method, ").")
		if db := databases[typ]; ok && db != nil {
			maps.Copy(db, needs[typ+"."+method])
		}
	}
	objects := make(set)
	for method, actions := range map[string][]string{"Create": {"create"}, "Open": {"get"}, "Folders": {"list"}, "Delete": {"delete", "list"}} {
		if reached["(*"+module+"/shared/bucket.Bucket)."+method] {
			objects.add(actions...)
		}
	}
	entry := p.pkgs[module+"/functions/"+function+"/entry"]
	keys, env := make(map[string]set), make(set)
	variable := make(map[types.Object]string) // the variable whose value an object holds
	inspect := func(visit func(ast.Node) bool) {
		for _, f := range entry.files {
			ast.Inspect(f, visit)
		}
	}
	inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, rhs := range n.Rhs {
				call, ok := rhs.(*ast.CallExpr)
				if !ok || len(n.Lhs) != len(n.Rhs) || len(call.Args) != 1 {
					continue
				}
				if id, ok := n.Lhs[i].(*ast.Ident); ok {
					variable[entry.info.Defs[id]] = environConstant(entry, call.Args[0])
				}
			}
		case *ast.Ident:
			switch used := entry.info.Uses[n].(type) {
			case *types.Const:
				if used.Pkg().Path() == module+"/shared/environ" {
					env.add(strings.Trim(used.Val().ExactString(), `"`))
				}
			case *types.Func:
				switch {
				case used.Pkg() == nil || used.Pkg().Path() != module+"/shared/environ":
				case used.Name() == "TicketSecrets":
					env.add("TICKET_SECRET", "TICKET_SECRET_PREVIOUS")
				case used.Name() == "TraceRatio":
					env.add("TRACE_RATIO")
				}
			}
		}
		return true
	})
	// give records that a key is passed to something of a type.
	give := func(x ast.Expr, to types.Type) {
		kind := namedIn(entry.info.Types[x].Type, module+"/shared/kms")
		if kind != "Key" && kind != "Signer" {
			return
		}
		iface, ok := to.Underlying().(*types.Interface)
		key := keyName(entry, variable, x)
		if !ok || key == "" {
			t.Errorf("%s: can't tell how which key is used: pass client.Key(v) or client.Signer(v), with v from env.Get, to an interface", p.fset.Position(x.Pos()))
			return
		}
		if keys[key] == nil {
			keys[key] = make(set)
		}
		for m := range iface.Methods() {
			if !reached["(*"+module+"/shared/kms."+kind+")."+m.Name()] {
				continue // it could, but never does
			}
			action, ok := map[string]string{"Unwrap": "decrypt", "Wrap": "encrypt", "Sign": "sign", "KeyID": "look", "PublicKey": "look", "PublicKeys": "look"}[m.Name()]
			if !ok {
				t.Errorf("%s: which permission does %s need?", p.fset.Position(x.Pos()), m.Name())
			}
			keys[key].add(action)
		}
	}
	inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			s, ok := entry.info.Types[n].Type.Underlying().(*types.Struct)
			if !ok {
				return true
			}
			for _, elt := range n.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					give(kv.Value, fieldNamed(s, kv.Key.(*ast.Ident).Name).Type())
				}
			}
		case *ast.CallExpr:
			if sig, ok := entry.info.Types[n.Fun].Type.(*types.Signature); ok && !sig.Variadic() {
				for i, x := range n.Args {
					if i < sig.Params().Len() {
						give(x, sig.Params().At(i).Type())
					}
				}
			}
		}
		return true
	})
	w := wiring{env: env.sorted(), grant: Grant{
		Default: data.sorted(), Vault: databases["store.Vault"].sorted(), Audit: databases["store.Audit"].sorted(), Objects: objects.sorted(),
		Keys: make(map[string][]string), Secrets: []string{}, Topics: topics.sorted(), Traces: reached[module+"/shared/trace.Start"],
	}}
	for k, actions := range keys {
		w.grant.Keys[k] = actions.sorted()
	}
	for _, v := range w.env {
		if s := secretOf(v); s != "" && !slices.Contains(w.grant.Secrets, s) {
			w.grant.Secrets = append(w.grant.Secrets, s)
		}
	}
	return w
}

// secretOf returns the secret that a variable's value comes from.
func secretOf(variable string) string {
	switch variable {
	case "TICKET_SECRET", "TICKET_SECRET_PREVIOUS":
		return "ticket"
	case "SMTP_PASSWORD":
		return "smtp"
	case "AUTH0_SECRET":
		return "auth0"
	}
	return ""
}

func fieldNamed(s *types.Struct, name string) *types.Var {
	for f := range s.Fields() {
		if f.Name() == name {
			return f
		}
	}
	return nil
}

// environConstant returns the value of the constant of shared/environ that e names.
func environConstant(p *pkg, e ast.Expr) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	c, ok := p.info.Uses[sel.Sel].(*types.Const)
	if !ok || c.Pkg().Path() != module+"/shared/environ" {
		return ""
	}
	return strings.Trim(c.Val().ExactString(), `"`)
}

// keyName returns "session" for client.Key(v) where v holds KMS_SESSION_KEY.
func keyName(p *pkg, variable map[types.Object]string, e ast.Expr) string {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	id, ok := call.Args[0].(*ast.Ident)
	if !ok {
		return ""
	}
	v := variable[p.info.Uses[id]]
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(v, "KMS_"), "_KEY"))
}
