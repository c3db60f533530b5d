package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestFold(t *testing.T) {
	t.Parallel()
	same := [][]string{
		{"Paris", "PARIS", "  paris\n", "ｐａｒｉｓ", "pa\u200bris", "pa\u00adris"},
		{"new york", "New  York", "new\u00a0york", "new\t\nyork ", "\ufeffNew York"},
		{"café", "CAFE\u0301", "Cafe\u0301"},
		{"straße", "STRASSE", "STRAẞE", "strasse"},
		{"ΣΊΣΥΦΟΣ", "σίσυφος", "Σίσυφοσ"},
		{"l'été", "l’été", "L‘ÉTÉ", "lʼe\u0301te\u0301"},
		{`"so"`, "“so”", "„so“", "«so»"},
		{"1914-1918", "1914–1918", "1914−1918", "1914\u20111918"},
		{"ﬁnd", "find", "FIND"},
		{"❤", "❤\ufe0f"},
		{"x²", "X2"},
		{"서울", "\u1109\u1165\u110b\u116e\u11af"},
		{"", " ", "\u200b", "\n\t\u00a0"},
	}
	for _, group := range same {
		want := nfkc.Fold(group[0])
		for _, s := range group {
			if got := nfkc.Fold(s); got != want {
				t.Errorf("%q folds to %q, %q to %q", group[0], want, s, got)
			}
		}
	}
	different := [][2]string{{"a", "b"}, {"a b", "ab"}, {"cote", "côté"}, {"2", "3"}, {"и", "й"}, {"-1", "1"}, {"が", "か"}}
	for _, d := range different {
		if nfkc.Fold(d[0]) == nfkc.Fold(d[1]) {
			t.Errorf("%q and %q are taken for the same", d[0], d[1])
		}
	}
}

// Without a normalizer the rest of the rules still hold.
func TestFoldWithoutNormalizer(t *testing.T) {
	t.Parallel()
	var n domain.Normalizer
	if n.Fold(" ÉTÉ ") != n.Fold("été") {
		t.Error("case or space count")
	}
	if n.Fold("e\u0301") == n.Fold("é") {
		t.Error("two forms of é are the same without a normalizer: what does the normalizer do then?")
	}
}

// What is counted under a folded text must be found under it again.
func TestFoldIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := nfkc.Fold(s)
		if twice := nfkc.Fold(once); twice != once {
			t.Fatalf("%q folds to %q and then to %q", s, once, twice)
		}
	})
}
