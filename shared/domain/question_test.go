package domain_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
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

// What is stored and given back, form by form.
func TestNormalizeForms(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"defaults", `{"kind":"text","prompt":"P"}`,
			`{"id":"q1","kind":"text","prompt":"P","points":0}`},
		{"essay", `{"kind":"text","prompt":"P","points":5}`,
			`{"id":"q1","kind":"text","prompt":"P","points":5}`},
		{"poll with points", `{"kind":"number","prompt":"P","points":5}`,
			`{"id":"q1","kind":"number","prompt":"P","points":0}`},
		{"null key", `{"kind":"choice","prompt":"P","options":[{"text":"x"},{"text":"y"}],"correct":null,"points":3}`,
			`{"id":"q1","kind":"choice","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"points":0}`},
		{"choice", `{"kind":"choice","prompt":"P","options":[{"text":"x","feedback":"f"},{"id":"a","text":"y"}],"correct":"b"}`,
			`{"id":"q1","kind":"choice","prompt":"P","options":[{"id":"b","text":"x","feedback":"f"},{"id":"a","text":"y"}],"correct":"b","points":1}`},
		{"choice by weight", `{"kind":"choice","prompt":"P","options":[{"text":"x","weight":50},{"text":"y","weight":100}],"points":2}`,
			`{"id":"q1","kind":"choice","prompt":"P","options":[{"id":"a","text":"x","weight":50},{"id":"b","text":"y","weight":100}],"correct":"b","points":2}`},
		{"choices by weight", `{"kind":"choices","prompt":"P","options":[{"text":"x","weight":33.3},{"text":"y","weight":66.6},{"text":"z","weight":-100}]}`,
			`{"id":"q1","kind":"choices","prompt":"P","options":[{"id":"a","text":"x","weight":33.3},{"id":"b","text":"y","weight":66.6},{"id":"c","text":"z","weight":-100}],"correct":["a","b"],"points":1}`},
		{"trueFalse", `{"kind":"trueFalse","prompt":"P","correct":false,"options":[]}`,
			`{"id":"q1","kind":"trueFalse","prompt":"P","correct":false,"points":1}`},
		{"one text", `{"kind":"text","prompt":"P","correct":"Paris"}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":"Paris","points":1}`},
		{"one text in a list", `{"kind":"text","prompt":"P","correct":[{"text":"Paris","weight":100}]}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":"Paris","points":1}`},
		{"texts", `{"kind":"text","prompt":"P","correct":["Paris",{"text":"paris, france"}]}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":["Paris","paris, france"],"points":1}`},
		{"weighted texts", `{"kind":"text","prompt":"P","correct":["Paris",{"text":"Lyon","weight":0,"feedback":"No."}]}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":[{"text":"Paris"},{"text":"Lyon","weight":0,"feedback":"No."}],"points":1}`},
		{"number", `{"kind":"number","prompt":"P","correct":3.140,"tolerance":0.01}`,
			`{"id":"q1","kind":"number","prompt":"P","correct":3.14,"points":1,"tolerance":0.01}`},
		{"range", `{"kind":"number","prompt":"P","correct":[{"min":1,"max":2}]}`,
			`{"id":"q1","kind":"number","prompt":"P","correct":{"min":1,"max":2},"points":1}`},
		{"numbers", `{"kind":"number","prompt":"P","correct":[3,{"min":1,"max":2,"weight":50},{"value":9,"tolerance":1}]}`,
			`{"id":"q1","kind":"number","prompt":"P","correct":[{"value":3},{"min":1,"max":2,"weight":50},{"value":9,"tolerance":1}],"points":1}`},
		{"order as given", `{"kind":"order","prompt":"P","options":[{"text":"x"},{"text":"y"}]}`,
			`{"id":"q1","kind":"order","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"correct":["a","b"],"points":1}`},
		{"match as given", `{"kind":"match","prompt":"P","options":[{"text":"x"},{"text":"y"}],"targets":[{"text":"1"},{"text":"2"}]}`,
			`{"id":"q1","kind":"match","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"targets":[{"id":"1","text":"1"},{"id":"2","text":"2"}],"correct":{"a":"1","b":"2"},"points":1}`},
		{"match within the options", `{"kind":"match","prompt":"P","options":[{"id":"1","text":"one"},{"id":"a","text":"x"},{"id":"b","text":"y"},{"id":"2","text":"two"}],"correct":{"a":"2","b":"2"}}`,
			`{"id":"q1","kind":"match","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"targets":[{"id":"1","text":"one"},{"id":"2","text":"two"}],"correct":{"a":"2","b":"2"},"points":1}`},
		{"scale", `{"kind":"scale","prompt":"P","points":5,"scale":{"minLabel":"no"}}`,
			`{"id":"q1","kind":"scale","prompt":"P","points":0,"scale":{"min":1,"max":5,"minLabel":"no"}}`},
		{"cloud", `{"kind":"cloud","prompt":"P","feedback":{}}`,
			`{"id":"q1","kind":"cloud","prompt":"P","points":0,"maxWords":3}`},
	}
	for _, tt := range tests {
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
	const ab = `"options":[{"text":"x"},{"text":"y"}]`
	tests := []struct{ name, question, pointer string }{
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
		{"negative points of an essay", `"kind":"text","points":-0.5`, "/points"},
		{"too many points of an essay", `"kind":"text","points":1001`, "/points"},
		{"too many points", `"kind":"trueFalse","correct":true,"points":1000.5`, "/points"},
		{"one option", `"kind":"choice","options":[{"text":"x"}]`, "/options"},
		{"no options", `"kind":"order"`, "/options"},
		{"31 items", `"kind":"order","options":[` + items(31) + `]`, "/options"},
		{"51 options", `"kind":"choices","options":[` + items(51) + `]`, "/options"},
		{"blank option", `"kind":"choice","options":[{"text":"x"},{"text":""}]`, "/options/1/text"},
		{"option id twice", `"kind":"choice","options":[{"id":"a","text":"x"},{"id":"a","text":"y"}]`, "/options/1/id"},
		{"weight over 100", `"kind":"choice","options":[{"text":"x","weight":101},{"text":"y","weight":100}]`, "/options/0/weight"},
		{"weights without a right one", `"kind":"choice","options":[{"text":"x","weight":90},{"text":"y"}]`, "/options"},
		{"choice of a list", `"kind":"choice",` + ab + `,"correct":["a"]`, "/correct"},
		{"choice of nothing", `"kind":"choice",` + ab + `,"correct":"c"`, "/correct"},
		{"choice by number", `"kind":"choice",` + ab + `,"correct":1`, "/correct"},
		{"right option with half the points", `"kind":"choice","options":[{"text":"x","weight":50},{"text":"y","weight":100}],"correct":"a"`, "/correct"},
		{"choices of a string", `"kind":"choices",` + ab + `,"correct":"a"`, "/correct"},
		{"no right choices", `"kind":"choices",` + ab + `,"correct":[]`, "/correct"},
		{"choices with null", `"kind":"choices",` + ab + `,"correct":[null]`, "/correct"},
		{"choices twice", `"kind":"choices",` + ab + `,"correct":["a","a"]`, "/correct"},
		{"weights that don't add up", `"kind":"choices","options":[{"text":"x","weight":50},{"text":"y","weight":40}]`, "/correct"},
		{"weight on a wrong choice", `"kind":"choices","options":[{"text":"x","weight":100},{"text":"y","weight":10}],"correct":["a"]`, "/correct"},
		{"right choice without a weight", `"kind":"choices","options":[{"text":"x"},{"text":"y","weight":-10}],"correct":["a"]`, "/correct"},
		{"trueFalse as a string", `"kind":"trueFalse","correct":"true"`, "/correct"},
		{"trueFalse with options", `"kind":"trueFalse",` + ab, "/options"},
		{"text as a number", `"kind":"text","correct":1`, "/correct"},
		{"text with an unknown field", `"kind":"text","correct":["x",{"text":"y","wieght":1}]`, "/correct/1"},
		{"text with a blank one", `"kind":"text","correct":["x"," "]`, "/correct/1"},
		{"text with an empty list", `"kind":"text","correct":[]`, "/correct"},
		{"text with half the points at most", `"kind":"text","correct":[{"text":"x","weight":50}]`, "/correct"},
		{"text with a negative weight", `"kind":"text","correct":["x",{"text":"y","weight":-1}]`, "/correct/1/weight"},
		{"51 texts", `"kind":"text","correct":["x"` + strings.Repeat(`,"x"`, 50) + `]`, "/correct"},
		{"long text", `"kind":"text","correct":"` + strings.Repeat("x", 2001) + `"`, "/correct"},
		{"number as a string", `"kind":"number","correct":"1"`, "/correct"},
		{"number beyond float64", `"kind":"number","correct":1e999`, "/correct"},
		{"half a range", `"kind":"number","correct":{"min":1}`, "/correct"},
		{"range upside down", `"kind":"number","correct":[{"min":2,"max":1}]`, "/correct/0"},
		{"range and value", `"kind":"number","correct":{"min":1,"max":2,"value":1}`, "/correct"},
		{"range with a tolerance", `"kind":"number","correct":{"min":1,"max":2,"tolerance":1}`, "/correct"},
		{"number with an unknown field", `"kind":"number","correct":{"value":1,"unit":"m"}`, "/correct"},
		{"negative tolerance", `"kind":"number","correct":1,"tolerance":-1`, "/tolerance"},
		{"negative tolerance of one", `"kind":"number","correct":[{"value":1,"tolerance":-1}]`, "/correct/0/tolerance"},
		{"tolerance elsewhere", `"kind":"text","tolerance":1`, "/tolerance"},
		{"order that lacks one", `"kind":"order",` + ab + `,"correct":["a"]`, "/correct"},
		{"order with one twice", `"kind":"order",` + ab + `,"correct":["a","a"]`, "/correct"},
		{"order with equal texts", `"kind":"order","options":[{"text":"x"},{"text":"x "}]`, "/options/1/text"},
		{"order with weights", `"kind":"order","options":[{"text":"x","weight":1},{"text":"y"}]`, "/options/0"},
		{"targets elsewhere", `"kind":"order",` + ab + `,"targets":[{"text":"x"}]`, "/targets"},
		{"match without targets", `"kind":"match",` + ab, "/targets"},
		{"match with more targets and no key", `"kind":"match",` + ab + `,"targets":[` + items(3) + `]`, "/correct"},
		{"match that lacks one", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1"}`, "/correct"},
		{"match with no such target", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1","b":"3"}`, "/correct"},
		{"match with no such option", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1","b":"2","c":"2"}`, "/correct"},
		{"match with a name twice", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1","a":"2","b":"1"}`, "/correct"},
		{"match with equal targets", `"kind":"match",` + ab + `,"targets":[{"text":"x"},{"text":"x"}]`, "/targets/1/text"},
		{"match on both sides", `"kind":"match","options":[` + items(3) + `],"correct":{"a":"b","b":"c"}`, "/correct"},
		{"match as a list", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":["a"]`, "/correct"},
		{"scale upside down", `"kind":"scale","scale":{"min":5,"max":1}`, "/scale"},
		{"scale of 102 steps", `"kind":"scale","scale":{"min":0,"max":101}`, "/scale"},
		{"scale that overflows", fmt.Sprintf(`"kind":"scale","scale":{"min":%d,"max":%d}`, math.MinInt, math.MaxInt), "/scale"},
		{"scale elsewhere", `"kind":"cloud","scale":{"min":1,"max":2}`, "/scale"},
		{"scale with a key", `"kind":"scale","correct":3`, "/correct"},
		{"cloud of 11 words", `"kind":"cloud","maxWords":11`, "/maxWords"},
		{"cloud of −1 words", `"kind":"cloud","maxWords":-1`, "/maxWords"},
		{"words elsewhere", `"kind":"text","maxWords":1`, "/maxWords"},
		{"cloud with a key", `"kind":"cloud","correct":["x"]`, "/correct"},
	}
	for _, tt := range tests {
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
