package ticket

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

func newTicket(t testing.TB, expiry time.Time) Ticket {
	t.Helper()
	sid, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return Ticket{Session: sid, Participant: domain.ParticipantID(sid, "0123456789012345678901"), Key: key, Expiry: expiry}
}

func secretOf(b byte) []byte { return bytes.Repeat([]byte{b}, SecretSize) }

func secrets(t testing.TB, current byte, previous ...byte) *Secrets {
	t.Helper()
	var p [][]byte
	for _, b := range previous {
		p = append(p, secretOf(b))
	}
	s, err := New(secretOf(current), p...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var now = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)

func TestTicketComesBack(t *testing.T) {
	s, want := secrets(t, 1), newTicket(t, now.Add(time.Hour))
	token := s.Issue(want)
	got, err := s.Open(token, now)
	if err != nil {
		t.Fatal(err)
	}
	if got.Session != want.Session || got.Participant != want.Participant || !got.Expiry.Equal(want.Expiry) ||
		!bytes.Equal(got.Key.Bytes(), want.Key.Bytes()) {
		t.Error("Open gave another ticket than was issued")
	}
	if len(token) != Length {
		t.Errorf("token has %d characters, Length says %d", len(token), Length)
	}
}

func TestSecretsRotate(t *testing.T) {
	ticket := newTicket(t, now.Add(time.Hour))
	old := secrets(t, 1).Issue(ticket)
	if _, err := secrets(t, 2, 1).Open(old, now); err != nil {
		t.Errorf("previous secret: %v", err)
	}
	if _, err := secrets(t, 3, 2).Open(old, now); !errors.Is(err, ErrInvalid) {
		t.Errorf("secret before the previous: %v; want ErrInvalid", err)
	}
	if _, err := secrets(t, 1).Open(secrets(t, 2, 1).Issue(ticket), now); !errors.Is(err, ErrInvalid) {
		t.Errorf("issued under the previous secret: %v; want ErrInvalid", err)
	}
}

func TestExpiry(t *testing.T) {
	s := secrets(t, 1)
	token := s.Issue(newTicket(t, now))
	if _, err := s.Open(token, now.Add(-time.Nanosecond)); err != nil {
		t.Errorf("just before: %v", err)
	}
	if _, err := s.Open(token, now); !errors.Is(err, ErrExpired) {
		t.Errorf("at the expiry: %v; want ErrExpired", err)
	}
}

// refuse fails the test unless the token is one that was never issued.
func refuse(t *testing.T, s *Secrets, name, token string) {
	t.Helper()
	got, err := s.Open(token, now)
	if !errors.Is(err, ErrInvalid) {
		t.Errorf("%s: %v; want ErrInvalid", name, err)
	}
	if got != (Ticket{}) {
		t.Errorf("%s: refused, but speaks for %s", name, got.Participant)
	}
}

func TestEveryBit(t *testing.T) {
	s := secrets(t, 2, 1)
	for secret, token := range map[string]string{
		"current": s.Issue(newTicket(t, now.Add(time.Hour))), "previous": secrets(t, 1).Issue(newTicket(t, now.Add(time.Hour))),
	} {
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range 8 * len(raw) {
			forged := bytes.Clone(raw)
			forged[bit/8] ^= 1 << (bit % 8)
			refuse(t, s, fmt.Sprintf("%s secret, bit %d", secret, bit), base64.RawURLEncoding.EncodeToString(forged))
		}
	}
}

// A token has one spelling: no character can be changed or moved.
func TestEveryCharacter(t *testing.T) {
	s := secrets(t, 1)
	token := s.Issue(newTicket(t, now.Add(time.Hour)))
	const others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \r\n\t\x00\x80é"
	for i := range token {
		for _, c := range others {
			if forged := token[:i] + string(c) + token[i+1:]; forged != token {
				refuse(t, s, fmt.Sprintf("%q at %d", c, i), forged)
			}
		}
	}
}

func TestEveryLength(t *testing.T) {
	s := secrets(t, 1)
	token := s.Issue(newTicket(t, now.Add(time.Hour)))
	for n := range Length {
		refuse(t, s, fmt.Sprintf("the first %d characters", n), token[:n])
		refuse(t, s, fmt.Sprintf("the last %d characters", n), token[Length-n:])
		for _, fill := range []string{"A", "=", "\n", "\r", "\x00", "*"} {
			if forged := token[:n] + strings.Repeat(fill, Length-n); forged != token {
				refuse(t, s, fmt.Sprintf("%d characters filled up with %q", n, fill), forged)
			}
		}
	}
	for _, more := range []string{"A", "=", "==", "\n", " ", token} {
		refuse(t, s, fmt.Sprintf("with %.3q behind it", more), token+more)
		refuse(t, s, fmt.Sprintf("with %.3q before it", more), more+token)
	}
}

// Two tickets can't be spliced into one, nor can one be opened as another secret's or another version's.
func TestSplicedTokens(t *testing.T) {
	s := secrets(t, 2, 1)
	ours, err1 := base64.RawURLEncoding.DecodeString(s.Issue(newTicket(t, now.Add(time.Hour))))
	theirs, err2 := base64.RawURLEncoding.DecodeString(s.Issue(newTicket(t, now.Add(time.Hour)))) // another session's
	older, err3 := base64.RawURLEncoding.DecodeString(secrets(t, 1).Issue(newTicket(t, now.Add(time.Hour))))
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for n := 1; n < tokenSize; n++ {
		for name, other := range map[string][]byte{"another session's": theirs, "the previous secret's": older} {
			forged := append(bytes.Clone(ours[:n]), other[n:]...)
			if !bytes.Equal(forged, ours) && !bytes.Equal(forged, other) {
				refuse(t, s, fmt.Sprintf("%d bytes, then %s", n, name), base64.RawURLEncoding.EncodeToString(forged))
			}
		}
	}
	for v := range 256 {
		if v != version {
			forged := bytes.Clone(ours)
			forged[0] = byte(v)
			refuse(t, s, fmt.Sprintf("version %d", v), base64.RawURLEncoding.EncodeToString(forged))
		}
	}
}

// A well-formed box under the right secret, but with other contents.
func TestOddContents(t *testing.T) {
	s := secrets(t, 1)
	for name, expiry := range map[string]time.Time{
		"before 1970": time.Unix(-1, 0), "at 1970": time.Unix(0, 0), "just past": now, "long past": now.AddDate(-50, 0, 0),
	} {
		if got, err := s.Open(s.Issue(newTicket(t, expiry)), now); !errors.Is(err, ErrExpired) || got != (Ticket{}) {
			t.Errorf("expiry %s: %v, %v; want ErrExpired", name, got.Participant, err)
		}
	}
	refuse(t, s, "nothing", "")
	refuse(t, s, "no base64", strings.Repeat("*", Length))
	refuse(t, s, "zeros", strings.Repeat("A", Length))
}

func TestNewRefusesShortSecrets(t *testing.T) {
	if _, err := New(make([]byte, 16)); err == nil {
		t.Error("took a current secret of 16 bytes")
	}
	if _, err := New(secretOf(1), nil); err == nil {
		t.Error("took an empty previous secret")
	}
}

func BenchmarkOpen(b *testing.B) {
	s := secrets(b, 1)
	token := s.Issue(newTicket(b, now.Add(time.Hour)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Open(token, now); err != nil {
			b.Fatal(err)
		}
	}
}

// Any input may come as a token; only an issued ticket opens.
func FuzzOpen(f *testing.F) {
	s := secrets(f, 1, 2)
	// The same in each of the processes that fuzz.
	key, err := seal.ParseKey(secretOf(9))
	if err != nil {
		f.Fatal(err)
	}
	sid := domain.Nobody
	want := Ticket{Session: sid, Participant: domain.ParticipantID(sid, "0123456789012345678901"), Key: key, Expiry: now.Add(time.Hour)}
	expired := want
	expired.Expiry = now
	for _, token := range []string{s.Issue(want), secrets(f, 2).Issue(want), secrets(f, 2).Issue(expired), secrets(f, 3).Issue(want)} {
		f.Add(token)
		f.Add(token[:len(token)-1] + "=")
		f.Add(token + "A")
	}
	f.Add("")
	f.Add(string(bytes.Repeat([]byte("A"), Length)))
	f.Fuzz(func(t *testing.T, token string) {
		got, err := s.Open(token, now)
		switch {
		case err == nil && (got.Session != want.Session || got.Participant != want.Participant || !got.Expiry.Equal(want.Expiry) || !bytes.Equal(got.Key.Bytes(), key.Bytes())):
			t.Errorf("%q opens as a ticket that nobody issued", token)
		case err == nil && len(token) != Length:
			t.Errorf("%q opens in another spelling", token)
		case err != nil && !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrExpired):
			t.Errorf("%q: %v", token, err)
		}
	})
}

// With the secret, anyone could box anything of the right size: it is read as ids, key
// and time, and the time decides.
func FuzzParse(f *testing.F) {
	f.Add(make([]byte, plainSize))
	f.Add(bytes.Repeat([]byte{0xff}, plainSize))
	f.Add(append(bytes.Repeat([]byte("a"), plainSize-8), 0, 0, 0, 0xff, 0, 0, 0, 0))
	f.Fuzz(func(t *testing.T, plain []byte) {
		if len(plain) != plainSize {
			return
		}
		got, err := parse(plain, now)
		switch {
		case err == nil && (!now.Before(got.Expiry) || len(got.Session) != idLength || len(got.Participant) != idLength):
			t.Errorf("%x gives a ticket of %q that expires at %v", plain, got.Session, got.Expiry)
		case err != nil && !errors.Is(err, ErrExpired):
			t.Errorf("%x: %v", plain, err)
		}
	})
}
