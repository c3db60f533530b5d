package domain_test

import (
	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	trueFalseTruth   = `{"kind":"trueFalse","prompt":"P","points":2,"correct":false}`
	trueFalseOdd     = `{"kind":"trueFalse","prompt":"P","points":0.125,"correct":true}`
	trueFalseNothing = `{"kind":"trueFalse","prompt":"P","points":0,"correct":true}`
	trueFalseRemarks = `{"kind":"trueFalse","prompt":"P","correct":true,"feedback":{"correct":"Right.","incorrect":"Wrong."}}`
)

var trueFalseFixture = fixture{
	question: `{"kind":"trueFalse","prompt":"P","correct":true}`,
	secret:   `{"kind":"trueFalse","prompt":"P","correct":true,"explanation":"SECRET"}`,
	forms: []form{
		{"trueFalse", `{"kind":"trueFalse","prompt":"P","correct":false,"options":[]}`,
			`{"id":"q1","kind":"trueFalse","prompt":"P","correct":false,"points":1}`},
	},
	faulty: []fault{
		{"trueFalse as a string", `"kind":"trueFalse","correct":"true"`, "/correct"},
		{"trueFalse with options", `"kind":"trueFalse",` + ab, "/options"},
	},
	usual:    `true`,
	accepted: [][2]string{{`true`}, {`false`}, {` false `, `false`}},
	refused:  [][2]string{{`"true"`, shape}, {`True`, shape}, {`1`, shape}, {`truefalse`, shape}, {`null`, shape}},
	scores: []scored{
		{trueFalseTruth, `false`, 2, true},
		{trueFalseTruth, `true`, 0, false},
		{trueFalseOdd, `true`, 0.125, true},
		{trueFalseNothing, `true`, 0, true},
		{trueFalseNothing, `false`, 0, false},
	},
	solutions: [][2]string{
		{trueFalseOdd, `true`},
		{trueFalseTruth, `false`},
	},
	remarks: []remark{
		{trueFalseRemarks, `true`, []string{"Right."}},
		{trueFalseRemarks, `false`, []string{"Wrong."}},
	},
	counts: []counted{
		{[]string{`false`},
			`{"id":"q1","counts":{"false":1,"true":0},"answered":1,"correctRate":0}`},
		{nil,
			`{"id":"q1","counts":{"false":0,"true":0},"answered":0,"correctRate":null}`},
	},
	cells: []cell{
		{`true`, "true"},
		{`false`, "false"},
	},
	draw: func(t *rapid.T, q *domain.Question, poll bool) {
		if !poll {
			q.Correct = mustJSON(rapid.Bool().Draw(t, "correct"))
		}
	},
	respond: func(t *rapid.T, _ *domain.PaperQuestion) any { return rapid.Bool().Draw(t, "trueFalse") },
}
