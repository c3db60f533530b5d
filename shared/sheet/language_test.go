package sheet

import (
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"": "en", "de": "de", "DE-at": "de", "fr-CH, fr;q=0.9, en;q=0.8": "fr", "en;q=0.5, es;q=0.6": "es", "pl, de;q=0.3": "de",
		"pl": "en", "*": "en", "de;q=0": "en", ";;;": "en", "\x00": "en", strings.Repeat("de-", 10_000): "en",
	} {
		if got := Language(accept); got != want {
			t.Errorf("%.40q: %s, want %s", accept, got, want)
		}
	}
}
