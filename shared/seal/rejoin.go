package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
)

// rejoinField is the field name under which a rejoin box is sealed.
const rejoinField = "rejoin"

// BoxForRejoin encrypts a participant's key under a secret that only the
// participant's own device holds (the Idempotency-Key of its join), together
// with a digest of what it joined with. Path is the vault document that will
// hold the box.
func BoxForRejoin(secret, path string, key Key, digest [sha256.Size]byte) ([]byte, error) {
	k, err := rejoinKey(secret, path)
	if err != nil {
		return nil, err
	}
	plaintext := make([]byte, 0, KeySize+len(digest))
	plaintext = append(plaintext, key.Bytes()...)
	plaintext = append(plaintext, digest[:]...)
	return k.Seal(path, rejoinField, plaintext), nil
}

// OpenForRejoin is the inverse of BoxForRejoin. The error is ErrOpen when the
// secret is not the one it was boxed under.
func OpenForRejoin(secret, path string, box []byte) (key Key, digest [sha256.Size]byte, err error) {
	k, err := rejoinKey(secret, path)
	if err != nil {
		return Key{}, digest, err
	}
	plaintext, err := k.Open(path, rejoinField, box)
	if err != nil || len(plaintext) != KeySize+len(digest) {
		return Key{}, digest, ErrOpen
	}
	key, err = ParseKey(plaintext[:KeySize])
	return key, [sha256.Size]byte(plaintext[KeySize:]), err
}

// rejoinKey derives a key for one document by HKDF-SHA256 (RFC 5869). The
// secret has at least 128 bits, so it needs no stretching.
func rejoinKey(secret, path string) (Key, error) {
	raw, err := hkdf.Key(sha256.New, []byte(secret), nil, "cleanslate rejoin 1 "+path, KeySize)
	if err != nil {
		return Key{}, fmt.Errorf("deriving a rejoin key: %w", err)
	}
	return ParseKey(raw)
}
