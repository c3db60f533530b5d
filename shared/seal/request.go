package seal

import (
	"crypto/hpke"
	"crypto/sha256"
	"fmt"
)

// The collections of requests, and of what goes with them. The key of each request, boxed,
// is in the vault at the request's own path; the school's key pair is at RequestKeyPath.
const (
	Requests     = "requests"
	RequestKeys  = "requestKeys"
	RequestMails = "requestMails"
	RequestFinds = "requestFinds"

	RequestCopies = "requestCopies"
	FoundKeys     = "foundKeys"
)

// RequestPath is the path of a request, in either database.
func RequestPath(id string) string { return Requests + "/" + id }

// RequestKeyPath is the path of a school's key pair for requests in the vault.
func RequestKeyPath(org string) string { return RequestKeys + "/" + org }

// RequestMailPath is the path of a mail to a requester.
func RequestMailPath(id string) string { return RequestMails + "/" + id }

// FindPath is the path of a search for whom a request is about, in either database.
func FindPath(id string) string { return RequestFinds + "/" + id }

// The names of a search's sealed fields: its key, which is in the vault under that of its
// request, whom it is for, and who was found; and of a request, whom it was decided about.
const (
	FindKey   = "key"
	FindQuery = "query"
	Found     = "found"
	Scope     = "scope"
	Granted   = "granted"
)

// Correction is the name of the sealed field of a participant that has what is to be read
// beside their work, and of a request for which that was decided.
const Correction = "correction"

// CopyPath is the path of what opens a student's copy for a requester, in the vault: the
// student's key, sealed under that of the search.
func CopyPath(id string) string { return RequestCopies + "/" + id }

// FoundKeyPath is the path of what opens one of those whom a search found, in the vault: a
// key of their own, sealed under that of the search.
func FoundKeyPath(id string) string { return FoundKeys + "/" + id }

// Answered is the name of the sealed field of a request that has what was decided.
const Answered = "answer"

// requestInfo keeps these boxes apart from any other use of the same keys.
var requestInfo = []byte("cleanslate request key 1")

// A RequestKey is a school's private key for requests: it opens the boxes of the keys under
// which requests to it are sealed. Only the function request ever opens one; rights makes
// it, wraps it and forgets it.
type RequestKey struct{ private hpke.PrivateKey }

// NewRequestKey returns a new key pair, of the suite that sessions have.
func NewRequestKey() (*RequestKey, error) {
	private, err := kem.GenerateKey()
	if err != nil {
		return nil, fmt.Errorf("making a school's request key: %w", err)
	}
	return &RequestKey{private}, nil
}

// ParseRequestKey parses what RequestKey.Bytes returns.
func ParseRequestKey(raw []byte) (*RequestKey, error) {
	private, err := kem.NewPrivateKey(raw)
	if err != nil {
		return nil, fmt.Errorf("parsing a school's request key: %w", err)
	}
	return &RequestKey{private}, nil
}

// Bytes returns the private key, to be wrapped by Cloud KMS and never kept in any other
// way.
func (k *RequestKey) Bytes() ([]byte, error) {
	raw, err := k.private.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encoding a school's request key: %w", err)
	}
	return raw, nil
}

// Public returns the public key's bytes, which are stored beside the wrapped private key.
func (k *RequestKey) Public() []byte { return k.private.PublicKey().Bytes() }

// OpenBox is the inverse of BoxForSchool. The error is ErrOpen.
func (k *RequestKey) OpenBox(id string, box []byte) (Key, error) {
	return openBox(k.private, requestInfo, RequestPath(id), box)
}

// BoxForSchool encrypts the key of the request with the given id to a school's public key,
// as RequestKey.Public returned it.
func BoxForSchool(public []byte, id string, key Key) ([]byte, error) {
	p, err := kem.NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("parsing a school's public key: %w", err)
	}
	box, err := sealBox(p, requestInfo, RequestPath(id), key)
	if err != nil {
		return nil, fmt.Errorf("boxing a request's key: %w", err)
	}
	return box, nil
}

// BoxForRequester encrypts the key of the request with the given id under its secret,
// which only the requester has, together with a digest of what they sent.
func BoxForRequester(secret, id string, key Key, digest [sha256.Size]byte) ([]byte, error) {
	return BoxForRejoin(secret, RequestPath(id), key, digest)
}

// OpenForRequester is the inverse of BoxForRequester. The error is ErrOpen when the secret
// isn't the one it was boxed under.
func OpenForRequester(secret, id string, box []byte) (key Key, digest [sha256.Size]byte, err error) {
	return OpenForRejoin(secret, RequestPath(id), box)
}
