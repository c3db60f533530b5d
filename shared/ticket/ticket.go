// Package ticket makes and opens participant tokens.
//
// A ticket is one AES-256-GCM box under a secret that the functions share. It
// carries the participant's own key, so that answer can seal without reading a
// document or calling Cloud KMS, and holds nothing that opens what others wrote.
//
// join issues tickets; answer, join and rights open them. The package must never log a
// ticket, or say more about why one doesn't open than its errors do.
package ticket

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

var (
	// ErrInvalid says that a token was not made with a current secret.
	ErrInvalid = errors.New("ticket is not valid")
	// ErrExpired says that a token was valid once.
	ErrExpired = errors.New("ticket has expired")
)

// A Ticket says who a participant is and carries their key.
type Ticket struct {
	Session     string
	Participant string
	Key         seal.Key
	Expiry      time.Time // to the second
}

// A token is base64url of: version, the secret's id, nonce, and the box around
// session, participant, key and expiry. Version and id are authenticated.
const (
	version    = 1
	idSize     = 4
	headerSize = 1 + idSize
	idLength   = 26 // of the session's and of the participant's id
	plainSize  = 2*idLength + seal.KeySize + 8
	overhead   = 12 + 16
	tokenSize  = headerSize + plainSize + overhead
)

// Length is the length of every token in characters.
var Length = base64.RawURLEncoding.EncodedLen(tokenSize)

// SecretSize is the size of a ticket secret in bytes.
const SecretSize = 32

// Secrets issues tickets under the current secret and opens those issued under
// it or the previous one, so that the secret can be rotated during a lesson.
type Secrets struct {
	current secret
	all     []secret
}

type secret struct {
	id   [idSize]byte
	aead cipher.AEAD
}

// New returns the Secrets of the current secret and, if there is one, the previous.
func New(current []byte, previous ...[]byte) (*Secrets, error) {
	var s Secrets
	for _, raw := range append([][]byte{current}, previous...) {
		if len(raw) != SecretSize {
			return nil, fmt.Errorf("ticket secret has %d bytes, not %d", len(raw), SecretSize)
		}
		block, err := aes.NewCipher(raw)
		if err != nil {
			return nil, fmt.Errorf("reading a ticket secret: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("reading a ticket secret: %w", err)
		}
		sum := sha256.Sum256(append([]byte("cleanslate ticket secret "), raw...))
		s.all = append(s.all, secret{[idSize]byte(sum[:]), aead})
	}
	s.current = s.all[0]
	return &s, nil
}

// Issue returns the token for t. It panics if an id in t doesn't have the length of
// one, which only a bug in the caller can cause.
func (s *Secrets) Issue(t Ticket) string {
	if len(t.Session) != idLength || len(t.Participant) != idLength {
		panic("ticket: not an id")
	}
	plain := make([]byte, 0, plainSize)
	plain = append(plain, t.Session...)
	plain = append(plain, t.Participant...)
	plain = append(plain, t.Key.Bytes()...)
	plain = binary.BigEndian.AppendUint64(plain, uint64(t.Expiry.Unix())) // #nosec G115 -- all 64 bits come back as they were

	token := make([]byte, headerSize, tokenSize)
	token[0] = version
	copy(token[1:], s.current.id[:])
	token = s.current.aead.Seal(token, nil, plain, token[:headerSize:headerSize]) // #nosec G407 -- the AEAD makes its own nonce
	return base64.RawURLEncoding.EncodeToString(token)
}

// Open reads a token at now. The error is ErrInvalid or ErrExpired.
func (s *Secrets) Open(token string, now time.Time) (Ticket, error) {
	if len(token) != Length {
		return Ticket{}, ErrInvalid
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != tokenSize || raw[0] != version { // line breaks are skipped, even by Strict
		return Ticket{}, ErrInvalid
	}
	header, box := raw[:headerSize], raw[headerSize:]
	for _, k := range s.all {
		if k.id != [idSize]byte(header[1:]) {
			continue
		}
		plain, err := k.aead.Open(nil, nil, box, header)
		if err != nil {
			return Ticket{}, ErrInvalid
		}
		return parse(plain, now)
	}
	return Ticket{}, ErrInvalid
}

func parse(plain []byte, now time.Time) (Ticket, error) {
	sid, rest := plain[:idLength], plain[idLength:]
	pid, rest := rest[:idLength], rest[idLength:]
	key, err := seal.ParseKey(rest[:seal.KeySize])
	if err != nil {
		return Ticket{}, ErrInvalid
	}
	t := Ticket{
		Session:     string(sid),
		Participant: string(pid),
		Key:         key,
		Expiry:      time.Unix(int64(binary.BigEndian.Uint64(rest[seal.KeySize:])), 0).UTC(), // #nosec G115 -- as above
	}
	if !now.Before(t.Expiry) {
		return Ticket{}, ErrExpired
	}
	return t, nil
}
