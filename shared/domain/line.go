package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanLine returns a line that a person entered (a name, a title) without its invisible
// characters: spaces around it, the direction marks that keyboards insert, and characters
// without width, which make two names that look alike differ. A joiner stays where a
// script or an emoji needs it. What Unfit refuses isn't cleaned: it wasn't typed by
// accident.
func CleanLine(s string) string {
	var b strings.Builder
	var last rune // that was written
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if keeps(last, r, s[n:]) {
			b.WriteString(s[:n])
			last = r
		}
		s = s[n:]
	}
	return strings.TrimFunc(b.String(), func(r rune) bool { return unicode.IsSpace(r) && !unicode.IsControl(r) })
}

// keeps reports whether r stays between what is before and what follows.
func keeps(before, r rune, after string) bool {
	const nonJoiner, joiner, flag = '\u200c', '\u200d', '\U0001f3f4'
	switch {
	case r == joiner || r == nonJoiner:
		next, n := utf8.DecodeRuneInString(after)
		return n > 0 && (unicode.In(before, joining...) && unicode.In(next, joining...) && !ignorable(next) ||
			r == joiner && unicode.In(next, unicode.So, unicode.Sm) && (unicode.In(before, unicode.So, unicode.Sk) || before == '\ufe0f'))
	case unicode.Is(unicode.Variation_Selector, r):
		return unicode.In(before, unicode.S, unicode.P, unicode.Nd, unicode.Han, unicode.Mongolian, unicode.Myanmar)
	case r >= '\U000e0020' && r <= '\U000e007f': // the region of a flag
		return before == flag || before >= '\U000e0020' && before <= '\U000e007f'
	case turns(r) || unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return true
	}
	return !ignorable(r)
}

// ignorable reports whether r has no width of its own.
func ignorable(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// joining are the scripts in which joiners change what is read.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}

// turns reports whether r embeds, overrides or isolates the direction of the text
// around it.
func turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// Unfit reports whether s holds what no line may: control characters, line breaks,
// and what turns the direction of the text around it, since lines stand among
// others, on a projector, in a list, in a mail. Answers and the texts of questions
// may hold it: they are shown apart from others.
func Unfit(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || turns(r) || r == '\u2028' || r == '\u2029'
	})
}

// IsLine reports whether s is one line of 1 to n characters that CleanLine has
// nothing to clean of.
func IsLine(s string, n int) bool {
	return s != "" && utf8.RuneCountInString(s) <= n && !Unfit(s) && s == CleanLine(s)
}
