package functions_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// logged lists every attribute that a log line may have, by what it is. Before you
// add one, read the rule in package logging: an attribute that names a person or a
// lesson has no place here.
var logged = map[string][]string{
	"ids of what a person on call has to find": {"incident", "letter", "mail", "messageId", "notice", "org"},
	"words of ours and counts": {
		"alert", "attempt", "begun", "bytes", "clause", "code", "counts", "drill", "function", "kind", "lost", "method", "ms", "percent", "reason",
		"route", "seconds", "started", "status", "variable", "waiting",
	},
	"kinds of failure and where": {"@type", "cause", "error", "stack_trace", "type"},
	"package logging's own":      {"requestId", "severity", "version", "logging.googleapis.com/trace", "logging.googleapis.com/spanId", "logging.googleapis.com/trace_sampled"},
}

// TestLogAttributes looks at each call of log/slog in what functions are made of.
func TestLogAttributes(t *testing.T) {
	t.Parallel()
	listed := slices.Concat(slices.Collect(maps.Values(logged))...)
	unused := make(map[string]bool)
	for _, name := range listed {
		unused[name] = true
	}
	known := func(at token.Position, key ast.Expr, words map[string]string) {
		name, ok := literal(key, words)
		if !ok {
			t.Errorf("%s: which attribute is it? Write a literal or a constant of its package", at)
			return
		}
		delete(unused, name)
		if !slices.Contains(listed, name) {
			t.Errorf("%s: a line has the attribute %q, which isn't listed", at, name)
		}
	}
	calls := 0
	for _, root := range []string{".", "../shared"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
				slices.ContainsFunc([]string{"process", "functiontest", "breachtest"}, func(dir string) bool { return strings.HasPrefix(path, dir+"/") }) {
				return err
			}
			files := token.NewFileSet()
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			words, err := constants(filepath.Dir(path))
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				selector, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				of, _ := selector.X.(*ast.Ident)
				if of == nil || !slices.Contains([]string{"slog", "log", "logger"}, of.Name) {
					return true
				}
				args := call.Args
				switch name := strings.TrimSuffix(selector.Sel.Name, "Context"); name {
				case "Debug", "Info", "Warn", "Error":
					if name != selector.Sel.Name {
						args = args[1:]
					}
					if _, ok := literal(args[0], words); !ok {
						t.Errorf("%s: the message isn't a constant", files.Position(call.Pos()))
					}
					for args = args[1:]; len(args) > 0; {
						if _, ok := args[0].(*ast.CallExpr); ok { // slog.String("…", …)
							args = args[1:]
							continue
						}
						known(files.Position(args[0].Pos()), args[0], words)
						args = args[2:]
					}
					calls++
				case "String", "Int", "Int64", "Uint64", "Float64", "Bool", "Any", "Time", "Duration", "Group":
					if of.Name == "slog" {
						known(files.Position(args[0].Pos()), args[0], words)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls < 15 {
		t.Errorf("found %d lines", calls)
	}
	for name := range unused {
		t.Errorf("no line has the attribute %q any more: take it off the list", name)
	}
}

// constants returns a folder's constants of strings.
func constants(folder string) (map[string]string, error) {
	words := make(map[string]string)
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						if word, ok := literal(v.Values[i], nil); ok {
							words[name.Name] = word
						}
					}
				}
			}
		}
	}
	return words, nil
}

// literal returns the string that an expression is, of itself or by a constant.
func literal(x ast.Expr, words map[string]string) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		word, err := strconv.Unquote(x.Value)
		return word, err == nil && x.Kind == token.STRING
	case *ast.Ident:
		word, ok := words[x.Name]
		return word, ok
	}
	return "", false
}
