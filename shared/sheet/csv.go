package sheet

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CSV returns the table as RFC 4180 describes, with a byte order mark, by which
// spreadsheets recognize UTF-8. Numbers are written as in the language, one of Languages.
// Where they have a comma, cells are separated by a semicolon: spreadsheets of such a
// country expect both. Every text is quoted, because the reader decides what separates.
func (s *Sheet) CSV(language string) []byte {
	point, separator := ".", byte(',')
	if language != "en" {
		point, separator = ",", ';'
	}
	separate := func(b *bytes.Buffer, column int) {
		if column > 0 {
			b.WriteByte(separator)
		}
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	for i, text := range s.Header {
		separate(&b, i)
		quote(&b, text)
	}
	b.WriteString("\r\n")
	for _, row := range s.Rows {
		for i, cell := range row {
			separate(&b, i)
			switch v := cell.(type) {
			case string:
				quote(&b, v)
			case float64:
				b.WriteString(strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", point, 1))
			}
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

func quote(b *bytes.Buffer, text string) {
	b.WriteByte('"')
	b.WriteString(strings.ReplaceAll(Defuse(text), `"`, `""`))
	b.WriteByte('"')
}

// What a spreadsheet may take for the start of a formula, on its own or when a
// person edits the cell (OWASP, "CSV Injection").
const (
	formulas     = "=+-@＝＋－＠"
	firstOfACell = formulas + "\t\n|%"
)

// separators are what a spreadsheet may take for the end of a cell.
const separators = ",;|\t\n"

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Defuse keeps a spreadsheet from evaluating what a student wrote as a formula: what
// looks like the start of one begins with an apostrophe. Quotes alone aren't enough: a
// reader that separates by another character than the writer finds quotes in the middle
// of a cell, where they mean nothing, and a cell wherever its own separator stands. So
// what follows each of them is checked as well.
func Defuse(s string) string {
	s = lineBreaks.Replace(s)
	var b strings.Builder
	for start := firstOfACell; s != ""; start = formulas {
		end := strings.IndexAny(s, separators) + 1
		if end == 0 {
			end = len(s)
		}
		if part := s[:end]; begins(part, start) {
			b.WriteByte('\'')
		}
		b.WriteString(s[:end])
		s = s[end:]
	}
	return b.String()
}

// begins reports whether s begins with one of the characters, or does so once what
// a spreadsheet may drop or not show is gone: quotes, spaces, invisible characters.
func begins(s, characters string) bool {
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if strings.ContainsRune(characters, r) {
			return true
		}
		if r != '"' && !unicode.IsSpace(r) && !unicode.In(r, unicode.C) {
			return false
		}
		s = s[n:]
	}
	return false
}
