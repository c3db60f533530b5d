package sheet

import (
	"encoding/csv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// read splits a file into cells as a spreadsheet does that separates by sep. A cell
// that begins with a quote goes to the next single one; a quote elsewhere is a
// character. One that knows no quotes splits at every separator and line break.
func read(file string, sep rune, quotes bool) (cells []string) {
	var cell strings.Builder
	begun, quoted := false, false
	runes := []rune(file)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case quoted && r == '"' && i+1 < len(runes) && runes[i+1] == '"':
			cell.WriteRune(r)
			i++
		case quoted && r == '"':
			quoted = false
		case !quoted && (r == sep || r == '\n' || r == '\r'):
			cells = append(cells, cell.String())
			cell.Reset()
			begun = false
			continue
		case quotes && !begun && r == '"':
			quoted = true
		default:
			cell.WriteRune(r)
		}
		begun = true
	}
	return append(cells, cell.String())
}

// isFormula reports whether a spreadsheet would evaluate the cell.
func isFormula(cell string) bool {
	cell = strings.TrimLeftFunc(cell, func(r rune) bool { return r == '"' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if _, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil {
		return false
	}
	return cell != "" && strings.ContainsRune(formulas, []rune(cell)[0])
}

// Whatever students write, no spreadsheet finds a formula, whichever character it
// separates by and whether or not it knows quotes; and one that reads what is
// written gets every text, but for the apostrophes.
func TestCSVHoldsNoFormula(t *testing.T) {
	t.Parallel()
	parts := []string{
		"=", "+", "-", "@", "＝", "－", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://a.example\")", ";", ",", "\t", "|", "\n", "\r", "\r\n",
		`"`, `""`, "'", " ", "\u00a0", "\u200b", "\ufeff", "x", "y", "1", "é", "🙂", "%", "\\",
	}
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		return b.String()
	}
	for range 20_000 {
		s := &Sheet{Header: []string{text(), text()}, Rows: [][]any{{text(), -5.5}, {nil, text()}}}
		language := Languages[r.IntN(len(Languages))]
		file := string(s.CSV(language))
		for _, sep := range separators {
			for _, quotes := range []bool{true, false} {
				for _, cell := range read(strings.TrimPrefix(file, "\ufeff"), sep, quotes) {
					if isFormula(cell) {
						t.Fatalf("separated by %q, quotes %v: the cell %q of\n%q", sep, quotes, cell, file)
					}
				}
			}
		}
		own, number := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))), "-5.5"
		if language != "en" {
			own.Comma, number = ';', "-5,5"
		}
		rows, err := own.ReadAll()
		if err != nil {
			t.Fatalf("%v\n%q", err, file)
		}
		plain := func(s string) string { return strings.ReplaceAll(lineBreaks.Replace(s), "'", "") }
		want := []string{s.Header[0], s.Header[1], s.Rows[0][0].(string), number, "", s.Rows[1][1].(string)}
		if got := slices.Concat(rows...); !slices.EqualFunc(got, want, func(x, y string) bool { return plain(x) == plain(y) }) {
			t.Fatalf("%q became %q", want, got)
		}
	}
}

// The test's reader finds formulas where there are some.
func TestReadFindsFormulas(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file string
		sep  rune
		want bool
	}{
		{"x;=1;y", ';', true}, {"x;=1;y", ',', false}, {`"a","b;=1"`, ';', true}, {`"a","b;=1"`, ',', false},
		{"\"a\",\"b\t=1\"", '\t', true}, {`"=1"`, ',', true}, {`"a","b;""=1"""`, ';', true}, {`"a;""=1"""`, ',', false}, {"a\n=1", ',', true},
	} {
		if got := slices.ContainsFunc(read(tt.file, tt.sep, true), isFormula); got != tt.want {
			t.Errorf("%q by %q: %v", tt.file, tt.sep, got)
		}
	}
	if isFormula("-5.5") || isFormula("'=1") || !isFormula(" \"=1") {
		t.Error("isFormula")
	}
}
