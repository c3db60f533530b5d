package teacher

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// TestFit cuts texts around the length of a cell, which Excel counts in UTF-16.
func TestFit(t *testing.T) {
	t.Parallel()
	for _, r := range []string{"x", "é", "😀"} {
		width := len(utf16.Encode([]rune(r)))
		for extra := -2; extra <= 2; extra++ {
			text := strings.Repeat(r, excelize.TotalCellChars/width+extra)
			got := fit(text)
			switch n := len(utf16.Encode([]rune(text))); {
			case n <= excelize.TotalCellChars && got != text:
				t.Errorf("%d units of %s are cut", n, r)
			case n > excelize.TotalCellChars:
				if !strings.HasSuffix(got, " […]") || !strings.HasPrefix(text, strings.TrimSuffix(got, " […]")) {
					t.Errorf("%d units of %s end in %q", n, r, got[len(got)-10:])
				}
				if n := len(utf16.Encode([]rune(got))); n > excelize.TotalCellChars || n < excelize.TotalCellChars-2 {
					t.Errorf("%d units of %s are left", n, r)
				}
			}
		}
	}
}
