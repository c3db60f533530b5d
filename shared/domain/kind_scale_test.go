package domain_test

import (
	"fmt"
	"math"
	"strings"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var scaleFixture = fixture{
	question: `{"kind":"scale","prompt":"P","scale":{"min":-2,"max":5}}`,
	secret:   `{"kind":"scale","prompt":"P","explanation":"SECRET"}`,
	forms: []form{
		{"scale", `{"kind":"scale","prompt":"P","points":5,"scale":{"minLabel":"no"}}`,
			`{"id":"q1","kind":"scale","prompt":"P","points":0,"scale":{"min":1,"max":5,"minLabel":"no"}}`},
		{"widest scale", `{"kind":"scale","prompt":"P","scale":{"min":-1000000,"max":-999900}}`,
			`{"id":"q1","kind":"scale","prompt":"P","points":0,"scale":{"min":-1000000,"max":-999900}}`},
	},
	faulty: []fault{
		{"scale upside down", `"kind":"scale","scale":{"min":5,"max":1}`, "/scale"},
		{"scale that is too low", `"kind":"scale","scale":{"min":-1000001,"max":-1000000}`, "/scale"},
		{"scale that is too high", `"kind":"scale","scale":{"min":1000000,"max":1000001}`, "/scale"},
		{"scale with a long first label", `"kind":"scale","scale":{"min":1,"max":2,"minLabel":"` + strings.Repeat("é", 101) + `"}`, "/scale/minLabel"},
		{"scale with a long last label", `"kind":"scale","scale":{"min":1,"max":2,"maxLabel":"` + strings.Repeat("é", 101) + `"}`, "/scale/maxLabel"},
		{"scale of 102 steps", `"kind":"scale","scale":{"min":0,"max":101}`, "/scale"},
		{"scale that overflows", fmt.Sprintf(`"kind":"scale","scale":{"min":%d,"max":%d}`, math.MinInt, math.MaxInt), "/scale"},
		{"scale with a key", `"kind":"scale","correct":3`, "/correct"},
	},
	usual:    `4`,
	accepted: [][2]string{{`-2`}, {`5`}, {`3.0`, `3`}, {`3e0`, `3`}, {`-0`, `0`}},
	refused:  [][2]string{{`"3"`, shape}, {`3.5`, shape}, {`-3`, outside}, {`6`, outside}, {`1e300`, outside}, {`1e999`, outside}, {strings.Repeat("1", 65), long}},
	counts: []counted{
		{[]string{`5`, `-2`, `5`},
			`{"id":"q1","counts":{"-1":0,"-2":1,"0":0,"1":0,"2":0,"3":0,"4":0,"5":2},"answered":3,"correctRate":null}`},
	},
	cells: []cell{
		{`-2`, -2.0},
	},
	draw: func(t *rapid.T, q *domain.Question, _ bool) {
		if rapid.Bool().Draw(t, "scale given") {
			from := rapid.IntRange(-1000, 1000).Draw(t, "min")
			q.Scale = &domain.Scale{Min: from, Max: from + rapid.IntRange(1, 100).Draw(t, "span"), MaxLabel: "most"}
		}
	},
	respond: func(t *rapid.T, q *domain.PaperQuestion) any {
		return rapid.IntRange(q.Scale.Min, q.Scale.Max).Draw(t, "scale")
	},
}
