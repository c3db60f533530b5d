package kms

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"

	kms "cloud.google.com/go/kms/apiv1"
	"cloud.google.com/go/kms/apiv1/kmspb"
)

// Signer signs with one version of an Ed25519 key (EC_SIGN_ED25519) that never
// leaves Cloud KMS: a signer can't take the key away, and each signature
// is in the audit log.
type Signer struct {
	kms     *kms.KeyManagementClient
	version string
	before  *Signer // the version before; nil: this is the first

	mu     sync.Mutex
	public ed25519.PublicKey // once it was asked for; a version's never changes
}

var versionName = regexp.MustCompile(`^(projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+/cryptoKeyVersions/)([1-9][0-9]{0,2})$`)

// Signer returns the key version
// projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/V. Whether it
// exists shows at its first use.
func (c *Client) Signer(version string) *Signer {
	s := &Signer{kms: c.kms, version: version}
	if parts := versionName.FindStringSubmatch(version); parts != nil {
		if n, err := strconv.Atoi(parts[2]); err == nil && n > 1 {
			s.before = c.Signer(parts[1] + strconv.Itoa(n-1))
		}
	}
	return s
}

// Sign signs data, 1 to MaxSecret bytes. It makes one call.
func (s *Signer) Sign(ctx context.Context, data []byte) ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	if len(data) == 0 || len(data) > MaxSecret {
		return nil, fmt.Errorf("signing: data has %d bytes, must have 1 to %d", len(data), MaxSecret)
	}
	req := &kmspb.AsymmetricSignRequest{Name: s.version, Data: data, DataCrc32C: checksum(data)}
	var resp *kmspb.AsymmetricSignResponse
	err := call(ctx, ErrRefused, func(ctx context.Context) (err error) {
		resp, err = s.kms.AsymmetricSign(ctx, req, retry)
		return err
	}, func() bool {
		return resp.GetName() == s.version && resp.GetVerifiedDataCrc32C() &&
			matches(resp.GetSignature(), resp.GetSignatureCrc32C())
	})
	if err != nil {
		return nil, fmt.Errorf("signing with %s: %w", s.version, err)
	}
	return resp.GetSignature(), nil
}

// PublicKey returns the key that verifies the signatures. It makes one call, the
// first time.
func (s *Signer) PublicKey(ctx context.Context) (ed25519.PublicKey, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("reading a public key: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.public != nil {
		return s.public, nil
	}
	var resp *kmspb.PublicKey
	err := call(ctx, ErrRefused, func(ctx context.Context) (err error) {
		resp, err = s.kms.GetPublicKey(ctx, &kmspb.GetPublicKeyRequest{Name: s.version}, retry)
		return err
	}, func() bool {
		return resp.GetName() == s.version && matches([]byte(resp.GetPem()), resp.GetPemCrc32C())
	})
	if err != nil {
		return nil, fmt.Errorf("reading the public key of %s: %w", s.version, err)
	}
	block, _ := pem.Decode([]byte(resp.GetPem()))
	if block == nil {
		return nil, fmt.Errorf("reading the public key of %s: %w", s.version, ErrCorrupt)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("reading the public key of %s: %w", s.version, ErrCorrupt)
	}
	public, ok := key.(ed25519.PublicKey)
	if !ok {
		return nil, fmt.Errorf("%s is not an Ed25519 key: %w", s.version, ErrRefused)
	}
	s.public = public
	return public, nil
}

// PublicKeys returns the keys that verify the signatures of this version and of
// those before it, the latest first. A key whose
// version was destroyed is left out: Cloud KMS no longer returns it.
func (s *Signer) PublicKeys(ctx context.Context) ([]ed25519.PublicKey, error) {
	latest, err := s.PublicKey(ctx)
	if err != nil {
		return nil, err
	}
	keys := []ed25519.PublicKey{latest}
	for v := s.before; v != nil; v = v.before {
		key, err := v.PublicKey(ctx)
		if errors.Is(err, ErrRefused) {
			continue
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func (s *Signer) check() error {
	if !versionName.MatchString(s.version) {
		return fmt.Errorf("key version %q is not projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/V", s.version)
	}
	return nil
}
