package domain_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// fixtures has examples of every kind of question. Each kind's is in the file of its own
// tests; all go through the same tests.
var fixtures = map[domain.Kind]*fixture{
	domain.KindChoice:    &choiceFixture,
	domain.KindChoices:   &choicesFixture,
	domain.KindTrueFalse: &trueFalseFixture,
	domain.KindText:      &textFixture,
	domain.KindNumber:    &numberFixture,
	domain.KindOrder:     &orderFixture,
	domain.KindMatch:     &matchFixture,
	domain.KindScale:     &scaleFixture,
	domain.KindCloud:     &cloudFixture,
}

// A fixture has examples of one kind of question, as clients send them.
type fixture struct {
	// A question whose prompt is P, with a key if the kind has keys.
	question string

	// A question that holds SECRET or 42 wherever students mustn't look.
	secret string

	forms  []form
	faulty []fault

	usual    string      // what many students send, for benchmarks
	accepted [][2]string // responses to question and, where it differs, their one form
	refused  [][2]string // responses to question and what is wrong with them

	scores    []scored    // none: the kind is never scored
	solutions [][2]string // questions and the solution that students are shown
	remarks   []remark
	counts    []counted
	cells     []cell

	// pin undoes Split's shuffle, if any, so that the ids are those of the normalized q.
	pin func(q *domain.Question, p *domain.PaperQuestion, k *domain.KeyEntry)

	// draw fills in what the kind has beyond every kind's fields, in any form
	// that is allowed; a poll has no key.
	draw func(t *rapid.T, q *domain.Question, poll bool)

	// respond draws a response that is accepted.
	respond func(t *rapid.T, q *domain.PaperQuestion) any
}

// A form is a question as it is sent and as it is stored.
type form struct{ name, in, want string }

// A fault is a question without its braces, and what of it is refused.
type fault struct{ name, question, pointer string }

type scored struct {
	question, response string
	points             float64
	correct            bool
}

// A remark is the feedback on a response.
type remark struct {
	question, response string
	want               []string
}

// counted are responses to a fixture's question and how they are counted.
type counted struct {
	responses []string
	want      string
}

// A cell is a response to a fixture's question and how an export shows it.
type cell struct {
	response string
	want     any
}

// What is wrong with a response, in short.
const (
	shape    = domain.ProblemShape
	option   = domain.ProblemOption
	repeated = domain.ProblemRepeated
	perm     = domain.ProblemPermutation
	long     = domain.ProblemTooLong
	many     = domain.ProblemTooMany
	empty    = domain.ProblemEmpty
	outside  = domain.ProblemRange
)

const ab = `"options":[{"text":"x"},{"text":"y"}]`

// quoted is a JSON string of s n times.
func quoted(s string, n int) string { return `"` + strings.Repeat(s, n) + `"` }

// pinned normalizes and splits a set of one question, without a shuffle.
func pinned(t testing.TB, question string) (*domain.PaperQuestion, *domain.KeyEntry) {
	t.Helper()
	s := set(t, `{"title":"T","questions":[`+question+`]}`)
	p, k := s.Split(source(1))
	if pin := fixtureOf(s.Questions[0].Kind).pin; pin != nil {
		pin(&s.Questions[0], &p.Questions[0], &k.Questions[0])
	}
	return &p.Questions[0], &k.Questions[0]
}

// unshuffle brings the options of a paper back into the order of the set.
func unshuffle(q *domain.Question, p *domain.PaperQuestion) {
	for i, o := range q.Options {
		p.Options[i] = domain.Item{ID: o.ID, Text: o.Text}
	}
}

func fixtureOf(kind domain.Kind) *fixture {
	f := fixtures[kind]
	if f == nil {
		panic("the fixtures of kind_test.go lack " + string(kind))
	}
	return f
}

// each collects something of every fixture, in the order of the registry.
func each[T any](of func(*fixture) T) (list []T) {
	for _, kind := range domain.Kinds() {
		list = append(list, of(fixtureOf(kind)))
	}
	return list
}

// A kind that is only a constant would be refused everywhere.
func TestEveryKindIsInTheRegistry(t *testing.T) {
	t.Parallel()
	var constants []domain.Kind
	for _, c := range kindConstants(t) {
		constants = append(constants, c.value)
	}
	if len(constants) < 9 || !slices.Equal(constants, domain.Kinds()) {
		t.Errorf("the constants are %q, the registry has %q", constants, domain.Kinds())
	}
}

type kindConstant struct {
	name  string
	value domain.Kind
}

// kindConstants reads the constants of type Kind from their source.
func kindConstants(t *testing.T) (constants []kindConstant) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "question.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			c := spec.(*ast.ValueSpec)
			if typ, ok := c.Type.(*ast.Ident); !ok || typ.Name != "Kind" {
				continue
			}
			value, err := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			constants = append(constants, kindConstant{c.Names[0].Name, domain.Kind(value)})
		}
	}
	return constants
}

// What depends on the kind is in the kind's file: nothing else may check a question's
// kind, or a new kind would be forgotten there.
func TestOnlyAKindKnowsItself(t *testing.T) {
	t.Parallel()
	repository, constants := os.DirFS("../.."), kindConstants(t)
	inspected := 0
	err := fs.WalkDir(repository, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "." && (name[0] == '.' || name == "node_modules" || name == "web") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		inspected++
		src, err := fs.ReadFile(repository, path)
		if err != nil {
			return err
		}
		for _, at := range comparedKinds(t, constants, path, src) {
			t.Errorf("%s compares a question's kind: let the kind decide", at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if inspected < 100 {
		t.Errorf("only %d files were inspected", inspected)
	}
}

func TestComparedKinds(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`_ = q.Kind == domain.KindText`:                 1,
		`_ = KindText != q.Kind`:                        1,
		`switch q.Kind { case KindText, KindOrder: }`:   2,
		`_ = slices.Contains([]Kind{KindText}, q.Kind)`: 1,
		`_ = map[domain.Kind]int{domain.KindText: 1}`:   1,
		`_ = Question{Kind: KindText}`:                  0,
		`_ = domain.Question{Kind: domain.KindText}`:    0,
		`_ = h.Kind == domain.HoldLegal`:                0,
		`_ = t.Kind() == reflect.Struct`:                0,
	} {
		if got := comparedKinds(t, kindConstants(t), "x.go", []byte("package p\nfunc f() {\n"+body+"\n}")); len(got) != want {
			t.Errorf("%s: found %q", body, got)
		}
	}
}

// comparedKinds finds the constants of kinds in a source file, but for their own
// declaration, the registry and the field Kind of literals.
func comparedKinds(t *testing.T, constants []kindConstant, path string, src []byte) (found []string) {
	t.Helper()
	if path == "shared/domain/question.go" {
		return nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if field, ok := n.(*ast.KeyValueExpr); ok {
			if name, ok := field.Key.(*ast.Ident); ok && name.Name == "Kind" {
				return false
			}
		}
		if name, ok := n.(*ast.Ident); ok && slices.ContainsFunc(constants, func(c kindConstant) bool { return c.name == name.Name }) {
			found = append(found, files.Position(name.Pos()).String())
		}
		return true
	})
	return found
}

func TestEveryKindHasItsFixture(t *testing.T) {
	t.Parallel()
	for kind := range fixtures {
		if !slices.Contains(domain.Kinds(), kind) {
			t.Errorf("there is a fixture for %s, which is no kind", kind)
		}
	}
	for _, kind := range domain.Kinds() {
		f := fixtures[kind]
		if f == nil {
			t.Errorf("%s has no fixture", kind)
			continue
		}
		v := reflect.ValueOf(*f)
		_, key := one(t, f.question)
		optional := []string{"pin"}
		if key.Solution() == nil {
			optional = append(optional, "scores", "solutions", "remarks")
		}
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Field(i).IsZero() && !slices.Contains(optional, name) {
				t.Errorf("the fixture of %s has no %s", kind, name)
			}
		}
		for _, s := range []string{f.question, f.secret} {
			var q domain.Question
			if err := json.Unmarshal([]byte(s), &q); err != nil || q.Kind != kind {
				t.Errorf("the fixture of %s has %s: %v", kind, s, err)
			}
		}
		if key.Solution() == nil {
			if f.scores != nil {
				t.Errorf("%s has no key and scores", kind)
			}
			continue
		}
		right := func(s scored) bool { return s.correct && s.points > 0 }
		wrong := func(s scored) bool { return !s.correct && s.points == 0 }
		if !slices.ContainsFunc(f.scores, right) || !slices.ContainsFunc(f.scores, wrong) {
			t.Errorf("the fixture of %s lacks a right or a wrong response", kind)
		}
	}
}

// A field that doesn't apply to a kind would be stored without effect.
func TestNormalizeRefusesMisplacedFields(t *testing.T) {
	t.Parallel()
	all := []string{"id", "kind", "prompt", "points", "explanation", "feedback"}
	applies := make(map[domain.Kind]map[string]any) // by kind: fields with an example
	examples := make(map[string]any)
	for kind, f := range fixtures {
		applies[kind] = make(map[string]any)
		for _, form := range f.forms {
			var stored map[string]any
			if err := json.Unmarshal([]byte(form.want), &stored); err != nil {
				t.Fatal(err)
			}
			maps.Copy(applies[kind], stored)
			maps.Copy(examples, stored)
		}
	}
	for f := range reflect.TypeFor[domain.Question]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if slices.Contains(all, name) {
			continue
		}
		example, ok := examples[name]
		if !ok {
			t.Errorf("no fixture has a stored question with %s", name)
		}
		for kind, f := range fixtures {
			if _, ok := applies[kind][name]; ok {
				continue
			}
			var q map[string]any
			if err := json.Unmarshal([]byte(f.question), &q); err != nil {
				t.Fatal(err)
			}
			q[name] = example
			var s domain.QuestionSet
			if err := json.Unmarshal(mustJSON(map[string]any{"title": "T", "questions": []any{q}}), &s); err != nil {
				t.Fatal(err)
			}
			isField := func(f domain.FieldError) bool { return f.Pointer == "/questions/0/"+name }
			if got := fields(s.Normalize()); !slices.ContainsFunc(got, isField) {
				t.Errorf("%s takes %s: %v", kind, name, got)
			}
		}
	}
}

func TestUnknownKindIsToldTheKnownOnes(t *testing.T) {
	t.Parallel()
	s := domain.QuestionSet{Title: "T", Questions: []domain.Question{{Kind: "essay", Prompt: "P"}}}
	var names []string
	for _, kind := range domain.Kinds() {
		names = append(names, string(kind))
	}
	last := len(names) - 1
	want := domain.FieldError{
		Pointer: "/questions/0/kind",
		Detail:  "This kind is unknown. Use " + strings.Join(names[:last], ", ") + " or " + names[last] + ".",
	}
	if got := fields(s.Normalize()); len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A paper or a key of a later version may have a kind that this one doesn't know:
// nothing is accepted, counted or scored, and nothing breaks.
func TestUnknownKindInAPaper(t *testing.T) {
	t.Parallel()
	q := &domain.PaperQuestion{ID: "q", Kind: "essay"}
	k := &domain.KeyEntry{ID: "q", Kind: "essay", Points: 2, Key: domain.Key{Right: []string{"a"}}}
	response := json.RawMessage(`"a"`)
	if s := k.Score(response, nfkc); s != (domain.Score{Scored: true}) || k.Solution() != nil || k.FeedbackFor(response, nfkc) != nil {
		t.Errorf("scores %+v, solution %s, feedback %q", s, k.Solution(), k.FeedbackFor(response, nfkc))
	}
	if c := q.Cell(response); c != "" {
		t.Errorf("an export shows %v", c)
	}
	tally := domain.NewTally(q, nfkc)
	tally.Add(response, domain.Score{Scored: true, Correct: true})
	if got, want := string(mustJSON(tally.Counts())), `{"id":"q","counts":{},"answered":0,"correctRate":null}`; got != want {
		t.Errorf("counted %s, want %s", got, want)
	}
	paper := domain.Paper{Questions: []domain.PaperQuestion{*q}}
	if got := paper.ShuffledFor("ada").Questions; len(got) != 1 || !reflect.DeepEqual(got[0], *q) {
		t.Errorf("shuffled to %+v", got)
	}
	if got := domain.Join(&paper, &domain.AnswerKey{}); len(got) != 1 || got[0].Kind != "essay" {
		t.Errorf("joined to %+v", got)
	}
}

func TestCell(t *testing.T) {
	t.Parallel()
	for kind, f := range fixtures {
		q, _ := pinned(t, f.question)
		for _, tt := range f.cells {
			canonical, problem := q.CheckResponse(json.RawMessage(tt.response))
			if problem != "" || string(canonical) != tt.response {
				t.Errorf("%s: %s becomes %s, problem %q", kind, tt.response, canonical, problem)
			}
			if got := q.Cell(canonical); got != tt.want {
				t.Errorf("%s: %s shows as %#v, want %#v", kind, tt.response, got, tt.want)
			}
		}
	}
}
