package domain_test

import (
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// addressOf returns an address of n bytes in which nothing else is too long.
func addressOf(n int) string {
	return "a@" + strings.Repeat("b.", (n-10)/2) + strings.Repeat("c", 8+n%2)
}

func TestIsAddress(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"a@b.example", "office+x@north.example", "o'brien@x.co", "a.b-c@sub.domain.example", strings.Repeat("a", 64) + "@b.example",
		"~@b.example", "a@" + strings.Repeat("b", 63) + ".example", addressOf(domain.AddressMax)} {
		if !domain.IsAddress(good) {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{
		"", "a", "a@b", "a@localhost", "a@b.", "a@.b", "@b.example", "a@", "a b@c.example", "A <a@b.example>", "a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example",
		"a@b.example\n", "a\x00@b.example", "ä@b.example", "a@bücher.example", `"a b"@c.example`, "a@[127.0.0.1]", "a@b..example", "a@-b.example",
		".a@b.example", "a.@b.example", strings.Repeat("a", 65) + "@b.example", "a@" + strings.Repeat("b.", 130) + "example", "(c)a@b.example",
		"a@b.example>\r\nRCPT TO:<x@y.example", "a\x7f@b.example", "a@" + strings.Repeat("b", 64) + ".example", addressOf(domain.AddressMax + 1),
	} {
		if domain.IsAddress(bad) {
			t.Errorf("%q is taken", bad)
		}
	}
}
