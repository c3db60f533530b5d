// Package contact opens and seals what is kept under the contact keys of orgs: the
// address to which notices go, and what incidents say about people.
//
// incident, breach and notify call it, and org to show a school its own contacts and
// to change them; nothing else may. It must never keep an opened key longer than the request or the
// message that needed it.
package contact

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Vault is what the package needs of the vault.
type Vault interface {
	ContactKey(ctx context.Context, org string) (store.WrappedKey, error)
	CreateContactKey(ctx context.Context, org string, k store.WrappedKey) error
}

// A Wrapper wraps and unwraps with the Cloud KMS key of contacts.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// Keys are orgs' contact keys. Make one for each request or message: it keeps
// what it opened, so that Cloud KMS is asked once per org.
type Keys struct {
	vault Vault
	kms   Wrapper
	open  map[string]seal.Key
}

// New returns Keys that hold none yet. They are for one goroutine.
func New(vault Vault, kms Wrapper) *Keys {
	return &Keys{vault: vault, kms: kms, open: make(map[string]seal.Key)}
}

// Key returns an org's contact key. The error is domain.ErrNotFound if it was
// erased or never made.
func (k *Keys) Key(ctx context.Context, org string) (seal.Key, error) {
	if key, ok := k.open[org]; ok {
		return key, nil
	}
	wrapped, err := k.vault.ContactKey(ctx, org)
	if err != nil {
		return seal.Key{}, err
	}
	raw, err := k.kms.Unwrap(ctx, seal.ContactKeyPath(org), wrapped.Wrapped)
	if err != nil {
		return seal.Key{}, fmt.Errorf("unwrapping a contact key: %w", err)
	}
	key, err := seal.ParseKey(raw)
	if err != nil {
		return seal.Key{}, err
	}
	k.open[org] = key
	return key, nil
}

// Ensure is Key, but makes the key where there is none.
func (k *Keys) Ensure(ctx context.Context, org string, rand io.Reader) (seal.Key, error) {
	key, err := k.Key(ctx, org)
	if !errors.Is(err, domain.ErrNotFound) {
		return key, err
	}
	if key, err = seal.NewKey(rand); err != nil {
		return seal.Key{}, err
	}
	wrapped, err := k.kms.Wrap(ctx, seal.ContactKeyPath(org), key.Bytes())
	if err != nil {
		return seal.Key{}, fmt.Errorf("wrapping a contact key: %w", err)
	}
	err = k.vault.CreateContactKey(ctx, org, store.WrappedKey{Wrapped: wrapped})
	if err != nil && !errors.Is(err, domain.ErrConflict) {
		return seal.Key{}, err
	}
	return k.Key(ctx, org) // ours, or that of a faster caller
}

// Seal encrypts v, as JSON, for one field of the document at path.
func (k *Keys) Seal(ctx context.Context, org, path, field string, v any) ([]byte, error) {
	key, err := k.Key(ctx, org)
	if err != nil {
		return nil, err
	}
	return key.SealJSON(path, field, v)
}

// Open is the inverse of Seal.
func (k *Keys) Open(ctx context.Context, org, path, field string, sealed []byte, v any) error {
	key, err := k.Key(ctx, org)
	if err != nil {
		return err
	}
	return key.OpenJSON(path, field, sealed, v)
}

// A Contact is where an org is reached.
type Contact struct {
	Email    string `json:"email"`              // of its office
	Incident string `json:"incident,omitempty"` // for notices of a breach; empty: the office's
}

// ForIncidents returns the address to which notices of a breach go.
func (c Contact) ForIncidents() string {
	if c.Incident != "" {
		return c.Incident
	}
	return c.Email
}

// Of returns an org's contact, opened from its sealed field.
func (k *Keys) Of(ctx context.Context, org string, sealed []byte) (c Contact, err error) {
	err = k.Open(ctx, org, seal.OrgPath(org), seal.Contact, sealed, &c)
	return c, err
}
