package domain_test

import (
	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	choicesPlain   = `{"kind":"choices","prompt":"P","points":10,"options":[{"text":"v"},{"text":"w"},{"text":"x"},{"text":"y"},{"text":"z"}],"correct":["a","b","c"]}`
	choicesMoodle  = `{"kind":"choices","prompt":"P","points":10,"options":[{"text":"w","weight":33.333},{"text":"x","weight":33.333},{"text":"y","weight":33.333},{"text":"z","weight":-50}]}`
	choicesRemarks = `{"kind":"choices","prompt":"P","options":[{"text":"x","feedback":"fx"},{"text":"y","feedback":"fy"}],"correct":["a"]}`
)

var choicesFixture = fixture{
	question: `{"kind":"choices","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":["a","c"]}`,
	secret:   `{"kind":"choices","prompt":"P","options":[{"text":"x"},{"text":"y","feedback":"SECRET"}],"correct":["a"]}`,
	forms: []form{
		{"choices by weight", `{"kind":"choices","prompt":"P","options":[{"text":"x","weight":33.3},{"text":"y","weight":66.6},{"text":"z","weight":-100}]}`,
			`{"id":"q1","kind":"choices","prompt":"P","options":[{"id":"a","text":"x","weight":33.3},{"id":"b","text":"y","weight":66.6},{"id":"c","text":"z","weight":-100}],"correct":["a","b"],"points":1}`},
		{"choices by weight, one percent short, and none for a wrong one", `{"kind":"choices","prompt":"P","options":[{"text":"w","weight":33},{"text":"x","weight":33},{"text":"y","weight":33},{"text":"z","weight":0}]}`,
			`{"id":"q1","kind":"choices","prompt":"P","options":[{"id":"a","text":"w","weight":33},{"id":"b","text":"x","weight":33},{"id":"c","text":"y","weight":33},{"id":"d","text":"z","weight":0}],"correct":["a","b","c"],"points":1}`},
	},
	faulty: []fault{
		{"choices with weights and no right one", `"kind":"choices","options":[{"text":"x","weight":0},{"text":"y","weight":-50}]`, "/options"},
		{"51 options", `"kind":"choices","options":[` + items(51) + `]`, "/options"},
		{"choices of a string", `"kind":"choices",` + ab + `,"correct":"a"`, "/correct"},
		{"no right choices", `"kind":"choices",` + ab + `,"correct":[]`, "/correct"},
		{"choices with null", `"kind":"choices",` + ab + `,"correct":[null]`, "/correct"},
		{"choices twice", `"kind":"choices",` + ab + `,"correct":["a","a"]`, "/correct"},
		{"weights that don't add up", `"kind":"choices","options":[{"text":"x","weight":50},{"text":"y","weight":40}]`, "/correct"},
		{"weight on a wrong choice", `"kind":"choices","options":[{"text":"x","weight":100},{"text":"y","weight":10}],"correct":["a"]`, "/correct"},
		{"right choice without a weight", `"kind":"choices","options":[{"text":"x"},{"text":"y","weight":-10}],"correct":["a"]`, "/correct"},
	},
	usual:    `["a","c"]`,
	accepted: [][2]string{{`[]`}, {`["a"]`}, {`[ "c" , "a" ]`, `["a","c"]`}},
	refused: [][2]string{{`"a"`, shape}, {`null`, shape}, {`[1]`, shape}, {`["a"`, shape}, {`["a"]]`, shape}, {`[["a"]]`, shape},
		{`[null]`, option}, {`["d"]`, option}, {`["a","a"]`, repeated}, {`["a","b","c","a"]`, repeated}},
	scores: []scored{
		{choicesPlain, `["a","b","c"]`, 10, true},
		{choicesPlain, `["c","a","b"]`, 10, true},
		{choicesPlain, `["a"]`, 3.33, false},
		{choicesPlain, `["a","b"]`, 6.67, false},
		{choicesPlain, `["a","b","d"]`, 3.33, false},
		{choicesPlain, `["a","b","c","d"]`, 6.67, false},
		{choicesPlain, `["a","b","c","d","e"]`, 3.33, false},
		{choicesPlain, `["d","e"]`, 0, false},
		{choicesPlain, `[]`, 0, false},
		{choicesMoodle, `["c","b","a"]`, 10, true},
		{choicesMoodle, `["a"]`, 3.33, false},
		{choicesMoodle, `["a","b","c","d"]`, 5, false},
		{choicesMoodle, `["a","d"]`, 0, false},
	},
	solutions: [][2]string{
		{`{"kind":"choices","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"correct":["a","c"]}`, `["a","c"]`},
	},
	remarks: []remark{
		{choicesRemarks, `["b","a"]`, []string{"fx", "fy"}},
		{choicesRemarks, `["b"]`, []string{"fy"}},
		{choicesRemarks, `[]`, nil},
	},
	counts: []counted{
		{[]string{`["c","a"]`, `["a"]`, `[]`},
			`{"id":"q1","counts":{"a":2,"b":0,"c":1},"answered":2,"correctRate":0.5}`},
	},
	cells: []cell{
		{`["a","c"]`, "x; z"},
		{`[]`, ""},
	},
	draw: func(t *rapid.T, q *domain.Question, poll bool) {
		ids := drawOptions(t, q, 50)
		right := ids[:rapid.IntRange(1, len(ids)).Draw(t, "right")]
		drawWeighted(t, q, poll, right, mustJSON(rapid.Permutation(right).Draw(t, "correct")))
	},
	respond: func(t *rapid.T, q *domain.PaperQuestion) any {
		all := rapid.Permutation(itemIDs(q.Options)).Draw(t, "choices")
		return all[:rapid.IntRange(0, len(all)).Draw(t, "n")]
	},
}
