package domain_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestParseAlias(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Ada":                          "Ada",
		"  Ada \u00a0":                 "Ada",
		"Ada Lovelace":                 "Ada Lovelace",
		"Zoë":                          "Zoë",
		"Łukasz-Đorđe O’Neill":         "Łukasz-Đorđe O’Neill",
		"李":                            "李",
		"سارة":                         "سارة",
		"👩\u200d🚀":                     "👩\u200d🚀",
		"\u200fAda\u200e\u061c":        "Ada",
		"A\u200bd\u2060a\ufeff\u00ad":  "Ada",
		"A\u200dd\u200ca\u3164":        "Ada",
		"Ada\ufe0f":                    "Ada",
		"می\u200cخواهم":                "می\u200cخواهم", // a zero-width non-joiner that Persian needs
		"7":                            "7",
		"?":                            "?",
		"<script>":                     "<script>",
		strings.Repeat("é", 40):        strings.Repeat("é", 40),
		strings.Repeat(" ", 100) + "A": "A",
	} {
		if got, err := domain.ParseAlias(s); err != nil || got != want {
			t.Errorf("%q gives %q, %v, want %q", s, got, err, want)
		}
	}
	for _, s := range []string{
		"", " ", "\u3000", "\u200b", "\u200d\u2060", "\u3164", "\u2800", "\u0301", "\u115f\u1160",
		"Ada\x00", "Ada\n", "\tAda", "A\u0007a", "Ada\u0085", "Ada\u007f",
		"\u202eadA", "Ada\u202c", "\u2066Ada\u2069", "A\u2028a", "A\u2029a",
		strings.Repeat("é", 41), "\xff", "Ada\xc3",
	} {
		got, err := domain.ParseAlias(s)
		if err == nil || got != "" {
			t.Errorf("%q is accepted as %q", s, got)
			continue
		}
		if err.Pointer != "/alias" || s != "" && strings.Contains(err.Detail, s) && len(s) > 1 {
			t.Errorf("%q gives %+v", s, err)
		}
	}
}

func TestParseAliasIsAFixedPoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "alias")
		got, err := domain.ParseAlias(s)
		if err != nil {
			return
		}
		if again, err := domain.ParseAlias(got); err != nil || again != got {
			t.Fatalf("%q becomes %q and then %q, %v", s, got, again, err)
		}
		if n := utf8.RuneCountInString(got); n < 1 || n > domain.AliasMax || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q is accepted as %q", s, got)
		}
	})
}
