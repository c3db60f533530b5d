package domain_test

import (
	"encoding/json"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	orderThree   = `{"kind":"order","prompt":"P","points":10,"options":[{"text":"w"},{"text":"x"},{"text":"y"}]}`
	orderRemarks = `{"kind":"order","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"feedback":{"correct":"Right.","incorrect":"Wrong."}}`
)

var orderFixture = fixture{
	question: `{"kind":"order","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}]}`,
	secret:   `{"kind":"order","prompt":"P","options":[{"id":"SECRET1","text":"x"},{"id":"SECRET2","text":"y"}]}`,
	forms: []form{
		{"order as given", `{"kind":"order","prompt":"P","options":[{"text":"x"},{"text":"y"}]}`,
			`{"id":"q1","kind":"order","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"correct":["a","b"],"points":1}`},
	},
	faulty: []fault{
		{"no options", `"kind":"order"`, "/options"},
		{"31 items", `"kind":"order","options":[` + items(31) + `]`, "/options"},
		{"order that lacks one", `"kind":"order",` + ab + `,"correct":["a"]`, "/correct"},
		{"order with one twice", `"kind":"order",` + ab + `,"correct":["a","a"]`, "/correct"},
		{"order with equal texts", `"kind":"order","options":[{"text":"x"},{"text":"x "}]`, "/options/1/text"},
		{"order with weights", `"kind":"order","options":[{"text":"x","weight":1},{"text":"y"}]`, "/options/0"},
		{"targets elsewhere", `"kind":"order",` + ab + `,"targets":[{"text":"x"}]`, "/targets"},
	},
	usual:    `["c","a","b"]`,
	accepted: [][2]string{{`["c","a","b"]`}, {`["b", "a", "c"]`, `["b","a","c"]`}},
	refused:  [][2]string{{`"a"`, shape}, {`[]`, perm}, {`["a","b"]`, perm}, {`["a","b","b"]`, perm}, {`["a","b","d"]`, perm}, {`["a","b","c","a"]`, perm}},
	scores: []scored{
		{orderThree, `["a","b","c"]`, 10, true},
		{orderThree, `["a","c","b"]`, 3.33, false},
		{orderThree, `["c","a","b"]`, 0, false},
	},
	solutions: [][2]string{
		{orderThree, `["a","b","c"]`},
	},
	remarks: []remark{
		{orderRemarks, `["a","b","c"]`, []string{"Right."}},
		{orderRemarks, `["a","c","b"]`, []string{"Wrong."}},
	},
	counts: []counted{
		{[]string{`["c","a","b"]`, `["c", "a", "b"]`},
			`{"id":"q1","counts":{"c,a,b":2},"answered":2,"correctRate":0}`},
	},
	cells: []cell{
		{`["c","a","b"]`, "z; x; y"},
	},
	pin: func(q *domain.Question, p *domain.PaperQuestion, k *domain.KeyEntry) {
		unshuffle(q, p)
		if err := json.Unmarshal(q.Correct, &k.Right); err != nil {
			panic(err)
		}
	},
	draw: func(t *rapid.T, q *domain.Question, _ bool) {
		ids := drawOptions(t, q, 30)
		if rapid.Bool().Draw(t, "given") {
			q.Correct = mustJSON(rapid.Permutation(ids).Draw(t, "correct"))
		}
	},
	respond: func(t *rapid.T, q *domain.PaperQuestion) any {
		return rapid.Permutation(itemIDs(q.Options)).Draw(t, "order")
	},
}
