package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Normalizer brings a text into a Unicode normalization form. Callers hand in
// norm.NFKC.String of golang.org/x/text/unicode/norm, since this package imports
// the standard library only. nil leaves texts as they are.
type Normalizer func(string) string

// Fold brings a text into the form in which texts are compared: answers with
// what is accepted, and answers with each other. Two texts with the same form
// differ at most
//
//   - in case, where ß is also SS, as in Unicode's full case folding;
//   - in white space: any amount counts as one space, none at the ends;
//   - in Unicode form (é as one character or two, full-width letters, ligatures);
//   - in what can't be seen: joiners, direction marks, variation selectors;
//   - in the style of quotation marks, apostrophes and dashes, which phone
//     keyboards put in by themselves.
func (n Normalizer) Fold(s string) string {
	s = n.normalize(s)
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if r >= utf8.RuneSelf && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)) {
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		switch r {
		case 'ß', 'ẞ':
			b.WriteString("ss")
		case '‘', '’', '‚', '‛', 'ʼ', '′':
			b.WriteByte('\'')
		case '“', '”', '„', '‟', '«', '»', '″':
			b.WriteByte('"')
		case '‐', '‑', '‒', '–', '—', '−':
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(unicode.ToUpper(r)))
		}
	}
	// Dropping or lowering may have joined characters that compose.
	return n.normalize(b.String())
}

func (n Normalizer) normalize(s string) string {
	if n == nil || isASCII(s) {
		return s
	}
	return n(s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
