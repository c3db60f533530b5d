package domain

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"unicode"
)

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// IDBytes is how many random bytes an id stands for: 128 bits, so that it can't
// be guessed and starts with random bits, which spreads documents over
// Firestore's key range.
const IDBytes = 16

// IDLength is the length of an id in characters.
const IDLength = 26

// NewID returns an id made from r: 128 bits in base32, lower case, without padding.
// The error is r's.
func NewID(r io.Reader) (string, error) {
	var b [IDBytes]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return "", fmt.Errorf("making an id: %w", err)
	}
	return EncodeID(b), nil
}

// EncodeID writes the 16 bytes of an id as its 26 characters.
func EncodeID(b [IDBytes]byte) string { return idEncoding.EncodeToString(b[:]) }

// DecodeID is the inverse of EncodeID. It reports false for anything that
// EncodeID doesn't make.
func DecodeID(id string) (b [IDBytes]byte, ok bool) {
	if len(id) != IDLength {
		return b, false
	}
	var buf [IDBytes]byte
	if n, err := idEncoding.Decode(buf[:], []byte(id)); err != nil || n != IDBytes {
		return b, false
	}
	// The last character has two bits that are not used: only one
	// spelling of an id is an id.
	return buf, EncodeID(buf) == id
}

// Nobody is an id that no member has. It owns what a member left behind.
var Nobody = EncodeID([IDBytes]byte{})

// IsID reports whether s has the form of an id.
func IsID(s string) bool {
	_, ok := DecodeID(s)
	return ok
}

// isName reports whether s is of 1 to n letters, digits, underscores and hyphens,
// and begins with a letter or digit: the ids that others choose.
func isName(s string, n int) bool {
	if len(s) < 1 || len(s) > n || s[0] == '_' || s[0] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// ParticipantID derives the id of the participant who joins session sid with the given
// Idempotency-Key: the first 128 bits of SHA-256("join" ‖ sid ‖ key). Sending the key
// again returns the same participant.
func ParticipantID(sid, idempotencyKey string) string {
	return derivedID("join", sid, idempotencyKey)
}

// MemberID derives the id of a member from their subject at the identity
// provider, so that the subject itself is never a path.
func MemberID(org, subject string) string {
	return derivedID("member\x00", org+"\x00", subject)
}

// CreatedID derives the id of what a POST creates from the Idempotency-Key of
// the caller, so that a retry finds what the first try made. Kind keeps the
// ids of different collections apart.
func CreatedID(kind, org, member, idempotencyKey string) string {
	return derivedID("create\x00", kind+"\x00", org+"\x00", member+"\x00", idempotencyKey)
}

func derivedID(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		io.WriteString(h, p)
	}
	return EncodeID([IDBytes]byte(h.Sum(nil)[:IDBytes]))
}

// CodeAlphabet is what session codes are made of: capital letters without those
// that are mistaken for one another on a projector or when spoken (I, L, O, S,
// U, V, Z), and without the other vowels, so that codes rarely spell a
// word.
const CodeAlphabet = "BCDFGHJKMNPQRTWXY"

// CodeLength is the number of letters in a session code.
const CodeLength = 6

// NewCode returns a session code made from r. The store keeps codes unique among
// live sessions. The error is r's.
func NewCode(r io.Reader) (string, error) { return newLetters(r, CodeLength) }

func newLetters(r io.Reader, n int) (string, error) {
	// Rejection sampling: 255 is a multiple of 17, so every letter is as
	// likely as the others.
	const fair = 256 - 256%len(CodeAlphabet)
	code := make([]byte, 0, n)
	var b [1]byte
	for len(code) < n {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return "", fmt.Errorf("making a code: %w", err)
		}
		if int(b[0]) < fair {
			code = append(code, CodeAlphabet[int(b[0])%len(CodeAlphabet)])
		}
	}
	return string(code), nil
}

// CodeTextMax is how many bytes ParseCode reads.
const CodeTextMax = 64

// ParseCode reads a code as people type it: case, spaces, dashes and what can't be seen
// don't count, and full-width letters, which some keyboards type, are letters. It reports
// false for what can't be a code. Letters outside CodeAlphabet pass: no session has such a
// code, and asking for one looks like asking for any other unknown one.
func ParseCode(s string) (code string, ok bool) { return parseLetters(s, CodeLength) }

func parseLetters(s string, n int) (code string, ok bool) {
	if len(s) > CodeTextMax {
		return "", false
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || unicode.In(r, unicode.Dash, unicode.Cf):
			continue
		case r >= 'Ａ' && r <= 'ｚ':
			r -= 'Ａ' - 'A'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r < 'A' || r > 'Z' {
			return "", false
		}
		b.WriteRune(r)
	}
	if b.Len() != n {
		return "", false
	}
	return b.String(), true
}
