package domain_test

import (
	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var cloudFixture = fixture{
	question: `{"kind":"cloud","prompt":"P","maxWords":2}`,
	secret:   `{"kind":"cloud","prompt":"P","explanation":"SECRET"}`,
	forms: []form{
		{"cloud", `{"kind":"cloud","prompt":"P","feedback":{}}`,
			`{"id":"q1","kind":"cloud","prompt":"P","points":0,"maxWords":3}`},
	},
	faulty: []fault{
		{"scale elsewhere", `"kind":"cloud","scale":{"min":1,"max":2}`, "/scale"},
		{"cloud of 11 words", `"kind":"cloud","maxWords":11`, "/maxWords"},
		{"cloud of −1 words", `"kind":"cloud","maxWords":-1`, "/maxWords"},
		{"cloud with a key", `"kind":"cloud","correct":["x"]`, "/correct"},
	},
	usual:    `["one","two"]`,
	accepted: [][2]string{{`["a"]`}, {`["a","a"]`}, {`[" new york\n","<3"]`, `["new york","<3"]`}, {`[` + quoted("é", 50) + `]`}},
	refused: [][2]string{{`"a"`, shape}, {`[1]`, shape}, {`["\u0000"]`, shape}, {`[]`, empty}, {`[""]`, empty}, {`["a"," "]`, empty}, {`["\u200b"]`, empty}, {`[null]`, empty},
		{`["a","b","c"]`, many}, {`[` + quoted("é", 51) + `]`, long}},
	counts: []counted{
		{[]string{`["Sun","sun"]`, `["sun","Rain"]`},
			`{"id":"q1","counts":{"rain":1,"sun":2},"answered":2,"correctRate":null,"spellings":{"rain":"Rain","sun":"Sun"}}`},
	},
	cells: []cell{
		{`["new york","<3"]`, "new york; <3"},
		{`["a"]`, "a"},
	},
	draw: func(t *rapid.T, q *domain.Question, _ bool) {
		q.MaxWords = rapid.IntRange(0, 10).Draw(t, "words")
	},
	respond: func(t *rapid.T, q *domain.PaperQuestion) any {
		words := make([]string, rapid.IntRange(1, q.MaxWords).Draw(t, "words"))
		for i := range words {
			words[i] = visible(t, "word")
		}
		return words
	},
}
