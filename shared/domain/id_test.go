package domain_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestIDRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := [domain.IDBytes]byte(rapid.SliceOfN(rapid.Byte(), domain.IDBytes, domain.IDBytes).Draw(t, "bytes"))
		id, err := domain.NewID(bytes.NewReader(b[:]))
		if err != nil || len(id) != domain.IDLength || id != domain.EncodeID(b) {
			t.Fatalf("NewID gives %q, %v", id, err)
		}
		if got, ok := domain.DecodeID(id); !ok || got != b || !domain.IsID(id) {
			t.Fatalf("%q decodes to %x, %v, want %x", id, got, ok, b)
		}

		// Nothing but what EncodeID makes is an id, or one document would
		// have several paths.
		s := []byte(id)
		s[rapid.IntRange(0, len(s)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "character")
		if got, ok := domain.DecodeID(string(s)); ok && domain.EncodeID(got) != string(s) {
			t.Fatalf("%q is taken for %q", s, domain.EncodeID(got))
		}
	})
}

func TestIsIDRefuses(t *testing.T) {
	t.Parallel()
	id := domain.EncodeID([domain.IDBytes]byte{1, 2, 3})
	for _, s := range []string{
		"", id[1:], id + "a", strings.ToUpper(id), id[:25] + "b", id[:25] + "\n", "../" + id[3:], id[:25] + "=", strings.Repeat("\n", 26),
	} {
		if domain.IsID(s) {
			t.Errorf("%q is taken for an id", s)
		}
	}
}

func TestNewIDAndNewCodePassErrorsOn(t *testing.T) {
	t.Parallel()
	broken := errors.New("no randomness")
	if _, err := domain.NewID(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("NewID: %v", err)
	}
	if _, err := domain.NewID(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("NewID: %v", err)
	}
	if _, err := domain.NewCode(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("NewCode: %v", err)
	}
}

// The ids that clients and stored documents rely on must never change. The
// wanted values were computed with sha256sum and base32.
func TestDerivedIDsAreFixed(t *testing.T) {
	t.Parallel()
	const sid, key = "aaaaaaaaaaaaaaaaaaaaaaaaaa", "0123456789abcdef012345"
	for name, tt := range map[string][2]string{
		"participant": {domain.ParticipantID(sid, key), "3hmaw3yhcv7zib6k5ronzri4ei"},
		"member":      {domain.MemberID("org_north", "auth0|1"), "k56et6275e75gtcg6lezz6bemu"},
		"created":     {domain.CreatedID("session", "org_north", "m1", key), "6j6vkdtzhdw6cpfdtc4ouplbvy"},
	} {
		if got, want := tt[0], tt[1]; got != want || !domain.IsID(got) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// Whatever distinguishes two callers distinguishes the ids.
func TestDerivedIDsDiffer(t *testing.T) {
	t.Parallel()
	ids := []string{
		domain.ParticipantID("s1", "k1"), domain.ParticipantID("s2", "k1"), domain.ParticipantID("s1", "k2"),
		domain.MemberID("o1", "a"), domain.MemberID("o2", "a"), domain.MemberID("o1", "b"), domain.MemberID("o", "1a"),
		domain.CreatedID("session", "o1", "m1", "k"), domain.CreatedID("session", "o1", "m2", "k"), domain.CreatedID("session", "o2", "m1", "k"),
		domain.CreatedID("questionSet", "o1", "m1", "k"), domain.CreatedID("session", "o1", "m1", "k2"), domain.CreatedID("session", "o1m", "1", "k"),
	}
	seen := make(map[string]int)
	for i, id := range ids {
		if j, ok := seen[id]; ok {
			t.Errorf("ids %d and %d are the same", i, j)
		}
		seen[id] = i
	}
}

// Every letter is as likely as any other: every byte but the one that is
// rejected returns one, and each letter has 15 of them.
func TestNewCode(t *testing.T) {
	t.Parallel()
	if n := len(domain.CodeAlphabet); n != 17 || strings.ContainsAny(domain.CodeAlphabet, "AEIOULSVZ") {
		t.Errorf("the alphabet %s has look-alikes or vowels", domain.CodeAlphabet)
	}
	letters := make(map[rune]int)
	for b := range 256 {
		stream := append([]byte{255, byte(b)}, bytes.Repeat([]byte{0}, 6)...)
		code, err := domain.NewCode(bytes.NewReader(stream))
		if err != nil || len(code) != domain.CodeLength {
			t.Fatalf("code %q, %v", code, err)
		}
		if b < 255 {
			letters[rune(code[0])]++
		}
		if got, ok := domain.ParseCode(code); !ok || got != code {
			t.Errorf("code %q is read as %q, %v", code, got, ok)
		}
	}
	for _, r := range domain.CodeAlphabet {
		if letters[r] != 15 {
			t.Errorf("%c comes of %d bytes, want 15", r, letters[r])
		}
	}
}

func TestParseCode(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"KXWQPT", "kxwqpt", " KXW QPT\n", "KXW-QPT", "k-x-w-q-p-t", "KXW\u00a0QPT", "KXW–QPT", "kxw\u2011qpt", "KXW\u3000QPT", "ＫＸＷＱＰＴ", "ｋxw\u200bqpt", "\ufeffKXWQPT\u200e", "\tkXwQpT ",
	} {
		if got, ok := domain.ParseCode(s); !ok || got != "KXWQPT" {
			t.Errorf("%q is read as %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{
		"", "KXWQP", "KXWQPTT", "KXWQP1", "KXWQPÄ", "KXW/QPT", "KXWQPT\x00", "ſxwqpt", "\xff", "KXWQPT" + strings.Repeat(" ", 60), "ＫＸＷＱＰ［", "ＫＸＷＱＰ１",
	} {
		if got, ok := domain.ParseCode(s); ok || got != "" {
			t.Errorf("%q is read as %q, %v", s, got, ok)
		}
	}
	// The first and last letters of each kind, what stands beside them, and the longest text.
	for s, want := range map[string]string{
		"AZazAZ": "AZAZAZ", "ＡＺａｚAZ": "AZAZAZ", "KXWQPT" + strings.Repeat(" ", domain.CodeTextMax-6): "KXWQPT",
		"@XWQPT": "", "[XWQPT": "", "`XWQPT": "", "{XWQPT": "", "＠XWQPT": "", "［XWQPT": "", "｀XWQPT": "", "｛XWQPT": "",
		"KXWQPT" + strings.Repeat(" ", domain.CodeTextMax-5): "",
	} {
		if got, ok := domain.ParseCode(s); ok != (want != "") || got != want {
			t.Errorf("%q is read as %q, %v, want %q", s, got, ok, want)
		}
	}
}
