package domain_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Whatever becomes a path, a header or a line of text is checked here, no matter who sent
// it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "onswg4tforpw63dmmfzgk2lomm", "org_north", "__x__", "..", "org_north/members", "%2e%2e", "\xff", "q1", "__proto__",
		"ypj-ygj", "Y P J Y G J", "ſ", "0123 45-67", "٠١٢٣٤٥٦٧", "P6M", "P1Y6M2W3D", "P99999Y", "P-1D", "Ada", "a\u202eb", "\u200b", "x;=cmd|' /C calc'!A0;y",
		"privacy@school.example", "a@b", `"a b"@c.example`, "a@[127.0.0.1]", "a@b.example\r\nBcc: c@d.example",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if b, ok := domain.DecodeID(s); ok != domain.IsID(s) || ok && domain.EncodeID(b) != s {
			t.Errorf("%q is an id: %v", s, ok)
		}
		if domain.IsOrg(s) && (len(s) > 64 || strings.ContainsAny(s, "/.%\x00") || !printable(s)) {
			t.Errorf("%q is an org", s)
		}
		if code, ok := domain.ParseCode(s); ok {
			again, ok := domain.ParseCode(strings.ToLower(code))
			if len(code) != domain.CodeLength || !ok || again != code {
				t.Errorf("%q is the code %q, which is %q", s, code, again)
			}
		}
		if code, ok := domain.ParseRequestCode(s); ok {
			if again, ok := domain.ParseRequestCode(code); len(code) != domain.RequestCodeDigits || !ok || again != code || strings.Trim(code, "0123456789") != "" {
				t.Errorf("%q is the code %q, which is %q", s, code, again)
			}
		}
		if p, err := domain.ParsePeriod(s); err == nil {
			if again, err := domain.ParsePeriod(p.String()); err != nil || again != p || p.Months < 0 || p.Days < 0 {
				t.Errorf("%q is %v, which is %v, %v", s, p, again, err)
			}
		}
		if alias, fault := domain.ParseAlias(s); fault == nil {
			again, fault := domain.ParseAlias(alias)
			if fault != nil || again != alias || !oneLine(alias) || utf8.RuneCountInString(alias) > domain.AliasMax || nfkc.Fold(nfkc.Fold(alias)) != nfkc.Fold(alias) {
				t.Errorf("%q is the alias %q, which is %q", s, alias, again)
			}
		}
		if domain.IsAddress(s) && (strings.Count(s, "@") != 1 || !printable(s) || len(s) > domain.AddressMax) {
			t.Errorf("%q is an address", s)
		}
		if domain.IsLine(s, 10) && (!oneLine(s) || utf8.RuneCountInString(s) > 10 || s == "") {
			t.Errorf("%q is a line", s)
		}
	})
}

// oneLine reports whether s can't begin another line or cell of its own.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// A paper and its key come back from the database, which may hold what an older
// release, or somebody with access, wrote there: no response may break on them.
func FuzzParsePaper(f *testing.F) {
	f.Add([]byte(`{"questions":[{"id":"q1","kind":"choice"}]}`), []byte(`{"questions":[{"id":"q1","kind":"choice","correct":"a","points":1}]}`), []byte(`"a"`))
	f.Add([]byte(`{"questions":[{}]}`), []byte(`{"questions":[null]}`), []byte(`[]`))
	f.Add([]byte(`[]`), []byte(`null`), []byte(`{`))
	// Keys that don't fit their kind, or only half.
	for _, kind := range domain.Kinds() {
		for _, key := range []string{`"right":["a"]`, `"true":true`, `"texts":[{}]`, `"numbers":[{}]`, `"numbers":[{"min":1}]`, `"match":{"a":"1"}`} {
			text := `{"questions":[{"id":"q1","kind":"` + string(kind) + `","points":1,` + key + `}]}`
			for _, response := range []string{`"a"`, `true`, `1`, `["a"]`, `{"a":"1"}`} {
				f.Add([]byte(text), []byte(text), []byte(response))
			}
		}
	}
	for _, fixture := range fixtures {
		q, k := one(f, fixture.question)
		paper, key := domain.Paper{Questions: []domain.PaperQuestion{*q}}, domain.AnswerKey{Questions: []domain.KeyEntry{*k}}
		f.Add([]byte(mustJSON(paper)), []byte(mustJSON(key)), []byte(fixture.usual))
	}
	f.Fuzz(func(t *testing.T, paper, key, response []byte) {
		p, err := domain.ParsePaper(paper)
		if err != nil {
			return
		}
		k, err := domain.ParseAnswerKey(key)
		if err != nil {
			return
		}
		if p.Size() < 0 {
			t.Error("a paper takes less than nothing")
		}
		for i := range p.Questions {
			q := &p.Questions[i]
			canonical, problem := q.CheckResponse(response)
			if (canonical == nil) == (problem == "") {
				t.Errorf("%q: got %q and problem %q", response, canonical, problem)
			}
			q.Cell(response)
			domain.NewTally(q, nfkc).Add(response, domain.Score{})
		}
		for i := range k.Questions {
			k.Questions[i].Score(response, nfkc)
			k.Questions[i].FeedbackFor(response, nfkc)
			k.Questions[i].Solution()
		}
	})
}
