// Command words keeps out of the repository what a machine can tell is not plain
// English, or not Go as its readers expect it:
//
//   - a doc comment of a function that says what it "gives": Go's own say "returns";
//   - phrases that only a translation has, in comments, texts and documents;
//   - a name that shadows one of Go's builtins, such as new, max or close;
//   - a type whose name is a place or a picture where the field has a word, such as
//     desk for a handler.
//
// make lint runs it from the root of the repository. It prints one line for each
// finding, file:line first, and exits with 1 if there are any.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// A phrase is one that native writers of English don't use.
type phrase struct {
	pattern *regexp.Regexp
	instead string
}

var phrases = []phrase{
	{regexp.MustCompile(`(?i)\bhow manieth\b`), "which one, or its position"},
	{regexp.MustCompile(`\bWho is gone\b`), "whoever left, or participants who left"},
	{regexp.MustCompile(`(?i)\ba news\b`), "an update"},
	{regexp.MustCompile(`(?i)\bas many as you confirm\b`), "the number that you confirmed"},
	{regexp.MustCompile(`(?i)\binformations\b`), "information"},
	{regexp.MustCompile(`(?i)\badvices\b`), "advice"},
	{regexp.MustCompile(`(?i)\bsince (two|three|four|five|six|seven|ten|\d+) (days|weeks|months|years|hours|minutes)\b`), "for … days"},
	{regexp.MustCompile(`(?i)\bmakes it possible to\b`), "lets"},
	{regexp.MustCompile(`(?i)\b(allows|permits) to [a-z]+`), "lets … do"},
	{regexp.MustCompile(`(?i)\binexistent\b`), "nonexistent"},
	{regexp.MustCompile(`(?i)\bfor ever\b`), "forever"},
	{regexp.MustCompile(`(?i)\bcan not\b`), "can't or cannot"},
	{regexp.MustCompile(`(?i)\banew\b`), "again, over, from scratch, or re-"},
	{regexp.MustCompile(`(?i)\bwhat became of\b`), "what happened to"},
	{regexp.MustCompile(`(?i)\blook(s|ed|ing)? (what|whether)\b`), "check what or whether"},
	{regexp.MustCompile(`(?i)\bhow (it|this|that|he|she|they) (is|are) called\b`), "what it is called"},
	{regexp.MustCompile(`(?i)\b(one|two|ten|\d+|ids|purpose) a line\b`), "one per line"},
	{regexp.MustCompile(`(?i)\bwants (told|done|known)\b`), "requires"},
	{regexp.MustCompile(`(?i)\b(given|gives) back\b`), "returned"},
	{regexp.MustCompile(`(?i)\bin sight\b`), "visible"},
	{regexp.MustCompile(`(?i)\bwhat (becomes|came|has come) of\b`), "what happens to, or the outcome of"},
	{regexp.MustCompile(`(?i)\bholds? (\w+ ){1,5}against\b`), "checks against, or compares with"},
	{regexp.MustCompile(`(?i)\bfor want of\b`), "for lack of"},
	{regexp.MustCompile(`(?i)\bwhere nobody (says|said|has said)\b`), "by default, or if it isn't set"},
	{regexp.MustCompile(`^\s*// Who (can't|comes|has|is to be|leaves|reads|was) [^?]*$`), "whoever, or name the person: a student who"},
}

// field has the field's word for a type that would have a name of our own.
var field = map[string]string{
	"desk": "handler", "office": "handler", "hall": "hub", "room": "session, counter or hub", "gatherer": "batcher", "roomy": "bounded",
	"aviary": "test", "deed": "action",
}

// gives is a doc comment that says what a function gives.
var gives = regexp.MustCompile(`^[A-Za-z_.]+ gives\b`)

func main() {
	files, err := tracked()
	if err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(2)
	}
	found := false
	for _, name := range files {
		lines, err := check(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, "words:", err)
			os.Exit(2)
		}
		for _, l := range lines {
			fmt.Println(l)
			found = true
		}
	}
	if found {
		os.Exit(1)
	}
}

// tracked returns the files to look at: all that git knows and that hold words.
func tracked() ([]string, error) {
	out, err := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard",
		"*.go", "*.md", "*.ts", "*.tsx", "*.tf", "*.yaml", "Makefile").Output()
	if err != nil {
		return nil, fmt.Errorf("listing the files that git knows: %w", err)
	}
	var files []string
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSuffix(name, "\n")
		// What this command is made of has the phrases in it.
		if _, err := os.Stat(name); err == nil && !strings.HasPrefix(name, "infra/words/") {
			files = append(files, name)
		}
	}
	return files, nil
}

// check returns a line for each finding in a file.
func check(name string) ([]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading what to check: %w", err)
	}
	found := inText(name, string(text))
	if filepath.Ext(name) != ".go" {
		return found, nil
	}
	more, err := inGo(name, text)
	return append(found, more...), err
}

// inText finds phrases. Those that a line break parts are not found.
func inText(name, text string) (found []string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		for _, p := range phrases {
			if hit := p.pattern.FindString(line); hit != "" {
				found = append(found, fmt.Sprintf("%s:%d: %q: say %s", name, n, hit, p.instead))
			}
		}
	}
	return found
}

// inGo finds doc comments that give, and shadowed builtins.
func inGo(name string, source []byte) (found []string, err error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("parsing Go: %w", err)
	}
	at := func(p token.Pos, format string, args ...any) {
		found = append(found, fmt.Sprintf("%s: ", set.Position(p))+fmt.Sprintf(format, args...))
	}
	declared := func(ids ...*ast.Ident) {
		for _, id := range ids {
			if id != nil && types.Universe.Lookup(id.Name) != nil {
				at(id.Pos(), "%s shadows Go's own", id.Name)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Doc != nil && gives.MatchString(n.Doc.Text()) {
				at(n.Doc.Pos(), "%s gives: say returns", n.Name.Name)
			}
			if n.Recv == nil {
				declared(n.Name)
			} else {
				fields(n.Recv, declared)
			}
		case *ast.FuncType:
			fields(n.Params, declared)
			fields(n.Results, declared)
		case *ast.ValueSpec:
			declared(n.Names...)
		case *ast.TypeSpec:
			declared(n.Name)
			if instead, ok := field[n.Name.Name]; ok {
				at(n.Pos(), "%s: name it by the field's word, such as %s", n.Name.Name, instead)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					if id, ok := e.(*ast.Ident); ok {
						declared(id)
					}
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if id, ok := e.(*ast.Ident); ok {
						declared(id)
					}
				}
			}
		}
		return true
	})
	return found, nil
}

// fields passes on the names of parameters, results or a receiver.
func fields(list *ast.FieldList, declared func(...*ast.Ident)) {
	if list == nil {
		return
	}
	for _, f := range list.List {
		declared(f.Names...)
	}
}
