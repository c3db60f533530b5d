package promise

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Find reports what the promises name and the repository at root doesn't have: files,
// tests, and tests that never run.
func (l *List) Find(root string) error {
	var wrong []error
	for _, p := range l.Promises {
		for _, path := range p.Code {
			if _, err := os.Stat(filepath.Join(root, path)); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %s isn't there", p.ID, path))
			}
		}
		for _, t := range p.Tests {
			if err := t.find(root); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %s: %w", p.ID, t, err))
			}
		}
	}
	return errors.Join(wrong...)
}

var (
	errNoTest  = errors.New("there is no such test")
	errSkipped = errors.New("it is always skipped")
)

func (t Test) find(root string) error {
	if t.Web() {
		text, err := os.ReadFile(filepath.Join(root, t.In)) // #nosec G304 -- a file of this repository
		if err != nil {
			return err
		}
		return inScript(string(text), t.Name)
	}
	files, err := filepath.Glob(filepath.Join(root, t.In, "*_test.go"))
	if err != nil {
		return err
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("looking for a test: %w", err)
		}
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == t.Name && strings.HasPrefix(t.Name, "Test") {
				return skips(d)
			}
		}
	}
	return errNoTest
}

// skips reports a test that skips itself whatever happens. One that does so on a
// condition is caught when it runs.
func skips(test *ast.FuncDecl) error {
	for _, s := range test.Body.List {
		call, ok := s.(*ast.ExprStmt)
		if !ok {
			continue
		}
		if c, ok := call.X.(*ast.CallExpr); ok {
			if f, ok := c.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(f.Sel.Name, "Skip") {
				return errSkipped
			}
		}
	}
	return nil
}

// inScript looks for a test by its title, as it stands in the file.
func inScript(text, title string) error {
	quoted := "['\"`]" + regexp.QuoteMeta(title) + "['\"`]"
	if regexp.MustCompile(`\btest\.(skip|todo|fails)\(\s*` + quoted).MatchString(text) {
		return errSkipped
	}
	if !regexp.MustCompile(`\btest(\.(for|each)\((?s:.*?)\))?\(\s*` + quoted).MatchString(text) {
		return errNoTest
	}
	if strings.Contains(text, "describe.skip(") {
		return errSkipped
	}
	return nil
}
