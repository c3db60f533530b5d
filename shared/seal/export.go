package seal

import (
	"crypto/hpke"
	"crypto/sha256"
	"fmt"
)

// Exports is the collection of archives of everything of a school, in "(default)"; the key
// pair of each is in the vault at the same path.
const Exports = "exports"

// ExportPath is the path of a school's archive, in either database.
func ExportPath(id string) string { return Exports + "/" + id }

// exportInfo keeps these boxes apart from any other use of the same keys.
var exportInfo = []byte("cleanslate export key 1")

// An ExportKey is the private key of an archive. Only live ever opens one; export makes it,
// has it wrapped and forgets it, so that who fills an archive can't read it.
type ExportKey struct{ private hpke.PrivateKey }

// NewExportKey returns a new key pair, of the suite that sessions have.
func NewExportKey() (*ExportKey, error) {
	private, err := kem.GenerateKey()
	if err != nil {
		return nil, fmt.Errorf("making an archive's key: %w", err)
	}
	return &ExportKey{private}, nil
}

// ParseExportKey parses what ExportKey.Bytes returns.
func ParseExportKey(raw []byte) (*ExportKey, error) {
	private, err := kem.NewPrivateKey(raw)
	if err != nil {
		return nil, fmt.Errorf("parsing an archive's key: %w", err)
	}
	return &ExportKey{private}, nil
}

// Bytes returns the private key, to be wrapped by Cloud KMS and never kept in any other
// way.
func (k *ExportKey) Bytes() ([]byte, error) {
	raw, err := k.private.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encoding an archive's key: %w", err)
	}
	return raw, nil
}

// Public returns the public key's bytes, which are stored beside the wrapped private key.
func (k *ExportKey) Public() []byte { return k.private.PublicKey().Bytes() }

// OpenBox is the inverse of BoxForExport. The error is ErrOpen.
func (k *ExportKey) OpenBox(path string, box []byte) (Key, error) {
	return openBox(k.private, exportInfo, path, box)
}

// OpenExport is the inverse of BoxForExport with the public key of a session. The error is
// ErrOpen.
func (k *SessionKey) OpenExport(path string, box []byte) (Key, error) {
	return openBox(k.private, exportInfo, path, box)
}

// BoxForExport encrypts the key of the object with the given path to a public key: that of
// its archive, or that of the session that it is of.
func BoxForExport(public []byte, path string, key Key) ([]byte, error) {
	p, err := kem.NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("parsing a public key for an archive: %w", err)
	}
	box, err := sealBox(p, exportInfo, path, key)
	if err != nil {
		return nil, fmt.Errorf("boxing the key of a part of an archive: %w", err)
	}
	return box, nil
}

// BothKeys returns a key that takes both a and b.
func BothKeys(a, b Key) (Key, error) {
	h := sha256.New()
	h.Write([]byte("cleanslate export both 1"))
	h.Write(a.Bytes())
	h.Write(b.Bytes())
	return ParseKey(h.Sum(nil))
}
