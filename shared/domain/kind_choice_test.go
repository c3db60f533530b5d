package domain_test

import (
	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	choicePlain    = `{"kind":"choice","prompt":"P","points":10,"options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":"b"}`
	choiceWeighted = `{"kind":"choice","prompt":"P","points":10,"options":[{"text":"x","weight":50},{"text":"y","weight":100},{"text":"z","weight":-25}]}`
	choiceRemarks  = `{"kind":"choice","prompt":"P","options":[{"text":"x","feedback":"fx"},{"text":"y"}],"correct":"b","feedback":{"correct":"Right.","incorrect":"Wrong."}}`
)

var choiceFixture = fixture{
	question: `{"kind":"choice","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":"b"}`,
	secret:   `{"kind":"choice","prompt":"P","options":[{"text":"x","weight":100,"feedback":"SECRET"},{"text":"y","weight":42.5}],"explanation":"SECRET","feedback":{"correct":"SECRET","incorrect":"SECRET"}}`,
	forms: []form{
		{"null key", `{"kind":"choice","prompt":"P","options":[{"text":"x"},{"text":"y"}],"correct":null,"points":3}`,
			`{"id":"q1","kind":"choice","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"points":0}`},
		{"choice", `{"kind":"choice","prompt":"P","options":[{"text":"x","feedback":"f"},{"id":"a","text":"y"}],"correct":"b"}`,
			`{"id":"q1","kind":"choice","prompt":"P","options":[{"id":"b","text":"x","feedback":"f"},{"id":"a","text":"y"}],"correct":"b","points":1}`},
		{"choice by weight", `{"kind":"choice","prompt":"P","options":[{"text":"x","weight":50},{"text":"y","weight":100}],"points":2}`,
			`{"id":"q1","kind":"choice","prompt":"P","options":[{"id":"a","text":"x","weight":50},{"id":"b","text":"y","weight":100}],"correct":"b","points":2}`},
	},
	faulty: []fault{
		{"one option", `"kind":"choice","options":[{"text":"x"}]`, "/options"},
		{"blank option", `"kind":"choice","options":[{"text":"x"},{"text":""}]`, "/options/1/text"},
		{"option id twice", `"kind":"choice","options":[{"id":"a","text":"x"},{"id":"a","text":"y"}]`, "/options/1/id"},
		{"weight over 100", `"kind":"choice","options":[{"text":"x","weight":101},{"text":"y","weight":100}]`, "/options/0/weight"},
		{"weights without a right one", `"kind":"choice","options":[{"text":"x","weight":90},{"text":"y"}]`, "/options"},
		{"choice of a list", `"kind":"choice",` + ab + `,"correct":["a"]`, "/correct"},
		{"choice of nothing", `"kind":"choice",` + ab + `,"correct":"c"`, "/correct"},
		{"choice by number", `"kind":"choice",` + ab + `,"correct":1`, "/correct"},
		{"right option with half the points", `"kind":"choice","options":[{"text":"x","weight":50},{"text":"y","weight":100}],"correct":"a"`, "/correct"},
	},
	usual:    `"b"`,
	accepted: [][2]string{{`"a"`}, {" \t\r\n\"c\"\n", `"c"`}, {`"\u0062"`, `"b"`}},
	refused: [][2]string{{``, shape}, {`"`, shape}, {`"a`, shape}, {`a`, shape}, {`null`, shape}, {`["a"]`, shape}, {`"a""b"`, shape}, {`"a" "b"`, shape},
		{"\"\xff\"", shape}, {`""`, option}, {`"d"`, option}, {`"A"`, option}, {`"\u0064"`, option}, {`"\ud8"`, shape}},
	scores: []scored{
		{choicePlain, `"b"`, 10, true},
		{choicePlain, `"a"`, 0, false},
		{choiceWeighted, `"a"`, 5, false},
		{choiceWeighted, `"b"`, 10, true},
		{choiceWeighted, `"c"`, 0, false},
	},
	solutions: [][2]string{
		{choicePlain, `"b"`},
	},
	remarks: []remark{
		{choiceRemarks, `"a"`, []string{"fx", "Wrong."}},
		{choiceRemarks, `"b"`, []string{"Right."}},
		{choiceWeighted, `"a"`, nil},
	},
	counts: []counted{
		{[]string{`"a"`, `"b"`, `"b"`, `"b"`},
			`{"id":"q1","counts":{"a":1,"b":3,"c":0},"answered":4,"correctRate":0.75}`},
	},
	cells: []cell{
		{`"b"`, "y"},
	},
	draw: func(t *rapid.T, q *domain.Question, poll bool) {
		ids := drawOptions(t, q, 50)
		drawWeighted(t, q, poll, ids[:1], mustJSON(ids[0]))
	},
	respond: func(t *rapid.T, q *domain.PaperQuestion) any {
		return rapid.SampledFrom(itemIDs(q.Options)).Draw(t, "choice")
	},
}
