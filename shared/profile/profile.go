// Package profile seals and opens what members say about themselves: each profile under
// a key of its member's own, which Cloud KMS wraps.
//
// org calls it when members write and read their profiles, for its lists and to leave mail by a
// token, notify when it writes to them, and lesson for the names that colleagues see. It must never keep an
// opened key longer than the call that needed it, never return an address but to whom
// Open is called for, and never log any of it.
package profile

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Vault is what opening needs of the vault.
type Vault interface {
	MemberKey(ctx context.Context, id string) (store.WrappedKey, error)
}

// KeyMaker is what sealing needs of the vault.
type KeyMaker interface {
	Vault
	CreateMemberKey(ctx context.Context, id string, k store.WrappedKey) error
}

// An Unwrapper unwraps with the Cloud KMS key of members.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// A Wrapper wraps with it, too.
type Wrapper interface {
	Unwrapper
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// Open returns a member's profile. It is empty if they have none, or if its key was
// destroyed.
func Open(ctx context.Context, vault Vault, kms Unwrapper, m domain.Member) (domain.Profile, error) {
	p, _, err := openWithKey(ctx, vault, kms, m)
	return p, err
}

func openWithKey(ctx context.Context, vault Vault, kms Unwrapper, m domain.Member) (p domain.Profile, key seal.Key, err error) {
	if len(m.Profile) == 0 || m.State == domain.MemberErasing || m.State == domain.MemberErased {
		return p, key, nil
	}
	key, err = open(ctx, vault, kms, m.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return p, key, nil
	}
	if err == nil {
		err = key.OpenJSON(seal.MemberPath(m.Org, m.ID), seal.Profile, m.Profile, &p)
	}
	if errors.Is(err, seal.ErrOpen) { // an earlier key sealed it, which was destroyed
		return domain.Profile{}, seal.Key{}, nil
	}
	return p, key, err
}

// Seal seals a member's profile, making their key if there is none. The error is
// domain.ErrNotFound if they were erased.
func Seal(ctx context.Context, vault KeyMaker, kms Wrapper, rand io.Reader, org, id string, p domain.Profile) ([]byte, error) {
	key, err := open(ctx, vault, kms, id)
	if errors.Is(err, domain.ErrNotFound) {
		key, err = create(ctx, vault, kms, rand, org, id)
	}
	if err != nil {
		return nil, err
	}
	return key.SealJSON(seal.MemberPath(org, id), seal.Profile, p)
}

func create(ctx context.Context, vault KeyMaker, kms Wrapper, rand io.Reader, org, id string) (seal.Key, error) {
	key, err := seal.NewKey(rand)
	if err != nil {
		return seal.Key{}, err
	}
	wrapped, err := kms.Wrap(ctx, seal.MemberKeyPath(id), key.Bytes())
	if err != nil {
		return seal.Key{}, fmt.Errorf("wrapping a member key: %w", err)
	}
	err = vault.CreateMemberKey(ctx, id, store.WrappedKey{Wrapped: wrapped, Org: org})
	if errors.Is(err, domain.ErrConflict) {
		return open(ctx, vault, kms, id) // that of a faster request, or a tombstone
	}
	return key, err
}

func open(ctx context.Context, vault Vault, kms Unwrapper, id string) (seal.Key, error) {
	wrapped, err := vault.MemberKey(ctx, id)
	if err != nil {
		return seal.Key{}, err
	}
	return unwrap(ctx, kms, id, wrapped)
}

func unwrap(ctx context.Context, kms Unwrapper, id string, wrapped store.WrappedKey) (seal.Key, error) {
	raw, err := kms.Unwrap(ctx, seal.MemberKeyPath(id), wrapped.Wrapped)
	if err != nil {
		return seal.Key{}, fmt.Errorf("unwrapping a member key: %w", err)
	}
	return seal.ParseKey(raw)
}
