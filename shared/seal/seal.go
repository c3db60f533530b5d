// Package seal encrypts single fields and the keys that open them.
//
// The tree of keys, from the top: Cloud KMS wraps a session's private key
// (package kms); the session's key pair opens the boxes in which join leaves
// each participant's key; a participant's key seals that student's alias and
// answers. Member, contact and request keys seal fields in the same way.
//
// join, answer, teacher and rights call it. It must never write to a log, never
// put a key or a plaintext into an error, and never open anything whose format
// version, path or field name differs from what it was sealed with.
//
// Nonces and key pairs come from the operating system's random source and can't
// be injected: a source that repeats itself would break the encryption.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
)

// version is the first byte of every sealed value.
const version = 1

// ErrOpen says that a value doesn't open: it is damaged, was sealed with another key,
// belongs to another place, or has an unknown format version. It doesn't say which.
var ErrOpen = errors.New("sealed value does not open")

// KeySize is the size of a Key in bytes.
const KeySize = 32

// A Key is an AES-256 key that seals fields. The zero Key is not usable.
type Key struct {
	raw  [KeySize]byte
	aead cipher.AEAD
}

// NewKey returns a key made from 32 bytes of r. The error is r's.
func NewKey(r io.Reader) (Key, error) {
	var raw [KeySize]byte
	if _, err := io.ReadFull(r, raw[:]); err != nil {
		return Key{}, fmt.Errorf("making a key: %w", err)
	}
	return ParseKey(raw[:])
}

// ParseKey parses the 32 bytes that Bytes returns.
func ParseKey(raw []byte) (Key, error) {
	if len(raw) != KeySize {
		return Key{}, fmt.Errorf("parsing a key: %d bytes, not %d", len(raw), KeySize)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return Key{}, fmt.Errorf("parsing a key: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return Key{}, fmt.Errorf("parsing a key: %w", err)
	}
	return Key{raw: [KeySize]byte(raw), aead: aead}, nil
}

// Bytes returns the key itself.
func (k Key) Bytes() []byte { return k.raw[:] }

// Seal encrypts plaintext for one field of one document and for no other. Path
// is the document's, without project and database. The result is the version
// byte, the nonce, and the padded plaintext under AES-256-GCM. Its length reveals
// only the power of two above the plaintext's, and nothing below 64 bytes.
func (k Key) Seal(path, field string, plaintext []byte) []byte {
	padded := pad(plaintext)
	out := make([]byte, 1, 1+len(padded)+k.aead.Overhead())
	out[0] = version
	return k.aead.Seal(out, nil, padded, aad(path, field)) // #nosec G407 -- the AEAD makes its own nonce
}

// Open is the inverse of Seal. The error is ErrOpen.
func (k Key) Open(path, field string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != version || k.aead == nil {
		return nil, ErrOpen
	}
	padded, err := k.aead.Open(nil, nil, sealed[1:], aad(path, field))
	if err != nil {
		return nil, ErrOpen
	}
	return unpad(padded)
}

// aad binds a value to its place. Neither paths nor field names hold a '#'.
func aad(path, field string) []byte {
	b := make([]byte, 0, len(path)+1+len(field))
	b = append(b, path...)
	b = append(b, '#')
	return append(b, field...)
}
