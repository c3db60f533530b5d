package domain_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// fields returns the field errors of an ErrInvalid.
func fields(err error) []domain.FieldError {
	var e *domain.Error
	if errors.As(err, &e) && errors.Is(err, domain.ErrInvalid) {
		return e.Fields
	}
	return nil
}

func TestNormalizeIsAFixedPoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := normalizedSet(t)
		stored := mustJSON(s)
		var again domain.QuestionSet
		if err := json.Unmarshal(stored, &again); err != nil {
			t.Fatal(err)
		}
		if err := again.Normalize(); err != nil {
			t.Fatalf("a normalized set is refused: %v\n%s", fields(err), stored)
		}
		if !reflect.DeepEqual(s, &again) {
			t.Fatalf("normalizing again changed the set\n%s\n%s", stored, mustJSON(again))
		}
	})
}

// What is stored and returned, form by form.
func TestNormalizeForms(t *testing.T) {
	t.Parallel()
	for _, tt := range slices.Concat(each(func(f *fixture) []form { return f.forms })...) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := set(t, `{"title":" T\n","questions":[`+tt.in+`]}`)
			want := `{"title":"T","questions":[` + tt.want + `]}`
			if got := string(mustJSON(s)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestNormalizeIDs(t *testing.T) {
	t.Parallel()
	s := set(t, `{"title":"T","questions":[
		{"kind":"cloud","prompt":"P"},
		{"id":"q1","kind":"cloud","prompt":"P"},
		{"id":"q3","kind":"cloud","prompt":"P"},
		{"kind":"cloud","prompt":"P"}]}`)
	var ids []string
	for _, q := range s.Questions {
		ids = append(ids, q.ID)
	}
	if got, want := fmt.Sprint(ids), "[q2 q1 q3 q4]"; got != want {
		t.Errorf("question ids are %s, want %s", got, want)
	}

	body := `{"title":"T","questions":[{"kind":"choice","prompt":"P","options":[` +
		strings.Repeat(`{"text":"x"},`, 49) + `{"text":"x"}]}]}`
	options := set(t, body).Questions[0].Options
	if got, want := options[25].ID+" "+options[26].ID+" "+options[49].ID, "z aa ax"; got != want {
		t.Errorf("option ids are %s, want %s", got, want)
	}
}

func TestNormalizeRefuses(t *testing.T) {
	t.Parallel()
	tests := []fault{
		{"no kind", `"kind":"","options":[{}]`, "/kind"},
		{"unknown kind", `"kind":"essay"`, "/kind"},
		{"id with a space", `"kind":"cloud","id":"a b"`, "/id"},
		{"id that is too long", `"kind":"cloud","id":"` + strings.Repeat("a", 33) + `"`, "/id"},
		{"blank prompt", `"kind":"cloud","prompt":" \u200b\u3164"`, "/prompt"},
		{"long prompt", `"kind":"cloud","prompt":"` + strings.Repeat("é", 4001) + `"`, "/prompt"},
		{"NUL in a prompt", `"kind":"cloud","prompt":"a\u0000"`, "/prompt"},
		{"long explanation", `"kind":"cloud","explanation":"` + strings.Repeat("é", 2001) + `"`, "/explanation"},
		{"long feedback", `"kind":"cloud","feedback":{"correct":"` + strings.Repeat("é", 2001) + `"}`, "/feedback/correct"},
		{"negative points", `"kind":"cloud","points":-1`, "/points"},
		{"too many points", `"kind":"trueFalse","correct":true,"points":1000.5`, "/points"},
	}
	for _, tt := range slices.Concat(append(each(func(f *fixture) []fault { return f.faulty }), tests)...) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := tt.question
			if !strings.Contains(q, `"prompt"`) {
				q += `,"prompt":"P"`
			}
			var s domain.QuestionSet
			if err := json.Unmarshal([]byte(`{"title":"T","questions":[{"kind":"cloud","prompt":"P"},{`+q+`}]}`), &s); err != nil {
				t.Fatal(err)
			}
			got := fields(s.Normalize())
			if len(got) == 0 || got[0].Pointer != "/questions/1"+tt.pointer {
				t.Errorf("got %v, want a fault at %s", got, tt.pointer)
			}
		})
	}
}

// items are n options or targets with different texts.
func items(n int) string {
	s := make([]string, n)
	for i := range s {
		s[i] = fmt.Sprintf(`{"text":"item %d"}`, i)
	}
	return strings.Join(s, ",")
}

func TestNormalizeRefusesSets(t *testing.T) {
	t.Parallel()
	cloud := domain.Question{Kind: domain.KindCloud, Prompt: "P"}
	many := make([]domain.Question, 201)
	for i := range many {
		many[i] = cloud
	}
	tests := []struct {
		name    string
		set     domain.QuestionSet
		pointer string
	}{
		{"no title", domain.QuestionSet{Title: " ", Questions: many[:1]}, "/title"},
		{"long title", domain.QuestionSet{Title: strings.Repeat("é", 201), Questions: many[:1]}, "/title"},
		{"title that isn't UTF-8", domain.QuestionSet{Title: "\xff", Questions: many[:1]}, "/title"},
		{"no questions", domain.QuestionSet{Title: "T"}, "/questions"},
		{"201 questions", domain.QuestionSet{Title: "T", Questions: many}, "/questions"},
		{"points that aren't a number", domain.QuestionSet{Title: "T", Questions: []domain.Question{
			{Kind: domain.KindCloud, Prompt: "P", Points: ptr(math.NaN())}}}, "/questions/0/points"},
		{"endless tolerance", domain.QuestionSet{Title: "T", Questions: []domain.Question{
			{Kind: domain.KindNumber, Prompt: "P", Tolerance: math.Inf(1)}}}, "/questions/0/tolerance"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fields(tt.set.Normalize()); len(got) != 1 || got[0].Pointer != tt.pointer {
				t.Errorf("got %v, want one fault at %s", got, tt.pointer)
			}
		})
	}
}

// Past the hundredth fault a set is still refused, and nothing breaks on what
// is then no longer reported.
func TestNormalizeReportsAtMost100Faults(t *testing.T) {
	t.Parallel()
	s := domain.QuestionSet{Title: "T", Questions: make([]domain.Question, 200)}
	for i := range s.Questions {
		s.Questions[i] = domain.Question{Kind: domain.KindChoice, Correct: json.RawMessage(`"z"`), Options: make([]domain.Option, 2)}
	}
	got := fields(s.Normalize())
	if len(got) != domain.FieldErrorsMax {
		t.Errorf("got %d faults, want %d", len(got), domain.FieldErrorsMax)
	}
	for _, f := range got {
		if !strings.HasPrefix(f.Pointer, "/questions/") || !strings.HasSuffix(f.Detail, ".") {
			t.Errorf("unhelpful fault %+v", f)
		}
	}
}

// A detail may reach a log, so it must not quote what somebody wrote.
func TestFaultsDontQuote(t *testing.T) {
	t.Parallel()
	var s domain.QuestionSet
	body := strings.ReplaceAll(`{"title":"T","questions":[
		{"id":"s3cret!","kind":"s3cret","prompt":"s3cret"},
		{"kind":"choice","prompt":"s3cret","options":[{"id":"s3cret s","text":"s3cret"},{"text":"s3cret"}],"correct":"s3cret"},
		{"kind":"match","prompt":"s3cret","options":[{"text":"s3cret"},{"text":"s3cret"}],"correct":{"s3cret":"s3cret"}},
		{"kind":"text","prompt":"s3cret","correct":{"s3cret":1}}]}`, "s3cret", "S3CRET")
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	err := s.Normalize()
	if len(fields(err)) < 6 {
		t.Fatalf("got only %v", fields(err))
	}
	if all := fmt.Sprint(err, fields(err)); strings.Contains(all, "S3CRET") {
		t.Errorf("a fault quotes what was sent: %s", all)
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add(`{"kind":"choice","prompt":"P","options":[{"text":"x","weight":100},{"text":"y"}]}`)
	f.Add(`{"kind":"match","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"correct":{"a":"b"}}`)
	f.Add(`{"kind":"number","prompt":"P","correct":[{"min":-0.0,"max":1e308}],"tolerance":1e-320}`)
	f.Add(`{"kind":"text","prompt":"P","correct":[{"text":"\ud800"},null]}`)
	for _, fixture := range fixtures {
		f.Add(fixture.question)
	}
	f.Fuzz(func(t *testing.T, question string) {
		var s domain.QuestionSet
		if json.Unmarshal([]byte(`{"title":"T","questions":[`+question+`]}`), &s) != nil || s.Normalize() != nil {
			return
		}
		stored := mustJSON(s)
		var again domain.QuestionSet
		if err := json.Unmarshal(stored, &again); err != nil {
			t.Fatal(err)
		}
		if err := again.Normalize(); err != nil {
			t.Fatalf("a normalized set is refused: %v", fields(err))
		}
		if twice := mustJSON(again); string(twice) != string(stored) {
			t.Fatalf("normalizing again changed the set\n%s\n%s", stored, twice)
		}
		p, k := s.Split(source(1))
		for i := range k.Questions {
			checkSolution(t, &p.Questions[i], &k.Questions[i])
		}
	})
}

// A property of every JavaScript object is no id of a question, an option or a target.
func TestNormalizeRefusesInheritedIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"__proto__", "constructor", "toString", "_x", "-", "a/b", "."} {
		for _, s := range []domain.QuestionSet{
			{Title: "T", Questions: []domain.Question{{ID: id, Kind: domain.KindText, Prompt: "?"}}},
			{Title: "T", Questions: []domain.Question{{Kind: domain.KindChoice, Prompt: "?", Options: []domain.Option{{ID: id, Text: "x"}, {Text: "y"}}}}},
			{Title: "T", Questions: []domain.Question{{Kind: domain.KindMatch, Prompt: "?",
				Options: []domain.Option{{Text: "x"}, {Text: "y"}}, Targets: []domain.Item{{ID: id, Text: "x"}, {Text: "y"}}}}},
		} {
			if err := s.Normalize(); !errors.Is(err, domain.ErrInvalid) {
				t.Errorf("%q in %+v: %v", id, s.Questions[0], err)
			}
		}
	}
}
