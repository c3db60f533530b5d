package domain_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestCleanLine(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Ada": "Ada", "  Ada \u00a0": "Ada", "Ada Lovelace": "Ada Lovelace", "": "", "\u200b\u200e": "",
		// What keyboards insert, and what copying leaves behind.
		"\u200fسارة\u200e": "سارة", "\u061cAda": "Ada", "A\u200bd\u00ada": "Ada", "\ufeffAda": "Ada", "A\u2060da": "Ada", "\u2062A\u034fda\u3164": "Ada",
		" \u200e Ada": "Ada",
		// Joiners where they are read, and nowhere else.
		"می\u200cخواهم": "می\u200cخواهم", "क\u094d\u200dष": "क\u094d\u200dष", "ශ\u0dca\u200dරී": "ශ\u0dca\u200dරී",
		"A\u200cd\u200da": "Ada", "می\u200c": "می", "م\u200c\u200cخ": "م\u200cخ",
		"👩\u200d🚀": "👩\u200d🚀", "👩🏽\u200d🚀": "👩🏽\u200d🚀", "🏳\ufe0f\u200d🌈": "🏳\ufe0f\u200d🌈", "❤\ufe0f": "❤\ufe0f", "1\ufe0f\u20e3": "1\ufe0f\u20e3",
		"👩\u200d": "👩", "A\u200d🚀": "A🚀", "A\ufe0f": "A",
		"🏴\U000e0067\U000e0062\U000e007f": "🏴\U000e0067\U000e0062\U000e007f", "A\U000e0067": "A",
		// What is refused isn't cleaned.
		"\u202eadA": "\u202eadA", "\u2066Ada\u2069": "\u2066Ada\u2069", "Ada\n": "Ada\n",
	} {
		if got := domain.CleanLine(s); got != want {
			t.Errorf("%+q becomes %+q, want %+q", s, got, want)
		}
	}
}

func TestCleanLineIsAFixedPoint(t *testing.T) {
	t.Parallel()
	special := rapid.SampledFrom([]rune(" \u00a0\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\ufe0f\u3164\u17b4\u202e\u2069aAم خक\u094d👩🚀🏽🏴\U000e0067\U000e007f1\n"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringOfN(special, 0, 12, -1), rapid.String()).Draw(t, "line")
		once := domain.CleanLine(s)
		if again := domain.CleanLine(once); again != once || utf8.RuneCountInString(once) > utf8.RuneCountInString(s) {
			t.Fatalf("%+q becomes %+q and then %+q", s, once, again)
		}
		if once != "" && !domain.Unfit(once) && !domain.IsLine(once, len(s)) {
			t.Fatalf("%+q is clean and no line", once)
		}
	})
}

func TestIsLine(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"a": true, "a b": true, "سارة": true, "12345": true,
		"": false, "123456": false, " a": false, "a\n": false, "a\tb": false, "a\u2028b": false, "\u202ea": false, "a\u2069": false, "a\u200b": false,
		"\u200ea": false, "\xff": false, "a\x00": false,
	} {
		if domain.IsLine(s, 5) != want {
			t.Errorf("IsLine(%+q) is %v", s, !want)
		}
	}
}

// A title is cleaned as a name is, and refused for the same.
func TestTitlesAreLines(t *testing.T) {
	t.Parallel()
	set := func(title string) *domain.QuestionSet {
		return &domain.QuestionSet{Title: title, Questions: []domain.Question{{Kind: domain.KindText, Prompt: "?"}}}
	}
	if s := set(" \u200fRi\u200bvers "); s.Normalize() != nil || s.Title != "Rivers" {
		t.Errorf("%+q", s.Title)
	}
	for _, title := range []string{"\u202eRivers", "Ri\nvers", "\u200b"} {
		if set(title).Normalize() == nil {
			t.Errorf("%+q is taken", title)
		}
	}
}
