// Package invitee wraps the address of somebody whom a school invites, directly with
// Cloud KMS: org wraps it and can't unwrap it, identity unwraps it once to have the
// invitation sent, and then it is forgotten.
//
// org and identity call it. It must never log an address, and never show by length how
// long one is.
package invitee

import (
	"context"
	"errors"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A Wrapper wraps with the Cloud KMS key of invitations.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// An Unwrapper unwraps with it.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// size is that of every wrapped address: a byte with its length, and what is left of it.
const size = 1 + domain.AddressMax

// Wrap wraps the address of an invitee of an org.
func Wrap(ctx context.Context, kms Wrapper, org, id, address string) ([]byte, error) {
	if !domain.IsAddress(address) {
		return nil, errors.New("wrapping an address: it is none")
	}
	plain := make([]byte, size)
	plain[0] = byte(len(address)) // #nosec G115 -- an address has at most 254
	copy(plain[1:], address)
	wrapped, err := kms.Wrap(ctx, seal.InviteePath(org, id), plain)
	if err != nil {
		return nil, fmt.Errorf("wrapping an address: %w", err)
	}
	return wrapped, nil
}

// Unwrap is the inverse of Wrap.
func Unwrap(ctx context.Context, kms Unwrapper, org, id string, wrapped []byte) (string, error) {
	plain, err := kms.Unwrap(ctx, seal.InviteePath(org, id), wrapped)
	if err != nil {
		return "", fmt.Errorf("unwrapping an address: %w", err)
	}
	if len(plain) != size || int(plain[0]) > domain.AddressMax {
		return "", errors.New("unwrapping an address: it has another form")
	}
	return string(plain[1 : 1+int(plain[0])]), nil
}
