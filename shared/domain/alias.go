package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// AliasMax is the longest alias in characters (Unicode code points).
const AliasMax = 40

// ParseAlias checks the name that a student chose and cleans it (see CleanLine).
func ParseAlias(s string) (string, *FieldError) {
	invalid := func(detail string) (string, *FieldError) {
		return "", &FieldError{Pointer: "/alias", Detail: detail}
	}
	if !utf8.ValidString(s) {
		return invalid("The name must be valid text.")
	}
	if Unfit(s) {
		return invalid("The name contains control characters. Use letters, digits and punctuation.")
	}
	s = CleanLine(s)
	if blank(s) {
		return invalid("The name is empty. Choose a name.")
	}
	if utf8.RuneCountInString(s) > AliasMax {
		return invalid("The name is too long. Use at most 40 characters.")
	}
	return s, nil
}

// blank reports whether nothing of s can be seen: it has no letters, digits,
// punctuation or symbols, or only invisible ones.
func blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) &&
			!unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && r != '\u2800' // an empty Braille cell
	})
}
