package domain_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var questionOf = map[domain.Kind]string{
	domain.KindChoice:    `{"kind":"choice","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":"b"}`,
	domain.KindChoices:   `{"kind":"choices","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":["a","c"]}`,
	domain.KindTrueFalse: `{"kind":"trueFalse","prompt":"P","correct":true}`,
	domain.KindText:      `{"kind":"text","prompt":"P","correct":"Paris"}`,
	domain.KindNumber:    `{"kind":"number","prompt":"P","correct":3.14}`,
	domain.KindOrder:     `{"kind":"order","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}]}`,
	domain.KindMatch:     `{"kind":"match","prompt":"P","options":[{"text":"x"},{"text":"y"}],"targets":[{"text":"1"},{"text":"2"},{"text":"3"}],"correct":{"a":"1","b":"1"}}`,
	domain.KindScale:     `{"kind":"scale","prompt":"P","scale":{"min":-2,"max":5}}`,
	domain.KindCloud:     `{"kind":"cloud","prompt":"P","maxWords":2}`,
}

func TestCheckResponse(t *testing.T) {
	t.Parallel()
	const (
		shape, option, repeated = domain.ProblemShape, domain.ProblemOption, domain.ProblemRepeated
		perm, long, many        = domain.ProblemPermutation, domain.ProblemTooLong, domain.ProblemTooMany
		empty, outside          = domain.ProblemEmpty, domain.ProblemRange
	)
	s := func(r string, n int) string { return `"` + strings.Repeat(r, n) + `"` }
	// In accepted the second string is the canonical form, "" where it is the
	// same as what was sent.
	accepted := map[domain.Kind][][2]string{
		domain.KindChoice:    {{`"a"`}, {" \t\r\n\"c\"\n", `"c"`}, {`"\u0062"`, `"b"`}},
		domain.KindChoices:   {{`[]`}, {`["a"]`}, {`[ "c" , "a" ]`, `["a","c"]`}},
		domain.KindTrueFalse: {{`true`}, {`false`}, {` false `, `false`}},
		domain.KindText: {{`""`}, {`"Paris"`}, {`"a<b>&\"c\""`}, {`"a\u003cb"`, `"a<b"`}, {`"\u00e9\/"`, `"é/"`},
			{`"\ud800"`, "\"\ufffd\""}, {"\"a\u2028b\"", `"a\u2028b"`}, {`"a\u2028b"`}, {`"line\nline\t"`}, {"\"\u007f\""},
			{s("é", 2000)}, {s(`\u00e9`, 2000), s("é", 2000)}, {s("👩", 2000)}},
		domain.KindNumber: {{`0`}, {`-0`, `0`}, {`-0.0e5`, `0`}, {`3.14`}, {`3.140`, `3.14`}, {`1e2`, `100`}, {`1E+2`, `100`}, {`1e-999`, `0`},
			{`1e21`, `1e+21`}, {`0.0000001`, `1e-07`}, {`123456789012345680000`}, {`0.30000000000000004`}},
		domain.KindOrder: {{`["c","a","b"]`}, {`["b", "a", "c"]`, `["b","a","c"]`}},
		domain.KindMatch: {{`{}`}, {`{"a":"3"}`}, {`{"a":"1","b":"1"}`}, {`{ "b": "2", "a": "3" }`, `{"a":"3","b":"2"}`}},
		domain.KindScale: {{`-2`}, {`5`}, {`3.0`, `3`}, {`3e0`, `3`}, {`-0`, `0`}},
		domain.KindCloud: {{`["a"]`}, {`["a","a"]`}, {`[" new york\n","<3"]`, `["new york","<3"]`}, {`[` + s("é", 50) + `]`}},
	}
	refused := map[domain.Kind][][2]string{
		domain.KindChoice: {{``, shape}, {`"`, shape}, {`"a`, shape}, {`a`, shape}, {`null`, shape}, {`["a"]`, shape}, {`"a""b"`, shape}, {`"a" "b"`, shape},
			{"\"\xff\"", shape}, {`""`, option}, {`"d"`, option}, {`"A"`, option}, {`"\u0064"`, option}, {`"\ud8"`, shape}},
		domain.KindChoices: {{`"a"`, shape}, {`null`, shape}, {`[1]`, shape}, {`["a"`, shape}, {`["a"]]`, shape}, {`[["a"]]`, shape},
			{`[null]`, option}, {`["d"]`, option}, {`["a","a"]`, repeated}, {`["a","b","c","a"]`, repeated}},
		domain.KindTrueFalse: {{`"true"`, shape}, {`True`, shape}, {`1`, shape}, {`truefalse`, shape}, {`null`, shape}},
		domain.KindText: {{`1`, shape}, {`"a`, shape}, {`["a"]`, shape}, {"\"a\nb\"", shape}, {"\"\xc3\"", shape}, {`"a\u0000"`, shape}, {`"\x"`, shape},
			{s("é", 2001), long}, {s(`\u00e9`, 2001), long}},
		domain.KindNumber: {{`"1"`, shape}, {`NaN`, shape}, {`Infinity`, shape}, {`-`, shape}, {`01`, shape}, {`1.`, shape}, {`.5`, shape}, {`+1`, shape},
			{`0x10`, shape}, {`1_000`, shape}, {`1 2`, shape}, {`-Inf`, shape}, {`1e999`, outside}, {`-1e999`, outside}, {strings.Repeat("1", 65), long}},
		domain.KindOrder: {{`"a"`, shape}, {`[]`, perm}, {`["a","b"]`, perm}, {`["a","b","b"]`, perm}, {`["a","b","d"]`, perm}, {`["a","b","c","a"]`, perm}},
		domain.KindMatch: {{`[]`, shape}, {`{"a":1}`, shape}, {`{"a":null}`, shape}, {`{"a":"1"`, shape}, {`{"a":"1"}{}`, shape}, {`{"a":"1","a":"2"}`, shape}, {`{"a":{"b":"1"}}`, shape},
			{`{"a":"4"}`, option}, {`{"c":"1"}`, option}, {`{"":""}`, option}},
		domain.KindScale: {{`"3"`, shape}, {`3.5`, shape}, {`-3`, outside}, {`6`, outside}, {`1e300`, outside}, {`1e999`, outside}, {strings.Repeat("1", 65), long}},
		domain.KindCloud: {{`"a"`, shape}, {`[1]`, shape}, {`["\u0000"]`, shape}, {`[]`, empty}, {`[""]`, empty}, {`["a"," "]`, empty}, {`["\u200b"]`, empty}, {`[null]`, empty},
			{`["a","b","c"]`, many}, {`[` + s("é", 51) + `]`, long}},
	}
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			q, _ := one(t, questionOf[kind])
			for _, tt := range accepted[kind] {
				sent, want := tt[0], tt[1]
				if want == "" {
					want = sent
				}
				got, problem := q.CheckResponse(json.RawMessage(sent))
				if problem != "" || string(got) != want {
					t.Errorf("%s: got %s, problem %q, want %s", sent, got, problem, want)
				}
			}
			for _, tt := range refused[kind] {
				if got, problem := q.CheckResponse(json.RawMessage(tt[0])); got != nil || problem != tt[1] {
					t.Errorf("%s: got %s, problem %q, want problem %q", tt[0], got, problem, tt[1])
				}
			}
		})
	}
}

func TestCheckResponseOfAnUnknownKind(t *testing.T) {
	t.Parallel()
	for _, q := range []domain.PaperQuestion{{}, {Kind: "essay"}} {
		if _, problem := q.CheckResponse(json.RawMessage(`"a"`)); problem != domain.ProblemShape {
			t.Errorf("kind %q: got problem %q", q.Kind, problem)
		}
	}
}

// A response that means the same has one form, whichever way it was written.
func TestCheckResponseIsCanonical(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, paper, _ := split(t)
		q := rapid.SampledFrom(paper.Questions).Draw(t, "question")
		sent := response(t, &q)
		canonical, problem := q.CheckResponse(sent)
		if problem != "" {
			t.Fatalf("%s: %s is refused: %s", q.Kind, sent, problem)
		}
		recheck(t, &q, canonical)
		var v any
		if err := json.Unmarshal(sent, &v); err != nil {
			t.Fatal(err)
		}
		spaced, err := json.MarshalIndent(v, "\n", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if got, problem := q.CheckResponse(spaced); string(got) != string(canonical) {
			t.Fatalf("%s: %s gives %s, problem %q, but %s gives %s", q.Kind, spaced, got, problem, sent, canonical)
		}
	})
}

func recheck(t interface{ Fatalf(string, ...any) }, q *domain.PaperQuestion, canonical []byte) {
	if !json.Valid(canonical) {
		t.Fatalf("%s: %s is not JSON", q.Kind, canonical)
	}
	if again, problem := q.CheckResponse(canonical); string(again) != string(canonical) {
		t.Fatalf("%s: %s becomes %s, problem %q", q.Kind, canonical, again, problem)
	}
}

func FuzzCheckResponse(f *testing.F) {
	var questions []*domain.PaperQuestion
	var keys []*domain.KeyEntry
	for i, kind := range kinds {
		q, k := one(f, questionOf[kind])
		questions, keys = append(questions, q), append(keys, k)
		for _, r := range []string{`"a"`, `["a","c"]`, `true`, `3.14`, `["c","a","b"]`, `{"a":"2"}`, `["é","\u2028"]`, `"\ud800"`, "\"\xff\"", `-1e-400`} {
			f.Add(byte(i), []byte(r))
		}
	}
	f.Fuzz(func(t *testing.T, i byte, raw []byte) {
		n := int(i) % len(questions)
		q, k := questions[n], keys[n]
		canonical, problem := q.CheckResponse(raw)
		// Neither may break on what was never checked.
		k.Score(raw, nfkc)
		k.FeedbackFor(raw, nfkc)
		if (canonical == nil) == (problem == "") {
			t.Fatalf("%q: got %q and problem %q", raw, canonical, problem)
		}
		if problem != "" {
			return
		}
		recheck(t, q, canonical)
		s := k.Score(canonical, nfkc)
		if s.Points < 0 || s.Points > k.Points || s.Correct && s.Points != k.Points {
			t.Fatalf("%q scores %+v of %v", canonical, s, k.Points)
		}
		tally := domain.NewTally(q, nfkc)
		tally.Add(canonical, s)
		tally.Remove(canonical, s)
		if c := tally.Counts(); c.Answered != 0 || c.OtherCount != 0 || c.CorrectRate != nil {
			t.Fatalf("%q leaves %+v behind", canonical, c)
		}
	})
}

func BenchmarkCheckResponse(b *testing.B) {
	for _, bb := range []struct {
		kind     domain.Kind
		response string
	}{
		{domain.KindChoice, `"b"`}, {domain.KindChoices, `["a","c"]`}, {domain.KindTrueFalse, `true`},
		{domain.KindText, `"The quick brown fox jumps over the lazy dog"`}, {domain.KindNumber, `3.14`},
		{domain.KindOrder, `["c","a","b"]`}, {domain.KindMatch, `{"a":"1","b":"2"}`}, {domain.KindScale, `4`},
		{domain.KindCloud, `["one","two"]`},
	} {
		b.Run(string(bb.kind), func(b *testing.B) {
			q, _ := one(b, questionOf[bb.kind])
			raw := json.RawMessage(bb.response)
			b.ReportAllocs()
			for b.Loop() {
				if _, problem := q.CheckResponse(raw); problem != "" {
					b.Fatal(problem)
				}
			}
		})
	}
}
