package ticket

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
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

func TestForgedTokens(t *testing.T) {
	s := secrets(t, 1)
	raw, err := base64.RawURLEncoding.DecodeString(s.Issue(newTicket(t, now.Add(time.Hour))))
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		forged := bytes.Clone(raw)
		forged[i] ^= 1
		if _, err := s.Open(base64.RawURLEncoding.EncodeToString(forged), now); !errors.Is(err, ErrInvalid) {
			t.Errorf("bit flipped in byte %d: %v; want ErrInvalid", i, err)
		}
	}
	for _, token := range []string{"", "x", string(bytes.Repeat([]byte("A"), Length)), string(bytes.Repeat([]byte("*"), Length))} {
		if _, err := s.Open(token, now); !errors.Is(err, ErrInvalid) {
			t.Errorf("%.10q…: %v; want ErrInvalid", token, err)
		}
	}
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
