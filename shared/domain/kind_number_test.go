package domain_test

import (
	"strings"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	numberMany    = `{"kind":"number","prompt":"P","points":10,"correct":[{"value":5},{"value":9.9,"tolerance":0.1,"weight":50},{"min":20,"max":30,"weight":80},{"min":25,"max":26}],"tolerance":0.5}`
	numberTenths  = `{"kind":"number","prompt":"P","correct":0.3}`
	numberPower   = `{"kind":"number","prompt":"P","correct":1099511627776}`
	numberRange01 = `{"kind":"number","prompt":"P","correct":{"min":0.3,"max":0.7}}`
	numberRemarks = `{"kind":"number","prompt":"P","correct":[{"value":9.81,"feedback":"On Earth."},{"value":1.62,"weight":0,"feedback":"On the Moon."}]}`
)

var numberFixture = fixture{
	question: `{"kind":"number","prompt":"P","correct":3.14}`,
	secret:   `{"kind":"number","prompt":"P","correct":4242,"tolerance":42.5}`,
	forms: []form{
		{"poll with points", `{"kind":"number","prompt":"P","points":5}`,
			`{"id":"q1","kind":"number","prompt":"P","points":0}`},
		{"number", `{"kind":"number","prompt":"P","correct":3.140,"tolerance":0.01}`,
			`{"id":"q1","kind":"number","prompt":"P","correct":3.14,"points":1,"tolerance":0.01}`},
		{"range", `{"kind":"number","prompt":"P","correct":[{"min":1,"max":2}]}`,
			`{"id":"q1","kind":"number","prompt":"P","correct":{"min":1,"max":2},"points":1}`},
		{"numbers", `{"kind":"number","prompt":"P","correct":[3,{"min":1,"max":2,"weight":50},{"value":9,"tolerance":1}]}`,
			`{"id":"q1","kind":"number","prompt":"P","correct":[{"value":3},{"min":1,"max":2,"weight":50},{"value":9,"tolerance":1}],"points":1}`},
	},
	faulty: []fault{
		{"number as a string", `"kind":"number","correct":"1"`, "/correct"},
		{"number beyond float64", `"kind":"number","correct":1e999`, "/correct"},
		{"half a range", `"kind":"number","correct":{"min":1}`, "/correct"},
		{"range upside down", `"kind":"number","correct":[{"min":2,"max":1}]`, "/correct/0"},
		{"range and value", `"kind":"number","correct":{"min":1,"max":2,"value":1}`, "/correct"},
		{"range with a tolerance", `"kind":"number","correct":{"min":1,"max":2,"tolerance":1}`, "/correct"},
		{"number with an unknown field", `"kind":"number","correct":{"value":1,"unit":"m"}`, "/correct"},
		{"negative tolerance", `"kind":"number","correct":1,"tolerance":-1`, "/tolerance"},
		{"number with a negative weight", `"kind":"number","correct":[1,{"value":2,"weight":-1}]`, "/correct/1/weight"},
		{"number with half the points at most", `"kind":"number","correct":[{"value":1,"weight":50}]`, "/correct"},
		{"number with a long feedback", `"kind":"number","correct":{"value":1,"feedback":"` + strings.Repeat("é", 2001) + `"}`, "/correct/feedback"},
		{"51 numbers", `"kind":"number","correct":[1` + strings.Repeat(`,1`, 50) + `]`, "/correct"},
		{"negative tolerance of one", `"kind":"number","correct":[{"value":1,"tolerance":-1}]`, "/correct/0/tolerance"},
	},
	usual: `3.14`,
	accepted: [][2]string{{`0`}, {`-0`, `0`}, {`-0.0e5`, `0`}, {`3.14`}, {`3.140`, `3.14`}, {`1e2`, `100`}, {`1E+2`, `100`}, {`1e-999`, `0`},
		{`1e21`, `1e+21`}, {`0.0000001`, `1e-07`}, {`123456789012345680000`}, {`0.30000000000000004`}},
	refused: [][2]string{{`"1"`, shape}, {`NaN`, shape}, {`Infinity`, shape}, {`-`, shape}, {`01`, shape}, {`1.`, shape}, {`.5`, shape}, {`+1`, shape},
		{`0x10`, shape}, {`1_000`, shape}, {`1 2`, shape}, {`-Inf`, shape}, {`1e999`, outside}, {`-1e999`, outside}, {strings.Repeat("1", 65), long}},
	scores: []scored{
		{numberMany, `5`, 10, true},
		{numberMany, `4.5`, 10, true},
		{numberMany, `5.5`, 10, true},
		{numberMany, `5.51`, 0, false},
		{numberMany, `9.8`, 5, false},
		{numberMany, `10`, 5, false},
		{numberMany, `10.01`, 0, false},
		{numberMany, `20`, 8, false},
		{numberMany, `30`, 8, false},
		{numberMany, `25`, 10, true},
		{numberMany, `30.000001`, 0, false},
		{numberTenths, `0.30000000000000004`, 1, true},
		{numberTenths, `0.3000001`, 0, false},
		{numberPower, `1099511627776`, 1, true},
		{numberPower, `1099511627777`, 0, false},
		{numberRange01, `0.30000000000000004`, 1, true},
		{numberRange01, `0.29999999999999993`, 1, true},
		{numberRange01, `0.7000000000000001`, 1, true},
		{numberRange01, `0.71`, 0, false},
	},
	solutions: [][2]string{
		{`{"kind":"number","prompt":"P","correct":[{"value":1,"weight":50},{"min":2,"max":5},3]}`, `3.5`},
		{`{"kind":"number","prompt":"P","correct":{"min":-1.7e308,"max":1.7e308}}`, `0`},
		{`{"kind":"number","prompt":"P","correct":{"min":5e-324,"max":5e-324}}`, `5e-324`},
		{numberPower, `1099511627776`},
	},
	remarks: []remark{
		{numberRemarks, `9.81`, []string{"On Earth."}},
		{numberRemarks, `1.62`, []string{"On the Moon."}},
		{numberRemarks, `0`, nil},
		{numberMany, `5`, nil},
	},
	counts: []counted{
		{[]string{`3.140`, `314e-2`, `0`, `-0`},
			`{"id":"q1","counts":{"0":2,"3.14":2},"answered":4,"correctRate":0.5}`},
	},
	cells: []cell{
		{`3.14`, 3.14},
		{`-1e+21`, -1e21},
		{`0`, 0.0},
	},
	draw: func(t *rapid.T, q *domain.Question, poll bool) {
		q.Tolerance = rapid.SampledFrom([]float64{0, 0, 0.5, 10}).Draw(t, "tolerance")
		number := rapid.OneOf(rapid.Float64(), rapid.Map(rapid.Int(), func(i int) float64 { return float64(i) }))
		if poll {
			return
		}
		q.Correct = drawAccepted(t, func() any { return number.Draw(t, "value") }, func(weight any) any {
			x, y := number.Draw(t, "x"), number.Draw(t, "y")
			if rapid.Bool().Draw(t, "range") {
				return map[string]any{"min": min(x, y), "max": max(x, y), "weight": weight}
			}
			return map[string]any{"value": x, "tolerance": 0.25, "weight": weight}
		})
	},
	respond: func(t *rapid.T, _ *domain.PaperQuestion) any { return rapid.Float64().Draw(t, "number") },
}
