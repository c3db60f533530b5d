package seal

import (
	"crypto/hpke"
	"fmt"
)

// The suite of RFC 9180 that boxes participant keys: post-quantum hybrid, because boxes
// are kept for months and what is copied today must not be opened later.
var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.AES256GCM()
)

// encSize is the size of the suite's encapsulated key: ML-KEM-768's ciphertext
// and an X25519 key.
const encSize = 1088 + 32

// boxInfo keeps these boxes apart from any other use of the same keys.
var boxInfo = []byte("cleanslate participant key 1")

// A SessionKey is a session's private key: it opens the boxes of that session's
// participants. Only teacher and live ever hold one.
type SessionKey struct{ private hpke.PrivateKey }

// NewSessionKey returns a new key pair.
func NewSessionKey() (*SessionKey, error) {
	private, err := kem.GenerateKey()
	if err != nil {
		return nil, fmt.Errorf("making a session key: %w", err)
	}
	return &SessionKey{private}, nil
}

// ParseSessionKey parses what SessionKey.Bytes returns.
func ParseSessionKey(raw []byte) (*SessionKey, error) {
	private, err := kem.NewPrivateKey(raw)
	if err != nil {
		return nil, fmt.Errorf("parsing a session key: %w", err)
	}
	return &SessionKey{private}, nil
}

// Bytes returns the private key, to be wrapped by Cloud KMS and never kept in any
// other way.
func (k *SessionKey) Bytes() ([]byte, error) {
	raw, err := k.private.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encoding a session key: %w", err)
	}
	return raw, nil
}

// Public returns the key that is stored in the session document.
func (k *SessionKey) Public() *PublicKey { return &PublicKey{k.private.PublicKey()} }

// OpenBox is the inverse of Box. The error is ErrOpen.
//
// Inlined it would be no symbol, by which a test tells the programs that hold it.
//
//go:noinline
func (k *SessionKey) OpenBox(path string, box []byte) (Key, error) {
	return openBox(k.private, boxInfo, path, box)
}

func openBox(private hpke.PrivateKey, info []byte, path string, box []byte) (Key, error) {
	if len(box) < 1+encSize || box[0] != version {
		return Key{}, ErrOpen
	}
	r, err := hpke.NewRecipient(box[1:1+encSize], private, kdf, aead, info)
	if err != nil {
		return Key{}, ErrOpen
	}
	raw, err := r.Open([]byte(path), box[1+encSize:])
	if err != nil || len(raw) != KeySize {
		return Key{}, ErrOpen
	}
	return ParseKey(raw)
}

// A PublicKey boxes participants' keys so that whoever holds only it, as join
// does, can't open them again.
type PublicKey struct{ public hpke.PublicKey }

// ParsePublicKey parses what PublicKey.Bytes returns.
func ParsePublicKey(raw []byte) (*PublicKey, error) {
	public, err := kem.NewPublicKey(raw)
	if err != nil {
		return nil, fmt.Errorf("parsing a session's public key: %w", err)
	}
	return &PublicKey{public}, nil
}

// Bytes returns the public key.
func (p *PublicKey) Bytes() []byte { return p.public.Bytes() }

// Box encrypts a participant's key to the session. Path is the vault document
// that will hold the box, which opens nowhere else.
func (p *PublicKey) Box(path string, key Key) ([]byte, error) {
	box, err := sealBox(p.public, boxInfo, path, key)
	if err != nil {
		return nil, fmt.Errorf("boxing a participant key: %w", err)
	}
	return box, nil
}

func sealBox(public hpke.PublicKey, info []byte, path string, key Key) ([]byte, error) {
	enc, s, err := hpke.NewSender(public, kdf, aead, info)
	if err != nil {
		return nil, err
	}
	sealed, err := s.Seal([]byte(path), key.Bytes())
	if err != nil {
		return nil, err
	}
	box := make([]byte, 0, 1+len(enc)+len(sealed))
	box = append(box, version)
	box = append(box, enc...)
	return append(box, sealed...), nil
}
