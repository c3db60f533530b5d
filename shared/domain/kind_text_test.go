package domain_test

import (
	"strings"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	textMany    = `{"kind":"text","prompt":"P","points":10,"correct":["Paris",{"text":"Paris, France"},{"text":"Lutetia","weight":50},{"text":"LUTETIA","weight":25},{"text":"Lyon","weight":0}]}`
	textRemarks = `{"kind":"text","prompt":"P","correct":["Paris",{"text":"Lyon","weight":0,"feedback":"Further north."}],"feedback":{"correct":"Right.","incorrect":"Wrong."}}`
)

var textFixture = fixture{
	question: `{"kind":"text","prompt":"P","correct":"Paris"}`,
	secret:   `{"kind":"text","prompt":"P","correct":[{"text":"SECRET","feedback":"SECRET"},"SECRET2"]}`,
	forms: []form{
		{"defaults", `{"kind":"text","prompt":"P"}`,
			`{"id":"q1","kind":"text","prompt":"P","points":0}`},
		{"essay", `{"kind":"text","prompt":"P","points":5}`,
			`{"id":"q1","kind":"text","prompt":"P","points":5}`},
		{"one text", `{"kind":"text","prompt":"P","correct":"Paris"}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":"Paris","points":1}`},
		{"one text in a list", `{"kind":"text","prompt":"P","correct":[{"text":"Paris","weight":100}]}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":"Paris","points":1}`},
		{"texts", `{"kind":"text","prompt":"P","correct":["Paris",{"text":"paris, france"}]}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":["Paris","paris, france"],"points":1}`},
		{"weighted texts", `{"kind":"text","prompt":"P","correct":["Paris",{"text":"Lyon","weight":0,"feedback":"No."}]}`,
			`{"id":"q1","kind":"text","prompt":"P","correct":[{"text":"Paris"},{"text":"Lyon","weight":0,"feedback":"No."}],"points":1}`},
	},
	faulty: []fault{
		{"negative points of an essay", `"kind":"text","points":-0.5`, "/points"},
		{"too many points of an essay", `"kind":"text","points":1001`, "/points"},
		{"text as a number", `"kind":"text","correct":1`, "/correct"},
		{"text with an unknown field", `"kind":"text","correct":["x",{"text":"y","wieght":1}]`, "/correct/1"},
		{"text with a blank one", `"kind":"text","correct":["x"," "]`, "/correct/1"},
		{"text with an empty list", `"kind":"text","correct":[]`, "/correct"},
		{"text with half the points at most", `"kind":"text","correct":[{"text":"x","weight":50}]`, "/correct"},
		{"text with a negative weight", `"kind":"text","correct":["x",{"text":"y","weight":-1}]`, "/correct/1/weight"},
		{"text with a long feedback", `"kind":"text","correct":{"text":"x","feedback":"` + strings.Repeat("é", 2001) + `"}`, "/correct/feedback"},
		{"51 texts", `"kind":"text","correct":["x"` + strings.Repeat(`,"x"`, 50) + `]`, "/correct"},
		{"long text", `"kind":"text","correct":"` + strings.Repeat("x", 2001) + `"`, "/correct"},
		{"tolerance elsewhere", `"kind":"text","tolerance":1`, "/tolerance"},
		{"words elsewhere", `"kind":"text","maxWords":1`, "/maxWords"},
	},
	usual: `"The quick brown fox jumps over the lazy dog"`,
	accepted: [][2]string{{`""`}, {`"Paris"`}, {`"a<b>&\"c\""`}, {`"a\u003cb"`, `"a<b"`}, {`"\u00e9\/"`, `"é/"`},
		{`"\ud800"`, "\"\ufffd\""}, {"\"a\u2028b\"", `"a\u2028b"`}, {`"a\u2028b"`}, {`"line\nline\t"`}, {"\"\u007f\""},
		{quoted("é", 2000)}, {quoted(`\u00e9`, 2000), quoted("é", 2000)}, {quoted("👩", 2000)}},
	refused: [][2]string{{`1`, shape}, {`"a`, shape}, {`["a"]`, shape}, {"\"a\nb\"", shape}, {"\"\xc3\"", shape}, {`"a\u0000"`, shape}, {`"\x"`, shape},
		{quoted("é", 2001), long}, {quoted(`\u00e9`, 2001), long}},
	scores: []scored{
		{textMany, `"  PARIS "`, 10, true},
		{textMany, `"paris,  france"`, 10, true},
		{textMany, `"lutetia"`, 5, false},
		{textMany, `"lyon"`, 0, false},
		{textMany, `""`, 0, false},
		{textMany, `"Pari"`, 0, false},
	},
	solutions: [][2]string{
		{`{"kind":"text","prompt":"P","correct":[{"text":"a","weight":50},"<b>"]}`, `"<b>"`},
	},
	remarks: []remark{
		{textRemarks, `"LYON"`, []string{"Further north.", "Wrong."}},
		{textRemarks, `"Paris"`, []string{"Right."}},
		{textRemarks, `"Nice"`, []string{"Wrong."}},
	},
	counts: []counted{
		{[]string{`"Paris"`, `" PARIS "`, `"Lyon"`, `" "`},
			`{"id":"q1","counts":{"lyon":1,"paris":2},"answered":3,"correctRate":0.6666666666666666,"spellings":{"lyon":"Lyon","paris":"PARIS"}}`},
		{[]string{`"` + strings.Repeat("é", 200) + `"`, `"` + strings.Repeat("é", 201) + `"`},
			`{"id":"q1","counts":{"` + strings.Repeat("é", 200) + `":1},"otherCount":1,"answered":2,"correctRate":0}`},
	},
	cells: []cell{
		{`"Paris"`, "Paris"},
		{`"a<b>&\"c\""`, `a<b>&"c"`},
		{`""`, ""},
	},
	draw: func(t *rapid.T, q *domain.Question, poll bool) {
		if !poll {
			q.Correct = drawAccepted(t, func() any { return visible(t, "accepted") },
				func(weight any) any { return map[string]any{"text": visible(t, "accepted"), "weight": weight} })
		}
	},
	respond: func(t *rapid.T, _ *domain.PaperQuestion) any { return visible(t, "text") },
}
