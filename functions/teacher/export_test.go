package teacher_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A lesson in which whatever can be a formula is one.
const hostile = `{"title": "=1+1", "questions": [
	{"id": "q1", "kind": "choice", "prompt": "=HYPERLINK(\"http://a.example\")", "correct": "a", "options": [{"text": "=1+1"}, {"text": "-2"}]},
	{"id": "q2", "kind": "text", "prompt": "Say, \"what\"\nyou like", "correct": "yes"},
	{"id": "q3", "kind": "number", "prompt": "?"},
	{"id": "q4", "kind": "cloud", "prompt": "?"},
	{"id": "q5", "kind": "match", "prompt": "?", "options": [{"text": "@a"}, {"text": "b"}], "targets": [{"text": "1"}, {"text": "2"}]},
	{"id": "q6", "kind": "order", "prompt": "?", "options": [{"text": "+x"}, {"text": "y"}]},
	{"id": "q7", "kind": "trueFalse", "prompt": "?", "correct": true}
]}`

func hostileLesson(s *functiontest.School) (l *functiontest.Lesson, ada *functiontest.Student) {
	l = s.Open(functiontest.Start{Questions: hostile})
	ada = l.Join("=cmd|' /C calc'!A0")
	ada.Answer(give("q1", 1, `"a"`), give("q2", 1, `"@SUM(1,2)"`), give("q3", 1, `-5.5`), give("q4", 1, `["-a","b; c"]`),
		give("q5", 1, l.Right("q5")), give("q6", 1, l.Right("q6")), give("q7", 1, `false`))
	l.Join("Bö \"the\", second")
	return l, ada
}

func export(l *functiontest.Lesson, format string) *functiontest.Reply {
	r := l.As(functiontest.Ada, "GET", "/export?format="+format, nil).Want(200)
	return r
}

// wantTable is what a spreadsheet of the hostile lesson has, row by row.
func wantTable(l *functiontest.Lesson, joined []string) [][]string {
	pairs := "'@a → 1; b → 2"
	if l.Paper()[4].Options[0].Text == "b" {
		pairs = "b → 2;' @a → 1"
	}
	return [][]string{
		{"Name", "Joined", "Name corrected", "Parent refuses", "Score", "Maximum", "Note",
			"1. =HYPERLINK(\"http://a.example\")", "1. Points", "2. Say, \"what\"\nyou like", "2. Points", "3. ?", "3. Points", "4. ?", "4. Points",
			"5. ?", "5. Points", "6. ?", "6. Points", "7. ?", "7. Points"},
		{"'=cmd|' /C calc'!A0", joined[0], "", "", "3", "5", "", "'=1+1", "1", "'@SUM(1,2)", "0", "-5.5", "", "'-a; b; c", "", pairs, "1", "'+x; y", "1", "false", "0"},
		{"Bö \"the\", second", joined[1], "", "", "0", "5", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""},
	}
}

func TestExportSpreadsheets(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, _ := hostileLesson(s)
	disposition := regexp.MustCompile(`^attachment; filename="results-\d{4}-\d\d-\d\dT\d{6}Z\.(csv|xlsx|json)"$`)
	check := func(format string, rows [][]string) {
		t.Helper()
		if len(rows) != 3 {
			t.Fatalf("%s: %d rows: %q", format, len(rows), rows)
		}
		var joined []string
		for _, row := range rows[1:] {
			joined = append(joined, row[1])
			if at, err := time.Parse(time.RFC3339, row[1]); err != nil || time.Since(at).Abs() > time.Minute {
				t.Errorf("%s: joined %q", format, row[1])
			}
		}
		for i, want := range wantTable(l, joined) {
			if !slices.Equal(rows[i], want) {
				t.Errorf("%s, row %d:\n%q, want\n%q", format, i, rows[i], want)
			}
		}
	}

	r := export(l, "csv")
	if ct := r.Header.Get("Content-Type"); ct != "text/csv; charset=utf-8" || !disposition.MatchString(r.Header.Get("Content-Disposition")) || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("csv: %v", r.Header)
	}
	text, found := bytes.CutPrefix(r.Body, []byte("\ufeff"))
	if !found || !bytes.Contains(text, []byte("\r\n")) {
		t.Errorf("csv begins with %q", r.Body[:10])
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	check("csv", rows)

	german := l.School.Do("GET", l.Path("/export?format=csv"), functiontest.Request{
		Token: l.School.Token(l.Teacher), Header: map[string]string{"Accept-Language": "de-AT, en;q=0.5"},
	}).Want(200)
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(german.Body, []byte("\ufeff"))))
	in.Comma = ';'
	if own, err := in.ReadAll(); err != nil || own[1][11] != "-5,5" || own[1][0] != rows[1][0] {
		t.Errorf("in German %q, %v", own, err)
	}

	r = export(l, "xlsx")
	if ct := r.Header.Get("Content-Type"); ct != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" || !disposition.MatchString(r.Header.Get("Content-Disposition")) {
		t.Errorf("xlsx: %v", r.Header)
	}
	f, err := excelize.OpenReader(bytes.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if rows, err = f.GetRows("Results"); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "") // trailing empty cells are left out
		}
		for j := range rows[i] {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := f.GetCellFormula("Results", at); err != nil || formula != "" {
				t.Errorf("%s holds the formula %q, %v", at, formula, err)
			}
		}
	}
	check("xlsx", rows)
	if kind, err := f.GetCellType("Results", "C2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("the score is of type %v, %v; want a number", kind, err)
	}
}

// A cell is defused by what it begins with, however that is disguised.
func TestExportDefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Questions: `{"title": "T", "questions": [{"id": "q", "kind": "text", "prompt": "?"}]}`})
	want := map[string]string{
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "|a": "'|a", "%a": "'%a", " =1": "' =1", "\u00a0=1": "'\u00a0=1",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", " ＝1": "' ＝1", "=": "'=", "--": "'--",
		// Line breaks are those of a cell, and what follows one may be a cell.
		"\t=1": "'\t'=1", "\r=1": "'\n'=1", "\n=1": "'\n'=1", "a\r\n=1": "a\n'=1", "a\n +1": "a\n' +1",
		// So may what follows a separator, whichever the spreadsheet takes.
		"x;=cmd|' /C calc'!A0;y": "x;'=cmd|' /C calc'!A0;y", "x,=1": "x,'=1", "x\t=1": "x\t'=1", "x|=1": "x|'=1",
		"x;\"=1\"": "x;'\"=1\"", "x; \" -1": "x;' \" -1", "\"=1": "'\"=1", ";;@a": ";;'@a", "x\";=1": "x\";'=1",
		// The rest stays what it is.
		"a=1": "a=1", "1+1": "1+1", "'=1": "'=1", "a@b.example": "a@b.example", "…": "…", "日本": "日本",
		"a; b, c | d": "a; b, c | d", "a || b": "a || b", "one\ntwo": "one\ntwo", "\"quoted\"": "\"quoted\"",
	}
	for text := range want {
		l.Join("Ada").Record("q", text2json(t, text))
	}
	l.Join("x;=cmd|' /C calc'!A0;y")
	file := export(l, "csv").Body
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file, []byte("\r\n\"x;'=cmd|' /C calc'!A0;y\",\"")) {
		t.Errorf("the alias isn't quoted and defused:\n%s", file)
	}
	got := make(map[string]bool)
	for _, row := range rows[1:] {
		got[row[7]] = true
	}
	for text, want := range want {
		if !got[want] {
			t.Errorf("%q isn't written %q", text, want)
		}
	}
	if len(got) > len(want)+1 { // and one who answered nothing
		t.Errorf("%d different cells: %v", len(got), got)
	}
}

func text2json(t *testing.T, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestExportJSON(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l, ada := hostileLesson(s)
	r := export(l, "json")
	if r.Header.Get("Content-Type") != "application/json" || !strings.HasSuffix(r.Header.Get("Content-Disposition"), `.json"`) {
		t.Errorf("json: %v", r.Header)
	}
	var got struct {
		ExportedAt   time.Time
		Session      session
		Questions    []domain.Question
		Participants []functiontest.Participant
	}
	r.JSON(&got)
	if time.Since(got.ExportedAt).Abs() > time.Minute || got.Session.ID != l.ID || len(got.Questions) != 7 || len(got.Participants) != 2 {
		t.Errorf("%s", r.Body)
	}
	// Data for programs stays what it is.
	p := got.Participants[0]
	if p.ID != ada.ID || *p.Alias != "=cmd|' /C calc'!A0" || string(p.Answers["q2"].Response) != `"@SUM(1,2)"` || string(got.Questions[0].Correct) != `"a"` {
		t.Errorf("%s", r.Body)
	}

	for _, query := range []string{"", "?format=pdf", "?format="} {
		s.Do("GET", l.Path("/export"+query), functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true}).WantProblem(422, "invalid")
	}
	if strings.Contains(r.Header.Get("Content-Disposition"), "1+1") {
		t.Errorf("the file's name tells the title: %s", r.Header.Get("Content-Disposition"))
	}
}

// What a student's parent refuses stands in every format, so that whoever passes a file on sees it.
func TestExportSaysWhatParentsRefuse(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	for st, refused := range map[*functiontest.Student]string{ada: `{"collection": true, "disclosure": true}`, bo: `{"collection": false, "disclosure": true}`} {
		var made struct{ Secret string }
		l.As(l.Teacher, "POST", "/participants/"+st.ID+"/parent-code", nil).Want(201).JSON(&made)
		s.Do("PUT", "/v1/me/refusals?session="+l.ID, functiontest.Request{Token: made.Secret, Body: refused}).Want(200)
	}
	for format, wants := range map[string][]string{
		"csv":  {`"collection, disclosure"`, `"disclosure"`},
		"json": {`"collectionRefusedAt"`, `"disclosureRefusedAt"`},
	} {
		for _, want := range wants {
			if file := string(export(l, format).Body); !strings.Contains(file, want) {
				t.Errorf("%s has no %s: %s", format, want, file)
			}
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(export(l, "xlsx").Body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Results")
	if err != nil || len(rows) != 3 || rows[0][3] != "Parent refuses" || !slices.Contains([]string{rows[1][3], rows[2][3]}, "collection, disclosure") {
		t.Errorf("xlsx: %v, %v", rows, err)
	}
}
