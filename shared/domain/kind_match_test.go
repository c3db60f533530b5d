package domain_test

import (
	"encoding/json"
	"fmt"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	matchThree   = `{"kind":"match","prompt":"P","points":9,"options":[{"text":"w"},{"text":"x"},{"text":"y"}],"targets":[{"text":"1"},{"text":"2"},{"text":"3"},{"text":"4"}],"correct":{"a":"1","b":"1","c":"2"}}`
	matchRemarks = `{"kind":"match","prompt":"P","options":[{"text":"x"},{"text":"y"},{"text":"z"}],"targets":[{"text":"1"},{"text":"2"},{"text":"3"},{"text":"4"}],"correct":{"a":"1","b":"1","c":"2"},"feedback":{"correct":"Right.","incorrect":"Wrong."}}`
)

var matchFixture = fixture{
	question: `{"kind":"match","prompt":"P","options":[{"text":"x"},{"text":"y"}],"targets":[{"text":"1"},{"text":"2"},{"text":"3"}],"correct":{"a":"1","b":"1"}}`,
	secret:   `{"kind":"match","prompt":"P","options":[{"id":"SECRET1","text":"x"},{"id":"SECRET2","text":"y"}],"targets":[{"id":"SECRET1","text":"1"},{"id":"SECRET2","text":"2"}]}`,
	forms: []form{
		{"match as given", `{"kind":"match","prompt":"P","options":[{"text":"x"},{"text":"y"}],"targets":[{"text":"1"},{"text":"2"}]}`,
			`{"id":"q1","kind":"match","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"targets":[{"id":"1","text":"1"},{"id":"2","text":"2"}],"correct":{"a":"1","b":"2"},"points":1}`},
		{"match within the options", `{"kind":"match","prompt":"P","options":[{"id":"1","text":"one"},{"id":"a","text":"x"},{"id":"b","text":"y"},{"id":"2","text":"two"}],"correct":{"a":"2","b":"2"}}`,
			`{"id":"q1","kind":"match","prompt":"P","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"targets":[{"id":"1","text":"one"},{"id":"2","text":"two"}],"correct":{"a":"2","b":"2"},"points":1}`},
	},
	faulty: []fault{
		{"match without targets", `"kind":"match",` + ab, "/targets"},
		{"match with more targets and no key", `"kind":"match",` + ab + `,"targets":[` + items(3) + `]`, "/correct"},
		{"match that lacks one", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1"}`, "/correct"},
		{"match with no such target", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1","b":"3"}`, "/correct"},
		{"match with no such option", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1","b":"2","c":"2"}`, "/correct"},
		{"match with a name twice", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":{"a":"1","a":"2","b":"1"}`, "/correct"},
		{"match with equal targets", `"kind":"match",` + ab + `,"targets":[{"text":"x"},{"text":"x"}]`, "/targets/1/text"},
		{"match on both sides", `"kind":"match","options":[` + items(3) + `],"correct":{"a":"b","b":"c"}`, "/correct"},
		{"match with a weight", `"kind":"match","options":[{"text":"x"},{"text":"y","weight":1}],"targets":[` + items(2) + `]`, "/options/1"},
		{"match with equal options", `"kind":"match","options":[{"text":"x"},{"text":"x"}],"targets":[` + items(2) + `]`, "/options/1/text"},
		{"match with a blank target", `"kind":"match",` + ab + `,"targets":[{"text":"x"},{"text":" "}]`, "/targets/1/text"},
		{"match with 31 options", `"kind":"match","options":[` + items(31) + `],"targets":[` + items(30) + `]`, "/options"},
		{"match with 31 targets", `"kind":"match",` + ab + `,"targets":[` + items(31) + `],"correct":{"a":"1","b":"2"}`, "/targets"},
		{"match as a list", `"kind":"match",` + ab + `,"targets":[` + items(2) + `],"correct":["a"]`, "/correct"},
	},
	usual:    `{"a":"1","b":"2"}`,
	accepted: [][2]string{{`{}`}, {`{"a":"3"}`}, {`{"a":"1","b":"1"}`}, {`{ "b": "2", "a": "3" }`, `{"a":"3","b":"2"}`}},
	refused: [][2]string{{`[]`, shape}, {`{"a":1}`, shape}, {`{"a":null}`, shape}, {`{"a":"1"`, shape}, {`{"a":"1"}{}`, shape}, {`{"a":"1","a":"2"}`, shape}, {`{"a":{"b":"1"}}`, shape},
		{`{"a":"4"}`, option}, {`{"c":"1"}`, option}, {`{"":""}`, option}},
	scores: []scored{
		{matchThree, `{}`, 0, false},
		{matchThree, `{"a":"1"}`, 3, false},
		{matchThree, `{"a":"1","b":"1"}`, 6, false},
		{matchThree, `{"a":"2","b":"1","c":"1"}`, 3, false},
		{matchThree, `{"a":"1","b":"1","c":"2"}`, 9, true},
	},
	solutions: [][2]string{
		{matchThree, `{"a":"1","b":"1","c":"2"}`},
	},
	remarks: []remark{
		{matchRemarks, `{"a":"1","b":"1","c":"2"}`, []string{"Right."}},
		{matchRemarks, `{"a":"1","b":"1"}`, []string{"Wrong."}},
	},
	counts: []counted{
		{[]string{`{"a":"3","b":"3"}`, `{"a":"3"}`, `{}`},
			`{"id":"q1","counts":{"a:3":2,"b:3":1},"answered":2,"correctRate":0}`},
	},
	cells: []cell{
		{`{"a":"3","b":"1"}`, "x → 3; y → 1"},
		{`{"b":"3"}`, "y → 3"},
		{`{}`, ""},
	},
	pin: func(q *domain.Question, p *domain.PaperQuestion, k *domain.KeyEntry) {
		unshuffle(q, p)
		p.Targets = q.Targets
		k.Match = make(map[string]string)
		if err := json.Unmarshal(q.Correct, &k.Match); err != nil {
			panic(err)
		}
	},
	draw: drawMatch,
	respond: func(t *rapid.T, q *domain.PaperQuestion) any {
		pairs := make(map[string]string)
		for _, o := range q.Options {
			if rapid.Bool().Draw(t, "matched") {
				pairs[o.ID] = rapid.SampledFrom(itemIDs(q.Targets)).Draw(t, "target")
			}
		}
		return pairs
	},
}

// drawMatch draws one of the forms in which both sides can be given.
func drawMatch(t *rapid.T, q *domain.Question, _ bool) {
	ids := drawOptions(t, q, 30)
	pairs := make(map[string]string)
	switch rapid.SampledFrom([]string{"in order", "by key", "both sides in options"}).Draw(t, "form") {
	case "in order":
		for i := range ids {
			q.Targets = append(q.Targets, domain.Item{Text: fmt.Sprintf("target %d", i)})
		}
		return
	case "by key":
		n := rapid.IntRange(2, 30).Draw(t, "targets")
		for i := range n {
			q.Targets = append(q.Targets, domain.Item{Text: fmt.Sprintf("target %d", i)})
		}
		for _, id := range ids {
			pairs[id] = fmt.Sprint(rapid.IntRange(1, n).Draw(t, "target"))
		}
	case "both sides in options":
		right := make([]string, rapid.IntRange(2, 20).Draw(t, "right"))
		for i := range right {
			right[i] = fmt.Sprintf("t%d", i)
			q.Options = append(q.Options, domain.Option{ID: right[i], Text: "target " + right[i]})
		}
		for _, id := range ids {
			pairs[id] = rapid.SampledFrom(right).Draw(t, "target")
		}
	}
	q.Correct = mustJSON(pairs)
}
