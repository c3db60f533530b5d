// Package requestkey makes and opens the key pairs to which requests to schools are sealed:
// one of each school, whose private key Cloud KMS wraps.
//
// rights makes a school's pair at its first request, request where one is forwarded to it,
// and only request opens one. It must never keep an opened key longer than the call that
// needed it.
package requestkey

import (
	"context"
	"errors"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Vault is what opening needs of the vault.
type Vault interface {
	RequestKeys(ctx context.Context, org string) (store.WrappedKey, error)
}

// KeyMaker is what making needs of the vault.
type KeyMaker interface {
	Vault
	CreateRequestKeys(ctx context.Context, org string, k store.WrappedKey) error
}

// A Wrapper wraps with the Cloud KMS key of schools' keys for requests.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// An Unwrapper unwraps with it.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// Public returns the public key to which requests to an org are sealed, and makes the pair
// where there is none.
func Public(ctx context.Context, vault KeyMaker, kms Wrapper, org string) ([]byte, error) {
	k, err := vault.RequestKeys(ctx, org)
	if !errors.Is(err, domain.ErrNotFound) {
		return k.PublicKey, err
	}
	pair, err := seal.NewRequestKey()
	if err != nil {
		return nil, err
	}
	raw, err := pair.Bytes()
	if err != nil {
		return nil, err
	}
	wrapped, err := kms.Wrap(ctx, seal.RequestKeyPath(org), raw)
	if err != nil {
		return nil, fmt.Errorf("wrapping a school's request key: %w", err)
	}
	err = vault.CreateRequestKeys(ctx, org, store.WrappedKey{Wrapped: wrapped, PublicKey: pair.Public()})
	if errors.Is(err, domain.ErrConflict) {
		k, err = vault.RequestKeys(ctx, org) // that of a faster request
		return k.PublicKey, err
	}
	return pair.Public(), err
}

// Open returns an org's private key.
func Open(ctx context.Context, vault Vault, kms Unwrapper, org string) (*seal.RequestKey, error) {
	wrapped, err := vault.RequestKeys(ctx, org)
	if err != nil {
		return nil, err
	}
	raw, err := kms.Unwrap(ctx, seal.RequestKeyPath(org), wrapped.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("unwrapping a school's request key: %w", err)
	}
	return seal.ParseRequestKey(raw)
}
